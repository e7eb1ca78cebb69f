/** Bringing what was accepted into a project, and what came of it. */
import { h, setAttribute, setText } from "../core/dom";
import { icon } from "../core/icons";
import type { ActionButtons } from "../ui/buttons";
import type { PairsAction } from "./actions";
import type { Counts } from "./labels";
import type { PairsModel } from "./model";
import { WorkLine } from "./parts";
import type { ImportedTold } from "./wire";
import { counted, number } from "./words";

/** What the pages are called that show labels. */
const PAGES: Readonly<Record<string, string>> = {
  timing: "Cuts and timing",
  shapes: "Shapes in frames",
  sounds: "Sounds",
};

export class ImportBox {
  readonly root: HTMLElement;
  readonly #project: HTMLInputElement;
  readonly #names = h("datalist", { id: `aw-p-projects-${Math.random().toString(36).slice(2)}` });
  readonly #words = h("p", { class: "aw-p-hint" });
  readonly #work: WorkLine;
  readonly #done = h("div", { class: "aw-p-imported", role: "status" });
  #drawn: ImportedTold | null = null;

  constructor(
    readonly model: PairsModel,
    buttons: ActionButtons<PairsAction>,
  ) {
    this.#work = new WorkLine(model, ["import"]);
    this.#project = h("input", {
      type: "text",
      class: "aw-input",
      name: "project",
      maxlength: 100,
      value: model.hello.project,
      list: this.#names.id,
    });
    const button = buttons.make("pairs.import", "in", "Import");
    button.classList.add("aw-p-main");
    this.root = h(
      "section",
      { class: "aw-p-import", "aria-label": "Import" },
      h("label", { class: "aw-field" }, h("span", {}, "Into the project"), this.#project),
      this.#names,
      h("div", { class: "aw-p-buttons" }, button),
      this.#words,
      this.#work.root,
      this.#done,
    );
  }

  get project(): string {
    return this.#project.value;
  }

  show(counts: Counts): void {
    this.#work.show();
    const projects = [...new Set(this.model.hello.give.tasks.map((one) => one.project))];
    if (this.#names.childElementCount !== projects.length)
      this.#names.replaceChildren(...projects.map((one) => h("option", { value: one })));
    setText(
      this.#words,
      `${counted(counts.accepted, "accepted label")} ${counts.accepted === 1 ? "comes" : "come"} in` +
        (counts.undecided ? `; ${number(counts.undecided)} undecided stay in the file.` : "."),
    );
    const { imported } = this.model;
    setAttribute(this.#done, "hidden", !imported);
    if (imported && imported !== this.#drawn)
      this.#done.replaceChildren(...told(imported, this.model));
    this.#drawn = imported;
  }
}

function told(done: ImportedTold, { hello }: PairsModel): HTMLElement[] {
  const kept = (title: string, count: number, lines: ImportedTold["differs"]) =>
    count
      ? [
          h(
            "details",
            {},
            h("summary", {}, `${number(count)} ${title}`),
            h("ul", {}, ...lines.map(([id, why]) => h("li", { title: id }, why))),
          ),
        ]
      : [];
  const here = done.project === hello.project;
  return [
    h(
      "p",
      { class: "aw-p-added", "data-added": done.added },
      icon("saved"),
      h("strong", {}, `${counted(done.added, "label")} added`),
      `, ${number(done.there)} were there already` +
        (done.nudged ? `, ${number(done.nudged)} moved by you` : "") +
        ".",
    ),
    ...kept("not touched: the store says something else", done.differ, done.differs),
    ...kept("refused: they break a rule of their task", done.refuse, done.refused),
    ...done.places.map((one) => {
      const address = here ? hello.pages[one.page] : undefined;
      const name = PAGES[one.page] ?? one.page;
      return h(
        "p",
        { class: "aw-p-place", "data-page": one.page },
        icon("arrow"),
        h("span", {}, `${one.release}: ${counted(one.labels, "label")} on `),
        address
          ? h("a", { href: address, class: "aw-page-link" }, name)
          : h("span", {}, `the page “${name}”`),
        here ? null : `, in the project ${done.project}`,
      );
    }),
  ];
}
