import { h, setAttribute, setText } from "../../core/dom";
import { openDialog } from "../../ui/dialog";
import { stepsBy } from "../../ui/list_keys";
import { type RowLine, RowWindow } from "../../ui/row_window";
import { CategoryPicker } from "../category_picker";
import { type Community, type Recategorised, reasonOf, type WaitingLabel } from "../community";
import type { CommunityPlace } from "../community_place";
import { FramePictures } from "../frame_pictures";
import { counted, quoted } from "../names";
import type { Schema } from "../schema";

/** The first of the choices have the keys 1 to 9. */
const KEYED = 9;

interface Line extends RowLine {
  cells: HTMLElement[];
}

/** The annotations that a migration left without a category, and a way to give them one. */
export function openWaiting(place: CommunityPlace, community: Community): void {
  place.dialog((closed) => {
    const life = new AbortController();
    const dialog = openDialog(
      place.root,
      "Choose categories",
      (close) => [new WaitingList(place, community, close, life.signal).root],
      () => {
        life.abort();
        closed();
      },
    );
    dialog.root.classList.add("aw-dialog-large");
    dialog.root.querySelector<HTMLElement>(".aw-rows")?.focus();
    return dialog;
  });
}

class WaitingList {
  readonly root: HTMLElement;
  #said = h("p", { class: "aw-hint", role: "status" }, "Looking …");
  #choices = h("div", { class: "aw-waiting-choices" });
  #picture = h("img", { class: "aw-waiting-picture", alt: "", hidden: true });
  #rows: RowWindow<Line>;
  #pictures: FramePictures;
  #items: readonly WaitingLabel[] = [];
  #total = 0;
  #schema: Schema | null = null;
  #selected = new Set<number>();
  #at = 0;
  /** From where a selection goes on. */
  #anchor = 0;

  constructor(
    readonly place: CommunityPlace,
    readonly community: Community,
    readonly close: () => void,
    signal: AbortSignal,
  ) {
    const releases = new Set((place.hello.releases ?? []).map((one) => one.release_id));
    this.#pictures = new FramePictures(place.channel, releases, signal, 180);
    this.#rows = new RowWindow<Line>(
      "Annotations without a category",
      () => {
        const cells = Array.from({ length: 4 }, () => h("span", {}));
        const root = h("div", { class: "aw-row aw-waiting-row", role: "option" }, ...cells);
        return { root, cells };
      },
      (line, at) => this.#write(line, at),
      signal,
    );
    setAttribute(this.#rows.root, "aria-multiselectable", "true");
    this.#rows.root.addEventListener("keydown", (event) => this.#key(event), { signal });
    this.#rows.sheet.addEventListener("click", (event) => this.#click(event), { signal });
    this.root = h(
      "div",
      { class: "aw-dialog-body" },
      this.#said,
      h("div", { class: "aw-waiting-main" }, this.#rows.root, this.#picture),
      this.#choices,
      h(
        "p",
        { class: "aw-hint" },
        "Shift and Ctrl select several, Ctrl A all. The keys 1 to 9 choose; the annotation gets a new version, as by any edit.",
      ),
    );
    void this.#load();
  }

  async #load(): Promise<void> {
    try {
      const { total, items } = await this.community.waiting();
      const { standing } = this.community.state;
      this.#schema ??= await this.community.schema(Math.max(...standing));
      this.#items = items;
      this.#total = total;
      this.#at = Math.min(this.#at, Math.max(0, items.length - 1));
      this.#selected = items.length ? new Set([this.#at]) : new Set();
      this.#rows.count = items.length;
      this.#draw();
    } catch (error) {
      setText(this.#said, reasonOf(error));
    }
  }

  #draw(): void {
    const shown = this.#items.length;
    setText(
      this.#said,
      this.#total === 0
        ? "Every annotation has a category."
        : `${counted(this.#total, "annotation")} of ${quoted(this.place.hello.project)} ${this.#total === 1 ? "has" : "have"} no category since a migration.` +
            (shown < this.#total ? ` These are the first ${shown.toLocaleString("en")}.` : ""),
    );
    this.#rows.show(this.#at, true);
    this.#drawChoices();
    void this.#drawPicture();
  }

  #write({ root, cells }: Line, at: number): void {
    const item = this.#items[at];
    if (!item) return;
    const place = item.frame === null ? `tick ${item.pts}` : `frame ${item.frame}`;
    const said = [
      item.was_name,
      item.kind,
      `${place} (${item.seconds.toFixed(2)} s)`,
      item.release,
    ];
    for (const [n, text] of said.entries()) setText(cells[n] as HTMLElement, text);
    setAttribute(root, "aria-selected", String(this.#selected.has(at)));
    setAttribute(root, "data-current", at === this.#at);
    setAttribute(root, "title", said.join(", "));
    setAttribute(root, "data-annotation", item.annotation_id);
  }

  #drawChoices(): void {
    const schema = this.#schema;
    const items = this.#chosen;
    if (!schema || !items.length) {
      this.#choices.replaceChildren();
      return;
    }
    const common = (items[0]?.choices ?? []).filter(
      (id) => schema.has(id) && items.every((one) => one.choices.includes(id)),
    );
    const button = (id: string, n: number) => {
      const one = schema.get(id);
      const swatch = h("span", { class: "aw-swatch" });
      swatch.style.background = one?.colour ?? "";
      return h(
        "button",
        {
          type: "button",
          class: "aw-button aw-wide",
          "data-choice": id,
          onclick: () => void this.#give(id),
        },
        swatch,
        h("bdi", {}, one?.name ?? id),
        n < KEYED ? h("kbd", {}, String(n + 1)) : null,
      );
    };
    const picker = new CategoryPicker({
      label: common.length ? "or another one" : "Category",
      schema,
      changed: (id) => id && void this.#give(id),
    });
    this.#choices.replaceChildren(
      h("span", {}, items.length > 1 ? `All ${items.length.toLocaleString("en")}:` : "This one:"),
      ...common.map(button),
      picker.root,
    );
  }

  async #drawPicture(): Promise<void> {
    const item = this.#items[this.#at];
    const url = item ? await this.#pictures.picture(item) : null;
    if (item !== this.#items[this.#at]) return;
    this.#picture.hidden = url === null;
    if (url) setAttribute(this.#picture, "src", url);
  }

  get #chosen(): WaitingLabel[] {
    return [...this.#selected].sort((a, b) => a - b).flatMap((at) => this.#items[at] ?? []);
  }

  async #give(category: string): Promise<void> {
    const schema = this.#schema;
    const items = this.#chosen.map(({ annotation_id, version }) => ({ annotation_id, version }));
    if (!items.length || !schema) return;
    try {
      const { done, refused } = await this.community.act<Recategorised>("migration.recategorise", {
        items,
        category,
      });
      const name = quoted(schema.get(category)?.name ?? category);
      const [first] = refused;
      if (first)
        this.place.announcer.refuse(
          `${counted(refused.length, "annotation")} could not become ${name}: ${first.message}`,
        );
      else this.place.announcer.say(`${counted(done.length, "annotation")} became ${name}`);
      await this.#load();
      if (first) setText(this.#said, `${this.#said.textContent} ${first.message}`);
    } catch (error) {
      this.place.announcer.refuse(reasonOf(error));
      setText(this.#said, reasonOf(error));
    }
    this.#rows.root.focus();
  }

  #click(event: MouseEvent): void {
    const at = this.#rows.rowOf(event);
    if (at < 0) return;
    this.#go(at, event.shiftKey, event.ctrlKey || event.metaKey);
  }

  #go(to: number, extend: boolean, toggle = false): void {
    this.#at = Math.max(0, Math.min(this.#items.length - 1, to));
    if (extend) {
      const [low, high] = [Math.min(this.#anchor, this.#at), Math.max(this.#anchor, this.#at)];
      this.#selected = new Set(Array.from({ length: high - low + 1 }, (_, n) => low + n));
    } else {
      this.#anchor = this.#at;
      if (!toggle) this.#selected = new Set([this.#at]);
      else if (!this.#selected.delete(this.#at)) this.#selected.add(this.#at);
    }
    this.#draw();
  }

  #key(event: KeyboardEvent): void {
    const page = 12;
    const by = stepsBy(event.key, page);
    const digit = /^[1-9]$/.test(event.key) ? Number(event.key) : 0;
    if (by !== undefined) this.#go(this.#at + by, event.shiftKey);
    else if (event.key.toLowerCase() === "a" && (event.ctrlKey || event.metaKey)) {
      this.#selected = new Set(this.#items.keys());
      this.#draw();
    } else if (digit) {
      const choice = this.#choices.querySelectorAll<HTMLElement>("[data-choice]")[digit - 1];
      if (choice?.dataset.choice) void this.#give(choice.dataset.choice);
    } else if (event.key === "Enter")
      this.#choices.querySelector<HTMLInputElement>(".aw-pick input")?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
