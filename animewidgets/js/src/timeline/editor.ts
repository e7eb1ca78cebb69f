import { oncePerFrame, setAttribute } from "../core/dom";
import { type KeyMap, listenForKeys } from "../core/keys";
import type { Outcome } from "../core/outcome";
import { Settings } from "../core/settings";
import type { Category, SchemaNews } from "../core/wire";
import { GuideView } from "../guide/guide_view";
import type { PrelabelInfo } from "../guide/wire";
import { Announcer } from "../ui/announce";
import { onThemeChange, readColours } from "../ui/colours";
import type { MenuItem } from "../ui/menu";
import { SharpCanvas } from "../ui/sharp_canvas";
import { attachShell, followWindow, showSave, toggleFullScreen } from "../ui/shell";
import { resize, reveal, showAll } from "../ui/time_view";
import { Screen } from "../video/screen";
import type { Action, StandardAction } from "./actions";
import { lanesInOrder } from "./active";
import { drawAxis } from "./axis";
import { itemsFor, type MenuHost } from "./axis_menu";
import { type CommandHost, Commands } from "./commands";
import type { Opened } from "./editor_model";
import type { Hit } from "./hit";
import { Jog } from "./jog";
import { TIMELINE } from "./keymaps";
import { TimelineOverlays } from "./overlays";
import { drawOverview, OVERVIEW_HEIGHT } from "./overview";
import { TimelinePanels } from "./panels";
import { AxisPointer, overviewPointer, type PointerHost } from "./pointer";
import type { Marked } from "./remarks";
import { TimelineDesk } from "./timeline_desk";
import { Wishes } from "./wishes";

/**
 * One view of the editor: lays its parts out in `root`, runs actions, and draws when anything it
 * shows has changed. What belongs to the annotations and the picture is shared with other views.
 */
export class Editor extends TimelineDesk implements PointerHost, CommandHost, MenuHost {
  looping = false;
  locked = false;
  keys: KeyMap<Action>;
  readonly guide: GuideView;
  readonly #announcer = new Announcer();
  readonly #axis: SharpCanvas;
  readonly #overview = new SharpCanvas("aw-overview", OVERVIEW_HEIGHT);
  readonly #commands: Commands;
  readonly #overlays: TimelineOverlays;
  readonly #book: typeof TIMELINE;
  readonly #redraw: () => void;
  readonly #panels: TimelinePanels;
  readonly #pointer: AxisPointer;
  readonly #jog: Jog;
  readonly #wishes: Wishes;
  #speed = 1;
  #heightTold = 0;

  constructor(
    readonly root: HTMLElement,
    opened: Opened,
    readonly signal: AbortSignal,
  ) {
    const { hello, playback, session } = opened;
    const view = showAll(opened.extent, Math.max(300, root.clientWidth));
    super(opened, new Settings(hello.person, signal), view, readColours(root));
    this.#book = TIMELINE.withKeys(hello.guide?.hotkeys);
    this.keys = this.#keyMap();
    this.#overlays = new TimelineOverlays(this);
    this.#axis = new SharpCanvas("aw-axis", this.layout.strips.height);
    this.#redraw = oncePerFrame(() => this.#draw(), signal);
    this.#commands = new Commands(opened, this, this.#announcer);
    this.#panels = new TimelinePanels(this, this.#overlays, signal);
    this.guide = new GuideView(this, this.#panels.buttons, signal);
    const [sounds] = opened.marks.audioLanes;
    if (sounds) {
      this.lane = `audio:${sounds.name}`;
      this.#panels.list.view = "events";
    }
    const [segments] = hello.guide?.lanes ?? [];
    if (segments && !sounds && !hello.guide?.kinds.includes("cut")) {
      this.lane = `lane:${segments}`;
      this.#panels.list.view = "segments";
    }
    const screen = new Screen(playback);
    this.#panels.layOut(screen, this.#overview.root, this.#axis.root, this.#announcer.root);
    screen.root.addEventListener("pointerdown", () => this.focus(), { signal });
    this.colours = readColours(root);

    this.#jog = new Jog(root, signal);
    this.#wishes = new Wishes(() => this.scene, signal);
    this.#pointer = new AxisPointer(this.#axis.root, this, signal);
    overviewPointer(this.#overview.root, this, signal);
    // A host may lay the widget out before it is on the page: only then do its colours and width count.
    const repaint = () => {
      this.colours = readColours(root);
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

  // --- the hosts of commands, pointer and bars ---------------------------------------------------

  redraw(): void {
    this.#redraw();
  }

  run(action: StandardAction): void {
    this.#commands.run(action);
  }

  /** The category of what is active. */
  categorise(category: Category | null): void {
    this.#commands.categorise(category);
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

  get wheelIsOurs(): boolean {
    return this.root.contains(this.#focused);
  }

  get #focused(): Element | null {
    return (this.root.getRootNode() as Document | ShadowRoot).activeElement;
  }

  focus(): void {
    this.root.focus({ preventScroll: true });
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
    this.#panels.transport.goTo.focus();
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
    const jog = this.#jog.instead(action, event);
    if (jog) return this.#commands.run(jog);
    if (event.repeat && !TIMELINE.repeats(action)) return true;
    return this.#commands.run(action);
  }

  toggleList(): void {
    this.#panels.toggleList();
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

  /** Picture and strips together are as tall as what they scroll in, so that neither is out of sight. */
  #fitWindow(): void {
    this.#followsWindow ||= followWindow(this.root, this.signal);
  }
  #followsWindow = false;

  #keyMap(): KeyMap<Action> {
    const { keyMap, keys } = this.settings.values;
    return this.#book.keyMap(keyMap, keys, this.opened.hello.categories);
  }

  /** The project stands on other categories now: go on with them. */
  #takeSchema({ version }: SchemaNews): void {
    this.#panels.takeCategories();
    this.#followSettings();
    this.#announcer.say(`The categories are those of version ${version} now`);
  }

  #followSettings(): void {
    const { muted, volume } = this.settings.values;
    const { sound } = this.opened.playback;
    if (sound.muted !== muted) sound.muted = muted;
    if (sound.volume !== volume) sound.volume = volume;
    this.keys = this.#keyMap();
    this.#panels.refresh((action) => this.keys.keysFor(action));
    this.#redraw();
  }

  #draw(): void {
    const { opened } = this;
    const { playback, index, extent } = opened;
    if (playback.frame !== this.turnedTo) {
      this.turnedTo = playback.frame;
      this.view = reveal(this.view, index.ptsOf(this.turnedTo), extent);
    }
    const lanes = lanesInOrder(opened.marks, opened.hasLines);
    if (!lanes.includes(this.lane)) [this.lane, this.picked] = ["shots", null];
    const { height } = this.layout.update();
    if (this.#axis.height !== height) this.#axis.height = height;
    // The picture takes what the strips leave of the window.
    if (this.#heightTold !== height) {
      this.#heightTold = height;
      this.root.style.setProperty("--aw-axis-height", `${height}px`);
    }
    const { scene } = this;
    this.#panels.show(scene);
    setAttribute(this.root, "data-lane", this.lane);
    setAttribute(this.#axis.root, "data-view", `${this.view.left} ${this.view.ticksPerPixel}`);
    const axis = this.#axis.begin(this.view.width);
    if (axis) drawAxis(axis, scene);
    const width = this.#overview.root.clientWidth || this.view.width;
    const overview = this.#overview.begin(width);
    if (overview) drawOverview(overview, scene, width);
    this.#wishes.soon();
  }
}
