/** The page of pairs files as one sees it: two tabs, Give and Take, with a bar over them. */
import { h, oncePerFrame, setAttribute, setText } from "../core/dom";
import { type KeyMap, typesText } from "../core/keys";
import { Settings, type SettingsValues } from "../core/settings";
import { Announcer } from "../ui/announce";
import { Bar } from "../ui/bar";
import { ActionButtons } from "../ui/buttons";
import { allActions } from "../ui/menu_items";
import { Overlays } from "../ui/overlays";
import { answerSaveKey, followWindow } from "../ui/shell";
import { book, type PairsAction } from "./actions";
import { GivePanel } from "./give_panel";
import { MapsBox } from "./maps_box";
import type { PairsModel, Tab } from "./model";
import type { ReviewPlace } from "./review/review_panel";
import { TakePanel } from "./take_panel";

const TABS: readonly [Tab, string, PairsAction][] = [
  ["give", "Give", "pairs.give"],
  ["take", "Take", "pairs.take"],
];
/** Actions that mean something on the tab Give. */
const NOT_OF_TAKE: readonly string[] = ["pairs.give", "pairs.take", "pairs.make", "pairs.cancel"];

export class PairsView implements ReviewPlace {
  readonly settings: Settings;
  readonly announcer = new Announcer();
  readonly overlays: Overlays;
  readonly opened = { hello: { categories: [], task: { guidelines: "" } } };
  keys: KeyMap<PairsAction | `category:${string}`>;
  readonly #bar: Bar;
  readonly #tabs: readonly (readonly [Tab, HTMLButtonElement])[];
  readonly #give: GivePanel;
  readonly #take: TakePanel;
  readonly #unsent = h("div", { class: "aw-notice", role: "status" });

  constructor(
    readonly root: HTMLElement,
    readonly model: PairsModel,
    readonly signal: AbortSignal,
  ) {
    this.settings = new Settings(model.hello.person, signal);
    this.keys = this.#keyMap();
    this.overlays = new Overlays(this, book as never, {
      pointer: [
        ["Open a pairs file", "drop it here"],
        ["Move a label to a frame", "click the frame in the strip"],
        ["Zoom in the picture", "Ctrl and the wheel; drag to pan, double click for all of it"],
        ["Show one outcome", "click it in the bar"],
      ],
    });
    const buttons = new ActionButtons<PairsAction>(
      book,
      (action) => this.run(action),
      (action) => this.keys.keysFor(action),
    );
    this.#tabs = TABS.map(([tab, words, action]) => [
      tab,
      h(
        "button",
        {
          type: "button",
          class: "aw-tab",
          role: "tab",
          "data-tab": tab,
          onclick: () => this.run(action),
        },
        words,
      ),
    ]);
    this.#bar = new Bar(buttons, {
      what: [
        h("span", { class: "aw-title" }, "Give and take labels"),
        h(
          "nav",
          { class: "aw-tabs", role: "tablist", "aria-label": "Tabs" },
          ...this.#tabs.map(([, tab]) => tab),
        ),
      ],
      state: [h("span", { class: "aw-badge" }, `project ${model.hello.project}`)],
      actions: [],
      more: (at) => this.overlays.menu(at, "All actions", allActions(book, this)),
    });
    this.#give = new GivePanel(model, buttons, new MapsBox(model), (text) => this.say(text));
    this.#take = new TakePanel(model, this, buttons);
    root.classList.add("aw-p-desk");
    root.replaceChildren(
      this.#bar.root,
      this.#unsent,
      this.#give.root,
      this.#take.root,
      h("footer", { class: "aw-status" }, this.announcer.root),
    );
    this.#listen();
    const stop = model.onChange(oncePerFrame(() => this.show(), signal));
    signal.addEventListener("abort", stop);
    this.settings.onChange(() => {
      this.keys = this.#keyMap();
      buttons.refresh();
    });
    followWindow(root, signal);
    this.show();
  }

  get values(): SettingsValues {
    return this.settings.values;
  }

  focus(): void {
    this.root.focus({ preventScroll: true });
  }

  say(text: string): void {
    this.announcer.say(text);
  }

  refuse(text: string): void {
    this.announcer.refuse(text);
  }

  show(): void {
    const { model, root } = this;
    const { tab, save, unsent, canUndo, canRedo, work } = model;
    setAttribute(root, "data-tab", tab);
    setAttribute(root, "data-save", save);
    setAttribute(root, "data-work", work ? work.place : null);
    this.#bar.show({ save, unsent, canUndo, canRedo });
    setAttribute(this.#unsent, "hidden", save !== "offline");
    setText(
      this.#unsent,
      "The kernel does not answer. Go on: decisions are kept in this browser and sent when it is back. " +
        `${unsent} unsent.`,
    );
    for (const [one, button] of this.#tabs)
      setAttribute(button, "aria-selected", String(one === tab));
    setAttribute(this.#give.root, "hidden", tab !== "give");
    setAttribute(this.#take.root, "hidden", tab !== "take");
    if (tab === "give") this.#give.show();
    else this.#take.show();
  }

  run(action: string): boolean {
    const { model } = this;
    switch (action as PairsAction) {
      case "help":
        this.overlays.toggleHelp();
        return true;
      case "keySettings":
        this.overlays.keySettings();
        return true;
      case "escape":
        return this.#escape();
      case "pairs.give":
      case "pairs.take":
        model.go(action === "pairs.give" ? "give" : "take");
        return true;
      case "pairs.cancel":
        if (!model.stop()) this.refuse("Nothing is going on.");
        return true;
      case "pairs.make":
        if (model.tab === "give") void this.#give.make();
        return model.tab === "give";
    }
    if (NOT_OF_TAKE.includes(action) || model.tab !== "take") return false;
    return this.#runTake(action as PairsAction);
  }

  #runTake(action: PairsAction): boolean {
    const { model } = this;
    switch (action) {
      case "pairs.open":
        if (model.file) void model.closeFile();
        this.#take.opening.input.click();
        return true;
      case "pairs.bind":
        if (!model.file) this.refuse("Open a pairs file first.");
        else void this.#bind();
        return true;
      case "pairs.file":
        if (!model.labels) return false;
        model.showFile = !model.showFile;
        model.tell();
        return true;
      case "pairs.import":
        if (!model.labels) this.refuse("Bind the file to your media first.");
        else void this.#import();
        return true;
      case "undo":
      case "redo": {
        const what = model.step(action);
        if (what === null) this.refuse(`Nothing to ${action}.`);
        else this.say(`${action === "undo" ? "Undone" : "Redone"}: ${what}`);
        return true;
      }
    }
    return !model.showFile && this.#take.review.run(action);
  }

  async #bind(): Promise<void> {
    if (!(await this.model.bind(-1, this.#take.holds))) return;
    const { labels } = this.model;
    if (labels) this.say(`${labels.count} labels were bound`);
    this.focus();
  }

  async #import(): Promise<void> {
    if (!(await this.model.bringIn(this.#take.review.bringIn.project))) return;
    this.say(`${this.model.imported?.added ?? 0} labels were added`);
  }

  #escape(): boolean {
    if (this.overlays.close()) return true;
    const page = this.root.getRootNode() as Document | ShadowRoot;
    if (
      page.activeElement &&
      page.activeElement !== this.root &&
      this.root.contains(page.activeElement)
    ) {
      this.focus();
      return true;
    }
    return false;
  }

  #keyMap() {
    const { keyMap, keys } = this.settings.values;
    return book.keyMap(keyMap, keys, []);
  }

  #listen(): void {
    const { root, signal } = this;
    answerSaveKey(this, signal);
    root.addEventListener("keydown", (event) => this.#key(event), { signal });
    // A button that is clicked does not take the focus: keys go on deciding.
    root.addEventListener(
      "mousedown",
      (event) => {
        const target = event.target as Element;
        if (!target.closest("button") || target.closest(".aw-dialog, .aw-menu, .aw-keys, .aw-help"))
          return;
        event.preventDefault();
        this.focus();
      },
      { signal },
    );
    root.addEventListener("dragover", (event) => event.preventDefault(), { signal });
    root.addEventListener(
      "drop",
      (event) => {
        const file = event.dataTransfer?.files[0];
        if (!file) return;
        event.preventDefault();
        this.model.go("take");
        this.#take.opening.take(file);
      },
      { signal },
    );
  }

  #key(event: KeyboardEvent): void {
    if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) return;
    const target = event.target as HTMLElement;
    if (target.closest(".aw-dialog, .aw-keys, .aw-menu") || target.matches(".aw-keys-press"))
      return;
    const typed = typesText(target) || target instanceof HTMLSelectElement;
    if (typed) event.stopPropagation();
    const action = this.keys.actionOf(event);
    if (action === null || action.startsWith("category:")) return;
    const chord = event.ctrlKey || event.metaKey || event.altKey || /^F\d/.test(event.key);
    if (typed && (!chord || action === "undo" || action === "redo") && action !== "escape") return;
    const control = target.closest("button, input, select, summary, a, [role=tab]");
    if (!chord && control && [" ", "Enter"].includes(event.key)) return;
    if (event.repeat && !book.repeats(action)) {
      event.preventDefault();
      return;
    }
    if (!this.run(action)) return;
    event.preventDefault();
    event.stopPropagation();
  }
}
