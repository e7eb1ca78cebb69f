import type { Requester } from "../core/channel";
import { KernelError, NoAnswer } from "../core/channel";
import { h, setAttribute } from "../core/dom";
import { icon } from "../core/icons";
import type { PicturesReply } from "../core/wire";
import { type FrameKey, markdown } from "../ui/markdown";
import type { FrameIndex } from "../video/frame_index";
import { unitInWords } from "./units";
import type { GuideHello } from "./wire";

const THUMBNAIL_HEIGHT = 54;
const MOST_THUMBNAILS = 64;

const REQUIRED: Readonly<Record<string, string>> = {
  category: "a category",
  speaker: "who is heard",
  object: "the name of its object",
  comment: "a remark",
};

export interface GuidelinesHost {
  seek(ordinal: number): void;
  close(): void;
}

/** Name and guidelines of the template, beside the picture or over it; links to frames go there. */
export class GuidelinesPanel {
  readonly root: HTMLElement;
  #pictures = new Map<number, HTMLCanvasElement[]>();
  #asked = false;

  constructor(
    readonly guidelines: string,
    readonly guide: GuideHello | undefined,
    readonly index: FrameIndex,
    readonly channel: Requester,
    readonly host: GuidelinesHost,
    prelabels: HTMLElement | null,
  ) {
    this.root = h(
      "aside",
      { class: "aw-guide", hidden: true, tabindex: -1, "aria-label": "Guidelines" },
      h(
        "header",
        { class: "aw-panel-head" },
        h("h3", {}, guide?.name ?? "Guidelines"),
        h(
          "button",
          {
            type: "button",
            class: "aw-button",
            "aria-label": "Close the guidelines",
            title: "Close the guidelines (Esc)",
            onclick: () => host.close(),
          },
          icon("close"),
        ),
      ),
      h(
        "div",
        { class: "aw-guide-text" },
        guide?.description ? h("p", { class: "aw-guide-about" }, guide.description) : null,
        guide ? facts(guide) : null,
        prelabels,
        guidelines
          ? markdown(guidelines, { frame: (key, text) => this.#frame(key, text) })
          : h("p", { class: "aw-count" }, "This template has no guidelines."),
        guide ? origin(guide) : null,
      ),
    );
    // Keys of the panel are its own: arrows scroll it.
    this.root.addEventListener("keydown", (event) => {
      if (event.key.startsWith("Arrow") || event.key.startsWith("Page")) event.stopPropagation();
    });
  }

  get shown(): boolean {
    return !this.root.hidden;
  }

  show(shown: boolean): void {
    setAttribute(this.root, "hidden", !shown);
    if (shown) void this.#askPictures();
  }

  #frame({ pts, release }: FrameKey, text: string): HTMLElement {
    const { release_id, name } = this.index.release;
    const here = release === null || release === release_id;
    const ordinal = here ? this.index.ordinalOf(pts) : -1;
    if (ordinal < 0) {
      const why = here
        ? `Tick ${pts} is no frame of ${name}`
        : `A frame of another release: tick ${pts} of ${release}`;
      return h(
        "span",
        { class: "aw-frame-link", "data-away": true, title: why },
        text,
        h("small", {}, here ? " (no such frame)" : " (another release)"),
      );
    }
    const picture = h("canvas", { class: "aw-frame-picture", hidden: true });
    this.#pictures.set(ordinal, [...(this.#pictures.get(ordinal) ?? []), picture]);
    return h(
      "button",
      {
        type: "button",
        class: "aw-frame-link",
        title: `Go to frame ${ordinal}`,
        "data-ordinal": ordinal,
        onclick: () => this.host.seek(ordinal),
      },
      picture,
      h("span", {}, text),
    );
  }

  /** Small pictures of the frames that are linked to, from the person's own media. */
  async #askPictures(): Promise<void> {
    const ordinals = [...this.#pictures.keys()].slice(0, MOST_THUMBNAILS);
    if (this.#asked || !ordinals.length) return;
    this.#asked = true;
    try {
      const { result, buffers } = await this.channel.request<PicturesReply>(
        "media.thumbnails",
        { ordinals, height: THUMBNAIL_HEIGHT },
        { timeout: 60_000 },
      );
      for (const [n, ordinal] of result.ordinals.entries()) {
        const bytes = buffers[n];
        if (!bytes) continue;
        const image = await createImageBitmap(new Blob([bytes as BlobPart], { type: result.mime }));
        for (const canvas of this.#pictures.get(ordinal) ?? []) {
          canvas.width = image.width;
          canvas.height = image.height;
          canvas.getContext("2d")?.drawImage(image, 0, 0);
          canvas.hidden = false;
        }
      }
    } catch (error) {
      // Without pictures the links still lead there.
      if (!(error instanceof NoAnswer || error instanceof KernelError)) throw error;
      this.#asked = false;
    }
  }
}

/** What a unit is, and what every annotation must say. */
function facts(guide: GuideHello): HTMLElement {
  const required = guide.required.map((one) => REQUIRED[one] ?? one).join(", ");
  const rows: [string, string][] = [
    ["One unit", unitInWords(guide.unit)],
    ...(required ? ([["Required", required]] as [string, string][]) : []),
    ...(guide.overlap > 1
      ? ([["Each unit", `by ${guide.overlap} people`]] as [string, string][])
      : []),
  ];
  return h(
    "dl",
    { class: "aw-guide-facts" },
    ...rows.flatMap(([name, text]) => [h("dt", {}, name), h("dd", {}, text)]),
  );
}

function origin(guide: GuideHello): HTMLElement {
  const parts = [
    `${guide.template_id}, version ${guide.version}`,
    guide.authors.length ? `by ${guide.authors.join(", ")}` : "",
    guide.licence,
    guide.forked_from ? `made from ${guide.forked_from}` : "",
  ];
  return h("p", { class: "aw-guide-origin" }, parts.filter(Boolean).join(" · "));
}
