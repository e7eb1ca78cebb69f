import { h, setAttribute } from "../core/dom";
import { icon } from "../core/icons";
import type { FrameIndex } from "../video/frame_index";
import type { Found } from "./guide_desk";
import type { Problem } from "./wire";

export interface ProblemListHost {
  show(problem: Problem): void;
  anyway(unit: number): void;
  again(unit: number): void;
  close(): void;
}

/** What is wrong with a unit: each a line that leads there, and a way on where they are warnings only. */
export class ProblemList {
  readonly root = h("section", {
    class: "aw-problems",
    hidden: true,
    "aria-label": "What is to be mended",
  });
  #shown: Found | null = null;
  #rows: HTMLButtonElement[] = [];
  /** The line that was gone to last. */
  #at = -1;

  constructor(
    readonly index: FrameIndex,
    readonly host: ProblemListHost,
  ) {}

  show(found: Found | null): void {
    if (found === this.#shown) return;
    this.#shown = found;
    this.#at = -1;
    setAttribute(this.root, "hidden", !found?.problems.length);
    if (!found) {
      this.#rows = [];
      this.root.replaceChildren();
      return;
    }
    const { unit, problems } = found;
    const errors = problems.filter(({ level }) => level === "error").length;
    const button = (text: string, onclick: () => void, name: string) =>
      h("button", { type: "button", class: `aw-button aw-wide ${name}`, onclick }, text);
    this.#rows = problems.map((problem, at) => this.#row(problem, at));
    this.root.replaceChildren(
      h(
        "header",
        { class: "aw-problems-head", role: "alert" },
        h("h3", {}, `Unit ${unit + 1}: ${counted(errors, problems.length - errors)}`),
        h("span", { class: "aw-spring" }),
        errors ? null : button("Done anyway", () => this.host.anyway(unit), "aw-anyway"),
        button("Check again", () => this.host.again(unit), "aw-again"),
        h(
          "button",
          {
            type: "button",
            class: "aw-button",
            "aria-label": "Close",
            onclick: () => this.host.close(),
          },
          icon("close"),
        ),
      ),
      h("div", { class: "aw-problem-rows", role: "list" }, ...this.#rows),
    );
  }

  /** Go to the next line; whether there is any. */
  next(): boolean {
    const problems = this.#shown?.problems ?? [];
    if (!problems.length) return false;
    this.#go((this.#at + 1) % problems.length);
    return true;
  }

  #row(problem: Problem, at: number): HTMLButtonElement {
    const error = problem.level === "error";
    return h(
      "button",
      {
        type: "button",
        class: "aw-problem",
        role: "listitem",
        "data-level": problem.level,
        "data-rule": problem.rule,
        onclick: () => this.#go(at),
      },
      h(
        "span",
        { class: "aw-problem-mark" },
        icon(error ? "reject" : "warning"),
        error ? "Mend" : "Look",
      ),
      h("span", { class: "aw-problem-text" }, problem.message),
      h("span", { class: "aw-count" }, `frame ${this.index.ordinalAt(problem.pts)}`),
    );
  }

  #go(at: number): void {
    const problem = this.#shown?.problems[at];
    if (!problem) return;
    this.#at = at;
    for (const [n, row] of this.#rows.entries())
      setAttribute(row, "aria-current", n === at ? "true" : null);
    this.#rows[at]?.scrollIntoView?.({ block: "nearest" });
    this.host.show(problem);
  }
}

function counted(errors: number, warnings: number): string {
  const parts = [
    errors ? `${errors} ${errors === 1 ? "thing" : "things"} to mend` : "",
    warnings ? `${warnings} ${warnings === 1 ? "thing" : "things"} worth a look` : "",
  ];
  return parts.filter(Boolean).join(", ");
}
