import { KernelError, NoAnswer, type Requester } from "../../core/channel";
import { done, type Outcome, refuse } from "../../core/outcome";
import type { FrameIndex } from "../../video/frame_index";
import type { Figure, Figures } from "../figures";
import type { Bounds, Interpolation, Key, Shape } from "../geometry";
import { courseOf } from "./annotations";
import { type Course, keyAt, seenAt, withKey } from "./course";
import { changed, endAfter } from "./track_edits";

/** What a key says that came about so. */
const SOURCE = "flow";
/** Frames that are followed at most, where no key stands in the way. */
export const FARTHEST = 120;
/** The kernel reads and compares every frame on the way. */
const TIMEOUT = 600_000;

/** What the kernel answers; docs/wire.md tells of it. */
interface FlowReply {
  keys: { ordinal: number; shape: Shape | null; interpolation: Interpolation; score: number }[];
  /** The last frame that was followed to. */
  reached: number;
  why: "asked" | "cut" | "outside" | "lost";
}

const WHY: Readonly<Record<FlowReply["why"], string>> = {
  asked: "",
  cut: ", where the shot ends",
  outside: ", where it leaves the picture",
  lost: ", where it is lost",
};

/** Keys that optical flow proposes for a track; nobody has said yes to them. */
export interface Proposal {
  readonly keys: readonly Key[];
  /** Ordinals, both included. */
  readonly from: number;
  readonly to: number;
  /** On which side of the key that it began with they lie. */
  readonly direction: -1 | 1;
}

/** Follows things through the frames by the kernel's optical flow, and keeps what it proposes. */
export class Propagation {
  /** By track. */
  readonly proposals = new Map<string, Proposal>();
  /** Frames that are done, of how many, while the kernel is at work. */
  progress: { readonly done: number; readonly total: number } | null = null;
  #life: AbortController | null = null;

  constructor(
    readonly channel: Requester,
    readonly index: FrameIndex,
    readonly changed: () => void,
  ) {
    channel.on("progress", (told: { what: string; done: number; total: number }) => {
      if (told.what !== "flow" || !this.#life) return;
      this.progress = told;
      this.changed();
    });
  }

  get working(): boolean {
    return this.#life !== null;
  }

  /** Stop what is under way, forget what is proposed; whether there was any. */
  reject(): boolean {
    const any = this.working || this.proposals.size > 0;
    this.#life?.abort();
    this.#life = null;
    this.progress = null;
    this.proposals.clear();
    if (any) this.changed();
    return any;
  }

  /** Follow things that are seen on a frame; what came of it, in words. */
  async follow(
    figures: readonly Figure[],
    figuresNow: Figures,
    direction: -1 | 1,
  ): Promise<string> {
    this.reject();
    const life = new AbortController();
    this.#life = life;
    this.progress = { done: 0, total: 1 };
    this.changed();
    const told: string[] = [];
    try {
      for (const { id, kind, shape, ordinal } of figures) {
        const to = this.#until(figuresNow, id, ordinal, direction);
        if (to === ordinal) continue;
        const { result } = await this.channel.request<FlowReply>(
          "track.propagate",
          { kind, shape, ordinal, to },
          { timeout: TIMEOUT, signal: life.signal },
        );
        const keys = result.keys.map((key) => proposedKey(key, ordinal, this.index));
        if (keys.length > 1) {
          const ends = [ordinal, result.reached, ...result.keys.map((key) => key.ordinal)];
          const [from, until] = [Math.min(...ends), Math.max(...ends)];
          this.proposals.set(id, { keys, from, to: until, direction });
        }
        const more = keys.length - 1;
        told.push(
          `${more} ${more === 1 ? "key" : "keys"} proposed up to frame ${result.reached}${WHY[result.why]}`,
        );
      }
      return told.length ? told.join("; ") : "There is no frame to follow it to.";
    } catch (error) {
      if (life.signal.aborted) return "Following is stopped";
      if (error instanceof KernelError || error instanceof NoAnswer) return error.message;
      throw error;
    } finally {
      if (this.#life === life) {
        this.#life = null;
        this.progress = null;
      }
      this.changed();
    }
  }

  /** The frame to follow to: before the next key, and not too far. */
  #until(figures: Figures, id: string, ordinal: number, direction: -1 | 1): number {
    const keys = figures.tracks.get(id)?.keys ?? [];
    const next =
      direction > 0 ? keys.find((one) => one > ordinal) : keys.findLast((one) => one < ordinal);
    const last = direction > 0 ? this.index.count - 1 : 0;
    const far = ordinal + direction * FARTHEST;
    const wanted = next === undefined ? last : next - direction;
    return direction > 0 ? Math.min(wanted, far, last) : Math.max(wanted, far, last);
  }

  /**
   * Make keys of what is proposed, up to the frame that is seen where it lies among them; the rest is let go of.
   * On the frame where following began, or beyond, all of them.
   */
  accept(figures: Figures, frame: number, ids: ReadonlySet<string>, bounds: Bounds): Outcome {
    const edits = [];
    let count = 0;
    const among = [...this.proposals].filter(([id]) => !ids.size || ids.has(id));
    for (const [id, proposal] of among.length ? among : this.proposals) {
      this.proposals.delete(id);
      const track = figures.tracks.get(id);
      const course = track && courseOf(track.annotation);
      if (!track || !course) continue;
      const keys = keptUpTo(course, proposal, frame, this.index);
      count += keys.filter(({ source }) => source === SOURCE).length;
      const edit = changed(track.annotation, withProposed(course, keys, bounds), bounds);
      if (typeof edit === "string") return refuse(edit);
      edits.push(edit);
    }
    this.changed();
    if (!edits.length) return refuse("No keys are proposed: Alt+P follows what is selected.");
    return done(edits, `${count} proposed ${count === 1 ? "key" : "keys"} accepted`);
  }
}

/** A key that the kernel proposes; where following began it stands for what a person said. */
function proposedKey(
  { ordinal, shape, interpolation, score }: FlowReply["keys"][number],
  begun: number,
  index: FrameIndex,
): Key {
  const key: Key = { pts: index.ptsOf(ordinal), shape, interpolation };
  if (ordinal === begun) return key;
  return { ...key, source: SOURCE, score, ...(shape ? {} : { outside: true }) };
}

/** A course with proposed keys. Where following began the key that is there only goes on in another way. */
export function withProposed(course: Course, keys: readonly Key[], bounds: Bounds): Course {
  const last = keys.at(-1);
  return keys.reduce((all, key) => {
    const own = key.source === SOURCE ? undefined : keyAt(course, key.pts);
    // Followed backwards, how it goes on from where following began is not asked.
    const on = key === last ? own : own && { ...own, interpolation: key.interpolation };
    return withKey(all, on ?? key, endAfter(bounds, key.pts));
  }, course);
}

function keptUpTo(
  course: Course,
  { keys, from, to, direction }: Proposal,
  frame: number,
  index: FrameIndex,
): readonly Key[] {
  const begun = direction > 0 ? from : to;
  const inside = frame !== begun && frame > from - 1 && frame < to + 1;
  if (!inside) return keys;
  const pts = index.ptsOf(frame);
  const kept = keys.filter((key) => (direction > 0 ? key.pts <= pts : key.pts >= pts));
  if (kept.some((key) => key.pts === pts)) return kept;
  // Between two of them: what is seen there becomes the last one.
  const all = keys.reduce((one, key) => withKey(one, key, Infinity), course);
  const here = keyHere(all, pts);
  return here ? [...kept, here] : kept;
}

function keyHere(course: Course, pts: number): Key | null {
  const at = course.keys.findLast((key) => key.pts <= pts);
  const seen = at && seenAt(course, pts);
  if (!at || !seen) return null;
  // As sure as the less sure of the two keys that it lies between.
  const after = course.keys.find((key) => key.pts > pts);
  const score = Math.min(at.score ?? 1, after?.score ?? 1);
  return { pts, shape: seen.shape, interpolation: at.interpolation, source: SOURCE, score };
}
