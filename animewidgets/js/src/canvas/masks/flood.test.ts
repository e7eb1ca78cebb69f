import { describe, expect, it } from "vitest";
import type { Bitmap } from "./bitmap";
import { type FillOptions, fillFrom, type Pixels } from "./flood";

const PLAIN: FillOptions = { tolerance: 6, gap: 0, line: 0 };

/** A small repeatable source of noise, as video has it: whole steps up to `most` either way. */
function noisy(most: number): () => number {
  let state = 12345;
  return () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return Math.round(((state >>> 8) / 2 ** 24 - 0.5) * 2 * most);
  };
}

/** A drawn frame: skin inside a ring of ink, sky outside. */
function drawing({
  gap = 0,
  noise = 0,
  size = 120,
}: {
  gap?: number;
  noise?: number;
  size?: number;
} = {}): Pixels & { region: number } {
  const data = new Uint8ClampedArray(size * size * 4);
  const shake = noisy(noise);
  let region = 0;
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) {
      const away = Math.hypot(x + 0.5 - size / 2, y + 0.5 - size / 2);
      const isOpen = y < size / 2 && Math.abs(x + 0.5 - size / 2) < gap / 2;
      const isLine = Math.abs(away - 40) <= 2 && !isOpen;
      const isSkin = away < 38 || (isOpen && away < 42);
      const colour = isLine ? [30, 24, 28] : isSkin ? [246, 214, 190] : [240, 206, 186];
      if (away < 38) region++;
      for (let n = 0; n < 3; n++) data[(y * size + x) * 4 + n] = (colour[n] as number) + shake();
      data[(y * size + x) * 4 + 3] = 255;
    }
  return { data, width: size, height: size, region };
}

const count = (bitmap: Bitmap | null): number =>
  bitmap ? bitmap.data.reduce((sum, one) => sum + one, 0) : 0;

describe("filling a flat colour", () => {
  it("takes the region up to the line around it, and not what is as pale beyond", () => {
    const frame = drawing();
    const filled = fillFrom(frame, 60, 60, PLAIN);
    expect(count(filled)).toBe(frame.region);
    expect(filled?.has(60, 60 - 40)).toBe(false);
  });

  it("leaves no holes and no leaks in the noise of video", () => {
    const frame = drawing({ noise: 6 });
    const filled = fillFrom(frame, 60, 60, PLAIN);
    expect(count(filled)).toBeGreaterThan(frame.region * 0.98);
    expect(count(filled)).toBeLessThanOrEqual(frame.region * 1.02);
    for (let y = 40; y < 80; y++)
      for (let x = 40; x < 80; x++) expect(filled?.has(x, y), `${x} ${y}`).toBe(true);
  });

  it("runs out through a gap in the line, unless gaps as wide as that are closed", () => {
    const frame = drawing({ gap: 4 });
    expect(count(fillFrom(frame, 60, 60, PLAIN))).toBeGreaterThan(frame.region * 1.5);
    const held = fillFrom(frame, 60, 60, { ...PLAIN, gap: 4 });
    expect(Math.abs(count(held) - frame.region)).toBeLessThan(40);
    expect(count(fillFrom(frame, 60, 60, { ...PLAIN, gap: 2 }))).toBeGreaterThan(
      frame.region * 1.5,
    );
  });

  it("keeps tips that are narrower than the gaps that it closes", () => {
    const frame = drawing();
    const plain = count(fillFrom(frame, 60, 60, PLAIN));
    expect(count(fillFrom(frame, 60, 60, { ...PLAIN, gap: 6 }))).toBe(plain);
  });

  it("takes the line as well, and nothing beyond it", () => {
    const frame = drawing({ noise: 3 });
    const filled = fillFrom(frame, 60, 60, { ...PLAIN, line: 8 });
    const whole = Math.PI * 42 ** 2;
    expect(Math.abs(count(filled) - whole)).toBeLessThan(whole * 0.01);
  });

  it("goes as far as the tolerance says", () => {
    const frame = drawing();
    // Ink is far from everything; the two skins are 3 apart, and the line lies between them.
    expect(count(fillFrom(frame, 60, 20, PLAIN))).toBeLessThan(frame.region / 3);
    expect(count(fillFrom(frame, 60, 60, { ...PLAIN, tolerance: 100 }))).toBe(120 * 120);
  });

  it("is nothing outside the picture", () => {
    expect(fillFrom(drawing(), -1, 5, PLAIN)).toBeNull();
    expect(fillFrom(drawing(), 5, 120, PLAIN)).toBeNull();
  });
});
