/** What one can start from: the gallery, what is in the store, a file, or nothing. */
import { h } from "../core/dom";
import { type IconName, icon } from "../core/icons";
import { safeColour } from "../ui/colours";
import { button } from "./form";
import type { TemplateModel } from "./model";
import type { Card } from "./protocol";
import { kindTold } from "./steps/kinds";

export interface StartHost {
  readonly model: TemplateModel;
  start(method: "draft.open" | "draft.read", params: object): void;
  openFile(): void;
}

const SECTIONS: readonly (readonly [Card["source"], string, string])[] = [
  ["draft", "Go on with a draft", "What you had under work and did not publish."],
  [
    "store",
    "Of this store",
    "Templates that were published here. Open one to make its next version.",
  ],
  [
    "gallery",
    "Ready templates",
    "Take one as it is, or change what you like: your copy has an identity of its own.",
  ],
];

function matches(card: Card, sought: string): boolean {
  const all = [card.name, card.description, ...card.kinds.map((one) => kindTold(one).name)]
    .join(" ")
    .toLowerCase();
  return sought
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}

function cardOf(card: Card, start: () => void): HTMLElement {
  const about = [
    card.source === "gallery" ? "" : `version ${card.version}`,
    card.person ? `by ${card.person}` : "",
    `${card.categories} ${card.categories === 1 ? "category" : "categories"}`,
  ].filter(Boolean);
  return h(
    "button",
    {
      type: "button",
      class: "aw-t-card",
      "data-template": card.template_id,
      "data-source": card.source,
      onclick: start,
    },
    h("span", { class: "aw-t-card-name", dir: "auto" }, card.name || "Without a name"),
    h("span", { class: "aw-t-card-about", dir: "auto" }, card.description),
    h(
      "span",
      { class: "aw-t-card-kinds" },
      ...card.kinds.map((kind) => {
        const { icon: name, name: title } = kindTold(kind);
        return h("span", { title, role: "img", "aria-label": title }, icon(name));
      }),
      h("span", { class: "aw-spring" }),
      ...card.colours
        .slice(0, 12)
        .map((colour) =>
          h("i", { class: "aw-swatch", style: `background:${safeColour(colour, "#888888")}` }),
        ),
    ),
    h("span", { class: "aw-t-card-foot" }, about.join(" · ")),
  );
}

/** The first screen. Arrow keys go from card to card. */
export function startScreen(host: StartHost): HTMLElement {
  const { model } = host;
  const list = h("div", { class: "aw-t-cards-place" });
  const search = h("input", {
    class: "aw-input aw-t-search",
    type: "search",
    placeholder: "Search: cuts, masks, sounds …",
    "aria-label": "Search templates",
    oninput: () => show(),
    onkeydown: (event: KeyboardEvent) => {
      if (event.key !== "ArrowDown" && event.key !== "Enter") return;
      event.preventDefault();
      const first = list.querySelector<HTMLElement>(".aw-t-card");
      if (event.key === "Enter" && search.value) first?.click();
      else first?.focus();
    },
  });
  const show = () => {
    const found = model.cards.filter((card) => matches(card, search.value));
    const sections = SECTIONS.flatMap(([source, title, about]) => {
      const cards = found.filter((one) => one.source === source);
      if (!cards.length) return [];
      return [
        h(
          "section",
          { "aria-label": title },
          h("h4", {}, title),
          h("p", { class: "aw-t-hint" }, about),
          h(
            "div",
            { class: "aw-t-cards" },
            ...cards.map((card) =>
              cardOf(card, () =>
                host.start("draft.open", {
                  source: card.source,
                  template_id: card.template_id,
                  version: card.version,
                }),
              ),
            ),
          ),
        ),
      ];
    });
    list.replaceChildren(
      ...(sections.length
        ? sections
        : [h("p", { class: "aw-t-hint" }, `No template is about “${search.value}”.`)]),
    );
  };
  list.addEventListener("keydown", (event) => {
    const by: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
    const step = by[event.key];
    const all = [...list.querySelectorAll<HTMLElement>(".aw-t-card")];
    const at = all.indexOf(event.target as HTMLElement);
    if (step === undefined || at < 0) return;
    event.preventDefault();
    if (at + step < 0) search.focus();
    else all[at + step]?.focus();
  });
  show();
  const big = (name: IconName, text: string, run: () => void, action: string) => {
    const made = button(text, run, { icon: name });
    made.dataset.start = action;
    return made;
  };
  return h(
    "div",
    { class: "aw-t-start" },
    h(
      "div",
      { class: "aw-t-start-head" },
      h("h3", {}, "Make a template"),
      h(
        "p",
        { class: "aw-t-hint" },
        "A template is a labelling task that can be used again: what is marked, in which categories, by which guidelines, and what makes a unit of work done.",
      ),
      h(
        "div",
        { class: "aw-t-row" },
        search,
        big(
          "zoomIn",
          "Start from nothing",
          () => host.start("draft.open", { source: "nothing" }),
          "nothing",
        ),
        big("openFile", "Open a file …", () => host.openFile(), "file"),
      ),
    ),
    list,
  );
}
