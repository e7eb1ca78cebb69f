import { oncePerFrame, setAttribute } from "../core/dom";
import type { KeyMap } from "../core/keys";
import type { Outcome } from "../core/outcome";
import { Settings } from "../core/settings";
import type { Category, SchemaNews } from "../core/wire";
import { GuideView } from "../guide/guide_view";
import type { PrelabelInfo } from "../guide/wire";
import { ActionButtons } from "../ui/buttons";
import { onThemeChange, readColours } from "../ui/colours";
import type { MenuItem } from "../ui/menu";
import { allActions } from "../ui/menu_items";
import { Overlays } from "../ui/overlays";
import { attachShell, followWindow, showSave, toggleFullScreen } from "../ui/shell";
import { Screen } from "../video/screen";
import { type Action, CANVAS, type CanvasAction, POINTER } from "./actions";
import { assistantItems, assistShown, middleOf } from "./assist/view";
import { CanvasDesk } from "./canvas_desk";
import type { OpenCanvas } from "./canvas_model";
import { type CommandHost, Commands } from "./commands";
import { CrowdLayer } from "./crowd_layer";
import type { Remarkable } from "./editing";
import type { Figure } from "./figures";
import type { Vertex } from "./geometry";
import { attachKeyboard, type KeyboardHost } from "./keyboard";
import type { Scope } from "./masks/edits";
import { MaskLayer } from "./masks/layer";
import { Onion } from "./onion";
import { Panels, type PanelsHost } from "./panels";
import { Pointing } from "./pointing";
import { askRemarkOf } from "./remark_dialog";
import type { RingKind } from "./rings";
import type { Scene } from "./scene";
import { Snapping } from "./snapping";
import { Surface, type SurfaceHost } from "./surface";
import { Tagging } from "./tags/tagging";
import { brushShown, keepsSelection } from "./tools/mask_tools";
import { PromptTool } from "./tools/prompt";
import type { Snaps, Tool, ToolName, Touch } from "./tools/tool";
import { ToolBox } from "./tools/tool_box";
import { proposedOn } from "./tracks/shown";
import { Underlay } from "./underlay";

/**
 * One view of the canvas: lays its parts out in `root`, runs actions, and draws when anything it shows has
 * changed. What belongs to the annotations and the picture is shared with other views.
 */
export class CanvasEditor
  extends CanvasDesk
  implements SurfaceHost, CommandHost, KeyboardHost, PanelsHost
{
  keys: KeyMap<Action>;
  readonly guide: GuideView;
  readonly surface: Surface;
  readonly #maskLayer = new MaskLayer();
  readonly #crowd = new CrowdLayer(() => this.#redraw());
  readonly tagging = new Tagging(this);
  readonly #commands: Commands;
  readonly #snapping: Snapping;
  readonly #tools: ToolBox;
  readonly #pointing: Pointing;
  readonly #prompt: PromptTool;
  readonly #overlays: Overlays<CanvasEditor>;
  readonly #buttons: ActionButtons<CanvasAction>;
  readonly #panels: Panels;
  readonly #redraw: () => void;
  readonly #book: typeof CANVAS;
  #colours;
  #changes = 0;
  #followsWindow = false;
  /** Whether it was drawn before. */
  #begun = false;

  constructor(
    readonly root: HTMLElement,
    opened: OpenCanvas,
    readonly signal: AbortSignal,
  ) {
    super(opened, new Settings(opened.hello.person, signal));
    const { hello, playback, session } = opened;
    this.#book = CANVAS.withKeys(hello.guide?.hotkeys);
    this.keys = this.#keyMap();
    this.#redraw = oncePerFrame(() => this.#draw(), signal);
    const screen = new Screen(playback, () => this.#redraw());
    const underlay = new Underlay(
      screen,
      (changed) => new Onion(opened.index, session.channel, changed),
      () => this.#redraw(),
    );
    this.surface = new Surface(screen, underlay, this, signal);
    this.#snapping = new Snapping(this.settings, screen, opened);
    this.#commands = new Commands(opened, this, this.announcer);
    this.#prompt = new PromptTool(this, opened.assist, () => this.#commands.marked());
    this.#tools = new ToolBox(this, hello.tools, this.tagging, this.#prompt);
    this.#pointing = new Pointing(this, this.#tools, this.#snapping, (at, label, items) =>
      this.#overlays.menu(at, label, items),
    );
    this.#overlays = new Overlays(this, this.#book, {
      pointer: POINTER,
      labelled: "Category of what is selected, and of the next",
    });
    this.#buttons = new ActionButtons(
      CANVAS,
      (action) => this.run(action),
      (action) => this.keys.keysFor(action),
    );
    this.guide = new GuideView(this, this.#buttons, signal);
    this.#panels = new Panels(this, this.#buttons, signal);
    this.#panels.layOut(root);
    this.#colours = readColours(root);
    this.#listen(screen);
    for (const problem of this.settings.problems) this.announcer.refuse(problem);
    this.#followSettings();
    showSave(root, session);
    this.#draw();
  }

  get tool(): Tool {
    return this.#tools.current;
  }

  snapped(at: Vertex, to?: Snaps): Vertex {
    return this.#snapping.snapped(at, this.reach, to);
  }

  get pointer(): Vertex | null {
    return this.#pointing.at;
  }

  get unit(): readonly [number, number] | null {
    return this.guide.span;
  }

  get turns(): boolean {
    return this.settings.values.turns && this.#tools.current === this.#tools.select;
  }

  // --- the hosts of tools, surface, commands and bars --------------------------------------------

  run(action: CanvasAction): void {
    this.#commands.run(action);
  }

  take(outcome: Outcome): boolean {
    return this.#commands.take(outcome);
  }

  redraw(): void {
    this.#redraw();
  }

  laidOut(): void {
    this.#colours = readColours(this.root);
    this.#redraw();
  }

  use(tool: ToolName | "again"): void {
    const before = this.#tools.current.name;
    const why = this.#tools.use(tool);
    if (why) this.refuse(why);
    else {
      // Keys for categories are then the next shape's, not the last one's.
      if (!keepsSelection(before, this.#tools.current.name, this.selected)) this.select([]);
      this.say(`Tool: ${this.#tools.current.name}`);
      // In a narrow page the side is away until it is asked for; tags are told there alone.
      if (this.#tools.current.name === "tag" && !this.#panels.sideAsked)
        this.#panels.showSide(true);
    }
    this.#redraw();
  }

  join(kind: RingKind, figure: Figure): boolean {
    return this.#tools.join(kind, figure);
  }

  takeSelecting(): void {
    this.#tools.use("select");
    this.#redraw();
  }

  offer(at: { x: number; y: number }, label: string, items: readonly MenuItem[]): void {
    this.#overlays.menu(at, label, items);
  }

  prelabel({ source, assistant }: PrelabelInfo): string | null {
    const { assist } = this.opened;
    if (source === "flow") this.run("canvas.follow");
    else if (assistant && assist.assistants.some(({ name }) => name === assistant)) {
      assist.current = assistant;
      this.run("canvas.ask");
    } else return `This page cannot label in advance by “${source}”.`;
    return null;
  }

  chooseAssistant(): void {
    this.#overlays.menu(
      middleOf(this.surface.root),
      "Assistants",
      assistantItems(this.opened.assist),
    );
  }

  togglePicture(): void {
    this.#panels.picture.toggle();
  }

  setScope(scope: Scope): void {
    this.#commands.setScope(scope);
  }

  categorise(category: Category | null): void {
    this.#commands.categorise(category);
  }

  allActions(at: { x: number; y: number }): void {
    this.#overlays.menu(at, "All actions", allActions(CANVAS, this));
  }

  get busy(): boolean {
    return this.#overlays.open;
  }

  get wheelIsOurs(): boolean {
    const { activeElement } = this.root.getRootNode() as Document | ShadowRoot;
    return this.root.contains(activeElement);
  }

  focus(): void {
    this.root.focus({ preventScroll: true });
  }

  get drafting(): boolean {
    return this.#tools.busy;
  }

  goTo(): void {
    this.#panels.bar.goTo.input.focus();
  }

  down(touch: Touch): void {
    this.#pointing.down(touch);
  }

  move(touch: Touch, pressed: boolean): void {
    this.#pointing.move(touch, pressed);
  }

  up(touch: Touch): void {
    this.#pointing.up(touch);
  }

  doubleClick(touch: Touch): void {
    this.#tools.current.doubleClick?.(touch);
  }

  leave(cancelled: boolean): void {
    this.#pointing.leave(cancelled);
  }

  menu(touch: Touch, at: { x: number; y: number }): void {
    this.#pointing.menu(touch, at);
  }

  deleteWithin(): boolean {
    return this.#tools.deleteWithin();
  }

  finish(): boolean {
    return this.#tools.finish();
  }

  /** Close what is open, let go of what is held; whether there was any. */
  escape(): boolean {
    if (this.#overlays.close() || this.#tools.cancel() || this.#panels.picture.close()) return true;
    if (this.guide.escape()) return true;
    if (this.tagging.letGo(this.tool.name === "tag")) return true;
    if (this.opened.assist.escape(this.frame)) return true;
    if (this.spot) {
      this.spot = null;
      this.#redraw();
      return true;
    }
    if (this.selected.length) {
      this.select([]);
      return true;
    }
    if (this.#tools.current.name === "select") return false;
    this.use("select");
    return true;
  }

  askRemark(figures: readonly Remarkable[]): void {
    askRemarkOf(this, figures, (open) => this.#overlays.dialog(open));
  }

  focusAttributes(): boolean {
    this.#panels.showSide(true);
    return this.#panels.attributes.focus();
  }

  toggleList(): void {
    this.#panels.showSide(!this.#panels.sideIsShown);
  }

  toggleLanes(): void {
    this.say(this.#panels.lanes.panel.toggle() ? "The lanes are shown" : "The lanes are hidden");
  }

  toggleHelp(): void {
    this.#overlays.toggleHelp();
  }

  toggleFullScreen(): void {
    toggleFullScreen(this.root, (reason) => this.refuse(reason));
  }

  openKeySettings(): void {
    this.#overlays.keySettings();
  }

  #listen(screen: Screen): void {
    const { root, signal, opened } = this;
    const { playback, session } = opened;
    attachKeyboard(this, this.#commands, signal);
    attachShell(this, signal);
    onThemeChange(() => this.laidOut(), signal);
    const stops = [
      this.settings.onChange(() => this.#followSettings()),
      playback.onChange(() => this.#moved()),
      session.onSchema((news) => this.#takeSchema(news)),
      session.onChange(() => {
        this.#changes++;
        showSave(root, session);
        this.#redraw();
      }),
      () => screen.close(),
      () => this.surface.underlay.close(),
      () => this.#crowd.close(),
    ];
    signal.addEventListener("abort", () => {
      this.#overlays.close();
      for (const stop of stops) stop();
    });
  }

  /** What is under way belongs to its frame: where another view or Python goes elsewhere, it is let go of. */
  #moved(): void {
    if (this.#standing !== this.frame) {
      this.#standing = this.frame;
      this.surface.follow(this.frame);
      if (this.#tools.cancel())
        this.refuse("The frame changed: what was being drawn is let go of.");
      this.spot = null;
    }
    this.#redraw();
  }
  #standing = 0;

  // --- laying out and drawing ------------------------------------------------------------------------

  #keyMap(): KeyMap<Action> {
    const { keyMap, keys } = this.settings.values;
    return this.#book.keyMap(keyMap, keys, this.opened.hello.categories);
  }

  /** The project stands on other categories now: go on with them. */
  #takeSchema({ version, links }: SchemaNews): void {
    this.carryCategory(links);
    this.tagging.takeCategories(links);
    this.#panels.takeCategories();
    this.#followSettings();
    this.say(`The categories are those of version ${version} now`);
  }

  #followSettings(): void {
    this.keys = this.#keyMap();
    this.#buttons.refresh();
    this.#panels.refresh((action) => this.keys.keysFor(action));
    this.#redraw();
  }

  get #scene(): Scene {
    const { surface, opened, pointer } = this;
    const drawing = this.#tools.drawing && pointer !== null && !surface.grabbing;
    const brush = brushShown(this.#tools.current.name, this.masks.brush, drawing ? pointer : null);
    return {
      stage: surface.stage,
      view: surface.view,
      figures: this.shown,
      proposed: proposedOn(opened, this.frame),
      selected: this.selection,
      locked: opened.locked,
      categories: opened.categories,
      category: this.category,
      draft: this.#tools.current.draft ?? this.#tools.select.draft,
      spot: this.spot,
      hover: this.#pointing.hover,
      cross: drawing && !brush ? pointer : null,
      brush,
      masks: this.#maskLayer,
      crowd: this.#crowd,
      assist: assistShown(opened.assist, this.frame, this.#prompt),
      colours: this.#colours,
      values: this.settings.values,
      caught: this.#snapping.caught,
      turns: this.turns,
    };
  }

  #draw(): void {
    const { opened, surface, selected } = this;
    this.#followsWindow ||= followWindow(this.root, this.signal);
    const scene = this.#scene;
    surface.draw(scene);
    this.guide.show();
    const { current } = this.#tools;
    this.#panels.show({
      scene,
      selected,
      tool: current.name,
      draft: current.draft,
      changes: this.#changes,
      pointer: this.pointer,
    });
    // A task of tags begins with its tags in sight, in a narrow page too.
    if (!this.#begun && this.root.isConnected) {
      this.#begun = true;
      if (opened.hello.guide && current.name === "tag") this.#panels.showSide(true);
    }
    setAttribute(this.root, "data-tool", current.name);
    setAttribute(this.root, "data-selected", selected.length);
    setAttribute(this.root, "data-shapes", opened.figures.on(this.frame).length);
  }
}
