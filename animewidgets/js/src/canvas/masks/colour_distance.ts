/** How far colours are from one another as people see them: CIELAB, fast enough to be asked of every pixel of a frame. */

/** Lightness and the two axes of colour, of pixels in sRGB (IEC 61966-2-1), white D65. */
export type Lab = readonly [l: number, a: number, b: number];

const LINEAR = Float32Array.from({ length: 256 }, (_, n) => {
  const part = n / 255;
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
});
const STEPS = 4096;
/** The cube root of CIELAB, of 0 to 1; dark tones by its straight part. */
const ROOT = Float32Array.from({ length: STEPS + 2 }, (_, n) => {
  const t = n / STEPS;
  return t > 216 / 24389 ? Math.cbrt(t) : (841 / 108) * t + 4 / 29;
});

function root(t: number): number {
  const place = t * STEPS;
  const at = place | 0;
  const low = ROOT[at] as number;
  return low + ((ROOT[at + 1] as number) - low) * (place - at);
}

export function labOf(red: number, green: number, blue: number): Lab {
  const [r, g, b] = [LINEAR[red] as number, LINEAR[green] as number, LINEAR[blue] as number];
  const x = root(0.4338 * r + 0.3763 * g + 0.1899 * b);
  const y = root(0.2126 * r + 0.7152 * g + 0.0722 * b);
  const z = root(0.0177 * r + 0.1095 * g + 0.8728 * b);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

export const distance = ([l, a, b]: Lab, [l2, a2, b2]: Lab): number =>
  Math.hypot(l - l2, a - a2, b - b2);

/** Whether the pixel that begins at a byte is no further from a colour than the root of `most`. */
export function isWithin(
  data: Uint8ClampedArray,
  at: number,
  [l, a, b]: Lab,
  most: number,
): boolean {
  const red = LINEAR[data[at] as number] as number;
  const green = LINEAR[data[at + 1] as number] as number;
  const blue = LINEAR[data[at + 2] as number] as number;
  const y = root(0.2126 * red + 0.7152 * green + 0.0722 * blue);
  const dl = 116 * y - 16 - l;
  let sum = dl * dl;
  if (sum > most) return false;
  const x = root(0.4338 * red + 0.3763 * green + 0.1899 * blue);
  const da = 500 * (x - y) - a;
  sum += da * da;
  if (sum > most) return false;
  const db = 200 * (y - root(0.0177 * red + 0.1095 * green + 0.8728 * blue)) - b;
  return sum + db * db <= most;
}

/** Lightness alone, 0 to 100. */
export function lightness(data: Uint8ClampedArray, at: number): number {
  const y =
    0.2126 * (LINEAR[data[at] as number] as number) +
    0.7152 * (LINEAR[data[at + 1] as number] as number) +
    0.0722 * (LINEAR[data[at + 2] as number] as number);
  return 116 * root(y) - 16;
}
