import { describe, expect, it } from "vitest";
import { caughtBy, type Luma, lumaOf, pieceAround } from "./edge_snap";

/** A picture of 64 × 64: dark, with a light rectangle from (20, 24) to (44, 50), and some noise. */
function picture(noise = 3): Luma {
  const data = new Float32Array(64 * 64);
  let seed = 7;
  for (let n = 0; n < data.length; n++) {
    const [x, y] = [n % 64, Math.floor(n / 64)];
    seed = (seed * 16807) % 2147483647;
    const grain = ((seed / 2147483647) * 2 - 1) * noise;
    data[n] = (x >= 20 && x < 44 && y >= 24 && y < 50 ? 180 : 40) + grain;
  }
  return { x: 0, y: 0, width: 64, height: 64, data };
}

describe("edges in the picture", () => {
  it("catch the corner of a box column by column and row by row", () => {
    expect(caughtBy(picture(), [17.4, 26.1], 5, "corner")).toEqual({
      at: [20, 24],
      column: true,
      row: true,
    });
    expect(caughtBy(picture(), [42, 40], 5, "corner")).toEqual({
      at: [44, 40],
      column: true,
      row: false,
    });
  });

  it("catch a side only across it", () => {
    expect(caughtBy(picture(), [41, 49], 5, "row")?.at).toEqual([41, 50]);
    expect(caughtBy(picture(), [41, 49], 5, "column")?.at).toEqual([44, 49]);
  });

  it("catch a vertex at the strongest place near it", () => {
    const caught = caughtBy(picture(), [18.6, 35.2], 5, "place");
    expect(caught?.at[0]).toBe(20);
    expect(Math.abs((caught?.at[1] ?? 0) - 35.2)).toBeLessThan(3);
  });

  it("catch nothing where there are none, nor noise, nor what is too far", () => {
    expect(caughtBy(picture(), [8, 8], 5, "corner")).toBeNull();
    expect(caughtBy(picture(), [8, 8], 5, "place")).toBeNull();
    expect(caughtBy(picture(), [12, 40], 5, "column")).toBeNull();
  });

  it("are looked for in a piece that stays within the picture", () => {
    expect(pieceAround([2, 63], 5, { width: 64, height: 64 })).toEqual({
      x: 0,
      y: 52,
      width: 13,
      height: 12,
    });
    expect(lumaOf({ x: 0, y: 0, width: 1, height: 1 }, [255, 255, 255, 255]).data[0]).toBeCloseTo(
      255,
    );
  });
});
