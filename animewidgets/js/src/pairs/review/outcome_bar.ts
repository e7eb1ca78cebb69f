/** How many labels came to what: a bar, and a button for each outcome that filters by it. */
import { h, setAttribute, setText } from "../../core/dom";
import type { ActionButtons } from "../../ui/buttons";
import type { PairsAction } from "../actions";
import type { Counts } from "../labels";
import { OUTCOMES, type Outcome } from "../wire";
import { number, OUTCOME_MEANINGS, OUTCOME_WORDS } from "../words";

export class OutcomeBar {
  readonly root: HTMLElement;
  readonly #segments = new Map<Outcome, HTMLElement>();
  readonly #chips = new Map<Outcome, { root: HTMLElement; count: HTMLElement }>();

  constructor(run: (action: PairsAction) => void, buttons: ActionButtons<PairsAction>) {
    const bar = h("div", { class: "aw-p-bar", "aria-hidden": "true" });
    const chips = h("div", { class: "aw-p-chips", role: "group", "aria-label": "Show by outcome" });
    for (const outcome of OUTCOMES) {
      const segment = h("span", { class: "aw-p-segment", "data-outcome": outcome });
      segment.addEventListener("click", () => run(`pairs.${outcome}`));
      const count = h("strong", {});
      const root = h(
        "button",
        {
          type: "button",
          class: "aw-p-chip",
          "data-outcome": outcome,
          title: `${OUTCOME_MEANINGS[outcome]} (${buttons.keysFor(`pairs.${outcome}`).join(" or ")})`,
          onclick: () => run(`pairs.${outcome}`),
        },
        h("i", { class: "aw-p-dot", "data-outcome": outcome, "aria-hidden": "true" }),
        count,
        ` ${OUTCOME_WORDS[outcome]}`,
      );
      this.#segments.set(outcome, segment);
      this.#chips.set(outcome, { root, count });
      bar.append(segment);
      chips.append(root);
    }
    this.root = h("div", { class: "aw-p-outcomes" }, bar, chips);
  }

  show({ outcomes }: Counts, total: number, shown: ReadonlySet<Outcome>): void {
    for (const outcome of OUTCOMES) {
      const count = outcomes[outcome];
      const segment = this.#segments.get(outcome) as HTMLElement;
      segment.style.flexGrow = String(count);
      setAttribute(segment, "hidden", !count);
      setAttribute(segment, "data-off", shown.size > 0 && !shown.has(outcome));
      segment.title = `${number(count)} of ${number(total)} ${OUTCOME_WORDS[outcome]}`;
      const chip = this.#chips.get(outcome) as { root: HTMLElement; count: HTMLElement };
      setText(chip.count, number(count));
      setAttribute(chip.root, "aria-pressed", String(shown.has(outcome)));
      setAttribute(chip.root, "disabled", !count);
    }
  }
}
