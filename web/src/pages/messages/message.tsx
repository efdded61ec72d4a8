// One message: what it says, what it carries, who took part and who has it,
// where it came from.
//
// What strangers wrote is shown as text, or in a frame in which nothing runs:
// sandbox without any permission here, and a policy of its own from the server.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { address, path } from "../../api/client";
import { useAsk } from "../../api/use";
import { roles } from "../../app/roles";
import { setQuery } from "../../app/router";
import type { PageProps } from "../../app/routes";
import { may, me } from "../../app/session";
import { Badge, Button, LinkButton, Loading, PageHead, Time } from "../../components/basics";
import { ErrorMessage, Message } from "../../components/message";
import { Tabs } from "../../components/tabs";
import { message as w } from "../../words/mailboxes";
import { t } from "../../words/words";
import { Conversation } from "./conversation";
import { Copies, Headers, Origin, People } from "./facts";
import { Files } from "./files";
import type { Shown } from "./shown";

export default function MessagePage({ params, query }: PageProps): JSX.Element {
  const id = params["message"] ?? "";
  const asked = useAsk<Shown>(path`/messages/${id}`);
  if (asked.data === null)
    return asked.error ? (
      <>
        <PageHead title={t(w.title)} />
        <ErrorMessage error={asked.error} retry={asked.reload} />
      </>
    ) : (
      <Loading />
    );
  return <OneMessage shown={asked.data} tab={query.get("tab") ?? "content"} part={query.get("part")} />;
}

function OneMessage({ shown, tab, part }: { shown: Shown; tab: string; part: string | null }): JSX.Element {
  const files = shown.parts.filter((one) => !one.raw).length;
  const tabs = [
    { id: "content", title: t(w.content) },
    { id: "files", title: count(t(w.files), files) },
    { id: "people", title: count(t(w.people), shown.participants_in_all) },
    ...(may(me(), [roles.search]) ? [{ id: "conversation", title: t(w.conversation) }] : []),
    { id: "copies", title: count(t(w.copies), shown.mailboxes.length) },
    { id: "origin", title: t(w.origin) },
    { id: "headers", title: t(w.headers) },
  ];
  // a message somewhere else refers to a file here by its record
  const current = part !== null && tab === "content" ? "files" : tabs.some((one) => one.id === tab) ? tab : "content";
  return (
    <>
      <PageHead
        title={shown.subject || t(w.without)}
        text={
          <>
            {from(shown)} · <Time at={shown.date} /> {shown.kind ? <Badge tone="quiet">{shown.kind}</Badge> : null}
          </>
        }
        actions={
          <LinkButton to={address(path`/messages/${shown.id}`, { eml: true })} icon="download" download>
            {t(w.eml)}
          </LinkButton>
        }
      />
      <p class="quiet">{t(w.recorded)}</p>
      <Tabs label={t(w.parts)} tabs={tabs} current={current} onChange={(to) => setQuery({ tab: to === "content" ? null : to, part: null })}>
        {current === "content" ? <Content shown={shown} /> : null}
        {current === "files" ? <Files shown={shown} first={part === null ? null : Number(part)} /> : null}
        {current === "people" ? <People shown={shown} /> : null}
        {current === "conversation" ? <Conversation id={shown.id} /> : null}
        {current === "copies" ? <Copies shown={shown} /> : null}
        {current === "origin" ? <Origin shown={shown} /> : null}
        {current === "headers" ? <Headers shown={shown} /> : null}
      </Tabs>
    </>
  );
}

function count(title: string, n: number): string {
  return n > 0 ? `${title} (${n})` : title;
}

function from(shown: Shown): string {
  return shown.headers.find((header) => header.name.toLowerCase() === "from")?.value ?? "–";
}

function Content({ shown }: { shown: Shown }): JSX.Element {
  const [asText, setAsText] = useState(!shown.html);
  return (
    <div class="message-content">
      {shown.html ? (
        <div class="actions">
          <Button small look={asText ? "outline" : "primary"} onClick={() => setAsText(false)}>
            {t(w.asHtml)}
          </Button>
          <Button small look={asText ? "primary" : "outline"} onClick={() => setAsText(true)}>
            {t(w.asText)}
          </Button>
          <span class="quiet">{asText ? null : t(w.frameNote)}</span>
        </div>
      ) : null}
      {asText ? (
        <>
          <pre class="plain" tabIndex={0} dir="auto">
            {shown.text}
          </pre>
          {shown.text_cut ? <Message tone="info">{t(w.cut)}</Message> : null}
        </>
      ) : (
        <iframe class="message-frame" sandbox="" title={t(w.frame)} src={address(path`/messages/${shown.id}/html`)} referrerpolicy="no-referrer" />
      )}
    </div>
  );
}
