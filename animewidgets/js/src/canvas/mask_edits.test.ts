import { describe, expect, it } from "vitest";
import type { AnnotationState, Commit, Edit, Json } from "../core/wire";
import { contract } from "../testing/contract";
import { tellChanges } from "./mask_edits";
import { encode, type Mask, xor } from "./rle";

const mask = (...on: number[]): Mask => {
  const bitmap = new Uint8Array(90 * 160);
  for (const at of on) bitmap[at] = 1;
  return encode(bitmap, 90, 160);
};

const state = (geometry: Mask | null, kind: AnnotationState["kind"] = "mask"): AnnotationState => ({
  kind,
  start_pts: 0,
  category: "hair",
  geometry: geometry as unknown as { [key: string]: Json },
});

const commit = (...edits: Edit[]): Commit => ({
  commit_id: "c",
  action: "do",
  reverts: null,
  active_ms: 0,
  tool: "brush",
  edits,
});

const update = (before: AnnotationState, after: AnnotationState): Edit => ({
  op: "update",
  annotation_id: "a",
  base_version: 1,
  before,
  after,
});

describe("the contract with the kernel", () => {
  const { told } = contract<{ told: { name: string; whole: Edit; told: Edit }[] }>("masks.json");
  it.each(told)("tells of $name what changes", (one) => {
    expect(tellChanges(commit(one.whole)).edits).toEqual([one.told]);
  });
});

describe("what goes over the wire", () => {
  it("of a changed mask is the change alone, which takes the kernel's mask to the new one", () => {
    const [before, after] = [mask(3, 4, 5), mask(4, 5, 6)];
    const [told] = tellChanges(commit(update(state(before), state(after)))).edits;
    const { geometry: _, ...rest } = state(null);
    expect(told).toMatchObject({ before: rest, after: rest });
    expect(told?.before).not.toHaveProperty("geometry");
    expect(xor(before, told?.xor as Mask)).toEqual(after);
  });

  it("is shorter than a stroke's two masks by far", () => {
    const disc = new Uint8Array(1080 * 1920);
    for (let y = 0; y < 1080; y++)
      for (let x = 0; x < 1920; x++)
        disc[y * 1920 + x] = Number(((x - 900) / 500) ** 2 + ((y - 500) / 300) ** 2 < 1);
    const painted = disc.slice();
    for (let y = 480; y < 520; y++) painted.fill(1, y * 1920 + 1300, y * 1920 + 1450);
    const [before, after] = [encode(disc, 1080, 1920), encode(painted, 1080, 1920)];
    const told = tellChanges(commit(update(state(before), state(after))));
    expect(JSON.stringify(told).length).toBeLessThan(1000);
  });

  it("of everything else is what it was", () => {
    const one = commit(
      { ...update(state(mask(1)), state(mask(2))), op: "create", before: null },
      update(state(null, "box"), state(null, "box")),
      update(state(mask(1)), state({ size: [90, 161], counts: mask(1).counts })),
      update(state(mask(1)), state({ size: [90, 160], counts: "" })),
    );
    expect(tellChanges(one)).toBe(one);
  });
});
