import type { AnyModel } from "@anywidget/types";
import { Channel } from "../core/channel";
import type { AudioStream, DecoderChoice, ReleaseInfo } from "../core/wire";
import { Filmstrip } from "../video/filmstrip";
import { FrameIndex } from "../video/frame_index";
import { Playback } from "../video/playback";
import { Screen } from "../video/screen";
import "./frame_player.css";

const SPEEDS = [0.25, 0.5, 0.75, 1, 1.5, 2, 4];

interface State {
  frame: number;
}

/** What `hello` tells a player: a part of what it tells an editor. */
interface PlayerHello {
  release: ReleaseInfo;
  decoder: DecoderChoice;
  browser_can_demux: boolean;
  audio: AudioStream[];
}

async function start(model: AnyModel<State>, signal: AbortSignal): Promise<Playback> {
  const channel = new Channel(model, signal);
  const { result, buffers } = await channel.request<PlayerHello>("hello", {}, { timeout: 60_000 });
  const index = FrameIndex.fromBuffers(result.release, buffers);
  const filmstrip = new Filmstrip(index, channel);
  const playback = new Playback({
    index,
    channel,
    filmstrip,
    choice: result.decoder,
    canDemux: result.browser_can_demux,
    audio: result.audio,
  });
  playback.onChange(() => {
    if (playback.state !== "ready" || model.get("frame") === playback.frame) return;
    model.set("frame", playback.frame);
    model.save_changes();
  });
  const follow = () => playback.seek(model.get("frame"));
  model.on("change:frame", () => {
    if (model.get("frame") !== playback.frame) follow();
  });
  signal.addEventListener("abort", () => {
    playback.close();
    filmstrip.close();
  });
  follow();
  return playback;
}

interface View {
  model: AnyModel<State>;
  el: HTMLElement;
  signal: AbortSignal;
}

/** Called once per model, so that all its views share one playback. */
export default () => {
  let starting: Promise<Playback> | undefined;
  return {
    /** The kernel may be busy with the cell that shows the player: `initialize` does not wait for it. */
    initialize({ model, signal }: Omit<View, "el">): void {
      starting = start(model, signal);
      starting.catch(() => {}); // each view tells it
    },
    async render({ el, signal }: View): Promise<void> {
      const root = document.createElement("div");
      root.className = "aw-player";
      root.tabIndex = 0;
      root.setAttribute("role", "group");
      root.setAttribute("aria-label", "Frame player");
      root.dataset.lmSuppressShortcuts = "true";
      el.append(root);
      try {
        const playback = await (starting as Promise<Playback>);
        if (!signal.aborted) show(root, playback, signal);
      } catch (error) {
        const says = document.createElement("p");
        says.setAttribute("role", "alert");
        says.textContent = `The player could not start: ${(error as Error).message}`;
        root.append(says);
      }
    },
  };
};

function show(root: HTMLElement, playback: Playback, signal: AbortSignal): void {
  const screen = new Screen(playback);
  const transport = document.createElement("div");
  transport.className = "aw-player-transport";
  const back = button("‹", "One frame back (←)", () => playback.step(-1));
  const play = button("▶", "Play or pause (space)", () => playback.toggle());
  const on = button("›", "One frame on (→)", () => playback.step(1));

  const field = document.createElement("input");
  field.type = "number";
  field.min = "0";
  field.max = String(playback.index.count - 1);
  field.setAttribute("aria-label", "Go to frame");
  field.addEventListener("change", () => playback.seek(field.valueAsNumber || 0));
  const clock = document.createElement("span");

  const reason = document.createElement("span");
  reason.className = "aw-player-decoder";
  const choice = document.createElement("select");
  choice.setAttribute("aria-label", "Where pictures are decoded");
  for (const value of ["auto", "browser", "kernel"] as const)
    choice.append(new Option(value, value));
  choice.addEventListener("change", () => playback.setDecoder(choice.value as DecoderChoice));

  const speed = document.createElement("select");
  speed.setAttribute("aria-label", "Speed");
  for (const value of SPEEDS) speed.append(new Option(`${value}×`, String(value), value === 1));
  speed.addEventListener("change", () => playback.setRate(Number(speed.value)));
  const { sound } = playback;
  const mute = button("♪", "Sound on or off (M)", () => {
    sound.muted = !sound.muted;
  });
  const stream = document.createElement("select");
  stream.setAttribute("aria-label", "Which sound");
  stream.hidden = sound.streams.length < 2;
  for (const one of sound.streams) {
    const name = [one.title, one.language].filter(Boolean).join(", ") || `Sound ${one.stream + 1}`;
    stream.append(new Option(name, String(one.stream)));
  }
  stream.addEventListener("change", () => sound.setStream(Number(stream.value)));

  transport.append(back, play, on, field, clock, speed, mute, stream, reason, choice);
  root.append(screen.root, transport);
  const passage = { from: 0, until: playback.index.count };
  root.addEventListener("keydown", (event) => key(event, playback, passage));

  const update = () => {
    play.textContent = playback.playing ? "❚❚" : "▶";
    play.setAttribute("aria-pressed", String(playback.playing));
    if (document.activeElement !== field) field.value = String(playback.frame);
    const seconds = playback.index.seconds(playback.index.ptsOf(playback.frame));
    clock.textContent = `${seconds.toFixed(3)} s`;
    choice.value = playback.choice;
    choice.title = playback.decoderReason;
    reason.textContent = playback.decoderReason;
    speed.value = String(Math.abs(playback.rate));
    mute.disabled = !sound.available;
    mute.setAttribute("aria-pressed", String(!sound.muted && sound.available));
    mute.title = sound.reason || "Sound on or off (M)";
    root.dataset.dropped = String(playback.dropped);
    root.dataset.playing = String(playback.playing);
  };
  const stop = playback.onChange(update);
  signal.addEventListener("abort", () => {
    stop();
    screen.close();
  });
  update();
}

function key(
  event: KeyboardEvent,
  playback: Playback,
  passage: { from: number; until: number },
): void {
  if (event.target instanceof HTMLInputElement || event.ctrlKey || event.metaKey || event.altKey)
    return;
  const actions: { [key: string]: () => unknown } = {
    ArrowLeft: () => playback.step(-1),
    ArrowRight: () => playback.step(1),
    Home: () => playback.seek(0),
    End: () => playback.seek(playback.index.count - 1),
    " ": () => playback.toggle(),
    j: () => playback.shuttle(-1),
    k: () => playback.shuttle(0),
    l: () => playback.shuttle(1),
    m: () => {
      playback.sound.muted = !playback.sound.muted;
    },
    // In and out, and what lies between them, as on an editing table.
    i: () => {
      passage.from = playback.frame;
    },
    o: () => {
      passage.until = playback.frame + 1;
    },
    p: () => playback.play(Math.abs(playback.rate), passage),
    P: () => playback.play(Math.abs(playback.rate), { ...passage, loop: true }),
  };
  const action = actions[event.key];
  if (!action) return;
  event.preventDefault();
  event.stopPropagation();
  action();
}

function button(text: string, label: string, action: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.title = label;
  made.setAttribute("aria-label", label);
  made.addEventListener("click", action);
  return made;
}
