import type { Channel } from "../core/channel";
import { h, oncePerFrame, setAttribute } from "../core/dom";
import { type KeyMap, listenForKeys, typesText } from "../core/keys";
import { Settings } from "../core/settings";
import { Announcer } from "../ui/announce";
import { ActionButtons } from "../ui/buttons";
import type { Dialog } from "../ui/dialog";
import type { MenuItem } from "../ui/menu";
import { actionItem, allActions } from "../ui/menu_items";
import { Overlays } from "../ui/overlays";
import { answerSaveKey, followWindow, showSave, toggleFullScreen } from "../ui/shell";
import { CATEGORIES, type CategoriesAction, POINTER } from "./actions";
import type { SchemaChange } from "./changes";
import { communityOf } from "./community_place";
import { DesignerBar } from "./designer_bar";
import type { DesignerModel, OpenDesigner } from "./designer_model";
import { DesignerNotices, quiet } from "./designer_notices";
import { Dialogs } from "./dialogs/dialogs";
import type { Draft } from "./draft";
import { editorKeys } from "./editor_keys";
import type { DesignerHello } from "./hello";
import { LanguageChoice, nextLanguage } from "./language_choice";
import { languageName } from "./languages";
import { MENU, NEEDS } from "./menus";
import { ProblemWatch } from "./problem_watch";
import type { EditorKeys, Problem } from "./problems";
import { proposeItems } from "./proposals/from_tree";
import type { Schema } from "./schema";
import { TabBar } from "./tab_bar";
import { type DesignerPlace, OTHER_TABS, type Panel } from "./tabs";
import { TreePanel } from "./tree/tree_panel";
import { keepView, takeView } from "./view_memory";

/** Milliseconds until it is looked again whether somebody still types. */
const PATIENCE = 500;
const BARS = ".aw-cat-bar, .aw-top, .aw-cat-tabs";
const NO_USE = { annotations: 0, tasks: 0 } as const;

/** Groups of actions that belong to the tree: in a field or button of the details they are not meant. */
const OF_THE_TREE: ReadonlySet<string> = new Set(["Moving", "Selecting", "Categories"]);

/** One view of the designer: its tabs, the bar above, keys, and what opens over it. */
export class Designer implements DesignerPlace {
  readonly announcer = new Announcer();
  readonly settings: Settings;
  /** Help and keys tell of actions alone: categories are what is made here. */
  readonly opened = { hello: { categories: [], task: { guidelines: "" } } };
  readonly languageChoice = new LanguageChoice((one) => this.showLanguage(one));
  readonly hello: DesignerHello;
  readonly draft: Draft;
  readonly channel: Channel;
  readonly tree: TreePanel;
  readonly dialogs: Dialogs;
  language: string | null = null;
  /** What the view that takes the place of this one says first. */
  parting = "";
  keys: KeyMap<CategoriesAction | `category:${string}`>;
  readonly #overlays: Overlays<Designer>;
  readonly #buttons: ActionButtons<CategoriesAction>;
  readonly #panels: readonly Panel[];
  readonly #tabs: TabBar;
  readonly #bar: DesignerBar;
  readonly #notices = new DesignerNotices(this);
  readonly #redraw: () => void;
  readonly #redrawState: () => void;
  /** The schema that is on the page. */
  #drawn: Schema | null = null;
  readonly #problems: ProblemWatch;
  readonly #usage: ReadonlyMap<string, { annotations: number; tasks: number }>;
  #front: Panel;
  #editorKeys: EditorKeys | null = null;
  #gone: ReadonlySet<string>;

  constructor(
    readonly root: HTMLElement,
    readonly model: DesignerModel,
    { hello, draft, channel }: OpenDesigner,
    readonly signal: AbortSignal,
  ) {
    this.hello = hello;
    this.draft = draft;
    this.channel = channel;
    this.settings = new Settings(this.hello.person, signal);
    this.#usage = new Map(this.hello.usage.map((one) => [one.category_id, one]));
    this.#gone = new Set(this.hello.retired);
    this.keys = this.#keyMap();
    this.#redraw = oncePerFrame(() => this.#draw(), signal);
    this.#redrawState = oncePerFrame(() => this.#drawState(), signal);
    this.#problems = new ProblemWatch(
      () => draft.schema,
      () => this.editorKeys,
      this.#redraw,
      signal,
    );
    this.#buttons = new ActionButtons(
      CATEGORIES,
      (action) => this.run(action),
      (action) => this.keys.keysFor(action),
    );
    this.#overlays = new Overlays<Designer>(this, CATEGORIES, { pointer: POINTER });
    this.dialogs = new Dialogs(this);
    this.tree = new TreePanel(this, this.#buttons, signal);
    this.#panels = [this.tree, ...OTHER_TABS.map((make) => make(this))];
    this.#front = this.#panels.find((one) => one.id === model.tab) ?? this.tree;
    this.#tabs = new TabBar(this.#panels, (panel) => {
      this.#bring(panel);
      this.focus();
    });
    this.#bar = new DesignerBar(hello, this.#buttons, (at) =>
      this.menu(at, "All actions", allActions(CATEGORIES, this)),
    );
    this.#layOut();
    this.#listen();
    for (const problem of this.settings.problems) this.announcer.refuse(problem);
    this.#restore();
    showSave(root, this.draft);
    this.#draw();
    if (model.said !== null) this.announcer.say(model.said);
    model.said = null;
    if (followWindow(root, signal)) setAttribute(root, "data-window", true);
  }

  /** Stand as before, where this view only reads anew. */
  #restore(): void {
    const memory = takeView(this.root);
    if (!memory) return;
    this.language = memory.language;
    this.#front = this.#panels.find((one) => one.id === memory.tab) ?? this.tree;
    for (const id of memory.folded) this.tree.outline.folded.add(id);
    this.tree.select(memory.selection);
    if (memory.said) this.announcer.say(memory.said);
    // Only once it is on the page.
    if (memory.hadFocus) queueMicrotask(() => this.focus());
  }

  #keep(): void {
    const { activeElement } = this.root.getRootNode() as Document | ShadowRoot;
    keepView(this.root, {
      selection: this.tree.selection,
      folded: this.tree.outline.folded,
      tab: this.#front.id,
      language: this.language,
      hadFocus: this.root.contains(activeElement),
      said: this.parting,
    });
  }

  // --- what tabs and panels ask for --------------------------------------------------------------

  usage(categoryId: string): { annotations: number; tasks: number } {
    return this.#usage.get(categoryId) ?? NO_USE;
  }

  /** Newest frames that are labelled as a category. */
  usedOn(categoryId: string): readonly { release_id: string; pts: number }[] {
    return this.hello.usage.find((one) => one.category_id === categoryId)?.examples ?? [];
  }

  /** Whether a category has an identity, or ever had it: what it said must not become another's. */
  isTaken(id: string): boolean {
    return this.draft.schema.has(id) || this.draft.base.has(id) || this.#gone.has(id);
  }

  get problems(): ReadonlyMap<string, Problem[]> {
    return this.#problems.found;
  }

  /** Who has a key in the editors in which categories are chosen. */
  get editorKeys(): EditorKeys {
    this.#editorKeys ??= editorKeys(this.settings.values);
    return this.#editorKeys;
  }

  take(changes: readonly SchemaChange[], said: string): boolean {
    const refused = this.draft.commit(changes);
    if (refused) {
      this.announcer.refuse(refused.refused);
      return false;
    }
    for (const change of changes)
      if (change.op === "drop" || change.op === "merge") this.#retire(change);
    this.announcer.say(said);
    return true;
  }

  /** What a draft drops is not given again in it either. */
  #retire(change: SchemaChange): void {
    const gone = new Set(this.#gone);
    if (change.op === "drop") gone.add(change.category_id);
    if (change.op === "merge")
      for (const id of change.categories) if (id !== change.into) gone.add(id);
    this.#gone = gone;
  }

  dialog(open: (closed: () => void) => Dialog): void {
    this.#overlays.dialog(open);
  }

  menu(at: { x: number; y: number }, label: string, items: readonly (MenuItem | null)[]): void {
    this.#overlays.menu(at, label, items);
  }

  /** What can be done at a place of the tree. */
  menuAt(at: { x: number; y: number }, onCategory: boolean): void {
    const items = onCategory
      ? MENU
      : MENU.filter((one) => one === "categories.add" || one === "categories.paste");
    this.menu(at, "Actions here", [
      ...items.map((one) => (one === null ? null : actionItem(CATEGORIES, this, one))),
      null,
      ...proposeItems(this, onCategory ? [...this.tree.selection.ids] : []),
    ]);
  }

  reveal(categoryIds: readonly string[]): void {
    this.#bring(this.tree);
    this.tree.reveal(categoryIds);
    this.focus();
  }

  reload(said?: string): Promise<void> {
    return this.model.reload(said);
  }

  keysFor(action: CategoriesAction): readonly string[] {
    return this.keys.keysFor(action);
  }

  focus(): void {
    this.#front.focus();
  }

  get busy(): boolean {
    return this.#overlays.open;
  }

  selectionChanged(): void {
    const { selection } = this.tree;
    const some = selection.ids.size;
    for (const [action, least] of NEEDS)
      for (const button of this.root.querySelectorAll(`.aw-cat-bar [data-action="${action}"]`))
        setAttribute(button, "disabled", some < least);
  }

  showLanguage(language: string | null): void {
    this.language = language;
    this.announcer.say(
      language === null
        ? "Names are shown as they are written"
        : `Names are shown in ${languageName(language)}`,
    );
    this.#redraw();
    this.focus();
  }

  // --- actions -----------------------------------------------------------------------------------

  run(action: CategoriesAction): boolean {
    switch (action) {
      case "undo":
      case "redo":
        this.#step(action);
        return true;
      case "help":
        this.#overlays.toggleHelp();
        return true;
      case "keySettings":
        this.#overlays.keySettings();
        return true;
      case "fullScreen":
        toggleFullScreen(this.root, (reason) => this.announcer.refuse(reason));
        return true;
      case "escape":
        return this.#escape();
      case "categories.previousTab":
      case "categories.nextTab":
        this.#turn(action === "categories.nextTab" ? 1 : -1);
        return true;
      case "categories.language":
        this.showLanguage(nextLanguage(this.draft.schema, this.language));
        return true;
      default:
        break;
    }
    if (this.#front !== this.tree && this.#front.run?.(action)) return true;
    const tab = this.#panels.find((one) => one.id === CATEGORIES.groupOf(action).toLowerCase());
    if (tab?.run && tab !== this.tree) {
      this.#bring(tab);
      return tab.run(action);
    }
    if (CATEGORIES.groupOf(action) !== "Draft") this.#bring(this.tree);
    return this.dialogs.run(action) || this.tree.details.run(action) || this.tree.run(action);
  }

  #step(action: "undo" | "redo"): void {
    const step = this.draft[action]();
    if (!step) {
      this.announcer.refuse(`Nothing to ${action}.`);
      return;
    }
    this.announcer.say(action === "undo" ? "Undone" : "Redone");
    const ids = step.edits.flatMap((one) => {
      if (one.op === "add") return [one.category.category_id];
      if (one.op === "merge") return [...one.categories, one.into];
      return "category_id" in one ? [one.category_id] : [];
    });
    const there = ids.filter((id) => this.draft.schema.has(id));
    if (there.length && there.length < 50) this.tree.reveal(there);
  }

  #escape(): boolean {
    if (this.#overlays.close()) return true;
    const { activeElement } = this.root.getRootNode() as Document | ShadowRoot;
    if (activeElement !== this.root && !this.#front.root.contains(activeElement)) {
      this.focus();
      return true;
    }
    if (this.tree.details.root.contains(activeElement)) {
      this.focus();
      return true;
    }
    return false;
  }

  #turn(step: 1 | -1): void {
    const at = this.#panels.indexOf(this.#front) + step;
    const to = this.#panels[(at + this.#panels.length) % this.#panels.length];
    if (to) this.#bring(to);
    this.focus();
  }

  #bring(panel: Panel): void {
    if (panel === this.#front) return;
    this.#front = panel;
    this.model.tab = panel.id;
    this.#draw();
  }

  // --- layout and drawing ------------------------------------------------------------------------

  #layOut(): void {
    const { root } = this;
    root.classList.add("aw-designer");
    root.replaceChildren(
      this.#bar.root,
      this.#tabs.root,
      this.#notices.root,
      h("div", { class: "aw-cat-front" }, ...this.#panels.map((panel) => panel.root)),
      h("footer", { class: "aw-status" }, this.announcer.root),
    );
  }

  #draw(): void {
    const { draft } = this;
    this.#drawn = draft.schema;
    this.#tabs.show(this.#front);
    this.#front.show(); // it measures, which costs less before the rest is written
    this.languageChoice.show(draft.schema, this.language);
    this.#drawState();
  }

  /** How far the draft is, and whether it is saved. */
  #drawState(): void {
    const { draft } = this;
    this.#bar.show(draft);
    setAttribute(this.root, "data-version", draft.base.version);
    setAttribute(this.root, "data-changes", draft.history.undo.length);
    this.#notices.show();
  }

  #listen(): void {
    const { root, signal } = this;
    listenForKeys<CategoriesAction | `category:${string}`>(
      root,
      () => this.keys,
      (action, event) => this.#pressed(action as CategoriesAction, event),
      signal,
    );
    answerSaveKey(this, signal);
    // A button of the bars leaves the keys with the tree, and what was being typed elsewhere is said before it acts.
    root.addEventListener(
      "mousedown",
      (event) => {
        if (!(event.target as Element).closest("button")?.closest(BARS)) return;
        event.preventDefault();
        this.tree.naming.settle();
        if (!this.busy) this.focus();
      },
      { signal },
    );
    const touch = () => this.draft.active.touch();
    for (const name of ["keydown", "pointerdown", "pointermove"])
      root.addEventListener(name, touch, { signal, passive: true });
    this.dialogs.acceptDrops(signal);
    const stops = [
      communityOf(this).onChange(() => this.#redraw()),
      this.draft.onChange(() => {
        showSave(root, this.draft);
        // Each edit is saved a little later, which changes nothing in the tree.
        if (this.#front === this.tree && this.draft.schema === this.#drawn) this.#redrawState();
        else this.#redraw();
      }),
      this.settings.onChange(() => {
        this.keys = this.#keyMap();
        this.#editorKeys = null;
        this.#problems.forget();
        this.#buttons.refresh();
        this.#redraw();
      }),
      this.channel.on("published", ({ version }: { version: number }) => {
        if (version > this.draft.base.version) this.#readAnew();
      }),
      // Media files are open now: their frames can be seen.
      this.channel.on("releases", () => this.#readAnew()),
    ];
    signal.addEventListener("abort", () => {
      this.#keep();
      this.#overlays.close();
      for (const stop of stops) stop();
    });
  }

  /** Ask the kernel anew, but never while something is being typed or asked: the view is made anew with it. */
  #readAnew(): void {
    if (this.signal.aborted) return;
    const { activeElement } = this.root.getRootNode() as Document | ShadowRoot;
    const typing = this.root.contains(activeElement) && typesText(activeElement);
    if (typing || this.tree.typing || this.busy) setTimeout(() => this.#readAnew(), PATIENCE);
    else void this.reload().catch(quiet);
  }

  #pressed(action: CategoriesAction, event: KeyboardEvent): boolean {
    if (event.repeat && !CATEGORIES.repeats(action)) return true;
    const target = event.target as Element;
    const inDetails = target.closest(`.aw-details, ${BARS}`) !== null;
    if (inDetails && OF_THE_TREE.has(CATEGORIES.groupOf(action)) && !event.altKey && !event.ctrlKey)
      return false;
    // The browser's own copy and paste events bring the clipboard along.
    if (action === "categories.copy" || action === "categories.paste") return false;
    if (this.#front !== this.tree && OF_THE_TREE.has(CATEGORIES.groupOf(action)))
      return this.#front.run?.(action) ?? false;
    return this.run(action);
  }

  #keyMap() {
    const { keyMap, keys } = this.settings.values;
    return CATEGORIES.keyMap(keyMap, keys, []);
  }
}
