import type { Outcome } from "../core/outcome";
import { askRemark, askText } from "../ui/dialog";
import { type OverlayHost, Overlays } from "../ui/overlays";
import type { LaneId } from "./active";
import type { Opened } from "./editor_model";
import { TIMELINE } from "./keymaps";
import { POINTER } from "./pointer_help";
import { type Marked, remarkOf, setRemark } from "./remarks";
import { deleteLane, renameLane } from "./segments";
import { openTimingSettings } from "./timing_settings";

export interface TimelineOverlayHost extends OverlayHost {
  readonly opened: Opened;
  take(outcome: Outcome): void;
  pick(lane: LaneId, key: string | null): void;
}

/** What opens over the timeline editor. */
export class TimelineOverlays extends Overlays<TimelineOverlayHost> {
  constructor(host: TimelineOverlayHost) {
    super(host, TIMELINE, { pointer: POINTER, labelled: "Category of this shot" });
  }

  timingSettings(): void {
    const { root, settings } = this.host;
    this.dialog((closed) => openTimingSettings(root, settings, closed));
  }

  askLane(named: (name: string) => string | null): void {
    const names = new Set(this.host.opened.marks.lanes.map(({ name }) => name));
    let number = 1;
    while (names.has(`Lane ${number}`)) number++;
    this.dialog((closed) =>
      askText(this.host.root, "New lane of segments", "Name", `Lane ${number}`, named, closed),
    );
  }

  askRemark(marked: Marked): void {
    const { root, opened } = this.host;
    const { comment, uncertain } = remarkOf(marked);
    this.dialog((closed) =>
      askRemark(
        root,
        "Remark",
        { comment: comment ?? "", uncertain },
        (remark) => this.host.take(setRemark(marked, opened.index, remark)),
        closed,
      ),
    );
  }

  laneMenu(lane: string, at: { x: number; y: number }): void {
    const { host } = this;
    this.menu(at, `Lane ${lane}`, [
      {
        label: "Rename …",
        run: () =>
          this.dialog((closed) =>
            askText(
              host.root,
              `Rename lane ${lane}`,
              "Name",
              lane,
              (name) => this.#renameLane(lane, name),
              closed,
            ),
          ),
      },
      {
        label: "Delete, with its segments",
        run: () => {
          host.take(deleteLane(host.opened.marks.segments, lane));
          host.opened.renameLane(lane, null);
        },
      },
    ]);
  }

  /** The reason why not, or `null` when it is done. */
  #renameLane(from: string, text: string): string | null {
    const { host } = this;
    const to = text.trim();
    // An empty lane has no segments that could tell that the name is taken.
    if (to !== from && host.opened.marks.lanes.some(({ name }) => name === to))
      return `There is a lane ${to} already.`;
    const outcome = renameLane(host.opened.marks.segments, from, text);
    if ("refused" in outcome) return outcome.refused;
    host.opened.renameLane(from, to);
    host.take(outcome);
    host.pick(`lane:${to}`, null);
    return null;
  }
}
