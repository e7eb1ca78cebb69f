import {
  KernelError,
  NoAnswer,
  type Reply,
  type Requester,
  type RequestOptions,
} from "../core/channel";
import { apply, type Live, NOTHING, StaleEdit, versionOf } from "../core/edits";
import { carriedCommit } from "../core/schema_moves";
import type {
  ChangesReply,
  Commit,
  CommitReply,
  Hello,
  Json,
  LoggedCommit,
  Receipt,
  SchemaNews,
  SubtitleLine,
  WireError,
} from "../core/wire";
import { madeWhole } from "./masks";
import { hello } from "./releases";

/** A kernel and its store, for tests: keeps commits by id, refuses stale edits, can die or lose its answers. */
export class FakeKernel implements Requester {
  alive = true;
  /** Writes, but the answer does not arrive: the kernel died between the two. */
  losesAnswers = false;
  /** The next `store.commit` is refused as a whole with this error. */
  breaksWith: KernelError | null = null;
  live: Live = NOTHING;
  /** What `subtitles.lines` tells, by source. */
  subtitles = new Map<string, SubtitleLine[]>();
  /** How many `shots.find` finds. */
  shots = 0;
  log: LoggedCommit[] = [];
  /** The categories that the task stands on, once the project went over to others. */
  schema: SchemaNews | null = null;
  /** Commit ids in every message that came, repeats included. */
  messages: string[][] = [];
  #receipts = new Map<string, Receipt>();
  #listeners = new Map<string, Set<(data: never) => void>>();

  /** What a page that opens now is told. */
  hello(over: Partial<Hello> = {}): Hello {
    return hello({
      annotations: [...this.live.annotations.values()],
      history: structuredClone(this.log),
      number: this.log.length,
      ...over,
    });
  }

  async request<T>(
    method: string,
    params: object,
    { signal }: RequestOptions = {},
  ): Promise<Reply<T>> {
    await new Promise((resolve) => setTimeout(resolve));
    signal?.throwIfAborted();
    if (!this.alive) throw new NoAnswer("the kernel is dead");
    const result = this.#answer(method, params as Record<string, Json>);
    if (this.losesAnswers) throw new NoAnswer("the answer was lost");
    return { result: structuredClone(result) as T, buffers: [] };
  }

  on(event: string, listener: (data: never) => void): () => void {
    const listeners = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  tell(event: string, data: unknown): void {
    for (const listener of this.#listeners.get(event) ?? []) listener(data as never);
  }

  /** A commit that somebody else made. */
  write(edits: Commit["edits"], commit_id = `other-${this.log.length}`): void {
    this.live = apply(this.live, edits);
    this.log.push({ commit_id, action: "do", reverts: null, edits });
  }

  #answer(method: string, params: Record<string, Json>): unknown {
    if (method === "store.commit") return this.#commit(params.commits as unknown as Commit[]);
    if (method === "store.changes") {
      const known = params.schema_version;
      const news = this.schema && known !== this.schema.version ? { schema: this.schema } : {};
      return { ...this.#changes(params.after as number), ...news };
    }
    if (method === "shots.find") return { count: this.shots };
    const lines = method === "subtitles.lines" && this.subtitles.get(String(params.source));
    if (lines) return { lines };
    throw new KernelError("MalformedMessage", `no method ${method}`);
  }

  #commit(commits: Commit[]): CommitReply {
    this.messages.push(commits.map((commit) => commit.commit_id));
    if (this.breaksWith) {
      const error = this.breaksWith;
      this.breaksWith = null;
      throw error;
    }
    const receipts: Receipt[] = [];
    for (const told of commits) {
      // What the page sent stays the page's own.
      const commit = { ...told };
      const known = this.#receipts.get(commit.commit_id);
      if (known) {
        receipts.push({ ...known, repeated: true });
        continue;
      }
      const moved = this.#moved(commit);
      if (moved) return { receipts, refused: { commit_id: commit.commit_id, error: moved } };
      try {
        commit.edits = commit.edits.map((edit) => madeWhole(edit, this.live));
        this.live = apply(this.live, commit.edits);
      } catch (error) {
        if (!(error instanceof StaleEdit)) throw error;
        const { annotation_id, base_version } = error.edit;
        const current = this.live.annotations.get(annotation_id) ?? null;
        const data = {
          annotation_id,
          expected: base_version,
          found: versionOf(this.live, annotation_id),
          current: current as unknown as Json,
        };
        const refusal = { kind: "CommitConflict", message: error.message, data };
        return { receipts, refused: { commit_id: commit.commit_id, error: refusal } };
      }
      const { commit_id, action, reverts, edits } = commit;
      this.log.push({ commit_id, action, reverts, edits });
      const receipt = { commit_id, number: this.log.length, created_us: 0, repeated: false };
      this.#receipts.set(commit_id, receipt);
      receipts.push(receipt);
    }
    return { receipts };
  }

  /** Carry a commit of an older version over; the reason, where a person must choose. */
  #moved(commit: Commit): WireError | null {
    const { schema } = this;
    if (!schema?.links || (commit.schema_version ?? 0) >= schema.version) return null;
    for (const { after } of commit.edits) {
      const link = schema.links[after?.category ?? ""];
      if (!link || link.then) continue;
      const data = { category: after?.category ?? null, to_version: schema.version, ...link };
      return { kind: "SchemaMoved", message: "a person must choose", data };
    }
    commit.edits = carriedCommit(commit, schema.links).edits;
    return null;
  }

  #changes(after: number): ChangesReply {
    const ids = new Set(
      this.log.slice(after).flatMap(({ edits }) => edits.map((edit) => edit.annotation_id)),
    );
    const annotations = [...ids].flatMap((id) => this.live.annotations.get(id) ?? []);
    const deleted = [...ids]
      .filter((id) => !this.live.annotations.has(id))
      .map((annotation_id) => ({ annotation_id, version: versionOf(this.live, annotation_id) }));
    return { number: this.log.length, annotations, deleted };
  }
}
