// What source/zoom/ says while it asks Zoom what there is.
import type { Text } from "../words";

export const sourceZoomList: Text[] = [
  // list.c, list-users.c, crowd.c
  ["read the account's settings", "läsa kontots inställningar", "lire les paramètres du compte"],
  [
    "not available ({1}): when Zoom deletes archived files is not known",
    "inte tillgängligt ({1}): när Zoom raderar arkiverade filer är inte känt",
    "non disponible ({1}) : on ne sait pas quand Zoom supprime les fichiers archivés",
  ],
  [
    "the app lacks the scope {1}. Without any of them {2}. Add one of them, best the first two; what went out before is followed by a supplement to all who took part.",
    "appen har ingen av behörigheterna {1}. Följd: {2}. Lägg till en av dem, helst de två första; det som gått ut innan dess följs av ett tillägg till alla som deltog.",
    "l’application n’a aucune des étendues {1}. Sans elles, {2}. Ajoutez l’une d’elles, de préférence les deux premières ; ce qui est parti avant est suivi d’un complément à tous les participants.",
  ],
  [
    "Zoom listed a user with neither id nor e-mail address; nothing of theirs can be looked for.",
    "Zoom listade en användare utan vare sig id eller e-postadress; inget från den användaren kan eftersökas.",
    "Zoom a listé un utilisateur sans identifiant ni adresse e-mail ; rien de ce qui est à lui ne peut être cherché.",
  ],
  ["{1} users", "{1} användare", "{1} {1?utilisateur|utilisateurs}"],
  ["list {1} users", "lista användare med status {1}", "lister les utilisateurs de statut {1}"],
  [
    "named in the setting users, but the account has no such user (any more)",
    "nämns i inställningen users, men kontot har ingen sådan användare (längre)",
    "nommé dans le réglage users, mais le compte n’a pas (ou plus) cet utilisateur",
  ],
  [
    "{1} users were not listed: {2}",
    "användare med status {1} listades inte: {2}",
    "les utilisateurs de statut {1} n’ont pas été inventoriés : {2}",
  ],
  ["no thread could be started", "ingen tråd kunde startas", "aucun fil d’exécution n’a pu démarrer"],

  // listing.c
  [
    "not permitted: the app lacks the scope {1}. Without it {2}.",
    "inte tillåtet: appen saknar behörigheten {1}. Följd: {2}.",
    "non autorisé : il manque à l’application l’étendue {1}. Sans elle, {2}.",
  ],
  [
    "Zoom listed something without the meeting's UUID (topic '{1}'); it cannot be archived.",
    "Zoom listade något utan mötets UUID (ämne ”{1}”); det kan inte arkiveras.",
    "Zoom a listé quelque chose sans l’UUID de la réunion (sujet « {1} ») ; cela ne peut être archivé.",
  ],
  ["setting exclude: {1}", "inställningen exclude: {1}", "réglage exclude : {1}"],
  ["(no topic given)", "(inget ämne angivet)", "(aucun sujet indiqué)"],

  // list-recordings.c
  [
    "Zoom is still recording it, or making its files",
    "Zoom spelar fortfarande in det, eller skapar dess filer",
    "Zoom l’enregistre encore, ou en crée les fichiers",
  ],
  [
    "Zoom is still processing {1} of its {2} recording files",
    "Zoom bearbetar fortfarande {1} av dess {2} inspelningsfiler",
    "Zoom traite encore {1} de ses {2} fichiers d’enregistrement",
  ],
  [
    "recordings of users: {1} of {2}",
    "användares inspelningar: {1} av {2}",
    "enregistrements des utilisateurs : {1} sur {2}",
  ],
  [
    "asked for {1} to {2}, Zoom answered for {3} to {4} and does not answer for the rest",
    "tillfrågat om {1} till {2} svarade Zoom för {3} till {4} och svarar inte för resten",
    "interrogé sur {1} à {2}, Zoom a répondu pour {3} à {4} et ne répond pas pour le reste",
  ],
  ["list recordings of the account", "lista kontots inspelningar", "lister les enregistrements du compte"],
  [
    "Zoom does not offer them ({1}); each user is asked. Recordings of users who have been deleted are only found where they were given to another user.",
    "Zoom erbjuder dem inte ({1}); varje användare tillfrågas. Inspelningar från borttagna användare hittas bara om de har överförts till en annan användare.",
    "Zoom ne les propose pas ({1}) ; chaque utilisateur est interrogé. Les enregistrements d’utilisateurs supprimés ne sont trouvés que s’ils ont été transférés à un autre utilisateur.",
  ],
  ["list recordings of {1}", "lista inspelningar för {1}", "lister les enregistrements de {1}"],
  [
    "its files could not all be listed: {1}",
    "inte alla dess filer kunde listas: {1}",
    "ses fichiers n’ont pas tous pu être inventoriés : {1}",
  ],
  ["list files of meeting {1}", "lista filer för mötet {1}", "lister les fichiers de la réunion {1}"],

  // skipped.c
  ["who was skipped before", "vilka som hoppades över förut", "qui a été ignoré auparavant"],
  [
    "who was skipped before: the state \"{1}\" is not a JSON object",
    "vilka som hoppades över förut: tillståndet ”{1}” är inget JSON-objekt",
    "qui a été ignoré auparavant : l’état « {1} » n’est pas un objet JSON",
  ],
  [
    "invited, has never signed in and so has no recordings ({1})",
    "inbjuden, har aldrig loggat in och har därför inga inspelningar ({1})",
    "invité, ne s’est jamais connecté et n’a donc pas d’enregistrements ({1})",
  ],
  [
    "Zoom refuses them for every user ({1}; of the first it says: {2}). Without it {3}. {4} Then run the connector again: it begins where this run did.",
    "Zoom nekar dem för alla användare ({1}; om den första säger Zoom: {2}). Följd: {3}. {4} Kör sedan anslutningen igen: den börjar där denna körning började.",
    "Zoom les refuse pour tous les utilisateurs ({1} ; du premier, il dit : {2}). Sans cela, {3}. {4} Relancez ensuite le connecteur : il commence là où cette exécution a commencé.",
  ],
  [
    "Give the account a plan, and its users licences, with cloud recording, and the app's role the right to see recordings.",
    "Ge kontot en plan, och dess användare licenser, med molninspelning, och appens roll rätten att se inspelningar.",
    "Donnez au compte un forfait, et à ses utilisateurs des licences, avec l’enregistrement dans le cloud, et au rôle de l’application le droit de voir les enregistrements.",
  ],
  [
    "Look at the app's role and at the account's settings; `estreat connector check` says more.",
    "Se över appens roll och kontots inställningar; `estreat connector check` säger mer.",
    "Vérifiez le rôle de l’application et les paramètres du compte ; `estreat connector check` en dit plus.",
  ],
  [
    "skipped, their recordings were not listed: {1}",
    "överhoppad, personens inspelningar listades inte: {1}",
    "ignoré, ses enregistrements n’ont pas été inventoriés : {1}",
  ],
  [
    "skipped, their recordings were not listed: {1}. Should Zoom allow it later, they are listed from {2} on.",
    "överhoppad, personens inspelningar listades inte: {1}. Om Zoom tillåter det senare listas de från och med {2}.",
    "ignoré, ses enregistrements n’ont pas été inventoriés : {1}. Si Zoom le permet plus tard, ils le seront à partir du {2}.",
  ],
  ["keep who was skipped", "spara vilka som hoppades över", "enregistrer qui a été ignoré"],

  // list-trash.c
  ["Deleted at Zoom: {1}", "Borttaget hos Zoom: {1}", "Supprimé chez Zoom : {1}"],
  [
    "deleted at Zoom on {1}; until {2} an administrator can recover it from Zoom's trash",
    "borttagen hos Zoom {1}; till {2} kan en administratör återställa den från Zooms papperskorg",
    "supprimé chez Zoom le {1} ; jusqu’au {2}, un administrateur peut le récupérer dans la corbeille de Zoom",
  ],
  ["trash of users: {1} of {2}", "användares papperskorg: {1} av {2}", "corbeille des utilisateurs : {1} sur {2}"],
  ["list trash at {1}", "lista papperskorgen vid {1}", "lister la corbeille à {1}"],
  [
    "their trash was not listed: {1}",
    "personens papperskorg listades inte: {1}",
    "sa corbeille n’a pas été inventoriée : {1}",
  ],

  // list-archives.c
  ["Meeting of another organisation", "En annan organisations möte", "Réunion d’une autre organisation"],
  ["Zoom is still archiving it", "Zoom arkiverar fortfarande", "Zoom est encore en train de l’archiver"],
  [
    "of meetings from {1} to {2} UTC Zoom counts {3} archived files, but lists {4}",
    "för möten från {1} till {2} UTC räknar Zoom {3} {3?arkiverad fil|arkiverade filer}, men listar {4}",
    "pour les réunions du {1} au {2} UTC, Zoom compte {3} {3?fichier archivé|fichiers archivés}, mais en liste {4}",
  ],
  ["archived files, week {1}", "arkiverade filer, vecka {1}", "fichiers archivés, semaine {1}"],
  ["list archived files", "lista arkiverade filer", "lister les fichiers archivés"],

  // list-reports.c
  ["reports of users: {1} of {2}", "användares rapporter: {1} av {2}", "rapports des utilisateurs : {1} sur {2}"],
  [
    "Zoom no longer tells of meetings from {1} to {2} ({3}); those without a recording cannot be found.",
    "Zoom berättar inte längre om möten från {1} till {2} ({3}); de som saknar inspelning kan inte hittas.",
    "Zoom ne dit plus rien des réunions du {1} au {2} ({3}) ; celles sans enregistrement ne peuvent être trouvées.",
  ],
  ["meeting history", "mötenas historik", "historique des réunions"],
  ["list the meeting history", "lista mötenas historik", "lister l’historique des réunions"],
  ["list meetings with surveys", "lista möten med enkäter", "lister les réunions avec enquête"],
  ["list the meetings of {1}", "lista mötena för {1}", "lister les réunions de {1}"],
  [
    "their meeting report was not listed: {1}",
    "personens mötesrapport listades inte: {1}",
    "son rapport de réunions n’a pas été inventorié : {1}",
  ],
  [
    "setting users: not hosted by one of them",
    "inställningen users: ingen av dem är värd",
    "réglage users : aucun d’eux n’est l’hôte",
  ],
  ["list instances of meeting {1}", "lista förekomster av mötet {1}", "lister les occurrences de la réunion {1}"],

  // list-texts.c
  ["AI summary of {1}", "AI-sammanfattning från {1}", "Résumé par IA du {1}"],
  ["list AI summaries", "lista AI-sammanfattningar", "lister les résumés par IA"],
  ["transcripts: meeting {1} of {2}", "utskrifter: möte {1} av {2}", "transcriptions : réunion {1} sur {2}"],
  ["ask for the transcript of {1}", "begära utskriften för {1}", "demander la transcription de {1}"],

  // listed.c
  [
    "an on-premise recording: Zoom has no download of it, only its path {1}",
    "en lokalt lagrad inspelning: Zoom har den inte för nedladdning, bara dess sökväg {1}",
    "un enregistrement sur site : Zoom n’en a pas de téléchargement, seulement le chemin {1}",
  ],
  [
    "Zoom gives no address to download it from",
    "Zoom anger ingen adress att ladda ned den från",
    "Zoom ne donne pas d’adresse pour le télécharger",
  ],
  ["deleted at Zoom on {1}", "borttagen hos Zoom {1}", "supprimé chez Zoom le {1}"],
  ["Zoom failed to make this file", "Zoom misslyckades med att skapa filen", "Zoom n’a pas réussi à créer ce fichier"],
  ["Zoom is still processing it", "Zoom bearbetar den fortfarande", "Zoom le traite encore"],
  ["Zoom says its status is '{1}'", "Zoom säger att dess status är ”{1}”", "Zoom dit que son statut est « {1} »"],
  ["archive status failed", "arkivstatus: misslyckad", "statut d’archivage : échec"],
  [
    "Zoom says the transcript was deleted: DELETED_OR_TRASHED",
    "Zoom säger att utskriften har tagits bort: DELETED_OR_TRASHED",
    "Zoom dit que la transcription a été supprimée : DELETED_OR_TRASHED",
  ],
  [
    "Zoom says the transcript is not ready: NOT_READY",
    "Zoom säger att utskriften inte är klar: NOT_READY",
    "Zoom dit que la transcription n’est pas prête : NOT_READY",
  ],
  ["Zoom gives no transcript: {1}", "Zoom ger ingen utskrift: {1}", "Zoom ne donne pas de transcription : {1}"],
];
