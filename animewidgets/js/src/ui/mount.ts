import type { RenderProps } from "@anywidget/types";
import { h, setAttribute } from "../core/dom";
import { icon } from "../core/icons";
import type { OpenTask, Status } from "./task_model";

/** What opens a widget: a kernel that is asked, and what it has answered. */
export interface Opening<O> {
  readonly status: Status<O>;
  open(): Promise<void>;
  onChange(listener: () => void): () => void;
}

/** After this the person is told that the kernel takes its time. */
const PATIENCE = 3_000;

/** Put a view of an editor on the page, and what stands there until the kernel has answered. */
export function mount<O extends OpenTask>(
  props: Pick<RenderProps, "el" | "signal">,
  shared: Opening<O>,
  name: string,
  open: (root: HTMLElement, opened: O, signal: AbortSignal) => void,
): void {
  mountNamed(props, shared, name, ({ hello }) => hello.release.name, open);
}

/** The same for whatever has no release; `titleOf` tells what is open. */
export function mountNamed<O>(
  { el, signal }: Pick<RenderProps, "el" | "signal">,
  shared: Opening<O>,
  name: string,
  titleOf: (opened: O) => string,
  open: (root: HTMLElement, opened: O, signal: AbortSignal) => void,
): void {
  const root = h("div", {
    class: "aw-editor",
    tabindex: 0,
    role: "application",
    "aria-label": name,
    "data-lm-suppress-shortcuts": "true",
  });
  el.append(root);
  let view = new AbortController();
  const show = () => {
    view.abort();
    view = new AbortController();
    const { status } = shared;
    setAttribute(root, "data-status", status.is);
    if (status.is === "open") {
      setAttribute(root, "aria-label", `${name}: ${titleOf(status.opened)}`);
      open(root, status.opened, view.signal);
      takeKeys(root);
    } else {
      setAttribute(root, "data-save", "offline");
      showWaiting(root, status, () => void shared.open(), view.signal);
    }
  };
  const stop = shared.onChange(show);
  signal.addEventListener("abort", () => {
    stop();
    view.abort();
    root.remove();
  });
  show();
}

/** Whoever chose what to open goes on by keys; of a page that was just loaded, keys and wheel stay the page's. */
function takeKeys(root: HTMLElement): void {
  const free = !document.activeElement || document.activeElement === document.body;
  const chosen = navigator.userActivation?.hasBeenActive ?? false;
  if (chosen && free && document.querySelectorAll(".aw-editor").length === 1)
    root.focus({ preventScroll: true });
}

function showWaiting<O>(
  root: HTMLElement,
  status: Exclude<Status<O>, { is: "open" }>,
  retry: () => void,
  signal: AbortSignal,
): void {
  const button = h(
    "button",
    { type: "button", class: "aw-button aw-wide", onclick: retry },
    "Try again",
  );
  if (status.is === "opening") {
    const text = h("p", {}, "Opening …");
    const timer = setTimeout(() => {
      text.textContent =
        "Waiting for the kernel: it reads the frame index of a new release, is busy with a cell, or is not running.";
    }, PATIENCE);
    signal.addEventListener("abort", () => clearTimeout(timer));
    root.replaceChildren(h("div", { class: "aw-waiting", role: "status" }, icon("saving"), text));
    return;
  }
  const { waiting } = status;
  root.replaceChildren(
    h(
      "div",
      { class: "aw-waiting", role: "alert" },
      icon("warning"),
      h("h3", {}, "The editor could not open"),
      h("p", {}, status.why),
      waiting
        ? h(
            "p",
            {},
            `${waiting} unsent ${waiting === 1 ? "edit is" : "edits are"} kept in this browser; ` +
              "they are sent when it opens.",
          )
        : null,
      button,
    ),
  );
}
