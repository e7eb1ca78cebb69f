import { beforeEach, expect, it } from "vitest";
import { Gutter, type GutterState } from "./gutter";
import { layStrips } from "./strips";

let did: string[];
let gutter: Gutter;

const WISH = {
  layers: ["own", "scxvid"],
  waveform: true,
  spectrogram: true,
  lanes: ["music"],
  lines: true,
};
const layer = (name: string, threshold: number, hidden = false) => ({
  name,
  colour: "#44aa99",
  threshold,
  hidden,
  proposals: [],
});
const state = (over: Partial<GutterState> = {}): GutterState => ({
  strips: layStrips(WISH),
  active: "shots",
  layers: [layer("own", 0.5), layer("scxvid", 0, true)],
  form: "SMPTE",
  ...over,
});

beforeEach(() => {
  did = [];
  const note =
    (what: string) =>
    (...args: unknown[]) =>
      did.push([what, ...args.map((one) => (typeof one === "object" ? "" : one))].join(" ").trim());
  gutter = new Gutter({
    activate: note("activate"),
    newLane: note("new lane"),
    laneMenu: note("menu of"),
    audioLaneMenu: note("menu of sounds"),
    setThreshold: note("threshold"),
    toggleLayer: note("toggle"),
    soundTaller: note("taller"),
    soundLower: note("lower"),
    nextForm: note("next form"),
    focus: note("focus"),
  });
  gutter.show(state());
});

const row = (n: number) => gutter.root.children[n] as HTMLElement;
const button = (within: HTMLElement, n = 0) => within.querySelectorAll("button")[n] as HTMLElement;

it("has a name beside every strip, as tall as the strip", () => {
  const { all, height } = layStrips(WISH);
  expect(gutter.root.children).toHaveLength(all.length);
  for (const [i, { top, bottom }] of all.entries())
    expect(row(i).style.height).toBe(`${bottom - top}px`);
  expect(gutter.root.style.height).toBe(`${height}px`);
  expect(gutter.root.textContent).toMatch(/SMPTE.*own.*scxvid.*Film.*Shots.*music.*Subtitles/);
});

it("tells by more than colour on which lane keys act, and changes it", () => {
  const lanes = () =>
    [...gutter.root.querySelectorAll<HTMLElement>("[data-lane]")].map((one) => [
      one.dataset.lane,
      one.getAttribute("aria-pressed"),
    ]);
  gutter.show(state({ active: "lane:music" }));
  expect(lanes()).toEqual([
    ["shots", "false"],
    ["lane:music", "true"],
    ["subtitles", "false"],
  ]);
  expect(gutter.root.querySelectorAll("[data-active]")).toHaveLength(1);
  for (const one of gutter.root.querySelectorAll<HTMLElement>("[data-lane]")) one.click();
  expect(did).toEqual(["activate shots", "activate lane:music", "activate subtitles"]);
});

it("a layer says its count and colour, is switched off by its name, sifted by its slider", () => {
  expect([row(1).textContent, row(2).textContent]).toEqual(["own0", "scxvidoff"]);
  expect(row(2).hasAttribute("data-hidden")).toBe(true);
  expect(button(row(2)).getAttribute("aria-pressed")).toBe("false");
  button(row(1)).click();
  const slider = row(1).querySelector("input") as HTMLInputElement;
  expect([slider.value, slider.title]).toEqual(["0.5", "Candidates from score 0.50 on"]);
  slider.value = "0.7";
  slider.dispatchEvent(new Event("input"));
  slider.dispatchEvent(new Event("pointerup"));
  expect(did).toEqual(["toggle own", "threshold own 0.7", "focus"]);
});

it("a slider that somebody moves is not moved back by what is drawn meanwhile", () => {
  document.body.append(gutter.root);
  const slider = row(1).querySelector("input") as HTMLInputElement;
  slider.focus();
  slider.value = "0.7";
  gutter.show(state());
  expect(slider.value).toBe("0.7");
  slider.blur();
  gutter.show(state());
  expect(slider.value).toBe("0.5");
  gutter.root.remove();
});

it("every small button does what it says", () => {
  const small = [...gutter.root.querySelectorAll<HTMLElement>(".aw-gutter-small")];
  expect(small.map((one) => one.getAttribute("aria-label"))).toEqual([
    "Waveform lower",
    "Waveform taller",
    "New lane",
    "Lane music: rename, delete",
  ]);
  for (const one of small) one.click();
  button(row(0)).click();
  expect(did).toEqual(["lower", "taller", "new lane", "menu of music", "next form"]);
});

it("is laid out anew only where strips come or go", () => {
  const before = row(0);
  gutter.show(state({ form: "frames" }));
  expect(row(0)).toBe(before);
  expect(before.textContent).toBe("frames");
  gutter.show(state({ strips: layStrips({ ...WISH, lanes: ["music", "signs"] }) }));
  expect(gutter.root.textContent).toContain("signs");
});
