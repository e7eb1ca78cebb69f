import { describe, expect, it } from "vitest";
import { release } from "../testing/releases";
import { recorder, sceneOf, stripIn } from "../testing/scenes";
import { Timing } from "../testing/timing";
import { pixelAt } from "../ui/time_view";
import { addEvent } from "./audio_edits";
import { FOLDED_HEIGHT, laneHeight, rowAt, rowBand } from "./audio_rows";
import { drawAxis } from "./axis";
import { dragBoundary, dragEvent, dragNewEvent } from "./dragging";
import { hit } from "./hit";
import { offered } from "./speaker_dialog";

const index = release({ durations: new Array<number>(240).fill(40), timeBase: [1, 1000] });

function dialogue(): Timing {
  const work = new Timing(index);
  for (const [startPts, endPts, speaker] of [
    [1000, 3000, "Mikoto"],
    [2000, 4000, "Kuroko"],
    [6000, 6030, "Touma"],
  ] as const)
    work.take(addEvent(index, { lane: "dialogue", startPts, endPts, speaker }));
  return work;
}
const sceneWith = (work: Timing) => sceneOf({ index }, { marks: work.marks });

describe("what a pointer takes hold of on a lane of sounds", () => {
  const work = dialogue();
  const scene = sceneWith(work);
  const strip = stripIn(scene, "events", "dialogue");
  const [lane] = work.marks.audioLanes;
  if (!lane) throw new Error("there is no lane");
  const found = (tick: number, row: number) => {
    const { top, bottom } = rowBand(strip, lane, row);
    const at = hit(scene, pixelAt(scene.view, tick), (top + bottom) / 2);
    if (at.what === "event") return at.event.speaker;
    return at.what === "boundary" && "event" in at.boundary
      ? `${at.boundary.what} of ${at.boundary.event.speaker}`
      : at.what;
  };

  it.each([
    ["the upper of two that overlap", 2500, 0, "Mikoto"],
    ["the lower one", 2500, 1, "Kuroko"],
    ["an edge, in its own row", 3000, 0, "event-end of Mikoto"],
    ["not the edge of the row above", 3000, 1, "Kuroko"],
    ["the start of the lower one", 2000, 1, "event-start of Kuroko"],
    ["nothing below the first", 1500, 1, "frame"],
    ["something short as a whole, by its middle", 6015, 0, "Touma"],
  ] as const)("%s", (_name, tick, row, what) => expect(found(tick, row)).toBe(what));

  it("grows with its rows and is low when folded, where all rows are one", () => {
    expect([1, 2, 3, 4, 9].map((depth) => laneHeight({ depth }, false))).toEqual([
      22, 34, 46, 58, 58,
    ]);
    const folded = { top: 10, bottom: 10 + FOLDED_HEIGHT };
    expect(rowAt(folded, lane, 20)).toBeNull();
    expect(rowBand(folded, lane, 1)).toEqual(folded);
  });
});

describe("dragging", () => {
  const place = (pts: number, audioLane?: string) => ({
    ordinal: index.ordinalAt(pts),
    pts,
    ...(audioLane ? { audioLane } : {}),
  });
  const spans = (work: Timing) =>
    work.marks.events.map((one) => [one.lane, one.startPts, one.endPts]);

  it("makes an event either way from where it was pressed, always the same one", () => {
    const work = new Timing(index);
    const drag = dragNewEvent(work.marks, "effect", place(1000));
    const [there, back] = [drag.make(place(1111)), drag.make(place(777))];
    const ids = [there, back].map((one) => "edits" in one && one.edits[0]?.annotation_id);
    expect(new Set(ids).size).toBe(1);
    work.take(back);
    expect(spans(work)).toEqual([["effect", 777, 1000]]);
    expect("refused" in drag.make(place(1000))).toBe(true);
  });

  it("moves an event to the lane that it is dragged over", () => {
    const work = dialogue();
    const [first] = work.marks.events;
    if (!first) throw new Error("there is no event");
    work.take(dragEvent(work.marks, first, place(1500)).make(place(1733, "music")));
    expect(spans(work)).toContainEqual(["music", 1233, 3233]);
  });

  it("stretches an edge to a tick between frames, and not past the other edge", () => {
    const work = dialogue();
    const end = work.marks.boundaries.find(({ what }) => what === "event-end");
    if (!end) throw new Error("nothing ends");
    const drag = dragBoundary(work.marks, end, false);
    expect(drag.shows).toBe("last");
    work.take(drag.make(place(3333)));
    expect(spans(work)[0]).toEqual(["dialogue", 1000, 3333]);
    expect(drag.make(place(900))).toHaveProperty("refused");
  });
});

describe("drawing", () => {
  it("names who is heard, in two rows, and counts those that have none", () => {
    const work = dialogue();
    for (let n = 0; n < 6; n++)
      work.take(addEvent(index, { lane: "effect", startPts: 1000 + n, endPts: 9000 + n }));
    const { context, texts } = recorder();
    drawAxis(context, sceneWith(work));
    expect(texts).toEqual(expect.arrayContaining(["Mikoto", "Kuroko", "+2"]));
  });
});

it("offers the names that begin with what was typed before those that hold it", () => {
  const names = ["Mikoto", "Kuroko", "Touma Kamijou", "Kamijou Touya"];
  expect(offered(names, "")).toEqual(names);
  expect(offered(names, "ka")).toEqual(["Kamijou Touya", "Touma Kamijou"]);
  expect(offered(names, "xyz")).toEqual([]);
});
