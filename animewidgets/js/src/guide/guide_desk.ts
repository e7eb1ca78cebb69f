import { KernelError, NoAnswer } from "../core/channel";
import type { Session } from "../core/session";
import type { FrameIndex } from "../video/frame_index";
import { Units } from "./units";
import type { GuideHello, MarkReply, Problem, UnitsReply } from "./wire";

/** How long the kernel may take to look through a whole film. */
const LONG = 600_000;
const MARK_TIMEOUT = 15_000;
/** Milliseconds from the last change of cuts to asking for the units anew. */
const REST = 800;
/** Units that depend on the cuts. */
const OF_CUTS: ReadonlySet<string> = new Set(["shot", "drawing"]);

export type UnitsState =
  | { is: "looking"; done: number; total: number }
  | { is: "ready"; units: Units }
  | { is: "failed"; why: string };

/** What is wrong with the unit that was looked at last. */
export interface Found {
  readonly unit: number;
  readonly problems: readonly Problem[];
}

/** The units of a task, shared by the views of one widget: which there are, which are done, what is wrong. */
export class GuideDesk {
  state: UnitsState = { is: "looking", done: 0, total: 0 };
  found: Found | null = null;
  /** Whether a unit is being checked. */
  marking = false;
  #listeners = new Set<() => void>();
  #stops: (() => void)[];
  #closed = new AbortController();
  #cuts = "";
  #live: unknown;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly guide: GuideHello,
    readonly session: Session,
    readonly index: FrameIndex,
  ) {
    const { channel } = session;
    this.#cuts = this.#cutsNow();
    this.#stops = [
      channel.on("progress", (told: { what: string; done: number; total: number }) => {
        if (told.what !== "units" || this.state.is !== "looking") return;
        this.state = { is: "looking", done: told.done, total: told.total };
        this.#changed();
      }),
      session.onChange(() => this.#follow()),
    ];
    void this.load();
  }

  get units(): Units | null {
    return this.state.is === "ready" ? this.state.units : null;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Ask which units there are. */
  async load(): Promise<void> {
    if (this.state.is !== "ready") {
      this.state = { is: "looking", done: 0, total: 0 };
      this.#changed();
    }
    try {
      const { result, buffers } = await this.session.channel.request<UnitsReply>(
        "units.list",
        {},
        { timeout: LONG, signal: this.#closed.signal },
      );
      this.state = { is: "ready", units: Units.fromReply(result, buffers, this.index) };
    } catch (error) {
      if (this.#closed.signal.aborted) return;
      this.state = { is: "failed", why: why(error) };
    }
    this.#changed();
  }

  /**
   * Mark a unit as done, or as not done. Where something is wrong with it, it is not marked, and `found` says
   * what; with `anyway` warnings are passed over. Whether it was marked.
   */
  async mark(n: number, done: boolean, anyway = false): Promise<boolean | string> {
    const { units } = this;
    if (!units) return false;
    if (this.marking) return "A unit is being checked: once it is marked, go on.";
    this.marking = true;
    this.#changed();
    try {
      const waited = await this.#saved();
      if (!waited) return "Not every edit is saved yet: the unit is checked once they are.";
      const { result } = await this.session.channel.request<MarkReply>(
        "units.mark",
        {
          start_pts: units.start[n],
          end_pts: units.end[n],
          done,
          anyway,
        },
        { timeout: MARK_TIMEOUT, signal: this.#closed.signal },
      );
      this.found = result.marked ? null : { unit: n, problems: result.problems };
      if (result.marked) {
        if (done) units.mine.add(n);
        else units.mine.delete(n);
      }
      return result.marked;
    } catch (error) {
      return why(error);
    } finally {
      this.marking = false;
      this.#changed();
    }
  }

  letGo(): void {
    if (!this.found) return;
    this.found = null;
    this.#changed();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#closed.abort();
    for (const stop of this.#stops) stop();
    this.#listeners.clear();
  }

  /** Whether every edit has reached the store: what is checked is what the store has. */
  #saved(): Promise<boolean> {
    const { session } = this;
    if (session.save === "saved") return Promise.resolve(true);
    return new Promise((resolve) => {
      const end = (is: boolean) => {
        clearTimeout(timer);
        stop();
        resolve(is);
      };
      const timer = setTimeout(() => end(false), 8_000);
      const stop = session.onChange(() => {
        if (session.save === "saved") end(true);
      });
    });
  }

  /** Where cuts are made in this task, they make its units: look again once the person rests. */
  #follow(): void {
    const { live } = this.session;
    if (live === this.#live || !OF_CUTS.has(this.guide.unit.of)) return;
    this.#live = live;
    if (!this.guide.kinds.includes("cut")) return;
    const now = this.#cutsNow();
    if (now === this.#cuts) return;
    this.#cuts = now;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(async () => {
      if (await this.#saved()) void this.load();
    }, REST);
  }

  #cutsNow(): string {
    if (!this.guide.kinds.includes("cut")) return "";
    const cuts: number[] = [];
    for (const one of this.session.live.annotations.values())
      if (one.kind === "cut") cuts.push(one.start_pts);
    return cuts.sort((a, b) => a - b).join();
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}

function why(error: unknown): string {
  if (error instanceof NoAnswer) return "The kernel does not answer.";
  if (error instanceof KernelError) return error.message;
  return error instanceof Error ? error.message : String(error);
}
