// Tabs inside a page or panel (Fluent's tablist); pages that have addresses of
// their own use <PageTabs>, which are links.
import type { ComponentChildren, JSX } from "preact";
import { useId } from "preact/hooks";

export function Tabs(p: {
  label: string;
  tabs: { id: string; title: string }[];
  current: string;
  onChange: (id: string) => void;
  children: ComponentChildren;
}): JSX.Element {
  const base = useId();
  return (
    <>
      <fluent-tablist
        role="tablist"
        aria-label={p.label}
        activeid={base + p.current}
        onChange={(event: Event) => {
          const id = (event as CustomEvent<HTMLElement | undefined>).detail?.id ?? "";
          if (id.startsWith(base) && id !== base + p.current) p.onChange(id.slice(base.length));
        }}
      >
        {p.tabs.map((tab) => (
          <fluent-tab key={tab.id} id={base + tab.id}>
            {tab.title}
          </fluent-tab>
        ))}
      </fluent-tablist>
      <div role="tabpanel" aria-labelledby={base + p.current} class="tab-panel">
        {p.children}
      </div>
    </>
  );
}

export function PageTabs(p: { label: string; current: string; tabs: { to: string; title: string }[] }): JSX.Element {
  return (
    <nav class="page-tabs" aria-label={p.label}>
      {p.tabs.map((tab) => (
        <a key={tab.to} href={tab.to} aria-current={tab.to === p.current ? "page" : undefined}>
          {tab.title}
        </a>
      ))}
    </nav>
  );
}
