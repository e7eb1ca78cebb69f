import type { Session } from "../core/session";
import type { Edit } from "../core/wire";
import type { FrameIndex } from "../video/frame_index";
import type { Announcer } from "./announce";

export interface UndoPlace {
  readonly session: Session;
  readonly index: FrameIndex;
  readonly announcer: Announcer;
  seek(ordinal: number): void;
  /** The frame on which edits are seen, where that is not where their annotation begins. */
  where?(edits: readonly Edit[]): number | null;
}

/** Undo or redo, and go to where it happened. `tool` goes into the commit. */
export function undoOrRedo(
  { session, index, announcer, seek, where }: UndoPlace,
  action: "undo" | "redo",
  tool: string,
): void {
  const step = session[action](tool);
  if (!step) {
    announcer.refuse(`Nothing to ${action}.`);
    return;
  }
  if (step.overtaken.length && !step.edits.length) {
    announcer.refuse(
      `Somebody changed this since: it is left as they made it, and ${action} goes past it.`,
    );
    return;
  }
  const states = step.edits.map((edit) => edit.after ?? edit.before);
  const state = states.find((one) => one?.kind === "cut") ?? states[0];
  const word = action === "undo" ? "Undone" : "Redone";
  if (!state) {
    announcer.say(word);
    return;
  }
  const ordinal = where?.(step.edits) ?? index.ordinalAt(state.start_pts);
  seek(ordinal);
  announcer.say(`${word}, on frame ${ordinal}`);
}
