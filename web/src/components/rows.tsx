// The rows of a long table. They are put into blocks, a <tbody> each; a block
// far from the window is one empty row as high as the block was, so that a list
// of a hundred thousand scrolls like one of fifty. The block that has the focus
// stays.
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { app } from "../words/app";
import { t } from "../words/words";
import { Button } from "./basics";

const block = 50; // rows
const rowHigh = 41; // CSS pixels, until one was measured
const margin = "1200px 0px"; // so near is made ready

export interface RowsProps<Row> {
  rows: Row[];
  columns: number;
  line: (row: Row, at: number) => JSX.Element;
}

export function Rows<Row>({ rows, columns, line }: RowsProps<Row>): JSX.Element {
  if (rows.length <= 2 * block) return <tbody>{rows.map(line)}</tbody>;
  const blocks = [];
  for (let at = 0; at < rows.length; at += block)
    blocks.push(<Block key={at} rows={rows.slice(at, at + block)} at={at} columns={columns} line={line} />);
  return <>{blocks}</>;
}

// Who scrolls is what is watched: else the margin counts for nothing.
function scroller(of: Element): Element | null {
  for (let at = of.parentElement; at; at = at.parentElement) {
    const { overflowY } = getComputedStyle(at);
    if ((overflowY === "auto" || overflowY === "scroll") && at.clientHeight < at.scrollHeight) return at;
  }
  return null;
}

// Calls back with whether the element is near the window, whenever that changes.
function useNear<E extends Element>(told: (near: boolean, element: E) => void): { current: E | null } {
  const place = useRef<E | null>(null);
  const tell = useRef(told);
  tell.current = told;
  useEffect(() => {
    const element = place.current;
    if (!element) return undefined;
    const watch = new IntersectionObserver((seen) => tell.current(seen.at(-1)?.isIntersecting ?? false, element), {
      root: scroller(element),
      rootMargin: margin,
    });
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  return place;
}

function Block<Row>({ rows, at, columns, line }: RowsProps<Row> & { at: number }): JSX.Element {
  const [near, setNear] = useState(at === 0);
  const high = useRef(0); // when it was last shown
  const place = useNear<HTMLTableSectionElement>((is, element) => {
    if (!is && element.contains(document.activeElement)) return;
    if (!is && near) high.current = element.offsetHeight;
    setNear(is);
  });
  const room = useRef<HTMLTableCellElement>(null);
  useEffect(() => {
    // by a script: the CSP knows no style in markup
    if (room.current) room.current.style.height = `${high.current || rows.length * rowHigh}px`;
  }, [near, rows.length]);
  return (
    <tbody ref={place}>
      {near ? (
        rows.map((row, i) => line(row, at + i))
      ) : (
        <tr class="room" aria-hidden="true">
          <td ref={room} colSpan={columns} />
        </tr>
      )}
    </tbody>
  );
}

export interface MorePages {
  next: unknown; // null: that was all
  loading: boolean;
  error: unknown;
  more: () => void;
}

// Goes on when its place comes near; a button for whoever wants one, and for
// after a failure.
export function More({ pages }: { pages: MorePages }): JSX.Element {
  const [near, setNear] = useState(false);
  const place = useNear<HTMLDivElement>(setNear);
  const goOn = near && !pages.loading && !pages.error;
  useEffect(() => {
    if (goOn) pages.more();
  }, [goOn, pages.next]);
  return (
    <div class="actions" ref={place}>
      <Button busy={pages.loading} onClick={pages.more}>
        {t(app.more)}
      </Button>
    </div>
  );
}
