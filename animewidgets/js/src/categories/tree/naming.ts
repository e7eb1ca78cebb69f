import { spread } from "../details/palette";
import type { NameField } from "./name_field";
import { addList, identityFor, readList, tidyName } from "./names";
import type { NewPlace } from "./outline";
import { nameIn } from "./rows";
import { only } from "./selection";
import type { TreePanel } from "./tree_panel";

/** What is being typed: another name of a category, or that of a new one. */
export type Named = { readonly renames: string } | { readonly makes: NewPlace };

/** Names that are typed into the tree: of categories that are there, and of new ones, one after the other. */
export class Naming {
  /** What is being typed now, or `null`. */
  now: Named | null = null;

  constructor(
    readonly panel: TreePanel,
    readonly field: NameField,
  ) {}

  /** Take what is being typed, as when the field is left. */
  settle(): void {
    if (this.now) this.field.leave();
  }

  /** Stop where what is renamed, or what a new one would lie below, is there no more. */
  check(): void {
    const { now, panel } = this;
    if (!now) return;
    const needed = "renames" in now ? now.renames : now.makes.parent;
    if (needed !== null && !panel.schema.has(needed)) this.#stop();
  }

  rename(id: string): void {
    const category = this.panel.schema.get(id);
    if (!category) return;
    this.panel.outline.reveal(this.panel.schema, [id]);
    this.now = { renames: id };
    const { language } = this.panel.place;
    this.field.begin(nameIn(category, language), {
      enter: (text) => {
        this.#stop();
        this.renameTo(id, text);
        this.panel.show();
        this.panel.focus();
      },
      indent: (text, step) => {
        this.renameTo(id, text);
        this.panel.run(step > 0 ? "categories.moveIn" : "categories.moveOut");
        this.panel.show();
      },
      paste: (text) => {
        this.#stop();
        this.pasteList(text);
      },
      escape: () => {
        this.#stop();
        this.panel.show();
        this.panel.focus();
      },
      left: (text) => {
        if (!document.hasFocus()) return;
        this.#stop();
        this.renameTo(id, text);
        this.panel.redraw();
      },
    });
    this.panel.select(only(id));
    this.panel.show();
  }

  /** Another name, in the language that is shown. */
  renameTo(id: string, text: string): void {
    const name = tidyName(text);
    const category = this.panel.schema.get(id);
    if (!category) return;
    if (name === null) {
      this.panel.place.announcer.refuse("A category needs a name: it keeps the one that it has.");
      return;
    }
    const { language } = this.panel.place;
    if (name === nameIn(category, language)) return;
    const said = `“${nameIn(category, language)}” is called “${name}” now`;
    if (language === null) {
      this.panel.place.take([{ op: "edit", category_id: id, set: { name } }], said);
      return;
    }
    const others = category.translations ?? [];
    const known = others.find((one) => one.language === language);
    const translations = known
      ? others.map((one) => (one === known ? { ...one, name } : one))
      : [...others, { language, name }];
    this.panel.place.take([{ op: "edit", category_id: id, set: { translations } }], said);
  }

  /** Begin to type the name of a new category; each Enter makes it and goes on to the next. */
  add(makes: NewPlace, text = ""): void {
    if (this.panel.outline.filter) {
      this.panel.outline.filter = "";
      this.panel.outline.touch();
    }
    if (makes.parent !== null) {
      this.panel.outline.reveal(this.panel.schema, [makes.parent]);
      if (this.panel.outline.folded.delete(makes.parent)) this.panel.outline.touch();
    }
    this.now = { makes };
    this.field.begin(text, {
      enter: (typed) => {
        const made = this.#make(makes, typed);
        if (made) this.add(makes);
        else this.#done();
      },
      indent: (typed, step) => {
        const deeper = step > 0 ? this.#deeper(makes) : this.#shallower(makes);
        if (deeper) this.add(deeper, typed);
      },
      paste: (list) => this.#makeList(makes, list),
      escape: () => this.#done(),
      left: (typed) => {
        if (!document.hasFocus()) return;
        this.#stop();
        this.#make(makes, typed);
        this.panel.redraw();
      },
    });
    this.panel.show();
  }

  /** A new category after the one that is active, or below it. */
  addAt(below: boolean): void {
    const active = this.panel.schema.get(this.panel.selection.active ?? "");
    if (!active) this.add({ parent: null, before: null });
    else if (below) this.add({ parent: active.category_id, before: null });
    else this.add({ parent: active.parent, before: this.#next(active.category_id) });
  }

  #done(): void {
    this.#stop();
    this.panel.show();
    this.panel.focus();
  }

  #stop(): void {
    this.now = null;
    this.field.close();
  }

  #next(id: string): string | null {
    const siblings = this.panel.schema.children(this.panel.schema.get(id)?.parent ?? null);
    return siblings[siblings.findIndex((one) => one.category_id === id) + 1]?.category_id ?? null;
  }

  #deeper({ parent, before }: NewPlace): NewPlace | null {
    const siblings = this.panel.schema.children(parent).map((one) => one.category_id);
    const until = before === null ? siblings.length : siblings.indexOf(before);
    const above = siblings[until - 1];
    return above === undefined ? null : { parent: above, before: null };
  }

  #shallower({ parent }: NewPlace): NewPlace | null {
    if (parent === null) return null;
    return { parent: this.panel.schema.get(parent)?.parent ?? null, before: this.#next(parent) };
  }

  #make(makes: NewPlace, text: string): boolean {
    const name = tidyName(text);
    if (name === null) return false;
    const category_id = identityFor(name, (id) => this.panel.place.isTaken(id));
    const [colour = "#888888"] = spread(1, this.#coloursBeside(makes.parent));
    const category = { category_id, name, colour, hotkey: null, parent: makes.parent };
    const made = this.panel.place.take(
      [{ op: "add", category, before: makes.before }],
      `“${name}” is added`,
    );
    if (made) this.panel.selection = only(category_id);
    return made;
  }

  #makeList(makes: NewPlace, text: string): void {
    const list = readList(text);
    if (!list.length) return;
    const colours = spread(Math.min(list.length, 200), this.#coloursBeside(makes.parent));
    const { changes, ids } = addList(
      list,
      makes,
      (id) => this.panel.place.isTaken(id),
      (n) => colours[n % colours.length] as string,
    );
    this.#stop();
    const said =
      list.length === 1 ? "One category is added" : `${list.length} categories are added`;
    if (this.panel.place.take(changes, said)) this.panel.reveal(ids.slice(0, 1));
    this.panel.show();
    this.panel.focus();
  }

  /** Put a list of names after what is active. */
  pasteList(text: string): void {
    const active = this.panel.schema.get(this.panel.selection.active ?? "");
    this.#makeList(
      active
        ? { parent: active.parent, before: this.#next(active.category_id) }
        : { parent: null, before: null },
      text,
    );
  }

  #coloursBeside(parent: string | null): string[] {
    const siblings = this.panel.schema.children(parent);
    return (siblings.length ? siblings : this.panel.schema.categories.slice(-20)).map(
      (one) => one.colour,
    );
  }
}
