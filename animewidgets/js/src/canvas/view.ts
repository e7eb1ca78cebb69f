/** How the picture lies on the stage: picture pixels ↔ CSS pixels. Pure; a view is a value. */
import type { Vertex } from "./geometry";

/** What is shown and on what: the picture's pixels as they are stored, the stage in CSS pixels. */
export interface Stage {
  /** Pixels of the decoded picture after rotation. */
  readonly picture: { readonly width: number; readonly height: number };
  /** By how much a pixel is wider, and taller, than it is tall when shown. */
  readonly stretch: { readonly x: number; readonly y: number };
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
  /** Pixels of the screen per CSS pixel. */
  readonly ratio: number;
}

/** CSS pixels per picture pixel, and the place of the picture (in its pixels) in the middle of the stage. */
export interface View {
  readonly zoom: number;
  readonly x: number;
  readonly y: number;
}

export const LARGEST_ZOOM = 64;
/** From here on the borders of pixels are drawn. */
export const GRID_ZOOM = 8;
/** Part of the stage that the whole picture takes. */
const FILLS = 0.98;

const scales = ({ stretch }: Stage, zoom: number) => ({ x: zoom * stretch.x, y: zoom * stretch.y });

/** The zoom at which the whole picture is seen. */
export function fitZoom(stage: Stage): number {
  const { picture, stretch, width, height } = stage;
  const across = (width * FILLS) / Math.max(1, picture.width * stretch.x);
  const down = (height * FILLS) / Math.max(1, picture.height * stretch.y);
  return Math.max(1 / 64, Math.min(LARGEST_ZOOM, across, down));
}

export function whole(stage: Stage): View {
  const { width, height } = stage.picture;
  return { zoom: fitZoom(stage), x: width / 2, y: height / 2 };
}

export function toScreen(stage: Stage, view: View, [x, y]: Vertex): Vertex {
  const scale = scales(stage, view.zoom);
  return [stage.width / 2 + (x - view.x) * scale.x, stage.height / 2 + (y - view.y) * scale.y];
}

export function toPicture(stage: Stage, view: View, [x, y]: Vertex): Vertex {
  const scale = scales(stage, view.zoom);
  return [view.x + (x - stage.width / 2) / scale.x, view.y + (y - stage.height / 2) / scale.y];
}

/** Zoom by a factor; the place of the picture under a point of the stage stays under it. */
export function zoomAt(stage: Stage, view: View, factor: number, at: Vertex): View {
  const least = Math.min(1 / stage.ratio, fitZoom(stage)) / 2;
  const zoom = Math.min(LARGEST_ZOOM, Math.max(least, view.zoom * factor));
  const [x, y] = toPicture(stage, view, at);
  const scale = scales(stage, zoom);
  return clamp(stage, {
    zoom,
    x: x - (at[0] - stage.width / 2) / scale.x,
    y: y - (at[1] - stage.height / 2) / scale.y,
  });
}

/** Move the picture by so many CSS pixels. */
export function pan(stage: Stage, view: View, right: number, down: number): View {
  const scale = scales(stage, view.zoom);
  return clamp(stage, { ...view, x: view.x - right / scale.x, y: view.y - down / scale.y });
}

/** One pixel of the picture on one of the screen, about what is in the middle. */
export function actualSize(stage: Stage, view: View): View {
  return clamp(stage, { ...view, zoom: 1 / stage.ratio });
}

/** The middle of the stage stays on the picture. */
export function clamp(stage: Stage, view: View): View {
  const { width, height } = stage.picture;
  return {
    zoom: view.zoom,
    x: Math.min(width, Math.max(0, view.x)),
    y: Math.min(height, Math.max(0, view.y)),
  };
}

/** Show a rectangle of the picture with some room around it. */
export function show(
  stage: Stage,
  box: { x: number; y: number; width: number; height: number },
): View {
  const { stretch } = stage;
  const across = stage.width / Math.max(1, box.width * stretch.x);
  const down = stage.height / Math.max(1, box.height * stretch.y);
  const zoom = Math.min(LARGEST_ZOOM / 4, Math.max(fitZoom(stage), Math.min(across, down) * 0.6));
  return clamp(stage, { zoom, x: box.x + box.width / 2, y: box.y + box.height / 2 });
}

/** What of the picture is seen, in its pixels; may reach over its borders. */
export function seen(stage: Stage, view: View) {
  const [x, y] = toPicture(stage, view, [0, 0]);
  const [right, bottom] = toPicture(stage, view, [stage.width, stage.height]);
  return { x, y, width: right - x, height: bottom - y };
}

/** Whether some of the picture is out of sight. */
export function isPart(stage: Stage, view: View): boolean {
  const { x, y, width, height } = seen(stage, view);
  const { picture } = stage;
  return x > 0.5 || y > 0.5 || x + width < picture.width - 0.5 || y + height < picture.height - 0.5;
}

/** The zoom in words: screen pixels per picture pixel. */
export function zoomInWords(stage: Stage, view: View): string {
  const percent = view.zoom * stage.ratio * 100;
  return `${percent < 10 ? percent.toFixed(1) : Math.round(percent)} %`;
}
