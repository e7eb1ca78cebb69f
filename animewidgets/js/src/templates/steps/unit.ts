import { h } from "../../core/dom";
import type { IconName } from "../../core/icons";
import type { Json } from "../../core/wire";
import {
  button,
  choiceCard,
  type FormHost,
  field,
  numberField,
  problemSlot,
  type Step,
} from "../form";
import { listAt, numberAt, tableAt, textAt } from "../read";

interface UnitTold {
  readonly of: string;
  readonly icon: IconName;
  readonly name: string;
  readonly about: string;
  /** What the unit begins with when it is chosen. */
  readonly begins: { [key: string]: Json };
}

const UNITS: readonly UnitTold[] = [
  {
    of: "episode",
    icon: "picture",
    name: "The whole episode",
    about: "One person sees it through from the first frame to the last.",
    begins: {},
  },
  {
    of: "shot",
    icon: "shot",
    name: "Each shot",
    about: "From cut to cut, as the cuts stand in the project or were found.",
    begins: {},
  },
  {
    of: "span",
    icon: "span",
    name: "Spans of time",
    about: "Pieces of equal length, which may overlap a little.",
    begins: { seconds: 60 },
  },
  {
    of: "every-nth-frame",
    icon: "skip",
    name: "Every n-th frame",
    about: "Frames at equal distances, for a fair sample.",
    begins: { every: 24 },
  },
  {
    of: "drawing",
    icon: "brush",
    name: "Each new drawing",
    about: "Held drawings count once: animation on twos is half the work.",
    begins: {},
  },
  {
    of: "key-frames",
    icon: "key",
    name: "Key frames",
    about: "The frames that stand for each shot.",
    begins: {},
  },
  {
    of: "chosen-frames",
    icon: "point",
    name: "Chosen frames",
    about: "Frames that you pick in the preview, one by one.",
    begins: {},
  },
];

/** Where one has chosen no unit, it is the whole episode. */
const unitOf = (host: { document: FormHost["document"] }) =>
  textAt(host.document, "unit", "of") || "episode";

function parameters(host: FormHost, of: string): Node[] {
  const number = (
    label: string,
    name: string,
    after: string,
    step: number | "any",
    least: number,
  ) => {
    const input = numberField(host, ["unit", name], label, { step, least });
    const made = field(label, ["unit", name], input);
    input.insertAdjacentText("afterend", ` ${after}`);
    return made;
  };
  if (of === "span")
    return [
      number("Each lasts", "seconds", "seconds", "any", 0),
      number("Neighbours share", "overlap", "seconds", "any", 0),
    ];
  if (of === "every-nth-frame") return [number("n", "every", "frames", 1, 1)];
  if (of !== "chosen-frames") return [];
  const frames = listAt(host.document, "unit", "frames");
  const add = async () => {
    try {
      const { pts, release_id, told } = await host.model.ask<{
        pts: number;
        release_id: string;
        told: string;
      }>("preview.frame", {});
      const has = frames.some((one) => {
        const frame = tableAt(one);
        return frame.pts === pts && frame.release_id === release_id;
      });
      if (has) return host.refuse(`${told} is chosen already.`);
      const next = [...frames, { release_id, pts }].sort(
        (a, b) => (numberAt(a, "pts") ?? 0) - (numberAt(b, "pts") ?? 0),
      );
      host.choose(["unit", "frames"], next, `Choose ${told}`);
    } catch (error) {
      host.refuse(error instanceof Error ? error.message : String(error));
    }
  };
  return [
    h(
      "ul",
      { class: "aw-t-frames" },
      ...frames.map((one, n) => {
        const name = `tick ${numberAt(one, "pts") ?? "?"} of ${textAt(one, "release_id").slice(0, 12)}`;
        return h(
          "li",
          {},
          name,
          button(
            "",
            () => {
              host.focusNext("unit.frames add");
              host.choose(
                ["unit", "frames"],
                frames.filter((_, at) => at !== n),
                `Let go of ${name}`,
              );
            },
            { icon: "close", label: `Let go of ${name}` },
          ),
        );
      }),
    ),
    button("Choose the frame of the preview", () => void add(), {
      icon: "zoomIn",
      focus: "unit.frames add",
    }),
    problemSlot(["unit", "frames"]),
  ];
}

/** What takes a look through the film is counted when somebody asks for it. */
function counter(host: FormHost): HTMLElement {
  const count = async () => {
    made.disabled = true;
    host.say("Looking through the release of the preview …");
    try {
      await host.model.countUnits();
      host.say(host.model.units?.words ?? "");
    } catch (error) {
      host.refuse(error instanceof Error ? error.message : String(error));
    }
    made.disabled = false;
  };
  const made = button("Look for them, and count", () => void count(), {
    icon: "find",
    focus: "unit count",
  });
  return h("div", { class: "aw-t-row", "data-when": "uncounted", hidden: true }, made);
}

export const unit: Step = {
  id: "unit",
  title: "What a unit is",
  icon: "shot",
  about: "One unit is what a person takes, finishes and hands in.",
  fields: ["unit"],
  summary(document, model) {
    const name = UNITS.find((one) => one.of === unitOf({ document }))?.name ?? unitOf({ document });
    const count = model.units?.count;
    return typeof count === "number" ? `${name.toLowerCase()} · ${count}` : name.toLowerCase();
  },
  draw: (host) => [
    problemSlot(["unit"]),
    h(
      "div",
      { class: "aw-t-choices", role: "radiogroup", "aria-label": "What a unit is" },
      ...UNITS.map((told) => {
        const checked = unitOf(host) === told.of;
        const inside = checked ? parameters(host, told.of) : [];
        return choiceCard({
          type: "radio",
          group: "unit",
          value: told.of,
          icon: told.icon,
          name: told.name,
          about: told.about,
          checked,
          inside,
          change: () =>
            host.choose(
              ["unit"],
              told.of === "episode" ? undefined : { of: told.of, ...told.begins },
              `Unit: ${told.name.toLowerCase()}`,
            ),
        });
      }),
    ),
    h("p", { class: "aw-t-told", "data-told": "units", role: "status" }),
    counter(host),
  ],
};
