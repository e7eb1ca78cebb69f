/** Where the preview stands: the box around form and preview is the kernel's, its look is ours. */
import { setAttribute } from "../core/dom";

const LAYOUTS = ["beside", "below", "away"] as const;
type Layout = (typeof LAYOUTS)[number];

const TOLD: Record<Layout, string> = {
  beside: "The preview stands beside the form, where there is room",
  below: "The preview stands below the form",
  away: "The preview is put away",
};

const KEY = "animewidgets-template-layout";

/** The box that the kernel laid form and preview out in. */
const boxOf = (root: HTMLElement) => root.closest<HTMLElement>(".aw-template-designer");

function stored(): Layout {
  try {
    return LAYOUTS.find((one) => one === globalThis.localStorage?.getItem(KEY)) ?? "beside";
  } catch {
    return "beside";
  }
}

/** Lay out as this person last had it. */
export function showLayout(root: HTMLElement, layout: Layout = stored()): void {
  // The box may come into the page after what is in it.
  requestAnimationFrame(() => {
    const box = boxOf(root);
    if (box) setAttribute(box, "data-layout", layout);
  });
}

/** While one chooses what to start from there is nothing to preview. */
export function showWhetherDraft(root: HTMLElement, draft: boolean): void {
  requestAnimationFrame(() => {
    const box = boxOf(root);
    if (box) setAttribute(box, "data-draft", draft ? "open" : "none");
  });
}

/** The next way to lay out, in words. */
export function nextLayout(root: HTMLElement): string {
  const now = boxOf(root)?.dataset.layout ?? stored();
  const next = LAYOUTS[(LAYOUTS.indexOf(now as Layout) + 1) % LAYOUTS.length] as Layout;
  try {
    globalThis.localStorage?.setItem(KEY, next);
  } catch {
    // Locked: it lasts as long as the page.
  }
  showLayout(root, next);
  return TOLD[next];
}
