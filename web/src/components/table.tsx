// A list as a table: sorted by its heads, filtered by a word, with what to
// say while it loads, when it is empty and when it failed. A row with
// onOpen opens by a button in its first cell (and by a click anywhere in it).
// Any number of rows: those far from the window are only room (rows.tsx), and
// a list that comes in pages (api/pages.ts) goes on by itself.
import type { ComponentChildren, JSX } from "preact";
import { useMemo, useState } from "preact/hooks";
import type { ApiError } from "../api/client";
import { app } from "../words/app";
import { locale, t } from "../words/words";
import { Loading } from "./basics";
import { Icon } from "./icon";
import { ErrorMessage } from "./message";
import { More, Rows, type MorePages } from "./rows";

export interface Column<Row> {
  name: string;
  title: string;
  cell: (row: Row) => ComponentChildren;
  // What it is sorted and filtered by; without it, neither.
  value?: (row: Row) => string | number | null | undefined;
  number?: boolean; // stands at the right
  wide?: boolean; // left out where there is little room
}

export interface TableProps<Row> {
  caption: string;
  columns: Column<Row>[];
  rows: Row[] | null; // null: not here yet
  rowKey: (row: Row) => string | number;
  loading?: boolean;
  error?: ApiError | null;
  retry?: () => void;
  empty: ComponentChildren;
  onOpen?: (row: Row) => void;
  current?: string | number | null; // the row that is open
  filter?: boolean;
  actions?: ComponentChildren;
  sort?: { name: string; down?: boolean };
  pages?: MorePages; // the rows are the first of more
}

interface Sort {
  name: string;
  down: boolean;
}

function compare(a: string | number | null | undefined, b: string | number | null | undefined): number {
  if (a === b) return 0;
  if (a === null || a === undefined) return 1;
  if (b === null || b === undefined) return -1;
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a).localeCompare(String(b), locale(), { numeric: true, sensitivity: "base" });
}

function sorted<Row>(rows: Row[], columns: Column<Row>[], sort: Sort | null): Row[] {
  const column = sort && columns.find((c) => c.name === sort.name);
  const value = column?.value;
  if (!sort || !value) return rows;
  return [...rows].sort((a, b) => compare(value(a), value(b)) * (sort.down ? -1 : 1));
}

function filtered<Row>(rows: Row[], columns: Column<Row>[], word: string): Row[] {
  const want = word.trim().toLocaleLowerCase();
  if (want === "") return rows;
  return rows.filter((row) =>
    columns.some((column) => String(column.value?.(row) ?? "").toLocaleLowerCase().includes(want)),
  );
}

export function Table<Row>(p: TableProps<Row>): JSX.Element {
  const [sort, setSort] = useState<Sort | null>(p.sort ? { name: p.sort.name, down: p.sort.down ?? false } : null);
  const [word, setWord] = useState("");
  const all = p.rows ?? [];
  const found = useMemo(() => sorted(filtered(all, p.columns, word), p.columns, sort), [p.rows, word, sort, p.columns]);

  return (
    <div class="table-frame">
      {p.filter || p.actions ? (
        <div class="table-tools">
          <div class="actions">{p.actions}</div>
          {p.filter && all.length > 0 ? (
            <div class="table-filter">
              <Icon name="search" />
              <input
                class="input"
                type="search"
                aria-label={t(app.filter)}
                placeholder={t(app.filter)}
                value={word}
                onInput={(event) => setWord(event.currentTarget.value)}
              />
            </div>
          ) : null}
        </div>
      ) : null}
      <ErrorMessage error={p.error ?? null} retry={p.retry} />
      {p.rows === null ? p.loading ? <Loading /> : null : <Body {...p} all={all} shown={found} sort={sort} setSort={setSort} />}
      <p class="table-count" role="status">
        {all.length === 0 ? null : found.length === 0 ? t(app.noneMatch) : count(found.length, all.length, (p.pages?.next ?? null) !== null)}
      </p>
      {p.pages && p.pages.next !== null ? <More pages={p.pages} /> : null}
    </div>
  );
}

function count(found: number, all: number, more: boolean): string {
  if (more) return t(app.rowsSoFar, { n: all });
  return found === all ? t(app.rows, { n: all }) : t(app.rowsOf, { n: found, all });
}

function Body<Row>(
  p: Omit<TableProps<Row>, "sort"> & { all: Row[]; shown: Row[]; sort: Sort | null; setSort: (sort: Sort) => void },
): JSX.Element | null {
  if (p.all.length === 0) return p.error || (p.pages && p.pages.next !== null) ? null : <>{p.empty}</>;
  if (p.shown.length === 0) return null;
  return (
    <div class="table-scroll" tabIndex={0} role="region" aria-label={p.caption}>
      <table aria-rowcount={p.pages && p.pages.next !== null ? -1 : p.shown.length + 1}>
        <caption class="hidden-text">{p.caption}</caption>
        <thead>
          <tr>
            {p.columns.map((column) => (
              <Head key={column.name} column={column} sort={p.sort} setSort={p.setSort} />
            ))}
          </tr>
        </thead>
        <Rows rows={p.shown} columns={p.columns.length} line={(row, at) => <Line key={p.rowKey(row)} {...p} row={row} at={at} />} />
      </table>
    </div>
  );
}

function Head<Row>(p: { column: Column<Row>; sort: Sort | null; setSort: (sort: Sort) => void }): JSX.Element {
  const { column, sort } = p;
  const mine = sort?.name === column.name;
  const className = (column.number ? "number " : "") + (column.wide ? "wide" : "");
  if (!column.value)
    return (
      <th scope="col" class={className}>
        {column.title}
      </th>
    );
  return (
    <th scope="col" class={className} aria-sort={mine ? (sort.down ? "descending" : "ascending") : undefined}>
      <button
        type="button"
        class="sort"
        title={t(app.sortBy, { column: column.title })}
        onClick={() => p.setSort({ name: column.name, down: mine ? !sort.down : false })}
      >
        {column.title}
        {mine ? <Icon name={sort.down ? "down" : "up"} /> : null}
      </button>
    </th>
  );
}

function Line<Row>(p: Omit<TableProps<Row>, "sort"> & { row: Row; at: number }): JSX.Element {
  const { row, onOpen } = p;
  const mine = p.current !== undefined && p.current !== null && p.current === p.rowKey(row);
  return (
    <tr
      aria-rowindex={p.at + 2}
      class={(onOpen ? "opens " : "") + (mine ? "current" : "")}
      onClick={(event) => {
        if (onOpen && !(event.target as Element).closest("a, button, input, fluent-button")) onOpen(row);
      }}
    >
      {p.columns.map((column, i) => {
        const className = (column.number ? "number " : "") + (column.wide ? "wide" : "");
        const content = column.cell(row);
        return i === 0 && onOpen ? (
          <th scope="row" key={column.name} class={className}>
            <button type="button" class="row-open" onClick={() => onOpen(row)}>
              {content}
            </button>
          </th>
        ) : (
          <td key={column.name} class={className}>
            {content}
          </td>
        );
      })}
    </tr>
  );
}
