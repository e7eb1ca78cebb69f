/** How many frames fit, and which are worth keeping: pure arithmetic of the window around the viewer. */
export interface FrameWindow {
  /** First and last ordinal kept. */
  readonly low: number;
  readonly high: number;
  /** Decode up to here; a decoder overshoots by what waits in it, and `high` leaves room for that. */
  readonly target: number;
}

/** Frames that fit into the budget; a few always do. */
export function capacityOf(frameBytes: number, budget = 192 * 1024 * 1024): number {
  return Math.max(12, Math.min(300, Math.floor(budget / frameBytes)));
}

/** Bytes of a decoded frame: 4:2:0, one byte a sample, or two above 8 bits. */
export function bytesOf(width: number, height: number, format: string | null): number {
  const sample = format && /P1\d/.test(format) ? 2 : 1;
  return width * height * 1.5 * sample;
}

/** The window around `center`: decoding forward is cheap, so most of it lies behind. */
export function windowAround(
  center: number,
  direction: -1 | 0 | 1,
  capacity: number,
  count: number,
): FrameWindow {
  const ahead = Math.min(direction < 0 ? 4 : 24, Math.floor(capacity / 4));
  const overshoot = overshootOf(capacity);
  return {
    low: Math.max(0, center - (capacity - 1 - ahead - overshoot)),
    high: Math.min(count - 1, center + ahead + overshoot),
    target: Math.min(count - 1, center + ahead),
  };
}

/** Frames that may wait in the decoder: enough for every core, and room for them in the window. */
export function overshootOf(capacity: number): number {
  return Math.min(12, Math.floor(capacity / 4));
}

/** The lowest ordinal from `center` down to which every frame is held. */
export function contiguousDown(center: number, low: number, held: (n: number) => boolean): number {
  let at = center;
  while (at > low && held(at - 1)) at--;
  return at;
}

/** The first ordinal after `center`, up to `high`, that is not held; -1 when all are. */
export function firstMissing(center: number, high: number, held: (n: number) => boolean): number {
  for (let at = center + 1; at <= high; at++) if (!held(at)) return at;
  return -1;
}
