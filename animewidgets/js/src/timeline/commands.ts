import type { Category } from "../core/wire";
import type { FrameIndex } from "../video/frame_index";
import { type Action, isCategory, STANDARD, type StandardAction } from "./actions";
import type { Announcer } from "./announce";
import { neighbourProposal } from "./candidates";
import { addCut, deleteCut, moveCut, neighbourCut, type Outcome, setCategory } from "./cuts";
import type { Opened } from "./editor_model";
import { pixelAt, showAll, type Viewport, zoom } from "./view";

/** Goes into every commit: which tool made it. */
export const TOOL = "timeline";
const LEAP = 10;
const ZOOM = 1.5;

/** The view that commands act in. */
export interface CommandHost {
  readonly view: Viewport;
  /** Of playing. */
  readonly speed: number;
  seek(ordinal: number): void;
  look(view: Viewport): void;
  goTo(): void;
  toggleList(): void;
  toggleHelp(): void;
  /** Whether there was anything to let go of. */
  escape(): boolean;
}

/** What each action does. Every change of annotations goes through here, and is said. */
export class Commands {
  readonly #standard: Record<Exclude<StandardAction, "escape">, () => void>;

  constructor(
    readonly opened: Opened,
    readonly host: CommandHost,
    readonly announcer: Announcer,
  ) {
    const { playback, index, extent } = opened;
    const step = (delta: number) => {
      if (playback.playing) playback.pause();
      void playback.step(delta);
    };
    const by = (frames: number) =>
      host.seek(Math.min(index.count - 1, Math.max(0, playback.frame + frames)));
    const seconds = (count: number) => {
      const [numerator, denominator] = index.release.time_base;
      host.seek(
        nearestFrame(index, index.ptsOf(playback.frame) + (count * denominator) / numerator),
      );
    };
    const toCut = (direction: -1 | 1) =>
      this.#jump(neighbourCut(opened.shots, playback.frame, direction), "cut", direction);
    const toCandidate = (direction: -1 | 1) => {
      const found = neighbourProposal(opened.proposals, playback.frame, direction);
      this.#jump(found?.ordinal ?? null, "candidate", direction);
    };
    this.#standard = {
      // To be replaced, one by one: what has no deed yet. Without this, tsc names all that is missing.
      ...(Object.fromEntries(
        STANDARD.map((action) => [action, () => announcer.refuse("not there yet")]),
      ) as Record<StandardAction, () => void>),
      play: () => (playback.playing ? playback.pause() : playback.play(host.speed)),
      stepBack: () => step(-1),
      stepForward: () => step(1),
      leapBack: () => by(-LEAP),
      leapForward: () => by(LEAP),
      secondBack: () => seconds(-1),
      secondForward: () => seconds(1),
      first: () => host.seek(0),
      last: () => host.seek(index.count - 1),
      previousCut: () => toCut(-1),
      nextCut: () => toCut(1),
      previousCandidate: () => toCandidate(-1),
      nextCandidate: () => toCandidate(1),
      goTo: () => host.goTo(),
      cut: () => this.cut(playback.frame),
      deleteCut: () => this.#take(deleteCut(opened.shots, playback.frame)),
      nudgeBack: () => this.moveCut(playback.frame, playback.frame - 1),
      nudgeForward: () => this.moveCut(playback.frame, playback.frame + 1),
      accept: () => this.#accept(),
      clearCategory: () => this.categorise(null),
      undo: () => this.#undoOrRedo("undo"),
      redo: () => this.#undoOrRedo("redo"),
      zoomIn: () => this.#zoomBy(ZOOM),
      zoomOut: () => this.#zoomBy(1 / ZOOM),
      fit: () => host.look(showAll(extent, host.view.width)),
      list: () => host.toggleList(),
      help: () => host.toggleHelp(),
    };
  }

  /** Do an action; `false` where it was none here, so that the page around may take the key. */
  run(action: Action): boolean {
    if (action === "escape") return this.host.escape();
    if (!isCategory(action)) {
      this.#standard[action]();
      return true;
    }
    const id = action.slice("category:".length);
    const category = this.opened.hello.categories.find((one) => one.category_id === id);
    if (category) this.categorise(category);
    return category !== undefined;
  }

  cut(ordinal: number): void {
    this.#take(addCut(this.opened.shots, this.opened.index, ordinal));
  }

  /** Move a cut, the playhead with it. */
  moveCut(from: number, to: number): void {
    if (this.#take(moveCut(this.opened.shots, this.opened.index, from, to))) this.host.seek(to);
  }

  categorise(category: Category | null): void {
    this.#take(setCategory(this.opened.shots, this.opened.playback.frame, category));
  }

  /** Commit what came out, or say why not. Whether there was anything to commit. */
  #take(outcome: Outcome): boolean {
    if ("refused" in outcome) {
      this.announcer.refuse(outcome.refused);
      return false;
    }
    this.opened.session.commit(outcome.edits, TOOL);
    this.announcer.say(outcome.said);
    return outcome.edits.length > 0;
  }

  #jump(to: number | null, what: string, direction: -1 | 1): void {
    if (to !== null) this.host.seek(to);
    else this.announcer.refuse(`No ${what} ${direction < 0 ? "before" : "after"} this frame.`);
  }

  /** A cut where the candidate stands; on no candidate, go to the next one. */
  #accept(): void {
    const { proposals, playback } = this.opened;
    const here = proposals.find((one) => one.ordinal === playback.frame);
    const next = neighbourProposal(proposals, playback.frame, 1);
    if (here) this.cut(here.ordinal);
    if (next) this.host.seek(next.ordinal);
    else if (!here) this.announcer.refuse("No candidate here, nor after this frame.");
  }

  /** Undo or redo, and go to where it happened. */
  #undoOrRedo(action: "undo" | "redo"): void {
    const { session, index } = this.opened;
    const step = session[action](TOOL);
    if (!step) {
      this.announcer.refuse(`Nothing to ${action}.`);
      return;
    }
    if (step.overtaken.length && !step.edits.length) {
      this.announcer.refuse(
        `Somebody changed this since: it is left as they made it, and ${action} goes past it.`,
      );
      return;
    }
    const states = step.edits.map((edit) => edit.after ?? edit.before);
    const state = states.find((one) => one?.kind === "cut") ?? states[0];
    const word = action === "undo" ? "Undone" : "Redone";
    if (!state) {
      this.announcer.say(word);
      return;
    }
    const ordinal = index.ordinalAt(state.start_pts);
    this.host.seek(ordinal);
    this.announcer.say(`${word}, on frame ${ordinal}`);
  }

  /** Zoom about the playhead while it is in sight, else about the middle. */
  #zoomBy(factor: number): void {
    const { index, playback, extent } = this.opened;
    const { view } = this.host;
    const at = pixelAt(view, index.ptsOf(playback.frame));
    const pixel = at >= 0 && at <= view.width ? at : view.width / 2;
    this.host.look(zoom(view, factor, pixel, extent));
  }
}

/** The frame that begins nearest to a tick: a second on and a second back must lead to where one was. */
function nearestFrame(index: FrameIndex, tick: number): number {
  const before = index.ordinalAt(tick);
  const after = Math.min(index.count - 1, before + 1);
  return index.ptsOf(after) - tick < tick - index.ptsOf(before) ? after : before;
}
