/** What the kernel tells the category designer; see docs/wire.md. */
import type { Told } from "../core/history";
import type { CategorySchema } from "../core/wire";
import type { SchemaChange } from "./changes";

/** One gesture in a draft, as it is kept and sent: what it changes, or which one it takes or brings back. */
export interface DraftStep extends Told {
  edits: SchemaChange[];
}

export interface VersionInfo {
  version: number;
  person: string;
  /** Microseconds since 1970. */
  created_us: number;
  note: string;
}

/** How much a category is used in the project's annotations. */
export interface Usage {
  category_id: string;
  annotations: number;
  tasks: number;
  /** The newest of them. */
  examples: { release_id: string; pts: number }[];
}

/** A release whose media are there, so that its frames can be seen. */
export interface KnownRelease {
  release_id: string;
  name: string;
}

export interface DesignerHello {
  protocol: 1;
  outbox: string;
  person: string;
  project: string;
  /** Whether this person may publish. Who has not published yet is the maintainer of what comes of it. */
  maintainer: boolean;
  /** The schema on which the draft stands; its version is 0 as long as nothing is published. */
  schema: CategorySchema;
  /** The newest version, where somebody has published since the draft began. */
  newest: CategorySchema | null;
  draft: { base_version: number; commits: DraftStep[] };
  /** Identities that categories of some version had, and that none has any more. */
  retired: string[];
  versions: VersionInfo[];
  usage: Usage[];
  releases: KnownRelease[];
}
