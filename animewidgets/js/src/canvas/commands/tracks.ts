import type { Outcome } from "../../core/outcome";
import type { Figure } from "../figures";
import type { Bounds } from "../geometry";
import {
  linkTracks,
  mergeTracks,
  removeTracks,
  splitTracks,
  toggleInterpolation,
  toggleKeys,
  toggleOutside,
  turnIntoTracks,
} from "../tracks/track_edits";
import { keysAround, type Tracked } from "../tracks/track_figures";
import type { Context } from "./context";

/** Making tracks, their keys, and following things by optical flow. */
export function trackDeeds(context: Context) {
  const { opened, host } = context;
  const { bounds, propagation, session, playback } = opened;
  const edit = (change: (figures: readonly Figure[], bounds: Bounds) => Outcome) => () =>
    context.withSelected((figures) => context.take(change(figures, bounds)));

  /** The tracks that are selected, else all that are seen. */
  const meant = (): Tracked[] => {
    const { tracks } = opened.figures;
    const figures = host.selected.some(({ track }) => track) ? host.selected : host.figures;
    return figures.flatMap(({ id }) => tracks.get(id) ?? []);
  };
  const toKey = (direction: -1 | 1) => {
    const { frame } = playback;
    const tracks = meant();
    const found = tracks.flatMap((track) => {
      const { before, after } = keysAround(track, frame);
      return (direction < 0 ? before : after) ?? [];
    });
    if (found.length) host.seek(direction < 0 ? Math.max(...found) : Math.min(...found));
    else
      context.refuse(
        tracks.length
          ? `No key ${direction < 0 ? "before" : "after"} this frame.`
          : "No track is selected, and none is on this frame.",
      );
  };
  const toMiddle = () => {
    const [track] = meant();
    if (!track) return context.refuse("Select a track first.");
    const { frame } = playback;
    const { before, after, on } = keysAround(track, frame);
    // On a key it is the way to the next one that is looked at, else that between its neighbours.
    const from = on && after !== undefined ? frame : before;
    const to = after ?? (on ? frame : undefined);
    if (from === undefined || to === undefined || to - from < 2)
      return context.refuse("No frame lies between two keys here.");
    host.seek((from + to) >> 1);
  };
  const follow = (direction: -1 | 1) => {
    const figures = context.changeable.filter(({ track }) => track && track.source !== "ghost");
    if (!figures.length)
      return context.refuse("Select a track that is seen on this frame: T makes one of a shape.");
    context.say("Following by optical flow …");
    void propagation.follow(figures, opened.figures, direction).then((told) => context.say(told));
  };

  return {
    "canvas.asTrack": () => {
      if (context.changeable.some(({ track }) => !track)) {
        const before = new Set(session.live.annotations.keys());
        if (context.take(turnIntoTracks(context.changeable, bounds)))
          host.select([...session.live.annotations.keys()].filter((id) => !before.has(id)));
        return;
      }
      opened.asTrack = !opened.asTrack;
      session.refresh();
      context.say(
        opened.asTrack
          ? "What is drawn becomes a track"
          : "What is drawn is a shape of its frame alone",
      );
    },
    "canvas.key": edit(toggleKeys),
    "canvas.previousKey": () => toKey(-1),
    "canvas.nextKey": () => toKey(1),
    "canvas.middleKey": toMiddle,
    "canvas.outside": edit(toggleOutside),
    "canvas.hold": edit(toggleInterpolation),
    "canvas.split": edit(splitTracks),
    "canvas.merge": edit(mergeTracks),
    "canvas.link": edit(linkTracks),
    "canvas.deleteTrack": edit(removeTracks),
    "canvas.follow": () => follow(1),
    "canvas.followBack": () => follow(-1),
    "canvas.acceptKeys": () => {
      const ids = new Set(host.selected.map(({ id }) => id));
      context.take(propagation.accept(opened.figures, playback.frame, ids, bounds));
    },
    "canvas.rejectKeys": () => {
      if (propagation.reject()) context.say("The proposed keys are let go of");
      else context.refuse("No keys are proposed.");
    },
    "canvas.lanes": () => host.toggleLanes(),
  };
}
