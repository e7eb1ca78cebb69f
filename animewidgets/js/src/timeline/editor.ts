import { h, oncePerFrame, setAttribute } from "../core/dom";
import { apply } from "../core/edits";
import { type KeyMap, listenForKeys } from "../core/keys";
import type { Outcome } from "../core/outcome";
import { Settings } from "../core/settings";
import type { SchemaNews } from "../core/wire";
import { GuideView } from "../guide/guide_view";
import type { PrelabelInfo } from "../guide/wire";
import { Announcer } from "../ui/announce";
import { ActionButtons } from "../ui/buttons";
import { onThemeChange, readColours } from "../ui/colours";
import type { MenuItem } from "../ui/menu";
import { allActions } from "../ui/menu_items";
import { Notices } from "../ui/notices";
import { Palette } from "../ui/palette";
import { SharpCanvas } from "../ui/sharp_canvas";
import { attachShell, followWindow, showSave, toggleFullScreen } from "../ui/shell";
import { clamp, resize, reveal, showAll, type Viewport } from "../ui/time_view";
import { TopBar } from "../ui/top_bar";
import { presentedSize } from "../video/draw_picture";
import { Screen } from "../video/screen";
import type { Action, StandardAction } from "./actions";
import {
  type Active,
  activeSpan,
  audioLaneOf,
  keyOf,
  type LaneId,
  laneOf,
  lanesInOrder,
} from "./active";
import { laneHeight } from "./audio_rows";
import { drawAxis } from "./axis";
import { itemsFor, type MenuHost } from "./axis_menu";
import { type CommandHost, Commands, TOOL } from "./commands";
import { FORM_NAMES } from "./commands/looking";
import { filmSlots } from "./drawing/film";
import type { Opened } from "./editor_model";
import { Gutter } from "./gutter";
import type { Hit } from "./hit";
import { TIMELINE } from "./keymaps";
import { MarksList } from "./list";
import type { Marks } from "./marks";
import { keyFrames } from "./neighbours";
import { TimelineOverlays } from "./overlays";
import { drawOverview, OVERVIEW_HEIGHT } from "./overview";
import { AxisPointer, overviewPointer, type PointerHost } from "./pointer";
import { type Marked, remarkOf } from "./remarks";
import type { Row } from "./rows";
import type { Drag, Scene } from "./scene";
import { edgesUnder, type Snap, snap } from "./snap";
import { layStrips, type Strip, type Strips, stripOf } from "./strips";
import { Transport } from "./transport";

/** Milliseconds between two wishes for pictures of the filmstrip. */
const WISH_PAUSE = 80;

const JOGS: Partial<Record<Action, StandardAction>> = {
  shuttleBack: "stepBack",
  shuttleForward: "stepForward",
};

/** What a gesture under way would come to. */
interface Preview {
  readonly marks: Marks | null;
  readonly drag: Drag | null;
  readonly snapped: number | null;
}

/**
 * One view of the editor: lays its parts out in `root`, runs actions, and draws when anything it
 * shows has changed. What belongs to the annotations and the picture is shared with other views.
 */
export class Editor implements PointerHost, CommandHost, MenuHost {
  view: Viewport;
  lane: LaneId = "shots";
  picked: string | null = null;
  pendingIn: number | null = null;
  readonly begun = new Map<string, number>();
  looping = false;
  locked = false;
  keys: KeyMap<Action>;
  readonly guide: GuideView;
  readonly settings: Settings;
  readonly #announcer = new Announcer();
  readonly #axis: SharpCanvas;
  readonly #overview = new SharpCanvas("aw-overview", OVERVIEW_HEIGHT);
  readonly #commands: Commands;
  readonly #overlays: TimelineOverlays;
  readonly #book: typeof TIMELINE;
  readonly #redraw: () => void;
  readonly #buttons: ActionButtons<StandardAction>;
  readonly #topBar: TopBar;
  readonly #transport: Transport;
  #palette: Palette;
  readonly #list: MarksList;
  readonly #gutter: Gutter;
  readonly #notices: Notices;
  readonly #pointer: AxisPointer;
  #colours;
  #strips: Strips;
  #stripsOf = "";
  #preview: Preview | null = null;
  #hover: number | null = null;
  #listShown: boolean | null = null;
  #speed = 1;
  #heightTold = 0;
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
    this.settings = new Settings(hello.person, signal);
    this.#book = TIMELINE.withKeys(hello.guide?.hotkeys);
    this.keys = this.#keyMap();
    this.#overlays = new TimelineOverlays(this);
    this.#strips = this.#layOut();
    this.#axis = new SharpCanvas("aw-axis", this.#strips.height);
    this.#redraw = oncePerFrame(() => this.#draw(), signal);
    this.#commands = new Commands(opened, this, this.#announcer);
    this.#buttons = new ActionButtons(
      TIMELINE,
      (action) => this.run(action),
      (action) => this.keys.keysFor(action),
    );
    this.guide = new GuideView(this, this.#buttons, signal);
    this.#topBar = new TopBar(
      opened,
      this.#buttons,
      () => this.focus(),
      (at) => this.#overlays.menu(at, "All actions", allActions(TIMELINE, this)),
    );
    this.#transport = new Transport(opened, this, this.#buttons);
    this.#palette = this.#newPalette();
    this.#list = new MarksList(index, opened.categories, this, signal);
    const [sounds] = opened.marks.audioLanes;
    if (sounds) {
      this.lane = `audio:${sounds.name}`;
      this.#list.view = "events";
    }
    const [segments] = hello.guide?.lanes ?? [];
    if (segments && !sounds && !hello.guide?.kinds.includes("cut")) {
      this.lane = `lane:${segments}`;
      this.#list.view = "segments";
    }
    this.#gutter = new Gutter({
      activate: (lane) => {
        this.pick(lane, null);
        this.focus();
      },
      newLane: () => this.run("newLane"),
      laneMenu: (lane, at) => this.#overlays.laneMenu(lane, at),
      audioLaneMenu: (lane, at) => this.#overlays.audioLaneMenu(lane, at),
      setThreshold: (layer, threshold) => {
        opened.candidates.setThreshold(layer, threshold);
        session.refresh();
      },
      toggleLayer: (layer) => {
        opened.candidates.toggle(layer);
        session.refresh();
        this.focus();
      },
      soundTaller: () => this.run("soundTaller"),
      soundLower: () => this.run("soundLower"),
      nextForm: () => this.run("timecode"),
      focus: () => this.focus(),
    });
    this.#notices = new Notices(index, session, TOOL);
    const screen = new Screen(playback);
    this.#layParts(screen);
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
        this.#fitWindow();
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
      () => this.keys,
      (action, event) => this.#key(action, event),
      signal,
    );
    root.addEventListener(
      "focusout",
      () => {
        this.#holding = "";
      },
      { signal },
    );
    root.addEventListener(
      "keyup",
      ({ code }) => {
        if (code === this.#holding) this.#holding = "";
      },
      { signal },
    );
    const overlays = this.#overlays;
    const announcer = this.#announcer;
    attachShell(
      {
        root,
        session,
        announcer,
        get busy() {
          return overlays.open;
        },
        focus: () => this.focus(),
      },
      signal,
    );
    onThemeChange(repaint, signal);
    const follow = () => this.#followSettings();
    const stops = [
      this.settings.onChange(follow),
      playback.onChange(() => this.#redraw()),
      session.onSchema((news) => this.#takeSchema(news)),
      session.onChange(() => {
        showSave(root, session);
        this.#redraw();
      }),
      opened.filmstrip.onArrival(() => this.#redraw()),
      opened.strips?.onArrival(() => this.#redraw()),
      () => screen.close(),
    ];
    signal.addEventListener("abort", () => {
      this.#overlays.close();
      for (const stop of stops) stop?.();
    });
    for (const problem of this.settings.problems) this.#announcer.refuse(problem);
    follow();
    showSave(root, session);
    this.#draw();
  }

  // --- what is there ---------------------------------------------------------------------------

  get scene(): Scene {
    const { opened } = this;
    const marks = this.#preview?.marks ?? opened.marks;
    return {
      view: this.view,
      extent: opened.extent,
      strips: this.#strips,
      index: opened.index,
      keyFrames: keyFrames(opened.index),
      filmstrip: opened.filmstrip,
      sound: this.#soundShown(),
      marks,
      layers: opened.candidates.layers(opened.marks.shots),
      proposals: opened.proposals,
      categories: opened.categories,
      active: this.#activeIn(marks),
      remarkOf: (shot) => {
        const { comment, uncertain } = remarkOf({ shot });
        return { comment: comment !== null, uncertain };
      },
      frame: opened.playback.frame,
      drag: this.#preview?.drag ?? null,
      snapped: this.#preview?.snapped ?? null,
      pendingIn: this.pendingIn,
      begun: this.begun,
      hover: this.#hover,
      colours: this.#colours,
    };
  }

  #activeIn(marks: Marks): Active {
    const { lane, picked } = this;
    return { lane, span: activeSpan(marks, lane, picked, this.opened.playback.frame) };
  }

  #soundShown(): Scene["sound"] {
    const { strips } = this.opened;
    if (!strips) return null;
    const { waveform, spectrogram, soundGain } = this.settings.values;
    return {
      waveform: waveform ? strips.waveform : null,
      spectrogram: spectrogram ? strips.spectrogram : null,
      gain: soundGain,
    };
  }

  // --- the hosts of commands, pointer and bars ---------------------------------------------------

  run(action: StandardAction): void {
    this.#commands.run(action);
  }

  take(outcome: Outcome): void {
    this.#commands.take(outcome);
  }

  refuse(reason: string): void {
    this.#announcer.refuse(reason);
  }

  say(text: string): void {
    this.#announcer.say(text);
  }

  offer(at: { x: number; y: number }, label: string, items: readonly MenuItem[]): void {
    this.#overlays.menu(at, label, items);
  }

  prelabel({ source, lane }: PrelabelInfo): string | null {
    if (source === "shots") this.run("findShots");
    else if (source === "subtitles") {
      if (lane) this.pick(`audio:${lane}`, null);
      this.run("eventsFromLines");
    } else return `This page cannot label in advance by “${source}”.`;
    return null;
  }

  showAnnotation(id: string): void {
    const { events, segments } = this.opened.marks;
    const event = events.find((one) => one.id === id);
    const segment = segments.find((one) => one.id === id);
    if (event) this.pick(`audio:${event.lane}`, keyOf(event));
    else if (segment) this.pick(`lane:${segment.lane}`, keyOf(segment));
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
  point(ordinal: number, heard = false): void {
    this.#frame = ordinal;
    const { playback } = this.opened;
    if (heard && this.settings.values.scrubSound && ordinal !== playback.frame)
      void playback.scrub(ordinal);
    else this.seek(ordinal);
  }

  look(view: Viewport): void {
    this.view = clamp(view, this.opened.extent);
    this.#redraw();
  }

  viewport(): Viewport {
    return this.view;
  }

  hover(ordinal: number | null): void {
    if (ordinal === this.#hover) return;
    this.#hover = ordinal;
    this.#redraw();
  }

  preview(outcome: Outcome | null, drag: Drag | null, snapped: number | null): void {
    const { session } = this.opened;
    const edits = outcome && "edits" in outcome ? outcome.edits : [];
    const marks = edits.length ? this.opened.marksOf(apply(session.live, edits)) : null;
    this.#preview = outcome || drag ? { marks, drag, snapped } : null;
    if (drag && !outcome) this.pendingIn = drag.from;
    else if (!drag && this.#makesByPointer) this.pendingIn = null;
    this.#makesByPointer = drag !== null && !outcome;
    this.#redraw();
  }
  #makesByPointer = false;

  snapTo(x: number, except: number | null, invert: boolean, heard = false): Snap | null {
    const { opened, view } = this;
    const { marks } = opened;
    const waveform = heard ? this.#soundShown()?.waveform : null;
    const sources = {
      boundaries: marks.boundaries,
      proposals: opened.proposals,
      sounds: waveform ? edgesUnder(waveform, x, view) : [],
      keyFrames: !heard,
    };
    const rule = { on: this.settings.values.snap, invert, except };
    return snap(x, this.view, opened.index, sources, rule);
  }

  pick(lane: LaneId, key: string | null): void {
    if (lane !== this.lane) this.pendingIn = null;
    this.lane = lane;
    this.picked = key;
    this.#redraw();
  }

  /** A row of the list was chosen. */
  choose({ of, first }: Row): void {
    if ("shot" in of) this.pick("shots", null);
    else if ("event" in of) this.pick(`audio:${of.event.lane}`, keyOf(of.event));
    else if ("segment" in of) this.pick(`lane:${of.segment.lane}`, keyOf(of.segment));
    else this.pick("subtitles", keyOf(of.line));
    this.seek(Math.min(this.opened.index.count - 1, first));
  }

  addSegment(lane: string, first: number, end: number): void {
    this.#commands.addSegment(lane, first, end);
  }

  cut(ordinal: number): void {
    this.#commands.cut(ordinal);
  }

  accept(ordinal: number): void {
    this.#commands.accept(ordinal);
  }

  menu(hit: Hit, at: { x: number; y: number }): void {
    this.#overlays.menu(at, "Actions here", itemsFor(this, hit, this.opened.marks));
  }

  goTo(): void {
    this.#transport.goTo.focus();
  }

  get speed(): number {
    return this.#speed;
  }

  set speed(speed: number) {
    this.#speed = speed;
    const { playback } = this.opened;
    if (playback.playing) playback.setRate(speed);
    this.#redraw();
  }

  #key(action: Action, event: KeyboardEvent): boolean {
    // What is open is modal: under it nothing moves.
    if (this.#overlays.open && action !== "help" && action !== "escape") return false;
    if (action === "shuttleStop") this.#holding = event.code;
    // As on an editing table: with K held down, J and L go frame by frame.
    const jog = this.#holding ? JOGS[action] : undefined;
    if (jog) return this.#commands.run(jog);
    if (event.repeat && !TIMELINE.repeats(action)) return true;
    return this.#commands.run(action);
  }
  /** The key that stops the shuttle, while it is held down. */
  #holding = "";

  toggleList(): void {
    const shown = this.#listShown ?? getComputedStyle(this.#side).display !== "none";
    this.#listShown = !shown;
    setAttribute(this.root, "data-list", this.#listShown ? "shown" : "hidden");
  }

  toggleFullScreen(): void {
    toggleFullScreen(this.root, (reason) => this.refuse(reason));
  }

  /** Close what is open, let go of what is held; whether there was any. */
  escape(): boolean {
    if (this.#overlays.close() || this.#pointer.cancel() || this.guide.escape()) return true;
    if (this.pendingIn !== null) {
      this.pendingIn = null;
      this.#announcer.say("The begun segment is let go");
      this.#redraw();
      return true;
    }
    if (this.begun.size) {
      this.begun.clear();
      this.#announcer.say("The begun audio event is let go");
      this.#redraw();
      return true;
    }
    if (this.picked === null) return false;
    this.pick(this.lane, null);
    return true;
  }

  get #side(): Element {
    return this.#palette.root.parentElement as Element;
  }

  toggleHelp(): void {
    this.#overlays.toggleHelp();
  }

  openKeySettings(): void {
    this.#overlays.keySettings();
  }

  openTimingSettings(): void {
    this.#overlays.timingSettings();
  }

  askLane(named: (name: string) => string | null, of?: "segments" | "sounds"): void {
    this.#overlays.askLane(named, of);
  }

  askSpeaker(now: string, names: readonly string[], named: (name: string) => string | null): void {
    this.#overlays.askSpeaker(now, names, named);
  }

  askRemark(marked: Marked): void {
    this.#overlays.askRemark(marked);
  }

  // --- laying out and drawing ------------------------------------------------------------------------

  #layParts(screen: Screen): void {
    const { root } = this;
    const stage = h("div", { class: "aw-stage" }, screen.root, this.#notices.root);
    const shape = presentedSize(this.opened.hello.release);
    root.style.setProperty("--aw-aspect", `${shape.width / Math.max(1, shape.height)}`);
    root.replaceChildren(
      this.#topBar.root,
      ...this.guide.above,
      h(
        "div",
        { class: "aw-main" },
        stage,
        h("aside", { class: "aw-side" }, this.#palette.root, this.#list.root),
        this.guide.panel.root,
      ),
      this.#transport.root,
      h(
        "div",
        { class: "aw-time-axis" },
        h("div", { class: "aw-strips" }, this.#transport.looking, this.#overview.root),
        h("div", { class: "aw-strips" }, this.#gutter.root, this.#axis.root),
      ),
      h("footer", { class: "aw-status" }, this.#announcer.root),
    );
  }

  /** Picture and strips together are as tall as what they scroll in, so that neither is out of sight. */
  #fitWindow(): void {
    this.#followsWindow ||= followWindow(this.root, this.signal);
  }
  #followsWindow = false;

  #keyMap(): KeyMap<Action> {
    const { keyMap, keys } = this.settings.values;
    return this.#book.keyMap(keyMap, keys, this.opened.hello.categories);
  }

  #newPalette(): Palette {
    return new Palette(this.opened.hello.categories, (category) => {
      this.#commands.categorise(category);
      this.focus();
    });
  }

  /** The project stands on other categories now: go on with them. */
  #takeSchema({ version }: SchemaNews): void {
    const palette = this.#newPalette();
    this.#palette.root.replaceWith(palette.root);
    this.#palette = palette;
    this.#list.takeCategories(this.opened.categories);
    this.#followSettings();
    this.#announcer.say(`The categories are those of version ${version} now`);
  }

  #followSettings(): void {
    const { muted, volume } = this.settings.values;
    const { sound } = this.opened.playback;
    if (sound.muted !== muted) sound.muted = muted;
    if (sound.volume !== volume) sound.volume = volume;
    this.keys = this.#keyMap();
    this.#buttons.refresh();
    this.#palette.refresh((action) => this.keys.keysFor(action));
    this.#redraw();
  }

  /** The strips for what there is now; the same value as long as nothing came or went. */
  #layOut(): Strips {
    const { opened } = this;
    const { waveform, spectrogram } = this.settings.values;
    const heard = opened.strips !== null;
    const wish = {
      layers: opened.candidates.layers(opened.marks.shots).map(({ name }) => name),
      waveform: heard && waveform,
      spectrogram: heard && spectrogram,
      lanes: opened.marks.lanes.map(({ name }) => name),
      lines: opened.hasLines,
      events: opened.marks.audioLanes.map((lane) => ({
        name: lane.name,
        height: laneHeight(lane, opened.audioLanes.isFolded(lane.name)),
      })),
    };
    const of = JSON.stringify(wish);
    if (of === this.#stripsOf) return this.#strips;
    this.#stripsOf = of;
    this.#strips = layStrips(wish);
    return this.#strips;
  }

  #draw(): void {
    const { opened } = this;
    const { playback, index, extent } = opened;
    if (playback.frame !== this.#frame) {
      this.#frame = playback.frame;
      this.view = reveal(this.view, index.ptsOf(this.#frame), extent);
    }
    const lanes = lanesInOrder(opened.marks, opened.hasLines);
    if (!lanes.includes(this.lane)) [this.lane, this.picked] = ["shots", null];
    const { height } = this.#layOut();
    if (this.#axis.height !== height) this.#axis.height = height;
    // The picture takes what the strips leave of the window.
    if (this.#heightTold !== height) {
      this.#heightTold = height;
      this.root.style.setProperty("--aw-axis-height", `${height}px`);
    }
    const { scene } = this;
    const { span } = scene.active;
    const { timecode } = this.settings.values;
    this.#topBar.show();
    this.guide.show();
    this.#notices.show();
    this.#transport.show(this.view, extent, span);
    this.#palette.show(...labelled(scene.active));
    this.#list.show(opened.marks, span, timecode);
    this.#gutter.show({
      strips: scene.strips,
      active: this.lane,
      layers: opened.candidates.layers(opened.marks.shots),
      form: FORM_NAMES[timecode],
    });
    setAttribute(this.root, "data-lane", this.lane);
    setAttribute(this.#axis.root, "data-view", `${this.view.left} ${this.view.ticksPerPixel}`);
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
      if (!this.signal.aborted) this.#wish();
    }, WISH_PAUSE);
  }

  /** From the middle outwards, and only where the wish is a new one. */
  #wish(): void {
    const { scene } = this;
    const { left, width, ticksPerPixel } = this.view;
    const right = left + width * ticksPerPixel;
    const fine = ticksPerPixel / (globalThis.devicePixelRatio || 1);
    scene.sound?.waveform?.want(left, right, fine);
    scene.sound?.spectrogram?.want(left, right, fine);
    const slots = filmSlots(scene, stripOf(this.#strips, "film") as Strip).map(
      (slot) => slot.ordinal,
    );
    const middle = (slots[0] ?? 0) / 2 + (slots.at(-1) ?? 0) / 2;
    const wish = slots.join();
    if (wish === this.#wished) return;
    this.#wished = wish;
    slots.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle));
    this.opened.filmstrip.want(slots);
  }
}

/** The category of what is active, and what that is, for the palette. */
function labelled({ lane, span }: Active): [category: string | null, of: string] {
  if (span?.what === "shot") return [span.shot.category, `shot ${span.shot.number + 1}`];
  if (span?.what === "segment") return [span.segment.category, `segment of ${span.segment.lane}`];
  if (span?.what === "event") return [span.event.category, `sound of ${span.event.lane}`];
  if (span?.what === "line") return [null, `line ${span.line.line + 1}`];
  return [null, laneOf(lane) ?? audioLaneOf(lane) ?? lane];
}
