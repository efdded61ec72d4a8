// What target/maildir/ says: Maildirs in a folder.
import type { Text } from "../words";

export const targetMaildir: Text[] = [
  // agent.c, settings.c
  ["Maildirs in a folder", "Maildir-postlådor i en mapp", "Maildirs dans un dossier"],
  ["the folder below which the mailboxes' Maildirs lie", "mappen som postlådornas Maildir ligger under", "le dossier sous lequel se trouvent les Maildirs des boîtes"],
  [
    "a mailbox's Maildir below root: {1} the address, %n the part before the @, {2} the domain",
    "en postlådas Maildir under root: {1} adressen, %n delen före @, {2} domänen",
    "le Maildir d’une boîte sous root : {1} l’adresse, %n la partie avant le @, {2} le domaine",
  ],
  [
    "maildir++ (.INBOX.Zoom Meetings) or fs (INBOX/Zoom Meetings)",
    "maildir++ (.INBOX.Zoom Meetings) eller fs (INBOX/Zoom Meetings)",
    "maildir++ (.INBOX.Zoom Meetings) ou fs (INBOX/Zoom Meetings)",
  ],
  [
    "where folders go: inbox, or root where the server's namespace is INBOX. itself",
    "var mappar hamnar: inbox, eller root om serverns namnrymd är själva INBOX.",
    "où vont les dossiers : inbox, ou root si l’espace de noms du serveur est INBOX. lui-même",
  ],
  [
    "make a Maildir that is not there (yes), or wait for it (no)",
    "skapa en Maildir som inte finns (yes), eller vänta på den (no)",
    "créer un Maildir absent (yes), ou l’attendre (no)",
  ],
  ["of files, octal; folders get x too", "för filer, oktalt; mappar får även x", "des fichiers, en octal ; les dossiers reçoivent aussi x"],
  [
    "user:group that files are given to; else to whom the Maildir belongs",
    "user:group som filer ges till; annars den som Maildir tillhör",
    "user:group à qui les fichiers sont donnés ; sinon à qui appartient le Maildir",
  ],
  ["mailboxes that are written to at the same time", "postlådor som det skrivs i samtidigt", "boîtes dans lesquelles on écrit en même temps"],
  ["mode: \"{1}\" is no octal number such as 0600", "mode: ”{1}” är inget oktalt tal som 0600", "mode : « {1} » n’est pas un nombre octal tel que 0600"],
  [
    "mode: \"{1}\": its owner has to read and write, nobody to execute",
    "mode: ”{1}”: ägaren måste få läsa och skriva, ingen får köra",
    "mode : « {1} » : le propriétaire doit pouvoir lire et écrire, personne exécuter",
  ],
  ["owner: \"{1}\" is not USER:GROUP", "owner: ”{1}” är inte USER:GROUP", "owner : « {1} » n’est pas de la forme USER:GROUP"],
  ["owner: no user \"{1}\" here", "owner: det finns ingen användare ”{1}” här", "owner : pas d’utilisateur « {1} » ici"],
  ["owner: no group \"{1}\" here", "owner: det finns ingen grupp ”{1}” här", "owner : pas de groupe « {1} » ici"],
  ["root is not set", "root är inte inställt", "root n’est pas défini"],
  ["root: \"{1}\" does not begin with /", "root: ”{1}” börjar inte med /", "root : « {1} » ne commence pas par /"],
  [
    "path: \"{1}\" is not made of names and %u, %n, %d, parted by /",
    "path: ”{1}” består inte av namn och %u, %n, %d, skilda av /",
    "path : « {1} » n’est pas fait de noms et de %u, %n, %d, séparés par /",
  ],
  [
    "path: \"{1}\" is the same for all mailboxes: it needs %u or %n",
    "path: ”{1}” är densamma för alla postlådor: %u eller %n behövs",
    "path : « {1} » est le même pour toutes les boîtes : il y faut %u ou %n",
  ],
  // check.c
  ["{1} MB are free", "{1} MB är lediga", "{1} Mo libres"],
  [
    "set root to a folder that is there; is its file system mounted?",
    "sätt root till en mapp som finns; är dess filsystem monterat?",
    "mettez dans root un dossier qui existe ; son système de fichiers est-il monté ?",
  ],
  [
    "let the user that runs the archive use this folder",
    "låt användaren som kör arkivet använda mappen",
    "laissez l’utilisateur qui exécute l’archive se servir de ce dossier",
  ],
  ["copies cannot be given to the mailbox's owner", "kopior kan inte ges till postlådans ägare", "les copies ne peuvent pas être données au propriétaire de la boîte"],
  [
    "run the archive as the user whom the Maildirs belong to",
    "kör arkivet som den användare som Maildir-postlådorna tillhör",
    "exécutez l’archive sous l’utilisateur à qui appartiennent les Maildirs",
  ],
  ["copies will belong to root", "kopior kommer att tillhöra root", "les copies appartiendront à root"],
  [
    "set owner to the user whom the Maildirs belong to",
    "sätt owner till den användare som Maildir-postlådorna tillhör",
    "mettez dans owner l’utilisateur à qui appartiennent les Maildirs",
  ],
  ["messages go into folders such as {1}/{2}", "meddelanden hamnar i mappar som {1}/{2}", "les messages vont dans des dossiers tels que {1}/{2}"],
  ["this folder is no Maildir yet (it has no cur)", "mappen är ingen Maildir än (den saknar cur)", "ce dossier n’est pas encore un Maildir (il n’a pas de cur)"],
  [
    "is path right? A server makes it when its owner signs in",
    "är path rätt? En server skapar den när ägaren loggar in",
    "path est-il juste ? Un serveur le crée quand son propriétaire se connecte",
  ],
  ["it is not there, and will be made", "den finns inte, och kommer att skapas", "elle n’existe pas, et sera créée"],
  ["see docs/targets/maildir.md", "se docs/targets/maildir.md", "voir docs/targets/maildir.md"],
  // deliver.c, find.c, folder.c, message.c: also in front of a system's words
  [
    "syncing a folder; look at the disk and the system's log",
    "synkning av en mapp; titta på disken och i systemets logg",
    "synchronisation d’un dossier ; examinez le disque et le journal du système",
  ],
  ["looking for copies", "sökning efter kopior", "recherche de copies"],
  ["a message", "ett meddelande", "un message"],
  [
    "{1}/{2} is not there: make it (create=yes does), or correct path or the person's mailbox",
    "{1}/{2} finns inte: skapa den (create=yes gör det), eller rätta path eller personens postlåda",
    "{1}/{2} n’existe pas : créez-le (create=yes le fait), ou corrigez path ou la boîte de la personne",
  ],
  [
    "root: {1}: let the user that runs the archive read and write it",
    "root: {1}: låt användaren som kör arkivet läsa och skriva där",
    "root : {1} : laissez l’utilisateur qui exécute l’archive y lire et écrire",
  ],
  ["root: {1}: is its file system mounted?", "root: {1}: är dess filsystem monterat?", "root : {1} : son système de fichiers est-il monté ?"],
  [
    "the person's mailbox is no address that a folder could be named after",
    "personens postlåda är ingen adress som en mapp kan få namn efter",
    "la boîte de la personne n’est pas une adresse dont un dossier pourrait porter le nom",
  ],
  // trouble.c: what to do about it
  ["make room in this file system", "skapa plats i filsystemet", "faites de la place dans ce système de fichiers"],
  ["make the file system writable again", "gör filsystemet skrivbart igen", "rendez le système de fichiers de nouveau inscriptible"],
  ["look at the disk and the system's log", "titta på disken och i systemets logg", "examinez le disque et le journal du système"],
  ["is the file system mounted?", "är filsystemet monterat?", "le système de fichiers est-il monté ?"],
  ["is the file server there?", "är filservern igång?", "le serveur de fichiers est-il là ?"],
  ["raise the limit of open files", "höj gränsen för öppna filer", "augmentez la limite de fichiers ouverts"],
  ["raise its owner's quota, or make room there", "höj ägarens kvot, eller skapa plats där", "augmentez le quota de son propriétaire, ou faites-y de la place"],
  ["let the user that runs the archive write there", "låt användaren som kör arkivet skriva där", "laissez l’utilisateur qui exécute l’archive y écrire"],
  [
    "let the user that runs the archive write there and, where owner is set, give files away",
    "låt användaren som kör arkivet skriva där och, om owner är inställt, överlåta filer",
    "laissez l’utilisateur qui exécute l’archive y écrire et, si owner est défini, donner des fichiers à d’autres",
  ],
  ["raise the limit of file sizes", "höj gränsen för filstorlekar", "augmentez la limite de taille des fichiers"],
  [
    "below root no link is followed: put the folder itself there",
    "under root följs inga länkar: lägg själva mappen där",
    "sous root, aucun lien n’est suivi : mettez-y le dossier lui-même",
  ],
  ["a folder has to be there (no link)", "det måste finnas en mapp där (ingen länk)", "il faut un dossier à cet endroit (pas un lien)"],
];
