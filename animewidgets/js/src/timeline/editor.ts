import { h, oncePerFrame, setAttribute } from "../core/dom";
import { type KeyMap, listenForKeys } from "../core/keys";
import type { Category } from "../core/wire";
import { presentedSize } from "../video/draw_picture";
import { Screen } from "../video/screen";
import { type Action, keyMapFor, type StandardAction } from "./actions";
import { Announcer } from "./announce";
import { AXIS_HEIGHT, drawAxis, filmSlots } from "./axis";
import { SharpCanvas } from "./canvas";
import { onThemeChange, readColours } from "./colours";
import { type CommandHost, Commands, TOOL } from "./commands";
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
import { clamp, resize, reveal, showAll, type Viewport } from "./view";

/** Milliseconds between two wishes for pictures of the filmstrip. */
const WISH_PAUSE = 80;

/**
 * One view of the editor: lays its parts out in `root`, runs actions, and draws when anything it
 * shows has changed. What belongs to the annotations and the picture is shared with other views.
 */
export class Editor implements PointerHost, CommandHost {
  view: Viewport;
  readonly #announcer = new Announcer();
  readonly #axis = new SharpCanvas("aw-axis", AXIS_HEIGHT);
  readonly #overview = new SharpCanvas("aw-overview", OVERVIEW_HEIGHT);
  readonly #categories: ReadonlyMap<string, Category>;
  readonly #keys: KeyMap<Action>;
  readonly #commands: Commands;
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
  #wishing: ReturnType<typeof setTimeout> | undefined;

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
    this.#commands = new Commands(opened, this, this.#announcer);
    const run = (action: StandardAction) => void this.#commands.run(action);

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
      this.#commands.categorise(category);
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
    // A host may lay the widget out before it is on the page: only then do its colours and width count.
    const repaint = () => {
      this.#colours = readColours(root);
      this.#redraw();
    };
    this.#axis.observe(
      (width) => {
        repaint();
        this.look(resize(this.view, width, opened.extent));
      },
      repaint,
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
    // A button that is clicked does not take the focus: Space goes on playing. Tab still reaches it.
    root.addEventListener(
      "mousedown",
      (event) => {
        if (!(event.target as Element).closest("button")) return;
        event.preventDefault();
        if (!this.#help) this.focus();
      },
      { signal },
    );
    const touch = () => session.active.touch();
    for (const name of ["keydown", "pointerdown", "pointermove", "wheel"])
      root.addEventListener(name, touch, { signal, passive: true });
    onThemeChange(repaint, signal);
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
    this.#commands.cut(ordinal);
  }

  moveCut(from: number, to: number): void {
    this.#commands.moveCut(from, to);
  }

  goTo(): void {
    this.#transport.goTo.focus();
  }

  get speed(): number {
    return this.#transport.speed;
  }

  #key(action: Action, event: KeyboardEvent): boolean {
    // The overlay is modal: under it nothing moves.
    if (this.#help && action !== "help" && action !== "escape") return false;
    // A key held down repeats moving and undoing; cutting the same frame again and again helps nobody.
    if (event.repeat && ["cut", "deleteCut", "accept", "play", "list", "help"].includes(action))
      return true;
    return this.#commands.run(action);
  }

  toggleList(): void {
    const shown = this.#listShown ?? getComputedStyle(this.#side).display !== "none";
    this.#listShown = !shown;
    setAttribute(this.root, "data-list", this.#listShown ? "shown" : "hidden");
  }

  /** Close what is open, let go of what is held; whether there was any. */
  escape(): boolean {
    if (!this.#help) return this.#pointer.cancel();
    this.toggleHelp();
    return true;
  }

  get #side(): Element {
    return this.#palette.root.parentElement as Element;
  }

  toggleHelp(): void {
    if (this.#help) {
      this.#help.remove();
      this.#help = null;
      this.focus();
      return;
    }
    const { categories, task } = this.opened.hello;
    this.#help = helpOverlay(this.#keys, categories, task.guidelines, () => this.toggleHelp());
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
    this.#wishSoon();
  }

  /** Ask for the filmstrip's pictures soon: while one zooms or pans, what is in view changes with every drawing. */
  #wishSoon(): void {
    this.#wishing ??= setTimeout(() => {
      this.#wishing = undefined;
      if (!this.signal.aborted) this.#wishPictures();
    }, WISH_PAUSE);
  }

  /** From the middle outwards, and only where the wish is a new one. */
  #wishPictures(): void {
    const slots = filmSlots(this.scene).map((slot) => slot.ordinal);
    const middle = (slots[0] ?? 0) / 2 + (slots.at(-1) ?? 0) / 2;
    const wish = slots.join();
    if (wish === this.#wished) return;
    this.#wished = wish;
    slots.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle));
    this.opened.filmstrip.want(slots);
  }
}
