import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contract } from "../testing/contract";
import {
  area,
  boundingBox,
  CorruptMask,
  compress,
  decode,
  decompress,
  difference,
  emptyMask,
  encode,
  intersection,
  type Mask,
  union,
  xor,
} from "./rle";

interface Drawn {
  name: string;
  size: [number, number];
  rows?: string[];
  boxes?: [number, number, number, number][];
  counts: string;
}

const corpus = contract<{
  cases: (Drawn & { area: number; box: number[] })[];
  changes: Record<"before" | "after" | "changed" | "both" | "either" | "less", string>[];
  odd: (Drawn & { canonical: string })[];
  corrupt: { name: string; size: [number, number]; counts: string; message: string }[];
}>("masks.json");

function drawn({ size: [height, width], rows, boxes = [] }: Drawn): Uint8Array {
  if (rows) return Uint8Array.from(rows.join(""), (pixel) => Number(pixel === "#"));
  const bitmap = new Uint8Array(height * width);
  for (const [left, top, wide, high] of boxes)
    for (let y = top; y < top + high; y++)
      for (let x = left; x < left + wide; x++)
        bitmap[y * width + x] = 1 - (bitmap[y * width + x] ?? 0);
  return bitmap;
}

/** Whether two bitmaps are equal; `toEqual` takes seconds for millions of pixels. */
const same = (a: Uint8Array, b: Uint8Array) =>
  a.length === b.length && a.every((pixel, at) => pixel === b[at]);

describe("the contract with the kernel", () => {
  it.each(corpus.cases)("has exactly these bytes: $name", (one) => {
    const mask = encode(drawn(one), ...one.size);
    expect(mask).toEqual({ size: one.size, counts: one.counts });
    expect(same(decode(mask), drawn(one))).toBe(true);
    expect(area(mask)).toBe(one.area);
    expect(boundingBox(mask)).toEqual(one.box);
  });

  it.each(
    corpus.changes as unknown as ({ name: string; size: [number, number] } & Record<
      string,
      string
    >)[],
  )("is changed and combined to exactly these bytes: $name", (one) => {
    const of = (name: string): Mask => ({ size: one.size, counts: one[name] as string });
    const [before, after, changed] = [of("before"), of("after"), of("changed")];
    expect(xor(before, after)).toEqual(changed);
    expect(xor(before, changed)).toEqual(after);
    expect(xor(after, changed)).toEqual(before);
    expect(intersection(before, after)).toEqual(of("both"));
    expect(union(before, after)).toEqual(of("either"));
    expect(difference(before, after)).toEqual(of("less"));
  });

  it.each(corpus.odd)("reads what others write otherwise: $name", (one) => {
    const mask = { size: one.size, counts: one.counts };
    expect(decode(mask)).toEqual(drawn(one));
    expect(xor(mask, emptyMask(...one.size)).counts).toBe(one.canonical);
  });

  it.each(corpus.corrupt)("refuses in words: $name", ({ size, counts, message }) => {
    expect(() => decode({ size, counts })).toThrow(CorruptMask);
    expect(() => decode({ size, counts })).toThrow(message);
  });
});

const bitmap = fc
  .tuple(fc.integer({ min: 1, max: 24 }), fc.integer({ min: 1, max: 24 }))
  .chain(([height, width]) =>
    fc.record({
      height: fc.constant(height),
      width: fc.constant(width),
      a: fc.uint8Array({ minLength: height * width, maxLength: height * width, max: 1 }),
      b: fc.uint8Array({ minLength: height * width, maxLength: height * width, max: 1 }),
    }),
  );

describe("masks", () => {
  it("read back as their bitmaps, and are combined as these would be", () => {
    fc.assert(
      fc.property(bitmap, ({ height, width, a, b }) => {
        const [one, other] = [encode(a, height, width), encode(b, height, width)];
        const both = (rule: (p: number, q: number) => number) =>
          encode(
            a.map((p, at) => rule(p, b[at] as number)),
            height,
            width,
          );
        expect(decode(one)).toEqual(a);
        expect(xor(one, other)).toEqual(both((p, q) => p ^ q));
        expect(union(one, other)).toEqual(both((p, q) => p | q));
        expect(intersection(one, other)).toEqual(both((p, q) => p & q));
        expect(difference(one, other)).toEqual(both((p, q) => p & ~q));
        expect(xor(one, xor(one, other))).toEqual(other);
      }),
    );
  });

  it("take any value but 0 for a set pixel, at any place in memory", () => {
    const rows = Uint8Array.from([9, 0, 0, 255, 7, 0, 0, 0, 1, 1, 0, 0, 3]);
    const mask = encode(rows.subarray(1), 3, 4);
    expect(decode(mask)).toEqual(Uint8Array.from([0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 1]));
  });

  it("keep any run lengths through their text", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(2 ** 31 - 1), { minLength: 1, maxLength: 30 }), (runs) => {
        expect([...decompress(compress(Int32Array.from(runs)))]).toEqual(runs);
      }),
    );
  });

  it("are refused where size and pixels, or two sizes, do not agree", () => {
    expect(() => encode(new Uint8Array(7), 2, 4)).toThrow("a bitmap of 4 × 2 has 8 pixels, not 7");
    expect(() => union(emptyMask(2, 4), emptyMask(4, 2))).toThrow("4 × 2 is not 2 × 4");
  });
});
