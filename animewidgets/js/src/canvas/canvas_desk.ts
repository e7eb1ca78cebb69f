import type { Outcome } from "../core/outcome";
import type { Session } from "../core/session";
import type { Settings } from "../core/settings";
import type { Category, SchemaNews } from "../core/wire";
import { Announcer } from "../ui/announce";
import type { OpenCanvas } from "./canvas_model";
import { UNDER_WAY } from "./commands";
import { addShape } from "./editing";
import type { Figure } from "./figures";
import type { Bounds, Shape, Vertex } from "./geometry";
import { hitFigure, type Reach } from "./hit";
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
  abstract readonly drafting: boolean;

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

  // --- going, and what is selected on the way ----------------------------------------------------

  seek(ordinal: number): void {
    const { playback } = this.opened;
    if (this.drafting && ordinal !== playback.frame) {
      this.refuse(UNDER_WAY);
      return;
    }
    if (playback.playing) playback.pause();
    const to = playback.frames.nearest(ordinal);
    if (to !== ordinal && playback.frames.isPart)
      this.refuse(`Frame ${ordinal} is not among the chosen ones: ${to} is the nearest.`);
    void playback.seek(to);
  }

  choose(figure: Figure, more: boolean): void {
    this.select(more ? [...this.selection, figure.id] : [figure.id]);
    const isHere = figure.ordinal === this.frame || this.shown.some(({ id }) => id === figure.id);
    if (!isHere && !(more && figure.track)) this.seek(figure.ordinal);
  }

  showAnnotation(id: string): void {
    const figure = this.opened.figures.on(this.frame).find((one) => one.id === id);
    if (figure) this.select([id]);
  }

  has(id: string): boolean {
    return this.selection.has(id);
  }

  /** The figure at a point of the picture. */
  figureAt(at: Vertex): Figure | null {
    return hitFigure(this.shown, at, this.reach);
  }

  /** The project stands on other categories: that of the next shape becomes what its labels become. */
  protected carryCategory(links: SchemaNews["links"]): void {
    const before = this.category?.category_id;
    const link = before !== undefined && links && Object.hasOwn(links, before) && links[before];
    const now = link ? (link.then ?? undefined) : before;
    this.category = now === undefined ? null : (this.opened.categories.get(now) ?? null);
  }
}
