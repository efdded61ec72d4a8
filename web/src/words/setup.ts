// Words of the settings.
import { words } from "./words";

export const setup = words({
  more: ["{n} more {n?setting|settings}", "{n} {n?inställning|inställningar} till", "{n} {n?autre réglage|autres réglages}"],
  kept: ["kept as it is", "behålls som den är", "conservé tel quel"],
  lacking: ["{name} is needed.", "{name} behövs.", "{name} est nécessaire."],
  nothing: ["Nothing has been changed.", "Inget har ändrats.", "Rien n’a été modifié."],
});

export const settings = words({
  title: ["Settings", "Inställningar", "Paramètres"],
  pages: ["Areas of the settings", "Delar av inställningarna", "Rubriques des paramètres"],
  targets: ["Targets", "Mål", "Cibles"],
  store: ["Vault store", "Lagring", "Stockage"],
  directories: ["Directories", "Kataloger", "Annuaires"],
  persons: ["Persons", "Personer", "Personnes"],
  schedule: ["Schedule", "Schema", "Planification"],
  alerts: ["Alerts", "Larm", "Alertes"],
  portal: ["Portal", "Portal", "Portail"],
  expiring: ["Secrets", "Hemligheter", "Secrets"],
  name: ["Name", "Namn", "Nom"],
  kind: ["Kind", "Slag", "Type"],
  state: ["State", "Tillstånd", "État"],
  values: ["Settings", "Inställningar", "Réglages"],
  standard: ["(default)", "(standard)", "(par défaut)"],
  hidden: ["(kept secret)", "(hemlig)", "(tenu secret)"],
  add: ["Add", "Lägg till", "Ajouter"],
  edit: ["Edit", "Ändra", "Modifier"],
  check: ["Check", "Kontrollera", "Vérifier"],
  remove: ["Remove", "Ta bort", "Supprimer"],
  removeSure: ["Remove {name}?", "Ta bort {name}?", "Supprimer {name} ?"],
  findings: ["What the check found", "Vad kontrollen fann", "Résultat de la vérification"],
  allGood: ["Everything is in order.", "Allt är i sin ordning.", "Tout est en ordre."],
  someBad: ["{n} {n?thing needs|things need} you.", "{n} {n?sak|saker} behöver dig.", "{n} {n?point requiert|points requièrent} votre attention."],
  done: ["Done.", "Klart.", "Terminé."],
  saved: ["Saved.", "Sparat.", "Enregistré."],
  nextTry: ["Next try", "Nästa försök", "Prochain essai"],
  reason: ["Reason", "Orsak", "Raison"],
  none: ["None yet", "Inga än", "Aucun pour l’instant"],
});

export const targets = words({
  text: [
    "Mailboxes outside of the archive that get a copy. The archive itself always has one.",
    "Postlådor utanför arkivet som får en kopia. Arkivet har alltid en själv.",
    "Boîtes hors de l’archive qui reçoivent une copie. L’archive elle-même en a toujours une.",
  ],
  one: ["Target", "Mål", "Cible"],
  addTitle: ["Add a target", "Lägg till ett mål", "Ajouter une cible"],
  noneText: [
    "Without one, copies are in this archive only.",
    "Utan mål finns kopior bara i detta arkiv.",
    "Sans cible, les copies sont uniquement dans cette archive.",
  ],
  waiting: ["Waiting", "Väntar", "En attente"],
  refused: ["Refused", "Avvisade", "Refusées"],
  retry: ["Try again now", "Försök igen nu", "Réessayer maintenant"],
  retried: ["{n} copies were tried, {open} are still open.", "{n} kopior försöktes, {open} återstår.", "{n} copies essayées, {open} restent."],
  removeText: [
    "Copies that are there stay there. Mailboxes mapped to it go on in the archive alone.",
    "Kopior som finns där blir kvar. Postlådor som pekar dit fortsätter bara i arkivet.",
    "Les copies déjà déposées restent. Les boîtes associées continuent uniquement dans l’archive.",
  ],
  consent: ["Administrator’s consent", "Administratörens samtycke", "Consentement de l’administrateur"],
  consentTake: ["Withdraw consent", "Återkalla samtycket", "Retirer le consentement"],
  consentTakeText: [
    "Import to this target stops at once; what waits goes on waiting.",
    "Importen till målet stoppas genast; det som väntar fortsätter vänta.",
    "L’importation vers cette cible s’arrête aussitôt ; ce qui attend continue d’attendre.",
  ],
  troubles: ["What cannot be delivered", "Vad som inte kan levereras", "Ce qui ne peut être livré"],
  mailbox: ["Mailbox", "Postlåda", "Boîte"],
  copies: ["Copies", "Kopior", "Copies"],
});

export const directories = words({
  text: [
    "Who is who, told by a directory of your organisation and followed by itself.",
    "Vem som är vem, enligt organisationens katalog, som följs automatiskt.",
    "Qui est qui, d’après un annuaire de votre organisation suivi automatiquement.",
  ],
  one: ["Directory", "Katalog", "Annuaire"],
  addTitle: ["Add a directory", "Lägg till en katalog", "Ajouter un annuaire"],
  noneText: [
    "Persons can also be imported from a file.",
    "Personer kan också importeras från en fil.",
    "Les personnes peuvent aussi être importées d’un fichier.",
  ],
  persons: ["Persons", "Personer", "Personnes"],
  addresses: ["Addresses", "Adresser", "Adresses"],
  conflicts: ["Conflicts", "Konflikter", "Conflits"],
  synchronised: ["Last complete", "Senast fullständig", "Dernière complète"],
  sync: ["Synchronise now", "Synkronisera nu", "Synchroniser maintenant"],
  synced: [
    "{told} persons told: {joined} joined, {left} left, {conflicts} conflicts.",
    "{told} personer: {joined} nya, {left} borta, {conflicts} konflikter.",
    "{told} personnes : {joined} arrivées, {left} parties, {conflicts} conflits.",
  ],
  removeText: [
    "Persons and addresses that it told stay as they are; nobody follows them any more.",
    "Personer och adresser den berättat om står kvar; ingen följer dem längre.",
    "Les personnes et adresses qu’il a indiquées restent ; plus personne ne les suit.",
  ],
});

export const persons = words({
  text: [
    "Persons, their mailboxes and addresses. An address is dated: it leads to whom it belonged to then.",
    "Personer, deras postlådor och adresser. En adress är daterad: den leder till den som hade den då.",
    "Personnes, boîtes et adresses. Une adresse est datée : elle mène à la personne qui l’avait alors.",
  ],
  importTitle: ["Import from a file", "Importera från en fil", "Importer d’un fichier"],
  importText: [
    "CSV in UTF-8 with a header line: person, name, mailbox, address, valid_from, valid_until; one line an address. Importing the same file again changes nothing.",
    "CSV i UTF-8 med en rubrikrad: person, name, mailbox, address, valid_from, valid_until; en rad per adress. Samma fil igen ändrar inget.",
    "CSV en UTF-8 avec une ligne d’en-tête : person, name, mailbox, address, valid_from, valid_until ; une ligne par adresse. Réimporter le même fichier ne change rien.",
  ],
  file: ["CSV file", "CSV-fil", "Fichier CSV"],
  doImport: ["Import", "Importera", "Importer"],
  result: [
    "{lines} lines: {added} added, {changed} changed, {unchanged} unchanged, {refused} refused.",
    "{lines} rader: {added} nya, {changed} ändrade, {unchanged} oförändrade, {refused} avvisade.",
    "{lines} lignes : {added} ajoutées, {changed} modifiées, {unchanged} inchangées, {refused} refusées.",
  ],
  refused: ["Lines that were refused", "Avvisade rader", "Lignes refusées"],
  line: ["Line", "Rad", "Ligne"],
  gaps: ["People without a mailbox", "Personer utan postlåda", "Personnes sans boîte"],
  gapsText: [
    "Addresses that took part and belong to nobody known. Import them with a mailbox, and their messages follow.",
    "Adresser som deltog och inte hör till någon känd. Importera dem med en postlåda så följer meddelandena efter.",
    "Adresses ayant participé et n’appartenant à personne de connu. Importez-les avec une boîte et leurs messages suivront.",
  ],
  noGaps: ["Everybody has a mailbox", "Alla har en postlåda", "Chacun a une boîte"],
  noGapsText: ["There is nothing to do here.", "Det finns inget att göra här.", "Il n’y a rien à faire ici."],
  address: ["Address", "Adress", "Adresse"],
  kind: ["Kind", "Slag", "Type"],
  account: ["account of yours", "eget konto", "compte interne"],
  guest: ["guest", "gäst", "invité"],
  noAddress: ["no address known", "ingen känd adress", "aucune adresse connue"],
  messages: ["Messages", "Meddelanden", "Messages"],
  last: ["Last", "Senast", "Dernier"],
  list: ["Persons and addresses", "Personer och adresser", "Personnes et adresses"],
  mailbox: ["Mailbox", "Postlåda", "Boîte"],
  from: ["From", "Från", "Du"],
  until: ["Until", "Till", "Au"],
  download: ["Download as CSV", "Ladda ned som CSV", "Télécharger en CSV"],
  noneText: ["Import a file, or add a directory.", "Importera en fil eller lägg till en katalog.", "Importez un fichier ou ajoutez un annuaire."],
});

export const store = words({
  text: [
    "Where the archive’s encrypted packs are kept besides or instead of this machine’s disk.",
    "Var arkivets krypterade packar förvaras utöver eller i stället för denna maskins disk.",
    "Où les paquets chiffrés de l’archive sont conservés, en plus ou à la place du disque de cette machine.",
  ],
  local: ["Everything is on this machine’s disk.", "Allt finns på denna maskins disk.", "Tout est sur le disque de cette machine."],
  inUse: ["In use", "Används", "Utilisé"],
  set: ["Set up a store", "Ställ in lagring", "Configurer un stockage"],
  change: ["Change its settings", "Ändra inställningarna", "Modifier ses réglages"],
  files: ["Files", "Filer", "Fichiers"],
  bytes: ["Size", "Storlek", "Taille"],
  move: ["Move", "Flytta", "Déplacer"],
  moveElsewhere: ["Move to another place", "Flytta till en annan plats", "Déplacer ailleurs"],
  moveText: [
    "Everything is copied while the archive is in use, and goes on after a restart. Nothing is removed before all of it is there and has been verified.",
    "Allt kopieras medan arkivet används, och det fortsätter efter en omstart. Inget tas bort förrän allt är på plats och har kontrollerats.",
    "Tout est copié pendant que l’archive est utilisée, et continue après un redémarrage. Rien n’est supprimé avant que tout soit en place et vérifié.",
  ],
  thisMachine: ["This machine’s disk", "Denna maskins disk", "Le disque de cette machine"],
  keep: ["Leave the old copies where they are", "Låt de gamla kopiorna ligga kvar", "Laisser les anciennes copies en place"],
  keepHelp: [
    "Otherwise they are removed when everything is in the new place.",
    "Annars tas de bort när allt är på den nya platsen.",
    "Sinon, elles sont supprimées une fois tout au nouvel endroit.",
  ],
  turn: ["Turn the move round", "Vänd flytten", "Inverser le déplacement"],
  turnText: [
    "What has been moved goes back to where it came from.",
    "Det som har flyttats går tillbaka dit det kom från.",
    "Ce qui a été déplacé retourne d’où il vient.",
  ],
  leaving: ["Being left", "Lämnas", "En cours d’abandon"],
  leavingKept: ["Being left, copies stay", "Lämnas, kopiorna blir kvar", "En cours d’abandon, les copies restent"],
  moving: ["Moving: {n} to go ({size})", "Flyttar: {n} återstår ({size})", "Déplacement : {n} restants ({size})"],
  removing: ["All is there. Removing the old copies: {n} to go", "Allt är på plats. Tar bort de gamla kopiorna: {n} återstår", "Tout est en place. Suppression des anciennes copies : {n} restantes"],
  hindered: ["{kind}: hindered since {since}", "{kind}: hindrad sedan {since}", "{kind} : empêché depuis {since}"],
  hinderedDo: [
    "It is tried again by itself, and nothing is lost meanwhile. If it does not pass: “Check” says what is wrong; change the settings or the secret here, or put it right at the store.",
    "Det försöks igen av sig självt, och inget går förlorat under tiden. Om det inte går över: ”Kontrollera” säger vad som är fel; ändra inställningarna eller hemligheten här, eller rätta till det hos lagringen.",
    "Une nouvelle tentative a lieu d’elle-même, et rien n’est perdu entre-temps. Si cela dure : « Vérifier » dit ce qui ne va pas ; changez les réglages ou le secret ici, ou corrigez-le auprès du stockage.",
  ],
  hinderedMoving: [
    "The move waits and is tried again by itself; nothing is lost. If it does not pass: “Check” says what is wrong; change the settings or the secret, put it right at the store, or turn the move round.",
    "Flytten väntar och försöks igen av sig själv; inget går förlorat. Om det inte går över: ”Kontrollera” säger vad som är fel; ändra inställningarna eller hemligheten, rätta till det hos lagringen eller vänd flytten.",
    "Le déplacement attend et reprend de lui-même ; rien n’est perdu. Si cela dure : « Vérifier » dit ce qui ne va pas ; changez les réglages ou le secret, corrigez-le auprès du stockage, ou inversez le déplacement.",
  ],
  waiting: ["{n} waiting to be shipped", "{n} väntar på att skickas", "{n} en attente d’envoi"],
  settled: ["Nothing waits, nothing moves.", "Inget väntar, inget flyttas.", "Rien n’attend, rien ne se déplace."],
  vault: ["The archive", "Arkivet", "L’archive"],
  messages: ["Messages", "Meddelanden", "Messages"],
  copies: ["Copies", "Kopior", "Copies"],
  stored: ["On disk", "På disk", "Sur disque"],
  inStore: ["In the store", "I lagringen", "Dans le stockage"],
  checkVault: ["Verify everything", "Kontrollera allt", "Tout vérifier"],
  checkText: [
    "Reads and verifies every record against the ledger. With a large archive this takes hours; better from the command line.",
    "Läser och kontrollerar varje post mot liggaren. Med ett stort arkiv tar det timmar; bättre från kommandoraden.",
    "Lit et vérifie chaque enregistrement par rapport au registre. Pour une grande archive, cela prend des heures ; préférez la ligne de commande.",
  ],
  sound: ["{n} records verified, no faults.", "{n} poster kontrollerade, inga fel.", "{n} enregistrements vérifiés, aucun défaut."],
  faults: ["{n} faults", "{n} fel", "{n} défauts"],
});

export const schedule = words({
  text: [
    "When connectors run by themselves: every 1h, daily 02:30, a cron line, or manual.",
    "När anslutningar körs av sig själva: every 1h, daily 02:30, en cron-rad eller manual.",
    "Quand les connecteurs s’exécutent d’eux-mêmes : every 1h, daily 02:30, une ligne cron ou manual.",
  ],
  connector: ["Connector", "Anslutning", "Connecteur"],
  when: ["Schedule", "Schema", "Planification"],
  next: ["Next run", "Nästa körning", "Prochaine exécution"],
  last: ["Last run", "Senaste körning", "Dernière exécution"],
  change: ["Change the schedule of {name}", "Ändra schemat för {name}", "Modifier la planification de {name}"],
  noneText: ["Add a connector first.", "Lägg till en anslutning först.", "Ajoutez d’abord un connecteur."],
});

export const alerts = words({
  text: [
    "What should bring a person in, and how they are told.",
    "Vad som ska påkalla en person, och hur den får veta det.",
    "Ce qui doit faire intervenir quelqu’un, et comment cette personne est prévenue.",
  ],
  channels: ["Channels", "Kanaler", "Canaux"],
  one: ["Channel", "Kanal", "Canal"],
  addTitle: ["Add a channel", "Lägg till en kanal", "Ajouter un canal"],
  noneText: [
    "Nobody is told of alerts: they stand on the home page only.",
    "Ingen får veta om larm: de står bara på startsidan.",
    "Personne n’est prévenu : les alertes n’apparaissent que sur la page d’accueil.",
  ],
  test: ["Send a test", "Skicka ett test", "Envoyer un test"],
  tested: ["The test was taken. See whether it arrived.", "Testet togs emot. Se om det kom fram.", "Le test a été accepté. Vérifiez qu’il est arrivé."],
  told: ["Last told", "Senast underrättad", "Dernière notification"],
  waiting: ["Waiting", "Väntar", "En attente"],
  removeText: ["Nobody is told by it any more.", "Ingen underrättas av den längre.", "Plus personne n’est prévenu par ce canal."],
  rules: ["Rules", "Regler", "Règles"],
  rule: ["Rule", "Regel", "Règle"],
  severity: ["Severity", "Allvar", "Gravité"],
  low: ["low", "låg", "faible"],
  medium: ["medium", "medel", "moyenne"],
  high: ["high", "hög", "élevée"],
  bound: ["From", "Från", "À partir de"],
  silent: ["Silent", "Tyst", "Silencieuse"],
  silentHelp: [
    "It is noticed and shown, but nobody is told.",
    "Det märks och visas, men ingen underrättas.",
    "C’est remarqué et affiché, mais personne n’est prévenu.",
  ],
  changed: ["changed", "ändrad", "modifiée"],
  asBefore: ["As it was made", "Som från början", "Comme à l’origine"],
});

export const portal = words({
  text: [
    "Where the portal listens, its certificate, its address. Most changes hold from the next start of `estreat serve` on.",
    "Var portalen lyssnar, dess certifikat och adress. De flesta ändringar gäller från nästa start av `estreat serve`.",
    "Où le portail écoute, son certificat, son adresse. La plupart des changements valent dès le prochain démarrage d’`estreat serve`.",
  ],
  value: ["Value", "Värde", "Valeur"],
});

export const expiring = words({
  text: [
    "Secrets, tokens and certificates with a known end. An alert is raised before it; set a new one in time.",
    "Hemligheter, token och certifikat med känt slut. Ett larm kommer före; sätt en ny i tid.",
    "Secrets, jetons et certificats dont la fin est connue. Une alerte précède ; remplacez-les à temps.",
  ],
  what: ["What", "Vad", "Quoi"],
  where: ["Of", "För", "De"],
  ends: ["Ends", "Upphör", "Fin"],
  none: ["No end is known", "Inget slut är känt", "Aucune fin connue"],
  noneText: [
    "Give connectors, targets and directories the day on which their secret ends (secret-expires), and it stands here.",
    "Ge anslutningar, mål och kataloger dagen då deras hemlighet upphör (secret-expires), så står det här.",
    "Indiquez pour les connecteurs, cibles et annuaires le jour où leur secret expire (secret-expires), et il apparaîtra ici.",
  ],
});
