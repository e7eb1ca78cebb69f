/** One per widget: the draft, what the kernel says of it, and its way to the store. Shared by all views. */
import { KernelError, NoAnswer, type Requester } from "../core/channel";
import type { Opening } from "../ui/mount";
import { explain, type Status } from "../ui/task_model";
import {
  change,
  type Draft,
  draftOf,
  draftWith,
  isTable,
  redo,
  same,
  type TemplateJson,
  undo,
} from "./draft";
import { previewKey } from "./preview_key";
import type { Card, DesignerHello, OpenedDraft, Problem, SavedDraft, UnitsTold } from "./protocol";

export type SaveState = "saved" | "saving" | "offline";

export interface ModelClock {
  now(): number;
  /** Returns the function that calls it off. */
  later(run: () => void, ms: number): () => void;
}

/** Keeps a draft over a reload while the kernel is away. */
export type Shelf = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** Milliseconds from a change to its way to the kernel. */
const REST = 300;
/** Between two tries while the kernel is away. */
const RETRY = 2_000;
/** Between the beginnings of two previews. */
const PREVIEW_PACE = 1_000;
const TIMEOUT = 15_000;

const CLOCK: ModelClock = {
  now: () => Date.now(),
  later: (run, ms) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

export class TemplateModel {
  status: Status<TemplateModel> = { is: "opening", since: Date.now() };
  hello: DesignerHello | null = null;
  /** What is under work; `null` while one chooses what to start from. */
  draft: Draft | null = null;
  problems: readonly Problem[] = [];
  units: UnitsTold | null = null;
  published = 0;
  save: SaveState = "saved";
  /** What the person should know and can put away: what a file had that cannot be held, why nothing is shown. */
  notes: readonly string[] = [];
  /** Why the preview shows no newer template; empty where it does. */
  previewTrouble = "";
  cards: readonly Card[] = [];
  /** Whether the category designer stands in the preview's place: then nothing takes it away by itself. */
  designing = false;

  #listeners = new Set<() => void>();
  #openers = new Set<() => void>();
  /** What the kernel has. */
  #sent: TemplateJson | null = null;
  #sending = false;
  #callOff: () => void = () => {};
  #shown = "";
  #previewAt = Number.NEGATIVE_INFINITY;
  #previewing = false;
  #callOffPreview: () => void = () => {};

  constructor(
    readonly channel: Requester,
    readonly signal: AbortSignal,
    readonly shelf: Shelf | null = shelfOf(),
    readonly clock: ModelClock = CLOCK,
  ) {
    signal.addEventListener("abort", () => {
      this.#callOff();
      this.#callOffPreview();
      this.#listeners.clear();
      this.#openers.clear();
    });
    void this.open();
  }

  /** For the page: the status alone, not every change of the draft. */
  readonly opening: Opening<TemplateModel> = openingOf(this);

  onStatus(listener: () => void): () => void {
    this.#openers.add(listener);
    return () => this.#openers.delete(listener);
  }

  #becomeOpen(status: Status<TemplateModel>): void {
    this.status = status;
    for (const listener of this.#openers) listener();
  }

  /** Say hello; again after a failure. */
  async open(): Promise<void> {
    this.#becomeOpen({ is: "opening", since: this.clock.now() });
    try {
      const hello = await this.ask<DesignerHello>("hello", {}, 60_000);
      if (this.signal.aborted) return;
      this.hello = hello;
      const kept = this.#kept();
      this.cards = hello.cards;
      if (hello.document)
        this.#take({
          document: hello.document,
          published: hello.published,
          problems: hello.problems,
          units: null,
          history: hello.history ?? null,
        });
      this.#bringBack(kept);
      this.#becomeOpen({ is: "open", opened: this });
    } catch (error) {
      if (this.signal.aborted) return;
      this.#becomeOpen({ is: "failed", why: explain(error), waiting: 0 });
    }
  }

  async ask<T>(method: string, params: object, timeout = TIMEOUT): Promise<T> {
    const { result } = await this.channel.request<T>(method, params, {
      timeout,
      signal: this.signal,
    });
    return result;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  get document(): TemplateJson | null {
    return this.draft?.document ?? null;
  }

  /** Whether the kernel has said what is wrong with the document as it stands. */
  get checked(): boolean {
    return this.#sent === this.document;
  }

  /** Change the document; `place` names the field that is typed into. */
  change(document: TemplateJson, what: string, place: string | null = null): void {
    if (!this.draft) return;
    const typed = place === null ? null : { place, now: this.clock.now() };
    this.#become(change(this.draft, document, what, typed));
  }

  /** Undo or redo; what was taken back or brought back, in words, or `null` where there is nothing. */
  step(action: "undo" | "redo"): string | null {
    const step = this.draft && (action === "undo" ? undo : redo)(this.draft);
    if (!step) return null;
    this.#become(step.draft);
    return step.what;
  }

  get canUndo(): boolean {
    return !!this.draft?.undo.length;
  }

  get canRedo(): boolean {
    return !!this.draft?.redo.length;
  }

  /** Start from a card, from nothing, or from the text of a file. Refusals are thrown; nothing changes then. */
  async start(method: "draft.open" | "draft.read", params: object): Promise<void> {
    await this.flush();
    this.#take(await this.ask<OpenedDraft>(method, params));
  }

  /** Another template of one's own that begins as this one is. */
  async fork(): Promise<void> {
    if (!this.document) return;
    await this.flush();
    const document = this.document;
    this.#take(await this.ask<OpenedDraft>("draft.fork", { document }));
  }

  /** Put the draft away, and choose what to start from; it stays in the store. */
  async leave(): Promise<void> {
    await this.flush();
    const { cards } = await this.ask<{ cards: Card[] }>("draft.leave", {});
    this.cards = cards;
    this.draft = null;
    this.problems = [];
    this.notes = [];
    this.#tell();
  }

  /** Make the draft the next version; throws where the kernel refuses. */
  async publish(note: string): Promise<number> {
    await this.flush();
    const document = this.document;
    const told = await this.ask<OpenedDraft>("template.publish", { document, note });
    // Publishing is no gesture of the draft: what was done before it can still be taken back.
    if (this.draft && document === this.document) {
      this.draft = { ...this.draft, document: told.document };
      this.#sent = told.document;
    }
    this.published = told.published;
    this.problems = told.problems;
    this.#tell();
    return told.published;
  }

  /** Until the kernel has the document as it stands. */
  async flush(): Promise<void> {
    this.#callOff();
    await this.#send();
    if (this.draft && this.#sent !== this.document)
      throw new NoAnswer("The kernel does not answer: the draft is kept in this browser.");
  }

  /** Something the person should know; it stays until it is put away. */
  note(text: string): void {
    if (!this.notes.includes(text)) this.notes = [...this.notes, text];
    this.#tell();
  }

  /** Look through the release of the preview for what its units are; it takes as long as that takes. */
  async countUnits(): Promise<void> {
    const { document } = this;
    const told = await this.ask<{ units: UnitsTold }>("preview.units", { document }, 600_000);
    if (document === this.document) this.units = told.units;
    this.#tell();
  }

  /** Open the category designer on the template's categories; in words, what was opened. */
  async design(): Promise<string> {
    await this.flush();
    const { document } = this;
    const { told } = await this.ask<{ told: string }>("categories.design", { document }, 60_000);
    this.designing = true;
    this.#tell();
    return told;
  }

  /** The page again in the preview's place, and the schemas that there are by now. */
  async endDesign(): Promise<void> {
    this.designing = false;
    this.#tell();
    await this.preview(true);
    const { schemas } = await this.ask<Pick<DesignerHello, "schemas">>("schema.list", {});
    if (this.hello) this.hello = { ...this.hello, schemas };
    this.#tell();
  }

  putAway(note: string): void {
    this.notes = this.notes.filter((one) => one !== note);
    this.#tell();
  }

  #become(draft: Draft): void {
    if (draft === this.draft) return;
    this.draft = draft;
    if (this.#sent !== draft.document) {
      if (this.save === "saved") this.save = "saving";
      this.#keep();
      this.#soon(REST);
    }
    this.#tell();
  }

  #take(opened: OpenedDraft): void {
    this.#callOff();
    this.draft = draftWith(opened.document, opened.history ?? null);
    this.#sent = opened.document;
    this.published = opened.published;
    this.problems = opened.problems;
    this.units = opened.units;
    this.notes = opened.notes ?? [];
    this.save = "saved";
    this.#forget();
    this.#tell();
    this.#previewSoon();
  }

  #soon(ms: number): void {
    this.#callOff();
    this.#callOff = this.clock.later(() => void this.#send(), ms);
  }

  #sendingNow: Promise<void> = Promise.resolve();

  #send(): Promise<void> {
    if (!this.#sending) {
      this.#sending = true;
      this.#sendingNow = this.#sendAll().finally(() => {
        this.#sending = false;
      });
    }
    return this.#sendingNow;
  }

  async #sendAll(): Promise<void> {
    while (this.draft && this.#sent !== this.document && !this.signal.aborted) {
      const document = this.document as TemplateJson;
      try {
        const told = await this.ask<SavedDraft>("draft.save", { document });
        if (this.signal.aborted) return;
        this.#sent = document;
        this.problems = told.problems;
        this.units = told.units;
        this.save = document === this.document ? "saved" : "saving";
        if (document === this.document) this.#forget();
        this.#tell();
      } catch (error) {
        if (this.signal.aborted) return;
        if (error instanceof KernelError) {
          // Refused as it is: it stays here, and goes again with the next change.
          this.problems = [{ at: "", message: error.message, fatal: true }];
          this.save = "offline";
          this.#tell();
          return;
        }
        this.save = "offline";
        this.#soon(RETRY);
        this.#tell();
        return;
      }
    }
    this.#previewSoon();
  }

  /** Show the template in the preview, where what matters for it is another; at most once a second. */
  #previewSoon(): void {
    this.#callOffPreview();
    const wait = Math.max(0, this.#previewAt + PREVIEW_PACE - this.clock.now());
    this.#callOffPreview = this.clock.later(() => void this.preview(), wait);
  }

  async preview(anyway = false): Promise<void> {
    const document = this.#sent;
    if (!document || this.#previewing || this.designing || this.signal.aborted) return;
    const key = previewKey(document);
    if (key === this.#shown && !anyway) return;
    if (this.problems.some((one) => one.fatal) && !anyway) {
      this.#setPreviewTrouble(
        "The preview shows the template as it was before there was something to mend.",
      );
      return;
    }
    this.#previewing = true;
    this.#previewAt = this.clock.now();
    try {
      const told = await this.ask<{ units?: UnitsTold | null }>(
        "preview.show",
        { document },
        60_000,
      );
      if (told.units && document === this.#sent) this.units = told.units;
      this.#shown = key;
      this.previewTrouble = "";
      this.#tell();
    } catch (error) {
      if (this.signal.aborted) return;
      this.#setPreviewTrouble(explain(error));
    } finally {
      this.#previewing = false;
    }
    if (this.#sent !== document) this.#previewSoon();
  }

  #setPreviewTrouble(trouble: string): void {
    if (trouble === this.previewTrouble) return;
    this.previewTrouble = trouble;
    this.#tell();
  }

  get #shelfKey(): string {
    return `animewidgets-template:${this.hello?.outbox ?? ""}`;
  }

  /** What is not in the store yet stands in this browser until it is. */
  #keep(): void {
    try {
      this.shelf?.setItem(this.#shelfKey, JSON.stringify(this.document));
    } catch {
      // Full or locked: the draft is sent within the second anyway.
    }
  }

  #forget(): void {
    try {
      this.shelf?.removeItem(this.#shelfKey);
    } catch {
      // Locked: there was nothing to forget.
    }
  }

  #kept(): TemplateJson | null {
    try {
      const kept: unknown = JSON.parse(this.shelf?.getItem(this.#shelfKey) ?? "null");
      return isTable(kept) ? kept : null;
    } catch {
      return null;
    }
  }

  /** What a closed page had not sent: it goes on from there, and can be undone. */
  #bringBack(kept: TemplateJson | null): void {
    if (!kept || same(kept, this.document ?? undefined)) return;
    const goesOn = this.document && this.document.template_id === kept.template_id;
    if (goesOn && this.draft) {
      this.#become(change(this.draft, kept, "What this browser had kept"));
    } else {
      this.draft = draftOf(kept);
      this.#sent = null;
      this.#soon(0);
    }
    this.notes = [
      "Changes that had not been saved when the page closed are back: this browser had kept them.",
    ];
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

const openingOf = (model: TemplateModel): Opening<TemplateModel> => ({
  get status() {
    return model.status;
  },
  open: () => model.open(),
  onChange: (listener) => model.onStatus(listener),
});

function shelfOf(): Shelf | null {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null;
  }
}
