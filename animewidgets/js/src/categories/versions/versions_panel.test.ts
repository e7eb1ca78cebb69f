import { afterEach, beforeEach, expect, it } from "vitest";
import { eventually } from "../../testing/eventually";
import { FakeCommunity, fakePlace, thing } from "../../testing/fake_community";
import type { WaitingLabel } from "../community";
import { Schema } from "../schema";
import { VersionsPanel } from "./versions_panel";

const FIRST = new Schema("things", 1, [
  thing("body", "Body"),
  thing("hand", "Hand"),
  thing("sky", "Sky"),
]);
const SECOND = new Schema("things", 2, [
  thing("body", "Body"),
  { ...thing("hand", "Palm"), hotkey: "4" },
  thing("sky", "Sky"),
  thing("sea", "Sea"),
]);

let life: AbortController;
let kernel: FakeCommunity;
let at: ReturnType<typeof fakePlace>;
let panel: VersionsPanel;

async function open(): Promise<void> {
  at = fakePlace(kernel, life.signal);
  panel = new VersionsPanel(at.place);
  at.root.append(panel.root);
  await panel.community.refresh();
  panel.show();
}
const bare = (text: string | null | undefined) => (text ?? "").replace(/[\u2068\u2069]/g, "");
const all = (css: string) => [...at.root.querySelectorAll<HTMLElement>(css)];
const lines = () => all(".aw-diff-block").map((one) => bare(one.getAttribute("aria-label")));

beforeEach(() => {
  life = new AbortController();
  kernel = new FakeCommunity([FIRST, SECOND]);
});
afterEach(() => {
  life.abort();
  document.body.replaceChildren();
});

it("compares the newest version with the one before, without what is the same", async () => {
  await open();
  await eventually(() =>
    expect(lines()).toEqual(["“Hand” is called “Palm”; key none → 4", "“Sea” is new"]),
  );
  expect(all(".aw-version strong").map((one) => one.textContent)).toEqual([
    "Version 2",
    "Version 1",
  ]);
  expect(all(".aw-chip").map((one) => one.textContent)).toEqual(["1 renamed", "1 added", "2 same"]);
  panel.run("community.all");
  expect(lines()).toHaveLength(4);
  panel.run("versions.older");
  await eventually(() =>
    expect(lines()).toEqual(["“Body” is new", "“Hand” is new", "“Sky” is new"]),
  );
  panel.run("versions.mode");
  expect(all(".aw-diff-words")).toHaveLength(3);
});

it("compares the draft with what it stands on, and goes to a category in the tree", async () => {
  const draft = {
    base: SECOND,
    schema: new Schema("things", 2, SECOND.categories.slice(0, 3)),
    changes: [{ op: "drop", category_id: "sea" }],
  };
  at = fakePlace(kernel, life.signal);
  Object.assign(at.place.draft, draft);
  panel = new VersionsPanel(at.place);
  at.root.append(panel.root);
  await panel.community.refresh();
  panel.show();
  await eventually(() =>
    expect(lines()).toEqual(["“Sea” is gone; a person chooses for each of its annotations"]),
  );
  expect(all(".aw-version strong")[0]?.textContent).toBe("Your draft");
  all(".aw-version")[1]?.click();
  await eventually(() => expect(lines()).toHaveLength(2));
  panel.root
    .querySelector(".aw-diff-rows")
    ?.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
  expect(at.revealed).toEqual([["hand"]]);
});

it("previews a migration in sentences and counts, runs it, and leads to what is left", async () => {
  kernel.becomes({ standing: [1] });
  kernel.preview = {
    to: 2,
    standing: [1],
    annotations: 20,
    changed: 5,
    unplaced: 2,
    tasks: 3,
    rows: [
      row("body", "same", "body", ["body"], 15),
      row("hand", "split", null, ["hand", "sea"], 2),
      row("sky", "merged", "sea", ["sea"], 3),
    ],
  };
  kernel.waiting = [waiting("a", "Hand"), waiting("b", "Hand")];
  await open();
  expect(panel.badge).toBe("(1 to migrate)");
  panel.run("versions.migrate");
  const dialog = at.dialog()?.root as HTMLElement;
  await eventually(() => expect(dialog.querySelectorAll("tbody tr")).toHaveLength(3));
  expect(
    [...dialog.querySelectorAll(".aw-migration-said p")].map((one) => bare(one.textContent)),
  ).toEqual([
    "The project “faces” goes from version 1 to version 2.",
    "Of its 20 annotations in 3 tasks, 5 get another category.",
    "2 of them have none then, until a person chooses one: “Hand” was split.",
    "Nothing is deleted: what every annotation said before stays in its history.",
  ]);
  const first = [...(dialog.querySelector("tbody tr")?.children ?? [])];
  expect(first.map((one) => bare(one.textContent))).toEqual([
    "Hand",
    "a person chooses: “Palm” or “Sea”",
    "2",
    "1",
  ]);
  dialog.querySelector<HTMLButtonElement>("[data-run]")?.click();
  await eventually(() =>
    expect(at.said).toEqual([
      "Done, as commit 7: 5 annotations got another category; 2 of them wait for a person to choose.",
    ]),
  );
  kernel.becomes({ standing: [2], waiting: 2 });
  await panel.community.refresh();
  dialog.querySelector<HTMLButtonElement>(".aw-main-button")?.click();
  const list = at.dialog()?.root as HTMLElement;
  await eventually(() => expect(list.querySelectorAll("[data-choice]")).toHaveLength(2));
  const rows = list.querySelector(".aw-rows") as HTMLElement;
  rows.dispatchEvent(new KeyboardEvent("keydown", { key: "a", ctrlKey: true, bubbles: true }));
  rows.dispatchEvent(new KeyboardEvent("keydown", { key: "2", bubbles: true }));
  await eventually(() => expect(list.textContent).toContain("Every annotation has a category."));
  expect(kernel.asked.at(-1)).toEqual([
    "migration.recategorise",
    {
      items: [
        { annotation_id: "a", version: 2 },
        { annotation_id: "b", version: 2 },
      ],
      category: "sea",
    },
  ]);
});

it("who does not maintain the schema may look at the preview and not run it", async () => {
  kernel.becomes({ standing: [1], maintainer: false });
  kernel.preview = {
    to: 2,
    standing: [1],
    annotations: 0,
    changed: 0,
    unplaced: 0,
    tasks: 1,
    rows: [],
  };
  await open();
  panel.run("versions.migrate");
  const dialog = at.dialog()?.root as HTMLElement;
  await eventually(() =>
    expect(dialog.textContent).toContain("Only maintainers migrate: ask mei."),
  );
  expect(dialog.querySelector<HTMLButtonElement>("[data-run]")?.disabled).toBe(true);
});

it("5,000 categories are a few lines on the page", async () => {
  const many = (version: number, name: (n: number) => string) =>
    new Schema(
      "things",
      version,
      Array.from({ length: 5_000 }, (_, n) => thing(`c${n}`, name(n))),
    );
  kernel = new FakeCommunity([many(1, (n) => `One ${n}`), many(2, (n) => `Two ${n}`)]);
  await open();
  await eventually(() => expect(lines().length).toBeGreaterThan(5));
  expect(lines().length).toBeLessThan(60);
  const start = performance.now();
  panel.run("versions.mode");
  expect(performance.now() - start).toBeLessThan(200);
});

function row(
  source: string,
  kind: "same" | "split" | "merged",
  target: string | null,
  targets: string[],
  annotations: number,
) {
  return { from_version: 1, source, kind, target, targets, annotations, tasks: 1 };
}

function waiting(annotation_id: string, was_name: string): WaitingLabel {
  return {
    annotation_id,
    version: 2,
    kind: "tag",
    release_id: "bd",
    release: "ep01",
    frame: 4,
    pts: 4,
    seconds: 0.2,
    was: "hand",
    was_name,
    choices: ["hand", "sea"],
  };
}
