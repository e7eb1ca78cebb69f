import type { Requester } from "../core/channel";
import { SideChannel } from "../core/side_channel";
import { SoundStrips } from "../timeline/sound_strips";
import { Filmstrip } from "../video/filmstrip";
import { FrameIndex } from "../video/frame_index";
import { Playback } from "../video/playback";
import type { SideHello, SideName } from "./wire";

/** One of the two releases: its frames, its sound, and where the viewer is in it. */
export class Side {
  readonly index: FrameIndex;
  readonly channel: Requester;
  readonly filmstrip: Filmstrip;
  readonly playback: Playback;
  readonly sound: SoundStrips;
  /** Ticks of a frame, on average, and of a second. */
  readonly frame: number;
  readonly second: number;

  constructor(
    readonly name: SideName,
    hello: SideHello,
    buffers: DataView[],
    channel: Requester,
  ) {
    this.channel = new SideChannel(channel, name);
    this.index = FrameIndex.fromBuffers(hello.release, buffers);
    this.filmstrip = new Filmstrip(this.index, this.channel);
    this.playback = new Playback({
      index: this.index,
      channel: this.channel,
      filmstrip: this.filmstrip,
      choice: hello.decoder,
      canDemux: hello.browser_can_demux,
      audio: hello.audio,
    });
    this.sound = new SoundStrips(this.index, this.channel, this.playback);
    const { index } = this;
    const [numerator, denominator] = hello.release.time_base;
    this.second = denominator / numerator;
    this.frame = (hello.release.end_pts - index.ptsOf(0)) / Math.max(1, index.count);
  }

  /** `A` or `B`. */
  get letter(): string {
    return this.name.toUpperCase();
  }

  /** Ordinal of the first frame that begins at a tick or after it; the count of frames past the last one. */
  firstFrom(tick: number): number {
    const { index } = this;
    const at = index.ordinalAt(tick);
    return index.ptsOf(at) < tick ? at + 1 : at;
  }

  close(): void {
    this.playback.close();
    this.filmstrip.close();
    this.sound.close();
  }
}
