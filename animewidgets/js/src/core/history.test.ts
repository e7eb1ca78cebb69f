import { describe, expect, it } from "vitest";
import { apply, create, type Live, NOTHING, remove, update } from "./edits";
import { type History, NO_HISTORY, record, replay, stepBack, stepForward } from "./history";
import type { Action, Annotation, Edit, LoggedCommit } from "./wire";

/** A person at work: gestures, undo and redo, with the log that they leave. */
class Work {
  live: Live = NOTHING;
  history: History = NO_HISTORY;
  log: LoggedCommit[] = [];

  do(edits: Edit[], action: Action = "do", reverts: string | null = null) {
    const commit = { commit_id: `c${this.log.length}`, action, reverts, edits };
    this.live = apply(this.live, edits);
    this.history = record(this.history, commit);
    this.log.push(commit);
  }

  cut(id: string, start_pts: number) {
    this.do([create(id, { kind: "cut", start_pts }, this.live)]);
  }

  move(id: string, start_pts: number) {
    this.do([update(this.live.annotations.get(id) as Annotation, { start_pts })]);
  }

  undo() {
    const step = stepBack(this.history, this.live);
    if (step) this.do(step.edits, "undo", step.gesture.commit_id);
    return step;
  }

  redo() {
    const step = stepForward(this.history, this.live);
    if (step) this.do(step.edits, "redo", step.gesture.commit_id);
    return step;
  }

  get cuts() {
    return [...this.live.annotations.values()].map((a) => a.start_pts).sort((a, b) => a - b);
  }
}

describe("undo and redo", () => {
  it("goes back to the beginning and forward again, however often", () => {
    const work = new Work();
    work.cut("a", 10);
    work.move("a", 20);
    work.cut("b", 50);
    for (let round = 0; round < 3; round++) {
      while (work.undo());
      expect(work.cuts).toEqual([]);
      while (work.redo());
      expect(work.cuts).toEqual([20, 50]);
    }
  });

  it("a new gesture ends what could be redone", () => {
    const work = new Work();
    work.cut("a", 10);
    work.undo();
    work.cut("b", 30);
    expect(work.redo()).toBeNull();
    expect(work.cuts).toEqual([30]);
  });

  it("is the same after a reload: the log alone tells the stacks", () => {
    const work = new Work();
    for (const pts of [10, 20, 30, 40]) work.cut(`at${pts}`, pts);
    work.undo();
    work.undo();
    work.redo();
    const again = new Work();
    again.live = work.live;
    again.log = [...work.log];
    again.history = replay(work.log);
    expect(again.history).toEqual(work.history);
    again.undo();
    again.undo();
    again.undo();
    expect(again.cuts).toEqual([]);
  });

  it("a commit that the log and the outbox both hold counts once", () => {
    const work = new Work();
    work.cut("a", 10);
    work.cut("b", 20);
    expect(replay(work.log, work.log.slice(1)).undo).toHaveLength(2);
  });
});

describe("when somebody else has changed the same cut", () => {
  it("undo leaves their work alone and says which", () => {
    const work = new Work();
    work.cut("a", 10);
    const mine = work.live.annotations.get("a") as Annotation;
    work.live = apply(work.live, [update(mine, { start_pts: 11 })]);
    const step = stepBack(work.history, work.live);
    expect(step?.overtaken).toEqual(["a"]);
    expect(step?.edits).toEqual([]);
  });

  it("undo works where they changed it and changed it back", () => {
    const work = new Work();
    work.cut("a", 10);
    for (const start_pts of [11, 10])
      work.live = apply(work.live, [
        update(work.live.annotations.get("a") as Annotation, { start_pts }),
      ]);
    work.undo();
    expect(work.cuts).toEqual([]);
  });

  it("undo of a deletion that they made as well does nothing twice", () => {
    const work = new Work();
    work.cut("a", 10);
    work.do([remove(work.live.annotations.get("a") as Annotation)]);
    work.undo();
    expect(work.cuts).toEqual([10]);
    work.redo();
    expect(work.cuts).toEqual([]);
  });
});
