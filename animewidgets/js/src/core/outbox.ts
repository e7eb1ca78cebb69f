import { KernelError, NoAnswer, type Requester } from "./channel";
import type { Kept, OutboxStore, Waiting } from "./outbox_store";
import type { Commit, CommitReply, Receipt, WireError } from "./wire";

/** How many commits go in one message. */
export const BATCH = 50;
/** Edits in one message at most: hosts refuse messages of more than 10 MB. One commit goes however many it has. */
export const BATCH_EDITS = 4000;

/** The commits that one message takes, in order. */
export function fitting<C extends Kept>(pending: readonly C[]): C[] {
  let edits = 0;
  const until = pending.findIndex((commit, n) => {
    edits += commit.edits.length;
    return n === BATCH || (n > 0 && edits > BATCH_EDITS);
  });
  return pending.slice(0, until < 0 ? pending.length : until);
}
const TIMEOUT = 5_000;
const FIRST_WAIT = 500;
const LONGEST_WAIT = 10_000;

/** Errors that pass: the commit was fine, the store could not take it now. Everything else is said of the commit. */
const PASSING = new Set(["StoreUnavailable", "StoreFull", "StoreNotWritable", "InternalError"]);

export interface OutboxEvents<C extends Kept = Commit> {
  /** The store has these on disk. */
  stored(commits: C[], receipts: Receipt[]): void;
  /** The store will not take this one; it is kept aside in {@link Outbox.refused}. */
  refused(waiting: Required<Waiting<C>>): void;
  /** Anything that {@link Outbox} shows has changed. */
  changed(): void;
}

/**
 * Commits on their way to the store. Each is put on the browser's disk and sent, in order; it leaves
 * only with the store's receipt. Sending again is safe: the store knows commits by their id.
 */
export class Outbox<C extends Kept = Commit> {
  /** Waiting commits in order, oldest first. */
  pending: C[] = [];
  /** Commits that the store refused, until the person applies them anyway or discards them. */
  refused: Required<Waiting<C>>[] = [];
  /** Whether the kernel answered last time. */
  online = true;
  /** Why the browser cannot keep edits over a reload (private window, full disk), or `null`. */
  notKept: string | null = null;
  /** Why the store did not take the edits now (a full disk …), or `null`. They are sent again. */
  trouble: string | null = null;

  #sending = false;
  #wait = FIRST_WAIT;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #oneByOne = false;
  #closed = false;
  /** Waiting commits that only this page holds. */
  #unkept = new Set<string>();

  constructor(
    readonly channel: Requester,
    readonly store: OutboxStore<C>,
    readonly events: OutboxEvents<C>,
    /** What of a commit goes over the wire, where the kernel can do with less than all of it. */
    readonly told: (commit: C) => C = (commit) => commit,
    /** The request that takes them; its answer is that of `store.commit`. */
    readonly method = "store.commit",
  ) {}

  /**
   * Compare with the disk: take up what an earlier page left or another page of this person put
   * there, and let go of what another page has sent. `isLogged` tells of commits that are known to
   * be done: what of them is still on disk only missed its receipt.
   */
  async sync(isLogged: (commitId: string) => boolean): Promise<void> {
    const before = [...this.pending];
    const left = await this.#keep(() => this.store.load());
    if (!left || this.#closed) return;
    const onDisk = new Set(left.map(({ commit }) => commit.commit_id));
    const elsewhere = before.filter(
      ({ commit_id }) => !onDisk.has(commit_id) && !this.#unkept.has(commit_id),
    );
    this.pending = this.pending.filter((commit) => !elsewhere.includes(commit));

    const known = new Set([...this.pending, ...this.refused.map((one) => one.commit)]);
    const ids = new Set([...known].map((commit) => commit.commit_id));
    const found = left.filter(({ commit }) => !ids.has(commit.commit_id));
    const done = found.filter(({ commit }) => isLogged(commit.commit_id));
    if (done.length) void this.#forget(done.map(({ commit }) => commit));
    const open = found.filter((one) => !done.includes(one));
    if (!open.length && !elsewhere.length) return;
    // What was left comes before what was made while we were reading.
    this.pending = [
      ...open.filter((one) => !one.refused).map((one) => one.commit),
      ...this.pending,
    ];
    this.refused = [...open.filter(isRefused), ...this.refused];
    if (elsewhere.length) this.events.stored(elsewhere, []);
    this.events.changed();
    this.flush();
  }

  /** Take a commit. Resolves once it is on the browser's disk, or once it is known that it cannot be. */
  async add(commit: C): Promise<void> {
    this.pending.push(commit);
    this.events.changed();
    this.#unkept.add(commit.commit_id);
    const kept = this.#keep(async () => {
      await this.store.put({ commit });
      this.#unkept.delete(commit.commit_id);
    });
    // Sent at the same time: what is slower, disk or kernel, does not wait for the other.
    this.flush();
    await kept;
  }

  /** Send what waits, now. */
  flush(): void {
    if (this.#closed) return;
    clearTimeout(this.#timer);
    if (!this.#sending && this.pending.length) void this.#send();
  }

  /** Drop a refused commit for good. */
  async discard(commitId: string): Promise<void> {
    const gone = this.refused.filter(({ commit }) => commit.commit_id === commitId);
    this.refused = this.refused.filter((one) => !gone.includes(one));
    this.events.changed();
    await this.#forget(gone.map(({ commit }) => commit));
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.store.close();
  }

  async #send(): Promise<void> {
    this.#sending = true;
    try {
      while (this.pending.length && !this.#closed) {
        const batch = this.#oneByOne ? this.pending.slice(0, 1) : fitting(this.pending);
        const { result } = await this.channel.request<CommitReply>(
          this.method,
          { commits: batch.map(this.told) },
          { timeout: TIMEOUT },
        );
        this.#oneByOne = false;
        this.#answered();
        this.#received(batch, result.receipts);
        if (result.refused && !this.#refuse(result.refused.commit_id, result.refused.error)) return;
        if (!result.refused && result.receipts.length === 0) return this.#later("no receipt came");
      }
    } catch (error) {
      this.#failed(error);
    } finally {
      this.#sending = false;
      if (!this.#closed) this.events.changed();
    }
  }

  #answered(): void {
    this.online = true;
    this.trouble = null;
    this.#wait = FIRST_WAIT;
  }

  #received(batch: C[], receipts: Receipt[]): void {
    const ids = new Set(receipts.map((receipt) => receipt.commit_id));
    const stored = batch.filter((commit) => ids.has(commit.commit_id));
    if (!stored.length) return;
    this.pending = this.pending.filter((commit) => !ids.has(commit.commit_id));
    void this.#forget(stored);
    this.events.stored(stored, receipts);
  }

  /** Whether sending may go on. */
  #refuse(commitId: string, error: WireError): boolean {
    if (PASSING.has(error.kind)) {
      this.#later(error.message);
      return false;
    }
    const commit = this.pending.find((one) => one.commit_id === commitId);
    if (!commit) {
      this.#later(error.message);
      return false;
    }
    const waiting = { commit, refused: error };
    this.pending = this.pending.filter((one) => one !== commit);
    this.refused = [...this.refused, waiting];
    void this.#keep(() => this.store.put(waiting));
    this.events.refused(waiting);
    return true;
  }

  #failed(error: unknown): void {
    if (error instanceof NoAnswer) {
      this.online = false;
      this.#later(null);
    } else if (error instanceof KernelError) {
      this.online = true;
      const first = this.pending[0];
      if (PASSING.has(error.kind) || !first) this.#later(error.message);
      else if (this.pending.length > 1 && !this.#oneByOne) {
        // The message as a whole was refused: find the commit that is at fault.
        this.#oneByOne = true;
        this.#timer = setTimeout(() => this.flush());
      } else {
        this.#oneByOne = false;
        this.#refuse(first.commit_id, error);
        this.#timer = setTimeout(() => this.flush());
      }
    } else this.#later(String(error));
  }

  #later(trouble: string | null): void {
    this.trouble = trouble;
    clearTimeout(this.#timer);
    if (this.#closed) return;
    this.#timer = setTimeout(() => this.flush(), this.#wait);
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT);
  }

  async #forget(commits: C[]): Promise<void> {
    const ids = commits.map((commit) => commit.commit_id);
    for (const id of ids) this.#unkept.delete(id);
    await this.#keep(() => this.store.remove(ids));
  }

  async #keep<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      const done = await work();
      if (this.#unkept.size === 0) this.#setNotKept(null);
      return done;
    } catch (error) {
      this.#setNotKept(error instanceof Error ? error.message || error.name : String(error));
      return undefined;
    }
  }

  #setNotKept(reason: string | null): void {
    if (this.#closed || reason === this.notKept) return;
    this.notKept = reason;
    this.events.changed();
  }
}

function isRefused<C extends Kept>(waiting: Waiting<C>): waiting is Required<Waiting<C>> {
  return waiting.refused !== undefined;
}
