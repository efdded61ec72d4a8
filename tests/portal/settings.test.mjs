// Each setting of each source, and of identity providers, has a label and help of its own in all languages,
// and none is described that does not exist.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { estreat, world } from "./world.mjs";

const bundle = join(world.folder, "settings.mjs");
execFileSync(join(world.web, "node_modules/.bin/esbuild"), [
  join(world.web, "src/words/settings.ts"), "--bundle", "--format=esm", "--log-level=error", "--outfile=" + bundle,
]);
const { settingWords } = await import(pathToFileURL(bundle).href);

test("identity-provider", () => {
  for (const setting of estreat("identity-provider", "settings").settings)
    assert.ok(settingWords("identity-provider", setting.name), `no words for ${setting.name}`);
});

for (const { name: source } of estreat("source", "list").sources)
  test(source, () => {
    for (const setting of estreat("source", "show", source).settings) {
      if (setting.name === "header.NAME") continue; // by the command line
      const words = settingWords(source, setting.name);
      assert.ok(words, `${source}: no words for ${setting.name}`);
      assert.ok(words.label.every((text) => text.trim() !== ""), setting.name);
      if (words.choices && setting.default !== null)
        assert.ok(words.choices.some(([value]) => value === setting.default), `${setting.name}: its default is no choice`);
    }
  });
