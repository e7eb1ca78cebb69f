import { drawRuler } from "../ui/time_ruler";
import type { Band, Context } from "./drawing/brush";
import { drawLayer } from "./drawing/candidates";
import { drawAudioLane, drawBegun } from "./drawing/events";
import { drawFilm } from "./drawing/film";
import { drawHover, drawPending, drawPlayhead } from "./drawing/playhead";
import { drawShots } from "./drawing/shots";
import { drawSound } from "./drawing/sound";
import { drawLane, drawLines } from "./drawing/spans";
import type { Scene } from "./scene";
import { type Strip, stripOf } from "./strips";

/** Draw the time axis, strip by strip; only what is in view. */
export function drawAxis(context: Context, scene: Scene): void {
  const { view, colours, strips } = scene;
  context.fillStyle = colours.surface2;
  context.fillRect(0, 0, view.width, strips.height);
  const over = overShots(scene);
  for (const strip of strips.all)
    if (strip.kind !== "shots") drawStrip(context, scene, strip, over);
  // Cuts go through film and sound, so they come after them.
  const shots = stripOf(strips, "shots");
  if (shots) drawShots(context, scene, shots, over);
  const ruler = stripOf(strips, "ruler") as Strip;
  const all = { top: ruler.bottom, bottom: strips.height };
  drawHover(context, scene, all);
  drawPlayhead(context, scene, all);
}

/** Film and sound: what the lines of cuts and candidates go through. */
function overShots({ strips }: Scene): Band {
  const film = stripOf(strips, "film") as Strip;
  const shots = stripOf(strips, "shots") as Strip;
  return { top: film.top, bottom: shots.top };
}

function drawStrip(context: Context, scene: Scene, strip: Strip, over: Band): void {
  switch (strip.kind) {
    case "ruler":
      drawRuler(context, scene, strip);
      break;
    case "layer": {
      const layer = scene.layers.find(({ name }) => name === strip.name);
      if (layer) drawLayer(context, scene, layer, strip, over);
      break;
    }
    case "film":
      drawFilm(context, scene, strip);
      break;
    case "waveform":
    case "spectrogram":
      drawSound(context, scene, strip.kind, strip);
      break;
    case "segments": {
      const lane = scene.marks.lanes.find(({ name }) => name === strip.name);
      if (lane) drawLane(context, scene, lane, strip);
      if (scene.active.lane === `lane:${strip.name}`) drawPending(context, scene, strip);
      break;
    }
    case "events": {
      const lane = scene.marks.audioLanes.find(({ name }) => name === strip.name);
      if (lane) drawAudioLane(context, scene, lane, strip);
      drawBegun(context, scene, strip.name, strip);
      break;
    }
    case "lines":
      drawLines(context, scene, strip);
      break;
    case "shots":
      break;
  }
}
