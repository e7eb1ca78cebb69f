import { describe, expect, it } from "vitest";
import { type Box, cornersOf, type Vertex } from "./geometry";
import { HANDLES, placeOf } from "./shapes";
import {
  angleTo,
  degrees,
  handlePlace,
  intoBox,
  outOfBox,
  reshapedTo,
  roomOf,
  turnedTo,
  turnPlace,
} from "./turned";

const box: Box = { x: 100, y: 80, width: 60, height: 20, rotation: 30 };
const close = (got: Vertex, want: Vertex) => {
  expect(got[0]).toBeCloseTo(want[0], 6);
  expect(got[1]).toBeCloseTo(want[1], 6);
};

describe("a turned box", () => {
  it("has its corner handles where its corners are", () => {
    const corners = cornersOf(box);
    (["nw", "ne", "se", "sw"] as const).forEach((handle, n) => {
      close(handlePlace(box, handle), corners[n] as Vertex);
    });
  });

  it("stands upright in its own frame, there and back", () => {
    for (const handle of HANDLES)
      close(intoBox(box, handlePlace(box, handle)), placeOf(box, handle));
    close(outOfBox(box, intoBox(box, [3, 4])), [3, 4]);
  });

  it("keeps what lies opposite where it is, whichever handle is dragged", () => {
    const opposite = {
      nw: "se",
      n: "s",
      ne: "sw",
      e: "w",
      se: "nw",
      s: "n",
      sw: "ne",
      w: "e",
    } as const;
    for (const handle of HANDLES) {
      const [x, y] = handlePlace(box, handle);
      // Dragged a little further out, along the line from the middle.
      const to: Vertex = [x + (x - 130) * 0.2, y + (y - 90) * 0.2];
      const after = reshapedTo(box, handle, to);
      const [before, now] = [
        handlePlace(box, opposite[handle]),
        handlePlace(after, opposite[handle]),
      ];
      expect(Math.hypot(before[0] - now[0], before[1] - now[1]), handle).toBeLessThan(0.02);
      const there = handlePlace(after, handle);
      expect(Math.hypot(there[0] - to[0], there[1] - to[1]), handle).toBeLessThan(0.02);
      expect(after.rotation).toBe(30);
    }
  });

  it("is moved as far as its centre stays in the picture", () => {
    const extent = { x: 0, y: 0, width: 9, height: 9 };
    expect(roomOf({ kind: "box", shape: box, extent })).toEqual({
      x: 130,
      y: 90,
      width: 0,
      height: 0,
    });
    expect(roomOf({ kind: "polygon", shape: { parts: [] }, extent })).toBe(extent);
  });
});

describe("turning", () => {
  it("follows the pointer round the middle, clockwise from straight up", () => {
    const upright = { x: 0, y: 0, width: 20, height: 20 };
    expect(angleTo(upright, [10, -50], false)).toBe(0);
    expect(angleTo(upright, [50, 10], false)).toBe(90);
    expect(angleTo(upright, [10, 50], false)).toBe(180);
    expect(angleTo(upright, [-50, 10], false)).toBe(-90);
    expect(angleTo(upright, [50, -26], true)).toBe(45);
  });

  it("names angles above -180 and up to 180, and upright boxes without one", () => {
    expect([190, -180, 180, 540, -0.001, 359].map(degrees)).toEqual([-170, 180, 180, 180, 0, -1]);
    expect(turnedTo(box, 0)).toEqual({ x: 100, y: 80, width: 60, height: 20 });
    expect(turnedTo(box, -45).rotation).toBe(-45);
  });

  it("has its handle above the box, and inside it at the picture's top", () => {
    expect(turnPlace({ x: 10, y: 50, width: 20, height: 20 }, 26)).toEqual([20, 24]);
    expect(turnPlace({ x: 10, y: 5, width: 20, height: 80 }, 26)).toEqual([20, 31]);
  });
});
