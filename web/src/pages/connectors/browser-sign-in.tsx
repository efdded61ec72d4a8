// A person signs in at a source in this browser: from the wizard, from a
// connector's settings, from its flyout. The source sends the browser back to
// /oauth/callback, that to the page of return.tsx, and it to where it began.
import type { JSX } from "preact";
import { ask, path } from "../../api/client";
import type { SourceShown } from "../../api/types";
import { Button } from "../../components/basics";
import { Message } from "../../components/message";
import { Rich } from "../../components/rich";
import { wizard as w } from "../../words/connectors";
import { t } from "../../words/words";
import { redirect } from "./consent";
import { holds, type Values } from "./settings-form";

const key = (connector: string) => "estreat.signing-in." + connector;

// To the source's own page; begun: the address here to come back to.
export async function leaveToSignIn(connector: string, begun: string, signal: AbortSignal): Promise<void> {
  const { data } = await ask<{ link: string }>("POST", path`/connectors/${connector}/authorize`, { body: { redirect: redirect() }, signal });
  sessionStorage.setItem(key(connector), begun);
  location.assign(data.link);
}

// Where it began, told by ?signed-in=NAME whether it is done; once. A browser
// that did not begin it is shown the connector.
export function whereItBegan(connector: string, signedIn: boolean): string {
  const begun = sessionStorage.getItem(key(connector)) ?? "/connectors?tab=check&name=" + encodeURIComponent(connector);
  const url = new URL(begun, location.origin);
  sessionStorage.removeItem(key(connector));
  if (signedIn) url.searchParams.set("signed-in", connector);
  return url.pathname + url.search;
}

export function BrowserSignIn(p: {
  source: SourceShown;
  values: Values;
  kept: ReadonlySet<string>; // secrets that are there
  saves: boolean; // what is typed in is saved first
  busy: boolean;
  onClick: () => void;
}): JSX.Element | null {
  const { authorize_when, settings, title } = p.source;
  if (authorize_when === null || !holds(authorize_when, p.values, settings)) return null;
  const known = p.kept.has("refresh-token");
  return (
    <div class="stack tight">
      {known ? (
        <Message tone="good">
          <p>{t(w.signedIn, { source: title })}</p>
        </Message>
      ) : null}
      <p class="quiet">
        <Rich text={t(p.saves ? w.signInByBrowser : w.signInHere, { source: title, address: redirect() })} />
      </p>
      <div class="actions">
        <Button busy={p.busy} onClick={p.onClick}>
          {t(known ? w.signInAgain : w.signInWith, { source: title })}
        </Button>
      </div>
    </div>
  );
}
