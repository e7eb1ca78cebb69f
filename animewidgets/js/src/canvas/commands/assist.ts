import { acceptProposals, type Proposed, sourcesOf } from "../assist/proposals";
import type { Context } from "./context";

/** Asking assistants; accepting and rejecting what they propose. */
export function assistDeeds(context: Context) {
  const { opened, host } = context;
  const { assist, playback, session } = opened;

  /** To the next frame with proposals, where this one has none. */
  const onward = () => {
    const to = assist.next(playback.frame);
    if (to === null) context.refuse("Nothing is proposed, on this frame or another: / asks.");
    else {
      host.seek(to);
      context.say(`${counted(assist.on(to))} on frame ${to}`);
    }
  };
  const accept = (proposals: readonly Proposed[]) => {
    if (!context.take(acceptProposals(proposals, session.live, host.category))) return;
    assist.clearMarks();
    host.select(proposals.map(({ id }) => id));
  };
  const reject = (proposals: readonly Proposed[]) => {
    assist.reject(proposals);
    context.say(`Rejected: ${counted(proposals)} of ${sourcesOf(proposals)}`);
  };
  const withOne = (act: (one: Proposed, frame: number) => void) => () => {
    const { frame } = playback;
    const one = assist.chosenOn(frame);
    if (one) act(one, frame);
    else onward();
  };
  const withAll = (act: (all: readonly Proposed[]) => void) => () => {
    const all = assist.on(playback.frame);
    if (all.length) act(all);
    else onward();
  };
  return {
    "canvas.accept": withOne((one, frame) => {
      const next = assist.after(one, frame);
      accept([one]);
      assist.choose(next === one ? null : (next?.id ?? null));
    }),
    "canvas.reject": withOne((one, frame) => {
      const next = assist.after(one, frame);
      reject([one]);
      assist.choose(next === one ? null : (next?.id ?? null));
    }),
    "canvas.acceptAll": withAll(accept),
    "canvas.rejectAll": withAll(reject),
    "canvas.nextProposal": withOne((one, frame) => {
      const next = assist.after(one, frame);
      if (!next || next === one) {
        const to = assist.next(frame);
        if (to !== null) host.seek(to);
        return;
      }
      assist.choose(next.id);
      context.say(`Proposal of ${next.told.source}`);
    }),
    "canvas.ask": () => void ask(context),
    "canvas.prompt": () => host.use("prompt"),
    "canvas.chooseAssistant": () => host.chooseAssistant(),
  };
}

/** Ask the assistant in use about the frame that is seen; where it is being asked, stop waiting. */
export async function ask(context: Context, again = false): Promise<void> {
  const { assist, playback } = context.opened;
  const { current } = assist;
  if (current === null) {
    context.refuse("No assistant is there: set canvas.assist in Python.");
    return;
  }
  if (assist.state.is === "asking" && !again) {
    assist.cancel();
    context.say(`No longer waiting for ${current}`);
    return;
  }
  const { frame } = playback;
  context.say(`Asking ${current} …`);
  const answer = await assist.ask(frame, context.host.selected, context.host.category);
  if (!answer) {
    if (assist.state.is === "failed") context.refuse(assist.state.why);
    return;
  }
  const [why] = answer.refused;
  if (why) context.refuse(`Not shown of ${current}: ${why}`);
  else
    context.say(
      answer.proposals
        ? `${current}: ${many(answer.proposals)}`
        : `${current} proposes nothing here`,
    );
}

const many = (count: number) => (count === 1 ? "1 proposal" : `${count} proposals`);
const counted = (proposals: readonly Proposed[]) => many(proposals.length);
