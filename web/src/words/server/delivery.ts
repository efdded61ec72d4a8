// What delivery/ says: targets, and copies on their way there.
import type { Text } from "../words";

export const delivery: Text[] = [
  ["mailbox {1}", "postlådan {1}", "la boîte {1}"],
  // account.c, carry.c, crew.c, move.c, parcel.c
  [
    "there is no target \"{1}\"; `estreat target list` shows those there are",
    "det finns inget mål ”{1}”; `estreat target list` visar dem som finns",
    "il n’y a pas de cible « {1} » ; `estreat target list` montre celles qui existent",
  ],
  ["nothing was said of message {1}", "inget sades om meddelande {1}", "rien n’a été dit du message {1}"],
  ["it waits for \"{1}\" already", "det väntar redan på ”{1}”", "cela attend déjà « {1} »"],
  ["message {1} is not in the catalog", "meddelande {1} finns inte i arkivets förteckning", "le message {1} n’est pas dans le catalogue"],
  // awaited.c
  ["an address is not UTF-8", "en adress är inte UTF-8", "une adresse n’est pas en UTF-8"],
  ["{1}: ask for a new address by `{2}`", "{1}: begär en ny adress med `{2}`", "{1} : demandez une nouvelle adresse par `{2}`"],
  ["no answer is awaited, or it was used before", "inget svar väntas, eller så har det redan använts", "aucune réponse n’est attendue, ou elle a déjà servi"],
  [
    "this is not the answer to the last address that was given out (state)",
    "detta är inte svaret på den senast utlämnade adressen (state)",
    "ce n’est pas la réponse à la dernière adresse remise (state)",
  ],
  [
    "this answer is to an address of more than an hour ago",
    "svaret gäller en adress som är mer än en timme gammal",
    "cette réponse concerne une adresse de plus d’une heure",
  ],
  ["try again later", "försök igen senare", "réessayez plus tard"],
  // consent-flow.c
  ["this program has no delivery of that kind", "programmet har ingen leverans av det slaget", "ce programme n’a pas de remise de ce type"],
  [
    "target \"{1}\" needs no consent: it does not ask for itself as an application of a tenant",
    "mål ”{1}” kräver inget medgivande: det uppträder inte som ett program hos en klientorganisation",
    "la cible « {1} » ne demande pas de consentement : elle n’agit pas comme application d’une organisation",
  ],
  [
    "target \"{1}\" has no client-secret: give it with --secret client-secret=FILE",
    "mål ”{1}” saknar client-secret: ange den med --secret client-secret=FILE",
    "la cible « {1} » n’a pas de client-secret : donnez-le avec --secret client-secret=FILE",
  ],
  [
    "the target's tenant, application or scope were changed since the address was given out",
    "målets klientorganisation, program eller scope har ändrats sedan adressen lämnades ut",
    "l’organisation, l’application ou le scope de la cible ont changé depuis que l’adresse a été remise",
  ],
  [
    "the person declined: a global administrator of the tenant has to sign in and accept",
    "personen avböjde: en global administratör för klientorganisationen måste logga in och godkänna",
    "la personne a décliné : un administrateur général de l’organisation doit se connecter et accepter",
  ],
  [
    "the tenant does not know this application: check client-id and tenant, and that the application is registered for other organisations",
    "klientorganisationen känner inte till programmet: kontrollera client-id och klientorganisation, och att programmet är registrerat för andra organisationer",
    "l’organisation ne connaît pas cette application : vérifiez client-id et l’organisation, et que l’application est inscrite pour d’autres organisations",
  ],
  ["register the redirect address at the application", "registrera återkopplingsadressen hos programmet", "inscrivez l’adresse de redirection auprès de l’application"],
  [
    "only a global administrator may consent: let one open the address",
    "bara en global administratör får ge medgivande: låt en sådan öppna adressen",
    "seul un administrateur général peut consentir : faites-lui ouvrir l’adresse",
  ],
  [
    "the person has to sign in and accept: open the address again",
    "personen måste logga in och godkänna: öppna adressen igen",
    "la personne doit se connecter et accepter : ouvrez de nouveau l’adresse",
  ],
  ["the person has to sign in: open the address again", "personen måste logga in: öppna adressen igen", "la personne doit se connecter : ouvrez de nouveau l’adresse"],
  [
    "the person declined, or may not consent: a global administrator of the tenant has to sign in and accept",
    "personen avböjde, eller får inte ge medgivande: en global administratör för klientorganisationen måste logga in och godkänna",
    "la personne a décliné, ou ne peut pas consentir : un administrateur général de l’organisation doit se connecter et accepter",
  ],
  [
    "the application may not sign people in: check client-id and its registration",
    "programmet får inte logga in personer: kontrollera client-id och dess registrering",
    "l’application ne peut pas connecter des personnes : vérifiez client-id et son inscription",
  ],
  [
    "the application has no such permission: check scope",
    "programmet har ingen sådan behörighet: kontrollera scope",
    "l’application n’a pas cette autorisation : vérifiez scope",
  ],
  ["see what the provider says", "se vad leverantören säger", "voyez ce que dit le fournisseur"],
  [
    "this is of another tenant ({1}) than the target's ({2}): sign in as an administrator of that one, or correct the target's tenant",
    "detta gäller en annan klientorganisation ({1}) än målets ({2}): logga in som administratör för målets klientorganisation, eller rätta den i målet",
    "ceci vient d’une autre organisation ({1}) que celle de la cible ({2}) : connectez-vous comme administrateur de cette dernière, ou corrigez l’organisation de la cible",
  ],
  [
    "consent was not given: the answer does not say admin_consent=True",
    "medgivande gavs inte: svaret säger inte admin_consent=True",
    "le consentement n’a pas été donné : la réponse ne dit pas admin_consent=True",
  ],
  ["the target's settings were changed meanwhile", "målets inställningar ändrades under tiden", "les réglages de la cible ont été modifiés entre-temps"],
  ["who consented is not known", "vem som gav medgivande är inte känt", "on ne sait pas qui a consenti"],
  ["consent was not given", "medgivande gavs inte", "le consentement n’a pas été donné"],
  // consent.c
  ["not needed", "behövs inte", "inutile"],
  ["missing", "saknas", "manquant"],
  ["in force", "gäller", "en vigueur"],
  ["void", "gavs för andra inställningar", "donné pour d’autres réglages"],
  ["withdrawn", "återtaget", "retiré"],
  [
    "target \"{1}\": there is no consent to withdraw: {2}",
    "mål ”{1}”: det finns inget medgivande att återta: {2}",
    "cible « {1} » : il n’y a pas de consentement à retirer : {2}",
  ],
  [
    "the tenant's consent {1}; copies wait until a global administrator gives it: `estreat target consent {2}`",
    "klientorganisationens medgivande {1}; kopior väntar tills en global administratör ger det: `estreat target consent {2}`",
    "le consentement de l’organisation {1} ; les copies attendent qu’un administrateur général le donne : `estreat target consent {2}`",
  ],
  ["has not been given", "har inte getts", "n’a pas été donné"],
  [
    "was given for other settings: tenant, application or scope have been changed since",
    "gavs för andra inställningar: klientorganisation, program eller scope har ändrats sedan dess",
    "a été donné pour d’autres réglages : l’organisation, l’application ou le scope ont changé depuis",
  ],
  ["was withdrawn", "har återtagits", "a été retiré"],
  [
    "{1}; it looks as if the tenant has taken its consent back. Copies wait until a global administrator gives it again: `estreat target consent {2}`",
    "{1}; det ser ut som om klientorganisationen har återtagit sitt medgivande. Kopior väntar tills en global administratör ger det igen: `estreat target consent {2}`",
    "{1} ; il semble que l’organisation ait retiré son consentement. Les copies attendent qu’un administrateur général le redonne : `estreat target consent {2}`",
  ],
  // setup.c: settings
  [
    "largest message to deliver, such as 35MB; larger ones are reduced (default: as the server says)",
    "största meddelande att leverera, till exempel 35MB; större förminskas (förval: som servern säger)",
    "taille du plus gros message à remettre, par exemple 35MB ; les plus gros sont allégés (par défaut : ce que dit le serveur)",
  ],
  [
    "when the server is asked for a copy before it is brought: doubt (an earlier try may have), always (after a backup was restored)",
    "när servern tillfrågas om en kopia innan den lämnas: doubt (ett tidigare försök kan ha gjort det), always (efter att en säkerhetskopia återställts)",
    "quand on demande au serveur s’il a une copie avant de la remettre : doubt (un essai précédent l’a peut-être fait), always (après la restauration d’une sauvegarde)",
  ],
  [
    "how a tenant's administrator consents, where that is needed: link (estreat target consent) or portal (in the tenant's own)",
    "hur klientorganisationens administratör ger medgivande, där det behövs: link (estreat target consent) eller portal (i klientorganisationens egen)",
    "comment l’administrateur de l’organisation consent, si c’est nécessaire : link (estreat target consent) ou portal (dans celui de l’organisation)",
  ],
  [
    "OpenID provider to ask for consent, where it is not Entra ID",
    "OpenID-leverantör att be om medgivande, om det inte är Entra ID",
    "fournisseur OpenID à qui demander le consentement, si ce n’est pas Entra ID",
  ],
  [
    "address of the archive's portal, named where a file was left out",
    "adress till arkivets portal, nämns där en fil utelämnats",
    "adresse du portail de l’archive, indiquée là où un fichier a été omis",
  ],
  // setup.c
  ["Consent", "Medgivande", "Consentement"],
  ["there is no target {1}", "det finns inget mål {1}", "il n’y a pas de cible {1}"],
  [
    "target \"{1}\": this program has no delivery by \"{2}\"",
    "mål ”{1}”: programmet har ingen leverans med ”{2}”",
    "cible « {1} » : ce programme n’a pas de remise par « {2} »",
  ],
  [
    "limit={1} is not a size from 64KiB on, such as 35MB",
    "limit={1} är ingen storlek från 64KiB och uppåt, som 35MB",
    "limit={1} n’est pas une taille d’au moins 64KiB, telle que 35MB",
  ],
  ["ask={1} is neither doubt nor always", "ask={1} är varken doubt eller always", "ask={1} n’est ni doubt ni always"],
  ["consent={1} is neither link nor portal", "consent={1} är varken link eller portal", "consent={1} n’est ni link ni portal"],
  [
    "consent-issuer={1} is not the address of an issuer, such as https://login.example.com",
    "consent-issuer={1} är inte adressen till en utfärdare, som https://login.example.com",
    "consent-issuer={1} n’est pas l’adresse d’un émetteur, telle que https://login.example.com",
  ],
  [
    "portal={1} is not an address such as https://archive.example.com",
    "portal={1} är ingen adress som https://archive.example.com",
    "portal={1} n’est pas une adresse telle que https://archive.example.com",
  ],
  [
    "\"{1}\" is the archive's own target and always there: choose another name",
    "”{1}” är arkivets eget mål och finns alltid: välj ett annat namn",
    "« {1} » est la cible de l’archive elle-même et existe toujours : choisissez un autre nom",
  ],
  [
    "there is a target \"{1}\" already; a name must differ in more than capitals, choose another",
    "det finns redan ett mål ”{1}”; ett namn måste skilja sig i mer än versaler, välj ett annat",
    "il y a déjà une cible « {1} » ; un nom doit différer par plus que les majuscules, choisissez-en un autre",
  ],
  [
    "ask=always: an SMTP server cannot be asked for what it has; what was delivered since the backup comes there once more, with the same Message-ID",
    "ask=always: en SMTP-server kan inte tillfrågas om vad den har; det som levererats sedan säkerhetskopian kommer dit en gång till, med samma Message-ID",
    "ask=always : on ne peut pas demander à un serveur SMTP ce qu’il a ; ce qui a été remis depuis la sauvegarde y arrive une fois de plus, avec le même Message-ID",
  ],
  [
    "there is no kind \"{1}\" of target; there are: {2}",
    "det finns inget slag av mål som heter ”{1}”; dessa finns: {2}",
    "il n’y a pas de type de cible « {1} » ; il y a : {2}",
  ],
  [
    "connector \"{1}\" delivers there: give it another target first (`estreat connector set {2} --set target=...`)",
    "anslutning ”{1}” levererar dit: ge den ett annat mål först (`estreat connector set {2} --set target=...`)",
    "le connecteur « {1} » y remet ses copies : donnez-lui d’abord une autre cible (`estreat connector set {2} --set target=...`)",
  ],
  [
    "{1} copies have not been delivered there yet: `estreat target show {2}` says why, `estreat target move {3} --to ...` sends them elsewhere",
    "{1} {1?kopia har|kopior har} inte levererats dit än: `estreat target show {2}` säger varför, `estreat target move {3} --to ...` skickar dem någon annanstans",
    "{1} {1?copie n’y a pas encore été remise|copies n’y ont pas encore été remises} : `estreat target show {2}` dit pourquoi, `estreat target move {3} --to ...` les envoie ailleurs",
  ],
];
