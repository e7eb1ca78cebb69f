import { h, oncePerFrame, type Redraw, setAttribute } from "../core/dom";
import { filmSlots } from "../timeline/drawing/film";
import type { MapEdit } from "../timemaps/edits";
import { isMatch } from "../timemaps/patch";
import type { TimeMap } from "../timemaps/time_map";
import type { ActionButtons } from "../ui/buttons";
import type { Colours } from "../ui/colours";
import { SharpCanvas } from "../ui/sharp_canvas";
import type { AlignAction } from "./actions";
import { type AxesLayout, layOut } from "./axes_layout";
import { AxesPointer } from "./axes_pointer";
import type { AxesHit, AxesScene } from "./axes_scene";
import {
  type AxesView,
  type AxisSide,
  held,
  LAYING_NAMES,
  LAYINGS,
  type Laying,
  lying,
  reach,
  scaleOf,
  viewportOf,
  zoomed,
  zoomPlace,
} from "./axes_view";
import { scaleOfColours } from "./confidence";
import { drawAxes, extentOf } from "./draw_axes";
import { MapIndex } from "./map_index";
import type { Side } from "./side";
import type { Anchor, SideName } from "./wire";
import type { Lengths } from "./words";

/** Above so many pieces what is dragged is shown as a line; the map itself is made anew when it is let go. */
const MOST_TRIED = 4000;

export interface PanelHost {
  readonly a: Side;
  readonly b: Side;
  readonly lengths: Lengths;
  readonly index: MapIndex;
  readonly anchors: readonly Anchor[];
  readonly colours: Colours;
  readonly lead: SideName;
  readonly linked: boolean;
  readonly same: boolean | null;
  readonly current: number;
  readonly wheelIsOurs: boolean;
  focus(): void;
  /** A host may lay the widget out before it is on the page: now it is there. */
  laidOut(): void;
  point(side: SideName, ordinal: number, heard?: boolean): void;
  pick(row: number): void;
  /** What the map would come to; `null` where the edit makes no sense. */
  preview(edit: MapEdit): TimeMap | null;
  /** Let the pictures follow a map that is being tried; `null`: the one that stands. */
  try(map: TimeMap | null): void;
  take(edit: MapEdit): void;
  menuAt(hit: AxesHit, at: { x: number; y: number }): void;
  hover(hit: AxesHit | null): void;
}

/** The two axes and the bands between them, with what is above them: zoom, how B lies, what the colours say. */
export class AxesPanel {
  readonly root: HTMLElement;
  laying: Laying = "line";
  sound: boolean;
  view: AxesView;
  readonly #canvas = new SharpCanvas("aw-al-axes", 240);
  readonly #redraw: Redraw;
  readonly #pointer: AxesPointer;
  readonly #zoom: HTMLInputElement;
  readonly #laying: HTMLSelectElement;
  readonly #scale = h("span", { class: "aw-al-scale" });
  #layout: AxesLayout;
  #hovered = -1;
  #tried: MapIndex | null = null;
  #ghost: AxesScene["ghost"] = null;
  #held = false;
  #opened = false;

  constructor(
    readonly host: PanelHost,
    buttons: ActionButtons<AlignAction>,
    /** Lies over the axes while there is no map. */
    invitation: HTMLElement,
    readonly signal: AbortSignal,
  ) {
    this.sound = host.a.playback.sound.streams.length + host.b.playback.sound.streams.length > 0;
    this.#layout = this.#laidOut();
    this.view = { left: 0, perPixel: 1, width: 100, stretch: 1, shift: 0 };
    this.#redraw = oncePerFrame(() => this.#draw(), signal);
    this.#canvas.height = this.#layout.height;
    this.#laying = h(
      "select",
      {
        class: "aw-select",
        "aria-label": "How B's axis lies under A's",
        title: "How B's axis lies under A's (T)",
        onchange: () => {
          this.lay(this.#laying.value as Laying);
          host.focus();
        },
      },
      ...LAYINGS.map((one) => h("option", { value: one }, LAYING_NAMES[one])),
    );
    this.#zoom = h("input", {
      class: "aw-zoom",
      type: "range",
      min: 0,
      max: 1,
      step: 0.001,
      "aria-label": "Zoom of the axes",
      title: "Zoom",
      oninput: () => {
        const to = scaleOf(Number(this.#zoom.value), this.view, this.#range);
        this.zoomBy(this.view.perPixel / to);
      },
      onpointerup: () => host.focus(),
    });
    const key = (name: string, words: string) =>
      h("span", { class: "aw-al-key" }, h("span", { class: `aw-al-sign aw-al-${name}` }), words);
    this.root = h(
      "div",
      { class: "aw-al-panel" },
      h(
        "div",
        { class: "aw-al-bar" },
        this.#laying,
        h(
          "div",
          { class: "aw-group", role: "group", "aria-label": "Zoom" },
          buttons.make("zoomOut", "zoomOut"),
          this.#zoom,
          buttons.make("zoomIn", "zoomIn"),
          buttons.make("fit", "fit"),
          buttons.make("align.zoomToPiece", "span"),
          buttons.make("waveform", "sound"),
        ),
        h("span", { class: "aw-spring" }),
        h(
          "div",
          { class: "aw-al-legend", "aria-label": "What the colours say" },
          h("span", { class: "aw-al-key" }, "0 %", this.#scale, "100 % sure"),
          key("proposed", "proposed"),
          key("decided", "accepted, edited"),
          key("changed", "picture changed"),
          key("alone", "on one side only"),
          key("look", "doubtful"),
          key("pin", "anchor"),
        ),
      ),
      h("div", { class: "aw-al-under" }, this.#canvas.root, invitation),
    );
    this.#canvas.observe(
      (width) => {
        this.#resized(width);
        host.laidOut();
      },
      () => host.laidOut(),
      signal,
    );
    const outer = this;
    this.#pointer = new AxesPointer(
      this.#canvas.root,
      {
        get scene() {
          return outer.scene;
        },
        get wheelIsOurs() {
          return host.wheelIsOurs;
        },
        focus: () => host.focus(),
        look: (view) => this.look(view),
        point: (side, ordinal, heard) => host.point(side, ordinal, heard),
        hover: (hit) => this.#hover(hit),
        try: (edit, shown) => this.#try(edit, shown),
        take: (edit) => host.take(edit),
        pick: (row) => host.pick(row),
        menu: (hit, at) => host.menuAt(hit, at),
        hold: (on) => this.#hold(on),
      },
      signal,
    );
    const stops = [host.a, host.b].flatMap((side) => [
      side.filmstrip.onArrival(this.#redraw),
      side.sound.onArrival(this.#redraw),
    ]);
    signal.addEventListener("abort", () => {
      for (const stop of stops) stop();
    });
    this.#told();
  }

  get scene(): AxesScene {
    const { host } = this;
    const { a, b, lead, linked, same } = host;
    return {
      a,
      b,
      index: this.#tried ?? host.index,
      view: this.view,
      range: this.#range,
      layout: this.#layout,
      colours: host.colours,
      anchors: host.anchors,
      frames: { a: a.playback.frame, b: b.playback.frame },
      lead,
      linked,
      same,
      current: host.current,
      hovered: this.#hovered,
      ghost: this.#ghost,
    };
  }

  redraw(): void {
    this.#redraw();
  }

  /** A playhead moved: keep it in sight, and B in line. */
  follow(): void {
    this.#lie();
    const { host } = this;
    const side = host[host.lead];
    const seconds = side.index.ptsOf(side.playback.frame) / side.second;
    const drawn = host.lead === "a" ? seconds : seconds * this.view.stretch - this.view.shift;
    const part = (drawn - this.view.left) / (this.view.perPixel * this.view.width);
    if ((part < 0.04 || part > 0.96) && !this.#held) {
      const to = part < -0.5 || part > 1.5 ? 0.5 : part < 0.04 ? 0.1 : 0.9;
      const left = drawn - to * this.view.width * this.view.perPixel;
      this.view = held({ ...this.view, left }, this.#range);
    }
    this.#redraw();
  }

  look(view: AxesView): void {
    this.view = view;
    this.#told();
    this.#redraw();
  }

  zoomBy(factor: number): void {
    const side = this.host[this.host.lead];
    const seconds = side.index.ptsOf(side.playback.frame) / side.second;
    const drawn = this.host.lead === "a" ? seconds : seconds * this.view.stretch - this.view.shift;
    const at = (drawn - this.view.left) / this.view.perPixel;
    const pixel = at >= 0 && at <= this.view.width ? at : this.view.width / 2;
    this.look(zoomed(this.view, factor, pixel, this.#range));
  }

  pan(share: number): void {
    const left = this.view.left + share * this.view.width * this.view.perPixel;
    this.look(held({ ...this.view, left }, this.#range));
  }

  fit(): void {
    const [left, until] = this.#range;
    this.look(
      held({ ...this.view, left, perPixel: (until - left) / this.view.width }, this.#range),
    );
  }

  /** Show a piece from end to end, on the side that has it. */
  zoomTo(row: number): void {
    const piece = this.host.index.pieces[row];
    const span = piece?.source ?? piece?.target;
    if (!piece || !span) return;
    const side = piece.source ? this.host.a : this.host.b;
    const drawn = (tick: number) =>
      side.name === "a"
        ? tick / side.second
        : (tick / side.second) * this.view.stretch - this.view.shift;
    const [from, until] = [drawn(span[0]), drawn(span[1])];
    const perPixel = (1.25 * (until - from)) / this.view.width;
    const left = from - 0.1 * (until - from);
    this.look(held({ ...this.view, left, perPixel }, this.#range));
  }

  lay(laying: Laying): void {
    this.laying = laying;
    this.#lie();
    this.view = held(this.view, this.#range);
    this.#told();
    this.#redraw();
  }

  showSound(on: boolean): void {
    this.sound = on;
    this.#layout = this.#laidOut();
    this.#canvas.height = this.#layout.height;
    this.#redraw();
  }

  /** Let go of what is dragged; whether there was anything. */
  cancel(): boolean {
    return this.#pointer.cancel();
  }

  /** The theme is another one. */
  themed(): void {
    this.#scale.style.background = scaleOfColours(this.host.colours.dark);
    this.#redraw();
  }

  get #range(): [number, number] {
    return reach(this.#axis(this.host.a), this.#axis(this.host.b), this.view);
  }

  #axis(side: Side): AxisSide {
    const { start, end } = extentOf(side);
    return { second: side.second, from: start / side.second, until: end / side.second };
  }

  #lie(): void {
    if (this.#held) return;
    const { a, b } = this.host;
    const head = (side: Side) => side.index.ptsOf(side.playback.frame) / side.second;
    const now = lying(this.laying, this.#axis(a), this.#axis(b), { a: head(a), b: head(b) });
    this.view = { ...this.view, ...now };
  }

  #laidOut(): AxesLayout {
    const has = (side: Side) => this.sound && side.playback.sound.streams.length > 0;
    return layOut({ sound: { a: has(this.host.a), b: has(this.host.b) } });
  }

  #resized(width: number): void {
    if (!this.#opened) {
      // First of all everything is seen.
      this.#opened = true;
      this.#lie();
      this.view = { ...this.view, width };
      this.fit();
      return;
    }
    const all = this.#range[1] - this.#range[0];
    const whole = this.view.perPixel * this.view.width >= 0.999 * all;
    this.view = { ...this.view, width };
    if (whole) this.fit();
    else this.look(held(this.view, this.#range));
  }

  #hover(hit: AxesHit | null): void {
    const row = hit && "row" in hit ? hit.row : -1;
    this.host.hover(hit);
    if (row === this.#hovered) return;
    this.#hovered = row;
    this.#redraw();
  }

  #try(edit: MapEdit | null, shown?: { side: SideName; ordinal: number }): void {
    this.#ghost = null;
    if (!edit) {
      this.#tried = null;
      this.host.try(null);
    } else if (this.host.index.pieces.length > MOST_TRIED) {
      if (edit.op === "border")
        this.#ghost = { side: edit.at.side === "source" ? "a" : "b", tick: edit.to };
    } else {
      const map = this.host.preview(edit);
      if (map) {
        this.#tried = new MapIndex(map, this.host.lengths, this.host.index.known);
        this.host.try(map);
      }
    }
    if (shown) this.host.point(shown.side, shown.ordinal);
    this.#redraw();
  }

  #hold(on: boolean): void {
    this.#held = on;
    if (!on) this.follow();
  }

  #told(): void {
    if (this.#laying.value !== this.laying) this.#laying.value = this.laying;
    this.#zoom.value = String(zoomPlace(this.view, this.#range));
  }

  #draw(): void {
    const { view } = this;
    if (!this.#opened) return;
    const context = this.#canvas.begin(view.width);
    const { scene } = this;
    if (context) drawAxes(context, scene);
    for (const side of [scene.a, scene.b]) this.#wish(side);
    const piece = scene.index.pieces[scene.current];
    setAttribute(this.root, "data-current", piece ? (isMatch(piece) ? "match" : "alone") : null);
  }

  /** Ask for the small pictures and the sound that are in sight. */
  #wish(side: Side): void {
    const view = viewportOf(this.view, side.name, side.second);
    const { index, filmstrip } = side;
    const strip = this.#layout.all.find((one) => one.kind === "film");
    if (!strip) return;
    const { colours } = this.host;
    const own = { view, extent: extentOf(side), index, filmstrip, colours };
    const slots = filmSlots(own, strip).filter(({ left, right }) => right > 0 && left < view.width);
    filmstrip.want(slots.map(({ ordinal }) => ordinal));
    if (this.sound)
      side.sound.waveform?.want(
        view.left,
        view.left + view.width * view.ticksPerPixel,
        view.ticksPerPixel,
      );
  }
}
