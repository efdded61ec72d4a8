// Consent of the tenant's administrator to writing into its mailboxes: the
// link, and whether it is given, asked for again while one waits.
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { ask, path } from "../../api/client";
import type { TargetShown } from "../../api/types";
import { useAsk, useDoing } from "../../api/use";
import { changesConnectors } from "../../app/roles";
import { may, me } from "../../app/session";
import { Button, Loading } from "../../components/basics";
import { ErrorMessage, Message } from "../../components/message";
import { OutLink, Rich } from "../../components/rich";
import { wizard as w } from "../../words/connectors";
import { t, when } from "../../words/words";
import { Copy } from "./product";

const askAgain = 4000;

// Where the tenant sends the administrator's browser back to: here.
export function redirect(): string {
  return location.origin + "/oauth/callback";
}

// onChanged: it is given, or void, where it was not before.
export function ConsentStep({ target, onChanged }: { target: string; onChanged?: () => void }): JSX.Element {
  const shown = useAsk<TargetShown>(path`/targets/${target}`);
  const [link, setLink] = useState<string | null>(null);
  const doing = useDoing();
  const waits = link !== null && shown.data?.consent !== "in force";

  useEffect(() => {
    if (!waits) return;
    const timer = setInterval(shown.reload, askAgain);
    return () => clearInterval(timer);
  }, [waits]);

  const state = shown.data?.consent ?? null;
  const before = useRef<string | null>(null);
  useEffect(() => {
    if (before.current !== null && state !== before.current) onChanged?.();
    before.current = state;
  }, [state]);

  if (shown.data === null) return shown.error ? <ErrorMessage error={shown.error} retry={shown.reload} /> : <Loading />;
  const { consent } = shown.data;
  if (consent === "not needed") return <p>{t(w.consentNone)}</p>;
  return (
    <>
      <p>{t(w.consentText, { target })}</p>
      <p>
        <Rich text={t(w.consentRedirect, { address: redirect() })} />
      </p>
      {consent === "in force" ? (
        <Message tone="good" live>
          <p>{t(w.consentGiven, { who: shown.data.consent_by ?? "–", when: when(shown.data.consent_given) })}</p>
        </Message>
      ) : (
        <Message tone="warn" title={t(consent === "void" ? w.consentVoid : consent === "withdrawn" ? w.consentWithdrawn : w.consentMissing)}>
          {link ? <p>{t(w.consentLink)}</p> : null}
        </Message>
      )}
      <div class="actions">
        {!may(me(), changesConnectors) ? null : link === null ? (
          <Button
            busy={doing.busy}
            onClick={() =>
              doing.run(async (signal) => {
                const { data } = await ask<{ link: string | null }>("POST", path`/targets/${target}/consent`, {
                  body: { redirect: redirect() },
                  signal,
                });
                setLink(data.link);
                shown.reload();
              })
            }
          >
            {t(w.consentAsk)}
          </Button>
        ) : (
          <>
            <OutLink to={link}>{t(w.consentOpen)}</OutLink>
            <Copy text={link} title={t(w.consentLinkCopy)} />
          </>
        )}
      </div>
      <ErrorMessage error={doing.error} />
    </>
  );
}
