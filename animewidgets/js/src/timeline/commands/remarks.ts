import type { ActiveSpan } from "../active";
import { type Marked, remarkOf, setRemark } from "../remarks";
import type { Context } from "./context";

/** What a remark is left on: what is active, else the shot here. */
export function markedOf(span: ActiveSpan | null): Marked | null {
  if (!span) return null;
  if (span.what === "shot") return { shot: span.shot };
  if (span.what === "event") return { event: span.event };
  return span.what === "segment" ? { segment: span.segment } : { line: span.line };
}

export function remarkDeeds(context: Context) {
  const onActive = (run: (marked: Marked) => void) => {
    const marked = markedOf(context.active.span);
    if (marked) run(marked);
    else context.refuse("Nothing is chosen on this lane.");
  };
  return {
    comment: () => onActive((marked) => context.host.askRemark(marked)),
    uncertain: () =>
      onActive((marked) => {
        const { uncertain } = remarkOf(marked);
        context.take(setRemark(marked, context.opened.index, { uncertain: !uncertain }));
      }),
  };
}
