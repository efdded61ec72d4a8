// What verbs are for, as the audit tells it of an act, and what their required parameters are.
// The names of verbs themselves stay as they are.
import type { Text } from "../words";

export const verbHelp: Text[] = [
  // connectors, sources
  [
    "Show the sums of a run: states, reasons, days, people",
    "Visa summorna för en körning: tillstånd, orsaker, dagar, personer",
    "Montrer les sommes d’une exécution : états, raisons, jours, personnes",
  ],
  [
    "List every object with its state, and every copy",
    "Lista varje objekt med dess tillstånd, och varje kopia",
    "Lister chaque objet avec son état, et chaque copie",
  ],
  [
    "Sign in to a connector's source in a browser",
    "Logga in hos en anslutnings källa i en webbläsare",
    "Se connecter à la source d’un connecteur dans un navigateur",
  ],
  [
    "Set up a named, scheduled connection to a source",
    "Ställ in en namngiven, schemalagd anslutning till en källa",
    "Configurer une connexion nommée et planifiée à une source",
  ],
  ["Change a connector's settings and secrets", "Ändra en anslutnings inställningar och hemligheter", "Modifier les réglages et secrets d’un connecteur"],
  [
    "List the connectors, how they did, when they run next",
    "Lista anslutningarna, hur det gick, när de körs nästa gång",
    "Lister les connecteurs, leurs résultats, leur prochaine exécution",
  ],
  ["Show a connector's settings and how it did", "Visa en anslutnings inställningar och hur det gick", "Montrer les réglages d’un connecteur et ses résultats"],
  [
    "Let a connector rest: it does not run until it is resumed",
    "Låt en anslutning vila: den körs inte förrän den återupptas",
    "Mettre un connecteur en pause : il ne s’exécute pas jusqu’à sa reprise",
  ],
  [
    "Let a paused connector run again, as its schedule says",
    "Låt en pausad anslutning köras igen, enligt sitt schema",
    "Reprendre un connecteur en pause, selon sa planification",
  ],
  [
    "Remove a connector; what it archived is kept",
    "Ta bort en anslutning; det den arkiverat behålls",
    "Supprimer un connecteur ; ce qu’il a archivé est conservé",
  ],
  [
    "Ask the source whether a connector would get everything",
    "Fråga källan om en anslutning skulle få allt",
    "Demander à la source si un connecteur obtiendrait tout",
  ],
  [
    "List the runs of a connector with their sums, newest first",
    "Lista en anslutnings körningar med summor, den nyaste först",
    "Lister les exécutions d’un connecteur avec leurs sommes, la plus récente d’abord",
  ],
  [
    "Run a connector now, and say what came of it",
    "Kör en anslutning nu, och säg vad det blev av det",
    "Exécuter un connecteur maintenant, et dire le résultat",
  ],
  [
    "Give a connector a mapping of its own, or show it",
    "Ge en anslutning en egen mappning, eller visa den",
    "Donner à un connecteur sa propre association, ou la montrer",
  ],
  [
    "List accounts at the source, and whose mailbox each is",
    "Lista konton hos källan, och vems postlåda vart och ett hör till",
    "Lister les comptes à la source, et la boîte de chacun",
  ],
  [
    "List the platforms that connectors can be made for",
    "Lista de plattformar som anslutningar kan skapas för",
    "Lister les plateformes pour lesquelles des connecteurs sont possibles",
  ],
  [
    "Show a platform's settings, and what each means",
    "Visa en plattforms inställningar, och vad var och en betyder",
    "Montrer les réglages d’une plateforme, et le sens de chacun",
  ],
  [
    "Show what is accepted before a platform is connected",
    "Visa vad som godkänns innan en plattform ansluts",
    "Montrer ce qui est accepté avant de connecter une plateforme",
  ],
  ["Accept the terms of connecting a platform", "Godkänn villkoren för att ansluta en plattform", "Accepter les conditions de connexion d’une plateforme"],

  // alerts, channels, the audit, the state of everything
  [
    "List what is not in order, the most severe first",
    "Lista det som inte är i sin ordning, det allvarligaste först",
    "Lister ce qui n’est pas en ordre, le plus grave d’abord",
  ],
  [
    "Show an alert: what, since when, who has seen it",
    "Visa ett larm: vad, sedan när, vem som har sett det",
    "Montrer une alerte : quoi, depuis quand, qui l’a vue",
  ],
  [
    "Say that you look after it: it is not told again",
    "Säg att du tar hand om det: det meddelas inte igen",
    "Dire que vous vous en occupez : elle n’est plus notifiée",
  ],
  [
    "List the rules: what is taken for not in order",
    "Lista reglerna: vad som anses inte vara i sin ordning",
    "Lister les règles : ce qui est tenu pour anormal",
  ],
  [
    "Change a rule: its severity, its bound, or not at all",
    "Ändra en regel: dess allvar, dess gräns, eller att den är tyst",
    "Modifier une règle : sa gravité, son seuil, ou la rendre silencieuse",
  ],
  ["Hold the rules against everything now, and tell", "Pröva reglerna mot allt nu, och meddela", "Appliquer les règles à tout maintenant, et notifier"],
  [
    "List the kinds of channels, or the settings of one",
    "Lista slagen av kanaler, eller inställningarna för ett",
    "Lister les types de canaux, ou les réglages de l’un d’eux",
  ],
  [
    "Have alerts told: by mail, webhook or syslog",
    "Få larm meddelade: med e-post, webhook eller syslog",
    "Faire notifier les alertes : par e-mail, webhook ou syslog",
  ],
  ["Change a channel's settings and secrets", "Ändra en kanals inställningar och hemligheter", "Modifier les réglages et secrets d’un canal"],
  ["Tell nothing by a channel any more", "Meddela inget mer via en kanal", "Ne plus rien notifier par un canal"],
  ["List the channels by which alerts are told", "Lista kanalerna som larm meddelas via", "Lister les canaux par lesquels les alertes sont notifiées"],
  [
    "Show a channel's settings, and what waits for it",
    "Visa en kanals inställningar, och vad som väntar på den",
    "Montrer les réglages d’un canal, et ce qui l’attend",
  ],
  [
    "Tell something by a channel now, and say how it went",
    "Meddela något via en kanal nu, och säg hur det gick",
    "Notifier quelque chose par un canal maintenant, et dire le résultat",
  ],
  [
    "List who did what, from where, and how it ended",
    "Lista vem som gjorde vad, varifrån, och hur det slutade",
    "Lister qui a fait quoi, d’où, et avec quel résultat",
  ],
  [
    "Is everything captured, and what needs a person?",
    "Är allt hämtat, och vad behöver en person?",
    "Tout est-il collecté, et qu’est-ce qui attend une personne ?",
  ],
  [
    "Print the figures of `estreat status` for Prometheus",
    "Skriv ut siffrorna från `estreat status` för Prometheus",
    "Écrire les chiffres d’`estreat status` pour Prometheus",
  ],

  // directories, persons
  ["Follow a directory: who is who comes from there", "Följ en katalog: vem som är vem hämtas därifrån", "Suivre un annuaire : qui est qui vient de là"],
  ["Change a directory's settings and secrets", "Ändra en katalogs inställningar och hemligheter", "Modifier les réglages et secrets d’un annuaire"],
  [
    "Follow a directory no more; its persons are kept",
    "Följ inte längre en katalog; dess personer behålls",
    "Ne plus suivre un annuaire ; ses personnes sont conservées",
  ],
  ["Show the settings of a kind of directory", "Visa inställningarna för ett slag av kataloger", "Montrer les réglages d’un type d’annuaire"],
  ["List the directories that are followed, and their age", "Lista katalogerna som följs, och deras ålder", "Lister les annuaires suivis, et leur ancienneté"],
  [
    "Show a directory's settings, state and conflicts",
    "Visa en katalogs inställningar, tillstånd och konflikter",
    "Montrer les réglages, l’état et les conflits d’un annuaire",
  ],
  [
    "Say what would keep a directory's persons from arriving",
    "Säg vad som skulle hindra en katalogs personer från att komma",
    "Dire ce qui empêcherait les personnes d’un annuaire d’arriver",
  ],
  [
    "Ask a directory now, and write what is new as dated facts",
    "Fråga en katalog nu, och skriv det nya som daterade uppgifter",
    "Interroger un annuaire maintenant, et inscrire les nouveautés comme faits datés",
  ],
  [
    "List who was seen and has no mailbox, and idle mailboxes",
    "Lista vilka som setts och saknar postlåda, och oanvända postlådor",
    "Lister qui a été vu sans avoir de boîte, et les boîtes inactives",
  ],
  [
    "Import persons and their addresses from a CSV file",
    "Importera personer och deras adresser från en CSV-fil",
    "Importer des personnes et leurs adresses d’un fichier CSV",
  ],
  [
    "List persons with their addresses, mailboxes and validity",
    "Lista personer med deras adresser, postlådor och giltighet",
    "Lister les personnes avec leurs adresses, boîtes et validité",
  ],

  // mailboxes, messages, the vault
  ["List what was said before and behind it", "Lista det som sades före och efter", "Lister ce qui a été dit avant et après"],
  [
    "Write mailboxes out as .eml files, Maildirs or mbox files",
    "Skriv postlådor till .eml-filer, Maildir-mappar eller mbox-filer",
    "Écrire des boîtes sous forme de fichiers .eml, de Maildir ou de fichiers mbox",
  ],
  [
    "List the mailboxes and how many messages each has",
    "Lista postlådorna och hur många meddelanden var och en har",
    "Lister les boîtes et le nombre de messages de chacune",
  ],
  ["List the folders of a mailbox and what each has", "Lista mapparna i en postlåda och vad var och en har", "Lister les dossiers d’une boîte et leur contenu"],
  ["List the messages of a mailbox", "Lista meddelandena i en postlåda", "Lister les messages d’une boîte"],
  [
    "Show a message: text, attachments, people, who has it",
    "Visa ett meddelande: text, bilagor, personer, vem som har det",
    "Montrer un message : texte, pièces jointes, personnes, qui l’a",
  ],
  [
    "Write a message's own HTML to standard output",
    "Skriv ett meddelandes egen HTML till standardutmatningen",
    "Écrire le HTML d’un message sur la sortie standard",
  ],
  ["Read and verify everything that is stored", "Läs och kontrollera allt som är lagrat", "Lire et vérifier tout ce qui est stocké"],
  [
    "Say how much there is, and how much room it takes",
    "Säg hur mycket som finns, och hur mycket plats det tar",
    "Dire combien il y en a, et la place que cela prend",
  ],
  ["Make the catalog again from the packs", "Skapa innehållsförteckningen på nytt ur packarna", "Refaire le catalogue à partir des paquets"],
  [
    "Move packs and objects to another store, or back",
    "Flytta packar och objekt till en annan lagring, eller tillbaka",
    "Déplacer paquets et objets vers un autre stockage, ou les ramener",
  ],
  [
    "Keep packs and objects in a store, or change its settings",
    "Förvara packar och objekt i en lagring, eller ändra dess inställningar",
    "Conserver paquets et objets dans un stockage, ou modifier ses réglages",
  ],
  [
    "List the kinds of stores, or the settings of one",
    "Lista slagen av lagring, eller inställningarna för ett",
    "Lister les types de stockage, ou les réglages de l’un d’eux",
  ],
  [
    "Try the store: sign-in, writing, reading, listing, locking",
    "Pröva lagringen: inloggning, skrivning, läsning, listning, låsning",
    "Essayer le stockage : connexion, écriture, lecture, énumération, verrouillage",
  ],
  [
    "Show the store, what is in it, what waits, what hinders it",
    "Visa lagringen, vad som finns i den, vad som väntar, vad som hindrar den",
    "Montrer le stockage, son contenu, ce qui attend, ce qui l’empêche",
  ],

  // targets
  [
    "Have a tenant's administrator consent, or take it back",
    "Låt en klientorganisations administratör ge sitt medgivande, eller återkalla det",
    "Obtenir le consentement de l’administrateur d’un client, ou le retirer",
  ],
  [
    "List the kinds of targets, or the settings of one",
    "Lista slagen av mål, eller inställningarna för ett",
    "Lister les types de cibles, ou les réglages de l’un d’eux",
  ],
  ["Set up mailboxes outside of the archive", "Ställ in postlådor utanför arkivet", "Configurer des boîtes hors de l’archive"],
  ["Change a target's settings and secrets", "Ändra ett måls inställningar och hemligheter", "Modifier les réglages et secrets d’une cible"],
  ["List the targets, and what waits for each", "Lista målen, och vad som väntar på vart och ett", "Lister les cibles, et ce qui attend pour chacune"],
  [
    "Show a target, and what keeps copies from their mailboxes",
    "Visa ett mål, och vad som hindrar kopior från att nå sina postlådor",
    "Montrer une cible, et ce qui empêche les copies d’atteindre leurs boîtes",
  ],
  ["Ask the server whether copies would arrive", "Fråga servern om kopior skulle komma fram", "Demander au serveur si les copies arriveraient"],
  [
    "Try again now what waits for a target, or was refused",
    "Försök nu igen med det som väntar på ett mål, eller avvisades",
    "Réessayer maintenant ce qui attend pour une cible, ou a été refusé",
  ],
  [
    "Send what waits for a target to another one instead",
    "Skicka det som väntar på ett mål till ett annat i stället",
    "Envoyer ce qui attend pour une cible à une autre à la place",
  ],
  [
    "Remove a target that nothing is delivered to any more",
    "Ta bort ett mål som inget längre levereras till",
    "Supprimer une cible à laquelle plus rien n’est livré",
  ],

  // the installation, the portal
  ["Change how the portal is reached", "Ändra hur portalen nås", "Modifier la façon d’atteindre le portail"],
  ["Show how the portal is reached", "Visa hur portalen nås", "Montrer comment le portail est atteint"],
  [
    "Run connectors, deliver copies, serve the portal",
    "Kör anslutningar, leverera kopior, tillhandahåll portalen",
    "Exécuter les connecteurs, livrer les copies, servir le portail",
  ],
  [
    "Make a new installation in an absent or empty folder",
    "Skapa en ny installation i en tom mapp eller en som inte finns",
    "Créer une installation dans un dossier vide ou absent",
  ],
  ["Print the program's version", "Skriv ut programmets version", "Écrire la version du programme"],
  [
    "Tell about all verbs, about those of a noun, or about one",
    "Berätta om alla verb, om dem för ett substantiv, eller om ett",
    "Renseigner sur tous les verbes, sur ceux d’un nom, ou sur un seul",
  ],
  [
    "Print a script that completes words in a shell",
    "Skriv ut ett skript som fullbordar ord i ett skal",
    "Écrire un script qui complète les mots dans un shell",
  ],

  // role groups, accounts, tokens, sign-in
  [
    "List the roles there are, and what each lets",
    "Lista rollerna som finns, och vad var och en tillåter",
    "Lister les rôles existants, et ce que chacun permet",
  ],
  [
    "List role groups, their roles and numbers of members",
    "Lista rollgrupper, deras roller och antal medlemmar",
    "Lister les groupes de rôles, leurs rôles et le nombre de membres",
  ],
  ["Show a role group's roles and members", "Visa en rollgrupps roller och medlemmar", "Montrer les rôles et les membres d’un groupe de rôles"],
  ["Make a role group of your own", "Skapa en egen rollgrupp", "Créer votre propre groupe de rôles"],
  ["Make a role group with the roles of another", "Skapa en rollgrupp med en annans roller", "Créer un groupe de rôles avec les rôles d’un autre"],
  ["Give a role group roles, or take some away", "Ge en rollgrupp roller, eller ta bort några", "Donner des rôles à un groupe de rôles, ou lui en retirer"],
  ["Remove a role group of your own", "Ta bort en egen rollgrupp", "Supprimer un groupe de rôles à vous"],
  ["Put an account into a role group", "Lägg ett konto i en rollgrupp", "Mettre un compte dans un groupe de rôles"],
  ["Take an account out of a role group", "Ta ett konto ur en rollgrupp", "Retirer un compte d’un groupe de rôles"],
  [
    "Let people sign in at your organisation's provider",
    "Låt personer logga in via organisationens leverantör",
    "Permettre la connexion chez le fournisseur de votre organisation",
  ],
  [
    "Show an identity provider's settings and mapping",
    "Visa en identitetsleverantörs inställningar och mappning",
    "Montrer les réglages et associations d’un fournisseur d’identité",
  ],
  [
    "List the identity providers where people sign in",
    "Lista identitetsleverantörerna där personer loggar in",
    "Lister les fournisseurs d’identité où l’on se connecte",
  ],
  [
    "Ask an identity provider whether people can sign in",
    "Fråga en identitetsleverantör om personer kan logga in",
    "Demander à un fournisseur d’identité si l’on peut se connecter",
  ],
  [
    "Let nobody sign in at an identity provider any more",
    "Låt ingen längre logga in via en identitetsleverantör",
    "Ne plus permettre la connexion chez un fournisseur d’identité",
  ],
  ["Show how long sessions last", "Visa hur länge sessioner varar", "Montrer la durée des sessions"],
  ["Change how long sessions last", "Ändra hur länge sessioner varar", "Modifier la durée des sessions"],
  ["Make a token for a program that uses the API", "Skapa en token för ett program som använder API:et", "Créer un jeton pour un programme qui utilise l’API"],
  [
    "List your tokens; of others with Role Management",
    "Lista dina token; andras med Role Management",
    "Lister vos jetons ; ceux des autres avec Role Management",
  ],
  [
    "Remove a token: what has it is let in no more",
    "Ta bort en token: det som har den släpps inte längre in",
    "Supprimer un jeton : ce qui le possède n’est plus admis",
  ],
  ["Make an account for a person or a program", "Skapa ett konto för en person eller ett program", "Créer un compte pour une personne ou un programme"],
  [
    "Change an account: names, language, where it signs in",
    "Ändra ett konto: namn, språk, var det loggar in",
    "Modifier un compte : noms, langue, lieu de connexion",
  ],
  [
    "List accounts, how they sign in, and their groups",
    "Lista konton, hur de loggar in, och deras grupper",
    "Lister les comptes, leur mode de connexion et leurs groupes",
  ],
  ["Show an account, its roles and open sessions", "Visa ett konto, dess roller och öppna sessioner", "Montrer un compte, ses rôles et sessions ouvertes"],
  [
    "Let an account sign in no more; end its sessions",
    "Låt ett konto inte längre logga in; avsluta dess sessioner",
    "Ne plus laisser un compte se connecter ; terminer ses sessions",
  ],
  ["Let a disabled account sign in again", "Låt ett avstängt konto logga in igen", "Laisser un compte désactivé se connecter de nouveau"],
  [
    "Remove an account; what it did stays recorded",
    "Ta bort ett konto; vad det gjort står kvar antecknat",
    "Supprimer un compte ; ce qu’il a fait reste enregistré",
  ],
  ["Give an account a new one-time password", "Ge ett konto ett nytt engångslösenord", "Donner à un compte un nouveau mot de passe à usage unique"],
  [
    "Let an account try again after wrong passwords",
    "Låt ett konto försöka igen efter felaktiga lösenord",
    "Laisser un compte réessayer après des mots de passe erronés",
  ],
  ["End all sessions of an account", "Avsluta ett kontos alla sessioner", "Terminer toutes les sessions d’un compte"],
  ["As the folder's owner: manage roles again", "Som mappens ägare: hantera roller igen", "En tant que propriétaire du dossier : gérer de nouveau les rôles"],

  // required parameters
  ["a name of `estreat alert rules`", "ett namn från `estreat alert rules`", "un nom d’`estreat alert rules`"],
  ["a name of `estreat source list`", "ett namn från `estreat source list`", "un nom d’`estreat source list`"],
  ["a name of `estreat target kinds`", "ett namn från `estreat target kinds`", "un nom d’`estreat target kinds`"],
  ["a name of `estreat target list`", "ett namn från `estreat target list`", "un nom d’`estreat target list`"],
  ["a setting; may be repeated", "en inställning; får upprepas", "un réglage ; peut être répété"],
  ["as `estreat source terms` shows it", "så som `estreat source terms` visar det", "tel que l’affiche `estreat source terms`"],
  ["its number", "dess nummer", "son numéro"],
  ["its number, or its Message-ID", "dess nummer, eller dess Message-ID", "son numéro, ou son Message-ID"],
  ["its roles, parted by commas", "dess roller, skilda av kommatecken", "ses rôles, séparés par des virgules"],
  ["ldap or graph", "ldap eller graph", "ldap ou graph"],
  ["mail, webhook or syslog", "mail, webhook eller syslog", "mail, webhook ou syslog"],
  ["name or number", "namn eller nummer", "nom ou numéro"],
  ["the account's name", "kontots namn", "le nom du compte"],
  ["the channel's name", "kanalens namn", "le nom du canal"],
  ["the connector's name", "anslutningens namn", "le nom du connecteur"],
  ["the directory's name", "katalogens namn", "le nom de l’annuaire"],
  ["the file of persons", "filen med personer", "le fichier des personnes"],
  ["the identity provider's name", "identitetsleverantörens namn", "le nom du fournisseur d’identité"],
  ["the new role group's name", "den nya rollgruppens namn", "le nom du nouveau groupe de rôles"],
  ["the role group's name", "rollgruppens namn", "le nom du groupe de rôles"],
  ["the target's name", "målets namn", "le nom de la cible"],
  ["the token's name", "namnet på token", "le nom du jeton"],
];
