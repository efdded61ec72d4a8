// usePages(): a list that the server gives in pieces: the first when the page
// opens, another on more(). `next` is what the server goes on with; null is the
// end.
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { get, type ApiError, type Query } from "./client";
import { asError } from "./use";

type Mark = number | string;

export interface Pages<Row> {
  rows: Row[] | null; // null: not here yet
  next: Mark | null;
  loading: boolean;
  error: ApiError | null;
  more: () => void;
  reload: () => void;
}

interface State<Row> {
  rows: Row[] | null;
  next: Mark | null;
  loading: boolean;
  error: ApiError | null;
}

// by: the parameter that says where to go on.
export function usePages<Row>(route: string, list: string, query: Query, by = "after"): Pages<Row> {
  const [state, set] = useState<State<Row>>({ rows: null, next: null, loading: true, error: null });
  const [turn, again] = useState(0);
  const abort = useRef<AbortController | null>(null);
  const key = route + JSON.stringify(query);

  const load = useCallback(
    (after: Mark | null, before: Row[]) => {
      abort.current?.abort();
      const mine = new AbortController();
      abort.current = mine;
      set((was) => ({ ...was, rows: after === null ? null : was.rows, loading: true, error: null }));
      get<Record<string, unknown>>(route, { ...query, [by]: after }, mine.signal).then(
        (data) =>
          set({
            rows: [...before, ...((data[list] as Row[] | undefined) ?? [])],
            next: (data["next"] as Mark | null | undefined) ?? null,
            loading: false,
            error: null,
          }),
        (reason) => {
          if (!mine.signal.aborted) set((was) => ({ ...was, loading: false, error: asError(reason) }));
        },
      );
    },
    [key],
  );

  useEffect(() => {
    load(null, []);
    return () => abort.current?.abort();
  }, [key, turn]);

  return {
    ...state,
    more: () => {
      if (state.next !== null && !state.loading) load(state.next, state.rows ?? []);
    },
    reload: () => again((n) => n + 1),
  };
}
