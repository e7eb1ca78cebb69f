/** What designer and kernel say to each other; see docs/template_designer.md. */
import type { TemplateJson } from "./draft";

/** Something to mend, and where: `categories.categories[2].name`. What is not fatal may be published. */
export interface Problem {
  readonly at: string;
  readonly message: string;
  readonly fatal: boolean;
}

/** A template that one can start from. */
export interface Card {
  readonly source: "gallery" | "store" | "draft";
  readonly template_id: string;
  readonly version: number;
  readonly name: string;
  readonly description: string;
  readonly kinds: readonly string[];
  readonly colours: readonly string[];
  readonly categories: number;
  /** Who made it and when, where the store knows. */
  readonly person?: string;
  readonly created?: string;
}

/** A category schema that can be chosen. */
export interface SchemaCard {
  readonly schema_id: string;
  readonly version: number;
  readonly from: "gallery" | "store";
  readonly categories: number;
}

/** A rule that a template can have, and which parameters it takes. */
export interface RuleTold {
  readonly rule: string;
  readonly label: string;
  readonly needs: readonly string[];
  readonly takes: readonly string[];
  readonly one_of: readonly string[];
  readonly counts: string;
}

/** What the preview plays. */
export interface PreviewMedia {
  readonly name: string;
  readonly release_id: string;
  readonly frames: number;
  /** `given`: what the designer was called with; else the demo episode, or a clip made on the fly. */
  readonly origin: "given" | "demo" | "made";
}

export interface DesignerHello {
  readonly protocol: number;
  readonly person: string;
  readonly project: string;
  /** Key under which this browser keeps what was not sent yet. */
  readonly outbox: string;
  /** The draft under work, or `null` where one has yet to start. */
  readonly document: TemplateJson | null;
  /** The newest published version of it; 0 where there is none. */
  readonly published: number;
  readonly problems: readonly Problem[];
  readonly cards: readonly Card[];
  readonly schemas: readonly SchemaCard[];
  readonly rules: readonly RuleTold[];
  readonly media: PreviewMedia | null;
  readonly history?: HistoryTold | null;
}

/** What earlier pages did to a draft, the newest first: changes of fields (`null`: gone), each made to what the one before left. */
export interface HistoryTold {
  readonly undo: readonly TemplateJson[];
  readonly redo: readonly TemplateJson[];
}

/** A draft that the kernel has opened, made or read. */
export interface OpenedDraft {
  readonly document: TemplateJson;
  readonly published: number;
  readonly problems: readonly Problem[];
  readonly units: UnitsTold | null;
  readonly history?: HistoryTold | null;
  /** What could not be taken over from a file, in words. */
  readonly notes?: readonly string[];
}

/** How many units the preview's release would make, or why that is not known. */
export interface UnitsTold {
  readonly count: number | null;
  readonly words: string;
}

export interface SavedDraft {
  readonly problems: readonly Problem[];
  readonly units: UnitsTold | null;
}

export interface PublishedVersion {
  readonly version: number;
  readonly person: string;
  readonly created: string;
  readonly note: string;
}

/** One thing that two versions differ in, in words; `was` and `now` are empty where there is nothing to show. */
export interface DifferenceLine {
  readonly at: string;
  readonly what: string;
  readonly was: string;
  readonly now: string;
}
