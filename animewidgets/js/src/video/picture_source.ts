/** A decoded picture of one frame, ready to draw. Whoever asked for it does not close it. */
export interface Picture {
  readonly ordinal: number;
  readonly image: CanvasImageSource;
  /** Pixels of `image` as it is, before `rotation`. */
  readonly width: number;
  readonly height: number;
  /** Clockwise degrees that the image has still to be turned by. */
  readonly rotation: number;
}

/**
 * Pictures by ordinal, exactly. Two ways serve: `browser` (WebCodecs) and `kernel` (PyAV). A source
 * keeps a window of pictures around where it was last asked, owns them, and closes them.
 */
export interface PictureSource {
  readonly kind: "browser" | "kernel";
  /** Resolves with exactly this picture, or rejects: never with another. */
  picture(ordinal: number, signal?: AbortSignal): Promise<Picture>;
  /** The picture if it is at hand now. */
  peek(ordinal: number): Picture | undefined;
  /** Says where the viewer is and which way it goes (-1, 0, 1), so that the source can read ahead. */
  travel(ordinal: number, direction: -1 | 0 | 1): void;
  close(): void;
}
