import { KernelError, type Requester } from "../core/channel";
import { newId } from "../core/id";
import type { SaveState } from "../core/session";
import { applyEdit, type MapEdit } from "../timemaps/edits";
import type { Patch } from "../timemaps/patch";
import { TimeMap } from "../timemaps/time_map";
import {
  after,
  anchorsOf,
  lentBy,
  type MadeEdit,
  type Standing,
  saysSomething,
  standing,
} from "./standing";
import type { AlignmentHello, Anchor, MapStep, StepReply } from "./wire";

/** Maps that are kept for undo; older ones are made anew from the edits. */
const KEPT = 100;
const TIMEOUT = 10_000;
const FIRST_WAIT = 500;
const LONGEST_WAIT = 10_000;

/** The map when nobody has aligned anything: each side alone, from end to end. */
export function emptyMap(
  { a, b }: Pick<AlignmentHello, "a" | "b">,
  starts: [number, number],
): Patch {
  return {
    format: "animewidgets-patch",
    version: 1,
    source_release: a.release.release_id,
    target_release: b.release.release_id,
    source_time_base: a.release.time_base,
    target_time_base: b.release.time_base,
    pieces: [
      { source: [starts[0], a.release.end_pts], target: null, role: "unknown" },
      { source: null, target: [starts[1], b.release.end_pts], role: "unknown" },
    ],
  };
}

/**
 * A map under review: what it began with, the steps since, and the map that they make. A step counts here at
 * once; it waits in the browser, over a reload too, until the kernel says that it is on disk.
 */
export class MapLog {
  map: TimeMap;
  anchors: readonly Anchor[] = [];
  /** Why the last step that the kernel refused was refused, until somebody has read it. */
  refused: string | null = null;
  #base: Patch;
  #steps: MapStep[];
  #pending: MapStep[] = [];
  #online = true;
  #sending = false;
  #wait = FIRST_WAIT;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;
  #standing: Standing = { holding: [], undone: [] };
  /** The map after each edit that stands, by its id. */
  #made = new Map<string, TimeMap>();
  #inverted: TimeMap | null = null;
  #lent: { of: readonly Patch[]; values: ReadonlySet<number> } | null = null;
  #listeners = new Set<() => void>();
  /** What the keys begin with under which pages of this person keep what waits, and this page's own. */
  readonly #all: string;
  readonly #key: string;
  readonly #stops: (() => void)[];

  constructor(
    readonly hello: AlignmentHello,
    readonly channel: Requester,
    empty: Patch,
    readonly storage: Storage | null = ownStorage(),
  ) {
    this.#all = `animewidgets-map-steps:${hello.map_id}:${hello.person}:`;
    this.#key = this.#all + newId();
    this.#base = hello.base ?? hello.map ?? empty;
    this.#steps = [...hello.steps];
    this.map = new TimeMap(hello.map ?? this.#base);
    const known = new Set(this.#steps.map((one) => one.step_id));
    this.#pending = this.#kept().filter((one) => !known.has(one.step_id));
    this.#replay();
    const wake = () => this.flush();
    window.addEventListener("online", wake);
    document.addEventListener("visibilitychange", wake);
    this.#stops = [
      () => window.removeEventListener("online", wake),
      () => document.removeEventListener("visibilitychange", wake),
      channel.on("map.changed", ({ map }: { map: Patch | null }) => void this.#theirs(map)),
      channel.on("align.done", ({ map }: { map: Patch | null }) => void this.#theirs(map)),
    ];
    this.flush();
  }

  /** The map from B to A. */
  get inverted(): TimeMap {
    this.#inverted ??= this.map.inverted();
    return this.#inverted;
  }

  /** Whether anybody has aligned the two yet, or begun to. */
  get judged(): boolean {
    return this.#standing.holding.length > 0 || saysSomething(this.#base);
  }

  /** How sure the proposals are of their matches: see {@link lentBy}. */
  get lent(): ReadonlySet<number> {
    const proposed = this.#standing.holding.flatMap(({ edit }) =>
      edit.op === "proposed" ? edit.patch : [],
    );
    const of = [this.#base, ...proposed];
    if (this.#lent?.of.length !== of.length || this.#lent.of.some((one, n) => one !== of[n]))
      this.#lent = { of, values: lentBy(of) };
    return this.#lent.values;
  }

  /** The newest edit that stands, where it is this person's. */
  get last(): MapEdit | null {
    const last = this.#standing.holding.at(-1);
    return last?.person === this.hello.person ? last.edit : null;
  }

  /** `saved` only when the kernel has every step on disk. */
  get save(): SaveState {
    if (!this.#online) return "offline";
    return this.#pending.length ? "saving" : "saved";
  }

  get unsent(): number {
    return this.#pending.length;
  }

  get canUndo(): boolean {
    return this.#mine(this.#standing.holding) !== undefined;
  }

  get canRedo(): boolean {
    return this.#mine(this.#standing.undone) !== undefined;
  }

  /** What the map would come to; throws where the edit makes no sense. */
  preview(edit: MapEdit): TimeMap {
    return applyEdit(this.map, edit, this.hello.person);
  }

  /** Make an edit; the reason, where it cannot be made. */
  commit(edit: MapEdit, made?: TimeMap): { refused: string } | null {
    let map: TimeMap;
    try {
      map = made ?? this.preview(edit);
    } catch (error) {
      return { refused: (error as Error).message };
    }
    const step: MapStep = { step_id: newId(), kind: "edit", edit };
    this.#made.set(step.step_id, map);
    this.#take(step, after(this.#standing, step, this.hello.person), map);
    return null;
  }

  /** Take this person's newest edit back; the edit, the reason why not, or `null` where there is none. */
  undo(): MapEdit | { refused: string } | null {
    return this.#step("undo", this.#mine(this.#standing.holding));
  }

  redo(): MapEdit | { refused: string } | null {
    return this.#step("redo", this.#mine(this.#standing.undone));
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Send what waits, now. */
  flush(): void {
    if (this.#closed) return;
    clearTimeout(this.#timer);
    if (!this.#sending && this.#pending.length) void this.#send();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    for (const stop of this.#stops) stop();
    this.#listeners.clear();
  }

  /** Ask the kernel what stands, and put what waits upon it. */
  async catchUp(): Promise<void> {
    const { result } = await this.channel.request<AlignmentHello>("hello", {}, { timeout: 60_000 });
    if (this.#closed) return;
    this.#base = result.base ?? this.#base;
    this.#steps = [...result.steps];
    const known = new Set(this.#steps.map((one) => one.step_id));
    this.#pending = this.#pending.filter((one) => !known.has(one.step_id));
    this.#made.clear();
    this.map = new TimeMap(result.map ?? this.#base);
    this.#replay();
    this.#changed();
    this.flush();
  }

  #mine(edits: readonly MadeEdit[]): MadeEdit | undefined {
    return edits.findLast((one) => one.person === this.hello.person);
  }

  #step(kind: "undo" | "redo", what: MadeEdit | undefined): MapEdit | { refused: string } | null {
    if (!what) return null;
    const step: MapStep = { step_id: newId(), kind };
    const next = after(this.#standing, step, this.hello.person);
    try {
      this.#take(step, next, this.#mapOf(next));
    } catch (error) {
      return { refused: (error as Error).message };
    }
    return what.edit;
  }

  #take(step: MapStep, next: Standing, map: TimeMap): void {
    this.#pending.push(step);
    this.#keep();
    this.#stand(next, map);
    this.#changed();
    this.flush();
  }

  #stand(next: Standing, map: TimeMap): void {
    this.#standing = next;
    this.map = map;
    this.#inverted = null;
    const edits = next.holding.map(({ edit }) => edit);
    this.anchors = anchorsOf(edits, map);
  }

  /** The map that edits make: what is kept of the same edits before, and what comes after. */
  #mapOf({ holding }: Standing): TimeMap {
    const before = this.#standing.holding;
    let same = 0;
    while (same < holding.length && holding[same]?.step_id === before[same]?.step_id) same++;
    // What was made upon other edits is not what these make.
    for (const { step_id } of [...before.slice(same), ...holding.slice(same)])
      this.#made.delete(step_id);
    let at = same;
    let map: TimeMap | undefined;
    while (at > 0 && !map) map = this.#made.get(holding[--at]?.step_id ?? "");
    if (map) at++;
    map ??= new TimeMap(this.#base);
    for (const { step_id, edit, person } of holding.slice(at)) {
      map = applyEdit(map, edit, person);
      this.#made.set(step_id, map);
    }
    for (const [oldest] of this.#made) {
      if (this.#made.size <= KEPT) break;
      this.#made.delete(oldest);
    }
    return map;
  }

  /** What waits counts upon what the kernel told; what cannot be made upon that is let go, and told. */
  #replay(): void {
    const { person } = this.hello;
    const told = standing(this.#steps, person);
    this.#stand(told, this.map);
    const last = told.holding.at(-1);
    if (last) this.#made.set(last.step_id, this.map);
    if (!this.#pending.length) return;
    const all = this.#pending.reduce((found, step) => after(found, step, person), told);
    try {
      this.#stand(all, this.#mapOf(all));
    } catch (error) {
      this.refused = (error as Error).message;
      this.#pending = [];
      this.#keep();
    }
  }

  async #theirs(map: Patch | null): Promise<void> {
    // Our own step may be what the kernel tells of: its answer comes as well.
    if (this.#sending || this.#closed) return;
    if (map) this.#stand(this.#standing, new TimeMap(map));
    this.#changed();
    try {
      await this.catchUp();
    } catch {
      // The kernel went away between the two: what it told stands, the rest comes with the next answer.
    }
  }

  async #send(): Promise<void> {
    this.#sending = true;
    let others = false;
    try {
      while (this.#pending.length && !this.#closed) {
        const [step] = this.#pending as [MapStep];
        const { result } = await this.channel.request<StepReply>(
          "map.step",
          { step_id: step.step_id, kind: step.kind, ...(step.edit ? { edit: step.edit } : {}) },
          { timeout: TIMEOUT },
        );
        this.#online = true;
        this.#wait = FIRST_WAIT;
        this.#pending = this.#pending.filter((one) => one !== step);
        this.#steps.push({ ...step, person: this.hello.person });
        others ||= result.step !== this.#steps.length;
        this.#keep();
        // The kernel's word holds; the page reckons by the same rules, so that nothing jumps.
        if (!this.#pending.length && result.map) this.#settle(result.map);
        this.#changed();
      }
      // Somebody else made steps in between: undo has to know them.
      if (others && !this.#closed) await this.catchUp();
    } catch (error) {
      if (error instanceof KernelError) await this.#refuse(error);
      else {
        this.#online = false;
        this.#later();
      }
    } finally {
      this.#sending = false;
      if (!this.#closed) this.#changed();
    }
  }

  #settle(patch: Patch): void {
    this.#stand(this.#standing, new TimeMap(patch));
    const last = this.#standing.holding.at(-1);
    if (last) this.#made.set(last.step_id, this.map);
  }

  /** Nothing that was built on it can stand either: the kernel's map is shown, and why. */
  async #refuse(error: KernelError): Promise<void> {
    this.#online = true;
    this.refused = error.message;
    this.#pending = [];
    this.#keep();
    try {
      await this.catchUp();
    } catch {
      this.#online = false;
    }
  }

  #later(): void {
    clearTimeout(this.#timer);
    if (this.#closed) return;
    this.#timer = setTimeout(() => this.flush(), this.#wait);
    this.#wait = Math.min(2 * this.#wait, LONGEST_WAIT);
  }

  /** What waits, of pages before this one; another one that is open may send it as well: it counts once. */
  #kept(): MapStep[] {
    const { storage } = this;
    if (!storage) return [];
    try {
      const keys = Array.from({ length: storage.length }, (_, n) => storage.key(n) ?? "");
      const found = keys.filter((key) => key.startsWith(this.#all));
      const all = found.flatMap((key) => stepsOf(storage.getItem(key)));
      const steps = [...new Map(all.map((one) => [one.step_id, one])).values()];
      if (steps.length) storage.setItem(this.#key, JSON.stringify(steps));
      for (const key of found) storage.removeItem(key);
      return steps;
    } catch {
      return []; // Locked: there is nothing to be found.
    }
  }

  #keep(): void {
    try {
      if (this.#pending.length) this.storage?.setItem(this.#key, JSON.stringify(this.#pending));
      else this.storage?.removeItem(this.#key);
    } catch {
      // Full or locked: the steps are sent at once all the same.
    }
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** `null` where the browser keeps nothing. */
function ownStorage(): Storage | null {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null;
  }
}

function stepsOf(text: string | null): MapStep[] {
  try {
    const read: unknown = JSON.parse(text ?? "[]");
    return Array.isArray(read) ? (read as MapStep[]) : [];
  } catch {
    return [];
  }
}
