/** The tab on which labels are given away: what goes along, what stays, and the file itself. */
import { h, setAttribute } from "../core/dom";
import { icon } from "../core/icons";
import type { ActionButtons } from "../ui/buttons";
import type { PairsAction } from "./actions";
import type { PairsModel } from "./model";
import { card, contentsTold, WorkLine } from "./parts";
import { download, fetchFile } from "./upload";
import { bytesInWords, counted, kindsInWords } from "./words";

const LICENCES = [
  ["", "none said"],
  ["CC0-1.0", "CC0 1.0: no rights reserved"],
  ["CC-BY-4.0", "CC BY 4.0: name who made them"],
  ["CC-BY-SA-4.0", "CC BY-SA 4.0: and share alike"],
  ["CC-BY-NC-4.0", "CC BY-NC 4.0: not for money"],
] as const;

const EXTRAS: Readonly<Record<string, readonly [what: string, why: string]>> = {
  comments: ["Comments", "what people remarked on labels"],
  texts: ["Texts in attributes", "what people wrote, lines of dialogue among it"],
  titles: ["What releases are called", "mostly names of files"],
  names: ["Names of people", "else they are pseudonyms that only this store can tell apart"],
};

export class GivePanel {
  readonly root: HTMLElement;
  readonly #work: WorkLine;
  readonly #name = h("input", { type: "text", class: "aw-input", maxlength: 100, name: "name" });
  readonly #licence = h(
    "select",
    { class: "aw-select", name: "licence" },
    ...LICENCES.map(([id, words]) => h("option", { value: id }, words)),
  );
  readonly #choice = h("div", { class: "aw-p-choice" });
  readonly #extras = h("div", { class: "aw-p-extras" });
  readonly #prints = h("input", { type: "checkbox", checked: true, name: "fingerprints" });
  readonly #hashes = h("input", { type: "checkbox", checked: true, name: "hashes" });
  readonly #folder = h("input", { type: "radio", name: "aw-p-into", value: "folder" });
  readonly #maps = h("div", {});
  readonly #summary = h("div", { class: "aw-p-facts" });
  readonly #made = h("div", { class: "aw-p-made", role: "status" });
  readonly #chosen = new Set<string>();
  #drawn: unknown = null;
  #countedOf = "";
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly model: PairsModel,
    buttons: ActionButtons<PairsAction>,
    readonly maps: { readonly root: HTMLElement; show(): void },
    readonly say: (text: string) => void,
  ) {
    const { hello } = model;
    this.#name.value = hello.project === "default" ? "labels" : hello.project;
    this.#work = new WorkLine(model, ["give"]);
    const make = buttons.make("pairs.make", "publish", "Make the file");
    make.classList.add("aw-p-main");
    const toBrowser = h("input", {
      type: "radio",
      name: "aw-p-into",
      value: "download",
      checked: true,
    });
    this.#extras.append(
      ...hello.give.extras.map((one) =>
        h(
          "label",
          { class: "aw-check" },
          h("input", { type: "checkbox", value: one, onchange: () => this.#soon() }),
          h("span", {}, EXTRAS[one]?.[0] ?? one, h("small", {}, ` — ${EXTRAS[one]?.[1] ?? ""}`)),
        ),
      ),
    );
    this.root = h(
      "section",
      { class: "aw-p-panel aw-p-give", role: "tabpanel", "aria-label": "Give" },
      h(
        "div",
        { class: "aw-p-columns" },
        h(
          "div",
          { class: "aw-p-column" },
          card("Which labels", this.#choice),
          card(
            "What goes along only if you say so",
            h(
              "p",
              { class: "aw-p-hint" },
              "Pictures, sound and paths never do. What is not known to be harmless stays here, and is counted.",
            ),
            this.#extras,
          ),
          card(
            "So that others find the frames",
            h(
              "label",
              { class: "aw-check" },
              this.#hashes,
              h(
                "span",
                {},
                "Hashes of the annotated frames",
                h("small", {}, " — 64 bits each, of the media that is at hand here; no picture"),
              ),
            ),
            h(
              "label",
              { class: "aw-check" },
              this.#prints,
              h(
                "span",
                {},
                "Fingerprints of the releases",
                h(
                  "small",
                  {},
                  " — about 100 kB each; other editions are aligned by them. Reads your media once",
                ),
              ),
            ),
            this.#maps,
          ),
        ),
        h(
          "div",
          { class: "aw-p-column" },
          card(
            "The file",
            h("label", { class: "aw-field" }, h("span", {}, "What it is called"), this.#name),
            h(
              "label",
              { class: "aw-field" },
              h("span", {}, "Licence of the labels"),
              this.#licence,
            ),
            h(
              "div",
              { class: "aw-p-into", role: "radiogroup", "aria-label": "Where it goes" },
              h("label", { class: "aw-check" }, toBrowser, "Download it"),
              h(
                "label",
                { class: "aw-check" },
                this.#folder,
                `Write it on the kernel's machine, into ${hello.give.folder}`,
              ),
            ),
            h("div", { class: "aw-p-buttons" }, make),
            this.#work.root,
            this.#made,
          ),
          card("What it will hold", this.#summary),
        ),
      ),
    );
    this.#maps.append(maps.root);
  }

  /** What is chosen: projects and releases, all of both where nothing is left out. */
  get #wanted() {
    const tasks = this.model.hello.give.tasks.filter((one) => this.#chosen.has(keyOf(one)));
    return {
      projects: [...new Set(tasks.map((one) => one.project))],
      releases: [...new Set(tasks.map((one) => one.release_id))],
      include: [...this.#extras.querySelectorAll<HTMLInputElement>("input:checked")].map(
        (one) => one.value,
      ),
    };
  }

  show(): void {
    const { give } = this.model.hello;
    if (this.#drawn !== give) {
      // There are more labels now, or others: what was counted is not what there is.
      if (JSON.stringify(this.#drawn) !== JSON.stringify(give)) {
        this.model.counted = null;
        this.#countedOf = "";
      }
      this.#drawn = give;
      this.#drawChoice();
    }
    this.maps.show();
    this.#work.show();
    const { counted, made } = this.model;
    this.#summary.replaceChildren(
      ...(counted && this.#chosen.size
        ? contentsTold(counted)
        : [
            h(
              "p",
              { class: "aw-p-hint" },
              give.tasks.length
                ? this.#chosen.size
                  ? "Counting …"
                  : "Nothing is chosen."
                : "The store has no labels yet: label something first.",
            ),
          ]),
    );
    setAttribute(this.#made, "hidden", !made);
    if (made && this.#made.dataset.digest !== made.digest + made.written) {
      this.#made.dataset.digest = made.digest + made.written;
      this.#made.replaceChildren(
        icon("saved"),
        h(
          "div",
          {},
          h("p", {}, h("strong", {}, made.written ?? made.file), ` · ${bytesInWords(made.bytes)}`),
          h(
            "p",
            { class: "aw-p-hint" },
            `${counted0(made.contents.counts.annotations)}; checked: all digests, columns and rows are in order. `,
            made.written
              ? "It lies beside the store."
              : "It was handed to the browser's downloads.",
          ),
        ),
        h(
          "button",
          { type: "button", class: "aw-button aw-wide", onclick: () => void this.#download() },
          icon("download"),
          "Download",
        ),
      );
    }
    if (this.model.tab === "give" && !this.model.work && this.#chosen.size) this.#countIfNeeded();
  }

  async make(): Promise<void> {
    if (!this.#chosen.size) {
      this.model.troubles.set("give", "Nothing is chosen: tick what is to go along.");
      this.model.tell();
      return;
    }
    const made = await this.model.make({
      ...this.#wanted,
      name: this.#name.value,
      licence: this.#licence.value,
      hashes: this.#hashes.checked,
      fingerprints: this.#prints.checked,
      into: this.#folder.checked ? "folder" : "download",
    });
    if (!made) return;
    this.#countedOf = JSON.stringify(this.#wanted);
    this.say(`${made.file} was made`);
    if (!made.written) await this.#download();
  }

  async #download(): Promise<void> {
    const { made, channel, signal } = this.model;
    if (!made) return;
    try {
      download(await fetchFile(channel, made, signal), made.file);
    } catch (error) {
      this.model.troubles.set("give", error instanceof Error ? error.message : String(error));
      this.model.tell();
    }
  }

  #drawChoice(): void {
    const { tasks } = this.model.hello.give;
    const first = !this.#choice.childElementCount;
    if (first)
      for (const one of tasks)
        if (
          one.project === this.model.hello.project ||
          !hasProject(tasks, this.model.hello.project)
        )
          this.#chosen.add(keyOf(one));
    const projects = new Map<string, (typeof tasks)[number][]>();
    for (const one of tasks) projects.set(one.project, [...(projects.get(one.project) ?? []), one]);
    this.#choice.replaceChildren(
      ...[...projects].map(([project, own]) => {
        const whole = h("input", {
          type: "checkbox",
          checked: own.every((one) => this.#chosen.has(keyOf(one))),
          onchange: () => {
            for (const one of own) this.#choose(keyOf(one), whole.checked);
            this.#drawChoice();
          },
        });
        whole.indeterminate = !whole.checked && own.some((one) => this.#chosen.has(keyOf(one)));
        const releases = new Map<string, (typeof own)[number][]>();
        for (const one of own) releases.set(keyOf(one), [...(releases.get(keyOf(one)) ?? []), one]);
        return h(
          "fieldset",
          { class: "aw-p-project", "data-project": project },
          h("legend", {}, h("label", { class: "aw-check" }, whole, `Project ${project}`)),
          ...[...releases].map(([key, same]) => {
            const box = h("input", {
              type: "checkbox",
              checked: this.#chosen.has(key),
              onchange: () => {
                this.#choose(key, box.checked);
                this.#drawChoice();
              },
            });
            return h(
              "label",
              { class: "aw-check aw-p-release" },
              box,
              h(
                "span",
                {},
                same[0]?.release ?? key,
                h("small", {}, ` — ${kindsInWords(summed(same))}`),
              ),
            );
          }),
        );
      }),
    );
  }

  #choose(key: string, chosen: boolean): void {
    if (chosen) this.#chosen.add(key);
    else this.#chosen.delete(key);
    this.#soon();
  }

  #soon(): void {
    this.model.counted = null;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.model.tell(), 250);
  }

  /** What is chosen is counted once, when nothing else is going on. */
  #countIfNeeded(): void {
    const wanted = this.#wanted;
    const key = JSON.stringify(wanted);
    if (this.#countedOf === key && this.model.counted) return;
    if (this.#countedOf === key && this.model.troubles.has("give")) return;
    this.#countedOf = key;
    void this.model.count(wanted);
  }
}

const counted0 = (count: number): string => counted(count, "label");

/** A release of a project is chosen as a whole, whatever tasks it has. */
const keyOf = (one: { project: string; release_id: string }): string =>
  `${one.project}\n${one.release_id}`;

const hasProject = (tasks: readonly { project: string }[], project: string): boolean =>
  tasks.some((one) => one.project === project);

function summed(tasks: readonly { counts: Readonly<Record<string, number>> }[]) {
  const sums = new Map<string, number>();
  for (const { counts } of tasks)
    for (const [kind, count] of Object.entries(counts))
      sums.set(kind, (sums.get(kind) ?? 0) + count);
  return [...sums].map(([kind, count]) => ({ kind, count })).sort((a, b) => b.count - a.count);
}
