// What access says: accounts, role groups, tokens, sign-in.
import type { Text } from "../words";

export const access: Text[] = [
  ["role group", "rollgrupp", "groupe de rôles"],
  // signing in
  [
    "too many people are signing in just now: try again in a moment",
    "för många loggar in just nu: försök igen om en stund",
    "trop de personnes se connectent en ce moment : réessayez dans un instant",
  ],
  [
    "This name and password do not sign in. After several wrong tries nothing does for a while.",
    "Det går inte att logga in med detta namn och lösenord. Efter flera felaktiga försök går det inte alls på en stund.",
    "Ce nom et ce mot de passe ne permettent pas de se connecter. Après plusieurs essais erronés, plus rien ne le permet pendant un moment.",
  ],
  [
    "the new password is the old one: choose another",
    "det nya lösenordet är det gamla: välj ett annat",
    "le nouveau mot de passe est l’ancien : choisissez-en un autre",
  ],
  [
    "the new password is too long: {1} bytes at most",
    "det nya lösenordet är för långt: högst {1} byte",
    "le nouveau mot de passe est trop long : {1} octets au plus",
  ],
  [
    "the new password is too short: it needs {1} characters; some words beside each other do",
    "det nya lösenordet är för kort: det behöver {1} tecken; några ord efter varandra räcker",
    "le nouveau mot de passe est trop court : il lui faut {1} caractères ; quelques mots à la suite suffisent",
  ],
  [
    "the new password is among the first that are tried: choose another",
    "det nya lösenordet är bland de första som prövas: välj ett annat",
    "le nouveau mot de passe est parmi les premiers essayés : choisissez-en un autre",
  ],
  [
    "the new password is little more than the account's name: choose another",
    "det nya lösenordet är inte mycket mer än kontots namn: välj ett annat",
    "le nouveau mot de passe n’est guère plus que le nom du compte : choisissez-en un autre",
  ],
  [
    "there is not enough memory to keep a password just now: try again",
    "det finns inte minne nog för att spara ett lösenord just nu: försök igen",
    "il n’y a pas assez de mémoire pour conserver un mot de passe en ce moment : réessayez",
  ],
  [
    "you sign in at your organisation's provider: the password is changed there",
    "du loggar in via organisationens leverantör: lösenordet byts där",
    "vous vous connectez chez le fournisseur de votre organisation : le mot de passe se change là-bas",
  ],
  [
    "you sign in at your organisation's provider: codes are asked for there",
    "du loggar in via organisationens leverantör: koder efterfrågas där",
    "vous vous connectez chez le fournisseur de votre organisation : les codes sont demandés là-bas",
  ],
  [
    "you sign in with a code already: turn it off first",
    "du loggar redan in med kod: stäng av det först",
    "vous vous connectez déjà avec un code : désactivez cela d’abord",
  ],
  [
    "there is no new authenticator to confirm: begin again",
    "det finns ingen ny autentiseringsapp att bekräfta: börja om",
    "il n’y a pas de nouvelle application d’authentification à confirmer : recommencez",
  ],
  ["Signing in", "Inloggningen", "La connexion"],
  [
    "a session ends when it was not used for so long: 5 to 1440",
    "en session upphör när den inte har använts så länge: 5 till 1440",
    "une session se termine après ce temps sans utilisation : de 5 à 1440",
  ],
  [
    "a session ends after so long in any case: 1 to 720",
    "en session upphör alltid efter så lång tid: 1 till 720",
    "une session se termine dans tous les cas après ce temps : de 1 à 720",
  ],

  // signing in at a provider
  ["Single sign-on", "Enkel inloggning", "Authentification unique"],
  ["sign in at {1}", "inloggning via {1}", "connexion chez {1}"],
  ["this way to sign in was removed meanwhile", "detta sätt att logga in har tagits bort under tiden", "ce mode de connexion a été supprimé entre-temps"],
  [
    "there is an account \"{1}\" here that signs in otherwise: your administrator can change that (user set)",
    "det finns ett konto ”{1}” här som loggar in på annat sätt: din administratör kan ändra det (user set)",
    "il existe ici un compte « {1} » qui se connecte autrement : votre administrateur peut changer cela (user set)",
  ],
  ["your account here is disabled", "ditt konto här är avstängt", "votre compte ici est désactivé"],
  [
    "nobody here goes by \"{1}\": your administrator can make an account for you",
    "ingen här heter ”{1}”: din administratör kan skapa ett konto åt dig",
    "personne ici ne s’appelle « {1} » : votre administrateur peut vous créer un compte",
  ],
  [
    "none of your groups at the provider lets you in here",
    "ingen av dina grupper hos leverantören släpper in dig här",
    "aucun de vos groupes chez le fournisseur ne vous donne accès ici",
  ],
  [
    "this answer of the provider belongs to no sign-in that was begun in this browser within ten minutes: sign in again",
    "detta svar från leverantören hör inte till någon inloggning som påbörjats i denna webbläsare inom tio minuter: logga in igen",
    "cette réponse du fournisseur n’appartient à aucune connexion commencée dans ce navigateur en moins de dix minutes : reconnectez-vous",
  ],
  ["the provider did not sign you in: {1}", "leverantören loggade inte in dig: {1}", "le fournisseur ne vous a pas connecté : {1}"],
  [
    "you are in so many groups that the provider left them all out ({1}). Your administrator can have it send only groups assigned to this application, or give application roles instead and set groups-claim=none",
    "du är med i så många grupper att leverantören utelämnade alla ({1}). Din administratör kan låta den skicka bara grupper som tilldelats detta program, eller i stället ge programroller och ställa in groups-claim=none",
    "vous êtes dans tant de groupes que le fournisseur les a tous omis ({1}). Votre administrateur peut n’y faire envoyer que les groupes affectés à cette application, ou donner plutôt des rôles d’application et mettre groups-claim=none",
  ],
  [
    "accounts like \"{1}\" do not sign in here: your administrator has let in those of {2} only",
    "konton som ”{1}” loggar inte in här: din administratör har bara släppt in dem från {2}",
    "les comptes comme « {1} » ne se connectent pas ici : votre administrateur n’admet que ceux de {2}",
  ],
  [
    "the provider gives no name for you that an account here can have (preferred_username, or email that is verified)",
    "leverantören ger inget namn för dig som ett konto här kan ha (preferred_username, eller email som är verifierad)",
    "le fournisseur ne donne pour vous aucun nom qu’un compte puisse avoir ici (preferred_username, ou un email vérifié)",
  ],

  // accounts
  [
    "there is no account \"{1}\"; `estreat user list` shows those there are",
    "det finns inget konto ”{1}”; `estreat user list` visar dem som finns",
    "il n’existe pas de compte « {1} » ; `estreat user list` montre ceux qui existent",
  ],
  [
    "there is an account \"{1}\" already; `estreat user show` tells of it",
    "det finns redan ett konto ”{1}”; `estreat user show` berättar om det",
    "il existe déjà un compte « {1} » ; `estreat user show` le décrit",
  ],
  [
    "an account's name is an e-mail address or a word: 1 to {1} bytes, no spaces, no quotes, no \"-\" in front",
    "ett kontos namn är en e-postadress eller ett ord: 1 till {1} byte, inga mellanslag, inga citattecken, inget ”-” först",
    "le nom d’un compte est une adresse e-mail ou un mot : de 1 à {1} octets, sans espaces ni guillemets, sans « - » au début",
  ],
  ["the name for people has a control character in it", "personens namn innehåller ett styrtecken", "le nom de la personne contient un caractère de contrôle"],
  ["the name for people is longer than 200 bytes", "personens namn är längre än 200 byte", "le nom de la personne dépasse 200 octets"],
  ["a language is given by its tag: en, sv, fr", "ett språk anges med sin kod: en, sv, fr", "une langue se donne par son code : en, sv, fr"],
  [
    "that subject of the provider is the account \"{1}\" already",
    "detta subject hos leverantören är redan kontot ”{1}”",
    "ce subject du fournisseur est déjà le compte « {1} »",
  ],
  [
    "local:NAME is an account of the operating system: it signs in nowhere else",
    "local:NAME är ett konto i operativsystemet: det loggar inte in någon annanstans",
    "local:NAME est un compte du système d’exploitation : il ne se connecte nulle part ailleurs",
  ],
  ["a subject belongs to a provider: give both", "ett subject hör till en leverantör: ange båda", "un subject va avec un fournisseur : donnez les deux"],
  [
    "{1} stays: take it out of its groups, or disable it",
    "{1} står kvar: ta det ur dess grupper, eller stäng av det",
    "{1} reste : retirez-le de ses groupes, ou désactivez-le",
  ],
  [
    "\"{1}\" does not sign in with a password of its own; `estreat user set {2} --provider none` changes that",
    "”{1}” loggar inte in med ett eget lösenord; `estreat user set {2} --provider none` ändrar det",
    "« {1} » ne se connecte pas avec son propre mot de passe ; `estreat user set {2} --provider none` change cela",
  ],

  // role groups and roles
  [
    "nobody would be left who can manage roles: first put another account into a group with the role \"{1}\"",
    "ingen skulle vara kvar som kan hantera roller: lägg först ett annat konto i en grupp med rollen ”{1}”",
    "il ne resterait personne pour gérer les rôles : mettez d’abord un autre compte dans un groupe ayant le rôle « {1} »",
  ],
  [
    "nobody would be left who can sign in and manage roles: first put another account into a group with the role \"{1}\"",
    "ingen skulle vara kvar som kan logga in och hantera roller: lägg först ett annat konto i en grupp med rollen ”{1}”",
    "il ne resterait personne qui puisse se connecter et gérer les rôles : mettez d’abord un autre compte dans un groupe ayant le rôle « {1} »",
  ],
  [
    "it would give you the role \"{1}\": nobody raises their own rights, ask another who has \"{2}\"",
    "det skulle ge dig rollen ”{1}”: ingen utökar sina egna rättigheter, be någon annan som har ”{2}”",
    "cela vous donnerait le rôle « {1} » : nul n’augmente ses propres droits, demandez à une autre personne ayant « {2} »",
  ],
  [
    "the account has the role \"{1}\", which you have not: you could sign in as somebody who may do more than you. Ask another with \"{2}\" who has it, or the owner of the installation's folder, at the command line",
    "kontot har rollen ”{1}”, som du inte har: du skulle kunna logga in som någon som får göra mer än du. Be någon annan med ”{2}” som har den, eller ägaren till installationens mapp, på kommandoraden",
    "le compte a le rôle « {1} », que vous n’avez pas : vous pourriez vous connecter comme quelqu’un qui peut plus que vous. Demandez à une autre personne ayant « {2} » et ce rôle, ou au propriétaire du dossier de l’installation, en ligne de commande",
  ],
  [
    "whoever signs in at \"{1}\" can come to have the role \"{2}\", which you have not: you could be one of them. Ask another with \"{3}\" who has it, or the owner of the installation's folder, at the command line",
    "den som loggar in hos ”{1}” kan få rollen ”{2}”, som du inte har: du skulle kunna vara en av dem. Be någon annan med ”{3}” som har den, eller ägaren till installationens mapp, på kommandoraden",
    "quiconque se connecte chez « {1} » peut recevoir le rôle « {2} », que vous n’avez pas : vous pourriez en être. Demandez à une autre personne ayant « {3} » et ce rôle, ou au propriétaire du dossier de l’installation, en ligne de commande",
  ],
  [
    "a provider's mapping puts people into \"{1}\": they would have the role \"{2}\", which you have not, and you could be one of them. Ask another with \"{3}\" who has it, or the owner of the installation's folder, at the command line",
    "en leverantörs mappning lägger personer i ”{1}”: de skulle få rollen ”{2}”, som du inte har, och du skulle kunna vara en av dem. Be någon annan med ”{3}” som har den, eller ägaren till installationens mapp, på kommandoraden",
    "la correspondance d’un fournisseur place des personnes dans « {1} » : elles auraient le rôle « {2} », que vous n’avez pas, et vous pourriez en être. Demandez à une autre personne ayant « {3} » et ce rôle, ou au propriétaire du dossier de l’installation, en ligne de commande",
  ],
  ["record a refusal", "anteckna ett nekande", "enregistrer un refus"],
  [
    "there is no role group \"{1}\"; `estreat role-group list` shows those there are",
    "det finns ingen rollgrupp ”{1}”; `estreat role-group list` visar dem som finns",
    "il n’existe pas de groupe de rôles « {1} » ; `estreat role-group list` montre ceux qui existent",
  ],
  ["the description is longer than 500 bytes", "beskrivningen är längre än 500 byte", "la description dépasse 500 octets"],
  [
    "there is a role group \"{1}\" already; a name must differ in more than capitals, choose another",
    "det finns redan en rollgrupp ”{1}”; ett namn måste skilja sig i mer än versaler, välj ett annat",
    "il existe déjà un groupe de rôles « {1} » ; un nom doit différer par plus que les majuscules, choisissez-en un autre",
  ],
  [
    "\"{1}\" is built in: only its members change. `estreat role-group copy` makes one like it that can be changed",
    "”{1}” är inbyggd: bara medlemmarna ändras. `estreat role-group copy` skapar en likadan som kan ändras",
    "« {1} » est intégré : seuls ses membres changent. `estreat role-group copy` en crée un semblable qui est modifiable",
  ],
  ["there is no role \"{1}\"; there are: {2}", "det finns ingen roll ”{1}”; det finns: {2}", "il n’existe pas de rôle « {1} » ; il y a : {2}"],
  [
    "Change persons, directories, the store, the vault, settings and alerts",
    "Ändra personer, kataloger, lagringen, arkivet, inställningar och larm",
    "Modifier personnes, annuaires, stockage, archive, paramètres et alertes",
  ],
  [
    "See how all is set up; change nothing, read nothing",
    "Se hur allt är inställt; ändra inget, läsa inget",
    "Voir comment tout est configuré ; ne rien modifier, ne rien lire",
  ],
  [
    "Manage accounts, role groups, tokens and sign-in",
    "Hantera konton, rollgrupper, token och inloggning",
    "Gérer comptes, groupes de rôles, jetons et connexion",
  ],
  ["See who did what, and from where", "Se vem som gjorde vad, och varifrån", "Voir qui a fait quoi, et d’où"],
  ["Set up connectors and targets, and run them", "Ställa in anslutningar och mål, och köra dem", "Configurer connecteurs et cibles, et les exécuter"],
  ["The same", "Samma sak", "La même chose"],
  ["List mailboxes and their messages", "Lista postlådor och deras meddelanden", "Lister les boîtes et leurs messages"],
  ["Read messages", "Läsa meddelanden", "Lire les messages"],
  ["Take messages out", "Ta ut meddelanden", "Extraire des messages"],

  // tokens
  [
    "tokens of others are managed by those with the role \"{1}\"",
    "andras token hanteras av dem som har rollen ”{1}”",
    "les jetons des autres sont gérés par ceux qui ont le rôle « {1} »",
  ],
  [
    "tokens of others are shown to those with the role \"{1}\"",
    "andras token visas för dem som har rollen ”{1}”",
    "les jetons des autres sont montrés à ceux qui ont le rôle « {1} »",
  ],
  [
    "a token cannot manage tokens: sign in yourself",
    "en token kan inte hantera token: logga in själv",
    "un jeton ne peut pas gérer les jetons : connectez-vous vous-même",
  ],
  [
    "a token can have roles that its owner and who makes it have, not \"{1}\"",
    "en token kan ha roller som både ägaren och den som skapar den har, inte ”{1}”",
    "un jeton peut avoir les rôles qu’ont à la fois son propriétaire et la personne qui le crée, pas « {1} »",
  ],
  [
    "there is a token \"{1}\" already: remove it first, or choose another name",
    "det finns redan en token ”{1}”: ta bort den först, eller välj ett annat namn",
    "il existe déjà un jeton « {1} » : supprimez-le d’abord, ou choisissez un autre nom",
  ],
  ["a token needs at least one role", "en token behöver minst en roll", "un jeton a besoin d’au moins un rôle"],
  ["a token ends after 1 to {1} days", "en token upphör efter 1 till {1} dagar", "un jeton expire après 1 à {1} jours"],
  [
    "there is no token \"{1}\"; `estreat token list` shows those there are",
    "det finns ingen token ”{1}”; `estreat token list` visar dem som finns",
    "il n’existe pas de jeton « {1} » ; `estreat token list` montre ceux qui existent",
  ],

  // identity providers
  ["An identity provider", "En identitetsleverantör", "Un fournisseur d’identité"],
  [
    "its address, as it calls itself: https://login.example.com/...",
    "dess adress, så som den kallar sig: https://login.example.com/...",
    "son adresse, telle qu’il se nomme : https://login.example.com/...",
  ],
  ["what it knows us by", "id som den känner oss under", "l’identifiant sous lequel il nous connaît"],
  ["the secret that goes with it", "hemligheten som hör till", "le secret qui va avec"],
  ["what the button says on the page where people sign in", "vad knappen säger på sidan där man loggar in", "ce que dit le bouton sur la page de connexion"],
  ["what it is asked for", "vad den tillfrågas om", "ce qui lui est demandé"],
  [
    "where it says which groups somebody is in; none: nowhere",
    "var den säger vilka grupper någon är med i; none: ingenstans",
    "où il dit de quels groupes quelqu’un fait partie ; none : nulle part",
  ],
  [
    "where it says which application roles; a.b looks inside a",
    "var den säger vilka programroller; a.b söker inuti a",
    "où il dit quels rôles d’application ; a.b cherche dans a",
  ],
  [
    "make an account at the first sign-in of whoever is in a mapped group: yes, no",
    "skapa ett konto vid första inloggningen för den som är med i en mappad grupp: yes, no",
    "créer un compte à la première connexion de qui est dans un groupe associé : yes, no",
  ],
  [
    "only names that end so may sign in: example.com example.org",
    "bara namn som slutar så får logga in: example.com example.org",
    "seuls les noms qui finissent ainsi peuvent se connecter : example.com example.org",
  ],
  [
    "certificates to trust instead of the system's (PEM)",
    "certifikat att lita på i stället för systemets (PEM)",
    "certificats à croire au lieu de ceux du système (PEM)",
  ],
  [
    "there is no identity provider \"{1}\"; `estreat identity-provider list` shows those there are",
    "det finns ingen identitetsleverantör ”{1}”; `estreat identity-provider list` visar dem som finns",
    "il n’existe pas de fournisseur d’identité « {1} » ; `estreat identity-provider list` montre ceux qui existent",
  ],
  [
    "an identity provider's name has 1 to 40 small letters, digits and \"-\": it stands in the address where people sign in",
    "en identitetsleverantörs namn har 1 till 40 små bokstäver, siffror och ”-”: det står i adressen där man loggar in",
    "le nom d’un fournisseur d’identité a de 1 à 40 minuscules, chiffres et « - » : il figure dans l’adresse où l’on se connecte",
  ],
  ["create={1} is neither yes nor no", "create={1} är varken yes eller no", "create={1} n’est ni yes ni no"],
  [
    "a mapping names a group of the provider: group.NAME=ROLE GROUP",
    "en mappning anger en grupp hos leverantören: group.NAME=ROLLGRUPP",
    "une association nomme un groupe du fournisseur : group.NAME=GROUPE DE RÔLES",
  ],
  ["Provider", "Leverantör", "Fournisseur"],
  ["Groups", "Grupper", "Groupes"],
  ["Check issuer, and whether this machine reaches it.", "Kontrollera issuer, och om denna maskin når den.", "Vérifiez issuer, et si cette machine l’atteint."],
  ["groups of the provider give role groups here", "leverantörens grupper ger rollgrupper här", "des groupes du fournisseur donnent des groupes de rôles ici"],
  [
    "no group of the provider gives a role group here",
    "ingen av leverantörens grupper ger en rollgrupp här",
    "aucun groupe du fournisseur ne donne de groupe de rôles ici",
  ],
  [
    "Set group.NAME=ROLE GROUP, or put accounts into role groups by hand.",
    "Ställ in group.NAME=ROLLGRUPP, eller lägg konton i rollgrupper för hand.",
    "Réglez group.NAME=GROUPE DE RÔLES, ou mettez les comptes dans des groupes de rôles à la main.",
  ],
];
