import { contrast, GROUNDS, leastDifference } from "./contrast";

/** Colours that stay apart under the common colour-vision deficiencies, by who chose them. */
export const PALETTES: readonly { readonly name: string; readonly colours: readonly string[] }[] = [
  {
    name: "Okabe and Ito",
    colours: "#e69f00 #56b4e9 #009e73 #f0e442 #0072b2 #d55e00 #cc79a7".split(" "),
  },
  {
    name: "Paul Tol, bright",
    colours: "#4477aa #ee6677 #228833 #ccbb44 #66ccee #aa3377 #bbbbbb".split(" "),
  },
  {
    name: "Paul Tol, muted",
    colours: "#cc6677 #332288 #ddcc77 #117733 #88ccee #882255 #44aa99 #999933 #aa4499".split(" "),
  },
  {
    name: "Paul Tol, light",
    colours: "#77aadd #ee8866 #eedd88 #ffaabb #99ddff #44bb99 #bbcc33 #aaaa00 #dddddd".split(" "),
  },
];

/** Colours beside the palettes, for where those are used up: steps of hue in two lightnesses. */
const MORE = Array.from({ length: 48 }, (_, n) => hexOf((n * 137.5) % 360, n % 2 ? 0.68 : 0.45));

/** Seen well enough on both grounds to begin with; who knows better chooses another. */
const CANDIDATES = [...new Set([...PALETTES.flatMap((one) => one.colours), ...MORE])].filter(
  (colour) => contrast(colour, GROUNDS.light) >= 1.25 && contrast(colour, GROUNDS.dark) >= 2.2,
);

/** Apart enough that the palettes are used in the order in which their makers put them. */
const WELL_APART = 14;
/** So many colours that are taken are looked at: nobody tells more of them apart. */
const MOST_TAKEN = 60;

function hexOf(hue: number, lightness: number): string {
  const part = (n: number) => {
    const k = (n + hue / 30) % 12;
    const reach = 0.62 * Math.min(lightness, 1 - lightness);
    const value = lightness - reach * Math.max(-1, Math.min(k - 3, 9 - k, 1));
    return Math.round(255 * value)
      .toString(16)
      .padStart(2, "0");
  };
  return `#${part(0)}${part(8)}${part(4)}`;
}

/**
 * So many colours that are as far apart as can be from one another and from those that are taken, for everybody.
 * Where there are more than can be told apart, they begin anew.
 */
export function spread(count: number, taken: readonly string[] = []): string[] {
  const around = [...new Set(taken)].slice(-MOST_TAKEN);
  const apart = new Map(
    CANDIDATES.map((colour) => [
      colour,
      Math.min(100, ...around.map((other) => leastDifference(colour, other).difference)),
    ]),
  );
  const chosen: string[] = [];
  while (chosen.length < Math.min(count, CANDIDATES.length)) {
    let best = "";
    let most = -1;
    for (const [colour, distance] of apart) {
      if (distance > most) [best, most] = [colour, distance];
      if (distance >= WELL_APART) break;
    }
    chosen.push(best);
    for (const [colour, distance] of apart)
      apart.set(colour, Math.min(distance, leastDifference(colour, best).difference));
  }
  return Array.from({ length: count }, (_, n) => chosen[n % chosen.length] as string);
}
