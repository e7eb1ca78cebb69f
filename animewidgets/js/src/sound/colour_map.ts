/** How a spectrogram's loudness is coloured. */
export interface Loudness {
  /** Whether the page is dark: silence then is dark, otherwise light. */
  dark: boolean;
  /** Decibels added: vertical zoom of a spectrogram. */
  gain: number;
  /** Decibels from silence to the strongest colour. */
  range?: number;
}

/**
 * Anchors in OKLab (lightness, green–red, blue–yellow): from blue over violet and orange to yellow.
 * Lightness alone rises evenly, so the order can be seen without seeing colours.
 */
const ANCHORS: [lightness: number, a: number, b: number][] = [
  [0.17, 0.0, -0.03],
  [0.33, 0.03, -0.14],
  [0.49, 0.13, -0.09],
  [0.65, 0.15, 0.06],
  [0.81, 0.05, 0.14],
  [0.97, -0.02, 0.08],
];

/** Silence on a light page is its background, nearly white, and loud sound is dark. */
const LIGHT_ANCHORS: typeof ANCHORS = [
  [0.985, 0.0, 0.0],
  [0.87, 0.0, 0.06],
  [0.73, 0.09, 0.09],
  [0.57, 0.16, 0.02],
  [0.41, 0.1, -0.12],
  [0.25, 0.02, -0.11],
];

const made = new Map<string, Uint32Array>();

/** Colours of the 256 steps of loudness (-100 to 0 dB) as little-endian RGBA; the same array for the same wish. */
export function loudnessColours({ dark, gain, range = 78 }: Loudness): Uint32Array {
  const key = `${dark} ${gain} ${range}`;
  const known = made.get(key);
  if (known) return known;
  const colours = Uint32Array.from({ length: 256 }, (_, step) => {
    const decibels = (step / 255) * 100 - 100 + gain;
    return colourAt(Math.min(1, Math.max(0, (decibels + range) / range)), dark);
  });
  if (made.size > 16) made.clear();
  made.set(key, colours);
  return colours;
}

function colourAt(place: number, dark: boolean): number {
  const anchors = dark ? ANCHORS : LIGHT_ANCHORS;
  const at = Math.min(anchors.length - 2, Math.floor(place * (anchors.length - 1)));
  const part = place * (anchors.length - 1) - at;
  const [from, to] = [anchors[at], anchors[at + 1]] as [number[], number[]];
  const [lightness, a, b] = from.map(
    (value, i) => value + part * ((to[i] as number) - value),
  ) as (typeof ANCHORS)[number];
  const [red, green, blue] = srgb(lightness, a, b);
  return (255 << 24) | (blue << 16) | (green << 8) | red;
}

/** OKLab (B. Ottosson, 2020) as sRGB bytes, clipped to what screens show. */
function srgb(lightness: number, a: number, b: number): [number, number, number] {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const linear = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  return linear.map((value) => {
    const within = Math.min(1, Math.max(0, value));
    const curved = within <= 0.0031308 ? 12.92 * within : 1.055 * within ** (1 / 2.4) - 0.055;
    return Math.round(255 * curved);
  }) as [number, number, number];
}
