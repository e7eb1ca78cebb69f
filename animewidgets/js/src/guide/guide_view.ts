import { h, setAttribute } from "../core/dom";
import type { ActionButtons } from "../ui/buttons";
import type { MenuItem } from "../ui/menu";
import type { OpenTask } from "../ui/task_model";
import type { GuideAction, GuideDeeds } from "./actions";
import type { GuideDesk } from "./guide_desk";
import { GuidelinesPanel } from "./guidelines_panel";
import { ProblemList } from "./problem_list";
import { UnitBar } from "./unit_bar";
import type { PrelabelInfo, Problem } from "./wire";

/** Wider than this, in CSS pixels, the guidelines stand beside the picture, and not over it. */
const WIDE = 1180;

/** Units that tags are said of as a whole. */
const SPANS: ReadonlySet<string> = new Set(["shot", "span", "drawing"]);

export interface GuideHost {
  readonly root: HTMLElement;
  readonly opened: OpenTask;
  seek(ordinal: number): void;
  say(text: string): void;
  refuse(reason: string): void;
  focus(): void;
  /** Open a menu at a place of the page. */
  offer(at: { x: number; y: number }, label: string, items: readonly MenuItem[]): void;
  /** Have something labelled in advance; why not, where it cannot be. */
  prelabel(wish: PrelabelInfo): string | null;
  /** Select an annotation on the frame that is seen. */
  showAnnotation(id: string): void;
}

/** What guides through a task in one view: bar of units, what is to be mended, guidelines. */
export class GuideView implements GuideDeeds {
  readonly panel: GuidelinesPanel;
  readonly bar: UnitBar | null;
  readonly problems: ProblemList | null;
  readonly #desk: GuideDesk | null;

  constructor(
    readonly host: GuideHost,
    buttons: Pick<ActionButtons<GuideAction>, "make">,
    signal: AbortSignal,
  ) {
    const { hello, index, session, guide } = host.opened;
    this.#desk = guide;
    this.panel = new GuidelinesPanel(
      hello.task.guidelines,
      hello.guide,
      index,
      session.channel,
      {
        seek: (ordinal) => {
          host.seek(ordinal);
          host.focus();
        },
        close: () => this.#toggle(false),
      },
      this.#prelabelButtons(),
    );
    this.bar = guide ? new UnitBar(guide, this.#barHost(), buttons) : null;
    this.problems = guide
      ? new ProblemList(index, {
          show: (problem) => this.#show(problem),
          anyway: (unit) => void this.#mark(unit, true, true),
          again: (unit) => void this.#mark(unit, true),
          close: () => {
            guide.letGo();
            host.focus();
          },
        })
      : null;
    if (!guide) return;
    setAttribute(host.root, "data-required", guide.guide.required.join(" ") || null);
    this.bar?.attach(signal);
    const stop = guide.onChange(() => this.show());
    signal.addEventListener("abort", stop);
    if (!wasRead(guide)) this.#toggle(true, false);
    this.#prelabelAtOnce();
  }

  /** The parts above the picture, to be laid out by the editor; the panel goes into its main row. */
  get above(): HTMLElement[] {
    return [this.bar?.root, this.problems?.root].filter((one) => one !== undefined);
  }

  /** The frame is another one, or units are. */
  show(): void {
    if (!this.#desk) return;
    this.bar?.show(this.#unit, this.host.opened.playback.frame);
    this.problems?.show(this.#desk.found);
  }

  run(action: GuideAction): void {
    if (action === "guidelines") {
      this.#toggle(!this.panel.shown);
      return;
    }
    const desk = this.#desk;
    if (!desk) {
      this.host.refuse("This page has no units of work: open a template on the page “label”.");
      return;
    }
    if (action === "prelabel") {
      this.#offerPrelabels();
      return;
    }
    if (action === "nextProblem") {
      if (!this.problems?.next()) this.host.refuse("Nothing is known to be wrong with the unit.");
      return;
    }
    const { units } = desk;
    if (!units?.count) {
      this.host.refuse(desk.state.is === "failed" ? desk.state.why : "There are no units yet.");
      return;
    }
    const at = this.#unit;
    if (action === "unitDone") {
      if (units.isDone(at) && !units.mine.has(at))
        this.host.refuse("Others have finished this unit: it is theirs to take back.");
      else void this.#mark(at, !units.isDone(at));
    } else if (action === "nextUndone") {
      const next = units.nextUndone(at);
      if (next === null) this.host.say(`All ${units.count} units are done`);
      else this.#go(next);
    } else {
      const by = action === "nextUnit" ? 1 : -1;
      const to = at + by;
      if (to < 0 || to >= units.count)
        this.host.refuse(`This is the ${by < 0 ? "first" : "last"} unit.`);
      else this.#go(to);
    }
  }

  /** Close what lies over the picture; whether there was anything. */
  escape(): boolean {
    if (this.#desk?.found) {
      this.#desk.letGo();
      return true;
    }
    if (!this.panel.shown || this.host.root.clientWidth >= WIDE) return false;
    this.#toggle(false);
    return true;
  }

  /** Frames `[from, until)` of the unit at hand, where units are spans that one says things of; else `null`. */
  get span(): readonly [number, number] | null {
    const desk = this.#desk;
    const { units } = desk ?? {};
    if (!units?.count || !SPANS.has(units.of)) return null;
    const { frame } = this.host.opened.playback;
    const unit = this.#unit;
    if (!units.holds(unit, frame)) return null;
    return [units.first[unit] as number, (units.last[unit] as number) + 1];
  }

  get #unit(): number {
    return this.#desk?.units?.at(this.host.opened.playback.frame) ?? 0;
  }

  #barHost() {
    return {
      go: (unit: number) => this.#go(unit),
      refuse: (reason: string) => this.host.refuse(reason),
      focus: () => this.host.focus(),
    };
  }

  #go(unit: number): void {
    const { units } = this.#desk as GuideDesk;
    if (!units) return;
    this.host.seek(units.first[unit] as number);
    this.host.say(`Unit ${unit + 1} of ${units.count}${units.isDone(unit) ? ", done" : ""}`);
  }

  async #mark(unit: number, done: boolean, anyway = false): Promise<void> {
    const desk = this.#desk as GuideDesk;
    const marked = await desk.mark(unit, done, anyway);
    const { units, found } = desk;
    if (typeof marked === "string") this.host.refuse(marked);
    else if (marked && units) {
      const rest = units.count - units.done;
      this.host.say(
        done
          ? `Unit ${unit + 1} is done; ${rest ? `${rest} to go` : "it was the last one"}`
          : `Unit ${unit + 1} is not done`,
      );
      this.host.focus();
    } else if (found)
      this.host.refuse(`Unit ${unit + 1} is not marked yet: see what is told above.`);
  }

  #show(problem: Problem): void {
    const { index } = this.host.opened;
    this.host.seek(index.ordinalAt(problem.pts));
    if (problem.annotation_id) this.host.showAnnotation(problem.annotation_id);
    this.host.focus();
  }

  #toggle(shown: boolean, byHand = true): void {
    this.panel.show(shown);
    setAttribute(this.host.root, "data-guide", shown ? "shown" : null);
    if (!byHand) return;
    if (this.#desk) remember(this.#desk);
    if (shown) this.panel.root.focus({ preventScroll: true });
    else this.host.focus();
  }

  // --- labelling in advance ----------------------------------------------------------------------

  #prelabelButtons(): HTMLElement | null {
    const wishes = this.#desk?.guide.prelabels ?? [];
    if (!wishes.length) return null;
    return h(
      "div",
      { class: "aw-guide-prelabels", role: "group", "aria-label": "Labelled in advance" },
      ...wishes.map((wish) =>
        h(
          "button",
          {
            type: "button",
            class: "aw-button aw-wide",
            "data-prelabel": wish.source,
            onclick: () => this.#prelabel(wish),
          },
          prelabelInWords(wish),
        ),
      ),
    );
  }

  #offerPrelabels(): void {
    const wishes = this.#desk?.guide.prelabels ?? [];
    const [only] = wishes;
    if (!only) this.host.refuse("This template has nothing labelled in advance.");
    else if (wishes.length === 1) this.#prelabel(only);
    else {
      const button = this.bar?.root.querySelector(".aw-unit-prelabel");
      const box = (button ?? this.host.root).getBoundingClientRect();
      this.host.offer(
        { x: box.left, y: box.bottom },
        "Label in advance",
        wishes.map((wish) => ({ label: prelabelInWords(wish), run: () => this.#prelabel(wish) })),
      );
    }
  }

  #prelabel(wish: PrelabelInfo): void {
    if (wish.source === "drawings") {
      void this.#desk?.load();
      this.host.say("Looking for drawings");
      return;
    }
    const why = this.host.prelabel(wish);
    if (why) this.host.refuse(why);
  }

  /** What need not be started by a person is done where the task has nothing yet. */
  #prelabelAtOnce(): void {
    const { session } = this.host.opened;
    if (session.live.annotations.size) return;
    for (const wish of this.#desk?.guide.prelabels ?? [])
      if (!wish.confirm) queueMicrotask(() => void this.host.prelabel(wish));
  }
}

const SOURCES: Readonly<Record<string, string>> = {
  shots: "Find shots",
  drawings: "Find drawings",
  subtitles: "Events from subtitles",
  flow: "Follow what is selected",
};

export function prelabelInWords({ source, assistant, lane }: PrelabelInfo): string {
  const words = SOURCES[source] ?? `Propose: ${assistant ?? source}`;
  return lane ? `${words}, on ${lane}` : words;
}

/** Guidelines are shown by themselves until a person has closed those of the version. */
const keyOf = ({ guide }: GuideDesk) =>
  `animewidgets:guidelines:${guide.template_id}@${guide.version}`;

function wasRead(desk: GuideDesk): boolean {
  try {
    return localStorage.getItem(keyOf(desk)) !== null;
  } catch {
    return false; // Locked: they are shown.
  }
}

function remember(desk: GuideDesk): void {
  try {
    localStorage.setItem(keyOf(desk), "1");
  } catch {
    // Locked or full: they are shown again.
  }
}
