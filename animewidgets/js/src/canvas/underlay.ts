import { h, setAttribute } from "../core/dom";
import type { SettingsValues } from "../core/settings";
import type { Screen } from "../video/screen";
import { shineThrough, TINTS } from "./light_table";
import { type Onion, SIDES, type Side } from "./onion";
import { applyLook, isPlain, type Look } from "./picture_look";
import type { Stage, View } from "./view";

/** Pixels that are looked at anew at most while the picture is shown smaller than it is. */
const MOST_PIXELS = 1280 * 720;

/**
 * What lies over the picture and under the shapes: the picture with another look, and the drawings around it.
 * Each is made once per picture, so that panning and zooming cost nothing more.
 */
export class Underlay {
  readonly root: HTMLElement;
  readonly onion: Onion;
  #look = h("canvas", { class: "aw-under aw-look", hidden: true });
  #skins: Readonly<Record<Side, HTMLCanvasElement>> = {
    previous: h("canvas", { class: "aw-under aw-onion", "data-side": "previous", hidden: true }),
    next: h("canvas", { class: "aw-under aw-onion", "data-side": "next", hidden: true }),
  };
  #made = "";
  #shining = new Map<Side, string>();

  constructor(
    readonly screen: Screen,
    onion: (changed: () => void) => Onion,
    changed: () => void,
  ) {
    this.onion = onion(changed);
    const { previous, next } = this.#skins;
    this.root = h(
      "div",
      { class: "aw-underlay", "aria-hidden": "true" },
      this.#look,
      previous,
      next,
    );
  }

  /** The picture as it is looked at. */
  get picture(): HTMLCanvasElement {
    return this.#look.hidden ? this.screen.picture : this.#look;
  }

  /** Tells one picture as it is looked at from another. */
  get painted(): string {
    return this.#look.hidden ? `${this.screen.painted}` : this.#made;
  }

  /** Make what the settings wish; lay it where the picture lies. */
  show(values: SettingsValues, stage: Stage, view: View): void {
    const { playback } = this.screen;
    const still = values.onion && !playback.playing && playback.state === "ready";
    this.onion.want(still ? playback.frame : null, values);
    this.#showLook(values, stage, view);
    for (const side of SIDES) this.#showSkin(side, values.onionOpacity);
    const { width, height, transform, imageRendering } = this.screen.picture.style;
    for (const canvas of [this.#look, ...Object.values(this.#skins)]) {
      if (canvas.hidden) continue;
      Object.assign(canvas.style, { width, height, transform, imageRendering });
    }
  }

  close(): void {
    this.onion.close();
  }

  #showLook(look: Look, stage: Stage, view: View): void {
    setAttribute(this.#look, "hidden", isPlain(look));
    if (this.#look.hidden) return;
    const { picture, painted } = this.screen;
    const pixels = picture.width * picture.height;
    // Where less than all of it is seen pixel by pixel, less has to be made.
    const scale = view.zoom * stage.ratio >= 0.9 ? 1 : Math.min(1, Math.sqrt(MOST_PIXELS / pixels));
    const { brightness, contrast, gamma, edgeView } = look;
    const made = [painted, scale, brightness, contrast, gamma, edgeView].join(" ");
    if (made === this.#made) return;
    this.#made = made;
    const [width, height] = [picture.width * scale, picture.height * scale].map(Math.round) as [
      number,
      number,
    ];
    const sheet = drawnAt(this.#look, picture, width, height);
    if (!sheet) return;
    const image = sheet.getImageData(0, 0, width, height);
    applyLook(look, image.data, width);
    sheet.putImageData(image, 0, 0);
  }

  #showSkin(side: Side, opacity: number): void {
    const skin = this.#skins[side];
    const found = this.onion.found.get(side);
    setAttribute(skin, "hidden", !found);
    skin.style.opacity = `${opacity}`;
    if (!found) return;
    const { picture, painted } = this.screen;
    const made = `${found.ordinal} ${painted}`;
    skin.dataset.frame = `${found.ordinal}`;
    if (made === this.#shining.get(side)) return;
    this.#shining.set(side, made);
    const { width, height } = found.image;
    const sheet = drawnAt(skin, found.image, width, height);
    const here = drawnAt(new OffscreenCanvas(width, height), picture, width, height);
    if (!sheet || !here) return;
    const image = sheet.getImageData(0, 0, width, height);
    shineThrough(image.data, here.getImageData(0, 0, width, height).data, TINTS[side]);
    sheet.putImageData(image, 0, 0);
  }
}

/** A canvas with an image all over it, to be read. */
function drawnAt(
  canvas: HTMLCanvasElement | OffscreenCanvas,
  image: CanvasImageSource,
  width: number,
  height: number,
): CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D | null {
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d", { willReadFrequently: true }) as
    | CanvasRenderingContext2D
    | OffscreenCanvasRenderingContext2D
    | null;
  context?.drawImage(image, 0, 0, width, height);
  return context;
}
