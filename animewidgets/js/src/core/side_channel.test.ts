import { expect, it } from "vitest";
import type { Requester } from "./channel";
import { SideChannel } from "./side_channel";

it("asks and hears of one of several releases under its prefix", async () => {
  const asked: unknown[] = [];
  const heard = new Map<string, (data: never) => void>();
  const whole = {
    request: async (method: string, params: object, options?: object) => {
      asked.push([method, params, options]);
      return { result: 7, buffers: [] };
    },
    on: (event: string, listener: (data: never) => void) => {
      heard.set(event, listener);
      return () => heard.delete(event);
    },
  } as unknown as Requester;
  const side = new SideChannel(whole, "b");
  const { result } = await side.request<number>("media.range", { start: 0 }, { timeout: 5 });
  expect([result, asked]).toEqual([7, [["b.media.range", { start: 0 }, { timeout: 5 }]]]);
  const stop = side.on("progress", () => {});
  expect([...heard.keys()]).toEqual(["b.progress"]);
  stop();
  expect(heard.size).toBe(0);
});
