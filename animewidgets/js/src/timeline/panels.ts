import { h, setAttribute } from "../core/dom";
import { ActionButtons } from "../ui/buttons";
import { allActions } from "../ui/menu_items";
import { Notices } from "../ui/notices";
import { Palette } from "../ui/palette";
import { TopBar } from "../ui/top_bar";
import { presentedSize } from "../video/draw_picture";
import type { Screen } from "../video/screen";
import type { Action, StandardAction } from "./actions";
import { labelled } from "./active";
import { TOOL } from "./commands";
import { FORM_NAMES } from "./commands/looking";
import type { Editor } from "./editor";
import { Gutter } from "./gutter";
import { TIMELINE } from "./keymaps";
import { MarksList } from "./list";
import type { TimelineOverlays } from "./overlays";
import type { Scene } from "./scene";
import { Transport } from "./transport";

/** What stands around the axis: bars, palette, list, the names of the strips, notices. */
export class TimelinePanels {
  readonly buttons: ActionButtons<StandardAction>;
  readonly transport: Transport;
  readonly list: MarksList;
  readonly #topBar: TopBar;
  readonly #gutter: Gutter;
  readonly #notices: Notices;
  #palette: Palette;
  #listShown: boolean | null = null;

  constructor(
    readonly host: Editor,
    overlays: TimelineOverlays,
    signal: AbortSignal,
  ) {
    const { opened } = host;
    this.buttons = new ActionButtons(
      TIMELINE,
      (action) => host.run(action),
      (action) => host.keys.keysFor(action),
    );
    this.#topBar = new TopBar(
      opened,
      this.buttons,
      () => host.focus(),
      (at) => overlays.menu(at, "All actions", allActions(TIMELINE, host)),
    );
    this.transport = new Transport(opened, host, this.buttons);
    this.#palette = this.#newPalette();
    this.list = new MarksList(opened.index, opened.categories, host, signal);
    this.#gutter = gutterOf(host, overlays);
    this.#notices = new Notices(opened.index, opened.session, TOOL);
  }

  layOut(screen: Screen, overview: HTMLElement, axis: HTMLElement, said: HTMLElement): void {
    const { root, opened, guide } = this.host;
    const shape = presentedSize(opened.hello.release);
    root.style.setProperty("--aw-aspect", `${shape.width / Math.max(1, shape.height)}`);
    root.replaceChildren(
      this.#topBar.root,
      ...guide.above,
      h(
        "div",
        { class: "aw-main" },
        h("div", { class: "aw-stage" }, screen.root, this.#notices.root),
        h("aside", { class: "aw-side" }, this.#palette.root, this.list.root),
        guide.panel.root,
      ),
      this.transport.root,
      h(
        "div",
        { class: "aw-time-axis" },
        h("div", { class: "aw-strips" }, this.transport.looking, overview),
        h("div", { class: "aw-strips" }, this.#gutter.root, axis),
      ),
      h("footer", { class: "aw-status" }, said),
    );
  }

  #newPalette(): Palette {
    const { host } = this;
    return new Palette(host.opened.hello.categories, (category) => {
      host.categorise(category);
      host.focus();
    });
  }

  /** The categories have become others; their keys are to be told by {@link refresh} then. */
  takeCategories(): void {
    const palette = this.#newPalette();
    this.#palette.root.replaceWith(palette.root);
    this.#palette = palette;
    this.list.takeCategories(this.host.opened.categories);
  }

  /** The key map is another one. */
  refresh(keysFor: (action: Action) => readonly string[]): void {
    this.buttons.refresh();
    this.#palette.refresh(keysFor);
  }

  toggleList(): void {
    const side = this.#palette.root.parentElement as Element;
    const shown = this.#listShown ?? getComputedStyle(side).display !== "none";
    this.#listShown = !shown;
    setAttribute(this.host.root, "data-list", this.#listShown ? "shown" : "hidden");
  }

  show(scene: Scene): void {
    const { opened, guide, lane, view, settings } = this.host;
    const { span } = scene.active;
    const { timecode } = settings.values;
    this.#topBar.show();
    guide.show();
    this.#notices.show();
    this.transport.show(view, opened.extent, span);
    this.#palette.show(...labelled(scene.active));
    this.list.show(opened.marks, span, timecode);
    this.#gutter.show({
      strips: scene.strips,
      active: lane,
      layers: opened.candidates.layers(opened.marks.shots),
      form: FORM_NAMES[timecode],
    });
  }
}

function gutterOf(host: Editor, overlays: TimelineOverlays): Gutter {
  const { candidates, session } = host.opened;
  return new Gutter({
    activate: (lane) => {
      host.pick(lane, null);
      host.focus();
    },
    newLane: () => host.run("newLane"),
    laneMenu: (lane, at) => overlays.laneMenu(lane, at),
    audioLaneMenu: (lane, at) => overlays.audioLaneMenu(lane, at),
    setThreshold: (layer, threshold) => {
      candidates.setThreshold(layer, threshold);
      session.refresh();
    },
    toggleLayer: (layer) => {
      candidates.toggle(layer);
      session.refresh();
      host.focus();
    },
    soundTaller: () => host.run("soundTaller"),
    soundLower: () => host.run("soundLower"),
    nextForm: () => host.run("timecode"),
    focus: () => host.focus(),
  });
}
