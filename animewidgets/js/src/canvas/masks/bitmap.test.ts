import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { someMask } from "../../testing/masks";
import { decode, difference, intersection, type Mask, union } from "../rle";
import { Bitmap, marks, shifted } from "./bitmap";
import { grown, inverted, shrunk, withoutHoles } from "./morphology";
import { type Brush, sweep } from "./stroke";

const [WIDTH, HEIGHT] = [13, 9];
const mask = someMask(WIDTH, HEIGHT);

/** Whether a pixel is set, by the slow way. */
const pixels = (one: Mask | null) => {
  const bitmap = one ? decode(one) : new Uint8Array(WIDTH * HEIGHT);
  return (x: number, y: number) =>
    x >= 0 && y >= 0 && x < WIDTH && y < HEIGHT && bitmap[y * WIDTH + x] === 1;
};
const everywhere = Array.from({ length: WIDTH * HEIGHT }, (_, n): [number, number] => [
  n % WIDTH,
  Math.floor(n / WIDTH),
]);

describe("a mask as a bitmap of its box", () => {
  it("is the same mask again, with room around it or without, byte by byte", () => {
    fc.assert(
      fc.property(mask, fc.nat(20), fc.nat(WIDTH - 1), fc.nat(HEIGHT - 1), (one, by, x, y) => {
        expect(Bitmap.of(one).toMask()).toEqual(one);
        const roomy = Bitmap.of(one).padded(by);
        roomy.cover({ x, y, width: 1, height: 1 });
        expect(roomy.toMask()).toEqual(one);
        for (const [column, row] of everywhere)
          expect(roomy.has(column, row)).toBe(pixels(one)(column, row));
      }),
    );
  });

  it("tells of any place whether the mask is there", () => {
    fc.assert(
      fc.property(mask, (one) => {
        for (const [x, y] of everywhere) {
          expect(marks(one, [x + 0.5, y + 0.99])).toBe(pixels(one)(x, y));
          expect(marks(one, [x, y])).toBe(pixels(one)(x, y));
        }
        expect(marks(one, [-0.1, 3])).toBe(false);
        expect(marks(one, [3, HEIGHT])).toBe(false);
      }),
    );
  });

  it("moves by whole pixels within the picture", () => {
    fc.assert(
      fc.property(mask, fc.nat(), fc.nat(), (one, across, down) => {
        const { extent } = Bitmap.of(one);
        const right = (across % (WIDTH - extent.width + 1)) - extent.x;
        const low = (down % (HEIGHT - extent.height + 1)) - extent.y;
        const moved = pixels(shifted(one, right, low));
        for (const [x, y] of everywhere) expect(moved(x, y)).toBe(pixels(one)(x - right, y - low));
      }),
    );
  });
});

describe("a mask as a whole", () => {
  const sides = (is: (x: number, y: number) => boolean, x: number, y: number) =>
    [
      [x - 1, y],
      [x + 1, y],
      [x, y - 1],
      [x, y + 1],
    ].map(([a = 0, b = 0]) => (a < 0 || b < 0 || a >= WIDTH || b >= HEIGHT ? null : is(a, b)));

  it("grows over the sides of its pixels, and shrinks by its rim, not at the picture's border", () => {
    fc.assert(
      fc.property(mask, (one) => {
        const [was, more, less] = [pixels(one), pixels(grown(one)), pixels(shrunk(one))];
        for (const [x, y] of everywhere) {
          expect(more(x, y)).toBe(was(x, y) || sides(was, x, y).includes(true));
          expect(less(x, y)).toBe(was(x, y) && !sides(was, x, y).includes(false));
        }
      }),
    );
  });

  it("is inverted within its box, and once more is what it was where the box stays", () => {
    fc.assert(
      fc.property(mask, (one) => {
        const { x, y, width, height } = Bitmap.of(one).extent;
        const now = pixels(inverted(one));
        for (const [column, row] of everywhere) {
          const inside = column >= x && row >= y && column < x + width && row < y + height;
          expect(now(column, row)).toBe(inside && !pixels(one)(column, row));
        }
      }),
    );
  });

  it("has no holes once they are filled; one of them only where a place is told", () => {
    fc.assert(
      fc.property(mask, (one) => {
        const full = withoutHoles(one) as Mask;
        expect(intersection(full, one)).toEqual(one);
        expect(withoutHoles(full)).toEqual(full);
        const holes = difference(full, one);
        for (const [x, y] of everywhere) {
          const filled = withoutHoles(one, [x + 0.5, y + 0.5]);
          if (!pixels(holes)(x, y)) expect(filled).toBeNull();
          else {
            expect(pixels(filled)(x, y)).toBe(true);
            expect(union(filled as Mask, full)).toEqual(full);
          }
        }
      }),
    );
  });
});

describe("a stroke", () => {
  const place = fc.tuple(
    fc.double({ min: -4, max: WIDTH + 4, noNaN: true }),
    fc.double({ min: -4, max: HEIGHT + 4, noNaN: true }),
  );
  const sixtyFourths = (most: number) =>
    fc.integer({ min: 3 * 64, max: (most - 3) * 64 }).map((n) => n / 64);
  const inside = fc.tuple(sixtyFourths(WIDTH), sixtyFourths(HEIGHT));
  const brushes = fc.record({
    size: fc.integer({ min: 1, max: 9 }),
    shape: fc.constantFrom<Brush["shape"]>("round", "square"),
  });

  it("takes the pixels whose centres the brush passes over, and the one under it", () => {
    fc.assert(
      fc.property(brushes, place, place, (brush, from, to) => {
        const bitmap = new Bitmap({ width: WIDTH, height: HEIGHT }, 0, 0, 0, 0);
        sweep(bitmap, brush, from, to, 1);
        const is = pixels(bitmap.toMask());
        const steps = 400;
        for (const [x, y] of everywhere) {
          let least = Infinity;
          for (let n = 0; n <= steps; n++) {
            const dx = x + 0.5 - from[0] - ((to[0] - from[0]) * n) / steps;
            const dy = y + 0.5 - from[1] - ((to[1] - from[1]) * n) / steps;
            const apart =
              brush.shape === "round" ? Math.hypot(dx, dy) : Math.max(Math.abs(dx), Math.abs(dy));
            least = Math.min(least, apart);
          }
          const under =
            brush.shape === "round" &&
            [from, to].some(([a, b]) => Math.floor(a) === x && Math.floor(b) === y);
          // What lies nearer to the edge than the steps are fine may be either.
          if (Math.abs(least - brush.size / 2) > 0.05)
            expect(is(x, y), `${x} ${y}`).toBe(least < brush.size / 2 || under);
        }
      }),
    );
  });

  it("of a square brush of n pixels is n pixels wide, wherever it stands", () => {
    fc.assert(
      fc.property(inside, fc.integer({ min: 1, max: 5 }), ([x, y], size) => {
        const bitmap = new Bitmap({ width: WIDTH, height: HEIGHT }, 0, 0, 0, 0);
        sweep(bitmap, { size, shape: "square" }, [x, y], [x, y], 1);
        const { width, height } = Bitmap.of(bitmap.toMask() as Mask).extent;
        expect([width, height]).toEqual([size, size]);
      }),
    );
  });

  it("takes away as it adds", () => {
    fc.assert(
      fc.property(mask, brushes, place, place, (one, brush, from, to) => {
        const stroke = new Bitmap({ width: WIDTH, height: HEIGHT }, 0, 0, 0, 0);
        sweep(stroke, brush, from, to, 1);
        const erased = Bitmap.of(one);
        sweep(erased, brush, from, to, 0);
        const painted = stroke.toMask();
        const left = painted ? difference(one, painted) : one;
        expect(pixels(erased.toMask())).toBeDefined();
        for (const [x, y] of everywhere)
          expect(pixels(erased.toMask())(x, y)).toBe(pixels(left)(x, y));
      }),
    );
  });
});
