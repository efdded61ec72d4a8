// What the watch says: alerts, their rules, channels.
import type { Text } from "../words";

export const watch: Text[] = [
  ["disk {1}", "disk {1}", "disque {1}"],
  // what alerts and expiries are about
  ["connector {1}, {2}", "anslutningen {1}, {2}", "connecteur {1}, {2}"],
  ["target {1}", "målet {1}", "cible {1}"],
  ["target {1}, {2}", "målet {1}, {2}", "cible {1}, {2}"],
  ["directory {1}, {2}", "katalogen {1}, {2}", "annuaire {1}, {2}"],
  ["store {1}", "lagring {1}", "stockage {1}"],
  ["store {1}, {2}", "lagringen {1}, {2}", "stockage {1}, {2}"],
  ["channel {1}", "kanalen {1}", "canal {1}"],
  ["disk home", "installationens disk", "disque de l’installation"],
  ["disk vault", "arkivets disk", "disque de l’archive"],
  ["portal, {1}", "portalen, {1}", "portail, {1}"],
  ["people", "personer", "personnes"],
  ["quarantine", "karantän", "quarantaine"],
  ["accounts", "konton", "comptes"],
  ["portal", "portalen", "portail"],
  ["secret", "hemlighet", "secret"],
  ["refresh token", "uppdateringstoken", "jeton d’actualisation"],
  ["certificate", "certifikat", "certificat"],
  ["home", "installationen", "installation"],
  ["vault", "arkivet", "archive"],

  // numbers
  ["{1} day", "{1} dag", "{1} jour"],
  ["{1} hour", "{1} timme", "{1} heure"],
  ["{1} minute", "{1} minut", "{1} minute"],
  ["{1} or more", "{1} eller fler", "{1} ou plus"],
  ["never", "aldrig", "jamais"],
  ["minutes", "minuter", "minutes"],
  ["objects", "objekt", "objets"],
  ["percent", "procent", "pour cent"],
  ["days", "dagar", "jours"],

  // what was found (conditions.c)
  ["Its last run failed: {1}", "Den senaste körningen misslyckades: {1}", "Sa dernière exécution a échoué : {1}"],
  [
    "{1} tries since then did not come to an end: {2}",
    "{1} försök sedan dess har inte kommit till slut: {2}",
    "{1} {1?tentative n’a pas abouti|tentatives n’ont pas abouti} depuis lors : {2}",
  ],
  ["It has been due for {1} and has not run", "Den skulle ha körts för {1} sedan och har inte körts", "Son exécution est due depuis {1} et n’a pas eu lieu"],
  ["The sums of its last run do not close", "Summorna för den senaste körningen går inte ihop", "Les sommes de sa dernière exécution ne bouclent pas"],
  ["{1} in its last run, the first: {2}", "{1} i den senaste körningen, den första: {2}", "{1} lors de sa dernière exécution, le premier : {2}"],
  [
    "Of the objects of its last run, {1} are refused by the source and {2} were deleted there first",
    "Av objekten i den senaste körningen nekas {1} av källan, och {2} raderades där dessförinnan",
    "Parmi les objets de sa dernière exécution, {1} {1?est refusé|sont refusés} par la source et {2} y {2?a été supprimé|ont été supprimés} avant",
  ],
  [
    "Not captured: {1} with half of their time gone, {2} to be deleted within a day, {3} whose time has passed; the next at {4}",
    "Inte hämtat: {1} vars halva tid har gått, {2} som raderas inom ett dygn, {3} vars tid är ute; nästa: {4}",
    "Non collectés : {1} dont la moitié du délai est écoulée, {2} à supprimer d’ici un jour, {3} dont le délai est dépassé ; prochaine échéance : {4}",
  ],
  ["no known time", "okänd tid", "inconnue"],
  ["Consent: {1}; {2} copies wait", "Medgivande: {1}; {2} {2?kopia|kopior} väntar", "Consentement : {1} ; {2} {2?copie attend|copies attendent}"],
  ["{1} copies wait: {2}", "{1} {1?kopia|kopior} väntar: {2}", "{1} {1?copie attend|copies attendent} : {2}"],
  ["{1} copies were refused", "{1} {1?kopia|kopior} avvisades", "{1} {1?copie a été refusée|copies ont été refusées}"],
  [
    "{1} mailboxes take none until a person acts",
    "{1} {1?postlåda|postlådor} tar inte emot några förrän en person ingriper",
    "{1} {1?boîte n’en accepte|boîtes n’en acceptent} aucune tant que personne n’intervient",
  ],
  ["Last asked in full: {1}. {2}", "Senast fullständigt tillfrågad: {1}. {2}", "Dernière interrogation complète : {1}. {2}"],
  ["It is due and was not asked", "Den skulle ha tillfrågats, men har inte blivit det", "Son interrogation est due et n’a pas eu lieu"],
  ["{1} packs and objects wait: {2}", "{1} packar och objekt väntar: {2}", "{1} paquets et objets attendent : {2}"],
  ["{1} is {2}% full; {3} MB are left", "{1} är full till {2} %; {3} MB återstår", "{1} est plein à {2} % ; il reste {3} Mo"],
  ["The {1} expired on {2}", "Gick ut den {2}: {1}", "A expiré le {2} : {1}"],
  ["The {1} expires on {2}, in {3}", "Går ut den {2}, om {3}: {1}", "Expire le {2}, dans {3} : {1}"],
  ["{1} wait to be told: {2}", "{1} väntar på att meddelas: {2}", "{1} {1?notification attend|notifications attendent} : {2}"],
  [
    "{1} addresses of the organisation's own have no mailbox: `estreat person gaps`",
    "{1} av organisationens egna adresser har ingen postlåda: `estreat person gaps`",
    "{1} {1?adresse de l’organisation n’a|adresses de l’organisation n’ont} pas de boîte : `estreat person gaps`",
  ],
  ["{1} messages are there", "{1} {1?meddelande|meddelanden} finns där", "{1} {1?message s’y trouve|messages s’y trouvent}"],
  ["{1} accounts are locked out", "{1} {1?konto är låst|konton är låsta}", "{1} {1?compte est verrouillé|comptes sont verrouillés}"],

  // the rules: title, and what to do
  ["A run failed", "En körning misslyckades", "Une exécution a échoué"],
  [
    "The last run of a connector ended without its work done. Its report has the reason",
    "Den senaste körningen av en anslutning slutade utan att arbetet var gjort. Rapporten anger orsaken",
    "La dernière exécution d’un connecteur s’est terminée sans que le travail soit fait. Son rapport donne la raison",
  ],
  ["A source cannot be reached", "En källa kan inte nås", "Une source est injoignable"],
  [
    "No try of a connector has come to an end for so long; high after a day",
    "Inget försök av en anslutning har kommit till slut på så lång tid; hög efter ett dygn",
    "Aucune tentative d’un connecteur n’a abouti depuis ce temps ; gravité élevée après un jour",
  ],
  ["A run is late", "En körning är försenad", "Une exécution est en retard"],
  [
    "A time of its schedule has passed for so long and it has not run",
    "En tid i schemat passerade för så länge sedan utan att den har körts",
    "Une heure de sa planification est passée depuis ce temps sans exécution",
  ],
  ["A run's sums do not close", "En körnings summor går inte ihop", "Les sommes d’une exécution ne bouclent pas"],
  [
    "What was listed and what became of it are not the same number: tell the makers, with the report",
    "Det som listades och det som blev av det är inte samma antal: kontakta tillverkaren och bifoga rapporten",
    "Ce qui a été inventorié et ce qu’il en est advenu ne font pas le même nombre : prévenez les auteurs, en joignant le rapport",
  ],
  ["A run left something out", "En körning utelämnade något", "Une exécution a omis quelque chose"],
  [
    "The source refused a part: a scope, a user without a licence. The run's report names all",
    "Källan nekade något: en behörighet, en användare utan licens. Körningens rapport namnger allt",
    "La source a refusé une partie : une étendue, un utilisateur sans licence. Le rapport de l’exécution nomme tout",
  ],
  ["Objects could not be captured", "Objekt kunde inte hämtas", "Des objets n’ont pas pu être collectés"],
  [
    "The source refuses them, or deleted them first. The connector's log has each with its reason",
    "Källan nekar dem, eller raderade dem dessförinnan. Anslutningens logg anger vart och ett med orsak",
    "La source les refuse, ou les a supprimés avant. Le journal du connecteur indique chacun avec sa raison",
  ],
  ["A source will delete what is not captured", "En källa kommer att radera det som inte är hämtat", "Une source va supprimer ce qui n’est pas collecté"],
  [
    "Half of the time that the source keeps them has gone by; high within the last day, and when it has passed",
    "Halva tiden som källan behåller dem har gått; hög under det sista dygnet, och när tiden är ute",
    "La moitié du temps pendant lequel la source les garde est écoulée ; gravité élevée le dernier jour, et une fois ce temps dépassé",
  ],
  ["A credential expires", "En inloggningsuppgift går ut", "Un identifiant expire"],
  [
    "Secrets, tokens, certificates: medium from 14 days on, high from 3. Make a new one and set it",
    "Hemligheter, token, certifikat: medel från 14 dagar, hög från 3. Skapa en ny och ställ in den",
    "Secrets, jetons, certificats : gravité moyenne à partir de 14 jours, élevée à partir de 3. Créez-en un nouveau et configurez-le",
  ],
  ["People without a mailbox", "Personer utan postlåda", "Personnes sans boîte"],
  [
    "Addresses of the organisation's own that nobody has: `estreat person gaps` lists them",
    "Organisationens egna adresser som ingen har: `estreat person gaps` listar dem",
    "Adresses de l’organisation que personne n’a : `estreat person gaps` les liste",
  ],
  ["Copies in the quarantine", "Kopior i karantän", "Copies en quarantaine"],
  [
    "Messages of which no participant has a mailbox. They move on when a mapping appears",
    "Meddelanden där ingen deltagare har en postlåda. De flyttas när en mappning tillkommer",
    "Messages dont aucun participant n’a de boîte. Ils suivent quand une association apparaît",
  ],
  ["A target cannot be reached", "Ett mål kan inte nås", "Une cible est injoignable"],
  [
    "Its server has been away for so long; copies wait",
    "Dess server har varit borta så länge; kopior väntar",
    "Son serveur est injoignable depuis ce temps ; des copies attendent",
  ],
  ["A target is parked", "Ett mål är parkerat", "Une cible est mise de côté"],
  [
    "Its server refuses us: nothing is delivered until a person has acted. Then `estreat target retry`",
    "Dess server avvisar oss: inget levereras förrän en person har ingripit. Därefter `estreat target retry`",
    "Son serveur nous refuse : rien n’est livré tant que personne n’est intervenu. Ensuite `estreat target retry`",
  ],
  ["Copies were refused", "Kopior avvisades", "Des copies ont été refusées"],
  [
    "A target does not take them: `estreat target show` has the reasons",
    "Ett mål tar inte emot dem: `estreat target show` anger orsakerna",
    "Une cible ne les accepte pas : `estreat target show` donne les raisons",
  ],
  ["Mailboxes take no copies", "Postlådor tar inte emot kopior", "Des boîtes n’acceptent pas de copies"],
  [
    "They are full, absent or closed to us, and wait for a person: `estreat target show`",
    "De är fulla, saknas eller är stängda för oss, och väntar på en person: `estreat target show`",
    "Elles sont pleines, absentes ou nous sont fermées, et attendent une personne : `estreat target show`",
  ],
  ["Consent is missing", "Medgivande saknas", "Le consentement manque"],
  [
    "A tenant has not consented, or has taken its consent back: nothing is imported there. `estreat target consent`",
    "En klientorganisation har inte gett sitt medgivande, eller har återkallat det: inget importeras dit. `estreat target consent`",
    "Un client n’a pas consenti, ou a retiré son consentement : rien n’y est importé. `estreat target consent`",
  ],
  ["A directory is out of date", "En katalog är inaktuell", "Un annuaire n’est plus à jour"],
  [
    "It could not be asked for so long; mail goes by what was known",
    "Den har inte kunnat tillfrågas på så lång tid; posten följer det som var känt",
    "Il n’a pas pu être interrogé depuis ce temps ; le courrier suit ce qui était connu",
  ],
  ["The store is out of reach", "Lagringen kan inte nås", "Le stockage est injoignable"],
  [
    "What is captured stays on the local disk until it is back",
    "Det som hämtas blir kvar på den lokala disken tills den är tillbaka",
    "Ce qui est collecté reste sur le disque local jusqu’à son retour",
  ],
  ["A disk is nearly full", "En disk är nästan full", "Un disque est presque plein"],
  [
    "Medium from 90, high from 95 percent on. Nothing can be stored on a full disk",
    "Medel från 90, hög från 95 procent. Inget kan lagras på en full disk",
    "Gravité moyenne à partir de 90, élevée à partir de 95 pour cent. Rien ne peut être stocké sur un disque plein",
  ],
  ["Accounts are locked out", "Konton är låsta", "Des comptes sont verrouillés"],
  [
    "Too many wrong passwords: a forgetful person, or somebody who guesses. The audit log has from where",
    "För många felaktiga lösenord: en glömsk person, eller någon som gissar. Granskningen visar varifrån",
    "Trop de mots de passe erronés : une personne oublieuse, ou quelqu’un qui devine. L’audit dit d’où",
  ],
  ["Alerts cannot be told", "Larm kan inte meddelas", "Des alertes ne peuvent être notifiées"],
  [
    "A channel has taken none for so long; the others tell it",
    "En kanal har inte tagit emot några på så lång tid; de andra meddelar det",
    "Un canal n’en accepte plus depuis ce temps ; les autres le signalent",
  ],
  [
    "there is no rule \"{1}\"; `estreat alert rules` lists those there are",
    "det finns ingen regel ”{1}”; `estreat alert rules` listar dem som finns",
    "il n’existe pas de règle « {1} » ; `estreat alert rules` liste celles qui existent",
  ],
  ["the rule {1} has no bound", "regeln {1} har ingen gräns", "la règle {1} n’a pas de seuil"],

  // looking
  ["look at alerts", "se på larm", "examiner les alertes"],
  [
    "there is no open alert {1}; `estreat alert list` shows those there are",
    "det finns inget öppet larm {1}; `estreat alert list` visar dem som finns",
    "il n’existe pas d’alerte ouverte {1} ; `estreat alert list` montre celles qui existent",
  ],
  ["look after everything", "se över allt", "examiner l’ensemble"],
  ["look at the disk of {1}", "se på disken för {1}", "examiner le disque de {1}"],
  ["count", "räkna", "compter"],

  // channels
  [
    "tell of alerts from this one on: low, medium, high",
    "meddela larm från och med detta allvar: low, medium, high",
    "notifier les alertes à partir de cette gravité : low, medium, high",
  ],
  [
    "tell of these rules only, as `estreat alert rules` names them",
    "meddela bara dessa regler, med namnen i `estreat alert rules`",
    "notifier ces règles seulement, sous leurs noms d’`estreat alert rules`",
  ],
  [
    "there is a channel \"{1}\" already; names are unique, choose another",
    "det finns redan en kanal ”{1}”; namn är unika, välj ett annat",
    "il existe déjà un canal « {1} » ; les noms sont uniques, choisissez-en un autre",
  ],
  [
    "there is no channel \"{1}\"; `estreat channel list` shows those there are",
    "det finns ingen kanal ”{1}”; `estreat channel list` visar dem som finns",
    "il n’existe pas de canal « {1} » ; `estreat channel list` montre ceux qui existent",
  ],
  [
    "this program knows no channels of the kind \"{1}\"",
    "detta program känner inte till kanaler av slaget ”{1}”",
    "ce programme ne connaît pas de canaux du type « {1} »",
  ],
  [
    "rules: there is no rule \"{1}\"; `estreat alert rules` lists those there are",
    "rules: det finns ingen regel ”{1}”; `estreat alert rules` listar dem som finns",
    "rules : il n’existe pas de règle « {1} » ; `estreat alert rules` liste celles qui existent",
  ],
  ["severity={1} is none of low, medium, high", "severity={1} är varken low, medium eller high", "severity={1} n’est ni low, ni medium, ni high"],
  [
    "there are no channels of the kind \"{1}\"; there are: mail, webhook, syslog",
    "det finns inga kanaler av slaget ”{1}”; det finns: mail, webhook, syslog",
    "il n’existe pas de canaux du type « {1} » ; il y a : mail, webhook, syslog",
  ],
  ["what was to be told is damaged", "det som skulle meddelas är skadat", "ce qui devait être notifié est endommagé"],

  // mail
  ["e-mail by SMTP", "e-post via SMTP", "e-mail par SMTP"],
  ["mail server, by the name its certificate has", "e-postserver, med namnet i dess certifikat", "serveur de courrier, par le nom de son certificat"],
  ["its port; 465 for tls, else 25", "dess port; 465 för tls, annars 25", "son port ; 465 pour tls, sinon 25"],
  ["the address that mails come from", "adressen som e-posten kommer från", "l’adresse d’où viennent les e-mails"],
  ["addresses that get them", "adresser som får dem", "adresses qui les reçoivent"],
  [
    "when a mail says how everything is: daily 07:00, weekly mon 07:00",
    "när ett e-postmeddelande säger hur allt står till: daily 07:00, weekly mon 07:00",
    "quand un e-mail dit comment tout va : daily 07:00, weekly mon 07:00",
  ],
  [
    "to: more than {1} addresses; use one of a list",
    "to: fler än {1} adresser; använd adressen till en sändlista",
    "to : plus de {1} adresses ; utilisez celle d’une liste de diffusion",
  ],
  [
    "to: \"{1}\" is no address such as operators@example.com",
    "to: ”{1}” är ingen adress som operators@example.com",
    "to : « {1} » n’est pas une adresse comme operators@example.com",
  ],
  ["to: there is no address", "to: det finns ingen adress", "to : il n’y a pas d’adresse"],

  // syslog
  ["syslog (RFC 5424)", "syslog (RFC 5424)", "syslog (RFC 5424)"],
  [
    "local (/dev/log), udp://HOST:514, tcp://HOST:601, tls://HOST:6514, or unix:PATH",
    "local (/dev/log), udp://HOST:514, tcp://HOST:601, tls://HOST:6514, eller unix:PATH",
    "local (/dev/log), udp://HOST:514, tcp://HOST:601, tls://HOST:6514, ou unix:PATH",
  ],
  ["daemon, user, auth, authpriv, local0 to local7", "daemon, user, auth, authpriv, local0 till local7", "daemon, user, auth, authpriv, local0 à local7"],
  [
    "to: there is no host, such as udp://log.example.com:514",
    "to: det finns ingen värd, som i udp://log.example.com:514",
    "to : il n’y a pas d’hôte, comme dans udp://log.example.com:514",
  ],
  ["to: {1} is no port", "to: {1} är ingen port", "to : {1} n’est pas un port"],
  [
    "to: \"{1}\" is none of local, udp://HOST, tcp://HOST, tls://HOST, unix:PATH",
    "to: ”{1}” är ingen av local, udp://HOST, tcp://HOST, tls://HOST, unix:PATH",
    "to : « {1} » n’est aucun de local, udp://HOST, tcp://HOST, tls://HOST, unix:PATH",
  ],
  ["write to {1}", "skriva till {1}", "écrire vers {1}"],
  ["look up {1}: {2}", "slå upp {1}: {2}", "résoudre {1} : {2}"],
  ["send to {1}:{2}", "skicka till {1}:{2}", "envoyer à {1}:{2}"],

  // webhook
  ["webhook (HTTPS, signed JSON)", "webhook (HTTPS, signerad JSON)", "webhook (HTTPS, JSON signé)"],
  [
    "address that takes a POST of JSON (https, or this machine)",
    "adress som tar emot en POST med JSON (https, eller denna maskin)",
    "adresse qui accepte un POST de JSON (https, ou cette machine)",
  ],
  [
    "the rest of the address, where that is a secret: goes behind url",
    "resten av adressen, om den är hemlig: läggs till efter url",
    "le reste de l’adresse, s’il est secret : s’ajoute après url",
  ],
  [
    "what the receiver checks by: webhook-signature, HMAC-SHA-256",
    "det mottagaren kontrollerar med: webhook-signature, HMAC-SHA-256",
    "ce par quoi le destinataire vérifie : webhook-signature, HMAC-SHA-256",
  ],
  [
    "value of the header Authorization, where the receiver wants one",
    "värdet på huvudet Authorization, om mottagaren kräver ett",
    "valeur de l’en-tête Authorization, si le destinataire en exige un",
  ],
  ["seconds until it is given up", "sekunder tills försöket avbryts", "secondes avant l’abandon"],
  [
    "{1} answers {2}: it sends us elsewhere, which is not followed; set url to the final address",
    "{1} svarar {2}: den hänvisar någon annanstans, vilket inte följs; ställ in url på den slutliga adressen",
    "{1} répond {2} : renvoi ailleurs, qui n’est pas suivi ; mettez dans url l’adresse finale",
  ],
  [
    "{1} answers {2}: is the address right, and does it accept signing-secret and authorization?",
    "{1} svarar {2}: är adressen rätt, och godtar den signing-secret och authorization?",
    "{1} répond {2} : l’adresse est-elle la bonne, et accepte-t-elle signing-secret et authorization ?",
  ],
  ["{1} answers {2}", "{1} svarar {2}", "{1} répond {2}"],
];
