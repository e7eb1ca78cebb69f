import { counted, remark } from "../editing";
import type { Figure } from "../figures";
import type { Context } from "./context";

/** Comments and doubts on what is selected. */
export function remarkDeeds(context: Context) {
  const commented = ({ annotation }: Figure) => Boolean(annotation.comment);
  const uncertain = ({ annotation }: Figure) => Boolean(annotation.uncertain);
  return {
    comment: () => context.withSelected((figures) => context.host.askRemark(figures)),
    uncertain: () =>
      context.withSelected((figures) => {
        const on = !figures.every(uncertain);
        const said = `${on ? "Uncertain" : "No longer uncertain"}: ${counted(figures)}`;
        context.take(remark(figures, { uncertain: on }, said));
      }),
    previousComment: () => context.jump(-1, "comment", commented, true),
    nextComment: () => context.jump(1, "comment", commented, true),
    previousUncertain: () => context.jump(-1, "uncertain shape", uncertain, true),
    nextUncertain: () => context.jump(1, "uncertain shape", uncertain, true),
  };
}
