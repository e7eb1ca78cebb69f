import { h } from "../../core/dom";
import type { IconName } from "../../core/icons";
import { safeColour } from "../../ui/colours";
import {
  chips,
  choiceCard,
  type FormHost,
  field,
  numberField,
  problemSlot,
  rowButtons,
  type Step,
  select,
  textField,
  toggled,
} from "../form";
import type { RuleTold } from "../protocol";
import { categoriesOf, listAt, textAt, textsAt } from "../read";
import { groupNames, hasLanes, kindTold } from "./kinds";

const REQUIRED: readonly (readonly [value: string, name: string, icon: IconName, about: string])[] =
  [
    ["category", "A category", "tag", "Nothing is handed in without one."],
    ["speaker", "A speaker", "person", "Of sounds: who is heard, by a name."],
    ["object", "A name for tracks", "link", "By which tracks in several shots are one thing."],
    ["comment", "A remark", "comment", "On everything that is drawn or marked."],
  ];
const FIELDS = REQUIRED.map(([value]) => value);

const LEVELS = [
  ["error", "must hold"],
  ["warning", "should hold"],
] as const;

function parameters(host: FormHost, at: number, rule: RuleTold): Node[] {
  const { document } = host;
  const known = new Set([...rule.needs, ...rule.takes, ...rule.one_of]);
  const path = (name: string) => ["validators", at, name];
  const made: Node[] = [];
  const number = (name: string, label: string) => {
    if (!known.has(name)) return;
    const input = numberField(host, path(name), label, { least: 0, step: "any" });
    const one = field(label, path(name), input);
    input.insertAdjacentText("afterend", ` ${rule.counts}`);
    made.push(one);
  };
  number("at_least", "At least");
  number("at_most", "At most");
  const named = (name: string, label: string, choices: readonly string[], none: string) => {
    if (!known.has(name)) return;
    const listed = choices.map((one) => [one, one] as const);
    made.push(
      field(
        label,
        path(name),
        select(host, path(name), label, listed, rule.needs.includes(name) ? "choose …" : none),
      ),
    );
  };
  named("lane", "On the lane", hasLanes(document), "every lane");
  named("group", "Of the group", groupNames(document), "every group");
  const several = (
    name: string,
    label: string,
    choices: readonly { value: string; name: string; colour?: string }[],
  ) => {
    if (!known.has(name) || !choices.length) return;
    const chosen = textsAt(document, ...path(name));
    const strange = chosen.filter((one) => !choices.some(({ value }) => value === one));
    made.push(
      h(
        "div",
        { class: "aw-t-field aw-t-wide", "data-place": `validators[${at}].${name}` },
        h("span", { class: "aw-t-label" }, chosen.length ? label : `${label}: all`),
        chips(
          label,
          `validators[${at}].${name}`,
          [...choices, ...strange.map((value) => ({ value, name: `${value} (gone)` }))],
          chosen,
          (next) => host.choose(path(name), next.length ? next : undefined, label),
        ),
        h("p", { class: "aw-t-why", role: "alert" }),
      ),
    );
  };
  several(
    "kinds",
    "Only of these kinds",
    textsAt(document, "kinds").map((value) => ({ value, name: kindTold(value).name })),
  );
  several(
    "categories",
    "Only of these categories",
    categoriesOf(document)
      .slice(0, 60)
      .map((one) => ({
        value: one.category_id,
        name: one.name,
        colour: safeColour(one.colour, "#888888"),
      })),
  );
  made.push(
    field(
      "What people are told",
      path("message"),
      textField(host, path("message"), "Message of a rule", {
        most: 500,
        placeholder: "The rule’s own words",
      }),
      { wide: true },
    ),
  );
  return made;
}

function ruleRow(host: FormHost, at: number): HTMLElement {
  const name = textAt(host.document, "validators", at, "rule");
  const told = host.hello.rules.find((one) => one.rule === name);
  const level = select(host, ["validators", at, "level"], "Level of a rule", LEVELS);
  if (!level.value) level.value = "error";
  level.setAttribute("aria-label", "Whether a unit can be done although it does not hold");
  level.onchange = null;
  return h(
    "section",
    { class: "aw-t-rule", "data-place": `validators[${at}]`, "aria-label": told?.label ?? name },
    h(
      "header",
      {},
      h("strong", {}, told?.label ?? `${name} (not known)`),
      level,
      rowButtons(host, ["validators"], at, `the rule ${at + 1}`),
    ),
    told ? h("div", { class: "aw-t-parameters" }, ...parameters(host, at, told)) : null,
    h("p", { class: "aw-t-why", role: "alert" }),
  );
}

/** What a rule begins with, so that it is whole at once. */
function beginning(host: FormHost, rule: RuleTold): { [key: string]: string | number } {
  const begins: { [key: string]: string | number } = { rule: rule.rule };
  const needs = new Set([...rule.needs, ...(rule.one_of.length ? [rule.one_of[0] as string] : [])]);
  if (needs.has("at_least") || needs.has("at_most"))
    begins.at_least = rule.counts === "pixels" ? 4 : rule.counts === "keys" ? 2 : 1;
  const [lane] = hasLanes(host.document);
  if (needs.has("lane") && lane) begins.lane = lane;
  const [group] = groupNames(host.document);
  if (needs.has("group") && group) begins.group = group;
  return begins;
}

export const rules: Step = {
  id: "rules",
  title: "Required fields and rules",
  icon: "accept",
  about:
    "What must be said, and what must be true, before a unit is done. The page checks it as people work.",
  fields: ["required", "validators"],
  summary(document) {
    const required = listAt(document, "required").length;
    const validators = listAt(document, "validators").length;
    if (!required && !validators) return "none";
    const told = [];
    if (required) told.push(`${required} required`);
    if (validators) told.push(`${validators} ${validators === 1 ? "rule" : "rules"}`);
    return told.join(" · ");
  },
  draw(host) {
    const rows = listAt(host.document, "validators");
    const required = textsAt(host.document, "required");
    const add = h(
      "select",
      {
        class: "aw-select",
        "aria-label": "Add a rule",
        "data-focus": "validators add",
        onchange: () => {
          const rule = host.hello.rules.find((one) => one.rule === add.value);
          if (rule)
            host.choose(["validators"], [...rows, beginning(host, rule)], `Add: ${rule.label}`);
        },
      },
      h("option", { value: "" }, "Add a rule …"),
      ...host.hello.rules.map((one) => h("option", { value: one.rule }, one.label)),
    );
    return [
      h(
        "fieldset",
        { class: "aw-t-set", "data-place": "required" },
        h("legend", {}, "Required on everything"),
        h(
          "div",
          { class: "aw-t-choices" },
          ...REQUIRED.map(([value, name, icon, about]) =>
            choiceCard({
              type: "checkbox",
              group: "required",
              value,
              icon,
              name,
              about,
              checked: required.includes(value),
              change: (on) =>
                host.change(
                  toggled(host.document, ["required"], value, on, FIELDS),
                  `${on ? "Require" : "Do not require"} ${name.toLowerCase()}`,
                ),
            }),
          ),
        ),
        h("p", { class: "aw-t-why", role: "alert" }),
      ),
      h(
        "fieldset",
        { class: "aw-t-set" },
        h("legend", {}, "Rules"),
        ...rows.map((_, n) => ruleRow(host, n)),
        h("div", { class: "aw-t-row" }, add),
      ),
      problemSlot(["validators"]),
    ];
  },
};
