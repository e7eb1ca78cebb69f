import { describe, expect, it, vi } from "vitest";
import { KernelError, NoAnswer, type Reply, type Requester } from "../core/channel";
import { DecisionQueue, type Shelf } from "./queue";

const CHANGES = [{ rows: [0], decision: "accept", by: 0 }];

class Kernel implements Requester {
  sent: { digest: string; step_id: string }[] = [];
  answer: () => Error | null = () => null;

  async request<T>(_method: string, params: object): Promise<Reply<T>> {
    const error = this.answer();
    if (error) throw error;
    this.sent.push(params as { digest: string; step_id: string });
    return { result: {} as T, buffers: [] };
  }

  on(): () => void {
    return () => {};
  }
}

function shelfOf(): Shelf {
  const kept = new Map<string, string>();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  };
}

describe("decisions on their way", () => {
  it("are sent once the kernel is back, after a reload too, in order and once each", async () => {
    vi.useFakeTimers();
    const [kernel, shelf, reload] = [new Kernel(), shelfOf(), new AbortController()];
    kernel.answer = () => new NoAnswer("away");
    const queue = new DecisionQueue(kernel, "key", reload.signal, () => {}, shelf);
    queue.serve("abc");
    queue.add(CHANGES);
    queue.add([{ rows: [1], decision: "reject", by: 0 }]);
    await vi.advanceTimersByTimeAsync(100);
    expect([queue.save, queue.unsent]).toEqual(["offline", 2]);
    reload.abort();

    kernel.answer = () => null;
    const after = new DecisionQueue(kernel, "key", new AbortController().signal, () => {}, shelf);
    expect(after.of("abc")).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(kernel.sent).toHaveLength(0); // the file is not bound yet, and its rows mean nothing
    after.serve("abc");
    await vi.advanceTimersByTimeAsync(100);
    expect(kernel.sent.map(({ digest }) => digest)).toEqual(["abc", "abc"]);
    expect(new Set(kernel.sent.map(({ step_id }) => step_id)).size).toBe(2);
    expect([after.save, shelf.getItem("key")]).toEqual(["saved", null]);
    vi.useRealTimers();
  });

  it("of another file wait for it", async () => {
    const kernel = new Kernel();
    const queue = new DecisionQueue(
      kernel,
      "key",
      new AbortController().signal,
      () => {},
      shelfOf(),
    );
    queue.add(CHANGES); // no file is bound: nothing can be said
    queue.serve("one");
    queue.add(CHANGES);
    queue.serve("two");
    await vi.waitFor(() => expect(queue.unsent).toBe(0));
    expect(kernel.sent.every(({ digest }) => digest === "one")).toBe(true);
  });

  it("that the kernel refuses are told and not sent again", async () => {
    const kernel = new Kernel();
    const said: (string | undefined)[] = [];
    const queue = new DecisionQueue(
      kernel,
      "key",
      new AbortController().signal,
      (refused) => said.push(refused),
      shelfOf(),
    );
    kernel.answer = () => new KernelError("MalformedMessage", "there is no label 7");
    queue.serve("abc");
    queue.add(CHANGES);
    await vi.waitFor(() => expect(queue.unsent).toBe(0));
    expect(said).toContain("there is no label 7");
  });

  it("are nothing where what was kept cannot be read", () => {
    const shelf = shelfOf();
    shelf.setItem("key", "{broken");
    const queue = new DecisionQueue(
      new Kernel(),
      "key",
      new AbortController().signal,
      () => {},
      shelf,
    );
    expect(queue.of("abc")).toEqual([]);
  });
});
