import type { Kind } from "../core/wire";

export type UnitKind =
  | "episode"
  | "shot"
  | "span"
  | "every-nth-frame"
  | "drawing"
  | "key-frames"
  | "chosen-frames";

export interface UnitRule {
  of: UnitKind;
  seconds?: number;
  overlap?: number;
  every?: number;
}

export interface PrelabelInfo {
  source: string;
  /** What the assistant is called, where it is one. */
  assistant: string | null;
  threshold: number | null;
  /** Whether a person starts it; else it is done as the task is opened. */
  confirm: boolean;
  lane: string | null;
  category: string | null;
}

/** `hello.guide`: what the page tells of the template. */
export interface GuideHello {
  template_id: string;
  version: number;
  name: string;
  description: string;
  page: "timing" | "shapes" | "sounds";
  kinds: Kind[];
  unit: UnitRule;
  hotkeys: Record<string, string[]>;
  required: string[];
  prelabels: PrelabelInfo[];
  /** Lanes of segments that the page begins with. */
  lanes: string[];
  /** Whether drawing begins as tracks. */
  track: boolean;
  overlap: number;
  licence: string;
  authors: string[];
  forked_from: string | null;
}

/** What is wrong with a unit. */
export interface Problem {
  rule: string;
  level: "error" | "warning";
  message: string;
  pts: number;
  annotation_id: string | null;
}

/** Buffers: int64 starts and ends, ticks. */
export interface UnitsReply {
  of: UnitKind;
  count: number;
  /** Units that this person finished, by number from 0. */
  mine: number[];
  /** Units that enough others finished. */
  others: number[];
  people: Record<string, number>;
}

export interface MarkReply {
  marked: boolean;
  problems: Problem[];
}
