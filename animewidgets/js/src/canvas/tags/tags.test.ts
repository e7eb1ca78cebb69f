import { beforeEach, describe, expect, it } from "vitest";
import { apply, type Live, liveOf } from "../../core/edits";
import type { Outcome } from "../../core/outcome";
import type { Annotation, Category, CategoryGroup } from "../../core/wire";
import { release } from "../../testing/releases";
import type { OpenCanvas } from "../canvas_model";
import { exclude } from "./tag_edits";
import { tagRows } from "./tag_rows";
import { Tagging } from "./tagging";
import { type Scope, Tags } from "./tags";

const index = release({ count: 40 });
const CATEGORIES: Category[] = ["day", "night", "indoors"].map((id, n) => ({
  category_id: id,
  name: id.toUpperCase(),
  colour: `#00000${n}`,
  hotkey: `${n + 1}`,
  parent: null,
}));
const [day, night, indoors] = CATEGORIES as [Category, Category, Category];
day.attributes = [{ name: "weather", kind: "choice", choices: ["sun"], default: "sun" }];
const GROUPS: CategoryGroup[] = [
  { name: "time of day", members: ["day", "night"], exclusive: true },
  { name: "places", members: ["indoors"], exclusive: false },
];

/** A view of a canvas with nothing but tags in it. */
class View {
  live: Live = liveOf([]);
  frame = 5;
  shots: number[] = [];
  /** What the project has by now. */
  marked: number[] = [];
  said: string[] = [];
  refused: string[] = [];
  commits = 0;
  unit: readonly [number, number] | null = null;
  #undo: Live[] = [];
  readonly tagging: Tagging;

  constructor() {
    const view = this;
    const opened = {
      index,
      hello: { groups: GROUPS },
      categories: new Map(CATEGORIES.map((one) => [one.category_id, one])),
      async askShots() {
        view.shots = view.marked;
      },
      get tags() {
        return new Tags(view.live, index, view.shots);
      },
    } as unknown as OpenCanvas;
    this.tagging = new Tagging(
      Object.assign(this, {
        opened,
        take: (outcome: Outcome) => {
          if ("refused" in outcome) return false;
          this.#undo.push(this.live);
          this.live = apply(this.live, outcome.edits);
          this.commits++;
          this.said.push(outcome.said);
          return true;
        },
        say: (text: string) => this.said.push(text),
        refuse: (text: string) => this.refused.push(text),
        seek: (to: number) => {
          this.frame = to;
        },
        redraw: () => {},
      }),
    );
  }

  goTo(frame: number): this {
    this.frame = frame;
    this.tagging.visited();
    return this;
  }

  undo(): void {
    this.live = this.#undo.pop() ?? this.live;
  }

  /** `day 5-6`, in the order of time; frames are half-open. */
  get tags(): string[] {
    return this.tagging.tags.all.map(
      ({ scope, category, from, until }) => `${scope} ${category} ${from}-${until}`,
    );
  }
}

let view: View;
beforeEach(() => {
  view = new View();
});

describe("tags of frames", () => {
  it("are set and taken away by one key", () => {
    view.tagging.toggle(indoors);
    view.tagging.toggle(day);
    expect(view.tags.sort()).toEqual(["frame day 5-6", "frame indoors 5-6"]);
    view.tagging.toggle(day);
    expect(view.tags).toEqual(["frame indoors 5-6"]);
  });

  it("begin with what the category says by itself", () => {
    view.tagging.toggle(day);
    const [tag] = view.live.annotations.values();
    expect(tag?.attributes).toEqual({ scope: "frame", values: { weather: "sun" } });
    expect(view.tagging.subject).toEqual([tag]);
  });

  it("take the place of those that they exclude, in one commit", () => {
    view.tagging.toggle(day);
    view.tagging.toggle(night);
    expect(view.tags).toEqual(["frame night 5-6"]);
    view.undo();
    expect(view.tags).toEqual(["frame day 5-6"]);
  });

  it("are put onto another frame, in place of what says the same there", () => {
    view.tagging.toggle(day);
    view.goTo(7).tagging.toggle(night);
    const [first] = view.tagging.tags.all;
    expect(view.tagging.move(first?.id as string, 7)).toBe(true);
    expect(view.tags).toEqual(["frame day 7-8"]);
    expect(view.tagging.move("a-track", 3)).toBe(false);
  });

  it("all go at once", () => {
    view.tagging.toggle(day);
    view.tagging.toggle(indoors);
    view.tagging.clear();
    expect([view.tags, view.commits]).toEqual([[], 3]);
    view.tagging.clear();
    expect(view.refused).toEqual(["This frame has no tags of its own."]);
  });
});

describe("tags over spans", () => {
  const span = (category: Category, from: number, last: number) => {
    view.tagging.label = category;
    view.goTo(from).tagging.toggleSpan();
    view.goTo(last).tagging.toggleSpan();
  };

  it("hold from where they begin up to where they end, in whichever order", () => {
    span(day, 5, 9);
    expect(view.tags).toEqual(["span day 5-10"]);
    span(indoors, 20, 12);
    expect(view.tags).toEqual(["span day 5-10", "span indoors 12-21"]);
  });

  it("need a label at hand", () => {
    view.tagging.toggleSpan();
    expect(view.refused[0]).toContain("No label is at hand");
  });

  it("are there from the first key on, and gone by Escape", () => {
    view.tagging.label = day;
    view.tagging.toggleSpan();
    expect(view.tags).toEqual(["span day 5-6"]);
    expect(view.tagging.letGo(true)).toBe(true);
    expect(view.tags).toEqual([]);
    expect(view.tagging.open).toBeNull();
  });

  it("are open no longer once their beginning is undone", () => {
    view.tagging.label = day;
    view.tagging.toggleSpan();
    view.undo();
    expect(view.tagging.open).toBeNull();
  });

  it.each([
    ["all of it", 5, 9, ["span night 5-10"]],
    ["its beginning", 3, 6, ["span night 3-7", "span day 7-10"]],
    ["its end", 8, 12, ["span day 5-8", "span night 8-13"]],
    ["its middle", 6, 7, ["span day 5-6", "span night 6-8", "span day 8-10"]],
    ["nothing of it", 10, 12, ["span day 5-10", "span night 10-13"]],
  ] as const)("take from one that they exclude %s", (_, from, last, left) => {
    span(day, 5, 9);
    span(night, from, last);
    expect(view.tags).toEqual(left);
  });

  it("become one with those of the same label that they meet", () => {
    span(indoors, 5, 9);
    span(indoors, 15, 18);
    view.tagging.label = indoors;
    view.goTo(11).tagging.toggleSpan();
    view.goTo(16).tagging.toggleSpan();
    expect(view.tags).toEqual(["span indoors 5-10", "span indoors 11-19"]);
  });

  it("are taken hold of where they are there already, and Escape leaves them as they were", () => {
    span(indoors, 5, 9);
    view.tagging.label = indoors;
    view.goTo(6).tagging.toggleSpan();
    expect(view.tagging.open?.from).toBe(5);
    view.goTo(20);
    expect(view.tagging.letGo(true)).toBe(true);
    expect(view.tags).toEqual(["span indoors 5-10"]);
    view.goTo(6).tagging.toggleSpan();
    view.goTo(7).tagging.toggleSpan();
    expect(view.tags).toEqual(["span indoors 5-8"]);
  });

  it("say already what a frame would: the key looks at them, and Delete takes them", () => {
    span(indoors, 5, 9);
    view.goTo(7).tagging.toggle(indoors);
    expect(view.tags).toEqual(["span indoors 5-10"]);
    expect(view.said.at(-1)).toContain("INDOORS holds here already: frames 5 to 9");
    expect(view.tagging.removeChosen()).toBe(true);
    expect(view.tags).toEqual([]);
  });

  it("end with the release", () => {
    span(day, 35, 39);
    expect([...view.live.annotations.values()][0]?.end_pts).toBe(index.release.end_pts);
    expect(view.tags).toEqual(["span day 35-40"]);
  });
});

describe("tags of shots", () => {
  it("need cuts, which are asked for again where none were known", async () => {
    view.tagging.label = day;
    await view.tagging.toggleShot();
    expect(view.refused[0]).toContain("This project has no cuts on this release");
    view.marked = [3];
    await view.tagging.toggleShot();
    expect(view.tags).toEqual(["shot day 3-40"]);
  });

  it("stand on the first frame of the shot, the first one's and the last one's too", async () => {
    view.shots = [10, 20];
    view.tagging.label = day;
    for (const frame of [4, 10, 19, 39]) await view.goTo(frame).tagging.toggleShot();
    expect(view.tags).toEqual(["shot day 0-10", "shot day 20-40"]); // on 19 the one of 10 went
    view.tagging.label = night;
    await view.goTo(25).tagging.toggleShot();
    expect(view.tags).toEqual(["shot day 0-10", "shot night 20-40"]);
  });
});

describe("labels that stay on", () => {
  it("come along to every frame that is visited, and no further", () => {
    view.tagging.toggle(indoors);
    view.tagging.toggleSticky();
    view.goTo(6).goTo(16).goTo(6);
    expect(view.tags).toEqual(["frame indoors 5-6", "frame indoors 6-7", "frame indoors 16-17"]);
    view.tagging.toggle(indoors);
    view.goTo(7);
    expect(view.tags).toEqual(["frame indoors 5-6", "frame indoors 16-17"]);
  });

  it("give way to what holds there already", () => {
    view.goTo(7).tagging.toggle(night);
    view.goTo(5).tagging.toggleSticky();
    view.tagging.toggle(day);
    view.goTo(6).goTo(7).goTo(8);
    expect(view.tags).toEqual([
      "frame day 5-6",
      "frame day 6-7",
      "frame night 7-8",
      "frame day 8-9",
    ]);
  });

  it("are one of a group at most", () => {
    view.tagging.toggleSticky();
    view.tagging.toggle(day);
    view.tagging.toggle(night);
    expect([...view.tagging.kept]).toEqual(["night"]);
  });
});

describe("the lanes", () => {
  it("have a row for each category in the schema's order, shots on their own", async () => {
    view.shots = [10];
    view.tagging.toggle(night);
    view.tagging.label = day;
    await view.goTo(12).tagging.toggleShot();
    view.tagging.toggleSpan();
    const { tags, open } = view.tagging;
    const rows = tagRows(tags, new Map(CATEGORIES.map((one) => [one.category_id, one])), {
      chosen: null,
      open: open?.id ?? null,
    });
    expect(rows.map(({ id }) => id)).toEqual(["tags:day", "shots:day", "tags:night"]);
    expect(rows[0]?.spans).toMatchObject([{ from: 12, until: 13, look: "hatched" }]);
    expect(rows[1]?.spans).toMatchObject([{ from: 10, until: 40, look: "faint" }]);
    expect(rows[2]?.marks).toMatchObject([{ at: 5, look: "key" }]);
  });

  it("lead to the tag here, or to the next one", () => {
    view.tagging.toggle(night);
    expect(view.goTo(20).tagging.chooseRow("tags:night")).toBe(true);
    expect([view.frame, view.tagging.chosen?.category]).toEqual([5, "night"]);
    expect(view.tagging.chooseRow("6c1f0a52")).toBe(false);
  });
});

it("what a tag is said of is told by its end where it does not say", () => {
  const tag = (over: Partial<Annotation>): Annotation => ({
    annotation_id: JSON.stringify(over),
    version: 1,
    kind: "tag",
    start_pts: index.ptsOf(3),
    ...over,
  });
  const scopes = (some: Partial<Annotation>): Scope | undefined =>
    new Tags(liveOf([tag(some)]), index, []).all[0]?.scope;
  expect(scopes({})).toBe("frame");
  expect(scopes({ end_pts: index.ptsOf(9) })).toBe("span");
  expect(scopes({ attributes: { scope: "shot" } })).toBe("shot");
  expect(exclude(GROUPS, "indoors", "day")).toBe(false);
});
