import { ActiveTime } from "../core/activity";
import type { Requester } from "../core/channel";
import { type History, NO_HISTORY, record, replay } from "../core/history";
import { newId } from "../core/id";
import { Outbox } from "../core/outbox";
import { IndexedOutbox, type OutboxStore, type Waiting } from "../core/outbox_store";
import type { SaveState } from "../core/session";
import { applyAll, Refused, type SchemaChange } from "./changes";
import type { DesignerHello, DraftStep } from "./hello";
import { Schema } from "./schema";

/** Schemas that are kept for undo; older ones are made anew from the changes. */
const KEPT = 200;

/** What a gesture came to: the reason, where it was refused. */
export type Taken = { readonly refused: string } | null;

/**
 * One person's draft of a schema: the version that it stands on, the gestures since, and the schema that they
 * make. A gesture counts here at once, waits in the browser, and is the kernel's when it says so.
 */
export class Draft {
  /** The published schema on which the draft stands. */
  base: Schema;
  /** The schema as the person sees it. */
  schema: Schema;
  history: History<DraftStep> = NO_HISTORY;
  readonly outbox: Outbox<DraftStep>;
  readonly active = new ActiveTime();
  /** Why the kernel's log and this page's do not make one schema, or `null`: never silently. */
  trouble: string | null = null;
  #log: DraftStep[] = [];
  /** The schema after each gesture of the undo stack, by its id. */
  #made = new Map<string, Schema>();
  #listeners = new Set<() => void>();
  #stop: () => void;

  constructor(
    readonly hello: DesignerHello,
    readonly channel: Requester,
    store: OutboxStore<DraftStep> = new IndexedOutbox<DraftStep>(hello.outbox),
  ) {
    this.base = Schema.fromJson(hello.schema);
    this.schema = this.base;
    this.#log = [...hello.draft.commits];
    this.#replay();
    this.outbox = new Outbox<DraftStep>(
      channel,
      store,
      {
        stored: () => this.#changed(),
        refused: (waiting) => this.#refused(waiting),
        changed: () => this.#changed(),
      },
      undefined,
      "draft.change",
    );
    const wake = () => this.outbox.flush();
    const stay = (event: BeforeUnloadEvent) => {
      if (this.outbox.notKept && this.unsent) event.preventDefault();
    };
    window.addEventListener("online", wake);
    document.addEventListener("visibilitychange", wake);
    window.addEventListener("beforeunload", stay);
    this.#stop = () => {
      window.removeEventListener("online", wake);
      document.removeEventListener("visibilitychange", wake);
      window.removeEventListener("beforeunload", stay);
    };
  }

  /** Take up what an earlier page left in the browser. */
  async start(): Promise<void> {
    const logged = new Set(this.#log.map((one) => one.commit_id));
    await this.outbox.sync((id) => logged.has(id));
    const found = this.outbox.pending.filter((one) => !logged.has(one.commit_id));
    if (!found.length) return;
    this.#log.push(...found);
    this.#replay();
    this.#changed();
  }

  /** `saved` only when the kernel has every gesture on disk. */
  get save(): SaveState {
    if (!this.outbox.online || this.outbox.trouble) return "offline";
    return this.outbox.pending.length ? "saving" : "saved";
  }

  get unsent(): number {
    return this.outbox.pending.length;
  }

  /** The newest gesture, by its identity; `null` where there is none. */
  get last(): string | null {
    return this.#log.at(-1)?.commit_id ?? null;
  }

  get canUndo(): boolean {
    return this.history.undo.length > 0;
  }

  get canRedo(): boolean {
    return this.history.redo.length > 0;
  }

  /** The changes that the draft makes to its base, in order. */
  get changes(): readonly SchemaChange[] {
    return this.history.undo.flatMap((one) => one.edits);
  }

  /** Make a gesture: all of its changes, or none where one of them cannot be made. */
  commit(changes: readonly SchemaChange[]): Taken {
    if (!changes.length) return null;
    let made: Schema;
    try {
      made = applyAll(this.schema, changes);
    } catch (error) {
      if (error instanceof Refused) return { refused: error.message };
      throw error;
    }
    this.#take("do", null, [...changes], made);
    return null;
  }

  /** Take the newest gesture back; the gesture, or `null` where there is none. */
  undo(): DraftStep | null {
    const step = this.history.undo.at(-1);
    if (!step) return null;
    this.#take("undo", step.commit_id, [], null);
    return step;
  }

  redo(): DraftStep | null {
    const step = this.history.redo.at(-1);
    if (!step) return null;
    this.#take("redo", step.commit_id, [], applyAll(this.schema, step.edits));
    return step;
  }

  /** The draft stands on a newer version from now on, with nothing in it but these gestures. */
  rebase(base: Schema, steps: readonly DraftStep[]): void {
    this.base = base;
    this.#log = [...steps];
    this.#replay();
    this.#changed();
  }

  /** Forget a gesture that the kernel refused. */
  discard(commitId: string): void {
    void this.outbox.discard(commitId);
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#stop();
    this.outbox.close();
    this.#listeners.clear();
  }

  #take(
    action: DraftStep["action"],
    reverts: string | null,
    edits: SchemaChange[],
    made: Schema | null,
  ): void {
    const step: DraftStep = { commit_id: newId(), action, reverts, edits };
    this.#log.push(step);
    this.history = record(this.history, step);
    if (made) this.#keep(this.history.undo.at(-1)?.commit_id ?? step.commit_id, made);
    this.schema = made ?? this.#top();
    void this.outbox.add(step);
    this.#changed();
  }

  /** The schema that the undo stack makes: the newest one that is kept, and what came after it. */
  #top(): Schema {
    const { undo } = this.history;
    let at = undo.length;
    let schema: Schema | undefined;
    while (at > 0 && !schema) schema = this.#made.get(undo[--at]?.commit_id ?? "");
    if (schema) at++;
    schema ??= this.base;
    for (const step of undo.slice(at)) {
      schema = applyAll(schema, step.edits);
      this.#keep(step.commit_id, schema);
    }
    return schema;
  }

  #keep(id: string, schema: Schema): void {
    this.#made.delete(id);
    this.#made.set(id, schema);
    for (const [oldest] of this.#made) {
      if (this.#made.size <= KEPT) break;
      this.#made.delete(oldest);
    }
  }

  #replay(): void {
    this.history = replay(this.#log);
    this.#made.clear();
    this.trouble = null;
    try {
      this.schema = this.#top();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      // A kernel of another version took what this page cannot make: say so, show what is published.
      this.trouble = error.message;
      this.schema = this.base;
    }
  }

  /** It never happened: neither it nor what was undone of it belongs on the stacks. */
  #refused({ commit }: Required<Waiting<DraftStep>>): void {
    this.#log = this.#log.filter(
      (one) => one.commit_id !== commit.commit_id && one.reverts !== commit.commit_id,
    );
    this.#replay();
    this.#changed();
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}
