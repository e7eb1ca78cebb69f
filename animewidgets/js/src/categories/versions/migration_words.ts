/** What a migration will do, in sentences. */
import type { MigrationDone, MigrationPreview, PreviewRow } from "../community";
import type { NameOf } from "../names";
import { counted, listed, quoted } from "../names";

/** Names are those of the version that the annotations stand on. */
export function migrationSentences(
  preview: MigrationPreview,
  project: string,
  was: NameOf,
): string[] {
  const { standing, to, annotations, changed, unplaced, tasks } = preview;
  const behind = standing.filter((one) => one < to).sort((a, b) => a - b);
  if (!behind.length)
    return [
      standing.length
        ? `The project ${quoted(project)} stands on version ${Math.max(...standing)} already: there is nothing to do.`
        : `No task of the project ${quoted(project)} uses this schema: there is nothing to do.`,
    ];
  const said = [
    `The project ${quoted(project)} goes from version ${behind.join(" and ")} to version ${to}.`,
    annotations === 0
      ? "It has no annotations with a category yet."
      : changed === 0
        ? `All of its ${counted(annotations, "annotation")} keep their category.`
        : `Of its ${counted(annotations, "annotation")} in ${counted(tasks, "task")}, ${changed.toLocaleString("en")} ${changed === 1 ? "gets" : "get"} another category.`,
  ];
  if (unplaced) {
    const why = preview.rows
      .filter((row) => row.annotations && row.target === null)
      .map(reason(was));
    said.push(
      `${unplaced.toLocaleString("en")} of them ${unplaced === 1 ? "has" : "have"} none then, until a person chooses one: ${why.slice(0, 5).join("; ")}${why.length > 5 ? "; and others" : ""}.`,
    );
  }
  said.push("Nothing is deleted: what every annotation said before stays in its history.");
  return said;
}

function reason(was: NameOf): (row: PreviewRow) => string {
  return ({ source, targets }) =>
    targets.length ? `${quoted(was(source))} was split` : `${quoted(was(source))} is gone`;
}

/** Where the annotations of a row go. */
export function goesTo({ target, targets }: PreviewRow, now: NameOf): string {
  if (target !== null) return now(target);
  return targets.length
    ? `a person chooses: ${listed(targets.map(now), "or")}`
    : "a person chooses";
}

export function doneWords({ number, annotations, unplaced, repeated }: MigrationDone): string {
  const waiting = unplaced
    ? `; ${counted(unplaced, "of them waits", "of them wait")} for a person to choose`
    : "";
  if (repeated) return `It was done before, by commit ${number}.`;
  return annotations
    ? `Done, as commit ${number}: ${counted(annotations, "annotation")} got another category${waiting}.`
    : `Done: no annotation had to change.`;
}
