import type { Category } from "../core/wire";

/** Colours of the canvases, read from the theme's variables. */
export interface Colours {
  surface: string;
  surface2: string;
  surface3: string;
  border: string;
  text: string;
  text2: string;
  accent: string;
  playhead: string;
  candidate: string;
  transition: string;
  keyFrame: string;
  warn: string;
  wave: string;
  /** Whether the page is dark. */
  dark: boolean;
  film: string;
  font: string;
  mono: string;
}

/** What the theme says now; asked again when the theme changes, not for every drawing. */
export function readColours(root: HTMLElement): Colours {
  const style = getComputedStyle(root);
  const of = (name: string) => style.getPropertyValue(`--aw-${name}`).trim();
  return {
    surface: of("surface"),
    surface2: of("surface-2"),
    surface3: of("surface-3"),
    border: of("border"),
    text: of("text"),
    text2: of("text-2"),
    accent: of("accent"),
    playhead: of("playhead"),
    candidate: of("candidate"),
    transition: of("transition"),
    keyFrame: of("key-frame"),
    warn: of("warn"),
    wave: of("wave"),
    dark: style.colorScheme.includes("dark"),
    film: of("film"),
    font: of("font"),
    mono: of("mono"),
  };
}

/** Call back when the page turns light or dark: JupyterLab changes attributes of the body, systems a media query. */
export function onThemeChange(changed: () => void, signal: AbortSignal): void {
  const observer = new MutationObserver(changed);
  observer.observe(document.body, {
    attributes: true,
    attributeFilter: ["data-jp-theme-light", "data-jp-theme-name", "class"],
  });
  signal.addEventListener("abort", () => observer.disconnect());
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", changed, { signal });
}

/** What is written on a shot: its category's hotkey and name, so that colour alone never tells. */
export function categoryLabel(category: Category): string {
  return category.hotkey ? `${category.hotkey} ${category.name}` : category.name;
}

/** A colour that comes from a schema or from Python; only the form `#rrggbb` goes into a style. */
export const safeColour = (colour: string, instead: string): string =>
  /^#[0-9a-f]{6}$/i.test(colour) ? colour : instead;
