// States in a word, of targets and of accounts at the sources.
import type { Text } from "../words";

export const states: Text[] = [
  ["ready", "redo", "prête"],
  ["waiting", "väntar", "en attente"],
  ["parked", "parkerat", "mise de côté"],
  ["active", "aktiv", "actif"],
  ["inactive", "inaktiv", "inactif"],
  ["pending", "väntar på aktivering", "en attente d’activation"],
  ["deleted", "borttagen", "supprimé"],
  ["disabled", "avstängd", "désactivé"],
  ["built-in", "inbyggd", "intégré"],
];
