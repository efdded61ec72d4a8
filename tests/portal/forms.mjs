// What the scripts press and fill in, by the portal's own words: in the language
// of world.language, English where it says none.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { keep, world } from "./world.mjs";

const rooms = ["app", "connectors", "mailboxes", "permissions", "settings", "setup", "sign-in", "words"];
const entry = keep("words-entry.ts", rooms.map((name, i) => `export * as w${i} from ${JSON.stringify(join(world.web, "src/words", name + ".ts"))};`).join("\n"));
const bundle = join(world.folder, "words.mjs");
execFileSync(join(world.web, "node_modules/.bin/esbuild"), [entry, "--bundle", "--format=esm", "--log-level=error", "--outfile=" + bundle]);
globalThis.localStorage = { getItem: () => world.language ?? "en", setItem: () => undefined };
const all = await import(pathToFileURL(bundle).href);

export const [app, connectors, mailboxes, permissions, settings, setup, signIn, { t }] = rooms.map((_, i) => all["w" + i]);

export const labelOf = (kind, name) => {
  const words = settings.settingWords(kind, name);
  return words ? t(words.label) : name;
};

// On one page.
export function hands(at) {
  const button = (text, values, where = at) => where.getByRole("button", { name: t(text, values), exact: true });
  const heading = (text, values) => at.getByRole("heading", { name: t(text, values), exact: true });
  // A field that must be filled says so behind its label.
  const field = (label, where = at) => where.getByLabel(label, { exact: true });
  const panel = () => at.getByRole("dialog").last();

  // The settings of a kind, in the panel that is open.
  async function fill(kind, values) {
    for (const [name, value] of Object.entries(values)) {
      const one = field(labelOf(kind, name), panel());
      const more = panel().locator("details:not([open]) > summary");
      await one.waitFor({ state: "attached" });
      if (!(await one.isVisible())) await more.first().click();
      if ((await one.getAttribute("type")) === "checkbox") await one.setChecked(value === "yes");
      else await one.fill(value);
    }
  }
  return { button, heading, field, panel, fill };
}
