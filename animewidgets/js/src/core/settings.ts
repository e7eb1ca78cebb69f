import { TIMECODE_FORMS, type TimecodeForm } from "./timecode";

export const KEY_MAPS = ["animewidgets", "Aegisub", "ELAN"] as const;
export type KeyMapName = (typeof KEY_MAPS)[number];

export const ONION_SIDES = ["both", "previous", "next"] as const;
export type OnionSides = (typeof ONION_SIDES)[number];

/** One's own keys over a ready map: action to the keys that it has instead. */
export type KeyOverrides = Readonly<Record<string, readonly string[]>>;

/** How a person likes to work; nothing here is a fact about an episode. */
export interface SettingsValues {
  readonly keyMap: KeyMapName;
  readonly keys: KeyOverrides;
  readonly timecode: TimecodeForm;
  readonly waveform: boolean;
  readonly spectrogram: boolean;
  /** How much taller than its level the sound is drawn. */
  readonly soundGain: number;
  readonly snap: boolean;
  /** Whether strong edges in the picture catch what is drawn. */
  readonly edges: boolean;
  /** Whether boxes are drawn by their four extreme points. */
  readonly extremes: boolean;
  /** Whether selected boxes have a handle that turns them. */
  readonly turns: boolean;
  /** How the picture is shown: from -1 to 1, 0 as it is. */
  readonly brightness: number;
  readonly contrast: number;
  /** Above 1 dark tones become lighter. */
  readonly gamma: number;
  readonly edgeView: boolean;
  /** Whether the drawings before and after shine through, which of them, how far away and how strongly. */
  readonly onion: boolean;
  readonly onionSides: OnionSides;
  readonly onionDistance: number;
  readonly onionOpacity: number;
  /** Whether new points of a category on a frame are one annotation. */
  readonly joinPoints: boolean;
  readonly scrubSound: boolean;
  /** From 0 to 1. */
  readonly volume: number;
  readonly muted: boolean;
  /** Milliseconds from seeing a cut to pressing the key, taken off what is marked while playing. */
  readonly reactionLag: number;
  /** Name of the preset of lead-in, lead-out and joining. */
  readonly timingPreset: string;
  /** The rules of a person's own preset, milliseconds by name. */
  readonly ownTiming: Readonly<Record<string, number>>;
  /** Pixels of the picture across. */
  readonly brushSize: number;
  readonly brushShape: "round" | "square";
  /** How far a colour may be from the one that is filled; CIELAB. */
  readonly fillTolerance: number;
  /** Gaps in lines up to so many pixels hold what is filled back. */
  readonly fillGap: number;
  /** What becomes of pixels that another mask has. */
  readonly maskOverlap: "overlap" | "front" | "behind";
  readonly maskScope: "instance" | "semantic";
  /** Columns of the list, in order; empty for those that the list has by itself. */
  readonly listColumns: readonly string[];
}

export const DEFAULTS: SettingsValues = {
  keyMap: "animewidgets",
  keys: {},
  timecode: "time",
  waveform: true,
  spectrogram: false,
  soundGain: 1,
  snap: true,
  edges: false,
  extremes: false,
  turns: true,
  brightness: 0,
  contrast: 0,
  gamma: 1,
  edgeView: false,
  onion: false,
  onionSides: "both",
  onionDistance: 1,
  onionOpacity: 0.6,
  joinPoints: false,
  scrubSound: true,
  volume: 1,
  muted: false,
  reactionLag: 0,
  timingPreset: "",
  ownTiming: {},
  brushSize: 20,
  brushShape: "round",
  fillTolerance: 6,
  fillGap: 2,
  maskOverlap: "overlap",
  maskScope: "instance",
  listColumns: [],
};

type Name = keyof SettingsValues;
/** The value where it is one that the setting can have, `undefined` where it is not. */
type Check<T> = (value: unknown) => T | undefined;

const oneOf =
  <T extends string>(names: readonly T[]): Check<T> =>
  (value) =>
    names.find((name) => name === value);
const flag: Check<boolean> = (value) => (typeof value === "boolean" ? value : undefined);
const within =
  (low: number, high: number): Check<number> =>
  (value) =>
    typeof value === "number" && value >= low && value <= high ? value : undefined;
const whole =
  (low: number, high: number): Check<number> =>
  (value) =>
    Number.isInteger(value) ? within(low, high)(value) : undefined;
const short: Check<string> = (value) =>
  typeof value === "string" && value.length <= 100 ? value : undefined;
const numbers: Check<Readonly<Record<string, number>>> = (value) => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const entries = Object.entries(value);
  return entries.length <= 50 && entries.every(([, one]) => Number.isFinite(one))
    ? (value as Record<string, number>)
    : undefined;
};
const listOf =
  (most: number): Check<readonly string[]> =>
  (value) =>
    Array.isArray(value) && value.length <= most && value.every((one) => short(one) !== undefined)
      ? (value as string[])
      : undefined;

/** More than any person binds: a bound on what garbage may cost. */
const MOST_ACTIONS = 500;
const MOST_KEYS = 8;

/** Whether something is a table of one's own keys; whether its actions exist is for the editor to say. */
export const keyOverrides: Check<KeyOverrides> = (value) => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const entries = Object.entries(value);
  if (entries.length > MOST_ACTIONS) return undefined;
  const keys = listOf(MOST_KEYS);
  return entries.every(([action, one]) => short(action) !== undefined && keys(one))
    ? Object.fromEntries(entries)
    : undefined;
};

const CHECKS: { readonly [N in Name]: Check<SettingsValues[N]> } = {
  keyMap: oneOf(KEY_MAPS),
  keys: keyOverrides,
  timecode: oneOf(TIMECODE_FORMS),
  waveform: flag,
  spectrogram: flag,
  soundGain: within(1 / 64, 64),
  snap: flag,
  edges: flag,
  extremes: flag,
  turns: flag,
  brightness: within(-1, 1),
  contrast: within(-1, 1),
  gamma: within(0.2, 5),
  edgeView: flag,
  onion: flag,
  onionSides: oneOf(ONION_SIDES),
  onionDistance: whole(1, 8),
  onionOpacity: within(0.05, 1),
  joinPoints: flag,
  scrubSound: flag,
  volume: within(0, 1),
  muted: flag,
  reactionLag: within(0, 2000),
  timingPreset: short,
  ownTiming: numbers,
  brushSize: within(1, 500),
  brushShape: oneOf(["round", "square"]),
  fillTolerance: within(0, 100),
  fillGap: within(0, 20),
  maskOverlap: oneOf(["overlap", "front", "behind"]),
  maskScope: oneOf(["instance", "semantic"]),
  listColumns: listOf(50),
};

const NAMES = Object.keys(DEFAULTS) as Name[];
const VERSION = 1;
const MOST_CHARACTERS = 100_000;

/** What of a browser the settings need: its storage may be missing or locked. */
export interface SettingsHost {
  readonly localStorage?: Storage;
  addEventListener(type: string, listener: (event: Event) => void, options?: object): void;
  dispatchEvent(event: Event): boolean;
}

/**
 * The settings of one person in this browser, the same in all its tabs and in all editors of a page.
 * Where the browser keeps nothing (private windows, blocked storage) they last as long as the page.
 */
export class Settings {
  /** What was wrong with what was stored, in words. */
  problems: readonly string[] = [];
  #values: SettingsValues = DEFAULTS;
  /** What a newer editor stored under names that this one does not know: kept for it. */
  #others: Readonly<Record<string, unknown>> = {};
  #version = VERSION;
  #text: string | null = null;
  #listeners = new Set<(values: SettingsValues) => void>();
  readonly #key: string;
  readonly #news: string;

  constructor(
    person: string,
    signal: AbortSignal,
    readonly host: SettingsHost = globalThis.window,
  ) {
    this.#key = `animewidgets-settings:${person}`;
    this.#news = `${this.#key}:changed`;
    this.#read();
    const look = (event: Event) => {
      const { key } = event as Partial<StorageEvent>;
      // `null`: the whole storage was emptied.
      if (event.type !== "storage" || key === this.#key || key === null) this.#catchUp(event);
    };
    host.addEventListener("storage", look, { signal });
    // Storage events go to other pages only; editors of one page tell one another.
    host.addEventListener(this.#news, look, { signal });
  }

  get values(): SettingsValues {
    return this.#values;
  }

  /** Change some; what is no value of its setting is refused with a `RangeError`, and nothing changes. */
  set(changes: Partial<SettingsValues>): void {
    for (const name of Object.keys(changes) as Name[])
      if (CHECKS[name](changes[name]) === undefined)
        throw new RangeError(
          `${name}: ${JSON.stringify(changes[name])} is no value that it can have`,
        );
    // Another page may have changed another setting a moment ago.
    this.#read();
    this.#values = { ...this.#values, ...changes };
    this.#write();
    this.#tell();
    this.host.dispatchEvent(new CustomEvent(this.#news, { detail: this.#values }));
  }

  /** Back to the settings that everybody begins with. */
  reset(): void {
    this.set(DEFAULTS);
  }

  onChange(listener: (values: SettingsValues) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #catchUp(event: Event): void {
    const before = this.#values;
    this.#read();
    // Where nothing is stored, the page's editors pass the values themselves.
    const told = (event as CustomEvent<SettingsValues | undefined>).detail;
    if (this.#text === null && told && typeof told === "object") this.#values = told;
    if (JSON.stringify(before) !== JSON.stringify(this.#values)) this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener(this.#values);
  }

  #read(): void {
    let text: string | null;
    try {
      text = this.host.localStorage?.getItem(this.#key) ?? null;
    } catch {
      return; // Locked: what is in memory holds.
    }
    if (text === this.#text) return;
    this.#text = text;
    const { version, values, others, problems } = parse(text);
    this.#version = version;
    this.#values = values;
    this.#others = others;
    this.problems = problems;
  }

  #write(): void {
    const own = NAMES.filter((name) => this.#values[name] !== DEFAULTS[name]);
    const settings = Object.fromEntries(own.map((name) => [name, this.#values[name]]));
    const text = JSON.stringify({
      version: this.#version,
      settings: { ...this.#others, ...settings },
    });
    try {
      const storage = this.host.localStorage;
      if (!storage) return;
      storage.setItem(this.#key, text);
      this.#text = text;
    } catch {
      // Locked or full: the settings last as long as the page.
    }
  }
}

interface Stored {
  version: number;
  values: SettingsValues;
  others: Readonly<Record<string, unknown>>;
  problems: readonly string[];
}

/** Read what was stored, setting by setting: one that cannot be read costs that one only. */
function parse(text: string | null): Stored {
  const usual = (...problems: string[]): Stored => ({
    version: VERSION,
    values: DEFAULTS,
    others: {},
    problems,
  });
  if (text === null) return usual();
  if (text.length > MOST_CHARACTERS)
    return usual("The stored settings are too long to be ours; the usual ones are used.");
  const stored = readTable(text);
  if (!isTable(stored?.settings))
    return usual("The stored settings cannot be read; the usual ones are used.");
  const version = typeof stored.version === "number" ? Math.max(VERSION, stored.version) : VERSION;
  let values = DEFAULTS;
  const others: Record<string, unknown> = {};
  const problems: string[] = [];
  for (const [name, told] of Object.entries(stored.settings)) {
    if (!isName(name)) {
      others[name] = told;
      continue;
    }
    const value = CHECKS[name](told);
    if (value === undefined) problems.push(`The stored setting “${name}” cannot be used.`);
    else values = { ...values, [name]: value };
  }
  return { version, values, others, problems };
}

function readTable(text: string): Record<string, unknown> | null {
  try {
    const read: unknown = JSON.parse(text);
    return isTable(read) ? read : null;
  } catch {
    return null;
  }
}

const isName = (name: string): name is Name => Object.hasOwn(DEFAULTS, name);
const isTable = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
