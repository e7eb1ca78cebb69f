import { apply } from "../../core/edits";
import { done } from "../../core/outcome";
import { rightOf } from "../../ui/time_view";
import { acceptProposal, neighbourProposal, proposalOn } from "../candidates";
import { shotsOf } from "../cuts";
import { within } from "../scene";
import type { Context } from "./context";

/** One key a cut: take what is proposed or pass over it, and on to the next. */
export function candidateDeeds(context: Context) {
  const { opened, host } = context;
  const { playback, index } = opened;
  const onward = (after: number): boolean => {
    const next = neighbourProposal(opened.proposals, after, 1);
    if (next) host.seek(next.ordinal);
    return next !== null;
  };
  return {
    findShots: () => {
      if (opened.finder.cancel()) {
        context.say("Looking for shots was stopped");
        return;
      }
      context.say("Looking for shots …");
      void opened.finder.find().then((count) => {
        if (count !== null) context.say(`${count} candidates found`);
        else if (opened.finder.state.is === "failed")
          context.refuse(`No shots were found: ${opened.finder.state.why}`);
      });
    },
    accept: () => {
      const { frame } = playback;
      const here = proposalOn(opened.proposals, frame);
      if (here) context.take(acceptProposal(context.marks.shots, index, here));
      if (!onward(frame) && !here) context.refuse("No candidate here, nor after this frame.");
    },
    reject: () => {
      const { frame } = playback;
      const here = proposalOn(opened.proposals, frame);
      if (here) {
        opened.reject(here);
        context.say(`Candidate on frame ${frame} passed over`);
      }
      if (!onward(frame) && !here) context.refuse("No candidate here, nor after this frame.");
    },
    bringBack: () => {
      if (!opened.candidates.anyRejected) {
        context.refuse("No candidate was passed over.");
        return;
      }
      opened.candidates.bringBack();
      opened.session.refresh();
      context.say("Candidates that were passed over are back");
    },
    acceptAbove: () => {
      const { view } = host;
      const [first, last] = [index.ordinalAt(view.left), index.ordinalAt(rightOf(view))];
      const inView = within(opened.proposals, first, last, (one) => one.ordinal);
      if (!inView.length) {
        context.refuse("No candidate is in view.");
        return;
      }
      // Each is judged beside those taken before it, as if they were accepted one by one.
      let { live } = opened.session;
      const edits = [];
      for (const one of inView) {
        const outcome = acceptProposal(shotsOf(live, index), index, one);
        if (!("edits" in outcome)) continue;
        edits.push(...outcome.edits);
        live = apply(live, outcome.edits);
      }
      const many = edits.length === 1 ? "1 candidate" : `${edits.length} candidates`;
      context.take(done(edits, `${many} accepted`));
    },
  };
}
