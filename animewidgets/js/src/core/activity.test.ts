import { expect, it } from "vitest";
import { ActiveTime } from "./activity";

it("counts the time at work, and not the tea in between", () => {
  let now = 0;
  const active = new ActiveTime(() => now);
  for (now of [0, 1000, 2500, 600_000, 601_200]) active.touch();
  expect(active.take()).toBe(2500 + 1200);
  now += 300;
  expect(active.take()).toBe(300);
});
