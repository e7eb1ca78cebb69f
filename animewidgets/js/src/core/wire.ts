/** The messages of docs/wire.md as types. Field names are those of the JSON, snake case and all. */
import type { GuideHello } from "../guide/wire";

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export type Kind =
  | "cut"
  | "segment"
  | "tag"
  | "box"
  | "polygon"
  | "mask"
  | "point"
  | "track"
  | "audio_event"
  | "text"
  | "frame_set";

/** What an annotation says; its identity and version stand beside it. Times in ticks. */
export interface AnnotationState {
  kind: Kind;
  start_pts: number;
  end_pts?: number | null;
  category?: string | null;
  geometry?: { [key: string]: Json } | null;
  attributes?: { [key: string]: Json };
  source?: string;
  score?: number | null;
  comment?: string | null;
  uncertain?: boolean;
}

/** A live annotation: its state at its newest version. */
export interface Annotation extends AnnotationState {
  annotation_id: string;
  version: number;
}

export type Op = "create" | "update" | "delete";

export interface Edit {
  op: Op;
  annotation_id: string;
  base_version: number;
  before: AnnotationState | null;
  after: AnnotationState | null;
  /** On the wire only: where the masks before and after differ; their geometry is then left out. */
  xor?: { readonly size: readonly [number, number]; readonly counts: string };
}

export type Action = "do" | "undo" | "redo";

export interface Commit {
  commit_id: string;
  action: Action;
  reverts: string | null;
  active_ms: number;
  tool: string;
  edits: Edit[];
  /** The version of the schema that its categories are of. */
  schema_version?: number;
}

/** A commit as the log tells it back. */
export type LoggedCommit = Pick<Commit, "commit_id" | "action" | "reverts" | "edits">;

export interface Receipt {
  commit_id: string;
  number: number;
  created_us: number;
  repeated: boolean;
}

export interface WireError {
  kind: string;
  message: string;
  data?: { [key: string]: Json };
}

export interface CommitReply {
  receipts: Receipt[];
  refused?: { commit_id: string; error: WireError };
}

/** Another version of the categories, on which the task stands from now on. */
export interface SchemaNews {
  schema_id: string;
  version: number;
  categories: Category[];
  groups: CategoryGroup[];
  /** What became of the categories that the page had: of those whose labels go elsewhere. */
  links?: { [category_id: string]: { targets: string[]; then: string | null } };
}

export interface ChangesReply {
  number: number;
  schema_version?: number;
  /** There where the page has another version. */
  schema?: SchemaNews;
  annotations: Annotation[];
  deleted: { annotation_id: string; version: number }[];
}

export interface Category {
  category_id: string;
  name: string;
  colour: string;
  hotkey: string | null;
  parent: string | null;
  /** When to choose it, in Markdown. */
  description?: string;
  /** What else can be said of a thing of it. */
  attributes?: CategoryAttribute[];
  /** The key points that its points are. */
  skeleton?: Skeleton;
  /** What it is called in other languages. */
  translations?: Translation[];
  /** Frames that show what it means. */
  examples?: FrameExample[];
}

/** A name, and when to choose it, in a language by its BCP 47 tag. */
export interface Translation {
  language: string;
  name: string;
  description?: string;
}

/** A frame of a release, and what is to be seen on it. */
export interface FrameExample {
  release_id: string;
  pts: number;
  note?: string;
}

export type AttributeKind = "text" | "number" | "choice" | "flag" | "time";
export type AttributeValue = string | number | boolean;

export interface CategoryAttribute {
  name: string;
  kind: AttributeKind;
  choices?: string[];
  unit?: string;
  minimum?: number;
  maximum?: number;
  required?: boolean;
  default?: AttributeValue;
  description?: string;
}

/** Key points by name, in the order in which they are placed; left is the thing's own left. */
export interface Skeleton {
  names: string[];
  edges?: [string, string][];
  mirrored?: [left: string, right: string][];
  left_colour?: string;
  right_colour?: string;
}

/** Categories that belong together; of an exclusive group at most one holds at a time. */
export interface CategoryGroup {
  name: string;
  members: string[];
  exclusive: boolean;
}

/** A schema as `schema_to_json` of Python writes it; the order of categories is that of siblings. */
export interface CategorySchema {
  schema_id: string;
  version: number;
  categories: Category[];
  groups?: CategoryGroup[];
}

/** What a candidate proposes: a hard cut, or a gradual one with its span. */
export type CandidateKind = "cut" | "dissolve" | "fade-in" | "fade-out" | "wipe";

export interface Candidate {
  pts: number;
  score: number;
  layer: string;
  /** A hard cut where it is absent. */
  kind?: CandidateKind;
  /** The half-open span of mixed frames, for the gradual kinds. */
  from_pts?: number;
  until_pts?: number;
}

/** A layer of candidates: its name, `#rrggbb`, and the score from which on its candidates are shown. */
export interface CandidateLayer {
  name: string;
  colour: string;
  threshold: number;
}

export interface CandidatesEvent {
  candidates: Candidate[];
  layers: CandidateLayer[];
}

/** A subtitle file or an embedded track of text. */
export interface SubtitleInfo {
  /** Identity of its text: a digest. */
  source: string;
  name: string;
  format: string;
  language: string | null;
  /** How many lines it has. */
  count: number;
}

/** One line, at the times of its file. */
export interface SubtitleLine {
  /** Index in the file. */
  line: number;
  start_pts: number;
  end_pts: number;
  text: string;
  /** Empty where the format has none. */
  style: string;
  speaker: string;
}

export interface SubtitleLinesReply {
  lines: SubtitleLine[];
}

export interface ReleaseInfo {
  release_id: string;
  name: string;
  /** Seconds per tick, as [numerator, denominator]. */
  time_base: [number, number];
  frame_count: number;
  /** Average frames per second, as [numerator, denominator]; for display and grids only. */
  frame_rate: [number, number];
  end_pts: number;
  /** Pixels of the decoded picture, after rotation. */
  width: number;
  height: number;
  /** Clockwise degrees that the player turns the coded picture by: 0, 90, 180, 270. */
  rotation: number;
  pixel_aspect: [number, number];
  codec: string;
  container: string;
  byte_size: number;
  /** Whether packet times differ from presented times (edit lists that cut). */
  packets_differ: boolean;
  /** What is wrong with the media file and what of it can still be used, in words. */
  warnings: string[];
}

/** A stream of sound that can be decoded; times in microseconds on the pictures' axis, null: not told. */
export interface AudioStream {
  stream: number;
  codec: string;
  rate: number;
  channels: number;
  language: string | null;
  title: string | null;
  start_us: number | null;
  duration_us: number | null;
}

export type DecoderChoice = "auto" | "browser" | "kernel";

/** What `hello` tells every editor of a task. */
export interface TaskHello {
  protocol: 1;
  outbox: string;
  person: string;
  task: { task_id: string; project: string; template: string; guidelines: string };
  release: ReleaseInfo;
  decoder: DecoderChoice;
  browser_can_demux: boolean;
  /** Empty: no sound. */
  audio: AudioStream[];
  categories: Category[];
  groups?: CategoryGroup[];
  /** Which version of which schema they are, and the newest that there is. */
  schema?: { schema_id: string; version: number; newest: number };
  annotations: Annotation[];
  history: LoggedCommit[];
  number: number;
  /** What guides through the task, where the template has it. */
  guide?: GuideHello;
}

/** What it tells the timeline editor besides. */
export interface Hello extends TaskHello {
  candidates: Candidate[];
  layers: CandidateLayer[];
  subtitles: SubtitleInfo[];
  /** Lanes for audio events, from top to bottom; `null` or absent where the task takes none. */
  audio_lanes?: string[] | null;
}

export interface PicturesReply {
  ordinals: number[];
  width: number;
  height: number;
  mime: string;
}

/** Samples by number: sample n sounds at n / rate seconds; interleaved int16 in the buffer. */
export interface SamplesReply {
  stream: number;
  rate: number;
  channels: number;
  start: number;
  stop: number;
}

/** Tiles of a waveform or spectrogram, one per buffer. */
export interface TilesReply {
  stream: number;
  level: number;
  tiles: number[];
  /** Whether all columns of each tile are known; ask again for those that are not. */
  complete: boolean[];
  /** When column 0 begins. */
  origin_us: number;
}
