import type { Tagging } from "../tags/tagging";
import type { SelectTool } from "./select";
import type { Draft, Tool, Touch } from "./tool";

/** Tags the frame: categories are its keys. The pointer selects and moves shapes as ever. */
export class TagTool implements Tool {
  readonly name = "tag";

  constructor(
    readonly select: SelectTool,
    readonly tagging: Tagging,
  ) {}

  get draft(): Draft | null {
    return this.select.draft;
  }

  down(touch: Touch): void {
    this.select.down(touch);
  }

  move(touch: Touch, pressed: boolean): void {
    this.select.move(touch, pressed);
  }

  up(touch: Touch): void {
    this.select.up(touch);
  }

  cursor(touch: Touch): string {
    return this.select.cursor(touch);
  }

  cancel(): boolean {
    return this.select.cancel();
  }
}
