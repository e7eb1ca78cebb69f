import { CROWDED, drawFigures } from "./draw_figures";
import type { Figure } from "./figures";
import type { Scene } from "./scene";
import { type Stage, seen, toScreen, type View } from "./view";

/** CSS pixels around the stage that are drawn as well, so that moving the picture needs nothing new for a while. */
const MARGIN = 192;
/** Milliseconds without another view after which the crowd is drawn exactly. */
const SETTLED = 140;
/** Milliseconds that drawing it may take while the view changes with each frame. */
const CHEAP = 7;
/** How much larger or smaller than it was drawn the crowd is shown while zooming. */
const MOST_SCALED = 3;

interface Drawn {
  readonly figures: readonly Figure[];
  readonly scene: Scene;
  readonly canvas: HTMLCanvasElement;
  /** Milliseconds that it took. */
  readonly took: number;
}

/**
 * Very many shapes of one frame, drawn once onto a canvas of their own. While the picture is moved or zoomed that
 * canvas is; when the view has settled they are drawn again where they exactly are.
 */
export class CrowdLayer {
  #drawn: Drawn | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The view that was asked for last, and when. */
  #asked: { view: View; at: number } | null = null;

  constructor(
    /** Called when the view has settled and the crowd should be drawn again. */
    readonly settled: () => void,
    readonly now: () => number = () => performance.now(),
  ) {}

  /** Make the crowd of a scene ready, where there is one; what of the figures is left to be drawn one by one. */
  prepare(scene: Scene): readonly Figure[] {
    if (scene.figures.length <= CROWDED) {
      this.#drawn = null;
      return scene.figures;
    }
    const changed = scene.draft?.shapes;
    const apart: Figure[] = [];
    const crowd: Figure[] = [];
    for (const figure of scene.figures) {
      const rests = figure.kind !== "mask" && !figure.track && !changed?.has(figure.id);
      (rests ? crowd : apart).push(figure);
      if (rests && (scene.selected.has(figure.id) || figure.id === scene.hover)) apart.push(figure);
    }
    if (!this.#serves(scene, crowd)) this.#make(scene, crowd);
    return this.#drawn ? apart : scene.figures;
  }

  /** Draw what was made ready. */
  show(context: CanvasRenderingContext2D, scene: Scene): void {
    if (!this.#drawn) return;
    const { canvas, scene: before } = this.#drawn;
    const { stage, view } = scene;
    const ratio = view.zoom / before.view.zoom;
    const wide = widened(stage);
    const [middleX, middleY] = toScreen(stage, view, [before.view.x, before.view.y]);
    const [width, height] = [wide.width * ratio, wide.height * ratio];
    const snap = (value: number) => Math.round(value * stage.ratio) / stage.ratio;
    context.imageSmoothingEnabled = false;
    context.drawImage(canvas, snap(middleX - width / 2), snap(middleY - height / 2), width, height);
    context.imageSmoothingEnabled = true;
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#drawn = null;
  }

  /** Whether what was drawn may be shown for a scene; asks to be drawn again where it is not exact. */
  #serves(scene: Scene, crowd: readonly Figure[]): boolean {
    const drawn = this.#drawn;
    const { view } = scene;
    const now = this.now();
    const asked = this.#asked;
    if (asked?.view !== view) this.#asked = { view, at: now };
    if (!drawn || !sameLook(drawn, scene, crowd)) return false;
    const before = drawn.scene;
    if (before.view === view || isWholeStep(before, scene)) return true;
    // Somebody looks at it standing still: it has to be right.
    if (asked?.view === view && now - asked.at >= SETTLED) return false;
    const ratio = view.zoom / before.view.zoom;
    const covers = ratio === 1 ? isCovered(before, scene) : true;
    const near = ratio < MOST_SCALED && ratio > 1 / MOST_SCALED;
    if (drawn.took <= CHEAP && !(ratio === 1 && covers)) return false;
    if (!near || (!covers && drawn.took <= 40)) return false;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.settled(), SETTLED + 10);
    return true;
  }

  #make(scene: Scene, crowd: readonly Figure[]): void {
    const { stage } = scene;
    const wide = widened(stage);
    const canvas = this.#drawn?.canvas ?? document.createElement("canvas");
    const [across, down] = [wide.width, wide.height].map((side) =>
      Math.round(side * stage.ratio),
    ) as [number, number];
    if (canvas.width !== across || canvas.height !== down) {
      canvas.width = across;
      canvas.height = down;
    }
    const context = canvas.getContext("2d");
    if (!context) return;
    const began = this.now();
    context.setTransform(across / wide.width, 0, 0, down / wide.height, 0, 0);
    context.clearRect(0, 0, wide.width, wide.height);
    context.lineJoin = "round";
    const plain: Scene = { ...scene, stage: wide, selected: NONE, hover: null, draft: null };
    drawFigures(context, plain, inSight(plain, crowd), true);
    this.#drawn = { figures: crowd, scene, canvas, took: this.now() - began };
  }
}

const NONE: ReadonlySet<string> = new Set();

const widened = (stage: Stage): Stage => ({
  ...stage,
  width: stage.width + 2 * MARGIN,
  height: stage.height + 2 * MARGIN,
});

function sameLook({ figures, scene: before }: Drawn, scene: Scene, crowd: readonly Figure[]) {
  return (
    before.stage === scene.stage &&
    before.categories === scene.categories &&
    before.locked === scene.locked &&
    figures.length === crowd.length &&
    figures.every((one, n) => one === crowd[n])
  );
}

/** Whether the picture was moved by whole pixels of the screen, no further than what was drawn reaches. */
function isWholeStep(before: Scene, scene: Scene): boolean {
  if (before.view.zoom !== scene.view.zoom || !isCovered(before, scene)) return false;
  const { ratio } = scene.stage;
  return moved(before, scene).every(
    (way) => Math.abs(way * ratio - Math.round(way * ratio)) < 1e-3,
  );
}

const isCovered = (before: Scene, scene: Scene): boolean =>
  moved(before, scene).every((way) => Math.abs(way) <= MARGIN);

/** CSS pixels by which the picture was moved, at the same zoom. */
function moved(before: Scene, { stage, view }: Scene): [number, number] {
  const scale = view.zoom;
  return [
    (before.view.x - view.x) * scale * stage.stretch.x,
    (before.view.y - view.y) * scale * stage.stretch.y,
  ];
}

function inSight(scene: Scene, figures: readonly Figure[]): readonly Figure[] {
  const { x, y, width, height } = seen(scene.stage, scene.view);
  return figures.filter(
    ({ extent }) =>
      extent.x <= x + width &&
      extent.y <= y + height &&
      extent.x + extent.width >= x &&
      extent.y + extent.height >= y,
  );
}
