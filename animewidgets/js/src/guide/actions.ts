/** What one does with a task besides labelling, the same in every editor; it stands in the editors' own tables. */
export const GUIDE_ACTIONS = {
  guidelines: ["Guidelines of the task, or not", "Task", "F2"],
  previousUnit: ["Previous unit", "Task", "Alt+Shift+PageUp"],
  nextUnit: ["Next unit", "Task", "Alt+Shift+PageDown"],
  nextUndone: ["Jump to the next unit that is not done", "Task", "Alt+Shift+N"],
  unitDone: ["The unit is done; again: it is not", "Task", "Alt+Shift+Enter"],
  nextProblem: ["Next thing to mend in the unit", "Task", "Alt+Shift+E"],
  prelabel: ["Have it labelled in advance", "Task", "Alt+Shift+A"],
} as const satisfies Record<string, readonly [label: string, group: string, ...keys: string[]]>;

export type GuideAction = keyof typeof GUIDE_ACTIONS;

/** What does them in one view. */
export interface GuideDeeds {
  run(action: GuideAction): void;
}

/** The deeds of an editor: each asks its guide, once there is one. */
export function guideDeeds(guide: () => GuideDeeds): Readonly<Record<GuideAction, () => void>> {
  const deed = (action: GuideAction) => () => guide().run(action);
  return {
    guidelines: deed("guidelines"),
    previousUnit: deed("previousUnit"),
    nextUnit: deed("nextUnit"),
    nextUndone: deed("nextUndone"),
    unitDone: deed("unitDone"),
    nextProblem: deed("nextProblem"),
    prelabel: deed("prelabel"),
  };
}
