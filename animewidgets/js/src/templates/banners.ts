import { h, setAttribute } from "../core/dom";
import { icon } from "../core/icons";
import { inWords } from "./form";
import type { TemplateModel } from "./model";
import type { Problem } from "./protocol";

/** Draw anew; where the focus was in what goes, it is handed on instead of lost. */
function drawAnew(root: HTMLElement, children: Node[], handOn: () => void): void {
  const page = root.getRootNode() as Document | ShadowRoot;
  const had = root.contains(page.activeElement);
  root.replaceChildren(...children);
  if (had) handOn();
}

/** What the person should know: the kernel is away, the preview stands still, what was wrong with a file. */
export class Banners {
  readonly root = h("div", { class: "aw-t-notices" });

  constructor(
    readonly model: TemplateModel,
    readonly endDesign: () => void,
    readonly handOn: () => void,
  ) {}

  show(): void {
    const { model } = this;
    const texts = [
      ...(model.save === "offline"
        ? [
            "The kernel does not answer. Go on: the draft is kept in this browser and sent when the kernel is back.",
          ]
        : []),
      ...(model.previewTrouble ? [model.previewTrouble] : []),
    ];
    const key = JSON.stringify([texts, model.notes, model.designing]);
    if (this.root.dataset.key === key) return;
    this.root.dataset.key = key;
    drawAnew(
      this.root,
      [
        ...texts.map((text) =>
          h("div", { class: "aw-notice", role: "status" }, icon("warning"), h("p", {}, text)),
        ),
        ...(model.designing
          ? [
              h(
                "div",
                { class: "aw-notice", role: "status" },
                icon("tag"),
                h(
                  "p",
                  {},
                  "The category designer stands in the preview’s place. What you publish there can be taken over here.",
                ),
                h(
                  "button",
                  {
                    type: "button",
                    class: "aw-button aw-wide",
                    "data-action": "endDesign",
                    onclick: () => this.endDesign(),
                  },
                  "Back to the page",
                ),
              ),
            ]
          : []),
        ...model.notes.map((text) =>
          h(
            "div",
            { class: "aw-notice", role: "alert" },
            icon("warning"),
            h("p", {}, text),
            h(
              "button",
              {
                type: "button",
                class: "aw-button aw-wide",
                onclick: () => model.putAway(text),
              },
              "Put away",
            ),
          ),
        ),
      ],
      this.handOn,
    );
  }
}

/** All that is to mend, over the form; a click goes there. */
export class MendList {
  readonly root = h("div", { class: "aw-t-summary", role: "status" });

  constructor(
    readonly model: TemplateModel,
    readonly goTo: (problem: Problem, n: number) => void,
    readonly remove: (field: string) => void,
    readonly handOn: () => void,
  ) {}

  show(): void {
    const { problems } = this.model;
    setAttribute(this.root, "hidden", !problems.length);
    const key = JSON.stringify(problems);
    if (this.root.dataset.key === key) return;
    this.root.dataset.key = key;
    const count = problems.length;
    drawAnew(
      this.root,
      [
        icon("warning"),
        h("span", {}, count === 1 ? "One thing to mend:" : `${count} things to mend:`),
        ...problems.slice(0, 6).map((problem, n) =>
          h(
            "button",
            {
              type: "button",
              class: "aw-t-problem",
              "data-at": problem.at,
              "data-fatal": problem.fatal,
              onclick: () => this.goTo(problem, n),
            },
            inWords(problem),
          ),
        ),
        ...(count > 6 ? [h("span", {}, `and ${count - 6} more`)] : []),
        ...problems.flatMap((problem) => this.#removal(problem)),
      ],
      this.handOn,
    );
  }

  #removal(problem: Problem): HTMLElement[] {
    const name = /^the field '([^']+)' is unknown/i.exec(problem.message)?.[1];
    if (name === undefined || problem.at !== "") return [];
    return [
      h(
        "button",
        {
          type: "button",
          class: "aw-button aw-wide",
          onclick: () => this.remove(name),
        },
        `Take “${name}” away`,
      ),
    ];
  }
}
