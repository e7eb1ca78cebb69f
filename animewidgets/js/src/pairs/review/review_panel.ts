/** Going through bound labels one by one: each on the person's own frame, with what became of it and why. */
import { Figures } from "../../canvas/figures";
import { h, setAttribute, setText } from "../../core/dom";
import { liveOf } from "../../core/edits";
import { icon } from "../../core/icons";
import type { SettingsValues } from "../../core/settings";
import type { Annotation, Category } from "../../core/wire";
import type { ActionButtons } from "../../ui/buttons";
import { explain } from "../../ui/task_model";
import type { FrameIndex } from "../../video/frame_index";
import type { PairsAction } from "../actions";
import { ImportBox } from "../import_box";
import { ALL, type Filter, type Labels } from "../labels";
import type { PairsModel } from "../model";
import { fact, WorkLine } from "../parts";
import type { LabelTold, Outcome } from "../wire";
import {
  counted,
  kindWord,
  nudgeInWords,
  number,
  OUTCOME_MEANINGS,
  OUTCOME_WORDS,
  releaseName,
  timeInWords,
} from "../words";
import { LabelList } from "./label_list";
import { OutcomeBar } from "./outcome_bar";
import { ReviewPictures } from "./pictures";
import { ReviewStage } from "./stage";
import { FrameStrip } from "./strip";

export interface ReviewPlace {
  readonly root: HTMLElement;
  readonly signal: AbortSignal;
  run(action: PairsAction): void;
  say(text: string): void;
  refuse(text: string): void;
  readonly values: SettingsValues;
}

/** So many labels ahead their pictures are fetched already. */
const AHEAD = 3;

export class ReviewPanel {
  readonly root: HTMLElement;
  readonly bringIn: ImportBox;
  readonly #bar: OutcomeBar;
  readonly #list: LabelList;
  readonly #stage: ReviewStage;
  readonly #strip: FrameStrip;
  readonly #pictures: ReviewPictures;
  readonly #work: WorkLine;
  readonly #progress = h("span", { class: "aw-p-tally", role: "status" });
  readonly #routes = h("div", { class: "aw-p-routes" });
  readonly #effect: HTMLSelectElement;
  readonly #kind: HTMLSelectElement;
  readonly #facts = h("div", { class: "aw-p-facts" });
  readonly #verdict = h("div", { class: "aw-p-verdict" });
  /** Buttons that decide of the label under review. */
  readonly #ofOne: HTMLButtonElement[] = [];
  readonly #all = h("div", { class: "aw-p-bulk" });
  #labels: Labels | null = null;
  /** Of the label under review. */
  #detail: LabelTold | null = null;
  #index: FrameIndex | null = null;
  #row = -1;
  #part = 0;
  #end = false;
  /** By how many frames one looks beside the label's. */
  #look = 0;
  #asked = 0;
  #middle = -1;

  constructor(
    readonly model: PairsModel,
    readonly place: ReviewPlace,
    readonly buttons: ActionButtons<PairsAction>,
  ) {
    const { signal } = place;
    this.#pictures = new ReviewPictures(model.channel, signal);
    this.#stage = new ReviewStage(place.root, () => place.values, signal);
    this.#strip = new FrameStrip(this.#pictures, (ordinal) => this.#moveTo(ordinal));
    this.#work = new WorkLine(model, ["bind"]);
    this.#list = new LabelList(model, signal);
    this.#bar = new OutcomeBar((action) => place.run(action), buttons);
    this.bringIn = new ImportBox(model, buttons);
    this.#effect = h(
      "select",
      { class: "aw-select", "aria-label": "Show by decision" },
      ...[
        ["", "all decisions"],
        ["undecided", "undecided"],
        ["accepted", "accepted"],
        ["rejected", "rejected"],
      ].map(([value, words]) => h("option", { value: value ?? "" }, words)),
    );
    this.#effect.addEventListener("change", () =>
      this.#filter({ effect: this.#effect.value as Filter["effect"] }),
    );
    this.#kind = h("select", { class: "aw-select", "aria-label": "Show by kind" });
    this.#kind.addEventListener("change", () => this.#filter({ kind: this.#kind.value }));
    const make = (action: PairsAction, name: Parameters<typeof icon>[0], text?: string) =>
      buttons.make(action, name, text);
    const accept = make("pairs.accept", "accept", "Accept");
    this.#ofOne.push(accept, make("pairs.reject", "reject", "Reject"));
    this.#all.append(
      make("pairs.acceptOutcome", "acceptAll", " "),
      make("pairs.rejectOutcome", "rejectAll"),
    );
    accept.classList.add("aw-p-main");
    this.root = h(
      "div",
      { class: "aw-p-review" },
      h(
        "div",
        { class: "aw-p-summary" },
        this.#routes,
        this.#bar.root,
        h("div", { class: "aw-p-counted" }, this.#progress),
        this.#work.root,
      ),
      h(
        "aside",
        { class: "aw-p-side" },
        h("div", { class: "aw-p-filter" }, this.#effect, this.#kind),
        this.#list.root,
        this.#all,
      ),
      h("div", { class: "aw-p-view" }, this.#stage.root, this.#strip.root),
      h(
        "aside",
        { class: "aw-p-about" },
        this.#verdict,
        h("div", { class: "aw-p-decide", role: "group", "aria-label": "Decide" }, ...this.#ofOne),
        h(
          "div",
          { class: "aw-group", role: "group", "aria-label": "Move it" },
          make("pairs.nudgeBack", "nudgeBack"),
          make("pairs.nudgeForward", "nudgeForward"),
          make("pairs.undecide", "uncertain"),
          make("pairs.part", "part"),
          make("pairs.end", "out"),
          make("pairs.zoom", "fit"),
          make("pairs.hide", "shown"),
        ),
        this.#facts,
        this.bringIn.root,
      ),
    );
  }

  show(): void {
    const { model } = this;
    const { labels, filter, row } = model;
    if (!labels) return;
    if (this.#labels !== labels) this.#begin(labels);
    const counts = labels.counts();
    this.#bar.show(counts, labels.count, filter.outcomes);
    const open = labels.count - counts.none;
    setText(
      this.#progress,
      `${number(open - counts.undecided)} of ${number(open)} decided: ${number(counts.accepted)} accepted` +
        (counts.nudged ? ` (${number(counts.nudged)} moved by you)` : "") +
        `, ${number(counts.rejected)} rejected, ${number(counts.undecided)} undecided` +
        (counts.none ? `; ${counted(counts.none, "label")} unmappable` : ""),
    );
    this.#tellAll(labels, row);
    setAttribute(this.root, "data-accepted", counts.accepted);
    setAttribute(this.root, "data-undecided", counts.undecided);
    if (this.#effect.value !== filter.effect) this.#effect.value = filter.effect;
    if (this.#kind.value !== filter.kind) this.#kind.value = filter.kind;
    this.#list.show();
    this.#work.show();
    this.bringIn.show(counts);
    if (row !== this.#row) {
      this.#row = row;
      this.#part = 0;
      this.#look = 0;
      this.#end = false;
      this.#middle = -1;
      this.#detail = null;
      void this.#ask(row);
    }
    this.#tellAbout();
    void this.#showFrame();
  }

  /** Run one of the actions of a review; whether it is one. */
  run(action: PairsAction): boolean {
    const { model, place } = this;
    const { labels, row } = model;
    if (!labels) return false;
    switch (action) {
      case "pairs.accept":
      case "pairs.reject":
        this.#decide(action === "pairs.accept" ? 1 : -1);
        return true;
      case "pairs.undecide":
        if (!model.decide([row], () => ({ sign: 0, by: 0 }), "decision taken back"))
          place.refuse("Nothing was decided of it.");
        return true;
      case "pairs.nudgeBack":
      case "pairs.nudgeForward":
      case "pairs.nudgeBack10":
      case "pairs.nudgeForward10": {
        const step = action.endsWith("10") ? 10 : 1;
        this.#nudge(action.includes("Back") ? -step : step);
        return true;
      }
      case "pairs.next":
      case "pairs.previous":
        if (!model.move(action === "pairs.next" ? 1 : -1))
          place.refuse(
            action === "pairs.next" ? "This is the last label." : "This is the first label.",
          );
        return true;
      case "pairs.first":
      case "pairs.last":
        model.move(action === "pairs.first" ? -1e9 : 1e9);
        return true;
      case "pairs.nextUndecided":
      case "pairs.previousUndecided":
        if (!model.toUndecided(action === "pairs.nextUndecided" ? 1 : -1))
          place.refuse("Everything that is listed is decided.");
        return true;
      case "pairs.acceptOutcome":
      case "pairs.rejectOutcome":
        this.#decideOutcome(action === "pairs.acceptOutcome" ? 1 : -1);
        return true;
      case "pairs.stepBack":
      case "pairs.stepForward":
        this.#look += action === "pairs.stepBack" ? -1 : 1;
        void this.#showFrame();
        return true;
      case "pairs.frame":
        this.#look = 0;
        this.#middle = -1;
        void this.#showFrame();
        return true;
      case "pairs.end":
        this.#toggleEnd();
        return true;
      case "pairs.part":
        this.#nextPart();
        return true;
      case "pairs.zoom":
        if (!this.#stage.toggleZoom()) place.refuse("There is no shape on this frame.");
        return true;
      case "pairs.hide":
        place.say(this.#stage.toggleShape() ? "The shape is hidden" : "The shape is shown");
        return true;
      case "pairs.all":
        model.setFilter(ALL);
        return true;
      case "pairs.exact":
      case "pairs.moved":
      case "pairs.in_hold":
      case "pairs.changed":
      case "pairs.review":
      case "pairs.unmappable":
        this.#toggle(action.slice("pairs.".length) as Outcome);
        return true;
      default:
        return false;
    }
  }

  #begin(labels: Labels): void {
    this.#labels = labels;
    this.#row = -2;
    this.#kind.replaceChildren(
      h("option", { value: "" }, "all kinds"),
      ...labels.told.kinds.map((one) => h("option", { value: one }, kindWord(one, 2))),
    );
    const ways: Record<string, string> = {
      same: "is",
      "same frames": "was encoded anew as",
      map: "leads by a time map to",
      aligned: "was aligned with",
    };
    this.#routes.replaceChildren(
      ...labels.told.routes.map((one) =>
        h(
          "p",
          { class: "aw-p-route", "data-how": one.how },
          icon(one.target ? "link" : "warning"),
          h("strong", { title: one.release_id }, releaseName(one.title, one.release_id)),
          one.target ? ` ${ways[one.how] ?? one.how} ` : " leads nowhere: ",
          one.target ? h("strong", { title: one.target }, one.target_name ?? one.target) : one.why,
        ),
      ),
    );
  }

  async #ask(row: number): Promise<void> {
    if (row < 0) return;
    try {
      const detail = await this.model.detail(row);
      if (this.#row !== row || this.place.signal.aborted) return;
      const index = detail.target ? await this.#pictures.release(detail.target) : null;
      if (this.#row !== row) return;
      this.#detail = detail;
      this.#index = index;
      this.#tellAbout();
      await this.#showFrame();
      this.#lookAhead();
    } catch (error) {
      if (this.#row === row && !this.place.signal.aborted)
        this.#stage.show(null, explain(error), "");
    }
  }

  /** Pictures of the labels that come next. */
  #lookAhead(): void {
    const { rows, row, labels } = this.model;
    const at = rows.indexOf(row);
    for (const next of rows.slice(at + 1, at + 1 + AHEAD)) {
      const target = labels?.routeOf(next);
      const frame = labels?.toFrame[next] ?? -1;
      if (!target?.target || !target.seen || frame < 0) continue;
      void this.model.detail(next).catch(() => {});
      void this.#pictures.picture(target.target, frame).catch(() => {});
    }
  }

  get #partShown() {
    return this.#detail?.parts[this.#part] ?? this.#detail?.parts[0] ?? null;
  }

  /** The frame of the label: its first one, or its last one where one looks at its end. */
  #ownFrame(): number {
    const part = this.#partShown;
    const index = this.#index;
    if (!part || !index || !this.#labels) return -1;
    const { by } = this.#labels.said(this.#row);
    const end = this.#end && part.end_pts !== undefined && part.end_pts !== null;
    const base = end
      ? index.ordinalAt((part.end_pts as number) - 1)
      : index.ordinalAt(part.start_pts);
    return Math.min(index.count - 1, Math.max(0, base + by));
  }

  async #showFrame(): Promise<void> {
    const asked = ++this.#asked;
    const { labels } = this.model;
    const row = this.#row;
    const detail = this.#detail;
    if (!labels || row < 0) {
      this.#strip.show(null, 0, 0, 0, 0, false);
      this.#stage.show(null, "No label is chosen.");
      return;
    }
    const part = this.#partShown;
    const index = this.#index;
    if (detail && (!part || !index || !detail.target)) {
      this.#strip.show(null, 0, 0, 0, 0, false);
      const why = labels.reasonOf(row) || detail.why || "nothing that is here shows it";
      const place = `frame ${labels.fromFrame[row]}, at ${timeInWords(labels.fromSeconds[row] ?? 0)}`;
      this.#stage.show(
        null,
        `Nothing here shows it: ${why}. It was on ${place} of its own release.`,
      );
      return;
    }
    if (!detail || !part || !index || !detail.target) return;
    const own = this.#ownFrame();
    const looked = Math.min(index.count - 1, Math.max(0, own + this.#look));
    this.#look = looked - own;
    if (this.#middle < 0 || Math.abs(looked - this.#middle) > 3) this.#middle = looked;
    this.#strip.show(detail.target, index.count, this.#middle, own, looked, part.kind === "cut");
    try {
      const picture = await this.#pictures.picture(detail.target, looked);
      if (asked !== this.#asked || this.place.signal.aborted) return;
      const { by } = labels.said(row);
      const live = liveOf(
        detail.parts.map((one): Annotation => ({ ...one, version: 1, uncertain: false })),
      );
      const figures = new Figures(live, index).on(Math.max(0, looked - by));
      const aspect = index.release.pixel_aspect;
      this.#stage.show(
        {
          picture,
          aspect: aspect[1] ? aspect[0] / aspect[1] : 1,
          figures,
          categories: new Map(
            labels.told.categories.map((one): [string, Category] => [one.category_id, one]),
          ),
          key: `${looked}@${row}.${this.#part}`,
        },
        "",
        `Frame ${looked} of ${index.release.name}`,
      );
    } catch (error) {
      if (asked === this.#asked && !this.place.signal.aborted)
        this.#stage.show(null, explain(error));
    }
  }

  #tellAbout(): void {
    const { labels } = this.model;
    const row = this.#row;
    setAttribute(this.#facts, "hidden", row < 0);
    if (!labels || row < 0) {
      this.#verdict.replaceChildren(h("p", { class: "aw-p-hint" }, "No label is chosen."));
      return;
    }
    const outcome = labels.outcomeOf(row);
    const effect = labels.effect(row);
    for (const one of this.#ofOne) setAttribute(one, "disabled", effect === "none");
    const said = labels.said(row);
    const category = labels.categoryOf(row);
    const known = labels.told.categories.find((one) => one.category_id === category);
    const route = labels.routeOf(row);
    const detail = this.#detail;
    const why = detail?.why || labels.reasonOf(row);
    const distance = labels.distance[row] ?? -1;
    setAttribute(this.#verdict, "data-outcome", outcome);
    setAttribute(this.#verdict, "data-effect", effect);
    this.#verdict.replaceChildren(
      h(
        "p",
        { class: "aw-p-outcome", title: OUTCOME_MEANINGS[outcome] },
        h("i", { class: "aw-p-dot", "data-outcome": outcome }),
        h("strong", {}, OUTCOME_WORDS[outcome]),
        h("span", { class: "aw-spring" }),
        h(
          "span",
          { class: "aw-badge", "data-effect": effect },
          effect === "none" ? "left out" : effect,
        ),
      ),
      h("p", { class: "aw-p-why" }, why || OUTCOME_MEANINGS[outcome]),
    );
    const index = this.#index;
    const own = detail ? this.#ownFrame() : -1;
    const confidence = labels.confidence[row] ?? 0;
    this.#facts.replaceChildren(
      fact(
        "Label",
        h("strong", {}, kindWord(labels.kindOf(row))),
        ...(category === null ? [] : [` · ${known?.name ?? category}`]),
      ),
      fact(
        "Was on",
        `frame ${labels.fromFrame[row]} · ${timeInWords(labels.fromSeconds[row] ?? 0)}`,
        h("small", {}, ` of ${releaseName(route?.title ?? null, route?.release_id ?? "")}`),
      ),
      ...(own >= 0 && index
        ? [
            fact(
              "Is on",
              h("strong", { class: "aw-p-at", "data-frame": own }, `frame ${own}`),
              ` · ${timeInWords(index.seconds(index.ptsOf(own)))}`,
              h("small", {}, ` of ${route?.target_name ?? ""}`),
              said.by ? h("em", {}, ` ${nudgeInWords(said.by)}, by you`) : null,
            ),
          ]
        : []),
      fact(
        "Confidence",
        h("meter", { min: 0, max: 1, low: 0.5, high: 0.8, optimum: 1, value: confidence }),
        ` ${confidence.toFixed(2)}`,
      ),
      fact(
        "Picture",
        distance < 0
          ? "not compared"
          : `differs in ${distance} of 64 bits${distance <= 12 ? ": the same drawing" : ""}`,
      ),
      ...(detail && detail.parts.length > 1
        ? [fact("Parts", `${this.#part + 1} of ${detail.parts.length}`)]
        : []),
      ...(detail?.contributor ? [fact("By", detail.contributor)] : []),
    );
  }

  /** How many are left of the outcome that the label under review has. */
  #tellAll(labels: Labels, row: number): void {
    const outcome = row < 0 ? "unmappable" : labels.outcomeOf(row);
    let left = 0;
    for (let one = 0; one < labels.count; one++)
      if (labels.outcomeOf(one) === outcome && labels.effect(one) === "undecided") left++;
    const [accept, reject] = this.#all.children;
    if (accept?.lastChild)
      setText(
        accept.lastChild,
        left ? `Accept all ${number(left)}: ${OUTCOME_WORDS[outcome]}` : "All of this outcome",
      );
    for (const one of [accept, reject]) if (one) setAttribute(one, "disabled", !left);
  }

  #decide(sign: 1 | -1): void {
    const { model, place } = this;
    const { row, labels } = model;
    if (!labels || row < 0) return;
    if (!labels.isOpen(row)) {
      place.refuse("It is nowhere here: there is nothing to decide.");
      return;
    }
    model.decide([row], ({ by }) => ({ sign, by }), sign > 0 ? "accepted" : "rejected");
    place.say(sign > 0 ? "Accepted" : "Rejected");
    if (!model.toUndecided(1) && !model.move(1))
      place.say(`${sign > 0 ? "Accepted" : "Rejected"}: that was the last one`);
  }

  #nudge(by: number): void {
    const { model, place } = this;
    const { labels, row } = model;
    if (!labels?.isOpen(row) || !this.#index || !this.#partShown) {
      place.refuse("It is nowhere here: there is nothing to move.");
      return;
    }
    const own = this.#ownFrame();
    const to = Math.min(this.#index.count - 1, Math.max(0, own + by));
    if (to === own) place.refuse("The release has no frame there.");
    else this.#moveTo(to);
  }

  /** Move the label so that it is on a frame. */
  #moveTo(ordinal: number): void {
    const { model } = this;
    const by = ordinal - this.#ownFrame();
    this.#look = 0;
    if (!by) {
      void this.#showFrame();
      return;
    }
    model.decide([this.#row], (said) => ({ sign: said.sign, by: said.by + by }), "moved");
    const total = model.labels?.said(this.#row).by ?? 0;
    this.place.say(total ? nudgeInWords(total) : "Where it came to");
  }

  #decideOutcome(sign: 1 | -1): void {
    const { model, place } = this;
    const { labels, row } = model;
    if (!labels || row < 0) return;
    const outcome = labels.outcomeOf(row);
    const rows: number[] = [];
    for (let one = 0; one < labels.count; one++)
      if (labels.outcomeOf(one) === outcome && labels.effect(one) === "undecided") rows.push(one);
    const word = sign > 0 ? "accepted" : "rejected";
    const done = model.decide(
      rows,
      ({ by }) => ({ sign, by }),
      `${counted(rows.length, "label")} ${word}`,
    );
    if (!done) {
      place.refuse(`No label “${OUTCOME_WORDS[outcome]}” is undecided.`);
      return;
    }
    place.say(`${counted(rows.length, "label")} ${word}: all “${OUTCOME_WORDS[outcome]}”`);
    model.toUndecided(1);
  }

  #toggleEnd(): void {
    const part = this.#partShown;
    if (part?.end_pts === undefined || part.end_pts === null) {
      this.place.refuse("It stands on one frame: it has no end.");
      return;
    }
    this.#end = !this.#end;
    this.#look = 0;
    this.#middle = -1;
    this.place.say(this.#end ? "Its last frame" : "Its first frame");
    this.#tellAbout();
    void this.#showFrame();
  }

  #nextPart(): void {
    const count = this.#detail?.parts.length ?? 0;
    if (count < 2) {
      this.place.refuse("It is whole: there are no other parts.");
      return;
    }
    this.#part = (this.#part + 1) % count;
    this.#look = 0;
    this.#middle = -1;
    this.place.say(`Part ${this.#part + 1} of ${count}`);
    this.#tellAbout();
    void this.#showFrame();
  }

  #toggle(outcome: Outcome): void {
    const outcomes = new Set(this.model.filter.outcomes);
    if (!outcomes.delete(outcome)) outcomes.add(outcome);
    this.#filter({ outcomes, effect: "" });
  }

  #filter(change: Partial<Filter>): void {
    this.model.setFilter({ ...this.model.filter, ...change });
  }
}
