import { carryFrame } from "../timemaps/carry";
import type { TimeMap } from "../timemaps/time_map";
import type { FrameIndex } from "../video/frame_index";
import type { Playback } from "../video/playback";
import type { MapLog } from "./map_log";
import type { SideName } from "./wire";

/** Where a frame of one side lies on the other. */
export interface Counterpart {
  readonly ordinal: number;
  /** Whether it is the same footage; else the frame that stands where it would be. */
  readonly same: boolean;
}

export const otherSide = (side: SideName): SideName => (side === "a" ? "b" : "a");

/** The frame of the target that a frame of the source comes to; where it has none, the last one before. */
export function counterpart(
  map: TimeMap,
  source: FrameIndex,
  target: FrameIndex,
  ordinal: number,
): Counterpart {
  const tick = source.ptsOf(ordinal);
  const axis = (index: FrameIndex) => ({ pts: index.pts, end_pts: index.release.end_pts });
  const { pts } = carryFrame(map, axis(source), axis(target), tick);
  if (pts !== null) return { ordinal: target.ordinalAt(pts), same: true };
  const before = map.matchBefore(tick);
  if (before) return { ordinal: target.ordinalAt(before.target[1] - 1), same: false };
  const [first] = map.matches;
  return { ordinal: first ? target.ordinalAt(first.target[0]) : 0, same: false };
}

/**
 * Two viewers, of which one leads and is heard; while they are linked the other shows what the map gives for it.
 */
export class Linked {
  lead: SideName = "a";
  /** Whether the other shows the frame that the map gives; `null` while it goes its own way. */
  same: boolean | null = null;
  /** A map that is being tried out, while something is dragged. */
  #trial: { map: TimeMap; inverted: TimeMap | null } | null = null;
  #linked = true;
  #following = false;
  #seen: Record<SideName, number> = { a: -1, b: -1 };
  #listeners = new Set<() => void>();
  #stops: (() => void)[];

  constructor(
    readonly a: Playback,
    readonly b: Playback,
    readonly log: Pick<MapLog, "map" | "inverted" | "judged" | "onChange">,
  ) {
    this.#stops = [
      a.onChange(() => this.#moved("a")),
      b.onChange(() => this.#moved("b")),
      log.onChange(() => this.follow()),
    ];
    this.follow();
  }

  get linked(): boolean {
    return this.#linked;
  }
  set linked(linked: boolean) {
    this.#linked = linked;
    this.follow();
    this.#changed();
  }

  /** Whether the other side goes where the map leads: while there is none, both go their own ways. */
  get follows(): boolean {
    return this.#linked && this.log.judged;
  }

  of(side: SideName): Playback {
    return side === "a" ? this.a : this.b;
  }

  get leading(): Playback {
    return this.of(this.lead);
  }

  /** Which side keys move, and which is heard; what plays goes on playing there. */
  take(side: SideName): void {
    if (side === this.lead) return;
    const { leading } = this;
    const { playing, rate } = leading;
    if (playing) leading.pause();
    this.lead = side;
    this.follow();
    if (playing) this.leading.play(Math.abs(rate));
    this.#changed();
  }

  /** Go to a frame of a side, which leads from now on. */
  seek(side: SideName, ordinal: number): void {
    if (side !== this.lead) {
      this.leading.pause();
      this.lead = side;
      this.#changed();
    }
    void this.of(side).seek(ordinal);
    this.follow();
  }

  toggle(): void {
    this.of(otherSide(this.lead)).pause();
    this.leading.toggle();
  }

  /** Where the leading frame lies on the other side, as the map stands. */
  get there(): Counterpart {
    const { a, b, log } = this;
    const trial = this.#trial;
    if (this.lead === "a") return counterpart(trial?.map ?? log.map, a.index, b.index, a.frame);
    if (trial) trial.inverted ??= trial.map.inverted();
    return counterpart(trial?.inverted ?? log.inverted, b.index, a.index, b.frame);
  }

  /** Show what a map would give that is not made yet; `null`: as it stands. */
  try(map: TimeMap | null): void {
    this.#trial = map && { map, inverted: null };
    this.follow();
  }

  /** Let the other side show what the map gives. */
  follow(): void {
    if (!this.follows) {
      this.same = null;
      return;
    }
    const { ordinal, same } = this.there;
    this.same = same;
    const other = this.of(otherSide(this.lead));
    if (other.frame === ordinal) return;
    // One frame after the other: who never waits for a picture while playing never sees one.
    if (this.leading.playing && other.state === "seeking") return;
    this.#following = true;
    try {
      const ahead = ordinal - other.frame;
      if (ahead > 0 && ahead < 8) void other.step(ahead);
      else void other.seek(ordinal);
    } finally {
      this.#following = false;
    }
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    for (const stop of this.#stops) stop();
    this.#listeners.clear();
  }

  #moved(side: SideName): void {
    const playback = this.of(side);
    const moved = playback.frame !== this.#seen[side];
    this.#seen[side] = playback.frame;
    // Whatever moves one side from outside makes it lead: Python, or a field that was typed into.
    if (!this.#following) {
      if (side === this.lead ? moved : playback.state === "ready") this.follow();
    }
    this.#changed();
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}
