import { expect, it } from "vitest";
import { release } from "../testing/releases";
import { sceneOf, stripIn } from "../testing/scenes";
import { Timing } from "../testing/timing";
import type { MenuItem } from "../ui/menu";
import { allActions } from "../ui/menu_items";
import { pixelAt } from "../ui/time_view";
import { ACTIONS, type StandardAction } from "./actions";
import { itemsFor, type MenuHost } from "./axis_menu";
import { hit } from "./hit";
import { TIMELINE } from "./keymaps";
import { addSegment } from "./segments";
import type { StripKind } from "./strips";
import { addTransition } from "./transitions";

const index = release({ count: 240 });

function episode() {
  const line = { line: 0, start_pts: 30, end_pts: 49, text: "Run!", style: "", speaker: "" };
  const work = new Timing(index, [{ source: "ab".repeat(32), lines: [line] }]).cut(100);
  work.take(addTransition(work.shots, index, { kind: "dissolve", from: 150, until: 160 }));
  work.take(addSegment(work.marks.segments, index, { lane: "music", first: 30, end: 60 }));
  const did: StandardAction[] = [];
  const host: MenuHost = {
    keys: TIMELINE.keyMap("animewidgets", {}, []),
    run: (action) => did.push(action),
    take: (outcome) => work.take(outcome),
  };
  const candidates = [{ pts: 70, score: 1, layer: "own" }];
  const menuAt = (frame: number, kind: StripKind) => {
    const scene = sceneOf({ index, candidates }, { marks: work.marks });
    const found = hit(scene, pixelAt(scene.view, index.ptsOf(frame)) + 1, stripIn(scene, kind).y);
    return itemsFor(host, found, work.marks);
  };
  return { work, did, host, menuAt };
}

const labels = (items: readonly (MenuItem | null)[]) =>
  items.flatMap((item) => (item ? [item.label] : []));

it.each<[string, number, StripKind, StandardAction[]]>([
  ["a candidate", 70, "layer", ["accept", "reject"]],
  ["a frame", 80, "ruler", ["cut", "transitionFrom", "playShot", "comment", "mergeNext"]],
  ["a cut", 100, "shots", ["playBefore", "playAfter", "mergePrevious", "deleteCut"]],
  ["a segment", 45, "segments", ["playShot", "split", "leadIn", "joinNext", "deleteSegment"]],
  ["a segment's end", 60, "segments", ["playAround", "deleteSegment"]],
  ["a free lane", 80, "segments", ["segmentIn", "segmentOut"]],
  ["a line", 40, "lines", ["lineStartHere", "lineEndHere", "leadOut"]],
  ["no line", 80, "lines", ["lineNext", "applyPreset"]],
])("on %s it offers what can be done there, and does it", (_what, frame, kind, actions) => {
  const { menuAt, did } = episode();
  const items = menuAt(frame, kind);
  for (const action of actions) items.find((item) => item?.label === ACTIONS[action][0])?.run();
  expect(did).toEqual(actions);
  expect(new Set(labels(items)).size).toBe(labels(items).length);
});

it("a cut's kind is chosen from all there are, the one that it has marked", () => {
  const { menuAt, work } = episode();
  const kinds = (frame: number) =>
    menuAt(frame, "shots").filter((item) => item?.checked !== undefined);
  expect(kinds(160).filter((item) => item?.checked)).toMatchObject([{ label: "Dissolve" }]);
  kinds(100)
    .find((item) => item?.label === "Wipe")
    ?.run();
  expect(work.spans[100]?.[0]).toBe("wipe");
  kinds(100)
    .find((item) => item?.label === "Cut")
    ?.run();
  expect(work.spans[100]).toBeUndefined();
});

it("beside the cut, on its mixed frames, nothing is offered that would act on the shot before", () => {
  const { menuAt } = episode();
  const offered = labels(menuAt(150, "shots"));
  expect(offered).toContain("Dissolve");
  for (const action of ["mergePrevious", "deleteCut", "comment"] as const)
    expect(offered).not.toContain(ACTIONS[action][0]);
});

it("a line gets its file's times back from there", () => {
  const { menuAt, did } = episode();
  menuAt(40, "lines").at(-1)?.run();
  expect(did).toEqual(["deleteSegment"]);
});

it("the menu of everything has every action but Escape, with its key", () => {
  const { host } = episode();
  const items = allActions(TIMELINE, host);
  expect(labels(items)).toHaveLength(Object.keys(ACTIONS).length - 1);
  expect(items.find((item) => item?.label === "Undo")?.keys).toBe("Ctrl Z");
});
