import "fake-indexeddb/auto";
import { beforeEach, describe, expect, it } from "vitest";
import { KernelError, type Reply, type RequestOptions } from "../../core/channel";
import { create } from "../../core/edits";
import { Session } from "../../core/session";
import { Memory } from "../../core/task_memory";
import { FakeKernel } from "../../testing/fake_kernel";
import { release } from "../../testing/releases";
import { AssistDesk } from "./desk";
import { withPoint } from "./prompts";
import type { WireProposal } from "./proposals";

const told = (id: string, pts: number, source = "detector"): WireProposal => ({
  proposal_id: id,
  start_pts: pts,
  kind: "box",
  geometry: { x: 1, y: 1, width: 9, height: 9 },
  category: null,
  source,
  score: 0.5,
});

/** A kernel whose assistants do as the test says. */
class Assisted extends FakeKernel {
  answer: () => Promise<{ proposals: WireProposal[]; refused: string[] }> = async () => ({
    proposals: [],
    refused: [],
  });
  asked: unknown[] = [];

  override async request<T>(
    method: string,
    params: object,
    options: RequestOptions = {},
  ): Promise<Reply<T>> {
    if (method !== "assist.ask") return super.request(method, params, options);
    this.asked.push(params);
    const { signal } = options;
    const stopped = new Promise<never>((_, reject) =>
      signal?.addEventListener("abort", () => reject(signal.reason)),
    );
    const result = await Promise.race([this.answer(), stopped]);
    return { result: result as T, buffers: [] };
  }
}

const index = release({ count: 100 });
let kernel: Assisted;
let session: Session;

function open(proposals: WireProposal[] = []) {
  const assistants = [
    { name: "detector", about: "Boxes" },
    { name: "GrabCut", about: "" },
  ];
  const memory = new Memory("t1");
  return new AssistDesk({ assistants, proposals }, kernel, session, index, memory);
}
const idsOn = (desk: AssistDesk, frame: number) => desk.on(frame).map(({ id }) => id);

beforeEach(() => {
  localStorage.clear();
  kernel = new Assisted();
  session = new Session(kernel.hello(), kernel);
});

describe("what is proposed", () => {
  it("is open until it is accepted, and again when that is undone", () => {
    const desk = open([told("a", 3), told("b", 3), told("c", 8)]);
    expect(idsOn(desk, 3)).toEqual(["a", "b"]);
    expect(desk.chosenOn(3)?.id).toBe("a");
    session.commit([create("a", { kind: "box", start_pts: 3 })], "canvas");
    expect(idsOn(desk, 3)).toEqual(["b"]);
    session.undo("canvas");
    expect(idsOn(desk, 3)).toEqual(["a", "b"]);
  });

  it("and was rejected stays away, in a later page too, until it is asked for again", async () => {
    const desk = open([told("a", 3), told("b", 3)]);
    desk.reject(desk.on(3));
    expect(desk.on(3)).toEqual([]);
    const later = open([told("a", 3), told("b", 3)]);
    expect(later.on(3)).toEqual([]);
    kernel.answer = async () => ({ proposals: [told("b", 3)], refused: [] });
    expect(await later.ask(3, [], null)).toEqual({ proposals: 1, refused: [] });
    expect(idsOn(later, 3)).toEqual(["b"]);
  });

  it("replaces what the same assistant proposed on that frame, and nothing else", () => {
    const desk = open([told("a", 3), told("g", 3, "GrabCut"), told("c", 8)]);
    kernel.tell("proposals", { source: "detector", pts: [3], proposals: [told("z", 3)] });
    expect(idsOn(desk, 3).sort()).toEqual(["g", "z"]);
    expect(idsOn(desk, 8)).toEqual(["c"]);
    kernel.tell("proposals", { source: "detector", pts: [3, 8], proposals: [] });
    expect(idsOn(desk, 3)).toEqual(["g"]);
    expect(desk.next(3)).toBeNull();
  });

  it("on other frames is gone to in order, round the end", () => {
    const desk = open([told("a", 3), told("b", 40), told("c", 8)]);
    expect([0, 3, 8, 40].map((frame) => desk.next(frame))).toEqual([3, 8, 40, 3]);
  });
});

describe("asking", () => {
  it("tells what was marked on that frame, and on no other", async () => {
    const desk = open();
    desk.mark(5, withPoint(desk.promptsOn(5), [1, 2], false));
    await desk.ask(5, [], null);
    await desk.ask(6, [], null);
    expect(kernel.asked).toMatchObject([
      { name: "detector", ordinal: 5, prompts: { points: [{ x: 1, y: 2 }], category: null } },
      { ordinal: 6, prompts: { points: [] } },
    ]);
  });

  it("says the kernel's words where the assistant failed", async () => {
    const desk = open();
    kernel.answer = async () => {
      throw new KernelError("AssistantFailed", "'detector' failed on frame 5: KeyError: 'x'");
    };
    expect(await desk.ask(5, [], null)).toBeNull();
    expect(desk.state).toEqual({
      is: "failed",
      why: "'detector' failed on frame 5: KeyError: 'x'",
    });
  });

  it("can be given up, and asked anew; a late answer changes nothing", async () => {
    const desk = open();
    kernel.answer = () => new Promise(() => {});
    const waiting = desk.ask(5, [], null);
    expect(desk.state).toEqual({ is: "asking", name: "detector" });
    expect(desk.escape(5)).toBe(true);
    expect(await waiting).toBeNull();
    expect(desk.state).toEqual({ is: "idle" });

    const first = desk.ask(5, [], null);
    kernel.answer = async () => ({ proposals: [told("b", 5)], refused: [] });
    expect(await desk.ask(5, [], null)).toEqual({ proposals: 1, refused: [] });
    expect(await first).toBeNull();
    expect(desk.state).toEqual({ is: "idle" });
    expect(idsOn(desk, 5)).toEqual(["b"]);
  });

  it("goes on with the first one where the one in use is no longer offered", () => {
    const desk = open();
    desk.use("GrabCut");
    kernel.tell("assistants", { assistants: [{ name: "mine", about: "" }] });
    expect(desk.current).toBe("mine");
    kernel.tell("assistants", { assistants: [] });
    expect(desk.current).toBeNull();
  });
});
