// Addresses and pages, on the browser's history. Links are ordinary <a href>:
// a click on one that stays in the portal is taken over here.
import { useEffect, useState } from "preact/hooks";

const listeners = new Set<() => void>();
let leave: (() => boolean) | null = null;

function changed(): void {
  listeners.forEach((tell) => tell());
}

export function here(): string {
  return location.pathname + location.search;
}

export function go(to: string, replace = false): void {
  if (to === here()) return;
  if (leave !== null && !leave()) return;
  if (replace) history.replaceState(null, "", to);
  else history.pushState(null, "", to);
  changed();
}

// Change what stands behind the ? without a new page.
export function setQuery(values: Record<string, string | null>, replace = true): void {
  const query = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(values))
    if (value === null || value === "") query.delete(name);
    else query.set(name, value);
  const text = query.toString();
  go(location.pathname + (text ? "?" + text : ""), replace);
}

export function startRouter(): void {
  addEventListener("popstate", changed);
  document.addEventListener("click", (event) => {
    const link = (event.composedPath().find((node) => node instanceof HTMLAnchorElement) ?? null) as HTMLAnchorElement | null;
    if (link === null || !ours(link, event)) return;
    event.preventDefault();
    go(link.pathname + link.search);
  });
}

function ours(link: HTMLAnchorElement, event: MouseEvent): boolean {
  return (
    !event.defaultPrevented &&
    event.button === 0 &&
    !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) &&
    link.origin === location.origin &&
    (link.target === "" || link.target === "_self") &&
    !link.hasAttribute("download") &&
    !/^\/(api|sign-in\/oidc|oauth)\//.test(link.pathname) &&
    !(link.hash !== "" && link.pathname === location.pathname)
  );
}

export interface Place {
  path: string;
  query: URLSearchParams;
}

export function usePlace(): Place {
  const [place, set] = useState(here());
  useEffect(() => {
    const tell = () => set(here());
    listeners.add(tell);
    tell();
    return () => {
      listeners.delete(tell);
    };
  }, []);
  const url = new URL(place, location.origin);
  return { path: url.pathname, query: url.searchParams };
}

// May the page be left? Asked before a link is followed.
export function useLeave(may: (() => boolean) | null): void {
  useEffect(() => {
    leave = may;
    return () => {
      leave = null;
    };
  });
}

// "/connectors/:name" on "/connectors/zoom" gives { name: "zoom" }, else null.
export function match(pattern: string, path: string): Record<string, string> | null {
  const want = pattern.split("/");
  const have = path.replace(/(.)\/$/, "$1").split("/");
  if (want.length !== have.length) return null;
  const found: Record<string, string> = {};
  for (let i = 0; i < want.length; i++) {
    const part = want[i] ?? "";
    if (part.startsWith(":")) found[part.slice(1)] = decodeURIComponent(have[i] ?? "");
    else if (part !== have[i]) return null;
  }
  return found;
}
