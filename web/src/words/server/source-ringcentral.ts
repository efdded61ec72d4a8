// What source/ringcentral/ says: settings, sign-in, check. See
// source-ringcentral-work.ts.
import type { Text } from "../words";

export const sourceRingCentral: Text[] = [
  ["file {1}", "fil {1}", "fichier {1}"],
  // ringcentral.c: settings
  [
    "how to sign in: jwt (made in the developer console), code (authorised by a person)",
    "sätt att logga in: jwt (skapas i utvecklarkonsolen), code (auktoriseras av en person)",
    "mode de connexion : jwt (créé dans la console des développeurs), code (autorisé par une personne)",
  ],
  ["client id of the app", "appens klient-id", "identifiant client de l’application"],
  ["client secret of the app", "appens klienthemlighet", "secret client de l’application"],
  ["with auth=jwt: the JWT", "med auth=jwt: JWT:n", "avec auth=jwt : le JWT"],
  ["with auth=code: the first refresh token", "med auth=code: den första uppdateringstoken", "avec auth=code : le premier jeton d’actualisation"],
  [
    "with auth=code: an authorisation code, good for a minute",
    "med auth=code: en auktoriseringskod, giltig i en minut",
    "avec auth=code : un code d’autorisation, valable une minute",
  ],
  [
    "with a code: the redirect address it was asked for with",
    "med en kod: den återkopplingsadress som den begärdes med",
    "avec un code : l’adresse de redirection avec laquelle il a été demandé",
  ],
  ["with a code: its PKCE verifier, where one was used", "med en kod: dess PKCE-verifierare, om en användes", "avec un code : son vérificateur PKCE, s’il y en a eu un"],
  ["address of RingCentral's API", "adress till RingCentrals API", "adresse de l’API de RingCentral"],
  ["address of RingCentral's content", "adress till RingCentrals innehåll", "adresse des contenus de RingCentral"],
  [
    "further hosts that downloads may begin at, with the token",
    "ytterligare värdar där nedladdningar får börja, med token",
    "autres hôtes où les téléchargements peuvent commencer, avec le jeton",
  ],
  [
    "file with certificates to trust instead of the system's",
    "fil med certifikat att lita på i stället för systemets",
    "fichier des certificats à approuver à la place de ceux du système",
  ],
  [
    "percent of RingCentral's rate limits to use; other apps share them",
    "hur många procent av RingCentrals hastighetsgränser som används; andra appar delar dem",
    "pourcentage des limites de débit de RingCentral à utiliser ; d’autres applications les partagent",
  ],
  [
    "posts, tasks, notes, events and files of chats: on or off",
    "inlägg, uppgifter, anteckningar, händelser och filer i chattar: on eller off",
    "publications, tâches, notes, événements et fichiers des discussions : on ou off",
  ],
  ["SMS, fax and voicemail: on or off", "SMS, fax och röstmeddelanden: on eller off", "SMS, fax et messages vocaux : on ou off"],
  ["calls and their recordings: on or off", "samtal och deras inspelningar: on eller off", "appels et leurs enregistrements : on ou off"],
  [
    "video meetings, recordings and chats: on or off",
    "videomöten, inspelningar och chattar: on eller off",
    "réunions vidéo, enregistrements et messageries : on ou off",
  ],
  [
    "posts of a chat: a message a day (day) or each (message)",
    "inlägg i en chatt: ett meddelande per dag (day) eller per inlägg (message)",
    "publications d’une discussion : un message par jour (day) ou par publication (message)",
  ],
  [
    "how many days back the weekly export looks for late edits and deletions, 2 to 180",
    "hur många dagar tillbaka veckoexporten söker efter sena ändringar och borttagningar, 2 till 180",
    "sur combien de jours l’export hebdomadaire recherche les modifications et suppressions tardives, de 2 à 180",
  ],
  [
    "seconds until an export is first asked about, 1 to 600",
    "sekunder tills det för första gången frågas hur det går med en export, 1 till 600",
    "secondes avant de demander pour la première fois où en est un export, de 1 à 600",
  ],
  [
    "kinds to leave out: file, attachment, call-recording, video-recording, video-chat, task, note, event",
    "slag att utelämna: file, attachment, call-recording, video-recording, video-chat, task, note, event",
    "types à exclure : file, attachment, call-recording, video-recording, video-chat, task, note, event",
  ],
  [
    "exclude: '{1}' is none of file, attachment, call-recording, video-recording, video-chat, task, note and event",
    "exclude: ”{1}” är inte något av file, attachment, call-recording, video-recording, video-chat, task, note och event",
    "exclude : « {1} » n’est aucun des types file, attachment, call-recording, video-recording, video-chat, task, note et event",
  ],
  [
    "team-messaging, messages, calls, video: one of them must be on",
    "team-messaging, messages, calls, video: minst en av dem måste vara on",
    "team-messaging, messages, calls, video : au moins un doit être sur on",
  ],

  // sign-in.c, refusal.c, authorize.c, ask.c
  ["of the app, see the developer console", "appens, se utvecklarkonsolen", "de l’application, voir la console des développeurs"],
  ["needed with auth=jwt", "behövs med auth=jwt", "nécessaire avec auth=jwt"],
  ["needed with a code", "behövs med en kod", "nécessaire avec un code"],
  [
    "RingCentral refuses the sign-in (status {1}, {2}: {3}): {4}",
    "RingCentral nekar inloggningen (status {1}, {2}: {3}): {4}",
    "RingCentral refuse la connexion (statut {1}, {2} : {3}) : {4}",
  ],
  [
    "client id or secret is wrong: check client-id and client-secret",
    "klient-id eller klienthemlighet är fel: kontrollera client-id och client-secret",
    "l’identifiant client ou son secret est faux : vérifiez client-id et client-secret",
  ],
  [
    "the app may not sign in this way: check auth, and in the developer console the app's auth flow",
    "appen får inte logga in på det här sättet: kontrollera auth, och i utvecklarkonsolen appens auth flow",
    "l’application n’a pas le droit de se connecter ainsi : vérifiez auth et, dans la console des développeurs, l’auth flow de l’application",
  ],
  [
    "the JWT has expired, was revoked, or is not for this app: make a new one in the developer console (Credentials, JWT) and give it as secret jwt",
    "JWT:n har gått ut, har återkallats eller gäller inte den här appen: skapa en ny i utvecklarkonsolen (Credentials, JWT) och ange den som hemligheten jwt",
    "le JWT a expiré, a été révoqué ou n’est pas destiné à cette application : créez-en un nouveau dans la console des développeurs (Credentials, JWT) et indiquez-le comme secret jwt",
  ],
  [
    "the redirect address is not the app's: check redirect-uri",
    "återkopplingsadressen är inte appens: kontrollera redirect-uri",
    "l’adresse de redirection n’est pas celle de l’application : vérifiez redirect-uri",
  ],
  [
    "the JWT, code or refresh token is not valid or no longer: make a new one and give it to the connector",
    "JWT:n, koden eller uppdateringstoken är inte giltig, eller inte längre: skapa en ny och ge den till anslutningen",
    "le JWT, le code ou le jeton d’actualisation n’est pas valable, ou ne l’est plus : créez-en un nouveau et donnez-le au connecteur",
  ],
  ["check the app and its credentials", "kontrollera appen och dess inloggningsuppgifter", "vérifiez l’application et ses identifiants"],
  [
    "auth: with jwt nobody has to sign in in a browser; set auth=code for an app that a person authorises",
    "auth: med jwt behöver ingen logga in i en webbläsare; sätt auth=code för en app som en person auktoriserar",
    "auth : avec jwt, personne n’a à se connecter dans un navigateur ; choisissez auth=code pour une application qu’une personne autorise",
  ],
  [
    "is the app still active, and does nothing else sign in as it?",
    "är appen fortfarande aktiv, och loggar inget annat in som den?",
    "l’application est-elle toujours active, et rien d’autre ne se connecte-t-il en son nom ?",
  ],
  [": too many requests", ": för många förfrågningar", ": trop de requêtes"],
  ["status {1}: too many requests", "status {1}: för många förfrågningar", "statut {1} : trop de requêtes"],
  ["GET {1}: the listing does not end", "GET {1}: listningen tar inte slut", "GET {1} : l’inventaire ne se termine pas"],

  // limits.c
  [
    "no request of RingCentral's group '{1}' before {2} UTC: its limit is used up",
    "ingen förfrågan i RingCentrals grupp ”{1}” före {2} UTC: gränsen är förbrukad",
    "aucune requête du groupe « {1} » de RingCentral avant {2} UTC : sa limite est épuisée",
  ],
  [
    "the limit of RingCentral's group '{1}' is used up",
    "gränsen för RingCentrals grupp ”{1}” är förbrukad",
    "la limite du groupe « {1} » de RingCentral est épuisée",
  ],

  // check.c
  ["greet RingCentral", "kontakt med RingCentral", "prise de contact avec RingCentral"],
  [
    "greet RingCentral: it does not tell the id of the account ({1}): does the app have the permission ReadAccounts?",
    "kontakt med RingCentral: kontots id uppges inte ({1}): har appen behörigheten ReadAccounts?",
    "prise de contact avec RingCentral : l’identifiant du compte n’est pas indiqué ({1}) : l’application a-t-elle la permission ReadAccounts ?",
  ],
  ["there is none", "det finns inget", "il n’y en a pas"],
  [
    "greet RingCentral: its answer has no Date",
    "kontakt med RingCentral: svaret saknar Date",
    "prise de contact avec RingCentral : la réponse n’a pas de Date",
  ],
  ["check RingCentral", "kontroll av RingCentral", "vérification de RingCentral"],
  ["RingCentral gives an access token.", "RingCentral ger en åtkomsttoken.", "RingCentral délivre un jeton d’accès."],
  [
    "Correct what the text names; nothing else can be checked before.",
    "Rätta det som texten nämner; inget annat kan kontrolleras innan dess.",
    "Corrigez ce qu’indique le texte ; rien d’autre ne peut être vérifié avant.",
  ],
  ["App permissions", "Appbehörigheter", "Permissions de l’application"],
  ["App permission {1}", "Appbehörighet {1}", "Permission {1} de l’application"],
  [
    "RingCentral does not say which permissions the app has; each kind of question was tried instead.",
    "RingCentral säger inte vilka behörigheter appen har; varje slags fråga prövades i stället.",
    "RingCentral ne dit pas quelles permissions a l’application ; chaque type de question a été essayé à la place.",
  ],
  ["The app does not have it. Without it {1}.", "Appen har den inte. Följd: {1}.", "L’application ne l’a pas. Sans elle, {1}."],
  [
    "Add it to the app in the developer console (Settings, Security), wait for RingCentral to grant it, and sign in again.",
    "Lägg till den i appen i utvecklarkonsolen (Settings, Security), vänta på att RingCentral beviljar den och logga in på nytt.",
    "Ajoutez-la à l’application dans la console des développeurs (Settings, Security), attendez que RingCentral l’accorde, puis reconnectez-vous.",
  ],
  ["The app has: {1}", "Appen har: {1}", "L’application a : {1}"],
  ["Role of the user", "Användarens roll", "Rôle de l’utilisateur"],
  ["RingCentral does not tell it ({1}).", "RingCentral uppger den inte ({1}).", "RingCentral ne l’indique pas ({1})."],
  [
    "Make sure that whoever made the JWT is a super administrator.",
    "Se till att den som skapade JWT:n är superadministratör.",
    "Assurez-vous que la personne qui a créé le JWT est super administrateur.",
  ],
  ["The user who signed in is an administrator.", "Användaren som loggade in är administratör.", "L’utilisateur connecté est administrateur."],
  [
    "The user who signed in is no administrator: RingCentral shows only this user's own data, and no exports.",
    "Användaren som loggade in är inte administratör: RingCentral visar bara användarens egna data och inga exporter.",
    "L’utilisateur connecté n’est pas administrateur : RingCentral ne montre que les données de cet utilisateur, et aucun export.",
  ],
  [
    "Let a super administrator make the JWT, or give this user the role.",
    "Låt en superadministratör skapa JWT:n, eller ge den här användaren rollen.",
    "Faites créer le JWT par un super administrateur, ou donnez ce rôle à cet utilisateur.",
  ],
  [
    "The app needs the permission {1}, its user the role of an administrator.",
    "Appen behöver behörigheten {1}, och dess användare rollen administratör.",
    "L’application a besoin de la permission {1}, et son utilisateur du rôle d’administrateur.",
  ],
  ["See RingCentral's answer.", "Se svaret från RingCentral.", "Voyez la réponse de RingCentral."],
  ["Access to {1}", "Åtkomst: {1}", "Accès : {1}"],
  ["RingCentral refuses it ({1}). Without it {2}.", "RingCentral nekar det ({1}). Följd: {2}.", "RingCentral le refuse ({1}). Sans cela, {2}."],
  ["Compliance Exports", "Compliance Exports", "Compliance Exports"],
  [
    "Exports of team messaging can be ordered. RingCentral works on two of the company at a time; where others order them too, this connector waits for its turn.",
    "Exporter av teammeddelanden kan beställas. RingCentral arbetar med två åt gången för företaget; om andra också beställer sådana väntar den här anslutningen på sin tur.",
    "Les exports de la messagerie d’équipe peuvent être commandés. RingCentral en traite deux à la fois pour la société ; si d’autres en commandent aussi, ce connecteur attend son tour.",
  ],
  [
    "RingCentral refuses exports of team messaging ({1}): no posts, tasks, notes, events and files will arrive.",
    "RingCentral nekar exporter av teammeddelanden ({1}): inga inlägg, uppgifter, anteckningar, händelser och filer kommer.",
    "RingCentral refuse les exports de la messagerie d’équipe ({1}) : ni publications, tâches, notes, événements ni fichiers n’arriveront.",
  ],
  [
    "In the RingCentral app, an administrator switches on Settings, Administration, Compliance Exports. The app needs the permission TeamMessaging.",
    "I RingCentral-appen slår en administratör på Settings, Administration, Compliance Exports. Appen behöver behörigheten TeamMessaging.",
    "Dans l’application RingCentral, un administrateur active Settings, Administration, Compliance Exports. L’application a besoin de la permission TeamMessaging.",
  ],
  ["{1} extensions.", "{1} {1?anknytning|anknytningar}.", "{1} {1?poste|postes}."],
  ["RingCentral answers.", "RingCentral svarar.", "RingCentral répond."],
  ["Retention of team messaging", "Bevarande av teammeddelanden", "Conservation de la messagerie d’équipe"],
  [
    "RingCentral purges messages and files every night, after 30, 60 or 90 days as the account is set (30 where HIPAA applies), and does not tell the programs which. A connector that rests longer loses them, and edits between two runs leave only their last words.",
    "RingCentral rensar meddelanden och filer varje natt, efter 30, 60 eller 90 dagar beroende på kontots inställning (30 där HIPAA gäller), utan att program får veta vilket. En anslutning som vilar längre förlorar dem, och av ändringar mellan två körningar finns bara den sista lydelsen kvar.",
    "RingCentral purge messages et fichiers chaque nuit, après 30, 60 ou 90 jours selon le réglage du compte (30 si HIPAA s’applique), sans dire aux programmes lequel vaut. Un connecteur arrêté plus longtemps les perd, et des modifications entre deux exécutions ne reste que le dernier texte.",
  ],
  [
    "Run the connector every day, and have somebody look when a run fails.",
    "Kör anslutningen varje dag, och låt någon se efter när en körning misslyckas.",
    "Exécutez le connecteur chaque jour, et faites intervenir quelqu’un si une exécution échoue.",
  ],
  ["Retention of messages", "Bevarande av meddelanden", "Conservation des messages"],
  [
    "RingCentral keeps faxes and voicemail for {1} days, of texts 5,000 a folder and user.",
    "RingCentral sparar fax och röstmeddelanden i {1} {1?dag|dagar}, av textmeddelanden 5 000 per mapp och användare.",
    "RingCentral garde les fax et messages vocaux {1} {1?jour|jours}, et 5 000 messages texte par dossier et utilisateur.",
  ],
  ["Ask for a longer retention.", "Be om längre bevarande.", "Demandez une conservation plus longue."],
  [
    "How long is not told. RingCentral keeps 5,000 texts a folder and user, 200 faxes and voicemails.",
    "Hur länge framgår inte. RingCentral sparar 5 000 textmeddelanden per mapp och användare, 200 fax och röstmeddelanden.",
    "La durée n’est pas indiquée. RingCentral garde 5 000 messages texte par dossier et utilisateur, et 200 fax et messages vocaux.",
  ],
  [
    "This machine's clock is {1} minutes behind RingCentral's.",
    "Den här maskinens klocka går {1} {1?minut|minuter} efter RingCentrals.",
    "L’horloge de cette machine retarde de {1} {1?minute|minutes} sur celle de RingCentral.",
  ],
  [
    "This machine's clock is {1} minutes ahead of RingCentral's.",
    "Den här maskinens klocka går {1} {1?minut|minuter} före RingCentrals.",
    "L’horloge de cette machine avance de {1} {1?minute|minutes} sur celle de RingCentral.",
  ],
  [
    "Set it by NTP; times of retention and of limits depend on it.",
    "Ställ den med NTP; tider för bevarande och gränser beror på den.",
    "Réglez-la par NTP ; les délais de conservation et de limites en dépendent.",
  ],
  ["Limits", "Gränser", "Limites"],
  [
    "RingCentral allows this app and user: {1} (setting limit-share: how much of it to use).",
    "RingCentral tillåter för den här appen och användaren: {1} (inställningen limit-share: hur mycket av det som används).",
    "RingCentral autorise à cette application et cet utilisateur : {1} (réglage limit-share : quelle part en utiliser).",
  ],
  [
    "nothing can be collected: neither the account nor anybody's address is told",
    "ingenting kan hämtas: varken kontot eller någons adress lämnas ut",
    "rien ne peut être collecté : ni le compte ni l’adresse de quiconque n’est indiqué",
  ],
  [
    "no posts, tasks, notes, events and files arrive",
    "inga inlägg, uppgifter, anteckningar, händelser och filer kommer",
    "ni publications, tâches, notes, événements ni fichiers n’arrivent",
  ],
  ["no SMS, fax and voicemail arrive", "inga SMS, fax och röstmeddelanden kommer", "ni SMS, ni fax, ni messages vocaux n’arrivent"],
  ["no calls arrive", "inga samtal kommer", "aucun appel n’arrive"],
  ["recordings of calls do not arrive", "inspelningar av samtal kommer inte", "les enregistrements d’appels n’arrivent pas"],
  [
    "no video meetings, recordings and chats arrive",
    "inga videomöten, inspelningar och chattar kommer",
    "ni réunions vidéo, ni enregistrements, ni messageries n’arrivent",
  ],

  // ways.c: what is asked for, and what is lost without it
  ["sign-in", "inloggning", "connexion"],
  ["nothing can be collected", "ingenting kan hämtas", "rien ne peut être collecté"],
  ["the account", "kontot", "le compte"],
  ["permissions of the user", "användarens behörigheter", "permissions de l’utilisateur"],
  [
    "what the user may do cannot be checked beforehand",
    "vad användaren får göra kan inte kontrolleras på förhand",
    "ce que l’utilisateur a le droit de faire ne peut pas être vérifié à l’avance",
  ],
  ["retention of the message store", "meddelandelagrets bevarande", "conservation du stockage des messages"],
  [
    "how long RingCentral keeps faxes and voicemail is not known",
    "det är inte känt hur länge RingCentral sparar fax och röstmeddelanden",
    "on ne sait pas combien de temps RingCentral garde les fax et messages vocaux",
  ],
  ["exports of team messaging", "exporter av teammeddelanden", "exports de la messagerie d’équipe"],
  ["list of exports", "lista över exporter", "liste des exports"],
  ["state of an export", "en exports tillstånd", "état d’un export"],
  ["content of an export", "en exports innehåll", "contenu d’un export"],
  ["list of extensions", "lista över anknytningar", "liste des postes"],
  [
    "messages, calls and meetings have no e-mail addresses, and nobody's messages can be looked for",
    "meddelanden, samtal och möten saknar e-postadresser, och ingens meddelanden kan eftersökas",
    "messages, appels et réunions n’ont pas d’adresse électronique, et les messages de personne ne peuvent être recherchés",
  ],
  ["SMS, fax and voicemail", "SMS, fax och röstmeddelanden", "SMS, fax et messages vocaux"],
  ["call log", "samtalslogg", "journal des appels"],
  ["no calls arrive, nor their recordings", "inga samtal kommer, och inte heller deras inspelningar", "aucun appel n’arrive, ni leurs enregistrements"],
  ["changes of the call log", "ändringar i samtalsloggen", "changements du journal des appels"],
  [
    "recordings that are attached late, and deletions, are not seen",
    "inspelningar som bifogas sent, och borttagningar, upptäcks inte",
    "les enregistrements joints tardivement et les suppressions ne sont pas vus",
  ],
  ["video meetings", "videomöten", "réunions vidéo"],
  ["no video meetings arrive", "inga videomöten kommer", "aucune réunion vidéo n’arrive"],
  ["recordings of video meetings", "inspelningar av videomöten", "enregistrements de réunions vidéo"],
  ["no recordings of video meetings arrive", "inga inspelningar av videomöten kommer", "aucun enregistrement de réunion vidéo n’arrive"],
  ["files of chats", "filer i chattar", "fichiers des discussions"],
  ["files of chats do not arrive", "filer i chattar kommer inte", "les fichiers des discussions n’arrivent pas"],
  ["attachments of messages", "meddelandens bilagor", "pièces jointes des messages"],
  [
    "faxes, voicemail and pictures of messages do not arrive",
    "fax, röstmeddelanden och meddelandens bilder kommer inte",
    "les fax, les messages vocaux et les images des messages n’arrivent pas",
  ],
  ["recordings of calls", "inspelningar av samtal", "enregistrements d’appels"],
  ["content of video meetings", "videomötens innehåll", "contenu des réunions vidéo"],
  [
    "recordings and chats of video meetings do not arrive",
    "inspelningar och chattar från videomöten kommer inte",
    "les enregistrements et messageries des réunions vidéo n’arrivent pas",
  ],
];
