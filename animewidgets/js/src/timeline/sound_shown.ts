import type { SpectrogramStrip } from "../sound/spectrogram";
import type { SoundStrip } from "../sound/waveform";

/** The sound as the axis shows it; what is `null` is not shown. */
export interface SoundShown {
  readonly waveform: SoundStrip | null;
  readonly spectrogram: SpectrogramStrip | null;
  /** How much taller than its level the waveform is drawn. */
  readonly gain: number;
}
