// What the S3 store says.
import type { Text } from "../words";

export const storeS3: Text[] = [
  // Settings.
  [
    "bucket that objects are kept in; it must be there",
    "bucket som objekten förvaras i; den måste finnas",
    "bucket où les objets sont conservés ; il doit exister",
  ],
  [
    "region of the bucket, as requests are signed for",
    "bucketens region, som anropen signeras för",
    "région du bucket, pour laquelle les requêtes sont signées",
  ],
  [
    "address of the S3 service, if it is not https://s3.REGION.amazonaws.com",
    "adress till S3-tjänsten, om den inte är https://s3.REGION.amazonaws.com",
    "adresse du service S3, si ce n’est pas https://s3.REGION.amazonaws.com",
  ],
  [
    "folder within the bucket, as in estreat/prod",
    "mapp i bucketen, till exempel estreat/prod",
    "dossier dans le bucket, par exemple estreat/prod",
  ],
  [
    "bucket in the path (yes) or in the host's name (no); auto: no for amazonaws.com",
    "bucketen i sökvägen (yes) eller i värdnamnet (no); auto: no för amazonaws.com",
    "bucket dans le chemin (yes) ou dans le nom d’hôte (no) ; auto : no pour amazonaws.com",
  ],
  ["id of the access key", "åtkomstnyckelns id", "identifiant de la clé d’accès"],
  ["its secret", "dess hemlighet", "son secret"],
  ["where the key is a temporary one", "där nyckeln är tillfällig", "si la clé est temporaire"],
  [
    "sign a hash of the content too: signed, unsigned; auto: signed without TLS",
    "signera även en hash av innehållet: signed, unsigned; auto: signed utan TLS",
    "signer aussi une empreinte du contenu : signed, unsigned ; auto : signed sans TLS",
  ],
  [
    "mode of retention: compliance (nobody can shorten it) or governance",
    "bevarandets läge: compliance (ingen kan förkorta det) eller governance",
    "mode de rétention : compliance (personne ne peut la raccourcir) ou governance",
  ],
  [
    "parts of an object that are sent at the same time",
    "delar av ett objekt som skickas samtidigt",
    "parties d’un objet envoyées en même temps",
  ],
  [
    "bucket: \"{1}\" is no bucket's name (3 to 63 of a-z 0-9 . -)",
    "bucket: ”{1}” är inget namn på en bucket (3 till 63 tecken av a-z 0-9 . -)",
    "bucket : « {1} » n’est pas un nom de bucket (3 à 63 caractères parmi a-z 0-9 . -)",
  ],
  [
    "region: \"{1}\" is no region, as eu-north-1 is",
    "region: ”{1}” är ingen region, som till exempel eu-north-1",
    "region : « {1} » n’est pas une région, comme l’est eu-north-1",
  ],
  [
    "{1}: has blanks, or other than ASCII",
    "{1}: innehåller blanktecken eller annat än ASCII",
    "{1} : contient des blancs, ou autre chose que de l’ASCII",
  ],
  ["{1}: is missing", "{1}: saknas", "{1} : manque"],
  [
    "{1}: \"{2}\" must be a number from {3} to {4}",
    "{1}: ”{2}” måste vara ett tal från {3} till {4}",
    "{1} : « {2} » doit être un nombre de {3} à {4}",
  ],
  ["{1}: \"{2}\" must be {3} or {4}", "{1}: ”{2}” måste vara {3} eller {4}", "{1} : « {2} » doit être {3} ou {4}"],
  ["{1}: \"{2}\" must be {3}, {4} or {5}", "{1}: ”{2}” måste vara {3}, {4} eller {5}", "{1} : « {2} » doit être {3}, {4} ou {5}"],
  [
    "endpoint: must be the address of the S3 service alone, without a path; the bucket is a setting of its own",
    "endpoint: ska vara bara S3-tjänstens adress, utan sökväg; bucketen är en egen inställning",
    "endpoint : doit être l’adresse du service S3 seule, sans chemin ; le bucket est un réglage à part",
  ],
  ["access-key-id: has a \"/\"", "access-key-id: innehåller ”/”", "access-key-id : contient « / »"],
  ["S3 (AWS, Ceph, MinIO and others)", "S3 (AWS, Ceph, MinIO med flera)", "S3 (AWS, Ceph, MinIO et autres)"],
  // The check.
  ["Bucket", "Bucket", "Bucket"],
  ["it is there, and can be listed", "finns, och kan listas", "présent, et peut être listé"],
  ["{1} days", "{1} {1?dag|dagar}", "{1} {1?jour|jours}"],
  ["{1} years", "{1} år", "{1} {1?an|ans}"],
  ["Object lock", "Objektlås", "Verrouillage d’objets"],
  [
    "let the key s3:GetBucketObjectLockConfiguration",
    "ge nyckeln s3:GetBucketObjectLockConfiguration",
    "accordez à la clé s3:GetBucketObjectLockConfiguration",
  ],
  [
    "the bucket retains each object for {1} (default retention, {2}): nothing was written to try, as it could not be removed",
    "bucketen bevarar varje objekt i {1} (standardbevarande, {2}): inget skrevs på prov, eftersom det inte hade kunnat tas bort",
    "le bucket conserve chaque objet {1} (rétention par défaut, {2}) : rien n’a été écrit à l’essai, car cela n’aurait pas pu être supprimé",
  ],
  [
    "set no default retention: Estreat sets each object's",
    "ställ inte in något standardbevarande: Estreat sätter det för varje objekt",
    "ne réglez pas de rétention par défaut : Estreat pose celle de chaque objet",
  ],
  [
    "it is off for this bucket: objects cannot be locked",
    "av för denna bucket: objekt kan inte låsas",
    "désactivé pour ce bucket : les objets ne peuvent pas être verrouillés",
  ],
  [
    "make a bucket with object lock (docs/stores/s3.md)",
    "skapa en bucket med objektlås (docs/stores/s3.md)",
    "créez un bucket avec verrouillage d’objets (docs/stores/s3.md)",
  ],
  [
    "retention is set in mode governance: who may s3:BypassGovernanceRetention can remove what is retained",
    "bevarandet sätts i läget governance: den som har s3:BypassGovernanceRetention kan ta bort det som bevaras",
    "la rétention est posée en mode governance : qui a s3:BypassGovernanceRetention peut supprimer ce qui est conservé",
  ],
  [
    "set lock-mode to compliance once all is tried out",
    "sätt lock-mode till compliance när allt är utprovat",
    "réglez lock-mode sur compliance une fois que tout est essayé",
  ],
  [
    "retention is set in mode compliance: nobody can shorten it",
    "bevarandet sätts i läget compliance: ingen kan förkorta det",
    "la rétention est posée en mode compliance : personne ne peut la raccourcir",
  ],
  ["Conditional writes", "Villkorade skrivningar", "Écritures conditionnelles"],
  ["a name is taken only once", "ett namn tas bara en gång", "un nom n’est pris qu’une fois"],
  [
    "the store ignores If-None-Match where parts are put together: who writes second may win",
    "lagringen struntar i If-None-Match där delar fogas samman: den som skriver som nummer två kan vinna",
    "le stockage ignore If-None-Match là où les parties sont assemblées : le second à écrire peut l’emporter",
  ],
  [
    "let one machine alone write below this prefix",
    "låt en enda maskin skriva under detta prefix",
    "ne laissez qu’une seule machine écrire sous ce préfixe",
  ],
  [
    "the store ignores If-None-Match, but keeps versions: nothing is lost, and the first version counts",
    "lagringen struntar i If-None-Match, men behåller versioner: inget går förlorat, och den första versionen gäller",
    "le stockage ignore If-None-Match, mais garde les versions : rien n’est perdu, et la première version fait foi",
  ],
  [
    "the store ignores If-None-Match: a name that is taken could be overwritten",
    "lagringen struntar i If-None-Match: ett upptaget namn kan skrivas över",
    "le stockage ignore If-None-Match : un nom déjà pris pourrait être écrasé",
  ],
  [
    "update the store, or use a bucket with versions",
    "uppdatera lagringen, eller använd en bucket med versioner",
    "mettez à jour le stockage, ou utilisez un bucket avec versions",
  ],
  ["let the key write there", "låt nyckeln skriva där", "autorisez la clé à y écrire"],
  [
    "bucket {1}: the store ignores If-None-Match and would overwrite what is there; update it, or use a bucket with versions",
    "bucket {1}: lagringen struntar i If-None-Match och skulle skriva över det som finns; uppdatera den, eller använd en bucket med versioner",
    "bucket {1} : le stockage ignore If-None-Match et écraserait ce qui s’y trouve ; mettez-le à jour, ou utilisez un bucket avec versions",
  ],
  // Objects.
  ["the same page for ever", "samma sida om och om igen", "la même page indéfiniment"],
  ["a version's id is too long", "en versions id är för långt", "l’identifiant d’une version est trop long"],
  [
    "is protected: under a legal hold",
    "är skyddat: under juridiskt bevarande (legal hold)",
    "est protégé : sous conservation légale (legal hold)",
  ],
  ["is protected: retained until {1}", "är skyddat: bevaras till {1}", "est protégé : conservé jusqu’à {1}"],
  [
    "a list with an entry that has no key, version or size",
    "en lista med en post som saknar nyckel, version eller storlek",
    "une liste dont une entrée n’a pas de clé, de version ou de taille",
  ],
  ["the answer is no list", "svaret är ingen lista", "la réponse n’est pas une liste"],
  ["a list that goes on, without saying where", "en lista som fortsätter, utan att säga var", "une liste qui continue, sans dire où"],
  ["begin an upload", "börja en uppladdning", "commencer un envoi"],
  [
    "the store began an upload without an id",
    "lagringen började en uppladdning utan id",
    "le stockage a commencé un envoi sans identifiant",
  ],
  [
    "the store took a part, but gave it no ETag",
    "lagringen tog emot en del, men gav den ingen ETag",
    "le stockage a pris une partie, mais ne lui a pas donné d’ETag",
  ],
  [
    "the store does not say whether it put the parts together",
    "lagringen säger inte om den fogat samman delarna",
    "le stockage ne dit pas s’il a assemblé les parties",
  ],
  [
    "the store took the order to retain it until {1}, but says that it does not (may this key s3:GetObjectRetention?)",
    "lagringen tog emot uppdraget att bevara objektet till {1}, men säger att den inte gör det (har nyckeln s3:GetObjectRetention?)",
    "le stockage a accepté l’ordre de conserver l’objet jusqu’à {1}, mais dit ne pas le faire (cette clé a-t-elle s3:GetObjectRetention ?)",
  ],
  [
    "the store took the order to retain it until {1}, but says that it does not in mode compliance (may this key s3:GetObjectRetention?)",
    "lagringen tog emot uppdraget att bevara objektet till {1}, men säger att den inte gör det i läget compliance (har nyckeln s3:GetObjectRetention?)",
    "le stockage a accepté l’ordre de conserver l’objet jusqu’à {1}, mais dit ne pas le faire en mode compliance (cette clé a-t-elle s3:GetObjectRetention ?)",
  ],
  [
    "the store took the order, but says that it is under no legal hold (may this key s3:GetObjectLegalHold?)",
    "lagringen tog emot uppdraget, men säger att objektet inte är under juridiskt bevarande (har nyckeln s3:GetObjectLegalHold?)",
    "le stockage a accepté l’ordre, mais dit que l’objet n’est pas sous conservation légale (cette clé a-t-elle s3:GetObjectLegalHold ?)",
  ],
  [
    "the store took the order, but says that it is under a legal hold (may this key s3:GetObjectLegalHold?)",
    "lagringen tog emot uppdraget, men säger att objektet är under juridiskt bevarande (har nyckeln s3:GetObjectLegalHold?)",
    "le stockage a accepté l’ordre, mais dit que l’objet est sous conservation légale (cette clé a-t-elle s3:GetObjectLegalHold ?)",
  ],
  [
    "is not there although the store has acknowledged it or said the name was taken",
    "finns inte där fast lagringen har bekräftat det eller sagt att namnet var upptaget",
    "n’y est pas, alors que le stockage l’a confirmé ou a dit que le nom était pris",
  ],
  ["{1} {2}{3} in S3's bucket {4}", "{1} {2}{3} i S3-bucketen {4}", "{1} {2}{3} dans le bucket S3 {4}"],
  // What to do about an answer.
  ["check access-key-id", "kontrollera access-key-id", "vérifiez access-key-id"],
  ["check secret-access-key and region", "kontrollera secret-access-key och region", "vérifiez secret-access-key et region"],
  ["give a new session-token", "ange en ny session-token", "donnez un nouveau session-token"],
  ["check session-token", "kontrollera session-token", "vérifiez session-token"],
  [
    "the clocks differ by more than the store allows: set this machine's clock",
    "klockorna skiljer sig mer än lagringen tillåter: ställ denna maskins klocka",
    "l’écart entre les horloges dépasse ce que le stockage permet : réglez l’horloge de cette machine",
  ],
  [
    "the key's policy does not allow this (docs/stores/s3.md)",
    "nyckelns princip tillåter inte detta (docs/stores/s3.md)",
    "la stratégie de la clé ne le permet pas (docs/stores/s3.md)",
  ],
  ["the account is blocked", "kontot är spärrat", "le compte est bloqué"],
  ["access is disabled", "åtkomsten är avstängd", "l’accès est désactivé"],
  ["the user is suspended", "användaren är avstängd", "l’utilisateur est suspendu"],
  ["create the bucket, or correct bucket", "skapa bucketen, eller rätta bucket", "créez le bucket, ou corrigez bucket"],
  ["correct bucket", "rätta bucket", "corrigez bucket"],
  ["the quota is used up: raise it", "kvoten är förbrukad: höj den", "le quota est épuisé : augmentez-le"],
  ["the store is full", "lagringen är full", "le stockage est plein"],
  [
    "this store does not have what is needed (docs/stores/s3.md)",
    "lagringen har inte det som behövs (docs/stores/s3.md)",
    "ce stockage n’a pas ce qu’il faut (docs/stores/s3.md)",
  ],
  ["there is no such version", "versionen finns inte", "cette version n’existe pas"],
  [
    "it was moved to an archive tier: restore it first",
    "objektet flyttades till en arkivnivå: återställ det först",
    "l’objet a été déplacé vers un niveau d’archivage : restaurez-le d’abord",
  ],
  ["it is locked", "objektet är låst", "l’objet est verrouillé"],
  [
    "it is larger than this store takes",
    "objektet är större än vad lagringen tar emot",
    "l’objet est plus grand que ce que ce stockage accepte",
  ],
  [
    "somebody ended the upload: does a lifecycle rule abort uploads too soon?",
    "någon avslutade uppladdningen: avbryter en livscykelregel uppladdningar för tidigt?",
    "quelqu’un a mis fin à l’envoi : une règle de cycle de vie interrompt-elle les envois trop tôt ?",
  ],
  ["the store throttles", "lagringen begränsar antalet anrop", "le stockage limite les requêtes"],
  [
    "the bucket is elsewhere: set region to {1}",
    "bucketen finns någon annanstans: sätt region till {1}",
    "le bucket est ailleurs : réglez region sur {1}",
  ],
  [
    "the bucket is elsewhere: set region and endpoint",
    "bucketen finns någon annanstans: ställ in region och endpoint",
    "le bucket est ailleurs : réglez region et endpoint",
  ],
  [
    "check access-key-id, secret-access-key and the key's policy",
    "kontrollera access-key-id, secret-access-key och nyckelns princip",
    "vérifiez access-key-id, secret-access-key et la stratégie de la clé",
  ],
];
