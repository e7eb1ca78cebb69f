import type { Commit, WireError } from "./wire";

/** What an outbox needs to know of a commit; what its edits are is the sender's and the kernel's. */
export interface Kept {
  commit_id: string;
  edits: readonly unknown[];
}

/** A commit that waits in the browser; `refused` is the kernel's reason, where it said no. */
export interface Waiting<C extends Kept = Commit> {
  commit: C;
  refused?: WireError;
}

/** Where waiting commits are kept. */
export interface OutboxStore<C extends Kept = Commit> {
  /** Every waiting commit of this outbox, in the order of commit. */
  load(): Promise<Waiting<C>[]>;
  /** Resolves once the commit is on disk (or its record is replaced there). */
  put(waiting: Waiting<C>): Promise<void>;
  remove(commitIds: string[]): Promise<void>;
  close(): void;
}

interface Row<C extends Kept> extends Waiting<C> {
  outbox: string;
  commit_id: string;
  seq: number;
}

const DATABASE = "animewidgets-outbox";
const STORE = "commits";
/** Milliseconds: some browsers never answer where storage is blocked, and the editor must open all the same. */
const OPEN_TIMEOUT = 3_000;

/**
 * The outbox on disk, in IndexedDB: one database per origin, rows told apart by the outbox key of
 * `hello`, so that a reload, a new kernel or a second view of the same task finds them again.
 */
export class IndexedOutbox<C extends Kept = Commit> implements OutboxStore<C> {
  #opening: Promise<IDBDatabase> | null = null;

  constructor(
    readonly key: string,
    readonly factory: IDBFactory | undefined = globalThis.indexedDB,
  ) {}

  async load(): Promise<Waiting<C>[]> {
    const tx = (await this.#open()).transaction(STORE, "readonly");
    const rows: Row<C>[] = await answer(tx.objectStore(STORE).index("outbox").getAll(this.key));
    rows.sort((a, b) => a.seq - b.seq);
    return rows.map(({ commit, refused }) => (refused ? { commit, refused } : { commit }));
  }

  async put({ commit, refused }: Waiting<C>): Promise<void> {
    // Strict: the promise stands for a flush to disk, not for a copy in the system's cache.
    const tx = (await this.#open()).transaction(STORE, "readwrite", { durability: "strict" });
    const done = finished(tx);
    const rows = tx.objectStore(STORE);
    const known: Row<C> | undefined = await answer(rows.get([this.key, commit.commit_id]));
    const seq = known?.seq ?? (await nextSeq(rows));
    const row: Row<C> = { outbox: this.key, commit_id: commit.commit_id, seq, commit };
    if (refused) row.refused = refused;
    rows.put(row);
    await done;
  }

  async remove(commitIds: string[]): Promise<void> {
    const tx = (await this.#open()).transaction(STORE, "readwrite");
    const done = finished(tx);
    for (const id of commitIds) tx.objectStore(STORE).delete([this.key, id]);
    await done;
  }

  /** Waiting commits of all outboxes of this browser. */
  async countAll(): Promise<number> {
    const tx = (await this.#open()).transaction(STORE, "readonly");
    return answer(tx.objectStore(STORE).count());
  }

  close(): void {
    this.#opening?.then((db) => db.close()).catch(() => {});
    this.#opening = null;
  }

  #open(): Promise<IDBDatabase> {
    this.#opening ??= new Promise<IDBDatabase>((resolve, reject) => {
      if (!this.factory) throw new Error("this browser has no IndexedDB here");
      const request = this.factory.open(DATABASE, 1);
      const late = () => reject(new Error("the browser's storage does not answer"));
      const timer = setTimeout(late, OPEN_TIMEOUT);
      request.onupgradeneeded = () => {
        const rows = request.result.createObjectStore(STORE, { keyPath: ["outbox", "commit_id"] });
        rows.createIndex("outbox", "outbox");
        rows.createIndex("seq", "seq");
      };
      request.onsuccess = () => {
        clearTimeout(timer);
        const db = request.result;
        // Another tab wants a newer layout, or the browser drops us: open again when next asked.
        db.onversionchange = () => db.close();
        db.onclose = () => {
          this.#opening = null;
        };
        resolve(db);
      };
      request.onerror = () => {
        clearTimeout(timer);
        reject(request.error);
      };
      request.onblocked = () =>
        reject(new Error("another tab holds the outbox with an old version"));
    }).catch((error) => {
      this.#opening = null;
      throw error;
    });
    return this.#opening;
  }
}

/** How many commits wait in this browser, of whatever task: for a page whose kernel has not answered yet. */
export async function countWaiting(factory = globalThis.indexedDB): Promise<number> {
  try {
    const box = new IndexedOutbox("", factory);
    const count = await box.countAll();
    box.close();
    return count;
  } catch {
    return 0; // A browser without a disk for us keeps none.
  }
}

async function nextSeq(rows: IDBObjectStore): Promise<number> {
  const last = await answer(rows.index("seq").openKeyCursor(null, "prev"));
  return last ? Number(last.key) + 1 : 1;
}

function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function finished(tx: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    tx.oncomplete = () => resolve();
    tx.onabort = () => reject(tx.error ?? new Error("the browser gave the outbox up"));
  });
}
