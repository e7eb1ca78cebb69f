import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ReactionExercise } from "./reaction_exercise";

let measured: number[];
let exercise: ReactionExercise;
let lamp: HTMLButtonElement;

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, "random").mockReturnValue(0.5);
  vi.stubGlobal("requestAnimationFrame", (draw: FrameRequestCallback) => {
    draw(performance.now());
    return 0;
  });
  measured = [];
  exercise = new ReactionExercise((milliseconds) => measured.push(milliseconds));
  document.body.append(exercise.root);
  lamp = exercise.root.querySelector("button") as HTMLButtonElement;
});
afterEach(() => {
  exercise.stop();
  exercise.root.remove();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** Press a key on the lamp, at the moment that the fake clock shows. */
function press(): void {
  const event = new KeyboardEvent("keydown", { key: " ", bubbles: true, cancelable: true });
  Object.defineProperty(event, "timeStamp", { value: performance.now() });
  lamp.dispatchEvent(event);
}

/** Wait for the next flash, and answer it after so many milliseconds. */
function answer(late: number): void {
  for (let i = 0; i < 5000 && !lamp.hasAttribute("data-lit"); i++) vi.advanceTimersByTime(1);
  vi.advanceTimersByTime(late);
  press();
  vi.advanceTimersByTime(400);
}

const said = () => exercise.root.querySelector("p")?.textContent;

it("eight flashes answered tell the lag, and it is handed on", () => {
  press();
  expect(said()).toMatch(/8 flashes/);
  for (const late of [240, 250, 260, 250, 245, 255, 250, 250]) answer(late);
  vi.advanceTimersByTime(2000);
  expect(measured).toEqual([250]);
  expect(said()).toMatch(/^250 ms, give or take/);
});

it("who misses most of them is told so, and nothing is measured", () => {
  press();
  for (let i = 0; i < 2; i++) answer(250);
  vi.advanceTimersByTime(40_000);
  expect(measured).toEqual([]);
  expect(said()).toMatch(/Too few answers: 6 of 8/);
  press();
  expect(said()).toMatch(/8 flashes/);
});

it("stopped half-way it lights up no more", () => {
  press();
  answer(250);
  exercise.stop();
  vi.advanceTimersByTime(20_000);
  expect(lamp.hasAttribute("data-lit")).toBe(false);
  expect(lamp.textContent).toBe("Measure");
});
