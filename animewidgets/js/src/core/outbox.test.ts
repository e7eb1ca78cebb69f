import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { eventually } from "../testing/eventually";
import { FakeKernel } from "../testing/fake_kernel";
import { KernelError } from "./channel";
import { create } from "./edits";
import { BATCH, BATCH_EDITS, fitting, Outbox, type OutboxEvents } from "./outbox";
import { IndexedOutbox, type OutboxStore } from "./outbox_store";
import type { Commit } from "./wire";

const cut = (name: string, base_version = 0): Commit => ({
  commit_id: name,
  action: "do",
  reverts: null,
  active_ms: 10,
  tool: "timeline",
  edits: [{ ...create(`cut-${name}`, { kind: "cut", start_pts: 5 }), base_version }],
});

const quiet: OutboxEvents = { stored() {}, refused() {}, changed() {} };

let kernel: FakeKernel;
let disk: IDBFactory;
let open: Outbox[];

/** A page that opens: the same browser disk, the kernel that is there now. */
async function page(store: OutboxStore = new IndexedOutbox("key", disk)): Promise<Outbox> {
  const outbox = new Outbox(kernel, store, quiet);
  open.push(outbox);
  await outbox.sync(() => false);
  return outbox;
}

const sent = (outbox: Outbox) => eventually(() => expect(outbox.pending).toEqual([]));

beforeEach(() => {
  kernel = new FakeKernel();
  disk = new IDBFactory();
  open = [];
});
afterEach(() => {
  for (const outbox of open) outbox.close();
});

describe("an edit on its way", () => {
  it("is sent, and leaves the browser's disk only with its receipt", async () => {
    const outbox = await page();
    await outbox.add(cut("a"));
    await sent(outbox);
    expect(kernel.log.map((c) => c.commit_id)).toEqual(["a"]);
    await eventually(async () => expect(await new IndexedOutbox("key", disk).load()).toEqual([]));
  });

  it("is told as shortly as the kernel can do with, and kept whole", async () => {
    kernel.alive = false;
    const store = new IndexedOutbox("key", disk);
    const outbox = new Outbox(kernel, store, quiet, (commit) => ({ ...commit, edits: [] }));
    open.push(outbox);
    await outbox.add(cut("a"));
    expect((await store.load()).map(({ commit }) => commit)).toEqual([cut("a")]);
    kernel.alive = true;
    outbox.flush();
    await sent(outbox);
    expect(kernel.log).toMatchObject([{ commit_id: "a", edits: [] }]);
  });

  it("is on the browser's disk once add has returned, while the kernel is dead", async () => {
    kernel.alive = false;
    const outbox = await page();
    await outbox.add(cut("a"));
    const kept = await new IndexedOutbox("key", disk).load();
    expect(kept.map(({ commit }) => commit.commit_id)).toEqual(["a"]);
    await eventually(() => expect(outbox.online).toBe(false));
  });

  it("goes by itself when the kernel is back", async () => {
    kernel.alive = false;
    const outbox = await page();
    await outbox.add(cut("a"));
    await eventually(() => expect(outbox.online).toBe(false));
    kernel.alive = true;
    await sent(outbox);
    expect(kernel.log).toHaveLength(1);
  });
});

describe("after a reload", () => {
  it("everything that waited is sent once, in order, before anything new", async () => {
    kernel.alive = false;
    const before = await page();
    for (const name of ["a", "b", "c"]) await before.add(cut(name));
    before.close();
    kernel.alive = true;
    const after = await page();
    await after.add(cut("d"));
    await sent(after);
    expect(kernel.log.map((c) => c.commit_id)).toEqual(["a", "b", "c", "d"]);
  });

  it("a commit whose receipt was lost is sent again and stored once", async () => {
    kernel.losesAnswers = true;
    const before = await page();
    await before.add(cut("a"));
    await eventually(() => expect(before.online).toBe(false));
    before.close();
    kernel.losesAnswers = false;
    await sent(await page());
    expect(kernel.log.map((c) => c.commit_id)).toEqual(["a"]);
    expect(kernel.messages.length).toBeGreaterThan(1);
  });

  it("what the log tells of already is not sent again", async () => {
    await new IndexedOutbox("key", disk).put({ commit: cut("a") });
    const outbox = new Outbox(kernel, new IndexedOutbox("key", disk), quiet);
    open.push(outbox);
    await outbox.sync((id) => id === "a");
    expect(outbox.pending).toEqual([]);
    await eventually(async () => expect(await new IndexedOutbox("key", disk).load()).toEqual([]));
    expect(kernel.messages).toEqual([]);
  });

  it("another task's outbox is left alone", async () => {
    await new IndexedOutbox("other", disk).put({ commit: cut("a") });
    expect((await page()).pending).toEqual([]);
  });

  it("a page whose kernel died lets go of what the next page has sent", async () => {
    const dead = new FakeKernel();
    dead.alive = false;
    const old = new Outbox(dead, new IndexedOutbox("key", disk), quiet);
    open.push(old);
    await old.add(cut("a"));
    const young = await page();
    await sent(young);
    await eventually(async () => {
      await old.sync(() => false);
      expect(old.pending).toEqual([]);
    });
  });
});

describe("many edits", () => {
  it("go fifty at a time", async () => {
    kernel.alive = false;
    const outbox = await page();
    for (let i = 0; i < 120; i++) await outbox.add(cut(`c${i}`));
    kernel.alive = true;
    kernel.messages = [];
    outbox.flush();
    await sent(outbox);
    expect(Math.max(...kernel.messages.map((ids) => ids.length))).toBe(50);
    expect(kernel.log).toHaveLength(120);
  });
});

describe("a refusal", () => {
  it("keeps the commit aside with its reason, over a reload, and sends the rest", async () => {
    const outbox = await page();
    kernel.alive = false;
    await outbox.add(cut("a"));
    await outbox.add(cut("stale", 3));
    await outbox.add(cut("b"));
    kernel.alive = true;
    await sent(outbox);
    expect(kernel.log.map((c) => c.commit_id)).toEqual(["a", "b"]);
    expect(outbox.refused[0]?.refused.kind).toBe("CommitConflict");
    outbox.close();
    const again = await page();
    expect(again.pending).toEqual([]);
    expect(again.refused.map(({ commit }) => commit.commit_id)).toEqual(["stale"]);
    await again.discard("stale");
    expect(await new IndexedOutbox("key", disk).load()).toEqual([]);
  });

  it("of the whole message by a full disk is no fault of the edit: it is sent again", async () => {
    const outbox = await page();
    kernel.breaksWith = new KernelError("StoreFull", "the disk is full");
    await outbox.add(cut("a"));
    await eventually(() => expect(outbox.trouble).toBe("the disk is full"));
    await sent(outbox);
    expect(outbox.trouble).toBeNull();
    expect(outbox.refused).toEqual([]);
  });
});

describe("a browser that keeps nothing", () => {
  const full: OutboxStore = {
    load: async () => [],
    put: async () => {
      throw new DOMException("no space left", "QuotaExceededError");
    },
    remove: async () => {},
    close() {},
  };

  it("says so while an edit is only in this page, and sends it all the same", async () => {
    kernel.alive = false;
    const outbox = await page(full);
    await outbox.add(cut("a"));
    expect(outbox.notKept).toBe("no space left");
    kernel.alive = true;
    await sent(outbox);
    expect(kernel.log).toHaveLength(1);
  });

  it("without any IndexedDB at all", async () => {
    const outbox = await page(new IndexedOutbox("key", {} as IDBFactory));
    await outbox.add(cut("a"));
    expect(outbox.notKept).not.toBeNull();
    await sent(outbox);
  });
});

it("a message takes no more commits, nor more edits, than a host lets through", () => {
  const commit = (edits: number) => ({ edits: Array.from({ length: edits }) }) as unknown as Commit;
  expect(fitting(Array.from({ length: 60 }, () => commit(1)))).toHaveLength(BATCH);
  expect(
    fitting([commit(1000), commit(1000), commit(1000), commit(1000), commit(1000)]),
  ).toHaveLength(4);
  expect(fitting([commit(BATCH_EDITS + 1), commit(1)])).toHaveLength(1);
  expect(fitting([])).toEqual([]);
});
