import type { Requester } from "../core/channel";
import type { SettingsValues } from "../core/settings";
import type { PicturesReply } from "../core/wire";
import type { FrameIndex } from "../video/frame_index";
import { drawingAway, type Thumb, thumbOf } from "./light_table";

export type Side = "previous" | "next";
export const SIDES: readonly Side[] = ["previous", "next"];

/** Height of the small pictures that are compared, and of those that shine through. */
const SMALL = 96;
const TALLEST = 720;
/** Frames that one drawing is held for at most: what is further away is no neighbour. */
const FARTHEST = 48;
const BATCH = 8;
const THUMBS = 400;
const PICTURES = 6;
const TIMEOUT = 30_000;
/** Milliseconds that somebody stays on a frame before its neighbours are looked for. */
const PATIENCE = 120;

export interface Neighbour {
  readonly ordinal: number;
  readonly image: ImageBitmap;
}

/** The drawings before and after a frame: frames that only hold one are passed over. */
export class Onion {
  /** What was found for the frame that was asked for last. */
  readonly found = new Map<Side, Neighbour>();
  #thumbs = new Map<number, Thumb>();
  #pictures = new Map<number, ImageBitmap>();
  #asked = "";
  #abort = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly index: FrameIndex,
    readonly channel: Requester,
    /** Called when something was found, or is no longer to be seen. */
    readonly changed: () => void,
  ) {}

  /** Look for the neighbours of a frame; with `null` nothing shines through. */
  want(frame: number | null, values: Pick<SettingsValues, "onionSides" | "onionDistance">): void {
    const { onionSides, onionDistance } = values;
    const asked = frame === null ? "" : `${frame} ${onionSides} ${onionDistance}`;
    if (asked === this.#asked) return;
    this.#asked = asked;
    clearTimeout(this.#timer);
    this.#abort.abort();
    this.#abort = new AbortController();
    if (this.found.size) {
      this.found.clear();
      this.changed();
    }
    if (frame === null) return;
    const { signal } = this.#abort;
    const wanted = SIDES.filter((side) => onionSides === "both" || onionSides === side);
    this.#timer = setTimeout(() => {
      for (const side of wanted)
        this.#look(frame, side, onionDistance, signal).catch((error: unknown) => {
          // The kernel is away or busy: the next frame asks again.
          if (!signal.aborted) console.warn("animewidgets: no onion skin", error);
        });
    }, PATIENCE);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#abort.abort();
    for (const image of this.#pictures.values()) image.close();
    this.#pictures.clear();
    this.#thumbs.clear();
    this.found.clear();
  }

  async #look(frame: number, side: Side, distance: number, signal: AbortSignal): Promise<void> {
    const ordinal = await this.#drawing(frame, side === "next" ? 1 : -1, distance, signal);
    if (ordinal === null) return;
    const image = this.#pictures.get(ordinal) ?? (await this.#fetch(ordinal, signal));
    if (signal.aborted) return;
    this.found.set(side, { ordinal, image });
    this.changed();
  }

  /** The first frame, going one way, of a drawing so many drawings away. */
  async #drawing(
    frame: number,
    step: 1 | -1,
    distance: number,
    signal: AbortSignal,
  ): Promise<number | null> {
    const room = step === 1 ? this.index.count - 1 - frame : frame;
    const most = Math.min(room, FARTHEST + distance);
    for (let until = Math.min(most, BATCH); ; until = Math.min(most, until + BATCH)) {
      const ordinals = Array.from({ length: until + 1 }, (_, n) => frame + step * n);
      await this.#fetchThumbs(ordinals, signal);
      const thumbs = ordinals.flatMap((one) => this.#thumbs.get(one) ?? []);
      const away = thumbs.length === ordinals.length ? drawingAway(thumbs, distance) : null;
      if (away !== null) return frame + step * away;
      if (until >= most) return null;
    }
  }

  async #fetchThumbs(ordinals: readonly number[], signal: AbortSignal): Promise<void> {
    const missing = ordinals.filter((one) => !this.#thumbs.has(one)).sort((a, b) => a - b);
    if (!missing.length) return;
    const { result, images } = await this.#ask("media.thumbnails", missing, SMALL, signal);
    for (const [n, image] of images.entries()) {
      const { width, height } = image;
      const context = new OffscreenCanvas(width, height).getContext("2d", {
        willReadFrequently: true,
      });
      if (!context) return;
      context.drawImage(image, 0, 0);
      image.close();
      const { data } = context.getImageData(0, 0, width, height);
      this.#thumbs.set(result.ordinals[n] as number, thumbOf(data, width, height));
    }
    for (const ordinal of this.#thumbs.keys()) {
      if (this.#thumbs.size <= THUMBS) break;
      this.#thumbs.delete(ordinal);
    }
  }

  async #fetch(ordinal: number, signal: AbortSignal): Promise<ImageBitmap> {
    const height = Math.min(TALLEST, this.index.release.height);
    const { images } = await this.#ask("media.pictures", [ordinal], height, signal);
    const image = images[0] as ImageBitmap;
    this.#pictures.set(ordinal, image);
    for (const [other, old] of this.#pictures) {
      if (this.#pictures.size <= PICTURES) break;
      if ([...this.found.values()].some((one) => one.image === old)) continue;
      old.close();
      this.#pictures.delete(other);
    }
    return image;
  }

  async #ask(method: string, ordinals: readonly number[], height: number, signal: AbortSignal) {
    const { result, buffers } = await this.channel.request<PicturesReply>(
      method,
      { ordinals, height },
      { timeout: TIMEOUT, signal },
    );
    const images = await Promise.all(
      buffers.map((buffer) =>
        createImageBitmap(new Blob([buffer as DataView<ArrayBuffer>], { type: result.mime })),
      ),
    );
    return { result, images };
  }
}
