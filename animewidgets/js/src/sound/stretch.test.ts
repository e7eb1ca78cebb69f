import { describe, expect, it } from "vitest";
import { type Samples, Stretch, within } from "./stretch";

const RATE = 44_100;

/** Endless sound by a formula, one per channel. */
function sound(...channels: ((n: number) => number)[]): Samples {
  return {
    has: () => true,
    read(start, into) {
      for (const [c, out] of into.entries())
        for (let i = 0; i < out.length; i++)
          out[i] = (channels[Math.min(c, channels.length - 1)] as (n: number) => number)(start + i);
      return true;
    },
  };
}

const sine = (hertz: number) => (n: number) => 0.5 * Math.sin((2 * Math.PI * hertz * n) / RATE);

function stretched(source: Samples, speed: number, length: number, channels = 1, chunk = 4096) {
  const stretch = new Stretch(source, channels, RATE, 0, speed);
  const out = Array.from({ length: channels }, () => new Float32Array(length));
  for (let at = 0; at < length; at += chunk)
    expect(stretch.fill(out.map((one) => one.subarray(at, at + chunk)))).toBe(true);
  return { out, stretch };
}

/** Strength of one frequency in a signal. */
function strength(signal: Float32Array, hertz: number): number {
  let [re, im] = [0, 0];
  for (let i = 0; i < signal.length; i++) {
    const window = 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / signal.length);
    re += window * (signal[i] as number) * Math.cos((2 * Math.PI * hertz * i) / RATE);
    im += window * (signal[i] as number) * Math.sin((2 * Math.PI * hertz * i) / RATE);
  }
  return Math.hypot(re, im);
}

/** The frequency, of those within 6 % in steps of half a percent, that is strongest. */
function pitch(signal: Float32Array, near: number): number {
  let best = 0;
  let strongest = 0;
  for (let off = -6; off <= 6; off += 0.5) {
    const hertz = near * (1 + off / 100);
    const found = strength(signal, hertz);
    if (found > strongest) [best, strongest] = [hertz, found];
  }
  return best;
}

describe("sound at another speed", () => {
  it("is the same samples at its own speed", () => {
    const source = sound((n) => Math.fround(Math.sin(n * n)));
    const { out, stretch } = stretched(source, 1, 10_000, 1, 777);
    expect([...(out[0] as Float32Array)]).toEqual(
      Array.from({ length: 10_000 }, (_, n) => Math.fround(Math.sin(n * n))),
    );
    expect(stretch.position).toBe(10_000);
  });

  for (const speed of [0.25, 0.5, 0.75, 1.5, 2, 4])
    it(`keeps its pitch and takes its time at ${speed}×`, () => {
      for (const hertz of [110, 440, 2000]) {
        const { out, stretch } = stretched(sound(sine(hertz)), speed, RATE / 2);
        expect(Math.abs(pitch(out[0] as Float32Array, hertz) / hertz - 1)).toBeLessThan(0.01);
        expect(stretch.position / (RATE / 2)).toBeCloseTo(speed, 2);
      }
    });

  it("does not click: no jump is larger than the sound's own", () => {
    for (const speed of [0.25, 0.6, 1.3, 3]) {
      const { out } = stretched(sound(sine(300)), speed, RATE);
      const signal = out[0] as Float32Array;
      const largest = 0.5 * ((2 * Math.PI * 300) / RATE);
      let jump = 0;
      for (let i = 1; i < signal.length; i++)
        jump = Math.max(jump, Math.abs((signal[i] as number) - (signal[i - 1] as number)));
      expect(jump).toBeLessThan(largest * 1.5);
      expect(Math.max(...signal)).toBeLessThan(0.56);
    }
  });

  it("moves all channels together", () => {
    const left = sine(500);
    const { out } = stretched(
      sound(left, (n) => -0.5 * left(n)),
      1.7,
      20_000,
      2,
    );
    const [first, second] = out as [Float32Array, Float32Array];
    expect([...second]).toEqual([...first].map((value) => Math.fround(-0.5 * value)));
  });

  it("keeps each sound at its time, within a few milliseconds", () => {
    for (const speed of [0.5, 2, 4]) {
      const onset = RATE; // a beep begins a second into the source
      const source = sound((n) => (n < onset ? 0 : sine(1000)(n)));
      const { out } = stretched(source, speed, Math.round((1.5 * RATE) / speed));
      const heard = (out[0] as Float32Array).findIndex((value) => Math.abs(value) > 0.1);
      expect(Math.abs(heard / RATE - 1 / speed)).toBeLessThan(0.02);
    }
  });

  it("does not go on, and loses nothing, while its source is not at hand", () => {
    let hand = 20_000;
    const all = sound(sine(440));
    const source: Samples = { has: (_start, stop) => stop <= hand, read: all.read };
    const stretch = new Stretch(source, 1, RATE, 0, 2);
    const whole = stretched(all, 2, 20_000, 1, 1000).out[0] as Float32Array;
    const parts: number[] = [];
    for (let i = 0; i < 100 && parts.length < 20_000; i++) {
      const chunk = [new Float32Array(1000)];
      if (stretch.fill(chunk)) parts.push(...(chunk[0] as Float32Array));
      else hand += 5000;
    }
    expect(parts).toEqual([...whole]);
  });

  it("never looks beyond what it says it looks at", () => {
    const seen = { low: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY };
    const source: Samples = {
      has: () => true,
      read(start, into) {
        seen.low = Math.min(seen.low, start);
        seen.high = Math.max(seen.high, start + (into[0]?.length ?? 0));
        for (const out of into) for (let i = 0; i < out.length; i++) out[i] = Math.random() - 0.5;
        return true;
      },
    };
    for (const speed of [0.25, 0.5, 1, 2, 4]) {
      const stretch = new Stretch(source, 1, RATE, 5000, speed);
      for (let i = 0; i < 40; i++) {
        const length = 1 + Math.floor(Math.random() * 5000);
        const [start, stop] = stretch.reach(length);
        seen.low = Number.POSITIVE_INFINITY;
        seen.high = Number.NEGATIVE_INFINITY;
        stretch.fill([new Float32Array(length)]);
        expect(seen.low).toBeGreaterThanOrEqual(start);
        expect(seen.high).toBeLessThanOrEqual(stop);
      }
    }
  });

  it("lets nothing be heard of what lies around a passage", () => {
    const around = sound((n) => (n >= 10_000 && n < 20_000 ? 0 : 0.9));
    const passage = within(around, 10_000, 20_000);
    for (const speed of [0.25, 0.5, 1, 2, 4]) {
      const stretch = new Stretch(passage, 1, RATE, 10_000, speed);
      const out = [new Float32Array(Math.ceil(10_000 / speed))];
      expect(stretch.fill(out)).toBe(true);
      expect(stretch.position).toBeGreaterThanOrEqual(20_000);
      expect(out[0]?.every((value) => value === 0)).toBe(true);
    }
    expect(within({ has: () => false, read: () => false }, 0, 100).has(-50, 0)).toBe(true);
    expect(within({ has: () => false, read: () => false }, 0, 100).has(-50, 1)).toBe(false);
  });
});
