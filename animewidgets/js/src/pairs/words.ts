/** Numbers and names of pairs files in words. Pure. */
import type { Outcome } from "./wire";

export const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  exact: "exact",
  moved: "moved",
  in_hold: "in a held drawing",
  changed: "picture changed",
  review: "needs review",
  unmappable: "unmappable",
};

/** What an outcome means, for who points at it. */
export const OUTCOME_MEANINGS: Readonly<Record<Outcome, string>> = {
  exact: "The release itself, or its frame encoded anew: the picture agrees.",
  moved: "A time map leads to the very frame.",
  in_hold: "Which of some frames it is is not certain, but all of them hold one drawing.",
  changed: "The time is right; the picture was drawn anew.",
  review: "Not certain, only a part is there, or the picture does not look the same.",
  unmappable: "Nothing that is here shows it.",
};

const KINDS: Readonly<Record<string, readonly [one: string, many: string]>> = {
  cut: ["cut", "cuts"],
  segment: ["segment", "segments"],
  tag: ["tag", "tags"],
  box: ["box", "boxes"],
  polygon: ["polygon", "polygons"],
  mask: ["mask", "masks"],
  point: ["point", "points"],
  track: ["track", "tracks"],
  audio_event: ["sound", "sounds"],
  text: ["line of text", "lines of text"],
  frame_set: ["set of frames", "sets of frames"],
};

const NUMBER = new Intl.NumberFormat("en");

export const number = (value: number): string => NUMBER.format(value);

export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${number(count)} ${count === 1 ? one : many}`;

export function kindWord(kind: string, count = 1): string {
  const [one, many] = KINDS[kind] ?? [kind.replaceAll("_", " "), kind.replaceAll("_", " ")];
  return count === 1 ? one : many;
}

/** `24 boxes, 9 cuts` */
export function kindsInWords(kinds: readonly { kind: string; count: number }[]): string {
  return (
    kinds.map(({ kind, count }) => `${number(count)} ${kindWord(kind, count)}`).join(", ") ||
    "no labels"
  );
}

export function bytesInWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  const units = ["kB", "MB", "GB"];
  let value = bytes / 1000;
  let at = 0;
  while (value >= 1000 && at < units.length - 1) {
    value /= 1000;
    at++;
  }
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[at]}`;
}

/** `1:02:03.456`, of seconds. */
export function timeInWords(seconds: number): string {
  const whole = Math.round(Math.abs(seconds) * 1000);
  const [h, m, s] = [
    Math.floor(whole / 3_600_000),
    Math.floor(whole / 60_000) % 60,
    Math.floor(whole / 1000) % 60,
  ];
  const tail = `${String(s).padStart(2, "0")}.${String(whole % 1000).padStart(3, "0")}`;
  const head = h ? `${h}:${String(m).padStart(2, "0")}` : `${m}`;
  return `${seconds < 0 ? "−" : ""}${head}:${tail}`;
}

/** A release by what it is called, else by the beginning of its identity. */
export const releaseName = (title: string | null, id: string): string =>
  title ?? `${id.slice(0, 12)}…`;

/** `2 frames later` */
export function nudgeInWords(by: number): string {
  if (!by) return "";
  return `${counted(Math.abs(by), "frame")} ${by > 0 ? "later" : "earlier"}`;
}
