import { ticksOf } from "../../video/frames";
import type { Context } from "./context";

/** Milliseconds of a look before or after a mark. */
const GLANCE = 500;

export const SPEEDS = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 3, 4] as const;

/** Hearing and seeing it: from here, in part, over and over, at other speeds. */
export function playingDeeds(context: Context) {
  const { opened, host } = context;
  const { playback, index } = opened;

  /** The frames of a glance: from so many milliseconds off the playhead to so many. */
  const glance = (before: number, after: number) => {
    const pts = index.ptsOf(playback.frame);
    const from = index.ordinalAt(pts - ticksOf(index, before));
    const until = after ? index.ordinalAt(pts + ticksOf(index, after) - 1) + 1 : playback.frame;
    if (until <= from) context.refuse("There is nothing before the first frame to play.");
    else playback.play(host.speed, { from, until, loop: host.looping, comeBack: true });
  };

  const playActive = () => {
    const { span } = context.active;
    if (!span) {
      context.refuse("Nothing is chosen on this lane.");
      return;
    }
    const { first: from, end: until } = span;
    playback.play(host.speed, { from, until, loop: host.looping, comeBack: true });
  };

  const play = () => {
    if (playback.playing) {
      playback.pause();
      return;
    }
    const { span } = context.active;
    if (!host.locked || !span) {
      playback.play(host.speed);
      return;
    }
    const inside = playback.frame >= span.first && playback.frame < span.end - 1;
    const from = inside && !host.looping ? playback.frame : span.first;
    playback.play(host.speed, { from, until: span.end, loop: host.looping });
  };

  const faster = (by: -1 | 1) => {
    const at = SPEEDS.findIndex((speed) => speed >= host.speed);
    host.speed = SPEEDS[Math.min(SPEEDS.length - 1, Math.max(0, at + by))] ?? 1;
    context.say(`Speed ${host.speed}×`);
  };

  const { sound } = playback;
  return {
    play,
    playShot: playActive,
    playBefore: () => glance(GLANCE, 0),
    playAfter: () => glance(0, GLANCE),
    playAround: () => glance(GLANCE, GLANCE),
    loop: () => {
      host.looping = !host.looping;
      const { passage } = playback;
      if (playback.playing && passage)
        playback.play(host.speed, { ...passage, loop: host.looping });
      context.say(host.looping ? "Passages are played over and over" : "Passages are played once");
    },
    lockSegment: () => {
      host.locked = !host.locked;
      context.say(
        host.locked ? "Playing stays inside what is chosen" : "Playing goes on past what is chosen",
      );
    },
    shuttleBack: () => playback.shuttle(-1),
    shuttleStop: () => playback.shuttle(0),
    shuttleForward: () => playback.shuttle(1),
    slower: () => faster(-1),
    faster: () => faster(1),
    normalSpeed: () => {
      host.speed = 1;
      context.say("Speed 1×");
    },
    mute: () => {
      if (!sound.streams.length) {
        context.refuse("The media file has no sound.");
        return;
      }
      host.settings.set({ muted: !host.settings.values.muted });
      context.say(host.settings.values.muted ? "Sound off" : "Sound on");
    },
    scrubSound: () => {
      const scrubSound = !host.settings.values.scrubSound;
      host.settings.set({ scrubSound });
      context.say(scrubSound ? "Scrubbing is heard" : "Scrubbing is silent");
    },
  };
}
