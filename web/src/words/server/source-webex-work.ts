// What source/webex/ says while it lists, fetches and makes messages.
import type { Text } from "../words";

export const sourceWebexWork: Text[] = [
  // list.c, list-*.c: progress
  ["posts of {1}", "inlägg från {1}", "publications du {1}"],
  ["deletions and memberships", "borttagningar och medlemskap", "suppressions et adhésions"],
  ["deletions {1} of {2}", "borttagningar {1} av {2}", "suppressions {1} sur {2}"],
  ["spaces of people {1} of {2}", "personers utrymmen {1} av {2}", "espaces des personnes {1} sur {2}"],
  ["spaces {1} of {2}", "utrymmen {1} av {2}", "espaces {1} sur {2}"],
  ["meetings of who has left, {1} of {2}", "möten hos dem som slutat, {1} av {2}", "réunions des personnes parties, {1} sur {2}"],
  ["meetings {1} of {2}", "möten {1} av {2}", "réunions {1} sur {2}"],
  ["recordings of site {1} of {2}", "inspelningar från sajt {1} av {2}", "enregistrements du site {1} sur {2}"],

  // list.c, list-*.c: notices and errors
  [
    "not permitted: {1}. Needed are the scope {2} and the role of a compliance officer. Without it {3}.",
    "inte tillåtet: {1}. Behörigheten {2} och rollen compliance officer behövs. Följd: {3}.",
    "non autorisé : {1}. Il faut l’étendue {2} et le rôle compliance officer. Sans cela, {3}.",
  ],
  ["the app lacks the scope {1}. Without it {2}.", "appen saknar behörigheten {1}. Följd: {2}.", "il manque à l’application l’étendue {1}. Sans elle, {2}."],
  ["not given for some: {1}. There {2}.", "inte utlämnat för vissa: {1}. För dem gäller: {2}.", "non fourni pour certains : {1}. Pour ceux-là, {2}."],
  ["site {1}: {2}", "sajt {1}: {2}", "site {1} : {2}"],
  ["a space could not be read: {1}", "ett utrymme kunde inte läsas: {1}", "un espace n’a pas pu être lu : {1}"],
  ["events feed, {1}", "händelseflödet, {1}", "flux d’événements, {1}"],
  [
    "Webex does not give events that are older than 90 days ({1}). With the licence Pro Pack it does. Older posts are read space by space.",
    "Webex lämnar inte ut händelser äldre än 90 dagar ({1}). Med licensen Pro Pack gör Webex det. Äldre inlägg läses utrymme för utrymme.",
    "Webex ne fournit pas les événements de plus de 90 jours ({1}). Avec la licence Pro Pack, il le fait. Les publications plus anciennes sont lues espace par espace.",
  ],
  [
    "Webex does not give events that are older than 90 days ({1}). With the licence Pro Pack it does. Older posts are read space by space if the setting backfill is yes.",
    "Webex lämnar inte ut händelser äldre än 90 dagar ({1}). Med licensen Pro Pack gör Webex det. Äldre inlägg läses utrymme för utrymme om inställningen backfill är yes.",
    "Webex ne fournit pas les événements de plus de 90 jours ({1}). Avec la licence Pro Pack, il le fait. Les publications plus anciennes sont lues espace par espace si le réglage backfill est à yes.",
  ],
  [
    "an event about a post names no post or space (event '{1}')",
    "en händelse om ett inlägg saknar uppgift om inlägget eller utrymmet (händelse ”{1}”)",
    "un événement relatif à une publication n’indique pas la publication ou l’espace (événement « {1} »)",
  ],
  [
    "there are more than {1} teams: new names of the rest are not told of",
    "det finns fler än {1} team: de övrigas namnbyten redovisas inte",
    "il y a plus de {1} équipes : les nouveaux noms des autres ne sont pas signalés",
  ],
  ["meeting {1}", "möte {1}", "réunion {1}"],

  // pages.c
  [
    "GET {1}: the address of the next page lies elsewhere than the API's",
    "GET {1}: nästa sidas adress ligger på en annan plats än API:ets",
    "GET {1} : l’adresse de la page suivante se trouve ailleurs que celle de l’API",
  ],
  [
    "GET {1}: the listing does not end: page {2} is page {3} again",
    "GET {1}: listningen tar inte slut: sida {2} är sida {3} igen",
    "GET {1} : l’inventaire ne se termine pas : la page {2} est de nouveau la page {3}",
  ],
  [
    "GET {1}: the listing does not end: it has more than {2} pages",
    "GET {1}: listningen tar inte slut: den har fler än {2} sidor",
    "GET {1} : l’inventaire ne se termine pas : il a plus de {2} pages",
  ],
  ["the listing broke off: {1}", "listningen avbröts: {1}", "l’inventaire s’est interrompu : {1}"],

  // list-*.c, teams.c: what an object is called
  ["post by {1}", "inlägg av {1}", "publication de {1}"],
  ["edit by {1}", "ändring av {1}", "modification par {1}"],
  ["somebody", "någon", "quelqu’un"],
  ["file of a post", "ett inläggs fil", "fichier d’une publication"],
  ["deletion of a post", "borttagning av ett inlägg", "suppression d’une publication"],
  ["change of the space", "ändring av utrymmet", "modification de l’espace"],
  ["answer to a card", "svar på ett kort", "réponse à une carte"],
  ["new name of the team", "teamets nya namn", "nouveau nom de l’équipe"],
  ["line of the meeting's chat", "rad i mötets chatt", "ligne de la messagerie de la réunion"],
  ["chat of the meeting", "mötets chatt", "messagerie de la réunion"],

  // list-*.c: why an object is not archived
  ["left out by the setting exclude ({1})", "utelämnat av inställningen exclude ({1})", "exclu par le réglage exclude ({1})"],
  [
    "Webex gives its details 15 minutes after its end",
    "Webex lämnar ut mötets detaljer 15 minuter efter dess slut",
    "Webex en fournit les détails 15 minutes après la fin",
  ],
  [
    "Webex keeps only the newest text of an edited post, and this one was older than the events feed or not told by it",
    "Webex behåller bara den senaste texten i ett ändrat inlägg, och den här var äldre än händelseflödet eller togs inte upp i det",
    "Webex ne garde que le texte le plus récent d’une publication modifiée, et celui-ci était antérieur au flux d’événements ou n’y figurait pas",
  ],
  [
    "deleted before it was collected, and Webex no longer gives its text",
    "borttaget innan det hämtades, och Webex lämnar inte längre ut texten",
    "supprimée avant d’être collectée, et Webex n’en fournit plus le texte",
  ],

  // fetch.c, fetch-*.c, download.c: what became of an object
  ["Webex no longer has it", "Webex har det inte längre", "Webex ne l’a plus"],
  ["the app lacks a scope for it", "appen saknar en behörighet för det", "il manque à l’application une étendue pour cela"],
  ["a role, right or licence at Webex is missing", "en roll, rättighet eller licens hos Webex saknas", "un rôle, un droit ou une licence manque chez Webex"],
  ["Webex does not give it yet", "Webex lämnar inte ut det än", "Webex ne le fournit pas encore"],
  ["Webex refuses to give it", "Webex vägrar lämna ut det", "Webex refuse de le fournir"],
  [
    "Webex's key server could not decrypt it (kms_failure): not ready, it is asked for again",
    "Webex nyckelserver kunde inte dekryptera det (kms_failure): inte klart, det efterfrågas igen",
    "le serveur de clés de Webex n’a pas pu le déchiffrer (kms_failure) : pas prêt, il sera redemandé",
  ],
  [
    "it was not decrypted when it was listed (kms_failure), and the events feed does not give it now: not ready, it is asked for again",
    "det var inte dekrypterat när det listades (kms_failure), och händelseflödet lämnar inte ut det nu: inte klart, det efterfrågas igen",
    "il n’était pas déchiffré lors de l’inventaire (kms_failure), et le flux d’événements ne le fournit pas maintenant : pas prêt, il sera redemandé",
  ],
  ["Webex tells only what a team is called now", "Webex säger bara vad ett team heter nu", "Webex n’indique que le nom actuel d’une équipe"],
  ["this version does not know what to fetch for it", "den här versionen vet inte vad som ska hämtas för det", "cette version ne sait pas quoi collecter pour cela"],
  [
    "Webex gives no link to download it: either it is still processing, or downloads are prevented and the person who authorised the app is no compliance officer",
    "Webex ger ingen länk för nedladdning: antingen behandlas det fortfarande, eller så är nedladdning spärrad och personen som auktoriserade appen är inte compliance officer",
    "Webex ne donne pas de lien de téléchargement : soit le traitement est en cours, soit le téléchargement est interdit et la personne qui a autorisé l’application n’est pas compliance officer",
  ],
  ["Webex does not allow the download yet", "Webex tillåter inte nedladdningen än", "Webex n’autorise pas encore le téléchargement"],
  ["Webex refuses the download", "Webex nekar nedladdningen", "Webex refuse le téléchargement"],
  [
    "not ready: Webex is still scanning it for malware",
    "inte klart: Webex söker fortfarande igenom det efter skadlig kod",
    "pas prêt : Webex y recherche encore des logiciels malveillants",
  ],
  [
    "Webex cannot scan it, and does not give it all the same",
    "Webex kan inte söka igenom det, och lämnar ändå inte ut det",
    "Webex ne peut pas l’analyser, et ne le fournit pas malgré la demande",
  ],
  [
    "Webex found malware in it and removed it",
    "Webex hittade skadlig kod i det och tog bort det",
    "Webex y a trouvé un logiciel malveillant et l’a supprimé",
  ],
  ["Webex no longer has the file", "Webex har inte längre filen", "Webex n’a plus le fichier"],
  ["Webex does not give the file", "Webex lämnar inte ut filen", "Webex ne fournit pas le fichier"],
  [
    "Webex sent {1} instead of the file (a sign-in page)",
    "Webex skickade {1} i stället för filen (en inloggningssida)",
    "Webex a envoyé {1} au lieu du fichier (une page de connexion)",
  ],
  ["Webex lists it with {1} bytes but sends {2}", "Webex anger {1} byte men skickar {2}", "Webex annonce {1} {1?octet|octets} mais en envoie {2}"],
  ["the meeting has not ended yet", "mötet har inte slutat än", "la réunion n’est pas encore terminée"],
  ["Webex does not tell of this meeting yet: not ready", "Webex berättar inget om detta möte än: inte klart", "Webex ne dit encore rien de cette réunion : pas prêt"],
  [
    "Webex does not yet tell when {1} of {2} participants came and left: not ready",
    "Webex säger inte än när {1} av {2} deltagare kom och gick: inte klart",
    "Webex ne dit pas encore quand {1} des {2} participants sont arrivés et repartis : pas prêt",
  ],
  ["without what Webex does not give: {1}", "utan det som Webex inte lämnar ut: {1}", "sans ce que Webex ne fournit pas : {1}"],
  ["details of meetings, participants of meetings", "mötens detaljer, mötens deltagare", "détails des réunions, participants des réunions"],

  // talk/: what a message tells of itself
  ["The file '{1}' has no lines that can be read; it is attached as it is.", "Filen ”{1}” har inga läsbara rader; den bifogas som den är.", "Le fichier « {1} » n’a aucune ligne lisible ; il est joint tel quel."],
  [
    "What Webex tells about the meeting was not complete when this message was made: {1}",
    "Det Webex berättar om mötet var inte fullständigt när det här meddelandet skapades: {1}",
    "Ce que Webex dit de la réunion n’était pas complet lors de la création de ce message : {1}",
  ],
  ["Of the meeting itself: {1}", "Om själva mötet: {1}", "Au sujet de la réunion elle-même : {1}"],
  [
    "Webex gave no list of participants: those named here are known from other parts of the meeting only.",
    "Webex lämnade ingen deltagarlista: de som nämns här är kända bara från andra delar av mötet.",
    "Webex n’a pas fourni de liste des participants : les personnes nommées ici ne sont connues que par d’autres éléments de la réunion.",
  ],
  [
    "{1} further lines are not shown here; they are in the attachments.",
    "Ytterligare {1} {1?rad|rader} visas inte här; {1?den|de} finns i bilagorna.",
    "{1} {1?autre ligne n’est pas affichée ici ; elle se trouve|autres lignes ne sont pas affichées ici ; elles se trouvent} dans les pièces jointes.",
  ],
  [
    "{1} further lines are not shown here; they are in the attached answers.",
    "Ytterligare {1} {1?rad|rader} visas inte här; {1?den|de} finns i de bifogade svaren.",
    "{1} {1?autre ligne n’est pas affichée ici ; elle se trouve|autres lignes ne sont pas affichées ici ; elles se trouvent} dans les réponses jointes.",
  ],
  [
    "{1} post{2} or version{3} could not be had from Webex any more.",
    "{1} inlägg eller {1?version|versioner} gick inte längre att få från Webex.",
    "Webex ne fournissait plus {1} {1?publication ou version|publications ou versions}.",
  ],
  [
    "Webex could not decrypt {1} post{2} when this message was made; it follows once it can.",
    "Webex kunde inte dekryptera {1} inlägg när det här meddelandet skapades; innehållet följer så snart det går.",
    "Webex n’a pas pu déchiffrer {1} {1?publication|publications} lors de la création de ce message ; la suite viendra dès que ce sera possible.",
  ],
  [
    "Webex does not tell who is in this space: only those who wrote in it are named.",
    "Webex säger inte vilka som är i det här utrymmet: bara de som skrev i det nämns.",
    "Webex ne dit pas qui est dans cet espace : seules les personnes qui y ont écrit sont nommées.",
  ],
  ["none of Webex's answers about this day can be read", "inget av Webex svar om den här dagen kan läsas", "aucune des réponses de Webex au sujet de ce jour ne peut être lue"],
  [
    "{1} of Webex's answers could not be read; they are attached as they are.",
    "{1} av Webex svar kunde inte läsas; {1?det|de} bifogas som {1?det|de} är.",
    "{1} {1?réponse de Webex n’a pas pu être lue ; elle est jointe telle quelle|réponses de Webex n’ont pas pu être lues ; elles sont jointes telles quelles}.",
  ],
];
