// What the ledger says.
import type { Text } from "../words";

export const ledger: Text[] = [
  // Findings of the check.
  ["{1}: does not belong there", "{1}: hör inte hit", "{1} : n’a rien à faire ici"],
  ["key.pub: missing", "key.pub: saknas", "key.pub : manque"],
  ["key.pub: changed", "key.pub: ändrad", "key.pub : modifié"],
  ["{1}: missing", "{1}: saknas", "{1} : manque"],
  ["{1}: does not hold the leaves' hashes", "{1}: innehåller inte lövens hashvärden", "{1} : ne contient pas les empreintes des feuilles"],
  ["{1}: {2} bytes, not {3}", "{1}: {2} byte, inte {3}", "{1} : {2} octets, et non {3}"],
  [
    "checkpoint: its root is not that of the first {1} leaves",
    "checkpoint: dess rot är inte roten för de första {1} löven",
    "checkpoint : sa racine n’est pas celle des {1} premières feuilles",
  ],
  [
    "checkpoint: speaks of {1} leaves, there are only {2}",
    "checkpoint: talar om {1} löv, det finns bara {2}",
    "checkpoint : parle de {1} {1?feuille|feuilles}, il n’y en a que {2}",
  ],
  [
    "tile/: there are tiles of {1} leaves, but only {2} leaves",
    "tile/: det finns filer (tiles) för {1} löv, men bara {2} löv",
    "tile/ : il y a des fichiers (tiles) pour {1} {1?feuille|feuilles}, mais seulement {2} {2?feuille|feuilles}",
  ],
  // The ledger itself.
  ["tile of {1} leaves", "tile för {1} löv", "tile de {1} {1?feuille|feuilles}"],
  [
    "the last tiles do not give the root that \"{1}\" says for {2} leaves",
    "de sista filerna i tile/ ger inte den rot som ”{1}” anger för {2} löv",
    "les derniers fichiers de tile/ ne donnent pas la racine que « {1} » indique pour {2} {2?feuille|feuilles}",
  ],
  [
    "ledger: \"{1}\" is no origin: it must not be empty nor hold white space or '+'",
    "liggare: ”{1}” är inget ursprung: det får inte vara tomt eller innehålla blanktecken eller '+'",
    "registre : « {1} » n’est pas une origine : elle ne doit être ni vide ni contenir d’espace ou de '+'",
  ],
  [
    "ledger: cannot cut {1} leaves to {2}, {3} are published",
    "liggare: kan inte korta {1} löv till {2}, {3} är publicerade",
    "registre : impossible de ramener {1} feuilles à {2}, {3} sont publiées",
  ],
  [
    "ledger: an earlier flush failed",
    "liggare: en tidigare skrivning till disk misslyckades",
    "registre : une écriture précédente sur le disque a échoué",
  ],
  ["checkpoint: not in its form", "checkpoint: har inte rätt form", "checkpoint : n’a pas la forme voulue"],
  [
    "checkpoint: of the ledger \"{1}\", not \"{2}\"",
    "checkpoint: hör till liggaren ”{1}”, inte ”{2}”",
    "checkpoint : du registre « {1} », et non « {2} »",
  ],
  [
    "checkpoint: not signed by this ledger's key, or changed since",
    "checkpoint: inte signerad med denna liggares nyckel, eller ändrad sedan dess",
    "checkpoint : non signé par la clé de ce registre, ou modifié depuis",
  ],
];
