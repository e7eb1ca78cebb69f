import { expect, it } from "vitest";
import { applyLook, isPlain, lookInWords, PLAIN, tableOf } from "./picture_look";

it("the plain look changes nothing", () => {
  expect([...tableOf(PLAIN)]).toEqual(Array.from({ length: 256 }, (_, level) => level));
  expect(isPlain(PLAIN)).toBe(true);
  expect(lookInWords(PLAIN)).toBe("");
});

it("gamma lifts the dark and leaves black and white; brightness shifts; contrast spreads about the middle", () => {
  const gamma = tableOf({ ...PLAIN, gamma: 2.2 });
  expect([gamma[0], gamma[255]]).toEqual([0, 255]);
  expect(gamma[20]).toBe(80);
  expect(tableOf({ ...PLAIN, brightness: 0.2 })[100]).toBe(151);
  const contrast = tableOf({ ...PLAIN, contrast: 0.5 });
  expect(contrast[60]).toBeLessThan(20);
  expect(contrast[200]).toBeGreaterThan(250);
  expect(new Set(tableOf({ ...PLAIN, contrast: -1 }))).toEqual(new Set([128]));
});

it("edges are white on black, in the dark as well once gamma lifts them", () => {
  const row = [10, 10, 10, 22, 22, 22];
  const rgba = () =>
    Uint8ClampedArray.from([...row, ...row, ...row].flatMap((v) => [v, v, v, 255]));
  const [dark, lifted] = [rgba(), rgba()];
  applyLook({ ...PLAIN, edgeView: true }, dark, 6);
  applyLook({ ...PLAIN, edgeView: true, gamma: 3 }, lifted, 6);
  const middle = (at: Uint8ClampedArray) => [0, 2, 3, 5].map((x) => at[4 * (6 + x)] ?? -1);
  expect(middle(dark)).toEqual([0, 36, 36, 0]);
  expect(middle(lifted)[1]).toBeGreaterThan(70);
  expect(lifted[3]).toBe(255);
});

it("is told in words", () => {
  expect(lookInWords({ brightness: 0.2, contrast: -0.1, gamma: 1.8, edgeView: false })).toBe(
    "Brightness +20 %, contrast −10 %, gamma 1.80",
  );
});
