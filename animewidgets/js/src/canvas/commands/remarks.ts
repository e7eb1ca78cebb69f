import { counted, type Remarkable, remark } from "../editing";
import type { Context } from "./context";

/** Comments and doubts on what is selected. */
export function remarkDeeds(context: Context) {
  const commented = ({ annotation }: Remarkable) => Boolean(annotation.comment);
  const uncertain = ({ annotation }: Remarkable) => Boolean(annotation.uncertain);
  const doubt = "uncertain shape or tag";
  return {
    comment: () => context.withRemarkable((things) => context.host.askRemark(things)),
    uncertain: () =>
      context.withRemarkable((things) => {
        const on = !things.every(uncertain);
        const said = `${on ? "Uncertain" : "No longer uncertain"}: ${counted(things)}`;
        context.take(remark(things, { uncertain: on }, said));
      }),
    previousComment: () => context.jump(-1, "comment", commented, "both", true),
    nextComment: () => context.jump(1, "comment", commented, "both", true),
    previousUncertain: () => context.jump(-1, doubt, uncertain, "both", true),
    nextUncertain: () => context.jump(1, doubt, uncertain, "both", true),
  };
}
