/** The template designer as one sees it: a bar, the steps at the side, the form of one of them. */
import { h, oncePerFrame, setAttribute, setText } from "../core/dom";
import { type KeyMap, typesText } from "../core/keys";
import { Settings } from "../core/settings";
import type { Json } from "../core/wire";
import { Announcer } from "../ui/announce";
import { ActionButtons } from "../ui/buttons";
import { allActions } from "../ui/menu_items";
import { Overlays } from "../ui/overlays";
import { answerSaveKey, followWindow } from "../ui/shell";
import { book, TEXT_ACTIONS, type TemplateAction, type TextAction } from "./actions";
import { Banners, MendList } from "./banners";
import { type CommandHost, Commands } from "./commands";
import { DesignerBar } from "./designer_bar";
import { type Path, put, type TemplateJson } from "./draft";
import { type Step, writeProblems } from "./form";
import { showLayout, showWhetherDraft } from "./layout";
import type { TemplateModel } from "./model";
import type { DesignerHello } from "./protocol";
import { startScreen } from "./start";
import { StepList } from "./step_list";
import { about } from "./steps/about";
import { stepOf } from "./steps/index";
import { toldOf } from "./steps/overlap";

export class TemplateDesigner implements CommandHost {
  readonly settings: Settings;
  readonly announcer = new Announcer();
  readonly overlays: Overlays;
  readonly commands = new Commands(this);
  readonly panel = h("section", { class: "aw-t-panel", role: "tabpanel", tabindex: -1 });
  readonly form = h("div", { class: "aw-t-form" });
  readonly opened = { hello: { categories: [], task: { guidelines: "" } } };
  keys: KeyMap<TemplateAction | `category:${string}`>;
  step: Step = about;

  #bar: DesignerBar;
  #banners: Banners;
  #mend: MendList;
  #steps = new StepList((step) => this.go(step));
  #body: HTMLElement;
  #start: HTMLElement | null = null;
  /** The document that the form shows; one that is typed into is not drawn anew. */
  #drawn: TemplateJson | null = null;
  #drawnStep: Step | null = null;
  #focusNext: string | null = null;

  constructor(
    readonly root: HTMLElement,
    readonly model: TemplateModel,
    readonly signal: AbortSignal,
  ) {
    this.settings = new Settings(this.hello.person, signal);
    this.keys = this.#keyMap();
    this.overlays = new Overlays(this, book as never, {
      pointer: [
        ["Go to a step", "click it at the side"],
        ["Go to what is to mend", "click it in the line over the form"],
        ["Open a file", "drop it here"],
      ],
    });
    const buttons = new ActionButtons(
      book,
      (action) => this.run(action),
      (action) => this.keys.keysFor(action),
    );
    this.#bar = new DesignerBar(buttons, (at) =>
      this.overlays.menu(at, "All actions", allActions(book, this)),
    );
    const handOn = () => this.focus();
    this.#banners = new Banners(model, () => this.run("template.preview"), handOn);
    this.#mend = new MendList(
      model,
      (problem, n) => this.commands.goTo(problem, n),
      (name) => this.choose([name], undefined, `Take the field ${name} away`),
      handOn,
    );
    this.panel.append(this.#mend.root, this.form);
    this.#body = h("div", { class: "aw-t-body" }, this.#steps.root, this.panel);
    root.classList.add("aw-t-designer");
    root.replaceChildren(
      this.#bar.root,
      this.#banners.root,
      this.#body,
      h("footer", { class: "aw-status" }, this.announcer.root),
      this.commands.file,
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

  get document(): TemplateJson {
    return this.model.document ?? {};
  }

  get hello(): DesignerHello {
    return this.model.hello as DesignerHello;
  }

  focus(): void {
    this.root.focus({ preventScroll: true });
  }

  keysFor(action: string): readonly string[] {
    return this.keys.keysFor(action as TemplateAction);
  }

  say(text: string): void {
    this.announcer.say(text);
  }

  refuse(reason: string): void {
    this.announcer.refuse(reason);
  }

  focusNext(name: string): void {
    this.#focusNext = name;
  }

  choose(path: Path, value: Json | undefined, what: string): void {
    this.change(put(this.document, path, value), what);
  }

  change(document: TemplateJson, what: string): void {
    this.model.change(document, what);
    this.show();
  }

  type(path: Path, value: Json | undefined, what: string): void {
    this.model.change(put(this.document, path, value), what, path.join("."));
    this.#drawn = this.model.document;
  }

  redraw(): void {
    this.#drawn = null;
    this.show();
  }

  go(step: Step): void {
    this.step = step;
    this.show();
    this.panel.scrollTop = 0;
  }

  goBySteps(step: Step): void {
    this.go(step);
    this.#steps.focus(step);
  }

  run(action: string): boolean {
    return this.commands.run(action);
  }

  show(): void {
    const { model, root } = this;
    const { document } = model;
    const has = document ? "open" : "none";
    if (root.dataset.draft !== has) {
      setAttribute(root, "data-draft", has);
      showWhetherDraft(root, document !== null);
    }
    setAttribute(root, "data-save", model.save);
    setAttribute(root, "data-checked", model.checked);
    this.#bar.show(model);
    this.#banners.show();
    if (!document) {
      this.#showStart();
      return;
    }
    this.#start?.remove();
    this.#start = null;
    this.#body.hidden = false;
    this.#steps.show(model, this.step);
    if (this.#drawn !== document || this.#drawnStep !== this.step) this.#draw();
    this.#mend.show();
    writeProblems(
      this.form,
      model.problems.filter((one) => stepOf(one) === this.step),
    );
    const tell = (name: string, words: string) => {
      const place = this.form.querySelector(`[data-told="${name}"]`);
      if (place) setText(place, words);
    };
    tell("units", model.units?.words ?? "");
    tell("policy", toldOf(model));
    const unknown = model.units !== null && model.units.count === null;
    for (const one of this.form.querySelectorAll("[data-when=uncounted]"))
      setAttribute(one, "hidden", !unknown);
  }

  #showStart(): void {
    const { cards } = this.model;
    this.#body.hidden = true;
    this.#drawn = null;
    if (this.#start?.dataset.cards === String(cards.length)) return;
    this.#start?.remove();
    this.#start = startScreen({
      model: this.model,
      start: (method, params) => void this.commands.begin(method, params),
      openFile: () => this.run("template.open"),
    });
    this.#start.dataset.cards = String(cards.length);
    this.#body.after(this.#start);
  }

  /** The form of the step, drawn anew; the focus and the place in it stay. */
  #draw(): void {
    const step = this.step;
    const sameStep = this.#drawnStep === step;
    const page = this.root.getRootNode() as Document | ShadowRoot;
    const active = page.activeElement;
    const within = active instanceof HTMLElement && this.form.contains(active);
    const wanted = this.#focusNext ?? (within && sameStep ? active.dataset.focus : null);
    const cursor =
      within && active instanceof HTMLInputElement && active.type === "text"
        ? active.selectionStart
        : null;
    const scroll = this.panel.scrollTop;
    this.#focusNext = null;
    this.#drawn = this.document;
    this.#drawnStep = step;
    this.panel.setAttribute("aria-label", step.title);
    this.form.dataset.step = step.id;
    this.form.replaceChildren(
      h("h3", {}, step.title),
      h("p", { class: "aw-t-about" }, step.about),
      ...step.draw(this),
    );
    if (sameStep) this.panel.scrollTop = scroll;
    if (!wanted) return;
    const found = [...this.form.querySelectorAll<HTMLElement>("[data-focus]")].find(
      (one) => one.dataset.focus === wanted,
    );
    (found ?? (within ? this.panel : null))?.focus({
      preventScroll: sameStep && !this.#focusNext,
    });
    if (cursor !== null && found instanceof HTMLInputElement && found.type === "text")
      found.setSelectionRange(cursor, cursor);
  }

  #keyMap() {
    const { keyMap, keys } = this.settings.values;
    return book.keyMap(keyMap, keys, []);
  }

  #listen(): void {
    const { root, signal } = this;
    answerSaveKey(this, signal);
    // Before the fields get them: what has Ctrl, Alt or an F key works while one types.
    root.addEventListener("keydown", (event) => this.#key(event), { signal, capture: true });
    root.addEventListener(
      "keydown",
      (event) => {
        if (typesText(event.target)) event.stopPropagation();
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
        void this.commands.read(file);
      },
      { signal },
    );
  }

  #key(event: KeyboardEvent): void {
    if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) return;
    const target = event.target as HTMLElement;
    // What is open is modal; keys that are about to be set are nobody's yet.
    const modal = target.closest(".aw-dialog, .aw-keys:not(.aw-t-keys), .aw-menu");
    if (modal || target.matches(".aw-keys-press")) return;
    const action = this.keys.actionOf(event);
    if (action === null || action.startsWith("category:")) return;
    const typed = typesText(target) || target instanceof HTMLSelectElement;
    const chord = event.ctrlKey || event.metaKey || event.altKey || /^F\d/.test(event.key);
    if (typed && !chord && action !== "escape") return;
    const control = target.closest("button, input, select, summary, [role=tab]");
    if (!chord && control && [" ", "Enter"].includes(event.key)) return;
    if (TEXT_ACTIONS.includes(action as TextAction) && !target.closest(".aw-t-markdown")) return;
    if (target.closest(".aw-t-json") && (action === "undo" || action === "redo")) return;
    if (event.repeat && !book.repeats(action)) {
      event.preventDefault();
      return;
    }
    if (!this.run(action)) return;
    event.preventDefault();
    event.stopPropagation();
  }
}

/** Put the designer on the page. */
export function showDesigner(root: HTMLElement, model: TemplateModel, signal: AbortSignal): void {
  new TemplateDesigner(root, model, signal);
  showLayout(root);
}
