import { type Outcome, refuse } from "../../core/outcome";
import type { Settings } from "../../core/settings";
import type { Category } from "../../core/wire";
import type { OpenCanvas } from "../canvas_model";
import type { Figure } from "../figures";
import type { Bounds, Vertex } from "../geometry";
import { hitFigure, type Reach } from "../hit";
import { difference, type Mask } from "../rle";
import { asTracks } from "../tracks/track_edits";
import { addPixels, type Ground, scopeOf, takePixels } from "./edits";
import type { FillOptions } from "./flood";
import type { Brush } from "./stroke";

/** What tools for masks act on. */
export interface MaskHost {
  readonly opened: Pick<OpenCanvas, "figures" | "index"> & Partial<Pick<OpenCanvas, "asTrack">>;
  readonly settings: Pick<Settings, "values" | "set">;
  readonly frame: number;
  readonly bounds: Bounds;
  readonly reach: Reach;
  readonly category: Category | null;
  /** Figures of the frame that are shown and not locked. */
  readonly figures: readonly Figure[];
  readonly selected: readonly Figure[];
  /** The canvas with the exact pixels of the frame; `null` while it is not there yet. */
  readonly picture: HTMLCanvasElement | null;
  select(ids: Iterable<string>): void;
  take(outcome: Outcome): boolean;
}

/** The frame's masks, as the brush and its kin see them: which one they work on, and by which rules. */
export class MaskDesk {
  constructor(readonly host: MaskHost) {}

  get brush(): Brush {
    const { brushSize, brushShape } = this.host.settings.values;
    return { size: brushSize, shape: brushShape };
  }

  /** How flat colours are filled; lines grow with the picture: up to eight pixels wide at 1080p. */
  get fill(): FillOptions {
    const { fillTolerance, fillGap } = this.host.settings.values;
    const line = Math.max(3, Math.round(this.host.bounds.height / 135));
    return { tolerance: fillTolerance, gap: fillGap, line };
  }

  keepTolerance(fillTolerance: number): void {
    const { settings } = this.host;
    if (fillTolerance !== settings.values.fillTolerance) settings.set({ fillTolerance });
  }

  /** All masks of the frame, hidden and locked ones too. */
  get all(): readonly Figure[] {
    const { opened, frame } = this.host;
    return opened.figures.on(frame).filter((one) => this.#fits(one));
  }

  get #open(): readonly Figure[] {
    return this.host.figures.filter((one) => this.#fits(one));
  }

  /** Whether it is a mask of the picture's size: another program may have stored one of another. */
  #fits({ kind, shape }: Figure): boolean {
    if (kind !== "mask") return false;
    const [height, width] = (shape as Mask).size;
    return height === this.host.bounds.height && width === this.host.bounds.width;
  }

  /**
   * The mask that gestures change: the one that is selected, or the one of all pixels of the category where such
   * are being painted; `null` where the next gesture begins a new one.
   */
  get target(): Figure | null {
    const { selected, settings, category } = this.host;
    const open = this.#open;
    const chosen = open.filter(({ id }) => selected.some((one) => one.id === id));
    if (chosen.length) return chosen.length === 1 ? (chosen[0] as Figure) : null;
    if (settings.values.maskScope === "instance") return null;
    return (
      open.find(
        (one) =>
          scopeOf(one.annotation) === "semantic" &&
          one.category === (category?.category_id ?? null),
      ) ?? null
    );
  }

  /** The masks from which pixels are taken at a place: those that are selected, else the foremost there. */
  targetsAt(at: Vertex): readonly Figure[] {
    const { selected, reach } = this.host;
    const open = this.#open;
    const chosen = open.filter(({ id }) => selected.some((one) => one.id === id));
    if (chosen.length) return chosen;
    const found = hitFigure(open, at, reach);
    return found ? [found] : [];
  }

  get #ground(): Ground {
    const { opened, frame, category, settings } = this.host;
    const { maskScope, maskOverlap } = settings.values;
    const open = new Set(this.#open);
    return {
      place: { pts: opened.index.ptsOf(frame), ordinal: frame },
      category,
      scope: maskScope,
      overlap: maskOverlap,
      masks: this.all,
      open: (figure) => open.has(figure),
    };
  }

  /** Add pixels to the mask in work, or begin a new one with them, and select it. */
  add(pixels: Mask, target: Figure | null = this.target): boolean {
    const made = addPixels(pixels, target, this.#ground);
    const { opened, bounds } = this.host;
    const outcome = opened.asTrack ? { ...made, ...asTracks(made, bounds) } : made;
    const taken = this.host.take(outcome);
    if (taken && outcome.id) this.host.select([outcome.id]);
    return taken;
  }

  takeFrom(targets: readonly Figure[], pixels: Mask): boolean {
    if (!targets.length) return this.host.take(refuse("There is no mask to take pixels from."));
    return this.host.take(takePixels(pixels, targets));
  }

  /** What a gesture left of a mask: all of it, or `null` for nothing. */
  replace(target: Figure, now: Mask | null): boolean {
    const was = target.shape as Mask;
    return this.takeFrom([target], now ? difference(was, now) : was);
  }

  /** The exact pixels of the frame; `null` while they are not there yet. */
  pixels(): ImageData | null {
    const { picture } = this.host;
    const context = picture?.getContext("2d");
    return picture && context ? context.getImageData(0, 0, picture.width, picture.height) : null;
  }
}
