import type { CategoriesAction } from "../actions";
import type { Designer } from "../designer";
import { askDiscard, askPublish } from "./draft_dialogs";
import { explained } from "./explained";
import { FileDialogs } from "./file_dialogs";
import { askMerge } from "./merge_dialog";
import { askPaste } from "./paste_dialog";
import { askRemove } from "./remove_dialog";
import { askSplit } from "./split_dialog";

/** What asks before it does something: each opens a dialog over the designer, or says why there is none to ask. */
export class Dialogs {
  readonly files: FileDialogs;

  constructor(readonly designer: Designer) {
    this.files = new FileDialogs(designer);
  }

  /** Run an action; whether it is one of these. */
  run(action: CategoriesAction): boolean {
    const { designer } = this;
    const { tree } = designer;
    switch (action) {
      case "categories.merge":
        askMerge(designer, [...tree.selection.ids]);
        return true;
      case "categories.split":
        askSplit(designer, tree.selection.active);
        return true;
      case "categories.remove":
        askRemove(designer, tree.moved);
        return true;
      case "categories.copy":
        document.execCommand("copy");
        return true;
      case "categories.paste":
        askPaste(designer);
        return true;
      case "categories.publish":
        askPublish(designer);
        return true;
      case "categories.discard":
        askDiscard(designer);
        return true;
      case "categories.import":
        this.files.choose();
        return true;
      case "categories.export":
        this.files.export();
        return true;
      default:
        return false;
    }
  }

  /** Put the draft on the newest version; what can no longer be changed is told. */
  rebase(): void {
    const { designer } = this;
    void (async () => {
      try {
        const { result } = await designer.channel.request<{ left_out: string[] }>(
          "draft.rebase",
          {},
        );
        designer.parting = result.left_out.length
          ? `Left out, for it no longer makes sense: ${result.left_out.join(" ")}`
          : "Your changes stand on the newest version";
        await designer.reload();
      } catch (error) {
        designer.announcer.refuse(explained(error));
      }
    })();
  }

  acceptDrops(signal: AbortSignal): void {
    this.files.acceptDrops(signal);
  }
}
