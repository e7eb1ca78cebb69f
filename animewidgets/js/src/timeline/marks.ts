import type { Live } from "../core/edits";
import type { FrameIndex } from "../video/frame_index";
import { type AudioEvent, type AudioLane, audioEventsOf, audioLanesOf } from "./audio_events";
import { type Boundary, boundariesOf } from "./boundaries";
import { type Shot, shotsOf } from "./cuts";
import { type Line, linesOf, type SubtitleFile } from "./lines";
import { type Lane, lanesOf, type Segment, segmentsOf } from "./segments";

/**
 * Everything that is derived from one live state: make one per state and keep it. Each part is
 * worked out when it is first asked for, once.
 */
export class Marks {
  #shots: readonly Shot[] | undefined;
  #segments: readonly Segment[] | undefined;
  #lanes: readonly Lane[] | undefined;
  #lines: readonly Line[] | undefined;
  #events: readonly AudioEvent[] | undefined;
  #audioLanes: readonly AudioLane[] | undefined;
  #boundaries: readonly Boundary[] | undefined;
  #kept = new Map<string, unknown>();

  constructor(
    readonly live: Live,
    readonly index: FrameIndex,
    readonly subtitles: readonly SubtitleFile[] = [],
    readonly knownLanes: readonly string[] = [],
    readonly knownAudioLanes: readonly string[] = [],
  ) {}

  get shots(): readonly Shot[] {
    this.#shots ??= shotsOf(this.live, this.index);
    return this.#shots;
  }

  /** Of all lanes, in order of time. */
  get segments(): readonly Segment[] {
    this.#segments ??= segmentsOf(this.live, this.index);
    return this.#segments;
  }

  get lanes(): readonly Lane[] {
    this.#lanes ??= lanesOf(this.segments, this.knownLanes);
    return this.#lanes;
  }

  get lines(): readonly Line[] {
    this.#lines ??= linesOf(this.live, this.subtitles);
    return this.#lines;
  }

  /** The audio events of all lanes, in order of time. */
  get events(): readonly AudioEvent[] {
    this.#events ??= audioEventsOf(this.live, this.index);
    return this.#events;
  }

  get audioLanes(): readonly AudioLane[] {
    this.#audioLanes ??= audioLanesOf(this.events, this.knownAudioLanes);
    return this.#audioLanes;
  }

  get boundaries(): readonly Boundary[] {
    this.#boundaries ??= boundariesOf(this);
    return this.#boundaries;
  }

  /** What another module derives from these marks, made once per name. */
  keep<T>(name: string, make: () => T): T {
    if (!this.#kept.has(name)) this.#kept.set(name, make());
    return this.#kept.get(name) as T;
  }
}
