/**
 * How well colours are told apart: on light and dark ground, and from one another, also by people who see fewer
 * colours. Contrast as WCAG 2.2 has it; deficiencies after Machado, Oliveira and Fernandes (2009), severity 1;
 * differences as distances in OKLab (Ottosson 2020), times 100.
 */

export type Triple = readonly [number, number, number];

export const SIGHTS = ["usual", "protan", "deutan", "tritan"] as const;
export type Sight = (typeof SIGHTS)[number];

/** In words, who sees so. */
export const SIGHT_NAMES: Readonly<Record<Sight, string>> = {
  usual: "with usual sight",
  protan: "without red cones",
  deutan: "without green cones",
  tritan: "without blue cones",
};

/** Grounds that names and marks stand on: our own light and dark surface. */
export const GROUNDS = { light: "#ffffff", dark: "#1f2125" } as const;

/** Less than this and a thing of the colour is hard to see on the ground: WCAG 2.2, 1.4.11. */
export const LEAST_CONTRAST = 3;
/** Less than this and two colours are taken for one another, side by side and small. */
export const LEAST_DIFFERENCE = 6;

const MACHADO: Readonly<Record<Exclude<Sight, "usual">, readonly [Triple, Triple, Triple]>> = {
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** The linear parts of `#rrggbb`, from 0 to 1; of what is no colour, those of grey. */
export function linear(colour: string): Triple {
  const found = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(colour);
  if (!found) return [0.2, 0.2, 0.2];
  const part = (text: string | undefined) => {
    const value = Number.parseInt(text ?? "00", 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [part(found[1]), part(found[2]), part(found[3])];
}

function luminance(colour: string): number {
  const [red, green, blue] = linear(colour);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** From 1, the same, to 21, black on white. */
export function contrast(one: string, other: string): number {
  const a = luminance(one);
  const b = luminance(other);
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

function times([a, b, c]: readonly [Triple, Triple, Triple], [x, y, z]: Triple): Triple {
  const row = ([p, q, r]: Triple) => Math.min(1, Math.max(0, p * x + q * y + r * z));
  return [row(a), row(b), row(c)];
}

const LABS = new Map<string, readonly Triple[]>();
const MOST_KEPT = 20_000;

/** Where a colour lies in OKLab, as each of {@link SIGHTS} sees it. */
function labs(colour: string): readonly Triple[] {
  const known = LABS.get(colour);
  if (known) return known;
  const usual = linear(colour);
  const found = SIGHTS.map((sight) =>
    lab(sight === "usual" ? usual : times(MACHADO[sight], usual)),
  );
  if (LABS.size > MOST_KEPT) LABS.clear();
  LABS.set(colour, found);
  return found;
}

function lab([red, green, blue]: Triple): Triple {
  const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

const apart = (a: Triple, b: Triple): number =>
  100 * Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);

/** How far apart two colours are for somebody: 0 the same, 100 black and white. */
export function difference(one: string, other: string, sight: Sight = "usual"): number {
  const n = SIGHTS.indexOf(sight);
  return apart(labs(one)[n] as Triple, labs(other)[n] as Triple);
}

/** How far apart two colours are for whoever sees them least apart, and who that is. */
export function leastDifference(one: string, other: string): { difference: number; sight: Sight } {
  let found = { difference: Number.POSITIVE_INFINITY, sight: "usual" as Sight };
  const [a, b] = [labs(one), labs(other)];
  for (const [n, sight] of SIGHTS.entries()) {
    const seen = apart(a[n] as Triple, b[n] as Triple);
    if (seen < found.difference) found = { difference: seen, sight };
  }
  return found;
}

export interface Nearest<T> {
  readonly other: T;
  readonly difference: number;
  readonly sight: Sight;
}

/** Of some colours the one that is taken for this one most easily. */
export function nearest<T>(
  colour: string,
  others: Iterable<T>,
  colourOf: (other: T) => string,
): Nearest<T> | null {
  let found: Nearest<T> | null = null;
  for (const other of others) {
    const least = leastDifference(colour, colourOf(other));
    if (!found || least.difference < found.difference) found = { other, ...least };
  }
  return found;
}
