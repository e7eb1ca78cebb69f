import type { Requester } from "../core/channel";
import type { FrameIndex } from "./frame_index";

export interface FilmstripPicture {
  readonly ordinal: number;
  readonly image: ImageBitmap;
}

/** Small pictures of the release, by ordinal: a coarse set over the whole of it first, then what is wished. */
export class Filmstrip {
  constructor(
    readonly index: FrameIndex,
    readonly channel: Requester,
    readonly height = 90,
  ) {}

  /** The small picture that lies nearest to an ordinal, whatever its distance. */
  nearest(_ordinal: number): FilmstripPicture | undefined {
    return undefined;
  }

  /** The small picture of exactly this ordinal. */
  at(_ordinal: number): ImageBitmap | undefined {
    return undefined;
  }

  /** Newest wish first: replaces the wishes before it; what is no longer wanted is cancelled. */
  want(_ordinals: number[]): void {}

  /** Called after each batch that arrived; returns the function that stops it. */
  onArrival(_listener: () => void): () => void {
    return () => {};
  }

  close(): void {}
}
