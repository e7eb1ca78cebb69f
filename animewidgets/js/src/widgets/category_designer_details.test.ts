import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DesignerKernel, openDesigner } from "../testing/designer";
import { eventually } from "../testing/eventually";

let kernel: DesignerKernel;
let pages: AbortController[];

/** A designer with Person, Face and Hand below it, and Prop; Face is selected. */
async function open() {
  const page = await openDesigner(kernel, pages);
  page.press("Ctrl+Enter");
  page.type("Person");
  page.type("Face", "Tab");
  page.type("Hand");
  page.type("Prop", "Shift+Tab");
  page.press("Escape", "Home", "ArrowDown");
  await page.selected();
  const field = <E extends HTMLElement = HTMLInputElement>(name: string) =>
    page.root.querySelector<E>(`[data-field="${name}"]`) as E;
  const say = async (name: string, value: string) => {
    const input = field(name);
    input.focus();
    input.value = value;
    input.dispatchEvent(new Event("change", { bubbles: true }));
    await page.selected();
  };
  const click = async (css: string) => {
    page.root.querySelector<HTMLElement>(css)?.click();
    await page.selected();
  };
  const face = () => kernel.schema.get("face");
  return { ...page, field, say, click, face };
}

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  kernel = new DesignerKernel();
  pages = [];
});

afterEach(() => {
  for (const page of pages) page.abort();
  document.body.replaceChildren();
});

describe("attributes", () => {
  it("are named, made a choice, given a default, and reordered", async () => {
    const page = await open();
    page.press("Alt+a");
    await page.say("attribute-0-name", "form");
    await page.say("attribute-0-kind", "choice");
    await page.say("attribute-0-choices", "open, closed、 half open ,open");
    await page.say("attribute-0-default", "closed");
    page.field("attribute-add").click();
    await page.say("attribute-1-name", "teeth");
    await page.say("attribute-1-kind", "number");
    await page.say("attribute-1-minimum", "0");
    await page.say("attribute-1-maximum", "32");
    await page.say("attribute-1-unit", "teeth");
    await page.click('[data-field="attribute-1-up"]');
    await page.saved();
    expect(page.face()?.attributes).toEqual([
      { name: "teeth", kind: "number", minimum: 0, maximum: 32, unit: "teeth" },
      { name: "form", kind: "choice", choices: ["open", "closed", "half open"], default: "closed" },
    ]);
  });

  it("refuse what makes no sense where it is typed", async () => {
    const page = await open();
    page.press("Alt+a");
    await page.say("attribute-0-kind", "number");
    await page.say("attribute-0-minimum", "5");
    await page.say("attribute-0-maximum", "3");
    const why = page
      .field("attribute-0-maximum")
      .closest(".aw-field")
      ?.querySelector("[role=alert]");
    expect(why?.textContent).toContain("The least is greater than the greatest");
    await page.say("attribute-0-default", "4");
    expect(page.root.textContent).toContain("4 lies outside the range");
    await page.saved();
    expect(page.face()?.attributes).toEqual([{ name: "attribute", kind: "number", minimum: 5 }]);
  });
});

it("key points get names, an edge, and a mirror", async () => {
  const page = await open();
  page.press("Alt+p");
  await page.say("point-0", "left hand");
  page.field("point-add").click();
  await page.say("point-1", "right hand");
  const joint = (name: string) =>
    page.root.querySelector(`g[data-point="${name}"]`)?.dispatchEvent(new MouseEvent("click"));
  joint("left hand");
  await page.selected();
  joint("right hand");
  await page.say("point-0-mirror", "right hand");
  await page.saved();
  expect(page.face()?.skeleton).toEqual({
    names: ["left hand", "right hand"],
    edges: [["left hand", "right hand"]],
    mirrored: [["left hand", "right hand"]],
  });
});

it("translations name a category in other languages, and the tree shows them", async () => {
  const page = await open();
  await page.say("translation-ja", "顔");
  page.press("Escape", "Alt+l", "Alt+l");
  expect((await page.outline())[1]).toBe(".顔");
  // Renamed while it is shown in a language, it is named in that one.
  page.press("F2");
  page.type("かお");
  await page.saved();
  expect(page.face()).toMatchObject({
    name: "Face",
    translations: [{ language: "ja", name: "かお" }],
  });
});

it("a field that is left by pressing a button is said, and the button acts on what it said", async () => {
  const page = await open();
  page.press("Alt+a");
  await page.say("attribute-0-kind", "choice");
  const choices = page.field("attribute-0-choices");
  choices.focus();
  choices.value = "yes, no";
  const required = page.field("attribute-0-required");
  required.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true }));
  choices.dispatchEvent(new Event("change", { bubbles: true }));
  await page.selected();
  expect(required.isConnected).toBe(true);
  required.dispatchEvent(new PointerEvent("pointerup", { bubbles: true }));
  required.click();
  await page.saved();
  expect(page.face()?.attributes).toEqual([
    expect.objectContaining({ choices: ["yes", "no"], required: true }),
  ]);
});

it("an exclusive group is made of several, and left by one", async () => {
  const page = await open();
  page.press("Shift+ArrowDown", "Alt+g");
  (document.activeElement as HTMLInputElement).value = "parts";
  page.root.querySelector<HTMLFormElement>(".aw-dialog form")?.requestSubmit();
  await page.saved();
  expect(kernel.schema.groups).toEqual([
    { name: "parts", members: ["face", "hand"], exclusive: true },
  ]);
  page.press("Home", "ArrowDown");
  await page.selected();
  await page.say("group", "");
  await page.saved();
  expect(kernel.schema.groups).toEqual([{ name: "parts", members: ["hand"], exclusive: true }]);
});

it("a split names its parts and says where the labels go", async () => {
  const page = await open();
  page.press("Alt+s");
  const dialog = () => page.root.querySelector(".aw-dialog") as HTMLElement;
  const names = dialog().querySelector("textarea") as HTMLTextAreaElement;
  names.value = "Front";
  dialog().querySelector("form")?.requestSubmit();
  expect(dialog().textContent).toContain("two parts at least");
  names.value = "Front\nProfile";
  names.dispatchEvent(new Event("input"));
  const then = dialog().querySelector("select") as HTMLSelectElement;
  then.value = "1";
  dialog().querySelector("form")?.requestSubmit();
  expect(await page.outline()).toEqual(["Person", ".Front", ".Profile", ".Hand", "Prop"]);
  await page.saved();
  expect(kernel.log.at(-1)?.edits).toEqual([
    expect.objectContaining({ op: "split", category_id: "face", then: "profile" }),
  ]);
});

it("a file is taken over only after what cannot be held was told", async () => {
  kernel.answers["schema.import"] = () => ({
    schema: {
      schema_id: "things",
      version: 1,
      categories: [
        { category_id: "face", name: "Head", colour: "#009e73", hotkey: null, parent: null },
        { category_id: "wheel", name: "Wheel", colour: "#aa3377", hotkey: "w", parent: null },
      ],
    },
    format: "cvat",
    not_held: ["labels[0].odd: 7"],
    notes: [],
  });
  const page = await open();
  const file = new File(["[]"], "labels.json");
  const drop = new Event("drop", { bubbles: true, cancelable: true });
  Object.assign(drop, { dataTransfer: { files: [file], types: ["Files"] } });
  page.root.dispatchEvent(drop);
  await eventually(() => expect(page.root.querySelector(".aw-dialog")).not.toBeNull());
  const dialog = page.root.querySelector(".aw-dialog") as HTMLElement;
  expect(dialog.textContent).toContain("1 new, 1 changed");
  expect(dialog.textContent).toContain("labels[0].odd: 7");
  dialog.querySelector<HTMLElement>("[data-act=import]")?.click();
  expect(await page.outline()).toEqual(["Person", ".Head", ".Hand", "Prop", "Wheel"]);
});

it("colours are warned of where a sibling has nearly the same, and spread over what is selected", async () => {
  const page = await open();
  await page.saved();
  const near = () => page.root.querySelector<HTMLElement>(".aw-cat-near");
  await page.say("hex", kernel.schema.get("hand")?.colour ?? "");
  expect(near()?.textContent).toContain("hard to tell apart");
  await page.say("hex", "blue");
  expect(page.root.textContent).toContain("Write a colour as #rrggbb");
  page.press("Escape", "Shift+ArrowDown", "Alt+Shift+c");
  await page.saved();
  expect(page.face()?.colour).not.toBe(kernel.schema.get("hand")?.colour);
});
