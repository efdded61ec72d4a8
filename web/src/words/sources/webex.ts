// Webex, after docs/sources/webex.md.
import type { Product } from "./product";

export const webex: Product = {
  name: "webex",
  title: "Webex",
  icon: "chat",
  line: [
    "Conversations with their files, edits and deletions; meetings with chat, transcripts and recordings.",
    "Konversationer med filer, ändringar och borttagningar; möten med chatt, utskrifter och inspelningar.",
    "Conversations avec fichiers, modifications et suppressions ; réunions avec messagerie, transcriptions et enregistrements.",
  ],
  captures: [
    [
      "**Conversations** (1:1, group spaces, channels of teams): one message for each conversation and day, in the mailbox of everybody who was in the space when something was said, in `Inbox/Webex Teams`.",
      "**Konversationer** (1:1, grupputrymmen, teamkanaler): ett meddelande per konversation och dag, i postlådan hos alla som var i utrymmet när något sades, i `Inbox/Webex Teams`.",
      "**Conversations** (à deux, espaces de groupe, canaux d’équipes) : un message par conversation et par jour, dans la boîte de chaque personne présente dans l’espace quand quelque chose s’est dit, dans `Inbox/Webex Teams`.",
    ],
    [
      "**Posts** with replies, every edit, deletions with who deleted, cards and the answers to them, who joined and left, new titles, every file.",
      "**Inlägg** med svar, varje ändring, borttagningar med vem som tog bort, kort och svaren på dem, vilka som gick med och lämnade, nya namn, varje fil.",
      "**Publications** avec réponses, chaque modification, les suppressions et leur auteur, les cartes et leurs réponses, arrivées et départs, nouveaux titres, chaque fichier.",
    ],
    [
      "**Deleted posts with their text**, as long as the organisation’s retention keeps them.",
      "**Borttagna inlägg med sin text**, så länge organisationens bevarande har dem kvar.",
      "**Publications supprimées avec leur texte**, tant que la conservation de l’organisation les garde.",
    ],
    [
      "**Meetings**: one message each, with every joining and leaving, in-meeting chat, transcript or captions, polls, questions, summary, recordings.",
      "**Möten**: ett meddelande var, med varje inträde och utträde, chatt i mötet, utskrift eller undertexter, omröstningar, frågor, sammanfattning, inspelningar.",
      "**Réunions** : un message chacune, avec arrivées et départs, messagerie, transcription ou sous-titres, sondages, questions, résumé, enregistrements.",
    ],
    [
      "**What comes later** arrives as a message that answers the day it belongs to. Nothing delivered is ever changed.",
      "**Det som kommer senare** kommer som ett meddelande som svarar på den dag det hör till. Inget levererat ändras någonsin.",
      "**Ce qui vient plus tard** arrive dans un message qui répond au jour concerné. Rien de ce qui a été remis n’est jamais modifié.",
    ],
  ],
  needs: [
    [
      "A person with the role **compliance officer** in Control Hub, given by a full administrator. Nobody can give it to themselves: take an account made for this.",
      "En person med rollen **compliance officer** i Control Hub, given av en fullständig administratör. Ingen kan ge den till sig själv: använd ett konto som skapats för detta.",
      "Une personne ayant le rôle **compliance officer** dans Control Hub, attribué par un administrateur complet. Nul ne peut se l’attribuer : prenez un compte créé pour cela.",
    ],
    [
      "For transcripts and recordings: that they are made. Webex keeps both as the organisation’s retention says.",
      "För utskrifter och inspelningar: att de görs. Webex behåller båda så länge organisationens bevarande säger.",
      "Pour les transcriptions et enregistrements : qu’ils soient faits. Webex les garde selon la conservation de l’organisation.",
    ],
  ],
  steps: [
    [
      "In Control Hub: *Users*, the person, *Administrator roles*, **compliance officer**.",
      "I Control Hub: *Users*, personen, *Administrator roles*, **compliance officer**.",
      "Dans Control Hub : *Users*, la personne, *Administrator roles*, **compliance officer**.",
    ],
    [
      "At [developer.webex.com](https://developer.webex.com): *My Webex Apps*, *Create a New App*, *Integration*: a name, the redirect address that the wizard shows, and all scopes below; where it is to have fewer, name those in *Scopes to ask for*. Note *Client ID* and *Client Secret*.",
      "På [developer.webex.com](https://developer.webex.com): *My Webex Apps*, *Create a New App*, *Integration*: ett namn, den återkopplingsadress som guiden visar och alla behörigheter nedan; om den ska ha färre, ange dem i *Behörigheter att begära*. Anteckna *Client ID* och *Client Secret*.",
      "Sur [developer.webex.com](https://developer.webex.com) : *My Webex Apps*, *Create a New App*, *Integration* : un nom, l’adresse de redirection que montre l’assistant et toutes les étendues ci-dessous ; s’il doit en avoir moins, indiquez-les dans *Étendues à demander*. Notez *Client ID* et *Client Secret*.",
    ],
    [
      "Add the connector here with client id and client secret, and press **Sign in with Webex**: the compliance officer signs in and accepts, and the browser comes back here.",
      "Lägg till anslutningen här med klient-id och klienthemlighet och tryck på **Logga in med Webex**: personen med rollen loggar in och godkänner, och webbläsaren kommer tillbaka hit.",
      "Ajoutez ici le connecteur avec l’identifiant client et son secret, puis **Se connecter avec Webex** : la personne ayant ce rôle se connecte et accepte, et le navigateur revient ici.",
    ],
    [
      "It then keeps itself signed in, as long as it runs at least every 90 days; after that, sign in again.",
      "Den håller sig sedan inloggad så länge den körs minst var 90:e dag; därefter: logga in igen.",
      "Il reste ensuite connecté s’il s’exécute au moins tous les 90 jours ; au-delà, reconnectez-vous.",
    ],
    [
      "Or with a **service app**: a full administrator authorises it in Control Hub (*Apps*, *Service Apps*); its page then gives a refresh token.",
      "Eller med en **serviceapp**: en fullständig administratör auktoriserar den i Control Hub (*Apps*, *Service Apps*); dess sida ger sedan en uppdateringstoken.",
      "Ou avec une **application de service** : un administrateur complet l’autorise dans Control Hub (*Apps*, *Service Apps*) ; sa page donne alors un jeton d’actualisation.",
    ],
  ],
  scopeHead: { scope: ["Scope", "Behörighet", "Étendue"] },
  scopeNote: [
    "None of them can change anything at Webex.",
    "Ingen av dem kan ändra något hos Webex.",
    "Aucune ne permet de modifier quoi que ce soit chez Webex.",
  ],
  scopes: [
    { what: ["Who the token belongs to, names of people, whose spaces to read", "Vem token tillhör, personers namn, vems utrymmen som läses", "À qui appartient le jeton, noms des personnes, espaces à lire"], scope: "spark-admin:people_read" },
    { what: ["Posts, edits, deletions, memberships, cards, ended meetings", "Inlägg, ändringar, borttagningar, medlemskap, kort, avslutade möten", "Publications, modifications, suppressions, adhésions, cartes, réunions terminées"], scope: "spark-compliance:events_read" },
    { what: ["Posts by themselves, older posts, files, answers to cards", "Enskilda inlägg, äldre inlägg, filer, svar på kort", "Publications isolées, plus anciennes, fichiers, réponses aux cartes"], scope: "spark-compliance:messages_read" },
    { what: ["Members of spaces", "Medlemmar i utrymmen", "Membres des espaces"], scope: "spark-compliance:memberships_read" },
    { what: ["Titles of spaces", "Namn på utrymmen", "Titres des espaces"], scope: "spark-compliance:rooms_read" },
    { what: ["Names of teams", "Namn på team", "Noms des équipes"], scope: "spark-compliance:teams_read" },
    { what: ["Decryption of all these", "Dekryptering av allt detta", "Déchiffrement de tout cela"], scope: "spark:kms" },
    { what: ["Meeting sites", "Mötessajter", "Sites de réunion"], scope: "meeting:admin_preferences_read" },
    { what: ["Older meetings by host, details, polls, questions", "Äldre möten per värd, detaljer, omröstningar, frågor", "Réunions anciennes par hôte, détails, sondages, questions"], scope: "meeting:admin_schedule_read" },
    { what: ["Participants", "Deltagare", "Participants"], scope: "meeting:admin_participants_read" },
    { what: ["Chat of the meeting client, summaries", "Möteklientens chatt, sammanfattningar", "Messagerie du client de réunion, résumés"], scope: "spark-compliance:meetings_read" },
    { what: ["Recordings, also deleted ones", "Inspelningar, även borttagna", "Enregistrements, même supprimés"], scope: "spark-compliance:recordings_read" },
    { what: ["Transcripts, captions", "Utskrifter, undertexter", "Transcriptions, sous-titres"], scope: "meeting:admin_transcripts_read" },
  ],
  limits: [
    [
      "**The role belongs to a person.** When they leave or lose it, nothing arrives any more, and the connector says so.",
      "**Rollen tillhör en person.** När den slutar eller förlorar den kommer ingenting mer, och anslutningen säger det.",
      "**Le rôle appartient à une personne.** Si elle part ou le perd, plus rien n’arrive, et le connecteur le dit.",
    ],
    [
      "**The events feed reaches back 90 days** (more with Pro Pack). Older posts are read space by space, without their edits and what was deleted.",
      "**Händelseflödet når 90 dagar tillbaka** (mer med Pro Pack). Äldre inlägg läses utrymme för utrymme, utan ändringar och det som tagits bort.",
      "**Le flux d’événements remonte à 90 jours** (davantage avec Pro Pack). Les publications plus anciennes sont lues espace par espace, sans leurs modifications ni ce qui a été supprimé.",
    ],
    [
      "**Posts of others in spaces of other organisations**: there, Webex tells of your own people’s posts only.",
      "**Andras inlägg i andra organisationers utrymmen**: där berättar Webex bara om era egnas inlägg.",
      "**Publications d’autrui dans les espaces d’autres organisations** : Webex n’y donne que celles de vos membres.",
    ],
    [
      "**Text and files of what was deleted**, once the organisation’s retention is over. Retention must be longer than the time between two runs.",
      "**Text och filer från det som tagits bort**, när organisationens bevarande är över. Det måste vara längre än tiden mellan två körningar.",
      "**Texte et fichiers de ce qui a été supprimé**, une fois passée la conservation de l’organisation. Elle doit dépasser le temps entre deux exécutions.",
    ],
    [
      "**Reactions and whiteboards.** Files kept with another service (SharePoint, Google Drive) are shown by name and address.",
      "**Reaktioner och whiteboardtavlor.** Filer hos en annan tjänst (SharePoint, Google Drive) visas med namn och adress.",
      "**Réactions et tableaux blancs.** Les fichiers d’un autre service (SharePoint, Google Drive) sont indiqués par nom et adresse.",
    ],
    [
      "**Meetings of other organisations**, and chats of the meeting client where the organisation has not switched them on.",
      "**Andra organisationers möten**, och möteklientens chattar där organisationen inte har slagit på dem.",
      "**Réunions d’autres organisations**, et messagerie du client de réunion si l’organisation ne l’a pas activée.",
    ],
    [
      "**At most 20,000 lines** of a conversation or transcript are shown in a message’s text. All of it is attached.",
      "**Högst 20 000 rader** av en konversation eller utskrift visas i meddelandets text. Allt bifogas.",
      "**Au plus 20 000 lignes** d’une conversation ou transcription figurent dans le texte d’un message. Le tout est joint.",
    ],
    [
      "**A connector that does not run for 90 days** has to be authorised again.",
      "**En anslutning som inte körs på 90 dagar** måste auktoriseras på nytt.",
      "**Un connecteur qui ne s’exécute pas pendant 90 jours** doit être autorisé à nouveau.",
    ],
  ],
};
