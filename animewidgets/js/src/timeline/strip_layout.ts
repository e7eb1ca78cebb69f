import type { Settings } from "../core/settings";
import { laneHeight } from "./audio_rows";
import type { Opened } from "./editor_model";
import { layStrips, type Strips } from "./strips";

/** Which strips stand on the axis, for what there is: the same value as long as nothing comes or goes. */
export class StripLayout {
  strips: Strips;
  #of = "";

  constructor(
    readonly opened: Opened,
    readonly settings: Settings,
  ) {
    this.strips = this.update();
  }

  /** Look again what there is. */
  update(): Strips {
    const { opened } = this;
    const { waveform, spectrogram } = this.settings.values;
    const heard = opened.strips !== null;
    const wish = {
      layers: opened.candidates.layers(opened.marks.shots).map(({ name }) => name),
      waveform: heard && waveform,
      spectrogram: heard && spectrogram,
      lanes: opened.marks.lanes.map(({ name }) => name),
      lines: opened.hasLines,
      events: opened.marks.audioLanes.map((lane) => ({
        name: lane.name,
        height: laneHeight(lane, opened.audioLanes.isFolded(lane.name)),
      })),
    };
    const of = JSON.stringify(wish);
    if (of !== this.#of) {
      this.#of = of;
      this.strips = layStrips(wish);
    }
    return this.strips;
  }
}
