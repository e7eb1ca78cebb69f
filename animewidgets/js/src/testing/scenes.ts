import type { Channel } from "../core/channel";
import { type Live, NOTHING } from "../core/edits";
import type { Candidate, CandidateLayer, Category, Hello } from "../core/wire";
import { activeSpan, type LaneId } from "../timeline/active";
import { laneHeight } from "../timeline/audio_rows";
import { layersOf, openProposals, proposalsOf } from "../timeline/candidates";
import { Opened } from "../timeline/editor_model";
import type { SubtitleFile } from "../timeline/lines";
import { Marks } from "../timeline/marks";
import { keyFrames } from "../timeline/neighbours";
import { remarkOf } from "../timeline/remarks";
import type { Scene } from "../timeline/scene";
import { layStrips, type Strip, type StripKind } from "../timeline/strips";
import type { Colours } from "../ui/colours";
import { type Extent, showAll } from "../ui/time_view";
import type { Filmstrip } from "../video/filmstrip";
import type { FrameIndex } from "../video/frame_index";
import { FakeKernel } from "./fake_kernel";
import { indexBuffers } from "./fake_model";
import { hello, release } from "./releases";

/** What there is in a scene, besides how it is looked at. */
export interface World {
  readonly index?: FrameIndex;
  readonly live?: Live;
  readonly subtitles?: readonly SubtitleFile[];
  /** Lanes that were added, also where nothing stands on them. */
  readonly lanes?: readonly string[];
  readonly audioLanes?: readonly string[];
  readonly candidates?: readonly Candidate[];
  readonly layers?: readonly CandidateLayer[];
  readonly categories?: readonly Category[];
  readonly lane?: LaneId;
  readonly picked?: string | null;
  /** Strips of sound, in which nothing is heard. */
  readonly sound?: boolean;
  /** CSS pixels. */
  readonly width?: number;
}

export const extentOf = (index: FrameIndex): Extent => {
  const start = index.ptsOf(0);
  const { end_pts: end } = index.release;
  return { start, end, frameTicks: (end - start) / index.count };
};

/** A scene of a world, all of it in view; `over` says how it is looked at otherwise. */
export function sceneOf(world: World = {}, over: Partial<Scene> = {}): Scene {
  const {
    index = release({}),
    live = NOTHING,
    subtitles = [],
    lanes = [],
    audioLanes = [],
    width = 960,
  } = world;
  const { candidates = [], lane = "shots", picked = null, sound = false } = world;
  const { categories = hello().categories } = world;
  const marks = over.marks ?? new Marks(live, index, subtitles, lanes, audioLanes);
  const announced = layersOf(candidates, world.layers ?? []);
  const open = (some: readonly Candidate[]) =>
    openProposals(proposalsOf(some, index, announced), marks.shots);
  const frame = over.frame ?? 0;
  return {
    view: showAll(extentOf(index), width),
    extent: extentOf(index),
    strips: layStrips({
      layers: announced.map(({ name }) => name),
      waveform: sound,
      spectrogram: sound,
      lanes: marks.lanes.map(({ name }) => name),
      lines: marks.lines.length > 0,
      events: marks.audioLanes.map((one) => ({ name: one.name, height: laneHeight(one, false) })),
    }),
    index,
    keyFrames: keyFrames(index),
    filmstrip: NO_PICTURES,
    sound: sound ? { waveform: null, spectrogram: null, gain: 1 } : null,
    marks,
    layers: announced.map(({ name, colour }) => ({
      name,
      colour,
      proposals: open(candidates.filter((one) => one.layer === name)),
    })),
    proposals: open(candidates),
    categories: new Map(categories.map((one) => [one.category_id, one])),
    active: { lane, span: activeSpan(marks, lane, picked, frame) },
    remarkOf: (shot) => {
      const { comment, uncertain } = remarkOf({ shot });
      return { comment: comment !== null, uncertain };
    },
    frame,
    drag: null,
    snapped: null,
    pendingIn: null,
    begun: new Map(),
    hover: null,
    colours: COLOURS,
    ...over,
  };
}

const NO_PICTURES = { at: () => undefined, nearest: () => undefined } as unknown as Filmstrip;

/** Every colour is called by its name. */
export const COLOURS: Colours = new Proxy({} as Colours, { get: (_, name) => String(name) });

/** The strip of a kind, by its name where there are several, and the height of its middle. */
export function stripIn({ strips }: Scene, kind: StripKind, name?: string): Strip & { y: number } {
  const found = strips.all.find(
    (one) => one.kind === kind && (name === undefined || one.name === name),
  );
  if (!found) throw new Error(`the scene has no strip ${kind} ${name ?? ""}`);
  return { ...found, y: (found.top + found.bottom) / 2 };
}

/** A canvas that notes what is drawn on it. */
export function recorder() {
  const texts: string[] = [];
  const calls: { name: string; args: readonly unknown[]; style: unknown }[] = [];
  const context = new Proxy({} as Record<string, unknown>, {
    get: (target, name: string) => {
      if (name === "measureText") return (text: string) => ({ width: text.length * 6 });
      if (name === "getTransform") return () => ({ a: 1 });
      if (name in target) return target[name];
      return (...args: unknown[]) => {
        if (name === "fillText") texts.push(String(args[0]));
        calls.push({ name, args, style: target[name === "stroke" ? "strokeStyle" : "fillStyle"] });
      };
    },
    set: (target, name: string, value) => {
      target[name] = value;
      return true;
    },
  }) as unknown as CanvasRenderingContext2D;
  return { context, texts, calls };
}

/** What an editor has open on an index, with a kernel and a store behind it. */
export function openedOn(
  index: FrameIndex,
  over: Partial<Hello> = {},
  kernel: FakeKernel = new FakeKernel(),
): Opened {
  const told = kernel.hello({ release: index.release, ...over });
  // Of a channel no more than asking and listening is used.
  return new Opened(told, indexBuffers(index), kernel as unknown as Channel);
}
