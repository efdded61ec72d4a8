// What source/zoom/ says when a connector is checked.
import type { Text } from "../words";

export const sourceZoomCheck: Text[] = [
  // check-settings.c: recordings
  ["Cloud recording", "Molninspelning", "Enregistrement dans le cloud"],
  ["Cloud recording is switched on.", "Molninspelning är påslagen.", "L’enregistrement dans le cloud est activé."],
  [
    "Cloud recording is switched off: no recordings, and none of their chats and transcripts, will arrive.",
    "Molninspelning är avstängd: inga inspelningar kommer, och inga av deras chattar och utskrifter.",
    "L’enregistrement dans le cloud est désactivé : aucun enregistrement n’arrivera, ni sa messagerie, ni sa transcription.",
  ],
  [
    "Switch on Cloud recording under Account Settings, Recording.",
    "Slå på Cloud recording under Account Settings, Recording.",
    "Activez Cloud recording sous Account Settings, Recording.",
  ],
  ["Downloads", "Nedladdningar", "Téléchargements"],
  [
    "Downloads of cloud recordings are allowed.",
    "Nedladdning av molninspelningar är tillåten.",
    "Le téléchargement des enregistrements dans le cloud est autorisé.",
  ],
  [
    "Downloads of cloud recordings are switched off: Zoom will answer 403 to them.",
    "Nedladdning av molninspelningar är avstängd: Zoom kommer att svara 403.",
    "Le téléchargement des enregistrements dans le cloud est désactivé : Zoom y répondra 403.",
  ],
  [
    "Allow cloud recording downloads under Account Settings, Recording.",
    "Tillåt nedladdning av molninspelningar under Account Settings, Recording.",
    "Autorisez le téléchargement des enregistrements dans le cloud sous Account Settings, Recording.",
  ],
  ["Downloads by others than the host", "Nedladdning för andra än värden", "Téléchargement par d’autres que l’hôte"],
  [
    "Not only hosts may download recordings.",
    "Inte bara värdar får ladda ned inspelningar.",
    "Les hôtes ne sont pas seuls à pouvoir télécharger les enregistrements.",
  ],
  [
    "Only the host may download recordings: the app may be refused.",
    "Bara värden får ladda ned inspelningar: appen kan nekas.",
    "Seul l’hôte peut télécharger les enregistrements : l’application peut se voir refuser l’accès.",
  ],
  [
    "Switch off 'Only the host can download cloud recordings'.",
    "Stäng av ”Only the host can download cloud recordings”.",
    "Désactivez « Only the host can download cloud recordings ».",
  ],
  ["Chat in recordings", "Chatt i inspelningar", "Messagerie dans les enregistrements"],
  [
    "Chats are saved with recordings.",
    "Chattar sparas med inspelningar.",
    "La messagerie est sauvegardée avec les enregistrements.",
  ],
  [
    "Chats are not saved with recordings.",
    "Chattar sparas inte med inspelningar.",
    "La messagerie n’est pas sauvegardée avec les enregistrements.",
  ],
  [
    "Switch on 'Save chat messages from the meeting' under Account Settings, Recording.",
    "Slå på ”Save chat messages from the meeting” under Account Settings, Recording.",
    "Activez « Save chat messages from the meeting » sous Account Settings, Recording.",
  ],
  ["Transcripts", "Utskrifter", "Transcriptions"],
  ["Recordings are transcribed.", "Inspelningar transkriberas.", "Les enregistrements sont transcrits."],
  [
    "Recordings are not transcribed: no transcripts will arrive.",
    "Inspelningar transkriberas inte: inga utskrifter kommer.",
    "Les enregistrements ne sont pas transcrits : aucune transcription n’arrivera.",
  ],
  [
    "Switch on 'Create audio transcript' under Account Settings, Recording.",
    "Slå på ”Create audio transcript” under Account Settings, Recording.",
    "Activez « Create audio transcript » sous Account Settings, Recording.",
  ],
  ["Trash", "Papperskorg", "Corbeille"],
  [
    "Deleted recordings stay in Zoom's trash for 30 days.",
    "Borttagna inspelningar ligger kvar i Zooms papperskorg i 30 dagar.",
    "Les enregistrements supprimés restent 30 jours dans la corbeille de Zoom.",
  ],
  [
    "Deleted recordings do not go to the trash: what is deleted before it was collected is lost without a trace.",
    "Borttagna inspelningar hamnar inte i papperskorgen: det som tas bort innan det har hämtats går spårlöst förlorat.",
    "Les enregistrements supprimés ne vont pas à la corbeille : ce qui est supprimé avant d’être collecté est perdu sans trace.",
  ],
  [
    "Allow the recovery of deleted cloud recordings.",
    "Tillåt återställning av borttagna molninspelningar.",
    "Autorisez la récupération des enregistrements dans le cloud qui ont été supprimés.",
  ],
  ["Automatic recording", "Automatisk inspelning", "Enregistrement automatique"],
  [
    "Meetings are recorded to the cloud by themselves.",
    "Möten spelas in i molnet av sig själva.",
    "Les réunions s’enregistrent d’elles-mêmes dans le cloud.",
  ],
  [
    "Automatic recording is set to '{1}': only meetings that somebody records in the cloud have recordings.",
    "Automatisk inspelning är inställd på ”{1}”: bara möten som någon spelar in i molnet har inspelningar.",
    "L’enregistrement automatique est réglé sur « {1} » : seules les réunions que quelqu’un enregistre dans le cloud ont des enregistrements.",
  ],
  [
    "Set automatic recording to the cloud, and lock it, if all meetings are to be recorded.",
    "Ställ in automatisk inspelning på molnet, och lås den, om alla möten ska spelas in.",
    "Réglez l’enregistrement automatique sur le cloud, et verrouillez-le, si toutes les réunions doivent être enregistrées.",
  ],
  ["Deletion at Zoom", "Radering hos Zoom", "Suppression chez Zoom"],
  [
    "Zoom does not delete cloud recordings by itself.",
    "Zoom raderar inte molninspelningar av sig självt.",
    "Zoom ne supprime pas de lui-même les enregistrements dans le cloud.",
  ],
  [
    "Zoom deletes cloud recordings after {1} day{2}: a connector that rests longer loses them.",
    "Zoom raderar molninspelningar efter {1} {1?dag|dagar}: en anslutning som vilar längre går miste om dem.",
    "Zoom supprime les enregistrements dans le cloud après {1} {1?jour|jours} : un connecteur au repos plus longtemps les perd.",
  ],
  [
    "Let Zoom keep recordings for 14 days at least, and run the connector every day.",
    "Låt Zoom behålla inspelningar i minst 14 dagar, och kör anslutningen varje dag.",
    "Faites garder les enregistrements par Zoom au moins 14 jours, et exécutez le connecteur chaque jour.",
  ],
  ["Downloads by IP address", "Nedladdning efter IP-adress", "Téléchargement selon l’adresse IP"],
  [
    "Recordings can only be reached from: {1}.",
    "Inspelningar kan nås bara från: {1}.",
    "Les enregistrements ne sont accessibles que depuis : {1}.",
  ],
  [
    "Make sure that the address this machine has on the Internet is among them.",
    "Se till att adressen som denna maskin har på internet är en av dem.",
    "Assurez-vous que l’adresse de cette machine sur Internet en fait partie.",
  ],

  // check-settings.c: Zoom's archiving
  ["Archiving", "Arkivering", "Archivage"],
  ["Chat in the archive", "Chatt i Zooms arkiv", "Messagerie dans l’archive de Zoom"],
  ["Chats are archived.", "Chattar arkiveras.", "La messagerie est archivée."],
  ["Chats are not archived.", "Chattar arkiveras inte.", "La messagerie n’est pas archivée."],
  [
    "Switch on chat in Zoom's archiving settings.",
    "Slå på chatt i Zooms arkiveringsinställningar.",
    "Activez la messagerie dans les paramètres d’archivage de Zoom.",
  ],
  [
    "Senders' addresses in the archive",
    "Avsändares adresser i Zooms arkiv",
    "Adresses des expéditeurs dans l’archive de Zoom",
  ],
  [
    "Archived chats have their senders' e-mail addresses.",
    "Arkiverade chattar har avsändarnas e-postadresser.",
    "La messagerie archivée comporte les adresses e-mail des expéditeurs.",
  ],
  [
    "Archived chats come without e-mail addresses: senders can only be told by display name.",
    "Arkiverade chattar kommer utan e-postadresser: avsändare kan bara skiljas åt genom sitt visningsnamn.",
    "La messagerie archivée arrive sans adresses e-mail : les expéditeurs ne se reconnaissent qu’à leur nom affiché.",
  ],
  [
    "Switch on 'Include user email' in Zoom's archiving settings.",
    "Slå på ”Include user email” i Zooms arkiveringsinställningar.",
    "Activez « Include user email » dans les paramètres d’archivage de Zoom.",
  ],
  ["Private chats in the archive", "Privata chattar i Zooms arkiv", "Messages privés dans l’archive de Zoom"],
  ["Private chats are archived.", "Privata chattar arkiveras.", "Les messages privés sont archivés."],
  ["Private chats are not archived.", "Privata chattar arkiveras inte.", "Les messages privés ne sont pas archivés."],
  [
    "Switch on 'Include direct messages' in Zoom's archiving settings.",
    "Slå på ”Include direct messages” i Zooms arkiveringsinställningar.",
    "Activez « Include direct messages » dans les paramètres d’archivage de Zoom.",
  ],
  ["Sound in the archive", "Ljud i Zooms arkiv", "Son dans l’archive de Zoom"],
  ["Sound is archived.", "Ljud arkiveras.", "Le son est archivé."],
  ["Sound is not archived.", "Ljud arkiveras inte.", "Le son n’est pas archivé."],
  [
    "Switch on audio in Zoom's archiving settings, if it is to be kept.",
    "Slå på ljud i Zooms arkiveringsinställningar, om det ska bevaras.",
    "Activez l’audio dans les paramètres d’archivage de Zoom, s’il doit être conservé.",
  ],
  ["Pictures in the archive", "Video i Zooms arkiv", "Vidéo dans l’archive de Zoom"],
  ["Video is archived.", "Video arkiveras.", "La vidéo est archivée."],
  ["Video is not archived.", "Video arkiveras inte.", "La vidéo n’est pas archivée."],
  [
    "Switch on video in Zoom's archiving settings, if it is to be kept.",
    "Slå på video i Zooms arkiveringsinställningar, om den ska bevaras.",
    "Activez la vidéo dans les paramètres d’archivage de Zoom, si elle doit être conservée.",
  ],
  [
    "Captions and transcripts in the archive",
    "Undertexter och utskrifter i Zooms arkiv",
    "Sous-titres et transcriptions dans l’archive de Zoom",
  ],
  [
    "Captions and transcripts are archived.",
    "Undertexter och utskrifter arkiveras.",
    "Les sous-titres et transcriptions sont archivés.",
  ],
  [
    "Captions and transcripts are not archived.",
    "Undertexter och utskrifter arkiveras inte.",
    "Les sous-titres et transcriptions ne sont pas archivés.",
  ],
  [
    "Switch on transcripts in Zoom's archiving settings.",
    "Slå på utskrifter i Zooms arkiveringsinställningar.",
    "Activez les transcriptions dans les paramètres d’archivage de Zoom.",
  ],
  ["Retention of the archive", "Bevarande i Zooms arkiv", "Conservation de l’archive de Zoom"],
  [
    "Zoom keeps archived files for {1} day{2}: a connector that rests longer loses them.",
    "Zoom behåller arkiverade filer i {1} {1?dag|dagar}: en anslutning som vilar längre går miste om dem.",
    "Zoom garde les fichiers archivés {1} {1?jour|jours} : un connecteur au repos plus longtemps les perd.",
  ],
  [
    "Ask for the longest retention, 30 days.",
    "Begär det längsta bevarandet, 30 dagar.",
    "Demandez la conservation la plus longue, 30 jours.",
  ],
  ["When archiving fails", "När arkiveringen misslyckas", "Quand l’archivage échoue"],
  ["Zoom goes on with the meeting.", "Zoom fortsätter mötet.", "Zoom poursuit la réunion."],
  [
    "Zoom ends the meeting, or keeps people out.",
    "Zoom avslutar mötet, eller stänger ute deltagare.",
    "Zoom met fin à la réunion, ou refuse l’entrée aux participants.",
  ],
  [
    "The account has no archiving: private chats, edits and deletions in chats, breakout rooms and meetings of other organisations will not arrive.",
    "Kontot har ingen arkivering: privata chattar, ändringar och borttagningar i chattar, grupprum och andra organisationers möten kommer inte.",
    "Le compte n’a pas d’archivage : les messages privés, les modifications et suppressions dans la messagerie, les salles de petits groupes et les réunions d’autres organisations n’arriveront pas.",
  ],
  [
    "Ask Zoom for the Meeting and Webinar Archiving feature if you need them.",
    "Be Zoom om funktionen Meeting and Webinar Archiving om du behöver dem.",
    "Demandez à Zoom la fonction Meeting and Webinar Archiving si vous en avez besoin.",
  ],
  [
    "Archiving is licensed but switched off.",
    "Arkivering ingår i licensen men är avstängd.",
    "L’archivage est compris dans la licence mais désactivé.",
  ],
  [
    "Switch it on in Zoom's account settings.",
    "Slå på den i kontots inställningar hos Zoom.",
    "Activez-le dans les paramètres du compte chez Zoom.",
  ],
  [
    "Meetings are archived, webinars are not.",
    "Möten arkiveras, webbinarier arkiveras inte.",
    "Les réunions sont archivées, les webinaires ne le sont pas.",
  ],
  [
    "Only webinars are archived, meetings are not.",
    "Bara webbinarier arkiveras, möten arkiveras inte.",
    "Seuls les webinaires sont archivés, les réunions ne le sont pas.",
  ],
  [
    "Meetings and webinars are archived.",
    "Möten och webbinarier arkiveras.",
    "Les réunions et webinaires sont archivés.",
  ],
  ["Let Zoom archive meetings too.", "Låt Zoom arkivera även möten.", "Faites archiver aussi les réunions par Zoom."],
  [
    "Zoom tells the account's settings.",
    "Zoom uppger kontots inställningar.",
    "Zoom indique les paramètres du compte.",
  ],

  // check.c: the account
  [
    "Zoom does not tell the id of the account ({1}): give it as setting account-id",
    "Zoom uppger inte kontots id ({1}): ange det i inställningen account-id",
    "Zoom n’indique pas l’identifiant du compte ({1}) : donnez-le dans le réglage account-id",
  ],
  ["no user is listed", "ingen användare finns i listan", "aucun utilisateur n’est dans la liste"],
  ["greet Zoom", "kontakta Zoom", "contacter Zoom"],
  [
    "greet Zoom: its answer has no Date",
    "kontakta Zoom: svaret har ingen Date",
    "contacter Zoom : sa réponse n’a pas de Date",
  ],

  // check.c: scopes
  ["Scope {1}", "Behörighet {1}", "Étendue {1}"],
  [
    "Add the scope {1} to the app in the Zoom App Marketplace, then activate or authorise it again.",
    "Lägg till behörigheten {1} för appen i Zoom App Marketplace, och aktivera eller auktorisera den sedan igen.",
    "Ajoutez l’étendue {1} à l’application dans la Zoom App Marketplace, puis activez-la ou autorisez-la de nouveau.",
  ],
  ["Scopes to read participants", "Behörigheter att läsa deltagare", "Étendues pour lire les participants"],
  [
    "The app has none of {1}. Without them {2}.",
    "Appen har ingen av behörigheterna {1}. Följd: {2}.",
    "L’application n’a aucune des étendues {1}. Sans elles, {2}.",
  ],
  [
    "Add one of these scopes, best the first two, to the app in the Zoom App Marketplace, then activate or authorise it again.",
    "Lägg till en av dessa behörigheter, helst de två första, för appen i Zoom App Marketplace, och aktivera eller auktorisera den sedan igen.",
    "Ajoutez l’une de ces étendues, de préférence les deux premières, à l’application dans la Zoom App Marketplace, puis activez-la ou autorisez-la de nouveau.",
  ],
  [
    "Zoom does not say which scopes the app has; each kind of question was tried instead.",
    "Zoom säger inte vilka behörigheter appen har; varje slags fråga prövades i stället.",
    "Zoom ne dit pas quelles étendues a l’application ; chaque sorte de question a été essayée.",
  ],

  // check.c: what Zoom answers
  [
    "Add the scope {1} (or {2}) to the app.",
    "Lägg till behörigheten {1} (eller {2}) för appen.",
    "Ajoutez l’étendue {1} (ou {2}) à l’application.",
  ],
  [
    "It needs a Zoom plan, a licence or a right of the app's role that the account does not have; ask Zoom or the account's owner.",
    "Det kräver en Zoom-plan, en licens eller en rättighet i appens roll som kontot inte har; fråga Zoom eller kontots ägare.",
    "Il faut un forfait Zoom, une licence ou un droit du rôle de l’application que le compte n’a pas ; demandez à Zoom ou au propriétaire du compte.",
  ],
  [
    "See Zoom's answer; the app's role and settings decide.",
    "Se Zooms svar; appens roll och inställningar avgör.",
    "Voyez la réponse de Zoom ; le rôle et les paramètres de l’application en décident.",
  ],
  [
    "Zoom refuses it ({1}). Without it {2}.",
    "Zoom nekar det ({1}). Följd: {2}.",
    "Zoom le refuse ({1}). Sans cela, {2}.",
  ],
  ["Zoom answers.", "Zoom svarar.", "Zoom répond."],
  ["{1} active users.", "{1} {1?aktiv användare|aktiva användare}.", "{1} {1?utilisateur actif|utilisateurs actifs}."],

  // check.c: clock, plan, sign-in
  [
    "This machine's clock is {1} behind Zoom's.",
    "Denna maskins klocka går {1} efter Zooms.",
    "L’horloge de cette machine retarde de {1} sur celle de Zoom.",
  ],
  [
    "This machine's clock is {1} ahead of Zoom's.",
    "Denna maskins klocka går {1} före Zooms.",
    "L’horloge de cette machine avance de {1} sur celle de Zoom.",
  ],
  ["{1} days", "{1} {1?dag|dagar}", "{1} {1?jour|jours}"],
  ["{1} hours", "{1} {1?timme|timmar}", "{1} {1?heure|heures}"],
  ["{1} minutes", "{1} {1?minut|minuter}", "{1} {1?minute|minutes}"],
  [
    "Set it by NTP; times of retention and of holds depend on it.",
    "Ställ den med NTP; tider för bevarande och väntan beror på den.",
    "Réglez-la par NTP ; les durées de conservation et d’attente en dépendent.",
  ],
  ["Plan", "Plan", "Forfait"],
  [
    "Zoom is asked without any limit (setting plan=none).",
    "Zoom tillfrågas utan någon gräns (inställningen plan=none).",
    "Zoom est interrogé sans aucune limite (réglage plan=none).",
  ],
  [
    "For Zoom itself set plan to free, pro or business: it refuses requests that come too fast, also those of other apps.",
    "För Zoom självt, sätt plan till free, pro eller business: Zoom nekar anrop som kommer för tätt, även andra appars.",
    "Pour Zoom lui-même, mettez plan à free, pro ou business : il refuse les requêtes trop rapprochées, y compris celles d’autres applications.",
  ],
  [
    "Zoom is asked as often as its plan '{1}' allows, less what other apps need (settings plan and limit-share).",
    "Zoom tillfrågas så ofta som dess plan ”{1}” tillåter, minus det som andra appar behöver (inställningarna plan och limit-share).",
    "Zoom est interrogé aussi souvent que son forfait « {1} » le permet, moins ce qu’il faut aux autres applications (réglages plan et limit-share).",
  ],
  [
    "A token was made with the JWT app's key.",
    "En token skapades med JWT-appens nyckel.",
    "Un jeton a été créé avec la clé de l’application JWT.",
  ],
  ["Zoom gives an access token.", "Zoom ger en åtkomsttoken.", "Zoom donne un jeton d’accès."],
  ["check Zoom", "kontrollera Zoom", "vérifier Zoom"],
];
