import { h } from "../../core/dom";
import { type IconName, icon } from "../../core/icons";
import { ariaKey, showKey } from "../../core/key_names";
import { book, TEXT_ACTIONS, type TemplateAction, type TextAction } from "../actions";
import { type FormHost, problemSlot, type Step, textField } from "../form";
import { edited, type Selected, withFrame } from "../markdown_edit";
import { renderGuidelines } from "../markdown_view";
import { textAt } from "../read";

/** What stands on the buttons that have no icon. */
const SIGNS: Partial<Record<TextAction, string>> = {
  "template.bold": "B",
  "template.italic": "I",
  "template.heading": "H",
  "template.numbered": "1.",
  "template.quote": "❝",
  "template.code": "<>",
};
const ICONS: Partial<Record<TextAction, IconName>> = {
  "template.list": "list",
  "template.link": "link",
};

const area = (root: ParentNode) =>
  root.querySelector<HTMLTextAreaElement>(".aw-t-markdown textarea");

/** Do something to the text where the cursor is; false where the guidelines are not open. */
function rewrite(
  host: FormHost,
  root: ParentNode,
  how: (selected: Selected) => Selected,
  what: string,
) {
  const text = area(root);
  if (!text) return false;
  const next = how({ text: text.value, start: text.selectionStart, end: text.selectionEnd });
  text.value = next.text;
  text.focus();
  text.setSelectionRange(next.start, next.end);
  host.type(["guidelines"], next.text || undefined, what);
  return true;
}

export function runTextAction(host: FormHost, root: ParentNode, action: TextAction): boolean {
  return rewrite(host, root, (selected) => edited(selected, action), book.labelOf(action));
}

/** Put the frame that the preview shows into the guidelines. */
export async function insertFrame(host: FormHost, root: ParentNode): Promise<void> {
  if (!area(root)) return;
  try {
    const frame = await host.model.ask<{ pts: number; release_id: string; told: string }>(
      "preview.frame",
      {},
    );
    rewrite(host, root, (selected) => withFrame(selected, frame, frame.told), "Example frame");
    host.say(`${frame.told} is an example now`);
  } catch (error) {
    host.refuse(error instanceof Error ? error.message : String(error));
  }
}

export const guidelines: Step = {
  id: "guidelines",
  title: "Guidelines",
  icon: "list",
  about:
    "What the people who label read beside the picture. Frames stand in it as examples: a click goes there.",
  fields: ["guidelines"],
  summary(document) {
    const words = textAt(document, "guidelines").split(/\s+/).filter(Boolean).length;
    return words ? `${words} ${words === 1 ? "word" : "words"}` : "none yet";
  },
  draw(host) {
    const seen = h("div", { class: "aw-t-rendered", "aria-label": "As it is read", tabindex: 0 });
    const show = () => renderGuidelines(seen, text.value);
    const text = textField(host, ["guidelines"], "Guidelines", {
      rows: 14,
      most: 200_000,
      placeholder:
        "Mark every cut on the **first frame of the new shot**.\n\n## When in doubt\n- Press `U` and say why.",
    });
    text.setAttribute("aria-label", "Guidelines, in Markdown");
    text.setAttribute("spellcheck", "true");
    text.addEventListener("input", show);
    const tool = (action: TemplateAction, sign: string | undefined, name?: IconName) => {
      const keys = host.keysFor(action);
      const label = book.labelOf(action);
      return h(
        "button",
        {
          type: "button",
          class:
            sign === undefined && action === "template.frame" ? "aw-button aw-wide" : "aw-button",
          "data-action": action,
          "aria-label": label,
          "aria-keyshortcuts": keys.map(ariaKey).join(" ") || null,
          title: keys.length ? `${label} (${keys.map(showKey).join(" or ")})` : label,
          onclick: () => {
            host.run(action);
            show();
          },
        },
        name ? icon(name) : null,
        sign ?? null,
      );
    };
    const frame = tool("template.frame", undefined, "picture");
    frame.append("Example frame");
    show();
    return [
      h(
        "div",
        { class: "aw-t-field aw-t-markdown", "data-place": "guidelines" },
        h(
          "div",
          { class: "aw-t-tools", role: "toolbar", "aria-label": "Markdown" },
          ...TEXT_ACTIONS.map((one) => tool(one, SIGNS[one], ICONS[one])),
          h("span", { class: "aw-spring" }),
          frame,
        ),
        text,
        h("p", { class: "aw-t-why", role: "alert" }),
      ),
      h("h4", { class: "aw-t-label" }, "As it is read"),
      seen,
      problemSlot(["guidelines"]),
    ];
  },
};
