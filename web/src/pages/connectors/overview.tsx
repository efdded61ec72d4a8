// The gallery of sources.
import type { JSX } from "preact";
import type { Connector, SourceInfo } from "../../api/types";
import { useAsk } from "../../api/use";
import { changesConnectors, roles } from "../../app/roles";
import { may, me } from "../../app/session";
import { Card, LinkButton, Loading, PageHead } from "../../components/basics";
import { Icon } from "../../components/icon";
import { ErrorMessage, Message } from "../../components/message";
import { PageTabs } from "../../components/tabs";
import { app } from "../../words/app";
import { list as w } from "../../words/connectors";
import { product } from "../../words/sources/all";
import { t } from "../../words/words";

export function ConnectorTabs({ current }: { current: string }): JSX.Element {
  return (
    <PageTabs
      label={t(app.connectors)}
      current={current}
      tabs={[
        { to: "/connectors/overview", title: t(w.overview) },
        { to: "/connectors", title: t(w.connectors) },
      ]}
    />
  );
}

export default function OverviewPage(): JSX.Element {
  const sources = useAsk<{ sources: SourceInfo[] }>("/sources");
  const connectors = useAsk<{ connectors: Connector[] }>("/connectors");
  const count = (name: string) => connectors.data?.connectors.filter((one) => one.source === name).length ?? 0;
  const mayAdd = may(me(), changesConnectors);
  return (
    <>
      <PageHead title={t(app.connectors)} text={t(w.intro)} />
      <ConnectorTabs current="/connectors/overview" />
      <ErrorMessage error={sources.error} retry={sources.reload} />
      {mayAdd ? null : (
        <Message
          tone="info"
          title={t(w.mayNot)}
          actions={may(me(), [roles.manage]) ? <LinkButton to="/permissions">{t(app.permissions)}</LinkButton> : null}
        >
          <p>{t(w.mayNotText, { roles: changesConnectors.join(", ") })}</p>
        </Message>
      )}
      {sources.data === null && sources.loading ? <Loading /> : null}
      <div class="cards">
        {(sources.data?.sources ?? []).map((source) => {
          const about = product(source.name);
          const n = count(source.name);
          return (
            <Card key={source.name} class="product-card">
              <div class="product-head">
                <span class={"product-icon " + source.name}>
                  <Icon name={about?.icon ?? "connectors"} />
                </span>
                <div>
                  <h2>{source.title}</h2>
                  <p class="quiet small">{n > 0 ? t(w.connected, { n }) : ""}</p>
                </div>
              </div>
              <p>{about ? t(about.line) : source.folder}</p>
              <div class="actions card-foot">
                <LinkButton to={"/connectors/overview/" + source.name}>
                  {t(w.view)}
                  <span class="hidden-text"> {source.title}</span>
                </LinkButton>
                {mayAdd ? (
                  <LinkButton to={"/connectors/add/" + source.name} look="subtle" icon="add">
                    {t(w.add)}
                    <span class="hidden-text"> {source.title}</span>
                  </LinkButton>
                ) : null}
              </div>
            </Card>
          );
        })}
      </div>
    </>
  );
}
