import type { Outcome } from "../core/outcome";
import { askRemark, type Dialog } from "../ui/dialog";
import { counted, type Remarkable, remark } from "./editing";

export interface RemarkHost {
  readonly root: HTMLElement;
  take(outcome: Outcome): boolean;
}

/** Ask for one remark on things, which begins as that of the first. */
export function askRemarkOf(
  host: RemarkHost,
  things: readonly Remarkable[],
  dialog: (open: (closed: () => void) => Dialog) => void,
): void {
  const [one] = things;
  if (!one) return;
  const { comment = "", uncertain = false } = one.annotation;
  dialog((closed) =>
    askRemark(
      host.root,
      "Remark",
      { comment: comment ?? "", uncertain },
      (told) => {
        const change = { comment: told.comment || null, uncertain: told.uncertain };
        const verb = told.comment ? "Comment on" : "No comment on";
        host.take(remark(things, change, `${verb} ${counted(things)}`));
      },
      closed,
    ),
  );
}
