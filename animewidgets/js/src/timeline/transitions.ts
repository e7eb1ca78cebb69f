import { create, update } from "../core/edits";
import { newId } from "../core/id";
import { capital, refuse } from "../core/outcome";
import type { FrameIndex } from "../video/frame_index";
import { framesInWords } from "../video/frames";
import { mixedFrom, mixedUntil, type Outcome, roomOf, type Shot, shotAt, whyNoCut } from "./cuts";
import {
  type GradualKind,
  TRANSITION_KINDS,
  TRANSITION_NAMES,
  type Transition,
  type TransitionKind,
  withTransition,
} from "./transition_kinds";

/** How many mixed frames a cut gets that becomes gradual, where there is room. */
export const USUAL_LENGTH = 12;

/** The shot whose cut stands on a frame, or whose mixed frames hold it; `null` where there is none. */
export function transitionAt(shots: readonly Shot[], ordinal: number): Shot | null {
  const shot = shotAt(shots, ordinal);
  if (shot.cuts.length && (shot.first === ordinal || ordinal < mixedUntil(shot))) return shot;
  const next = shots[shot.number + 1];
  if (next?.transition && mixedFrom(next) <= ordinal) return next;
  // `until` is no mixed frame, but where nothing else is, it is the transition that one points at.
  return shot.transition?.until === ordinal ? shot : null;
}

/** Make the cut at a frame a hard one, or a gradual one, which then takes the frames before it. */
export function setTransition(
  shots: readonly Shot[],
  index: FrameIndex,
  ordinal: number,
  kind: TransitionKind,
  length: number = USUAL_LENGTH,
): Outcome {
  const shot = transitionAt(shots, ordinal);
  if (!shot) return refuse(`There is no cut on frame ${ordinal}.`);
  const was = shot.transition;
  if (kind === (was?.kind ?? "cut"))
    return { edits: [], said: `The cut on frame ${shot.first} is a ${TRANSITION_NAMES[kind]}` };
  if (kind === "cut")
    return write(shot, index, shot.first, null, `Hard cut on frame ${shot.first}`);
  const span = was ?? before(shots, shot, length) ?? after(shots, shot, length);
  if (!span)
    return refuse(
      `There is no room for a ${TRANSITION_NAMES[kind]} on frame ${shot.first}: other transitions stand on both sides.`,
    );
  return place(shots, index, shot, shot.first, { ...span, kind });
}

/** The next kind in the order of {@link TRANSITION_KINDS}, for the cut at a frame. */
export function cycleTransition(
  shots: readonly Shot[],
  index: FrameIndex,
  ordinal: number,
  direction: -1 | 1 = 1,
): Outcome {
  const kind = transitionAt(shots, ordinal)?.transition?.kind ?? "cut";
  const count = TRANSITION_KINDS.length;
  const at = (TRANSITION_KINDS.indexOf(kind) + direction + count) % count;
  return setTransition(shots, index, ordinal, TRANSITION_KINDS[at] as TransitionKind);
}

/** This frame is the first mixed one: of the transition here, else of the next cut, which becomes gradual. */
export function beginTransitionAt(
  shots: readonly Shot[],
  index: FrameIndex,
  ordinal: number,
  kind: GradualKind = "dissolve",
): Outcome {
  const here = transitionAt(shots, ordinal);
  // Where one transition is over, the next may begin.
  const over = here?.transition && ordinal >= here.transition.until;
  const shot = here && !over ? here : shots[shotAt(shots, ordinal).number + 1];
  if (!shot) return refuse("There is no cut after this frame for a transition to lead to.");
  if (shot.transition) return dragTransition(shots, index, shot.first, "from", ordinal);
  const until = shot.first > ordinal ? shot.first : (after(shots, shot)?.until ?? shot.first);
  return place(shots, index, shot, shot.first, { kind, from: ordinal, until });
}

/** This frame is the first that is no longer mixed: of the transition here, else of the cut before. */
export function endTransitionAt(
  shots: readonly Shot[],
  index: FrameIndex,
  ordinal: number,
  kind: GradualKind = "dissolve",
): Outcome {
  const here = transitionAt(shots, ordinal);
  const begins = here?.transition && ordinal <= here.transition.from;
  const shot = here && !begins ? here : shotAt(shots, begins ? ordinal - 1 : ordinal);
  if (!shot.cuts.length) return refuse("There is no cut before this frame to lead here from.");
  if (shot.transition) return dragTransition(shots, index, shot.first, "until", ordinal);
  const from = shot.first < ordinal ? shot.first : (before(shots, shot)?.from ?? shot.first);
  return place(shots, index, shot, shot.first, { kind, from, until: ordinal });
}

/** Between which frames (both allowed) an end of the transition of the cut on a frame can be dragged. */
export function transitionRange(
  shots: readonly Shot[],
  cut: number,
  which: "from" | "until",
): [number, number] {
  const shot = shotAt(shots, cut);
  const [lowest, highest] = roomOf(shots, shot);
  const [from, until] = [mixedFrom(shot), mixedUntil(shot)];
  if (which === "from") {
    const first = (shots[shot.number - 1]?.first ?? 0) + 1;
    return shot.first === from
      ? [Math.max(lowest, first), until - 1]
      : [lowest, Math.min(shot.first, until - 1)];
  }
  return [shot.first === until ? from + 1 : Math.max(shot.first, from + 1), highest];
}

/** Drag one end of a transition; the cut goes with the end that it stands on. */
export function dragTransition(
  shots: readonly Shot[],
  index: FrameIndex,
  cut: number,
  which: "from" | "until",
  to: number,
): Outcome {
  const shot = shotAt(shots, cut);
  const { transition } = shot;
  if (shot.first !== cut || !transition) return refuse(`No transition leads to frame ${cut}.`);
  const [first, last] = transitionRange(shots, cut, which);
  if (to < first || to > last) {
    const end = which === "from" ? "begin" : "end";
    return refuse(
      `The ${TRANSITION_NAMES[transition.kind]} can ${end} on frame ${first} to ${last}, not on ${to}: its cut and its neighbours stay where they are.`,
    );
  }
  // The cut stays within the release: a fade that ends with it keeps its cut on the last frame.
  const stands = cut === transition[which] ? Math.min(to, shot.end - 1) : cut;
  return place(shots, index, shot, stands, { ...transition, [which]: to });
}

/** A new gradual cut; without another wish it stands on the first frame that is no longer mixed. */
export function addTransition(
  shots: readonly Shot[],
  index: FrameIndex,
  { kind, from, until }: Transition,
  cut: number = until < index.count ? until : from,
): Outcome {
  const refused = whyNoCut(shots, index, cut);
  if (refused) return refuse(refused);
  const shot = shotAt(shots, cut);
  const next = shots[shot.number + 1];
  const room: Room = [mixedUntil(shot), next ? mixedFrom(next) : index.count];
  const why = whyNot({ kind, from, until }, cut, room);
  if (why) return refuse(why);
  const attributes = withTransition({}, { kind, from, until }, index);
  const edit = create(newId(), { kind: "cut", start_pts: index.ptsOf(cut), attributes });
  return { edits: [edit], said: inWords({ kind, from, until }, cut) };
}

type Room = [lowest: number, highest: number];

/** The usual span before a cut, one clean frame left to the shot before where it has one. */
function before(shots: readonly Shot[], shot: Shot, length = USUAL_LENGTH) {
  const [lowest] = roomOf(shots, shot);
  const from = Math.max(Math.min(lowest + 1, shot.first - 1), lowest, shot.first - length);
  return from < shot.first ? { from, until: shot.first } : null;
}

function after(shots: readonly Shot[], shot: Shot, length = USUAL_LENGTH) {
  const [, highest] = roomOf(shots, shot);
  const until = Math.min(highest, shot.first + length);
  return until > shot.first ? { from: shot.first, until } : null;
}

/** Put a cut and its span where they are wanted, if they may stand there. */
function place(
  shots: readonly Shot[],
  index: FrameIndex,
  shot: Shot,
  cut: number,
  transition: Transition,
): Outcome {
  const first = (shots[shot.number - 1]?.first ?? 0) + 1;
  if (cut < first || cut > shot.end - 1)
    return refuse(
      `The cut on frame ${shot.first} cannot pass its neighbour: it can stand on ${first} to ${shot.end - 1}.`,
    );
  const why = whyNot(transition, cut, roomOf(shots, shot));
  return why ? refuse(why) : write(shot, index, cut, transition, inWords(transition, cut));
}

function whyNot({ kind, from, until }: Transition, cut: number, room: Room): string | null {
  const name = TRANSITION_NAMES[kind];
  const [lowest, highest] = room;
  if (from >= until) return `A ${name} needs at least one mixed frame before frame ${until}.`;
  if (cut < from || cut > until)
    return `The cut on frame ${cut} must stand on ${from} to ${until}, within its ${name} or right after it.`;
  if (from < lowest)
    return `A ${name} from frame ${from} would reach into the shot or transition before, which is not over until frame ${lowest}.`;
  if (until > highest)
    return `A ${name} until frame ${until} would reach into what comes next, on frame ${highest}.`;
  return null;
}

function write(
  shot: Shot,
  index: FrameIndex,
  cut: number,
  transition: Transition | null,
  said: string,
): Outcome {
  const start_pts = index.ptsOf(cut);
  const cuts = shot.cuts.map((one) =>
    update(one, { start_pts, attributes: withTransition(one.attributes, transition, index) }),
  );
  const tags = cut === shot.first ? [] : shot.tags.map((one) => update(one, { start_pts }));
  return { edits: [...cuts, ...tags], said };
}

function inWords({ kind, from, until }: Transition, cut: number): string {
  const name = TRANSITION_NAMES[kind];
  const where = cut === until ? "" : `, its cut on ${cut}`;
  return `${capital(name)} on ${framesInWords(from, until)}${where}`;
}
