// Text with a little mark-up: **bold**, `code`, *a name on a screen*,
// [link](https://...). Never HTML: nothing in a text can become an element
// other than these.
import type { ComponentChildren, JSX } from "preact";
import { app } from "../words/app";
import { t } from "../words/words";

const marks = /\*\*(.+?)\*\*|`([^`]+)`|\*([^*]+)\*|\[([^\]]+)\]\(([^)\s]+)\)/g;

export function Rich({ text }: { text: string }): JSX.Element {
  const out: ComponentChildren[] = [];
  let at = 0;
  for (const found of text.matchAll(marks)) {
    out.push(text.slice(at, found.index));
    at = found.index + found[0].length;
    const [, bold, code, name, title, to] = found;
    if (bold !== undefined) out.push(<strong>{bold}</strong>);
    else if (code !== undefined) out.push(<code>{code}</code>);
    else if (name !== undefined) out.push(<em class="on-screen">{name}</em>);
    else if (title !== undefined && to !== undefined) out.push(<OutLink to={to}>{title}</OutLink>);
  }
  out.push(text.slice(at));
  return <>{out}</>;
}

// A link that leaves the portal.
export function OutLink({ to, children }: { to: string; children: ComponentChildren }): JSX.Element {
  const safe = /^(https?:|mailto:|\/)/.test(to) ? to : undefined;
  return (
    <a href={safe} target="_blank" rel="noopener noreferrer">
      {children}
      <span class="hidden-text"> ({t(app.newWindow)})</span>
    </a>
  );
}
