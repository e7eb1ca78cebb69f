/** Slanting lines over an area: what only one side has, or what was drawn anew; seen without colours, too. */
const TILE = 7;
const tiles = new Map<string, HTMLCanvasElement>();

/** Lay slanting lines over the path that `area` makes. */
export function hatched(
  context: CanvasRenderingContext2D,
  colour: string,
  alpha: number,
  area: () => void,
  slant: 1 | -1 = 1,
): void {
  const pattern = context.createPattern(tileOf(colour, slant), "repeat");
  if (!pattern) return;
  context.save();
  context.globalAlpha = alpha;
  context.fillStyle = pattern;
  context.beginPath();
  area();
  context.fill();
  context.restore();
}

function tileOf(colour: string, slant: 1 | -1): HTMLCanvasElement {
  const key = `${colour} ${slant}`;
  const known = tiles.get(key);
  if (known) return known;
  const tile = document.createElement("canvas");
  tile.width = tile.height = TILE;
  const context = tile.getContext("2d");
  if (context) {
    context.strokeStyle = colour;
    context.lineWidth = 1.6;
    for (const by of [-TILE, 0, TILE]) {
      context.beginPath();
      context.moveTo(by, slant > 0 ? TILE : 0);
      context.lineTo(by + TILE, slant > 0 ? 0 : TILE);
      context.stroke();
    }
  }
  tiles.set(key, tile);
  return tile;
}
