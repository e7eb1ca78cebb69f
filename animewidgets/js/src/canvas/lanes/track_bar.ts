import { h, setAttribute, setText } from "../../core/dom";
import type { IconName } from "../../core/icons";
import type { ActionButtons } from "../../ui/buttons";
import type { CanvasAction } from "../actions";
import type { Figure } from "../figures";
import type { Propagation } from "../tracks/propagation";

const GROUPS: readonly [name: string, ...buttons: [CanvasAction, IconName][]][] = [
  [
    "Keys",
    ["canvas.previousKey", "previousKey"],
    ["canvas.key", "key"],
    ["canvas.middleKey", "middleKey"],
    ["canvas.nextKey", "nextKey"],
  ],
  [
    "From this frame on",
    ["canvas.hold", "hold"],
    ["canvas.outside", "outside"],
    ["canvas.occluded", "occluded"],
  ],
  [
    "Optical flow",
    ["canvas.followBack", "followBack"],
    ["canvas.follow", "follow"],
    ["canvas.acceptKeys", "saved"],
    ["canvas.rejectKeys", "close"],
  ],
  [
    "Tracks",
    ["canvas.split", "split"],
    ["canvas.merge", "merge"],
    ["canvas.link", "link"],
    ["canvas.deleteTrack", "delete"],
  ],
];

/** What needs proposals, and not a selected track. */
const OF_PROPOSALS: ReadonlySet<string> = new Set(["canvas.acceptKeys", "canvas.rejectKeys"]);
const ALWAYS: ReadonlySet<string> = new Set(["canvas.previousKey", "canvas.nextKey"]);

/** The buttons above the lanes, and how far the following by optical flow has come. */
export class TrackBar {
  readonly root: HTMLElement;
  #buttons: [CanvasAction, HTMLButtonElement][] = [];
  #told = h("span", { class: "aw-count" });
  #progress = h("progress", { class: "aw-flow-progress", max: 1, hidden: true });

  constructor(buttons: ActionButtons<CanvasAction>) {
    const groups = GROUPS.map(([name, ...of]) =>
      h(
        "div",
        { class: "aw-group", role: "group", "aria-label": name },
        ...of.map(([action, icon]) => {
          const button = buttons.make(action, icon);
          this.#buttons.push([action, button]);
          return button;
        }),
      ),
    );
    this.root = h(
      "div",
      { class: "aw-track-bar", role: "toolbar", "aria-label": "Tracks" },
      ...groups,
      this.#progress,
      this.#told,
    );
  }

  show(selected: readonly Figure[], propagation: Propagation): void {
    const tracks = selected.filter(({ track }) => track);
    const { progress, proposals } = propagation;
    for (const [action, button] of this.#buttons) {
      const idle = OF_PROPOSALS.has(action)
        ? !proposals.size && !propagation.working
        : !ALWAYS.has(action) && !tracks.length;
      setAttribute(button, "disabled", idle);
    }
    const one = tracks.length === 1 ? tracks[0]?.track : undefined;
    for (const [action, button] of this.#buttons) {
      if (action === "canvas.key")
        setAttribute(button, "aria-pressed", String(one?.source === "key"));
      if (action === "canvas.outside")
        setAttribute(button, "aria-pressed", String(one?.source === "ghost"));
      if (action === "canvas.occluded")
        setAttribute(button, "aria-pressed", String(one?.occluded === true));
    }
    setAttribute(this.#progress, "hidden", !progress);
    if (progress) this.#progress.value = progress.done / Math.max(1, progress.total);
    const keys = [...proposals.values()].reduce(
      (sum, { keys: own }) => sum + own.filter(({ source }) => source).length,
      0,
    );
    setText(
      this.#told,
      progress
        ? `Following … ${progress.done} of ${progress.total} frames`
        : keys
          ? `${keys} ${keys === 1 ? "key" : "keys"} proposed`
          : "",
    );
  }
}
