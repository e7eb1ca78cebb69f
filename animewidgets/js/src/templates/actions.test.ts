import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { showKey } from "../core/key_names";
import { whyNotBound } from "../core/keys";
import { TIMELINE } from "../timeline/keymaps";
import { book } from "./actions";
import { STEPS } from "./steps/index";

// Kept apart from `new URL(…)`: the test bundler rewrites that pair into an asset address.
const HERE = import.meta.url;

it("every action has a key that a page gets, and no two have the same", () => {
  const map = book.keyMap("animewidgets", {}, []);
  expect(map.conflicts).toEqual([]);
  for (const action of book.standard) {
    const keys = book.presetKeys("animewidgets", action);
    expect(keys, action).not.toEqual([]);
    if (action !== "escape") expect(keys.map(whyNotBound).filter(Boolean), action).toEqual([]);
  }
});

it("every step has an action of its own that goes there", () => {
  expect(STEPS.map((one) => `template.${one.id}`).filter((one) => !book.isStandard(one))).toEqual(
    [],
  );
});

it("one's own keys of the designer are no fault in the other editors, nor theirs here", () => {
  expect(TIMELINE.overrideProblems({ "template.publish": ["Ctrl+P"] })).toEqual([]);
  expect(book.overrideProblems({ cut: ["X"], "canvas.box": ["B"] })).toEqual([]);
});

it("docs/template_designer.md has the keys as they are (written anew by `vitest run src/templates/actions -u`)", async () => {
  const path = new URL("../../../../docs/template_designer.md", HERE).pathname;
  const begin = "<!-- the table of actions: made by src/templates/actions.test.ts -->\n";
  const end = "<!-- end of the table -->\n";
  const [before, rest] = readFileSync(path, "utf8").split(begin) as [string, string];
  const after = rest.split(end)[1];
  const tables = book.groups.map((group) => {
    const rows = book.standard
      .filter((action) => book.groupOf(action) === group)
      .map((action) => {
        const keys = book.presetKeys("animewidgets", action);
        return `| ${book.labelOf(action)} | ${keys.map((key) => `\`${showKey(key)}\``).join(" ")} |`;
      });
    return [`| ${group} | |`, "|---|---|", ...rows, ""].join("\n");
  });
  const made = `${before}${begin}\n${tables.join("\n")}\n${end}${after}`;
  await expect(made).toMatchFileSnapshot(path);
});
