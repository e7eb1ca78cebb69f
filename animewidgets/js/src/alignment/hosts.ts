import { setAttribute } from "../core/dom";
import type { MapEdit } from "../timemaps/edits";
import type { TimeMap } from "../timemaps/time_map";
import type { Colours } from "../ui/colours";
import type { PanelHost } from "./axes_panel";
import type { AxesHit } from "./axes_scene";
import type { AlignmentEditor } from "./editor";
import type { MapIndex } from "./map_index";
import { mapMenu } from "./menus";
import type { TableHost } from "./piece_table";
import type { Anchor, SideName } from "./wire";
import { percent, roleName } from "./words";

/** What the axes ask of the editor, and do to it. */
export function panelHost(editor: AlignmentEditor): PanelHost {
  const { linked, log } = editor;
  return {
    a: editor.a,
    b: editor.b,
    lengths: editor.lengths,
    get index(): MapIndex {
      return editor.index;
    },
    get anchors(): readonly Anchor[] {
      return log.anchors;
    },
    get colours(): Colours {
      return editor.colours;
    },
    get lead(): SideName {
      return linked.lead;
    },
    get linked(): boolean {
      return linked.linked;
    },
    get same(): boolean | null {
      return linked.same;
    },
    get current(): number {
      return editor.current;
    },
    get wheelIsOurs(): boolean {
      return editor.wheelIsOurs;
    },
    focus: () => editor.focus(),
    laidOut: () => editor.laidOut(),
    point: (side: SideName, ordinal: number, heard = false) => {
      linked.seek(side, ordinal);
      if (heard && editor.settings.values.scrubSound && !editor.settings.values.muted)
        linked.leading.sound.scrub(linked.leading.frame);
      editor.redraw();
    },
    pick: (row: number) => {
      if (row !== editor.current) editor.go(row);
    },
    preview: (edit: MapEdit): TimeMap | null => {
      try {
        const map = log.preview(edit);
        editor.announcer.say("");
        return map;
      } catch (error) {
        editor.refuse((error as Error).message);
        return null;
      }
    },
    try: (map: TimeMap | null) => linked.try(map),
    take: (edit: MapEdit) => {
      if (edit.op === "nudge") editor.commands.slide(edit, "B's side moved");
      else editor.commands.take(edit, "The border is moved");
      editor.redraw();
    },
    menuAt: (hit: AxesHit, at: { x: number; y: number }) => mapMenu(editor, hit, at),
    hover: (hit: AxesHit | null) => hovered(editor, hit),
  };
}

/** Tell what the pointer is on, where nothing else was said. */
function hovered(editor: AlignmentEditor, hit: AxesHit | null): void {
  if (!hit || !("row" in hit)) return;
  const { index } = editor;
  const piece = index.judged ? index.pieces[hit.row] : undefined;
  const sure = index.sure(hit.row);
  if (piece)
    setAttribute(
      editor.panel.root.querySelector("canvas") as Element,
      "title",
      sure === null ? roleName(piece.role) : `${roleName(piece.role)} · ${percent(sure)}`,
    );
}

/** What the table of pieces asks of the editor. */
export function tableHost(editor: AlignmentEditor): TableHost {
  return {
    a: editor.a,
    b: editor.b,
    get dark(): boolean {
      return editor.colours.dark;
    },
    get timecode() {
      return editor.settings.values.timecode;
    },
    go: (row: number) => editor.go(row),
    menu: (_row: number, at: { x: number; y: number }) => mapMenu(editor, null, at),
    focus: () => editor.focus(),
  };
}
