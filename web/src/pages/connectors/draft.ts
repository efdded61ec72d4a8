// The wizard's draft: what was filled in, kept while one is away. Secrets are
// never part of it.
import type { Values } from "./settings-form";

export interface Draft {
  step: string;
  reached: number;
  name: string;
  saved: boolean; // the connector exists, paused
  values: Values;
  checked: "good" | "bad" | null;
}

const key = (source: string) => "estreat.add." + source;

export function draftOf(source: string): Draft {
  const fresh: Draft = { step: "terms", reached: 0, name: "", saved: false, values: {}, checked: null };
  try {
    const kept = JSON.parse(sessionStorage.getItem(key(source)) ?? "null") as Partial<Draft> | null;
    return { ...fresh, ...kept };
  } catch {
    return fresh;
  }
}

export function keepDraft(source: string, draft: Draft): void {
  sessionStorage.setItem(key(source), JSON.stringify(draft));
}

export function dropDraft(source: string): void {
  sessionStorage.removeItem(key(source));
}
