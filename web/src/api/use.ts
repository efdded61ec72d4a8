// useAsk(): what a page shows, asked for when it opens and again on reload().
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { ApiError, get, type Query } from "./client";

export interface Asked<T> {
  data: T | null; // stays while it is asked for again
  error: ApiError | null;
  loading: boolean;
  reload: () => void;
}

export function asError(reason: unknown): ApiError {
  if (reason instanceof ApiError) return reason;
  return new ApiError(0, "portal", reason instanceof Error ? reason.message : String(reason));
}

// route null: nothing is asked yet.
export function useAsk<T>(route: string | null, query?: Query): Asked<T> {
  const [state, set] = useState<{ data: T | null; error: ApiError | null; loading: boolean }>({
    data: null,
    error: null,
    loading: route !== null,
  });
  const [turn, again] = useState(0);
  const key = route === null ? null : route + JSON.stringify(query ?? null);
  const shown = useRef<string | null>(null);

  useEffect(() => {
    if (route === null) return;
    const abort = new AbortController();
    const same = shown.current === key;
    set((was) => ({ data: same ? was.data : null, error: null, loading: true }));
    shown.current = key;
    get<T>(route, query, abort.signal).then(
      (data) => set({ data, error: null, loading: false }),
      (reason) => {
        if (!abort.signal.aborted) set((was) => ({ data: was.data, error: asError(reason), loading: false }));
      },
    );
    return () => abort.abort();
  }, [key, turn]);

  return { ...state, reload: useCallback(() => again((n) => n + 1), []) };
}

export interface Doing {
  busy: boolean;
  error: ApiError | null;
  // True when it was done; what went wrong is in `error`.
  run: (work: (signal: AbortSignal) => Promise<unknown>) => Promise<boolean>;
  clear: () => void;
}

// useDoing(): an act of the person: busy while it lasts, its error shown, given
// up when the page is left.
export function useDoing(): Doing {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const abort = useRef<AbortController | null>(null);

  useEffect(() => () => abort.current?.abort(), []);
  const run = useCallback(async (work: (signal: AbortSignal) => Promise<unknown>) => {
    const mine = new AbortController();
    abort.current = mine;
    setBusy(true);
    setError(null);
    try {
      await work(mine.signal);
      return true;
    } catch (reason) {
      if (!mine.signal.aborted) setError(asError(reason));
      return false;
    } finally {
      if (!mine.signal.aborted) setBusy(false);
    }
  }, []);
  return { busy, error, run, clear: useCallback(() => setError(null), []) };
}
