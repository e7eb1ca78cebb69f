/** What the designer asks and tells in dialogs: publishing, and versions with what differs. */
import { h } from "../core/dom";
import { type Dialog, openDialog } from "../ui/dialog";
import { explain } from "../ui/task_model";
import { button, inWords } from "./form";
import type { TemplateModel } from "./model";
import type { DifferenceLine, PublishedVersion } from "./protocol";

/** Ask for a note, then publish. What is to mend is told instead. */
export function publishDialog(
  root: HTMLElement,
  model: TemplateModel,
  done: (version: number) => void,
  mend: () => void,
  closed: () => void,
): Dialog {
  const fatal = model.problems.filter((one) => one.fatal);
  const warnings = model.problems.filter((one) => !one.fatal);
  if (fatal.length)
    return openDialog(
      root,
      "Not yet: there is something to mend",
      (close) => [
        h(
          "div",
          { class: "aw-dialog-body" },
          h("ul", { class: "aw-t-mend" }, ...fatal.map((one) => h("li", {}, inWords(one)))),
          h(
            "div",
            { class: "aw-dialog-buttons" },
            button(
              "Show me",
              () => {
                close();
                mend();
              },
              { main: true },
            ),
          ),
        ),
      ],
      closed,
    );
  return openDialog(
    root,
    `Publish version ${model.published + 1}`,
    (close) => {
      const note = h("textarea", {
        class: "aw-input",
        rows: 3,
        maxlength: 2_000,
        placeholder: "What is new in it",
      });
      const why = h("p", { class: "aw-dialog-why", role: "alert" });
      const go = async () => {
        publish.disabled = true;
        try {
          const version = await model.publish(note.value.trim());
          close();
          done(version);
        } catch (error) {
          why.textContent = explain(error);
          publish.disabled = false;
        }
      };
      const publish = button("Publish", () => void go(), { icon: "publish", main: true });
      note.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        void go();
      });
      return [
        h(
          "div",
          { class: "aw-dialog-body" },
          h(
            "p",
            {},
            "A version stays as it is for good: tasks that stand on it never change under people’s hands. Go on afterwards, and publish the next.",
          ),
          warnings.length
            ? h("ul", { class: "aw-t-mend" }, ...warnings.map((one) => h("li", {}, inWords(one))))
            : null,
          h("label", { class: "aw-field" }, h("span", {}, "Note"), note),
          why,
          h(
            "div",
            { class: "aw-dialog-buttons" },
            h("span", { class: "aw-hint" }, "Ctrl Enter publishes"),
            publish,
          ),
        ),
      ];
    },
    closed,
  );
}

const DRAFT = 0;

/** The versions of the template, and what differs between two of them in words. */
export function versionsDialog(
  root: HTMLElement,
  model: TemplateModel,
  open: (version: number) => void,
  closed: () => void,
): Dialog {
  return openDialog(
    root,
    "Versions",
    (close) => {
      const body = h(
        "div",
        { class: "aw-dialog-body aw-t-versions" },
        h("p", { role: "status" }, "Asking the store …"),
        button("Close", close),
      );
      const show = (versions: readonly PublishedVersion[]) => {
        const names: [number, string][] = [
          [DRAFT, "the draft"],
          ...versions.map((one): [number, string] => [one.version, `version ${one.version}`]),
        ];
        const choice = (value: number, label: string) => {
          const made = h(
            "select",
            { class: "aw-select", "aria-label": label, onchange: () => void compare() },
            ...names.map(([one, name]) => h("option", { value: one }, name)),
          );
          made.value = String(value);
          return made;
        };
        const from = choice(versions[0]?.version ?? DRAFT, "What differs from");
        const to = choice(DRAFT, "in");
        const told = h("div", { class: "aw-t-difference", role: "status" });
        const compare = async () => {
          try {
            const { lines } = await model.ask<{ lines: DifferenceLine[] }>("template.difference", {
              template_id: model.document?.template_id,
              document: model.document,
              from: Number(from.value),
              to: Number(to.value),
            });
            told.replaceChildren(...differenceLines(lines));
          } catch (error) {
            told.replaceChildren(h("p", { class: "aw-dialog-why" }, explain(error)));
          }
        };
        body.replaceChildren(
          versions.length
            ? h(
                "ul",
                { class: "aw-t-version-list" },
                ...versions.map((one) =>
                  h(
                    "li",
                    {},
                    h("strong", {}, `Version ${one.version}`),
                    h("span", {}, `${one.person}, ${one.created}`),
                    h("span", { dir: "auto" }, one.note),
                    button("Go on from it", () => {
                      close();
                      open(one.version);
                    }),
                  ),
                ),
              )
            : h("p", {}, "Nothing is published yet: publish, and versions stand here."),
          h("div", { class: "aw-t-row" }, "What differs from ", from, " in ", to),
          told,
          h("div", { class: "aw-dialog-buttons" }, button("Close", close)),
        );
        from.focus();
        void compare();
      };
      model
        .ask<{ versions: PublishedVersion[] }>("template.versions", {
          template_id: model.document?.template_id,
        })
        .then(({ versions }) => show(versions))
        .catch((error: unknown) =>
          body.replaceChildren(
            h("p", { class: "aw-dialog-why", role: "alert" }, explain(error)),
            button("Close", close),
          ),
        );
      return [body];
    },
    closed,
  );
}

export function differenceLines(lines: readonly DifferenceLine[]): HTMLElement[] {
  if (!lines.length) return [h("p", {}, "Nothing: they say the same.")];
  return [
    h(
      "ul",
      {},
      ...lines.map(({ what, was, now }) =>
        h(
          "li",
          {},
          h("span", { dir: "auto" }, what),
          was || now
            ? h(
                "span",
                { class: "aw-t-change", dir: "auto" },
                was ? h("del", {}, was) : null,
                was && now ? " → " : null,
                now ? h("ins", {}, now) : null,
              )
            : null,
        ),
      ),
    ),
  ];
}
