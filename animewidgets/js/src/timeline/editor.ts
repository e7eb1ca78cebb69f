import { h, oncePerFrame, setAttribute } from "../core/dom";
import { type KeyMap, listenForKeys } from "../core/keys";
import type { Category } from "../core/wire";
import { presentedSize } from "../video/draw_picture";
import { Screen } from "../video/screen";
import { type Action, keyMapFor, type StandardAction } from "./actions";
import { Announcer } from "./announce";
import { AXIS_HEIGHT, drawAxis, filmSlots } from "./axis";
import { neighbourProposal } from "./candidates";
import { SharpCanvas } from "./canvas";
import { onThemeChange, readColours } from "./colours";
import { addCut, deleteCut, moveCut, neighbourCut, type Outcome, setCategory } from "./cuts";
import type { Opened } from "./editor_model";
import { helpOverlay } from "./help";
import { ShotList } from "./list";
import { Notices } from "./notices";
import { drawOverview, OVERVIEW_HEIGHT } from "./overview";
import { Palette } from "./palette";
import { AxisPointer, overviewPointer, type PointerHost } from "./pointer";
import type { CutDrag, Scene } from "./scene";
import { TopBar } from "./top_bar";
import { Transport } from "./transport";
import { clamp, pixelAt, resize, reveal, showAll, type Viewport, zoom } from "./view";

/** Goes into every commit: which tool made it. */
const TOOL = "timeline";
const LEAP = 10;

/**
 * One view of the editor: lays its parts out in `root`, runs actions, and draws when anything it
 * shows has changed. What belongs to the annotations and the picture is shared with other views.
 */
export class Editor implements PointerHost {
  view: Viewport;
  readonly #announcer = new Announcer();
  readonly #axis = new SharpCanvas("aw-axis", AXIS_HEIGHT);
  readonly #overview = new SharpCanvas("aw-overview", OVERVIEW_HEIGHT);
  readonly #categories: ReadonlyMap<string, Category>;
  readonly #keys: KeyMap<Action>;
  readonly #redraw: () => void;
  readonly #topBar: TopBar;
  readonly #transport: Transport;
  readonly #palette: Palette;
  readonly #list: ShotList;
  readonly #notices: Notices;
  readonly #pointer: AxisPointer;
  #colours;
  #drag: CutDrag | null = null;
  #hover: number | null = null;
  #help: HTMLElement | null = null;
  #listShown: boolean | null = null;
  /** The frame that the axis was last turned to. */
  #frame = -1;
  #wished = "";

  constructor(
    readonly root: HTMLElement,
    readonly opened: Opened,
    readonly signal: AbortSignal,
  ) {
    const { hello, index, playback, session } = opened;
    this.view = showAll(opened.extent, Math.max(300, root.clientWidth));
    this.#categories = new Map(hello.categories.map((one) => [one.category_id, one]));
    this.#keys = keyMapFor(hello.categories);
    this.#redraw = oncePerFrame(() => this.#draw(), signal);
    const run = (action: StandardAction) => void this.run(action);

    this.#topBar = new TopBar(opened, run, () => this.focus());
    this.#transport = new Transport(opened, {
      run,
      refuse: (reason) => this.#announcer.refuse(reason),
      look: (view) => this.look(view),
      seek: (ordinal) => this.seek(ordinal),
      focus: () => this.focus(),
      viewport: () => this.view,
    });
    this.#palette = new Palette(hello.categories, (category) => {
      this.#categorise(category);
      this.focus();
    });
    this.#list = new ShotList(index, this.#categories, (ordinal) => this.seek(ordinal), signal);
    this.#notices = new Notices(index, session, TOOL);
    const screen = new Screen(playback);
    const stage = h("div", { class: "aw-stage" }, screen.root, this.#notices.root);
    const shape = presentedSize(hello.release);
    root.style.setProperty("--aw-aspect", `${shape.width / Math.max(1, shape.height)}`);
    root.replaceChildren(
      this.#topBar.root,
      h(
        "div",
        { class: "aw-main" },
        stage,
        h("aside", { class: "aw-side" }, this.#palette.root, this.#list.root),
      ),
      this.#transport.root,
      h("div", { class: "aw-time-axis" }, this.#overview.root, this.#axis.root),
      h("footer", { class: "aw-status" }, this.#announcer.root),
    );
    screen.root.addEventListener("pointerdown", () => this.focus(), { signal });
    this.#colours = readColours(root);

    this.#pointer = new AxisPointer(this.#axis.root, this, signal);
    overviewPointer(this.#overview.root, this, signal);
    this.#axis.observe(
      (width) => this.look(resize(this.view, width, opened.extent)),
      () => this.#redraw(),
      signal,
    );
    this.#overview.observe(
      () => this.#redraw(),
      () => this.#redraw(),
      signal,
    );
    listenForKeys(
      root,
      () => this.#keys,
      (action, event) => this.#key(action, event),
      signal,
    );
    const touch = () => session.active.touch();
    for (const name of ["keydown", "pointerdown", "pointermove", "wheel"])
      root.addEventListener(name, touch, { signal, passive: true });
    onThemeChange(() => {
      this.#colours = readColours(root);
      this.#redraw();
    }, signal);
    const stops = [
      playback.onChange(() => this.#redraw()),
      session.onChange(() => {
        this.#showSave();
        this.#redraw();
      }),
      opened.filmstrip.onArrival(() => this.#redraw()),
      () => screen.close(),
    ];
    signal.addEventListener("abort", () => {
      for (const stop of stops) stop();
    });
    this.#showSave();
    this.#draw();
  }

  get scene(): Scene {
    const { opened } = this;
    return {
      view: this.view,
      extent: opened.extent,
      index: opened.index,
      filmstrip: opened.filmstrip,
      shots: opened.shots,
      proposals: opened.proposals,
      categories: this.#categories,
      frame: opened.playback.frame,
      drag: this.#drag,
      hover: this.#hover,
      colours: this.#colours,
    };
  }

  get wheelIsOurs(): boolean {
    return this.root.contains(this.#focused);
  }

  get #focused(): Element | null {
    return (this.root.getRootNode() as Document | ShadowRoot).activeElement;
  }

  focus(): void {
    this.root.focus({ preventScroll: true });
  }

  seek(ordinal: number): void {
    const { playback } = this.opened;
    if (playback.playing) playback.pause();
    void playback.seek(ordinal);
  }

  /** Go to a frame that is under the pointer: the axis must not turn the page beneath it. */
  point(ordinal: number): void {
    this.#frame = ordinal;
    this.seek(ordinal);
  }

  look(view: Viewport): void {
    this.view = clamp(view, this.opened.extent);
    this.#redraw();
  }

  hover(ordinal: number | null): void {
    if (ordinal === this.#hover) return;
    this.#hover = ordinal;
    this.#redraw();
  }

  drag(drag: CutDrag | null): void {
    this.#drag = drag;
    this.#redraw();
  }

  cut(ordinal: number): void {
    this.#take(addCut(this.opened.shots, this.opened.index, ordinal));
  }

  /** Move a cut, the playhead with it. */
  moveCut(from: number, to: number): void {
    if (this.#take(moveCut(this.opened.shots, this.opened.index, from, to))) this.seek(to);
  }

  /** Do an action; whether it was one that this view does. */
  run(action: Action): boolean {
    const { playback, shots, proposals, index } = this.opened;
    const { frame } = playback;
    const jump = (to: number | null | undefined, otherwise: string) => {
      if (to === null || to === undefined) this.#announcer.refuse(otherwise);
      else this.seek(to);
    };
    if (action.startsWith("category:")) {
      const category = this.#categories.get(action.slice("category:".length));
      if (category) this.#categorise(category);
      return category !== undefined;
    }
    switch (action as StandardAction) {
      case "play":
        if (playback.playing) playback.pause();
        else playback.play(this.#transport.speed);
        break;
      case "stepBack":
        this.#step(-1);
        break;
      case "stepForward":
        this.#step(1);
        break;
      case "leapBack":
        this.seek(Math.max(0, frame - LEAP));
        break;
      case "leapForward":
        this.seek(Math.min(index.count - 1, frame + LEAP));
        break;
      case "secondBack":
        this.seek(this.#secondsFrom(frame, -1));
        break;
      case "secondForward":
        this.seek(this.#secondsFrom(frame, 1));
        break;
      case "first":
        this.seek(0);
        break;
      case "last":
        this.seek(index.count - 1);
        break;
      case "previousCut":
        jump(neighbourCut(shots, frame, -1), "No cut before this frame.");
        break;
      case "nextCut":
        jump(neighbourCut(shots, frame, 1), "No cut after this frame.");
        break;
      case "previousCandidate":
        jump(neighbourProposal(proposals, frame, -1)?.ordinal, "No candidate before this frame.");
        break;
      case "nextCandidate":
        jump(neighbourProposal(proposals, frame, 1)?.ordinal, "No candidate after this frame.");
        break;
      case "goTo":
        this.#transport.goTo.focus();
        break;
      case "cut":
        this.cut(frame);
        break;
      case "deleteCut":
        this.#take(deleteCut(shots, frame));
        break;
      case "nudgeBack":
        this.moveCut(frame, frame - 1);
        break;
      case "nudgeForward":
        this.moveCut(frame, frame + 1);
        break;
      case "accept":
        this.#accept();
        break;
      case "clearCategory":
        this.#categorise(null);
        break;
      case "undo":
      case "redo":
        this.#undoOrRedo(action as "undo" | "redo");
        break;
      case "zoomIn":
        this.#zoomBy(1.5);
        break;
      case "zoomOut":
        this.#zoomBy(1 / 1.5);
        break;
      case "fit":
        this.look(showAll(this.opened.extent, this.view.width));
        break;
      case "list":
        this.#toggleList();
        break;
      case "help":
        this.#toggleHelp();
        break;
      case "escape":
        if (this.#help) this.#toggleHelp();
        else if (!this.#pointer.cancel()) return false;
        break;
    }
    return true;
  }

  #key(action: Action, event: KeyboardEvent): boolean {
    // The overlay is modal: under it nothing moves.
    if (this.#help && action !== "help" && action !== "escape") return false;
    // A key held down repeats moving and undoing; cutting the same frame again and again helps nobody.
    if (event.repeat && ["cut", "deleteCut", "accept", "play", "list", "help"].includes(action))
      return true;
    return this.run(action);
  }

  #step(delta: number): void {
    const { playback } = this.opened;
    if (playback.playing) playback.pause();
    void playback.step(delta);
  }

  #secondsFrom(frame: number, seconds: number): number {
    const { index } = this.opened;
    const [numerator, denominator] = index.release.time_base;
    return index.ordinalAt(index.ptsOf(frame) + (seconds * denominator) / numerator);
  }

  /** Commit what came out, or say why not. Whether there was anything to commit. */
  #take(outcome: Outcome): boolean {
    if ("refused" in outcome) {
      this.#announcer.refuse(outcome.refused);
      return false;
    }
    this.opened.session.commit(outcome.edits, TOOL);
    this.#announcer.say(outcome.said);
    return outcome.edits.length > 0;
  }

  #categorise(category: Category | null): void {
    const { shots, playback } = this.opened;
    this.#take(setCategory(shots, playback.frame, category));
  }

  /** A cut where the candidate stands; on no candidate, go to the next one. */
  #accept(): void {
    const { proposals, shots, index, playback } = this.opened;
    const here = proposals.find((one) => one.ordinal === playback.frame);
    const next = neighbourProposal(proposals, playback.frame, 1);
    if (here) this.#take(addCut(shots, index, here.ordinal));
    if (next) this.seek(next.ordinal);
    else if (!here) this.#announcer.refuse("No candidate here, nor after this frame.");
  }

  #undoOrRedo(action: "undo" | "redo"): void {
    const { session, index } = this.opened;
    const step = session[action](TOOL);
    if (!step) {
      this.#announcer.refuse(`Nothing to ${action}.`);
      return;
    }
    if (step.overtaken.length && !step.edits.length) {
      this.#announcer.refuse(
        `Somebody changed this since: it is left as they made it, and ${action} goes past it.`,
      );
      return;
    }
    const last = step.edits.find((edit) => (edit.after ?? edit.before)?.kind === "cut");
    const edit = last ?? step.edits[0];
    const at = (edit?.after ?? edit?.before)?.start_pts;
    const ordinal = at === undefined ? null : index.ordinalAt(at);
    if (ordinal !== null) this.seek(ordinal);
    const word = action === "undo" ? "Undone" : "Redone";
    this.#announcer.say(ordinal === null ? word : `${word}, on frame ${ordinal}`);
  }

  #zoomBy(factor: number): void {
    const { opened, view } = this;
    const at = pixelAt(view, opened.index.ptsOf(opened.playback.frame));
    const pixel = at >= 0 && at <= view.width ? at : view.width / 2;
    this.look(zoom(view, factor, pixel, opened.extent));
  }

  #toggleList(): void {
    const shown = this.#listShown ?? getComputedStyle(this.#side).display !== "none";
    this.#listShown = !shown;
    setAttribute(this.root, "data-list", this.#listShown ? "shown" : "hidden");
  }

  get #side(): Element {
    return this.#palette.root.parentElement as Element;
  }

  #toggleHelp(): void {
    if (this.#help) {
      this.#help.remove();
      this.#help = null;
      this.focus();
      return;
    }
    const { categories, task } = this.opened.hello;
    this.#help = helpOverlay(this.#keys, categories, task.guidelines, () => this.#toggleHelp());
    this.root.append(this.#help);
    this.#help.querySelector("button")?.focus();
  }

  /** At once, not with the next drawing: never may the root say `saved` of an edit that is not. */
  #showSave(): void {
    const { save, unsent } = this.opened.session;
    setAttribute(this.root, "data-save", save);
    setAttribute(this.root, "data-unsent", unsent);
  }

  #draw(): void {
    const { opened } = this;
    const { playback, index, extent } = opened;
    if (playback.frame !== this.#frame) {
      this.#frame = playback.frame;
      this.view = reveal(this.view, index.ptsOf(this.#frame), extent);
    }
    const { scene } = this;
    this.#topBar.show();
    this.#notices.show();
    this.#transport.show(this.view, extent);
    this.#palette.show(scene.shots, scene.frame);
    this.#list.show(scene.shots, scene.frame);
    const axis = this.#axis.begin(this.view.width);
    if (axis) drawAxis(axis, scene);
    const width = this.#overview.root.clientWidth || this.view.width;
    const overview = this.#overview.begin(width);
    if (overview) drawOverview(overview, scene, width);
    this.#wishPictures(scene);
  }

  /** Ask for the filmstrip's pictures that are in view, from the middle outwards, once per change. */
  #wishPictures(scene: Scene): void {
    const slots = filmSlots(scene).map((slot) => slot.ordinal);
    const middle = (slots[0] ?? 0) / 2 + (slots.at(-1) ?? 0) / 2;
    const wish = slots.join();
    if (wish === this.#wished) return;
    this.#wished = wish;
    slots.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle));
    this.opened.filmstrip.want(slots);
  }
}
