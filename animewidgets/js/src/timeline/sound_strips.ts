import type { Requester } from "../core/channel";
import { SpectrogramStrip } from "../sound/spectrogram";
import { SoundStrip } from "../sound/waveform";
import type { FrameIndex } from "../video/frame_index";
import type { Playback } from "../video/playback";

/** The pictures of the sound that plays; made anew when another stream is chosen. */
export class SoundStrips {
  #stream: number | null = null;
  #waveform: SoundStrip | undefined;
  #spectrogram: SpectrogramStrip | undefined;
  #listeners = new Set<() => void>();

  constructor(
    readonly index: FrameIndex,
    readonly channel: Requester,
    readonly playback: Playback,
  ) {}

  /** Of the chosen stream; `null` where sound is switched off. Nothing is asked of the kernel before. */
  get waveform(): SoundStrip | null {
    const stream = this.#follow();
    if (stream === null) return null;
    this.#waveform ??= this.#listen(new SoundStrip(this.index, this.channel, stream));
    return this.#waveform;
  }

  get spectrogram(): SpectrogramStrip | null {
    const stream = this.#follow();
    if (stream === null) return null;
    this.#spectrogram ??= this.#listen(new SpectrogramStrip(this.index, this.channel, stream));
    return this.#spectrogram;
  }

  onArrival(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#waveform?.close();
    this.#spectrogram?.close();
    this.#waveform = this.#spectrogram = undefined;
    this.#listeners.clear();
  }

  #follow(): number | null {
    const { stream } = this.playback.sound;
    // Muted by choice of no stream, one still wants to see the first.
    const seen = stream ?? this.playback.sound.streams[0]?.stream ?? null;
    if (seen === this.#stream) return seen;
    this.#waveform?.close();
    this.#spectrogram?.close();
    this.#waveform = this.#spectrogram = undefined;
    this.#stream = seen;
    return seen;
  }

  #listen<T extends SoundStrip | SpectrogramStrip>(strip: T): T {
    strip.onArrival(() => {
      for (const listener of this.#listeners) listener();
    });
    return strip;
  }
}
