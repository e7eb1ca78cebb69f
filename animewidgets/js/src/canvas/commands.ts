import { isCategory } from "../core/action_book";
import type { Outcome } from "../core/outcome";
import type { Category } from "../core/wire";
import { guideDeeds } from "../guide/actions";
import type { Announcer } from "../ui/announce";
import { type Action, CANVAS, type CanvasAction } from "./actions";
import type { OpenCanvas } from "./canvas_model";
import { ask, assistDeeds } from "./commands/assist";
import { type CommandHost, Context } from "./commands/context";
import { lookingDeeds } from "./commands/looking";
import { maskDeeds, setScope } from "./commands/masks";
import { movingDeeds } from "./commands/moving";
import { pictureDeeds } from "./commands/picture";
import { remarkDeeds } from "./commands/remarks";
import { reshapingDeeds } from "./commands/reshaping";
import { categoriseSelected, drawingDeeds, nudge, shapeDeeds } from "./commands/shapes";
import { tagDeeds } from "./commands/tags";
import { trackDeeds } from "./commands/tracks";
import type { Vertex } from "./geometry";
import type { Scope } from "./masks/edits";

export { type CommandHost, TOOL } from "./commands/context";

/** Groups of actions that lead away from the frame. */
const LEAVE: ReadonlySet<string> = new Set(["Moving", "Remarks"]);
/** Said when somebody wants to leave the frame on which they are drawing. */
export const UNDER_WAY = "Finish what you are drawing on this frame first: Esc lets go of it.";

/** What each action does. Every change of shapes goes through here, and is said. */
export class Commands {
  readonly context: Context;
  readonly #deeds: Readonly<Record<Exclude<CanvasAction, "escape">, () => void>>;

  constructor(opened: OpenCanvas, host: CommandHost, announcer: Announcer) {
    this.context = new Context(opened, host, announcer);
    this.#deeds = {
      ...movingDeeds(this.context),
      ...drawingDeeds(this.context),
      ...shapeDeeds(this.context),
      ...maskDeeds(this.context),
      ...trackDeeds(this.context),
      ...remarkDeeds(this.context),
      ...lookingDeeds(this.context),
      ...reshapingDeeds(this.context),
      ...pictureDeeds(this.context),
      ...tagDeeds(this.context),
      ...assistDeeds(this.context),
      ...guideDeeds(() => host.guide),
    };
  }

  /** Do an action; `false` where it was none here, so that the page around may take the key. */
  run(action: Action): boolean {
    if (action === "escape") return this.context.host.escape();
    if (!isCategory(action)) {
      if (this.context.host.drafting && LEAVE.has(CANVAS.groupOf(action))) {
        this.context.refuse(UNDER_WAY);
        return true;
      }
      this.#run(action);
      return true;
    }
    const category = this.context.opened.categories.get(action.slice("category:".length));
    if (category && this.#tags) this.context.host.tagging.toggle(category);
    else if (category) this.categorise(category);
    return category !== undefined;
  }

  /** Whether the keys of categories are those of tags. */
  get #tags(): boolean {
    return this.context.host.tool.name === "tag";
  }

  #run(action: Exclude<CanvasAction, "escape">): void {
    const { host, opened } = this.context;
    const { frame } = opened.playback;
    if (action === "clearCategory" && this.#tags) host.tagging.clear();
    else this.#deeds[action]();
    // Undo goes from frame to frame as well, but there nothing is kept on: it would come back at once.
    if (CANVAS.groupOf(action) === "Moving" && opened.playback.frame !== frame)
      host.tagging.visited();
  }

  /** Something was marked for an assistant: where it answers at once, it is asked. */
  marked(): void {
    if (this.context.opened.assist.live) void ask(this.context, true);
  }

  take(outcome: Outcome): boolean {
    return this.context.take(outcome);
  }

  categorise(category: Category | null): void {
    categoriseSelected(this.context, category);
  }

  setScope(scope: Scope): void {
    setScope(this.context, scope);
  }

  nudge(by: Vertex): void {
    nudge(this.context, by);
  }
}
