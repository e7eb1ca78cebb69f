import type { Requester } from "../core/channel";

const BLOCK = 256 * 1024;
const LARGEST_REQUEST = 1024 * 1024;
const READ_AHEAD = 4; // blocks
const HELD_BYTES = 48 * 1024 * 1024;
const TIMEOUT = 30_000;

/**
 * Bytes of the media file over `media.range`: aligned blocks, neighbouring ones in one request, several
 * requests at once, reading ahead when reads follow each other, the newest blocks kept. Small messages
 * are slow on some servers, so nothing smaller than a block is asked for (but for the end of the file).
 */
export class RangeReader {
  #blocks = new Map<number, Promise<Uint8Array>>();
  #end = -1;

  constructor(
    readonly channel: Requester,
    readonly size: number,
  ) {}

  /** The bytes [start, end); rejects when the kernel does not give them. */
  async read(start: number, end: number): Promise<Uint8Array> {
    const first = Math.floor(start / BLOCK);
    const last = Math.floor((end - 1) / BLOCK);
    const sequential = this.#end >= 0 && first >= this.#end - 1 && first <= this.#end + 1;
    this.#end = last;
    this.#fetch(first, last);
    if (sequential) this.#fetch(last + 1, last + READ_AHEAD);
    const blocks = await Promise.all(
      Array.from({ length: last - first + 1 }, (_, i) => this.#block(first + i)),
    );
    const at = start - first * BLOCK;
    if (blocks.length === 1) return (blocks[0] as Uint8Array).subarray(at, at + end - start);
    const out = new Uint8Array(end - start);
    let position = 0;
    for (const [i, block] of blocks.entries()) {
      const part = block.subarray(
        i === 0 ? at : 0,
        Math.min(block.length, end - (first + i) * BLOCK),
      );
      out.set(part, position);
      position += part.length;
    }
    return out;
  }

  /** A block that was asked for, which thereby becomes the newest. */
  #block(number: number): Promise<Uint8Array> {
    const block = this.#blocks.get(number) as Promise<Uint8Array>;
    this.#blocks.delete(number);
    this.#blocks.set(number, block);
    return block;
  }

  #fetch(first: number, last: number): void {
    const end = Math.min(last, Math.ceil(this.size / BLOCK) - 1);
    let at = first;
    while (at <= end) {
      if (this.#blocks.has(at)) {
        at++;
        continue;
      }
      let stop = at + 1;
      const most = at + LARGEST_REQUEST / BLOCK;
      while (stop <= end && stop < most && !this.#blocks.has(stop)) stop++;
      this.#request(at, stop);
      at = stop;
    }
    const most = Math.max(HELD_BYTES / BLOCK, last - first + 1);
    for (const old of this.#blocks.keys()) {
      if (this.#blocks.size <= most) break;
      if (old < first || old > last) this.#blocks.delete(old);
    }
  }

  #request(first: number, stop: number): void {
    const start = first * BLOCK;
    const end = Math.min(stop * BLOCK, this.size);
    const bytes = this.channel
      .request<object>("media.range", { start, stop: end }, { timeout: TIMEOUT })
      .then(({ buffers: [view] }) => {
        if (view?.byteLength !== end - start)
          throw new Error(
            `the kernel gave ${view?.byteLength} of ${end - start} bytes at ${start}`,
          );
        return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
      });
    for (let number = first; number < stop; number++) {
      const from = (number - first) * BLOCK;
      const block = bytes.then((all) => all.subarray(from, from + BLOCK));
      block.catch(() => this.#blocks.get(number) === block && this.#blocks.delete(number));
      this.#blocks.set(number, block);
    }
  }
}
