// Zoom Meetings, after docs/sources/zoom-meetings.md.
import type { Product } from "./product";

export const zoom: Product = {
  name: "zoom-meetings",
  title: "Zoom Meetings",
  icon: "video",
  line: [
    "Meetings and webinars: chat, recordings, transcripts, polls, summaries, who took part.",
    "Möten och webbinarier: chatt, inspelningar, utskrifter, omröstningar, sammanfattningar, vilka som deltog.",
    "Réunions et webinaires : messagerie, enregistrements, transcriptions, sondages, résumés, participants.",
  ],
  captures: [
    [
      "**One message for each meeting or webinar**, in the mailbox of everybody who took part, in the folder `Inbox/Zoom Meetings`. A recurring meeting gives one each time.",
      "**Ett meddelande för varje möte eller webbinarium**, i postlådan hos alla som deltog, i mappen `Inbox/Zoom Meetings`. Ett återkommande möte ger ett varje gång.",
      "**Un message par réunion ou webinaire**, dans la boîte de chaque participant, dans le dossier `Inbox/Zoom Meetings`. Une réunion récurrente en donne un à chaque fois.",
    ],
    [
      "**In-meeting chat**: private messages, groups, replies, edits, deletions and reactions where Zoom archives the chat; else the chat file of the recording.",
      "**Chatt i mötet**: privata meddelanden, grupper, svar, ändringar, borttagningar och reaktioner där Zoom arkiverar chatten; annars inspelningens chattfil.",
      "**Messagerie de la réunion** : messages privés, groupes, réponses, modifications, suppressions et réactions si Zoom archive la messagerie ; sinon le fichier de l’enregistrement.",
    ],
    [
      "**Recordings, transcripts and captions**, whole and without a limit of size; speakers are matched with participants.",
      "**Inspelningar, utskrifter och undertexter**, hela och utan storleksgräns; talare paras ihop med deltagare.",
      "**Enregistrements, transcriptions et sous-titres**, entiers et sans limite de taille ; les intervenants sont rapprochés des participants.",
    ],
    [
      "**Participants**: every joining and leaving, roles, guests, callers, the waiting room.",
      "**Deltagare**: varje inträde och utträde, roller, gäster, uppringda, väntrummet.",
      "**Participants** : chaque arrivée et départ, rôles, invités, appelants, salle d’attente.",
    ],
    [
      "**Polls, questions and answers, surveys, AI summaries**, and every raw answer of Zoom.",
      "**Omröstningar, frågor och svar, enkäter, AI-sammanfattningar**, och varje råsvar från Zoom.",
      "**Sondages, questions-réponses, enquêtes, résumés par IA**, et chaque réponse brute de Zoom.",
    ],
    [
      "**What comes later** (a transcript, another file, a deletion at Zoom) arrives as a message that answers the first one. Nothing delivered is ever changed.",
      "**Det som kommer senare** (en utskrift, en fil till, en borttagning hos Zoom) kommer som ett meddelande som svarar på det första. Inget levererat ändras någonsin.",
      "**Ce qui vient plus tard** (une transcription, un autre fichier, une suppression chez Zoom) arrive dans un message qui répond au premier. Rien de ce qui a été remis n’est jamais modifié.",
    ],
  ],
  needs: [
    [
      "An administrator of the Zoom account who may build apps, with the role right **View Recording Content**.",
      "En administratör för Zoom-kontot som får skapa appar, med rollrättigheten **View Recording Content**.",
      "Un administrateur du compte Zoom autorisé à créer des applications, avec le droit de rôle **View Recording Content**.",
    ],
    [
      "At Zoom: *Cloud recording* and its downloads, *Save chat messages from the meeting*, *Create audio transcript*. Automatic deletion after at least 14 days.",
      "Hos Zoom: *Cloud recording* och dess nedladdningar, *Save chat messages from the meeting*, *Create audio transcript*. Automatisk radering tidigast efter 14 dagar.",
      "Chez Zoom : *Cloud recording* et ses téléchargements, *Save chat messages from the meeting*, *Create audio transcript*. Suppression automatique après 14 jours au moins.",
    ],
    [
      "For the full chat: Zoom’s *Meeting and Webinar Archiving*, with *Include user email* and *Include direct messages*.",
      "För hela chatten: Zooms *Meeting and Webinar Archiving*, med *Include user email* och *Include direct messages*.",
      "Pour toute la messagerie : *Meeting and Webinar Archiving* de Zoom, avec *Include user email* et *Include direct messages*.",
    ],
  ],
  steps: [
    [
      "Open the [Zoom App Marketplace](https://marketplace.zoom.us/) as an administrator: *Develop*, *Build App*, *Server-to-Server OAuth*.",
      "Öppna [Zoom App Marketplace](https://marketplace.zoom.us/) som administratör: *Develop*, *Build App*, *Server-to-Server OAuth*.",
      "Ouvrez la [Zoom App Marketplace](https://marketplace.zoom.us/) en tant qu’administrateur : *Develop*, *Build App*, *Server-to-Server OAuth*.",
    ],
    [
      "Give the app a name and a contact. Note *Account ID*, *Client ID* and *Client secret*.",
      "Ge appen ett namn och en kontakt. Anteckna *Account ID*, *Client ID* och *Client secret*.",
      "Donnez à l’application un nom et un contact. Notez *Account ID*, *Client ID* et *Client secret*.",
    ],
    [
      "Under *Scopes* add all scopes below: the granular ones, or the classic ones where the app has those.",
      "Lägg till alla behörigheter nedan under *Scopes*: de detaljerade, eller de klassiska om appen har sådana.",
      "Sous *Scopes*, ajoutez toutes les étendues ci-dessous : les détaillées, ou les classiques si l’application en a.",
    ],
    [
      "Activate the app. It acts with the role of the person who made it.",
      "Aktivera appen. Den handlar med rollen hos den som skapade den.",
      "Activez l’application. Elle agit avec le rôle de la personne qui l’a créée.",
    ],
    [
      "Add the connector here with the three values. The check names each scope, right and setting that is missing.",
      "Lägg till anslutningen här med de tre värdena. Kontrollen namnger varje behörighet, rättighet och inställning som saknas.",
      "Ajoutez ici le connecteur avec les trois valeurs. La vérification nomme chaque étendue, droit et réglage manquant.",
    ],
  ],
  scopeHead: { scope: ["Granular scope", "Detaljerad behörighet", "Étendue détaillée"], more: ["Classic scope", "Klassisk behörighet", "Étendue classique"] },
  scopeNote: [
    "None of them can change anything at Zoom.",
    "Ingen av dem kan ändra något hos Zoom.",
    "Aucune ne permet de modifier quoi que ce soit chez Zoom.",
  ],
  scopes: [
    { what: ["Users, also inactive ones", "Användare, även inaktiva", "Utilisateurs, même inactifs"], scope: "user:read:list_users:admin", more: "user:read:admin" },
    { what: ["One user", "En användare", "Un utilisateur"], scope: "user:read:user:admin", more: "user:read:admin" },
    { what: ["Recordings of users, their trash", "Användares inspelningar, deras papperskorg", "Enregistrements des utilisateurs, leur corbeille"], scope: "cloud_recording:read:list_user_recordings:admin", more: "recording:read:admin" },
    { what: ["Recordings of the account", "Kontots inspelningar", "Enregistrements du compte"], scope: "cloud_recording:read:list_account_recordings:admin", more: "recording:read:admin" },
    { what: ["Files of a meeting", "Ett mötes filer", "Fichiers d’une réunion"], scope: "cloud_recording:read:list_recording_files:admin", more: "recording:read:admin" },
    { what: ["Transcript without a recording", "Utskrift utan inspelning", "Transcription sans enregistrement"], scope: "cloud_recording:read:meeting_transcript:admin", more: "recording:read:admin" },
    { what: ["Archived files", "Arkiverade filer", "Fichiers archivés"], scope: "archiving:read:list_archived_files:admin", more: "recording:read:admin" },
    { what: ["Archived files of a meeting", "Ett mötes arkiverade filer", "Fichiers archivés d’une réunion"], scope: "archiving:read:archived_files:admin", more: "recording:read:admin" },
    { what: ["Counts of archived files", "Antal arkiverade filer", "Nombre de fichiers archivés"], scope: "archiving:read:archived_file_statistics:admin", more: "recording:read:admin" },
    { what: ["Meetings without recordings", "Möten utan inspelningar", "Réunions sans enregistrement"], scope: "report:read:list_history_meetings:admin", more: "report:read:admin" },
    { what: ["The same, by user", "Detsamma, per användare", "De même, par utilisateur"], scope: "report:read:user:admin", more: "report:read:admin" },
    { what: ["Details", "Detaljer", "Détails"], scope: "meeting:read:past_meeting:admin", more: "meeting:read:admin" },
    { what: ["Instances", "Förekomster", "Occurrences"], scope: "meeting:read:list_past_instances:admin", more: "meeting:read:admin" },
    { what: ["Details in the report", "Detaljer i rapporten", "Détails dans le rapport"], scope: "report:read:meeting:admin", more: "report:read:admin" },
    { what: ["Participants", "Deltagare", "Participants"], scope: "meeting:read:list_past_participants:admin", more: "meeting:read:admin" },
    { what: ["Participants in the report", "Deltagare i rapporten", "Participants dans le rapport"], scope: "report:read:list_meeting_participants:admin", more: "report:read:admin" },
    { what: ["Participants in the dashboard", "Deltagare i översikten", "Participants dans le tableau de bord"], scope: "dashboard:read:list_meeting_participants:admin", more: "dashboard_meetings:read:admin" },
    { what: ["Polls", "Omröstningar", "Sondages"], scope: "meeting:read:list_poll_results:admin", more: "meeting:read:admin" },
    { what: ["Polls in the report", "Omröstningar i rapporten", "Sondages dans le rapport"], scope: "report:read:list_meeting_polls:admin", more: "report:read:admin" },
    { what: ["Questions and answers", "Frågor och svar", "Questions-réponses"], scope: "meeting:read:past_qa:admin", more: "meeting:read:admin" },
    { what: ["The same in the report", "Detsamma i rapporten", "De même dans le rapport"], scope: "report:read:meeting_qna:admin", more: "report:read:admin" },
    { what: ["Surveys", "Enkäter", "Enquêtes"], scope: "report:read:meeting_survey:admin", more: "report:read:admin" },
    { what: ["List of summaries", "Lista över sammanfattningar", "Liste des résumés"], scope: "meeting:read:list_summaries:admin", more: "meeting_summary:read:admin" },
    { what: ["A summary", "En sammanfattning", "Un résumé"], scope: "meeting:read:summary:admin", more: "meeting_summary:read:admin" },
    { what: ["Settings of the account", "Kontots inställningar", "Paramètres du compte"], scope: "account:read:settings:admin", more: "account:read:admin" },
  ],
  limits: [
    [
      "**Meetings nobody recorded and the account does not archive** have no chat, sound or transcript: only who took part, polls, questions, summary.",
      "**Möten som ingen spelade in och kontot inte arkiverar** har varken chatt, ljud eller utskrift: bara vilka som deltog, omröstningar, frågor, sammanfattning.",
      "**Les réunions que personne n’a enregistrées et que le compte n’archive pas** n’ont ni messagerie, ni son, ni transcription : seulement participants, sondages, questions, résumé.",
    ],
    [
      "**Chat in a recording** is what was said while it ran, without private messages between others, edits and deletions.",
      "**Chatten i en inspelning** är det som sades medan den pågick, utan andras privata meddelanden, ändringar och borttagningar.",
      "**La messagerie d’un enregistrement** est ce qui s’est dit pendant qu’il tournait, sans messages privés entre d’autres, modifications ni suppressions.",
    ],
    [
      "**E-mail addresses of people outside the account** are empty, with few exceptions. They are shown by name and can be mapped like any other.",
      "**E-postadresser till personer utanför kontot** är tomma, med få undantag. De visas med namn och kan mappas som alla andra.",
      "**Les adresses des personnes extérieures au compte** sont vides, à peu d’exceptions près. Elles apparaissent par leur nom et peuvent être associées comme les autres.",
    ],
    [
      "**A name is not a person.** Where several participants have the same name, a chat’s text file does not say which of them wrote.",
      "**Ett namn är inte en person.** Där flera deltagare har samma namn säger chattens textfil inte vem av dem som skrev.",
      "**Un nom n’est pas une personne.** Si plusieurs participants portent le même nom, le fichier texte de la messagerie ne dit pas lequel a écrit.",
    ],
    [
      "**Meetings of other accounts** your users took part in are archived by Zoom only if that is switched on, without topic, number and host.",
      "**Möten hos andra konton** som dina användare deltog i arkiveras av Zoom bara om det är påslaget, utan ämne, nummer och värd.",
      "**Les réunions d’autres comptes** auxquelles vos utilisateurs ont pris part ne sont archivées par Zoom que si c’est activé, sans sujet, numéro ni hôte.",
    ],
    [
      "**End-to-end encrypted meetings** are neither recorded nor archived. Whiteboards, annotations and reactions are in the recording at most.",
      "**Möten med totalsträckskryptering** varken spelas in eller arkiveras. Whiteboardtavlor, anteckningar och reaktioner finns på sin höjd i inspelningen.",
      "**Les réunions chiffrées de bout en bout** ne sont ni enregistrées ni archivées. Tableaux blancs, annotations et réactions sont au mieux dans l’enregistrement.",
    ],
    [
      "**Files sent in the chat** are known by name and size only.",
      "**Filer som skickats i chatten** är kända bara till namn och storlek.",
      "**Les fichiers envoyés dans la messagerie** ne sont connus que par leur nom et leur taille.",
    ],
    [
      "**How far back Zoom reaches**: reports six months, details one year, questions and polls fifteen months; the archive 1 to 30 days; the trash 30 days.",
      "**Hur långt tillbaka Zoom når**: rapporter sex månader, detaljer ett år, frågor och omröstningar femton månader; arkivet 1 till 30 dagar; papperskorgen 30 dagar.",
      "**Jusqu’où Zoom remonte** : rapports six mois, détails un an, questions et sondages quinze mois ; l’archive de 1 à 30 jours ; la corbeille 30 jours.",
    ],
  ],
};
