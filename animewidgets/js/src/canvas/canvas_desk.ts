import type { Outcome } from "../core/outcome";
import type { Session } from "../core/session";
import type { Settings } from "../core/settings";
import type { Category } from "../core/wire";
import { Announcer } from "../ui/announce";
import type { OpenCanvas } from "./canvas_model";
import { addShape } from "./editing";
import type { Figure } from "./figures";
import type { Bounds, Shape, Vertex } from "./geometry";
import type { Reach } from "./hit";
import { MaskDesk } from "./masks/desk";
import type { DrawnKind, Spot } from "./shapes";
import type { Surface } from "./surface";
import type { Snaps, ToolHost } from "./tools/tool";
import { withGhosts } from "./tracks/shown";
import { addTrack } from "./tracks/track_edits";

/** What tools work on in one view: the figures of the frame, what is selected, and the category of the next. */
export abstract class CanvasDesk implements ToolHost {
  spot: { id: string; spot: Spot } | null = null;
  category: Category | null;
  readonly announcer = new Announcer();
  readonly masks = new MaskDesk(this);
  protected selection = new Set<string>();

  abstract readonly surface: Surface;
  abstract readonly turns: boolean;
  abstract take(outcome: Outcome): boolean;
  abstract snapped(at: Vertex, to?: Snaps): Vertex;
  abstract redraw(): void;

  constructor(
    readonly opened: OpenCanvas,
    readonly settings: Settings,
  ) {
    this.category = opened.hello.categories[0] ?? null;
  }

  get session(): Session {
    return this.opened.session;
  }

  get frame(): number {
    return this.opened.playback.frame;
  }

  get bounds(): Bounds {
    return this.opened.bounds;
  }

  get picture(): HTMLCanvasElement | null {
    const { state, approximate } = this.opened.playback;
    return state === "ready" && !approximate ? this.surface.screen.picture : null;
  }

  get reach(): Reach {
    return this.surface.reach;
  }

  get categories(): ReadonlyMap<string, Category> {
    return this.opened.categories;
  }

  get joinsPoints(): boolean {
    return this.settings.values.joinPoints;
  }

  protected get shown(): readonly Figure[] {
    const { figures, hidden } = this.opened;
    const here = withGhosts(this.opened, figures.on(this.frame), this.selection, this.frame);
    return hidden.size ? here.filter(({ id }) => !hidden.has(id)) : here;
  }

  get figures(): readonly Figure[] {
    const { locked } = this.opened;
    return locked.size ? this.shown.filter(({ id }) => !locked.has(id)) : this.shown;
  }

  get selected(): readonly Figure[] {
    return this.selection.size ? this.shown.filter(({ id }) => this.selection.has(id)) : [];
  }

  select(ids: Iterable<string>): void {
    this.selection = new Set(ids);
    if (this.spot && !this.selection.has(this.spot.id)) this.spot = null;
    this.redraw();
  }

  get extremes(): boolean {
    return this.settings.values.extremes;
  }

  add(kind: DrawnKind, shape: Shape): boolean {
    const { frame, category, opened } = this;
    const place = { pts: opened.index.ptsOf(frame), ordinal: frame };
    const outcome = opened.asTrack
      ? addTrack(kind, shape, frame, category, opened.bounds)
      : addShape(kind, shape, place, category, opened.bounds);
    if (!this.take(outcome)) return false;
    this.select(outcome.id ? [outcome.id] : []);
    return true;
  }

  say(text: string): void {
    this.announcer.say(text);
  }

  refuse(reason: string): void {
    this.announcer.refuse(reason);
  }

  setCategory(category: Category | null): void {
    this.category = category;
    this.redraw();
  }
}
