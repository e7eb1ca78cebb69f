import type { Annotation, Json } from "../core/wire";
import type { FrameIndex } from "../video/frame_index";
import { endOrdinal } from "../video/frames";

/** How one shot gives way to the next, in the order in which one key goes through them. */
export const TRANSITION_KINDS = ["cut", "dissolve", "fade-in", "fade-out", "wipe"] as const;

export type TransitionKind = (typeof TRANSITION_KINDS)[number];
export type GradualKind = Exclude<TransitionKind, "cut">;

export const TRANSITION_NAMES: Readonly<Record<TransitionKind, string>> = {
  cut: "cut",
  dissolve: "dissolve",
  "fade-in": "fade in",
  "fade-out": "fade out",
  wipe: "wipe",
};

/** A gradual transition: the half-open span of mixed frames, `until` perhaps one past the last frame. */
export interface Transition {
  readonly kind: GradualKind;
  readonly from: number;
  readonly until: number;
}

export const isGradual = (value: unknown): value is GradualKind =>
  value !== "cut" && TRANSITION_KINDS.some((kind) => kind === value);

/** What a cut's attributes say of its transition; `null` for a hard cut, and for what makes no sense. */
export function transitionOf(cut: Annotation, index: FrameIndex): Transition | null {
  const { transition, from_pts, until_pts } = cut.attributes ?? {};
  if (!isGradual(transition) || typeof from_pts !== "number" || typeof until_pts !== "number")
    return null;
  const from = index.ordinalAt(from_pts);
  const until = endOrdinal(index, until_pts);
  return from < until ? { kind: transition, from, until } : null;
}

/** A cut's attributes with another transition; the other attributes stay. */
export function withTransition(
  attributes: Annotation["attributes"],
  transition: Transition | null,
  index: FrameIndex,
): { [key: string]: Json } {
  const { transition: _kind, from_pts: _from, until_pts: _until, ...others } = attributes ?? {};
  if (!transition) return others;
  const { kind, from, until } = transition;
  return {
    ...others,
    transition: kind,
    from_pts: index.ptsOf(from),
    until_pts: index.ptsOf(until),
  };
}
