import type { Outcome } from "../core/outcome";
import { askRemark, askText } from "../ui/dialog";
import type { MenuItem } from "../ui/menu";
import { type OverlayHost, Overlays } from "../ui/overlays";
import type { LaneId } from "./active";
import { deleteAudioLane, renameAudioLane } from "./audio_edits";
import type { Opened } from "./editor_model";
import { TIMELINE } from "./keymaps";
import { POINTER } from "./pointer_help";
import { type Marked, remarkOf, setRemark } from "./remarks";
import { deleteLane, renameLane } from "./segments";
import { askSpeaker } from "./speaker_dialog";
import { openTimingSettings } from "./timing_settings";

export interface TimelineOverlayHost extends OverlayHost {
  readonly opened: Opened;
  take(outcome: Outcome): void;
  pick(lane: LaneId, key: string | null): void;
}

/** What opens over the timeline editor. */
export class TimelineOverlays extends Overlays<TimelineOverlayHost> {
  constructor(host: TimelineOverlayHost) {
    super(host, TIMELINE.withKeys(host.opened.hello.guide?.hotkeys), {
      pointer: POINTER,
      labelled: "Category of this shot",
    });
  }

  timingSettings(): void {
    const { root, settings } = this.host;
    this.dialog((closed) => openTimingSettings(root, settings, closed));
  }

  askLane(named: (name: string) => string | null, of: "segments" | "sounds" = "segments"): void {
    const { lanes, audioLanes } = this.host.opened.marks;
    const names = new Set((of === "sounds" ? audioLanes : lanes).map(({ name }) => name));
    let number = 1;
    while (names.has(`Lane ${number}`)) number++;
    this.dialog((closed) =>
      askText(this.host.root, `New lane of ${of}`, "Name", `Lane ${number}`, named, closed),
    );
  }

  askSpeaker(now: string, names: readonly string[], named: (name: string) => string | null): void {
    this.dialog((closed) => askSpeaker(this.host.root, now, names, named, closed));
  }

  audioLaneMenu(lane: string, at: { x: number; y: number }): void {
    const { host } = this;
    const { audioLanes } = host.opened;
    this.menu(at, `Lane ${lane}`, [
      {
        label: "Folded",
        checked: audioLanes.isFolded(lane),
        run: () => audioLanes.fold([lane], !audioLanes.isFolded(lane)),
      },
      this.#renameItem(lane, (name) => this.#renameAudioLane(lane, name)),
      {
        label: "Delete, with its events",
        run: () => {
          host.take(deleteAudioLane(host.opened.marks.events, lane));
          audioLanes.rename(lane, null);
        },
      },
    ]);
  }

  /** Asks for another name; `rename` says why not, or does it. */
  #renameItem(lane: string, rename: (name: string) => string | null): MenuItem {
    const title = `Rename lane ${lane}`;
    return {
      label: "Rename …",
      run: () =>
        this.dialog((closed) => askText(this.host.root, title, "Name", lane, rename, closed)),
    };
  }

  /** The reason why not, or `null` when it is done. */
  #renameAudioLane(from: string, text: string): string | null {
    const { host } = this;
    const { opened } = host;
    const to = text.trim();
    if (to !== from && opened.marks.audioLanes.some(({ name }) => name === to))
      return `There is a lane ${to} already.`;
    const outcome = renameAudioLane(opened.marks.events, from, text);
    if ("refused" in outcome) return outcome.refused;
    opened.audioLanes.rename(from, to);
    host.take(outcome);
    host.pick(`audio:${to}`, null);
    return null;
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
      this.#renameItem(lane, (name) => this.#renameLane(lane, name)),
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
