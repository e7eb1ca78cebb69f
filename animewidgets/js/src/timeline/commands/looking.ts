import { nextForm, type TimecodeForm } from "../../core/timecode";
import { pan, pixelAt, showAll, zoom } from "../../ui/time_view";
import type { Context } from "./context";

const ZOOM = 1.5;
const TALLER = 1.5;
/** Part of the width by which the view is moved. */
const PAGE = 0.75;
/** Free room beside what is shown as a whole. */
const BESIDE = 0.06;

export const FORM_NAMES: Readonly<Record<TimecodeForm, string>> = {
  frames: "frames",
  time: "h:m:s.ms",
  smpte: "SMPTE",
  ticks: "ticks",
};

/** What is shown, and how large. */
export function lookingDeeds(context: Context) {
  const { opened, host } = context;
  const { index, playback, extent } = opened;
  const { settings } = host;

  /** Zoom about the playhead while it is in sight, else about the middle. */
  const zoomBy = (factor: number) => {
    const at = pixelAt(host.view, index.ptsOf(playback.frame));
    const pixel = at >= 0 && at <= host.view.width ? at : host.view.width / 2;
    host.look(zoom(host.view, factor, pixel, extent));
  };
  const gain = (factor: number) =>
    settings.set({ soundGain: Math.min(64, Math.max(1 / 8, settings.values.soundGain * factor)) });
  const onOff = (name: "waveform" | "spectrogram" | "snap", what: string) => {
    settings.set({ [name]: !settings.values[name] });
    context.say(`${what} ${settings.values[name] ? "on" : "off"}`);
  };
  const soundStrip = (name: "waveform" | "spectrogram", what: string) => {
    if (playback.sound.streams.length) onOff(name, what);
    else context.refuse("The media file has no sound.");
  };
  return {
    zoomIn: () => zoomBy(ZOOM),
    zoomOut: () => zoomBy(1 / ZOOM),
    fit: () => host.look(showAll(extent, host.view.width)),
    zoomToShot: () => {
      const { span } = context.active;
      if (!span) {
        context.refuse("Nothing is chosen on this lane.");
        return;
      }
      const length = (span.endPts - span.startPts) * (1 + 2 * BESIDE);
      const { width } = host.view;
      host.look({
        width,
        ticksPerPixel: length / width,
        left: span.startPts - (span.endPts - span.startPts) * BESIDE,
      });
    },
    panLeft: () => host.look(pan(host.view, -PAGE * host.view.width, extent)),
    panRight: () => host.look(pan(host.view, PAGE * host.view.width, extent)),
    waveform: () => soundStrip("waveform", "Waveform"),
    spectrogram: () => soundStrip("spectrogram", "Spectrogram"),
    soundTaller: () => gain(TALLER),
    soundLower: () => gain(1 / TALLER),
    timecode: () => {
      settings.set({ timecode: nextForm(settings.values.timecode) });
      context.say(`Times as ${FORM_NAMES[settings.values.timecode]}`);
    },
    snap: () => onOff("snap", "Snapping"),
    fullScreen: () => host.toggleFullScreen(),
    list: () => host.toggleList(),
    keySettings: () => host.openKeySettings(),
    timingSettings: () => host.openTimingSettings(),
    help: () => host.toggleHelp(),
  };
}
