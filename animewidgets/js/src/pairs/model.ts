/** One per widget: the file that is open, what was decided of its labels, and what is going on. */
import { NoAnswer, type Reply, type Requester } from "../core/channel";
import type { Opening } from "../ui/mount";
import { explain, type Status } from "../ui/task_model";
import {
  ALL,
  changesOf,
  type Filter,
  Labels,
  nextUndecided,
  rowsOf,
  type Said,
  type Step,
} from "./labels";
import { DecisionQueue, type Shelf } from "./queue";
import { sendFile } from "./upload";
import type {
  BindingTold,
  Contents,
  GiveTold,
  ImportedTold,
  LabelTold,
  LibraryTold,
  Made,
  MapTold,
  OpenedFile,
  PairsHello,
  Progress,
  Recent,
} from "./wire";

export type Tab = "give" | "take";
/** Where on the page something is told. */
export type Place = "give" | "open" | "bind" | "import" | "library" | "maps";

export interface Wanted {
  readonly projects: readonly string[];
  readonly releases: readonly string[];
  readonly include: readonly string[];
}

/** What is going on; one thing at a time. */
export interface Work {
  readonly place: Place;
  what: string;
  done: number;
  total: number;
  readonly stop: AbortController;
}

interface Remembered {
  tab: Tab;
  digest: string | null;
  bound: boolean;
  row: number;
}

/** Longer than anything takes; whoever has waited enough stops it. */
const FOREVER = 24 * 3_600_000;
/** While something is going on the kernel is asked whether it is there. */
const WATCH = 10_000;
const TIMEOUT = 30_000;

export class PairsModel {
  status: Status<PairsModel> = { is: "opening", since: Date.now() };
  hello!: PairsHello;
  tab: Tab = "take";
  work: Work | null = null;
  readonly troubles = new Map<Place, string>();

  counted: Contents | null = null;
  made: Made | null = null;

  file: OpenedFile | null = null;
  labels: Labels | null = null;
  /** Rows that the filter leaves. */
  rows: readonly number[] = [];
  filter: Filter = ALL;
  /** The label under review; -1: none. */
  row = -1;
  /** Whether the file's contents are shown in place of its labels. */
  showFile = false;
  imported: ImportedTold | null = null;
  /** Grows with every decision. */
  said = 0;

  #undo: Step[] = [];
  #redo: Step[] = [];
  #queue: DecisionQueue | null = null;
  #details = new Map<number, Promise<LabelTold>>();
  #listeners = new Set<() => void>();
  #openers = new Set<() => void>();

  constructor(
    readonly channel: Requester,
    readonly signal: AbortSignal,
    readonly shelf: Shelf | null = shelfOf(),
  ) {
    channel.on("progress", (told: Progress) => {
      if (!this.work) return;
      Object.assign(this.work, { what: told.what, done: told.done, total: told.total });
      this.tell();
    });
    signal.addEventListener("abort", () => {
      this.work?.stop.abort();
      this.#listeners.clear();
      this.#openers.clear();
    });
    void this.open();
  }

  readonly opening: Opening<PairsModel> = openingOf(this);

  onStatus(listener: () => void): () => void {
    this.#openers.add(listener);
    return () => this.#openers.delete(listener);
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(): void {
    for (const listener of this.#listeners) listener();
  }

  /** Say hello; what was open before a reload is opened again. */
  async open(): Promise<void> {
    this.#become({ is: "opening", since: Date.now() });
    try {
      const { result } = await this.channel.request<PairsHello>(
        "hello",
        {},
        {
          timeout: 120_000,
          signal: this.signal,
        },
      );
      this.hello = result;
      this.#queue = new DecisionQueue(
        this.channel,
        `animewidgets-pairs-decisions:${result.outbox}`,
        this.signal,
        (refused) => {
          if (refused) this.troubles.set("bind", refused);
          this.tell();
        },
        this.shelf,
      );
      const before = this.#remembered();
      this.tab = before.tab;
      this.#become({ is: "open", opened: this });
      if (before.digest && result.take.recent.some((one) => one.digest === before.digest))
        if (await this.openKept(before.digest)) if (before.bound) await this.bind(before.row);
    } catch (error) {
      if (this.signal.aborted) return;
      this.#become({ is: "failed", why: explain(error), waiting: 0 });
    }
  }

  go(tab: Tab): void {
    this.tab = tab;
    this.remember();
    this.tell();
    // What was labelled meanwhile, beside this page, counts.
    if (tab === "give") void this.listGive().catch(() => {});
  }

  get save(): "saved" | "saving" | "offline" {
    return this.#queue?.save ?? "saved";
  }

  get unsent(): number {
    return this.#queue?.unsent ?? 0;
  }

  get canUndo(): boolean {
    return this.#undo.length > 0;
  }

  get canRedo(): boolean {
    return this.#redo.length > 0;
  }

  // --- what takes long -----------------------------------------------------------------------------

  /** Ask for something that takes long; `null` where it was stopped or refused, and then that is told. */
  async long<T>(
    place: Place,
    what: string,
    method: string | ((stop: AbortSignal) => Promise<Reply<T>>),
    params: object = {},
  ): Promise<Reply<T> | null> {
    if (this.work) {
      this.troubles.set(place, "Something else is going on: wait for it, or stop it.");
      this.tell();
      return null;
    }
    const stop = new AbortController();
    const work: Work = { place, what, done: 0, total: 0, stop };
    this.work = work;
    this.troubles.delete(place);
    this.tell();
    const watch = this.#watch(stop);
    try {
      const signal = AbortSignal.any([stop.signal, this.signal]);
      if (typeof method !== "string") return await method(signal);
      return await this.channel.request<T>(method, params, { timeout: FOREVER, signal });
    } catch (error) {
      if (this.signal.aborted) return null;
      const stopped = stop.signal.aborted && !(error instanceof NoAnswer);
      this.troubles.set(place, stopped ? "Stopped. Nothing was changed." : explain(error));
      return null;
    } finally {
      watch();
      if (this.work === work) this.work = null;
      this.tell();
    }
  }

  stop(): boolean {
    if (!this.work) return false;
    this.work.stop.abort(new DOMException("stopped", "AbortError"));
    return true;
  }

  /** A kernel that died answers nothing: then what is going on has ended. */
  #watch(stop: AbortController): () => void {
    let missed = 0;
    const timer = setInterval(async () => {
      try {
        await this.channel.request("library.list", {}, { timeout: WATCH, signal: this.signal });
        missed = 0;
      } catch (error) {
        if (error instanceof NoAnswer && ++missed >= 2) stop.abort(error);
      }
    }, WATCH);
    return () => clearInterval(timer);
  }

  async ask<T>(method: string, params: object, timeout = TIMEOUT): Promise<T> {
    const { result } = await this.channel.request<T>(method, params, {
      timeout,
      signal: this.signal,
    });
    return result;
  }

  // --- give ----------------------------------------------------------------------------------------

  async listGive(): Promise<void> {
    const give = await this.ask<GiveTold>("give.list", {});
    this.hello = { ...this.hello, give };
    this.tell();
  }

  async count(wanted: Wanted): Promise<void> {
    const found = await this.long<{ contents: Contents }>("give", "counting", "give.count", wanted);
    if (found) this.counted = found.result.contents;
    this.tell();
  }

  /** Make a file; `null` where it was not. */
  async make(
    params: Wanted & {
      name: string;
      licence: string;
      hashes: boolean;
      fingerprints: boolean;
      into: string;
    },
  ) {
    const found = await this.long<Made>("give", "making the file", "give.make", params);
    if (found) {
      this.made = found.result;
      this.counted = found.result.contents;
    }
    this.tell();
    return found?.result ?? null;
  }

  // --- take: files -----------------------------------------------------------------------------------

  async openUpload(file: File, key = ""): Promise<boolean> {
    const { largest, piece } = this.hello.take;
    const sent = await this.long<{ digest: string }>("open", `sending ${file.name}`, (stop) =>
      sendFile(this.channel, file, { largest, piece }, stop, (done) => {
        if (this.work) Object.assign(this.work, { done, total: file.size });
        this.tell();
      }),
    );
    return sent ? this.#opened({ digest: sent.result.digest, file: file.name, key }) : false;
  }

  openPath(path: string, key = ""): Promise<boolean> {
    return this.#opened({ path, key });
  }

  openKept(digest: string, key = ""): Promise<boolean> {
    return this.#opened({ digest, key });
  }

  async #opened(params: object): Promise<boolean> {
    const found = await this.long<OpenedFile>("open", "opening the file", "take.open", params);
    if (!found) return false;
    this.#leave();
    this.file = found.result;
    this.showFile = true;
    this.#recent(found.result.recent);
    this.remember();
    this.tell();
    return true;
  }

  async closeFile(): Promise<void> {
    this.#leave();
    this.file = null;
    this.remember();
    this.tell();
    this.#recent((await this.ask<{ recent: Recent[] }>("take.close", {})).recent);
    this.tell();
  }

  async forget(digest: string): Promise<void> {
    this.#recent((await this.ask<{ recent: Recent[] }>("take.forget", { digest })).recent);
    this.tell();
  }

  #recent(recent: readonly Recent[]): void {
    this.hello = { ...this.hello, take: { ...this.hello.take, recent } };
  }

  /** The labels of the file that was open are nobody's any more. */
  #leave(): void {
    this.#queue?.serve(null);
    this.labels = null;
    this.imported = null;
    this.rows = [];
    this.filter = ALL;
    this.row = -1;
    this.#undo = [];
    this.#redo = [];
    this.#details.clear();
    for (const place of ["bind", "import"] as const) this.troubles.delete(place);
  }

  // --- take: binding and reviewing --------------------------------------------------------------------

  async bind(row = -1, holds = false): Promise<boolean> {
    const { file } = this;
    if (!file) return false;
    const found = await this.long<BindingTold>("bind", "binding", "take.bind", {
      digest: file.digest,
      holds,
    });
    if (!found || this.file !== file) return false;
    this.#leave();
    const labels = new Labels(found.result, found.buffers);
    // What was said while the kernel was away holds, too.
    for (const changes of this.#queue?.of(file.digest) ?? [])
      for (const { rows, decision, by } of changes) {
        const sign = decision === "accept" ? 1 : decision === "reject" ? -1 : 0;
        const step = labels.step(rows, () => ({ sign, by }), "");
        if (step) labels.apply(step);
      }
    this.labels = labels;
    this.showFile = false;
    this.#queue?.serve(file.digest);
    // Those about which nothing needs to be said come last.
    const counts = labels.counts();
    this.filter = counts.undecided ? { ...ALL, effect: "undecided" } : ALL;
    this.#refilter();
    if (row >= 0 && row < labels.count) {
      if (!this.rows.includes(row)) this.setFilter(ALL);
      this.row = row;
    }
    this.remember();
    this.tell();
    return true;
  }

  setFilter(filter: Filter): void {
    this.filter = filter;
    this.#refilter();
    this.tell();
  }

  #refilter(): void {
    if (!this.labels) return;
    this.rows = rowsOf(this.labels, this.filter);
    if (!this.rows.includes(this.row)) this.row = this.rows[0] ?? -1;
  }

  select(row: number): void {
    if (row === this.row) return;
    this.row = row;
    this.remember();
    this.tell();
  }

  /** Move in the list; whether there was anywhere to go. */
  move(by: number): boolean {
    const at = this.rows.indexOf(this.row);
    const to = Math.min(this.rows.length - 1, Math.max(0, at + by));
    if (!this.rows.length || to === at) return false;
    this.select(this.rows[to] as number);
    return true;
  }

  toUndecided(step: 1 | -1): boolean {
    const next = this.labels ? nextUndecided(this.labels, this.rows, this.row, step) : -1;
    if (next < 0) return false;
    this.select(next);
    return true;
  }

  /** Say something of labels; whether anything changed by it. */
  decide(rows: readonly number[], after: (said: Said) => Said, what: string): boolean {
    const step = this.labels?.step(rows, after, what);
    if (!step) return false;
    this.labels?.apply(step);
    this.#undo.push(step);
    this.#redo = [];
    this.#queue?.add(changesOf(step));
    this.#wasSaid();
    return true;
  }

  /** Undo or redo; what it was in words, or `null` where there is nothing. */
  step(action: "undo" | "redo"): string | null {
    const [from, to] = action === "undo" ? [this.#undo, this.#redo] : [this.#redo, this.#undo];
    const step = from.pop();
    if (!step || !this.labels) return null;
    to.push(step);
    this.labels.apply(step, action === "undo");
    this.#queue?.add(changesOf(step, action === "undo"));
    if (!this.rows.includes(step.rows[0] as number)) this.setFilter(ALL);
    this.row = step.rows[0] as number;
    this.#wasSaid();
    return step.what;
  }

  /** Labels stay in the list that the filter no longer leaves, until it is chosen anew: a list must not jump. */
  #wasSaid(): void {
    this.said++;
    this.imported = null;
    this.tell();
  }

  /** One label in full; asked for once. */
  detail(row: number): Promise<LabelTold> {
    let found = this.#details.get(row);
    if (!found) {
      const digest = this.file?.digest ?? "";
      found = this.ask<LabelTold>("take.label", { digest, row });
      found.catch(() => this.#details.delete(row));
      this.#details.set(row, found);
    }
    return found;
  }

  async bringIn(project: string): Promise<boolean> {
    const { file } = this;
    if (!file || !this.labels) return false;
    if (this.unsent) {
      this.troubles.set(
        "import",
        "Decisions are still on their way to the store: wait until it says “Saved”.",
      );
      this.tell();
      return false;
    }
    this.imported = null;
    const found = await this.long<ImportedTold>("import", "importing", "take.import", {
      digest: file.digest,
      project,
    });
    if (!found) return false;
    this.imported = found.result;
    this.tell();
    void this.listGive().catch(() => {});
    return true;
  }

  // --- media and maps ----------------------------------------------------------------------------------

  async addFolder(folder: string): Promise<boolean> {
    const found = await this.long<LibraryTold>("library", "looking through it", "library.add", {
      folder,
    });
    if (found) this.hello = { ...this.hello, library: found.result };
    this.tell();
    return !!found;
  }

  async scan(): Promise<void> {
    const found = await this.long<LibraryTold>("library", "looking", "library.scan");
    if (found) this.hello = { ...this.hello, library: found.result };
    this.tell();
  }

  async changeMaps(method: "maps.add" | "maps.remove", params: object): Promise<boolean> {
    this.troubles.delete("maps");
    try {
      const { maps } = await this.ask<{ maps: MapTold[] }>(method, params);
      this.hello = { ...this.hello, maps };
      return true;
    } catch (error) {
      this.troubles.set("maps", explain(error));
      return false;
    } finally {
      this.tell();
    }
  }

  // --- what the browser remembers ------------------------------------------------------------------------

  remember(): void {
    const { tab, file, labels, row } = this;
    const told: Remembered = { tab, digest: file?.digest ?? null, bound: !!labels, row };
    try {
      this.shelf?.setItem(this.#memory, JSON.stringify(told));
    } catch {
      // Without it the page begins anew after a reload, and nothing is lost.
    }
  }

  #remembered(): Remembered {
    const nothing: Remembered = {
      tab: this.hello.give.tasks.length ? "give" : "take",
      digest: null,
      bound: false,
      row: -1,
    };
    try {
      const told: unknown = JSON.parse(this.shelf?.getItem(this.#memory) ?? "null");
      if (typeof told !== "object" || told === null) return nothing;
      const { tab, digest, bound, row } = told as Partial<Remembered>;
      return {
        tab: tab === "take" || tab === "give" ? tab : nothing.tab,
        digest: typeof digest === "string" ? digest : null,
        bound: bound === true,
        row: typeof row === "number" ? row : -1,
      };
    } catch {
      return nothing;
    }
  }

  get #memory(): string {
    return `animewidgets-pairs:${this.hello.outbox}`;
  }

  #become(status: Status<PairsModel>): void {
    this.status = status;
    for (const listener of this.#openers) listener();
  }
}

function openingOf(model: PairsModel): Opening<PairsModel> {
  return {
    get status() {
      return model.status;
    },
    open: () => model.open(),
    onChange: (listener) => model.onStatus(listener),
  };
}

function shelfOf(): Shelf | null {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null;
  }
}
