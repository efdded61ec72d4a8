// Who is signed in, and what their roles let them.
import { useEffect, useState } from "preact/hooks";
import { ApiError, ask, setCsrf } from "../api/client";
import { closeEvents } from "../api/events";
import { setLanguage } from "../words/words";

export interface Session {
  user: string;
  name: string;
  language: string | null;
  roles: string[];
  groups: string[];
  csrf: string;
  totp: boolean;
  local: boolean;
  expires: string;
  version: string;
}

export interface SignIn {
  local: boolean;
  providers: { name: string; title: string; url: string }[];
}

export type Known =
  | { state: "asking" }
  | { state: "in"; session: Session }
  | { state: "out"; signIn: SignIn }
  | { state: "failed"; error: ApiError };

let known: Known = { state: "asking" };
const listeners = new Set<() => void>();

function set(to: Known): void {
  known = to;
  listeners.forEach((tell) => tell());
}

export function useSession(): Known {
  const [, again] = useState(0);
  const seen = known;
  useEffect(() => {
    const tell = () => again((n) => n + 1);
    listeners.add(tell);
    if (known !== seen) tell(); // the answer may come before anybody listens
    return () => {
      listeners.delete(tell);
    };
  }, []);
  return known;
}

export function signedIn(session: Session): void {
  setCsrf(session.csrf);
  if (session.language) setLanguage(session.language);
  set({ state: "in", session });
}

// What can be signed in by, as the 401 says.
function signInOf(error: ApiError): SignIn {
  const body = error.body as { sign_in?: Partial<SignIn> } | null;
  return { local: body?.sign_in?.local ?? true, providers: body?.sign_in?.providers ?? [] };
}

export async function askSession(): Promise<void> {
  try {
    signedIn((await ask<Session>("GET", "/session")).data);
  } catch (reason) {
    if (!(reason instanceof ApiError)) throw reason;
    setCsrf("");
    closeEvents();
    set(reason.status === 401 ? { state: "out", signIn: signInOf(reason) } : { state: "failed", error: reason });
  }
}

export async function signOut(everywhere: boolean): Promise<void> {
  await ask("DELETE", "/session", { query: { everywhere } });
  await askSession();
}

// One of these roles will do.
export function may(session: Session, roles: readonly string[]): boolean {
  return roles.length === 0 || roles.some((role) => session.roles.includes(role));
}

export function me(): Session {
  if (known.state !== "in") throw new Error("nobody is signed in");
  return known.session;
}
