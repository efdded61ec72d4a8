// What the verbs refuse. What they are for is in verb-help.ts.
import type { Text } from "../words";

export const verb: Text[] = [
  ["the output: {1}", "utdata: {1}", "la sortie : {1}"],
  ["remove folder {1}", "ta bort mappen {1}", "supprimer le dossier {1}"],
  // the arguments of a request
  ["`{1}` takes nothing: \"{2}\" is not known", "`{1}` tar inga argument: ”{2}” är okänt", "`{1}` ne prend aucun argument : « {2} » est inconnu"],
  ["`{1}` has no \"{2}\"; it has {3}", "`{1}` har inget ”{2}”; det som finns är {3}", "`{1}` n’a pas de « {2} » ; il y a {3}"],
  ["{1} takes {2}", "{1} ska vara {2}", "{1} doit être {2}"],
  ["a file, which is sent as the body of the request", "en fil, som skickas som anropets innehåll", "un fichier, envoyé comme corps de la requête"],
  ["{1} is given twice", "{1} är angivet två gånger", "{1} est donné deux fois"],
  ["true or false", "true eller false", "true ou false"],
  [
    "an object, in the body: secrets never stand in an address",
    "ett objekt, i anropets innehåll: hemligheter står aldrig i en adress",
    "un objet, dans le corps de la requête : les secrets ne figurent jamais dans une adresse",
  ],
  ["an object of names and secrets", "ett objekt med namn och hemligheter", "un objet de noms et de secrets"],
  ["an object of names and values", "ett objekt med namn och värden", "un objet de noms et de valeurs"],
  ["{1}: \"{2}\" has a value that is no text", "{1}: ”{2}” har ett värde som inte är text", "{1} : « {2} » a une valeur qui n’est pas un texte"],
  ["a whole number", "ett heltal", "un nombre entier"],
  ["a text", "en text", "un texte"],
  ["the body is to be a JSON object", "anropets innehåll ska vara ett JSON-objekt", "le corps de la requête doit être un objet JSON"],
  ["`{1}` takes no file", "`{1}` tar ingen fil", "`{1}` ne prend pas de fichier"],
  ["{1}{2} takes a whole number, not \"{3}\"", "{1}{2} ska vara ett heltal, inte ”{3}”", "{1}{2} doit être un nombre entier, pas « {3} »"],
  ["{1}{2} takes {3}, not \"{4}\"", "{1}{2} ska vara {3}, inte ”{4}”", "{1}{2} doit être {3}, pas « {4} »"],
  ["--{1} is given twice", "--{1} är angivet två gånger", "--{1} est donné deux fois"],
  ["--{1} takes no value", "--{1} tar inget värde", "--{1} ne prend pas de valeur"],
  [
    "--{1} takes {2}: there is no \"=\" with a name before it",
    "--{1} ska vara {2}: det finns inget ”=” med ett namn framför",
    "--{1} doit être {2} : il n’y a pas de « = » précédé d’un nom",
  ],
  ["--{1} needs a value: --{2} {3}", "--{1} behöver ett värde: --{2} {3}", "--{1} a besoin d’une valeur : --{2} {3}"],
  ["`{1}` needs {2}: {3}", "`{1}` behöver {2}: {3}", "`{1}` a besoin de {2} : {3}"],
  [
    "--{1}: \"{2}\" is no time; give one such as 2026-03-01 or 2026-03-01T10:00:00Z (UTC)",
    "--{1}: ”{2}” är ingen tid; ange en sådan som 2026-03-01 eller 2026-03-01T10:00:00Z (UTC)",
    "--{1} : « {2} » n’est pas une date ; donnez par exemple 2026-03-01 ou 2026-03-01T10:00:00Z (UTC)",
  ],
  [
    "--{1}: \"{2}\" is not a time such as 2026-01-31 or 2026-01-31T12:00:00Z",
    "--{1}: ”{2}” är inte en tid som 2026-01-31 eller 2026-01-31T12:00:00Z",
    "--{1} : « {2} » n’est pas une date comme 2026-01-31 ou 2026-01-31T12:00:00Z",
  ],
  ["secret {1} is empty", "hemligheten {1} är tom", "le secret {1} est vide"],
  ["secret {1} is longer than 64 KiB", "hemligheten {1} är längre än 64 KiB", "le secret {1} dépasse 64 Kio"],
  [
    "secret {1} is longer than 64 KiB: is this the right file?",
    "hemligheten {1} är längre än 64 KiB: är det rätt fil?",
    "le secret {1} dépasse 64 Kio : est-ce le bon fichier ?",
  ],
  [
    "secret {1} holds a NUL byte: this is not text",
    "hemligheten {1} innehåller en NUL-byte: det är inte text",
    "le secret {1} contient un octet nul : ce n’est pas du texte",
  ],

  // who may
  [
    "only the owner of the folder {1} may do this, at the command line",
    "bara ägaren till mappen {1} får göra detta, på kommandoraden",
    "seul le propriétaire du dossier {1} peut le faire, en ligne de commande",
  ],
  [
    "{1} has no account here: whoever has the role \"{2}\" can make one",
    "{1} har inget konto här: den som har rollen ”{2}” kan skapa ett",
    "{1} n’a pas de compte ici : une personne ayant le rôle « {2} » peut en créer un",
  ],
  [
    "{1} may not do this: it needs the role \"{2}\"; whoever has the role \"{3}\" can give it, by a role group",
    "{1} får inte göra detta: det kräver rollen ”{2}”; den som har rollen ”{3}” kan ge den genom en rollgrupp",
    "{1} ne peut pas faire cela : il faut le rôle « {2} » ; une personne ayant le rôle « {3} » peut l’attribuer, par un groupe de rôles",
  ],

  // the archive
  [
    "the process that serves has the installation open for writing",
    "den process som kör `estreat serve` har installationen öppen för skrivning",
    "le processus d’`estreat serve` a ouvert l’installation en écriture",
  ],
  [
    "there is no mailbox \"{1}\"; `estreat mailbox list` shows those there are",
    "det finns ingen postlåda ”{1}”; `estreat mailbox list` visar dem som finns",
    "il n’existe pas de boîte « {1} » ; `estreat mailbox list` montre celles qui existent",
  ],
  [
    "there is no message \"{1}\": give its number, or its Message-ID, as `estreat mailbox messages` shows them",
    "det finns inget meddelande ”{1}”: ange dess nummer eller dess Message-ID, så som `estreat mailbox messages` visar dem",
    "il n’existe pas de message « {1} » : donnez son numéro ou son Message-ID, tels que les montre `estreat mailbox messages`",
  ],
  [
    "message {1} has no part in record {2}; without --part they are listed",
    "meddelande {1} har ingen del i post {2}; utan --part listas delarna",
    "le message {1} n’a pas de partie dans l’enregistrement {2} ; sans --part, elles sont listées",
  ],
  [
    "message {1} has {2} parts, not a part {3}",
    "meddelande {1} har {2} {2?del|delar}, ingen del {3}",
    "le message {1} a {2} {2?partie|parties}, pas de partie {3}",
  ],
  [
    "message {1} has no HTML; `estreat message show` has its text",
    "meddelande {1} har ingen HTML; `estreat message show` har dess text",
    "le message {1} n’a pas de HTML ; `estreat message show` donne son texte",
  ],
  [
    "--eml, --raw, --part and --number exclude each other",
    "--eml, --raw, --part och --number utesluter varandra",
    "--eml, --raw, --part et --number s’excluent mutuellement",
  ],
  [
    "--eml, --part and --number give bytes: there is no --json of them",
    "--eml, --part och --number ger byte: de finns inte som --json",
    "--eml, --part et --number donnent des octets : il n’y en a pas de forme --json",
  ],
  ["it gives bytes: there is no --json of them", "det ger byte: de finns inte som --json", "cela donne des octets : il n’y en a pas de forme --json"],
  ["the report in control is not JSON", "rapporten i control är inte JSON", "le rapport dans control n’est pas du JSON"],

  // connectors and runs
  [
    "there is no run 0: runs count from 1, and without --run it is {1}",
    "det finns ingen körning 0: körningar räknas från 1, och utan --run gäller det {1}",
    "il n’y a pas d’exécution 0 : elles comptent à partir de 1, et sans --run : {1}",
  ],
  ["all of them", "alla", "toutes"],
  ["the last", "den senaste", "la dernière"],
  [
    "no longer waiting; run {1} goes on in the other process",
    "väntar inte längre; körning {1} fortsätter i den andra processen",
    "l’attente est terminée ; l’exécution {1} continue dans l’autre processus",
  ],
  [
    "nobody serves who could do it: start `estreat serve`, or leave --no-wait out",
    "ingen kan utföra det eftersom `estreat serve` inte körs: starta `estreat serve`, eller utelämna --no-wait",
    "personne ne peut le faire, car `estreat serve` ne fonctionne pas : démarrez `estreat serve`, ou omettez --no-wait",
  ],

  // alerts and channels
  ["alerts count from 1", "larm räknas från 1", "les alertes comptent à partir de 1"],
  ["there is no alert {1}", "det finns inget larm {1}", "il n’existe pas d’alerte {1}"],
  ["the note is longer than 2000 bytes", "anteckningen är längre än 2000 byte", "la note dépasse 2000 octets"],
  [
    "there is no kind \"{1}\" of channel; `estreat channel kinds` lists those there are",
    "det finns inget slag ”{1}” av kanaler; `estreat channel kinds` listar dem som finns",
    "il n’existe pas de canal du type « {1} » ; `estreat channel kinds` liste les types existants",
  ],

  // nothing to change
  [
    "nothing to change: give --set KEY=VALUE or --secret KEY=FILE",
    "inget att ändra: ange --set KEY=VALUE eller --secret KEY=FILE",
    "rien à modifier : donnez --set KEY=VALUE ou --secret KEY=FILE",
  ],
  ["nothing to change: give --set KEY=VALUE", "inget att ändra: ange --set KEY=VALUE", "rien à modifier : donnez --set KEY=VALUE"],
  [
    "nothing to change: give --severity, --bound, --silent or --default",
    "inget att ändra: ange --severity, --bound, --silent eller --default",
    "rien à modifier : donnez --severity, --bound, --silent ou --default",
  ],
  [
    "nothing to change: give --add, --take or --description",
    "inget att ändra: ange --add, --take eller --description",
    "rien à modifier : donnez --add, --take ou --description",
  ],
  [
    "nothing to change: give --title, --language, --provider or --subject",
    "inget att ändra: ange --title, --language, --provider eller --subject",
    "rien à modifier : donnez --title, --language, --provider ou --subject",
  ],

  // targets, the store, the vault
  [
    "only one of --listen, --callback and --withdraw at a time",
    "bara en av --listen, --callback och --withdraw åt gången",
    "un seul à la fois parmi --listen, --callback et --withdraw",
  ],
  [
    "there is no kind \"{1}\" of target; `estreat target kinds` lists those there are",
    "det finns inget slag ”{1}” av mål; `estreat target kinds` listar dem som finns",
    "il n’existe pas de cible du type « {1} » ; `estreat target kinds` liste les types existants",
  ],
  [
    "no store is set up: name one with --kind; `estreat store kinds` lists them",
    "ingen lagring är inställd: ange en med --kind; `estreat store kinds` listar dem",
    "aucun stockage n’est configuré : nommez-en un avec --kind ; `estreat store kinds` les liste",
  ],
  ["no store is set up: `estreat store set`", "ingen lagring är inställd: `estreat store set`", "aucun stockage n’est configuré : `estreat store set`"],
  [
    "a store of kind {1} is in use: `estreat vault move --to {2}` moves to another",
    "en lagring av slaget {1} används: `estreat vault move --to {2}` flyttar till en annan",
    "un stockage du type {1} est utilisé : `estreat vault move --to {2}` déplace vers un autre",
  ],
  [
    "there is no store \"{1}\"; `estreat store kinds` lists those there are",
    "det finns ingen lagring ”{1}”; `estreat store kinds` listar dem som finns",
    "il n’existe pas de stockage « {1} » ; `estreat store kinds` liste ceux qui existent",
  ],
  [
    "no longer waiting; the other process goes on with it",
    "väntar inte längre; den andra processen fortsätter med det",
    "l’attente est terminée ; l’autre processus continue",
  ],
  [
    "interrupted: `estreat vault move`, or `estreat serve`, goes on with it",
    "avbrutet: `estreat vault move`, eller `estreat serve`, fortsätter med det",
    "interrompu : `estreat vault move`, ou `estreat serve`, continuera",
  ],
  [
    "--set, --secret and --keep belong to a new place: name it with --to",
    "--set, --secret och --keep hör till en ny plats: ange den med --to",
    "--set, --secret et --keep vont avec un nouvel emplacement : nommez-le avec --to",
  ],
  [
    "--back goes to where it came from: leave --to out",
    "--back går tillbaka dit det kom ifrån: utelämna --to",
    "--back retourne là d’où cela vient : omettez --to",
  ],
  [
    "\"local\" is the vault's own folder and has no settings",
    "”local” är arkivets egen mapp och har inga inställningar",
    "« local » est le dossier de l’archive elle-même et n’a pas de réglages",
  ],

  // the portal's settings
  ["the portal", "portalen", "le portail"],
  ["where it listens: ADDRESS:PORT", "var den lyssnar: ADDRESS:PORT", "où il écoute : ADDRESS:PORT"],
  ["how people reach it: https://archive.example.com", "hur man når den: https://archive.example.com", "comment on l’atteint : https://archive.example.com"],
  [
    "file of its certificate and chain (PEM): TLS without a proxy",
    "fil med dess certifikat och kedja (PEM): TLS utan proxy",
    "fichier de son certificat et de la chaîne (PEM) : TLS sans proxy",
  ],
  ["file of the certificate's key (PEM)", "fil med certifikatets nyckel (PEM)", "fichier de la clé du certificat (PEM)"],
  [
    "address of the proxy in front, whose X-Forwarded-For is believed",
    "adressen till proxyn framför, vars X-Forwarded-For är att lita på",
    "adresse du proxy placé devant, dont X-Forwarded-For est cru",
  ],
  [
    "folder of the web application, where it is not beside the program",
    "webbprogrammets mapp, om den inte ligger bredvid programmet",
    "dossier de l’application web, s’il n’est pas à côté du programme",
  ],
  [
    "url={1} is not https://HOST or https://HOST:PORT in lower case, nothing behind it",
    "url={1} är inte https://HOST eller https://HOST:PORT med små bokstäver och inget efter",
    "url={1} n’est pas https://HOST ou https://HOST:PORT en minuscules, sans rien derrière",
  ],
  ["proxy={1} is no IP address", "proxy={1} är ingen IP-adress", "proxy={1} n’est pas une adresse IP"],

  // the built-in role groups, the first account (catalog/control.c)
  ["Sets up the installation and says who may what", "Ställer in installationen och säger vem som får vad", "Configure l’installation et dit qui peut quoi"],
  ["Sets up the installation, sees who did what", "Ställer in installationen, ser vem som gjorde vad", "Configure l’installation, voit qui a fait quoi"],
  ["Finds, reads and takes out messages", "Söker fram, läser och tar ut meddelanden", "Trouve, lit et extrait des messages"],
  ["Sees how all is set up and who did what", "Ser hur allt är inställt och vem som gjorde vad", "Voit comment tout est configuré et qui a fait quoi"],
  ["The command line", "Kommandoraden", "La ligne de commande"],
  ["Owner of the installation's folder", "Ägare till installationens mapp", "Propriétaire du dossier de l’installation"],
];
