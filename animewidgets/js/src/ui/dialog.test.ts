import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { askRemark, askText } from "./dialog";

let editor: HTMLElement;
let closed: number;

beforeEach(() => {
  editor = document.body.appendChild(document.createElement("div"));
  closed = 0;
});
afterEach(() => document.body.replaceChildren());

const within = <T extends Element>(selector: string) => editor.querySelector(selector) as T;
const press = (key: string, init: KeyboardEventInit = {}) => {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...init });
  document.activeElement?.dispatchEvent(event);
  return event;
};

describe("asking for a name", () => {
  let asked: string[];
  const ask = (answered: (text: string) => string | null) =>
    askText(editor, "New lane of segments", "Name", "music", answered, () => closed++);
  const submit = (text: string) => {
    within<HTMLInputElement>("input").value = text;
    within("form").dispatchEvent(new Event("submit", { cancelable: true }));
  };

  beforeEach(() => {
    asked = [];
    ask((text) => {
      asked.push(text);
      return text ? null : "A lane needs a name.";
    });
  });

  it("begins in the field, with what there is chosen to be typed over", async () => {
    const input = within<HTMLInputElement>("input");
    expect(document.activeElement).toBe(input);
    await Promise.resolve();
    expect([input.value, input.selectionStart, input.selectionEnd]).toEqual(["music", 0, 5]);
  });

  it("stays open and says why where the name is none, and closes where it is taken", () => {
    submit("");
    expect(within(".aw-dialog-why").textContent).toBe("A lane needs a name.");
    expect(closed).toBe(0);
    submit("voices");
    expect([asked, closed, editor.childElementCount]).toEqual([["", "voices"], 1, 0]);
  });

  it("Escape and the cross close it without an answer; under it no key gets through", () => {
    let heard = 0;
    editor.addEventListener("keydown", () => heard++);
    press("c");
    expect(press("Escape").defaultPrevented).toBe(true);
    expect([asked, closed, heard, editor.childElementCount]).toEqual([[], 1, 0, 0]);
    ask(() => null);
    within<HTMLElement>("[aria-label=Close]").click();
    expect([asked, closed]).toEqual([[], 2]);
  });

  it("a press beside the sheet closes it, one on it does not", () => {
    const down = (at: Element) => at.dispatchEvent(new Event("pointerdown", { bubbles: true }));
    down(within(".aw-dialog-sheet"));
    expect(closed).toBe(0);
    down(within(".aw-dialog"));
    expect(closed).toBe(1);
  });

  it("Tab goes round within it, both ways", () => {
    const [cross, ok] = [
      within<HTMLElement>("[aria-label=Close]"),
      within<HTMLElement>("[type=submit]"),
    ];
    expect(press("Tab").defaultPrevented).toBe(false); // in between the browser goes on by itself
    ok.focus();
    expect(press("Tab").defaultPrevented).toBe(true);
    expect(document.activeElement).toBe(cross);
    press("Tab", { shiftKey: true });
    expect(document.activeElement).toBe(ok);
  });
});

describe("leaving a remark", () => {
  const remarks: object[] = [];
  beforeEach(() => {
    remarks.length = 0;
    askRemark(
      editor,
      "Remark",
      { comment: "flash here", uncertain: true },
      (remark) => remarks.push(remark),
      () => closed++,
    );
  });

  it("shows what was said before, and saves by Ctrl+Enter", () => {
    const text = within<HTMLTextAreaElement>("textarea");
    expect(document.activeElement).toBe(text);
    expect([text.value, within<HTMLInputElement>("[type=checkbox]").checked]).toEqual([
      "flash here",
      true,
    ]);
    text.value = "  two flashes ";
    press("Enter");
    expect(remarks).toEqual([]); // a comment may have lines
    press("Enter", { ctrlKey: true });
    expect([remarks, closed]).toEqual([[{ comment: "two flashes", uncertain: true }], 1]);
  });

  it("saves by its button, and not at all after Escape", () => {
    within<HTMLInputElement>("[type=checkbox]").checked = false;
    [...editor.querySelectorAll("button")].at(-1)?.click();
    expect(remarks).toEqual([{ comment: "flash here", uncertain: false }]);
    askRemark(
      editor,
      "Remark",
      { comment: "", uncertain: false },
      (one) => remarks.push(one),
      () => {},
    );
    press("Escape");
    expect(remarks).toHaveLength(1);
  });

  it("says what is missing where the task wants a comment on everything", () => {
    press("Escape");
    editor.dataset.required = "category comment";
    askRemark(
      editor,
      "Remark",
      { comment: "", uncertain: false },
      () => {},
      () => {},
    );
    const text = within<HTMLTextAreaElement>("textarea");
    const missing = within<HTMLElement>(".aw-field-missing");
    expect(text.getAttribute("aria-required")).toBe("true");
    expect(missing.textContent).toMatch(/wants a comment/);
    text.value = "two flashes";
    text.dispatchEvent(new Event("input"));
    expect(missing.textContent).toBe("");
  });
});
