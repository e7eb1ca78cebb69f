import { beforeEach, expect, test } from "vitest";
import { Memory } from "./task_memory";

beforeEach(() => localStorage.clear());

test("what was passed over and which lanes were added outlive the page, task by task", () => {
  const memory = new Memory("task-1");
  memory.set({ rejected: ["512@shots"], lanes: ["music"] });
  memory.set({ thresholds: { shots: 0.6 }, hidden: ["scxvid"] });
  expect(new Memory("task-1").values).toEqual({
    rejected: ["512@shots"],
    lanes: ["music"],
    thresholds: { shots: 0.6 },
    hidden: ["scxvid"],
    audioLanes: [],
    folded: [],
  });
  expect(new Memory("task-2").values.lanes).toEqual([]);
});

test.each([
  "",
  "null",
  "[1]",
  '{"lanes": 3, "thresholds": {"a": "x", "b": 2}, "hidden": [1, "c"]}',
])("garbage in the storage (%j) costs no more than what cannot be read", (stored) => {
  localStorage.setItem("animewidgets-task:t", stored);
  const { values } = new Memory("t");
  expect(values.lanes).toEqual([]);
  expect(values.thresholds).toEqual({});
  expect(values.hidden).toEqual(stored.includes('"c"') ? ["c"] : []);
});

test("where the browser keeps nothing, it lasts as long as the page", () => {
  const memory = new Memory("t", () => {
    throw new Error("storage is blocked");
  });
  memory.set({ lanes: ["music"] });
  expect(memory.values.lanes).toEqual(["music"]);
});
