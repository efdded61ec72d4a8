// The terms: the server's text in the reader's language, and who accepted them.
import type { JSX } from "preact";
import { path } from "../../api/client";
import type { Terms } from "../../api/types";
import { useAsk, type Asked } from "../../api/use";
import { Loading } from "../../components/basics";
import { ErrorMessage, Message } from "../../components/message";
import { wizard as w } from "../../words/connectors";
import { language, t, when } from "../../words/words";

export type AskedTerms = Asked<Terms> & { isAccepted: boolean };

export function useTerms(source: string): AskedTerms {
  const asked = useAsk<Terms>(path`/sources/${source}/terms`, { language: language() });
  return { ...asked, isAccepted: asked.data !== null && asked.data.accepted_version === asked.data.version };
}

export function TermsStep({ terms }: { terms: AskedTerms }): JSX.Element {
  const { data } = terms;
  return (
    <>
      <ErrorMessage error={terms.error} retry={terms.reload} />
      {terms.loading && !data ? <Loading /> : null}
      {data ? (
        <>
          <div class="terms">
            {data.text.split("\n\n").map((paragraph) => (
              <p key={paragraph.slice(0, 12)}>{paragraph}</p>
            ))}
            <p class="quiet small">{t(w.version, { n: data.version })}</p>
          </div>
          {terms.isAccepted ? (
            <Message tone="good">
              <p>{t(w.acceptedBy, { n: data.accepted_version, who: data.accepted_by ?? "–", when: when(data.accepted) })}</p>
            </Message>
          ) : (
            <p>{t(w.acceptText)}</p>
          )}
        </>
      ) : null}
    </>
  );
}
