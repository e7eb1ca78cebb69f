import type { Edit } from "../core/wire";
import type { GuideHello } from "./wire";

/** Why edits are none of a task's: it does not take a kind; `null` where it takes all. */
export function strangeKind(edits: readonly Edit[], guide: GuideHello | undefined): string | null {
  if (!guide) return null;
  const kind = edits.find(({ after }) => after && !guide.kinds.includes(after.kind))?.after?.kind;
  if (!kind) return null;
  const taken = guide.kinds.map(inWords).join(", ");
  return `“${guide.name}” takes no ${inWords(kind)}: it is about ${taken}.`;
}

const inWords = (kind: string) => `${kind.replace("_", " ")}s`.replace(/xs$/, "xes");
