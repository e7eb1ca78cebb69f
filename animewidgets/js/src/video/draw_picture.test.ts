import { expect, it } from "vitest";
import { presentedSize, turned } from "./draw_picture";

it.each([
  [0, [0, 0], [30, 20]],
  [90, [30, 0], [0, 20]],
  [180, [30, 20], [0, 0]],
  [270, [0, 20], [30, 0]],
])(
  "turns the coded picture by %i degrees clockwise onto the canvas",
  (rotation, origin, opposite) => {
    const [width, height] = [30, 20]; // of the canvas, after turning
    const [a, b, c, d, e, f] = turned(rotation, width, height);
    const across = rotation % 180 !== 0;
    const [w, h] = across ? [height, width] : [width, height];
    const put = (x: number, y: number) => [a * x + c * y + e, b * x + d * y + f];
    expect(put(0, 0)).toEqual(origin);
    expect(put(w, h)).toEqual(opposite);
  },
);

it("stretches pixels that are not square, along the side that they were coded on", () => {
  const release = {
    width: 720,
    height: 480,
    pixel_aspect: [8, 9] as [number, number],
    rotation: 0,
  };
  expect(presentedSize(release)).toEqual({ width: 640, height: 480 });
  expect(presentedSize({ ...release, width: 480, height: 720, rotation: 90 })).toEqual({
    width: 480,
    height: 640,
  });
});
