import { describe, expect, it } from "vitest";
import { type MediaClock, PlayClock, WallClock } from "./play_clock";
import { indexOf } from "./testing";

const always = () => true;
const FRAME = 1000 / 24;

/** Frames [from, until) of a release, one tick each, on a wall clock that starts at the time `now`. */
function playing({
  pts = undefined as number[] | undefined,
  count = 100,
  from = 0,
  until = undefined as number | undefined,
  at = undefined as number | undefined,
  rate = 1,
  loop = false,
  now = 0,
}) {
  const index = indexOf(count, 25, pts);
  const range = { start: index.ptsOf(from), end: index.ptsOf(until ?? count), loop };
  const wall = new WallClock(index, range, index.ptsOf(at ?? from), rate);
  const clock = new PlayClock(index, wall, range, rate > 0 ? 1 : -1);
  clock.advance(at ?? from, now, always);
  return clock;
}

const nothing = { show: undefined, dropped: 0, ended: false, ask: undefined };

describe("without sound", () => {
  it("shows a held drawing as long as its times say: variable frame rate plays as it is", () => {
    const clock = playing({ count: 4, pts: [0, 1, 4, 5], now: 1000 });
    expect(clock.advance(0, 1000 + FRAME * 1.5, always).show).toBe(1);
    expect(clock.advance(1, 1000 + FRAME * 3.5, always).show).toBeUndefined();
    expect(clock.advance(1, 1000 + FRAME * 4.5, always).show).toBe(2);
  });

  it("begins when the first picture is at hand, and asks for it until then", () => {
    const index = indexOf(100);
    const range = { start: 0, end: 100, loop: false };
    const clock = new PlayClock(index, new WallClock(index, range, 0, 1), range, 1);
    expect(clock.advance(0, 5000, () => false).ask).toBe(0);
    expect(clock.advance(0, 9000, always)).toEqual(nothing);
    expect(clock.advance(0, 9000 + FRAME * 1.5, always).show).toBe(1);
  });

  it("counts the frames that it had to pass over", () => {
    const clock = playing({ at: 10 });
    expect(clock.advance(10, FRAME * 3.5, always)).toEqual({ ...nothing, show: 13, dropped: 2 });
  });

  it("shows the newest picture at hand when the one that is due is not", () => {
    const clock = playing({});
    expect(clock.advance(0, FRAME * 3.5, (n) => n <= 2)).toEqual({
      ...nothing,
      show: 2,
      dropped: 1,
    });
  });

  it("lets time wait for a decoder that gives nothing, instead of dropping what comes after", () => {
    const clock = playing({});
    for (let now = 0; now < 3000; now += 16) clock.advance(0, now, () => false);
    expect(clock.advance(0, 3010, always)).toEqual(nothing);
    expect(clock.advance(0, 3010 + FRAME * 1.5, always)).toEqual({ ...nothing, show: 1 });
  });

  it("ends on the last frame once it has stood its time", () => {
    const clock = playing({ count: 3, at: 1 });
    expect(clock.advance(1, FRAME * 1.5, always)).toEqual({ ...nothing, show: 2 });
    expect(clock.advance(2, FRAME * 1.9, always).ended).toBe(false);
    expect(clock.advance(2, FRAME * 2.1, always).ended).toBe(true);
  });

  it("plays at half speed", () => {
    const clock = playing({ rate: 0.5 });
    expect(clock.advance(0, FRAME * 1.9, always).show).toBeUndefined();
    expect(clock.advance(0, FRAME * 2.1, always).show).toBe(1);
  });

  it("stops exactly on the last frame of a passage, however late it is asked", () => {
    const clock = playing({ from: 10, until: 20 });
    expect(clock.advance(10, FRAME * 500, always).show).toBe(19);
    expect(clock.advance(19, FRAME * 501, always)).toEqual({ ...nothing, ended: true });
  });

  it("goes on at the beginning of a passage that loops, whatever is passed over", () => {
    const clock = playing({ from: 10, until: 14, loop: true });
    expect(clock.advance(10, FRAME * 3.5, always).show).toBe(13);
    expect(clock.advance(13, FRAME * 4.5, always).show).toBe(10);
    expect(clock.advance(10, FRAME * 6.5, always)).toEqual({ ...nothing, show: 12, dropped: 1 });
    expect(clock.advance(12, FRAME * 8.5, (n) => n > 10).ask).toBe(10);
  });

  it("plays backwards to the first frame of the passage", () => {
    const clock = playing({ from: 10, until: 20, at: 19, rate: -2 });
    expect(clock.advance(19, FRAME * 0.6, always).show).toBe(17);
    expect(clock.advance(17, FRAME * 3.1, always)).toEqual({ ...nothing, show: 12, dropped: 4 });
    expect(clock.advance(12, FRAME * 4, always).show).toBe(11);
    expect(clock.advance(11, FRAME * 4.4, always).show).toBe(10);
    expect(clock.advance(10, FRAME * 4.6, always).ended).toBe(true);
  });
});

describe("with sound", () => {
  /** A clock that the test sets. */
  class Heard implements MediaClock {
    readonly patience = 600;
    readonly leads = true;
    pts = 0;
    held: number[] = [];
    gone = 0;
    at = () => this.pts;
    hold(pts: number): void {
      this.held.push(pts);
      this.pts = pts;
    }
    go(): void {
      this.gone++;
    }
    stop(): void {}
  }

  function hearing() {
    const heard = new Heard();
    const clock = new PlayClock(indexOf(100), heard, { start: 0, end: 100, loop: false }, 1);
    clock.advance(0, 0, always);
    heard.held = [];
    return { heard, clock };
  }

  it("shows the frame whose span holds what is heard, and no other", () => {
    const { heard, clock } = hearing();
    heard.pts = 7.99;
    expect(clock.advance(0, 100, always).show).toBe(7);
    heard.pts = 8;
    expect(clock.advance(7, 101, always).show).toBe(8);
  });

  it("drops frames for a hitch of the decoder, while the sound goes on", () => {
    const { heard, clock } = hearing();
    for (let now = 0; now < 500; now += 16) {
      heard.pts = now / FRAME;
      clock.advance(0, now, () => false);
    }
    expect(clock.advance(0, 500, always)).toEqual({ ...nothing, show: 11, dropped: 10 });
    expect(heard.held).toEqual([]);
  });

  it("stops the sound for a decoder that stays away, and goes on where it stopped", () => {
    const { heard, clock } = hearing();
    for (let now = 16; now < 1000; now += 16) {
      if (!heard.held.length) heard.pts = now / FRAME;
      clock.advance(0, now, () => false);
    }
    expect([heard.held, heard.gone]).toEqual([[0], 1]);
    expect(clock.advance(0, 1000, always)).toEqual(nothing);
    expect(heard.gone).toBe(2);
  });

  it("stops the sound for pictures that come too slowly, and goes on with the last of them", () => {
    const { heard, clock } = hearing();
    let frame = 0;
    for (let now = 16; now < 1500; now += 16) {
      if (!heard.held.length) heard.pts = now / FRAME;
      // The decoder gives every picture four times too late.
      frame = clock.advance(frame, now, (n) => n <= now / FRAME / 4).show ?? frame;
    }
    expect(heard.held[0]).toBeGreaterThan(0);
    expect(heard.gone).toBeGreaterThan(1);
  });
});
