import { loudnessColours } from "../../sound/colour_map";
import { drawSpectrogram } from "../../sound/spectrogram";
import { drawWaveform } from "../../sound/waveform";
import { pixelAt } from "../../ui/time_view";
import type { Scene } from "../scene";
import { type Band, type Context, faint, line } from "./brush";

/** Waveform or spectrogram of what is in view, with the ends of what is active, as one sets them by ear. */
export function drawSound(
  context: Context,
  scene: Scene,
  kind: "waveform" | "spectrogram",
  { top, bottom }: Band,
): void {
  const { view, colours, sound } = scene;
  context.fillStyle = colours.surface;
  context.fillRect(0, top, view.width, bottom - top);
  const density = context.getTransform().a || 1;
  if (kind === "waveform" && sound?.waveform)
    drawWaveform(context, {
      strip: sound.waveform,
      view,
      top: top + 1,
      bottom: bottom - 1,
      gain: sound.gain,
      colours: { wave: colours.wave, clipped: colours.playhead, silence: colours.border },
      density,
    });
  if (kind === "spectrogram" && sound?.spectrogram)
    drawSpectrogram(context, {
      strip: sound.spectrogram,
      view,
      top,
      bottom,
      colours: loudnessColours({
        dark: colours.dark,
        gain: Math.round(20 * Math.log10(sound.gain)),
      }),
      density,
    });
  context.fillStyle = colours.border;
  context.fillRect(0, bottom - 1, view.width, 1);
  drawActiveEnds(context, scene, { top, bottom });
}

/** Brackets at both ends of the chosen segment or line, and its ground tinted. */
function drawActiveEnds(context: Context, scene: Scene, { top, bottom }: Band): void {
  const { view, colours, active } = scene;
  const { span } = active;
  if (!span || span.what === "shot") return;
  const left = pixelAt(view, span.startPts);
  const right = pixelAt(view, span.endPts);
  if (right < -8 || left > view.width + 8) return;
  context.fillStyle = colours.accent;
  faint(context, 0.1, () => context.fillRect(left, top, right - left, bottom - top));
  context.strokeStyle = colours.accent;
  context.lineWidth = 2;
  for (const [x, foot] of [
    [left, 6],
    [right, -6],
  ] as const) {
    line(context, x, top, bottom - 1);
    context.beginPath();
    context.moveTo(x, top + 1);
    context.lineTo(x + foot, top + 1);
    context.moveTo(x, bottom - 2);
    context.lineTo(x + foot, bottom - 2);
    context.stroke();
  }
}
