import { beforeEach, describe, expect, it } from "vitest";
import { h } from "../core/dom";
import type { TemplateJson } from "./draft";
import { inWords, liesIn, placeOf, writeProblems } from "./form";
import { previewKey } from "./preview_key";
import { pageOf } from "./read";
import { stepOf } from "./steps/index";
import { withKind } from "./steps/kinds";
import { policyTold } from "./steps/overlap";
import { fileName } from "./steps/share";

const problem = (at: string, message = "expected at least 1, got []", fatal = true) => ({
  at,
  message,
  fatal,
});

describe("what is to mend", () => {
  let form: HTMLElement;
  const slot = (place: string, ...inner: Node[]) =>
    h("div", { "data-place": place }, ...inner, h("p", { class: "aw-t-why" }));
  const why = (place: string) =>
    form.querySelector(`[data-place="${place}"] > .aw-t-why`)?.textContent;

  beforeEach(() => {
    form = h(
      "form",
      {},
      slot("name", h("input", {})),
      slot("lanes", slot("lanes[0]"), slot("lanes[1]", slot("lanes[1].name", h("input", {})))),
    );
  });

  it("is written beside the nearest field, and goes when it is mended", () => {
    writeProblems(form, [
      problem("name"),
      problem("lanes[1].name"),
      problem("lanes[0].kind", "no such kind"),
    ]);
    expect(why("name")).toBe("Give the template a name.");
    expect(why("lanes[1].name")).toBe("Give it a name.");
    expect(why("lanes[0]")).toBe("No such kind.");
    expect(why("lanes")).toBe("");
    expect(form.querySelector("input")?.getAttribute("aria-invalid")).toBe("true");
    writeProblems(form, []);
    expect(form.textContent).toBe("");
    expect(form.querySelector("[aria-invalid]")).toBeNull();
  });

  it("stands in the step that it belongs to; what belongs to none in the JSON itself", () => {
    const steps = [
      "lanes[3].kind",
      "categories.categories[2].hotkey",
      "hotkeys.canvas.box",
      "sparkle",
      "",
    ];
    expect(steps.map((at) => stepOf(problem(at)).id)).toEqual([
      "kinds",
      "categories",
      "hotkeys",
      "share",
      "share",
    ]);
  });

  it("does not take one field for another that begins like it", () => {
    expect(liesIn("names", "name")).toBe(false);
    expect(liesIn("lanes[10]", "lanes[1]")).toBe(false);
    expect(liesIn("lanes[1].name", "lanes[1]")).toBe(true);
    expect(placeOf(["categories", "categories", 2, "name"])).toBe("categories.categories[2].name");
    expect(inWords(problem("overlap", "expected integer, got 'two'"))).toBe(
      "Expected integer, got 'two'.",
    );
  });
});

describe("a template in words and files", () => {
  const template: TemplateJson = {
    name: "A/B: ‘faces’?",
    kinds: ["box"],
    tools: ["box"],
    overlap: 2,
  };

  it("opens the page that its kinds ask for, unless it names one", () => {
    const pages = [["cut"], ["box", "cut"], ["audio_event", "box"], ["tag"], []];
    expect(pages.map((kinds) => pageOf({ kinds }))).toEqual([
      "timing",
      "shapes",
      "sounds",
      "shapes",
      "shapes",
    ]);
    expect(pageOf({ kinds: ["cut"], page: "sounds" })).toBe("sounds");
  });

  it("takes a kind with its tool, and lets both go", () => {
    const more = withKind(template, "point", true);
    expect(more).toMatchObject({ kinds: ["box", "point"], tools: ["box", "point"] });
    expect(withKind(more, "box", false)).toMatchObject({ kinds: ["point"], tools: ["point"] });
    expect(withKind({ kinds: ["box"] }, "box", false)).toEqual({ kinds: [] });
  });

  it("is previewed anew for what the page shows", () => {
    const key = previewKey(template);
    expect(previewKey({ ...template, name: "Other", licence: "CC0-1.0" })).toBe(key);
    expect(previewKey({ ...template, kinds: ["box", "tag"] })).not.toBe(key);
  });

  it("tells what its policy costs", () => {
    expect(policyTold(template, 24)).toBe(
      "Each unit is labelled by 2 people: 48 assignments for the 24 units of the preview’s release.",
    );
    expect(policyTold({ review: { by: "spot-check", share: 0.07 } }, null)).toBe(
      "Each unit is labelled once, and 7 % of the units are looked at again.",
    );
  });

  it("has a file name that every system takes", () => {
    expect(fileName(template)).toBe("A-B-‘faces’.template.json");
    expect(fileName({ name: "", template_id: "t-1" })).toBe("t-1.template.json");
  });
});
