// What source/ says of all sources: settings, signing in.
import type { Text } from "../words";

export const source: Text[] = [
  // account.c
  ["{1}: is missing ({2})", "{1}: saknas ({2})", "{1} : manque ({2})"],
  [
    "{1}: '{2}' is not a number from {3} to {4}",
    "{1}: ”{2}” är inte ett tal från {3} till {4}",
    "{1} : « {2} » n’est pas un nombre de {3} à {4}",
  ],
  ["{1}: '{2}' is not {3}", "{1}: ”{2}” är inte {3}", "{1} : « {2} » n’est pas {3}"],
  [
    "{1}: must end with its host or path, without / ? or #",
    "{1}: måste sluta med värdnamnet eller sökvägen, utan / ? eller #",
    "{1} : doit finir par son hôte ou son chemin, sans / ? ni #",
  ],

  // account.h: why the setting code is needed
  [
    "or refresh-token, or a person who signs in by `estreat connector authorize`, with auth=code",
    "eller refresh-token, eller en person som loggar in med `estreat connector authorize`, vid auth=code",
    "ou refresh-token, ou une personne qui se connecte par `estreat connector authorize`, avec auth=code",
  ],

  // the choices a setting has
  ["s2s, code or jwt", "s2s, code eller jwt", "s2s, code ou jwt"],
  ["code or service", "code eller service", "code ou service"],
  ["jwt or code", "jwt eller code", "jwt ou code"],
  ["day or message", "day eller message", "day ou message"],
  ["no or yes", "no eller yes", "no ou yes"],
  ["off or on", "off eller on", "off ou on"],

  // sign-in.c
  [
    "sign in to {1}: it asks to be left alone until {2} UTC",
    "logga in hos {1}: tjänsten vill inte få anrop före {2} UTC",
    "se connecter à {1} : le service ne veut pas de requêtes avant {2} UTC",
  ],
  ["sign in to {1}", "logga in hos {1}", "se connecter à {1}"],
  [
    "save {1}'s new refresh token",
    "spara den nya uppdateringstoken från {1}",
    "enregistrer le nouveau jeton d’actualisation de {1}",
  ],
];
