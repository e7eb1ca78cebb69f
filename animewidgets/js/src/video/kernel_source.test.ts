import { beforeEach, expect, it, vi } from "vitest";
import { KernelSource } from "./kernel_source";
import { type Asked, FakeChannel, indexOf, settle } from "./testing";

beforeEach(() => {
  vi.stubGlobal("createImageBitmap", async () => ({ width: 320, height: 180, close: vi.fn() }));
});

async function answer(asked: Asked | undefined): Promise<void> {
  const { ordinals } = (asked as Asked).params;
  const blobs = ordinals.map(() => new DataView(new ArrayBuffer(1)));
  asked?.answer({ ordinals, width: 320, height: 180, mime: "image/jpeg" }, blobs);
  await settle();
}

it("gives the picture that was asked for, and has it at hand from then on", async () => {
  const channel = new FakeChannel();
  const source = new KernelSource(indexOf(200), channel);
  const picture = source.picture(50);
  await answer(channel.asked[0]);
  expect((await picture).ordinal).toBe(50);
  expect(source.peek(50)?.ordinal).toBe(50);
  await source.picture(50);
  expect(channel.asked).toHaveLength(1);
});

it.each([
  [1 as const, [51, 52, 53, 54]],
  [-1 as const, [46, 47, 48, 49]],
])("reads ahead the way the viewer goes (%i)", async (direction, expected) => {
  const channel = new FakeChannel();
  const source = new KernelSource(indexOf(200), channel);
  source.picture(50);
  await answer(channel.asked[0]);
  source.travel(50, direction);
  expect(channel.asked[1]?.params.ordinals).toEqual(expected);
  expect(channel.asked.length).toBeGreaterThan(2); // the kernel is never idle
  const all = channel.asked.flatMap(({ params }) => params.ordinals);
  expect(new Set(all).size).toBe(all.length); // and never asked twice
});

it("waits for the batch that brings the picture instead of asking again", async () => {
  const channel = new FakeChannel();
  const source = new KernelSource(indexOf(200), channel);
  source.picture(50);
  await answer(channel.asked[0]);
  source.travel(50, 1);
  const asked = channel.asked.length;
  const next = source.picture(51);
  expect(channel.asked).toHaveLength(asked);
  await answer(channel.asked[1]);
  expect((await next).ordinal).toBe(51);
});

it("cancels reading ahead that a jump made useless", async () => {
  const channel = new FakeChannel();
  const source = new KernelSource(indexOf(5000), channel);
  source.picture(50);
  await answer(channel.asked[0]);
  source.travel(50, 1);
  const ahead = channel.asked.slice(1);
  const jump = source.picture(4000);
  expect(ahead.every(({ options }) => options.signal?.aborted)).toBe(true);
  await answer(channel.asked.at(-1));
  expect((await jump).ordinal).toBe(4000);
});

it("passes the kernel's refusal on", async () => {
  const channel = new FakeChannel();
  const source = new KernelSource(indexOf(10), channel);
  const picture = source.picture(3);
  channel.asked[0]?.refuse(new Error("frame 3 cannot be decoded"));
  await expect(picture).rejects.toThrow("frame 3 cannot be decoded");
});

it("frees its pictures when it is closed", async () => {
  const channel = new FakeChannel();
  const source = new KernelSource(indexOf(10), channel);
  source.picture(3);
  await answer(channel.asked[0]);
  const image = source.peek(3)?.image as ImageBitmap;
  source.close();
  expect(image.close).toHaveBeenCalledOnce();
});
