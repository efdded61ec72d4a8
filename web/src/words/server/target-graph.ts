// What target/graph/ says: Exchange Online by Microsoft Graph.
import type { Text } from "../words";

export const targetGraph: Text[] = [
  // agent.c
  ["Exchange Online by Microsoft Graph", "Exchange Online via Microsoft Graph", "Exchange Online par Microsoft Graph"],
  [
    "consent (the permission Mail.ReadWrite) or rbac (a role of Exchange, RBAC for Applications)",
    "consent (behörigheten Mail.ReadWrite) eller rbac (en roll i Exchange, RBAC for Applications)",
    "consent (l’autorisation Mail.ReadWrite) ou rbac (un rôle d’Exchange, RBAC for Applications)",
  ],
  [
    "mailboxes that are served at the same time; each by one request at a time",
    "postlådor som betjänas samtidigt; var och en med ett anrop i taget",
    "boîtes servies en même temps ; chacune par une requête à la fois",
  ],
  [
    "largest message the mailboxes take, as the organisation has set it (MaxReceiveSize); 157286400 at most",
    "största meddelande som postlådorna tar emot, enligt organisationens inställning (MaxReceiveSize); högst 157286400",
    "taille du plus gros message accepté par les boîtes, telle que l’organisation l’a réglée (MaxReceiveSize) ; 157286400 au plus",
  ],
  // what is done: "make a folder: ...", "Graph refuses to make a folder"
  ["take away half a message", "ta bort ett halvfärdigt meddelande", "retirer un message incomplet"],
  ["attach a file", "bifoga en fil", "joindre un fichier"],
  ["upload a file", "ladda upp en fil", "envoyer un fichier"],
  ["open the Inbox", "öppna inkorgen", "ouvrir la boîte de réception"],
  ["make a message", "skapa ett meddelande", "créer un message"],
  ["move a message", "flytta ett meddelande", "déplacer un message"],
  ["look for a message", "söka efter ett meddelande", "chercher un message"],
  ["look for a folder", "söka efter en mapp", "chercher un dossier"],
  ["make a folder", "skapa en mapp", "créer un dossier"],
  ["look for half messages", "söka efter halvfärdiga meddelanden", "chercher des messages incomplets"],
  // attach.c, create.c, deliver.c, folder.c, letter.c
  ["Graph begins an upload without an address", "Graph påbörjar en uppladdning utan adress", "Graph commence un envoi sans donner d’adresse"],
  [
    "the upload of a file does not get through ({1} {2}); it is tried again later",
    "uppladdningen av en fil kommer inte fram ({1} {2}); den försöks igen senare",
    "l’envoi d’un fichier n’aboutit pas ({1} {2}) ; une nouvelle tentative aura lieu plus tard",
  ],
  ["a file is shorter than it was before", "en fil är kortare än den var förut", "un fichier est plus court qu’auparavant"],
  ["Graph answers without an id", "Graph svarar utan id", "Graph répond sans identifiant"],
  [
    "Graph did not say whether it is there ({1}); it is looked for before it is sent again",
    "Graph sade inte om det finns där ({1}); det eftersöks innan det skickas igen",
    "Graph n’a pas dit s’il y est ({1}) ; il est recherché avant d’être renvoyé",
  ],
  [
    "the folder {1} cannot be made; it is tried again later",
    "mappen {1} kan inte skapas; det försöks igen senare",
    "le dossier {1} ne peut pas être créé ; une nouvelle tentative aura lieu plus tard",
  ],
  ["the folder {1} of {2} does not get empty", "mappen {1} i {2} blir inte tom", "le dossier {1} de {2} ne se vide pas"],
  [
    "message {1} is not as long as the archive says: check the archive",
    "meddelande {1} är inte så långt som arkivet säger: kontrollera arkivet",
    "le message {1} n’a pas la longueur que dit l’archive : vérifiez l’archive",
  ],
  // check.c
  ["see docs/targets/exchange-online-graph.md", "se docs/targets/exchange-online-graph.md", "voir docs/targets/exchange-online-graph.md"],
  ["the application is given tokens", "programmet får token", "l’application reçoit des jetons"],
  [
    "Mail.ReadWrite is consented to for all mailboxes, beside the roles of Exchange",
    "Mail.ReadWrite har medgetts för alla postlådor, vid sidan av rollerna i Exchange",
    "Mail.ReadWrite est consentie pour toutes les boîtes, à côté des rôles d’Exchange",
  ],
  ["take the consent back: it makes the roles meaningless", "återta medgivandet: det gör rollerna meningslösa", "retirez le consentement : il rend les rôles sans effet"],
  [
    "not in the token, as it should be with rights=rbac: Exchange says it for each mailbox",
    "finns inte i token, som det ska vara med rights=rbac: Exchange avgör det för varje postlåda",
    "absente du jeton, comme il se doit avec rights=rbac : Exchange en décide pour chaque boîte",
  ],
  [
    "the application has no permission Mail.ReadWrite (it has: {1})",
    "programmet saknar behörigheten Mail.ReadWrite (det har: {1})",
    "l’application n’a pas l’autorisation Mail.ReadWrite (elle a : {1})",
  ],
  ["none", "inga", "aucune"],
  [
    "add the application permission Mail.ReadWrite of Microsoft Graph and let an administrator consent; or set rights=rbac",
    "lägg till programbehörigheten Mail.ReadWrite för Microsoft Graph och låt en administratör medge den; eller sätt rights=rbac",
    "ajoutez l’autorisation d’application Mail.ReadWrite de Microsoft Graph et faites donner le consentement par un administrateur ; ou mettez rights=rbac",
  ],
  [
    "the Inbox of {1} answers; messages go into folders below it",
    "inkorgen för {1} svarar; meddelanden hamnar i mappar under den",
    "la boîte de réception de {1} répond ; les messages vont dans des dossiers situés en dessous",
  ],
  [
    "messages of up to {1} bytes: with their files beside them they stay below max-bytes={2}",
    "meddelanden på upp till {1} byte: med sina filer vid sidan av håller de sig under max-bytes={2}",
    "messages de {1} octets au plus : avec leurs fichiers à côté, ils restent sous max-bytes={2}",
  ],
  ["none was named to try", "ingen angavs att prova", "aucune n’a été nommée pour l’essai"],
  // refusal.c
  [
    "Exchange Online has no such mailbox: give the person a mailbox and a licence there, or correct the person's mailbox (its user principal name)",
    "Exchange Online har ingen sådan postlåda: ge personen en postlåda och en licens där, eller rätta personens postlåda (dess user principal name)",
    "Exchange Online n’a pas cette boîte : donnez-y à la personne une boîte et une licence, ou corrigez la boîte de la personne (son user principal name)",
  ],
  [
    "the organisation takes no message of this size: raise its limit (MaxReceiveSize), or set max-bytes to what it is",
    "organisationen tar inte emot meddelanden av den här storleken: höj dess gräns (MaxReceiveSize), eller sätt max-bytes till vad den är",
    "l’organisation n’accepte pas de message de cette taille : augmentez sa limite (MaxReceiveSize), ou donnez cette valeur à max-bytes",
  ],
  [
    "the application may not write into this mailbox: look at the access policy or the scope of its role (docs/targets/exchange-online-graph.md)",
    "programmet får inte skriva i postlådan: se över åtkomstprincipen eller rollens omfattning (docs/targets/exchange-online-graph.md)",
    "l’application ne peut pas écrire dans cette boîte : voyez la stratégie d’accès ou l’étendue de son rôle (docs/targets/exchange-online-graph.md)",
  ],
  ["Graph asks for a pause; this mailbox waits", "Graph ber om en paus; postlådan väntar", "Graph demande une pause ; cette boîte attend"],
  ["Graph does not take this message as it is", "Graph tar inte emot meddelandet som det är", "Graph n’accepte pas ce message tel quel"],
  [
    "the application has no permission Mail.ReadWrite (any more): an administrator of the tenant has to consent to it; where Exchange grants it by roles, set rights=rbac",
    "programmet har inte (längre) behörigheten Mail.ReadWrite: en administratör för klientorganisationen måste medge den; om Exchange ger den genom roller, sätt rights=rbac",
    "l’application n’a pas (ou plus) l’autorisation Mail.ReadWrite : un administrateur de l’organisation doit y consentir ; si Exchange l’accorde par des rôles, mettez rights=rbac",
  ],
  [
    "look at the application in Entra ID: is it there, is it consented to?",
    "se efter i Entra ID: finns programmet där, och har det fått medgivande?",
    "regardez l’application dans Entra ID : y est-elle, a-t-elle reçu le consentement ?",
  ],
  ["Graph is not available (503)", "Graph är inte tillgängligt (503)", "Graph n’est pas disponible (503)"],
  ["Graph refuses to {1} ({2} {3}: {4}); {5}", "Graph nekar att {1} ({2} {3}: {4}); {5}", "Graph refuse cette opération : {1} ({2} {3} : {4}) ; {5}"],
];
