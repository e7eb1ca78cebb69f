import { h } from "../../core/dom";
import { button, type FormHost, field, rowButtons, type Step, textField } from "../form";
import { numberAt, tableAt, textAt, textsAt } from "../read";

const LICENCES = [
  "CC0-1.0",
  "CC-BY-4.0",
  "CC-BY-SA-4.0",
  "CC-BY-NC-4.0",
  "CC-BY-NC-SA-4.0",
  "Apache-2.0",
  "All rights reserved",
];

function authors(host: FormHost): HTMLElement {
  const names = textsAt(host.document, "authors");
  const add = () => {
    host.focusNext(`authors[${names.length}]`);
    host.choose(["authors"], [...names, ""], "Add an author");
  };
  return h(
    "fieldset",
    { class: "aw-t-set", "data-place": "authors" },
    h("legend", {}, "Authors"),
    ...names.map((name, n) => {
      const input = textField(host, ["authors", n], "Author", { most: 200, optional: false });
      input.setAttribute("aria-label", `Author ${n + 1}`);
      input.addEventListener("keydown", (event) => {
        if ((event as KeyboardEvent).key !== "Enter") return;
        event.preventDefault();
        add();
      });
      return h(
        "div",
        { class: "aw-t-row", "data-place": `authors[${n}]` },
        input,
        rowButtons(host, ["authors"], n, name || `author ${n + 1}`),
        h("p", { class: "aw-t-why", role: "alert" }),
      );
    }),
    h(
      "div",
      { class: "aw-t-row" },
      button("Add an author", add, { icon: "zoomIn", focus: "authors add" }),
      names.includes(host.hello.person)
        ? null
        : button(
            `Add me, ${host.hello.person}`,
            () => host.choose(["authors"], [...names, host.hello.person], "Add an author"),
            { icon: "person" },
          ),
    ),
    h("p", { class: "aw-t-why", role: "alert" }),
  );
}

/** Where the template comes from, and what it is known by. */
function identity({ document, model }: FormHost): HTMLElement {
  const fork = tableAt(document, "forked_from");
  const line = (name: string, value: string) => [h("dt", {}, name), h("dd", {}, value)];
  return h(
    "dl",
    { class: "aw-t-facts" },
    ...line("Identity", textAt(document, "template_id")),
    ...line(
      "Version",
      model.published
        ? `${model.published} is published; this draft becomes ${model.published + 1}`
        : `not published yet; this draft becomes ${numberAt(document, "version") ?? 1}`,
    ),
    ...(fork.template_id
      ? line("Forked from", `${fork.template_id}, version ${fork.version}`)
      : []),
  );
}

export const about: Step = {
  id: "about",
  title: "What it is",
  icon: "comment",
  about: "The name by which people find the template, and what it is for.",
  fields: ["name", "description", "licence", "authors", "template_id", "version", "forked_from"],
  summary: (document) => textAt(document, "name") || "no name yet",
  draw(host) {
    const licences = h(
      "datalist",
      { id: `aw-t-licences-${Math.random().toString(36).slice(2)}` },
      ...LICENCES.map((value) => h("option", { value })),
    );
    return [
      field(
        "Name",
        ["name"],
        textField(host, ["name"], "Name", {
          most: 200,
          optional: false,
          placeholder: "Faces in close-ups",
        }),
      ),
      field(
        "What it is for",
        ["description"],
        textField(host, ["description"], "Description", {
          rows: 3,
          placeholder: "A sentence or two: who labels what, and what comes of it.",
        }),
      ),
      field(
        "Licence of the template",
        ["licence"],
        textField(host, ["licence"], "Licence", { list: licences.id, placeholder: "CC-BY-4.0" }),
        {
          hint: "Of this task description, not of the labels made with it, and never of the video.",
        },
      ),
      licences,
      authors(host),
      identity(host),
    ];
  },
};
