import type { FrameIndex } from "../video/frame_index";

/** Ticks as `h:mm:ss.mmm`, rounded as `animewidgets.timebase.clock` rounds (halves up). */
export function clock(ticks: number, timeBase: readonly [number, number], digits = 3): string {
  const total = rounded(Math.abs(ticks), timeBase, digits);
  const sign = ticks < 0 && total > 0n ? "-" : "";
  const unit = 10n ** BigInt(digits);
  const s = Number(total / unit);
  const part = `${total % unit}`.padStart(digits, "0");
  return `${sign}${Math.floor(s / 3600)}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}.${part}`;
}

/** A length of time in seconds, short: `0.54 s`, `12.5 s`, `1:02.5`. */
export function shortLength(ticks: number, timeBase: readonly [number, number]): string {
  const ms = Number(rounded(ticks, timeBase, 3));
  if (ms < 10_000) return `${(ms / 1000).toFixed(2)} s`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const s = Math.floor(ms / 1000);
  return `${Math.floor(s / 60)}:${two(s % 60)}.${Math.floor((ms % 1000) / 100)}`;
}

/** Ticks in units of so many digits behind the second (3: milliseconds); halves go away from zero. */
function rounded(
  ticks: number,
  [numerator, denominator]: readonly [number, number],
  digits: number,
) {
  const n = BigInt(Math.abs(ticks)) * BigInt(numerator) * 10n ** BigInt(digits);
  const d = BigInt(denominator);
  const magnitude = (2n * n + d) / (2n * d);
  return ticks < 0 ? -magnitude : magnitude;
}

const two = (n: number) => `${n}`.padStart(2, "0");

export const TIMECODE_FORMS = ["frames", "time", "smpte", "ticks"] as const;
export type TimecodeForm = (typeof TIMECODE_FORMS)[number];

/** The form after this one, round and round. */
export const nextForm = (form: TimecodeForm): TimecodeForm =>
  TIMECODE_FORMS[(TIMECODE_FORMS.indexOf(form) + 1) % TIMECODE_FORMS.length] as TimecodeForm;

/** A frame as a person wants to read it; typed in again, it leads back to this very frame. */
export function formatPlace(ordinal: number, index: FrameIndex, form: TimecodeForm): string {
  const pts = index.ptsOf(ordinal);
  if (form === "frames") return `${ordinal}`;
  if (form === "ticks") return `${pts}t`;
  if (form === "smpte") return smpte(ordinal, index);
  // Frames that are shorter than a millisecond need more digits to be told apart.
  const { time_base } = index.release;
  const digits = [3, 6, 9].find(
    (some) => frameRounding(rounded(pts, time_base, some), some, index) === ordinal,
  );
  return clock(pts, time_base, digits ?? 12);
}

/** How SMPTE counts a release: whole frames a second, and whether it drops numbers to keep with the clock. */
export interface SmpteRate {
  readonly nominal: number;
  readonly drop: boolean;
}

/** From the average rate: 23.976 counts as 24; 29.97 and 59.94 count 30 and 60 with dropped numbers. */
export function smpteRate(index: FrameIndex): SmpteRate {
  const [numerator, denominator] = index.release.frame_rate;
  const rate = numerator / denominator;
  const nominal = Number.isFinite(rate) ? Math.max(1, Math.round(rate)) : 1;
  const drops =
    (nominal === 30 || nominal === 60) && Math.abs(rate - (nominal * 1000) / 1001) < 0.005;
  return { nominal, drop: drops };
}

/** `hh:mm:ss:ff`, counted from the ordinal; `~` before it where frames are of uneven length. */
function smpte(ordinal: number, index: FrameIndex): string {
  const { nominal, drop } = smpteRate(index);
  let count = ordinal;
  if (drop) {
    // Two numbers (of 30) are left out at every minute but the tenth.
    const left = nominal / 15;
    const minute = nominal * 60 - left;
    const ten = minute * 10 + left;
    const within = ordinal % ten;
    count += Math.floor(ordinal / ten) * 9 * left;
    if (within >= nominal * 60) count += left * (1 + Math.floor((within - nominal * 60) / minute));
  }
  const s = Math.floor(count / nominal);
  const parts = [Math.floor(s / 3600), Math.floor(s / 60) % 60, s % 60].map(two).join(":");
  const frame = `${count % nominal}`.padStart(`${nominal - 1}`.length, "0").padStart(2, "0");
  return `${isSteady(index) ? "" : "~"}${parts}${drop ? ";" : ":"}${frame}`;
}

/** The ordinal of an SMPTE timecode, or why there is none. */
function frameOfSmpte(place: SmptePlace, index: FrameIndex): number | string {
  const { nominal, drop } = smpteRate(index);
  const { minutes, frames } = place;
  const seconds = minutes * 60 + place.seconds;
  if (frames >= nominal)
    return `Frame ${frames} of a second: this release counts ${nominal} frames a second, 0 to ${nominal - 1}.`;
  const count = seconds * nominal + frames;
  if (!drop) return count;
  const left = nominal / 15;
  if (minutes % 10 && place.seconds === 0 && frames < left)
    return `Drop-frame timecode has no frame ${two(frames)} at the beginning of this minute: its first is ${two(left)}.`;
  return count - left * (minutes - Math.floor(minutes / 10));
}

const steady = new WeakMap<FrameIndex, boolean>();

/** Whether all frames are of one length, but for the rounding of the container's clock. */
export function isSteady(index: FrameIndex): boolean {
  const known = steady.get(index);
  if (known !== undefined) return known;
  const { pts, count } = index;
  const start = pts[0] ?? 0;
  const step = count > 1 ? ((pts[count - 1] as number) - start) / (count - 1) : 0;
  const [numerator, denominator] = index.release.time_base;
  // A tick or a millisecond is rounding, unless that is much of a frame.
  const play = Math.min(Math.max(1, denominator / numerator / 1000), step / 4);
  let even = true;
  for (let i = 0; i < count && even; i++)
    even = Math.abs((pts[i] as number) - start - i * step) <= play + 1e-6;
  steady.set(index, even);
  return even;
}

interface SmptePlace {
  minutes: number;
  seconds: number;
  frames: number;
}

/** What a person typed, before it is known which release it is for. */
export type Place =
  | { frame: number }
  /** Digits behind the second that count: 3, unless more were typed. */
  | { seconds: number; digits?: number }
  | { smpte: SmptePlace }
  | { ticks: number }
  | { byFrames: number }
  | { bySeconds: number }
  | { percent: number };

const FORMS =
  "type a frame (123), a time (62.5 or 1:02.5 or 1h2m3s), SMPTE (00:01:02:12), ticks (123456t), " +
  "frames on or back (+24, -24), or a part (50%)";

/** Full-width digits and signs as the plain ones, commas as points, `~` and a true minus as typed. */
const plain = (text: string): string =>
  text
    .normalize("NFKC")
    .trim()
    .replace(/[\u2212\u2012-\u2015\u30fc]/g, "-")
    .replace(/[,\u3001\u3002]/g, ".")
    .replace(/^[~\u301c]\s*/, "")
    .toLowerCase();

const SECONDS = String.raw`(\d{1,6}(?:\.(\d{0,12}))?)`;

/** Every form but a clock's, which has parts that may be left out: what it looks like, what it says. */
const READERS: readonly [RegExp, (typed: string) => Place][] = [
  [/^[f#]?\s*(\d{1,9})$/, (frame) => ({ frame: Number(frame) })],
  [/^([+-]\d{1,9})\s*f?$/, (frames) => ({ byFrames: Number(frames) })],
  [/^([+-]\d{1,6}(?:\.\d{0,9})?)\s*s$/, (seconds) => ({ bySeconds: Number(seconds) })],
  [/^(-?\d{1,15})\s*t$/, (ticks) => ({ ticks: Number(ticks) })],
  [/^t\s*(-?\d{1,15})$/, (ticks) => ({ ticks: Number(ticks) })],
  [/^(\d{1,3}(?:\.\d{0,9})?)\s*%$/, (percent) => ({ percent: Number(percent) })],
];

const SMPTE = /^(\d{1,3}):(\d{1,2}):(\d{1,2})[:;](\d{1,3})$/;
const CLOCK = new RegExp(`^(-?)(?:(?:(\\d{1,6}):)?(\\d{1,3}):)?${SECONDS}\\s*s?$`);
const UNITS = new RegExp(`^(-?)(?:(\\d{1,6})h)?\\s*(?:(\\d{1,6})m)?\\s*(?:${SECONDS}s)?$`);

/** Read what a person typed, in any form; `null` where it is none of them. */
export function parsePlace(text: string): Place | null {
  const typed = plain(text);
  for (const [looks, read] of READERS) {
    const found = looks.exec(typed)?.[1];
    if (found !== undefined) return read(found);
  }
  return parseSmpte(typed) ?? parseTime(typed);
}

function parseSmpte(typed: string): Place | null {
  const parts = SMPTE.exec(typed)?.slice(1).map(Number);
  if (!parts) return null;
  const [hours = 0, minutes = 0, seconds = 0, frames = 0] = parts;
  if (minutes >= 60 || seconds >= 60) return null;
  return { smpte: { minutes: hours * 60 + minutes, seconds, frames } };
}

function parseTime(typed: string): Place | null {
  const parts = CLOCK.exec(typed) ?? UNITS.exec(typed);
  if (!parts?.slice(2).some((part) => part !== undefined)) return null;
  const [, sign, hours, minutes, seconds = "0", fraction = ""] = parts;
  if (minutes !== undefined && Number(seconds) >= 60) return null;
  if (hours !== undefined && Number(minutes ?? 0) >= 60) return null;
  const total = Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds);
  const place = { seconds: sign ? -total : total };
  return fraction.length > 3 ? { ...place, digits: fraction.length } : place;
}

/** The last frame whose time, rounded to so many digits, is no later; -1 where the first is later. */
function frameRounding(time: bigint, digits: number, index: FrameIndex): number {
  const { time_base } = index.release;
  let low = -1;
  let high = index.count - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (rounded(index.pts[middle] as number, time_base, digits) <= time) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Read what was typed and find its frame, or say in a sentence why there is none. */
export function readPlace(
  text: string,
  index: FrameIndex,
  here: number,
): { ordinal: number } | { refused: string } {
  const place = parsePlace(text);
  if (!place) return { refused: `“${text}” is no frame or time: ${FORMS}.` };
  const found = locate(place, index, here);
  if (typeof found === "number") return { ordinal: found };
  return {
    refused:
      found ??
      `“${text}” lies outside the release: it has frames 0 to ${index.count - 1}, ` +
        `${clock(index.ptsOf(0), index.release.time_base)} to ${clock(index.release.end_pts, index.release.time_base)}.`,
  };
}

/**
 * The ordinal; a sentence where there can be none; `null` outside the release. A time that is a second
 * before the first frame or after the end is taken for that: people round.
 *
 * @param here The frame that `+24` counts from.
 */
function locate(place: Place, index: FrameIndex, here: number): number | string | null {
  const inside = (ordinal: number) => (ordinal >= 0 && ordinal < index.count ? ordinal : null);
  const [numerator, denominator] = index.release.time_base;
  if ("frame" in place) return inside(place.frame);
  if ("byFrames" in place) return inside(here + place.byFrames);
  if ("percent" in place) return inside(Math.round((place.percent / 100) * (index.count - 1)));
  if ("smpte" in place) {
    const found = frameOfSmpte(place.smpte, index);
    return typeof found === "string" ? found : inside(found);
  }
  if ("ticks" in place)
    return place.ticks >= index.ptsOf(0) && place.ticks < index.release.end_pts
      ? index.ordinalAt(place.ticks)
      : null;
  if ("bySeconds" in place) {
    const ticks = index.ptsOf(here) + (place.bySeconds * denominator) / numerator;
    return ticks >= index.ptsOf(0) && ticks < index.release.end_pts ? index.ordinalAt(ticks) : null;
  }
  const { seconds, digits = 3 } = place;
  const ticks = (seconds * denominator) / numerator;
  const second = denominator / numerator;
  if (ticks < index.ptsOf(0) - second || ticks >= index.release.end_pts + second) return null;
  return Math.max(0, frameRounding(BigInt(Math.round(seconds * 10 ** digits)), digits, index));
}
