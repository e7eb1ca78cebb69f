import { MOST_EDITS, type Outcome } from "../../core/outcome";
import type { Settings } from "../../core/settings";
import type { Category } from "../../core/wire";
import type { GuideDeeds } from "../../guide/actions";
import { strangeKind } from "../../guide/kinds";
import type { Announcer } from "../../ui/announce";
import type { OpenCanvas } from "../canvas_model";
import type { Remarkable } from "../editing";
import type { Figure } from "../figures";
import type { Vertex } from "../geometry";
import type { RingKind } from "../rings";
import type { Spot } from "../shapes";
import type { Surface } from "../surface";
import type { Tagging } from "../tags/tagging";
import type { Tool, ToolName } from "../tools/tool";

/** Goes into every commit: which tool made it. */
export const TOOL = "canvas";

/** The view that commands act in. */
export interface CommandHost {
  readonly settings: Settings;
  readonly guide: GuideDeeds;
  readonly surface: Surface;
  /** Whether a shape of the frame that is seen is being drawn or changed. */
  readonly drafting: boolean;
  /** Of the frame that is seen, what is selected: locked ones too. */
  readonly selected: readonly Figure[];
  /** Figures of the frame that can be selected. */
  readonly figures: readonly Figure[];
  readonly spot: { readonly id: string; readonly spot: Spot } | null;
  readonly tagging: Tagging;
  /** The tool in use, where it has more to it than the pointer. */
  readonly tool: Tool;
  /** Of the next shape. */
  readonly category: Category | null;
  /** Where the pointer is on the stage, to zoom about it. */
  readonly pointer: Vertex | null;
  select(ids: Iterable<string>): void;
  use(tool: ToolName | "again"): void;
  setCategory(category: Category | null): void;
  seek(ordinal: number): void;
  goTo(): void;
  /** Delete or take back what the tool in use has under way, or the vertex that is active; whether there was any. */
  deleteWithin(): boolean;
  finish(): boolean;
  escape(): boolean;
  askRemark(things: readonly Remarkable[]): void;
  /** What is drawn next becomes a hole or part of a polygon; whether it can be drawn here. */
  join(kind: RingKind, figure: Figure): boolean;
  /** Take the selecting tool, and keep what is selected. */
  takeSelecting(): void;
  togglePicture(): void;
  focusAttributes(): boolean;
  chooseAssistant(): void;
  toggleList(): void;
  toggleLanes(): void;
  toggleHelp(): void;
  toggleFullScreen(): void;
  openKeySettings(): void;
}

/** What every deed needs: what is there, what is selected, and the two ways to answer. */
export class Context {
  constructor(
    readonly opened: OpenCanvas,
    readonly host: CommandHost,
    readonly announcer: Announcer,
  ) {}

  /** Commit what came out, or say why not. Whether it was taken. */
  take(outcome: Outcome): boolean {
    if ("refused" in outcome) {
      this.refuse(outcome.refused);
      return false;
    }
    const { edits, said } = outcome;
    const strange = strangeKind(edits, this.opened.hello.guide);
    if (strange) {
      this.refuse(strange);
      return false;
    }
    // The kernel takes no more in one commit: what is more becomes several, each undone by itself.
    for (let n = 0; n < edits.length; n += MOST_EDITS)
      this.opened.session.commit(edits.slice(n, n + MOST_EDITS), TOOL);
    const steps = Math.ceil(edits.length / MOST_EDITS);
    this.say(steps > 1 ? `${said}, in ${steps} steps of undo` : said);
    return true;
  }

  say(text: string): void {
    this.announcer.say(text);
  }

  refuse(reason: string): void {
    this.announcer.refuse(reason);
  }

  /** What of the selection is not locked. */
  get changeable(): readonly Figure[] {
    return this.host.selected.filter(({ id }) => !this.opened.locked.has(id));
  }

  refuseEmpty(): void {
    const locked = this.host.selected.length > 0;
    this.refuse(locked ? "What is selected is locked." : "Nothing is selected.");
  }

  /** What remarks are made on: what is selected and not locked, else the tag that is looked at. */
  withRemarkable(run: (things: readonly Remarkable[]) => void): void {
    const { chosen } = this.host.tagging;
    if (!this.host.selected.length && chosen) run([chosen]);
    else this.withSelected(run);
  }

  /** Do something with what is selected and not locked, or say that there is nothing. */
  withSelected(run: (figures: readonly Figure[]) => void): void {
    const figures = this.changeable;
    if (figures.length) run(figures);
    else this.refuseEmpty();
  }

  place(ordinal: number): { pts: number; ordinal: number } {
    return { pts: this.opened.index.ptsOf(ordinal), ordinal };
  }

  /** To the nearest frame with a shape or tag of some sort; and select those. */
  jump(
    direction: -1 | 1,
    what: string,
    wanted: (one: Remarkable) => boolean,
    among: "shapes" | "tags" | "both",
    select = false,
  ): void {
    const { playback } = this.opened;
    const figures = among === "tags" ? [] : this.opened.figures.all.filter(wanted);
    const tags = among === "shapes" ? [] : this.opened.tags.all.filter(wanted);
    let to: number | null = null;
    for (const at of [...figures.map(({ ordinal }) => ordinal), ...tags.map(({ from }) => from)]) {
      const on = (at - playback.frame) * direction > 0 && playback.frames.has(at);
      if (on && (to === null || (to - at) * direction > 0)) to = at;
    }
    if (to === null) {
      this.refuse(`No ${what} ${direction < 0 ? "before" : "after"} this frame.`);
      return;
    }
    this.host.seek(to);
    if (!select) return;
    this.host.select(figures.filter(({ ordinal }) => ordinal === to).map(({ id }) => id));
    this.host.tagging.choose(tags.find(({ from }) => from === to) ?? null);
  }
}
