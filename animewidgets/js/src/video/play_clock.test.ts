import { expect, it } from "vitest";
import { PlayClock } from "./play_clock";
import { indexOf } from "./testing";

const always = () => true;
const FRAME = 1000 / 24;

it("shows a held drawing as long as its times say: variable frame rate plays as it is", () => {
  const index = indexOf(4, 25, [0, 1, 4, 5]);
  const clock = new PlayClock(index, 0, 1, 1000);
  expect(clock.advance(0, 1000 + FRAME * 1.5, always).show).toBe(1);
  expect(clock.advance(1, 1000 + FRAME * 3.5, always).show).toBeUndefined();
  expect(clock.advance(1, 1000 + FRAME * 4.5, always).show).toBe(2);
});

it("counts the frames that it had to pass over", () => {
  const clock = new PlayClock(indexOf(100), 10, 1, 0);
  expect(clock.advance(10, FRAME * 3.5, always)).toEqual({ show: 13, dropped: 2, ended: false });
});

it("shows the newest picture at hand when the one that is due is not", () => {
  const clock = new PlayClock(indexOf(100), 0, 1, 0);
  expect(clock.advance(0, FRAME * 3.5, (n) => n <= 2)).toEqual({
    show: 2,
    dropped: 1,
    ended: false,
  });
});

it("lets time wait for a decoder that gives nothing, instead of dropping what comes after", () => {
  const clock = new PlayClock(indexOf(100), 0, 1, 0);
  for (let now = 0; now < 3000; now += 16) clock.advance(0, now, () => false);
  const { show, dropped } = clock.advance(0, 3010, always);
  expect(show).toBeLessThan(6);
  expect(dropped).toBeLessThan(6);
});

it("ends on the last frame once it has stood its time", () => {
  const clock = new PlayClock(indexOf(3), 1, 1, 0);
  expect(clock.advance(1, FRAME * 1.5, always)).toEqual({ show: 2, dropped: 0, ended: false });
  expect(clock.advance(2, FRAME * 1.9, always).ended).toBe(false);
  expect(clock.advance(2, FRAME * 2.1, always).ended).toBe(true);
});

it("plays at half speed", () => {
  const clock = new PlayClock(indexOf(100), 0, 0.5, 0);
  expect(clock.advance(0, FRAME * 1.9, always).show).toBeUndefined();
  expect(clock.advance(0, FRAME * 2.1, always).show).toBe(1);
});
