import type { KeyMap } from "../core/keys";
import type { Outcome } from "../core/outcome";
import { capital } from "../core/outcome";
import type { MenuItem } from "../ui/menu";
import { actionItem } from "../ui/menu_items";
import type { Action, StandardAction } from "./actions";
import type { Hit } from "./hit";
import { TIMELINE } from "./keymaps";
import type { Marks } from "./marks";
import { TRANSITION_KINDS, TRANSITION_NAMES, type TransitionKind } from "./transition_kinds";
import { setTransition, transitionAt } from "./transitions";

/** What a menu needs to offer actions. */
export interface MenuHost {
  readonly keys: KeyMap<Action>;
  run(action: StandardAction): void;
  take(outcome: Outcome): void;
}

/** What can be done with what a pointer is on; the playhead stands there already, and it is picked. */
export function itemsFor(host: MenuHost, hit: Hit, marks: Marks): (MenuItem | null)[] {
  const items = (...actions: StandardAction[]) =>
    actions.map((one) => actionItem(TIMELINE, host, one));
  const remarks = items("comment", "uncertain");
  const sounds = marks.audioLanes.length > 0;
  switch (hit.what) {
    case "candidate":
      return items("accept", "reject", "playAround");
    case "segment":
      return [
        ...items("playShot", "split", "mergeNext", "mergePrevious"),
        null,
        ...items("leadIn", "leadOut", "joinNext", "zoomToShot"),
        null,
        ...remarks,
        ...items("deleteSegment"),
      ];
    case "event":
      return [
        ...items("playShot", "speaker", "sameSpeaker"),
        null,
        ...items("split", "mergeNext", "mergePrevious"),
        ...items("eventLaneUp", "eventLaneDown", "zoomToShot"),
        null,
        ...remarks,
        ...items("deleteSegment"),
      ];
    case "line":
      return [
        ...items("playShot", "lineStartHere", "lineEndHere"),
        ...(sounds ? items("eventFromLine", "eventsFromLines") : []),
        null,
        ...items("leadIn", "leadOut", "joinNext", "zoomToShot"),
        null,
        ...remarks,
        {
          label: "Give it its file's times back",
          run: () => host.run("deleteSegment"),
        },
      ];
    case "boundary":
      if ("shot" in hit.boundary)
        return [
          ...kinds(host, marks, hit.boundary.shot.first),
          null,
          ...items("playBefore", "playAfter", "playAround"),
          // Elsewhere than on the cut the frame may belong to the shot before it.
          ...(hit.boundary.what === "cut"
            ? [null, ...remarks, ...items("mergePrevious", "deleteCut")]
            : []),
        ];
      return [...items("playBefore", "playAfter", "playAround"), null, ...items("deleteSegment")];
    default:
      if (hit.strip.kind === "segments") return items("segmentIn", "segmentOut", "playAround");
      if (hit.strip.kind === "events")
        return [
          ...items("tapEvent", "segmentIn", "segmentOut", "playAround"),
          null,
          ...items("eventFromLine", "eventsFromLines"),
          null,
          ...items("newAudioLane", "foldLanes"),
        ];
      if (hit.strip.kind === "lines")
        return [
          ...items("linePrevious", "lineNext", "applyPreset", "playAround"),
          ...(sounds ? [null, ...items("eventsFromLines")] : []),
        ];
      return [
        ...items("cut", "transitionFrom", "transitionUntil"),
        null,
        ...items("playShot", "playAround", "zoomToShot"),
        null,
        ...remarks,
        ...items("mergeNext", "mergePrevious"),
      ];
  }
}

/** The kinds of a cut to choose from. */
function kinds(host: MenuHost, marks: Marks, ordinal: number): MenuItem[] {
  const now = transitionAt(marks.shots, ordinal)?.transition?.kind ?? "cut";
  return TRANSITION_KINDS.map((kind: TransitionKind) => ({
    label: capital(TRANSITION_NAMES[kind]),
    checked: kind === now,
    run: () => host.take(setTransition(marks.shots, marks.index, ordinal, kind)),
  }));
}
