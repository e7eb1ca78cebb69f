/** What everybody in a project did to a schema: versions, proposals and what a migration left over. */
import { KernelError, type Requester } from "../core/channel";
import type { CategorySchema, Json } from "../core/wire";
import type { SchemaChange } from "./changes";
import { Schema } from "./schema";
import type { Link } from "./version_map";
import { compose, mapOf, unchanged, type VersionMap } from "./version_map";

/** Milliseconds between two looks at what others did. */
const POLL = 4_000;
/** Maps over many versions of a large schema take the kernel a moment. */
const PATIENCE = 30_000;

export interface PublishedVersion {
  version: number;
  /** `null` where it came with a template. */
  person: string | null;
  created_us: number;
  note: string;
}

export interface Remark {
  person: string;
  text: string;
  created_us: number;
}

export interface FrameKey {
  release_id: string;
  pts: number;
}

export interface UsageOfTouched {
  category_id: string;
  annotations: number;
  tasks: number;
  examples: FrameKey[];
}

export type ProposalStatus = "open" | "accepted" | "rejected" | "withdrawn";

export interface Proposal {
  proposal_id: string;
  base_version: number;
  project: string;
  person: string;
  change: SchemaChange;
  reason: string;
  created_us: number;
  status: ProposalStatus;
  votes: { person: string; vote: 1 | -1 }[];
  remarks: Remark[];
  /** What the categories that it speaks of were called in the version that it was made on. */
  names: { [categoryId: string]: string };
  usage: UsageOfTouched[];
  /** Why it cannot be applied to the newest version. */
  refusal: string | null;
  collisions: { proposal_id: string; why: string }[];
  decided_by: string | null;
  decision_reason: string | null;
  accepted_version: number | null;
}

export interface CommunityState {
  /** Another one as soon as anything of it changed. */
  stamp: string;
  person: string;
  project: string;
  maintainer: boolean;
  maintainers: string[];
  /** The newest version; 0 where nothing is published. */
  newest: number;
  versions: PublishedVersion[];
  /** The versions that tasks of the project stand on. */
  standing: number[];
  /** How many annotations of the project wait for a person to choose a category. */
  waiting: number;
  proposals: Proposal[];
}

export interface PreviewRow {
  from_version: number;
  source: string;
  kind: "same" | "renamed" | "split" | "merged" | "dropped";
  /** `null`: a person must choose. */
  target: string | null;
  targets: string[];
  annotations: number;
  tasks: number;
}

export interface MigrationPreview {
  to: number;
  standing: number[];
  /** Live annotations of the tasks, and those of them that get another category, or none. */
  annotations: number;
  changed: number;
  unplaced: number;
  tasks: number;
  /** Without those where nothing changes and nothing stands. */
  rows: PreviewRow[];
}

export interface MigrationDone {
  number: number;
  annotations: number;
  unplaced: number;
  repeated: boolean;
}

/** An annotation that lost its category in a migration. */
export interface WaitingLabel {
  annotation_id: string;
  version: number;
  kind: string;
  release_id: string;
  release: string;
  frame: number | null;
  pts: number;
  seconds: number;
  was: string;
  was_name: string;
  /** What its category became, to choose from. */
  choices: string[];
}

export interface Recategorised {
  done: string[];
  refused: { annotation_id: string; message: string }[];
}

const NOTHING: CommunityState = {
  stamp: "",
  person: "",
  project: "",
  maintainer: false,
  maintainers: [],
  newest: 0,
  versions: [],
  standing: [],
  waiting: 0,
  proposals: [],
};

/** One per page: asks the kernel, again and again, and tells its panels what is new. */
export class Community {
  state: CommunityState = NOTHING;
  /** Why the kernel could not tell, in words; `null` where it did. */
  trouble: string | null = null;
  #listeners = new Set<() => void>();
  #schemas = new Map<number, Promise<Schema>>();
  #asking: Promise<void> | null = null;

  constructor(
    readonly channel: Requester,
    readonly signal: AbortSignal,
    known: readonly Schema[] = [],
  ) {
    for (const schema of known)
      if (schema.version > 0) this.#schemas.set(schema.version, Promise.resolve(schema));
    const timer = setInterval(() => {
      if (document.visibilityState !== "hidden") void this.refresh();
    }, POLL);
    const shown = () => void this.refresh();
    document.addEventListener("visibilitychange", shown, { signal });
    signal.addEventListener("abort", () => {
      clearInterval(timer);
      this.#listeners.clear();
    });
    void this.refresh();
  }

  get open(): Proposal[] {
    return this.state.proposals.filter((one) => one.status === "open");
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Look at what others did; once at a time. */
  refresh(): Promise<void> {
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = null;
    });
    return this.#asking;
  }

  async #ask(): Promise<void> {
    const { stamp } = this.state;
    try {
      const told = await this.#request<CommunityState | { stamp: string; unchanged: true }>(
        "community.state",
        { stamp: stamp || null },
      );
      const cleared = this.trouble !== null;
      this.trouble = null;
      if (!("unchanged" in told)) this.state = told;
      else if (!cleared) return;
    } catch (error) {
      if (this.signal.aborted) return;
      const why = error instanceof Error ? error.message : String(error);
      if (why === this.trouble) return;
      this.trouble = why;
    }
    for (const listener of this.#listeners) listener();
  }

  /** Ask for something that changes what is shown, and look at it. Throws what the kernel says. */
  async act<T>(method: string, params: { [name: string]: Json }): Promise<T> {
    try {
      return await this.#request<T>(method, params);
    } finally {
      // What was asked before this knows nothing of it.
      await this.#asking;
      await this.refresh();
    }
  }

  /** A published version; each is asked for once. */
  schema(version: number): Promise<Schema> {
    const known = this.#schemas.get(version);
    if (known) return known;
    const asked = this.#request<{ schema: CategorySchema }>("schema.version", { version }).then(
      ({ schema }) => Schema.fromJson(schema),
    );
    this.#schemas.set(version, asked);
    asked.catch(() => this.#schemas.delete(version));
    return asked;
  }

  /** What became of the categories from a version to a later one. */
  async map(from: number, to: number): Promise<VersionMap> {
    const old = await this.schema(from);
    if (from === to) return unchanged(old);
    const { links } = await this.#request<{ links: Link[] }>("schema.difference", { from, to });
    return compose(unchanged(old), mapOf(links));
  }

  preview(to: number): Promise<MigrationPreview> {
    return this.#request("migration.preview", { to });
  }

  waiting(): Promise<{ total: number; items: WaitingLabel[] }> {
    return this.#request("migration.waiting", {});
  }

  async #request<T>(method: string, params: { [name: string]: Json }): Promise<T> {
    const options = { timeout: PATIENCE, signal: this.signal };
    return (await this.channel.request<T>(method, params, options)).result;
  }
}

/** What the kernel refused, in its words; other errors are ours to see. */
export function reasonOf(error: unknown): string {
  if (error instanceof KernelError || error instanceof Error) return error.message;
  return String(error);
}
