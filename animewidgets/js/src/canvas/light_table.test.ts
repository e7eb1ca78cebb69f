import { expect, it } from "vitest";
import { ANOTHER, difference, drawingAway, shineThrough, type Thumb, TINTS } from "./light_table";

/** A small picture: grey with noise, and a mouth of 14 × 10 at some place where there is one. */
function drawing(mouth: number | null, noise: number): Thumb {
  const [width, height] = [160, 96];
  const luma = new Uint8Array(width * height);
  let seed = noise + 1;
  for (let n = 0; n < luma.length; n++) {
    seed = (seed * 16807) % 2147483647;
    const [x, y] = [n % width, Math.floor(n / width)];
    const isMouth = mouth !== null && x >= mouth && x < mouth + 14 && y >= 60 && y < 70;
    luma[n] = (isMouth ? 60 : 150) + Math.round((seed / 2147483647 - 0.5) * 6);
  }
  return { width, height, luma };
}

it("noise of compression is the same drawing, a mouth that moves is another", () => {
  expect(difference(drawing(70, 1), drawing(70, 99))).toBeLessThan(ANOTHER);
  expect(difference(drawing(70, 1), drawing(78, 99))).toBeGreaterThan(ANOTHER);
  expect(difference(drawing(70, 1), { width: 1, height: 1, luma: new Uint8Array(1) })).toBe(
    Infinity,
  );
});

it("frames that hold one drawing are passed over", () => {
  // On threes: 70 70 70 | 80 80 80 | 90
  const thumbs = [70, 70, 70, 80, 80, 80, 90].map((mouth, n) => drawing(mouth, n * 31));
  expect(drawingAway(thumbs, 1)).toBe(3);
  expect(drawingAway(thumbs, 2)).toBe(6);
  expect(drawingAway(thumbs, 3)).toBeNull();
});

it("only what differs shines through, tinted", () => {
  const here = Uint8ClampedArray.from([100, 100, 100, 255, 100, 100, 100, 255]);
  const neighbour = Uint8ClampedArray.from([104, 97, 100, 255, 240, 240, 240, 255]);
  shineThrough(neighbour, here, TINTS.previous);
  expect(neighbour[3]).toBe(0);
  expect(neighbour[7]).toBe(255);
  expect((neighbour[4] as number) > 3 * (neighbour[5] as number)).toBe(true);
});
