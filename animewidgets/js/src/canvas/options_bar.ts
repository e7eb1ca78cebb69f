import { h, setAttribute, setText } from "../core/dom";
import type { OptionGroup, OptionsState } from "./option_groups";
import type { ToolName } from "./tools/tool";

/** What each tool is called, and how it is used in a word. */
const TOLD: Readonly<Record<ToolName, readonly [name: string, how: string]>> = {
  select: ["Select", "Click what you mean, or drag around it"],
  box: ["Box", "Drag, or click two corners"],
  polygon: ["Polygon", "Click vertices, or drag a line; Enter closes it"],
  point: ["Points", "Click; with Shift it joins what is selected, with Alt it is negative"],
  mask: ["Brush", "Paint; Alt erases"],
  eraser: ["Eraser", "Erase; Alt paints"],
  lasso: ["Lasso", "Draw around what the mask gets; Alt takes it away"],
  cut: ["Cut", "Click around what the mask loses; Enter cuts"],
  fill: ["Fill", "Click a flat colour"],
  lineFill: ["Fill + line", "Click a flat colour: its line comes along"],
  tag: ["Tags", "Press the key of a category"],
  prompt: ["Marks for an assistant", "Click or draw what you mean; with Alt what you do not mean"],
};

/** In one row above the stage: the tool in use, how it draws, and what can be done with what is selected. */
export class OptionsBar {
  readonly root: HTMLElement;
  #name = h("strong", { class: "aw-tool-name" });
  #how = h("span", { class: "aw-how" });

  constructor(readonly groups: readonly OptionGroup[]) {
    this.root = h(
      "div",
      { class: "aw-options", role: "toolbar", "aria-label": "Options of the tool" },
      this.#name,
      ...groups.map(({ root }) => root),
      this.#how,
    );
  }

  show(state: OptionsState): void {
    const [name, how] = TOLD[state.tool];
    setText(this.#name, name);
    setText(this.#how, how);
    setAttribute(this.#how, "title", how);
    for (const group of this.groups) {
      setAttribute(group.root, "hidden", !group.isWanted(state));
      if (!group.root.hidden) group.show(state);
    }
  }
}
