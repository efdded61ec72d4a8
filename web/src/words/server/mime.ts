// What is said of messages: as they are made (convert/), kept (mime/) and exported.
import type { Text } from "../words";

export const mime: Text[] = [
  // Making a message.
  [
    "the message without its artefacts has {1} bytes, at most {2} can be kept",
    "meddelandet utan sina artefakter har {1} byte, högst {2} kan förvaras",
    "le message sans ses artefacts a {1} octets, {2} au plus peuvent être conservés",
  ],
  ["the message that was made", "meddelandet som skapades", "le message qui a été créé"],
  [
    "header name: 1 to {1} printable ASCII characters without space and colon",
    "huvudets namn: 1 till {1} utskrivbara ASCII-tecken utan mellanslag och kolon",
    "nom d’en-tête : de 1 à {1} caractères ASCII imprimables, sans espace ni deux-points",
  ],
  ["header {1}: the message has its own", "huvudet {1}: meddelandet har ett eget", "en-tête {1} : le message a le sien"],
  [
    "header {1}: names that begin with {2} are taken",
    "huvudet {1}: namn som börjar med {2} är upptagna",
    "en-tête {1} : les noms qui commencent par {2} sont réservés",
  ],
  [
    "header {1}: its value has more than {2} bytes",
    "huvudet {1}: dess värde har mer än {2} byte",
    "en-tête {1} : sa valeur a plus de {2} octets",
  ],
  [
    "header {1}: its value must be one line without control characters",
    "huvudet {1}: dess värde måste vara en rad utan styrtecken",
    "en-tête {1} : sa valeur doit tenir sur une ligne, sans caractères de commande",
  ],
  [
    "the domain of message-ids is not a host name: set it to one like archive.example.com",
    "domänen för message-id är inget värdnamn: ställ in ett som archive.example.com",
    "le domaine des message-id n’est pas un nom d’hôte : indiquez-en un comme archive.example.com",
  ],
  [
    "the artefacts are larger than a message can be",
    "artefakterna är större än ett meddelande kan vara",
    "les artefacts sont plus volumineux qu’un message ne peut l’être",
  ],
  [
    "{1} participants: a message can name {2}",
    "{1} {1?deltagare|deltagare}: ett meddelande kan namnge {2}",
    "{1} {1?participant|participants} : un message peut en nommer {2}",
  ],
  [
    "{1} artefacts and {2} raw answers: a message can carry {3} of each",
    "{1} {1?artefakt|artefakter} och {2} råsvar: ett meddelande kan bära {3} av vardera",
    "{1} {1?artefact|artefacts} et {2} {2?réponse brute|réponses brutes} : un message peut en porter {3} de chaque",
  ],
  // Messages as they are kept.
  ["artefact in record {1}", "artefakt i post {1}", "artefact dans l’enregistrement {1}"],
  ["damaged skeleton: does not begin with {1}", "skadat skelett: börjar inte med {1}", "squelette endommagé : ne commence pas par {1}"],
  ["damaged skeleton: cut short at byte {1}", "skadat skelett: avkortat vid byte {1}", "squelette endommagé : tronqué à l’octet {1}"],
  [
    "damaged skeleton: artefact of {1} bytes at byte {2}",
    "skadat skelett: artefakt på {1} byte vid byte {2}",
    "squelette endommagé : artefact de {1} octets à l’octet {2}",
  ],
  [
    "damaged skeleton: unknown segment 0x{1} at byte {2}",
    "skadat skelett: okänt segment 0x{1} vid byte {2}",
    "squelette endommagé : segment inconnu 0x{1} à l’octet {2}",
  ],
  [
    "damaged skeleton: its artefacts add up to more than a message can hold",
    "skadat skelett: dess artefakter blir tillsammans mer än ett meddelande kan rymma",
    "squelette endommagé : ses artefacts totalisent plus qu’un message ne peut contenir",
  ],
  [
    "part {1} has more than the {2} bytes taken here",
    "del {1} har mer än de {2} byte som tas emot här",
    "la partie {1} a plus que les {2} octets acceptés ici",
  ],
  [
    "it has {1} bytes even without its files, more than the {2} taken there",
    "det har {1} byte även utan sina filer, mer än de {2} som tas emot där",
    "il a {1} octets même sans ses fichiers, plus que les {2} acceptés là-bas",
  ],
  [
    "record {1} has {2} bytes, recorded were {3}",
    "post {1} har {2} byte, antecknade var {3}",
    "l’enregistrement {1} a {2} octets, le nombre noté était {3}",
  ],
  [
    "record {1} has SHA-256 {2}, recorded was another",
    "post {1} har SHA-256 {2}, en annan var antecknad",
    "l’enregistrement {1} a le SHA-256 {2}, un autre était noté",
  ],
  [
    "record {1} has more than the {2} bytes recorded",
    "post {1} har mer än de {2} byte som antecknats",
    "l’enregistrement {1} a plus que les {2} octets notés",
  ],
  // Exports.
  [
    "{1} is not empty and holds no export: give an empty or absent folder",
    "{1} är inte tom och innehåller ingen export: ange en tom mapp eller en som inte finns",
    "{1} n’est pas vide et ne contient pas d’export : indiquez un dossier vide ou inexistant",
  ],
  ["its record names no SHA-256", "dess post anger ingen SHA-256", "son enregistrement n’indique pas de SHA-256"],
  [
    "it has SHA-256 {1}, which is not what was recorded when it was archived",
    "det har SHA-256 {1}, vilket inte är den som antecknades när det arkiverades",
    "il a le SHA-256 {1}, qui n’est pas celui noté lors de son archivage",
  ],
  ["another process is exporting into {1}", "en annan process exporterar till {1}", "un autre processus exporte dans {1}"],
  [
    "{1} holds an export of another kind ({2}, not {3}): give another folder",
    "{1} innehåller en export av annat slag ({2}, inte {3}): ange en annan mapp",
    "{1} contient un export d’un autre type ({2}, et non {3}) : indiquez un autre dossier",
  ],
  ["eml of {1}", "eml från {1}", "eml de {1}"],
  ["maildir of {1}", "maildir från {1}", "maildir de {1}"],
  ["mbox of {1}", "mbox från {1}", "mbox de {1}"],
  ["export journal", "exportens journal", "journal de l’export"],
  [
    "stopped after {1} of {2} copies; the same command goes on",
    "stoppad efter {1} av {2} kopior; samma kommando fortsätter",
    "arrêté après {1} copies sur {2} ; la même commande reprend",
  ],
  ["export into {1}", "exportera till {1}", "exporter dans {1}"],
  ["put {1} in place", "lägga {1} på plats", "mettre {1} en place"],
];
