// What the portal's server says of requests.
import type { Text } from "../words";

export const portal: Text[] = [
  // requests
  [
    "the body is not one JSON object in UTF-8, each name once",
    "anropets innehåll är inte ett JSON-objekt i UTF-8, med varje namn en gång",
    "le corps de la requête n’est pas un objet JSON en UTF-8, chaque nom une seule fois",
  ],
  [
    "the body is to be JSON, and Content-Type to say so: application/json",
    "anropets innehåll ska vara JSON, och Content-Type säga det: application/json",
    "le corps de la requête doit être du JSON, et Content-Type le dire : application/json",
  ],
  [
    "with {1}, arguments stand in the body, not in the query",
    "med {1} står argument i anropets innehåll, inte i adressens frågedel",
    "avec {1}, les arguments figurent dans le corps, pas dans l’adresse",
  ],
  ["there is nothing here", "det finns inget här", "il n’y a rien ici"],
  ["There is nothing here.", "Det finns inget här.", "Il n’y a rien ici."],
  ["this cannot be done here", "detta kan inte göras här", "cela ne peut pas être fait ici"],
  ["there are files here, to be read only", "här finns filer, som bara kan läsas", "il y a ici des fichiers, en lecture seule"],
  ["too much is asked: wait a little", "för många anrop: vänta lite", "trop de requêtes : attendez un peu"],
  ["too much is asked at once", "för många anrop på en gång", "trop de requêtes à la fois"],
  ["too many listen for events", "för många lyssnar på händelser", "trop de clients écoutent les événements"],
  [
    "the archive's storage failed; the log has the reason",
    "arkivets lagring misslyckades; loggen anger orsaken",
    "le stockage de l’archive a échoué ; le journal donne la raison",
  ],
  ["the archive's storage failed", "arkivets lagring misslyckades", "le stockage de l’archive a échoué"],
  ["The archive's storage failed.", "Arkivets lagring misslyckades.", "Le stockage de l’archive a échoué."],
  ["nobody takes the answer any more", "ingen tar emot svaret längre", "plus personne ne reçoit la réponse"],
  ["content ends {1} bytes before its length", "innehållet slutar {1} byte före sin längd", "le contenu s’arrête {1} octets avant sa longueur"],
  [
    "this is no name of the portal: set its url with `estreat portal set`",
    "detta är inget namn på portalen: ställ in dess url med `estreat portal set`",
    "ce n’est pas un nom du portail : réglez son url avec `estreat portal set`",
  ],
  ["a page of another site may not ask this", "en sida från en annan webbplats får inte begära detta", "une page d’un autre site ne peut pas demander cela"],
  ["{1} may not read the metrics", "{1} får inte läsa mätvärdena", "{1} ne peut pas lire les mesures"],
  ["the portal is ending", "portalen avslutas", "le portail s’arrête"],

  // what came is no request
  ["the address is too long", "adressen är för lång", "l’adresse est trop longue"],
  ["there is no such method here", "det finns ingen sådan metod här", "cette méthode n’existe pas ici"],
  ["only HTTP/1.1 is spoken here", "bara HTTP/1.1 stöds här", "seul HTTP/1.1 est pris en charge ici"],
  ["the path is malformed", "sökvägen är felaktig", "le chemin est mal formé"],
  ["the query is malformed", "adressens frågedel är felaktig", "les paramètres de l’adresse sont mal formés"],
  ["a header field is malformed", "ett huvudfält är felaktigt", "un champ d’en-tête est mal formé"],
  ["there are too many fields", "det finns för många fält", "il y a trop de champs"],
  ["a header field stands there twice", "ett huvudfält förekommer två gånger", "un champ d’en-tête figure deux fois"],
  ["the head is malformed", "anropets huvud är felaktigt", "l’en-tête de la requête est mal formé"],
  ["only chunked is known as Transfer-Encoding", "bara chunked är känt som Transfer-Encoding", "seul chunked est connu comme Transfer-Encoding"],
  ["Content-Length is no number", "Content-Length är inget tal", "Content-Length n’est pas un nombre"],
  [
    "Content-Length and Transfer-Encoding contradict each other",
    "Content-Length och Transfer-Encoding motsäger varandra",
    "Content-Length et Transfer-Encoding se contredisent",
  ],
  ["a body is taken as it is, not encoded", "innehåll tas emot som det är, inte kodat", "un corps est accepté tel quel, pas encodé"],
  ["the field Host is missing", "fältet Host saknas", "le champ Host manque"],
  ["the body is too large", "anropets innehåll är för stort", "le corps de la requête est trop volumineux"],

  // sessions
  ["sign in first", "logga in först", "connectez-vous d’abord"],
  [
    "the field X-CSRF-Token is missing or is not that of this session; GET /api/v1/session tells it",
    "fältet X-CSRF-Token saknas eller är inte denna sessions; GET /api/v1/session anger det",
    "le champ X-CSRF-Token manque ou n’est pas celui de cette session ; GET /api/v1/session le donne",
  ],
  ["the session has ended already", "sessionen har redan upphört", "la session est déjà terminée"],
  [
    "the code of the authenticator is needed too",
    "koden från autentiseringsappen behövs också",
    "le code de l’application d’authentification est requis aussi",
  ],
  ["choose a new password first", "välj ett nytt lösenord först", "choisissez d’abord un nouveau mot de passe"],
  [
    "there were too many wrong tries from here: wait",
    "det gjordes för många felaktiga försök härifrån: vänta",
    "il y a eu trop d’essais erronés d’ici : attendez",
  ],
  [
    "to sign in takes user and password, and perhaps code and new_password, as texts",
    "för att logga in krävs user och password, och kanske code och new_password, som texter",
    "la connexion demande user et password, et peut-être code et new_password, sous forme de textes",
  ],
  [
    "this changes language, password and new_password, totp, or totp_code, as texts",
    "detta ändrar language, password och new_password, totp, eller totp_code, som texter",
    "ceci change language, password et new_password, totp, ou totp_code, sous forme de textes",
  ],
  [
    "this is none of the changes there are: language; password with new_password; totp begin; totp_code; totp off with password",
    "detta är ingen av de ändringar som finns: language; password med new_password; totp begin; totp_code; totp off med password",
    "ce n’est aucun des changements possibles : language ; password avec new_password ; totp begin ; totp_code ; totp off avec password",
  ],
  ["a token has no session", "en token har ingen session", "un jeton n’a pas de session"],

  // the pages a browser comes back to
  [
    "Consent is recorded. You can close this window.",
    "Medgivandet är antecknat. Du kan stänga detta fönster.",
    "Le consentement est enregistré. Vous pouvez fermer cette fenêtre.",
  ],
  [
    "The sign-in is kept. You can close this window.",
    "Inloggningen är sparad. Du kan stänga detta fönster.",
    "La connexion est enregistrée. Vous pouvez fermer cette fenêtre.",
  ],
  [
    "Nobody awaits this answer: it was used already, or the address was asked for anew. Begin again in the portal.",
    "Ingen väntar på detta svar: det har redan använts, eller så begärdes adressen på nytt. Börja om i portalen.",
    "Personne n’attend cette réponse : elle a déjà servi, ou l’adresse a été redemandée. Recommencez dans le portail.",
  ],

  // its start
  [
    "the portal has a certificate and no key: `estreat portal set --set key=FILE`",
    "portalen har ett certifikat men ingen nyckel: `estreat portal set --set key=FILE`",
    "le portail a un certificat mais pas de clé : `estreat portal set --set key=FILE`",
  ],
  [
    "\"{1}\" is no address to listen on, such as 127.0.0.1:8443 or [::]:8443",
    "”{1}” är ingen adress att lyssna på, som 127.0.0.1:8443 eller [::]:8443",
    "« {1} » n’est pas une adresse d’écoute, comme 127.0.0.1:8443 ou [::]:8443",
  ],
  ["the portal cannot listen on {1}", "portalen kan inte lyssna på {1}", "le portail ne peut pas écouter sur {1}"],
  ["the portal's HTTP threads cannot be started", "portalens HTTP-trådar kan inte startas", "les fils HTTP du portail ne peuvent pas être démarrés"],
  ["no thread can be made", "ingen tråd kan skapas", "aucun fil d’exécution ne peut être créé"],
  ["no thread can be made for the portal", "ingen tråd kan skapas för portalen", "aucun fil d’exécution ne peut être créé pour le portail"],
  ["{1} has no certificate in PEM form", "{1} har inget certifikat i PEM-form", "{1} n’a pas de certificat au format PEM"],
  [
    "{1} has no private key in PEM form without a password",
    "{1} har ingen privat nyckel i PEM-form utan lösenord",
    "{1} n’a pas de clé privée au format PEM sans mot de passe",
  ],
  [
    "{1} is not the key of the first certificate in {2}",
    "{1} är inte nyckeln till det första certifikatet i {2}",
    "{1} n’est pas la clé du premier certificat de {2}",
  ],
  [
    "Connector \"{1}\" is not signed in to its source",
    "Anslutningen ”{1}” är inte inloggad hos sin källa",
    "Le connecteur « {1} » n’est pas connecté à sa source",
  ],
  [
    "Back to connector \"{1}\", to sign in again",
    "Tillbaka till anslutningen ”{1}” för att logga in igen",
    "Retour au connecteur « {1} », pour se reconnecter",
  ],
  [
    "To the connectors",
    "Till anslutningarna",
    "Vers les connecteurs",
  ],
];
