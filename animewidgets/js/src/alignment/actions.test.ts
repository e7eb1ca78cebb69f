import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { showKey } from "../core/key_names";
import { whyNotBound } from "../core/keys";
import { KEY_MAPS } from "../core/settings";
import { TIMELINE } from "../timeline/keymaps";
import { ALIGNMENT } from "./actions";

describe.each(KEY_MAPS)("the alignment editor's keys on the map %s", (name) => {
  const map = ALIGNMENT.keyMap(name, {}, []);

  it("are nobody's twice, there for every action, and none is the browser's", () => {
    expect(map.conflicts).toEqual([]);
    for (const action of ALIGNMENT.standard) {
      expect(map.keysFor(action), action).not.toEqual([]);
      for (const key of ALIGNMENT.presetKeys(name, action))
        if (action !== "escape") expect(whyNotBound(key), key).toBeNull();
    }
  });
});

it("what other editors do has the same name and keys as there", () => {
  for (const action of ALIGNMENT.standard) {
    // Q plays around here: the marks before and after which the timeline plays are not there.
    if (!TIMELINE.isStandard(action) || action === "playAround") continue;
    expect(ALIGNMENT.presetKeys("animewidgets", action), action).toEqual(
      TIMELINE.presetKeys("animewidgets", action),
    );
  }
  expect(TIMELINE.overrideProblems({ "align.accept": ["X"] })).toEqual([]);
});

// Kept apart from `new URL(…)`: the test bundler rewrites that pair into an asset address.
const HERE = import.meta.url;

it("docs/alignment_editor.md has the keys as they are (written anew by `vitest run src/alignment/actions -u`)", async () => {
  const path = new URL("../../../../docs/alignment_editor.md", HERE).pathname;
  const begin = "<!-- the table of actions: made by src/alignment/actions.test.ts -->\n";
  const end = "<!-- end of the table -->\n";
  const [before, rest] = readFileSync(path, "utf8").split(begin) as [string, string];
  const after = rest.split(end)[1];
  const tables = ALIGNMENT.groups.map((group) => {
    const rows = ALIGNMENT.standard
      .filter((action) => ALIGNMENT.groupOf(action) === group)
      .map((action) => {
        const keys = ALIGNMENT.presetKeys("animewidgets", action).map(
          (key) => `\`${showKey(key)}\``,
        );
        return `| ${ALIGNMENT.labelOf(action)} | ${keys.join(" ")} |`;
      });
    return [`| ${group} | |`, "|---|---|", ...rows, ""].join("\n");
  });
  const text = `${before}${begin}\n${tables.join("\n")}\n${end}${after}`;
  await expect(text).toMatchFileSnapshot(path);
});
