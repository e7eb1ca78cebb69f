import { h, setAttribute, setText } from "../core/dom";
import { icon } from "../core/icons";
import type { Step } from "./form";
import type { TemplateModel } from "./model";
import { STEPS, stepOf } from "./steps/index";

/** The steps at the side: what each one decides, what was chosen, and how much in it is to mend. */
export class StepList {
  readonly root: HTMLElement;
  #tabs = new Map<Step, { tab: HTMLButtonElement; told: HTMLElement; count: HTMLElement }>();

  constructor(readonly go: (step: Step) => void) {
    this.root = h(
      "nav",
      {
        class: "aw-t-steps",
        role: "tablist",
        "aria-label": "Steps",
        "aria-orientation": "vertical",
      },
      ...STEPS.map((step, n) => this.#tab(step, n)),
    );
  }

  focus(step: Step): void {
    this.#tabs.get(step)?.tab.focus();
  }

  show(model: TemplateModel, current: Step): void {
    const { document } = model;
    if (!document) return;
    const owners = model.problems.map(stepOf);
    for (const [step, { tab, told, count }] of this.#tabs) {
      const here = step === current;
      setAttribute(tab, "aria-selected", String(here));
      setAttribute(tab, "tabindex", here ? "0" : "-1");
      setText(told, step.summary(document, model));
      const wrong = owners.filter((one) => one === step).length;
      setText(count, wrong ? String(wrong) : "");
      setAttribute(count, "aria-label", wrong ? `${wrong} to mend` : null);
    }
  }

  #tab(step: Step, n: number): HTMLButtonElement {
    const told = h("small", {});
    const count = h("span", { class: "aw-t-count" });
    const tab = h(
      "button",
      {
        type: "button",
        role: "tab",
        class: "aw-t-step",
        "data-step": step.id,
        title: `${step.title} (${(n + 1) % 10})`,
        onclick: () => this.go(step),
        onkeydown: (event: KeyboardEvent) => {
          const by: Record<string, number> = {
            ArrowDown: 1,
            ArrowRight: 1,
            ArrowUp: -1,
            ArrowLeft: -1,
          };
          const other = STEPS[n + (by[event.key] ?? 0)];
          if (!by[event.key] || !other) return;
          event.preventDefault();
          event.stopPropagation();
          this.go(other);
          this.focus(other);
        },
      },
      icon(step.icon),
      h("span", { class: "aw-t-step-words" }, h("span", {}, step.title), told),
      count,
    );
    this.#tabs.set(step, { tab, told, count });
    return tab;
  }
}
