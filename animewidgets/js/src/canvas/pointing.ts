import type { MenuItem } from "../ui/menu";
import { chooseProposal } from "./assist/view";
import type { CanvasEditor } from "./canvas_editor";
import { itemsFor, proposalItems } from "./canvas_menu";
import type { Vertex } from "./geometry";
import { hitFigure } from "./hit";
import type { Snapping } from "./snapping";
import type { Touch } from "./tools/tool";
import type { ToolBox } from "./tools/tool_box";

/** What a pointer over the picture does: it is the tool's, the proposals', or the menu's. */
export class Pointing {
  /** Where it is, on the screen; `null` while it is elsewhere. */
  at: Vertex | null = null;
  /** The figure that it is over. */
  hover: string | null = null;

  constructor(
    readonly editor: CanvasEditor,
    readonly tools: ToolBox,
    readonly snapping: Snapping,
    readonly open: (
      at: { x: number; y: number },
      label: string,
      items: readonly (MenuItem | null)[],
    ) => void,
  ) {}

  down(touch: Touch): void {
    const { editor, tools } = this;
    const { playback } = editor.opened;
    if (playback.playing) playback.pause();
    if (!tools.drawing && chooseProposal(editor, touch)) return;
    tools.down(touch);
  }

  move(touch: Touch, pressed: boolean): void {
    const { editor, tools } = this;
    this.at = touch.screen;
    this.snapping.caught = null;
    tools.move(touch, pressed);
    if (!pressed) {
      const over = tools.drawing ? null : hitFigure(editor.figures, touch.at, editor.reach);
      this.hover = over?.id ?? null;
      editor.surface.cursor(tools.cursor(touch));
    }
    editor.redraw();
  }

  up(touch: Touch): void {
    const { editor, tools } = this;
    tools.up(touch);
    editor.surface.cursor(tools.cursor(touch));
    editor.redraw();
  }

  leave(cancelled: boolean): void {
    if (cancelled) this.tools.cancel();
    this.at = this.snapping.caught = null;
    this.hover = null;
    this.editor.redraw();
  }

  menu(touch: Touch, at: { x: number; y: number }): void {
    const { editor } = this;
    if (editor.tool.skip?.()) return;
    if (chooseProposal(editor, touch)) {
      this.open(at, "Proposal", proposalItems(editor));
      return;
    }
    const figure = editor.figureAt(touch.at);
    if (figure && !editor.has(figure.id)) editor.select([figure.id]);
    this.open(at, "Actions here", itemsFor(editor, figure));
  }
}
