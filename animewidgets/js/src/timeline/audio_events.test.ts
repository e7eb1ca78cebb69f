import { describe, expect, it } from "vitest";
import { liveOf } from "../core/edits";
import type { AnnotationState } from "../core/wire";
import { release } from "../testing/releases";
import { Timing } from "../testing/timing";
import {
  addEvent,
  categoriseEvent,
  deleteAudioLane,
  deleteEvent,
  eventsOfLines,
  mergeEvents,
  placeEvent,
  renameAudioLane,
  retimeEvent,
  setSpeaker,
  splitEvent,
} from "./audio_edits";
import {
  audioEventsOf,
  audioLanesOf,
  eventAt,
  eventsWithin,
  frameOfEvent,
  MOST_ROWS,
  speakersOf,
} from "./audio_events";
import { moveTogether } from "./boundaries";

/** Forty ticks a frame: a sound may begin between two. */
const index = release({ durations: new Array<number>(240).fill(40), timeBase: [1, 1000] });
const END = 9600;

const heard = (
  ...spans: [start: number, end: number, lane?: string, speaker?: string][]
): Timing => {
  const work = new Timing(index);
  for (const [startPts, endPts, lane = "dialogue", speaker] of spans)
    work.take(addEvent(index, { lane, startPts, endPts, speaker: speaker ?? null }));
  return work;
};
const laneOf = (work: Timing, name = "dialogue") => {
  const lane = work.marks.audioLanes.find((one) => one.name === name);
  if (!lane) throw new Error(`there is no lane ${name}`);
  return lane;
};
const told = (work: Timing) =>
  work.marks.events.map(({ lane, startPts, endPts, speaker }) => [lane, startPts, endPts, speaker]);
const event = (work: Timing, at = 0) => {
  const found = work.marks.events[at];
  if (!found) throw new Error(`there is no event ${at}`);
  return found;
};

describe("a lane of sounds", () => {
  it("puts what sounds at once into rows, the uppermost free one first", () => {
    const lane = laneOf(heard([0, 100], [50, 150], [100, 200], [120, 130], [200, 300]));
    expect(lane.rows).toEqual([0, 1, 0, 2, 0]);
    expect(lane.depth).toBe(3);
    expect(lane.crowds).toEqual([]);
  });

  it("counts those for which there is no row, crowd by crowd", () => {
    const many = Array.from({ length: MOST_ROWS + 3 }, (_, n): [number, number] => [n, 100 + n]);
    const lane = laneOf(
      heard(...many, [1000, 1100], ...many.map(([a, b]): [number, number] => [a + 2000, b + 2000])),
    );
    expect(lane.depth).toBe(MOST_ROWS + 3);
    expect(lane.crowds.map(({ count }) => count)).toEqual([3, 3]);
    expect(lane.crowds[1]).toMatchObject({ startPts: 2000 + MOST_ROWS, endPts: 2106 });
  });

  it("finds what sounds in a stretch, also what began long before", () => {
    const lane = laneOf(heard([0, 5000], [100, 200], [300, 400], [4000, 4100]));
    const starts = (from: number, until: number) =>
      eventsWithin(lane, from, until).map((at) => lane.events[at]?.startPts);
    expect(starts(350, 360)).toEqual([0, 300]);
    expect(starts(200, 300)).toEqual([0]); // half-open, on both sides
    expect(starts(5000, 6000)).toEqual([]);
    expect(eventAt(lane, index, 4)?.startPts).toBe(100); // ticks 160 to 200
    expect(eventAt(lane, index, 200)).toBeNull();
  });

  it("is heard on every frame that it shares a moment with, and moved from the frame after its start", () => {
    const frames = ([start, end]: [number, number]) => {
      const one = event(heard([start, end]));
      return [one.first, one.end, frameOfEvent(index, one)];
    };
    expect(frames([40, 80])).toEqual([1, 2, 1]);
    expect(frames([41, 79])).toEqual([1, 2, 2]);
    expect(frames([41, 81])).toEqual([1, 3, 2]);
    expect(frames([9590, END])).toEqual([239, 240, 239]);
  });

  it("keeps known lanes in their order, also empty ones, and takes the others after them", () => {
    const { events } = heard([0, 100, "steps"], [0, 100, "music"]).marks;
    const names = audioLanesOf(events, ["dialogue", "music"]).map(({ name }) => name);
    expect(names).toEqual(["dialogue", "music", "steps"]);
  });

  it("takes what other programs left out as what it is", () => {
    const state: AnnotationState = { kind: "audio_event", start_pts: 100, end_pts: 200 };
    const live = liveOf([{ ...state, annotation_id: "a", version: 1 }]);
    expect(audioEventsOf(live, index)[0]).toMatchObject({ lane: "sounds", speaker: null });
  });

  it("lays two thousand out at once", () => {
    const live = liveOf(
      Array.from({ length: 2000 }, (_, n) => ({
        annotation_id: `a${n}`,
        version: 1,
        kind: "audio_event" as const,
        start_pts: 4 * n,
        end_pts: Math.min(END, 4 * n + 90),
        attributes: { lane: "effect" },
      })),
    );
    const begun = performance.now();
    const [lane] = audioLanesOf(audioEventsOf(live, index));
    expect(performance.now() - begun).toBeLessThan(100);
    expect(lane?.depth).toBe(23);
  });
});

describe("an event", () => {
  it("stands between frames, may overlap others, and never leaves the release", () => {
    const work = heard([101, 199], [150, 250]);
    expect(told(work)).toEqual([
      ["dialogue", 101, 199, null],
      ["dialogue", 150, 250, null],
    ]);
    expect(work.take(retimeEvent(index, event(work), 180, 180))).toBe(
      "An event ends after it begins.",
    );
    expect(work.take(retimeEvent(index, event(work), -1, 180))).toMatch(/before the first frame/);
    expect(work.take(retimeEvent(index, event(work), 180, END + 1))).toMatch(/after the release/);
    expect(
      work.take(placeEvent(index, event(work), { startPts: 7, endPts: 9, lane: "effect" })),
    ).toBe("Event on effect: 0.00 s");
    expect(told(work)[0]).toEqual(["effect", 7, 9, null]);
    expect(work.take(addEvent(index, { lane: " ", startPts: 0, endPts: 9 }))).toBe(
      "A lane needs a name.",
    );
  });

  it("is split where it is heard, and merged with the nearest of the same speaker", () => {
    const work = heard([100, 300, "dialogue", "Mikoto"], [150, 250, "dialogue", "Kuroko"]);
    work.take(splitEvent(index, event(work), 200));
    expect(told(work)).toEqual([
      ["dialogue", 100, 200, "Mikoto"],
      ["dialogue", 150, 250, "Kuroko"],
      ["dialogue", 200, 300, "Mikoto"],
    ]);
    expect(work.take(splitEvent(index, event(work), 200))).toMatch(/go to a frame within it/);
    expect(work.take(mergeEvents(index, work.marks.events, event(work, 1), 1))).toBe(
      "No event of Kuroko follows this one on dialogue.",
    );
    work.take(mergeEvents(index, work.marks.events, event(work, 2), -1));
    expect(told(work)).toEqual([
      ["dialogue", 100, 300, "Mikoto"],
      ["dialogue", 150, 250, "Kuroko"],
    ]);
    expect(work.take(deleteEvent(index, event(work)))).toBe("Event of Mikoto of 0.20 s deleted");
    expect(told(work)).toHaveLength(1);
  });

  it("is given a speaker, whose name is tidied, and a category, and loses them again", () => {
    const work = heard([100, 300]);
    expect(work.take(setSpeaker(event(work), "🎤".repeat(200)))).toMatch(/is heard/);
    expect(work.take(setSpeaker(event(work), "  Misaka \0\ud83c  Mikoto\n "))).toBe(
      "Misaka Mikoto is heard",
    );
    expect(event(work).annotation.attributes).toEqual({
      lane: "dialogue",
      speaker: "Misaka Mikoto",
    });
    expect(work.take(setSpeaker(event(work), "a".repeat(201)))).toMatch(
      /at most 200 characters, not 201/,
    );
    work.take(categoriseEvent(event(work), { category_id: "speech", name: "Speech" }));
    expect(event(work).category).toBe("speech");
    work.take(setSpeaker(event(work), ""));
    expect(event(work).annotation.attributes).toEqual({ lane: "dialogue" });
  });

  it("moves with everything that stands on its frame, and keeps its distance from it", () => {
    const work = heard([410, 900]).cut(11);
    work.take(moveTogether(work.marks, 11, 13));
    expect(work.cuts).toEqual([13]);
    expect(told(work)).toEqual([["dialogue", 490, 900, null]]);
  });
});

describe("speakers", () => {
  it("are offered by how often they are heard, then those that only the subtitles name", () => {
    const { events } = heard(
      ...(
        [
          [0, 10],
          [20, 30],
        ] as [number, number][]
      ).map(([a, b]): [number, number, string, string] => [a, b, "dialogue", "Mikoto"]),
      [40, 50, "dialogue", "Kuroko"],
    ).marks;
    expect(speakersOf(events, ["Touma", " Mikoto", "", "Accelerator"])).toEqual([
      "Mikoto",
      "Kuroko",
      "Accelerator",
      "Touma",
    ]);
  });
});

describe("lines of subtitles", () => {
  const SOURCE = "ab".repeat(32);
  const line = (n: number, start_pts: number, end_pts: number, speaker = "") => ({
    line: n,
    start_pts,
    end_pts,
    text: "never stored",
    style: "",
    speaker,
  });
  const lines = [line(0, 100, 300, "Mikoto"), line(1, 9000, 20_000), line(2, 20_000, 30_000)];

  it("become events with their times and speakers, within the release, once and without their words", () => {
    const work = new Timing(index, [{ source: SOURCE, lines }]);
    const edits = eventsOfLines(index, work.marks.events, work.marks.lines, "dialogue");
    expect(JSON.stringify(edits)).not.toContain("never stored");
    work.take({ edits, said: "" });
    expect(told(work)).toEqual([
      ["dialogue", 100, 300, "Mikoto"],
      ["dialogue", 9000, END, null],
    ]);
    expect(event(work).annotation.attributes).toEqual({
      lane: "dialogue",
      speaker: "Mikoto",
      source: SOURCE,
      line: 0,
    });
    expect(eventsOfLines(index, work.marks.events, work.marks.lines, "effect")).toEqual([]);
  });
});

describe("lanes", () => {
  it("are renamed unless there is one of that name, and deleted with what stands on them", () => {
    const work = heard([0, 100, "effect"], [0, 100, "music"], [50, 100, "effect"]);
    expect(work.take(renameAudioLane(work.marks.events, "effect", "music"))).toBe(
      "There is a lane music already.",
    );
    work.take(renameAudioLane(work.marks.events, "effect", " steps "));
    expect(
      told(work)
        .map(([lane]) => lane)
        .sort(),
    ).toEqual(["music", "steps", "steps"]);
    expect(work.take(deleteAudioLane(work.marks.events, "steps"))).toBe(
      "Lane steps deleted, 2 events with it",
    );
    expect(told(work)).toEqual([["music", 0, 100, null]]);
  });
});
