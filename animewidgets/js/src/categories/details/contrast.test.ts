import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  contrast,
  difference,
  LEAST_DIFFERENCE,
  leastDifference,
  nearest,
  SIGHTS,
} from "./contrast";
import { PALETTES, spread } from "./palette";

const colour = fc
  .tuple(fc.nat(255), fc.nat(255), fc.nat(255))
  .map((parts) => `#${parts.map((part) => part.toString(16).padStart(2, "0")).join("")}`);

describe("contrast", () => {
  it("is WCAG's: from 1 to 21, the same both ways", () => {
    expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 6);
    expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
    fc.assert(
      fc.property(colour, colour, (a, b) => {
        expect(contrast(a, b)).toBeGreaterThanOrEqual(1);
        expect(contrast(a, b)).toBe(contrast(b, a));
      }),
    );
  });
});

describe("differences", () => {
  it("are none between equals, 100 between black and white", () => {
    for (const sight of SIGHTS) {
      expect(difference("#808080", "#808080", sight)).toBe(0);
      expect(difference("#000000", "#ffffff", sight)).toBeCloseTo(100, 0);
    }
  });

  it("shrink for who sees fewer colours", () => {
    const [red, green] = ["#c0504d", "#8a7a30"];
    expect(leastDifference(red, green).sight).not.toBe("usual");
    expect(leastDifference(red, green).difference).toBeLessThan(difference(red, green) / 2);
  });

  it("find the sibling that a colour is taken for", () => {
    const found = nearest("#e69f00", ["#0072b2", "#e8a410", "#009e73"], (one) => one);
    expect(found?.other).toBe("#e8a410");
    expect(found?.difference).toBeLessThan(LEAST_DIFFERENCE);
    expect(nearest("#e69f00", [], String)).toBeNull();
  });
});

describe("palettes", () => {
  it("hold colours that few take for one another", () => {
    for (const { name, colours } of PALETTES)
      for (const [n, one] of colours.entries())
        for (const other of colours.slice(n + 1))
          expect(
            leastDifference(one, other).difference,
            `${name}: ${one} ${other}`,
          ).toBeGreaterThan(LEAST_DIFFERENCE / 2);
  });

  it("give new categories colours apart from those that are taken", () => {
    const taken = ["#e69f00", "#56b4e9"];
    const found = spread(6, taken);
    const all = [...taken, ...found];
    expect(new Set(all).size).toBe(8);
    for (const [n, one] of all.entries())
      for (const other of all.slice(n + 1))
        expect(leastDifference(one, other).difference, `${one} ${other}`).toBeGreaterThan(
          LEAST_DIFFERENCE,
        );
    expect(spread(200)).toHaveLength(200);
  });
});
