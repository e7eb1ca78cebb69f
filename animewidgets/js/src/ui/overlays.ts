import type { ActionBook } from "../core/action_book";
import type { KeyMap } from "../core/keys";
import type { Settings } from "../core/settings";
import type { Dialog } from "./dialog";
import { type HelpOptions, helpOverlay } from "./help";
import { KeySettings } from "./key_settings";
import { type MenuItem, openMenu } from "./menu";
import type { OpenTask } from "./task_model";

export interface OverlayHost {
  readonly root: HTMLElement;
  /** What help and keys tell of the task. */
  readonly opened: {
    readonly hello: Pick<OpenTask["hello"], "categories"> & {
      readonly task: Pick<OpenTask["hello"]["task"], "guidelines">;
    };
  };
  readonly settings: Settings;
  readonly keys: KeyMap<string>;
  focus(): void;
}

/** What opens over an editor: help, menus and dialogs, one at a time; the focus is the editor's again afterwards. */
export class Overlays<H extends OverlayHost = OverlayHost> {
  #close: (() => void) | null = null;

  constructor(
    readonly host: H,
    /** All that can be done, with the keys of the task. */
    readonly book: ActionBook<string>,
    readonly about: Pick<HelpOptions, "pointer" | "labelled">,
  ) {}

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
    const help = helpOverlay(
      this.book,
      host.keys,
      categories,
      task.guidelines,
      () => this.close(),
      {
        ...this.about,
        mapName: host.settings.values.keyMap,
        keySettings: () => this.keySettings(),
      },
    );
    this.#show(() => help.remove());
    host.root.append(help);
    help.querySelector("button")?.focus();
  }

  keySettings(): void {
    const { settings, opened, root } = this.host;
    const { keyMap, keys } = settings.values;
    const dialog = new KeySettings(this.book, { keyMap, keys }, opened.hello.categories, {
      changed: (choice) => settings.set(choice),
      close: () => this.close(),
    });
    this.#show(() => dialog.root.remove());
    root.append(dialog.root);
    dialog.focus();
  }

  menu(at: { x: number; y: number }, label: string, items: readonly (MenuItem | null)[]): void {
    this.close();
    const close = openMenu(this.host.root, at, label, items, () => this.#closed());
    this.#close = close;
  }

  dialog(open: (closed: () => void) => Dialog): void {
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
