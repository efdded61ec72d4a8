// How bad an alert is, or a rule would have it.
import type { JSX } from "preact";
import { Badge, type Tone } from "../../components/basics";
import { alerts as w } from "../../words/setup";
import { t, type Text } from "../../words/words";

export const severities: Record<string, [Text, Tone]> = { low: [w.low, "quiet"], medium: [w.medium, "warn"], high: [w.high, "bad"] };

export function Severity({ name }: { name: string }): JSX.Element {
  const [text, tone] = severities[name] ?? [null, "quiet" as Tone];
  return <Badge tone={tone}>{text ? t(text) : name}</Badge>;
}
