import type { AnnotationState, Category } from "../core/wire";

/** What became of a label, from the best to the worst. */
export const OUTCOMES = ["exact", "moved", "in_hold", "changed", "review", "unmappable"] as const;
export type Outcome = (typeof OUTCOMES)[number];

export interface Task {
  readonly project: string;
  readonly release_id: string;
  readonly release: string;
  readonly counts: Readonly<Record<string, number>>;
}

export interface Recent {
  readonly digest: string;
  readonly file: string;
  readonly name: string;
  readonly labels: number;
  readonly bytes: number;
  /** Seconds since 1970. */
  readonly opened: number;
}

export interface LibraryTold {
  readonly media: readonly {
    readonly release_id: string;
    readonly name: string;
    readonly from: "page" | "library";
  }[];
  readonly folders: readonly string[];
  readonly troubles: readonly string[];
}

export interface MapTold {
  readonly name: string;
  readonly source: string | null;
  readonly target: string | null;
  readonly matches: number;
  readonly pieces: number;
  readonly confidence: number;
}

export interface GiveTold {
  readonly tasks: readonly Task[];
  readonly extras: readonly string[];
  readonly folder: string;
}

export interface PairsHello {
  readonly protocol: number;
  readonly outbox: string;
  readonly person: string;
  readonly project: string;
  /** Whether files and folders of the kernel's machine may be named. */
  readonly paths: boolean;
  /** Addresses of the server's pages by their names. */
  readonly pages: Readonly<Record<string, string>>;
  readonly give: GiveTold;
  readonly take: {
    readonly largest: number;
    readonly piece: number;
    readonly recent: readonly Recent[];
  };
  readonly library: LibraryTold;
  readonly maps: readonly MapTold[];
}

export interface ReleaseTold {
  readonly release_id: string;
  readonly title: string | null;
  readonly labels: number;
  readonly frames: number;
  readonly seconds: number;
  readonly frame_rate: readonly [number, number];
  readonly width: number;
  readonly height: number;
}

/** What a pairs file holds. */
export interface Contents {
  readonly name: string;
  readonly created: string;
  readonly licence: string;
  readonly made_with: string;
  readonly contributors: readonly { readonly name: string; readonly labels: number }[];
  readonly counts: Readonly<Record<"annotations" | "versions" | "releases" | "frames", number>>;
  readonly kinds: readonly { readonly kind: string; readonly count: number }[];
  readonly hashed: number;
  readonly releases: readonly ReleaseTold[];
  readonly maps: number;
  readonly fingerprints: number;
  readonly included: readonly string[];
  readonly left_out: Readonly<Record<string, number>>;
}

export interface Made {
  readonly file: string;
  readonly digest: string;
  readonly bytes: number;
  readonly contents: Contents;
  readonly written: string | null;
}

export interface OpenedFile {
  readonly digest: string;
  readonly file: string;
  readonly contents: Contents;
  readonly signed_by: string | null;
  readonly recent: readonly Recent[];
}

export interface RouteTold {
  readonly release_id: string;
  readonly title: string | null;
  readonly how: string;
  readonly target: string | null;
  readonly target_name: string | null;
  /** Whether its pictures can be seen here. */
  readonly seen: boolean;
  readonly why: string;
}

/** How labels were bound; their columns come as buffers, in the order of `columns`. */
export interface BindingTold {
  readonly total: number;
  readonly kinds: readonly string[];
  readonly category_ids: readonly string[];
  readonly categories: readonly Category[];
  readonly releases: readonly string[];
  readonly reasons: readonly string[];
  readonly columns: readonly (readonly [name: string, type: string])[];
  readonly routes: readonly RouteTold[];
}

type Part = AnnotationState & { readonly annotation_id: string };

/** One label as it was and as it is here. */
export interface LabelTold {
  readonly row: number;
  readonly target: string | null;
  readonly was?: Part;
  readonly parts: readonly Part[];
  readonly why: string;
  readonly confidence?: number;
  readonly contributor?: string;
}

export interface ImportedTold {
  readonly project: string;
  readonly accepted: number;
  readonly added: number;
  readonly there: number;
  readonly nudged: number;
  readonly differs: readonly (readonly [string, string])[];
  readonly differ: number;
  readonly refused: readonly (readonly [string, string])[];
  readonly refuse: number;
  readonly places: readonly {
    readonly release_id: string;
    readonly release: string;
    readonly page: string;
    readonly labels: number;
    readonly new: boolean;
  }[];
}

export interface Progress {
  readonly work: "give" | "take" | "library";
  readonly what: string;
  readonly done: number;
  readonly total: number;
}
