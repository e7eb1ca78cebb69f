import { describe, expect, it } from "vitest";
import type { Reply, Requester, RequestOptions } from "../core/channel";
import { fetchFile, sendFile } from "./upload";
import { bytesInWords, timeInWords } from "./words";

/** A kernel that puts pieces together, and gives them back. */
class Kernel implements Requester {
  bytes: number[] = [];

  async request<T>(_method: string, params: object, options?: RequestOptions): Promise<Reply<T>> {
    const { size, offset, start, stop } = params as Record<string, number>;
    if (start !== undefined) {
      const part = Uint8Array.from(this.bytes.slice(start, stop));
      return { result: {} as T, buffers: [new DataView(part.buffer)] };
    }
    expect(offset).toBe(this.bytes.length);
    this.bytes.push(...new Uint8Array(options?.buffers?.[0] as ArrayBuffer));
    const digest = this.bytes.length === size ? "abc" : null;
    return { result: { digest } as T, buffers: [] };
  }

  on(): () => void {
    return () => {};
  }
}

const file = (bytes: number) =>
  new File([Uint8Array.from({ length: bytes }, (_, n) => n % 251)], "faces.pairs");
const never = new AbortController().signal;
const BOUNDS = { largest: 1000, piece: 64 };

describe("sending a file", () => {
  it("goes piece by piece, and comes back whole", async () => {
    const kernel = new Kernel();
    const told: number[] = [];
    const sent = await sendFile(kernel, file(150), BOUNDS, never, (done) => told.push(done));
    expect([sent.result.digest, told]).toEqual(["abc", [64, 128, 150]]);
    const back = await fetchFile(kernel, { digest: "abc", bytes: 150 }, never);
    expect([...new Uint8Array(await back.arrayBuffer())]).toEqual(kernel.bytes);
  });

  it("is refused before anything is sent where it is too large or empty, and says what to do", async () => {
    const kernel = new Kernel();
    await expect(sendFile(kernel, file(1001), BOUNDS, never, () => {})).rejects.toThrow(
      "a page takes at most 1.0 kB",
    );
    await expect(sendFile(kernel, file(0), BOUNDS, never, () => {})).rejects.toThrow("is empty");
    expect(kernel.bytes).toEqual([]);
  });
});

describe("numbers in words", () => {
  it("are short", () => {
    expect([0, 999, 1500, 12_345_678, 5e9].map(bytesInWords)).toEqual([
      "0 bytes",
      "999 bytes",
      "1.5 kB",
      "12 MB",
      "5.0 GB",
    ]);
    expect([0, 61.5, 3_723.0405, -1.25].map(timeInWords)).toEqual([
      "0:00.000",
      "1:01.500",
      "1:02:03.041",
      "−0:01.250",
    ]);
  });
});
