import { expect, it } from "vitest";
import type { Reply, Requester } from "../core/channel";
import { AlignmentKernel, PATCH } from "../testing/alignment";
import { eventually } from "../testing/eventually";
import { MapLog } from "./map_log";
import type { MapStep } from "./wire";

it("learns what somebody else did between two steps of one's own", async () => {
  const kernel = new AlignmentKernel();
  const requester: Requester = {
    request: async <T>(method: string, params: object) =>
      ({
        result: structuredClone(kernel.answer({ type: "request", id: 1, method, params } as never)),
        buffers: [],
      }) as unknown as Reply<T>,
    on: () => () => {},
  };
  const log = new MapLog(kernel.hello(), requester, PATCH, null);
  const theirs: MapStep = {
    step_id: "theirs",
    kind: "edit",
    person: "kuroko",
    edit: { op: "role", at: { side: "source", tick: 10 }, role: "avant" },
  };
  kernel.steps.push(theirs);
  log.commit({ op: "confirm", at: { side: "source", tick: 150 } });
  await eventually(() => expect(log.save).toBe("saved"));
  await eventually(() => expect(kernel.asked).toEqual(["map.step", "hello"]));
  await eventually(() => {
    expect(log.map.matches.map(({ role, status }) => [role, status])).toEqual([
      ["avant", "edited"],
      ["part", "confirmed"],
      ["ending", undefined],
    ]);
  });
  // One's own step is taken back, theirs stays.
  log.undo();
  expect(log.map.matches[0]?.role).toBe("avant");
  expect(log.map.matches[1]?.status).toBeUndefined();
  expect(log.canUndo).toBe(false);
  log.close();
});
