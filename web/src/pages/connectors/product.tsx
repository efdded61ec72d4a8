// A source's product page: what it captures, what is needed first, how its app
// is made with which scopes, and what it does not give.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { path } from "../../api/client";
import type { SourceShown } from "../../api/types";
import { useAsk } from "../../api/use";
import { changesConnectors } from "../../app/roles";
import type { PageProps } from "../../app/routes";
import { may, me } from "../../app/session";
import { Button, Card, Empty, Facts, LinkButton, Loading, PageHead } from "../../components/basics";
import { Icon } from "../../components/icon";
import { ErrorMessage } from "../../components/message";
import { Rich } from "../../components/rich";
import { Table } from "../../components/table";
import { app } from "../../words/app";
import { list, product as w } from "../../words/connectors";
import { product } from "../../words/sources/all";
import type { Product, Scope } from "../../words/sources/product";
import { t, type Text } from "../../words/words";

export default function ProductPage({ params }: PageProps): JSX.Element {
  const name = params["source"] ?? "";
  const about = product(name);
  const source = useAsk<SourceShown>(path`/sources/${name}`);
  if (about === null)
    return <Empty icon="search" title={t(w.unknown)} action={<LinkButton to="/connectors/overview">{t(list.toOverview)}</LinkButton>} />;
  return (
    <>
      <PageHead
        above={
          <nav class="crumbs" aria-label={t(app.connectors)}>
            <a href="/connectors/overview">{t(app.connectors)}</a>
          </nav>
        }
        title={about.title}
        text={t(about.line)}
        actions={
          may(me(), changesConnectors) ? (
            <LinkButton to={"/connectors/add/" + name} look="primary" icon="add">
              {t(list.add)}
            </LinkButton>
          ) : null
        }
      />
      <ErrorMessage error={source.error} retry={source.reload} />
      {source.loading && !source.data ? <Loading /> : null}
      {source.data ? <Card><Shape source={source.data} /></Card> : null}
      <Section title={t(w.captures)} texts={about.captures} />
      <Section title={t(w.needs)} texts={about.needs} />
      <Section title={t(w.steps, { source: about.title })} texts={about.steps} ordered id="steps" />
      <Scopes about={about} />
      <Section title={t(w.limits, { source: about.title })} texts={about.limits} />
    </>
  );
}

function Shape({ source }: { source: SourceShown }): JSX.Element {
  return (
    <Facts
      list={[
        [t(w.folder), <code>{"Inbox/" + source.folder}</code>],
        [t(w.looksBack), t(w.days, { n: source.history_days })],
        [t(w.overlap), t(w.days, { n: source.overlap_days })],
      ]}
    />
  );
}

function Section(p: { title: string; texts: Text[]; ordered?: boolean; id?: string }): JSX.Element {
  const items = p.texts.map((text, i) => (
    <li key={i}>
      <Rich text={t(text)} />
    </li>
  ));
  return (
    <Card title={p.title}>
      <div class="prose" id={p.id}>
        {p.ordered ? <ol>{items}</ol> : <ul>{items}</ul>}
      </div>
    </Card>
  );
}

function Scopes({ about }: { about: Product }): JSX.Element {
  const { more } = about.scopeHead;
  const without = about.scopes.some((scope) => scope.without);
  return (
    <Card
      title={t(w.scopes)}
      actions={<Copy text={about.scopes.map((scope) => scope.scope).join("\n")} title={t(w.copyScopes)} />}
    >
      <p>{t(about.scopeNote)}</p>
      <Table<Scope>
        caption={t(w.scopes)}
        rows={about.scopes}
        rowKey={(row) => row.scope}
        empty={null}
        columns={[
          { name: "what", title: t(w.what), cell: (row) => t(row.what) },
          { name: "scope", title: t(about.scopeHead.scope), cell: (row) => <code>{row.scope}</code> },
          ...(more ? [{ name: "more", title: t(more), wide: true, cell: (row: Scope) => <code>{row.more}</code> }] : []),
          ...(without ? [{ name: "without", title: t(w.without), cell: (row: Scope) => (row.without ? t(row.without) : "") }] : []),
        ]}
      />
    </Card>
  );
}

export function Copy({ text, title }: { text: string; title: string }): JSX.Element {
  const [done, setDone] = useState(false);
  return (
    <span class="actions">
      <span role="status" class="small quiet">
        {done ? (
          <>
            <Icon name="check" class="inline" /> {t(app.copied)}
          </>
        ) : null}
      </span>
      <Button
        small
        onClick={() => {
          navigator.clipboard?.writeText(text).then(
            () => setDone(true),
            () => setDone(false),
          );
        }}
      >
        {title}
      </Button>
    </span>
  );
}
