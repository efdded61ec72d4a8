// The frame around every page: top bar, navigation, the page itself.
import type { ComponentChildren, FunctionComponent, JSX } from "preact";
import { Component } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { asError, useDoing } from "../api/use";
import { Button, Empty, LinkButton, Loading } from "../components/basics";
import { SelectField } from "../components/field";
import { Icon } from "../components/icon";
import { ErrorMessage, Message } from "../components/message";
import { ask } from "../api/client";
import { app } from "../words/app";
import { language, languages, setLanguage, t } from "../words/words";
import { match, usePlace, type Place } from "./router";
import { navigation, routes, type PageProps, type Route } from "./routes";
import { may, signOut, type Session } from "./session";
import { setTheme, theme, themes, type Theme } from "./theme";

const names: Record<string, string> = { en: "English", sv: "Svenska", fr: "Français" };

export function languageOptions(): [string, string][] {
  return languages.map((tag) => [tag, names[tag] ?? tag]);
}

export function Shell({ session }: { session: Session }): JSX.Element {
  const place = usePlace();
  const [open, setOpen] = useState(false); // the navigation, where there is little room
  useEffect(() => setOpen(false), [place.path]);

  return (
    <div class="shell">
      <a class="skip" href="#content" onClick={skip}>
        {t(app.skip)}
      </a>
      <header class="top">
        <button type="button" class="top-button menu" aria-expanded={open} aria-controls="navigation" onClick={() => setOpen(!open)}>
          <Icon name="menu" />
          <span class="hidden-text">{t(app.showNavigation)}</span>
        </button>
        <a class="brand" href="/">
          {t(app.product)}
        </a>
        <span class="grow" />
        <AccountMenu session={session} />
      </header>
      <div class="below">
        <nav id="navigation" class={"side" + (open ? " open" : "")} aria-label={t(app.navigation)}>
          <ul>
            {navigation
              .filter((item) => may(session, item.roles))
              .map((item) => (
                <li key={item.to}>
                  <a href={item.to} aria-current={isIn(item.to, place.path) ? "page" : undefined}>
                    <Icon name={item.icon} />
                    <span>{t(item.title)}</span>
                  </a>
                </li>
              ))}
          </ul>
        </nav>
        {open ? <div class="side-veil" onClick={() => setOpen(false)} /> : null}
        <main id="content" tabIndex={-1}>
          <Guard key={place.path}>
            <Page place={place} session={session} />
          </Guard>
        </main>
      </div>
    </div>
  );
}

// Not by the address: that would be a place in the history.
function skip(event: Event): void {
  event.preventDefault();
  document.getElementById("content")?.focus();
}

function isIn(to: string, path: string): boolean {
  return to === "/" ? path === "/" : path === to || path.startsWith(to + "/");
}

// --- the page --------------------------------------------------------------

const loaded = new Map<Route, FunctionComponent<PageProps>>();

function find(path: string): [Route, Record<string, string>] | null {
  for (const route of routes) {
    const params = match(route.path, path);
    if (params !== null) return [route, params];
  }
  return null;
}

function Page({ place, session }: { place: Place; session: Session }): JSX.Element {
  const found = find(place.path);
  const route = found?.[0] ?? null;
  const [, again] = useState(0);
  const [failed, setFailed] = useState<unknown>(null);
  useEffect(() => {
    document.title = (route ? t(route.title) + " – " : "") + t(app.product);
    if (route === null || loaded.has(route) || !may(session, route.roles)) return;
    setFailed(null);
    route.load().then(
      (module) => {
        loaded.set(route, module.default);
        again((n) => n + 1);
      },
      (reason) => setFailed(reason),
    );
  }, [route, language()]);
  useFocusOnNew(place.path);

  if (found === null || route === null) return <NotFound />;
  if (!may(session, route.roles))
    return (
      <div class="page">
        <Empty icon="shield" title={t(app.forbidden)} text={t(app.forbiddenText, { roles: route.roles.join(", ") })} />
      </div>
    );
  if (failed !== null)
    return (
      <div class="page">
        <ErrorMessage error={asError(failed)} retry={() => location.reload()} />
      </div>
    );
  const Shown = loaded.get(route);
  if (!Shown) return <Loading />;
  return (
    <div class={route.wide ? "page-wide" : "page"}>
      <Shown params={found[1]} query={place.query} />
    </div>
  );
}

// A new page is told to those who hear it: focus goes to where it begins.
function useFocusOnNew(path: string): void {
  const before = useRef<string | null>(null);
  useEffect(() => {
    const first = before.current === null;
    before.current = path;
    if (first) return;
    document.getElementById("content")?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }, [path]);
}

function NotFound(): JSX.Element {
  return (
    <div class="page">
      <Empty
        icon="search"
        title={t(app.notFound)}
        text={t(app.notFoundText)}
        action={<LinkButton to="/">{t(app.toHome)}</LinkButton>}
      />
    </div>
  );
}

// A fault in one page leaves the frame standing.
class Guard extends Component<{ children: ComponentChildren }, { failed: boolean }> {
  override state = { failed: false };
  override componentDidCatch(): void {
    this.setState({ failed: true });
  }
  override render(): ComponentChildren {
    if (!this.state.failed) return this.props.children;
    return (
      <div class="page">
        <Message
          tone="bad"
          live
          title={t(app.crashed)}
          actions={<Button onClick={() => location.reload()}>{t(app.reloadPage)}</Button>}
        >
          <p>{t(app.crashedText)}</p>
        </Message>
      </div>
    );
  }
}

// --- account ---------------------------------------------------------------

function AccountMenu({ session }: { session: Session }): JSX.Element {
  const [open, setOpen] = useState(false);
  const frame = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const out = useDoing();

  useEffect(() => {
    if (!open) return;
    const outside = (event: Event) => {
      if (!frame.current?.contains(event.target as Node)) setOpen(false);
    };
    const escape = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      setOpen(false);
      button.current?.focus();
    };
    document.addEventListener("pointerdown", outside);
    document.addEventListener("focusin", outside);
    document.addEventListener("keydown", escape);
    return () => {
      document.removeEventListener("pointerdown", outside);
      document.removeEventListener("focusin", outside);
      document.removeEventListener("keydown", escape);
    };
  }, [open]);

  const name = session.name || session.user;
  return (
    <div class="account" ref={frame}>
      <button ref={button} type="button" class="top-button" aria-expanded={open} aria-controls="account-menu" onClick={() => setOpen(!open)}>
        <span class="hidden-text">{t(app.accountMenu, { name })}</span>
        <span class="initials" aria-hidden="true">
          {initials(name)}
        </span>
      </button>
      {open ? (
        <div id="account-menu" class="account-menu">
          <p class="account-name">{name}</p>
          <p class="quiet">{session.user}</p>
          <a href="/account" onClick={() => setOpen(false)}>
            {t(app.myAccount)}
          </a>
          <SelectField label={t(app.language)} value={language()} options={languageOptions()} onInput={choose} />
          <ThemeField />
          <ErrorMessage error={out.error} />
          <div class="actions">
            <Button busy={out.busy} onClick={() => out.run(() => signOut(false))}>
              {t(app.signOut)}
            </Button>
            <Button look="subtle" onClick={() => out.run(() => signOut(true))}>
              {t(app.signOutEverywhere)}
            </Button>
          </div>
          {session.version ? <p class="quiet small">{t(app.version, { version: session.version })}</p> : null}
        </div>
      ) : null}
    </div>
  );
}

// Here at once; that it is kept for the next sign-in is a courtesy.
function choose(to: string): void {
  setLanguage(to);
  ask("PATCH", "/session", { body: { language: to } }).catch(() => undefined);
}

export function ThemeField(): JSX.Element {
  const [now, set] = useState<Theme>(theme());
  const titles: Record<Theme, string> = { system: t(app.themeSystem), light: t(app.themeLight), dark: t(app.themeDark) };
  return (
    <SelectField
      label={t(app.theme)}
      value={now}
      options={themes.map((name) => [name, titles[name]])}
      onInput={(to) => {
        setTheme(to as Theme);
        set(to as Theme);
      }}
    />
  );
}

function initials(name: string): string {
  const parts = name.split(/[\s.@_-]+/).filter(Boolean);
  return ((parts[0]?.[0] ?? "?") + (parts[1]?.[0] ?? "")).toLocaleUpperCase();
}
