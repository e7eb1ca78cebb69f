/**
 * Fingers and pens on the stage. One finger draws with the tool; two zoom and move the picture; a finger that
 * rests opens the menu. What a first finger means is known only once it moves, leaves, or a second one comes:
 * until then nothing is begun, so that nothing has to be taken back.
 */
import type { Vertex } from "./geometry";

/** CSS pixels that a finger may tremble. */
export const TREMBLE = 8;
/** CSS pixels within which something is hit with a finger. */
export const FINGER_REACH = 16;
/** Milliseconds until a finger that rests opens the menu. */
export const LONG_PRESS = 550;
/** Milliseconds within which a second finger turns what the first has just begun into a zoom. */
export const TOGETHER = 100;
/** Milliseconds after a pen was seen in which one finger is taken for the hand that holds it. */
export const PALM = 8_000;
/** Milliseconds after a pen touched in which several are, too. */
const HAND = 700;

export interface FingerHost {
  /** The tool begins, goes on, ends. The event is the one that says where. */
  begin(event: PointerEvent): void;
  go(event: PointerEvent): void;
  end(event: PointerEvent): void;
  /** What was begun is let go of. */
  drop(): void;
  /** Two fingers: by how much they are further apart, about where, and how far they went. */
  pinch(factor: number, about: Vertex, moved: Vertex): void;
  rest(event: PointerEvent): void;
}

type State =
  | { readonly is: "none" }
  /** One finger lies there, and it is not known yet what for. */
  | { readonly is: "waiting"; readonly first: PointerEvent }
  | { readonly is: "drawing"; readonly id: number; readonly since: number }
  | { readonly is: "pinching"; readonly ids: readonly [number, number] }
  /** Over, until every finger is gone. */
  | { readonly is: "spent" };

export class Fingers {
  #state: State = { is: "none" };
  #down = new Map<number, Vertex>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #penSeen = -Infinity;
  #penTouched = -Infinity;
  #penDown = false;

  constructor(
    readonly host: FingerHost,
    readonly now: () => number = () => performance.now(),
  ) {}

  /** Whether any finger is on the stage, or was a moment ago: menus that the browser opens itself are ours. */
  get any(): boolean {
    return this.#down.size > 0;
  }

  /** A pen is near, or touches. */
  pen(touches: boolean): void {
    this.#penSeen = this.now();
    if (!touches) return;
    this.#penTouched = this.now();
    this.#penDown = true;
    // The hand comes down before the pen: whatever it began is nothing.
    this.#spend(true);
  }

  penUp(): void {
    this.#penDown = false;
    this.#penSeen = this.#penTouched = this.now();
  }

  down(event: PointerEvent): void {
    this.#down.set(event.pointerId, [event.clientX, event.clientY]);
    if (this.#penDown || this.now() - this.#penTouched < HAND) {
      this.#spend(false);
      return;
    }
    const state = this.#state;
    if (state.is === "none") {
      this.#state = { is: "waiting", first: event };
      this.#timer = setTimeout(() => this.#rests(event), LONG_PRESS);
      return;
    }
    const together = state.is === "drawing" && this.now() - state.since <= TOGETHER;
    if (state.is !== "waiting" && !together) return;
    if (together) this.host.drop();
    clearTimeout(this.#timer);
    const [one, other] = [...this.#down.keys()] as [number, number];
    this.#state = { is: "pinching", ids: [one, other] };
  }

  move(event: PointerEvent): void {
    const before = this.#down.get(event.pointerId);
    if (!before) return;
    const at: Vertex = [event.clientX, event.clientY];
    const state = this.#state;
    if (state.is === "pinching") {
      this.#pinch(state.ids, event.pointerId, at);
      return;
    }
    this.#down.set(event.pointerId, at);
    if (state.is === "waiting") {
      const { clientX, clientY } = state.first;
      if (Math.hypot(at[0] - clientX, at[1] - clientY) < TREMBLE) return;
      clearTimeout(this.#timer);
      if (this.#isPalm) {
        this.#state = { is: "spent" };
        return;
      }
      this.#state = { is: "drawing", id: event.pointerId, since: this.now() };
      this.host.begin(state.first);
      this.host.go(event);
    } else if (state.is === "drawing" && state.id === event.pointerId) this.host.go(event);
  }

  up(event: PointerEvent): void {
    if (!this.#down.delete(event.pointerId)) return;
    const state = this.#state;
    clearTimeout(this.#timer);
    if (state.is === "waiting" && !this.#isPalm) {
      this.host.begin(state.first);
      this.host.end(event);
    } else if (state.is === "drawing" && state.id === event.pointerId) this.host.end(event);
    this.#state = this.#down.size ? { is: "spent" } : { is: "none" };
  }

  cancel(event: PointerEvent): void {
    if (!this.#down.delete(event.pointerId)) return;
    this.#spend(true);
    if (!this.#down.size) this.#state = { is: "none" };
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  get #isPalm(): boolean {
    return this.now() - this.#penSeen < PALM;
  }

  #spend(drops: boolean): void {
    clearTimeout(this.#timer);
    if (drops && this.#state.is === "drawing") this.host.drop();
    if (this.#state.is !== "none" || this.#down.size) this.#state = { is: "spent" };
  }

  #rests(event: PointerEvent): void {
    if (this.#state.is !== "waiting") return;
    this.#state = { is: "spent" };
    if (!this.#isPalm) this.host.rest(event);
  }

  #pinch([one, other]: readonly [number, number], id: number, at: Vertex): void {
    const [a, b] = [this.#down.get(one), this.#down.get(other)];
    this.#down.set(id, at);
    const [c, d] = [this.#down.get(one), this.#down.get(other)];
    if (!a || !b || !c || !d) return;
    const apart = (p: Vertex, q: Vertex) => Math.hypot(p[0] - q[0], p[1] - q[1]);
    const middle = (p: Vertex, q: Vertex): Vertex => [(p[0] + q[0]) / 2, (p[1] + q[1]) / 2];
    const [before, after] = [middle(a, b), middle(c, d)];
    const factor = apart(c, d) / Math.max(1, apart(a, b));
    this.host.pinch(factor, before, [after[0] - before[0], after[1] - before[1]]);
  }
}
