import { afterEach, beforeEach, expect, it } from "vitest";
import { Settings } from "../core/settings";
import { presetOf } from "./presets";
import { openTimingSettings } from "./timing_settings";

let page: AbortController;
let settings: Settings;
let editor: HTMLElement;

beforeEach(() => {
  localStorage.clear();
  page = new AbortController();
  settings = new Settings("mika", page.signal);
  editor = document.body.appendChild(document.createElement("div"));
});
afterEach(() => {
  page.abort();
  editor.remove();
});

const open = () => openTimingSettings(editor, settings, () => {});
const field = (label: string) =>
  [...editor.querySelectorAll<HTMLElement>(".aw-rule")]
    .find((one) => one.textContent?.startsWith(label))
    ?.querySelector("input, select") as HTMLInputElement;

function enter(input: HTMLInputElement, value: string): void {
  input.value = value;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

it("a ready preset is chosen and shown, and cannot be changed", () => {
  open();
  enter(field("Preset"), "Tight");
  expect(settings.values.timingPreset).toBe("Tight");
  expect(field("Lead-in").value).toBe("80");
  expect(field("Lead-in").disabled).toBe(true);
});

it("one's own preset begins as the usual one, is changed rule by rule, and outlives the page", () => {
  open();
  enter(field("Preset"), "Own");
  expect(field("Lead-in").value).toBe("120");
  enter(field("Lead-in"), "90");
  enter(field("Join over"), "400");
  const later = new Settings("mika", page.signal);
  expect(presetOf(later.values)).toMatchObject({ name: "Own", leadIn: 90, joinGap: 400 });
});

it("a rule that makes no sense is refused in words, and the old one stays", () => {
  open();
  enter(field("Preset"), "Own");
  enter(field("Lead-in"), "90");
  enter(field("Lead-in"), "999999");
  expect(editor.querySelector("[role=alert]")?.textContent).toMatch(/leadIn.*60000/);
  expect(presetOf(settings.values).leadIn).toBe(90);
});

it("the reaction time can be typed, within what people need", () => {
  open();
  enter(field("Reaction"), "230");
  expect(settings.values.reactionLag).toBe(230);
  enter(field("Reaction"), "9000");
  expect(settings.values.reactionLag).toBe(230);
  expect(field("Reaction").value).toBe("230");
});
