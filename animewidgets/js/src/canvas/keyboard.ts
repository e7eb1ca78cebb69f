import { type KeyMap, listenForKeys, typesText } from "../core/keys";
import { type Action, ARROWS, CANVAS } from "./actions";
import type { OpenCanvas } from "./canvas_model";
import type { Commands } from "./commands";
import type { Figure } from "./figures";
import type { Surface } from "./surface";

export interface KeyboardHost {
  readonly root: HTMLElement;
  readonly keys: KeyMap<Action>;
  readonly opened: OpenCanvas;
  readonly surface: Surface;
  readonly selected: readonly Figure[];
  /** Whether a dialog or menu is open. */
  readonly busy: boolean;
}

/** Run actions by key; arrows move what is selected, and the space bar held down moves the picture. */
export function attachKeyboard(host: KeyboardHost, commands: Commands, signal: AbortSignal): void {
  const { root, surface, opened } = host;
  let space = false;

  /** While something is selected bare arrows move it; else they go from frame to frame. */
  const arrow = (event: KeyboardEvent) => {
    const [right, down] = ARROWS[event.key] ?? [];
    if (right === undefined || down === undefined || event.defaultPrevented) return;
    if (event.ctrlKey || event.altKey || event.metaKey || host.busy) return;
    const target = event.target as HTMLElement;
    if (typesText(target) || target.closest("input, select, [role=listbox]")) return;
    if (!host.selected.length || opened.playback.playing) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const by = event.shiftKey ? 10 : 1;
    commands.nudge([right * by, down * by]);
  };

  const key = (action: Action, event: KeyboardEvent): boolean => {
    // What is open is modal: under it nothing moves.
    if (host.busy && action !== "help" && action !== "escape") return false;
    if (action === "play" && event.code === "Space" && !event.ctrlKey) {
      // Held down it moves the picture; let go without that, it plays.
      if (!event.repeat) {
        space = surface.grabbing = true;
        surface.grabbed = false;
        surface.cursor("grab");
      }
      return true;
    }
    if (event.repeat && !CANVAS.repeats(action)) return true;
    return commands.run(action);
  };

  const letGo = (plays: boolean) => {
    if (!space) return;
    space = surface.grabbing = false;
    surface.cursor("default");
    if (plays && !surface.grabbed) commands.run("play");
  };

  root.addEventListener("keydown", arrow, { signal });
  listenForKeys(root, () => host.keys, key, signal);
  root.addEventListener("keyup", ({ code }) => code === "Space" && letGo(true), { signal });
  root.addEventListener("focusout", () => letGo(false), { signal });
}
