import { isCategory } from "../core/action_book";
import { refuse } from "../core/outcome";
import type { Settings } from "../core/settings";
import { nextForm } from "../core/timecode";
import type { Category } from "../core/wire";
import type { Announcer } from "../ui/announce";
import { undoOrRedo } from "../ui/undo";
import type { Action, CanvasAction } from "./actions";
import type { OpenCanvas } from "./canvas_model";
import { categorise, copied, counted, paste, remark, removeFigures, reshape } from "./editing";
import type { Figure } from "./figures";
import type { Points, Shape, Vertex } from "./geometry";
import { boundedMove, flagged, markedIn, moved, type Spot, spotsOf, withSpotAt } from "./shapes";
import type { Surface } from "./surface";
import type { ToolName } from "./tools/tool";
import { actualSize, show, toScreen } from "./view";

/** Goes into every commit: which tool made it. */
export const TOOL = "canvas";

const LEAP = 10;
const ZOOM = 1.5;
/** Part of the stage by which the view is moved. */
const PAGE = 0.25;

/** The view that commands act in. */
export interface CommandHost {
  readonly settings: Settings;
  readonly surface: Surface;
  /** Of the frame that is seen, what is selected: locked ones too. */
  readonly selected: readonly Figure[];
  /** Figures of the frame that can be selected. */
  readonly figures: readonly Figure[];
  readonly spot: { readonly id: string; readonly spot: Spot } | null;
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
  askRemark(figures: readonly Figure[]): void;
  toggleList(): void;
  toggleHelp(): void;
  toggleFullScreen(): void;
  openKeySettings(): void;
}

/** What each action does. Every change of shapes goes through here, and is said. */
export class Commands {
  readonly #deeds: Readonly<Record<Exclude<CanvasAction, "escape">, () => void>>;

  constructor(
    readonly opened: OpenCanvas,
    readonly host: CommandHost,
    readonly announcer: Announcer,
  ) {
    this.#deeds = {
      ...this.#moving(),
      ...this.#drawing(),
      ...this.#shapes(),
      ...this.#remarks(),
      ...this.#looking(),
    };
  }

  /** Do an action; `false` where it was none here, so that the page around may take the key. */
  run(action: Action): boolean {
    if (action === "escape") return this.host.escape();
    if (!isCategory(action)) {
      this.#deeds[action]();
      return true;
    }
    const category = this.opened.categories.get(action.slice("category:".length));
    if (category) this.categorise(category);
    return category !== undefined;
  }

  /** Commit what came out, or say why not. Whether it was taken. */
  take(
    outcome:
      | { edits: Parameters<OpenCanvas["session"]["commit"]>[0]; said: string }
      | { refused: string },
  ): boolean {
    if ("refused" in outcome) {
      this.announcer.refuse(outcome.refused);
      return false;
    }
    this.opened.session.commit(outcome.edits, TOOL);
    this.announcer.say(outcome.said);
    return true;
  }

  /** For what is selected, and for what is drawn from now on. */
  categorise(category: Category | null): void {
    this.host.setCategory(category);
    const figures = this.#changeable;
    if (figures.length) this.take(categorise(figures, category));
    else this.announcer.say(`The next shapes: ${category?.name ?? "no category"}`);
  }

  /** Move what is selected, or its active vertex, by pixels of the picture. */
  nudge(by: Vertex): void {
    const figures = this.#changeable;
    const { spot } = this.host;
    const { bounds } = this.opened;
    const active = spot && figures.find(({ id }) => id === spot.id);
    if (active && spot) {
      const at = spotsOf(active.kind, active.shape).find(
        ({ spot: one }) =>
          one.part === spot.spot.part && one.ring === spot.spot.ring && one.n === spot.spot.n,
      )?.at;
      if (at) {
        const x = Math.min(bounds.width, Math.max(0, at[0] + by[0]));
        const y = Math.min(bounds.height, Math.max(0, at[1] + by[1]));
        const shape = withSpotAt(active.kind, active.shape, spot.spot, [x, y]);
        this.take(reshape([active], new Map([[active.id, shape]]), bounds, "Moved the vertex"));
        return;
      }
    }
    if (!figures.length) return void this.#refuseEmpty();
    const step = boundedMove(
      figures.map(({ extent }) => extent),
      by,
      bounds,
    );
    const shapes = new Map<string, Shape>(
      figures.map((one) => [one.id, moved(one.kind, one.shape, step)]),
    );
    this.take(reshape(figures, shapes, bounds, `Moved ${counted(figures)}`));
  }

  get #changeable(): readonly Figure[] {
    return this.host.selected.filter(({ id }) => !this.opened.locked.has(id));
  }

  #refuseEmpty(): void {
    const locked = this.host.selected.length > 0;
    this.announcer.refuse(locked ? "What is selected is locked." : "Nothing is selected.");
  }

  /** Do something with what is selected and not locked, or say that there is nothing. */
  #withSelected(run: (figures: readonly Figure[]) => void): void {
    const figures = this.#changeable;
    if (figures.length) run(figures);
    else this.#refuseEmpty();
  }

  #place(ordinal: number) {
    return { pts: this.opened.index.ptsOf(ordinal), ordinal };
  }

  #moving() {
    const { opened, host } = this;
    const { playback, index } = opened;
    const last = index.count - 1;
    const by = (frames: number) => host.seek(Math.min(last, Math.max(0, playback.frame + frames)));
    const step = (delta: -1 | 1) => {
      if (playback.playing) playback.pause();
      void playback.step(delta);
    };
    const seconds = (count: -1 | 1) => {
      const [numerator, denominator] = index.release.time_base;
      const pts = index.ptsOf(playback.frame) + (count * denominator) / numerator;
      const before = index.ordinalAt(pts);
      const nearer =
        index.ptsOf(before + 1) - pts < pts - index.ptsOf(before) ? before + 1 : before;
      host.seek(Math.min(last, nearer));
    };
    return {
      stepBack: () => step(-1),
      stepForward: () => step(1),
      leapBack: () => by(-LEAP),
      leapForward: () => by(LEAP),
      secondBack: () => seconds(-1),
      secondForward: () => seconds(1),
      first: () => host.seek(0),
      last: () => host.seek(last),
      "canvas.previousMarked": () => this.#jump(-1, "frame with a shape", () => true),
      "canvas.nextMarked": () => this.#jump(1, "frame with a shape", () => true),
      goTo: () => host.goTo(),
      play: () => playback.toggle(),
      shuttleBack: () => playback.shuttle(-1),
      shuttleStop: () => playback.shuttle(0),
      shuttleForward: () => playback.shuttle(1),
    };
  }

  /** To the nearest frame with a shape of some sort, and select those. */
  #jump(
    direction: -1 | 1,
    what: string,
    wanted: (figure: Figure) => boolean,
    select = false,
  ): void {
    const { figures, playback } = this.opened;
    const frames = direction === 1 ? figures.frames : [...figures.frames].reverse();
    const to = frames.find(
      (frame) => (frame - playback.frame) * direction > 0 && figures.on(frame).some(wanted),
    );
    if (to === undefined) {
      const where = direction < 0 ? "before" : "after";
      this.announcer.refuse(`No ${what} ${where} this frame.`);
      return;
    }
    this.host.seek(to);
    if (select)
      this.host.select(
        figures
          .on(to)
          .filter(wanted)
          .map(({ id }) => id),
      );
  }

  #drawing() {
    const { host } = this;
    return {
      "canvas.select": () => host.use("select"),
      "canvas.box": () => host.use("box"),
      "canvas.polygon": () => host.use("polygon"),
      "canvas.point": () => host.use("point"),
      "canvas.again": () => host.use("again"),
      "canvas.finish": () => {
        if (!host.finish()) this.announcer.refuse("No polygon is being drawn.");
      },
      clearCategory: () => this.categorise(null),
    };
  }

  #shapes() {
    const { opened, host } = this;
    const { session, index, playback } = opened;
    const place = {
      session,
      index,
      announcer: this.announcer,
      seek: (to: number) => host.seek(to),
    };
    const turn = (by: -1 | 1) => {
      const { figures, selected } = host;
      if (!figures.length) return this.announcer.refuse("No shape on this frame.");
      const at = figures.findIndex(({ id }) => id === selected[0]?.id);
      const next = figures.at(at < 0 ? (by === 1 ? 0 : -1) : (at + by) % figures.length) as Figure;
      host.select([next.id]);
      this.announcer.say(`${next.kind} ${figures.indexOf(next) + 1} of ${figures.length}`);
    };
    const put = (ordinal: number, copies = opened.copies) => {
      const outcome = paste(copies, this.#place(ordinal));
      if (this.take(outcome)) host.select(outcome.ids);
    };
    return {
      "canvas.previousFigure": () => turn(-1),
      "canvas.nextFigure": () => turn(1),
      "canvas.selectAll": () => host.select(host.figures.map(({ id }) => id)),
      "canvas.delete": () => {
        if (!host.deleteWithin())
          this.#withSelected((figures) => this.take(removeFigures(figures)));
      },
      "canvas.copy": () => {
        if (!host.selected.length) return this.#refuseEmpty();
        opened.copies = host.selected.map(copied);
        session.refresh();
        this.announcer.say(`Copied ${counted(host.selected)}`);
      },
      "canvas.paste": () => {
        if (opened.copies.length) put(playback.frame);
        else this.announcer.refuse("Nothing was copied yet.");
      },
      "canvas.toNext": () => {
        if (!host.selected.length) return this.#refuseEmpty();
        if (playback.frame >= index.count - 1) {
          this.announcer.refuse("This is the last frame.");
          return;
        }
        const copies = host.selected.map(copied);
        const next = playback.frame + 1;
        host.seek(next);
        put(next, copies);
      },
      "canvas.left": () => this.nudge([-1, 0]),
      "canvas.right": () => this.nudge([1, 0]),
      "canvas.up": () => this.nudge([0, -1]),
      "canvas.down": () => this.nudge([0, 1]),
      "canvas.negative": () => this.#flag("negative", ["negative", "positive"]),
      "canvas.occluded": () => this.#flag("occluded", ["occluded", "visible"]),
      "canvas.hide": () => this.#hide(),
      "canvas.lock": () => this.#lock(),
      undo: () => undoOrRedo(place, "undo", TOOL),
      redo: () => undoOrRedo(place, "redo", TOOL),
    };
  }

  #flag(flag: "negative" | "occluded", [on, off]: readonly [string, string]): void {
    const figures = this.#changeable.filter(({ kind }) => kind === "point");
    if (!figures.length) {
      this.take(refuse("Select points first."));
      return;
    }
    const { spot } = this.host;
    const spotOf = (id: string) => (spot?.id === id ? spot.spot : null);
    const meant = figures.flatMap(({ id, shape }) => {
      const one = spotOf(id);
      const points = shape as Points;
      return one ? [points.points[one.n]] : markedIn(points);
    });
    const set = !meant.every((one) => one?.[flag]);
    const shapes = new Map<string, Shape>(
      figures.map(({ id, shape }) => [id, flagged(shape as Points, flag, set, spotOf(id))]),
    );
    this.take(reshape(figures, shapes, this.opened.bounds, `The point is ${set ? on : off}`));
  }

  #hide(): void {
    const { selected } = this.host;
    const { hidden, session } = this.opened;
    if (!selected.length && !hidden.size) {
      this.#refuseEmpty();
      return;
    }
    if (selected.length) {
      for (const { id } of selected) hidden.add(id);
      this.announcer.say(`Hidden: ${counted(selected)}; again shows all`);
      this.host.select([]);
    } else {
      hidden.clear();
      this.announcer.say("All shapes are shown");
    }
    session.refresh();
  }

  #lock(): void {
    const { selected } = this.host;
    const { locked, session } = this.opened;
    if (!selected.length) {
      this.#refuseEmpty();
      return;
    }
    const all = selected.every(({ id }) => locked.has(id));
    for (const { id } of selected) {
      if (all) locked.delete(id);
      else locked.add(id);
    }
    this.announcer.say(`${all ? "Unlocked" : "Locked"}: ${counted(selected)}`);
    session.refresh();
  }

  #remarks() {
    const commented = ({ annotation }: Figure) => Boolean(annotation.comment);
    const uncertain = ({ annotation }: Figure) => Boolean(annotation.uncertain);
    return {
      comment: () => this.#withSelected((figures) => this.host.askRemark(figures)),
      uncertain: () =>
        this.#withSelected((figures) => {
          const on = !figures.every(uncertain);
          const said = `${on ? "Uncertain" : "No longer uncertain"}: ${counted(figures)}`;
          this.take(remark(figures, { uncertain: on }, said));
        }),
      previousComment: () => this.#jump(-1, "comment", commented, true),
      nextComment: () => this.#jump(1, "comment", commented, true),
      previousUncertain: () => this.#jump(-1, "uncertain shape", uncertain, true),
      nextUncertain: () => this.#jump(1, "uncertain shape", uncertain, true),
    };
  }

  #looking() {
    const { host } = this;
    const { settings } = host;
    const pan = (right: number, down: number) => {
      const { surface } = host;
      surface.pan(-right * PAGE * surface.stage.width, -down * PAGE * surface.stage.height);
    };
    const zoom = (factor: number) => {
      const { surface, selected, pointer } = host;
      const [one] = selected;
      const middle: Vertex | null = one
        ? [one.extent.x + one.extent.width / 2, one.extent.y + one.extent.height / 2]
        : null;
      const at = pointer ?? (middle && toScreen(surface.stage, surface.view, middle));
      if (at) surface.zoom(factor, at);
      else surface.zoom(factor);
    };
    return {
      zoomIn: () => zoom(ZOOM),
      zoomOut: () => zoom(1 / ZOOM),
      fit: () => host.surface.fit(),
      "canvas.actualSize": () => {
        const { surface } = host;
        surface.look(actualSize(surface.stage, surface.view));
      },
      "canvas.zoomToSelection": () => {
        const { selected, surface } = host;
        if (!selected.length) return this.#refuseEmpty();
        const [left, top] = [
          Math.min(...selected.map(({ extent }) => extent.x)),
          Math.min(...selected.map(({ extent }) => extent.y)),
        ];
        const right = Math.max(...selected.map(({ extent }) => extent.x + extent.width));
        const bottom = Math.max(...selected.map(({ extent }) => extent.y + extent.height));
        const box = { x: left, y: top, width: right - left, height: bottom - top };
        surface.look(show(surface.stage, box));
      },
      panLeft: () => pan(-1, 0),
      panRight: () => pan(1, 0),
      "canvas.panUp": () => pan(0, -1),
      "canvas.panDown": () => pan(0, 1),
      snap: () => {
        settings.set({ snap: !settings.values.snap });
        this.announcer.say(`Snapping ${settings.values.snap ? "on" : "off"}`);
      },
      timecode: () => settings.set({ timecode: nextForm(settings.values.timecode) }),
      fullScreen: () => host.toggleFullScreen(),
      list: () => host.toggleList(),
      keySettings: () => host.openKeySettings(),
      help: () => host.toggleHelp(),
    };
  }
}
