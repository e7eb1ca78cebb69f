import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { eventually } from "../testing/eventually";
import { FakeKernel } from "../testing/fake_kernel";
import { create, remove, update } from "./edits";
import { IndexedOutbox } from "./outbox_store";
import { Session } from "./session";
import type { Annotation, Edit } from "./wire";

let kernel: FakeKernel;
let disk: IDBFactory;
let sessions: Session[];

/** The page opens: hello from the kernel that is there, the outbox from the browser's disk. */
async function open(over: { hello?: ReturnType<FakeKernel["hello"]> } = {}): Promise<Session> {
  const hello = over.hello ?? kernel.hello();
  const session = new Session(hello, kernel, new IndexedOutbox(hello.outbox, disk));
  sessions.push(session);
  await session.start();
  return session;
}

const cut = (id: string, start_pts: number): Edit => create(id, { kind: "cut", start_pts });
const cuts = (session: Session) =>
  [...session.live.annotations.values()].map((a) => a.start_pts).sort((a, b) => a - b);
const state = (session: Session, save: string) => eventually(() => expect(session.save).toBe(save));
const annotation = (session: Session, id: string) => session.live.annotations.get(id) as Annotation;

beforeEach(() => {
  kernel = new FakeKernel();
  disk = new IDBFactory();
  sessions = [];
});
afterEach(() => {
  for (const session of sessions) session.close();
});

describe("autosave", () => {
  it("shows the edit at once, saving until the store has it, then saved", async () => {
    const session = await open();
    session.commit([cut("a", 10)], "timeline");
    expect(cuts(session)).toEqual([10]);
    expect([session.save, session.unsent]).toEqual(["saving", 1]);
    await state(session, "saved");
    expect(kernel.live.annotations.has("a")).toBe(true);
  });

  it("says offline when the kernel dies, goes on editing, and ends saved when it is back", async () => {
    const session = await open();
    kernel.alive = false;
    session.commit([cut("a", 10)], "timeline");
    session.commit([update(annotation(session, "a"), { start_pts: 12 })], "timeline");
    session.undo("timeline");
    await state(session, "offline");
    expect([cuts(session), session.unsent]).toEqual([[10], 3]);
    kernel.alive = true;
    await state(session, "saved");
    expect(kernel.live.annotations.get("a")?.start_pts).toBe(10);
  });

  it("notices that the kernel is away although nobody edits", async () => {
    const session = await open();
    kernel.alive = false;
    await session.poll();
    expect(session.save).toBe("offline");
    kernel.alive = true;
    await session.poll();
    expect(session.save).toBe("saved");
  });
});

describe("a reload", () => {
  it("half-way through with a dead kernel loses nothing, doubles nothing, and still undoes", async () => {
    const before = await open();
    before.commit([cut("a", 10)], "timeline");
    await state(before, "saved");
    const told = kernel.hello();
    kernel.alive = false;
    before.commit([cut("b", 20)], "timeline");
    before.commit([cut("c", 30)], "timeline");
    before.undo("timeline");
    await eventually(async () =>
      expect(await new IndexedOutbox(told.outbox, disk).load()).toHaveLength(3),
    );
    before.close();

    kernel.alive = true;
    const after = await open();
    expect(cuts(after)).toEqual([10, 20]);
    await state(after, "saved");
    expect(kernel.log.map((c) => c.action)).toEqual(["do", "do", "do", "undo"]);
    after.redo("timeline");
    expect(cuts(after)).toEqual([10, 20, 30]);
    while (after.canUndo) after.undo("timeline");
    expect(cuts(after)).toEqual([]);
    await state(after, "saved");
    expect(kernel.live.annotations.size).toBe(0);
  });

  it("redo of what was undone before it makes the next version, not a conflict", async () => {
    const before = await open();
    before.commit([cut("a", 10)], "timeline");
    before.undo("timeline");
    await state(before, "saved");
    before.close();
    const after = await open();
    after.redo("timeline");
    await state(after, "saved");
    expect(kernel.live.annotations.get("a")?.version).toBe(3);
  });
});

describe("several people on one task", () => {
  it("what another writes appears, and my waiting edits stay on top", async () => {
    const session = await open();
    kernel.alive = false;
    session.commit([cut("mine", 10)], "timeline");
    kernel.write([cut("theirs", 50)]);
    kernel.alive = true;
    kernel.tell("changed", { number: 1 });
    await eventually(() => expect(cuts(session)).toEqual([10, 50]));
  });

  it("the same cut moved by both: theirs is shown, mine is kept aside with the reason", async () => {
    kernel.write([cut("a", 10)]);
    const session = await open();
    kernel.write([update(kernel.live.annotations.get("a") as Annotation, { start_pts: 99 })]);
    session.commit([update(annotation(session, "a"), { start_pts: 11 })], "timeline");
    await eventually(() => expect(session.outbox.refused).toHaveLength(1));
    expect(cuts(session)).toEqual([99]);
    expect(session.canUndo).toBe(true); // the other commit in the log is not theirs to lose

    session.applyAnyway(session.outbox.refused[0]?.commit.commit_id as string, "timeline");
    await state(session, "saved");
    expect(kernel.live.annotations.get("a")?.start_pts).toBe(11);
    expect(session.outbox.refused).toEqual([]);
  });

  it("a cut that they deleted can be brought back by applying anyway", async () => {
    kernel.write([cut("a", 10)]);
    const session = await open();
    kernel.write([remove(kernel.live.annotations.get("a") as Annotation)]);
    session.commit([update(annotation(session, "a"), { start_pts: 11 })], "timeline");
    await eventually(() => expect(session.outbox.refused).toHaveLength(1));
    expect(cuts(session)).toEqual([]);
    session.applyAnyway(session.outbox.refused[0]?.commit.commit_id as string, "timeline");
    await state(session, "saved");
    expect(kernel.live.annotations.get("a")?.start_pts).toBe(11);
  });

  it("discarding leaves theirs", async () => {
    kernel.write([cut("a", 10)]);
    const session = await open({ hello: kernel.hello({ history: [] }) });
    kernel.write([update(kernel.live.annotations.get("a") as Annotation, { start_pts: 99 })]);
    session.commit([remove(annotation(session, "a"))], "timeline");
    await eventually(() => expect(session.outbox.refused).toHaveLength(1));
    session.discard(session.outbox.refused[0]?.commit.commit_id as string);
    expect([cuts(session), session.canUndo]).toEqual([[99], false]);
  });
});

describe("the project goes over to other categories while somebody labels", () => {
  const named = (category_id: string) => ({
    category_id,
    name: category_id.toUpperCase(),
    colour: "#888888",
    hotkey: null,
    parent: null,
  });
  const RAIN_AND_SNOW = ["rain", "snow"].map(named);
  const tag = (id: string, category: string): Edit =>
    create(id, { kind: "tag", start_pts: 10, category, attributes: { values: { wet: true } } });
  const begun = () =>
    kernel.hello({
      categories: RAIN_AND_SNOW,
      schema: { schema_id: "weather", version: 1, newest: 1 },
    });
  /** Rain is called wet weather now, and snow was split. */
  const moveOn = () => {
    kernel.schema = {
      schema_id: "weather",
      version: 2,
      categories: ["wet", "hail", "flakes"].map(named),
      groups: [],
      links: {
        rain: { targets: ["wet"], then: "wet" },
        snow: { targets: ["hail", "flakes"], then: null },
      },
    };
  };
  const categoryOf = (session: Session, id: string) => session.live.annotations.get(id)?.category;

  it("labels that have one place go on, those that wait and those that can be undone too", async () => {
    const session = await open({ hello: begun() });
    const heard = vi.fn();
    session.onSchema(heard);
    session.commit([tag("a", "rain")], "canvas");
    await state(session, "saved");
    session.commit([remove(annotation(session, "a"))], "canvas");
    await state(session, "saved");
    moveOn();
    session.commit([tag("b", "rain")], "canvas"); // the page does not know yet
    await state(session, "saved");
    await session.poll();
    expect(heard).toHaveBeenCalledOnce();
    expect(session.hello.categories.map((one) => one.category_id)).toEqual([
      "wet",
      "hail",
      "flakes",
    ]);
    expect([categoryOf(session, "b"), kernel.live.annotations.get("b")?.category]).toEqual([
      "wet",
      "wet",
    ]);
    session.undo("canvas"); // that of b
    session.undo("canvas"); // brings a back
    await state(session, "saved");
    expect([categoryOf(session, "a"), kernel.live.annotations.get("a")?.category]).toEqual([
      "wet",
      "wet",
    ]);
  });

  it("a label whose category was split waits for the person to choose, and is lost to nobody", async () => {
    const session = await open({ hello: begun() });
    kernel.alive = false;
    session.commit([tag("a", "snow")], "canvas");
    moveOn();
    kernel.alive = true;
    await session.poll();
    await eventually(() => expect(session.outbox.refused).toHaveLength(1));
    const [waiting] = session.outbox.refused;
    expect(waiting?.refused.data?.targets).toEqual(["hail", "flakes"]);
    expect(kernel.live.annotations.size).toBe(0);
    session.recategorise(waiting?.commit.commit_id as string, "hail", "canvas");
    await state(session, "saved");
    expect(session.outbox.refused).toEqual([]);
    const saved = kernel.live.annotations.get("a");
    expect([saved?.category, saved?.attributes]).toEqual(["hail", {}]);
  });
});

it("views hear of candidates that Python proposes", async () => {
  const session = await open();
  const heard = vi.fn();
  session.onChange(heard);
  kernel.tell("candidates", { candidates: [{ pts: 5, score: 1, layer: "ffmpeg" }] });
  expect(session.candidates).toHaveLength(1);
  expect(heard).toHaveBeenCalled();
});
