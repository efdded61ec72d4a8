// What source/zoom/ says of its settings, of signing in and of what it asks for.
import type { Text } from "../words";

export const sourceZoom: Text[] = [
  // zoom.c: settings
  [
    "how to sign in: s2s (Server-to-Server OAuth app), code (authorised by a person), jwt (legacy)",
    "hur inloggningen sker: s2s (Server-to-Server OAuth-app), code (auktoriserad av en person), jwt (äldre)",
    "mode de connexion : s2s (application Server-to-Server OAuth), code (autorisée par une personne), jwt (ancien)",
  ],
  [
    "account id of the Server-to-Server OAuth app",
    "konto-id för Server-to-Server OAuth-appen",
    "identifiant de compte de l’application Server-to-Server OAuth",
  ],
  [
    "with auth=code: an authorisation code, good for five minutes",
    "med auth=code: en auktoriseringskod, giltig i fem minuter",
    "avec auth=code : un code d’autorisation, valable cinq minutes",
  ],
  ["API key of the JWT app", "JWT-appens API-nyckel", "clé d’API de l’application JWT"],
  ["API secret of the JWT app", "JWT-appens API-hemlighet", "secret d’API de l’application JWT"],
  ["address of Zoom's API", "adress till Zooms API", "adresse de l’API de Zoom"],
  [
    "hosts that downloads may begin at, besides the API's own",
    "värdar där nedladdningar får börja, utöver API:ets egen",
    "hôtes d’où les téléchargements peuvent partir, outre celui de l’API",
  ],
  [
    "Zoom plan, for its rate limits: free, pro or business; none for a compatible back end without limits",
    "Zoom-plan, för dess anropsgränser: free, pro eller business; none för en kompatibel server utan gränser",
    "forfait Zoom, pour ses limites d’appels : free, pro ou business ; none pour un serveur compatible sans limites",
  ],
  [
    "percent of Zoom's rate limits to use; other apps share them",
    "procent av Zooms anropsgränser som får användas; andra appar delar på dem",
    "pour cent des limites d’appels de Zoom à utiliser ; d’autres applications les partagent",
  ],
  [
    "only meetings hosted by these e-mail addresses (a list)",
    "bara möten vars värd har någon av dessa e-postadresser (en lista)",
    "seulement les réunions dont l’hôte a l’une de ces adresses e-mail (une liste)",
  ],
  [
    "kinds or file types to leave out: participant-audio, archive-file, MP4, M4A ...",
    "sorter eller filtyper att utelämna: participant-audio, archive-file, MP4, M4A ...",
    "types ou formats de fichier à exclure : participant-audio, archive-file, MP4, M4A ...",
  ],

  // zoom.c: what is wrong with a setting
  [
    "exclude: meetings themselves cannot be left out; restrict them by users",
    "exclude: själva mötena kan inte utelämnas; begränsa dem med users",
    "exclude : les réunions elles-mêmes ne peuvent être exclues ; restreignez-les par users",
  ],
  [
    "exclude: '{1}' is neither a kind (recording-file, participant-audio, archive-file, transcript, summary, trash) nor a file type in capitals (MP4)",
    "exclude: ”{1}” är varken en sort (recording-file, participant-audio, archive-file, transcript, summary, trash) eller en filtyp i versaler (MP4)",
    "exclude : « {1} » n’est ni un type (recording-file, participant-audio, archive-file, transcript, summary, trash) ni un format de fichier en majuscules (MP4)",
  ],
  [
    "users: '{1}' is no e-mail address",
    "users: ”{1}” är ingen e-postadress",
    "users : « {1} » n’est pas une adresse e-mail",
  ],
  [
    "plan: '{1}' is not free, pro, business or none",
    "plan: ”{1}” är inte free, pro, business eller none",
    "plan : « {1} » n’est pas free, pro, business ou none",
  ],

  // zoom.c: what is limited
  ["light requests to Zoom", "lätta anrop till Zoom", "requêtes légères à Zoom"],
  ["medium requests to Zoom", "medeltunga anrop till Zoom", "requêtes moyennes à Zoom"],
  ["heavy requests to Zoom", "tunga anrop till Zoom", "requêtes lourdes à Zoom"],
  ["downloads from Zoom", "nedladdningar från Zoom", "téléchargements depuis Zoom"],

  // authorize.c
  [
    "auth: only an app with auth=code is authorised in a browser; this one signs in by itself",
    "auth: bara en app med auth=code auktoriseras i en webbläsare; denna loggar in av sig själv",
    "auth : seule une application avec auth=code s’autorise dans un navigateur ; celle-ci se connecte d’elle-même",
  ],
  [
    "token-url: does not end in {1}, so where to authorise the app is not known",
    "token-url: slutar inte på {1}, så det är inte känt var appen ska auktoriseras",
    "token-url : ne finit pas par {1}, on ne sait donc pas où autoriser l’application",
  ],

  // sign-in.c
  ["needed with auth=s2s", "behövs med auth=s2s", "nécessaire avec auth=s2s"],
  ["needed with auth=code", "behövs med auth=code", "nécessaire avec auth=code"],
  [
    "Zoom refuses the sign-in (status {1}, code {2}, {3}: {4}): {5}",
    "Zoom nekar inloggningen (status {1}, kod {2}, {3}: {4}): {5}",
    "Zoom refuse la connexion (statut {1}, code {2}, {3} : {4}) : {5}",
  ],

  // refusal.c: what to do
  [
    "the account id, or the request as a whole, is not accepted: check account-id",
    "konto-id, eller anropet som helhet, godtas inte: kontrollera account-id",
    "l’identifiant de compte, ou la requête dans son ensemble, n’est pas accepté : vérifiez account-id",
  ],
  [
    "the app is of another type: check auth (s2s needs a Server-to-Server OAuth app)",
    "appen är av en annan typ: kontrollera auth (s2s kräver en Server-to-Server OAuth-app)",
    "l’application est d’un autre type : vérifiez auth (s2s demande une application Server-to-Server OAuth)",
  ],
  [
    "client id, secret or grant type is missing: check client-id and client-secret",
    "klient-id, hemlighet eller grant type saknas: kontrollera client-id och client-secret",
    "l’identifiant client, le secret ou le grant type manque : vérifiez client-id et client-secret",
  ],
  [
    "the refresh token is not valid, or the app's scopes were changed after it was given: authorise the app again",
    "uppdateringstoken är inte giltig, eller så har appens behörigheter ändrats efter att den gavs: auktorisera appen igen",
    "le jeton d’actualisation n’est pas valable, ou les étendues de l’application ont changé depuis : autorisez de nouveau l’application",
  ],
  [
    "the app is switched off: activate it in the Zoom App Marketplace",
    "appen är avstängd: aktivera den i Zoom App Marketplace",
    "l’application est désactivée : activez-la dans la Zoom App Marketplace",
  ],
  [
    "the JWT is not valid: check jwt-key and jwt-secret",
    "JWT är inte giltig: kontrollera jwt-key och jwt-secret",
    "le JWT n’est pas valable : vérifiez jwt-key et jwt-secret",
  ],
  [
    "the authorisation code is older than five minutes: authorise the app again",
    "auktoriseringskoden är äldre än fem minuter: auktorisera appen igen",
    "le code d’autorisation date de plus de cinq minutes : autorisez de nouveau l’application",
  ],
  [
    "the authorisation code is not valid: authorise the app again",
    "auktoriseringskoden är inte giltig: auktorisera appen igen",
    "le code d’autorisation n’est pas valable : autorisez de nouveau l’application",
  ],
  [
    "the person who authorised the app is no longer in the account: let another one authorise it",
    "personen som auktoriserade appen finns inte längre i kontot: låt en annan person auktorisera den",
    "la personne qui a autorisé l’application n’est plus dans le compte : faites-la autoriser par une autre",
  ],
  [
    "the authorisation is gone: authorise the app again",
    "auktoriseringen är borta: auktorisera appen igen",
    "l’autorisation a disparu : autorisez de nouveau l’application",
  ],
  [
    "an administrator has disabled the app: ask for it to be allowed again",
    "en administratör har stängt av appen: be att den tillåts igen",
    "un administrateur a désactivé l’application : demandez qu’elle soit de nouveau autorisée",
  ],
  [
    "the refresh token was used too often: authorise the app again",
    "uppdateringstoken har använts för många gånger: auktorisera appen igen",
    "le jeton d’actualisation a été utilisé trop souvent : autorisez de nouveau l’application",
  ],
  [
    "the token was revoked by a later authorisation: give this connector its own app, or authorise it again",
    "token återkallades av en senare auktorisering: ge anslutningen en egen app, eller auktorisera den igen",
    "le jeton a été révoqué par une autorisation ultérieure : donnez à ce connecteur sa propre application, ou autorisez-la de nouveau",
  ],

  // ways.c: what is asked for
  ["list of users", "lista över användare", "liste des utilisateurs"],
  ["a single user", "en enskild användare", "un seul utilisateur"],
  ["recordings of users", "användares inspelningar", "enregistrements des utilisateurs"],
  ["recordings of the account", "kontots inspelningar", "enregistrements du compte"],
  ["trash of users", "användares papperskorg", "corbeille des utilisateurs"],
  ["trash of the account", "kontots papperskorg", "corbeille du compte"],
  ["archived files", "arkiverade filer", "fichiers archivés"],
  ["counts of archived files", "antal arkiverade filer", "nombre de fichiers archivés"],
  ["meeting history report", "rapport över mötenas historik", "rapport d’historique des réunions"],
  ["history of meetings with a survey", "historik över möten med enkät", "historique des réunions avec enquête"],
  ["meeting reports of users", "användares mötesrapporter", "rapports de réunions des utilisateurs"],
  ["instances of recurring meetings", "förekomster av återkommande möten", "occurrences des réunions récurrentes"],
  ["list of AI summaries", "lista över AI-sammanfattningar", "liste des résumés par IA"],
  ["account settings", "kontots inställningar", "paramètres du compte"],
  ["meeting details", "mötets detaljer", "détails de la réunion"],
  ["meeting report", "mötesrapport", "rapport de réunion"],
  ["recordings of a meeting", "ett mötes inspelningar", "enregistrements d’une réunion"],
  ["archived files of a meeting", "ett mötes arkiverade filer", "fichiers archivés d’une réunion"],
  ["participants", "deltagare", "participants"],
  ["participants in the report", "deltagare i rapporten", "participants dans le rapport"],
  ["participants in the dashboard", "deltagare i översikten", "participants dans le tableau de bord"],
  ["polls in the report", "omröstningar i rapporten", "sondages dans le rapport"],
  ["questions and answers in the report", "frågor och svar i rapporten", "questions-réponses dans le rapport"],
  ["surveys", "enkäter", "enquêtes"],
  ["transcripts", "utskrifter", "transcriptions"],

  // ways.c: what is lost without it ("Without it {1}.")
  [
    "no user's recordings can be looked for",
    "inga användares inspelningar kan eftersökas",
    "les enregistrements d’aucun utilisateur ne peuvent être cherchés",
  ],
  [
    "the account's id must be given as setting account-id",
    "kontots id måste anges i inställningen account-id",
    "l’identifiant du compte doit être indiqué dans le réglage account-id",
  ],
  [
    "no recordings arrive, nor their chats and transcripts",
    "inga inspelningar kommer, och inte heller deras chattar och utskrifter",
    "aucun enregistrement n’arrive, ni sa messagerie, ni sa transcription",
  ],
  [
    "recordings of users who were deleted are only found where they were given to another user",
    "inspelningar från borttagna användare hittas bara om de har överförts till en annan användare",
    "les enregistrements d’utilisateurs supprimés ne sont trouvés que s’ils ont été transférés à un autre utilisateur",
  ],
  ["deletions at Zoom are not seen", "borttagningar hos Zoom syns inte", "les suppressions chez Zoom ne se voient pas"],
  [
    "deletions are not seen where the user was deleted too",
    "borttagningar syns inte om även användaren har tagits bort",
    "les suppressions ne se voient pas si l’utilisateur a été supprimé aussi",
  ],
  [
    "nothing of Zoom's archiving arrives: private chats, edits, breakout rooms, meetings of others",
    "inget från Zooms arkivering kommer: privata chattar, ändringar, grupprum, andras möten",
    "rien de l’archivage de Zoom n’arrive : messages privés, modifications, salles de petits groupes, réunions d’autres comptes",
  ],
  [
    "nobody counts whether all archived files were listed",
    "ingen räknar efter om alla arkiverade filer listades",
    "nul ne compte si tous les fichiers archivés ont été inventoriés",
  ],
  [
    "meetings without a recording are looked for in each user's report instead",
    "möten utan inspelning söks i stället i varje användares rapport",
    "les réunions sans enregistrement sont cherchées dans le rapport de chaque utilisateur",
  ],
  [
    "meetings without a recording are only found as instances of recorded ones",
    "möten utan inspelning hittas bara som förekomster av inspelade möten",
    "les réunions sans enregistrement ne sont trouvées que comme occurrences de réunions enregistrées",
  ],
  [
    "meetings without a recording are not found",
    "möten utan inspelning hittas inte",
    "les réunions sans enregistrement ne sont pas trouvées",
  ],
  ["no AI summaries arrive", "inga AI-sammanfattningar kommer", "aucun résumé par IA n’arrive"],
  [
    "Zoom's settings cannot be checked, and when it deletes archived files is not known",
    "Zooms inställningar kan inte kontrolleras, och när Zoom raderar arkiverade filer är inte känt",
    "les paramètres de Zoom ne peuvent être vérifiés, et on ne sait pas quand Zoom supprime les fichiers archivés",
  ],
  [
    "host, topic and times come from the report instead",
    "värd, ämne och tider hämtas i stället från rapporten",
    "l’hôte, le sujet et les heures viennent alors du rapport",
  ],
  [
    "some meetings have neither host nor topic",
    "vissa möten har varken värd eller ämne",
    "certaines réunions n’ont ni hôte ni sujet",
  ],
  [
    "archived files are found through the list instead",
    "arkiverade filer hittas i stället genom listan",
    "les fichiers archivés sont alors trouvés par la liste",
  ],
  [
    "nobody knows who took part: a meeting gets only into the mailboxes of those whom its chat and archived files name",
    "ingen vet vilka som deltog: ett möte kommer bara till postlådorna hos dem som nämns i dess chatt och arkiverade filer",
    "nul ne sait qui a participé : une réunion n’arrive que dans les boîtes de ceux que nomment sa messagerie et ses fichiers archivés",
  ],
  [
    "participants come from the report or the dashboard instead",
    "deltagarna hämtas i stället från rapporten eller översikten",
    "les participants viennent alors du rapport ou du tableau de bord",
  ],
  [
    "participants are missing where Zoom tells them nowhere else",
    "deltagare saknas där Zoom inte uppger dem någon annanstans",
    "les participants manquent là où Zoom ne les indique nulle part ailleurs",
  ],
  [
    "meetings of a single person have no participant",
    "möten med en enda person får ingen deltagare",
    "les réunions d’une seule personne n’ont pas de participant",
  ],
  [
    "polls come from the report instead",
    "omröstningar hämtas i stället från rapporten",
    "les sondages viennent alors du rapport",
  ],
  ["no polls arrive", "inga omröstningar kommer", "aucun sondage n’arrive"],
  [
    "questions and answers come from the report instead",
    "frågor och svar hämtas i stället från rapporten",
    "les questions-réponses viennent alors du rapport",
  ],
  ["no questions and answers arrive", "inga frågor och svar kommer", "aucune question-réponse n’arrive"],
  ["no surveys arrive", "inga enkäter kommer", "aucune enquête n’arrive"],
  [
    "no transcripts of meetings without a recording arrive",
    "inga utskrifter från möten utan inspelning kommer",
    "aucune transcription de réunion sans enregistrement n’arrive",
  ],

  // ways.c: scopes that are named together
  [
    "meeting:read:list_past_participants:admin, report:read:list_meeting_participants:admin or dashboard:read:list_meeting_participants:admin",
    "meeting:read:list_past_participants:admin, report:read:list_meeting_participants:admin eller dashboard:read:list_meeting_participants:admin",
    "meeting:read:list_past_participants:admin, report:read:list_meeting_participants:admin ou dashboard:read:list_meeting_participants:admin",
  ],
  [
    "meeting:read:admin, report:read:admin or dashboard_meetings:read:admin",
    "meeting:read:admin, report:read:admin eller dashboard_meetings:read:admin",
    "meeting:read:admin, report:read:admin ou dashboard_meetings:read:admin",
  ],
];
