// What source/zoom/ says while it fetches meetings and their files.
import type { Text } from "../words";

export const sourceZoomFetch: Text[] = [
  // ask.c
  ["GET {1}: {2}, code {3}", "GET {1}: {2}, kod {3}", "GET {1}: {2}, code {3}"],
  ["GET {1}: {2}, code {3}: {4}", "GET {1}: {2}, kod {3}: {4}", "GET {1}: {2}, code {3}: {4}"],
  ["status {1}: {2}", "status {1}: {2}", "statut {1} : {2}"],
  ["status {1}", "status {1}", "statut {1}"],
  [
    "is the app still activated, and for this account?",
    "är appen fortfarande aktiverad, och för detta konto?",
    "l’application est-elle encore activée, et pour ce compte ?",
  ],
  [
    "GET {1}: the listing does not end: page {2} leads to the same next page as page {3}",
    "GET {1}: listan tar inte slut: sidan {2} leder till samma nästa sida som sidan {3}",
    "GET {1} : la liste ne finit pas : la page {2} mène à la même page suivante que la page {3}",
  ],
  [
    "GET {1}: the page token died {2} times: {3}",
    "GET {1}: sidans token slutade gälla {2} gånger: {3}",
    "GET {1} : le jeton de page a cessé d’être valable {2} fois : {3}",
  ],

  // fetch.c
  [
    "Zoom is still processing {1} of its {2} files",
    "Zoom bearbetar fortfarande {1} av dess {2} filer",
    "Zoom traite encore {1} de ses {2} fichiers",
  ],
  [
    "Zoom does not tell of this meeting yet",
    "Zoom berättar ännu inte om detta möte",
    "Zoom ne dit encore rien de cette réunion",
  ],
  ["Zoom does not give: {1}", "Zoom ger inte: {1}", "Zoom ne donne pas : {1}"],
  [
    "Zoom no longer tells of this meeting",
    "Zoom berättar inte längre om detta möte",
    "Zoom ne dit plus rien de cette réunion",
  ],
  ["{1} (scope {2})", "{1} (behörighet {2})", "{1} (étendue {2})"],
  ["without what Zoom refuses: {1}", "utan det som Zoom nekar: {1}", "sans ce que Zoom refuse : {1}"],

  // fetch-about.c
  [
    "Zoom is still counting who was there how long",
    "Zoom räknar fortfarande hur länge var och en deltog",
    "Zoom compte encore combien de temps chacun était présent",
  ],
  [
    "the app lacks the scope to read participants",
    "appen saknar behörighet att läsa deltagare",
    "il manque à l’application l’étendue pour lire les participants",
  ],
  [
    "Zoom does not list the participants yet",
    "Zoom listar inte deltagarna ännu",
    "Zoom ne donne pas encore la liste des participants",
  ],
  [
    "Zoom has replaced it by the version of {1}",
    "Zoom har ersatt den med versionen från {1}",
    "Zoom l’a remplacé par la version du {1}",
  ],
  [
    "its summary was answered with 200",
    "frågan om dess sammanfattning besvarades med 200",
    "la demande de son résumé a reçu la réponse 200",
  ],
  ["Zoom no longer has the summary", "Zoom har inte längre sammanfattningen", "Zoom n’a plus le résumé"],
  [
    "a scope, licence or right at Zoom is in the way",
    "en behörighet, licens eller rättighet hos Zoom står i vägen",
    "une étendue, une licence ou un droit chez Zoom y fait obstacle",
  ],
  ["Zoom refuses the summary", "Zoom nekar sammanfattningen", "Zoom refuse le résumé"],

  // fetch-files.c, download.c
  ["Zoom no longer has it", "Zoom har den inte längre", "Zoom ne l’a plus"],
  ["the app lacks the scope {1}", "appen saknar behörigheten {1}", "il manque à l’application l’étendue {1}"],
  [
    "the app lacks the scope for it",
    "appen saknar behörighet för den",
    "il manque à l’application l’étendue nécessaire",
  ],
  [
    "a setting, licence or right at Zoom is in the way",
    "en inställning, licens eller rättighet hos Zoom står i vägen",
    "un paramètre, une licence ou un droit chez Zoom y fait obstacle",
  ],
  ["Zoom refuses to tell where it is", "Zoom vägrar uppge var den finns", "Zoom refuse de dire où il se trouve"],
  ["Zoom no longer lists it", "Zoom listar den inte längre", "Zoom ne le liste plus"],
  [
    "its listing was answered with 200, without this file",
    "frågan om dess lista besvarades med 200, utan denna fil",
    "la demande de sa liste a reçu la réponse 200, sans ce fichier",
  ],
  [
    "its listing was answered with 200",
    "frågan om dess lista besvarades med 200",
    "la demande de sa liste a reçu la réponse 200",
  ],
  ["Zoom no longer has the file", "Zoom har inte längre filen", "Zoom n’a plus le fichier"],
  ["Zoom refuses the download", "Zoom nekar nedladdningen", "Zoom refuse le téléchargement"],
  ["Zoom does not give the file", "Zoom ger inte filen", "Zoom ne donne pas le fichier"],
  [
    "Zoom does not allow the download yet",
    "Zoom tillåter ännu inte nedladdningen",
    "Zoom n’autorise pas encore le téléchargement",
  ],
  ["{1} '{2}': {3}", "{1} ”{2}”: {3}", "{1} « {2} » : {3}"],
  [
    "Zoom lists it with {1} bytes but sends {2}",
    "Zoom listar den med {1} byte men skickar {2}",
    "Zoom le liste avec {1} octets mais en envoie {2}",
  ],
  [
    "Zoom sent {1} instead of the file (a sign-in or passcode page)",
    "Zoom skickade {1} i stället för filen (en inloggnings- eller lösenkodssida)",
    "Zoom a envoyé {1} au lieu du fichier (une page de connexion ou de code d’accès)",
  ],

  // compose.c
  [
    "none of Zoom's {1} answers can be read and no file was captured",
    "inget av Zooms {1} svar kan läsas, och ingen fil hämtades",
    "aucune des {1} réponses de Zoom n’est lisible et aucun fichier n’a été collecté",
  ],
];
