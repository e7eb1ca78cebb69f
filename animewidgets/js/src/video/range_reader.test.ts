import { describe, expect, it } from "vitest";
import { RangeReader } from "./range_reader";
import { FakeChannel, settle } from "./testing";

const KB = 1024;
const SIZE = 3_000_000;
const byteAt = (n: number) => (n * 7 + (n >> 8)) & 255;

/** A kernel that serves a file of known bytes. */
function serving() {
  const channel = new FakeChannel();
  const serve = () => {
    for (const asked of channel.asked.splice(0)) {
      const { start, stop } = asked.params;
      const bytes = Uint8Array.from({ length: stop - start }, (_, i) => byteAt(start + i));
      asked.answer({ start, stop }, [new DataView(bytes.buffer)]);
    }
  };
  return { channel, serve, reader: new RangeReader(channel, SIZE) };
}

describe("reading bytes of the media file", () => {
  it.each([
    [0, 10],
    [256 * KB - 3, 256 * KB + 3],
    [100_000, 1_500_000],
    [SIZE - 5, SIZE],
  ])("gives exactly the bytes [%i, %i)", async (start, end) => {
    const { reader, serve } = serving();
    const bytes = reader.read(start, end);
    serve();
    const expected = Uint8Array.from({ length: end - start }, (_, i) => byteAt(start + i));
    expect(String(await bytes) === String(expected)).toBe(true);
  });

  it("asks for large aligned pieces, and for none of them twice", async () => {
    const { reader, serve, channel } = serving();
    const reads = [reader.read(1000, 1010), reader.read(2000, 2010)];
    const first = channel.asked.map(({ params }) => [params.start, params.stop]);
    expect(first[0]).toEqual([0, 256 * KB]);
    expect(new Set(first.map(String)).size).toBe(first.length);
    for (const [start, stop] of first)
      expect((stop as number) - (start as number)).toBeGreaterThanOrEqual(64 * KB);
    serve();
    await Promise.all(reads);
    const before = channel.asked.length;
    await reader.read(5000, 6000);
    expect(channel.asked.length).toBe(before);
  });

  it("reads ahead once reads follow each other", async () => {
    const { reader, channel } = serving();
    reader.read(0, 10);
    reader.read(256 * KB, 256 * KB + 10);
    const furthest = Math.max(...channel.asked.map(({ params }) => params.stop));
    expect(furthest).toBeGreaterThan(1024 * KB);
  });

  it("asks again for what failed", async () => {
    const { reader, serve, channel } = serving();
    const failed = reader.read(0, 10);
    for (const asked of channel.asked.splice(0)) asked.refuse(new Error("the kernel is gone"));
    await expect(failed).rejects.toThrow("the kernel is gone");
    await settle();
    const again = reader.read(0, 10);
    serve();
    expect((await again)[3]).toBe(byteAt(3));
  });

  it("refuses fewer bytes than were asked for", async () => {
    const { reader, channel } = serving();
    const read = reader.read(0, 10);
    channel.asked[0]?.answer({}, [new DataView(new ArrayBuffer(5))]);
    await expect(read).rejects.toThrow("gave 5 of");
  });
});
