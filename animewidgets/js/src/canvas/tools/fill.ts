import type { Draft, Tool, ToolHost, Touch } from "./tool";

/** Fills a flat colour. */
export class FillTool implements Tool {
  readonly draft: Draft | null = null;

  constructor(
    readonly host: ToolHost,
    readonly name: "fill" | "lineFill",
  ) {}

  down(_touch: Touch): void {}
  move(): void {}
  up(): void {}
  cursor(): string {
    return "crosshair";
  }
  cancel(): boolean {
    return false;
  }
}
