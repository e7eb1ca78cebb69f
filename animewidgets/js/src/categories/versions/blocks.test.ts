import fc from "fast-check";
import { expect, it } from "vitest";
import { stack, within } from "./blocks";

it("finds the lines of which something is in sight, as looking at each would", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 30 }),
      fc.integer({ min: -5, max: 100 }),
      fc.nat(40),
      (heights, first, many) => {
        const { blocks, rows } = stack(heights);
        expect(rows).toBe(heights.reduce((a, b) => a + b, 0));
        const [from, until] = within(blocks, first, first + many);
        const seen = blocks.filter(({ at, rows }) => at + rows > first && at < first + many);
        expect(many ? blocks.slice(from, until) : []).toEqual(many ? seen : []);
      },
    ),
  );
});
