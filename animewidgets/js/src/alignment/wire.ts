/** What the kernel tells the alignment editor; see docs/wire.md. */
import type { AudioStream, DecoderChoice, ReleaseInfo } from "../core/wire";
import type { MapEdit } from "../timemaps/edits";
import type { Patch } from "../timemaps/patch";

export type SideName = "a" | "b";

export interface SideHello {
  release: ReleaseInfo;
  decoder: DecoderChoice;
  browser_can_demux: boolean;
  audio: AudioStream[];
  /** How many of the buffers of `hello` are its frame index. */
  buffers: number;
}

/** One step in the log of a map. An undo takes back the newest edit that stands, a redo brings it again. */
export interface MapStep {
  step_id: string;
  kind: "edit" | "undo" | "redo";
  edit?: MapEdit | null;
  person?: string;
  created?: string | number;
}

/** Two frames that a person says are the same instant, in ticks of either release. */
export interface Anchor {
  source: number;
  target: number;
}

export interface AlignmentHello {
  protocol: 1;
  a: SideHello;
  b: SideHello;
  /** The map as it stands, and what it began with; `null` where nobody has aligned the two yet. */
  map: Patch | null;
  base: Patch | null;
  map_id: string;
  steps: MapStep[];
  anchors: Anchor[];
  person: string;
  project: string;
  /** Whether the kernel can look for a map by itself. */
  can_align: boolean;
  /** Whether it does so now. */
  aligning?: boolean;
  roles: string[];
}

export interface StepReply {
  /** Its number in the log. */
  step: number;
  map?: Patch | null;
}

export interface AlignProgress {
  share: number;
  what: string;
}
