import { h } from "../../core/dom";
import { newId } from "../../core/id";
import { showKey } from "../../core/key_names";
import { safeColour } from "../../ui/colours";
import { put } from "../draft";
import {
  button,
  type FormHost,
  field,
  placeOf,
  problemSlot,
  rowButtons,
  type Step,
  textField,
} from "../form";
import { asOwn, isOwn, namesIn, rowsOf, withCategories, withoutCategory } from "../own_schema";
import { categoriesOf, numberAt, textAt } from "../read";

/** So many are drawn; the rest is counted. */
const MOST_SHOWN = 200;

/** The schema of the store or the gallery that the template takes. */
function chooser(host: FormHost): HTMLElement {
  const { document, hello } = host;
  const id = textAt(document, "categories", "schema_id");
  const version = numberAt(document, "categories", "version");
  const told = (one: { schema_id: string; version: number; categories: number }) =>
    `${one.schema_id} · version ${one.version} · ${one.categories} ${one.categories === 1 ? "category" : "categories"}`;
  const value = (one: { schema_id: string; version: number | null }) =>
    `${one.schema_id}\n${one.version}`;
  const known = hello.schemas.some((one) => one.schema_id === id && one.version === version);
  const choose = h(
    "select",
    {
      class: "aw-select",
      "data-focus": "categories",
      onchange: () => {
        const [schema_id, number] = choose.value.split("\n");
        if (schema_id) void take(host, schema_id, Number(number));
      },
    },
    known
      ? null
      : h(
          "option",
          { value: "" },
          isOwn(document) ? "Your own list, below" : `${id || "none"} · version ${version ?? "?"}`,
        ),
    ...(["store", "gallery"] as const).flatMap((from) => {
      const those = hello.schemas.filter((one) => one.from === from);
      return those.length
        ? [
            h(
              "optgroup",
              { label: from === "store" ? "Of this store" : "Of the gallery" },
              ...those.map((one) => h("option", { value: value(one) }, told(one))),
            ),
          ]
        : [];
    }),
  );
  choose.value = known ? value({ schema_id: id, version }) : "";
  return field("Schema", ["categories", "schema_id"], choose, {
    hint: "A schema has versions, so that labels made with an older one stay what they were.",
  });
}

/** The categories as they are shown on the page: colour, key, name; children further in. */
function shown(host: FormHost): HTMLElement {
  const all = categoriesOf(host.document);
  const parents = new Map(all.map((one) => [one.category_id, one.parent]));
  const depth = (id: string | null): number => {
    let n = 0;
    for (let at = parents.get(id ?? ""); at && n < 8; at = parents.get(at)) n++;
    return n;
  };
  return h(
    "ul",
    { class: "aw-t-categories", "aria-label": "Categories of the schema" },
    ...all
      .slice(0, MOST_SHOWN)
      .map((one) =>
        h(
          "li",
          { style: `padding-inline-start:${depth(one.category_id) * 16}px`, dir: "auto" },
          h("i", { class: "aw-swatch", style: `background:${safeColour(one.colour, "#888888")}` }),
          h("span", {}, one.name),
          one.hotkey ? h("kbd", {}, showKey(one.hotkey)) : null,
        ),
      ),
    all.length > MOST_SHOWN ? h("li", {}, `and ${all.length - MOST_SHOWN} more`) : null,
  );
}

/** One's own categories, to be changed in place. */
function own(host: FormHost): HTMLElement {
  const rows = rowsOf(host.document);
  const path = (n: number, name: string) => ["categories", "categories", n, name];
  return h(
    "div",
    { class: "aw-t-own", "data-place": "categories.categories" },
    ...rows.slice(0, MOST_SHOWN).map((row, n) => {
      const name = textAt(row, "name");
      const colour = h("input", {
        type: "color",
        class: "aw-t-colour",
        value: safeColour(textAt(row, "colour"), "#888888"),
        "aria-label": `Colour of ${name || `category ${n + 1}`}`,
        "data-focus": placeOf(path(n, "colour")),
        // Dragging about in the palette is one gesture.
        oninput: () => host.type(path(n, "colour"), colour.value, "Colour of a category"),
      });
      const text = textField(host, path(n, "name"), "Name of a category", {
        most: 200,
        optional: false,
      });
      text.setAttribute("aria-label", `Name of category ${n + 1}`);
      text.addEventListener("keydown", (event) => {
        if ((event as KeyboardEvent).key !== "Enter") return;
        event.preventDefault();
        host.focusNext("categories add");
        host.redraw();
      });
      const key = textField(host, path(n, "hotkey"), "Key of a category", { most: 20 });
      key.classList.add("aw-t-hotkey");
      key.placeholder = "key";
      key.setAttribute("aria-label", `Key of ${name || `category ${n + 1}`}`);
      const buttons = rowButtons(
        host,
        ["categories", "categories"],
        n,
        name || `category ${n + 1}`,
      );
      const remove = buttons.querySelector("button:last-child");
      const drop = button(
        "",
        () => {
          host.focusNext("categories add");
          host.change(withoutCategory(host.document, n), `Take ${name} away`);
        },
        { icon: "delete", label: `Take ${name || `category ${n + 1}`} away` },
      );
      remove?.replaceWith(drop);
      return h(
        "div",
        { class: "aw-t-row", "data-place": placeOf(path(n, "").slice(0, -1)) },
        colour,
        text,
        key,
        buttons,
        h("p", { class: "aw-t-why", role: "alert" }),
      );
    }),
    rows.length > MOST_SHOWN
      ? h(
          "p",
          { class: "aw-t-hint" },
          `and ${rows.length - MOST_SHOWN} more: change them in the category designer.`,
        )
      : null,
    adder(host),
    h("p", { class: "aw-t-why", role: "alert" }),
  );
}

/** Where more are typed: Enter adds, a pasted list adds all of it. */
function adder(host: FormHost): HTMLElement {
  const add = (text: string) => {
    const names = namesIn(text);
    if (!names.length) return;
    const document = isOwn(host.document)
      ? host.document
      : asOwn(host.document, newId().slice(0, 8));
    const before = isOwn(host.document) ? rowsOf(host.document) : [];
    const rows = withCategories(before, names);
    const more = rows.length - before.length;
    if (!more) return host.refuse(`${names.join(", ")}: there is that already.`);
    host.focusNext("categories add");
    const next = put(document, ["categories", "categories"], rows);
    host.change(
      isOwn(host.document) ? next : put(next, ["categories", "groups"], undefined),
      more === 1 ? `Add ${names[0]}` : `Add ${more} categories`,
    );
  };
  const input = h("input", {
    class: "aw-input",
    type: "text",
    dir: "auto",
    autocomplete: "off",
    placeholder: isOwn(host.document)
      ? "Another category; Enter adds, commas add several"
      : "Or type your own: face, hand, eye; Enter",
    "aria-label": "Add categories",
    "data-focus": "categories add",
    onkeydown: (event: KeyboardEvent) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      add(input.value);
    },
    onpaste: (event: ClipboardEvent) => {
      const text = event.clipboardData?.getData("text") ?? "";
      if (!text.includes("\n")) return;
      event.preventDefault();
      add(text);
    },
  });
  return h(
    "div",
    { class: "aw-t-row aw-t-adder" },
    input,
    button("Add", () => add(input.value), { icon: "zoomIn" }),
  );
}

/** A newer version of the schema that the template takes, where there is one. */
function newer(host: FormHost): HTMLElement | null {
  const id = textAt(host.document, "categories", "schema_id");
  const version = numberAt(host.document, "categories", "version") ?? 0;
  const [found] = host.hello.schemas
    .filter((one) => one.schema_id === id && one.from === "store")
    .filter((one) => one.version > version)
    .sort((a, b) => b.version - a.version);
  if (!found) return null;
  return h(
    "p",
    { class: "aw-t-told aw-t-row" },
    `Version ${found.version} of these categories is published, and the template takes version ${version}.`,
    button(`Take version ${found.version}`, () => void take(host, id, found.version), {
      icon: "accept",
      focus: "categories newer",
    }),
  );
}

async function take(host: FormHost, schema_id: string, version: number): Promise<void> {
  try {
    const { schema } = await host.model.ask<{ schema: { [key: string]: string } }>("schema.get", {
      schema_id,
      version,
    });
    host.choose(["categories"], schema, `Categories: ${schema_id}, version ${version}`);
  } catch (error) {
    host.refuse(error instanceof Error ? error.message : String(error));
    host.redraw();
  }
}

export const categories: Step = {
  id: "categories",
  title: "Categories",
  icon: "tag",
  about: "What a label may say, in which colour, by which key.",
  fields: ["categories"],
  summary(document) {
    const all = categoriesOf(document);
    return all.length
      ? all.length > 3
        ? `${all.length} categories`
        : all.map((one) => one.name).join(", ")
      : "none yet";
  },
  draw(host) {
    const mine = isOwn(host.document);
    const count = categoriesOf(host.document).length;
    return [
      problemSlot(["categories"]),
      chooser(host),
      newer(host),
      h(
        "div",
        { class: "aw-t-row" },
        mine
          ? null
          : button(
              "Change these here",
              () =>
                host.change(
                  asOwn(host.document, newId().slice(0, 8)),
                  "Make the categories one’s own",
                ),
              {
                icon: "copy",
                label: "Make these categories the template’s own, and change them here",
              },
            ),
        button("Open in the category designer", () => host.run("template.designCategories"), {
          icon: "list",
          label:
            "Attributes, groups, skeletons, translations, versions: open these categories in the category designer",
          focus: "categories design",
        }),
      ),
      mine ? own(host) : shown(host),
      mine ? null : adder(host),
      count
        ? null
        : h(
            "p",
            { class: "aw-t-hint" },
            "Without categories labels say no more than that something is there.",
          ),
    ].filter((one) => one !== null);
  },
};
