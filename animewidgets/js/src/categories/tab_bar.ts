import { h, setAttribute, setText } from "../core/dom";
import type { Panel } from "./tabs";

/** The row of tabs over the panels. */
export class TabBar {
  readonly root: HTMLElement;
  readonly #tabs: readonly (readonly [Panel, HTMLButtonElement])[];

  constructor(panels: readonly Panel[], choose: (panel: Panel) => void) {
    this.#tabs = panels.map((panel) => [panel, tabOf(panel, () => choose(panel))]);
    this.root = h(
      "nav",
      { class: "aw-cat-tabs", role: "tablist", "aria-label": "Tabs" },
      ...this.#tabs.map(([, tab]) => tab),
    );
  }

  /** Only the panel in front is seen. */
  show(front: Panel): void {
    for (const [panel, tab] of this.#tabs) {
      setAttribute(panel.root, "hidden", panel !== front);
      setAttribute(tab, "aria-selected", String(panel === front));
      setText(tab, panel.badge ? `${panel.label} ${panel.badge}` : panel.label);
    }
  }
}

const tabOf = (panel: Panel, onclick: () => void): HTMLButtonElement =>
  h("button", {
    type: "button",
    class: "aw-tab",
    role: "tab",
    "aria-controls": null,
    "data-tab": panel.id,
    onclick,
  });
