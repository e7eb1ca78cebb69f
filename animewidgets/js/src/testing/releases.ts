import type { Hello, ReleaseInfo } from "../core/wire";
import { FrameIndex } from "../video/frame_index";

/** Releases for tests: an index with frames of even length, or of lengths as told. */
export function release(options: {
  count?: number;
  durations?: number[];
  timeBase?: [number, number];
  start?: number;
  gop?: number;
  info?: Partial<ReleaseInfo>;
}): FrameIndex {
  const { timeBase = [1001, 24000], start = 0, gop = 24 } = options;
  const durations = options.durations ?? new Array<number>(options.count ?? 240).fill(1);
  const pts: number[] = [];
  let at = start;
  for (const duration of durations) {
    pts.push(at);
    at += duration;
  }
  const info: ReleaseInfo = {
    release_id: "r1",
    name: "BD ep01",
    time_base: timeBase,
    frame_count: durations.length,
    frame_rate: [24000, 1001],
    end_pts: at,
    width: 1280,
    height: 720,
    rotation: 0,
    pixel_aspect: [1, 1],
    codec: "h264",
    container: "mp4",
    byte_size: 1_000_000,
    packets_differ: false,
    warnings: [],
    ...options.info,
  };
  return new FrameIndex(
    info,
    Float64Array.from(pts),
    Float64Array.from(durations),
    Uint8Array.from(pts, (_, i) => Number(i % gop === 0)),
    Float64Array.from(pts),
  );
}

export function hello(over: Partial<Hello> = {}): Hello {
  return {
    protocol: 1,
    outbox: "store-task-person",
    person: "mika",
    task: { task_id: "t1", project: "cuts", template: "cut-timing", guidelines: "" },
    release: release({}).release,
    decoder: "auto",
    browser_can_demux: false,
    categories: [
      { category_id: "long", name: "Long", colour: "#88ccee", hotkey: "2", parent: null },
      { category_id: "close-up", name: "Close-up", colour: "#ddcc77", hotkey: "4", parent: null },
    ],
    annotations: [],
    audio: [],
    candidates: [],
    layers: [],
    subtitles: [],
    history: [],
    number: 0,
    ...over,
  };
}
