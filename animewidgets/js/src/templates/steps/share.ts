import { h, setText } from "../../core/dom";
import { same, type TemplateJson } from "../draft";
import { button, type FormHost, inWords, type Step } from "../form";
import { lineOf, offsetOf, stepsOf, whyNotJson } from "../json_places";
import { textAt } from "../read";

export const fileText = (document: TemplateJson): string =>
  `${JSON.stringify(document, null, 2)}\n`;

/** A name for the file, from the template's name. */
export function fileName(document: TemplateJson): string {
  const name = (textAt(document, "name") || textAt(document, "template_id") || "template")
    .replace(/[\\/:*?"<>|\p{Cc}]+/gu, " ")
    .trim()
    .replace(/\s+/g, "-")
    .slice(0, 80);
  return `${name || "template"}.template.json`;
}

export async function copyJson(host: FormHost): Promise<void> {
  try {
    await navigator.clipboard.writeText(fileText(host.document));
    host.say("The template is copied as JSON");
  } catch {
    host.refuse("The browser does not let this page copy: select the JSON and press Ctrl C.");
  }
}

export function download(host: FormHost): void {
  const url = URL.createObjectURL(
    new Blob([fileText(host.document)], { type: "application/json" }),
  );
  const link = h("a", { href: url, download: fileName(host.document) });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1_000);
  host.say(`${fileName(host.document)} is downloaded`);
}

export const share: Step = {
  id: "share",
  title: "Share",
  icon: "link",
  about:
    "The whole template is one JSON file: its categories and guidelines are in it, no picture and no label is.",
  fields: ["format", "format_version"],
  summary: () => "one JSON file",
  draw(host) {
    const lines = h("pre", { class: "aw-t-lines", "aria-hidden": "true" });
    const told = h("div", { class: "aw-t-json-told", role: "status" });
    const take = button("Take these changes over", () => void use(), {
      icon: "accept",
      main: true,
    });
    const back = button("Let go of them", () => {
      text.value = fileText(host.document);
      look();
    });
    const text = h("textarea", {
      class: "aw-t-json",
      spellcheck: "false",
      wrap: "off",
      dir: "ltr",
      "aria-label": "The template as JSON",
      "data-focus": "json",
      oninput: () => look(),
      onscroll: () => {
        lines.scrollTop = text.scrollTop;
      },
    });
    const goTo = (offset: number) => {
      const line = text.value.slice(0, offset).split("\n").length;
      text.focus();
      text.setSelectionRange(offset, offset);
      const height = Number.parseFloat(getComputedStyle(text).lineHeight) || 16;
      text.scrollTop = Math.max(0, (line - 4) * height);
    };
    const mark = (wrong: ReadonlySet<number>) => {
      const count = text.value.split("\n").length;
      lines.replaceChildren(
        ...Array.from({ length: count }, (_, n) =>
          h("span", { "data-wrong": wrong.has(n + 1) }, `${n + 1}`),
        ),
      );
      lines.scrollTop = text.scrollTop;
    };
    const tell = (rows: readonly { words: string; offset: number }[]) =>
      told.replaceChildren(
        ...rows.map(({ words, offset }) =>
          h(
            "button",
            { type: "button", class: "aw-t-problem", onclick: () => goTo(offset) },
            `Line ${text.value.slice(0, offset).split("\n").length}: ${words}`,
          ),
        ),
      );
    /** What is wrong with the text as it stands: of a draft as it is what the kernel said of it. */
    const look = () => {
      const wrong = whyNotJson(text.value);
      const edited = !wrong && !same(JSON.parse(text.value), host.document);
      take.hidden = !wrong && !edited;
      back.hidden = take.hidden;
      take.disabled = wrong !== null;
      if (wrong) {
        mark(new Set([text.value.slice(0, wrong.offset).split("\n").length]));
        tell([{ words: wrong.message, offset: wrong.offset }]);
        return;
      }
      const problems = edited ? [] : host.model.problems;
      mark(new Set(problems.map((one) => lineOf(text.value, one.at))));
      tell(
        problems.map((one) => ({
          words: inWords(one),
          offset: offsetOf(text.value, stepsOf(one.at)),
        })),
      );
      if (edited) setText(told, "Changed here, and not in the template yet.");
    };
    const use = async () => {
      try {
        const { document } = await host.model.ask<{ document: TemplateJson }>("draft.parse", {
          text: text.value,
        });
        host.change(document, "Take the JSON over");
      } catch (error) {
        const words = error instanceof Error ? error.message : String(error);
        tell([{ words, offset: 0 }]);
      }
    };
    text.value = fileText(host.document);
    look();
    const stop = host.model.onChange(() => {
      if (!text.isConnected) return stop();
      look();
    });
    return [
      h(
        "div",
        { class: "aw-t-row" },
        button("Copy", () => host.run("template.copy"), { icon: "copy" }),
        button("Download", () => host.run("template.download"), { icon: "download" }),
        button("Open a file …", () => host.run("template.open"), { icon: "openFile" }),
        h("span", { class: "aw-spring" }),
        back,
        take,
      ),
      h("div", { class: "aw-t-json-box" }, lines, text),
      told,
    ];
  },
};
