import { apply } from "../core/edits";
import type { Outcome } from "../core/outcome";
import type { Settings } from "../core/settings";
import type { Colours } from "../ui/colours";
import { clamp, type Viewport } from "../ui/time_view";
import { type Active, activeSpan, keyOf, type LaneId } from "./active";
import type { Opened } from "./editor_model";
import type { Marks } from "./marks";
import { keyFrames } from "./neighbours";
import { remarkOf } from "./remarks";
import type { Row } from "./rows";
import type { Drag, Scene } from "./scene";
import { edgesUnder, type Snap, snap } from "./snap";
import { StripLayout } from "./strip_layout";

/** What a gesture under way would come to. */
interface Preview {
  readonly marks: Marks | null;
  readonly drag: Drag | null;
  readonly snapped: number | null;
}

/** Where one view of the editor stands: what it looks at, what is active in it, what is under way. */
export abstract class TimelineDesk {
  lane: LaneId = "shots";
  picked: string | null = null;
  pendingIn: number | null = null;
  readonly begun = new Map<string, number>();
  protected readonly layout: StripLayout;
  /** The frame that the axis was last turned to. */
  protected turnedTo = -1;
  #preview: Preview | null = null;
  #makesByPointer = false;
  #hover: number | null = null;

  constructor(
    readonly opened: Opened,
    readonly settings: Settings,
    public view: Viewport,
    protected colours: Colours,
  ) {
    this.layout = new StripLayout(opened, settings);
  }

  /** Draw at the next frame. */
  abstract redraw(): void;

  get scene(): Scene {
    const { opened } = this;
    const marks = this.#preview?.marks ?? opened.marks;
    return {
      view: this.view,
      extent: opened.extent,
      strips: this.layout.strips,
      index: opened.index,
      keyFrames: keyFrames(opened.index),
      filmstrip: opened.filmstrip,
      sound: this.#soundShown(),
      marks,
      layers: opened.candidates.layers(opened.marks.shots),
      proposals: opened.proposals,
      categories: opened.categories,
      active: this.#activeIn(marks),
      remarkOf: (shot) => {
        const { comment, uncertain } = remarkOf({ shot });
        return { comment: comment !== null, uncertain };
      },
      frame: opened.playback.frame,
      drag: this.#preview?.drag ?? null,
      snapped: this.#preview?.snapped ?? null,
      pendingIn: this.pendingIn,
      begun: this.begun,
      hover: this.#hover,
      colours: this.colours,
    };
  }

  #activeIn(marks: Marks): Active {
    const { lane, picked } = this;
    return { lane, span: activeSpan(marks, lane, picked, this.opened.playback.frame) };
  }

  #soundShown(): Scene["sound"] {
    const { strips } = this.opened;
    if (!strips) return null;
    const { waveform, spectrogram, soundGain } = this.settings.values;
    return {
      waveform: waveform ? strips.waveform : null,
      spectrogram: spectrogram ? strips.spectrogram : null,
      gain: soundGain,
    };
  }

  showAnnotation(id: string): void {
    const { events, segments } = this.opened.marks;
    const event = events.find((one) => one.id === id);
    const segment = segments.find((one) => one.id === id);
    if (event) this.pick(`audio:${event.lane}`, keyOf(event));
    else if (segment) this.pick(`lane:${segment.lane}`, keyOf(segment));
  }

  seek(ordinal: number): void {
    const { playback } = this.opened;
    if (playback.playing) playback.pause();
    void playback.seek(ordinal);
  }

  /** Go to a frame that is under the pointer: the axis must not turn the page beneath it. */
  point(ordinal: number, heard = false): void {
    this.turnedTo = ordinal;
    const { playback } = this.opened;
    if (heard && this.settings.values.scrubSound && ordinal !== playback.frame)
      void playback.scrub(ordinal);
    else this.seek(ordinal);
  }

  look(view: Viewport): void {
    this.view = clamp(view, this.opened.extent);
    this.redraw();
  }

  viewport(): Viewport {
    return this.view;
  }

  hover(ordinal: number | null): void {
    if (ordinal === this.#hover) return;
    this.#hover = ordinal;
    this.redraw();
  }

  preview(outcome: Outcome | null, drag: Drag | null, snapped: number | null): void {
    const { session } = this.opened;
    const edits = outcome && "edits" in outcome ? outcome.edits : [];
    const marks = edits.length ? this.opened.marksOf(apply(session.live, edits)) : null;
    this.#preview = outcome || drag ? { marks, drag, snapped } : null;
    if (drag && !outcome) this.pendingIn = drag.from;
    else if (!drag && this.#makesByPointer) this.pendingIn = null;
    this.#makesByPointer = drag !== null && !outcome;
    this.redraw();
  }

  snapTo(x: number, except: number | null, invert: boolean, heard = false): Snap | null {
    const { opened, view } = this;
    const { marks } = opened;
    const waveform = heard ? this.#soundShown()?.waveform : null;
    const sources = {
      boundaries: marks.boundaries,
      proposals: opened.proposals,
      sounds: waveform ? edgesUnder(waveform, x, view) : [],
      keyFrames: !heard,
    };
    const rule = { on: this.settings.values.snap, invert, except };
    return snap(x, this.view, opened.index, sources, rule);
  }

  pick(lane: LaneId, key: string | null): void {
    if (lane !== this.lane) this.pendingIn = null;
    this.lane = lane;
    this.picked = key;
    this.redraw();
  }

  /** A row of the list was chosen. */
  choose({ of, first }: Row): void {
    if ("shot" in of) this.pick("shots", null);
    else if ("event" in of) this.pick(`audio:${of.event.lane}`, keyOf(of.event));
    else if ("segment" in of) this.pick(`lane:${of.segment.lane}`, keyOf(of.segment));
    else this.pick("subtitles", keyOf(of.line));
    this.seek(Math.min(this.opened.index.count - 1, first));
  }
}
