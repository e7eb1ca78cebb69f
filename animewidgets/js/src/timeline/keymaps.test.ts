import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { FIXED } from "../core/action_book";
import { showKey } from "../core/key_names";
import { type Press, whyNotBound } from "../core/keys";
import { KEY_MAPS } from "../core/settings";
import type { Category } from "../core/wire";
import { GROUPS, STANDARD } from "./actions";
import { TIMELINE } from "./keymaps";

const category = (category_id: string, hotkey: string | null): Category => ({
  category_id,
  name: category_id,
  colour: "#88ccee",
  hotkey,
  parent: null,
});

const digits = "123456789".split("").map((digit) => category(`c${digit}`, digit));

const press = (key: string, over: Partial<Press> = {}): Press => ({
  key,
  code: "",
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...over,
});

describe.each(KEY_MAPS)("the key map of %s", (name) => {
  const map = TIMELINE.keyMap(name, {}, digits);

  it("has no key for two, digits for categories included", () => {
    expect(map.conflicts).toEqual([]);
  });

  it("has a key for every action, and none that the browser keeps", () => {
    for (const action of STANDARD) {
      const keys = map.keysFor(action);
      expect(keys, action).toEqual(TIMELINE.presetKeys(name, action));
      expect(keys.length, action).toBeGreaterThan(0);
      if (!FIXED.has(action)) expect(keys.flatMap((key) => whyNotBound(key) ?? [])).toEqual([]);
    }
  });

  it.each(["cut", "markLive", "accept", "reject", "uncertain"] as const)(
    "takes one key, without any other held, to %s",
    (action) => {
      expect(map.keysFor(action).some((key) => key.length === 1 || !key.includes("+"))).toBe(true);
    },
  );

  it("shuttles with J K L, undoes with Ctrl Z, helps with ?", () => {
    expect(["J", "K", "L", "Ctrl+Z", "?", "Escape"].map((key) => map.holderOf(key))).toEqual([
      "shuttleBack",
      "shuttleStop",
      "shuttleForward",
      "undo",
      "help",
      "escape",
    ]);
  });
});

describe("whoever comes from", () => {
  it("Aegisub finds the keys of its audio display and its video", () => {
    const map = TIMELINE.keyMap("Aegisub", {}, digits);
    expect(
      ["S", "Space", "R", "Q", "D", "W", "E", "C", "V", "Z", "X", "A", "F", "G", "B"].map((key) =>
        map.holderOf(key),
      ),
    ).toEqual([
      ...["playShot", "playShot", "playShot", "playBefore", "playBefore", "playAfter"],
      ...["playAfter", "leadIn", "leadOut", "linePrevious", "lineNext", "panLeft", "panRight"],
      ...["accept", "play"],
    ]);
    const five = { code: "Numpad5" };
    expect(map.actionOf(press("5", five))).toBe("playShot");
    expect(map.actionOf(press("5", { code: "Digit5" }))).toBe("category:c5");
    expect(map.actionOf(press("Enter", { code: "NumpadEnter" }))).toBe("commitAndNext");
  });

  it("ELAN finds its keys, with Alt and with Ctrl", () => {
    const map = TIMELINE.keyMap("ELAN", {}, digits);
    expect(map.actionOf(press(" ", { ctrlKey: true, code: "Space" }))).toBe("play");
    expect(map.actionOf(press(" ", { shiftKey: true, code: "Space" }))).toBe("playShot");
    expect(map.actionOf(press("ArrowLeft", { ctrlKey: true }))).toBe("stepBack");
    expect(map.actionOf(press("n", { altKey: true, code: "KeyN" }))).toBe("cut");
    expect(map.actionOf(press("ArrowRight", { altKey: true }))).toBe("nextCut");
  });
});

describe("one's own keys", () => {
  it("stand in place of the map's", () => {
    const map = TIMELINE.keyMap("animewidgets", { cut: ["Insert", "Alt+X"] }, digits);
    expect(map.keysFor("cut")).toEqual(["Insert", "Alt+X"]);
    expect(map.holderOf("C")).toBeNull();
  });

  it("go before the map's where both want one, and both are told", () => {
    const map = TIMELINE.keyMap("animewidgets", { uncertain: ["C"] }, digits);
    expect(map.holderOf("C")).toBe("uncertain");
    expect(map.keysFor("cut")).toEqual(["Enter"]);
    expect(map.conflicts).toEqual([{ key: "C", actions: ["uncertain", "cut"] }]);
  });

  it("a project's category that wants the key of an action does not get it, and is told of", () => {
    const map = TIMELINE.keyMap("animewidgets", {}, [
      category("comic", "c"),
      category("long", "2"),
    ]);
    expect(map.conflicts).toEqual([{ key: "C", actions: ["cut", "category:comic"] }]);
    expect(map.keysFor("category:comic")).toEqual([]);
    const own = TIMELINE.keyMap("animewidgets", { "category:comic": ["9"] }, [
      category("comic", "c"),
    ]);
    expect(own.conflicts).toEqual([]);
    expect(own.holderOf("9")).toBe("category:comic");
  });

  it("for actions that there are not, or of the browser's keys, are told of and harmless", () => {
    const odd = { fly: ["Shift+U"], cut: ["Ctrl+W", "C"], escape: ["C"], "category:gone": ["7"] };
    const map = TIMELINE.keyMap("animewidgets", odd, []);
    expect(map.keysFor("cut")).toEqual(["C"]);
    expect(map.holderOf("Escape")).toBe("escape");
    expect(map.holderOf("Shift+U")).toBeNull();
    expect(TIMELINE.overrideProblems(odd)).toEqual([
      "Keys are set for “fly”, which this editor does not have; they are left alone.",
      "Ctrl+W belongs to the browser: a page does not get it.",
    ]);
  });

  it("that are the map's anyway are none of one's own", () => {
    const own = { cut: ["c", "enter"], play: ["P"], "category:c1": ["1"] };
    expect(TIMELINE.tidyOverrides("animewidgets", own, digits)).toEqual({ play: ["P"] });
    const elsewhere = { "category:other": [], fly: ["9"], constructor: ["8"] };
    expect(TIMELINE.tidyOverrides("animewidgets", elsewhere, digits)).toEqual(elsewhere);
    expect(TIMELINE.overrideProblems(elsewhere)).toHaveLength(2);
  });
});

// Kept apart from `new URL(…)`: the test bundler rewrites that pair into an asset address.
const HERE = import.meta.url;

it("docs/keys.md has the maps as they are (written anew by `vitest run src/timeline/keymaps -u`)", async () => {
  const path = new URL("../../../../docs/keys.md", HERE).pathname;
  const begin = "<!-- the table of actions: made by src/timeline/keymaps.test.ts -->\n";
  const end = "<!-- end of the table -->\n";
  const [before, rest] = readFileSync(path, "utf8").split(begin) as [string, string];
  const after = rest.split(end)[1];
  // A key that would end the cell or the code of a table needs care.
  const cell = (key: string) => `\`${showKey(key).replaceAll("|", "\\|")}\``;
  const tables = GROUPS.map((group) => {
    const rows = STANDARD.filter((action) => TIMELINE.groupOf(action) === group).map((action) => {
      const maps = KEY_MAPS.map((name) => TIMELINE.presetKeys(name, action).map(cell).join(" "));
      return `| ${TIMELINE.labelOf(action)} | ${maps.join(" | ")} |`;
    });
    return [`| ${group} | ${KEY_MAPS.join(" | ")} |`, "|---|---|---|---|", ...rows, ""].join("\n");
  });
  const written = `${before}${begin}\n${tables.join("\n")}\n${end}${after}`;
  await expect(written).toMatchFileSnapshot(path);
});
