import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { showKey } from "../core/key_names";
import { whyNotBound } from "../core/keys";
import { KEY_MAPS } from "../core/settings";
import type { Category } from "../core/wire";
import { TIMELINE } from "../timeline/keymaps";
import { CANVAS } from "./actions";

const digits: Category[] = Array.from({ length: 9 }, (_, n) => ({
  category_id: `c${n + 1}`,
  name: `Category ${n + 1}`,
  colour: "#888888",
  hotkey: `${n + 1}`,
  parent: null,
}));

describe.each(KEY_MAPS)("the canvas's keys on the map %s", (name) => {
  const map = CANVAS.keyMap(name, {}, digits);

  it("are nobody's twice, and none is the browser's", () => {
    expect(map.conflicts).toEqual([]);
    for (const action of CANVAS.standard)
      for (const key of CANVAS.presetKeys(name, action))
        if (action !== "escape") expect(whyNotBound(key), key).toBeNull();
  });

  it("are there for every action", () => {
    for (const action of CANVAS.standard) expect(map.keysFor(action), action).not.toEqual([]);
  });
});

it("what both editors do has the same name and, on our map, the keys of the timeline among its own", () => {
  for (const action of CANVAS.standard) {
    if (action.startsWith("canvas.")) continue;
    expect(TIMELINE.isStandard(action), action).toBe(true);
    const theirs = TIMELINE.presetKeys("animewidgets", action as "play");
    expect(CANVAS.presetKeys("animewidgets", action).slice(0, theirs.length)).toEqual(theirs);
  }
});

it("one's own keys of the other editor are left alone without a word", () => {
  expect(CANVAS.overrideProblems({ cut: ["X"] })).toEqual([]);
  expect(TIMELINE.overrideProblems({ "canvas.box": ["X"] })).toEqual([]);
});

// Kept apart from `new URL(…)`: the test bundler rewrites that pair into an asset address.
const HERE = import.meta.url;

it("docs/canvas.md has the keys as they are (written anew by `vitest run src/canvas/actions -u`)", async () => {
  const path = new URL("../../../../docs/canvas.md", HERE).pathname;
  const begin = "<!-- the table of actions: made by src/canvas/actions.test.ts -->\n";
  const end = "<!-- end of the table -->\n";
  const [before, rest] = readFileSync(path, "utf8").split(begin) as [string, string];
  const after = rest.split(end)[1];
  const tables = CANVAS.groups.map((group) => {
    const rows = CANVAS.standard
      .filter((action) => CANVAS.groupOf(action) === group)
      .map((action) => {
        const keys = CANVAS.presetKeys("animewidgets", action).map((key) => `\`${showKey(key)}\``);
        return `| ${CANVAS.labelOf(action)} | ${keys.join(" ")} |`;
      });
    return [`| ${group} | |`, "|---|---|", ...rows, ""].join("\n");
  });
  const text = `${before}${begin}\n${tables.join("\n")}\n${end}${after}`;
  await expect(text).toMatchFileSnapshot(path);
});
