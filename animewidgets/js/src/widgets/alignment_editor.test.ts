import { afterEach, beforeEach, expect, it } from "vitest";
import { AlignmentKernel, openAlignment, PATCH } from "../testing/alignment";
import { eventually } from "../testing/eventually";

let kernel: AlignmentKernel;
let pages: AbortController[];

beforeEach(() => {
  kernel = new AlignmentKernel();
  pages = [];
  localStorage.clear();
});
afterEach(() => {
  for (const page of pages) page.abort();
  document.body.replaceChildren();
});

/** What the lines of the table say. */
function rowsOf(root: HTMLElement): (string | null)[][] {
  const rows = root.querySelector(".aw-al-table .aw-rows") as HTMLElement;
  Object.defineProperty(rows, "clientHeight", { value: 1000, configurable: true });
  rows.scrollTop = 0;
  rows.dispatchEvent(new Event("scroll"));
  return [...rows.querySelectorAll<HTMLElement>(".aw-row")]
    .filter((row) => !row.hidden)
    .sort((one, other) => Number(one.dataset.at) - Number(other.dataset.at))
    .map((row) => [...row.children].map((cell) => cell.textContent));
}

const piece = (row: number) => kernel.map?.pieces[row];

it("shows on B what the map gives for A's frame, and says where B has none", async () => {
  const { at, goTo, root, press } = await openAlignment(kernel, pages);
  await goTo(50);
  expect([at(), root.dataset.same, root.dataset.piece]).toEqual(["a 50 60", "true", "1"]);
  await goTo(190);
  expect([at(), root.dataset.same]).toEqual(["a 190 219", "false"]);
  expect(root.querySelector('[data-side="b"] .aw-al-said')?.textContent).toBe("has no such frame");
  await press("2", "Home");
  expect([at(), root.dataset.same, root.dataset.piece]).toEqual(["b 0 0", "false", "0"]);
  await press("PageDown", "PageDown", "ArrowRight");
  expect([at(), root.dataset.same]).toEqual(["b 99 111", "false"]);
});

it("goes from doubt to doubt, accepts, and the kernel has every step", async () => {
  const { root, press, saved, said } = await openAlignment(kernel, pages);
  expect([root.dataset.doubtful, root.dataset.looked]).toEqual(["3", "0"]);
  await press("n");
  expect(root.dataset.piece).toBe("3");
  await press("Enter");
  expect([root.dataset.piece, root.dataset.doubtful, root.dataset.looked]).toEqual(["6", "2", "1"]);
  await press("Enter");
  // Only the recording has the last one: it leads now.
  expect([root.dataset.piece, root.dataset.lead]).toEqual(["7", "b"]);
  await press("Enter");
  expect(said()).toMatch(/nothing else is doubtful/);
  await saved();
  expect([3, 6, 7].map((row) => piece(row)?.status)).toEqual(Array(3).fill("confirmed"));
  expect(root.querySelector(".aw-al-doubtful")?.textContent).toBe("0 doubtful · 3 of 3 looked at");
});

it("nudges B's side by frames, and undo takes it back on either end", async () => {
  const { at, goTo, press, saved, said } = await openAlignment(kernel, pages);
  await goTo(120);
  expect(at()).toBe("a 120 160");
  await press(".");
  expect(at()).toBe("a 120 161");
  await press(".", ",", ",");
  await saved();
  expect([at(), piece(3)?.target]).toEqual(["a 120 160", [140, 220]]);
  await press("Ctrl+z", "Ctrl+z", "Ctrl+z", "Ctrl+z", "Ctrl+z");
  expect(said()).toBe("Nothing to undo.");
  await press("Ctrl+y");
  await saved();
  expect(at()).toBe("a 120 161");
});

it("gives up what would lie over the match beside it, and takes the nudge back whole", async () => {
  kernel.base = {
    ...PATCH,
    pieces: [
      { source: [0, 100], target: [0, 100], confidence: 0.99 },
      { source: [100, 140], target: null, role: "removed", confidence: 0.99 },
      { source: [140, 240], target: [100, 200], confidence: 0.99 },
      { source: null, target: [200, 275], role: "commercial", confidence: 0.6 },
    ],
  };
  const { at, goTo, press, saved, said, root } = await openAlignment(kernel, pages);
  await goTo(150);
  await press(",", ",");
  expect([at(), root.dataset.pieces]).toEqual(["a 150 108", "4"]);
  expect(said()).toBe("B's side moved by −1; gives up 1 frame of A");
  await saved();
  expect(kernel.map?.pieces.map(({ source, target }) => [source, target])).toEqual([
    [
      [0, 100],
      [0, 100],
    ],
    [[100, 142], null],
    [
      [142, 240],
      [100, 198],
    ],
    [null, [198, 275]],
  ]);
  await press(".", ".");
  await saved();
  expect([at(), kernel.map?.pieces]).toEqual(["a 150 110", kernel.base?.pieces]);
  expect(said()).toBe("B's side is back where it was");
  await goTo(50);
  await press(".");
  expect([at(), root.dataset.pieces]).toEqual(["a 50 51", "5"]);
  await press("Ctrl+z");
  await saved();
  expect([at(), kernel.map?.pieces]).toEqual(["a 50 50", kernel.base?.pieces]);
});

it("says why an edit makes no sense, and does nothing", async () => {
  const { goTo, press, said, root } = await openAlignment(kernel, pages);
  await goTo(190);
  await press(",");
  expect(said()).toMatch(/Only one side has this/);
  await press("n", "Shift+n");
  expect(kernel.steps).toEqual([]);
  expect(root.dataset.save).toBe("saved");
});

it("lets borders be set where one stands, from either side", async () => {
  const { goTo, press, saved } = await openAlignment(kernel, pages);
  await goTo(110);
  await press("[");
  await saved();
  const match = kernel.map?.pieces.find((one) => one.source?.[0] === 110);
  expect(match?.target).toEqual([150, 220]);
  await goTo(170);
  await press("]");
  await saved();
  expect(kernel.map?.pieces.find((one) => one.source?.[0] === 110)?.source).toEqual([110, 171]);
});

it("finds an anchor with the sides unlinked, and pins it", async () => {
  const { at, goTo, press, saved, root } = await openAlignment(kernel, pages);
  await goTo(120);
  await press("l", "2", "ArrowRight", "ArrowRight", "ArrowRight");
  expect([at(), root.dataset.linked]).toEqual(["b 120 163", "false"]);
  await press("a");
  expect(root.dataset.anchors).toBe("1");
  await saved();
  expect(kernel.steps.at(-1)?.edit).toEqual({ op: "anchor", source: 120, target: 163 });
  await press("1");
  await goTo(130);
  expect([at(), root.dataset.linked]).toEqual(["a 130 173", "true"]);
  await press("Shift+A");
  expect(root.dataset.anchors).toBe("0");
});

it("keeps steps while the kernel is away, over a reload too", async () => {
  const first = await openAlignment(kernel, pages);
  await first.goTo(50);
  kernel.alive = false;
  await first.press("Enter", "c");
  expect(first.root.dataset.save).not.toBe("saved");
  first.page.abort();
  kernel.alive = true;
  const second = await openAlignment(kernel, pages);
  await second.saved();
  expect(kernel.steps.map(({ edit }) => edit?.op)).toEqual(["confirm", "changed"]);
  expect(second.root.dataset.looked).toBe("2");
});

it("keeps what waits in two tabs", async () => {
  const [first, second] = [await openAlignment(kernel, pages), await openAlignment(kernel, pages)];
  await first.goTo(50);
  await second.goTo(120);
  kernel.alive = false;
  await first.press("Enter");
  await second.press("c");
  first.page.abort();
  second.page.abort();
  kernel.alive = true;
  const third = await openAlignment(kernel, pages);
  await third.saved();
  expect(kernel.steps.map(({ edit }) => edit?.op).sort()).toEqual(["changed", "confirm"]);
  expect(localStorage).toHaveLength(0);
});

it("tells what the kernel refused, and shows the kernel's map", async () => {
  const { goTo, press, said, root } = await openAlignment(kernel, pages);
  await goTo(50);
  kernel.refuses = "somebody removed this piece";
  await press("Enter");
  await eventually(() => expect(said()).toBe("Not taken: somebody removed this piece"));
  await eventually(() => expect([root.dataset.looked, root.dataset.save]).toEqual(["0", "saved"]));
});

it("takes over what another view did", async () => {
  const { tell, root } = await openAlignment(kernel, pages);
  kernel.steps.push({
    step_id: "theirs",
    kind: "edit",
    edit: { op: "confirm", at: { side: "source", tick: 0 } },
  });
  tell("map.changed", { step: 1, map: kernel.map });
  await eventually(() => expect(root.dataset.looked).toBe("1"));
});

it("compares in every way, and says how strongly", async () => {
  const { root, press } = await openAlignment(kernel, pages);
  const words = () => root.querySelector(".aw-al-amount")?.textContent;
  await press("w", "Shift+ArrowUp");
  expect([root.dataset.mode, words()]).toEqual(["wipe", "55 %"]);
  await press("d", "Shift+ArrowUp");
  expect([root.dataset.mode, words()]).toEqual(["difference", "× 8"]);
  await press("b");
  expect(root.dataset.mode).toBe("blink");
  await press("o", "Shift+ArrowDown");
  expect([root.dataset.mode, words()]).toEqual(["overlay", "45 % B"]);
  await press("o");
  expect(root.dataset.mode).toBe("side");
});

it("begins with nothing but two releases, aligns, and shows what came", async () => {
  const patch = kernel.base;
  kernel.base = null;
  const { root, press, tell, said } = await openAlignment(kernel, pages);
  // Nobody said anything of them yet: there is nothing to be sure of, or to doubt.
  expect([root.dataset.pieces, root.dataset.doubtful, root.dataset.same]).toEqual([
    "2",
    "0",
    undefined,
  ]);
  const invitation = root.querySelector(".aw-al-invitation") as HTMLElement;
  const words = () =>
    [...invitation.querySelectorAll<HTMLElement>("strong, button, .aw-detail")]
      .filter((one) => !one.hidden)
      .map((one) => one.textContent);
  expect(words()).toEqual([
    "Not aligned yet",
    "AlignAlt F",
    "or",
    "Load a patch",
    "A and B go their own ways until then.",
  ]);
  expect(root.querySelector(".aw-al-doubtful")?.textContent).toBe("not aligned yet");
  expect(rowsOf(root).map((row) => [row[1], row[4], row[6], row[7]])).toEqual(
    Array(2).fill(["Unknown", "—", "", "—"]),
  );
  await press("Enter");
  expect([said(), kernel.steps]).toEqual([
    "Not aligned yet: align, load a patch, or set an anchor.",
    [],
  ]);
  await press("Alt+f");
  await eventually(() => expect(words()[0]).toBe("Aligning"));
  await eventually(() => expect(kernel.asked).toContain("map.align"));
  tell("align.progress", { share: 0.5, what: "Fingerprint of A" });
  await eventually(() =>
    expect(root.querySelector(".aw-al-progress")?.textContent).toBe("Fingerprint of A · 50 %"),
  );
  kernel.base = patch;
  tell("align.done", { map: patch, step: 1 });
  await eventually(() =>
    expect([root.dataset.pieces, root.dataset.aligning]).toEqual(["8", undefined]),
  );
  expect([invitation.hidden, root.dataset.doubtful]).toEqual([true, "3"]);
});

it("lists the pieces and why one should look at them", async () => {
  const { root } = await openAlignment(kernel, pages);
  const texts = rowsOf(root);
  expect(texts).toHaveLength(8);
  expect(texts[3]?.slice(1)).toEqual([
    "Part",
    "0:00:04.171 – 0:00:07.466 · 80 frames",
    "0:00:05.839 – 0:00:09.134 · 80 frames",
    "60 %",
    "",
    "confidence 60 %",
    "proposed",
  ]);
  expect(texts[4]?.[3]).toBe("–");
  (root.querySelector('.aw-al-table [data-row="3"]') as HTMLElement).click();
  await eventually(() => expect(root.dataset.piece).toBe("3"));
});
