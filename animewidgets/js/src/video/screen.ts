import { setAttribute } from "../core/dom";
import { drawPicture, drawPixels, presentedSize } from "./draw_picture";
import type { Playback } from "./playback";

/** The picture on the page; one per view. `root` carries data-frame, data-pts, data-decoder, data-state. */
export class Screen {
  readonly root: HTMLElement;
  /** Counts how often another picture was put onto the canvas. */
  painted = 0;
  #canvas: HTMLCanvasElement;
  #badge: HTMLElement;
  #error: HTMLElement;
  #drawn: string | undefined;
  /** The picture that is being made ready to draw. */
  #converting: Promise<ImageData> | undefined;
  /** Pixels to convert into, used again and again. */
  #spare: ImageData | undefined;
  #stops: (() => void)[] = [];

  constructor(
    readonly playback: Playback,
    /** Called whenever another picture stands there. */
    readonly drawn: () => void = () => {},
  ) {
    const { release } = playback.index;
    this.root = element("div", "aw-screen");
    this.root.setAttribute("role", "img");
    this.#canvas = document.createElement("canvas");
    this.#canvas.className = "aw-screen-canvas";
    this.#canvas.width = release.width;
    this.#canvas.height = release.height;
    const shape = presentedSize(release);
    this.#canvas.style.aspectRatio = `${shape.width} / ${shape.height}`;
    this.#badge = element("span", "aw-screen-approximate");
    this.#badge.textContent = "≈";
    this.#badge.title = "The nearest small picture, until the exact one is decoded";
    this.#error = element("p", "aw-screen-error");
    this.#error.setAttribute("role", "alert");
    this.root.append(this.#canvas, this.#badge, this.#error);

    this.#stops.push(playback.onChange(() => this.#draw()));
    this.#observe();
    this.#draw();
  }

  /** What the picture stands on: as many pixels as the release has. */
  get picture(): HTMLCanvasElement {
    return this.#canvas;
  }

  close(): void {
    this.#converting = undefined;
    for (const stop of this.#stops) stop();
    this.root.remove();
  }

  /** JupyterLab's windowed notebook can blank a canvas that left the view: draw it again. */
  #observe(): void {
    const again = () => {
      this.#drawn = undefined;
      this.#draw();
    };
    const resize = new ResizeObserver(again);
    const intersection = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) again();
    });
    resize.observe(this.root);
    intersection.observe(this.root);
    this.#stops.push(
      () => resize.disconnect(),
      () => intersection.disconnect(),
    );
  }

  #draw(): void {
    const { approximate, decoder } = this.playback;
    const picture = this.playback.shown;
    const drawing = picture && `${picture.ordinal} ${approximate} ${decoder}`;
    if (!picture || drawing === this.#drawn) {
      // What is on its way tells when it stands there.
      if (!this.#converting) this.#tell();
      return;
    }
    this.#drawn = drawing;
    this.#fit(picture.ordinal);
    if (!isVideoFrame(picture.image)) {
      this.#converting = undefined;
      drawPicture(this.#canvas, picture);
      this.painted++;
      this.#tell();
      return;
    }
    const converting = this.#convert(picture.image);
    this.#converting = converting;
    converting.then(
      (image) => {
        if (converting !== this.#converting) return;
        this.#converting = undefined;
        drawPixels(this.#canvas, picture, image);
        this.painted++;
        this.#tell();
      },
      () => {
        // It was closed meanwhile, or the browser cannot: what stands there now is drawn as it is.
        if (converting !== this.#converting) return;
        this.#converting = undefined;
        const now = this.playback.shown;
        if (now) drawPicture(this.#canvas, now);
        this.painted++;
        this.#tell();
      },
    );
  }

  /** As many pixels as this picture has; setting them anew would blank the canvas. */
  #fit(ordinal: number): void {
    const { index } = this.playback;
    if (!index.sizes) return;
    const { width, height } = index.sizeOf(ordinal);
    if (this.#canvas.width === width && this.#canvas.height === height) return;
    this.#canvas.width = width;
    this.#canvas.height = height;
    this.#canvas.style.aspectRatio = `${width} / ${height}`;
  }

  /**
   * The colours of a decoded picture. Where a VideoFrame is drawn as it is, Chromium without a graphics card keeps
   * a copy in colours of each, up to half a gigabyte of them.
   */
  async #convert(frame: VideoFrame): Promise<ImageData> {
    const { width, height } = frame.visibleRect ?? {
      width: frame.codedWidth,
      height: frame.codedHeight,
    };
    // Another conversion may still be writing into the one at hand.
    const spare = this.#spare;
    this.#spare = undefined;
    const image =
      spare?.width === width && spare.height === height ? spare : new ImageData(width, height);
    await frame.copyTo(image.data, { format: "RGBA", colorSpace: "srgb" });
    this.#spare = image;
    return image;
  }

  #tell(): void {
    const { frame, state, decoder, index, approximate, error } = this.playback;
    setAttribute(this.#badge, "hidden", !approximate);
    setAttribute(this.#error, "hidden", !error);
    this.#error.textContent = error?.message ?? "";
    this.root.setAttribute("aria-label", `Frame ${frame} of ${index.release.name}`);
    this.root.setAttribute("aria-busy", String(state === "seeking"));
    const { dataset } = this.root;
    dataset.frame = String(frame);
    dataset.pts = String(index.ptsOf(frame));
    dataset.decoder = decoder;
    // Last: who waits for "ready" finds everything else in place.
    dataset.state = state;
    this.drawn();
  }
}

/** Browsers without WebCodecs, and tests, do not have the class. */
const isVideoFrame = (image: CanvasImageSource): image is VideoFrame =>
  typeof VideoFrame !== "undefined" && image instanceof VideoFrame;

function element(tag: string, className: string): HTMLElement {
  const made = document.createElement(tag);
  made.className = className;
  return made;
}
