import { h, setAttribute, setText } from "../../core/dom";
import { showKey } from "../../core/key_names";
import { canonicalKey, keyOf, whyNotBound } from "../../core/keys";
import type { Category } from "../../core/wire";
import type { CategoriesAction } from "../actions";
import { claims, listed } from "../problems";
import { section, small } from "./fields";
import type { DetailsPlace, Section } from "./section";

/** The hotkey: press it. Who else has it is told here, and beside both in the tree. */
export class HotkeySection implements Section {
  readonly root: HTMLElement;
  readonly #cap = h("button", {
    type: "button",
    class: "aw-cat-key",
    "data-field": "hotkey",
    onclick: () => this.listen(),
  });
  readonly #why = h("p", { class: "aw-field-why", role: "alert" });
  readonly #clear: HTMLButtonElement;
  readonly #free: HTMLButtonElement;
  #listening = false;

  constructor(readonly place: DetailsPlace) {
    this.#clear = small("No key", "No key", () => this.#set(null));
    this.#free = small("The next digit or letter that is free", "Next free", () =>
      this.#takeFree(),
    );
    this.#cap.addEventListener("keydown", (event) => this.#pressed(event));
    this.#cap.addEventListener("blur", () => this.#stop());
    this.root = section(
      "Hotkey",
      "hotkey",
      [],
      h("div", { class: "aw-cat-line" }, this.#cap, this.#clear, this.#free),
      this.#why,
    );
  }

  show(category: Category): void {
    if (this.#listening) return;
    const { hotkey } = category;
    setText(this.#cap, hotkey === null ? "Press a key …" : showKey(hotkey));
    setAttribute(this.#cap, "data-key", hotkey);
    setAttribute(
      this.#cap,
      "aria-label",
      hotkey === null ? "No key: choose one" : `Key ${hotkey}: choose another`,
    );
    setAttribute(this.#clear, "hidden", hotkey === null);
    const { designer } = this.place;
    const problems = designer.problems
      .get(category.category_id)
      ?.filter((one) => one.kind === "hotkey" || one.kind === "editor-key");
    setText(this.#why, problems?.map((one) => one.text).join(" ") ?? "");
  }

  run(action: CategoriesAction): boolean {
    if (action !== "categories.hotkey") return false;
    this.listen();
    return true;
  }

  /** The next key that is pressed is that of the category. */
  listen(): void {
    if (!this.place.category) return;
    this.#listening = true;
    this.#cap.focus();
    setText(this.#cap, "Press the key now …");
    setAttribute(this.#cap, "data-listening", true);
    setText(this.#why, "Esc leaves it as it is, ⌫ takes it away.");
  }

  #pressed(event: KeyboardEvent): void {
    if (!this.#listening) return;
    if (event.key === "Tab") return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") {
      this.#stop();
      this.place.leave();
      return;
    }
    if (event.key === "Backspace" || event.key === "Delete") {
      this.#stop();
      this.#set(null);
      this.place.leave();
      return;
    }
    const key = keyOf(event);
    if (key === null) return;
    const refused = whyNotBound(key);
    if (refused) {
      setText(this.#why, refused);
      return;
    }
    this.#stop();
    this.#set(key);
    this.place.leave();
  }

  #set(hotkey: string | null): void {
    const { category, designer } = this.place;
    if (!category || hotkey === category.hotkey) return;
    const others = hotkey === null ? [] : this.#claimants(hotkey, category);
    const said = hotkey === null ? "It has no key" : `Its key is ${showKey(hotkey)}`;
    const warned = others.length ? `${said}, which is also that of ${listed(others)}` : said;
    if (this.place.set({ hotkey }, warned) && others.length) designer.announcer.refuse(warned);
  }

  #claimants(hotkey: string, category: Category): string[] {
    return (claims(this.place.designer.draft.schema).get(canonicalKey(hotkey)) ?? [])
      .filter((one) => one.category_id !== category.category_id)
      .map((one) => one.name);
  }

  #takeFree(): void {
    const { designer } = this.place;
    const taken = claims(designer.draft.schema);
    const free = [..."123456789", ..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"].find(
      (key) => !taken.has(canonicalKey(key)) && designer.editorKeys(key) === null,
    );
    if (free) this.#set(free);
    else designer.announcer.refuse("No digit or letter is free: press one with Shift or Alt.");
  }

  #stop(): void {
    if (!this.#listening) return;
    this.#listening = false;
    setAttribute(this.#cap, "data-listening", null);
    setText(this.#why, "");
    if (this.place.category) this.show(this.place.category);
  }
}
