import type { Outcome } from "../../core/outcome";
import type { SchemaLinks } from "../../core/schema_moves";
import type { Annotation, Category } from "../../core/wire";
import type { OpenCanvas } from "../canvas_model";
import {
  beginSpan,
  exclude,
  keepTags,
  moveTag,
  nameOf,
  placeInWords,
  removeTag,
  setSpan,
  setTag,
  stretchSpan,
  type TagOutcome,
  type TagPlace,
} from "./tag_edits";
import { categoryOfRow, isShots } from "./tag_rows";
import { holdsOn, type Tag, type Tags } from "./tags";

export interface TaggingHost {
  readonly opened: OpenCanvas;
  readonly frame: number;
  /** Frames `[from, until)` of the unit of work that is at hand, where a tag is said of all of it. */
  readonly unit: readonly [from: number, until: number] | null;
  take(outcome: Outcome): boolean;
  say(text: string): void;
  refuse(reason: string): void;
  seek(ordinal: number): void;
  redraw(): void;
}

/** What one view has under way with tags: the label at hand, a span that is open, labels that are kept on. */
export class Tagging {
  /** What the keys of spans and shots take: the label that was used last. */
  label: Category | null = null;
  /** Whether labels stay on from frame to frame. */
  sticky = false;
  #kept = new Set<string>();
  #open: string | null = null;
  /** Whether the open span was there before: then Escape leaves it as it is. */
  #wasThere = false;
  #chosen: string | null = null;

  constructor(readonly host: TaggingHost) {}

  get tags(): Tags {
    return this.host.opened.tags;
  }

  get #place(): TagPlace {
    const { index, hello } = this.host.opened;
    return { tags: this.tags, index, groups: hello.groups ?? [] };
  }

  get #categories(): ReadonlyMap<string, Category> {
    return this.host.opened.categories;
  }

  /** The categories have become others. */
  takeCategories(links: SchemaLinks = {}): void {
    const was = this.label?.category_id;
    if (was === undefined) return;
    const now = Object.hasOwn(links, was) ? links[was]?.then : was;
    this.label = this.#categories.get(now ?? "") ?? null;
  }

  /** The span that is open; none where it was undone meanwhile. */
  get open(): Tag | null {
    return this.tags.get(this.#open) ?? null;
  }

  /** The tag that is looked at: its attributes are shown, and Delete takes it. It must hold on the frame. */
  get chosen(): Tag | null {
    const tag = this.tags.get(this.#chosen);
    return tag && holdsOn(tag, this.host.frame) ? tag : null;
  }

  get kept(): ReadonlySet<string> {
    return this.#kept;
  }

  choose(tag: Tag | null): void {
    this.#chosen = tag?.id ?? null;
    if (tag?.category) this.label = this.#categories.get(tag.category) ?? this.label;
    this.host.redraw();
  }

  /**
   * Tag the frame, or take the tag away. Where a span or shot says so already, that one is looked at. Where a
   * task goes unit by unit, it is the unit that is tagged.
   */
  toggle(category: Category): void {
    const { frame, unit } = this.host;
    this.label = category;
    if (unit) {
      this.#toggleUnit(category, unit);
      return;
    }
    const same = this.tags.on(frame).filter((one) => one.category === category.category_id);
    const here = same.find(({ scope }) => scope === "frame");
    const [wide] = same;
    if (here) {
      this.#keep(category, false);
      this.#take(removeTag(here, this.#categories));
    } else if (wide) {
      this.#chosen = wide.id;
      this.host.say(
        `${category.name} holds here already: ${placeInWords(wide)}. Delete takes it away`,
      );
    } else {
      this.#keep(category, true);
      this.#take(setTag(this.#place, category, "frame", [frame, frame + 1]));
    }
    this.host.redraw();
  }

  #toggleUnit(category: Category, unit: readonly [number, number]): void {
    const [from, until] = unit;
    const { tags } = this;
    const there = tags.all.find(
      (one) => one.category === category.category_id && one.from <= from && one.until >= until,
    );
    const shot = tags.shots.length ? tags.shotOf(from) : null;
    if (there) this.#take(removeTag(there, this.#categories));
    else if (shot?.[0] === from && shot[1] === until)
      this.#take(setTag(this.#place, category, "shot", unit));
    else this.#take(setSpan(this.#place, category, unit));
    this.host.redraw();
  }

  /** Take all tags of the frame itself away. */
  clear(): void {
    const tags = this.tags.on(this.host.frame).filter(({ scope }) => scope === "frame");
    this.#kept.clear();
    const [first] = tags;
    if (!first) {
      this.host.refuse("This frame has no tags of its own.");
      return;
    }
    const edits = tags.flatMap((one) => {
      const outcome = removeTag(one, this.#categories);
      return "edits" in outcome ? outcome.edits : [];
    });
    this.host.take({ edits, said: `No tags on frame ${first.from}` });
  }

  /** Begin a span of the label at hand, or end the one that is open, on this frame. */
  toggleSpan(): void {
    const { frame } = this.host;
    const { open } = this;
    if (open) {
      // Whoever goes back from where it began has begun with its end.
      const [from, until] = frame < open.from ? [frame, open.until] : [open.from, frame + 1];
      const name = nameOf(open, this.#categories);
      const outcome = stretchSpan(this.#place, open, from, until, name);
      if (this.#take(outcome)) this.#open = null;
      return;
    }
    const category = this.#labelOrSay();
    if (!category) return;
    const there = this.tags
      .on(frame)
      .find((one) => one.scope === "span" && one.category === category.category_id);
    this.#wasThere = there !== undefined;
    if (there) {
      this.#open = this.#chosen = there.id;
      this.host.say(`${category.name}, ${placeInWords(there)}: go to the frame where it ends`);
      this.host.redraw();
      return;
    }
    const outcome = beginSpan(this.#place, category, frame);
    if (this.#take(outcome)) this.#open = outcome.id ?? null;
  }

  /** Tag the shot around the frame with the label at hand, or take that tag away. */
  async toggleShot(): Promise<void> {
    if (!this.tags.shots.length) await this.host.opened.askShots();
    const { frame } = this.host;
    const { tags } = this;
    if (!tags.shots.length) {
      this.host.refuse(
        "This project has no cuts on this release, so no shot is known: mark them in the timeline editor first.",
      );
      return;
    }
    const category = this.#labelOrSay();
    if (!category) return;
    const shot = tags.shotOf(frame);
    const there = tags.all.find(
      (one) =>
        one.scope === "shot" && one.from === shot[0] && one.category === category.category_id,
    );
    if (there) this.#take(removeTag(there, this.#categories));
    else this.#take(setTag(this.#place, category, "shot", shot));
  }

  /** Whether labels stay on from frame to frame; those of this frame are the first. */
  toggleSticky(): void {
    this.sticky = !this.sticky;
    this.#kept.clear();
    if (this.sticky) {
      for (const { scope, category } of this.tags.on(this.host.frame))
        if (scope === "frame" && category) this.#kept.add(category);
      const names = [...this.#kept].map((id) => this.#categories.get(id)?.name ?? id);
      this.host.say(`Labels stay on: ${names.join(", ") || "the next ones"}`);
    } else this.host.say("Labels stay on their frame");
    this.host.redraw();
  }

  /** The person went to another frame: what is kept on comes along. */
  visited(): void {
    if (!this.sticky || !this.#kept.size) return;
    const kept = [...this.#kept].flatMap((id) => this.#categories.get(id) ?? []);
    const outcome = keepTags(this.#place, kept, this.host.frame);
    if ("edits" in outcome && outcome.edits.length) this.host.take(outcome);
  }

  /** A row of the lanes was chosen: look at its tag here, or at the next one. Whether it is a row of tags. */
  chooseRow(row: string): boolean {
    const category = categoryOfRow(row);
    if (category === null) return false;
    const { frame } = this.host;
    const shots = isShots(row);
    const there = this.tags.all.filter(
      (one) => (one.category ?? "") === category && (one.scope === "shot") === shots,
    );
    const tag =
      there.find((one) => holdsOn(one, frame)) ??
      there.find(({ from }) => from > frame) ??
      there[0];
    if (tag && !holdsOn(tag, frame)) this.host.seek(tag.from);
    if (tag) this.choose(tag);
    return true;
  }

  /** Put the tag of a frame onto another one; whether it is a tag at all. */
  move(id: string, to: number): boolean {
    const tag = this.tags.get(id);
    if (tag?.scope === "frame")
      this.#take(moveTag(this.#place, tag, to, nameOf(tag, this.#categories)));
    return tag !== undefined;
  }

  remove(tag: Tag): void {
    if (tag.category && tag.scope === "frame") this.#kept.delete(tag.category);
    this.#take(removeTag(tag, this.#categories));
  }

  /** Delete the tag that is looked at; whether there was one. */
  removeChosen(): boolean {
    const { chosen } = this;
    if (chosen) this.remove(chosen);
    return chosen !== null;
  }

  /** Escape: let go of the open span, and of the tag that is looked at; whether that was any to the person. */
  letGo(tagging: boolean): boolean {
    const { open, chosen } = this;
    this.#open = this.#chosen = null;
    if (open && !this.#wasThere) this.host.take(removeTag(open, this.#categories));
    this.host.redraw();
    return open !== null || (tagging && chosen !== null);
  }

  /** The annotations whose attributes are shown where no shape is selected. */
  get subject(): readonly Annotation[] {
    return this.chosen ? [this.chosen.annotation] : [];
  }

  #labelOrSay(): Category | null {
    if (!this.label)
      this.host.refuse("No label is at hand: press the key of a tag first, or click it.");
    return this.label;
  }

  #keep(category: Category, on: boolean): void {
    if (!this.sticky) return;
    const { category_id } = category;
    if (!on) this.#kept.delete(category_id);
    else {
      for (const id of this.#kept)
        if (exclude(this.#place.groups, category_id, id)) this.#kept.delete(id);
      this.#kept.add(category_id);
    }
  }

  #take(outcome: TagOutcome): boolean {
    if (!this.host.take(outcome)) return false;
    this.#chosen = outcome.id ?? null;
    this.host.redraw();
    return true;
  }
}
