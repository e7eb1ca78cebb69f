import { isCategory } from "../core/action_book";
import type { Outcome } from "../core/outcome";
import type { Category } from "../core/wire";
import { guideDeeds } from "../guide/actions";
import type { Announcer } from "../ui/announce";
import type { Action, StandardAction } from "./actions";
import { acceptProposal, proposalOn } from "./candidates";
import { audioDeeds } from "./commands/audio";
import { candidateDeeds } from "./commands/candidates";
import { type CommandHost, Context } from "./commands/context";
import { categorise, cutAt, cuttingDeeds } from "./commands/cutting";
import { lookingDeeds } from "./commands/looking";
import { movingDeeds } from "./commands/moving";
import { playingDeeds } from "./commands/playing";
import { Reactions } from "./commands/reactions";
import { remarkDeeds } from "./commands/remarks";
import { segmentDeeds } from "./commands/segments";
import type { Opened } from "./editor_model";

export { type CommandHost, TOOL } from "./commands/context";

/** What each action does. Every change of annotations goes through here, and is said. */
export class Commands {
  readonly context: Context;
  readonly #deeds: Readonly<Record<Exclude<StandardAction, "escape">, () => void>>;
  readonly #reactions: Reactions;
  readonly addSegment: (lane: string, first: number, end: number) => void;

  constructor(opened: Opened, host: CommandHost, announcer: Announcer) {
    this.context = new Context(opened, host, announcer);
    this.#reactions = new Reactions(opened.index, host.settings, (milliseconds) =>
      announcer.say(`Your reaction time measures ${milliseconds} ms; from now on it is taken off`),
    );
    const candidates = candidateDeeds(this.context);
    const { eventIn, eventOut, ...audio } = audioDeeds(this.context);
    const sounds = { eventIn, eventOut };
    const { addSegment, ...segments } = segmentDeeds(this.context, candidates.accept, sounds);
    this.addSegment = addSegment;
    this.#deeds = {
      ...movingDeeds(this.context),
      ...playingDeeds(this.context),
      ...cuttingDeeds(this.context, this.#reactions),
      ...candidates,
      ...segments,
      ...audio,
      ...remarkDeeds(this.context),
      ...lookingDeeds(this.context),
      ...guideDeeds(() => host.guide),
    };
  }

  /** Do an action; `false` where it was none here, so that the page around may take the key. */
  run(action: Action): boolean {
    if (action === "escape") return this.context.host.escape();
    if (!isCategory(action)) {
      this.#deeds[action]();
      return true;
    }
    const id = action.slice("category:".length);
    const category = this.context.opened.categories.get(id);
    if (category) categorise(this.context, category);
    return category !== undefined;
  }

  /** Commit what a pointer did. */
  take(outcome: Outcome): void {
    if (this.context.take(outcome)) this.#reactions.corrected(outcome);
  }

  categorise(category: Category | null): void {
    categorise(this.context, category);
  }

  cut(ordinal: number): void {
    cutAt(this.context, ordinal);
  }

  /** Take the candidate on a frame, and stay there. */
  accept(ordinal: number): void {
    const { opened, marks } = this.context;
    const proposal = proposalOn(opened.proposals, ordinal);
    if (proposal) this.context.take(acceptProposal(marks.shots, opened.index, proposal));
  }
}
