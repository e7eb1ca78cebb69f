/** The template designer as one sees it: a bar, the steps at the side, the form of one of them. */
import { h, oncePerFrame, setAttribute, setText } from "../core/dom";
import { icon } from "../core/icons";
import { type KeyMap, typesText } from "../core/keys";
import { Settings } from "../core/settings";
import type { Json } from "../core/wire";
import { Announcer } from "../ui/announce";
import { ActionButtons } from "../ui/buttons";
import { allActions } from "../ui/menu_items";
import { SaveBadge } from "../ui/notices";
import { Overlays } from "../ui/overlays";
import { answerSaveKey, followWindow } from "../ui/shell";
import { explain } from "../ui/task_model";
import { book, TEXT_ACTIONS, type TemplateAction, type TextAction } from "./actions";
import { publishDialog, versionsDialog } from "./dialogs";
import { type Path, put, type TemplateJson } from "./draft";
import { type FormHost, inWords, liesIn, type Step, writeProblems } from "./form";
import { nextLayout, showLayout, showWhetherDraft } from "./layout";
import type { TemplateModel } from "./model";
import type { DesignerHello, Problem } from "./protocol";
import { textAt } from "./read";
import { startScreen } from "./start";
import { about } from "./steps/about";
import { categories } from "./steps/categories";
import { guidelines, insertFrame, runTextAction } from "./steps/guidelines";
import { hotkeys } from "./steps/hotkeys";
import { kindsStep } from "./steps/kinds";
import { overlap, toldOf } from "./steps/overlap";
import { prelabels } from "./steps/prelabels";
import { rules } from "./steps/rules";
import { copyJson, download, share } from "./steps/share";
import { unit } from "./steps/unit";

export const STEPS: readonly Step[] = [
  about,
  kindsStep,
  categories,
  unit,
  guidelines,
  hotkeys,
  prelabels,
  overlap,
  rules,
  share,
];

const MOST_BYTES = 8 * 1024 * 1024;

export class TemplateDesigner implements FormHost {
  readonly settings: Settings;
  readonly announcer = new Announcer();
  readonly overlays: Overlays;
  readonly opened: { hello: { categories: never[]; task: { guidelines: string } } } = {
    hello: { categories: [], task: { guidelines: "" } },
  };
  keys: KeyMap<TemplateAction | `category:${string}`>;

  #step: Step = about;
  #buttons: ActionButtons<TemplateAction>;
  #bar: HTMLElement;
  #title = h("span", { class: "aw-title", dir: "auto" });
  #versionBadge = h("span", { class: "aw-badge" });
  #save = new SaveBadge();
  #undo: HTMLButtonElement;
  #redo: HTMLButtonElement;
  #notices = h("div", { class: "aw-t-notices" });
  #summary = h("div", { class: "aw-t-summary", role: "status" });
  #tabs = new Map<string, { tab: HTMLButtonElement; told: HTMLElement; count: HTMLElement }>();
  #steps: HTMLElement;
  #panel = h("section", { class: "aw-t-panel", role: "tabpanel", tabindex: -1 });
  #form = h("div", { class: "aw-t-form" });
  #body: HTMLElement;
  #start: HTMLElement | null = null;
  #file = h("input", { type: "file", accept: ".json,application/json", hidden: true });
  /** The document that the form shows; one that is typed into is not drawn anew. */
  #drawn: TemplateJson | null = null;
  #drawnStep: Step | null = null;
  #focusNext: string | null = null;
  /** The problem that was gone to last. */
  #problem = -1;

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
    this.#buttons = new ActionButtons(
      book,
      (action) => this.run(action),
      (action) => this.keys.keysFor(action),
    );
    this.#undo = this.#buttons.make("undo", "undo");
    this.#redo = this.#buttons.make("redo", "redo");
    this.#bar = this.#makeBar();
    this.#steps = h(
      "nav",
      {
        class: "aw-t-steps",
        role: "tablist",
        "aria-label": "Steps",
        "aria-orientation": "vertical",
      },
      ...STEPS.map((step, n) => this.#tab(step, n)),
    );
    this.#panel.append(this.#summary, this.#form);
    this.#body = h("div", { class: "aw-t-body" }, this.#steps, this.#panel);
    root.classList.add("aw-t-designer");
    root.replaceChildren(
      this.#bar,
      this.#notices,
      this.#body,
      h("footer", { class: "aw-status" }, this.announcer.root),
      this.#file,
    );
    this.#listen();
    const show = oncePerFrame(() => this.#show(), signal);
    const stop = model.onChange(show);
    signal.addEventListener("abort", stop);
    this.settings.onChange(() => {
      this.keys = this.#keyMap();
      this.#buttons.refresh();
    });
    followWindow(root, signal);
    this.#show();
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
    this.#show();
  }

  type(path: Path, value: Json | undefined, what: string): void {
    this.model.change(put(this.document, path, value), what, path.join("."));
    this.#drawn = this.model.document;
  }

  redraw(): void {
    this.#drawn = null;
    this.#show();
  }

  go(step: Step): void {
    this.#step = step;
    this.#show();
    this.#panel.scrollTop = 0;
  }

  run(name: string): boolean {
    const action = name as TemplateAction;
    const { model } = this;
    const step = STEPS.find((one) => `template.${one.id}` === action);
    const open = model.draft !== null;
    if (!open && (step || NEEDS_DRAFT.has(action))) {
      this.refuse("Choose first what to start from.");
      return true;
    }
    if (step) {
      this.go(step);
      this.#steps.querySelector<HTMLElement>(`[data-step="${step.id}"]`)?.focus();
      return true;
    }
    if (TEXT_ACTIONS.includes(action as TextAction)) {
      if (!runTextAction(this, this.root, action as TextAction)) return false;
      this.#form.querySelector("textarea")?.dispatchEvent(new Event("input"));
      return true;
    }
    const at = STEPS.indexOf(this.#step);
    const does: Partial<Record<TemplateAction, () => void>> = {
      "template.nextStep": () => this.go(STEPS[Math.min(at + 1, STEPS.length - 1)] as Step),
      "template.previousStep": () => this.go(STEPS[Math.max(at - 1, 0)] as Step),
      "template.problem": () => this.#nextProblem(),
      "template.new": () => void this.#try(() => model.leave()),
      "template.open": () => this.#file.click(),
      "template.fork": () => void this.#fork(),
      "template.publish": () => this.#publish(),
      "template.versions": () => this.#versions(),
      "template.copy": () => void copyJson(this),
      "template.download": () => download(this),
      "template.frame": () => {
        void insertFrame(this, this.root).then(() =>
          this.#form.querySelector("textarea")?.dispatchEvent(new Event("input")),
        );
      },
      "template.preview": () => void this.#showPreview(),
      "template.layout": () => this.say(nextLayout(this.root)),
      undo: () => this.#undoOrRedo("undo"),
      redo: () => this.#undoOrRedo("redo"),
      keySettings: () => this.overlays.keySettings(),
      help: () => this.overlays.toggleHelp(),
      escape: () => {
        if (!this.overlays.close()) this.focus();
      },
    };
    if (action === "template.frame" && this.#step !== guidelines) this.go(guidelines);
    const doIt = does[action];
    if (doIt) doIt();
    else if (name === "template.designCategories") void this.#designCategories();
    else return false;
    return true;
  }

  // --- what stands on the page -------------------------------------------------------------------

  #makeBar(): HTMLElement {
    const make = this.#buttons;
    const publish = make.make("template.publish", "publish", "Publish");
    publish.classList.add("aw-t-main");
    return h(
      "header",
      { class: "aw-top" },
      make.make("template.new", "list"),
      make.make("template.open", "openFile"),
      this.#title,
      this.#versionBadge,
      h("span", { class: "aw-spring" }),
      this.#save.root,
      h(
        "div",
        { class: "aw-group", role: "group", "aria-label": "History" },
        this.#undo,
        this.#redo,
      ),
      make.make("template.versions", "compare"),
      make.make("template.fork", "fork"),
      publish,
      make.make("template.layout", "layout"),
      h(
        "button",
        {
          type: "button",
          class: "aw-button",
          "aria-label": "All actions",
          "aria-haspopup": "menu",
          title: "All actions",
          onclick: (event: MouseEvent) => {
            const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
            this.overlays.menu(
              { x: box.left, y: box.bottom },
              "All actions",
              allActions(book, this),
            );
          },
        },
        icon("more"),
      ),
      make.make("help", "help"),
    );
  }

  #tab(step: Step, n: number): HTMLButtonElement {
    const told = h("small", {});
    const count = h("span", { class: "aw-t-count" });
    const tab = h(
      "button",
      {
        type: "button",
        role: "tab",
        class: "aw-t-step",
        "data-step": step.id,
        title: `${step.title} (${(n + 1) % 10})`,
        onclick: () => this.go(step),
        onkeydown: (event: KeyboardEvent) => {
          const by: Record<string, number> = {
            ArrowDown: 1,
            ArrowRight: 1,
            ArrowUp: -1,
            ArrowLeft: -1,
          };
          const other = STEPS[n + (by[event.key] ?? 0)];
          if (!by[event.key] || !other) return;
          event.preventDefault();
          event.stopPropagation();
          this.go(other);
          this.#tabs.get(other.id)?.tab.focus();
        },
      },
      icon(step.icon),
      h("span", { class: "aw-t-step-words" }, h("span", {}, step.title), told),
      count,
    );
    this.#tabs.set(step.id, { tab, told, count });
    return tab;
  }

  #show(): void {
    const { model, root } = this;
    const { draft } = model;
    const has = draft ? "open" : "none";
    if (root.dataset.draft !== has) {
      setAttribute(root, "data-draft", has);
      showWhetherDraft(root, draft !== null);
    }
    setAttribute(root, "data-save", model.save);
    setAttribute(root, "data-checked", model.checked);
    setAttribute(this.#undo, "disabled", !model.canUndo);
    setAttribute(this.#redo, "disabled", !model.canRedo);
    this.#save.show({ save: model.save, unsent: model.save === "saved" ? 0 : 1 });
    this.#showNotices();
    if (!draft) {
      this.#showStart();
      return;
    }
    this.#start?.remove();
    this.#start = null;
    this.#body.hidden = false;
    setText(this.#title, textAt(draft.document, "name") || "Template without a name");
    setText(
      this.#versionBadge,
      model.published ? `draft of version ${model.published + 1}` : "draft",
    );
    const byStep = this.#problemsByStep();
    for (const step of STEPS) {
      const parts = this.#tabs.get(step.id);
      if (!parts) continue;
      const here = step === this.#step;
      setAttribute(parts.tab, "aria-selected", String(here));
      setAttribute(parts.tab, "tabindex", here ? "0" : "-1");
      setText(parts.told, step.summary(draft.document, model));
      const count = byStep.get(step)?.length ?? 0;
      setText(parts.count, count ? String(count) : "");
      setAttribute(parts.count, "aria-label", count ? `${count} to mend` : null);
    }
    if (this.#drawn !== draft.document || this.#drawnStep !== this.#step) this.#draw();
    this.#showProblems(byStep.get(this.#step) ?? []);
    const told = (name: string) => this.#form.querySelector(`[data-told="${name}"]`);
    const units = told("units");
    if (units) setText(units, model.units?.words ?? "");
    const policy = told("policy");
    if (policy) setText(policy, toldOf(model));
  }

  #showStart(): void {
    this.#body.hidden = true;
    this.#drawn = null;
    setText(this.#title, "Templates");
    setText(this.#versionBadge, `project ${this.hello.project}`);
    if (this.#start?.dataset.cards === String(this.model.cards.length)) return;
    this.#start?.remove();
    this.#start = startScreen({
      model: this.model,
      start: (method, params) => void this.#begin(method, params),
      openFile: () => this.#file.click(),
    });
    this.#start.dataset.cards = String(this.model.cards.length);
    this.#body.after(this.#start);
  }

  /** The form of the step, drawn anew; the focus and the place in it stay. */
  #draw(): void {
    const step = this.#step;
    const sameStep = this.#drawnStep === step;
    const page = this.root.getRootNode() as Document | ShadowRoot;
    const active = page.activeElement;
    const within = active instanceof HTMLElement && this.#form.contains(active);
    const wanted = this.#focusNext ?? (within && sameStep ? active.dataset.focus : null);
    const cursor =
      within && active instanceof HTMLInputElement && active.type === "text"
        ? active.selectionStart
        : null;
    const scroll = this.#panel.scrollTop;
    this.#focusNext = null;
    this.#drawn = this.document;
    this.#drawnStep = step;
    this.#panel.setAttribute("aria-label", step.title);
    this.#form.dataset.step = step.id;
    this.#form.replaceChildren(
      h("h3", {}, step.title),
      h("p", { class: "aw-t-about" }, step.about),
      ...step.draw(this),
    );
    if (sameStep) this.#panel.scrollTop = scroll;
    if (!wanted) return;
    const found = [...this.#form.querySelectorAll<HTMLElement>("[data-focus]")].find(
      (one) => one.dataset.focus === wanted,
    );
    (found ?? (within ? this.#panel : null))?.focus({
      preventScroll: sameStep && !this.#focusNext,
    });
    if (cursor !== null && found instanceof HTMLInputElement && found.type === "text")
      found.setSelectionRange(cursor, cursor);
  }

  #stepOf(problem: Problem): Step {
    return (
      STEPS.find((step) => step.fields.some((one) => liesIn(problem.at, one))) ??
      (STEPS.at(-1) as Step)
    );
  }

  #problemsByStep(): Map<Step, Problem[]> {
    const found = new Map<Step, Problem[]>();
    for (const problem of this.model.problems) {
      const step = this.#stepOf(problem);
      found.set(step, [...(found.get(step) ?? []), problem]);
    }
    return found;
  }

  /** All that is to mend, over the form; a click goes there. */
  #showProblems(here: readonly Problem[]): void {
    const { problems } = this.model;
    writeProblems(this.#form, here);
    setAttribute(this.#summary, "hidden", !problems.length);
    const key = JSON.stringify([problems, this.#step.id]);
    if (this.#summary.dataset.key === key) return;
    this.#summary.dataset.key = key;
    const count = problems.length;
    this.#summary.replaceChildren(
      icon("warning"),
      h("span", {}, count === 1 ? "One thing to mend:" : `${count} things to mend:`),
      ...problems.slice(0, 6).map((problem, n) =>
        h(
          "button",
          {
            type: "button",
            class: "aw-t-problem",
            "data-at": problem.at,
            "data-fatal": problem.fatal,
            onclick: () => this.#goTo(problem, n),
          },
          inWords(problem),
        ),
      ),
      ...(count > 6 ? [h("span", {}, `and ${count - 6} more`)] : []),
      ...problems.flatMap((problem) => this.#removal(problem)),
    );
  }

  /** A field that this version does not know can be taken away, by a person who sees what it was. */
  #removal(problem: Problem): HTMLElement[] {
    const name = /^the field '([^']+)' is unknown/i.exec(problem.message)?.[1];
    if (name === undefined || problem.at !== "") return [];
    return [
      h(
        "button",
        {
          type: "button",
          class: "aw-button aw-wide",
          onclick: () => this.choose([name], undefined, `Take the field ${name} away`),
        },
        `Take “${name}” away`,
      ),
    ];
  }

  #showNotices(): void {
    const { model } = this;
    const texts = [
      ...(model.save === "offline"
        ? [
            "The kernel does not answer. Go on: the draft is kept in this browser and sent when the kernel is back.",
          ]
        : []),
      ...(model.previewTrouble ? [model.previewTrouble] : []),
    ];
    const key = JSON.stringify([texts, model.notes, model.designing]);
    if (this.#notices.dataset.key === key) return;
    this.#notices.dataset.key = key;
    this.#notices.replaceChildren(
      ...texts.map((text) =>
        h("div", { class: "aw-notice", role: "status" }, icon("warning"), h("p", {}, text)),
      ),
      ...(model.designing
        ? [
            h(
              "div",
              { class: "aw-notice", role: "status" },
              icon("tag"),
              h(
                "p",
                {},
                "The category designer stands in the preview’s place. What you publish there can be taken over here.",
              ),
              h(
                "button",
                {
                  type: "button",
                  class: "aw-button aw-wide",
                  "data-action": "endDesign",
                  onclick: () => this.run("template.preview"),
                },
                "Back to the page",
              ),
            ),
          ]
        : []),
      ...model.notes.map((text) =>
        h(
          "div",
          { class: "aw-notice", role: "alert" },
          icon("warning"),
          h("p", {}, text),
          h(
            "button",
            {
              type: "button",
              class: "aw-button aw-wide",
              onclick: () => model.putAway(text),
            },
            "Put away",
          ),
        ),
      ),
    );
  }

  // --- what actions do -----------------------------------------------------------------------------

  #goTo(problem: Problem, n: number): void {
    this.#problem = n;
    this.go(this.#stepOf(problem));
    const place = [...this.#form.querySelectorAll<HTMLElement>("[data-place]")]
      .filter((one) => liesIn(problem.at, one.dataset.place ?? ""))
      .sort((a, b) => (b.dataset.place ?? "").length - (a.dataset.place ?? "").length)[0];
    const control =
      place?.querySelector<HTMLElement>("input, textarea, select, button") ?? place ?? this.#panel;
    control.scrollIntoView({ block: "center" });
    control.focus({ preventScroll: true });
    this.say(inWords(problem));
  }

  #nextProblem(): void {
    const { problems } = this.model;
    if (!problems.length) {
      this.say("There is nothing to mend");
      return;
    }
    const n = (this.#problem + 1) % problems.length;
    this.#goTo(problems[n] as Problem, n);
  }

  #undoOrRedo(action: "undo" | "redo"): void {
    const what = this.model.step(action);
    if (what === null) {
      this.refuse(`Nothing to ${action}.`);
      return;
    }
    this.#show();
    this.say(`${action === "undo" ? "Undone" : "Redone"}: ${what}`);
  }

  async #fork(): Promise<void> {
    const from = textAt(this.document, "name");
    if (!(await this.#try(() => this.model.fork()))) return;
    this.go(about);
    this.say(`This is your own template now, forked from ${from}`);
  }

  #publish(): void {
    void this.#try(async () => {
      await this.model.flush();
      this.overlays.dialog((closed) =>
        publishDialog(
          this.root,
          this.model,
          (version) => this.say(`Version ${version} is published`),
          () => {
            this.#problem = -1;
            this.#nextProblem();
          },
          closed,
        ),
      );
    });
  }

  #versions(): void {
    this.overlays.dialog((closed) =>
      versionsDialog(
        this.root,
        this.model,
        (version) =>
          void this.#begin("draft.open", {
            source: "version",
            template_id: textAt(this.document, "template_id"),
            version,
          }),
        closed,
      ),
    );
  }

  async #showPreview(): Promise<void> {
    const { model } = this;
    if (!model.designing) return model.preview(true);
    await this.#try(() => model.endDesign());
    this.redraw();
  }

  async #designCategories(): Promise<void> {
    await this.#try(async () => this.say(await this.model.design()));
  }

  async #begin(method: "draft.open" | "draft.read", params: object): Promise<void> {
    if (!(await this.#try(() => this.model.start(method, params)))) return;
    this.go(about);
    this.focus();
    this.say(`${textAt(this.document, "name") || "A new template"} is under work`);
  }

  async #read(file: File): Promise<void> {
    if (file.size > MOST_BYTES) {
      this.refuse(`${file.name} has ${file.size} bytes, more than any template.`);
      return;
    }
    await this.#begin("draft.read", { text: await file.text(), name: file.name });
  }

  /** A refusal is told where one looks, and stays until it is put away. */
  async #try(does: () => Promise<void>): Promise<boolean> {
    try {
      await does();
      return true;
    } catch (error) {
      if (this.signal.aborted) return false;
      const why = explain(error);
      this.refuse(why);
      this.model.note(why);
      return false;
    }
  }

  // --- keys and files ------------------------------------------------------------------------------

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
    this.#file.addEventListener("change", () => {
      const file = this.#file.files?.[0];
      this.#file.value = "";
      if (file) void this.#read(file);
    });
    root.addEventListener("dragover", (event) => event.preventDefault(), { signal });
    root.addEventListener(
      "drop",
      (event) => {
        const file = event.dataTransfer?.files[0];
        if (!file) return;
        event.preventDefault();
        void this.#read(file);
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

const NEEDS_DRAFT: ReadonlySet<TemplateAction> = new Set<TemplateAction>([
  "template.nextStep",
  "template.previousStep",
  "template.problem",
  "template.new",
  "template.fork",
  "template.publish",
  "template.versions",
  "template.copy",
  "template.download",
  "template.frame",
  "template.preview",
]);

/** Put the designer on the page. */
export function showDesigner(root: HTMLElement, model: TemplateModel, signal: AbortSignal): void {
  new TemplateDesigner(root, model, signal);
  showLayout(root);
}
