import { h, setAttribute } from "../../core/dom";
import { decoded } from "../../core/text_files";
import type { CategorySchema } from "../../core/wire";
import { openDialog } from "../../ui/dialog";
import type { Designer } from "../designer";
import { Schema } from "../schema";
import { explained } from "./explained";
import { broughtIn } from "./import_changes";
import { counted } from "./words";

/** As the host takes in one message, with room for the envelope. */
const LARGEST = 8_000_000;
const TIMEOUT = 60_000;

export const FORMATS: readonly (readonly [name: string, label: string, ending: string])[] = [
  ["json", "JSON, with all that is known of it", "json"],
  ["yaml", "YAML, with all that is known of it", "yaml"],
  ["coco", "COCO categories", "json"],
  ["cvat", "CVAT labels", "json"],
  ["label-studio", "Label Studio XML", "xml"],
  ["label-studio-video", "Label Studio XML for films", "xml"],
  ["plain", "Plain list of names", "txt"],
];

interface Imported {
  schema: CategorySchema;
  format: string;
  not_held: string[];
  notes: string[];
  /** Identities of categories whose colour the file does not say. */
  uncoloured: string[];
}

/** Bringing categories in from files, and taking them out. */
export class FileDialogs {
  constructor(readonly designer: Designer) {}

  /** Have the person choose a file. */
  choose(): void {
    const input = h("input", {
      type: "file",
      accept: ".json,.yaml,.yml,.xml,.txt,.names,.csv",
      hidden: true,
    });
    input.addEventListener("change", () => {
      const [file] = input.files ?? [];
      if (file) void this.read(file);
      input.remove();
    });
    input.addEventListener("cancel", () => input.remove());
    this.designer.root.append(input);
    input.click();
  }

  acceptDrops(signal: AbortSignal): void {
    const { root } = this.designer;
    const hasFile = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
    root.addEventListener(
      "dragover",
      (event) => {
        if (!hasFile(event)) return;
        event.preventDefault();
        setAttribute(root, "data-drop", true);
      },
      { signal },
    );
    for (const name of ["dragleave", "dragend"])
      root.addEventListener(
        name,
        (event) => {
          if (!root.contains((event as DragEvent).relatedTarget as Node | null))
            setAttribute(root, "data-drop", null);
        },
        { signal },
      );
    root.addEventListener(
      "drop",
      (event) => {
        setAttribute(root, "data-drop", null);
        const [file] = event.dataTransfer?.files ?? [];
        if (!file) return;
        event.preventDefault();
        void this.read(file);
      },
      { signal },
    );
  }

  /** Read a file in the kernel, and show what would come of it. */
  async read(file: File): Promise<void> {
    const { announcer, channel } = this.designer;
    if (file.size > LARGEST) {
      announcer.refuse(
        `“${file.name}” has ${(file.size / 1e6).toFixed(1)} MB; at most ${LARGEST / 1e6} MB can be read here. On the command line, “animewidgets categories import” reads it.`,
      );
      return;
    }
    announcer.say(`Reading “${file.name}” …`);
    try {
      const text = decoded(await file.arrayBuffer(), file.name);
      const { result } = await channel.request<Imported>(
        "schema.import",
        { name: file.name, text },
        { timeout: TIMEOUT },
      );
      this.#confirm(file.name, result);
    } catch (error) {
      announcer.refuse(explained(error));
    }
  }

  #confirm(name: string, { schema: told, format, not_held, notes, uncoloured }: Imported): void {
    const { designer } = this;
    const { draft } = designer;
    const found = Schema.fromJson(told);
    const changes = broughtIn(draft.schema, found, new Set(uncoloured));
    const added = changes.filter((one) => one.op === "add").length;
    const edited = changes.filter((one) => one.op === "edit").length;
    const list = (title: string, lines: readonly string[], mark: string) =>
      lines.length
        ? h(
            "details",
            { open: lines.length < 8, "data-list": mark },
            h("summary", {}, `${title}: ${lines.length}`),
            h(
              "ul",
              { class: "aw-cat-told" },
              ...lines.slice(0, 200).map((line) => h("li", {}, line)),
            ),
          )
        : null;
    designer.dialog((closed) =>
      openDialog(
        designer.root,
        `Import “${name}”`,
        (close) => [
          h(
            "div",
            { class: "aw-dialog-body aw-cat-import" },
            h(
              "p",
              {},
              `${FORMATS.find(([one]) => one === format)?.[1] ?? format}: ${counted(found.categories.length, "category", "categories")}. `,
              changes.length
                ? `${added} new, ${edited} changed; what is here and not in the file stays.`
                : "All of it is here already.",
            ),
            list("What cannot be held", not_held, "not-held"),
            list("What was decided", notes, "notes"),
            h(
              "div",
              { class: "aw-dialog-buttons" },
              h(
                "button",
                { type: "button", class: "aw-button aw-wide", onclick: () => close() },
                "Leave it",
              ),
              h(
                "button",
                {
                  type: "button",
                  class: "aw-button aw-wide",
                  "data-act": "import",
                  disabled: !changes.length,
                  onclick: () => {
                    close();
                    if (
                      designer.take(
                        changes,
                        `Imported from “${name}”: ${added} new, ${edited} changed`,
                      )
                    )
                      designer.reveal(
                        found
                          .children(null)
                          .slice(0, 1)
                          .map((one) => one.category_id),
                      );
                  },
                },
                "Take it over",
              ),
            ),
          ),
        ],
        closed,
      ),
    );
  }

  /** Ask for a format, say what it cannot hold, and save the draft as a file. */
  export(): void {
    const { designer } = this;
    designer.dialog((closed) =>
      openDialog(
        designer.root,
        "Export",
        () => {
          const lost = h("div", { "aria-live": "polite" });
          const link = h("div", { class: "aw-dialog-buttons" });
          const choice = h(
            "select",
            { class: "aw-select", "data-field": "format", "aria-label": "Format" },
            ...FORMATS.map(([value, label]) => h("option", { value }, label)),
          );
          const ask = async () => {
            lost.replaceChildren(h("p", { class: "aw-hint" }, "Writing …"));
            link.replaceChildren();
            const format = choice.value;
            try {
              const { result } = await designer.channel.request<{
                text: string;
                not_held: string[];
              }>("schema.export", { format }, { timeout: TIMEOUT });
              if (choice.value !== format) return;
              lost.replaceChildren(...notHeld(result.not_held));
              link.replaceChildren(this.#download(format, result.text));
            } catch (error) {
              lost.replaceChildren(h("p", { class: "aw-dialog-why" }, explained(error)));
            }
          };
          choice.addEventListener("change", () => void ask());
          void ask();
          return [
            h(
              "div",
              { class: "aw-dialog-body aw-cat-import" },
              h("p", {}, "Your draft as it is now, as a file."),
              h("label", { class: "aw-field" }, h("span", {}, "Format"), choice),
              lost,
              link,
            ),
          ];
        },
        closed,
      ),
    );
  }

  #download(format: string, text: string): HTMLElement {
    const ending = FORMATS.find(([one]) => one === format)?.[2] ?? "txt";
    const { schemaId } = this.designer.draft.schema;
    const name = `${schemaId.replace(/[^\p{L}\p{N}_-]+/gu, "-")}.${ending}`;
    return h(
      "button",
      {
        type: "button",
        class: "aw-button aw-wide",
        "data-act": "save",
        onclick: () => {
          const url = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
          const link = h("a", { href: url, download: name });
          link.click();
          setTimeout(() => URL.revokeObjectURL(url), 10_000);
        },
      },
      `Save ${name}`,
    );
  }
}

function notHeld(lines: readonly string[]): Node[] {
  if (!lines.length) return [h("p", { class: "aw-hint" }, "The format holds all of it.")];
  return [
    h("p", { class: "aw-dialog-why" }, "What the format cannot hold:"),
    h("ul", { class: "aw-cat-told" }, ...lines.map((line) => h("li", {}, line))),
  ];
}
