/** The frames about the one that a label came to; a click on one moves the label there. */
import { h, setAttribute, setText } from "../../core/dom";
import type { ReviewPictures } from "./pictures";

/** To either side. */
const REACH = 4;
const HEIGHT = 72;

export class FrameStrip {
  readonly root = h("div", { class: "aw-p-strip", role: "group", "aria-label": "Frames about it" });
  readonly #frames: { root: HTMLButtonElement; image: HTMLImageElement; number: HTMLElement }[] =
    [];
  #first = 0;
  #at = "";

  constructor(
    readonly pictures: ReviewPictures,
    choose: (ordinal: number) => void,
  ) {
    for (let n = 0; n <= 2 * REACH; n++) {
      const image = h("img", { alt: "", draggable: "false" });
      const number = h("span", {});
      const root = h(
        "button",
        { type: "button", class: "aw-p-frame", onclick: () => choose(this.#first + n) },
        image,
        number,
      );
      this.#frames.push({ root, image, number });
      this.root.append(root);
    }
  }

  /** Show the frames about `middle`; the label is on `own`, and one looks at `looked`. */
  show(
    release: string | null,
    count: number,
    middle: number,
    own: number,
    looked: number,
    cut: boolean,
  ): void {
    setAttribute(this.root, "hidden", release === null);
    if (release === null) return;
    const first = middle - REACH;
    const key = `${release} ${first}`;
    this.#frames.forEach(({ root, number }, n) => {
      const ordinal = first + n;
      setAttribute(root, "disabled", ordinal < 0 || ordinal >= count);
      setAttribute(root, "data-own", ordinal === own);
      setAttribute(root, "data-cut", cut && ordinal === own);
      setAttribute(root, "aria-current", ordinal === looked ? "true" : null);
      const by = ordinal - own;
      setText(number, ordinal < 0 || ordinal >= count ? "" : String(ordinal));
      setAttribute(
        root,
        "title",
        by ? `Move it here: ${Math.abs(by)} ${by > 0 ? "later" : "earlier"}` : "It is here",
      );
    });
    if (key === this.#at) return;
    this.#at = key;
    this.#first = first;
    const there = this.#frames.map((_, n) => first + n).filter((one) => one >= 0 && one < count);
    const urls = this.pictures.small(release, there, HEIGHT);
    for (const { image } of this.#frames) image.removeAttribute("src");
    there.forEach((ordinal, n) => {
      void urls[n]?.then(
        (url) => {
          const frame = this.#frames[ordinal - first];
          if (this.#at === key && frame) frame.image.src = url;
        },
        () => {}, // a strip works without one of its pictures
      );
    });
  }
}
