// Words of the permissions.
import { words } from "./words";

export const permissions = words({
  title: ["Permissions", "Behörigheter", "Autorisations"],
  pages: ["Areas of the permissions", "Delar av behörigheterna", "Rubriques des autorisations"],
  groups: ["Role groups", "Rollgrupper", "Groupes de rôles"],
  accounts: ["Accounts", "Konton", "Comptes"],
  tokens: ["API tokens", "API-token", "Jetons d’API"],
  providers: ["Sign-in", "Inloggning", "Connexion"],
  name: ["Name", "Namn", "Nom"],
  roles: ["Roles", "Roller", "Rôles"],
  members: ["Members", "Medlemmar", "Membres"],
  description: ["Description", "Beskrivning", "Description"],
  builtin: ["built-in", "inbyggd", "intégré"],
  remove: ["Remove", "Ta bort", "Supprimer"],
  removeSure: ["Remove {name}?", "Ta bort {name}?", "Supprimer {name} ?"],
  state: ["State", "Tillstånd", "État"],
});

export const groups = words({
  text: [
    "A role group gives its members its roles. Built-in groups keep their roles; copies and groups of your own can be changed.",
    "En rollgrupp ger sina medlemmar sina roller. Inbyggda grupper behåller sina roller; kopior och egna grupper kan ändras.",
    "Un groupe de rôles donne ses rôles à ses membres. Les groupes intégrés gardent leurs rôles ; les copies et vos propres groupes sont modifiables.",
  ],
  add: ["Add a role group", "Lägg till en rollgrupp", "Ajouter un groupe de rôles"],
  copy: ["Copy", "Kopiera", "Copier"],
  copyTitle: ["Copy {name}", "Kopiera {name}", "Copier {name}"],
  newName: ["Name of the copy", "Kopians namn", "Nom de la copie"],
  edit: ["Change roles", "Ändra roller", "Modifier les rôles"],
  addMember: ["Add a member", "Lägg till en medlem", "Ajouter un membre"],
  account: ["Account", "Konto", "Compte"],
  noMembers: ["Nobody is in it.", "Ingen är med.", "Personne n’en fait partie."],
  inactive: ["disabled", "avstängd", "désactivé"],
  byProvider: ["by {name}", "via {name}", "par {name}"],
  out: ["Take out", "Ta ur", "Retirer"],
  outOf: ["Take {name} out", "Ta ur {name}", "Retirer {name}"],
  removeText: [
    "Its members lose the roles that they have only by it.",
    "Medlemmarna förlorar de roller de bara har genom den.",
    "Ses membres perdent les rôles qu’ils n’ont que par lui.",
  ],
  noRoles: ["no roles", "inga roller", "aucun rôle"],
});

export const accounts = words({
  text: [
    "Who can sign in. An account without a role group sees nothing.",
    "Vem som kan logga in. Ett konto utan rollgrupp ser inget.",
    "Qui peut se connecter. Un compte sans groupe de rôles ne voit rien.",
  ],
  add: ["Add an account", "Lägg till ett konto", "Ajouter un compte"],
  user: ["Account name", "Kontonamn", "Nom du compte"],
  userHelp: ["Usually the e-mail address.", "Oftast e-postadressen.", "En général l’adresse e-mail."],
  person: ["Person’s name", "Personens namn", "Nom de la personne"],
  group: ["First role group", "Första rollgrupp", "Premier groupe de rôles"],
  noGroup: ["none for now", "ingen tills vidare", "aucun pour l’instant"],
  signsIn: ["Signs in by", "Loggar in med", "Se connecte par"],
  byPassword: ["a password here", "ett lösenord här", "un mot de passe ici"],
  once: [
    "One-time password for {name}. It is shown only now; a new one is chosen at the first sign-in.",
    "Engångslösenord för {name}. Det visas bara nu; ett nytt väljs vid första inloggningen.",
    "Mot de passe à usage unique pour {name}. Il n’est affiché que maintenant ; un nouveau est choisi à la première connexion.",
  ],
  active: ["active", "aktivt", "actif"],
  disabled: ["disabled", "avstängt", "désactivé"],
  locked: ["locked", "låst", "verrouillé"],
  last: ["Last sign-in", "Senaste inloggning", "Dernière connexion"],
  sessions: ["Open sessions", "Öppna sessioner", "Sessions ouvertes"],
  code: ["Two-step sign-in", "Tvåstegsinloggning", "Connexion en deux étapes"],
  mustChange: ["Must choose a password", "Måste välja lösenord", "Doit choisir un mot de passe"],
  created: ["Added", "Tillagt", "Ajouté"],
  waits: ["Locked until", "Låst till", "Verrouillé jusqu’à"],
  groups: ["Role groups", "Rollgrupper", "Groupes de rôles"],
  disable: ["Disable", "Stäng av", "Désactiver"],
  enable: ["Enable", "Aktivera", "Activer"],
  reset: ["Reset password", "Återställ lösenord", "Réinitialiser le mot de passe"],
  resetText: [
    "All sessions of the account end. It gets a one-time password, shown here once.",
    "Kontots alla sessioner avslutas. Det får ett engångslösenord som visas här en gång.",
    "Toutes les sessions du compte se terminent. Un mot de passe à usage unique est affiché ici une fois.",
  ],
  codeOff: ["Turn two-step sign-in off as well", "Stäng även av tvåstegsinloggning", "Désactiver aussi la connexion en deux étapes"],
  unlock: ["Unlock", "Lås upp", "Déverrouiller"],
  signOut: ["Sign out everywhere", "Logga ut överallt", "Déconnecter partout"],
  ended: ["{n} {n?session|sessions} ended.", "{n} {n?session|sessioner} avslutades.", "{n} {n?session terminée|sessions terminées}."],
  removeText: [
    "It can no longer sign in, and its tokens end. What it did stays recorded.",
    "Det kan inte längre logga in, och dess token upphör. Vad det gjort står kvar antecknat.",
    "Il ne peut plus se connecter et ses jetons prennent fin. Ce qu’il a fait reste enregistré.",
  ],
});

export const tokens = words({
  text: [
    "For programs that use the API. A token never may more than the account it acts for.",
    "För program som använder API:et. En token får aldrig mer än kontot den agerar för.",
    "Pour les programmes qui utilisent l’API. Un jeton ne peut jamais plus que le compte pour lequel il agit.",
  ],
  add: ["Add a token", "Lägg till en token", "Ajouter un jeton"],
  user: ["Acts for", "Agerar för", "Agit pour"],
  days: ["Days until it ends (1 to 366)", "Dagar tills den upphör (1 till 366)", "Jours avant expiration (1 à 366)"],
  ends: ["Ends", "Upphör", "Expire"],
  used: ["Last used", "Senast använd", "Dernière utilisation"],
  none: ["No tokens", "Inga token", "Aucun jeton"],
  noneText: ["Nothing uses the API yet.", "Inget använder API:et än.", "Rien n’utilise encore l’API."],
  once: [
    "The token. It is shown only now: copy it to where it is used.",
    "Token. Den visas bara nu: kopiera den dit den används.",
    "Le jeton. Il n’est affiché que maintenant : copiez-le là où il sert.",
  ],
  removeText: ["Programs that use it are refused from now on.", "Program som använder den avvisas från och med nu.", "Les programmes qui l’utilisent seront refusés dès maintenant."],
  choose: ["Choose at least one role.", "Välj minst en roll.", "Choisissez au moins un rôle."],
});

export const providers = words({
  text: [
    "People can sign in at your organisation’s provider (OpenID Connect): Entra ID, Keycloak and others.",
    "Personer kan logga in via organisationens leverantör (OpenID Connect): Entra ID, Keycloak med flera.",
    "Les personnes peuvent se connecter chez le fournisseur de votre organisation (OpenID Connect) : Entra ID, Keycloak et autres.",
  ],
  add: ["Add a provider", "Lägg till en leverantör", "Ajouter un fournisseur"],
  none: ["No provider", "Ingen leverantör", "Aucun fournisseur"],
  noneText: ["People sign in with a password here.", "Personer loggar in med lösenord här.", "Les personnes se connectent avec un mot de passe ici."],
  redirect: [
    "The application at the provider must know this redirect address: `{address}`",
    "Programmet hos leverantören måste känna till denna återkopplingsadress: `{address}`",
    "L’application chez le fournisseur doit connaître cette adresse de redirection : `{address}`",
  ],
  mapping: ["Groups of the provider", "Leverantörens grupper", "Groupes du fournisseur"],
  mappingText: [
    "Who is in one of these groups there (or has that application role) is in the role group here, at each sign-in anew.",
    "Den som är med i en av dessa grupper där (eller har den programrollen) är med i rollgruppen här, på nytt vid varje inloggning.",
    "Qui fait partie d’un de ces groupes là-bas (ou a ce rôle d’application) fait partie du groupe de rôles ici, à chaque connexion.",
  ],
  theirGroup: ["Group or role at the provider", "Grupp eller roll hos leverantören", "Groupe ou rôle chez le fournisseur"],
  ourGroup: ["Role group here", "Rollgrupp här", "Groupe de rôles ici"],
  addMapping: ["Add", "Lägg till", "Ajouter"],
  check: ["Check", "Kontrollera", "Vérifier"],
  removeText: ["Nobody can sign in by it any more.", "Ingen kan längre logga in via den.", "Plus personne ne peut se connecter par lui."],
  sessions: ["Sessions", "Sessioner", "Sessions"],
  idle: ["Minutes without use until a session ends", "Minuter utan användning tills en session upphör", "Minutes d’inactivité avant la fin d’une session"],
  longest: ["Hours until a session ends in any case", "Timmar tills en session alltid upphör", "Heures avant la fin d’une session dans tous les cas"],
});

// What each role lets one do, in the words of the decision (0008).
export const roleHelp = words({
  "Mailbox Import Export": ["Set up connectors and targets, map people, start runs.", "Ställa in anslutningar och mål, koppla personer, starta körningar.", "Configurer connecteurs et cibles, associer les personnes, lancer des exécutions."],
  "Data Connector Admin": ["The same as Mailbox Import Export.", "Samma som Mailbox Import Export.", "Comme Mailbox Import Export."],
  "Organization Configuration": ["Change persons, directories, the store, settings and alerts.", "Ändra personer, kataloger, lagring, inställningar och larm.", "Modifier personnes, annuaires, stockage, paramètres et alertes."],
  "View-Only Configuration": ["See how everything is set up; change nothing, read no message.", "Se hur allt är inställt; ändra inget, läsa inga meddelanden.", "Voir la configuration ; ne rien modifier, ne lire aucun message."],
  "Role Management": ["Manage accounts, role groups, tokens and sign-in.", "Hantera konton, rollgrupper, token och inloggning.", "Gérer comptes, groupes de rôles, jetons et connexion."],
  "Audit Logs": ["See who did what.", "Se vem som gjorde vad.", "Voir qui a fait quoi."],
  "Mailbox Search": ["See mailboxes and the lists of their messages.", "Se postlådor och listorna över deras meddelanden.", "Voir les boîtes et la liste de leurs messages."],
  Preview: ["Read messages: text, files, the source’s answers.", "Läsa meddelanden: text, filer, källans svar.", "Lire les messages : texte, fichiers, réponses de la source."],
  Export: ["Take messages out of the archive.", "Ta ut meddelanden ur arkivet.", "Extraire des messages de l’archive."],
});
