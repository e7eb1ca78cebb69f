import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { release } from "../testing/releases";
import { FEWEST, lagIn, lagOf, MOST, meantFrame, measure, remember } from "./reaction";

describe("a person's lag, from marks that they corrected", () => {
  it("is the usual distance of the key from the place where the mark came to stand", () => {
    const corrections = [10.2, 20.25, 30.22, 40.24, 50.23].map((pressed, i) => ({
      pressed,
      corrected: 10 * (i + 1),
      speed: 1,
    }));
    const lags = corrections.map(lagIn).reduce(remember, [] as number[]);
    expect(lagOf(lags)?.ms).toBeCloseTo(230, 5);
  });

  it("is the same on the wall's clock whatever the speed", () => {
    expect(lagIn({ pressed: 10.1, corrected: 10, speed: 0.5 })).toBeCloseTo(200);
    expect(lagIn({ pressed: 10.4, corrected: 10, speed: 2 })).toBeCloseTo(200);
  });

  it("says nothing while there are too few", () => {
    const few = new Array<number>(FEWEST - 1).fill(200);
    expect(lagOf(few)).toBeNull();
    expect(lagOf([...few, 200])).toEqual({ ms: 200, spread: 0, count: FEWEST });
  });

  it("forgets the old, and what was moved for another reason", () => {
    const old = new Array<number>(MOST).fill(400);
    const lags = new Array<number>(MOST).fill(250).reduce(remember, old);
    expect(lagOf(lags)).toEqual({ ms: 250, spread: 0, count: MOST });
    for (const one of [4000, -900, Number.NaN]) expect(remember(lags, one)).toEqual(lags);
  });

  it("does not move much for the odd one out, however far off", () => {
    const steady = fc.array(fc.double({ min: 190, max: 250, noNaN: true }), {
      minLength: 12,
      maxLength: MOST,
    });
    const wild = fc.array(fc.double({ min: -5000, max: 5000, noNaN: true }), { maxLength: 3 });
    fc.assert(
      fc.property(steady, wild, (usual, odd) => {
        const found = lagOf([...usual, ...odd].reduce(remember, [] as number[]));
        expect(found?.ms).toBeGreaterThanOrEqual(190);
        expect(found?.ms).toBeLessThanOrEqual(250);
      }),
    );
  });
});

describe("marking while playing", () => {
  const index = release({ durations: new Array<number>(100).fill(40), timeBase: [1, 1000] });

  it("sets the frame that was meant, not the one on which the key came", () => {
    const lag = { ms: 230 };
    expect(meantFrame(index, 1000, lag, 1)).toBe(19);
    expect(meantFrame(index, 1000, lag, 0.5)).toBe(22);
    expect(meantFrame(index, 1000, null, 1)).toBe(25);
    expect(meantFrame(index, 100, lag, 1)).toBe(0);
  });
});

describe("the exercise", () => {
  const events = [1000, 3000, 5500, 7000, 9000, 12_000];

  it("measures the lag and its spread", () => {
    const presses = events.map((at, i) => at + 200 + 10 * (i % 3));
    const { lag, missed, stray } = measure(events, presses);
    expect(lag?.ms).toBe(210);
    expect(lag?.spread).toBeGreaterThan(0);
    expect([missed, stray]).toEqual([0, 0]);
  });

  it("counts what was missed and what was pressed for nothing", () => {
    const presses = [1230, 3230, 4400, 7230, 9230, 9300, 12_230];
    const { lag, missed, stray, lags } = measure(events, presses);
    expect(lags).toEqual([230, 230, 230, 230, 230]);
    expect(lag?.ms).toBe(230);
    expect([missed, stray]).toEqual([1, 2]);
  });

  it("finds any steady lag, through jitter, where events lie two seconds apart", () => {
    const jitter = fc.array(fc.integer({ min: -40, max: 40 }), { minLength: 8, maxLength: 20 });
    fc.assert(
      fc.property(jitter, fc.integer({ min: 0, max: 900 }), (offs, ms) => {
        const at = offs.map((_, i) => 2000 * (i + 1));
        const presses = at.map((event, i) => event + ms + (offs[i] as number));
        const found = measure(at, presses);
        expect(Math.abs((found.lag?.ms ?? 9999) - ms)).toBeLessThanOrEqual(40);
        expect(found.missed).toBe(0);
      }),
    );
  });
});
