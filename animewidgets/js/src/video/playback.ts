import type { Requester } from "../core/channel";
import type { DecoderChoice } from "../core/wire";
import type { Filmstrip } from "./filmstrip";
import type { FrameIndex } from "./frame_index";
import type { Picture } from "./picture_source";

export type PlaybackState = "ready" | "seeking" | "error";

export interface PlaybackOptions {
  index: FrameIndex;
  channel: Requester;
  filmstrip: Filmstrip;
  /** `hello.decoder`; "auto" unless told. */
  choice?: DecoderChoice;
  /** `hello.browser_can_demux`. */
  canDemux?: boolean;
}

/** Where the viewer is, and the picture that stands there. One per model; its views are Screens. */
export class Playback {
  readonly index: FrameIndex;
  /** The wanted ordinal: the shown one when `state` is "ready". */
  frame = 0;
  state: PlaybackState = "seeking";
  error: Error | undefined;
  decoder: "browser" | "kernel" = "kernel";
  /** For people: "decoded in the browser", "decoded in the kernel: HEVC is not supported by this browser". */
  decoderReason = "";
  choice: DecoderChoice;
  playing = false;
  rate = 1;
  /** Frames that play() had to skip since it was last called. */
  dropped = 0;

  constructor(options: PlaybackOptions) {
    this.index = options.index;
    this.choice = options.choice ?? "auto";
  }

  /** The picture to draw now: exact, or the nearest of the filmstrip while `approximate`. */
  get shown(): Picture | undefined {
    return undefined;
  }

  /** Whether `shown` is not the picture of `frame`. */
  get approximate(): boolean {
    return true;
  }

  /** Go to a frame (clamped). Resolves when it stands there exactly, or a newer seek took over. */
  async seek(_ordinal: number): Promise<void> {}
  async step(_delta: number): Promise<void> {}
  play(_rate = 1): void {}
  pause(): void {}
  toggle(): void {}
  async setDecoder(_choice: DecoderChoice): Promise<void> {}
  /** Called whenever anything above changed; returns the function that stops it. */
  onChange(_listener: () => void): () => void {
    return () => {};
  }
  close(): void {}
}
