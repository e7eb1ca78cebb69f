import { fits, inverses, type Live, rebase, sameState } from "./edits";
import type { Action, Edit, LoggedCommit } from "./wire";

/** What of a commit tells whether it does, undoes or redoes. */
export interface Told {
  commit_id: string;
  action: Action;
  reverts: string | null;
}

/**
 * What can be undone and redone. Both stacks hold gestures (commits of action `do`), newest last;
 * an undo and a redo name their gesture in `reverts`. The stacks are rebuilt from the log and the
 * outbox, so that they are without limit and survive a reload.
 */
export interface History<C extends Told = LoggedCommit> {
  readonly undo: readonly C[];
  readonly redo: readonly C[];
}

export const NO_HISTORY = { undo: [], redo: [] } as const;

export function record<C extends Told>(history: History<C>, commit: C): History<C> {
  const gesture = (one: C) => one.commit_id === commit.reverts;
  switch (commit.action) {
    case "do":
      return { undo: [...history.undo, commit], redo: [] };
    case "undo": {
      const found = history.undo.find(gesture);
      if (!found) return history;
      return {
        undo: history.undo.filter((one) => one !== found),
        redo: [...history.redo, found],
      };
    }
    case "redo": {
      const found = history.redo.find(gesture);
      if (!found) return history;
      return {
        undo: [...history.undo, found],
        redo: history.redo.filter((one) => one !== found),
      };
    }
  }
}

/** The stacks that a log leaves. A commit that the log and the outbox both hold counts once. */
export function replay<C extends Told>(...logs: Iterable<C>[]): History<C> {
  const seen = new Set<string>();
  let history: History<C> = NO_HISTORY;
  for (const log of logs)
    for (const commit of log) {
      if (seen.has(commit.commit_id)) continue;
      seen.add(commit.commit_id);
      history = record(history, commit);
    }
  return history;
}

export interface Step {
  /** The gesture that is taken back or brought back. */
  gesture: LoggedCommit;
  /** On the newest versions; empty where nothing is left to do. */
  edits: Edit[];
  /** Annotations that somebody else has changed since: the step would overwrite their work. */
  overtaken: string[];
}

/** What undoing the newest gesture would do, or `null` when there is none. */
export function stepBack(history: History, live: Live): Step | null {
  const gesture = history.undo.at(-1);
  return gesture ? step(gesture, inverses(gesture.edits), live) : null;
}

/** What redoing the newest undone gesture would do, or `null` when there is none. */
export function stepForward(history: History, live: Live): Step | null {
  const gesture = history.redo.at(-1);
  return gesture ? step(gesture, gesture.edits, live) : null;
}

function step(gesture: LoggedCommit, wishes: readonly Edit[], live: Live): Step {
  const overtaken = wishes.filter((wish) => !stands(live, wish)).map((wish) => wish.annotation_id);
  return {
    gesture,
    overtaken,
    edits: rebase(
      live,
      wishes.filter((wish) => !overtaken.includes(wish.annotation_id)),
    ),
  };
}

/** Whether the annotation is still as the gesture left it, in whatever version. */
function stands(live: Live, wish: Edit): boolean {
  if (fits(live, wish)) return true;
  const current = live.annotations.get(wish.annotation_id);
  if (!current || !wish.before) return !current && !wish.before;
  return sameState(current, wish.before);
}
