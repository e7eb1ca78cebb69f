import { placeIn } from "../core/sorted";
import type { FrameIndex } from "./frame_index";

/** Demuxers round to microseconds each in their own way; pictures lie thousands apart. */
const TOLERANCE = 5;

/** Which presented picture a packet is, by the microseconds of its container time. */
export class PacketTimes {
  #times: Float64Array;
  #sorted: Float64Array;
  #ordinals: Uint32Array;

  constructor(index: FrameIndex) {
    this.#times = Float64Array.from(index.packetPts, (pts) => index.microseconds(pts));
    this.#ordinals = Uint32Array.from(this.#times.keys()).sort((a, b) => this.of(a) - this.of(b));
    this.#sorted = Float64Array.from(this.#ordinals, (ordinal) => this.of(ordinal));
  }

  /** Microseconds of the packet that holds this picture. */
  of(ordinal: number): number {
    return this.#times[ordinal] as number;
  }

  /** The picture whose packet has this time, or -1: an edit list cut it, or it cannot be decoded. */
  ordinalOf(microseconds: number): number {
    const at = placeIn(this.#sorted, microseconds - TOLERANCE);
    const found = this.#sorted[at];
    return found !== undefined && Math.abs(found - microseconds) <= TOLERANCE
      ? (this.#ordinals[at] as number)
      : -1;
  }
}
