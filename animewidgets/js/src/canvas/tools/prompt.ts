import type { AssistDesk } from "../assist/desk";
import type { PendingMark } from "../assist/draw_assist";
import {
  inWords,
  type Prompts,
  withBox,
  withoutLast,
  withPoint,
  withScribble,
} from "../assist/prompts";
import type { Vertex } from "../geometry";
import { boxBetween, simplified, within } from "../shapes";
import { type Draft, farFrom, type Tool, type ToolHost, type Touch } from "./tool";

/** Marks for assistants: click: a point; drag: a line; Shift and drag: a box; with Alt what is not meant. */
export class PromptTool implements Tool {
  readonly name = "prompt";
  #from: Touch | null = null;
  #line: Vertex[] = [];
  #dragged = false;

  constructor(
    readonly host: ToolHost & { readonly frame: number },
    readonly desk: AssistDesk,
    /** Something was marked: where assistants answer at once, they are asked. */
    readonly marked: () => void,
  ) {}

  get draft(): Draft | null {
    return this.#from && this.#dragged ? {} : null;
  }

  /** What is being marked now. */
  get pending(): PendingMark | null {
    if (!this.#from || !this.#dragged) return null;
    const last = this.#line.at(-1) ?? this.#from.at;
    if (this.#from.shift) return { box: boxBetween(this.#start, last), negative: false };
    return { line: this.#line, negative: this.#from.alt };
  }

  get #start(): Vertex {
    return within(this.#from?.at ?? [0, 0], this.host.bounds);
  }

  down(touch: Touch): void {
    this.#from = touch;
    this.#line = [within(touch.at, this.host.bounds)];
    this.#dragged = false;
  }

  move(touch: Touch, pressed: boolean): void {
    if (!pressed || !this.#from) return;
    this.#dragged ||= farFrom(touch.screen, this.#from.screen);
    this.#line.push(within(touch.at, this.host.bounds));
    if (this.#dragged) this.host.redraw();
  }

  up(touch: Touch): void {
    const from = this.#from;
    if (!from) return;
    const { frame, bounds } = this.host;
    const before = this.desk.promptsOn(frame);
    const after = this.#with(before, from, within(touch.at, bounds));
    this.cancel();
    this.desk.mark(frame, after);
    this.host.say(`Marked: ${inWords(after)}`);
    this.marked();
  }

  #with(before: Prompts, from: Touch, to: Vertex): Prompts {
    if (!this.#dragged) return withPoint(before, to, from.alt);
    if (from.shift) {
      const box = boxBetween(this.#start, to);
      return box.width >= 1 && box.height >= 1 ? withBox(before, box) : before;
    }
    return withScribble(before, simplified(this.#line, this.host.reach.x / 7), from.alt);
  }

  cursor(): string {
    return "crosshair";
  }

  cancel(): boolean {
    const any = this.#from !== null && this.#dragged;
    this.#from = null;
    this.#line = [];
    this.#dragged = false;
    return any;
  }

  /** Take the last mark back. */
  back(): boolean {
    const { frame } = this.host;
    const before = this.desk.promptsOn(frame);
    const after = withoutLast(before);
    const any = inWords(before) !== inWords(after);
    if (any) {
      this.desk.mark(frame, after);
      this.host.say(inWords(after) ? `Marked: ${inWords(after)}` : "Nothing is marked");
    }
    return any;
  }
}
