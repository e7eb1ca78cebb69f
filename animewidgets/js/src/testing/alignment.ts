import { expect } from "vitest";
import type { AlignmentHello, MapStep, SideHello } from "../alignment/wire";
import { KernelError } from "../core/channel";
import { applyEdit, type MapEdit } from "../timemaps/edits";
import type { Patch } from "../timemaps/patch";
import { TimeMap } from "../timemaps/time_map";
import type { FrameIndex } from "../video/frame_index";
import alignmentEditor from "../widgets/alignment_editor";
import { eventually } from "./eventually";
import { indexBuffers } from "./fake_model";
import { release } from "./releases";

type Handler = (...args: never[]) => void;
interface Request {
  type: string;
  id: number;
  method: string;
  params: { step_id: string; kind: MapStep["kind"]; edit?: MapEdit };
}

/** A Blu-ray of 240 frames, a tick each; its recording begins ten frames earlier and shows a card in the middle. */
export const DISC = release({ count: 240, info: { release_id: "disc", name: "Blu-ray" } });
export const TAPE = release({ count: 275, info: { release_id: "tape", name: "TV recording" } });

export const PATCH: Patch = {
  format: "animewidgets-patch",
  version: 1,
  source_release: "disc",
  target_release: "tape",
  source_time_base: [1001, 24000],
  target_time_base: [1001, 24000],
  pieces: [
    { source: null, target: [0, 10], role: "pre-roll" },
    { source: [0, 100], target: [10, 110], role: "opening", confidence: 0.99 },
    { source: null, target: [110, 140], role: "sponsor" },
    { source: [100, 180], target: [140, 220], role: "part", confidence: 0.6 },
    { source: [180, 200], target: null, role: "removed" },
    { source: null, target: [220, 225], role: "commercial" },
    {
      source: [200, 240],
      target: [225, 265],
      role: "ending",
      confidence: 0.95,
      flags: ["repeated"],
    },
    { source: null, target: [265, 275], role: "unknown" },
  ],
};

/** The kernel's half of the alignment editor in a few lines: a map and its steps; it can die and refuse. */
export class AlignmentKernel {
  alive = true;
  steps: MapStep[] = [];
  base: Patch | null = PATCH;
  /** Why the next step is refused. */
  refuses = "";
  asked: string[] = [];

  get map(): Patch | null {
    const undo: MapStep[] = [];
    let redo: MapStep[] = [];
    for (const step of this.steps)
      if (step.kind === "edit") {
        undo.push(step);
        redo = [];
      } else {
        const [from, to] = step.kind === "undo" ? [undo, redo] : [redo, undo];
        to.push(from.pop() as MapStep);
      }
    if (!this.base) return null;
    return undo.reduce(
      (map, { edit }) => (edit ? applyEdit(map, edit, "mika") : map),
      new TimeMap(this.base),
    ).patch;
  }

  hello(): AlignmentHello {
    const side = ({ release: told }: FrameIndex): SideHello => ({
      release: told,
      decoder: "kernel",
      browser_can_demux: false,
      audio: [],
      buffers: 4,
    });
    return {
      protocol: 1,
      a: side(DISC),
      b: side(TAPE),
      map: this.map,
      base: this.base,
      map_id: "map",
      steps: structuredClone(this.steps),
      anchors: [],
      person: "mika",
      project: "default",
      can_align: true,
      roles: [],
    };
  }

  answer({ method, params }: Request): object {
    this.asked.push(method);
    if (method === "hello") return this.hello();
    if (method === "map.step") {
      if (this.refuses) {
        const why = this.refuses;
        this.refuses = "";
        throw new KernelError("MapEditRefused", why);
      }
      if (!this.steps.some((one) => one.step_id === params.step_id)) this.steps.push(params);
      return { step: this.steps.length, map: this.map };
    }
    if (method === "map.align" || method === "map.cancel") return {};
    throw new KernelError("MediaVanished", `no ${method} here`);
  }
}

/** Open the widget on a kernel; `pages` gets what closes it. */
export async function openAlignment(kernel: AlignmentKernel, pages: AbortController[]) {
  const handlers = new Map<string, Set<Handler>>();
  const emit = (name: string, ...args: unknown[]) => {
    for (const handler of handlers.get(name) ?? []) handler(...(args as never[]));
  };
  const traits = { frame: 0 };
  const model = {
    get: () => traits.frame,
    set: (_name: string, value: number) => {
      traits.frame = value;
    },
    save_changes: () => {},
    on: (name: string, handler: Handler) =>
      handlers.set(name, (handlers.get(name) ?? new Set()).add(handler)),
    off: (name: string, handler: Handler) => handlers.get(name)?.delete(handler),
    send: (request: Request) => {
      if (request.type !== "request") return;
      setTimeout(() => {
        // Pictures and sound never come: the test's DOM could not draw them.
        if (!kernel.alive || /^[ab]\./.test(request.method)) return;
        const reply = (rest: object, buffers: DataView[] = []) =>
          emit("msg:custom", { type: "reply", id: request.id, ...rest }, buffers);
        try {
          const result = structuredClone(kernel.answer(request));
          const index = request.method === "hello" ? [DISC, TAPE].flatMap(indexBuffers) : [];
          reply({ ok: true, result }, index);
        } catch (error) {
          const { name, message } = error as Error;
          reply({ ok: false, error: { kind: name, message } });
        }
      });
    },
  };
  const page = new AbortController();
  pages.push(page);
  const widget = alignmentEditor();
  const rest = { model, signal: page.signal } as never;
  widget.initialize(rest);
  const el = document.body.appendChild(document.createElement("div"));
  widget.render({ ...(rest as object), el } as never);
  const root = el.querySelector(".aw-editor") as HTMLElement;
  await eventually(() => expect(root.dataset.status).toBe("open"));
  const settle = () =>
    new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const press = async (...keys: string[]) => {
    for (const key of keys) {
      const [name = "", ...modifiers] = key.split("+").reverse();
      const [ctrlKey, shiftKey, altKey] = ["Ctrl", "Shift", "Alt"].map((one) =>
        modifiers.includes(one),
      ) as [boolean, boolean, boolean];
      const more = { ctrlKey, shiftKey, altKey, bubbles: true, cancelable: true };
      const at = root.contains(document.activeElement) ? document.activeElement : root;
      at?.dispatchEvent(new KeyboardEvent("keydown", { key: name || "+", ...more }));
      await settle();
    }
  };
  const goTo = async (ordinal: number) => {
    traits.frame = ordinal;
    emit("change:frame");
    await settle();
  };
  const tell = (event: string, data: object) =>
    emit("msg:custom", { type: "event", event, data }, []);
  const saved = () => eventually(() => expect(root.dataset.save).toBe("saved"));
  const said = () => root.querySelector(".aw-said")?.textContent?.trim();
  /** Where both stand: `50 60`, the leading one first said. */
  const at = () => `${root.dataset.lead} ${root.dataset.frameA} ${root.dataset.frameB}`;
  return { root, press, goTo, tell, saved, said, settle, at, page };
}
