// What target/smtp/ says: an archive or mailboxes that take mail by SMTP.
import type { Text } from "../words";

export const targetSmtp: Text[] = [
  // agent.c, settings.c
  ["archive or mailboxes that take mail by SMTP", "arkiv eller postlådor som tar emot e-post med SMTP", "archive ou boîtes qui reçoivent le courrier par SMTP"],
  ["the server, by the name its certificate has", "servern, med det namn som dess certifikat har", "le serveur, par le nom que porte son certificat"],
  ["smtp or lmtp", "smtp eller lmtp", "smtp ou lmtp"],
  [
    "starttls, tls (from the start), or none (this machine only)",
    "starttls, tls (från början) eller none (bara denna maskin)",
    "starttls, tls (dès le début) ou none (cette machine seulement)",
  ],
  ["its port; 465 for tls, 24 for lmtp, else 25", "dess port; 465 för tls, 24 för lmtp, annars 25", "son port ; 465 pour tls, 24 pour lmtp, sinon 25"],
  [
    "journal (reports to one address) or deliver (each message to its mailbox's address)",
    "journal (rapporter till en adress) eller deliver (varje meddelande till postlådans adress)",
    "journal (rapports à une seule adresse) ou deliver (chaque message à l’adresse de sa boîte)",
  ],
  ["the address that reports go to", "adressen som rapporter går till", "l’adresse à laquelle vont les rapports"],
  [
    "the address all comes from; failures are told to it",
    "adressen som allt kommer från; fel meddelas till den",
    "l’adresse d’où tout provient ; les échecs lui sont signalés",
  ],
  [
    "none, plain, login, or xoauth2 (a token by client credentials)",
    "none, plain, login eller xoauth2 (en token via client credentials)",
    "none, plain, login ou xoauth2 (un jeton par client credentials)",
  ],
  ["the account that signs in", "kontot som loggar in", "le compte qui se connecte"],
  ["what this machine calls itself; else its host name", "vad denna maskin kallar sig; annars dess värdnamn", "comment cette machine se nomme ; sinon son nom d’hôte"],
  [
    "{1}: \"{2}\" is no address such as journal@example.com",
    "{1}: ”{2}” är ingen adress som journal@example.com",
    "{1} : « {2} » n’est pas une adresse telle que journal@example.com",
  ],
  ["name: \"{1}\" is no host's name", "name: ”{1}” är inget värdnamn", "name : « {1} » n’est pas un nom d’hôte"],
  [
    "tls: none is for a server on this machine; all mail would travel in the clear to {1}",
    "tls: none är för en server på denna maskin; all e-post skulle gå i klartext till {1}",
    "tls : none est pour un serveur sur cette machine ; tout le courrier irait en clair vers {1}",
  ],
  // check.c
  ["see docs/targets/smtp.md", "se docs/targets/smtp.md", "voir docs/targets/smtp.md"],
  ["commands go one by one (no PIPELINING)", "kommandon går ett i taget (inget PIPELINING)", "les commandes partent une par une (pas de PIPELINING)"],
  ["the server takes mail for {1}", "servern tar emot e-post för {1}", "le serveur accepte le courrier pour {1}"],
  [
    "the person's mailbox is no address that SMTP can name",
    "personens postlåda är ingen adress som SMTP kan ange",
    "la boîte de la personne n’est pas une adresse que SMTP puisse nommer",
  ],
  ["correct it", "rätta den", "corrigez-la"],
  // deliver.c
  [
    "it has a byte that SMTP cannot carry (8 bit, NUL, or a CR or LF alone)",
    "det har en byte som SMTP inte kan överföra (8 bitar, NUL, eller ett ensamt CR eller LF)",
    "il contient un octet que SMTP ne peut pas transporter (8 bits, NUL, ou un CR ou LF isolé)",
  ],
  [
    "it was sent whole, and no answer came: it may be there, and is sent once more with the same Message-ID",
    "det skickades helt, och inget svar kom: det kan finnas där, och skickas en gång till med samma Message-ID",
    "il a été envoyé en entier, et aucune réponse n’est venue : il y est peut-être, et est envoyé encore une fois avec le même Message-ID",
  ],
  // refusal.c
  [
    "the mailbox is full: raise its quota, or make room there",
    "postlådan är full: höj dess kvot, eller skapa plats där",
    "la boîte est pleine : augmentez son quota, ou faites-y de la place",
  ],
  [
    "raise the server's limit for messages, or let large files stay in the archive",
    "höj serverns gräns för meddelanden, eller låt stora filer stanna i arkivet",
    "augmentez la limite du serveur pour les messages, ou laissez les gros fichiers dans l’archive",
  ],
  ["the server asks for a pause", "servern ber om en paus", "le serveur demande une pause"],
  [
    "make the mailbox there, or correct the person's mailbox",
    "skapa postlådan där, eller rätta personens postlåda",
    "créez-y la boîte, ou corrigez la boîte de la personne",
  ],
  [
    "let the server take mail from this machine for this mailbox",
    "låt servern ta emot e-post från denna maskin för postlådan",
    "faites accepter au serveur le courrier de cette machine pour cette boîte",
  ],
  ["the server has no room: make some there", "servern har ingen plats: skapa plats där", "le serveur n’a plus de place : faites-y-en"],
  [
    "check auth, user and password (docs/targets/smtp.md)",
    "kontrollera auth, user och password (docs/targets/smtp.md)",
    "vérifiez auth, user et password (docs/targets/smtp.md)",
  ],
  [
    "let the server take mail from this machine and from the address in sender",
    "låt servern ta emot e-post från denna maskin och från adressen i sender",
    "faites accepter au serveur le courrier de cette machine et de l’adresse indiquée dans sender",
  ],
  // sign-in.c, talk.c
  ["signing in is refused (AUTH {1} as {2})", "inloggningen avvisas (AUTH {1} som {2})", "la connexion est refusée (AUTH {1} en tant que {2})"],
  [
    "check client-id, tenant, scope and permissions (docs/targets/smtp.md)",
    "kontrollera client-id, klientorganisation, scope och behörigheter (docs/targets/smtp.md)",
    "vérifiez client-id, organisation, scope et autorisations (docs/targets/smtp.md)",
  ],
  [
    "{1} port {2}: the server does not offer AUTH {3}; set auth to what it offers ({4})",
    "{1} port {2}: servern erbjuder inte AUTH {3}; sätt auth till något den erbjuder ({4})",
    "{1} port {2} : le serveur n’offre pas AUTH {3} ; mettez auth à ce qu’il offre ({4})",
  ],
  [
    "{1} port {2}: this is not understood: \"{3}\"; is it an {4} server?",
    "{1} port {2}: detta går inte att förstå: ”{3}”; är det en {4}-server?",
    "{1} port {2} : ceci n’est pas compris : « {3} » ; est-ce un serveur {4} ?",
  ],
  ["{1} port {2}: {3}", "{1} port {2}: {3}", "{1} port {2} : {3}"],
  ["let the server take mail from this machine", "låt servern ta emot e-post från denna maskin", "faites accepter au serveur le courrier de cette machine"],
  [
    "{1} port {2}: the server does not offer STARTTLS; let the server offer it, or set tls=tls and the port for it (465)",
    "{1} port {2}: servern erbjuder inte STARTTLS; låt servern erbjuda det, eller sätt tls=tls och dess port (465)",
    "{1} port {2} : le serveur n’offre pas STARTTLS ; faites que le serveur l’offre, ou mettez tls=tls et le port correspondant (465)",
  ],
];
