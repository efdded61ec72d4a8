// The frame of every page of the settings: the areas that one may see.
import type { ComponentChildren, JSX } from "preact";
import { changesConnectors, roles, seesConfiguration } from "../../app/roles";
import { may, me } from "../../app/session";
import { PageHead } from "../../components/basics";
import { PageTabs } from "../../components/tabs";
import { settings as w } from "../../words/setup";
import { t, type Text } from "../../words/words";

const owns = [roles.owner, roles.view];

export const areas: { to: string; title: Text; roles: readonly string[] }[] = [
  { to: "/settings/targets", title: w.targets, roles: [...changesConnectors, roles.view] },
  { to: "/settings/store", title: w.store, roles: owns },
  { to: "/settings/directories", title: w.directories, roles: owns },
  { to: "/settings/persons", title: w.persons, roles: owns },
  { to: "/settings/schedule", title: w.schedule, roles: seesConfiguration },
  { to: "/settings/alerts", title: w.alerts, roles: owns },
  { to: "/settings/expiring", title: w.expiring, roles: seesConfiguration },
  { to: "/settings/portal", title: w.portal, roles: owns },
];

export function SettingsFrame(p: { to: string; text?: string; actions?: ComponentChildren; children: ComponentChildren }): JSX.Element {
  return (
    <>
      <PageHead title={t(w.title)} actions={p.actions} />
      <PageTabs
        label={t(w.pages)}
        current={p.to}
        tabs={areas.filter((area) => may(me(), area.roles)).map((area) => ({ to: area.to, title: t(area.title) }))}
      />
      {p.text ? <p class="page-text">{p.text}</p> : null}
      {p.children}
    </>
  );
}
