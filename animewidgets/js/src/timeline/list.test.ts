import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { liveOf } from "../core/edits";
import type { TimecodeForm } from "../core/timecode";
import type { Annotation } from "../core/wire";
import { hello, release } from "../testing/releases";
import { type ActiveSpan, activeSpan } from "./active";
import { MarksList } from "./list";
import { Marks } from "./marks";
import type { Row } from "./rows";

const index = release({ count: 34_500 });
const categories = new Map(hello().categories.map((one) => [one.category_id, one]));
const shots = Array.from({ length: 420 }, (_, i): Annotation[] => {
  const start_pts = 80 * (i + 1);
  const attributes = { scope: "shot" };
  const category = i % 2 ? "close-up" : "long";
  return [
    { annotation_id: `c${i}`, version: 1, kind: "cut", start_pts },
    { annotation_id: `t${i}`, version: 1, kind: "tag", start_pts, category, attributes },
  ];
}).flat();
const segments = [
  { first: 100, end: 400, lane: "music", comment: "fades early" },
  { first: 500, end: 520, lane: "voices", uncertain: true },
].map(
  ({ first, end, lane, ...remark }, i): Annotation => ({
    annotation_id: `s${i}`,
    version: 1,
    kind: "segment",
    start_pts: first,
    end_pts: end,
    attributes: { lane },
    ...remark,
  }),
);
const lines = [
  { line: 0, start_pts: 130, end_pts: 190, text: "Run!\nNow!", style: "", speaker: "" },
  { line: 1, start_pts: 230, end_pts: 290, text: "Where to?", style: "", speaker: "" },
];
const marks = new Marks(liveOf([...shots, ...segments]), index, [
  { source: "ab".repeat(32), lines },
]);

let page: AbortController;
let chosen: Row[];
let focused: number;
let list: MarksList;

beforeEach(() => {
  page = new AbortController();
  chosen = [];
  focused = 0;
  const host = { choose: (row: Row) => chosen.push(row), focus: () => focused++ };
  list = new MarksList(index, categories, host, page.signal);
  document.body.append(list.root);
  Object.defineProperty(scroller(), "clientHeight", { value: 260 });
});
afterEach(() => {
  page.abort();
  list.root.remove();
});

const scroller = () => list.root.querySelector(".aw-rows") as HTMLElement;
const rows = () => [...list.root.querySelectorAll<HTMLElement>(".aw-sheet .aw-row:not([hidden])")];
const cells = (row: HTMLElement | undefined) =>
  [...(row?.querySelectorAll(":scope > span:not([hidden])") ?? [])].map((one) => one.textContent);
const firsts = () => rows().map((row) => Number(row.dataset.first));
const selected = () => rows().filter((row) => row.getAttribute("aria-selected") === "true");
const count = () => list.root.querySelector(".aw-count")?.textContent;
const tab = (name: string) =>
  list.root.querySelector<HTMLElement>(`[data-view=${name}]`) as HTMLElement;
const head = (name: string) =>
  [...list.root.querySelectorAll<HTMLElement>(".aw-head")].find(
    (one) => one.textContent === name,
  ) as HTMLElement;
const search = () => list.root.querySelector("input") as HTMLInputElement;
const type = (text: string) => {
  search().value = text;
  search().dispatchEvent(new Event("input"));
};
const scrollTo = (row: number) => {
  scroller().scrollTop = 26 * row;
  scroller().dispatchEvent(new Event("scroll"));
};
const press = (at: Element, key: string, init: KeyboardEventInit = {}) =>
  at.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...init }));
const shotOn = (frame: number): ActiveSpan | null => activeSpan(marks, "shots", null, frame);
const show = (span: ActiveSpan | null = shotOn(0), form: TimecodeForm = "time") =>
  list.show(marks, span, form);

describe("the list of an episode", () => {
  it("four hundred shots cost a screenful of rows", () => {
    show();
    expect(count()).toBe("420 cuts");
    expect(rows().length).toBeLessThan(20);
  });

  it("the shot on the screen is marked and in sight, with frame, time, length and category", () => {
    show(shotOn(80 * 200 + 5));
    const [row, ...others] = selected();
    expect(others).toEqual([]);
    expect(cells(row)).toEqual(["201", "16000", "11:07.333", "3.34 s", "4 Close-up"]);
    expect(row?.getAttribute("aria-posinset")).toBe("201");
    show(shotOn(80 * 20));
    expect(cells(selected()[0])[1]).toBe("1600");
  });

  it("scrolled by hand it shows what is there, until one goes elsewhere", () => {
    show();
    scrollTo(100);
    expect(firsts()).toContain(80 * 100);
    show();
    expect(firsts()).toContain(80 * 100);
    show(shotOn(400));
    expect(firsts()).toContain(400);
  });

  it("put back onto the page at its top, it shows what is meant again", () => {
    show(shotOn(16_000));
    scroller().scrollTop = 0; // as a host does that takes the editor away and puts it back: no event
    show(shotOn(16_000));
    const shown = scroller().scrollTop / 26;
    expect(shown).toBeGreaterThan(200 - 10);
    expect(shown).toBeLessThan(200);
    expect(selected().length).toBe(1);
  });

  it("writes places in the form that the person reads", () => {
    show(shotOn(16_000), "smpte");
    expect(cells(selected()[0])[2]).toBe("00:11:06:16");
    show(shotOn(16_000), "frames"); // the frame has a column of its own
    expect(cells(selected()[0])[2]).toBe("11:07.333");
  });

  it("a click chooses the row, and leaves the keys with the editor", () => {
    show();
    rows()[2]?.click();
    expect([chosen.map(({ first }) => first), focused]).toEqual([[160], 1]);
  });
});

describe("its tabs", () => {
  it("show shots, segments, lines of subtitles, and what has a remark", () => {
    show();
    tab("segments").click();
    expect(rows().map((row) => cells(row).at(-1))).toEqual(["music “fades early”", "voices ?"]);
    expect(count()).toBe("2 rows");
    expect(tab("segments").getAttribute("aria-selected")).toBe("true");
    tab("lines").click();
    expect(rows().map((row) => cells(row).at(-1))).toEqual(["Run! / Now!", "Where to?"]);
    tab("remarks").click();
    expect(rows().map((row) => row.dataset.kind)).toEqual(["segment", "segment"]);
    tab("shots").click();
    expect(count()).toBe("420 cuts");
  });

  it("each marks what of its kind is active", () => {
    tab("segments").click();
    show(activeSpan(marks, "lane:voices", "s1", 0));
    expect(selected().map((row) => row.dataset.first)).toEqual(["500"]);
    tab("lines").click();
    expect(selected()).toEqual([]);
    show(activeSpan(marks, "subtitles", `${"ab".repeat(32)}:1`, 0));
    expect(selected().map((row) => cells(row)[0])).toEqual(["2"]);
  });
});

describe("sorting", () => {
  it("by a column, then the other way round, then by another", () => {
    show();
    head("Length").click();
    expect(head("Length").dataset.sorted).toBe("up");
    head("Length").click();
    expect(head("Length").dataset.sorted).toBe("down");
    expect(cells(rows()[0])[0]).toBe("421"); // the last shot is the longest
    head("Category").click();
    expect(head("Length").hasAttribute("data-sorted")).toBe(false);
    scrollTo(0);
    expect(cells(rows()[0]).at(-1)).toBe("4 Close-up");
    scrollTo(415);
    expect(cells(rows().at(-1)).at(-1)).toBe("–"); // what has none comes last
  });

  it("the row of what is active stays marked wherever it comes to stand", () => {
    show(shotOn(0));
    head("Frame").click();
    expect(selected().map((row) => row.dataset.first)).toEqual(["0"]);
    expect(selected()[0]?.dataset.at).toBe("420");
  });
});

describe("searching", () => {
  it("finds by any cell, all words, and counts what it found", () => {
    show();
    type("CLOSE-UP 16000");
    expect([firsts(), count()]).toEqual([[16_000], "1 row"]);
    type("long 16000");
    expect([firsts(), count()]).toEqual([[], "0 rows"]);
    type("16000");
    tab("lines").click();
    expect(rows()).toEqual([]);
    type("where");
    expect([rows().length, count()]).toEqual([1, "1 row"]);
  });

  it("Escape forgets what was typed, Enter keeps it; both give the keys back", () => {
    let heard = 0;
    document.body.addEventListener("keydown", () => heard++, { signal: page.signal });
    show();
    type("close-up");
    press(search(), "Enter");
    expect([search().value, focused, count()]).toEqual(["close-up", 1, "210 rows"]);
    press(search(), "Escape");
    expect([search().value, focused, count(), heard]).toEqual(["", 2, "420 cuts", 0]);
  });
});

describe("by keyboard", () => {
  it("arrows go from row to row as they are sorted, and stop at both ends", () => {
    show();
    press(scroller(), "ArrowDown");
    press(scroller(), "ArrowUp");
    expect(chosen.map(({ first }) => first)).toEqual([80, 0]);
    head("Frame").click(); // the last first
    press(scroller(), "ArrowDown");
    press(scroller(), "ArrowUp");
    expect(chosen.slice(2).map(({ first }) => first)).toEqual([0, 80]);
  });

  it("every other key is the editor's", () => {
    let heard = 0;
    list.root.addEventListener("keydown", () => heard++);
    show();
    press(scroller(), "ArrowDown");
    expect(heard).toBe(0);
    press(scroller(), "ArrowDown", { altKey: true });
    press(scroller(), "c");
    expect([heard, chosen.length]).toEqual([2, 1]);
  });
});
