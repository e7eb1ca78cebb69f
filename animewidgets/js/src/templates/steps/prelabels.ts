import { h } from "../../core/dom";
import type { IconName } from "../../core/icons";
import type { Json } from "../../core/wire";
import {
  choiceCard,
  type FormHost,
  field,
  numberField,
  problemSlot,
  type Step,
  select,
} from "../form";
import { categoriesOf, listAt, textAt } from "../read";
import { hasLanes } from "./kinds";

interface SourceTold {
  readonly source: string;
  readonly icon: IconName;
  readonly name: string;
  readonly about: string;
  /** Which of `threshold`, `lane`, `category`, `confirm` mean something for it. */
  readonly takes: readonly string[];
}

const SOURCES: readonly SourceTold[] = [
  {
    source: "shots",
    icon: "find",
    name: "Found shots",
    about: "Candidates for cuts, to accept or reject by key.",
    takes: ["threshold"],
  },
  {
    source: "drawings",
    icon: "hold",
    name: "Held drawings",
    about: "Where each new drawing begins: units, and keys to begin with.",
    takes: [],
  },
  {
    source: "subtitles",
    icon: "soundEvent",
    name: "Lines of subtitles",
    about: "Become sounds on a lane: times and speakers, never the text.",
    takes: ["lane", "category", "confirm"],
  },
  {
    source: "flow",
    icon: "follow",
    name: "Optical flow",
    about: "Follows a shape through its shot and proposes keys.",
    takes: ["threshold"],
  },
  {
    source: "flat-colour",
    icon: "fill",
    name: "Flat colour",
    about: "A click takes the area of one colour between lines.",
    takes: ["category"],
  },
  {
    source: "colour-plane",
    icon: "lineFill",
    name: "Colour planes",
    about: "A box or click gives the painted planes inside it.",
    takes: ["category"],
  },
  {
    source: "grabcut",
    icon: "lasso",
    name: "Cut-out",
    about: "A box around a thing gives its mask, by colours and edges.",
    takes: ["category"],
  },
  {
    source: "still-background",
    icon: "invert",
    name: "Still background",
    about: "What moves before a still background, as masks.",
    takes: ["threshold", "category"],
  },
];

function inside(host: FormHost, at: number, told: SourceTold): Node[] {
  const path = (name: string) => ["prelabels", at, name];
  const made: Node[] = [];
  if (told.takes.includes("threshold"))
    made.push(
      field(
        "Shown from",
        path("threshold"),
        numberField(host, path("threshold"), "Threshold", {
          least: 0,
          most: 100,
          scale: 100,
          step: 5,
        }),
        { hint: "How sure it must be, in percent; empty: as it is tuned." },
      ),
    );
  if (told.takes.includes("lane")) {
    const lanes = hasLanes(host.document);
    made.push(
      field(
        "On the lane",
        path("lane"),
        select(
          host,
          path("lane"),
          "Lane",
          lanes.map((one) => [one, one] as const),
          "the first that fits",
        ),
      ),
    );
  }
  if (told.takes.includes("category"))
    made.push(
      field(
        "As",
        path("category"),
        select(
          host,
          path("category"),
          "Category",
          categoriesOf(host.document).map((one) => [one.category_id, one.name] as const),
          "what the person has chosen",
        ),
      ),
    );
  if (told.takes.includes("confirm")) {
    const row = listAt(host.document, "prelabels")[at];
    const confirm = (row as { confirm?: Json } | undefined)?.confirm !== false;
    made.push(
      h(
        "label",
        { class: "aw-check" },
        h("input", {
          type: "checkbox",
          checked: confirm,
          "data-focus": `prelabels[${at}].confirm`,
          onchange: () =>
            host.choose(path("confirm"), confirm ? false : undefined, "Confirmed by a person"),
        }),
        "A person takes each over",
      ),
    );
  }
  made.push(problemSlot(["prelabels", at]));
  return made;
}

export const prelabels: Step = {
  id: "prelabels",
  title: "Pre-labels",
  icon: "ask",
  about: "Who proposes labels before a person looks. A proposal is never a label by itself.",
  fields: ["prelabels"],
  summary(document) {
    const count = listAt(document, "prelabels").length;
    return count ? `${count} ${count === 1 ? "source" : "sources"}` : "none";
  },
  draw(host) {
    const rows = listAt(host.document, "prelabels");
    return [
      problemSlot(["prelabels"]),
      h(
        "div",
        { class: "aw-t-choices" },
        ...SOURCES.map((told) => {
          const at = rows.findIndex((one) => textAt(one, "source") === told.source);
          return choiceCard({
            type: "checkbox",
            group: "prelabels",
            value: told.source,
            icon: told.icon,
            name: told.name,
            about: told.about,
            checked: at >= 0,
            inside: at >= 0 ? inside(host, at, told) : [],
            change: (on) => {
              const next = on
                ? [...rows, { source: told.source }]
                : rows.filter((_, n) => n !== at);
              host.choose(
                ["prelabels"],
                next.length ? next : undefined,
                `${on ? "Add" : "Take away"}: ${told.name.toLowerCase()}`,
              );
            },
          });
        }),
      ),
    ];
  },
};
