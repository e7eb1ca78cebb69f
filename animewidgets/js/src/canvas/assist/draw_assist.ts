import type { Points, Ring, Vertex } from "../geometry";
import type { Scene } from "../scene";
import { markedIn } from "../shapes";
import { seen, toScreen } from "../view";
import type { Prompts } from "./prompts";
import type { Proposed } from "./proposals";

type Context = CanvasRenderingContext2D;

/** What a view shows of its assistants. */
export interface AssistShown {
  readonly proposals: readonly Proposed[];
  /** The one that keys act on. */
  readonly chosen: Proposed | null;
  readonly prompts: Prompts;
  /** A line or box that is being marked. */
  readonly pending: PendingMark | null;
}

export interface PendingMark {
  readonly line?: readonly Vertex[];
  readonly box?: { x: number; y: number; width: number; height: number };
  readonly negative: boolean;
}

/** CSS pixels between the lines that fill a proposal. */
const HATCH = 9;
/** Beyond this many only the chosen one is hatched, and has its words. */
const CROWDED = 40;
const YES = "#35d07f";
const NO = "#ff5d5d";

/** Draw what is proposed, black and white and hatched as no annotation is, and what was marked. */
export function drawAssist(context: Context, scene: Scene, shown: AssistShown): void {
  const { proposals, chosen } = shown;
  const crowded = proposals.length > CROWDED;
  const [last, ...others] = [chosen, ...proposals.filter((one) => one !== chosen)];
  for (const one of others) if (one) drawProposal(context, scene, one, false, crowded);
  if (last) drawProposal(context, scene, last, true, false);
  drawPrompts(context, scene, shown);
}

function drawProposal(
  context: Context,
  scene: Scene,
  one: Proposed,
  isChosen: boolean,
  plain: boolean,
): void {
  if (one.kind === "point") {
    for (const { x, y } of markedIn(one.shape as Points)) {
      const [left, top] = toScreen(scene.stage, scene.view, [x, y]);
      context.beginPath();
      context.arc(left, top, isChosen ? 9 : 7, 0, 2 * Math.PI);
      twoTone(context, isChosen ? 3 : 2);
    }
  }
  for (const rings of one.parts) {
    trace(context, scene, rings);
    if (!plain) hatch(context, scene, one, isChosen);
    trace(context, scene, rings);
    twoTone(context, isChosen ? 3 : 2);
  }
  if (!plain) label(context, scene, one, isChosen);
}

/** Black under white dashes: seen on whatever is drawn below, and like no annotation. */
function twoTone(context: Context, width: number): void {
  context.lineWidth = width + 1.5;
  context.strokeStyle = "rgb(0 0 0 / 90%)";
  context.stroke();
  context.lineWidth = width;
  context.strokeStyle = "#ffffff";
  context.setLineDash([5, 4]);
  context.stroke();
  context.setLineDash([]);
}

function trace(context: Context, { stage, view }: Scene, rings: readonly Ring[]): void {
  context.beginPath();
  for (const ring of rings) {
    ring.forEach((vertex, n) => {
      const [x, y] = toScreen(stage, view, vertex);
      if (n) context.lineTo(x, y);
      else context.moveTo(x, y);
    });
    context.closePath();
  }
}

/** Slanting lines within the path that was just traced. */
function hatch(context: Context, scene: Scene, { extent }: Proposed, isChosen: boolean): void {
  const { stage, view } = scene;
  const area = seen(stage, view);
  const [left, top] = toScreen(stage, view, [
    Math.max(extent.x, area.x),
    Math.max(extent.y, area.y),
  ]);
  const [right, bottom] = toScreen(stage, view, [
    Math.min(extent.x + extent.width, area.x + area.width),
    Math.min(extent.y + extent.height, area.y + area.height),
  ]);
  if (right <= left || bottom <= top) return;
  context.save();
  context.clip("evenodd");
  context.beginPath();
  const tall = bottom - top;
  const first = Math.floor((left - tall) / HATCH) * HATCH;
  for (let x = first; x < right; x += HATCH) {
    context.moveTo(x, bottom);
    context.lineTo(x + tall, top);
  }
  context.lineWidth = 3;
  context.strokeStyle = "rgb(0 0 0 / 35%)";
  context.stroke();
  context.lineWidth = isChosen ? 1.75 : 1;
  context.strokeStyle = isChosen ? "rgb(255 255 255 / 85%)" : "rgb(255 255 255 / 50%)";
  context.stroke();
  context.restore();
}

function label(context: Context, scene: Scene, one: Proposed, isChosen: boolean): void {
  const { stage, view, colours } = scene;
  const { source, score, category } = one.told;
  const name = category === null ? null : (scene.categories.get(category)?.name ?? category);
  const words = [
    score === null ? null : score.toFixed(2),
    name,
    isChosen ? `${source} · accept or reject?` : null,
  ].filter(Boolean);
  if (!words.length) return;
  const text = words.join(" ");
  context.font = `${isChosen ? "bold " : ""}11px ${colours.mono || "monospace"}`;
  context.textBaseline = "top";
  const width = context.measureText(text).width + 8;
  const [x, y] = toScreen(stage, view, [one.extent.x, one.extent.y]);
  const left = Math.max(2, Math.min(x, stage.width - width - 2));
  const top = Math.max(2, Math.min(y - 19, stage.height - 18));
  context.fillStyle = isChosen ? "#ffffff" : "rgb(0 0 0 / 75%)";
  context.fillRect(left, top, width, 16);
  context.lineWidth = 1;
  context.strokeStyle = isChosen ? "#000000" : "rgb(255 255 255 / 70%)";
  context.strokeRect(left + 0.5, top + 0.5, width - 1, 15);
  context.fillStyle = isChosen ? "#000000" : "#ffffff";
  context.fillText(text, left + 4, top + 3);
}

function drawPrompts(context: Context, scene: Scene, { prompts, pending }: AssistShown): void {
  const at = (vertex: Vertex) => toScreen(scene.stage, scene.view, vertex);
  const boxes = [...prompts.boxes, ...(pending?.box ? [pending.box] : [])];
  for (const { x, y, width, height } of boxes) {
    const [[left, top], [right, bottom]] = [at([x, y]), at([x + width, y + height])];
    context.setLineDash([8, 4]);
    halo(context, YES, 2, () => context.strokeRect(left, top, right - left, bottom - top));
    context.setLineDash([]);
  }
  const lines = [
    ...prompts.scribbles,
    ...(pending?.line ? [{ line: pending.line, negative: pending.negative }] : []),
  ];
  for (const { line, negative } of lines) {
    context.beginPath();
    line.forEach((vertex, n) => {
      const [x, y] = at(vertex);
      if (n) context.lineTo(x, y);
      else context.moveTo(x, y);
    });
    context.lineCap = "round";
    halo(context, negative ? NO : YES, 3, () => context.stroke());
    context.lineCap = "butt";
  }
  for (const { x, y, negative } of prompts.points) {
    const [left, top] = at([x, y]);
    context.beginPath();
    context.arc(left, top, 6, 0, 2 * Math.PI);
    context.fillStyle = negative ? NO : YES;
    context.fill();
    context.lineWidth = 2;
    context.strokeStyle = "#000000";
    context.stroke();
    // Colour alone never tells: a plus, or a minus.
    context.beginPath();
    context.moveTo(left - 3, top);
    context.lineTo(left + 3, top);
    if (!negative) {
      context.moveTo(left, top - 3);
      context.lineTo(left, top + 3);
    }
    context.stroke();
  }
}

function halo(context: Context, colour: string, width: number, stroke: () => void): void {
  context.lineWidth = width + 2.5;
  context.strokeStyle = "rgb(0 0 0 / 70%)";
  stroke();
  context.lineWidth = width;
  context.strokeStyle = colour;
  stroke();
}
