// Small charts as SVG: no library, no text inside a picture that is not in
// the table beside or in its label too.
import type { JSX } from "preact";
import { number } from "../words/words";

export interface Part {
  name: string;
  value: number;
  tone: "good" | "warn" | "bad" | "quiet" | "info";
}

// One bar, divided: what became of the whole.
export function Divided({ parts, label }: { parts: Part[]; label: string }): JSX.Element {
  const all = parts.reduce((sum, part) => sum + part.value, 0);
  let at = 0;
  return (
    <figure class="chart">
      <svg viewBox="0 0 100 4" preserveAspectRatio="none" role="img" aria-label={label + ": " + parts.map((p) => p.name + " " + number(p.value)).join(", ")}>
        <rect width="100" height="4" class="chart-ground" />
        {parts.map((part) => {
          const width = all === 0 ? 0 : (part.value / all) * 100;
          const x = at;
          at += width;
          return <rect key={part.name} x={x} width={width} height="4" class={"chart-" + part.tone} />;
        })}
      </svg>
      <figcaption>
        <ul class="legend">
          {parts.map((part) => (
            <li key={part.name}>
              <svg class="swatch" viewBox="0 0 10 10" aria-hidden="true">
                <rect width="10" height="10" rx="2" class={"chart-" + part.tone} />
              </svg>
              {part.name} <strong>{number(part.value)}</strong>
            </li>
          ))}
        </ul>
      </figcaption>
    </figure>
  );
}

// Columns, one a day or a run. ends: the first and the last are named below.
export function Columns(p: { list: { name: string; value: number; bad?: number }[]; label: string; ends?: boolean }): JSX.Element {
  const { list, label } = p;
  const most = Math.max(1, ...list.map((item) => item.value));
  const step = 100 / Math.max(1, list.length);
  const height = (value: number) => (value / most) * 28;
  return (
    <figure>
      <svg
        class="columns"
        viewBox="0 0 100 30"
        preserveAspectRatio="none"
        role="img"
        aria-label={label + ": " + list.map((item) => item.name + " " + number(item.value)).join(", ")}
      >
        <rect y="29.600" width="100" height="0.400" class="chart-ground" />
        {list.map((item, i) => {
          const all = height(item.value);
          const bad = height(Math.min(item.bad ?? 0, item.value));
          const x = i * step + step * 0.15;
          return (
            <g key={item.name + i}>
              <title>{item.name + ": " + number(item.value)}</title>
              <rect x={x} y={29.6 - all} width={step * 0.7} height={all} class="chart-info" />
              <rect x={x} y={29.6 - bad} width={step * 0.7} height={bad} class="chart-bad" />
            </g>
          );
        })}
      </svg>
      {p.ends && list.length > 1 ? (
        <figcaption class="ends quiet small">
          <span>{list[0]?.name}</span>
          <span>{list[list.length - 1]?.name}</span>
        </figcaption>
      ) : null}
    </figure>
  );
}
