import type { Category } from "../core/wire";
import type { Colours } from "../ui/colours";
import type { Extent, Viewport } from "../ui/time_view";
import type { Filmstrip } from "../video/filmstrip";
import type { FrameIndex } from "../video/frame_index";
import type { Active } from "./active";
import type { Proposal } from "./candidates";
import type { Shot } from "./cuts";
import type { Marks } from "./marks";
import type { SoundShown } from "./sound_shown";
import type { Strips } from "./strips";

export { lowerBound, within } from "../core/sorted";

/** A boundary on its way to another frame. */
export interface Drag {
  readonly from: number;
  readonly to: number;
}

/** A layer of candidates, with those that pass its threshold and say something new. */
export interface LayerShown {
  readonly name: string;
  readonly colour: string;
  readonly proposals: readonly Proposal[];
}

/** Everything that the canvases show; what they draw is a function of it. */
export interface Scene {
  readonly view: Viewport;
  readonly extent: Extent;
  readonly strips: Strips;
  readonly index: FrameIndex;
  /** Ordinals of the container's key frames, ascending. */
  readonly keyFrames: readonly number[];
  readonly filmstrip: Filmstrip;
  readonly sound: SoundShown | null;
  /** What is marked; while something is dragged, as it would be if it were let go now. */
  readonly marks: Marks;
  readonly layers: readonly LayerShown[];
  /** Of all layers, in order of time, the best of each frame. */
  readonly proposals: readonly Proposal[];
  readonly categories: ReadonlyMap<string, Category>;
  readonly active: Active;
  readonly remarkOf: (shot: Shot) => { comment: boolean; uncertain: boolean };
  readonly frame: number;
  readonly drag: Drag | null;
  /** The tick that what is dragged has caught on. */
  readonly snapped: number | null;
  /** The in mark of a segment whose out mark is still to come. */
  readonly pendingIn: number | null;
  /** The tick at which an event was begun whose end is still to come, by lane of sounds. */
  readonly begun: ReadonlyMap<string, number>;
  /** The frame under the pointer. */
  readonly hover: number | null;
  readonly colours: Colours;
}
