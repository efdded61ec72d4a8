// Which address shows which page, who may see it, and where it stands in the
// navigation. A page is loaded when it is first opened.
import type { FunctionComponent } from "preact";
import type { IconName } from "../components/icon";
import { app } from "../words/app";
import type { Text } from "../words/words";
import { changesConnectors, roles, seesConfiguration } from "./roles";

export interface PageProps {
  params: Record<string, string>;
  query: URLSearchParams;
}

export interface Route {
  path: string; // "/connectors/:name"
  roles: readonly string[]; // any of them; empty: whoever is signed in
  title: Text;
  load: () => Promise<{ default: FunctionComponent<PageProps> }>;
  wide?: boolean; // the page fills its place by itself (a wizard)
}

export const routes: Route[] = [
  { path: "/", roles: [], title: app.home, load: () => import("../pages/home") },
  { path: "/account", roles: [], title: app.myAccount, load: () => import("../pages/account") },
  { path: "/connectors", roles: seesConfiguration, title: app.connectors, load: () => import("../pages/connectors/list") },
  { path: "/connectors/overview", roles: seesConfiguration, title: app.connectors, load: () => import("../pages/connectors/overview") },
  { path: "/connectors/overview/:source", roles: seesConfiguration, title: app.connectors, load: () => import("../pages/connectors/product") },
  { path: "/mailboxes", roles: [roles.search], title: app.mailboxes, load: () => import("../pages/mailboxes/list") },
  { path: "/mailboxes/:mailbox", roles: [roles.search], title: app.mailboxes, load: () => import("../pages/mailboxes/mailbox") },
  { path: "/messages/:message", roles: [roles.preview], title: app.message, load: () => import("../pages/messages/message") },
  { path: "/permissions", roles: [roles.manage], title: app.permissions, load: () => import("../pages/permissions/groups") },
  { path: "/permissions/accounts", roles: [roles.manage], title: app.permissions, load: () => import("../pages/permissions/accounts") },
  { path: "/permissions/tokens", roles: [roles.manage], title: app.permissions, load: () => import("../pages/permissions/tokens") },
  { path: "/permissions/sign-in", roles: [roles.manage], title: app.permissions, load: () => import("../pages/permissions/sign-in") },
  { path: "/audit", roles: [roles.audit], title: app.audit, load: () => import("../pages/audit") },
  { path: "/settings", roles: seesConfiguration, title: app.settings, load: () => import("../pages/settings/index") },
  { path: "/settings/targets", roles: seesConfiguration, title: app.settings, load: () => import("../pages/settings/targets") },
  { path: "/settings/store", roles: [roles.owner, roles.view], title: app.settings, load: () => import("../pages/settings/store") },
  { path: "/settings/directories", roles: [roles.owner, roles.view], title: app.settings, load: () => import("../pages/settings/directories") },
  { path: "/settings/persons", roles: [roles.owner, roles.view], title: app.settings, load: () => import("../pages/settings/persons") },
  { path: "/settings/schedule", roles: seesConfiguration, title: app.settings, load: () => import("../pages/settings/schedule") },
  { path: "/settings/alerts", roles: [roles.owner, roles.view], title: app.settings, load: () => import("../pages/settings/alerts") },
  { path: "/settings/expiring", roles: seesConfiguration, title: app.settings, load: () => import("../pages/settings/expiring") },
  { path: "/settings/portal", roles: [roles.owner, roles.view], title: app.settings, load: () => import("../pages/settings/portal") },
  { path: "/connectors/return/:name", roles: changesConnectors, title: app.connectors, load: () => import("../pages/connectors/return") },
  { path: "/connectors/edit/:name", roles: changesConnectors, title: app.connectors, load: () => import("../pages/connectors/edit") },
  { path: "/connectors/add/:source", roles: changesConnectors, title: app.connectors, load: () => import("../pages/connectors/add"), wide: true },
];

export interface NavItem {
  to: string;
  title: Text;
  icon: IconName;
  roles: readonly string[];
}

export const navigation: NavItem[] = [
  { to: "/", title: app.home, icon: "home", roles: [] },
  { to: "/connectors", title: app.connectors, icon: "connectors", roles: seesConfiguration },
  { to: "/mailboxes", title: app.mailboxes, icon: "mailboxes", roles: [roles.search] },
  { to: "/permissions", title: app.permissions, icon: "permissions", roles: [roles.manage] },
  { to: "/audit", title: app.audit, icon: "audit", roles: [roles.audit] },
  { to: "/settings", title: app.settings, icon: "settings", roles: seesConfiguration },
];
