import type { Channel } from "../core/channel";
import { h, oncePerFrame, setAttribute, setText } from "../core/dom";
import { icon } from "../core/icons";
import { type KeyMap, listenForKeys, typesText } from "../core/keys";
import { Settings } from "../core/settings";
import { Announcer } from "../ui/announce";
import { ActionButtons } from "../ui/buttons";
import type { Dialog } from "../ui/dialog";
import type { MenuItem } from "../ui/menu";
import { actionItem, allActions } from "../ui/menu_items";
import { SaveBadge } from "../ui/notices";
import { Overlays } from "../ui/overlays";
import { answerSaveKey, followWindow, showSave, toggleFullScreen } from "../ui/shell";
import { CATEGORIES, type CategoriesAction, POINTER } from "./actions";
import type { SchemaChange } from "./changes";
import { communityOf } from "./community_place";
import type { DesignerModel, OpenDesigner } from "./designer_model";
import { DesignerNotices, quiet } from "./designer_notices";
import { Dialogs } from "./dialogs/dialogs";
import type { Draft } from "./draft";
import { editorKeys } from "./editor_keys";
import type { DesignerHello } from "./hello";
import { languageName, languagesOf } from "./languages";
import { MENU, NEEDS } from "./menus";
import { type EditorKeys, type Problem, problemsOf } from "./problems";
import { proposeItems } from "./proposals/from_tree";
import type { Schema } from "./schema";
import { type DesignerPlace, OTHER_TABS, type Panel } from "./tabs";
import { TreePanel } from "./tree/tree_panel";
import { keepView, takeView } from "./view_memory";

/** So many categories are looked through for warnings with each change. */
const AT_ONCE = 400;
/** Milliseconds without a change until more are. */
const PAUSE = 200;
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
  readonly languageChoice: HTMLSelectElement;
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
  readonly #tabs = new Map<string, HTMLButtonElement>();
  readonly #save = new SaveBadge();
  readonly #undo: HTMLButtonElement;
  readonly #redo: HTMLButtonElement;
  readonly #publish: HTMLButtonElement;
  readonly #detail = h("span", { class: "aw-detail" });
  readonly #notices = new DesignerNotices(this);
  readonly #redraw: () => void;
  readonly #usage: ReadonlyMap<string, { annotations: number; tasks: number }>;
  #front: Panel;
  #problems: { schema: Schema; found: ReadonlyMap<string, Problem[]> } | null = null;
  #later: ReturnType<typeof setTimeout> | undefined;
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
    this.#buttons = new ActionButtons(
      CATEGORIES,
      (action) => this.run(action),
      (action) => this.keys.keysFor(action),
    );
    this.languageChoice = h("select", {
      class: "aw-select aw-cat-language",
      "aria-label": CATEGORIES.labelOf("categories.language"),
      title: CATEGORIES.labelOf("categories.language"),
      onchange: () => this.showLanguage(this.languageChoice.value || null),
    });
    this.#overlays = new Overlays<Designer>(this, CATEGORIES, { pointer: POINTER });
    this.dialogs = new Dialogs(this);
    this.tree = new TreePanel(this, this.#buttons, signal);
    this.#panels = [this.tree, ...OTHER_TABS.map((make) => make(this))];
    this.#front = this.#panels.find((one) => one.id === model.tab) ?? this.tree;
    this.#undo = this.#buttons.make("undo", "undo");
    this.#redo = this.#buttons.make("redo", "redo");
    this.#publish = this.#buttons.make(
      "categories.publish",
      "publish",
      this.hello.maintainer ? "Publish" : "Propose",
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
    const { schema } = this.draft;
    if (this.#problems && this.#problems.schema !== schema && schema.categories.length > AT_ONCE) {
      // No key waits for the warnings of thousands: those of before stand until there is time.
      this.#later ??= setTimeout(() => this.#lookForProblems(), PAUSE);
    } else if (this.#problems?.schema !== schema) this.#lookForProblems();
    return this.#problems?.found ?? new Map();
  }

  #lookForProblems(): void {
    clearTimeout(this.#later);
    this.#later = undefined;
    if (this.signal.aborted) return;
    const { schema } = this.draft;
    this.#problems = { schema, found: problemsOf(schema, this.editorKeys) };
    this.#redraw();
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
        this.#nextLanguage();
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

  #nextLanguage(): void {
    const all = [null, ...languagesOf(this.draft.schema)];
    const to = all[(all.indexOf(this.language) + 1) % all.length] ?? null;
    this.showLanguage(to);
  }

  #bring(panel: Panel): void {
    if (panel === this.#front) return;
    this.#front = panel;
    this.model.tab = panel.id;
    this.#draw();
  }

  // --- layout and drawing ------------------------------------------------------------------------

  #layOut(): void {
    const { hello, root } = this;
    const tabs = this.#panels.map((panel) => {
      const tab = h("button", {
        type: "button",
        class: "aw-tab",
        role: "tab",
        "aria-controls": null,
        "data-tab": panel.id,
        onclick: () => {
          this.#bring(panel);
          this.focus();
        },
      });
      this.#tabs.set(panel.id, tab);
      return tab;
    });
    const more = h(
      "button",
      {
        type: "button",
        class: "aw-button",
        "aria-label": "All actions",
        "aria-haspopup": "menu",
        title: "All actions",
        onclick: (event: MouseEvent) => {
          const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
          this.menu({ x: box.left, y: box.bottom }, "All actions", allActions(CATEGORIES, this));
        },
      },
      icon("more"),
    );
    root.classList.add("aw-designer");
    root.replaceChildren(
      h(
        "header",
        { class: "aw-top" },
        h(
          "bdi",
          { class: "aw-title", dir: "auto", title: hello.schema.schema_id },
          hello.schema.schema_id,
        ),
        this.#detail,
        h("span", { class: "aw-spring" }),
        this.#save.root,
        h(
          "div",
          { class: "aw-group", role: "group", "aria-label": "History" },
          this.#undo,
          this.#redo,
        ),
        this.#buttons.make("categories.import", "fileIn"),
        this.#buttons.make("categories.export", "toNext"),
        this.#publish,
        this.#buttons.make("fullScreen", "fullScreen"),
        this.#buttons.make("keySettings", "keys"),
        more,
        this.#buttons.make("help", "help"),
      ),
      h("nav", { class: "aw-cat-tabs", role: "tablist", "aria-label": "Tabs" }, ...tabs),
      this.#notices.root,
      h("div", { class: "aw-cat-front" }, ...this.#panels.map((panel) => panel.root)),
      h("footer", { class: "aw-status" }, this.announcer.root),
    );
  }

  #draw(): void {
    const { draft, hello } = this;
    for (const panel of this.#panels) {
      setAttribute(panel.root, "hidden", panel !== this.#front);
      const tab = this.#tabs.get(panel.id) as HTMLElement;
      setAttribute(tab, "aria-selected", String(panel === this.#front));
      setText(tab, panel.badge ? `${panel.label} ${panel.badge}` : panel.label);
    }
    this.#save.show(draft);
    setAttribute(this.#undo, "disabled", !draft.canUndo);
    setAttribute(this.#redo, "disabled", !draft.canRedo);
    const count = draft.history.undo.length;
    const published = draft.base.version ? `Version ${draft.base.version}` : "Not published yet";
    const changes = count
      ? `${count} ${count === 1 ? "change" : "changes"} in your draft`
      : "no changes";
    setText(this.#detail, `${published} · ${changes}`);
    setAttribute(
      this.#detail,
      "title",
      `${published}; ${changes}; project ${hello.project}, ${hello.person}`,
    );
    setAttribute(this.#publish, "disabled", !count);
    setAttribute(this.#publish, "data-ready", count > 0);
    setAttribute(this.root, "data-version", draft.base.version);
    setAttribute(this.root, "data-changes", count);
    this.#showLanguages();
    this.#notices.show();
    this.#front.show();
  }

  #showLanguages(): void {
    const languages = languagesOf(this.draft.schema);
    const key = languages.join(" ");
    if (this.languageChoice.dataset.languages !== key) {
      this.languageChoice.dataset.languages = key;
      this.languageChoice.replaceChildren(
        h("option", { value: "" }, "As written"),
        ...languages.map((one) => h("option", { value: one }, languageName(one))),
      );
    }
    this.languageChoice.value = this.language ?? "";
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
        this.#redraw();
      }),
      this.settings.onChange(() => {
        this.keys = this.#keyMap();
        this.#editorKeys = this.#problems = null;
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
