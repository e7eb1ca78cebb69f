import { h } from "../core/dom";
import { icon } from "../core/icons";
import { type FrameKey, markdown } from "../ui/markdown";

/** Show guidelines as the annotation page shows them; frames in them are told, and lead nowhere here. */
export function renderGuidelines(root: HTMLElement, text: string): void {
  root.replaceChildren(markdown(text, { frame: frameButton }));
}

function frameButton({ pts, release }: FrameKey, text: string): HTMLElement {
  const where = release === null ? "the release on the screen" : `the release ${release}`;
  return h(
    "span",
    { class: "aw-t-frame", title: `Goes to the frame at tick ${pts} of ${where}` },
    icon("picture"),
    text,
  );
}
