import type { Requester } from "../core/channel";
import type { FrameKey } from "./community";

/** So many are asked for at once. */
const AT_ONCE = 16;

/** Small pictures of frames, as far as the kernel has the media; each frame is asked for once. */
export class FramePictures {
  #known = new Map<string, Promise<string | null>>();
  #waiting: { frame: FrameKey; settle: (url: string | null) => void }[] = [];

  constructor(
    readonly channel: Requester,
    readonly releases: ReadonlySet<string>,
    readonly signal: AbortSignal,
    readonly height = 90,
  ) {
    signal.addEventListener("abort", () => {
      for (const one of this.#known.values())
        void one.then((url) => url && URL.revokeObjectURL(url));
    });
  }

  /** The address of a picture; `null` where there is none to be had. */
  picture(frame: FrameKey): Promise<string | null> {
    if (!this.releases.has(frame.release_id)) return Promise.resolve(null);
    const key = `${frame.pts}@${frame.release_id}`;
    let found = this.#known.get(key);
    if (!found) {
      found = new Promise((settle) => {
        this.#waiting.push({ frame, settle });
        if (this.#waiting.length === 1) setTimeout(() => void this.#ask());
      });
      this.#known.set(key, found);
    }
    return found;
  }

  async #ask(): Promise<void> {
    while (this.#waiting.length) {
      const asked = this.#waiting.splice(0, AT_ONCE);
      const frames = asked.map(({ frame: { release_id, pts } }) => ({ release_id, pts }));
      try {
        const { result, buffers } = await this.channel.request<{ mime: string; found: boolean[] }>(
          "examples.pictures",
          { frames, height: this.height },
          { timeout: 30_000, signal: this.signal },
        );
        for (const [n, { settle }] of asked.entries()) {
          const bytes = buffers[n];
          const there = result.found[n] && bytes;
          settle(
            there
              ? URL.createObjectURL(
                  new Blob([bytes as DataView<ArrayBuffer>], { type: result.mime }),
                )
              : null,
          );
        }
      } catch {
        for (const { settle } of asked) settle(null); // a list of frames works without its pictures
      }
    }
  }
}
