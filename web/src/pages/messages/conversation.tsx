// The messages before and behind one, in its conversation.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { path } from "../../api/client";
import { useAsk } from "../../api/use";
import { Badge, Button, Empty, Loading, Time } from "../../components/basics";
import { ErrorMessage } from "../../components/message";
import { message as w } from "../../words/mailboxes";
import { t } from "../../words/words";

interface Around {
  messages: {
    id: number;
    date: string;
    from: string;
    subject: string;
    kind: string | null;
    tie: "same" | "conversation" | "this";
  }[];
}

export function Conversation({ id }: { id: number }): JSX.Element {
  const [limit, setLimit] = useState(10);
  const asked = useAsk<Around>(path`/messages/${id}/conversation`, { limit });
  const list = asked.data?.messages ?? [];
  const before = list.findIndex((one) => one.tie === "this");
  const full = Math.max(before, list.length - before - 1) >= limit && limit < 1000;
  if (asked.data === null && asked.loading) return <Loading />;
  return (
    <>
      <ErrorMessage error={asked.error} retry={asked.reload} />
      {list.length === 1 ? <Empty icon="chat" title={t(w.alone)} text={t(w.aloneText)} /> : null}
      {list.length > 1 ? (
        <ol class="around" aria-label={t(w.around)}>
          {list.map((one) => (
            <li key={one.id} class={one.tie === "this" ? "current" : ""} aria-current={one.tie === "this" ? "true" : undefined}>
              <Time at={one.date} />
              <div>
                {one.tie === "this" ? <strong>{one.subject || t(w.without)}</strong> : <a href={path`/messages/${one.id}`}>{one.subject || t(w.without)}</a>}
                <div class="quiet">
                  {one.from || "–"} {one.tie === "same" ? <Badge tone="info">{t(w.same)}</Badge> : null}
                  {one.tie === "this" ? <Badge tone="quiet">{t(w.thisOne)}</Badge> : null}
                </div>
              </div>
            </li>
          ))}
        </ol>
      ) : null}
      {full ? (
        <div class="actions">
          <Button busy={asked.loading} onClick={() => setLimit(limit * 5)}>
            {t(w.moreAround)}
          </Button>
        </div>
      ) : null}
    </>
  );
}
