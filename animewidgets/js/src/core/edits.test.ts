import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contract } from "../testing/contract";
import {
  apply,
  create,
  inverse,
  inverses,
  type Live,
  liveOf,
  merge,
  NOTHING,
  rebase,
  remove,
  StaleEdit,
  sameState,
  update,
  versionOf,
} from "./edits";
import type { Annotation, Edit } from "./wire";

const cut = (annotation_id: string, start_pts: number, version = 1): Annotation => ({
  annotation_id,
  version,
  kind: "cut",
  start_pts,
  attributes: {},
});

describe("the contract with the kernel", () => {
  const { cases } = contract<{ cases: { name: string; edit: Edit; inverse: Edit }[] }>(
    "edits_inverse.json",
  );
  it.each(cases)("$name", (one) => {
    expect(inverse(one.edit)).toEqual(one.inverse);
  });

  const { valid } = contract<{ valid: { name: string; commit: { edits: Edit[] } }[] }>(
    "commits.json",
  );
  it.each(valid)("what the kernel takes, the browser can show: $name", ({ commit }) => {
    const before = commit.edits.reduce<Live>((live, edit) => {
      const { annotation_id, base_version: version } = edit;
      if (live.versions.has(annotation_id)) return live;
      return edit.before
        ? merge(live, [{ ...edit.before, annotation_id, version }], [])
        : merge(live, [], [{ annotation_id, version }]);
    }, NOTHING);
    const after = apply(before, commit.edits);
    for (const { annotation_id } of commit.edits) {
      const last = commit.edits.findLast((edit) => edit.annotation_id === annotation_id) as Edit;
      expect(versionOf(after, annotation_id)).toBe(last.base_version + 1);
    }
    expect(apply(after, inverses(commit.edits)).annotations.size).toBe(before.annotations.size);
  });
});

/** A live state and edits that fit it, as a person could make them. */
const work = fc
  .array(fc.tuple(fc.nat(4), fc.nat(2), fc.nat(1000)), { maxLength: 30 })
  .map((gestures) => {
    let live = liveOf([cut("a0", 10), cut("a1", 20, 7)]);
    const start = live;
    const edits: Edit[] = [];
    for (const [which, how, pts] of gestures) {
      const current = live.annotations.get(`a${which}`);
      const edit = !current
        ? create(`a${which}`, { kind: "cut", start_pts: pts, attributes: {} }, live)
        : how === 0
          ? remove(current)
          : update(current, { start_pts: pts });
      edits.push(edit);
      live = apply(live, [edit]);
    }
    return { start, edits, live };
  });

describe("edits and their inverses", () => {
  it("every sequence of edits can be taken back exactly", () => {
    fc.assert(
      fc.property(work, ({ start, edits, live }) => {
        const wanted = [...start.annotations.values()].map(({ version: _, ...rest }) => rest);
        const back = rebase(live, inverses(edits));
        const got = [...apply(live, back).annotations.values()];
        expect(got.map(({ version: _, ...rest }) => rest).sort(byId)).toEqual(wanted.sort(byId));
      }),
    );
  });

  it("a version never goes back, and every edit makes the next one", () => {
    fc.assert(
      fc.property(work, ({ start, edits }) => {
        let live = start;
        for (const edit of edits) {
          const before = versionOf(live, edit.annotation_id);
          live = apply(live, [edit]);
          expect(versionOf(live, edit.annotation_id)).toBe(before + 1);
        }
      }),
    );
  });

  it("the inverse of the inverse says the same, two versions on", () => {
    fc.assert(
      fc.property(work, ({ edits }) => {
        for (const edit of edits)
          expect(inverse(inverse(edit))).toEqual({ ...edit, base_version: edit.base_version + 2 });
      }),
    );
  });

  it("a commit with one stale edit changes nothing", () => {
    const live = liveOf([cut("a", 10, 3)]);
    const stale = { ...remove(cut("a", 10, 2)) };
    expect(() => apply(live, [create("b", { kind: "cut", start_pts: 5 }), stale])).toThrow(
      StaleEdit,
    );
    expect(live.annotations.has("b")).toBe(false);
  });
});

describe("news from the store", () => {
  it("an older answer that arrives late changes nothing", () => {
    const live = merge(NOTHING, [cut("a", 30, 3)], []);
    expect(merge(live, [cut("a", 20, 2)], []).annotations.get("a")?.start_pts).toBe(30);
    expect(merge(live, [], [{ annotation_id: "a", version: 2 }]).annotations.has("a")).toBe(true);
  });

  it("a deletion is remembered with its version, so that bringing the cut back makes the next", () => {
    const live = merge(liveOf([cut("a", 30, 3)]), [], [{ annotation_id: "a", version: 4 }]);
    expect(create("a", { kind: "cut", start_pts: 30 }, live).base_version).toBe(4);
  });
});

it("absent fields say the same as their defaults", () => {
  expect(
    sameState(
      { kind: "cut", start_pts: 5 },
      {
        kind: "cut",
        start_pts: 5,
        end_pts: null,
        attributes: {},
        source: "human",
        uncertain: false,
      },
    ),
  ).toBe(true);
  expect(
    sameState(
      { kind: "tag", start_pts: 5, attributes: { scope: "shot" } },
      { kind: "tag", start_pts: 5, attributes: {} },
    ),
  ).toBe(false);
});

const byId = (a: { annotation_id: string }, b: { annotation_id: string }) =>
  a.annotation_id.localeCompare(b.annotation_id);
