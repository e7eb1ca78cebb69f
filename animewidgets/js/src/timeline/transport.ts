import { h, setAttribute, setText } from "../core/dom";
import { setIcon } from "../core/icons";
import type { Settings } from "../core/settings";
import { formatPlace, shortLength, type TimecodeForm } from "../core/timecode";
import type { ActionButtons } from "../ui/buttons";
import { GoTo } from "../ui/go_to";
import { type Extent, scaleAt, type Viewport, zoomPosition } from "../ui/time_view";
import type { StandardAction } from "./actions";
import type { ActiveSpan } from "./active";
import { proposalOn } from "./candidates";
import { SPEEDS } from "./commands/playing";
import { isCut, shotAt } from "./cuts";
import type { Opened } from "./editor_model";
import { TRANSITION_NAMES } from "./transition_kinds";
import { transitionAt } from "./transitions";

export interface TransportHost {
  readonly settings: Settings;
  refuse(reason: string): void;
  look(view: Viewport): void;
  seek(ordinal: number): void;
  focus(): void;
  viewport(): Viewport;
  speed: number;
  readonly looping: boolean;
  readonly locked: boolean;
  readonly begun: ReadonlyMap<string, number>;
}

/** The bar under the picture: moving, where one is, cutting, playing, sound and speed; zoom beside the overview. */
export class Transport {
  readonly root: HTMLElement;
  /** Zoom and snapping; stands beside the overview, where it acts. */
  readonly looking: HTMLElement;
  readonly goTo: HTMLInputElement;
  #goTo: GoTo;
  #time = h("span", { class: "aw-time" });
  #where = h("span", { class: "aw-where" });
  #play: HTMLButtonElement;
  #zoom: HTMLInputElement;
  #atCut: HTMLButtonElement[];
  #cutHere: HTMLButtonElement;
  #find: HTMLButtonElement;
  #candidates: HTMLButtonElement[];
  #sounds: HTMLElement;
  #tap: HTMLButtonElement;
  #speaker: HTMLButtonElement;
  #loop: HTMLButtonElement;
  #lock: HTMLButtonElement;
  #mute: HTMLButtonElement;
  #volume: HTMLInputElement;
  #stream: HTMLSelectElement | null = null;
  #speed: HTMLSelectElement;
  #snap: HTMLButtonElement;

  constructor(
    readonly opened: Opened,
    readonly host: TransportHost,
    buttons: ActionButtons<StandardAction>,
  ) {
    const { playback } = opened;
    this.#play = buttons.make("play", "play");
    this.#play.classList.add("aw-primary");
    this.#goTo = new GoTo(opened, host);
    this.goTo = this.#goTo.input;
    this.#cutHere = buttons.make("cut", "cut", "Cut here");
    this.#find = buttons.make("findShots", "find", "Find shots");
    this.#candidates = [
      buttons.make("accept", "accept", "Accept"),
      buttons.make("reject", "reject"),
    ];
    this.#atCut = [
      buttons.make("deleteCut", "delete"),
      buttons.make("nudgeBack", "nudgeBack"),
      buttons.make("nudgeForward", "nudgeForward"),
      buttons.make("cycleTransition", "transition"),
    ];
    this.#tap = buttons.make("tapEvent", "soundEvent");
    this.#speaker = buttons.make("speaker", "person");
    this.#loop = buttons.make("loop", "loop");
    this.#lock = buttons.make("lockSegment", "lock");
    this.#mute = buttons.make("mute", "sound");
    this.#volume = h("input", {
      class: "aw-volume",
      type: "range",
      min: 0,
      max: 1,
      step: 0.01,
      "aria-label": "Volume",
      title: "Volume",
      oninput: () => host.settings.set({ volume: Number(this.#volume.value), muted: false }),
      onpointerup: () => host.focus(),
    });
    const { streams } = playback.sound;
    if (streams.length > 1)
      this.#stream = h(
        "select",
        {
          class: "aw-select aw-stream",
          "aria-label": "Audio stream",
          title: "Audio stream",
          onchange: () => {
            const { value } = this.#stream as HTMLSelectElement;
            playback.sound.setStream(value === "" ? null : Number(value));
            host.focus();
          },
        },
        ...streams.map((one) =>
          h(
            "option",
            { value: one.stream },
            [`${one.stream + 1}`, one.language, one.title, `${one.channels} ch`]
              .filter(Boolean)
              .join(" · "),
          ),
        ),
        h("option", { value: "" }, "none"),
      );
    this.#speed = h(
      "select",
      {
        class: "aw-select",
        "aria-label": "Speed",
        title: "Speed of playing",
        onchange: () => {
          host.speed = Number(this.#speed.value) || 1;
          host.focus();
        },
      },
      ...SPEEDS.map((speed) => h("option", { value: speed, selected: speed === 1 }, `${speed}×`)),
    );
    this.#zoom = h("input", {
      class: "aw-zoom",
      type: "range",
      min: 0,
      max: 1,
      step: 0.001,
      "aria-label": "Zoom of the time axis",
      title: "Zoom",
      oninput: () => this.#zoomed(),
      onpointerup: () => host.focus(),
    });
    const group = (name: string, ...children: (Node | null)[]) =>
      h("div", { class: "aw-group", role: "group", "aria-label": name }, ...children);
    this.#sounds = group("Sounds", this.#tap, this.#speaker);
    this.root = h(
      "div",
      { class: "aw-transport", role: "toolbar", "aria-label": "Playing and cutting" },
      group(
        "Moving",
        buttons.make("previousCut", "previousCut"),
        buttons.make("stepBack", "stepBack"),
        this.#play,
        buttons.make("stepForward", "stepForward"),
        buttons.make("nextCut", "nextCut"),
      ),
      group("Where", this.goTo, this.#time),
      group("Cutting", this.#cutHere, ...this.#atCut),
      group("Candidates", this.#find, ...this.#candidates),
      group(
        "Segments",
        buttons.make("segmentIn", "segmentIn"),
        buttons.make("segmentOut", "segmentOut"),
      ),
      this.#sounds,
      group("Remarks", buttons.make("comment", "comment"), buttons.make("uncertain", "uncertain")),
      this.#where,
      group(
        "Playing",
        buttons.make("playBefore", "playBefore"),
        buttons.make("playAfter", "playAfter"),
        buttons.make("playShot", "playShot"),
        this.#loop,
        this.#lock,
        this.#speed,
      ),
      streams.length ? group("Sound", this.#mute, this.#volume, this.#stream) : null,
    );
    this.#snap = buttons.make("snap", "snap");
    this.looking = group(
      "Looking",
      this.#snap,
      buttons.make("zoomOut", "zoomOut"),
      this.#zoom,
      buttons.make("zoomIn", "zoomIn"),
      buttons.make("fit", "fit"),
    );
  }

  show(view: Viewport, extent: Extent, span: ActiveSpan | null): void {
    const { playback, marks, proposals } = this.opened;
    const { frame, sound } = playback;
    const { settings } = this.host;
    const { values } = settings;
    const onCut = isCut(marks.shots, frame);
    this.#goTo.show();
    setText(this.#time, timeText(this.opened, values.timecode));
    const [pathHolder] = this.#play.children;
    if (pathHolder instanceof SVGSVGElement)
      setIcon(pathHolder, playback.playing ? "pause" : "play");
    setAttribute(this.#play, "aria-pressed", String(playback.playing));
    const chosen = span !== null && span.what !== "shot";
    for (const button of this.#atCut)
      button.disabled =
        button.dataset.action === "cycleTransition"
          ? transitionAt(marks.shots, frame) === null
          : !onCut && !chosen;
    setAttribute(this.#cutHere, "disabled", onCut || frame === 0);
    const { state } = this.opened.finder;
    setAttribute(this.#find, "hidden", state.is !== "running" && proposals.length > 0);
    const share = state.is === "running" ? Math.floor((100 * state.done) / state.total) : 0;
    setText(
      this.#find.lastChild as Text,
      state.is === "running" ? `Stop · ${share} %` : "Find shots",
    );
    const here = proposalOn(proposals, frame);
    const [accept, reject] = this.#candidates;
    for (const button of this.#candidates) setAttribute(button, "hidden", proposals.length === 0);
    if (accept) setAttribute(accept, "data-here", here !== null);
    if (reject) setAttribute(reject, "disabled", here === null);
    setAttribute(this.#sounds, "hidden", !this.opened.takesEvents);
    setAttribute(this.#tap, "aria-pressed", String(this.host.begun.size > 0));
    setAttribute(this.#speaker, "disabled", span?.what !== "event");
    setAttribute(this.#loop, "aria-pressed", String(this.host.looping));
    setAttribute(this.#lock, "aria-pressed", String(this.host.locked));
    setAttribute(this.#snap, "aria-pressed", String(values.snap));
    setAttribute(this.#where, "data-cut", onCut);
    const where = whereText(this.opened, span, onCut);
    setText(this.#where, where);
    setAttribute(this.#where, "title", where); // where there is no room for all of it
    const [speaker] = this.#mute.children;
    if (speaker instanceof SVGSVGElement)
      setIcon(speaker, values.muted || !sound.available ? "silent" : "sound");
    if (sound.reason) setAttribute(this.#mute, "title", `Sound: ${sound.reason}`);
    if (!this.#volume.matches(":focus")) this.#volume.value = `${values.muted ? 0 : values.volume}`;
    if (this.#stream) this.#stream.value = sound.stream === null ? "" : `${sound.stream}`;
    const speed = `${this.host.speed}`;
    if (this.#speed.value !== speed) this.#speed.value = speed;
    if (!this.#zoom.matches(":focus")) this.#zoom.value = `${zoomPosition(view, extent)}`;
  }

  #zoomed(): void {
    const { extent } = this.opened;
    const view = this.host.viewport();
    const ticksPerPixel = scaleAt(Number(this.#zoom.value), view, extent);
    // The playhead stays where it is on the screen: it is what one looks at while zooming by hand.
    const tick = this.opened.index.ptsOf(this.opened.playback.frame);
    const at = (tick - view.left) / view.ticksPerPixel;
    const pixel = at >= 0 && at <= view.width ? at : view.width / 2;
    const middle = view.left + pixel * view.ticksPerPixel;
    this.host.look({ ...view, ticksPerPixel, left: middle - pixel * ticksPerPixel });
  }
}

/** The place beside the frame's number: as frames, what of how many. */
function timeText({ index, playback }: Opened, form: TimecodeForm): string {
  if (form === "frames") return `of ${index.count}`;
  return formatPlace(playback.frame, index, form);
}

/** What one stands on, in words. */
function whereText(
  { marks, playback, index }: Opened,
  span: ActiveSpan | null,
  onCut: boolean,
): string {
  const { frame } = playback;
  const { time_base } = index.release;
  const long = (one: { startPts: number; endPts: number }) =>
    shortLength(one.endPts - one.startPts, time_base);
  if (span?.what === "segment")
    return `${span.segment.lane} · ${span.first} to ${span.end - 1} · ${long(span)}`;
  if (span?.what === "event") {
    const { speaker, lane } = span.event;
    return `${speaker ?? "Sound"} · ${lane} · ${long(span)}`;
  }
  if (span?.what === "line") return `Line ${span.line.line + 1} · ${long(span)}`;
  const shot = shotAt(marks.shots, frame);
  const mixed = transitionAt(marks.shots, frame);
  if (mixed?.transition)
    return `${TRANSITION_NAMES[mixed.transition.kind]} to shot ${mixed.number + 1} · ${mixed.transition.from} to ${mixed.transition.until - 1}`;
  if (onCut) return `On a cut · shot ${shot.number + 1} · ${long(shot)}`;
  return `Shot ${shot.number + 1} · ${frame - shot.first + 1} of ${shot.end - shot.first} · ${long(shot)}`;
}
