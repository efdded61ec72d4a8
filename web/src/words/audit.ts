// Words of the audit.
import { words } from "./words";

export const audit = words({
  title: ["Audit", "Granskning", "Audit"],
  text: [
    "Every change, every look at content, every export and sign-in: who, from where, how it ended. Each act is in the ledger and cannot be taken away.",
    "Varje ändring, varje titt på innehåll, varje export och inloggning: vem, varifrån, hur det slutade. Varje handling finns i liggaren och kan inte tas bort.",
    "Chaque modification, consultation, export et connexion : qui, d’où, avec quel résultat. Chaque acte est dans le registre et ne peut être retiré.",
  ],
  since: ["From (day)", "Från och med (dag)", "Du (jour)"],
  until: ["Until (day)", "Till och med (dag)", "Jusqu’au (jour)"],
  actor: ["Who", "Vem", "Qui"],
  verb: ["What", "Vad", "Quoi"],
  outcome: ["How it ended", "Hur det slutade", "Résultat"],
  any: ["any", "valfritt", "indifférent"],
  done: ["done", "utfört", "fait"],
  refused: ["refused", "nekat", "refusé"],
  failed: ["failed", "misslyckat", "échoué"],
  words: ["Text", "Text", "Texte"],
  clear: ["Clear", "Rensa", "Effacer"],
  time: ["Time", "Tid", "Heure"],
  origin: ["From where", "Varifrån", "D’où"],
  object: ["On what", "På vad", "Sur quoi"],
  none: ["No acts", "Inga handlingar", "Aucun acte"],
  noneText: ["Nothing matches what you look for.", "Inget motsvarar det du söker.", "Rien ne correspond à votre recherche."],
  csv: ["Download CSV", "Ladda ned CSV", "Télécharger en CSV"],
  json: ["Download JSON", "Ladda ned JSON", "Télécharger en JSON"],
  detail: ["Detail", "Detalj", "Détail"],
  meaning: ["Meaning", "Innebörd", "Signification"],
  record: ["Record in the archive", "Post i arkivet", "Enregistrement dans l’archive"],
  notYet: ["not stored yet", "inte lagrad än", "pas encore stocké"],
});
