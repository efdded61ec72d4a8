// What target/imap/ says: an IMAP server.
import type { Text } from "../words";

export const targetImap: Text[] = [
  // agent.c, settings.c
  ["IMAP server", "IMAP-server", "Serveur IMAP"],
  ["the IMAP server, by the name its certificate has", "IMAP-servern, med det namn som dess certifikat har", "le serveur IMAP, par le nom que porte son certificat"],
  [
    "tls (from the start), starttls, or none (this machine only)",
    "tls (från början), starttls eller none (bara denna maskin)",
    "tls (dès le début), starttls ou none (cette machine seulement)",
  ],
  ["its port; 993 for tls, else 143", "dess port; 993 för tls, annars 143", "son port ; 993 pour tls, sinon 143"],
  [
    "plain (authorisation id), master (Dovecot's user*master), xoauth2 or oauthbearer (a token by client credentials)",
    "plain (authorisation id), master (Dovecots user*master), xoauth2 eller oauthbearer (en token via client credentials)",
    "plain (authorisation id), master (user*master de Dovecot), xoauth2 ou oauthbearer (un jeton par client credentials)",
  ],
  ["the account that signs in for all mailboxes", "kontot som loggar in för alla postlådor", "le compte qui se connecte pour toutes les boîtes"],
  ["between mailbox and user where auth is master", "mellan postlåda och användare när auth är master", "entre la boîte et l’utilisateur quand auth vaut master"],
  [
    "the server's name of a mailbox: its address, or local-part",
    "serverns namn på en postlåda: dess adress (address), eller local-part",
    "le nom d’une boîte sur le serveur : son adresse (address), ou local-part",
  ],
  [
    "largest message the server takes, where it does not say so",
    "största meddelande servern tar emot, om den inte själv säger det",
    "taille du plus gros message accepté par le serveur, s’il ne la dit pas",
  ],
  [
    "a mailbox that is there: tells a wrong password from a missing mailbox",
    "en postlåda som finns: skiljer ett felaktigt lösenord från en saknad postlåda",
    "une boîte qui existe : distingue un mauvais mot de passe d’une boîte absente",
  ],
  [
    "tls: none is for a server on this machine; the password and all mail would travel in the clear to {1}",
    "tls: none är för en server på denna maskin; lösenordet och all e-post skulle gå i klartext till {1}",
    "tls : none est pour un serveur sur cette machine ; le mot de passe et tout le courrier iraient en clair vers {1}",
  ],
  ["auth by token", "auth med token", "auth par jeton"],
  // append.c, folder.c
  [
    "message {1}: it is {2} than the {3} bytes it was said to have",
    "meddelande {1}: det har {2} byte än de {3} som angavs",
    "message {1} : il compte {2} que les {3} octets annoncés",
  ],
  [
    "it was sent whole, and no answer came ({1}): it may be there, and is looked for before it is sent again",
    "det skickades helt, och inget svar kom ({1}): det kan finnas där, och eftersöks innan det skickas igen",
    "il a été envoyé en entier, et aucune réponse n’est venue ({1}) : il y est peut-être, et est recherché avant d’être renvoyé",
  ],
  [
    "the account could sign in, but there is no Inbox: make the mailbox, or correct the person's mailbox",
    "kontot kunde logga in, men det finns ingen inkorg: skapa postlådan, eller rätta personens postlåda",
    "le compte a pu se connecter, mais il n’y a pas de boîte de réception : créez la boîte, ou corrigez la boîte de la personne",
  ],
  // check.c
  ["see docs/targets/imap.md", "se docs/targets/imap.md", "voir docs/targets/imap.md"],
  ["the server does not tell where a copy went (UIDPLUS)", "servern säger inte var en kopia hamnade (UIDPLUS)", "le serveur ne dit pas où une copie est allée (UIDPLUS)"],
  [
    "nothing has to be done; the journal has no places of copies",
    "inget behöver göras; journalen saknar kopiornas platser",
    "il n’y a rien à faire ; le journal n’a pas l’emplacement des copies",
  ],
  ["messages go one by one (no MULTIAPPEND)", "meddelanden går ett i taget (inget MULTIAPPEND)", "les messages partent un par un (pas de MULTIAPPEND)"],
  ["each message waits for the server (no LITERAL+)", "varje meddelande väntar på servern (inget LITERAL+)", "chaque message attend le serveur (pas de LITERAL+)"],
  [
    "nothing has to be done; it is slower, much so over long ways",
    "inget behöver göras; det går långsammare, mycket långsammare över långa avstånd",
    "il n’y a rien à faire ; c’est plus lent, et bien plus sur de longues distances",
  ],
  [
    "many messages at once, without waiting, with their places (MULTIAPPEND, LITERAL+, UIDPLUS)",
    "många meddelanden på en gång, utan väntan, med sina platser (MULTIAPPEND, LITERAL+, UIDPLUS)",
    "plusieurs messages à la fois, sans attendre, avec leurs emplacements (MULTIAPPEND, LITERAL+, UIDPLUS)",
  ],
  ["{1} % of the mailbox's quota is used", "{1} % av postlådans kvot är använd", "{1} % du quota de la boîte est utilisé"],
  ["raise the quota, or make room", "höj kvoten, eller skapa plats", "augmentez le quota, ou faites de la place"],
  ["signing in works, but there is no Inbox", "inloggningen fungerar, men det finns ingen inkorg", "la connexion fonctionne, mais il n’y a pas de boîte de réception"],
  ["make the mailbox, or correct the person's mailbox", "skapa postlådan, eller rätta personens postlåda", "créez la boîte, ou corrigez la boîte de la personne"],
  ["messages go into folders such as {1}", "meddelanden hamnar i mappar som {1}", "les messages vont dans des dossiers tels que {1}"],
  ["signed in for {1}", "inloggad för {1}", "connecté pour {1}"],
  // refusal.c
  [
    "the server takes no message of this size: raise its limit, or let large files stay in the archive",
    "servern tar inte emot meddelanden av den här storleken: höj dess gräns, eller låt stora filer stanna i arkivet",
    "le serveur n’accepte pas de message de cette taille : augmentez sa limite, ou laissez les gros fichiers dans l’archive",
  ],
  ["the server asks for a pause; this mailbox waits", "servern ber om en paus; postlådan väntar", "le serveur demande une pause ; cette boîte attend"],
  [
    "give the account that signs in the right to write into this mailbox (docs/targets/imap.md)",
    "ge kontot som loggar in rätt att skriva i postlådan (docs/targets/imap.md)",
    "donnez au compte qui se connecte le droit d’écrire dans cette boîte (docs/targets/imap.md)",
  ],
  [
    "the server knows no such mailbox: make it, or correct the person's mailbox",
    "servern känner inte till någon sådan postlåda: skapa den, eller rätta personens postlåda",
    "le serveur ne connaît pas cette boîte : créez-la, ou corrigez la boîte de la personne",
  ],
  [
    "something is wrong at the server: whoever runs it should look into its log",
    "något är fel hos servern: den som driver den bör se i dess logg",
    "quelque chose ne va pas côté serveur : la personne qui l’exploite devrait consulter son journal",
  ],
  [
    "too many connections: set connections lower, or raise the server's limit",
    "för många förbindelser: sätt connections lägre, eller höj serverns gräns",
    "trop de liaisons : réduisez connections, ou augmentez la limite du serveur",
  ],
  // sasl.c, sign-in.c
  ["(its answer repeats what was sent)", "(svaret upprepar det som skickades)", "(sa réponse répète ce qui a été envoyé)"],
  [
    "{1} port {2}: the server does not offer {3} without TLS; set auth to what it offers ({4})",
    "{1} port {2}: servern erbjuder inte {3} utan TLS; sätt auth till något den erbjuder ({4})",
    "{1} port {2} : le serveur n’offre pas {3} sans TLS ; mettez auth à ce qu’il offre ({4})",
  ],
  [
    "{1} port {2}: the server does not offer {3}; set auth to what it offers ({4})",
    "{1} port {2}: servern erbjuder inte {3}; sätt auth till något den erbjuder ({4})",
    "{1} port {2} : le serveur n’offre pas {3} ; mettez auth à ce qu’il offre ({4})",
  ],
  ["client-id, tenant, scope and permissions", "client-id, klientorganisation, scope och behörigheter", "client-id, organisation, scope et autorisations"],
  ["user and password", "user och password", "user et password"],
  [
    "{1} port {2}: signing in for {3} was refused: {4}; check {5}, and that the account may act for this mailbox. If only this mailbox is not there, set probe to one that is",
    "{1} port {2}: inloggning för {3} avvisades: {4}; kontrollera {5}, och att kontot får agera för postlådan. Om det bara är denna postlåda som inte finns, sätt probe till en som finns",
    "{1} port {2} : la connexion pour {3} a été refusée : {4} ; vérifiez {5}, et que le compte peut agir pour cette boîte. Si seule cette boîte n’existe pas, mettez dans probe une boîte qui existe",
  ],
  [
    "{1} port {2}: signing in for {3}, which worked before, was refused: {4}; check {5}",
    "{1} port {2}: inloggning för {3}, som fungerade förut, avvisades: {4}; kontrollera {5}",
    "{1} port {2} : la connexion pour {3}, qui fonctionnait auparavant, a été refusée : {4} ; vérifiez {5}",
  ],
  [
    "{1} port {2}: signing in for {3} was refused: {4}; so it was for {5}, which worked before: check {6}",
    "{1} port {2}: inloggning för {3} avvisades: {4}; likaså för {5}, som fungerade förut: kontrollera {6}",
    "{1} port {2} : la connexion pour {3} a été refusée : {4} ; de même pour {5}, qui fonctionnait auparavant : vérifiez {6}",
  ],
  [
    "other mailboxes can be signed in to: either the server has no such mailbox, or the account may not act for it",
    "andra postlådor går att logga in i: antingen har servern ingen sådan postlåda, eller så får kontot inte agera för den",
    "la connexion à d’autres boîtes fonctionne : soit le serveur n’a pas cette boîte, soit le compte ne peut pas agir pour elle",
  ],
  // talk.c
  [
    "{1} port {2}: this is not understood: \"{3}\"; is it an IMAP server?",
    "{1} port {2}: detta går inte att förstå: ”{3}”; är det en IMAP-server?",
    "{1} port {2} : ceci n’est pas compris : « {3} » ; est-ce un serveur IMAP ?",
  ],
  ["{1} port {2}: the server says: {3}", "{1} port {2}: servern säger: {3}", "{1} port {2} : le serveur dit : {3}"],
  ["{1} port {2}: a response of more than {3} bytes", "{1} port {2}: ett svar på mer än {3} byte", "{1} port {2} : une réponse de plus de {3} octets"],
  [
    "{1} port {2}: the server does not offer STARTTLS; set tls=tls and the port for it (993), or let the server offer it",
    "{1} port {2}: servern erbjuder inte STARTTLS; sätt tls=tls och dess port (993), eller låt servern erbjuda det",
    "{1} port {2} : le serveur n’offre pas STARTTLS ; mettez tls=tls et le port correspondant (993), ou faites que le serveur l’offre",
  ],
  ["{1} port {2}: the server refuses STARTTLS", "{1} port {2}: servern avvisar STARTTLS", "{1} port {2} : le serveur refuse STARTTLS"],
];
