// Server-sent events: one connection for all that listen. It is opened with
// the first listener and closed with the last; the browser opens it again by
// itself when it breaks off, and `state` tells whoever wants to know.
import { useEffect, useRef } from "preact/hooks";
import { address } from "./client";

export type EventName = "run" | "connector" | "alert";
type Listener = (data: Record<string, unknown>) => void;

const names: EventName[] = ["run", "connector", "alert"];
const listeners = new Map<EventName, Set<Listener>>(names.map((name) => [name, new Set()]));
const AGAIN_MS = 30_000;
let source: EventSource | null = null;

function anybody(): boolean {
  return [...listeners.values()].some((set) => set.size > 0);
}

function open(): void {
  const mine = new EventSource(address("/events"));
  source = mine;
  // refused (too many listen): the browser gives up then, and does not try again
  mine.addEventListener("error", () => {
    if (mine.readyState !== EventSource.CLOSED) return;
    setTimeout(() => {
      if (source !== mine) return;
      source = null;
      if (anybody()) open();
    }, AGAIN_MS);
  });
  for (const name of names)
    mine.addEventListener(name, (event) => {
      let data: Record<string, unknown>;
      try {
        data = JSON.parse((event as MessageEvent<string>).data) as Record<string, unknown>;
      } catch {
        return; // not ours
      }
      listeners.get(name)?.forEach((tell) => tell(data));
    });
}

function listen(name: EventName, tell: Listener): () => void {
  listeners.get(name)?.add(tell);
  if (source === null) open();
  return () => {
    listeners.get(name)?.delete(tell);
    if (!anybody()) closeEvents();
  };
}

// A page that is left, though the browser may keep it for "back", holds no
// connection: a server's are counted, and so are a browser's to one server.
addEventListener("pagehide", closeEvents);
addEventListener("pageshow", (event) => {
  if (event.persisted && source === null && anybody()) open();
});

// Sign-out: nobody listens for another person.
export function closeEvents(): void {
  source?.close();
  source = null;
}

export function useEvent(name: EventName, tell: Listener): void {
  const latest = useRef(tell);
  latest.current = tell;
  useEffect(() => listen(name, (data) => latest.current(data)), [name]);
}
