// Small pieces that every page uses.
import type { ComponentChildren, JSX } from "preact";
import { app } from "../words/app";
import { inWords } from "../words/say";
import { relative, t, utc, when } from "../words/words";
import { Icon, type IconName } from "./icon";

type Look = "primary" | "outline" | "subtle" | "transparent";

export interface ButtonProps {
  children?: ComponentChildren;
  icon?: IconName;
  look?: Look;
  type?: "button" | "submit";
  busy?: boolean; // stays focusable, does nothing
  disabled?: boolean;
  small?: boolean;
  label?: string; // for a button that only shows an icon
  onClick?: (event: Event) => void;
}

export function Button(p: ButtonProps): JSX.Element {
  const off = Boolean(p.busy || p.disabled);
  return (
    <fluent-button
      role="button" // it says so by itself, but not to every tool
      appearance={p.look === "outline" ? undefined : p.look}
      type={p.type ?? "button"}
      size={p.small ? "small" : undefined}
      disabled-focusable={off || undefined}
      aria-disabled={off ? "true" : undefined}
      aria-busy={p.busy ? "true" : undefined}
      aria-label={p.label}
      title={p.label}
      icon-only={p.children === undefined ? true : undefined}
      onClick={(event) => {
        if (!off) p.onClick?.(event);
      }}
    >
      {p.busy ? <fluent-spinner slot={p.children === undefined ? undefined : "start"} size="tiny" aria-hidden="true" /> : null}
      {p.icon && !p.busy ? (
        <span slot={p.children === undefined ? undefined : "start"} class="icon-slot">
          <Icon name={p.icon} />
        </span>
      ) : null}
      {p.children}
    </fluent-button>
  );
}

// A link that looks like a button: it goes to a page or downloads a file.
export function LinkButton(p: {
  to: string;
  children: ComponentChildren;
  icon?: IconName;
  look?: Look;
  download?: string | true; // the file's name; true: as the server calls it
}): JSX.Element {
  return (
    <a class={"button " + (p.look ?? "outline")} href={p.to} download={p.download === true ? "" : p.download}>
      {p.icon ? <Icon name={p.icon} /> : null}
      {p.children}
    </a>
  );
}

export type Tone = "good" | "warn" | "bad" | "quiet" | "info";

const colors: Record<Tone, string> = {
  good: "success",
  warn: "warning",
  bad: "danger",
  quiet: "informative",
  info: "brand",
};

// A state in one word. Its colour is never all it says.
export function Badge({ tone, children }: { tone: Tone; children: ComponentChildren }): JSX.Element {
  return (
    <fluent-badge appearance="tint" color={colors[tone]} shape="rounded">
      {children}
    </fluent-badge>
  );
}

export function Loading({ text }: { text?: string }): JSX.Element {
  return (
    <div class="loading" role="status">
      <fluent-spinner size="small" aria-hidden="true" />
      <span>{text ?? t(app.loading)}</span>
    </div>
  );
}

export function PageHead(p: {
  title: string;
  text?: ComponentChildren;
  actions?: ComponentChildren;
  above?: ComponentChildren;
}): JSX.Element {
  return (
    <header class="page-head">
      {p.above}
      <div class="page-head-line">
        <h1 tabIndex={-1}>{p.title}</h1>
        {p.actions ? <div class="actions">{p.actions}</div> : null}
      </div>
      {p.text ? <p class="page-text">{p.text}</p> : null}
    </header>
  );
}

export function Card(p: { title?: string; children: ComponentChildren; class?: string; actions?: ComponentChildren }): JSX.Element {
  return (
    <section class={"card " + (p.class ?? "")}>
      {p.title ? (
        <div class="card-head">
          <h2>{p.title}</h2>
          {p.actions}
        </div>
      ) : null}
      {p.children}
    </section>
  );
}

// Names with their values, one below the other.
export function Facts({ list }: { list: [name: string, value: ComponentChildren][] }): JSX.Element {
  return (
    <dl class="facts">
      {list.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value ?? "–"}</dd>
        </div>
      ))}
    </dl>
  );
}

// In the time zone of whoever looks; UTC when pointed at.
export function Time({ at, ago }: { at: string | number | null | undefined; ago?: boolean }): JSX.Element {
  if (at === null || at === undefined || at === "") return <span>–</span>;
  return (
    <time dateTime={new Date(at).toISOString()} title={ago ? when(at) + " (" + utc(at) + ")" : utc(at)}>
      {ago ? relative(at) : when(at)}
    </time>
  );
}

// What the server wrote, in the portal's language where it is known.
export function Said({ children }: { children: string | null | undefined }): JSX.Element | null {
  if (!children) return null;
  const said = inWords(children);
  return <span lang={said.lang}>{said.text}</span>;
}

export function Empty(p: { title: string; text?: ComponentChildren; action?: ComponentChildren; icon?: IconName }): JSX.Element {
  return (
    <div class="empty">
      {p.icon ? <Icon name={p.icon} class="large" /> : null}
      <p class="empty-title">{p.title}</p>
      {p.text ? <p>{p.text}</p> : null}
      {p.action}
    </div>
  );
}
