/** Exact pictures and small ones of the person's own releases, asked for once and kept while they are near. */
import type { Requester } from "../../core/channel";
import type { ReleaseInfo } from "../../core/wire";
import { FrameIndex } from "../../video/frame_index";

const KEPT = 24;
const KEPT_SMALL = 300;
const TIMEOUT = 60_000;

interface PicturesTold {
  readonly ordinals: readonly number[];
  readonly mime: string;
}

/** What was used longest ago goes first. */
class Kept<T> {
  readonly #all = new Map<string, Promise<T>>();

  constructor(
    readonly most: number,
    readonly drop: (value: T) => void,
  ) {}

  get(key: string, make: () => Promise<T>): Promise<T> {
    const found = this.#all.get(key) ?? make();
    this.#all.delete(key);
    this.#all.set(key, found);
    found.catch(() => this.#all.delete(key));
    for (const [old, value] of this.#all) {
      if (this.#all.size <= this.most) break;
      this.#all.delete(old);
      value.then(this.drop, () => {});
    }
    return found;
  }

  clear(): void {
    for (const one of this.#all.values()) one.then(this.drop, () => {});
    this.#all.clear();
  }
}

export class ReviewPictures {
  readonly #pictures = new Kept<ImageBitmap>(KEPT, (one) => one.close());
  readonly #small = new Kept<string>(KEPT_SMALL, (url) => URL.revokeObjectURL(url));
  readonly #releases = new Map<string, Promise<FrameIndex>>();

  constructor(
    readonly channel: Requester,
    readonly signal: AbortSignal,
  ) {
    signal.addEventListener("abort", () => {
      this.#pictures.clear();
      this.#small.clear();
    });
  }

  /** The frames of a release that is at hand. */
  release(release_id: string): Promise<FrameIndex> {
    let found = this.#releases.get(release_id);
    if (!found) {
      found = this.channel
        .request<{ release: ReleaseInfo }>(
          "release.open",
          { release_id },
          { timeout: TIMEOUT, signal: this.signal },
        )
        .then(({ result, buffers }) => FrameIndex.fromBuffers(result.release, buffers));
      found.catch(() => this.#releases.delete(release_id));
      this.#releases.set(release_id, found);
    }
    return found;
  }

  picture(release_id: string, ordinal: number): Promise<ImageBitmap> {
    return this.#pictures.get(`${ordinal}@${release_id}`, async () => {
      const { result, buffers } = await this.#ask("media.pictures", release_id, [ordinal], 0);
      return createImageBitmap(blobOf(buffers[0], result.mime));
    });
  }

  /** Addresses of small pictures. */
  small(release_id: string, ordinals: readonly number[], height: number): Promise<string>[] {
    let asked: Promise<Map<number, string>> | null = null;
    const missing: number[] = [];
    const found = ordinals.map((ordinal) =>
      this.#small.get(`${ordinal}@${release_id}`, async () => {
        missing.push(ordinal);
        // All that are missing go in one message.
        await Promise.resolve();
        asked ??= this.#ask("media.thumbnails", release_id, missing, height).then(
          ({ result, buffers }) =>
            new Map(
              result.ordinals.map((one, n) => [
                one,
                URL.createObjectURL(blobOf(buffers[n], result.mime)),
              ]),
            ),
        );
        const url = (await asked).get(ordinal);
        if (!url) throw new Error(`frame ${ordinal} did not come`);
        return url;
      }),
    );
    return found;
  }

  #ask(method: string, release_id: string, ordinals: readonly number[], height: number) {
    return this.channel.request<PicturesTold>(
      method,
      { release_id, ordinals, height },
      { timeout: TIMEOUT, signal: this.signal },
    );
  }
}

function blobOf(view: DataView | undefined, type: string): Blob {
  if (!view) throw new Error("no picture came");
  return new Blob([view as DataView<ArrayBuffer>], { type });
}
