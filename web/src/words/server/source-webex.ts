// What source/webex/ says: settings, sign-in, check. See source-webex-work.ts.
import type { Text } from "../words";

export const sourceWebex: Text[] = [
  // webex.c: settings
  [
    "how to sign in: code (an integration authorised by a compliance officer), service (a service app)",
    "sätt att logga in: code (en integration som auktoriserats av en compliance officer), service (en serviceapp)",
    "mode de connexion : code (une intégration autorisée par un compliance officer), service (une application de service)",
  ],
  ["client id of the integration or service app", "integrationens eller serviceappens klient-id", "identifiant client de l’intégration ou de l’application de service"],
  ["its client secret", "dess klienthemlighet", "son secret client"],
  [
    "the first refresh token, of the integration or service app",
    "den första uppdateringstoken, integrationens eller serviceappens",
    "le premier jeton d’actualisation, de l’intégration ou de l’application de service",
  ],
  ["instead of a refresh token: an authorisation code", "i stället för en uppdateringstoken: en auktoriseringskod", "à la place d’un jeton d’actualisation : un code d’autorisation"],
  ["with auth=service and admin-token: id of the service app", "med auth=service och admin-token: serviceappens id", "avec auth=service et admin-token : identifiant de l’application de service"],
  [
    "with auth=service and admin-token: id of the organisation that authorised the app",
    "med auth=service och admin-token: id för den organisation som auktoriserade appen",
    "avec auth=service et admin-token : identifiant de l’organisation qui a autorisé l’application",
  ],
  [
    "with auth=service, instead of a refresh token: a token with the scope spark:applications_token",
    "med auth=service, i stället för en uppdateringstoken: en token med behörigheten spark:applications_token",
    "avec auth=service, à la place d’un jeton d’actualisation : un jeton ayant l’étendue spark:applications_token",
  ],
  ["address of Webex's API", "adress till Webex API", "adresse de l’API de Webex"],
  ["address that gives access tokens", "adress som ger åtkomsttoken", "adresse qui délivre les jetons d’accès"],
  [
    "hosts that give files of posts, and get our token for it",
    "värdar som lämnar ut inläggens filer och får vår token för det",
    "hôtes qui fournissent les fichiers des publications, et reçoivent pour cela notre jeton",
  ],
  [
    "hosts that recordings may be downloaded from, without a token",
    "värdar som inspelningar får hämtas från, utan token",
    "hôtes d’où les enregistrements peuvent être téléchargés, sans jeton",
  ],
  [
    "how many requests to send at most; other apps share Webex's limit",
    "hur många förfrågningar som skickas som mest; andra appar delar Webex gräns",
    "nombre maximal de requêtes à envoyer ; d’autres applications partagent la limite de Webex",
  ],
  [
    "one message for each day of a conversation (day) or for each post (message)",
    "ett meddelande för varje dag av en konversation (day) eller för varje inlägg (message)",
    "un message pour chaque jour d’une conversation (day) ou pour chaque publication (message)",
  ],
  [
    "also read spaces post by post for what the events feed no longer has: yes or no",
    "läs också utrymmen inlägg för inlägg efter det som händelseflödet inte längre har: yes eller no",
    "lire aussi les espaces publication par publication pour ce que le flux d’événements n’a plus : yes ou no",
  ],
  [
    "how far back the events feed reaches; with Pro Pack more than 90",
    "hur många dagar händelseflödet når tillbaka; med Pro Pack fler än 90",
    "de combien de jours le flux d’événements remonte ; avec Pro Pack, plus de 90",
  ],
  [
    "meeting sites to ask for recordings and transcripts (a list), besides those Webex names",
    "mötessajter som tillfrågas om inspelningar och utskrifter (en lista), utöver dem som Webex nämner",
    "sites de réunion à interroger sur les enregistrements et transcriptions (une liste), outre ceux que Webex indique",
  ],
  [
    "kinds to leave out: file, membership, room, card-action, meeting, recording ...",
    "slag att utelämna: file, membership, room, card-action, meeting, recording ...",
    "types à exclure : file, membership, room, card-action, meeting, recording...",
  ],
  ["exclude: posts themselves cannot be left out", "exclude: själva inläggen kan inte utelämnas", "exclude : les publications elles-mêmes ne peuvent pas être exclues"],
  [
    "exclude: '{1}' is no kind (file, membership, room, card-action, meeting, recording, transcript, captions, meeting-chat, meeting-message, meeting-poll, meeting-qa)",
    "exclude: ”{1}” är inget slag (file, membership, room, card-action, meeting, recording, transcript, captions, meeting-chat, meeting-message, meeting-poll, meeting-qa)",
    "exclude : « {1} » n’est pas un type (file, membership, room, card-action, meeting, recording, transcript, captions, meeting-chat, meeting-message, meeting-poll, meeting-qa)",
  ],
  ["requests to Webex", "förfrågningar till Webex", "requêtes à Webex"],
  ["downloads of recordings", "nedladdningar av inspelningar", "téléchargements d’enregistrements"],
  ["Webex Teams", "Webex Teams", "Webex Teams"],

  // sign-in.c, authorize.c, ask.c
  ["needed to sign in", "behövs för inloggningen", "nécessaire à la connexion"],
  ["needed with admin-token", "behövs med admin-token", "nécessaire avec admin-token"],
  ["or refresh-token, with auth=service", "eller refresh-token, med auth=service", "ou refresh-token, avec auth=service"],
  ["check client-id and client-secret", "kontrollera client-id och client-secret", "vérifiez client-id et client-secret"],
  [
    "is the service app still authorised by the organisation? Get a new refresh token from its page",
    "är serviceappen fortfarande auktoriserad av organisationen? Hämta en ny uppdateringstoken på dess sida",
    "l’application de service est-elle toujours autorisée par l’organisation ? Prenez un nouveau jeton d’actualisation sur sa page",
  ],
  [
    "the authorisation is gone or used up (90 days without a run, or the person who gave it has left or lost the role): let a compliance officer authorise the app again",
    "auktoriseringen är borta eller förbrukad (90 dagar utan körning, eller så har personen som gav den slutat eller förlorat rollen): låt en compliance officer auktorisera appen på nytt",
    "l’autorisation n’existe plus ou est épuisée (90 jours sans exécution, ou la personne qui l’a donnée est partie ou a perdu le rôle) : faites autoriser de nouveau l’application par un compliance officer",
  ],
  [
    "Webex refuses the sign-in (status {1}{2}{3}{4}{5}): {6}",
    "Webex nekar inloggningen (status {1}{2}{3}{4}{5}): {6}",
    "Webex refuse la connexion (statut {1}{2}{3}{4}{5}) : {6}",
  ],
  ["status {1}, without a token", "status {1}, utan token", "statut {1}, sans jeton"],
  [
    "auth: a service app is authorised in Control Hub (Apps, Service Apps), not in a browser's sign-in; set auth=code for an integration",
    "auth: en serviceapp auktoriseras i Control Hub (Apps, Service Apps), inte genom en inloggning i webbläsaren; sätt auth=code för en integration",
    "auth : une application de service s’autorise dans Control Hub (Apps, Service Apps), et non par une connexion dans le navigateur ; choisissez auth=code pour une intégration",
  ],
  [
    "is the person who authorised the app still there, and a compliance officer?",
    "finns personen som auktoriserade appen kvar, och är den fortfarande compliance officer?",
    "la personne qui a autorisé l’application est-elle toujours là, et compliance officer ?",
  ],
  [", tracking id {1}", ", spårnings-id {1}", ", identifiant de suivi {1}"],
  ["GET {1}: {2}, tracking id {3}", "GET {1}: {2}, spårnings-id {3}", "GET {1}: {2}, identifiant de suivi {3}"],

  // check.c, people.c
  [
    "Webex does not tell whose token this is: {1}. The app needs the scope spark-admin:people_read or spark:people_read",
    "Webex säger inte vems token detta är: {1}. Appen behöver behörigheten spark-admin:people_read eller spark:people_read",
    "Webex ne dit pas à qui appartient ce jeton : {1}. L’application a besoin de l’étendue spark-admin:people_read ou spark:people_read",
  ],
  [
    "Webex does not tell the organisation of who authorised the app",
    "Webex säger inte vilken organisation den som auktoriserade appen tillhör",
    "Webex n’indique pas l’organisation de la personne qui a autorisé l’application",
  ],
  [
    "Add the scope {1} to the app and let a compliance officer authorise it again.",
    "Lägg till behörigheten {1} i appen och låt en compliance officer auktorisera den på nytt.",
    "Ajoutez l’étendue {1} à l’application et faites autoriser de nouveau l’application par un compliance officer.",
  ],
  [
    "A full administrator gives the role of compliance officer to the person who authorises the app (in Control Hub, Users, Administrator roles), who then authorises it again.",
    "En fullständig administratör ger rollen compliance officer till personen som auktoriserar appen (i Control Hub, Users, Administrator roles), som sedan auktoriserar den på nytt.",
    "Un administrateur complet attribue le rôle compliance officer à la personne qui autorise l’application (dans Control Hub, Users, Administrator roles), laquelle l’autorise ensuite de nouveau.",
  ],
  [
    "Get the licence Pro Pack for Control Hub, or leave feed-days at 90.",
    "Skaffa licensen Pro Pack för Control Hub, eller låt feed-days stå på 90.",
    "Procurez-vous la licence Pro Pack pour Control Hub, ou laissez feed-days à 90.",
  ],
  ["See the answer of Webex.", "Se svaret från Webex.", "Voyez la réponse de Webex."],
  ["not available ({1}). Without it {2}.", "inte tillgängligt ({1}). Följd: {2}.", "non disponible ({1}). Sans cela, {2}."],
  [
    "accepted; the token is that of {1}. When this person leaves or loses the role, nothing arrives any more",
    "godkänd; token tillhör {1}. När den personen slutar eller förlorar rollen kommer ingenting mer",
    "acceptée ; le jeton est celui de {1}. Si cette personne part ou perd le rôle, plus rien n’arrive",
  ],
  ["an app", "en app", "une application"],
  ["Webex did not say which scopes the app has", "Webex sade inte vilka behörigheter appen har", "Webex n’a pas dit quelles étendues a l’application"],
  [
    "the app lacks the scope {1}, for: {2}. Without it {3}.",
    "appen saknar behörigheten {1}, för: {2}. Följd: {3}.",
    "il manque à l’application l’étendue {1}, pour : {2}. Sans elle, {3}.",
  ],
  ["Add it to the app and authorise the app again.", "Lägg till den i appen och auktorisera appen på nytt.", "Ajoutez-la à l’application et autorisez de nouveau l’application."],
  [
    "the app lacks the scope spark:kms: posts cannot be decrypted",
    "appen saknar behörigheten spark:kms: inlägg kan inte dekrypteras",
    "il manque à l’application l’étendue spark:kms : les publications ne peuvent pas être déchiffrées",
  ],
  ["all that are needed", "alla som behövs", "toutes celles qu’il faut"],
  ["Pro Pack", "Pro Pack", "Pro Pack"],
  [
    "events older than 90 days can be read: the setting feed-days may say how far back",
    "händelser äldre än 90 dagar kan läsas: inställningen feed-days kan ange hur långt tillbaka",
    "les événements de plus de 90 jours peuvent être lus : le réglage feed-days peut dire jusqu’où remonter",
  ],
  [
    "events older than 90 days are not given ({1}). Older posts are read space by space, without what was edited or deleted since; a connector that does not run for 90 days misses edits, deletions and memberships",
    "händelser äldre än 90 dagar lämnas inte ut ({1}). Äldre inlägg läses utrymme för utrymme, utan det som ändrats eller tagits bort sedan dess; en anslutning som inte körs på 90 dagar går miste om ändringar, borttagningar och medlemskap",
    "les événements de plus de 90 jours ne sont pas fournis ({1}). Les publications plus anciennes sont lues espace par espace, sans ce qui a été modifié ou supprimé depuis ; un connecteur qui ne s’exécute pas pendant 90 jours manque modifications, suppressions et adhésions",
  ],
  [
    "Run the connector daily; get the licence Pro Pack for Control Hub where older history matters.",
    "Kör anslutningen dagligen; skaffa licensen Pro Pack för Control Hub om äldre historik är viktig.",
    "Exécutez le connecteur chaque jour ; procurez-vous la licence Pro Pack pour Control Hub si l’historique plus ancien compte.",
  ],
  [
    "what was deleted can be had until the organisation's retention ends; Webex has no question for how long that is",
    "det som tagits bort går att få tills organisationens bevarande upphör; Webex ger inget sätt att fråga hur länge det är",
    "ce qui a été supprimé peut être obtenu jusqu’à la fin de la conservation de l’organisation ; Webex n’offre aucun moyen d’en demander la durée",
  ],
  [
    "See Control Hub, Organisation settings, Retention: it must be longer than the time between two runs.",
    "Se Control Hub, Organisation settings, Retention: bevarandet måste vara längre än tiden mellan två körningar.",
    "Voyez Control Hub, Organisation settings, Retention : la conservation doit dépasser le temps entre deux exécutions.",
  ],
  [
    "the setting backfill is no: posts older than the events feed are not looked for",
    "inställningen backfill är no: inlägg äldre än händelseflödet eftersöks inte",
    "le réglage backfill est à no : les publications antérieures au flux d’événements ne sont pas recherchées",
  ],
  ["Set backfill to yes where older history matters.", "Sätt backfill till yes om äldre historik är viktig.", "Mettez backfill à yes si l’historique plus ancien compte."],
  ["left out by a setting: {1}", "utelämnat av en inställning: {1}", "exclus par un réglage : {1}"],
  [
    "Webex does not tell who is in the organisation ({1}); needed is the scope {2}",
    "Webex säger inte vilka som finns i organisationen ({1}); behörigheten {2} behövs",
    "Webex ne dit pas qui fait partie de l’organisation ({1}) ; il faut l’étendue {2}",
  ],
  ["invited", "inbjuden", "invité"],

  // check.c: topics
  ["Retention", "Bevarande", "Conservation"],
  ["Backfill", "Äldre inlägg", "Publications anciennes"],
  ["Exclude", "Utelämnat", "Exclusions"],

  // ways.c: what is asked for, and what is lost without it
  ["the account's owner", "kontots innehavare", "titulaire du compte"],
  ["the organisation cannot be told", "organisationen kan inte fastställas", "l’organisation ne peut pas être déterminée"],
  ["events feed", "händelseflödet", "flux d’événements"],
  [
    "no posts, edits, deletions and memberships arrive",
    "inga inlägg, ändringar, borttagningar och medlemskap kommer",
    "ni publications, ni modifications, ni suppressions, ni adhésions n’arrivent",
  ],
  ["a single post", "ett enskilt inlägg", "une publication isolée"],
  [
    "posts that were deleted before a run, files, and what could not be decrypted at first are missing",
    "inlägg som togs bort före en körning, filer och det som först inte kunde dekrypteras saknas",
    "les publications supprimées avant une exécution, les fichiers et ce qui n’a pas pu être déchiffré d’abord manquent",
  ],
  ["posts of a space", "ett utrymmes inlägg", "publications d’un espace"],
  ["posts older than the events feed are missing", "inlägg äldre än händelseflödet saknas", "les publications antérieures au flux d’événements manquent"],
  ["names of spaces", "namn på utrymmen", "noms des espaces"],
  ["spaces have no names", "utrymmen saknar namn", "les espaces n’ont pas de nom"],
  ["members of spaces", "medlemmar i utrymmen", "membres des espaces"],
  ["posts reach their author only", "inlägg når bara sin författare", "les publications n’atteignent que leur auteur"],
  ["names of teams", "namn på team", "noms des équipes"],
  ["teams have no names", "team saknar namn", "les équipes n’ont pas de nom"],
  ["names of people", "personers namn", "noms des personnes"],
  [
    "some people are shown by address only, and posts older than the events feed are not looked for",
    "vissa personer visas bara med adress, och inlägg äldre än händelseflödet eftersöks inte",
    "certaines personnes ne sont indiquées que par leur adresse, et les publications antérieures au flux d’événements ne sont pas recherchées",
  ],
  ["files of posts", "inläggens filer", "fichiers des publications"],
  ["no files arrive", "inga filer kommer", "aucun fichier n’arrive"],
  ["list of meeting sites", "lista över mötessajter", "liste des sites de réunion"],
  [
    "only recordings and transcripts of the default site are found, unless the setting sites names the others",
    "bara standardsajtens inspelningar och utskrifter hittas, om inte inställningen sites nämner de andra",
    "seuls les enregistrements et transcriptions du site par défaut sont trouvés, à moins que le réglage sites ne nomme les autres",
  ],
  ["details of meetings", "mötens detaljer", "détails des réunions"],
  ["meetings have neither title nor times", "möten har varken namn eller tider", "les réunions n’ont ni titre ni horaires"],
  ["participants of meetings", "mötens deltagare", "participants des réunions"],
  ["meetings reach only those the events feed names", "möten når bara dem som händelseflödet nämner", "les réunions n’atteignent que les personnes nommées par le flux d’événements"],
  ["list of recordings", "lista över inspelningar", "liste des enregistrements"],
  ["no recordings arrive", "inga inspelningar kommer", "aucun enregistrement n’arrive"],
  ["a single recording", "en enskild inspelning", "un enregistrement isolé"],
  ["list of transcripts", "lista över utskrifter", "liste des transcriptions"],
  ["no transcripts arrive", "inga utskrifter kommer", "aucune transcription n’arrive"],
  ["a transcript", "en utskrift", "une transcription"],
  ["closed captions", "undertexter", "sous-titres"],
  ["no closed captions arrive", "inga undertexter kommer", "aucun sous-titre n’arrive"],
  ["chats of meetings", "mötens chattar", "messageries des réunions"],
  ["what was written in meetings is missing", "det som skrevs i möten saknas", "ce qui a été écrit dans les réunions manque"],
  ["polls of meetings", "mötens omröstningar", "sondages des réunions"],
  ["polls are missing", "omröstningar saknas", "les sondages manquent"],
  ["questions and answers", "frågor och svar", "questions-réponses"],
  ["questions and answers are missing", "frågor och svar saknas", "les questions-réponses manquent"],
  ["AI summaries", "AI-sammanfattningar", "résumés par IA"],
  ["AI summaries are missing", "AI-sammanfattningar saknas", "les résumés par IA manquent"],

  // ways.c: any of several scopes
  ["spark-admin:people_read or spark:people_read", "spark-admin:people_read eller spark:people_read", "spark-admin:people_read ou spark:people_read"],
  [
    "meeting:admin_schedule_read or spark-compliance:meetings_read",
    "meeting:admin_schedule_read eller spark-compliance:meetings_read",
    "meeting:admin_schedule_read ou spark-compliance:meetings_read",
  ],
  [
    "meeting:admin_participants_read or spark-compliance:meetings_read",
    "meeting:admin_participants_read eller spark-compliance:meetings_read",
    "meeting:admin_participants_read ou spark-compliance:meetings_read",
  ],
  [
    "spark-compliance:recordings_read or meeting:admin_recordings_read",
    "spark-compliance:recordings_read eller meeting:admin_recordings_read",
    "spark-compliance:recordings_read ou meeting:admin_recordings_read",
  ],
  [
    "meeting:admin_transcripts_read or spark-compliance:meetings_read",
    "meeting:admin_transcripts_read eller spark-compliance:meetings_read",
    "meeting:admin_transcripts_read ou spark-compliance:meetings_read",
  ],
  [
    "scopes: '{1}' is of no use here; all that are: {2}",
    "scopes: ”{1}” är till ingen nytta här; alla som är det: {2}",
    "scopes : « {1} » ne sert à rien ici ; toutes celles qui servent : {2}",
  ],
  [
    "with auth=code: the scopes to ask for in a browser (a list), where the integration has fewer than all that are of use",
    "med auth=code: behörigheterna att begära i en webbläsare (en lista), om integrationen har färre än alla som är till nytta",
    "avec auth=code : les étendues à demander dans un navigateur (une liste), si l’intégration en a moins que toutes celles qui servent",
  ],
];
