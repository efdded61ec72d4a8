// RingCentral, after docs/sources/ringcentral.md.
import type { Product } from "./product";

export const ringcentral: Product = {
  name: "ringcentral",
  title: "RingCentral",
  icon: "phone",
  line: [
    "Chats with files, tasks, notes and events; SMS, fax, voicemail; calls and video meetings with recordings.",
    "Chattar med filer, uppgifter, anteckningar och händelser; SMS, fax, röstmeddelanden; samtal och videomöten med inspelningar.",
    "Messageries avec fichiers, tâches, notes et événements ; SMS, fax, messages vocaux ; appels et réunions vidéo avec enregistrements.",
  ],
  captures: [
    [
      "**Posts of chats, teams and direct chats, with their files**: one message for each chat and UTC day (or each post), in `Inbox/RingCentral`.",
      "**Inlägg i chattar, team och direktchattar, med filer**: ett meddelande per chatt och UTC-dygn (eller per inlägg), i `Inbox/RingCentral`.",
      "**Publications des messageries, équipes et discussions directes, avec fichiers** : un message par discussion et jour UTC (ou par publication), dans `Inbox/RingCentral`.",
    ],
    [
      "**Tasks, notes, calendar events**: a message each, and one more for each later state, with the history.",
      "**Uppgifter, anteckningar, kalenderhändelser**: ett meddelande var, och ett till för varje senare tillstånd, med historik.",
      "**Tâches, notes, événements d’agenda** : un message chacun, et un autre à chaque nouvel état, avec l’historique.",
    ],
    [
      "**SMS, MMS, fax, voicemail, pager messages**: a message each.",
      "**SMS, MMS, fax, röstmeddelanden, personsökarmeddelanden**: ett meddelande var.",
      "**SMS, MMS, fax, messages vocaux, messages internes** : un message chacun.",
    ],
    [
      "**Calls with their recordings; video meetings** with recordings and public chat.",
      "**Samtal med inspelningar; videomöten** med inspelningar och offentlig chatt.",
      "**Appels avec leurs enregistrements ; réunions vidéo** avec enregistrements et messagerie publique.",
    ],
    [
      "**What comes later** (a late post, an edit, a deletion, a file) arrives as a message that answers the first one. Nothing delivered is ever changed.",
      "**Det som kommer senare** (ett sent inlägg, en ändring, en borttagning, en fil) kommer som ett meddelande som svarar på det första. Inget levererat ändras någonsin.",
      "**Ce qui vient plus tard** (publication tardive, modification, suppression, fichier) arrive dans un message qui répond au premier. Rien de ce qui a été remis n’est jamais modifié.",
    ],
  ],
  needs: [
    [
      "A **super administrator** made for this purpose: everything is read with the rights of one user.",
      "En **superadministratör** skapad för ändamålet: allt läses med en användares rättigheter.",
      "Un **super administrateur** créé à cet effet : tout est lu avec les droits d’un seul utilisateur.",
    ],
    [
      "In the RingCentral app: *Settings*, *Administration*, *Compliance Exports*: on. Without it no posts, tasks, notes, events and files arrive.",
      "I RingCentral-appen: *Settings*, *Administration*, *Compliance Exports*: på. Utan det kommer inga inlägg, uppgifter, anteckningar, händelser och filer.",
      "Dans l’application RingCentral : *Settings*, *Administration*, *Compliance Exports* : activé. Sinon, ni publications, tâches, notes, événements ni fichiers n’arrivent.",
    ],
    [
      "RingCentral has to approve the app for production before it may be used there.",
      "RingCentral måste godkänna appen för produktion innan den får användas där.",
      "RingCentral doit approuver l’application pour la production avant qu’elle n’y soit utilisable.",
    ],
  ],
  steps: [
    [
      "In the [developer console](https://developers.ringcentral.com/): *Register App*, *REST API App*, auth *JWT auth flow*, private. Give it the permissions below. Note client id and client secret.",
      "I [utvecklarkonsolen](https://developers.ringcentral.com/): *Register App*, *REST API App*, auth *JWT auth flow*, privat. Ge den behörigheterna nedan. Anteckna klient-id och klienthemlighet.",
      "Dans la [console des développeurs](https://developers.ringcentral.com/) : *Register App*, *REST API App*, auth *JWT auth flow*, privée. Donnez-lui les permissions ci-dessous. Notez l’identifiant client et son secret.",
    ],
    [
      "In the console, under the name of that administrator: *Credentials*, *Create JWT*, for this app only. Note when it ends.",
      "I konsolen, under administratörens namn: *Credentials*, *Create JWT*, bara för den här appen. Anteckna när den upphör.",
      "Dans la console, sous le nom de cet administrateur : *Credentials*, *Create JWT*, pour cette seule application. Notez sa date de fin.",
    ],
    [
      "Add the connector here with client id, client secret and JWT. The check says what would keep items from arriving.",
      "Lägg till anslutningen här med klient-id, klienthemlighet och JWT. Kontrollen säger vad som skulle hindra objekt från att komma.",
      "Ajoutez ici le connecteur avec l’identifiant client, son secret et le JWT. La vérification dit ce qui empêcherait les éléments d’arriver.",
    ],
    [
      "Do not let another program sign in as the same user and app: refreshing a token makes the other one’s useless.",
      "Låt inget annat program logga in som samma användare och app: en förnyad token gör den andras oanvändbar.",
      "Ne laissez aucun autre programme se connecter avec le même utilisateur et la même application : actualiser un jeton rend l’autre inutilisable.",
    ],
  ],
  scopeHead: { scope: ["Permission", "Behörighet", "Permission"] },
  scopeNote: [
    "Only EditAccounts could change something; it is needed to read how long messages are kept, and is never used otherwise.",
    "Bara EditAccounts kunde ändra något; den behövs för att läsa hur länge meddelanden sparas och används inte till annat.",
    "Seule EditAccounts permettrait une modification ; elle sert à lire la durée de conservation des messages, et à rien d’autre.",
  ],
  scopes: [
    { what: ["The account, who has which extension", "Kontot, vem som har vilken anknytning", "Le compte, qui a quel poste"], scope: "ReadAccounts", without: ["nothing arrives", "ingenting kommer", "rien n’arrive"] },
    { what: ["Exports of team messaging, files", "Export av teammeddelanden, filer", "Exports de la messagerie d’équipe, fichiers"], scope: "TeamMessaging", without: ["no posts, tasks, notes, events", "inga inlägg, uppgifter, anteckningar, händelser", "ni publications, tâches, notes, événements"] },
    { what: ["SMS, fax, voicemail", "SMS, fax, röstmeddelanden", "SMS, fax, messages vocaux"], scope: "ReadMessages", without: ["none of these", "inget av detta", "rien de cela"] },
    { what: ["Calls", "Samtal", "Appels"], scope: "ReadCallLog", without: ["no calls", "inga samtal", "aucun appel"] },
    { what: ["Recordings of calls", "Inspelningar av samtal", "Enregistrements d’appels"], scope: "ReadCallRecording", without: ["calls without sound", "samtal utan ljud", "appels sans son"] },
    { what: ["Video meetings, recordings, chats", "Videomöten, inspelningar, chattar", "Réunions vidéo, enregistrements, messageries"], scope: "Video", without: ["none of these", "inget av detta", "rien de cela"] },
    { what: ["How long faxes and voicemail are kept", "Hur länge fax och röstmeddelanden sparas", "Durée de conservation des fax et messages vocaux"], scope: "EditAccounts", without: ["the check cannot say it", "kontrollen kan inte säga det", "la vérification ne peut le dire"] },
  ],
  limits: [
    [
      "**What a post said before it was edited or deleted between two runs.** An export has only the last state. Runs more often than daily lose less.",
      "**Vad ett inlägg sade innan det ändrades eller togs bort mellan två körningar.** En export har bara det sista tillståndet. Tätare körningar än dagligen förlorar mindre.",
      "**Ce que disait une publication avant d’être modifiée ou supprimée entre deux exécutions.** Un export n’a que le dernier état. Des exécutions plus fréquentes perdent moins.",
    ],
    [
      "**Who was in a chat earlier.** An export tells who is in it now; a message goes to those, and to the author.",
      "**Vilka som var i en chatt tidigare.** En export säger vilka som är där nu; ett meddelande går till dem och till författaren.",
      "**Qui était auparavant dans une discussion.** Un export dit qui y est maintenant ; un message va à ceux-là et à l’auteur.",
    ],
    [
      "**Reactions**, who read what, and when somebody joined or left a chat.",
      "**Reaktioner**, vem som läst vad, och när någon gick med i eller lämnade en chatt.",
      "**Réactions**, lectures, et dates d’arrivée ou de départ d’une discussion.",
    ],
    [
      "**Anything older than the account’s retention**: messages and files are purged every night after 30, 60 or 90 days. Recordings are kept 90 days (calls) and a year (video).",
      "**Allt som är äldre än kontots bevarande**: meddelanden och filer rensas varje natt efter 30, 60 eller 90 dagar. Inspelningar sparas 90 dagar (samtal) och ett år (video).",
      "**Tout ce qui dépasse la conservation du compte** : messages et fichiers sont purgés chaque nuit après 30, 60 ou 90 jours. Les enregistrements sont gardés 90 jours (appels) et un an (vidéo).",
    ],
    [
      "**Transcripts, summaries, private chat of video meetings, and webinars.** RingCentral’s API does not give them.",
      "**Utskrifter, sammanfattningar, privat chatt i videomöten, och webbinarier.** RingCentrals API lämnar inte ut dem.",
      "**Transcriptions, résumés, messagerie privée des réunions vidéo, et webinaires.** L’API de RingCentral ne les fournit pas.",
    ],
    [
      "**Recordings of calls shorter than thirty seconds**, and posts of other companies’ chats beyond what the export holds.",
      "**Inspelningar av samtal kortare än trettio sekunder**, och inlägg i andra företags chattar utöver vad exporten innehåller.",
      "**Enregistrements d’appels de moins de trente secondes**, et publications de discussions d’autres sociétés au-delà de l’export.",
    ],
  ],
};
