// Icons of our own, 20 by 20, drawn with lines in the text's colour. They are
// decoration: what they mean always stands beside them in words.
import type { JSX } from "preact";

const drawings = {
  menu: "M3 5h14M3 10h14M3 15h14",
  home: "M3 9.500 10 3.500l7 6V16.500h-4.500v-4.500h-5v4.500H3z",
  connectors: "M7 3v4M13 3v4M5 7h10v3a5 5 0 0 1-10 0zM10 15v3",
  mailboxes: "M2.500 4.500h15v11h-15zM2.500 5.500l7.500 6 7.500-6",
  permissions: "M10 9.500a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM4 17c0-3 2.500-5 6-5s6 2 6 5",
  audit: "M5 2.500h7l3.500 3.500v11.500H5zM12 2.500V6h3.500M7.500 10h5M7.500 13h5",
  settings: "M3 6h8M15 6h2M3 14h2M9 14h8M13 4v4M7 12v4",
  person: "M10 9.500a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM4 17c0-3 2.500-5 6-5s6 2 6 5",
  close: "M5 5l10 10M15 5 5 15",
  check: "M4 10.500l4 4 8-9",
  warn: "M10 3 18 17H2zM10 8v4M10 14.200v.3",
  fail: "M10 2.500a7.500 7.500 0 1 0 0 15 7.500 7.500 0 0 0 0-15zM7 7l6 6M13 7l-6 6",
  info: "M10 2.500a7.500 7.500 0 1 0 0 15 7.500 7.500 0 0 0 0-15zM10 9v5M10 6v.3",
  clock: "M10 2.500a7.500 7.500 0 1 0 0 15 7.500 7.500 0 0 0 0-15zM10 5.500V10l3 2",
  down: "M5 8l5 5 5-5",
  up: "M5 12l5-5 5 5",
  left: "M12 5l-5 5 5 5",
  right: "M8 5l5 5-5 5",
  add: "M10 4v12M4 10h12",
  download: "M10 3v9M6 8.500l4 4 4-4M3.500 16.500h13",
  refresh: "M15.500 7A6.500 6.500 0 1 0 16.500 11M16 3v4h-4",
  play: "M6 4l10 6-10 6z",
  pause: "M6.500 4v12M13.500 4v12",
  edit: "M4 16l1-4 8.500-8.500 3 3L8 15z",
  remove: "M4 5.500h12M8 5V3h4v2M5.500 5.500l1 11.500h7l1-11.500",
  search: "M9 3.500a5.500 5.500 0 1 0 0 11 5.500 5.500 0 0 0 0-11zM13 13l4 4",
  video: "M2.500 5.500h10v9h-10zM12.500 9l5-3v8l-5-3",
  chat: "M3 4h14v9H9l-4 3.500V13H3z",
  phone: "M5 3h3l1.500 4-2 1.500a9 9 0 0 0 4 4L13 10.500l4 1.500v3c0 1-1 2-2 2C9 17 3 11 3 5c0-1 1-2 2-2z",
  shield: "M10 2.500l6.500 2.500v5c0 4-3 6.500-6.500 7.500-3.500-1-6.500-3.500-6.500-7.500V5z",
  external: "M8 4H4v12h12v-4M11 3.500h5.500V9M16 4l-7 7",
} as const;

export type IconName = keyof typeof drawings;

export function Icon({ name, class: more }: { name: IconName; class?: string }): JSX.Element {
  return (
    <svg class={"icon " + (more ?? "")} viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <path d={drawings[name]} />
    </svg>
  );
}
