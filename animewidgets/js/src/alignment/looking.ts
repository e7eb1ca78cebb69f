import { setAttribute } from "../core/dom";
import { nextForm } from "../core/timecode";
import { toggleFullScreen } from "../ui/shell";
import type { AlignAction } from "./actions";
import { LAYING_NAMES, LAYINGS } from "./axes_view";
import { MODE_NAMES, type Mode } from "./compare";
import type { AlignmentEditor } from "./editor";

const COMPARES: Partial<Record<AlignAction, Mode>> = {
  "align.wipe": "wipe",
  "align.difference": "difference",
  "align.blink": "blink",
  "align.overlay": "overlay",
};

/** Actions that change what is seen, or files, and nothing of the map; whether the action is one of these. */
export function look(editor: AlignmentEditor, action: AlignAction): boolean {
  const { panel, stage, files, overlays, settings, root } = editor;
  const mode = COMPARES[action];
  if (mode) {
    stage.compare(mode);
    editor.say(MODE_NAMES[stage.mode]);
    return true;
  }
  switch (action) {
    case "align.sideBySide":
      if (stage.mode !== "side") stage.compare("side");
      return true;
    case "align.flip":
      stage.flip();
      return true;
    case "align.more":
    case "align.less":
      if (!stage.adjust(action === "align.more" ? 1 : -1))
        editor.refuse("Side by side there is nothing to adjust: take W, D, B or O first.");
      return true;
    case "align.closer":
      stage.zoomBy(1.5);
      return true;
    case "align.wholePicture":
      stage.whole();
      return true;
    case "align.run":
      if (editor.alignment.hello.can_align) files.toggle();
      else editor.refuse("This kernel cannot align these two: it has no media of theirs.");
      return true;
    case "align.save":
      void files.save("map.patch");
      return true;
    case "align.otio":
      void files.save("map.otio");
      return true;
    case "align.load":
      files.choose();
      return true;
    case "zoomIn":
    case "zoomOut":
      panel.zoomBy(action === "zoomIn" ? 1.6 : 1 / 1.6);
      return true;
    case "fit":
      panel.fit();
      return true;
    case "align.zoomToPiece":
      panel.zoomTo(editor.current);
      return true;
    case "panLeft":
    case "panRight":
      panel.pan(action === "panLeft" ? -0.5 : 0.5);
      return true;
    case "align.laying": {
      const { laying } = panel;
      const next = LAYINGS[(LAYINGS.indexOf(laying) + 1) % LAYINGS.length] ?? "line";
      panel.lay(next);
      editor.say(LAYING_NAMES[next]);
      return true;
    }
    case "waveform":
      panel.showSound(!panel.sound);
      return true;
    case "timecode":
      settings.set({ timecode: nextForm(settings.values.timecode) });
      return true;
    case "list":
      setAttribute(root, "data-list", root.dataset.list === "hidden" ? null : "hidden");
      return true;
    case "fullScreen":
      toggleFullScreen(root, (reason) => editor.refuse(reason));
      return true;
    case "keySettings":
      overlays.keySettings();
      return true;
    case "help":
      overlays.toggleHelp();
      return true;
    case "escape":
      return letGo(editor);
    default:
      return false;
  }
}

/** Let go of what is open or dragged, then of the comparison, then of the field that is typed into. */
function letGo(editor: AlignmentEditor): boolean {
  if (editor.overlays.close() || editor.panel.cancel()) return true;
  if (editor.stage.mode !== "side") {
    editor.stage.compare("side");
    return true;
  }
  const page = editor.root.getRootNode() as Document | ShadowRoot;
  if (page.activeElement === editor.root) return false;
  editor.focus();
  return true;
}
