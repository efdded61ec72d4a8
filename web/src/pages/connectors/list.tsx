// The connectors: the list, and the flyout of the one that is open (?name=).
import type { JSX } from "preact";
import type { Connector, SourceInfo } from "../../api/types";
import { useEvent } from "../../api/events";
import { useAsk } from "../../api/use";
import { changesConnectors } from "../../app/roles";
import { setQuery } from "../../app/router";
import type { PageProps } from "../../app/routes";
import { may, me } from "../../app/session";
import { Button, Empty, LinkButton, PageHead, Time } from "../../components/basics";
import { Table, type Column } from "../../components/table";
import { app } from "../../words/app";
import { list as w } from "../../words/connectors";
import { t } from "../../words/words";
import { ConnectorFlyout } from "./flyout";
import { ConnectorTabs } from "./overview";
import { ConnectorState, State } from "./parts";

export function nextRun(connector: Connector): JSX.Element | string {
  if (connector.state === "paused") return "–";
  if (connector.next_run === null) return t(w.manual);
  if (Date.parse(connector.next_run) <= Date.now()) return t(w.due);
  return <Time at={connector.next_run} ago />;
}

export default function ConnectorsPage({ query }: PageProps): JSX.Element {
  const connectors = useAsk<{ connectors: Connector[] }>("/connectors");
  const sources = useAsk<{ sources: SourceInfo[] }>("/sources");
  const title = (name: string) => sources.data?.sources.find((one) => one.name === name)?.title ?? name;
  const open = query.get("name");
  const shown = connectors.data?.connectors.find((one) => one.name === open) ?? null;
  useEvent("connector", connectors.reload);

  const columns: Column<Connector>[] = [
    { name: "name", title: t(w.name), cell: (row) => row.name, value: (row) => row.name },
    { name: "source", title: t(w.source), cell: (row) => title(row.source), value: (row) => title(row.source), wide: true },
    { name: "state", title: t(w.state), cell: (row) => <ConnectorState connector={row} />, value: (row) => row.state },
    {
      name: "last",
      wide: true,
      title: t(w.lastRun),
      cell: (row) => (row.last_ended ? <Time at={row.last_ended} ago /> : t(app.never)),
      value: (row) => row.last_ended,
    },
    { name: "result", title: t(w.result), cell: (row) => <State name={row.last_result} />, value: (row) => row.last_result },
    { name: "next", title: t(w.nextRun), cell: nextRun, value: (row) => row.next_run, wide: true },
    { name: "waiting", title: t(w.waiting), number: true, wide: true, cell: (row) => row.waiting ?? 0, value: (row) => row.waiting },
  ];

  return (
    <>
      <PageHead title={t(app.connectors)} text={t(w.intro)} />
      <ConnectorTabs current="/connectors" />
      <Table
        caption={t(w.connectors)}
        columns={columns}
        rows={connectors.data?.connectors ?? null}
        rowKey={(row) => row.name}
        loading={connectors.loading}
        error={connectors.error}
        retry={connectors.reload}
        filter
        sort={{ name: "name" }}
        current={open}
        onOpen={(row) => setQuery({ name: row.name, tab: null }, false)}
        actions={
          <>
            {may(me(), changesConnectors) ? (
              <LinkButton to="/connectors/overview" icon="add">
                {t(w.add)}
              </LinkButton>
            ) : null}
            <Button look="subtle" icon="refresh" onClick={connectors.reload}>
              {t(app.refresh)}
            </Button>
          </>
        }
        empty={
          <Empty
            icon="connectors"
            title={t(w.none)}
            text={t(w.noneText)}
            action={<LinkButton to="/connectors/overview">{t(w.toOverview)}</LinkButton>}
          />
        }
      />
      {shown ? (
        <ConnectorFlyout
          key={shown.name}
          connector={shown}
          sourceTitle={title(shown.source)}
          tab={query.get("tab") ?? "overview"}
          signedIn={query.get("signed-in") === shown.name}
          onChanged={connectors.reload}
          onClose={() => setQuery({ name: null, tab: null }, false)}
        />
      ) : null}
    </>
  );
}
