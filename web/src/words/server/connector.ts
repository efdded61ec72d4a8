// What connectors, their runs and reports say.
import type { Text } from "../words";

export const connector: Text[] = [
  ["connector {1}", "anslutningen {1}", "connecteur {1}"],
  ["archive {1}", "arkivera {1}", "archiver {1}"],
  // Signing in with a browser.
  [
    "nobody can sign in to {1} in a browser",
    "ingen kan logga in till {1} i en webbläsare",
    "personne ne peut se connecter à {1} dans un navigateur",
  ],
  [
    "the connector's app or addresses were changed since the address was given out",
    "anslutningens app eller adresser har ändrats sedan adressen gavs ut",
    "l’application ou les adresses du connecteur ont été modifiées depuis que l’adresse a été donnée",
  ],
  [
    "the person declined, or may not authorise the app: let somebody sign in who may, and accept",
    "personen avböjde, eller får inte auktorisera appen: låt någon som får det logga in och godkänna",
    "la personne a refusé, ou ne peut pas autoriser l’application : faites se connecter quelqu’un qui le peut, et qui accepte",
  ],
  [
    "register the redirect address {1} at the app",
    "registrera återkopplingsadressen {1} hos appen",
    "enregistrez l’adresse de redirection {1} dans l’application",
  ],
  [
    "the app lacks one of the scopes it needs: add to it {1}",
    "appen saknar en av de behörigheter den behöver: lägg till {1}",
    "il manque à l’application une des étendues nécessaires : ajoutez-y {1}",
  ],
  ["those of docs/sources", "dem i docs/sources", "celles de docs/sources"],
  [
    "the app may not sign people in: check client-id, and at the vendor how the app signs in",
    "appen får inte logga in personer: kontrollera client-id, och hos leverantören hur appen loggar in",
    "l’application n’a pas le droit de connecter des personnes : vérifiez client-id et, chez le fournisseur, la façon dont l’application se connecte",
  ],
  ["see what the vendor says", "se vad leverantören säger", "voyez ce que dit le fournisseur"],
  ["the app was not authorised", "appen auktoriserades inte", "l’application n’a pas été autorisée"],
  ["the code was not taken", "koden godtogs inte", "le code n’a pas été accepté"],
  [
    "{1} gave no refresh token: at the vendor, let the app have refresh tokens",
    "{1} gav ingen uppdateringstoken: låt appen få uppdateringstoken hos leverantören",
    "{1} n’a pas donné de jeton d’actualisation : chez le fournisseur, autorisez l’application à recevoir des jetons d’actualisation",
  ],
  [
    "the connector's settings were changed meanwhile",
    "anslutningens inställningar har ändrats under tiden",
    "les réglages du connecteur ont été modifiés entre-temps",
  ],
  ["the answer has no code", "svaret innehåller ingen kod", "la réponse ne contient pas de code"],
  // Setting up.
  [
    "there is no connector \"{1}\"; `estreat connector list` shows those there are",
    "det finns ingen anslutning ”{1}”; `estreat connector list` visar dem som finns",
    "il n’y a pas de connecteur « {1} » ; `estreat connector list` montre ceux qui existent",
  ],
  ["there is no connector \"{1}\"", "det finns ingen anslutning ”{1}”", "il n’y a pas de connecteur « {1} »"],
  [
    "connector \"{1}\" is paused; `estreat connector resume` it first",
    "anslutningen ”{1}” är pausad; kör `estreat connector resume` på den först",
    "le connecteur « {1} » est en pause ; relancez-le d’abord avec `estreat connector resume`",
  ],
  [
    "connector \"{1}\": this program knows no source \"{2}\"",
    "anslutningen ”{1}”: detta program känner inte till källan ”{2}”",
    "connecteur « {1} » : ce programme ne connaît pas la source « {2} »",
  ],
  [
    "folder below the Inbox (default: the source's own)",
    "mapp under inkorgen (standard: källans egen)",
    "dossier sous la boîte de réception (par défaut : celui de la source)",
  ],
  [
    "when it runs: every 24h, daily 02:30, a cron line, or manual",
    "när den körs: every 24h, daily 02:30, en cron-rad, eller manual",
    "quand il s’exécute : every 24h, daily 02:30, une ligne cron, ou manual",
  ],
  ["leave out what is older than this date", "utelämna det som är äldre än detta datum", "exclure ce qui précède cette date"],
  [
    "where the mailboxes are: a name of `estreat target list`",
    "var postlådorna finns: ett namn ur `estreat target list`",
    "où sont les boîtes aux lettres : un nom de `estreat target list`",
  ],
  ["meetings fetched at the same time, 1 to 32", "möten som hämtas samtidigt, 1 till 32", "réunions collectées en même temps, de 1 à 32"],
  [
    "since={1} is not a date such as 2026-01-31",
    "since={1} är inget datum som 2026-01-31",
    "since={1} n’est pas une date comme 2026-01-31",
  ],
  ["workers={1} is not a number from 1 to 32", "workers={1} är inget tal från 1 till 32", "workers={1} n’est pas un nombre de 1 à 32"],
  ["this program knows no source \"{1}\"", "detta program känner inte till källan ”{1}”", "ce programme ne connaît pas la source « {1} »"],
  [
    "there is a connector \"{1}\" already; names are unique, choose another",
    "det finns redan en anslutning ”{1}”; namn är unika, välj ett annat",
    "il y a déjà un connecteur « {1} » ; les noms sont uniques, choisissez-en un autre",
  ],
  [
    "there is a connector \"{1}\" already; a name must differ in more than capitals, choose another",
    "det finns redan en anslutning ”{1}”; ett namn måste skilja sig i mer än versaler, välj ett annat",
    "il y a déjà un connecteur « {1} » ; un nom doit différer par plus que les majuscules, choisissez-en un autre",
  ],
  [
    "there is no source \"{1}\"; `estreat source list` shows those there are",
    "det finns ingen källa ”{1}”; `estreat source list` visar dem som finns",
    "il n’y a pas de source « {1} » ; `estreat source list` montre celles qui existent",
  ],
  [
    "the terms are of version {1} now, not {2}: read them again",
    "villkoren är nu av version {1}, inte {2}: läs dem igen",
    "les conditions sont maintenant en version {1}, et non {2} : relisez-les",
  ],
  // Who is mapped.
  ["the source has no address of this person", "källan har ingen adress till personen", "la source n’a pas d’adresse pour cette personne"],
  [
    "no person has this address now, and the connector's mapping does not name it",
    "ingen person har denna adress nu, och anslutningens mappning nämner den inte",
    "personne n’a cette adresse actuellement, et l’association du connecteur ne la mentionne pas",
  ],
  ["{1} cannot tell who has an account", "{1} kan inte tala om vilka som har ett konto", "{1} ne peut pas dire qui a un compte"],
  ["list gaps", "lista vilka som saknar postlåda", "lister qui n’a pas de boîte"],
  // Runs.
  ["to be fetched", "ska hämtas", "à collecter"],
  [
    "no thread could start that stores what is listed",
    "ingen tråd kunde starta för att lagra det som listas",
    "aucun fil d’exécution n’a pu démarrer pour enregistrer l’inventaire",
  ],
  ["no worker thread could start", "ingen arbetstråd kunde starta", "aucun fil de travail n’a pu démarrer"],
  ["no delivery thread could start", "ingen leveranstråd kunde starta", "aucun fil de remise n’a pu démarrer"],
  [
    "{1}: {2} And {3} more: the report has them",
    "{1}: {2} Och {3} till: rapporten har dem",
    "{1} : {2} Et {3} de plus : le rapport les contient",
  ],
  ["not all work is done", "allt arbete är inte gjort", "tout le travail n’est pas fait"],
  [
    "stopped as told, before a run had begun",
    "stoppad på begäran, innan en körning hade börjat",
    "arrêté à la demande, avant qu’une exécution ait commencé",
  ],
  [
    "stopped as told; run {1} goes on with the next start",
    "stoppad på begäran; körning {1} fortsätter vid nästa start",
    "arrêté à la demande ; l’exécution {1} reprendra au prochain démarrage",
  ],
  ["there is no active connector \"{1}\"", "det finns ingen aktiv anslutning ”{1}”", "il n’y a pas de connecteur actif « {1} »"],
  ["the serving process will try again: {1}", "serverprocessen försöker igen: {1}", "le processus du serveur réessaiera : {1}"],
  [
    "connector \"{1}\" was removed before run {2} had ended",
    "anslutningen ”{1}” togs bort innan körning {2} hade slutat",
    "le connecteur « {1} » a été supprimé avant la fin de l’exécution {2}",
  ],
  [
    "connector \"{1}\" was paused before run {2} had ended; `estreat connector resume` lets it go on",
    "anslutningen ”{1}” pausades innan körning {2} hade slutat; `estreat connector resume` låter den fortsätta",
    "le connecteur « {1} » a été mis en pause avant la fin de l’exécution {2} ; `estreat connector resume` la laisse continuer",
  ],
  ["job {1} is of unknown kind {2}", "jobb {1} är av okänt slag {2}", "la tâche {1} est de type inconnu {2}"],
  ["bundle {1} is missing", "samlingen {1} saknas", "l’ensemble {1} manque"],
  ["inventory {1} {2}", "lista {1} {2}", "inventorier {1} {2}"],
  // Messages and copies.
  ["moved away", "flyttad", "déplacée"],
  ["no participant has a mailbox", "ingen deltagare har en postlåda", "aucun participant n’a de boîte"],
  [
    "reduced to {1} bytes: files over the limit are in the archive only",
    "förminskad till {1} byte: filer över gränsen finns bara i arkivet",
    "allégée à {1} octets : les fichiers au-delà de la limite ne sont que dans l’archive",
  ],
  ["read the message back", "läsa tillbaka meddelandet", "relire le message"],
  [
    "the message has {1} bytes when read back, not {2}",
    "meddelandet har {1} byte när det läses tillbaka, inte {2}",
    "le message a {1} octets à la relecture, et non {2}",
  ],
  ["store the message", "lagra meddelandet", "enregistrer le message"],
  ["there is no content", "det finns inget innehåll", "il n’y a pas de contenu"],
  [
    "kept as raw; nothing in it is worth a message of its own",
    "bevarat som råsvar; inget i det är värt ett eget meddelande",
    "conservé brut ; rien n’y mérite un message à part",
  ],
  [
    "{1} bytes arrived where the source announced {2}",
    "{1} byte kom där källan hade angett {2}",
    "{1} octets sont arrivés là où la source en annonçait {2}",
  ],
  ["raw answer {1}", "råsvar {1}", "réponse brute {1}"],
  ["import message {1}", "importera meddelande {1}", "importer le message {1}"],
  // Reports.
  ["connector \"{1}\" has no such run", "anslutningen ”{1}” har ingen sådan körning", "le connecteur « {1} » n’a pas cette exécution"],
  ["there is no such run", "körningen finns inte", "cette exécution n’existe pas"],
  ["it has not run yet", "den har inte körts än", "il ne s’est pas encore exécuté"],
  ["it has no run {1}", "den har ingen körning {1}", "il n’a pas d’exécution {1}"],
  // What was being done, or with what.
  ["ledger {1}", "liggaren {1}", "registre {1}"],
  ["vault {1}", "arkivet {1}", "archive {1}"],
  ["pack {1}", "pack {1}", "paquet {1}"],
  ["list {1}", "lista {1}", "lister {1}"],
  ["fetch {1}", "hämta {1}", "collecter {1}"],
  ["convert {1}", "omvandla {1}", "convertir {1}"],
  ["save {1}", "spara {1}", "enregistrer {1}"],
  [
    "the app lacks one of the scopes it is asked for: add those that are missing to it, or name the ones it has in the setting scopes; asked for were {1}",
    "appen saknar en av behörigheterna som begärs: lägg till dem som saknas, eller ange dem den har i inställningen scopes; begärda var {1}",
    "il manque à l’application une des étendues demandées : ajoutez celles qui manquent, ou indiquez celles qu’elle a dans le réglage scopes ; étaient demandées {1}",
  ],
  [
    "the app lacks one of the scopes it needs: add to it those of docs/sources",
    "appen saknar en av behörigheterna den behöver: lägg till dem i docs/sources",
    "il manque à l’application une des étendues requises : ajoutez-lui celles de docs/sources",
  ],
];
