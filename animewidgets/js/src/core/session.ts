import { ActiveTime } from "./activity";
import { KernelError, NoAnswer, type Requester } from "./channel";
import { apply, type Live, liveOf, merge, rebase, tryApply, withVersionsOf } from "./edits";
import { type History, record, replay, type Step, stepBack, stepForward } from "./history";
import { newId } from "./id";
import { Outbox, type OutboxEvents } from "./outbox";
import { IndexedOutbox, type OutboxStore, type Waiting } from "./outbox_store";
import { carriedCommit, recategorised, type SchemaLinks } from "./schema_moves";
import type {
  Action,
  Candidate,
  CandidateLayer,
  CandidatesEvent,
  ChangesReply,
  Commit,
  Edit,
  LoggedCommit,
  SchemaNews,
  TaskHello,
} from "./wire";

export type SaveState = "saved" | "saving" | "offline";

const POLL = 5_000;
const POLL_TIMEOUT = 4_000;

/**
 * The annotations of one task in one page: what the store said, what waits in the outbox, what can
 * be undone. One per model, shared by its views, which listen by {@link onChange}.
 */
export class Session {
  /** The annotations as the person sees them: the store's, with everything that waits on top. */
  live: Live;
  history: History;
  candidates: readonly Candidate[];
  layers: readonly CandidateLayer[];
  readonly outbox: Outbox;
  readonly active = new ActiveTime();

  /** What the store is known to hold. */
  #stored: Live;
  #number: number;
  /** Every commit of this person that counts, as the kernel told it or as it was made here. */
  #log: LoggedCommit[];
  #listeners = new Set<() => void>();
  #schemaListeners = new Set<(news: SchemaNews) => void>();
  /** The version of the categories that the page has, and how the labels of older ones went over. */
  #schemaVersion: number | undefined;
  #moves: { from: number; links: SchemaLinks }[] = [];
  /** What categories were called that are gone. */
  #formerNames = new Map<string, string>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #polling = false;
  #kernelAway = false;
  #stops: (() => void)[] = [];
  /** Gestures whose undo or redo would overwrite somebody else's newer work. */
  #passed = new Set<string>();

  constructor(
    readonly hello: TaskHello & Partial<CandidatesEvent>,
    readonly channel: Requester,
    store: OutboxStore = new IndexedOutbox(hello.outbox),
    told?: (commit: Commit) => Commit,
  ) {
    this.#stored = withVersionsOf(liveOf(hello.annotations), hello.history);
    this.live = this.#stored;
    this.#log = [...hello.history];
    this.history = replay(this.#log);
    this.candidates = hello.candidates ?? [];
    this.layers = hello.layers ?? [];
    this.#number = hello.number;
    this.#schemaVersion = hello.schema?.version;
    const events: OutboxEvents = {
      stored: (commits) => this.#commitsStored(commits),
      refused: (waiting) => this.#commitRefused(waiting),
      changed: () => this.#changed(),
    };
    this.outbox = new Outbox(channel, store, events, told);
    this.#stops.push(
      channel.on("changed", () => void this.poll()),
      channel.on("candidates", ({ candidates, layers }: CandidatesEvent) => {
        this.candidates = candidates;
        this.layers = layers;
        this.#changed();
      }),
    );
    const wake = () => {
      if (document.visibilityState !== "visible") return;
      this.outbox.flush();
      void this.poll();
    };
    // Only where leaving would lose something: edits that no disk has yet.
    const stay = (event: BeforeUnloadEvent) => {
      if (this.outbox.notKept && this.unsent) event.preventDefault();
    };
    document.addEventListener("visibilitychange", wake);
    window.addEventListener("online", wake);
    window.addEventListener("beforeunload", stay);
    this.#stops.push(() => {
      window.removeEventListener("beforeunload", stay);
      document.removeEventListener("visibilitychange", wake);
      window.removeEventListener("online", wake);
    });
  }

  /** Take up what an earlier page left in the outbox, and begin to ask for news. */
  async start(): Promise<void> {
    await this.#syncOutbox();
    this.#schedule();
  }

  /** The autosave's state: `saved` only when every edit has the store's receipt. */
  get save(): SaveState {
    if (this.#kernelAway || !this.outbox.online || this.outbox.trouble) return "offline";
    return this.outbox.pending.length ? "saving" : "saved";
  }

  get unsent(): number {
    return this.outbox.pending.length;
  }

  get canUndo(): boolean {
    return this.#can.undo;
  }

  get canRedo(): boolean {
    return this.#can.redo;
  }

  /** Asked with every drawing, and found out only when something changed: a gesture may hold a thousand edits. */
  get #can(): { undo: boolean; redo: boolean } {
    const of = [this.history, this.live, this.#passed.size];
    if (this.#known?.of.every((one, n) => one === of[n])) return this.#known;
    const [undo, redo] = [this.#next("undo") !== null, this.#next("redo") !== null];
    this.#known = { of, undo, redo };
    return this.#known;
  }
  #known: { of: unknown[]; undo: boolean; redo: boolean } | undefined;

  /** Make a gesture of the person: shown at once, kept, sent, undoable. Nothing happens without edits. */
  commit(edits: Edit[], tool: string): void {
    if (edits.length) this.#take(edits, tool, "do", null);
  }

  /** Take the newest gesture back. The step, or `null` when there is nothing to undo. */
  undo(tool: string): Step | null {
    return this.#step("undo", tool);
  }

  redo(tool: string): Step | null {
    return this.#step("redo", tool);
  }

  /** Make a refused commit's wish so on what is there now, as a new gesture. */
  applyAnyway(commitId: string, tool: string): void {
    const waiting = this.outbox.refused.find((one) => one.commit.commit_id === commitId);
    if (!waiting) return;
    this.commit(rebase(this.live, waiting.commit.edits), tool);
    void this.outbox.discard(commitId);
  }

  /** Save a commit that was refused because its category is gone, as a new gesture with another one. */
  recategorise(commitId: string, category: string | null, tool: string): void {
    const waiting = this.outbox.refused.find((one) => one.commit.commit_id === commitId);
    if (!waiting) return;
    const { categories } = this.hello;
    const known = new Set(categories.map((one) => one.category_id));
    const named = waiting.refused.data?.category;
    const chosen = categories.find((one) => one.category_id === category) ?? null;
    const gone = (id: string) => id === named || !known.has(id);
    this.commit(rebase(this.live, recategorised(waiting.commit.edits, gone, chosen)), tool);
    void this.outbox.discard(commitId);
  }

  discard(commitId: string): void {
    void this.outbox.discard(commitId);
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Told once the task stands on another version of its categories; `hello` has them then. */
  onSchema(listener: (news: SchemaNews) => void): () => void {
    this.#schemaListeners.add(listener);
    return () => this.#schemaListeners.delete(listener);
  }

  /** What a category is called, or was called on this page before it went. */
  categoryName(id: string): string {
    const now = this.hello.categories.find((one) => one.category_id === id);
    return now?.name ?? this.#formerNames.get(id) ?? id;
  }

  /** Something beside the annotations changed that views show: have them look again. */
  refresh(): void {
    this.#changed();
  }

  /** Ask the store what changed elsewhere. */
  async poll(): Promise<void> {
    if (this.#polling) return;
    this.#polling = true;
    try {
      const { result } = await this.channel.request<ChangesReply>(
        "store.changes",
        {
          after: this.#number,
          ...(this.#schemaVersion === undefined ? {} : { schema_version: this.#schemaVersion }),
        },
        { timeout: POLL_TIMEOUT },
      );
      if (result.schema) this.#takeSchema(result.schema);
      this.#number = Math.max(this.#number, result.number);
      this.#setAway(false);
      if (result.annotations.length || result.deleted.length) {
        this.#stored = merge(this.#stored, result.annotations, result.deleted);
        this.#rebuild();
      }
      this.outbox.flush();
      await this.#syncOutbox();
    } catch (error) {
      // A refusal is an answer: the kernel is there, the store may not be.
      if (error instanceof NoAnswer) {
        this.#setAway(true);
        await this.#syncOutbox();
      } else if (!(error instanceof KernelError)) throw error;
    } finally {
      this.#polling = false;
      this.#schedule();
    }
  }

  close(): void {
    clearTimeout(this.#timer);
    for (const stop of this.#stops.splice(0)) stop();
    this.outbox.close();
    this.#listeners.clear();
    this.#schemaListeners.clear();
  }

  /** What other pages of this person left in the outbox, or sent from it meanwhile. */
  async #syncOutbox(): Promise<void> {
    const logged = new Set(this.#log.map((commit) => commit.commit_id));
    await this.outbox.sync((id) => logged.has(id));
    const found = this.outbox.pending.filter((commit) => !logged.has(commit.commit_id));
    if (!found.length) return;
    this.#log.push(...found);
    this.history = replay(this.#log);
    this.#rebuild();
  }

  #take(edits: Edit[], tool: string, action: Action, reverts: string | null): void {
    const commit: Commit = {
      commit_id: newId(),
      action,
      reverts,
      active_ms: this.active.take(),
      tool,
      edits,
      ...(this.#schemaVersion === undefined ? {} : { schema_version: this.#schemaVersion }),
    };
    this.live = apply(this.live, edits);
    this.#log.push(commit);
    this.history = record(this.history, commit);
    void this.outbox.add(commit);
    this.#changed();
  }

  #step(action: "undo" | "redo", tool: string): Step | null {
    const step = this.#next(action);
    if (!step) return null;
    if (step.edits.length) this.#take(step.edits, tool, action, step.gesture.commit_id);
    else this.#passed.add(step.gesture.commit_id);
    return step;
  }

  /** The next step of a stack, past gestures of which nothing is left to take back. */
  #next(action: "undo" | "redo"): Step | null {
    const not = (one: { commit_id: string }) => !this.#passed.has(one.commit_id);
    const history = { undo: this.history.undo.filter(not), redo: this.history.redo.filter(not) };
    return action === "undo" ? stepBack(history, this.live) : stepForward(history, this.live);
  }

  /** Categories, and all that speaks of them here, become those of another version. What waits is sent as it was made. */
  #takeSchema(news: SchemaNews): void {
    if (this.#schemaVersion !== undefined && news.links) {
      const { links } = news;
      this.#moves.push({ from: this.#schemaVersion, links });
      this.#log = this.#log.map((commit) => carriedCommit(commit, links));
      this.history = replay(this.#log);
    }
    this.#schemaVersion = news.version;
    for (const { category_id, name } of this.hello.categories)
      this.#formerNames.set(category_id, name);
    this.hello.categories = news.categories;
    this.hello.groups = news.groups;
    for (const listener of this.#schemaListeners) listener(news);
    this.#rebuild();
  }

  /** What the kernel makes of a commit that was made by an older version. */
  #carried(commit: Commit): Commit {
    const { schema_version } = commit;
    if (schema_version === undefined) return commit;
    return this.#moves
      .filter(({ from }) => from >= schema_version)
      .reduce((carried, { links }) => carriedCommit(carried, links), commit);
  }

  #commitsStored(commits: Commit[]): void {
    for (const { edits } of commits.map((commit) => this.#carried(commit)))
      this.#stored = tryApply(this.#stored, edits) ?? withVersionsOf(this.#stored, [{ edits }]);
    this.#rebuild();
  }

  #commitRefused({ commit, refused }: Required<Waiting>): void {
    const { annotation_id, found, current } = refused.data ?? {};
    if (typeof annotation_id === "string" && typeof found === "number") {
      this.#stored =
        current && typeof current === "object" && !Array.isArray(current)
          ? merge(
              this.#stored,
              [{ ...(current as object), annotation_id, version: found } as never],
              [],
            )
          : merge(this.#stored, [], [{ annotation_id, version: found }]);
    }
    // What the page has is older than what the store goes by: ask for it.
    if (refused.kind === "SchemaMoved") setTimeout(() => void this.poll());
    // It never happened: neither it nor its undoing belongs on the stacks.
    this.#log = this.#log.filter((one) => one.commit_id !== commit.commit_id);
    this.history = replay(this.#log);
    this.#rebuild();
  }

  /** What the store holds, with what waits on top of it; what no longer fits will be refused by the store. */
  #rebuild(): void {
    let live = this.#stored;
    for (const { edits } of this.outbox.pending.map((commit) => this.#carried(commit)))
      live = tryApply(live, edits) ?? live;
    this.live = live;
    this.#changed();
  }

  #setAway(away: boolean): void {
    if (away === this.#kernelAway) return;
    this.#kernelAway = away;
    this.#changed();
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      // A page that nobody looks at asks nothing; it asks again when it is looked at.
      if (document.visibilityState === "visible") void this.poll();
      else this.#schedule();
    }, POLL);
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}
