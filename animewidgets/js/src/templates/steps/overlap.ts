import { h } from "../../core/dom";
import type { IconName } from "../../core/icons";
import type { TemplateJson } from "../draft";
import {
  button,
  choiceCard,
  type FormHost,
  field,
  numberField,
  problemSlot,
  type Step,
} from "../form";
import type { TemplateModel } from "../model";
import { numberAt, textAt } from "../read";

const REVIEWS: readonly (readonly [by: string, name: string, icon: IconName, about: string])[] = [
  ["none", "Nobody looks again", "skip", "What a person hands in counts."],
  [
    "spot-check",
    "Spot check",
    "find",
    "A share of the units, drawn by chance, is looked at by a second person.",
  ],
  ["every", "Everything", "acceptAll", "A second person looks at every unit."],
  [
    "adjudication",
    "Where people differ",
    "merge",
    "Who labelled the same unit differently is settled by a third person.",
  ],
];

const peopleOf = (document: TemplateJson) => numberAt(document, "overlap") ?? 1;
const reviewOf = (document: TemplateJson) => textAt(document, "review", "by") || "none";

const count = (n: number, what: string) => `${n.toLocaleString("en")} ${what}${n === 1 ? "" : "s"}`;

/** What the policy costs, in words. */
export function policyTold(document: TemplateJson, units: number | null): string {
  const people = peopleOf(document);
  const each =
    people === 1 ? "Each unit is labelled once" : `Each unit is labelled by ${people} people`;
  const share = numberAt(document, "review", "share") ?? 0;
  const again: Record<string, string> = {
    none: "",
    "spot-check": `, and ${Number((share * 100).toPrecision(4))} % of the units are looked at again`,
    every: ", and every unit is looked at again",
    adjudication: ", and where they differ a third person decides",
  };
  const sum =
    units === null
      ? "."
      : `: ${count(units * people, "assignment")} for the ${count(units, "unit")} of the preview’s release.`;
  return each + (again[reviewOf(document)] ?? "") + sum;
}

function people(host: FormHost): HTMLElement {
  const number = peopleOf(host.document);
  const set = (next: number) =>
    host.choose(["overlap"], next <= 1 ? undefined : next, `People for each unit: ${next}`);
  const input = numberField(host, ["overlap"], "People for each unit", { least: 1, most: 100 });
  if (!input.value) input.value = "1";
  const less = button("", () => set(number - 1), {
    icon: "zoomOut",
    label: "One less",
    focus: "overlap less",
  });
  less.disabled = number <= 1;
  const made = field("People for each unit", ["overlap"], input, {
    hint: "Two or more find out how far people agree.",
  });
  const row = h("div", { class: "aw-t-row" });
  input.replaceWith(row);
  row.append(
    less,
    input,
    button("", () => set(number + 1), { icon: "zoomIn", label: "One more", focus: "overlap more" }),
  );
  return made;
}

export const overlap: Step = {
  id: "overlap",
  title: "Overlap and review",
  icon: "person",
  about: "How many people label each unit, and who looks again.",
  fields: ["overlap", "review"],
  summary(document) {
    const people = peopleOf(document);
    const review = REVIEWS.find(([by]) => by === reviewOf(document));
    return `${people === 1 ? "1 person" : `${people} people`}${review && review[0] !== "none" ? ` · ${review[1].toLowerCase()}` : ""}`;
  },
  draw: (host) => [
    people(host),
    h(
      "fieldset",
      { class: "aw-t-set", "data-place": "review" },
      h("legend", {}, "Review"),
      h(
        "div",
        { class: "aw-t-choices" },
        ...REVIEWS.map(([by, name, icon, about]) => {
          const checked = reviewOf(host.document) === by;
          return choiceCard({
            type: "radio",
            group: "review",
            value: by,
            icon,
            name,
            about,
            checked,
            inside:
              checked && by === "spot-check"
                ? [
                    field(
                      "Share of the units, in percent",
                      ["review", "share"],
                      numberField(host, ["review", "share"], "Share", {
                        scale: 100,
                        least: 1,
                        most: 100,
                        step: 1,
                      }),
                    ),
                  ]
                : [],
            change: () =>
              host.choose(
                ["review"],
                by === "none" ? undefined : by === "spot-check" ? { by, share: 0.1 } : { by },
                `Review: ${name.toLowerCase()}`,
              ),
          });
        }),
      ),
      h("p", { class: "aw-t-why", role: "alert" }),
    ),
    problemSlot(["overlap"]),
    h("p", { class: "aw-t-told", "data-told": "policy", role: "status" }),
  ],
};

export const toldOf = (model: TemplateModel): string =>
  model.document ? policyTold(model.document, model.units?.count ?? null) : "";
