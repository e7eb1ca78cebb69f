import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { CANVAS } from "../canvas/actions";
import { showKey } from "../core/key_names";
import { whyNotBound } from "../core/keys";
import { KEY_MAPS } from "../core/settings";
import { TIMELINE } from "../timeline/keymaps";
import { CATEGORIES } from "./actions";

describe.each(KEY_MAPS)("the designer's keys on the map %s", (name) => {
  const map = CATEGORIES.keyMap(name, {}, []);

  it("are nobody's twice, there for every action, and none is the browser's", () => {
    expect(map.conflicts).toEqual([]);
    for (const action of CATEGORIES.standard) {
      expect(map.keysFor(action), action).not.toEqual([]);
      for (const key of CATEGORIES.presetKeys(name, action))
        if (action !== "escape") expect(whyNotBound(key), key).toBeNull();
    }
  });

  it("leave letters and digits to names", () => {
    for (const sign of "abcdefghijklmnopqrstuvwxyz0123456789")
      expect(map.holderOf(sign), sign).toBeNull();
  });
});

it("what other editors do has the same name and keys as there", () => {
  for (const action of CATEGORIES.standard) {
    if (action.startsWith("categories.") || !CANVAS.isStandard(action)) continue;
    expect(CATEGORIES.presetKeys("animewidgets", action)).toEqual(
      CANVAS.presetKeys("animewidgets", action),
    );
  }
  expect(TIMELINE.overrideProblems({ "categories.add": ["X"] })).toEqual([]);
});

// Kept apart from `new URL(…)`: the test bundler rewrites that pair into an asset address.
const HERE = import.meta.url;

it("docs/categories.md has the keys as they are (written anew by `vitest run src/categories/actions -u`)", async () => {
  const path = new URL("../../../../docs/categories.md", HERE).pathname;
  const begin = "<!-- the table of actions: made by src/categories/actions.test.ts -->\n";
  const end = "<!-- end of the table -->\n";
  const [before, rest] = readFileSync(path, "utf8").split(begin) as [string, string];
  const after = rest.split(end)[1];
  const tables = CATEGORIES.groups.map((group) => {
    const rows = CATEGORIES.standard
      .filter((action) => CATEGORIES.groupOf(action) === group)
      .map((action) => {
        const keys = CATEGORIES.presetKeys("animewidgets", action).map(
          (key) => `\`${showKey(key)}\``,
        );
        return `| ${CATEGORIES.labelOf(action)} | ${keys.join(" ")} |`;
      });
    return [`| ${group} | |`, "|---|---|", ...rows, ""].join("\n");
  });
  const text = `${before}${begin}\n${tables.join("\n")}\n${end}${after}`;
  await expect(text).toMatchFileSnapshot(path);
});
