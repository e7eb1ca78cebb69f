import { nearestBorder } from "../../video/frames";
import type { Context } from "./context";

const LEAP = 10;

/** Going from frame to frame. */
export function movingDeeds(context: Context) {
  const { opened, host } = context;
  const { playback, index } = opened;
  const { frames } = playback;
  const last = index.count - 1;
  const by = (many: number) => host.seek(frames.step(playback.frame, many));
  const plays = (play: () => void) => () => {
    if (frames.isPart) context.refuse("Only some frames were chosen here: nothing is played.");
    else play();
  };
  const step = (delta: -1 | 1) => {
    if (playback.playing) playback.pause();
    void playback.step(delta);
  };
  const seconds = (count: -1 | 1) => {
    const [numerator, denominator] = index.release.time_base;
    const pts = index.ptsOf(playback.frame) + (count * denominator) / numerator;
    host.seek(Math.min(last, nearestBorder(index, pts)));
  };
  const marked = (direction: -1 | 1) => {
    const among = host.tool.name === "tag" ? "tags" : "shapes";
    context.jump(direction, `frame with a ${among.slice(0, -1)}`, () => true, among);
  };
  return {
    stepBack: () => step(-1),
    stepForward: () => step(1),
    leapBack: () => by(-LEAP),
    leapForward: () => by(LEAP),
    secondBack: () => seconds(-1),
    secondForward: () => seconds(1),
    first: () => host.seek(0),
    last: () => host.seek(last),
    "canvas.previousMarked": () => marked(-1),
    "canvas.nextMarked": () => marked(1),
    goTo: () => host.goTo(),
    play: plays(() => playback.toggle()),
    shuttleBack: plays(() => playback.shuttle(-1)),
    shuttleStop: () => playback.shuttle(0),
    shuttleForward: plays(() => playback.shuttle(1)),
  };
}
