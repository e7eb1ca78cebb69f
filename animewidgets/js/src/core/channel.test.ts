import { beforeEach, expect, it, vi } from "vitest";
import { Channel, KernelError, NoAnswer } from "./channel";

type Envelope = { type: string; id: number; [key: string]: unknown };

/** A model whose kernel is the test. */
class FakeModel {
  sent: Envelope[] = [];
  open = true;
  #listeners = new Set<(envelope: unknown, buffers?: DataView[]) => void>();

  send(envelope: Envelope): void {
    if (!this.open) throw new Error("comm is closed");
    this.sent.push(envelope);
  }
  on(_event: string, listener: (envelope: unknown, buffers?: DataView[]) => void): void {
    this.#listeners.add(listener);
  }
  off(_event?: unknown, listener?: unknown): void {
    this.#listeners.delete(listener as () => void);
  }
  say(envelope: unknown, buffers?: DataView[]): void {
    for (const listener of [...this.#listeners]) listener(envelope, buffers);
  }
}

let model: FakeModel;
let channel: Channel;
beforeEach(() => {
  model = new FakeModel();
  channel = new Channel(model as never);
});

it("matches replies to requests by id, in whatever order they come", async () => {
  const first = channel.request("media.range", { start: 0, stop: 1 });
  const second = channel.request("media.range", { start: 1, stop: 2 });
  const [one, two] = model.sent as [Envelope, Envelope];
  const bytes = new DataView(new ArrayBuffer(3));
  model.say({ type: "reply", id: two.id, ok: true, result: "second" }, [bytes]);
  model.say({ type: "reply", id: one.id, ok: true, result: "first" });
  expect(await first).toEqual({ result: "first", buffers: [] });
  expect(await second).toEqual({ result: "second", buffers: [bytes] });
});

it("tells a refusal by the name of the kernel's error", async () => {
  const request = channel.request("store.commit", {});
  const error = { kind: "CommitConflict", message: "it moved on", data: { found: 2 } };
  model.say({ type: "reply", id: model.sent[0]?.id, ok: false, error });
  const refusal = await request.catch((e: unknown) => e as KernelError);
  expect(refusal).toBeInstanceOf(KernelError);
  expect(refusal).toMatchObject({
    kind: "CommitConflict",
    message: "it moved on",
    data: { found: 2 },
  });
});

it("says that no answer came, when the kernel is silent or the comm is closed", async () => {
  await expect(channel.request("hello", {}, { timeout: 10 })).rejects.toBeInstanceOf(NoAnswer);
  model.open = false;
  await expect(channel.request("hello", {})).rejects.toBeInstanceOf(NoAnswer);
});

it("cancels in the kernel what is no longer wanted", async () => {
  const abort = new AbortController();
  const request = channel.request("media.pictures", {}, { signal: abort.signal });
  abort.abort();
  await expect(request).rejects.toMatchObject({ name: "AbortError" });
  expect(model.sent[1]).toEqual({ type: "cancel", id: model.sent[0]?.id });
});

it("sends nothing for what was never wanted", async () => {
  const request = channel.request("media.pictures", {}, { signal: AbortSignal.abort() });
  await expect(request).rejects.toMatchObject({ name: "AbortError" });
  expect(model.sent).toEqual([]);
});

it("hands events to those who listen, until they stop", () => {
  const seek = vi.fn();
  const stop = channel.on("seek", seek);
  model.say({ type: "event", event: "seek", data: { ordinal: 7 } });
  stop();
  model.say({ type: "event", event: "seek", data: { ordinal: 8 } });
  expect(seek.mock.calls).toEqual([[{ ordinal: 7 }]]);
});

it("takes no harm from messages that are not its own", () => {
  for (const strange of [null, "hello", {}, { type: "reply", id: 99, ok: true, result: 1 }])
    expect(() => model.say(strange)).not.toThrow();
});
