/** Small parts that both tabs show: what is going on, what went wrong, what a file holds. */
import { type Child, h, setAttribute, setText } from "../core/dom";
import { type IconName, icon } from "../core/icons";
import type { PairsModel, Place } from "./model";
import type { Contents } from "./wire";
import { counted, kindsInWords, number, releaseName, timeInWords } from "./words";

/** A line that tells what is going on at a place, with a bar and a way to stop it; or why it did not go. */
export class WorkLine {
  readonly root = h("div", { class: "aw-p-work" });
  readonly #words = h("span", { class: "aw-p-what" });
  readonly #bar = h("progress", { class: "aw-p-progress", max: 1 });
  readonly #going: HTMLElement;
  readonly #trouble: HTMLElement;
  readonly #why = h("p", {});

  constructor(
    readonly model: PairsModel,
    readonly places: readonly Place[],
  ) {
    this.#going = h(
      "div",
      { class: "aw-p-going", role: "status" },
      this.#words,
      this.#bar,
      h(
        "button",
        {
          type: "button",
          class: "aw-button aw-wide",
          "data-stop": true,
          onclick: () => model.stop(),
        },
        icon("close"),
        "Stop",
      ),
    );
    this.#trouble = h(
      "div",
      { class: "aw-p-trouble", role: "alert" },
      icon("warning"),
      this.#why,
      h(
        "button",
        {
          type: "button",
          class: "aw-button",
          "aria-label": "Put this away",
          onclick: () => {
            for (const place of places) model.troubles.delete(place);
            model.tell();
          },
        },
        icon("close"),
      ),
    );
    this.root.append(this.#going, this.#trouble);
  }

  show(): void {
    const { work, troubles } = this.model;
    const here = work && this.places.includes(work.place) ? work : null;
    setAttribute(this.#going, "hidden", !here);
    if (here) {
      const { what, done, total } = here;
      const told = total ? ` ${number(done)} of ${number(total)}` : done ? ` ${number(done)}` : "";
      setText(this.#words, `${what} …${told}`);
      if (total) this.#bar.value = done / total;
      else this.#bar.removeAttribute("value");
    }
    const why = this.places.map((one) => troubles.get(one)).find((one) => one !== undefined);
    setAttribute(this.#trouble, "hidden", why === undefined);
    setText(this.#why, why ?? "");
  }
}

export const card = (title: string, ...children: Child[]): HTMLElement =>
  h("section", { class: "aw-p-card", "aria-label": title }, h("h3", {}, title), ...children);

export function fact(name: string, ...value: Child[]): HTMLElement {
  return h(
    "div",
    { class: "aw-p-fact" },
    h("span", {}, name),
    h("span", { class: "aw-p-value" }, ...value),
  );
}

export const chip = (name: IconName, text: string, title = ""): HTMLElement =>
  h("span", { class: "aw-badge", title: title || null }, icon(name), text);

/** What a pairs file holds, or would hold. */
export function contentsTold(contents: Contents): HTMLElement[] {
  const { counts, contributors, releases, left_out, included } = contents;
  const left = Object.entries(left_out).filter(([, count]) => count);
  return [
    fact(
      "Labels",
      h("strong", {}, number(counts.annotations)),
      ` · ${kindsInWords(contents.kinds)}`,
    ),
    fact("History", counted(counts.versions, "version"), ` by ${peopleInWords(contributors)}`),
    fact(
      "Frames",
      `${counted(counts.frames, "frame")} that labels stand on, `,
      contents.hashed ? `${number(contents.hashed)} with a hash` : "none with a hash",
    ),
    ...releases.map((one) =>
      fact(
        "Release",
        h("span", { title: one.release_id }, releaseName(one.title, one.release_id)),
        ` · ${timeInWords(one.seconds)} · ${one.width} × ${one.height} · ${counted(one.labels, "label")}`,
      ),
    ),
    fact(
      "Goes along",
      [
        contents.maps ? counted(contents.maps, "time map") : null,
        contents.fingerprints ? counted(contents.fingerprints, "fingerprint") : null,
        ...included,
      ]
        .filter(Boolean)
        .join(", ") || "nothing else: no picture, no sound, no path, no name",
    ),
    fact(
      "Left out",
      left.length
        ? left.map(([what, count]) => leftInWords(what, count)).join(", ")
        : "there was nothing to leave out",
    ),
  ];
}

function peopleInWords(people: Contents["contributors"]): string {
  if (people.length > 3) return `${people.length} people`;
  return people.map(({ name }) => name).join(", ") || "nobody";
}

function leftInWords(what: string, count: number): string {
  const words: Record<string, [string, string]> = {
    comments: ["comment", "comments"],
    texts: ["text in attributes", "texts in attributes"],
    titles: ["name of a release", "names of releases"],
    names: ["name of a person", "names of people"],
    sources: ["source that may be a path", "sources that may be paths"],
  };
  const [one, many] = words[what] ?? [what, what];
  return counted(count, one, many);
}
