import type { Outcome } from "../../core/outcome";
import type { Settings } from "../../core/settings";
import type { GuideDeeds } from "../../guide/actions";
import { strangeKind } from "../../guide/kinds";
import type { Announcer } from "../../ui/announce";
import type { Viewport } from "../../ui/time_view";
import { type Active, activeSpan, type LaneId } from "../active";
import type { Opened } from "../editor_model";
import type { Marks } from "../marks";
import type { Marked } from "../remarks";

/** Goes into every commit: which tool made it. */
export const TOOL = "timeline";

/** The view that commands act in. */
export interface CommandHost {
  readonly view: Viewport;
  readonly settings: Settings;
  readonly guide: GuideDeeds;
  /** Of playing. */
  speed: number;
  /** Whether passages are played again and again. */
  looping: boolean;
  /** Whether playing stays inside what is active. */
  locked: boolean;
  /** The lane that keys act on, and what of it was picked. */
  readonly lane: LaneId;
  readonly picked: string | null;
  pick(lane: LaneId, key: string | null): void;
  /** The in mark of a segment that is being made. */
  pendingIn: number | null;
  /** The ticks at which audio events were begun whose ends are still to come, by lane. */
  readonly begun: Map<string, number>;
  seek(ordinal: number): void;
  look(view: Viewport): void;
  goTo(): void;
  toggleList(): void;
  toggleHelp(): void;
  toggleFullScreen(): void;
  openKeySettings(): void;
  openTimingSettings(): void;
  /** Ask for the name of a new lane; `null` takes the question back. */
  askLane(named: (name: string) => string | null, of?: "segments" | "sounds"): void;
  /** Ask who is heard; `named` says why a name is none, or `null` when it was taken. */
  askSpeaker(now: string, names: readonly string[], named: (name: string) => string | null): void;
  askRemark(marked: Marked): void;
  /** Whether there was anything to let go of. */
  escape(): boolean;
}

/** What every deed needs: what is there, where one is, and the two ways to answer. */
export class Context {
  constructor(
    readonly opened: Opened,
    readonly host: CommandHost,
    readonly announcer: Announcer,
  ) {}

  get marks(): Marks {
    return this.opened.marks;
  }

  get frame(): number {
    return this.opened.playback.frame;
  }

  get active(): Active {
    const { lane, picked } = this.host;
    return { lane, span: activeSpan(this.marks, lane, picked, this.frame) };
  }

  /** Commit what came out, or say why not. Whether there was anything to commit. */
  take(outcome: Outcome): boolean {
    if ("refused" in outcome) {
      this.announcer.refuse(outcome.refused);
      return false;
    }
    const strange = strangeKind(outcome.edits, this.opened.hello.guide);
    if (strange) {
      this.announcer.refuse(strange);
      return false;
    }
    this.opened.session.commit(outcome.edits, TOOL);
    this.announcer.say(outcome.said);
    return outcome.edits.length > 0;
  }

  refuse(reason: string): void {
    this.announcer.refuse(reason);
  }

  say(text: string): void {
    this.announcer.say(text);
  }

  /** Go there, or say that there is nothing in that direction. */
  jump(to: number | null, what: string, direction: -1 | 1): void {
    if (to !== null) this.host.seek(to);
    else this.refuse(`No ${what} ${direction < 0 ? "before" : "after"} this frame.`);
  }
}
