// The texts of the server as they are shown now: their translations are fetched
// once the language is not English; until then they are English.
import { formats, translated, type Formats, type Said } from "./said";
import { language, onLanguage, tellLanguage } from "./words";

let current: Formats | null = null;

async function fetchFormats(): Promise<void> {
  const wanted = language();
  if (wanted === "en" || current?.language === wanted) return;
  const { rows } = await import("./server/all");
  if (language() !== wanted) return; // changed meanwhile: that change fetches
  current = formats(rows, wanted);
  tellLanguage();
}

export function startSaying(): void {
  const start = () => void fetchFormats().catch(() => undefined); // it stays English
  onLanguage(start);
  start();
}

export function inWords(text: string): Said {
  if (language() === "en") return { text, lang: undefined };
  return current?.language === language() ? translated(current, text) : { text, lang: "en" };
}

// Where only a plain text does.
export function say(text: string): string {
  return inWords(text).text;
}
