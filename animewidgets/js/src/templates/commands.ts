/** What the actions of the designer do. */
import { h } from "../core/dom";
import type { Overlays } from "../ui/overlays";
import { explain } from "../ui/task_model";
import { TEXT_ACTIONS, type TemplateAction, type TextAction } from "./actions";
import { publishDialog, versionsDialog } from "./dialogs";
import { type FormHost, inWords, liesIn, type Step } from "./form";
import { nextLayout } from "./layout";
import type { Problem } from "./protocol";
import { textAt } from "./read";
import { about } from "./steps/about";
import { guidelines, insertFrame, runTextAction } from "./steps/guidelines";
import { STEPS, stepOf } from "./steps/index";
import { copyJson, download } from "./steps/share";

const MOST_BYTES = 8 * 1024 * 1024;

/** What makes no sense before there is a template under work. */
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

export interface CommandHost extends FormHost {
  readonly root: HTMLElement;
  readonly form: HTMLElement;
  readonly panel: HTMLElement;
  readonly step: Step;
  readonly overlays: Overlays;
  readonly signal: AbortSignal;
  go(step: Step): void;
  /** The same with the focus on the step in the list. */
  goBySteps(step: Step): void;
  show(): void;
  focus(): void;
}

export class Commands {
  /** Where files are chosen. */
  readonly file = h("input", { type: "file", accept: ".json,application/json", hidden: true });
  /** The problem that was gone to last. */
  #problem = -1;

  constructor(readonly host: CommandHost) {
    this.file.addEventListener("change", () => {
      const file = this.file.files?.[0];
      this.file.value = "";
      if (file) void this.read(file);
    });
  }

  run(name: string): boolean {
    const action = name as TemplateAction;
    const { model } = this.host;
    const step = STEPS.find((one) => `template.${one.id}` === action);
    const open = model.draft !== null;
    if (!open && (step || NEEDS_DRAFT.has(action))) {
      this.host.refuse("Choose first what to start from.");
      return true;
    }
    if (step) {
      this.host.goBySteps(step);
      return true;
    }
    if (TEXT_ACTIONS.includes(action as TextAction)) {
      if (!runTextAction(this.host, this.host.root, action as TextAction)) return false;
      this.host.form.querySelector("textarea")?.dispatchEvent(new Event("input"));
      return true;
    }
    const at = STEPS.indexOf(this.host.step);
    const does: Partial<Record<TemplateAction, () => void>> = {
      "template.nextStep": () => this.host.go(STEPS[Math.min(at + 1, STEPS.length - 1)] as Step),
      "template.previousStep": () => this.host.go(STEPS[Math.max(at - 1, 0)] as Step),
      "template.problem": () => this.#nextProblem(),
      "template.new": () => void this.#try(() => model.leave()),
      "template.open": () => this.file.click(),
      "template.fork": () => void this.#fork(),
      "template.publish": () => this.#publish(),
      "template.versions": () => this.#versions(),
      "template.copy": () => void copyJson(this.host),
      "template.download": () => download(this.host),
      "template.frame": () => {
        void insertFrame(this.host, this.host.root).then(() =>
          this.host.form.querySelector("textarea")?.dispatchEvent(new Event("input")),
        );
      },
      "template.preview": () => void this.#showPreview(),
      "template.layout": () => this.host.say(nextLayout(this.host.root)),
      undo: () => this.#undoOrRedo("undo"),
      redo: () => this.#undoOrRedo("redo"),
      keySettings: () => this.host.overlays.keySettings(),
      help: () => this.host.overlays.toggleHelp(),
      escape: () => {
        if (!this.host.overlays.close()) this.host.focus();
      },
    };
    if (action === "template.frame" && this.host.step !== guidelines) this.host.go(guidelines);
    const doIt = does[action];
    if (doIt) doIt();
    else if (name === "template.designCategories") void this.#designCategories();
    else return false;
    return true;
  }

  goTo(problem: Problem, n: number): void {
    this.#problem = n;
    this.host.go(stepOf(problem));
    const place = [...this.host.form.querySelectorAll<HTMLElement>("[data-place]")]
      .filter((one) => liesIn(problem.at, one.dataset.place ?? ""))
      .sort((a, b) => (b.dataset.place ?? "").length - (a.dataset.place ?? "").length)[0];
    const control =
      place?.querySelector<HTMLElement>("input, textarea, select, button") ??
      place ??
      this.host.panel;
    control.scrollIntoView({ block: "center" });
    control.focus({ preventScroll: true });
    this.host.say(inWords(problem));
  }

  #nextProblem(): void {
    const { problems } = this.host.model;
    if (!problems.length) {
      this.host.say("There is nothing to mend");
      return;
    }
    const n = (this.#problem + 1) % problems.length;
    this.goTo(problems[n] as Problem, n);
  }

  #undoOrRedo(action: "undo" | "redo"): void {
    const what = this.host.model.step(action);
    if (what === null) {
      this.host.refuse(`Nothing to ${action}.`);
      return;
    }
    this.host.show();
    this.host.say(`${action === "undo" ? "Undone" : "Redone"}: ${what}`);
  }

  async #fork(): Promise<void> {
    const from = textAt(this.host.document, "name");
    if (!(await this.#try(() => this.host.model.fork()))) return;
    this.host.go(about);
    this.host.say(`This is your own template now, forked from ${from}`);
  }

  #publish(): void {
    void this.#try(async () => {
      await this.host.model.flush();
      this.host.overlays.dialog((closed) =>
        publishDialog(
          this.host.root,
          this.host.model,
          (version) => this.host.say(`Version ${version} is published`),
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
    this.host.overlays.dialog((closed) =>
      versionsDialog(
        this.host.root,
        this.host.model,
        (version) =>
          void this.begin("draft.open", {
            source: "version",
            template_id: textAt(this.host.document, "template_id"),
            version,
          }),
        closed,
      ),
    );
  }

  async #showPreview(): Promise<void> {
    const { model } = this.host;
    if (!model.designing) return model.preview(true);
    await this.#try(() => model.endDesign());
    this.host.redraw();
  }

  async #designCategories(): Promise<void> {
    await this.#try(async () => this.host.say(await this.host.model.design()));
  }

  async begin(method: "draft.open" | "draft.read", params: object): Promise<void> {
    if (!(await this.#try(() => this.host.model.start(method, params)))) return;
    this.host.go(about);
    this.host.focus();
    this.host.say(`${textAt(this.host.document, "name") || "A new template"} is under work`);
  }

  async read(file: File): Promise<void> {
    if (file.size > MOST_BYTES) {
      this.host.refuse(`${file.name} has ${file.size} bytes, more than any template.`);
      return;
    }
    await this.begin("draft.read", { text: await file.text(), name: file.name });
  }

  async #try(does: () => Promise<void>): Promise<boolean> {
    try {
      await does();
      return true;
    } catch (error) {
      if (this.host.signal.aborted) return false;
      const why = explain(error);
      this.host.refuse(why);
      this.host.model.note(why);
      return false;
    }
  }
}
