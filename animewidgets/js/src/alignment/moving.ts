import type { Settings } from "../core/settings";
import type { AlignAction } from "./actions";
import type { Linked } from "./linked";
import type { MapIndex } from "./map_index";
import type { Side } from "./side";

/** What going to frames and playing needs of an editor. */
export interface MovingHost {
  readonly a: Side;
  readonly b: Side;
  readonly linked: Linked;
  readonly index: MapIndex;
  readonly settings: Settings;
  say(text: string): void;
  refuse(reason: string): void;
  /** Give the focus to the field that takes a frame or time. */
  askPlace(): void;
}

/** Go somewhere, play, or let the other side lead; whether the action is one of these. */
export function move(host: MovingHost, action: AlignAction): boolean {
  const { linked } = host;
  const { leading } = linked;
  const side = host[linked.lead];
  const by = (frames: number) => {
    void leading.step(frames);
    return true;
  };
  const to = (ordinal: number) => {
    linked.seek(linked.lead, ordinal);
    return true;
  };
  const second = Math.max(1, Math.round(side.second / side.frame));
  switch (action) {
    case "stepBack":
      return by(-1);
    case "stepForward":
      return by(1);
    case "leapBack":
      return by(-10);
    case "leapForward":
      return by(10);
    case "secondBack":
      return by(-second);
    case "secondForward":
      return by(second);
    case "first":
      return to(0);
    case "last":
      return to(side.index.count - 1);
    case "align.previousBorder":
    case "align.nextBorder":
      return border(host, action === "align.nextBorder" ? 1 : -1);
    case "goTo":
      host.askPlace();
      return true;
    case "play":
      linked.toggle();
      return true;
    case "playAround": {
      const from = Math.max(0, leading.frame - second);
      const until = Math.min(side.index.count, leading.frame + second);
      leading.play(1, { from, until, comeBack: true });
      return true;
    }
    case "mute":
      host.settings.set({ muted: !host.settings.values.muted });
      host.say(host.settings.values.muted ? "Sound off" : "Sound on");
      return true;
    case "align.leadA":
    case "align.leadB":
      linked.take(action === "align.leadA" ? "a" : "b");
      host.say(`${host[linked.lead].letter} leads and is heard`);
      return true;
    case "align.link":
      linked.linked = !linked.linked;
      host.say(
        linked.linked ? "Linked: the other follows" : "Not linked: find the same frame, then A",
      );
      return true;
    default:
      return false;
  }
}

/** To the first frame of the next piece, or back to that of this one or the one before. */
function border(host: MovingHost, step: 1 | -1): boolean {
  const { lead, leading } = host.linked;
  const { index } = host[lead];
  const tick = host.index.border(lead, index.ptsOf(leading.frame), step);
  const at = tick === null ? -1 : index.ordinalAt(tick);
  if (tick === null || tick >= index.release.end_pts || at === leading.frame)
    host.refuse(step > 0 ? "No border comes after this." : "No border comes before this.");
  else host.linked.seek(lead, index.ptsOf(at) < tick && step > 0 ? at + 1 : at);
  return true;
}
