import type { KeyMap } from "../core/keys";
import type { Outcome } from "../core/outcome";
import type { Settings } from "../core/settings";
import { askRemark, askText, type Dialog } from "../ui/dialog";
import { helpOverlay } from "../ui/help";
import { KeySettings } from "../ui/key_settings";
import { type MenuItem, openMenu } from "../ui/menu";
import type { Action } from "./actions";
import type { LaneId } from "./active";
import type { Opened } from "./editor_model";
import { TIMELINE } from "./keymaps";
import { POINTER } from "./pointer_help";
import { type Marked, remarkOf, setRemark } from "./remarks";
import { deleteLane, renameLane } from "./segments";
import { openTimingSettings } from "./timing_settings";

export interface OverlayHost {
  readonly root: HTMLElement;
  readonly opened: Opened;
  readonly settings: Settings;
  readonly keys: KeyMap<Action>;
  focus(): void;
  take(outcome: Outcome): void;
  pick(lane: LaneId, key: string | null): void;
}

/** What opens over the editor: help, menus and dialogs, one at a time; the focus is the editor's again afterwards. */
export class Overlays {
  #close: (() => void) | null = null;

  constructor(readonly host: OverlayHost) {}

  /** Whether anything is open. */
  get open(): boolean {
    return this.#close !== null;
  }

  /** Close what is open; whether there was any. */
  close(): boolean {
    const close = this.#close;
    close?.();
    return close !== null;
  }

  toggleHelp(): void {
    const { host } = this;
    if (host.root.querySelector(":scope > .aw-help")) {
      this.close();
      return;
    }
    const { categories, task } = host.opened.hello;
    const help = helpOverlay(TIMELINE, host.keys, categories, task.guidelines, () => this.close(), {
      pointer: POINTER,
      labelled: "Category of this shot",
      mapName: host.settings.values.keyMap,
      keySettings: () => this.keySettings(),
    });
    this.#show(() => help.remove());
    host.root.append(help);
    help.querySelector("button")?.focus();
  }

  keySettings(): void {
    const { settings, opened, root } = this.host;
    const { keyMap, keys } = settings.values;
    const dialog = new KeySettings(TIMELINE, { keyMap, keys }, opened.hello.categories, {
      changed: (choice) => settings.set(choice),
      close: () => this.close(),
    });
    this.#show(() => dialog.root.remove());
    root.append(dialog.root);
    dialog.focus();
  }

  timingSettings(): void {
    const { root, settings } = this.host;
    this.#dialog((closed) => openTimingSettings(root, settings, closed));
  }

  askLane(named: (name: string) => string | null): void {
    const names = new Set(this.host.opened.marks.lanes.map(({ name }) => name));
    let number = 1;
    while (names.has(`Lane ${number}`)) number++;
    this.#dialog((closed) =>
      askText(this.host.root, "New lane of segments", "Name", `Lane ${number}`, named, closed),
    );
  }

  askRemark(marked: Marked): void {
    const { root, opened } = this.host;
    const { comment, uncertain } = remarkOf(marked);
    this.#dialog((closed) =>
      askRemark(
        root,
        "Remark",
        { comment: comment ?? "", uncertain },
        (remark) => this.host.take(setRemark(marked, opened.index, remark)),
        closed,
      ),
    );
  }

  menu(at: { x: number; y: number }, label: string, items: readonly (MenuItem | null)[]): void {
    this.close();
    const close = openMenu(this.host.root, at, label, items, () => this.#closed());
    this.#close = close;
  }

  laneMenu(lane: string, at: { x: number; y: number }): void {
    const { host } = this;
    this.menu(at, `Lane ${lane}`, [
      {
        label: "Rename …",
        run: () =>
          this.#dialog((closed) =>
            askText(
              host.root,
              `Rename lane ${lane}`,
              "Name",
              lane,
              (name) => this.#renameLane(lane, name),
              closed,
            ),
          ),
      },
      {
        label: "Delete, with its segments",
        run: () => {
          host.take(deleteLane(host.opened.marks.segments, lane));
          host.opened.renameLane(lane, null);
        },
      },
    ]);
  }

  /** The reason why not, or `null` when it is done. */
  #renameLane(from: string, text: string): string | null {
    const { host } = this;
    const to = text.trim();
    // An empty lane has no segments that could tell that the name is taken.
    if (to !== from && host.opened.marks.lanes.some(({ name }) => name === to))
      return `There is a lane ${to} already.`;
    const outcome = renameLane(host.opened.marks.segments, from, text);
    if ("refused" in outcome) return outcome.refused;
    host.opened.renameLane(from, to);
    host.take(outcome);
    host.pick(`lane:${to}`, null);
    return null;
  }

  #dialog(open: (closed: () => void) => Dialog): void {
    this.close();
    const dialog = open(() => this.#closed());
    this.#close = () => dialog.close();
  }

  /** Something that does not tell when it closes. */
  #show(remove: () => void): void {
    this.close();
    this.#close = () => {
      remove();
      this.#closed();
    };
  }

  #closed(): void {
    this.#close = null;
    this.host.focus();
  }
}
