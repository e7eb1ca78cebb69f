import { h, setText } from "../core/dom";
import type { Settings } from "../core/settings";
import { type Dialog, openDialog } from "../ui/dialog";
import { OWN_PRESET, ownPreset, PRESETS, presetOf, readPreset, type TimingPreset } from "./presets";
import { ReactionExercise } from "./reaction_exercise";

/** The rules of a preset, in the order in which they are applied, in words. */
const RULES: readonly [keyof Omit<TimingPreset, "name">, string][] = [
  ["leadIn", "Lead-in, ms"],
  ["leadOut", "Lead-out, ms"],
  ["joinGap", "Join over gaps up to, ms"],
  ["joinOverlap", "Join overlaps up to, ms"],
  ["joinBias", "Meet at (0 first's end, 1 next's start)"],
  ["startBefore", "Start onto a cut that comes within, ms"],
  ["startAfter", "Start onto a cut that went by within, ms"],
  ["endBefore", "End onto a cut that comes within, ms"],
  ["endAfter", "End onto a cut that went by within, ms"],
];

/** The dialog of what timing takes into account: presets of leads and joining, and one's reaction time. */
export function openTimingSettings(
  editor: HTMLElement,
  settings: Settings,
  closed: () => void,
): Dialog {
  const exercise = new ReactionExercise((milliseconds) => {
    settings.set({ reactionLag: milliseconds });
    lag.value = `${milliseconds}`;
  });
  const why = h("p", { class: "aw-dialog-why", role: "alert" });
  const choice = h(
    "select",
    {
      class: "aw-select",
      "aria-label": "Timing preset",
      onchange: () => {
        settings.set({ timingPreset: choice.value });
        show();
      },
    },
    ...[...PRESETS.map(({ name }) => name), OWN_PRESET].map((name) =>
      h("option", { value: name }, name),
    ),
  );
  const fields = RULES.map(([rule, label]) => {
    const input = h("input", {
      type: "number",
      class: "aw-input aw-number",
      min: 0,
      max: rule === "joinBias" ? 1 : 60_000,
      step: rule === "joinBias" ? 0.1 : 10,
      onchange: () => keep(),
    });
    return { rule, input, root: h("label", { class: "aw-rule" }, h("span", {}, label), input) };
  });
  const lag = h("input", {
    type: "number",
    class: "aw-input aw-number",
    min: 0,
    max: 2000,
    step: 10,
    value: settings.values.reactionLag,
    onchange: () => {
      const milliseconds = Math.round(Number(lag.value));
      if (milliseconds >= 0 && milliseconds <= 2000) settings.set({ reactionLag: milliseconds });
      else lag.value = `${settings.values.reactionLag}`;
    },
  });
  const show = () => {
    const preset = presetOf(settings.values);
    choice.value = preset.name;
    for (const { rule, input } of fields) {
      input.value = `${preset[rule]}`;
      input.disabled = preset.name !== OWN_PRESET;
    }
  };
  const keep = () => {
    const rules = Object.fromEntries(fields.map(({ rule, input }) => [rule, Number(input.value)]));
    const preset = readPreset({ ...rules, name: OWN_PRESET });
    setText(why, "refused" in preset ? preset.refused : "");
    if (!("refused" in preset)) settings.set({ ownTiming: ownPreset(preset) });
  };
  const dialog = openDialog(
    editor,
    "Timing",
    () => [
      h(
        "div",
        { class: "aw-dialog-body" },
        h("label", { class: "aw-rule" }, h("span", {}, "Preset of leads and joining"), choice),
        h("div", { class: "aw-rules" }, ...fields.map(({ root }) => root)),
        why,
        h("label", { class: "aw-rule" }, h("span", {}, "Reaction time taken off, ms"), lag),
        h(
          "p",
          { class: "aw-hint" },
          "Taken off what is marked while playing. The editor learns it from marks that you move afterwards; or measure it here:",
        ),
        exercise.root,
      ),
    ],
    () => {
      exercise.stop();
      closed();
    },
  );
  show();
  return dialog;
}
