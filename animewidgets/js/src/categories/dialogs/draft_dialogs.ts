import { h, setText } from "../../core/dom";
import { openDialog } from "../../ui/dialog";
import type { SchemaChange } from "../changes";
import type { Designer } from "../designer";
import { proposeDraft } from "../proposals/from_tree";
import { explained } from "./explained";
import { counted } from "./words";

const WORDS: Readonly<Record<SchemaChange["op"], readonly [string, string]>> = {
  add: ["category added", "categories added"],
  edit: ["edit", "edits"],
  move: ["move", "moves"],
  merge: ["merge", "merges"],
  split: ["split", "splits"],
  drop: ["category removed", "categories removed"],
  put_group: ["change of a group", "changes of groups"],
  drop_group: ["group taken apart", "groups taken apart"],
  several: ["bundle of changes", "bundles of changes"],
};

/** What a draft does, in words. */
export function summary(changes: readonly SchemaChange[]): string {
  const counts = new Map<SchemaChange["op"], number>();
  for (const { op } of changes) counts.set(op, (counts.get(op) ?? 0) + 1);
  return [...counts].map(([op, count]) => counted(count, ...WORDS[op])).join(", ");
}

/** Ask for a note, and publish the draft as the next version. */
export function askPublish(designer: Designer): void {
  const { draft, hello } = designer;
  if (!draft.canUndo) {
    designer.announcer.refuse("There is nothing to publish: your draft changes nothing.");
    return;
  }
  if (!hello.maintainer) {
    proposeDraft(designer); // this schema is published by its maintainers
    return;
  }
  const open = draft.changes.filter(
    (one) => one.op === "split" && (one.then ?? null) === null,
  ).length;
  const problems = designer.problems.size;
  designer.dialog((closed) =>
    openDialog(
      designer.root,
      `Publish version ${draft.base.version + 1}`,
      (close) => {
        const note = h("textarea", {
          class: "aw-input",
          rows: 3,
          maxlength: 2_000,
          dir: "auto",
          placeholder: "What is new, and why",
        });
        const why = h("p", { class: "aw-dialog-why", role: "alert" });
        const button = h("button", { type: "submit", class: "aw-button aw-wide" }, "Publish");
        const publish = async () => {
          button.disabled = true;
          setText(why, "");
          const refused = await publishNow(designer, note.value.trim());
          button.disabled = false;
          if (refused) setText(why, refused);
          else close();
        };
        return [
          h(
            "form",
            {
              class: "aw-dialog-body",
              onsubmit: (event: Event) => {
                event.preventDefault();
                void publish();
              },
              onkeydown: (event: KeyboardEvent) => {
                if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
                (event.currentTarget as HTMLFormElement).requestSubmit();
              },
            },
            h("p", {}, `${summary(draft.changes)}.`),
            problems
              ? h(
                  "p",
                  { class: "aw-hint" },
                  `${counted(problems, "category has a warning", "categories have warnings")}; that does not stop you.`,
                )
              : null,
            open
              ? h(
                  "p",
                  { class: "aw-hint" },
                  `${counted(open, "split leaves", "splits leave")} it to somebody where each label goes.`,
                )
              : null,
            h("label", { class: "aw-field" }, h("span", {}, "Note"), note),
            h(
              "p",
              { class: "aw-hint" },
              "A version never changes again. Tasks stay on theirs until they are migrated.",
            ),
            why,
            h(
              "div",
              { class: "aw-dialog-buttons" },
              h("span", { class: "aw-hint" }, "Ctrl Enter publishes"),
              button,
            ),
          ),
        ];
      },
      closed,
    ),
  );
}

/** Milliseconds that unsent gestures may take before it is said that they are not there. */
const PATIENCE = 15_000;

async function publishNow(designer: Designer, note: string): Promise<string | null> {
  const { draft, channel } = designer;
  draft.outbox.flush();
  const end = Date.now() + PATIENCE;
  while (draft.unsent && Date.now() < end) await new Promise((done) => setTimeout(done, 50));
  if (draft.unsent)
    return "Your newest changes are not in the store yet: wait until it says “Saved”.";
  try {
    const { result } = await channel.request<{ version: number }>(
      "schema.publish",
      { note, last: draft.last },
      { timeout: 30_000 },
    );
    designer.parting = `Version ${result.version} is published`;
    await designer.reload();
    return null;
  } catch (error) {
    return explained(error);
  }
}

/** Ask, and drop everything that is in the draft. */
export function askDiscard(designer: Designer): void {
  const { draft } = designer;
  if (!draft.canUndo) {
    designer.announcer.refuse("Your draft changes nothing.");
    return;
  }
  designer.dialog((closed) =>
    openDialog(
      designer.root,
      "Discard the draft",
      (close) => {
        const discard = async () => {
          close();
          try {
            await designer.channel.request("draft.discard", {});
            designer.parting = "The draft is discarded";
            await designer.reload();
          } catch (error) {
            designer.announcer.refuse(explained(error));
          }
        };
        return [
          h(
            "div",
            { class: "aw-dialog-body" },
            h(
              "p",
              {},
              `All of it goes and cannot be brought back: ${summary(draft.changes)}. What is published stays.`,
            ),
            h(
              "div",
              { class: "aw-dialog-buttons" },
              h(
                "button",
                { type: "button", class: "aw-button aw-wide", onclick: () => close() },
                "Keep it",
              ),
              h(
                "button",
                {
                  type: "button",
                  class: "aw-button aw-wide",
                  "data-act": "discard",
                  onclick: () => void discard(),
                },
                "Discard it",
              ),
            ),
          ),
        ];
      },
      closed,
    ),
  );
}
