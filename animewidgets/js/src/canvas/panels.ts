import { h, setAttribute } from "../core/dom";
import type { Category } from "../core/wire";
import type { GuideView } from "../guide/guide_view";
import type { Announcer } from "../ui/announce";
import type { ActionButtons } from "../ui/buttons";
import { Notices } from "../ui/notices";
import { Palette } from "../ui/palette";
import { TopBar } from "../ui/top_bar";
import { presentedSize } from "../video/draw_picture";
import type { Action, CanvasAction } from "./actions";
import { AssistPanel } from "./assist/panel";
import {
  AttributePanel,
  type AttributePanelHost,
  subjectInWords,
} from "./attributes/attribute_panel";
import type { OpenCanvas } from "./canvas_model";
import { TOOL } from "./commands";
import { counted } from "./editing";
import type { Figure } from "./figures";
import { FrameBar, type FrameBarHost } from "./frame_bar";
import { TrackLanes, type TrackLanesHost } from "./lanes/track_lanes";
import { maskGroups, type OptionsHost, orderGroup } from "./masks/option_groups";
import { Objects } from "./objects";
import { shapeGroups } from "./option_groups";
import { OptionsBar } from "./options_bar";
import { PicturePanel } from "./picture_panel";
import { inWords, Readout } from "./readout";
import type { Scene } from "./scene";
import type { Surface } from "./surface";
import { TagPanel } from "./tags/tag_panel";
import type { Tagging } from "./tags/tagging";
import { ToolRail } from "./tool_rail";
import type { Draft, ToolName } from "./tools/tool";
import { toPicture, zoomInWords } from "./view";

export interface PanelsHost extends FrameBarHost, OptionsHost, TrackLanesHost, AttributePanelHost {
  readonly root: HTMLElement;
  readonly opened: OpenCanvas;
  readonly surface: Surface;
  readonly announcer: Announcer;
  readonly tagging: Tagging;
  readonly guide: GuideView;
  categorise(category: Category | null): void;
  choose(figure: Figure, more: boolean): void;
  allActions(at: { x: number; y: number }): void;
}

/** What the panels show besides what stands in the scene. */
export interface PanelsState {
  readonly scene: Scene;
  readonly selected: readonly Figure[];
  readonly tool: ToolName;
  readonly draft: Draft | null;
  /** Counts what changed of hidden and locked. */
  readonly changes: number;
  /** Where the pointer is, in CSS pixels of the stage. */
  readonly pointer: readonly [number, number] | null;
}

/** Everything around the stage: top bar, tools, categories, list, frame bar, status line. */
export class Panels {
  readonly bar: FrameBar;
  readonly side: HTMLElement;
  readonly picture: PicturePanel;
  readonly lanes: TrackLanes;
  #topBar: TopBar;
  #rail: ToolRail;
  #options: OptionsBar;
  #palette: Palette;
  #objects: Objects;
  readonly attributes: AttributePanel;
  #tags: TagPanel | null;
  readonly #newTags: () => TagPanel | null;
  #notices: Notices;
  #assist: AssistPanel;
  #readout = new Readout();

  constructor(
    readonly host: PanelsHost,
    buttons: ActionButtons<CanvasAction>,
    signal: AbortSignal,
  ) {
    const { opened } = host;
    const { hello, index, session } = opened;
    this.#topBar = new TopBar(
      opened,
      buttons,
      () => host.focus(),
      (at) => host.allActions(at),
    );
    this.bar = new FrameBar(opened, host, buttons);
    this.picture = new PicturePanel(host.settings, buttons, () => host.focus());
    this.#rail = new ToolRail(hello.tools, buttons);
    this.#options = new OptionsBar([
      ...shapeGroups(hello.tools, buttons),
      ...(hello.tools.includes("mask") ? maskGroups(host, buttons) : []),
      orderGroup(buttons),
    ]);
    this.#palette = this.#newPalette();
    const toggle = (set: Set<string>, id: string) => {
      if (!set.delete(id)) set.add(id);
      session.refresh();
    };
    this.#objects = new Objects(
      opened.categories,
      {
        choose: (figure, more) => host.choose(figure, more),
        toggleHidden: ({ id }) => toggle(opened.hidden, id),
        toggleLocked: ({ id }) => toggle(opened.locked, id),
        focus: () => host.focus(),
      },
      signal,
    );
    this.lanes = new TrackLanes(host, buttons, signal);
    this.#notices = new Notices(index, session, TOOL);
    this.#assist = new AssistPanel(opened.assist, buttons, () => host.focus());
    this.attributes = new AttributePanel(host);
    this.#newTags = () => {
      const { categories, groups = [] } = hello;
      return hello.tools.includes("tag")
        ? new TagPanel(categories, groups, host.tagging, host, buttons)
        : null;
    };
    this.#tags = this.#newTags();
    this.side = h(
      "aside",
      { class: "aw-side" },
      h(
        "div",
        { class: "aw-said-of" },
        this.#palette.root,
        this.#tags?.root,
        this.attributes.root,
        this.#assist.root,
      ),
      this.#objects.root,
    );
  }

  layOut(root: HTMLElement): void {
    const { opened, surface, announcer, guide } = this.host;
    const shape = presentedSize(opened.hello.release);
    root.classList.add("aw-frame-canvas");
    root.style.setProperty("--aw-aspect", `${shape.width / Math.max(1, shape.height)}`);
    root.replaceChildren(
      this.#topBar.root,
      ...guide.above,
      h(
        "div",
        { class: "aw-main" },
        h(
          "div",
          { class: "aw-stage-with-tools" },
          this.#rail.root,
          this.#options.root,
          h("div", { class: "aw-stage" }, surface.root, this.picture.root, this.#notices.root),
        ),
        this.side,
        guide.panel.root,
      ),
      this.bar.root,
      this.lanes.panel.root,
      h("footer", { class: "aw-status" }, announcer.root, this.picture.badge, this.#readout.root),
    );
  }

  /** Whether the side was asked for or sent away; before, its place in the page decides. */
  sideAsked = false;

  get sideIsShown(): boolean {
    return getComputedStyle(this.side).display !== "none";
  }

  showSide(shown: boolean): void {
    if (this.sideIsShown === shown) return;
    this.sideAsked = true;
    setAttribute(this.host.root, "data-list", shown ? "shown" : "hidden");
  }

  /** The categories have become others; their keys are to be told by {@link refresh} then. */
  takeCategories(): void {
    const palette = this.#newPalette();
    this.#palette.root.replaceWith(palette.root);
    this.#palette = palette;
    const tags = this.#newTags();
    if (this.#tags && tags) this.#tags.root.replaceWith(tags.root);
    this.#tags = tags;
    this.#objects.takeCategories(this.host.opened.categories);
  }

  #newPalette(): Palette {
    const { host } = this;
    return new Palette(host.opened.hello.categories, (category) => {
      host.categorise(category);
      host.focus();
    });
  }

  /** The key map is another one. */
  refresh(keysFor: (action: Action) => readonly string[]): void {
    this.#palette.refresh(keysFor);
    this.#tags?.refresh(keysFor, this.host.opened.hello.categories);
  }

  show({ scene, selected, tool, draft, changes, pointer }: PanelsState): void {
    const { opened, surface } = this.host;
    const { figures, playback, hidden, locked } = opened;
    const { frame } = playback;
    const { stage, view } = surface;
    this.#topBar.show();
    this.#notices.show();
    this.#assist.show(frame);
    const where = inWords(selected, figures, frame);
    this.bar.show(where, zoomInWords(stage, view), selected.length > 0, scene.colours);
    const { values } = scene;
    this.picture.show(values);
    this.#rail.show(tool, opened.asTrack);
    this.#options.show({ tool, draft, selected, values });
    this.lanes.show(scene, selected);
    const { tagging } = this.host;
    this.#tags?.show(opened.categories);
    const subject = selected.length
      ? selected.map(({ annotation }) => annotation)
      : tagging.subject;
    this.attributes.show(subject, subjectInWords(subject, opened.categories));
    const of = selected.length ? counted(selected) : "next shape";
    this.#palette.show(categoryShown(selected, scene.category), of);
    const selection = scene.selected;
    this.#objects.show({ figures, frame, selected: selection, hidden, locked, changes });
    // While a shape is dragged its size stands beside it: a line of text far away would cost more than the shape.
    if (!scene.draft?.shapes)
      this.#readout.show(scene.category, pointer && toPicture(stage, view, pointer));
  }
}

/** Of what is selected where it is one for all, else of the next shape. */
function categoryShown(selected: readonly Figure[], next: Category | null): string | null {
  const [one] = selected;
  if (!one) return next?.category_id ?? null;
  return selected.every(({ category }) => category === one.category) ? one.category : "*";
}
