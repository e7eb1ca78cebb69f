import fc from "fast-check";
import { expect, it } from "vitest";
import { FrameIndex } from "./frame_index";
import { PacketTimes } from "./packet_times";
import { indexOf } from "./testing";

function withPackets(packetPts: number[]): FrameIndex {
  const index = indexOf(packetPts.length);
  return new FrameIndex(
    index.release,
    index.pts,
    index.duration,
    index.key,
    Float64Array.from(packetPts),
  );
}

it("finds every picture by its packet's time, however the demuxer rounds", () => {
  const increasing = fc
    .array(fc.integer({ min: 1, max: 1000 }), { minLength: 1 })
    .map((gaps) => gaps.map((_, i) => gaps.slice(0, i).reduce((a, b) => a + b, -500)));
  fc.assert(
    fc.property(increasing, fc.integer({ min: -1, max: 1 }), (packetPts, rounding) => {
      const times = new PacketTimes(withPackets(packetPts));
      for (let n = 0; n < packetPts.length; n++)
        expect(times.ordinalOf(times.of(n) + rounding)).toBe(n);
    }),
  );
});

it("knows no picture for a packet that an edit list cut", () => {
  const times = new PacketTimes(withPackets([37, 38, 40]));
  expect(times.ordinalOf(Math.round((39 / 24) * 1e6))).toBe(-1);
  expect(times.ordinalOf(Math.round((40 / 24) * 1e6))).toBe(2);
  expect(times.ordinalOf(0)).toBe(-1);
});

it("keeps apart an edit list that presents later packets first", () => {
  const times = new PacketTimes(withPackets([70, 71, 20, 21]));
  expect(times.ordinalOf(times.of(2))).toBe(2);
  expect(times.ordinalOf(times.of(0))).toBe(0);
});
