/** How the picture is shown beside how it is: brightness, contrast, gamma, edges. Pure; never stored with a shape. */
import type { SettingsValues } from "../core/settings";

export type Look = Pick<SettingsValues, "brightness" | "contrast" | "gamma" | "edgeView">;

export const PLAIN: Look = { brightness: 0, contrast: 0, gamma: 1, edgeView: false };

export const isPlain = ({ brightness, contrast, gamma, edgeView }: Look): boolean =>
  brightness === 0 && contrast === 0 && gamma === 1 && !edgeView;

/** What each of the 256 levels becomes: gamma first, then contrast about the middle, then brightness. */
export function tableOf({ brightness, contrast, gamma }: Look): Uint8ClampedArray {
  // -1 is all grey; 1 leaves black and white.
  const slope = Math.tan(((contrast + 1) * Math.PI) / 4);
  return Uint8ClampedArray.from({ length: 256 }, (_, level) => {
    const lifted = (level / 255) ** (1 / gamma);
    return 255 * ((lifted - 0.5) * Math.min(slope, 1e4) + 0.5 + brightness);
  });
}

/** Give RGBA pixels another look, in place. */
export function applyLook(look: Look, rgba: Uint8ClampedArray, width: number): void {
  const table = tableOf(look);
  if (look.edgeView) showEdges(rgba, width, table);
  else
    for (let at = 0; at < rgba.length; at += 4) {
      rgba[at] = table[rgba[at] as number] as number;
      rgba[at + 1] = table[rgba[at + 1] as number] as number;
      rgba[at + 2] = table[rgba[at + 2] as number] as number;
    }
}

/** How much of the gradient is seen: lines of a dark scene are faint. */
const EDGE_GAIN = 3;

/**
 * White where brightness changes, black where it does not (Sobel's operator on the levels of the table, so that
 * a higher gamma brings out edges in the dark).
 */
function showEdges(rgba: Uint8ClampedArray, width: number, table: Uint8ClampedArray): void {
  const height = rgba.length / 4 / width;
  const luma = new Int16Array(width * height);
  for (let n = 0, at = 0; n < luma.length; n++, at += 4)
    luma[n] =
      (77 * (table[rgba[at] as number] as number) +
        150 * (table[rgba[at + 1] as number] as number) +
        29 * (table[rgba[at + 2] as number] as number)) >>
      8;
  for (let y = 0; y < height; y++) {
    const here = y * width;
    const above = y > 0 ? here - width : here;
    const below = y < height - 1 ? here + width : here;
    for (let x = 0; x < width; x++) {
      const left = x > 0 ? x - 1 : x;
      const right = x < width - 1 ? x + 1 : x;
      const [nw, n, ne] = [luma[above + left], luma[above + x], luma[above + right]] as number[];
      const [w, e] = [luma[here + left], luma[here + right]] as number[];
      const [sw, s, se] = [luma[below + left], luma[below + x], luma[below + right]] as number[];
      const across =
        (ne as number) +
        2 * (e as number) +
        (se as number) -
        (nw as number) -
        2 * (w as number) -
        (sw as number);
      const down =
        (sw as number) +
        2 * (s as number) +
        (se as number) -
        (nw as number) -
        2 * (n as number) -
        (ne as number);
      const at = 4 * (here + x);
      const strength = (EDGE_GAIN * Math.sqrt(across * across + down * down)) / 4;
      rgba[at] = rgba[at + 1] = rgba[at + 2] = strength;
    }
  }
}

const signed = (value: number) => `${value < 0 ? "−" : "+"}${Math.round(Math.abs(value) * 100)} %`;

/** `Brightness +20 %, gamma 1.8`; empty where the picture is shown as it is. */
export function lookInWords({ brightness, contrast, gamma, edgeView }: Look): string {
  const told = [
    edgeView ? "edges" : "",
    brightness ? `brightness ${signed(brightness)}` : "",
    contrast ? `contrast ${signed(contrast)}` : "",
    gamma !== 1 ? `gamma ${gamma.toFixed(2)}` : "",
  ]
    .filter(Boolean)
    .join(", ");
  return told.charAt(0).toUpperCase() + told.slice(1);
}
