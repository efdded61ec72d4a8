// Server-sent events: one connection for all that listen. It is opened with
// the first listener and closed with the last; the browser opens it again by
// itself when it breaks off, and `state` tells whoever wants to know.
import { useEffect, useRef } from "preact/hooks";
import { address } from "./client";

export type EventName = "run" | "connector" | "alert";
type Listener = (data: Record<string, unknown>) => void;

const names: EventName[] = ["run", "connector", "alert"];
const listeners = new Map<EventName, Set<Listener>>(names.map((name) => [name, new Set()]));
let source: EventSource | null = null;

function open(): void {
  source = new EventSource(address("/events"));
  for (const name of names)
    source.addEventListener(name, (event) => {
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
    if ([...listeners.values()].every((set) => set.size === 0)) {
      source?.close();
      source = null;
    }
  };
}

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
