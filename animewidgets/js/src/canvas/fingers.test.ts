import { beforeEach, describe, expect, it, vi } from "vitest";
import { Fingers, LONG_PRESS, PALM } from "./fingers";

let told: string[];
let fingers: Fingers;
let now: number;
const at = (id: number, x: number, y: number) =>
  ({ pointerId: id, clientX: x, clientY: y }) as PointerEvent;

beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  now = 0;
  const note = (what: string) => (event: PointerEvent) => {
    told.push(`${what} ${event.clientX},${event.clientY}`);
  };
  const host = {
    begin: note("begin"),
    go: note("go"),
    end: note("end"),
    rest: note("rest"),
    drop: () => void told.push("drop"),
    pinch: (factor: number, about: readonly number[], moved: readonly number[]) =>
      void told.push(`pinch ${factor.toFixed(2)} about ${about} by ${moved}`),
  };
  fingers = new Fingers(host, () => now);
  return () => vi.useRealTimers();
});

describe("one finger", () => {
  it("draws from where it came down", () => {
    fingers.down(at(1, 10, 10));
    expect(told).toEqual([]);
    fingers.move(at(1, 13, 10));
    fingers.move(at(1, 30, 10));
    fingers.move(at(1, 50, 20));
    fingers.up(at(1, 50, 20));
    expect(told).toEqual(["begin 10,10", "go 30,10", "go 50,20", "end 50,20"]);
  });

  it("that is lifted at once is a click", () => {
    fingers.down(at(1, 10, 10));
    fingers.up(at(1, 11, 10));
    expect(told).toEqual(["begin 10,10", "end 11,10"]);
  });

  it("that rests opens the menu, and does nothing more", () => {
    fingers.down(at(1, 10, 10));
    vi.advanceTimersByTime(LONG_PRESS + 1);
    fingers.move(at(1, 60, 60));
    fingers.up(at(1, 60, 60));
    expect(told).toEqual(["rest 10,10"]);
    fingers.down(at(2, 5, 5));
    fingers.up(at(2, 5, 5));
    expect(told.slice(1)).toEqual(["begin 5,5", "end 5,5"]);
  });
});

describe("two fingers", () => {
  it("zoom and move the picture, and nothing is drawn", () => {
    fingers.down(at(1, 100, 100));
    fingers.down(at(2, 200, 100));
    fingers.move(at(2, 300, 100));
    fingers.up(at(2, 300, 100));
    fingers.move(at(1, 0, 0));
    fingers.up(at(1, 0, 0));
    expect(told).toEqual(["pinch 2.00 about 150,100 by 50,0"]);
  });

  it("take back what the first began a moment before, and leave alone what is being drawn", () => {
    fingers.down(at(1, 100, 100));
    fingers.move(at(1, 120, 100));
    now += 60;
    fingers.down(at(2, 200, 100));
    expect(told.at(-1)).toBe("drop");
    fingers.up(at(1, 120, 100));
    fingers.up(at(2, 200, 100));
    told = [];
    fingers.down(at(3, 100, 100));
    fingers.move(at(3, 120, 100));
    now += 400;
    fingers.down(at(4, 200, 100));
    fingers.move(at(4, 250, 100));
    fingers.move(at(3, 140, 100));
    fingers.up(at(3, 140, 100));
    expect(told).toEqual(["begin 100,100", "go 120,100", "go 140,100", "end 140,100"]);
  });
});

describe("with a pen in the hand", () => {
  it("the palm draws nothing, neither while the pen touches nor a little later", () => {
    fingers.down(at(1, 10, 10));
    fingers.move(at(1, 40, 40));
    fingers.pen(true);
    expect(told.at(-1)).toBe("drop");
    fingers.move(at(1, 60, 60));
    fingers.down(at(2, 80, 80));
    fingers.penUp();
    fingers.up(at(1, 60, 60));
    fingers.up(at(2, 80, 80));
    now += 2000;
    fingers.down(at(3, 10, 10));
    fingers.move(at(3, 90, 90));
    fingers.up(at(3, 90, 90));
    expect(told.slice(3)).toEqual([]);
    now += PALM;
    fingers.down(at(4, 10, 10));
    fingers.up(at(4, 10, 10));
    expect(told.slice(3)).toEqual(["begin 10,10", "end 10,10"]);
  });

  it("two fingers still zoom", () => {
    fingers.pen(true);
    fingers.penUp();
    now += 1500;
    fingers.down(at(1, 100, 100));
    fingers.down(at(2, 200, 100));
    fingers.move(at(2, 300, 100));
    expect(told).toEqual(["pinch 2.00 about 150,100 by 50,0"]);
  });
});
