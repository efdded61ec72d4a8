// What source/ringcentral/ says while it lists, fetches and makes messages.
import type { Text } from "../words";

export const sourceRingCentralWork: Text[] = [
  // listing.c, list-*.c, extensions.c: progress and notices
  ["{1} extensions", "{1} {1?anknytning|anknytningar}", "{1} {1?poste|postes}"],
  ["messages: extension {1} of {2}", "meddelanden: anknytning {1} av {2}", "messages : poste {1} sur {2}"],
  ["team messaging: {1} chats", "teammeddelanden: {1} {1?chatt|chattar}", "messagerie d’équipe : {1} {1?discussion|discussions}"],
  ["team messaging: {1} entries", "teammeddelanden: {1} objekt", "messagerie d’équipe : {1} {1?élément|éléments}"],
  ["team messaging: export of {1} to {2} UTC", "teammeddelanden: export för {1} till {2} UTC", "messagerie d’équipe : export du {1} au {2} UTC"],
  [
    "not permitted: the app needs the permission {1} and its user the rights of an administrator ({2}). Without it {3}.",
    "inte tillåtet: appen behöver behörigheten {1} och dess användare en administratörs rättigheter ({2}). Följd: {3}.",
    "non autorisé : l’application a besoin de la permission {1} et son utilisateur des droits d’un administrateur ({2}). Sans cela, {3}.",
  ],
  [
    "extension {1} ({2}): RingCentral refuses its messages ({3})",
    "anknytning {1} ({2}): RingCentral nekar dess meddelanden ({3})",
    "poste {1} ({2}) : RingCentral refuse ses messages ({3})",
  ],
  ["messages of extension {1}", "meddelanden för anknytning {1}", "messages du poste {1}"],
  ["list calls", "listning av samtal", "inventaire des appels"],
  ["list team messaging", "listning av teammeddelanden", "inventaire de la messagerie d’équipe"],
  ["list video meetings", "listning av videomöten", "inventaire des réunions vidéo"],
  [
    "the export has a {1} (id '{2}') {3}: it cannot be archived",
    "exporten har ett objekt ({1}, id ”{2}”) {3}: det kan inte arkiveras",
    "l’export contient un élément ({1}, identifiant « {2} ») {3} : il ne peut pas être archivé",
  ],
  ["without an id", "utan id", "sans identifiant"],
  ["without the time it was made", "utan tiden då det skapades", "sans la date de sa création"],
  ["without its chat", "utan sin chatt", "sans sa discussion"],
  ["that is no JSON", "som inte är JSON", "qui n’est pas du JSON"],
  [
    "{1} records of exports cannot be archived; the first {2} are told by themselves",
    "{1} poster i exporter kan inte arkiveras; de {2} första redovisas var för sig",
    "{1} enregistrements d’exports ne peuvent pas être archivés ; les {2} premiers sont signalés individuellement",
  ],

  // list-*.c: what an object is called, why it is not archived
  ["Post in {1}", "Inlägg i {1}", "Publication dans {1}"],
  ["Post", "Inlägg", "Publication"],
  ["Call", "Samtal", "Appel"],
  ["Recording of the call", "Samtalets inspelning", "Enregistrement de l’appel"],
  ["Chat of the meeting", "Mötets chatt", "Messagerie de la réunion"],
  ["(no name given)", "(inget namn angivet)", "(aucun nom indiqué)"],
  ["setting exclude names this kind", "inställningen exclude nämner det här slaget", "le réglage exclude nomme ce type"],
  [
    "RingCentral had purged it before it was collected",
    "RingCentral hade rensat det innan det hämtades",
    "RingCentral l’avait purgé avant sa collecte",
  ],

  // export.c, export-read.c, read/
  ["export of team messaging", "export av teammeddelanden", "export de la messagerie d’équipe"],
  [
    "export of team messaging: RingCentral has failed to make it, {1} times",
    "export av teammeddelanden: RingCentral har misslyckats med att skapa den, {1} gånger",
    "export de la messagerie d’équipe : RingCentral n’a pas réussi à le créer, {1} fois",
  ],
  [
    "{1} for {2} hours: the next run looks again",
    "{1} under {2} {2?timme|timmar}: nästa körning ser efter igen",
    "{1} depuis {2} {2?heure|heures} : la prochaine exécution regardera de nouveau",
  ],
  ["two exports of the company have been running", "två av företagets exporter har varit igång", "deux exports de la société sont en cours"],
  ["RingCentral has taken no export", "RingCentral har inte tagit emot någon export", "RingCentral n’accepte aucun export"],
  ["the export has been worked on", "exporten har varit under arbete", "l’export est en traitement"],
  ["read the export: {1}", "läsning av exporten: {1}", "lecture de l’export : {1}"],
  ["RingCentral sent {1} instead of a ZIP", "RingCentral skickade {1} i stället för en ZIP", "RingCentral a envoyé {1} au lieu d’un ZIP"],
  [
    "RingCentral announces {1} bytes but sends {2}",
    "RingCentral aviserar {1} byte men skickar {2}",
    "RingCentral annonce {1} {1?octet|octets} mais en envoie {2}",
  ],
  [
    "{1} records of the export have more than {2} MB and were passed over",
    "{1} {1?post|poster} i exporten är större än {2} MB och hoppades över",
    "{1} {1?enregistrement|enregistrements} de l’export, de plus de {2} Mo, {1?a été ignoré|ont été ignorés}",
  ],
  ["JSON with more than {1} levels", "JSON med fler än {1} nivåer", "JSON à plus de {1} niveaux"],
  ["JSON that closes what is not open", "JSON som stänger det som inte är öppet", "JSON qui ferme ce qui n’est pas ouvert"],
  ["JSON that closes an object as a list", "JSON som stänger ett objekt som en lista", "JSON qui ferme un objet comme une liste"],
  [
    "JSON that ends in the middle, after {1} records",
    "JSON som slutar mitt i, efter {1} {1?post|poster}",
    "JSON qui s’arrête au milieu, après {1} {1?enregistrement|enregistrements}",
  ],
  ["the download broke off", "nedladdningen avbröts", "le téléchargement s’est interrompu"],
  ["the ZIP is damaged: {1}", "ZIP-filen är skadad: {1}", "le fichier ZIP est endommagé : {1}"],
  ["it cannot be read", "den kan inte läsas", "il ne peut pas être lu"],
  ["the ZIP is damaged: there is nothing in it", "ZIP-filen är skadad: den är tom", "le fichier ZIP est endommagé : il est vide"],
  ["the ZIP has more than {1} files", "ZIP-filen har fler än {1} filer", "le fichier ZIP contient plus de {1} fichiers"],
  ["no memory for reading a ZIP", "för lite minne för att läsa en ZIP-fil", "pas assez de mémoire pour lire un fichier ZIP"],

  // fetch.c: what became of an object
  [
    "RingCentral lists it with {1} bytes but sends {2}",
    "RingCentral anger {1} byte men skickar {2}",
    "RingCentral le répertorie avec {1} {1?octet|octets} mais en envoie {2}",
  ],
  [
    "RingCentral sent {1} instead of the content (an error or sign-in page)",
    "RingCentral skickade {1} i stället för innehållet (en fel- eller inloggningssida)",
    "RingCentral a envoyé {1} au lieu du contenu (une page d’erreur ou de connexion)",
  ],
  ["RingCentral does not have it ready yet", "RingCentral har det inte klart än", "ce n’est pas encore prêt chez RingCentral"],
  ["RingCentral no longer has it", "RingCentral har det inte längre", "RingCentral ne l’a plus"],
  [
    "RingCentral does not permit it; the app needs the permission {1}",
    "RingCentral tillåter det inte; appen behöver behörigheten {1}",
    "RingCentral ne le permet pas ; l’application a besoin de la permission {1}",
  ],
  ["RingCentral does not give it", "RingCentral lämnar inte ut det", "RingCentral ne le fournit pas"],
  [
    "RingCentral does not tell where it lies; the next listing that has it does",
    "RingCentral säger inte var det finns; nästa listning som har det säger det",
    "RingCentral ne dit pas où il se trouve ; le prochain inventaire où il figure le dira",
  ],
  ["it comes with the next listing that has it", "det kommer med nästa listning som har det", "il viendra avec le prochain inventaire où il figure"],

  // compose/: what a message tells of itself
  [
    "RingCentral says that this message has been deleted.",
    "RingCentral uppger att det här meddelandet har tagits bort.",
    "RingCentral indique que ce message a été supprimé.",
  ],
  [
    "RingCentral says that this call has been deleted.",
    "RingCentral uppger att det här samtalet har tagits bort.",
    "RingCentral indique que cet appel a été supprimé.",
  ],
  ["none of the {1} records can be read", "ingen av de {1} posterna kan läsas", "aucun des {1} enregistrements ne peut être lu"],
  [
    "The record of post {1} cannot be read; it is attached as it came.",
    "Posten om inlägg {1} kan inte läsas; den bifogas som den kom.",
    "L’enregistrement de la publication {1} ne peut pas être lu ; il est joint tel que reçu.",
  ],
  [
    "{1} more lines stand in the attachments only.",
    "Ytterligare {1} {1?rad|rader} finns bara i bilagorna.",
    "{1} {1?autre ligne ne figure|autres lignes ne figurent} que dans les pièces jointes.",
  ],
  [
    "RingCentral did not tell who is in this chat: those named here are known from posts only.",
    "RingCentral sade inte vilka som är i den här chatten: de som nämns här är kända bara från inlägg.",
    "RingCentral n’a pas dit qui est dans cette discussion : les personnes nommées ici ne sont connues que par des publications.",
  ],
  [
    "The chat cannot be read; it is attached as it came.",
    "Chatten kan inte läsas; den bifogas som den kom.",
    "La messagerie ne peut pas être lue ; elle est jointe telle que reçue.",
  ],
  [
    "RingCentral has not told of the meeting itself: who took part is not known.",
    "RingCentral har inte berättat om själva mötet: det är inte känt vilka som deltog.",
    "RingCentral n’a rien dit de la réunion elle-même : on ne sait pas qui y a participé.",
  ],
  [
    "{1} of {2} files are not in this message; the list of files says why.",
    "{1} av {2} filer finns inte i det här meddelandet; fillistan säger varför.",
    "{1} {1?fichier|fichiers} sur {2} {1?n’est|ne sont} pas dans ce message ; la liste des fichiers dit pourquoi.",
  ],
  [
    "{1} more records, as RingCentral sent them, are kept in the archive and not attached.",
    "Ytterligare {1} {1?post|poster}, som RingCentral skickade {1?den|dem}, finns i arkivet och bifogas inte.",
    "{1} {1?autre enregistrement, tel que RingCentral l’a envoyé, est conservé dans l’archive et n’est pas joint|autres enregistrements, tels que RingCentral les a envoyés, sont conservés dans l’archive et ne sont pas joints}.",
  ],
];
