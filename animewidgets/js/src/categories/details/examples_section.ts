import { h } from "../../core/dom";
import type { Category, FrameExample } from "../../core/wire";
import type { CategoriesAction } from "../actions";
import { section, small, textField } from "./fields";
import type { DetailsPlace, Section } from "./section";

const HEIGHT = 96;
/** As `MOST_EXAMPLES` of Python: so many pictures in one request. */
const BATCH = 32;

/** Read `PTS@RELEASE`, as Python's `read_frame_key` does; `null` where it is none. */
export function readFrameKey(text: string): { release_id: string; pts: number } | null {
  const found = /^\[?(-?\d{1,15})@([^\s()<>@]{1,200}?)\]?$/.exec(text.trim());
  return found ? { pts: Number(found[1]), release_id: found[2] as string } : null;
}

/** Frames that show what is meant, with a picture where the release's media are there. */
export class ExamplesSection implements Section {
  readonly root: HTMLElement;
  readonly #list = h("div", { class: "aw-cat-examples" });
  readonly #key;
  #drawn = "";
  /** Pictures by frame key: the address of a blob, or empty where there is none to be had. */
  readonly #pictures = new Map<string, string>();

  constructor(
    readonly place: DetailsPlace,
    signal: AbortSignal,
  ) {
    this.#key = textField(
      {
        label: "Frame key",
        name: "example",
        hidesLabel: true,
        placeholder: "PTS@RELEASE, as a canvas copies it",
      },
      {
        say: (value) => {
          if (!value.trim()) return null;
          const key = readFrameKey(value);
          if (!key) return "No frame key: write the tick, @ and the release, as in 912912@bd-01.";
          this.#add(key);
          return null;
        },
        leave: () => place.leave(),
      },
    );
    this.root = section(
      "Example frames",
      "examples",
      [small("Add the frame key of the clipboard", "Paste", () => void this.#paste())],
      this.#list,
      this.#key.root,
    );
    signal.addEventListener("abort", () => {
      for (const url of this.#pictures.values()) if (url) URL.revokeObjectURL(url);
    });
  }

  show({ category_id, examples = [] }: Category): void {
    const drawn = JSON.stringify([category_id, examples, this.#pictures.size]);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    this.#key.show("");
    this.#list.replaceChildren(...examples.map((one, n) => this.#example(one, n)));
    void this.#ask(examples);
  }

  run(action: CategoriesAction): boolean {
    if (action !== "categories.example") return false;
    this.#key.input.focus();
    return true;
  }

  #add(key: { release_id: string; pts: number }): void {
    const { category } = this.place;
    const examples = category?.examples ?? [];
    if (examples.some((one) => one.pts === key.pts && one.release_id === key.release_id)) {
      this.place.designer.announcer.refuse("That frame is an example already.");
      return;
    }
    this.place.set({ examples: [...examples, key] }, "An example frame is added");
  }

  async #paste(): Promise<void> {
    let text = "";
    try {
      text = await navigator.clipboard.readText();
    } catch {
      this.#key.input.focus();
      this.place.designer.announcer.refuse(
        "The browser does not give the clipboard: press Ctrl V here.",
      );
      return;
    }
    const key = readFrameKey(text);
    if (key) this.#add(key);
    else
      this.place.designer.announcer.refuse(
        `The clipboard holds no frame key: “${text.slice(0, 40)}”`,
      );
  }

  #example(one: FrameExample, n: number): HTMLElement {
    const { designer } = this.place;
    const key = `${one.pts}@${one.release_id}`;
    const url = this.#pictures.get(key);
    const release = designer.hello.releases.find((other) => other.release_id === one.release_id);
    const note = textField(
      {
        label: `What is to be seen on ${key}`,
        name: `example-note-${n}`,
        hidesLabel: true,
        placeholder: "What is to be seen",
        longest: 1_000,
      },
      {
        say: (value) => {
          const examples = (this.place.category?.examples ?? []).map((other, at) =>
            at === n ? { release_id: one.release_id, pts: one.pts, note: value.trim() } : other,
          );
          this.place.set({ examples }, "The note is set");
          return null;
        },
        leave: () => this.place.leave(),
      },
    );
    note.show(one.note ?? "");
    return h(
      "figure",
      { class: "aw-cat-example", "data-frame-key": key },
      url
        ? h("img", { src: url, alt: one.note || `Frame ${key}`, height: HEIGHT })
        : h("div", { class: "aw-cat-no-picture" }, release ? "…" : "no media here"),
      h(
        "figcaption",
        {},
        h("code", { title: key }, release ? `${one.pts} · ${release.name}` : key),
        note.root,
      ),
      small(`Take out the example ${key}`, "×", () =>
        this.place.set(
          { examples: (this.place.category?.examples ?? []).filter((_other, at) => at !== n) },
          "An example is taken out",
        ),
      ),
    );
  }

  async #ask(examples: readonly FrameExample[]): Promise<void> {
    const { designer } = this.place;
    const known = new Set(designer.hello.releases.map((one) => one.release_id));
    const wanted = examples
      .filter(
        (one) => known.has(one.release_id) && !this.#pictures.has(`${one.pts}@${one.release_id}`),
      )
      .slice(0, BATCH);
    if (!wanted.length) return;
    try {
      const frames = wanted.map(({ release_id, pts }) => ({ release_id, pts }));
      const { result, buffers } = await designer.channel.request<{
        mime: string;
        found: boolean[];
      }>(
        "examples.pictures",
        { frames, height: HEIGHT },
        { timeout: 20_000, signal: designer.signal },
      );
      for (const [n, { pts, release_id }] of wanted.entries()) {
        const data = buffers[n];
        const there = result.found[n] && data;
        const url = there
          ? URL.createObjectURL(new Blob([data as DataView<ArrayBuffer>], { type: result.mime }))
          : "";
        this.#pictures.set(`${pts}@${release_id}`, url);
      }
      const { category } = this.place;
      if (category) this.show(category);
    } catch {
      // Without pictures the keys are still there.
    }
  }
}
