import { h } from "../../core/dom";
import { icon } from "../../core/icons";
import { askText } from "../../ui/dialog";
import type { Designer } from "../designer";
import { small } from "./fields";

const MOST_PROBLEMS = 50;

/** The schema as a whole: how many categories, its groups, and what is not as it should be. */
export function overview(designer: Designer): Node[] {
  const { schema } = designer.draft;
  const keyed = schema.categories.filter((one) => one.hotkey !== null).length;
  const count = schema.categories.length;
  const problems = [...designer.problems];
  const parts: Node[] = [
    h("h3", {}, "The schema"),
    h(
      "p",
      { class: "aw-hint" },
      `${count} ${count === 1 ? "category" : "categories"}, ${keyed} with a key. Select one for its details.`,
    ),
  ];
  if (schema.groups.length) {
    parts.push(
      h("h4", {}, "Groups"),
      h(
        "ul",
        { class: "aw-cat-groups" },
        ...schema.groups.map((group) =>
          h(
            "li",
            { "data-group": group.name },
            h("strong", { dir: "auto" }, group.name),
            group.exclusive ? " · one at a time" : " · several at a time",
            h(
              "button",
              {
                type: "button",
                class: "aw-button aw-small",
                title: "Select its members",
                onclick: () => designer.reveal(group.members),
              },
              `${group.members.length} members`,
            ),
            small(`Rename the group “${group.name}”`, "Rename", () => rename(designer, group.name)),
            small(`Take the group “${group.name}” apart`, "×", () =>
              designer.take(
                [{ op: "drop_group", name: group.name }],
                `The group “${group.name}” is gone`,
              ),
            ),
          ),
        ),
      ),
    );
  }
  if (problems.length) {
    parts.push(
      h("h4", {}, `Warnings · ${problems.length}`),
      h(
        "ul",
        { class: "aw-cat-problems" },
        ...problems
          .slice(0, MOST_PROBLEMS)
          .map(([id, found]) =>
            h(
              "li",
              {},
              icon("warning"),
              h(
                "button",
                { type: "button", class: "aw-link", onclick: () => designer.reveal([id]) },
                h("bdi", { dir: "auto" }, schema.get(id)?.name ?? id),
              ),
              h("span", {}, found.map((one) => one.text).join(" ")),
            ),
          ),
      ),
    );
    if (problems.length > MOST_PROBLEMS)
      parts.push(
        h(
          "p",
          { class: "aw-hint" },
          `and ${problems.length - MOST_PROBLEMS} more: F8 goes to the next`,
        ),
      );
  }
  return parts;
}

function rename(designer: Designer, was: string): void {
  designer.dialog((closed) =>
    askText(
      designer.root,
      "Rename the group",
      "What it is called",
      was,
      (text) => {
        const name = text.trim();
        const { groups } = designer.draft.schema;
        const group = groups.find((one) => one.name === was);
        if (!name) return "A group needs a name.";
        if (name !== was && groups.some((one) => one.name === name))
          return "Another group is called so.";
        if (group && name !== was)
          designer.take(
            [{ op: "put_group", group: { ...group, name }, was }],
            `The group is called “${name}”`,
          );
        return null;
      },
      closed,
    ),
  );
}
