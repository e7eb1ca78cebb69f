import { apply, type Live, NOTHING } from "../core/edits";
import type { Outcome } from "../core/outcome";
import { addCut, type Shot } from "../timeline/cuts";
import type { SubtitleFile } from "../timeline/lines";
import { Marks } from "../timeline/marks";
import type { Segment } from "../timeline/segments";
import type { FrameIndex } from "../video/frame_index";
import { release } from "./releases";

/** A person timing a release, for tests: takes what gestures come to, and tells how things stand. */
export class Timing {
  live: Live = NOTHING;
  #marks: Marks | undefined;

  constructor(
    readonly index: FrameIndex = release({ count: 240 }),
    readonly subtitles: readonly SubtitleFile[] = [],
  ) {}

  get marks(): Marks {
    if (this.#marks?.live !== this.live)
      this.#marks = new Marks(this.live, this.index, this.subtitles);
    return this.#marks;
  }

  get shots(): readonly Shot[] {
    return this.marks.shots;
  }

  /** What was said of the gesture, or why it was refused. */
  take(outcome: Outcome): string {
    if ("refused" in outcome) return outcome.refused;
    this.live = apply(this.live, outcome.edits);
    return outcome.said;
  }

  cut(...ordinals: number[]): this {
    for (const ordinal of ordinals) this.take(addCut(this.shots, this.index, ordinal));
    return this;
  }

  get cuts(): number[] {
    return this.shots.filter((shot) => shot.cuts.length).map((shot) => shot.first);
  }

  /** The gradual cuts: kind, first mixed frame, first frame that no longer is. */
  get spans(): Record<number, [string, number, number]> {
    return Object.fromEntries(
      this.shots.flatMap(({ first, transition: t }) =>
        t ? [[first, [t.kind, t.from, t.until]]] : [],
      ),
    );
  }

  /** What stands on each lane: first frame and end. */
  get lanes(): Record<string, [number, number][]> {
    return Object.fromEntries(
      this.marks.lanes.map(({ name, segments }) => [
        name,
        segments.map(({ first, end }): [number, number] => [first, end]),
      ]),
    );
  }

  segment(lane: string, first: number): Segment {
    const found = this.marks.segments.find((one) => one.lane === lane && one.first === first);
    if (!found) throw new Error(`no segment on ${lane} begins on frame ${first}`);
    return found;
  }
}
