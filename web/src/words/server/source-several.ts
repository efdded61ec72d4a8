// What several of the sources say in the same words.
import type { Text } from "../words";

export const sourceSeveral: Text[] = [
  // what a check finds
  ["Scopes", "Behörigheter", "Étendues"],
  ["Clock", "Klocka", "Horloge"],

  // what is answered
  [
    "status {1}, but the answer is no JSON object",
    "status {1}, men svaret är inget JSON-objekt",
    "statut {1}, mais la réponse n’est pas un objet JSON",
  ],

  // what an object is called
  ["meeting", "möte", "réunion"],
  ["recording", "inspelning", "enregistrement"],
  ["transcript", "utskrift", "transcription"],
  ["polls", "omröstningar", "sondages"],
  ["post", "inlägg", "publication"],
];
