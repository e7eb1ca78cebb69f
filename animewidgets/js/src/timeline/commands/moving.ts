import { nearestBorder } from "../../video/frames";
import { shotAt } from "../cuts";
import { neighbour, type Stop } from "../neighbours";
import type { Context } from "./context";

const LEAP = 10;

/** Going from frame to frame, and to what one looks for. */
export function movingDeeds(context: Context) {
  const { opened, host } = context;
  const { playback, index } = opened;
  const step = (delta: number) => {
    if (playback.playing) playback.pause();
    void playback.step(delta);
  };
  const by = (frames: number) =>
    host.seek(Math.min(index.count - 1, Math.max(0, playback.frame + frames)));
  const seconds = (count: number) => {
    const [numerator, denominator] = index.release.time_base;
    // The nearest, not the one that holds it: a second on and a second back must lead to where one was.
    const pts = index.ptsOf(playback.frame) + (count * denominator) / numerator;
    host.seek(Math.min(index.count - 1, nearestBorder(index, pts)));
  };
  const to = (stop: Stop, what: string, direction: -1 | 1) =>
    context.jump(
      neighbour(context.marks, opened.proposals, stop, playback.frame, direction),
      what,
      direction,
    );
  const toCategory = (direction: -1 | 1) => {
    const { category } = shotAt(context.marks.shots, playback.frame);
    if (category === null) context.refuse("This shot has no category to look for.");
    else to(`category:${category}`, "shot of this category", direction);
  };
  return {
    stepBack: () => step(-1),
    stepForward: () => step(1),
    leapBack: () => by(-LEAP),
    leapForward: () => by(LEAP),
    secondBack: () => seconds(-1),
    secondForward: () => seconds(1),
    first: () => host.seek(0),
    last: () => host.seek(index.count - 1),
    previousCut: () => to("cut", "cut", -1),
    nextCut: () => to("cut", "cut", 1),
    previousCandidate: () => to("candidate", "candidate", -1),
    nextCandidate: () => to("candidate", "candidate", 1),
    previousKeyFrame: () => to("key-frame", "key frame", -1),
    nextKeyFrame: () => to("key-frame", "key frame", 1),
    previousUnlabelled: () => to("unlabelled", "shot without a category", -1),
    nextUnlabelled: () => to("unlabelled", "shot without a category", 1),
    previousCategory: () => toCategory(-1),
    nextCategory: () => toCategory(1),
    previousComment: () => to("comment", "comment", -1),
    nextComment: () => to("comment", "comment", 1),
    previousUncertain: () => to("uncertain", "uncertain mark", -1),
    nextUncertain: () => to("uncertain", "uncertain mark", 1),
    goTo: () => host.goTo(),
  };
}
