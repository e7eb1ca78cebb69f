import { h, setAttribute, setText } from "../core/dom";
import { setIcon } from "../core/icons";
import type { Settings } from "../core/settings";
import { formatPlace } from "../core/timecode";
import type { ActionButtons } from "../ui/buttons";
import type { Colours } from "../ui/colours";
import { GoTo, type GoToHost } from "../ui/go_to";
import type { CanvasAction } from "./actions";
import type { OpenCanvas } from "./canvas_model";
import { FrameMarks } from "./frame_marks";
import { isPlain } from "./picture_look";

export interface FrameBarHost extends GoToHost {
  readonly settings: Settings;
}

/** The bar under the stage: moving from frame to frame, what one can do with what is selected, looking. */
export class FrameBar {
  readonly root: HTMLElement;
  readonly goTo: GoTo;
  #time = h("span", { class: "aw-time" });
  #where = h("span", { class: "aw-where" });
  #zoom = h("span", {
    class: "aw-zoom-text",
    title: "Pixels of the screen per pixel of the picture",
  });
  #play: HTMLButtonElement;
  #slider: HTMLInputElement;
  #marks = new FrameMarks();
  #snap: HTMLButtonElement;
  #edges: HTMLButtonElement;
  #picture: HTMLButtonElement;
  #forSelection: HTMLButtonElement[];
  #paste: HTMLButtonElement;

  constructor(
    readonly opened: OpenCanvas,
    readonly host: FrameBarHost,
    buttons: ActionButtons<CanvasAction>,
  ) {
    this.goTo = new GoTo(opened, host);
    this.#play = buttons.make("play", "play");
    this.#play.classList.add("aw-primary");
    this.#slider = h("input", {
      type: "range",
      class: "aw-frame-slider",
      min: 0,
      max: opened.playback.frames.count - 1,
      step: 1,
      "aria-label": "Frame",
      title: "Frame",
      oninput: () => host.seek(opened.playback.frames.at(Number(this.#slider.value))),
      onpointerup: () => host.focus(),
    });
    this.#snap = buttons.make("snap", "snap");
    this.#edges = buttons.make("canvas.edges", "edgeSnap");
    this.#picture = buttons.make("canvas.picture", "picture");
    this.#paste = buttons.make("canvas.paste", "paste");
    this.#forSelection = [
      buttons.make("canvas.delete", "delete"),
      buttons.make("canvas.copy", "copy"),
      buttons.make("canvas.toNext", "toNext"),
      buttons.make("canvas.lock", "lock"),
      buttons.make("comment", "comment"),
      buttons.make("uncertain", "uncertain"),
    ];
    const group = (name: string, ...children: (Node | null)[]) =>
      h("div", { class: "aw-group", role: "group", "aria-label": name }, ...children);
    const [remove, copy, toNext, lock, comment, uncertain] = this.#forSelection as [
      HTMLButtonElement,
      ...HTMLButtonElement[],
    ];
    this.root = h(
      "div",
      { class: "aw-frame-bar" },
      h("div", { class: "aw-frame-line" }, this.#slider, this.#marks.root),
      h(
        "div",
        { class: "aw-transport", role: "toolbar", "aria-label": "Frames and shapes" },
        group(
          "Moving",
          buttons.make("canvas.previousMarked", "previousCut"),
          buttons.make("stepBack", "stepBack"),
          this.#play,
          buttons.make("stepForward", "stepForward"),
          buttons.make("canvas.nextMarked", "nextCut"),
        ),
        group("Where", this.goTo.input, this.#time),
        group(
          "Shapes",
          remove,
          copy as Node,
          this.#paste,
          toNext as Node,
          buttons.make("canvas.hide", "hidden"),
          lock as Node,
        ),
        group("Remarks", comment as Node, uncertain as Node),
        this.#where,
        group(
          "Looking",
          this.#snap,
          this.#edges,
          this.#picture,
          buttons.make("zoomOut", "zoomOut"),
          this.#zoom,
          buttons.make("zoomIn", "zoomIn"),
          buttons.make("fit", "fit"),
          buttons.make("canvas.actualSize", "actualSize"),
        ),
      ),
    );
  }

  show(where: string, zoom: string, anySelected: boolean, colours: Colours): void {
    const { playback, index, copies } = this.opened;
    const { values } = this.host.settings;
    const { frames } = playback;
    const { names } = this.opened.hello;
    const at = frames.positionOf(playback.frame);
    this.goTo.show();
    if (!this.#slider.matches(":active")) this.#slider.value = `${at}`;
    setAttribute(this.#slider, "aria-valuetext", `Frame ${playback.frame} of ${index.count}`);
    setText(
      this.#time,
      (names
        ? `of ${index.count} · ${names[playback.frame] ?? ""}`
        : values.timecode === "frames"
          ? `of ${index.count}`
          : formatPlace(playback.frame, index, values.timecode)) +
        (frames.isPart ? ` · ${at + 1} of ${frames.count}` : ""),
    );
    const [sign] = this.#play.children;
    if (sign instanceof SVGSVGElement) setIcon(sign, playback.playing ? "pause" : "play");
    setAttribute(this.#play, "aria-pressed", String(playback.playing));
    setAttribute(this.#snap, "aria-pressed", String(values.snap));
    setAttribute(this.#edges, "aria-pressed", String(values.edges));
    setAttribute(this.#picture, "aria-pressed", String(!isPlain(values) || values.onion));
    for (const button of this.#forSelection) setAttribute(button, "disabled", !anySelected);
    setAttribute(this.#paste, "disabled", copies.length === 0);
    setText(this.#where, where);
    setAttribute(this.#where, "title", where);
    setText(this.#zoom, zoom);
    this.#marks.draw(this.opened.figures, frames, colours, this.opened.assist.frames);
  }
}
