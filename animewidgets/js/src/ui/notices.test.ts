import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, it } from "vitest";
import { create, update } from "../core/edits";
import type { OutboxStore } from "../core/outbox_store";
import { Session } from "../core/session";
import type { Annotation } from "../core/wire";
import { eventually } from "../testing/eventually";
import { FakeKernel } from "../testing/fake_kernel";
import { release } from "../testing/releases";
import { Notices, SaveBadge } from "./notices";

const forgetful: OutboxStore = {
  load: async () => [],
  put: async () => {
    throw new DOMException("no space left", "QuotaExceededError");
  },
  remove: async () => {},
  close() {},
};
const mindful: OutboxStore = { ...forgetful, put: async () => {} };

let kernel: FakeKernel;
let session: Session;
let notices: Notices;
let badge: SaveBadge;

function open(store: OutboxStore) {
  session = new Session(kernel.hello(), kernel, store);
  notices = new Notices(release({}), session, "timeline");
  badge = new SaveBadge();
  const show = () => {
    notices.show();
    badge.show(session);
  };
  session.onChange(show);
  show();
}

beforeEach(() => {
  kernel = new FakeKernel();
});
afterEach(() => session.close());

const button = (name: string) =>
  [...notices.root.querySelectorAll("button")].find((one) => one.textContent === name);

it("while all is well there is nothing to read but “Saved”", async () => {
  open(mindful);
  session.commit([create("a", { kind: "cut", start_pts: 10 })], "timeline");
  expect(badge.root.textContent).toBe("Saving · 1");
  await eventually(() => expect(badge.root.textContent).toBe("Saved"));
  expect(notices.root.textContent).toBe("");
});

it("offline says that one may go on, and how much waits", async () => {
  open(mindful);
  kernel.alive = false;
  session.commit([create("a", { kind: "cut", start_pts: 10 })], "timeline");
  await eventually(() => expect(badge.root.textContent).toBe("Offline · 1"));
  expect(notices.root.textContent).toMatch(/Go on: edits are kept in this browser .* 1 unsent/);
});

it("a browser that cannot keep edits is told of while one waits, and no longer", async () => {
  open(forgetful);
  kernel.alive = false;
  session.commit([create("a", { kind: "cut", start_pts: 10 })], "timeline");
  await eventually(() => expect(notices.root.textContent).toMatch(/no space left/));
  const leaves = () => window.dispatchEvent(new Event("beforeunload", { cancelable: true }));
  expect(leaves()).toBe(false); // the browser asks whether one really wants to go
  kernel.alive = true;
  await eventually(() => expect(notices.root.textContent).toBe(""));
  expect(leaves()).toBe(true);
});

it("a refused edit says what it was, on which frame, and can be applied or discarded", async () => {
  kernel.write([create("a", { kind: "cut", start_pts: 10 })]);
  open(mindful);
  const mine = (start_pts: number) =>
    session.commit([update(session.live.annotations.get("a") as Annotation, { start_pts })], "t");
  const theirs = (start_pts: number) =>
    kernel.write([update(kernel.live.annotations.get("a") as Annotation, { start_pts })]);

  theirs(20);
  mine(12);
  await eventually(() =>
    expect(notices.root.textContent).toMatch(/cut moved from frame 10 .* to frame 12/),
  );
  button("Apply anyway")?.click();
  await eventually(() => expect(kernel.live.annotations.get("a")?.start_pts).toBe(12));

  theirs(30);
  mine(13);
  await eventually(() => expect(button("Discard")).toBeDefined());
  button("Discard")?.click();
  expect(notices.root.textContent).toBe("");
  expect(session.live.annotations.get("a")?.start_pts).toBe(30);
});

it("a damaged file says what can still be used, until it is hidden", () => {
  session = new Session(kernel.hello(), kernel, mindful);
  const text = "the file is cut short after frame 61: frames 0 to 61 are usable";
  notices = new Notices(release({ info: { warnings: [text] } }), session, "timeline");
  notices.show();
  expect(notices.root.querySelector(".aw-warning")?.textContent).toContain(text);
  button("Hide")?.click();
  expect(notices.root.textContent).toBe("");
  notices.show();
  expect(notices.root.textContent).toBe("");
});
