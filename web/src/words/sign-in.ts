// Signing in, and a person's own account.
import { words } from "./words";

export const signIn = words({
  title: ["Sign in", "Logga in", "Se connecter"],
  intro: [
    "The archive of what is said in meetings, chats and calls.",
    "Arkivet över det som sägs i möten, chattar och samtal.",
    "L’archive de ce qui se dit en réunion, par messagerie et au téléphone.",
  ],
  user: ["User name", "Användarnamn", "Nom d’utilisateur"],
  password: ["Password", "Lösenord", "Mot de passe"],
  code: ["Code from your authenticator app", "Kod från din autentiseringsapp", "Code de votre application d’authentification"],
  codeHelp: [
    "Six digits, or one of your recovery codes.",
    "Sex siffror, eller en av dina återställningskoder.",
    "Six chiffres, ou l’un de vos codes de récupération.",
  ],
  newPassword: ["New password", "Nytt lösenord", "Nouveau mot de passe"],
  newPasswordHelp: [
    "At least 12 characters. A sentence is easier to remember than a riddle.",
    "Minst 12 tecken. En mening är lättare att minnas än en gåta.",
    "Au moins 12 caractères. Une phrase se retient mieux qu’une énigme.",
  ],
  again: ["New password, once more", "Nytt lösenord, en gång till", "Nouveau mot de passe, encore une fois"],
  differ: ["The two are not the same", "De två är inte lika", "Les deux ne sont pas identiques"],
  short: ["At least 12 characters", "Minst 12 tecken", "Au moins 12 caractères"],
  missing: ["Fill this in", "Fyll i detta", "À remplir"],
  mustChange: [
    "This password was given to you once. Choose your own to go on.",
    "Det här lösenordet gavs dig för en gång. Välj ett eget för att fortsätta.",
    "Ce mot de passe vous a été donné pour une seule fois. Choisissez le vôtre pour continuer.",
  ],
  needCode: [
    "Your account asks for a second proof.",
    "Ditt konto kräver ett andra bevis.",
    "Votre compte demande une seconde preuve.",
  ],
  failed: ["That did not work", "Det fungerade inte", "Cela n’a pas fonctionné"],
  signingIn: ["Signing in…", "Loggar in…", "Connexion…"],
  by: ["Sign in with {provider}", "Logga in med {provider}", "Se connecter avec {provider}"],
  or: ["or", "eller", "ou"],
  onlyProviders: [
    "People sign in here through their organisation.",
    "Här loggar man in genom sin organisation.",
    "Ici, on se connecte par son organisation.",
  ],
  firstTitle: ["First time here?", "Första gången här?", "Première visite ?"],
  firstText: [
    "The first start made the account `admin`. Its one-time password is in the file `first-password` in the installation’s folder; the server’s log names it.",
    "Vid första starten skapades kontot `admin`. Dess engångslösenord finns i filen `first-password` i installationens mapp; serverns logg namnger den.",
    "Le premier démarrage a créé le compte `admin`. Son mot de passe à usage unique est dans le fichier `first-password` du dossier de l’installation ; le journal du serveur le nomme.",
  ],
});

export const account = words({
  title: ["My account", "Mitt konto", "Mon compte"],
  who: ["Who you are", "Vem du är", "Qui vous êtes"],
  name: ["Name", "Namn", "Nom"],
  groups: ["Role groups", "Rollgrupper", "Groupes de rôles"],
  roles: ["Roles", "Roller", "Rôles"],
  noRoles: [
    "You have no role yet. Whoever manages permissions can give you one.",
    "Du har ingen roll än. Den som hanterar behörigheter kan ge dig en.",
    "Vous n’avez encore aucun rôle. La personne qui gère les autorisations peut vous en attribuer.",
  ],
  expires: ["This session ends", "Sessionen slutar", "Fin de la session"],
  look: ["Language and appearance", "Språk och utseende", "Langue et apparence"],
  password: ["Password", "Lösenord", "Mot de passe"],
  outside: [
    "You sign in through your organisation; password and second proof are kept there.",
    "Du loggar in genom din organisation; lösenord och andra bevis finns där.",
    "Vous vous connectez par votre organisation ; mot de passe et seconde preuve y sont gérés.",
  ],
  current: ["Present password", "Nuvarande lösenord", "Mot de passe actuel"],
  change: ["Change password", "Byt lösenord", "Changer le mot de passe"],
  changed: ["Your password is changed.", "Ditt lösenord är bytt.", "Votre mot de passe est changé."],
  totp: ["Two-step sign-in", "Tvåstegsinloggning", "Connexion en deux étapes"],
  totpOn: [
    "On: after your password you are asked for a code.",
    "På: efter lösenordet frågas du efter en kod.",
    "Activée : après le mot de passe, un code vous est demandé.",
  ],
  totpOff: [
    "Off. With it, a stolen password alone opens nothing.",
    "Av. Med den öppnar ett stulet lösenord ingenting ensamt.",
    "Désactivée. Avec elle, un mot de passe volé n’ouvre rien à lui seul.",
  ],
  begin: ["Set up", "Ställ in", "Configurer"],
  turnOff: ["Turn off", "Stäng av", "Désactiver"],
  scan: [
    "Scan this picture with an authenticator app, or type the key into it. Then enter the code it shows.",
    "Skanna bilden med en autentiseringsapp, eller skriv in nyckeln i den. Ange sedan koden den visar.",
    "Scannez cette image avec une application d’authentification, ou saisissez-y la clé. Entrez ensuite le code affiché.",
  ],
  qr: ["QR code of the key", "QR-kod för nyckeln", "Code QR de la clé"],
  key: ["Key", "Nyckel", "Clé"],
  code: ["Code", "Kod", "Code"],
  confirm: ["Confirm", "Bekräfta", "Confirmer"],
  recovery: ["Recovery codes", "Återställningskoder", "Codes de récupération"],
  recoveryText: [
    "Each opens your account once when the app is lost. They are shown only now: keep them where your password is not.",
    "Var och en öppnar ditt konto en gång om appen går förlorad. De visas bara nu: förvara dem skilda från lösenordet.",
    "Chacun ouvre votre compte une fois si l’application est perdue. Ils ne s’affichent que maintenant : gardez-les ailleurs que votre mot de passe.",
  ],
  sessions: ["Sessions", "Sessioner", "Sessions"],
  sessionsText: [
    "If you left yourself signed in somewhere, end all sessions of your account. You will have to sign in again.",
    "Om du lämnat dig inloggad någonstans, avsluta alla sessioner för kontot. Du behöver sedan logga in igen.",
    "Si vous êtes resté connecté ailleurs, terminez toutes les sessions du compte. Vous devrez vous reconnecter.",
  ],
});
