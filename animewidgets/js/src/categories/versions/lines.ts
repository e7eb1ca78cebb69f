/** The lines of a difference: which there are, which are shown, and what each says in words. */
import {
  type Difference,
  difference,
  type Field,
  type GroupDifference,
  groupDifferences,
} from "../difference";
import { listed, quoted } from "../names";
import type { Schema } from "../schema";
import type { VersionMap } from "../version_map";

/** In the order in which they are counted. */
export const CLASSES = [
  "renamed",
  "merged",
  "split",
  "dropped",
  "added",
  "changed",
  "grouped",
  "same",
] as const;
/** What a line is filtered by; `changed` is the same category with another colour, key … */
export type LineClass = (typeof CLASSES)[number];

export const CLASS_NAMES: Readonly<Record<LineClass, string>> = {
  renamed: "renamed",
  merged: "merged",
  split: "split",
  dropped: "dropped",
  added: "added",
  changed: "changed",
  grouped: "of groups",
  same: "same",
};

export interface Line {
  readonly class: LineClass;
  /** Identities on either side; none of a group. */
  readonly sources: readonly string[];
  readonly targets: readonly string[];
  readonly difference: Difference | null;
  readonly group: GroupDifference | null;
}

/** Two versions beside each other, the newer one possibly a draft. */
export class Comparison {
  readonly lines: readonly Line[];
  readonly counts: Readonly<Record<LineClass, number>>;

  constructor(
    readonly old: Schema,
    readonly now: Schema,
    map: VersionMap,
  ) {
    const groups = groupDifferences(old, now).map(
      (group): Line => ({ class: "grouped", sources: [], targets: [], difference: null, group }),
    );
    this.lines = [
      ...difference(old, now, map).map(
        (one): Line => ({
          class: classOf(one),
          sources: one.sources,
          targets: one.targets,
          difference: one,
          group: null,
        }),
      ),
      ...groups,
    ];
    const counts = Object.fromEntries(CLASSES.map((one) => [one, 0])) as Record<LineClass, number>;
    for (const line of this.lines) counts[line.class]++;
    this.counts = counts;
  }

  /** Lines of some classes whose names have a text in them. */
  filtered(shown: ReadonlySet<LineClass>, text: string): Line[] {
    const sought = text.trim().toLocaleLowerCase();
    return this.lines.filter(
      (line) => shown.has(line.class) && (!sought || this.#names(line).includes(sought)),
    );
  }

  /** What a line says, in a sentence. */
  words(line: Line): string {
    const { group } = line;
    if (group) return groupWords(group, this.old, this.now);
    const was = listed(line.sources.map((id) => this.oldName(id)));
    const became = listed(line.targets.map((id) => this.newName(id)));
    const details = this.details(line).map((one) => `; ${one}`);
    switch (line.class) {
      case "renamed":
        return `${was} is called ${became}${details.join("")}`;
      case "merged":
        return `${was} became ${became}`;
      case "split":
        return `${was} became ${became}; ${
          line.difference?.then
            ? `its annotations go to ${quoted(this.newName(line.difference.then))}`
            : "a person chooses for each of its annotations"
        }`;
      case "dropped":
        return `${was} is gone; a person chooses for each of its annotations`;
      case "added":
        return `${became} is new`;
      case "changed":
        return `${was}: ${this.details(line).join("; ")}`;
      default:
        return `${was} is the same`;
    }
  }

  /** What changed of a category that stays one, by fields; the name is told elsewhere. */
  details(line: Line): string[] {
    const was = this.old.get(line.sources[0] ?? "");
    const now = this.now.get(line.targets[0] ?? "");
    if (!was || !now) return [];
    const tell = (field: Field): string | null => {
      switch (field) {
        case "name":
          return null;
        case "colour":
          return `colour ${was.colour} → ${now.colour}`;
        case "hotkey":
          return `key ${was.hotkey ?? "none"} → ${now.hotkey ?? "none"}`;
        case "parent":
          return `${this.#place(was.parent, this.old)} → ${this.#place(now.parent, this.now)}`;
        default:
          return FIELD_WORDS[field];
      }
    };
    return (line.difference?.changed ?? []).flatMap((field) => tell(field) ?? []);
  }

  oldName(id: string): string {
    return this.old.get(id)?.name ?? id;
  }

  newName(id: string): string {
    return this.now.get(id)?.name ?? id;
  }

  #place(parent: string | null, schema: Schema): string {
    return parent === null ? "at the top" : `below ${quoted(schema.get(parent)?.name ?? parent)}`;
  }

  #names(line: Line): string {
    const names = [
      line.group?.name ?? "",
      ...line.sources.map((id) => this.oldName(id)),
      ...line.targets.map((id) => this.newName(id)),
    ];
    return names.join("\n").toLocaleLowerCase();
  }
}

const FIELD_WORDS: Readonly<
  Record<Exclude<Field, "name" | "colour" | "hotkey" | "parent">, string>
> = {
  description: "another description",
  attributes: "other attributes",
  skeleton: "other key points",
  translations: "other translations",
  examples: "other example frames",
};

function classOf({ kind, changed }: Difference): LineClass {
  return kind === "same" && changed.length ? "changed" : kind;
}

function groupWords({ name, was, now }: GroupDifference, old: Schema, schema: Schema): string {
  const members = (ids: readonly string[], of: Schema) =>
    listed(ids.map((id) => of.get(id)?.name ?? id));
  if (!was && now) return `The group ${quoted(name)} is new: ${members(now.members, schema)}`;
  if (was && !now) return `The group ${quoted(name)} is gone: ${members(was.members, old)}`;
  if (!was || !now) return "";
  const rule =
    was.exclusive === now.exclusive
      ? ""
      : now.exclusive
        ? "; of them one holds at a time now"
        : "; several of them may hold now";
  return `The group ${quoted(name)} has ${members(now.members, schema)}, and had ${members(was.members, old)}${rule}`;
}
