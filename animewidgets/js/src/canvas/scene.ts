import type { SettingsValues } from "../core/settings";
import type { Category } from "../core/wire";
import type { Colours } from "../ui/colours";
import type { AssistShown } from "./assist/draw_assist";
import type { CrowdLayer } from "./crowd_layer";
import type { Caught } from "./edge_snap";
import type { Figure } from "./figures";
import type { Vertex } from "./geometry";
import type { MaskLayer } from "./masks/layer";
import type { BrushShown } from "./masks/ring";
import type { Spot } from "./shapes";
import type { Draft } from "./tools/tool";
import type { Stage, View } from "./view";

/** All that a drawing of the stage is a function of. */
export interface Scene {
  readonly stage: Stage;
  readonly view: View;
  /** What is shown of the frame, the last on top. */
  readonly figures: readonly Figure[];
  /** What optical flow proposes for the frame. */
  readonly proposed: readonly Figure[];
  readonly selected: ReadonlySet<string>;
  readonly locked: ReadonlySet<string>;
  readonly categories: ReadonlyMap<string, Category>;
  /** Of the next shape. */
  readonly category: Category | null;
  readonly draft: Draft | null;
  readonly spot: { readonly id: string; readonly spot: Spot } | null;
  readonly hover: string | null;
  /** Where the lines of a drawing tool cross, in CSS pixels; `null` without one. */
  readonly cross: Vertex | null;
  readonly colours: Colours;
  /** What assistants propose, and what was marked for them. */
  readonly assist?: AssistShown | null;
  readonly values: SettingsValues;
  /** Where an edge in the picture has caught the pointer. */
  readonly caught: Caught | null;
  /** Whether selected boxes have the handle that turns them. */
  readonly turns: boolean;
  /** Whether the border and grid of the picture are left out: they stand below. */
  readonly bare?: boolean;
  /** Draws very many shapes as one. */
  readonly crowd?: CrowdLayer;
  /** The brush under the pointer; `null` without one. */
  readonly brush?: BrushShown | null;
  /** Draws the masks of this view. */
  readonly masks?: MaskLayer;
}
