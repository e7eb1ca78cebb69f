import { afterEach, beforeEach, expect, it } from "vitest";
import { liveOf } from "../core/edits";
import type { Annotation } from "../core/wire";
import { hello, release } from "../testing/releases";
import { shotsOf } from "./cuts";
import { ShotList } from "./list";

const index = release({ count: 34_500 });
const categories = new Map(hello().categories.map((one) => [one.category_id, one]));
const annotations = Array.from({ length: 420 }, (_, i): Annotation[] => {
  const start_pts = 80 * (i + 1);
  const attributes = { scope: "shot" };
  return [
    { annotation_id: `c${i}`, version: 1, kind: "cut", start_pts },
    { annotation_id: `t${i}`, version: 1, kind: "tag", start_pts, category: "long", attributes },
  ];
}).flat();
const shots = shotsOf(liveOf(annotations), index);

let page: AbortController;
let sought: number[];
let list: ShotList;

beforeEach(() => {
  page = new AbortController();
  sought = [];
  list = new ShotList(index, categories, (ordinal) => sought.push(ordinal), page.signal);
  document.body.append(list.root);
  Object.defineProperty(list.root.querySelector(".aw-rows"), "clientHeight", { value: 260 });
});
afterEach(() => {
  page.abort();
  list.root.remove();
});

const rows = () => [...list.root.querySelectorAll<HTMLElement>(".aw-sheet .aw-row:not([hidden])")];

it("four hundred shots cost a screenful of rows", () => {
  list.show(shots, 0);
  expect(list.root.querySelector(".aw-count")?.textContent).toBe("420 cuts");
  expect(rows().length).toBeLessThan(20);
});

it("the shot on the screen is marked and in sight, with frame, time, length and category", () => {
  list.show(shots, 80 * 200 + 5);
  const [selected, ...others] = rows().filter(
    (row) => row.getAttribute("aria-selected") === "true",
  );
  expect(others).toEqual([]);
  const cells = [...(selected?.querySelectorAll(":scope > span") ?? [])].map((c) => c.textContent);
  expect(cells).toEqual(["201", "16000", "11:07.333", "3.34 s", "2 Long"]);
});

it("a click goes to the first frame of the shot", () => {
  list.show(shots, 0);
  rows()[2]?.click();
  expect(sought).toEqual([160]);
});
