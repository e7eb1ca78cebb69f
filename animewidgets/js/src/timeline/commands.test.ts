import "fake-indexeddb/auto";
import { afterEach, beforeEach, describe, expect, it, test } from "vitest";
import { Settings } from "../core/settings";
import { eventually } from "../testing/eventually";
import { FakeKernel } from "../testing/fake_kernel";
import { release } from "../testing/releases";
import { openedOn } from "../testing/scenes";
import { Timing } from "../testing/timing";
import { Announcer } from "../ui/announce";
import { rightOf, type Viewport } from "../ui/time_view";
import type { Passage } from "../video/playback";
import { ACTIONS, type Action, STANDARD, type StandardAction } from "./actions";
import type { LaneId } from "./active";
import { type CommandHost, Commands } from "./commands";
import { moveCut, setCategory } from "./cuts";
import type { Opened } from "./editor_model";
import { type Marked, setRemark } from "./remarks";
import { addSegment } from "./segments";
import { addTransition } from "./transitions";

/** 24 frames a second of 40 ticks each, a key frame every second. */
const index = release({
  durations: new Array<number>(240).fill(40),
  timeBase: [1, 960],
  gop: 24,
});
const SOURCE = "ab".repeat(32);
const line = (n: number, first: number, end: number) => ({
  line: n,
  start_pts: 40 * first + 10,
  end_pts: 40 * end + 10,
  text: `Line ${n + 1}`,
  style: "",
  speaker: "",
});

/** Four shots, two of them labelled, one with a remark; two lanes; two lines. */
function episode(): Timing {
  const work = new Timing(index).cut(50, 100, 150);
  for (const frame of [50, 150])
    work.take(setCategory(work.shots, frame, { category_id: "long", name: "Long" }));
  const shot = work.shots[2] as (typeof work.shots)[number];
  work.take(setRemark({ shot }, index, { comment: "flash", uncertain: true }));
  for (const [lane, first, end] of [
    ["music", 20, 40],
    ["music", 60, 80],
    ["voices", 60, 70],
  ] as const)
    work.take(addSegment(work.marks.segments, index, { lane, first, end }));
  return work;
}
const candidates = [70, 90, 120].map((ordinal) => ({
  pts: index.ptsOf(ordinal),
  score: 1,
  layer: "own",
}));

/** Stands for the view that commands act in, and for what plays; notes what they were made to do. */
class Host implements CommandHost {
  did: string[] = [];
  view: Viewport = { left: 800, ticksPerPixel: 5, width: 960 }; // frames 20 to 140
  readonly settings: Settings;
  speed = 1;
  looping = false;
  locked = false;
  lane: LaneId = "shots";
  picked: string | null = null;
  pendingIn: number | null = null;
  readonly begun = new Map<string, number>();
  speakers: readonly string[] = [];
  held = false;
  answer = "signs";
  remarked: Marked | null = null;
  readonly guide = { run: (action: string) => void this.did.push(`guide: ${action}`) };

  constructor(
    readonly opened: Opened,
    signal: AbortSignal,
  ) {
    // A browser that keeps nothing.
    const page = new EventTarget() as unknown as ConstructorParameters<typeof Settings>[2];
    this.settings = new Settings("mika", signal, page);
    this.settings.onChange(({ soundGain }) => {
      if (soundGain !== 1) this.did.push(`gain ${soundGain.toFixed(2)}`);
    });
    const { playback } = opened;
    playback.step = async (by) => this.seek(playback.frame + by);
    playback.pause = () => {
      playback.playing = false;
      this.did.push("pause");
    };
    playback.play = (rate = 1, { from, until, loop, comeBack }: Passage = {}) => {
      const what = until === undefined ? `from ${playback.frame}` : `${from} to ${until}`;
      const how = `${loop ? " over and over" : ""}${comeBack ? " and back" : ""}`;
      this.did.push(`play ${what} at ${rate}${how}`);
    };
    playback.shuttle = (direction) => {
      this.did.push(`shuttle ${direction}`);
    };
  }

  seek(ordinal: number) {
    this.opened.playback.frame = ordinal;
    this.did.push(`show ${ordinal}`);
  }
  look(view: Viewport) {
    this.view = view;
    const frames = [view.left, rightOf(view)].map((pts) => Math.round(pts / 40));
    this.did.push(`look at ${frames.join(" to ")}`);
  }
  pick(lane: LaneId, key: string | null) {
    [this.lane, this.picked] = [lane, key];
    this.did.push(`pick ${lane}`);
  }
  goTo = () => this.did.push("go to");
  toggleList = () => this.did.push("list");
  toggleHelp = () => this.did.push("help");
  toggleFullScreen = () => this.did.push("full screen");
  openKeySettings = () => this.did.push("key settings");
  openTimingSettings = () => this.did.push("timing settings");
  askLane(named: (name: string) => string | null) {
    const why = named(this.answer);
    this.did.push(why ? `asked again: ${why}` : "asked for a lane");
  }
  askSpeaker(now: string, names: readonly string[], named: (name: string) => string | null) {
    this.speakers = names;
    const why = named(this.answer);
    this.did.push(why ? `asked again: ${why}` : `asked who is heard, not ${now || "nobody"}`);
  }
  askRemark(marked: Marked) {
    this.remarked = marked;
    this.did.push("asked for a remark");
  }
  escape() {
    if (this.held) this.did.push("let go");
    return this.held;
  }
}

let page: AbortController;
let kernel: FakeKernel;
let opened: Opened;
let host: Host;
let announcer: Announcer;
let commands: Commands;

async function open(work = episode(), audio = true) {
  opened?.close();
  localStorage.clear();
  page = new AbortController();
  kernel = new FakeKernel();
  kernel.live = work.live;
  kernel.subtitles.set(SOURCE, [line(0, 10, 20), line(1, 30, 44)]);
  const stream = { stream: 0, codec: "aac", rate: 48_000, channels: 2 };
  const sound = { ...stream, language: null, title: null, start_us: 0, duration_us: null };
  opened = openedOn(
    index,
    {
      candidates,
      audio: audio ? [sound] : [],
      audio_lanes: ["dialogue", "music"],
      subtitles: [{ source: SOURCE, name: "ep01.ass", format: "ass", language: "en", count: 2 }],
    },
    kernel,
  );
  while (opened.marks.lines.length < 2) await new Promise((resolve) => setTimeout(resolve));
  host = new Host(opened, page.signal);
  announcer = new Announcer();
  commands = new Commands(opened, host, announcer);
}

beforeEach(() => open());
afterEach(() => {
  page.abort();
  opened.close();
});

/** Go to a frame and do some actions there: what the host was made to do, and what was said last. */
function at(frame: number, ...actions: Action[]): [did: string[], said: string] {
  opened.playback.frame = frame;
  return then(...actions);
}
function then(...actions: Action[]): [did: string[], said: string] {
  host.did = [];
  announcer.root.textContent = "";
  announcer.root.removeAttribute("data-refused");
  for (const action of actions) commands.run(action);
  const { textContent: said } = announcer.root;
  return [host.did, announcer.root.hasAttribute("data-refused") ? `not: ${said}` : (said ?? "")];
}
/** The same, in one line. */
const told = ([did, said]: [string[], string]) => [...did, said].filter(Boolean).join("; ");

const cuts = () => opened.marks.shots.filter(({ cuts }) => cuts.length).map(({ first }) => first);
const lanes = () =>
  Object.fromEntries(
    opened.marks.lanes.map(({ name, segments }) => [
      name,
      segments.map(({ first, end }) => [first, end]),
    ]),
  );
const lineTimes = () => opened.marks.lines.map(({ startPts, endPts }) => [startPts, endPts]);
const categoryAt = (frame: number) =>
  opened.marks.shots.find(({ first, end }) => first <= frame && frame < end)?.category;

/** Where one stands, what comes of the action there, and what was done before it. */
type Deed = readonly [frame: number, comes: string | RegExp, given?: () => void];

const onLane = (lane: LaneId) => () => {
  host.lane = lane;
};

const DEEDS: Readonly<Record<StandardAction, Deed>> = {
  stepBack: [30, "show 29"],
  stepForward: [30, "show 31"],
  leapBack: [5, "show 0"],
  leapForward: [30, "show 40"],
  secondBack: [30, "show 6"],
  secondForward: [30, "show 54"],
  first: [30, "show 0"],
  last: [30, "show 239"],
  previousCut: [60, "show 50"],
  nextCut: [60, "show 100"],
  previousCandidate: [90, "show 70"],
  nextCandidate: [70, "show 90"],
  previousKeyFrame: [30, "show 24"],
  nextKeyFrame: [30, "show 48"],
  previousUnlabelled: [60, "show 0"],
  nextUnlabelled: [60, "show 100"],
  previousCategory: [160, "show 150"],
  nextCategory: [60, "show 150"],
  goTo: [30, "go to"],

  play: [30, "play from 30 at 1"],
  playShot: [60, "play 50 to 100 at 1 and back"],
  playBefore: [100, "play 88 to 100 at 1 and back"],
  playAfter: [100, "play 100 to 112 at 1 and back"],
  playAround: [100, "play 88 to 112 at 1 and back"],
  loop: [30, "Passages are played over and over"],
  lockSegment: [30, "Playing stays inside what is chosen"],
  shuttleBack: [30, "shuttle -1"],
  shuttleStop: [30, "shuttle 0"],
  shuttleForward: [30, "shuttle 1"],
  slower: [30, "Speed 0.75×"],
  faster: [30, "Speed 1.25×"],
  normalSpeed: [30, "Speed 1×"],
  mute: [30, "Sound off"],
  scrubSound: [30, "Scrubbing is silent"],

  cut: [60, "Cut set on frame 60"],
  markLive: [60, "Cut set on frame 60"],
  deleteCut: [100, "Cut on frame 100 deleted"],
  nudgeBack: [100, "show 99; Cut moved from frame 100 to 99"],
  nudgeForward: [100, "show 101; Cut moved from frame 100 to 101"],
  mergeNext: [60, "Shots 2 and 3 are one: Long"],
  mergePrevious: [110, "Shots 2 and 3 are one: Long"],
  split: [60, "Cut set on frame 60"],
  cycleTransition: [100, "Dissolve on frames 88 to 99"],
  transitionFrom: [95, "Dissolve on frames 95 to 99"],
  transitionUntil: [105, "Dissolve on frames 100 to 104, its cut on 100"],
  clearCategory: [60, "Shot 2: no category"],
  undo: [60, "show 60; Undone, on frame 60", () => commands.run("cut")],
  redo: [60, "show 60; Redone, on frame 60", () => at(60, "cut", "undo")],

  findShots: [30, "Looking for shots …"],
  accept: [70, "show 90; Cut set on frame 70"],
  reject: [70, "show 90; Candidate on frame 70 passed over"],
  bringBack: [70, "Candidates that were passed over are back", () => commands.run("reject")],
  acceptAbove: [30, "3 candidates accepted"],

  segmentIn: [50, "pick lane:music; A segment begins on frame 50: mark its end"],
  segmentOut: [30, "pick lane:music; Segment on music: frames 20 to 30", onLane("lane:music")],
  previousLane: [30, "pick lane:music; Keys act on music", onLane("lane:voices")],
  nextLane: [30, "pick lane:music; Keys act on music"],
  newLane: [30, "pick lane:signs; asked for a lane; Lane signs added"],
  deleteSegment: [30, "Segment of frames 20 to 39 on music deleted", onLane("lane:music")],
  leadIn: [30, /Lead-in: 1 segment retimed/, onLane("lane:music")],
  leadOut: [30, /Lead-out: 1 segment retimed/, onLane("lane:music")],
  joinNext: [30, /Join: 1 segment retimed/, onLane("lane:music")],
  applyPreset: [30, /Dialogue: 2 segments retimed/, onLane("lane:music")],

  linePrevious: [35, "pick subtitles; show 11", onLane("subtitles")],
  lineNext: [15, "pick subtitles; show 31", onLane("subtitles")],
  lineStartHere: [15, "pick subtitles; Line 1 retimed", onLane("subtitles")],
  lineEndHere: [15, "pick subtitles; Line 1 retimed", onLane("subtitles")],
  commitAndNext: [15, "pick subtitles; show 31", onLane("subtitles")],

  tapEvent: [60, "pick audio:dialogue; An event begins on dialogue: press again at its end"],
  eventFromLine: [15, "pick audio:dialogue; Event of line 1 on dialogue"],
  eventsFromLines: [15, "2 events on dialogue, of as many lines"],
  speaker: [
    60,
    /asked who is heard, not nobody; signs is heard/,
    () => at(60, "tapEvent", "tapEvent"),
  ],
  sameSpeaker: [60, /signs is heard/, () => at(60, "tapEvent", "tapEvent", "speaker")],
  eventLaneUp: [60, "not: There is no lane of sounds above.", () => at(60, "tapEvent", "tapEvent")],
  eventLaneDown: [
    60,
    "pick audio:music; Event on music: 0.04 s",
    () => at(60, "tapEvent", "tapEvent"),
  ],
  newAudioLane: [60, "pick audio:signs; asked for a lane; Lane signs for sounds added"],
  foldLanes: [60, "Lanes of sounds folded"],

  comment: [60, "asked for a remark"],
  previousComment: [160, "show 100"],
  nextComment: [30, "show 100"],
  uncertain: [60, "Shot 2 is marked as uncertain"],
  previousUncertain: [160, "show 100"],
  nextUncertain: [30, "show 100"],

  guidelines: [30, "guide: guidelines"],
  previousUnit: [30, "guide: previousUnit"],
  nextUnit: [30, "guide: nextUnit"],
  nextUndone: [30, "guide: nextUndone"],
  unitDone: [30, "guide: unitDone"],
  nextProblem: [30, "guide: nextProblem"],
  prelabel: [30, "guide: prelabel"],

  zoomIn: [80, "look at 40 to 120"],
  zoomOut: [80, "look at 0 to 180"],
  fit: [30, "look at 0 to 240"],
  zoomToShot: [60, "look at 47 to 103"],
  panLeft: [30, "look at 0 to 120"],
  panRight: [30, "look at 110 to 230"],
  waveform: [30, "Waveform off"],
  spectrogram: [30, "Spectrogram on"],
  soundTaller: [30, "gain 1.50"],
  soundLower: [30, "gain 0.67"],
  timecode: [30, "Times as SMPTE"],
  snap: [30, "Snapping off"],
  fullScreen: [30, "full screen"],
  list: [30, "list"],
  keySettings: [30, "key settings"],
  timingSettings: [30, "timing settings"],
  help: [30, "help"],
  escape: [
    30,
    "let go",
    () => {
      host.held = true;
    },
  ],
};

describe("every action does what it says", () => {
  test.each(STANDARD)("%s", (action) => {
    const [frame, comes, given] = DEEDS[action];
    opened.playback.frame = frame;
    given?.();
    const what = told(at(frame, action));
    if (typeof comes === "string") expect(what).toBe(comes);
    else expect(what).toMatch(comes);
  });

  it("none of them is without a deed, and no deed without an action", () => {
    expect(Object.keys(DEEDS).sort()).toEqual(Object.keys(ACTIONS).sort());
  });

  it("is taken from the page around, but for an Escape with nothing to let go of", () => {
    expect(commands.run("stepForward")).toBe(true);
    expect(commands.run("deleteCut")).toBe(true); // refused, yet ours
    expect(commands.run("escape")).toBe(false);
    expect(commands.run("category:gone")).toBe(false);
  });
});

describe("moving", () => {
  it("ends at both ends, and says that there is no more", () => {
    expect(told(at(150, "nextCut"))).toBe("not: No cut after this frame.");
    expect(told(at(0, "previousCut"))).toBe("not: No cut before this frame.");
    expect(told(at(30, "nextCategory"))).toBe("not: This shot has no category to look for.");
    expect(told(at(235, "leapForward", "secondForward"))).toBe("show 239; show 239");
  });

  it("a step while playing stops there first", () => {
    opened.playback.playing = true;
    expect(told(at(30, "stepForward"))).toBe("pause; show 31");
  });
});

describe("candidates, one key a cut", () => {
  it("accepted and rejected, one after the other, until there are no more", () => {
    expect(told(at(0, "nextCandidate", "accept", "reject", "accept"))).toBe(
      "show 70; show 90; show 120; Cut set on frame 120",
    );
    expect(cuts()).toEqual([50, 70, 100, 120, 150]);
    expect(opened.proposals).toEqual([]);
    expect(told(then("accept"))).toBe("not: No candidate here, nor after this frame.");
  });

  it("on a frame without one both go to the next and change nothing", () => {
    expect(told(at(60, "accept"))).toBe("show 70");
    expect(told(at(60, "reject"))).toBe("show 70");
    expect(cuts()).toEqual([50, 100, 150]);
    expect(opened.proposals).toHaveLength(3);
  });

  it("all in view at once are one gesture, taken back by one key", () => {
    host.view = { ...host.view, left: 40 * 80 };
    expect(told(at(0, "acceptAbove"))).toBe("2 candidates accepted");
    expect(cuts()).toEqual([50, 90, 100, 120, 150]);
    commands.run("undo");
    expect(cuts()).toEqual([50, 100, 150]);
    host.view = { ...host.view, left: 40 * 125 };
    expect(told(at(0, "acceptAbove"))).toBe("not: No candidate is in view.");
  });

  it("only those above the threshold, of layers that are on, which nobody rejected", () => {
    at(70, "reject");
    expect(told(at(0, "acceptAbove"))).toBe("2 candidates accepted");
    commands.run("undo");
    opened.candidates.toggle("own");
    expect(told(at(0, "acceptAbove"))).toBe("not: No candidate is in view.");
    opened.candidates.toggle("own");
    opened.candidates.setThreshold("own", 1);
    opened.session.candidates = candidates.map((one, i) => ({ ...one, score: i ? 0.9 : 1 }));
    expect(told(at(0, "acceptAbove"))).toBe("not: No candidate is in view.");
  });

  it("the kernel is asked for them by the same key that stops it", async () => {
    kernel.shots = 421;
    expect(told(at(0, "findShots"))).toBe("Looking for shots …");
    expect(opened.finder.state.is).toBe("running");
    const said = () => announcer.root.textContent;
    await eventually(() => expect(said()).toBe("421 candidates found"));
    expect(told(at(0, "findShots", "findShots"))).toBe("Looking for shots was stopped");
    await eventually(() => expect(opened.finder.state.is).toBe("idle"));
    expect(said()).toBe("Looking for shots was stopped");
    kernel.alive = false;
    then("findShots");
    await eventually(() => expect(said()).toBe("No shots were found: the kernel does not answer"));
  });

  it("a double click takes one and stays there", () => {
    opened.playback.frame = 30;
    commands.accept(90);
    expect([cuts().includes(90), opened.playback.frame]).toEqual([true, 30]);
  });
});

describe("segments", () => {
  it("in and out make one that holds both frames, whichever way one went", () => {
    at(100, "segmentIn");
    expect(told(at(109, "segmentOut"))).toBe(
      "pick lane:music; Segment on music: frames 100 to 109",
    );
    at(130, "segmentIn");
    at(120, "segmentOut");
    expect(lanes().music).toEqual([
      [20, 40],
      [60, 80],
      [100, 110],
      [120, 131],
    ]);
    expect(host.pendingIn).toBeNull();
  });

  it("an out without an in moves the end of what is there, else it asks for one", () => {
    host.lane = "lane:music";
    at(35, "segmentOut");
    expect(lanes().music?.[0]).toEqual([20, 36]);
    host.picked = null;
    expect(told(at(200, "segmentOut"))).toBe("not: Mark where the segment begins first.");
  });

  it("where no lane is yet, in asks for its name first", async () => {
    await open(new Timing(index));
    expect(told(at(30, "segmentIn"))).toMatch(/pick lane:signs.*begins on frame 30/);
    at(33, "segmentOut");
    expect(lanes()).toEqual({ signs: [[30, 34]] });
  });

  it("a name that a lane has already is asked for again", () => {
    host.answer = "music";
    expect(told(at(0, "newLane"))).toBe("asked again: There is a lane music already.");
  });

  it("lanes are walked up and down, and end", () => {
    const walked = (action: StandardAction) => {
      then(action);
      return host.lane;
    };
    const down = ["nextLane", "nextLane", "nextLane", "nextLane"].map((one) =>
      walked(one as StandardAction),
    );
    expect(down).toEqual(["lane:music", "lane:voices", "subtitles", "subtitles"]);
    expect(told(then("nextLane"))).toBe("not: There is no lane below.");
    expect(walked("previousLane")).toBe("lane:voices");
  });

  it("are split, merged with the next or the one before, and deleted by the key for cuts", () => {
    host.lane = "lane:music";
    expect(told(at(30, "split"))).toBe("Segment split on frame 30");
    expect(lanes().music).toEqual([
      [20, 30],
      [30, 40],
      [60, 80],
    ]);
    at(35, "mergePrevious");
    expect(lanes().music?.[0]).toEqual([20, 40]);
    at(35, "mergeNext");
    expect(lanes().music).toEqual([[20, 80]]);
    expect(told(at(35, "mergePrevious"))).toBe("not: No segment comes before this one on music.");
    at(35, "deleteCut");
    expect(lanes().music).toBeUndefined();
    expect(cuts()).toEqual([50, 100, 150]);
  });

  it("lead in, lead out and joining keep to the milliseconds of the preset", () => {
    host.lane = "lane:music";
    host.settings.set({ timingPreset: "Lead only" }); // 200 ms before, 300 after: 5 and 7 frames
    at(30, "leadIn", "leadOut");
    expect(lanes().music?.[0]).toEqual([15, 47]);
    at(30, "joinNext");
    expect(lanes().music).toEqual([
      [15, 60],
      [60, 80],
    ]);
    host.picked = null;
    expect(told(at(100, "leadIn"))).toBe("not: Choose a segment or a line first.");
  });
});

describe("lines of subtitles", () => {
  it("one after the other, kept at the frame seen, between their own frames otherwise", () => {
    expect(told(at(0, "lineNext"))).toBe("pick subtitles; pick subtitles; show 11");
    at(12, "lineStartHere");
    at(25, "lineEndHere");
    expect(lineTimes()[0]).toEqual([40 * 12, 40 * 26]);
    expect(told(then("commitAndNext"))).toBe("pick subtitles; show 31");
    expect(told(then("lineNext"))).toBe("not: Nothing after this one on the lane.");
    then("linePrevious");
    expect(opened.playback.frame).toBe(12);
  });

  it("in and out do the same there, and one gets the file's times back", () => {
    host.lane = "subtitles";
    at(12, "segmentIn");
    at(18, "segmentOut");
    expect(lineTimes()[0]).toEqual([480, 760]);
    expect(told(at(15, "deleteSegment"))).toBe("Line 1 stands as in its file again");
    expect(lineTimes()[0]).toEqual([410, 810]);
  });

  it("with the shots chosen, keep-and-next is the key that accepts", () => {
    expect(told(at(70, "commitAndNext"))).toBe("show 90; Cut set on frame 70");
  });

  it("where there are none, it is said", async () => {
    await open(new Timing(index));
    expect(told(at(5, "linePrevious"))).toMatch(/not: Nothing before this one/);
  });
});

describe("nudging", () => {
  it("moves what stands on the frame, and one goes along", () => {
    at(100, "nudgeForward", "nudgeForward", "nudgeBack");
    expect([cuts(), opened.playback.frame]).toEqual([[50, 101, 150], 101]);
  });

  it.each<[string, LaneId, number, StandardAction, () => unknown, unknown]>([
    ["a segment's start", "lane:music", 20, "nudgeBack", () => lanes().music?.[0], [19, 40]],
    ["a segment's end", "lane:music", 40, "nudgeForward", () => lanes().music?.[0], [20, 41]],
    [
      "that of the lane that is active",
      "lane:voices",
      60,
      "nudgeForward",
      lanes,
      {
        music: [
          [20, 40],
          [60, 80],
        ],
        voices: [[61, 70]],
      },
    ],
    [
      "a line's start, as far between frames as it was",
      "subtitles",
      11,
      "nudgeForward",
      () => lineTimes()[0],
      [450, 810],
    ],
    ["a line's end", "subtitles", 21, "nudgeBack", () => lineTimes()[0], [410, 770]],
  ])("moves %s", (_what, lane, frame, action, seen, is) => {
    host.lane = lane;
    at(frame, action);
    expect(seen()).toEqual(is);
  });

  it("moves either end of mixed frames", () => {
    const work = new Timing(index);
    work.take(addTransition(work.shots, index, { kind: "dissolve", from: 90, until: 110 }, 100));
    return open(work).then(() => {
      at(90, "nudgeBack");
      at(110, "nudgeForward");
      expect(opened.marks.shots[1]).toMatchObject({
        first: 100,
        transition: { from: 89, until: 111 },
      });
    });
  });

  it("says where nothing stands, and what holds it back", () => {
    expect(told(at(33, "nudgeBack"))).toBe("not: Nothing begins or ends on frame 33.");
    at(51, "cut");
    expect(told(at(50, "nudgeForward"))).toMatch(/^not: The cut on frame 50/);
  });
});

describe("merging, splitting and naming shots", () => {
  it("makes one of two, and two of one", () => {
    at(60, "mergeNext");
    expect(cuts()).toEqual([50, 150]);
    expect(told(at(160, "mergeNext"))).toBe("not: No shot follows this one.");
    at(80, "split");
    expect(cuts()).toEqual([50, 80, 150]);
    expect(categoryAt(90)).toBeNull();
  });

  it("a category goes to the shot under the playhead, also while it plays", () => {
    opened.playback.playing = true;
    expect(told(at(60, "category:close-up"))).toBe("Shot 2: Close-up");
    expect(categoryAt(60)).toBe("close-up");
    at(60, "clearCategory");
    expect(categoryAt(60)).toBeNull();
  });

  it("or to the chosen segment of the active lane", () => {
    host.lane = "lane:music";
    expect(told(at(30, "category:long"))).toBe("Segment of frames 20 to 39: Long");
    expect(opened.marks.segments[0]?.category).toBe("long");
    expect(told(at(100, "category:long"))).toBe("not: Choose a segment of this lane to label.");
    at(30, "clearCategory");
    expect(opened.marks.segments[0]?.category).toBeNull();
  });
});

describe("marking while playing", () => {
  /** Mark while playing on a frame, then nudge the mark back by so many. */
  const mark = (frame: number, back: number) => {
    opened.playback.playing = true;
    at(frame, "markLive");
    opened.playback.playing = false;
    const before = cuts();
    const [made] = before.filter((one) => Math.abs(one - frame) < 12);
    return at(made ?? frame, ...new Array<StandardAction>(back).fill("nudgeBack"));
  };

  beforeEach(() => open(new Timing(index)));

  it("sets the cut earlier by the person's lag, less of it at half the speed", () => {
    host.settings.set({ reactionLag: 250 }); // six frames
    opened.playback.playing = true;
    at(100, "markLive");
    opened.playback.rate = 0.5;
    at(150, "markLive");
    expect(cuts()).toEqual([94, 147]);
  });

  it("at a stand it is the frame that is seen", () => {
    host.settings.set({ reactionLag: 250 });
    at(100, "markLive");
    expect(cuts()).toEqual([100]);
  });

  it("learns the lag from marks that are corrected, tells it, and takes it off from then on", () => {
    for (const frame of [30, 60, 90, 120]) {
      mark(frame, 5);
      expect(host.settings.values.reactionLag).toBe(0);
    }
    mark(150, 0);
    then(); // the fifth is put right by dragging it
    commands.take(moveCut(opened.marks.shots, index, 150, 145));
    expect(announcer.root.textContent).toBe(
      "Your reaction time measures 208 ms; from now on it is taken off",
    );
    expect(host.settings.values.reactionLag).toBe(208);
    opened.playback.playing = true;
    at(200, "markLive");
    expect(cuts()).toEqual([25, 55, 85, 115, 145, 195]);
  });

  it("one mark tells of one press, in however many steps it was put right", () => {
    mark(100, 9);
    expect(host.settings.values.reactionLag).toBe(0);
  });
});

describe("playing", () => {
  it("around the first frame there is only what comes after", () => {
    expect(told(at(0, "playBefore"))).toBe("not: There is nothing before the first frame to play.");
    expect(told(at(0, "playAround"))).toBe("play 0 to 12 at 1 and back");
    expect(told(at(236, "playAfter"))).toBe("play 236 to 240 at 1 and back");
  });

  it("passages over and over, at the speed that was chosen", () => {
    at(100, "loop", "slower", "slower");
    expect(told(then("playBefore"))).toBe("play 88 to 100 at 0.5 over and over and back");
    expect(told(then("loop"))).toBe("Passages are played once");
    opened.playback.playing = true;
    opened.playback.passage = { from: 88, until: 100, loop: false };
    expect(told(then("loop"))).toMatch(/^play 88 to 100 at 0.5 over and over;/);
  });

  it("locked it stays inside what is chosen, from here or from its beginning", () => {
    at(60, "lockSegment");
    expect(told(then("play"))).toBe("play 60 to 100 at 1");
    expect(told(at(99, "play"))).toBe("play 50 to 100 at 1");
    host.lane = "lane:music";
    expect(told(at(30, "play"))).toBe("play 30 to 40 at 1");
    expect(told(at(30, "playShot"))).toBe("play 20 to 40 at 1 and back");
    expect(told(at(30, "loop", "play"))).toMatch(/^play 20 to 40 at 1 over and over/);
    expect(told(at(30, "lockSegment", "play"))).toMatch(/^play from 30 at 1/);
  });

  it("the same key stops it; speeds end at both ends", () => {
    opened.playback.playing = true;
    expect(told(at(30, "play"))).toBe("pause");
    for (let i = 0; i < 12; i++) then("faster");
    expect(host.speed).toBe(4);
    for (let i = 0; i < 12; i++) then("slower");
    expect(host.speed).toBe(0.25);
    then("normalSpeed");
    expect(host.speed).toBe(1);
  });

  it("without sound there is none to switch off or to draw", async () => {
    await open(episode(), false);
    for (const action of ["mute", "waveform", "spectrogram"] as const)
      expect(told(at(30, action))).toBe("not: The media file has no sound.");
    expect(host.settings.values.waveform).toBe(true);
  });
});

describe("undo and redo", () => {
  it("go back and forth, each to where it happened, and end", () => {
    at(60, "cut");
    at(80, "cut");
    expect(told(at(0, "undo"))).toBe("show 80; Undone, on frame 80");
    expect(told(then("undo"))).toBe("show 60; Undone, on frame 60");
    expect(told(then("undo"))).toBe("not: Nothing to undo.");
    expect(told(then("redo", "redo"))).toBe("show 60; show 80; Redone, on frame 80");
    expect(told(then("redo"))).toBe("not: Nothing to redo.");
    expect(cuts()).toEqual([50, 60, 80, 100, 150]);
  });

  it("every change went to the store as one commit of this tool", async () => {
    at(60, "cut");
    at(110, "mergePrevious");
    await eventually(() => expect(opened.session.save).toBe("saved"));
    expect(kernel.log).toHaveLength(2);
  });
});

describe("remarks", () => {
  it("are left on the shot, the segment or the line that is active", () => {
    at(60, "comment");
    expect(host.remarked).toMatchObject({ shot: { first: 50 } });
    host.lane = "lane:music";
    at(30, "comment");
    expect(host.remarked).toMatchObject({ segment: { lane: "music", first: 20 } });
    host.lane = "subtitles";
    at(15, "comment");
    expect(host.remarked).toMatchObject({ line: { line: 0 } });
    host.lane = "lane:voices";
    expect(told(at(0, "comment"))).toBe("not: Nothing is chosen on this lane.");
  });

  it("doubt is switched on and off, and found again", () => {
    at(160, "uncertain");
    expect(told(at(110, "nextUncertain"))).toBe("show 150");
    expect(told(at(150, "uncertain"))).toBe("Shot 4 is no longer uncertain");
    expect(told(at(110, "nextUncertain"))).toBe("not: No uncertain mark after this frame.");
  });
});

describe("looking", () => {
  it("zooms about the playhead, and about the middle while that is out of sight", () => {
    expect(told(at(20, "zoomIn"))).toBe("look at 20 to 100");
    host.view = { left: 800, ticksPerPixel: 5, width: 960 };
    expect(told(at(200, "zoomIn"))).toBe("look at 40 to 120");
  });

  it("shows what is chosen with room beside it", () => {
    host.lane = "lane:voices";
    expect(told(at(65, "zoomToShot"))).toBe("look at 59 to 71");
    expect(told(at(5, "zoomToShot"))).toBe("not: Nothing is chosen on this lane.");
  });

  it("sound is drawn taller and lower only as far as anything is seen", () => {
    for (let i = 0; i < 20; i++) then("soundTaller");
    expect(host.settings.values.soundGain).toBe(64);
    for (let i = 0; i < 20; i++) then("soundLower");
    expect(host.settings.values.soundGain).toBe(1 / 8);
  });

  it("times go through all their forms", () => {
    const said = Array.from({ length: 4 }, () => told(then("timecode")));
    expect(new Set(said).size).toBe(4);
    expect(said.at(-1)).toBe("Times as h:m:s.ms");
  });
});

describe("sounds", () => {
  const heard = () =>
    opened.marks.events.map(({ lane, startPts, endPts, speaker }) => [
      lane,
      startPts / 40,
      endPts / 40,
      speaker,
    ]);

  it("are tapped forwards and backwards: the frames at both ends belong to them", () => {
    at(60, "tapEvent");
    at(69, "tapEvent");
    at(50, "tapEvent");
    at(40, "tapEvent");
    expect(heard()).toEqual([
      ["dialogue", 40, 51, null],
      ["dialogue", 60, 70, null],
    ]);
    expect(host.picked).toBe(opened.marks.events[0]?.id);
  });

  it("are begun on several lanes at once, by taps and by in and out marks", () => {
    at(20, "tapEvent");
    host.lane = "audio:music";
    at(25, "segmentIn");
    host.lane = "audio:dialogue";
    at(29, "tapEvent");
    host.lane = "audio:music";
    at(39, "segmentOut");
    expect(heard()).toEqual([
      ["dialogue", 20, 30, null],
      ["music", 25, 40, null],
    ]);
    expect(told(at(100, "segmentOut"))).toBe("pick audio:music; Event on music: 3.17 s");
  });

  it("are set earlier by the reaction time while it plays, also between frames", () => {
    host.settings.set({ reactionLag: 250 }); // six frames
    opened.playback.playing = true;
    at(60, "tapEvent");
    at(80, "tapEvent");
    expect(heard()).toEqual([["dialogue", 54, 74, null]]);
    host.settings.set({ reactionLag: 30 });
    at(100, "tapEvent");
    at(120, "tapEvent");
    expect(opened.marks.events[1]?.startPts).toBe(4000 - 29);
    opened.playback.playing = false;
  });

  it("take category, remark, split, merging and deletion as segments do", () => {
    at(60, "tapEvent");
    at(79, "tapEvent");
    expect(told(at(70, "category:long"))).toBe("Event on dialogue: Long");
    at(70, "split", "mergeNext");
    expect(heard()).toEqual([["dialogue", 60, 80, null]]);
    expect(told(at(70, "uncertain"))).toBe("The event on dialogue is marked as uncertain");
    expect(told(at(60, "nudgeBack"))).toMatch(/^show 59; Event on dialogue/);
    expect(told(at(70, "playShot"))).toBe("play 59 to 80 at 1 and back");
    expect(told(at(70, "deleteSegment"))).toMatch(/^Event on dialogue of .* deleted$/);
    expect(told(at(70, "deleteCut"))).toBe("not: Choose an audio event to delete.");
    expect(told(at(70, "leadIn"))).toBe("not: Choose a segment or a line first.");
  });

  it("of lines know them: a line has one event, and those of the others are made at once", () => {
    at(15, "eventFromLine");
    expect(told(at(15, "eventFromLine"))).toBe("not: Line 1 has an event already.");
    host.lane = "audio:music";
    expect(told(at(15, "eventsFromLines"))).toBe("1 event on music, of as many lines");
    expect(told(at(15, "eventsFromLines"))).toBe("not: Every line has an event already.");
    expect(told(at(200, "eventFromLine"))).toBe("not: No line of subtitles is here.");
    at(15, "undo", "undo");
    expect(heard()).toEqual([]);
  });
});
