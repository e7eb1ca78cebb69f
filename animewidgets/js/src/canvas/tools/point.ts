import { done, refuse } from "../../core/outcome";
import { reshape } from "../editing";
import type { Figure } from "../figures";
import type { Point, Points, Vertex } from "../geometry";
import { rounded } from "../shapes";
import { KeyPointDraft } from "../skeletons/key_point_draft";
import { withNext } from "../skeletons/skeletons";
import type { Draft, Tool, ToolHost, Touch } from "./tool";

/**
 * Sets points: each click one; with Shift it joins the points that are selected, with Alt it is negative. Of a
 * category with a skeleton the key points, in its order; Shift then fills in one that was left out.
 */
export class PointTool implements Tool {
  readonly name = "point";
  #pressed = false;
  #keyPoints: KeyPointDraft | null = null;

  constructor(readonly host: ToolHost) {}

  get draft(): Draft | null {
    const draft = this.#keyPoints;
    return draft && { keyPoints: { placed: draft.placed, next: draft.next ?? "" } };
  }

  down(): void {
    this.#pressed = true;
  }

  move(): void {
    if (this.#keyPoints) this.host.redraw();
  }

  up({ at, shift, alt }: Touch): void {
    if (!this.#pressed) return;
    this.#pressed = false;
    const [x, y] = this.host.snapped(at) as Vertex;
    const place = { x: rounded(x), y: rounded(y) };
    const chosen = this.host.selected.find(({ kind }) => kind === "point");
    if (shift && chosen && !this.#keyPoints) this.#join(chosen, place, alt);
    else if (this.host.category?.skeleton)
      this.#placeNext(alt ? { ...place, occluded: true } : place);
    else {
      const joined = this.host.joinsPoints ? this.#ofTheClass() : undefined;
      if (joined) this.#join(joined, place, alt);
      else this.host.add("point", { points: [alt ? { ...place, negative: true } : place] });
    }
  }

  /** The points of the next category that are on the frame already. */
  #ofTheClass(): Figure | undefined {
    const id = this.host.category?.category_id ?? null;
    return this.host.figures.findLast(({ kind, category }) => kind === "point" && category === id);
  }

  #join(joined: Figure, place: Point, alt: boolean): void {
    const shape = joined.shape as Points;
    const skeleton = joined.category && this.host.categories.get(joined.category)?.skeleton;
    const point = alt ? { ...place, [skeleton ? "occluded" : "negative"]: true } : place;
    const now = skeleton ? withNext(shape, point) : { points: [...shape.points, point] };
    if (!now) {
      this.host.take(refuse("All key points of it are placed: drag them to where they belong."));
      return;
    }
    const said = `${now.points.filter(Boolean).length} points`;
    const outcome = reshape([joined], new Map([[joined.id, now]]), this.host.bounds, said);
    if (this.host.take("edits" in outcome ? done(outcome.edits, said) : outcome))
      this.host.select([joined.id]);
  }

  #placeNext(point: Point | null): void {
    const skeleton = this.host.category?.skeleton;
    if (!skeleton) return;
    this.#keyPoints ??= new KeyPointDraft(skeleton);
    this.#keyPoints.place(point);
    this.#ask();
  }

  /** Say what comes next; past the last one the thing is finished. */
  #ask(): void {
    const draft = this.#keyPoints;
    if (!draft) return;
    if (draft.next === null) this.finish();
    else this.host.say(`Next: ${draft.asks}`);
    this.host.redraw();
  }

  skip(): boolean {
    if (!this.#keyPoints) return false;
    this.#placeNext(null);
    return true;
  }

  occlude(): boolean {
    const now = this.#keyPoints?.occlude();
    if (now === undefined || now === null) return false;
    this.host.say(`The last key point is ${now ? "occluded" : "visible"}`);
    this.host.redraw();
    return true;
  }

  finish(): boolean {
    const draft = this.#keyPoints;
    if (!draft) return false;
    const { points } = draft;
    if (!points) {
      this.#keyPoints = null;
      this.host.say("No key point was placed");
    } else {
      // The draft must be gone before: a canvas with something under way stays on its frame.
      this.#keyPoints = null;
      if (!this.host.add("point", points)) this.#keyPoints = draft;
    }
    this.host.redraw();
    return true;
  }

  back(): boolean {
    const draft = this.#keyPoints;
    if (!draft?.back()) return false;
    if (!draft.placed.length) this.#keyPoints = null;
    this.#ask();
    this.host.redraw();
    return true;
  }

  cursor(): string {
    return "crosshair";
  }

  cancel(): boolean {
    const any = this.#keyPoints !== null;
    this.#pressed = false;
    this.#keyPoints = null;
    this.host.redraw();
    return any;
  }
}
