import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TEXT_ACTIONS } from "./actions";
import { edited, type Selected, withFrame } from "./markdown_edit";

/** `[` and `]` stand around what is selected. */
const at = (text: string): Selected => ({
  text: text.replace(/[⟦⟧]/g, ""),
  start: text.indexOf("⟦"),
  end: text.indexOf("⟧") - 1,
});
const told = ({ text, start, end }: Selected) =>
  `${text.slice(0, start)}⟦${text.slice(start, end)}⟧${text.slice(end)}`;

describe("the toolbar over the guidelines", () => {
  it("sets words bold, italic and as keys, and back", () => {
    const bold = edited(at("Mark ⟦every⟧ cut"), "template.bold");
    expect(told(bold)).toBe("Mark **⟦every⟧** cut");
    expect(told(edited(bold, "template.bold"))).toBe("Mark ⟦every⟧ cut");
    const both = edited(bold, "template.italic");
    expect(told(both)).toBe("Mark ***⟦every⟧*** cut");
    expect(told(edited(both, "template.italic"))).toBe("Mark **⟦every⟧** cut");
    expect(told(edited(at("Press ⟦⟧"), "template.code"))).toBe("Press `⟦Key⟧`");
  });

  it("makes lines a list, another kind of list, and lines again", () => {
    const list = edited(at("One\n⟦Two\nThree⟧\nFour"), "template.list");
    expect(told(list)).toBe("One\n⟦- Two\n- Three⟧\nFour");
    const numbered = edited(list, "template.numbered");
    expect(told(numbered)).toBe("One\n⟦1. Two\n2. Three⟧\nFour");
    expect(told(edited(numbered, "template.numbered"))).toBe("One\n⟦Two\nThree⟧\nFour");
    expect(told(edited(at("A hea⟦⟧ding"), "template.heading"))).toBe("## A hea⟦⟧ding");
  });

  it("puts the frame of the preview in as an example", () => {
    const frame = { pts: -512, release_id: "c0ffee" };
    expect(told(withFrame(at("Like ⟦this⟧."), frame, "frame 5"))).toBe(
      "Like [⟦this⟧](frame:-512@c0ffee).",
    );
    expect(withFrame(at("Like ⟦⟧."), frame, "frame 5").text).toBe(
      "Like [frame 5](frame:-512@c0ffee).",
    );
  });

  it("keeps all that was written, whatever is selected", () => {
    const letters = (text: string) => text.replace(/[^a-z]/g, "");
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-z \n]{0,40}$/),
        fc.nat(40),
        fc.nat(40),
        fc.constantFrom(...TEXT_ACTIONS),
        (text, a, b, action) => {
          const [start, end] = [Math.min(a, b, text.length), Math.min(Math.max(a, b), text.length)];
          const after = edited({ text, start, end }, action);
          let rest = letters(after.text);
          for (const letter of letters(text)) {
            expect(rest).toContain(letter);
            rest = rest.slice(rest.indexOf(letter) + 1);
          }
          expect(
            0 <= after.start && after.start <= after.end && after.end <= after.text.length,
          ).toBe(true);
        },
      ),
    );
  });
});
