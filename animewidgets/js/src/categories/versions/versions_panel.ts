import { h, setAttribute, setText } from "../../core/dom";
import { askText } from "../../ui/dialog";
import { stepsBy } from "../../ui/list_keys";
import { searchField } from "../../ui/list_parts";
import { type Community, type PublishedVersion, reasonOf } from "../community";
import { actionButton } from "../community_buttons";
import { type CommunityPlace, communityOf } from "../community_place";
import { counted, when } from "../names";
import { Schema } from "../schema";
import { compose, mapBy, unchanged, type VersionMap } from "../version_map";
import { type DifferenceMode, DifferenceView } from "./difference_view";
import { CLASS_NAMES, CLASSES, Comparison, type LineClass } from "./lines";
import { openMigration } from "./migration_dialog";
import { standingWords } from "./migration_words";
import { DRAFT, fillVersions, versionRow, versionSelect } from "./version_rows";
import { openWaiting } from "./waiting_dialog";

/** Published versions, what is different between two of them, and the way of annotations from one to the other. */
export class VersionsPanel {
  readonly id = "versions";
  readonly label = "Versions";
  readonly root: HTMLElement;
  readonly community: Community;
  #list: HTMLElement;
  #from = versionSelect("Compare this version", () => this.#compare());
  #to = versionSelect("with this one", () => this.#pick(Number(this.#to.value)));
  #chips = h("div", { class: "aw-chips", role: "group", "aria-label": "What is shown" });
  #search: HTMLInputElement;
  #view: DifferenceView;
  #empty = h("p", { class: "aw-diff-empty", role: "status" });
  #standing = h("p", { class: "aw-standing" });
  #maintainers = h("p", { class: "aw-maintainers" });
  #mode: DifferenceMode = "columns";
  #shown = new Set<LineClass>(CLASSES.filter((one) => one !== "same"));
  #comparison: Comparison | null = null;
  #migrate: HTMLButtonElement;
  #waiting: HTMLButtonElement;
  /** What was asked for last: an older answer that comes later is not shown. */
  #asked = "";
  /** Whether the person chose what is compared. */
  #chosen = false;

  constructor(readonly place: CommunityPlace) {
    const { signal } = place;
    this.community = communityOf(place);
    this.#search = searchField(
      () => this.#draw(),
      () => this.focus(),
    );
    this.#view = new DifferenceView(
      {
        annotations: (id) => place.usage(id).annotations,
        open: (ids) => {
          const known = ids.filter((id) => place.draft.schema.has(id));
          if (known.length) place.reveal(known);
          else place.announcer.refuse("It is not in the tree as it is now");
        },
      },
      signal,
    );
    this.#list = h("div", {
      class: "aw-version-list",
      role: "listbox",
      "aria-label": "Versions",
      tabindex: 0,
      onclick: (event: MouseEvent) => this.#choose(event),
      onkeydown: (event: KeyboardEvent) => this.#listKey(event),
    });
    this.#migrate = actionButton(place, "versions.migrate", "playAfter", "Migrate …", () =>
      this.run("versions.migrate"),
    );
    this.#waiting = actionButton(place, "versions.waiting", "warning", "", () =>
      this.run("versions.waiting"),
    );
    const mode = actionButton(place, "versions.mode", "list", "List", () =>
      this.run("versions.mode"),
    );
    const maintainer = actionButton(place, "versions.maintainer", "person", "Add …", () =>
      this.run("versions.maintainer"),
    );
    this.root = h(
      "section",
      { class: "aw-versions", "aria-label": "Versions" },
      h(
        "div",
        { class: "aw-versions-side" },
        this.#list,
        h("div", { class: "aw-versions-foot" }, this.#maintainers, maintainer),
      ),
      h(
        "div",
        { class: "aw-versions-main" },
        h(
          "header",
          { class: "aw-list-bar" },
          h("label", { class: "aw-versions-pick" }, "From ", this.#from),
          h("label", { class: "aw-versions-pick" }, "to ", this.#to),
          h("span", { class: "aw-spring" }),
          mode,
          this.#search,
        ),
        this.#chips,
        this.#empty,
        this.#view.root,
        h(
          "footer",
          { class: "aw-versions-foot" },
          this.#standing,
          h("span", { class: "aw-spring" }),
          this.#waiting,
          this.#migrate,
        ),
      ),
    );
    this.#view.root.addEventListener("keydown", (event) => this.#viewKey(event), { signal });
    this.community.onChange(() => this.root.hidden || this.show());
  }

  /** How many versions the project's annotations are behind. */
  get badge(): string {
    const { newest, standing } = this.community.state;
    const oldest = Math.min(...standing);
    return standing.length && oldest < newest ? `(${newest - oldest} to migrate)` : "";
  }

  show(): void {
    this.#drawList();
    this.#drawFoot();
    this.#compare();
  }

  focus(): void {
    (this.#comparison ? this.#view.root : this.#list).focus({ preventScroll: true });
  }

  run(action: string): boolean {
    switch (action) {
      case "versions.older":
        return this.#go(-1);
      case "versions.newer":
        return this.#go(1);
      case "versions.mode":
        this.#mode = this.#mode === "list" ? "columns" : "list";
        this.place.announcer.say(this.#mode === "list" ? "As a list" : "As two columns");
        this.#draw();
        return true;
      case "community.all":
        this.#toggle("same");
        return true;
      case "versions.migrate":
        openMigration(this.place, this.community, this.#target, () => this.run("versions.waiting"));
        return true;
      case "versions.waiting":
        openWaiting(this.place, this.community);
        return true;
      case "versions.maintainer":
        this.#addMaintainer();
        return true;
      default:
        return false;
    }
  }

  /** The version that a migration leads to: the newer one that is looked at, where it is published. */
  get #target(): number {
    const to = Number(this.#to.value);
    return Number.isFinite(to) && to > 0 ? to : this.community.state.newest;
  }

  get #hasDraft(): boolean {
    return this.place.draft.changes.length > 0;
  }

  #drawList(): void {
    const { versions, trouble } = { ...this.community.state, trouble: this.community.trouble };
    const { draft } = this.place;
    const rows = [...versions].reverse().map((one) => this.#row(one));
    if (this.#hasDraft) {
      const since = draft.base.version ? ` since version ${draft.base.version}` : "";
      rows.unshift(
        versionRow(DRAFT, "Your draft", `${counted(draft.changes.length, "change")}${since}`, ""),
      );
    }
    this.#list.replaceChildren(
      ...rows,
      ...(trouble ? [h("p", { class: "aw-diff-empty", role: "alert" }, trouble)] : []),
      ...(!versions.length && !trouble
        ? [
            h(
              "p",
              { class: "aw-diff-empty" },
              "Nothing is published yet. Publish your draft, and it is version 1.",
            ),
          ]
        : []),
    );
    this.#options();
  }

  #row({ version, person, created_us, note }: PublishedVersion): HTMLElement {
    const { standing } = this.community.state;
    const stands = standing.includes(version) ? "annotations stand on it" : "";
    const who = person ? `${person}, ${when(created_us)}` : when(created_us);
    return versionRow(version, `Version ${version}`, who, note, stands);
  }

  /** What can be compared: any version with a later one, or with the draft. */
  #options(): void {
    const { versions } = this.community.state;
    const numbers = versions.map((one) => one.version);
    const { base } = this.place.draft;
    const latest = this.#hasDraft ? DRAFT : (numbers.at(-1) ?? 0);
    if (!this.#chosen) {
      fillVersions(this.#to, [...numbers, ...(this.#hasDraft ? [DRAFT] : [])], latest);
      fillVersions(this.#from, this.#before(latest), this.#hasDraft ? base.version : latest - 1);
      return;
    }
    const to = this.#to.value === "" ? latest : Number(this.#to.value);
    const kept = to === DRAFT && !this.#hasDraft ? latest : to;
    fillVersions(this.#to, [...numbers, ...(this.#hasDraft ? [DRAFT] : [])], kept);
    fillVersions(this.#from, this.#before(kept), Number(this.#from.value));
  }

  /** The versions that one can be compared with, and nothing at all. */
  #before(to: number): number[] {
    const { base } = this.place.draft;
    const numbers = this.community.state.versions.map((one) => one.version);
    const most = to === DRAFT ? base.version : to - 1;
    return [0, ...numbers.filter((one) => one <= most)];
  }

  #choose(event: Event): void {
    const chosen = (event.target as Element).closest<HTMLElement>("[data-version]");
    if (chosen) this.#pick(Number(chosen.dataset.version));
  }

  /** Compare a version with the one before it. */
  #pick(to: number): void {
    this.#chosen = true;
    this.#to.value = String(to);
    const before = this.#before(to);
    fillVersions(this.#from, before, before.at(-1) ?? 0);
    this.#compare();
  }

  #go(by: number): boolean {
    const all = [...this.#to.options].map((one) => Number(one.value));
    const at = all.indexOf(Number(this.#to.value)) + by;
    const to = all[at];
    if (to === undefined) this.place.announcer.refuse("There is none");
    else this.#pick(to);
    return true;
  }

  #listKey(event: KeyboardEvent): void {
    const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (by === undefined || event.altKey || event.ctrlKey) return;
    event.preventDefault();
    event.stopPropagation();
    this.#go(by);
  }

  #viewKey(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const page = Math.max(1, Math.floor(this.#view.root.clientHeight / 28) - 1);
    const by = stepsBy(event.key, page);
    if (by !== undefined) this.#view.step(by);
    else if (event.key === "Enter") this.#view.enter();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #compare(): void {
    for (const one of this.#list.querySelectorAll<HTMLElement>("[data-version]"))
      setAttribute(one, "aria-selected", String(one.dataset.version === this.#to.value));
    const [from, to] = [Number(this.#from.value), Number(this.#to.value)];
    if (this.#to.value === "") {
      this.#comparison = null;
      this.#draw();
      return;
    }
    const { draft } = this.place;
    const asked = `${from} ${to} ${to === DRAFT ? draft.changes.length : ""}`;
    this.#asked = asked;
    void this.#compared(from, to)
      .then((comparison) => {
        if (this.#asked !== asked || this.place.signal.aborted) return;
        this.#comparison = comparison;
        this.#draw();
      })
      .catch((error: unknown) => {
        if (this.#asked === asked && !this.place.signal.aborted)
          this.place.announcer.refuse(reasonOf(error));
      });
  }

  async #compared(from: number, to: number): Promise<Comparison> {
    const { draft } = this.place;
    if (to === DRAFT) {
      const own = mapBy(draft.base, draft.changes);
      if (from === draft.base.version) return new Comparison(draft.base, draft.schema, own);
      const old = await this.#schema(from);
      return new Comparison(
        old,
        draft.schema,
        compose(await this.#map(from, draft.base.version), own),
      );
    }
    const [old, now, map] = await Promise.all([
      this.#schema(from),
      this.#schema(to),
      this.#map(from, to),
    ]);
    return new Comparison(old, now, map);
  }

  #schema(version: number): Promise<Schema> {
    if (version > 0) return this.community.schema(version);
    return Promise.resolve(new Schema(this.place.draft.base.schemaId, 0, []));
  }

  async #map(from: number, to: number): Promise<VersionMap> {
    return from > 0 ? this.community.map(from, to) : unchanged(await this.#schema(0));
  }

  #toggle(one: LineClass): void {
    if (!this.#shown.delete(one)) this.#shown.add(one);
    this.#draw();
  }

  #draw(): void {
    const comparison = this.#comparison;
    this.#chips.hidden = this.#view.root.hidden = !comparison;
    if (!comparison) {
      setText(this.#empty, "");
      return;
    }
    this.#chips.replaceChildren(
      ...CLASSES.filter((one) => comparison.counts[one]).map((one) =>
        h(
          "button",
          {
            type: "button",
            class: "aw-chip",
            "data-class": one,
            "aria-pressed": String(this.#shown.has(one)),
            onclick: () => this.#toggle(one),
          },
          `${comparison.counts[one].toLocaleString("en")} ${CLASS_NAMES[one]}`,
        ),
      ),
    );
    const lines = comparison.filtered(this.#shown, this.#search.value);
    this.#view.show(comparison, lines, this.#mode);
    const different = comparison.lines.length - comparison.counts.same;
    const why = lines.length
      ? ""
      : different
        ? "Nothing of what is shown has this name."
        : "The two are the same, but for the order of categories.";
    setText(this.#empty, why);
    this.#empty.hidden = !why;
    setText(
      this.root.querySelector("[data-action='versions.mode'] span") as Node,
      this.#mode === "list" ? "Columns" : "List",
    );
  }

  #drawFoot(): void {
    const { standing, newest, waiting, maintainers, project } = this.community.state;
    const on = [...standing].sort((a, b) => a - b);
    const [oldest] = on;
    setText(this.#standing, standingWords(project, on, newest));
    this.#migrate.hidden = oldest === undefined || newest === 0;
    this.#migrate.classList.toggle("aw-main-button", oldest !== undefined && oldest < newest);
    this.#waiting.hidden = !waiting;
    setText(
      this.#waiting.querySelector("span") as Node,
      `${counted(waiting, "annotation")} without a category …`,
    );
    setText(
      this.#maintainers,
      maintainers.length
        ? `Maintained by ${maintainers.join(", ")}`
        : "Whoever publishes first maintains it.",
    );
    const add = this.root.querySelector<HTMLElement>("[data-action='versions.maintainer']");
    if (add) add.hidden = !this.community.state.maintainer || !maintainers.length;
  }

  #addMaintainer(): void {
    const { maintainer } = this.community.state;
    if (!maintainer) {
      this.place.announcer.refuse("Only who maintains the schema can name another maintainer");
      return;
    }
    this.place.dialog((closed) =>
      askText(
        this.place.root,
        "Add a maintainer",
        "Login of the person",
        "",
        (text) => {
          const person = text.trim();
          if (!person) return "Write the login of a person";
          void this.community
            .act("schema.add_maintainer", { person })
            .then(() => this.place.announcer.say(`${person} maintains the schema, too`))
            .catch((error: unknown) => this.place.announcer.refuse(reasonOf(error)));
          return null;
        },
        closed,
      ),
    );
  }
}
