/** Pieces of a map in words, for the table, the menus and what is said. */
import type { Flag, Piece, Status } from "../timemaps/patch";
import { isMatch } from "../timemaps/patch";

/** From here on a match is sure enough that nobody need look at it. */
export const SURE = 0.9;
/** Seconds of footage that only one side has, and nobody knows why, which may go unnoticed. */
const SHORT_GAP = 0.2;

const ROLES: Readonly<Record<string, string>> = {
  match: "Match",
  avant: "Avant",
  opening: "Opening",
  part: "Part",
  eyecatch: "Eyecatch",
  ending: "Ending",
  preview: "Preview",
  sponsor: "Sponsor card",
  commercial: "Commercials",
  removed: "Removed",
  "pre-roll": "Pre-roll",
  unknown: "Unknown",
};

export const roleName = (role: string | undefined): string => ROLES[role ?? "match"] ?? role ?? "";

/** Roles that somebody may choose. */
export const ALL_ROLES = Object.keys(ROLES);

export const STATUS_NAMES: Readonly<Record<Status, string>> = {
  proposed: "proposed",
  confirmed: "accepted",
  edited: "edited",
};

const FLAGS: Readonly<Record<Flag, string>> = {
  picture_changed: "picture changed",
  repeated: "shown more than once",
  still: "stands still",
  silent: "silent",
};

/** How long a frame of either side lasts, and a second, in its ticks. */
export interface Lengths {
  readonly frame: { readonly a: number; readonly b: number };
  readonly second: { readonly a: number; readonly b: number };
}

/**
 * Why somebody should look at a piece; empty where there is no need, or somebody has.
 *
 * `sure`: its own confidence; `null` where it has none.
 */
export function doubtsOf(
  piece: Piece,
  { frame, second }: Lengths,
  sure: number | null = piece.confidence ?? 1,
): string[] {
  if ((piece.status ?? "proposed") !== "proposed") return [];
  const why: string[] = [];
  if (!isMatch(piece)) {
    const span = piece.source ?? piece.target;
    const unit = piece.source ? second.a : second.b;
    const long = span ? (span[1] - span[0]) / unit : 0;
    if ((piece.role ?? "unknown") === "unknown" && long >= SHORT_GAP) why.push("role unknown");
    if (sure !== null && sure < SURE) why.push(`confidence ${percent(sure)}`);
    return why;
  }
  if (sure !== null && sure < SURE) why.push(`confidence ${percent(sure)}`);
  const { offset = 0, start = 0, end = 0 } = piece.uncertainty ?? {};
  const frames = (ticks: number) => countOf(Math.max(1, Math.round(ticks / frame.b)), "frame");
  if (offset > frame.b) why.push(`offset ± ${frames(offset)}`);
  if (start > frame.b) why.push(`start ± ${frames(start)}`);
  if (end > frame.b) why.push(`end ± ${frames(end)}`);
  for (const flag of piece.flags ?? [])
    if (flag === "picture_changed" || flag === "repeated") why.push(FLAGS[flag]);
  return why;
}

/** What a piece rests on, in words. */
export function evidenceOf(piece: Piece): string {
  const { evidence } = piece;
  const parts: string[] = [];
  if (evidence) {
    parts.push(
      evidence.informative
        ? `${evidence.agreeing} of ${countOf(evidence.informative, "change")} agree`
        : "no picture changes",
    );
    if (evidence.sound !== null && evidence.sound !== undefined)
      parts.push(`sound ${evidence.sound.toFixed(2).replace("-", "−")}`);
  }
  for (const flag of piece.flags ?? []) parts.push(FLAGS[flag]);
  const others = (piece.alternatives?.length ?? 0) + (piece.source_alternatives?.length ?? 0);
  if (others) parts.push(countOf(others, "other place"));
  return parts.join(" · ");
}

/** Rounded down: what is not quite certain never reads as if it were. */
export const percent = (share: number): string => `${Math.floor(100 * share + 1e-9)} %`;

export const countOf = (n: number, what: string): string => `${n} ${what}${n === 1 ? "" : "s"}`;
