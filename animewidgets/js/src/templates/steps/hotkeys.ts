import { CANVAS } from "../../canvas/actions";
import type { ActionBook } from "../../core/action_book";
import { h } from "../../core/dom";
import type { KeyOverrides } from "../../core/settings";
import { TIMELINE } from "../../timeline/keymaps";
import { KeySettings } from "../../ui/key_settings";
import type { TemplateJson } from "../draft";
import { type FormHost, problemSlot, type Step } from "../form";
import { categoriesOf, pageOf, tableAt } from "../read";

const bookOf = (document: TemplateJson): ActionBook<string> =>
  (pageOf(document) === "shapes" ? CANVAS : TIMELINE) as unknown as ActionBook<string>;

function keysOf(document: TemplateJson): KeyOverrides {
  return Object.fromEntries(
    Object.entries(tableAt(document, "hotkeys")).flatMap(([action, keys]) =>
      Array.isArray(keys) ? [[action, keys.filter((one) => typeof one === "string")]] : [],
    ),
  );
}

export const hotkeys: Step = {
  id: "hotkeys",
  title: "Keys of the page",
  icon: "keys",
  about:
    "Keys that actions have in this template, instead of the usual ones. What a person chose for themselves goes before them.",
  fields: ["hotkeys"],
  summary(document) {
    const count = Object.keys(keysOf(document)).length;
    return count ? `${count} changed` : "the usual ones";
  },
  draw(host: FormHost) {
    const categories = categoriesOf(host.document);
    const settings = new KeySettings(
      bookOf(host.document),
      { keyMap: "animewidgets", keys: keysOf(host.document) },
      categories,
      {
        changed: ({ keys }) =>
          host.type(["hotkeys"], Object.keys(keys).length ? mutable(keys) : undefined, "Keys"),
        close: () => {},
      },
    );
    const { root } = settings;
    root.classList.add("aw-t-keys");
    // It stands in the form instead of lying over it.
    root.setAttribute("role", "group");
    root.removeAttribute("aria-modal");
    root.setAttribute("aria-label", "Keys of the page");
    return [problemSlot(["hotkeys"]), h("div", { class: "aw-t-keys-place" }, root)];
  },
};

const mutable = (keys: KeyOverrides): { [action: string]: string[] } =>
  Object.fromEntries(Object.entries(keys).map(([action, all]) => [action, [...all]]));
