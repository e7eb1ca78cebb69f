import { beforeEach, expect, it } from "vitest";
import { KernelError, type Reply, type Requester, type RequestOptions } from "../core/channel";
import { type Finding, ShotFinder } from "./shot_finder";

/** A kernel that answers when the test says so. */
class SlowKernel implements Requester {
  settle: { resolve: (reply: Reply<unknown>) => void; reject: (error: Error) => void } | undefined;
  #listeners: ((data: never) => void)[] = [];

  request<T>(_method: string, _params: object, { signal }: RequestOptions = {}): Promise<Reply<T>> {
    return new Promise((resolve, reject) => {
      this.settle = { resolve: resolve as (reply: Reply<unknown>) => void, reject };
      signal?.addEventListener("abort", () => reject(signal.reason as Error));
    });
  }
  on(_event: string, listener: (data: never) => void): () => void {
    this.#listeners.push(listener);
    return () => {
      this.#listeners = [];
    };
  }
  tell(data: object): void {
    for (const listener of this.#listeners) listener(data as never);
  }
}

let kernel: SlowKernel;
let finder: ShotFinder;
let states: Finding[];

beforeEach(() => {
  kernel = new SlowKernel();
  states = [];
  finder = new ShotFinder(kernel, () => states.push(finder.state));
});

it("tells how far it is, and how many were found", async () => {
  const found = finder.find();
  kernel.tell({ what: "shots", done: 40, total: 100 });
  kernel.tell({ what: "something else", done: 1, total: 2 });
  kernel.settle?.resolve({ result: { count: 12 }, buffers: [] });
  expect(await found).toBe(12);
  expect(states).toEqual([
    { is: "running", done: 0, total: 1 },
    { is: "running", done: 40, total: 100 },
    { is: "idle" },
  ]);
});

it("is asked once at a time, and stops when it is cancelled", async () => {
  const found = finder.find();
  expect(await finder.find()).toBeNull();
  expect(finder.cancel()).toBe(true);
  expect(await found).toBeNull();
  expect(finder.state).toEqual({ is: "idle" });
  expect(finder.cancel()).toBe(false);
});

it("says why nothing could be found", async () => {
  const found = finder.find();
  kernel.settle?.reject(new KernelError("MediaVanished", "'ep01.mkv' has disappeared"));
  expect(await found).toBeNull();
  expect(finder.state).toEqual({ is: "failed", why: "'ep01.mkv' has disappeared" });
});
