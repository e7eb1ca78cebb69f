/** What every editor does with the page around it, whatever it edits. */
import { scrollerOf, setAttribute } from "../core/dom";
import type { Session } from "../core/session";
import type { Announcer } from "./announce";

export interface ShellHost {
  readonly root: HTMLElement;
  readonly session: Session;
  readonly announcer: Announcer;
  /** Whether a dialog or menu is open. */
  readonly busy: boolean;
  focus(): void;
}

/** Keep Ctrl+S from the browser, the focus in the editor, and count the time that is spent. */
export function attachShell(host: ShellHost, signal: AbortSignal): void {
  const { root, session } = host;
  answerSaveKey(host, signal);
  // A button that is clicked does not take the focus: Space goes on playing. Tab still reaches it.
  root.addEventListener(
    "mousedown",
    (event) => {
      if (!(event.target as Element).closest("button")) return;
      event.preventDefault();
      if (!host.busy) host.focus();
    },
    { signal },
  );
  const touch = () => session.active.touch();
  for (const name of ["keydown", "pointerdown", "pointermove", "wheel"])
    root.addEventListener(name, touch, { signal, passive: true });
}

/** Hands press Ctrl+S out of habit; the browser would offer to save the page. */
export function answerSaveKey(
  { root, announcer }: Pick<ShellHost, "root" | "announcer">,
  signal: AbortSignal,
): void {
  root.addEventListener(
    "keydown",
    (event) => {
      const bare = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
      if (event.defaultPrevented || !bare || event.key.toLowerCase() !== "s") return;
      event.preventDefault();
      announcer.say("Every edit is saved as it is made");
    },
    { signal },
  );
}

/** At once, not with the next drawing: never may the root say `saved` of an edit that is not. */
export function showSave(
  root: HTMLElement,
  { save, unsent }: Pick<Session, "save" | "unsent">,
): void {
  setAttribute(root, "data-save", save);
  setAttribute(root, "data-unsent", unsent);
}

/** Tell the height of what the editor scrolls in, so that all of it can be in sight; whether it was found. */
export function followWindow(root: HTMLElement, signal: AbortSignal): boolean {
  const scroller = scrollerOf(root);
  if (!scroller) return false; // the window counts, as CSS knows it
  const observer = new ResizeObserver(() => {
    const height = Math.min(scroller.clientHeight, window.innerHeight);
    root.style.setProperty("--aw-window", `${height}px`);
  });
  observer.observe(scroller);
  signal.addEventListener("abort", () => observer.disconnect());
  return true;
}

export function toggleFullScreen(root: HTMLElement, refuse: (reason: string) => void): void {
  if (document.fullscreenElement) void document.exitFullscreen();
  else
    root.requestFullscreen().catch((error: Error) => {
      refuse(`This page may not fill the screen: ${error.message}`);
    });
}
