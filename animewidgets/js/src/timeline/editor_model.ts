import type { AnyModel } from "@anywidget/types";
import { Channel, KernelError, NoAnswer } from "../core/channel";
import { countWaiting } from "../core/outbox_store";
import { Session } from "../core/session";
import type { Hello } from "../core/wire";
import { Filmstrip } from "../video/filmstrip";
import { FrameIndex } from "../video/frame_index";
import { Playback } from "../video/playback";
import { type Proposal, proposalsOf } from "./candidates";
import { isCut, type Shot, shotsOf } from "./cuts";
import type { Extent } from "./view";

/** The traits that the widget syncs. */
export interface EditorTraits {
  frame: number;
}

/** How long the kernel may take for the frame index of a long film that it has never seen. */
const HELLO_TIMEOUT = 30_000;
const FRAME_DEBOUNCE = 100;

/** What the views of one widget share once the kernel has answered. */
export class Opened {
  readonly extent: Extent;
  readonly index: FrameIndex;
  readonly filmstrip: Filmstrip;
  readonly playback: Playback;
  readonly session: Session;
  #shots: { of: unknown; are: Shot[] } | null = null;
  #proposals: { of: unknown; beside: unknown; are: Proposal[] } | null = null;

  constructor(
    readonly hello: Hello,
    buffers: DataView[],
    channel: Channel,
  ) {
    this.index = FrameIndex.fromBuffers(hello.release, buffers);
    const start = this.index.ptsOf(0);
    const end = hello.release.end_pts;
    this.extent = { start, end, frameTicks: Math.max(1, (end - start) / this.index.count) };
    this.filmstrip = new Filmstrip(this.index, channel);
    this.playback = new Playback({
      index: this.index,
      channel,
      filmstrip: this.filmstrip,
      choice: hello.decoder,
      canDemux: hello.browser_can_demux,
      audio: hello.audio,
    });
    this.session = new Session(hello, channel);
  }

  get shots(): Shot[] {
    const { live } = this.session;
    if (this.#shots?.of !== live) this.#shots = { of: live, are: shotsOf(live, this.index) };
    return this.#shots.are;
  }

  /** The candidates that are not cuts yet. */
  get proposals(): Proposal[] {
    const { candidates } = this.session;
    const shots = this.shots;
    if (this.#proposals?.of !== candidates || this.#proposals.beside !== shots)
      this.#proposals = {
        of: candidates,
        beside: shots,
        are: proposalsOf(candidates, this.index).filter(({ ordinal }) => !isCut(shots, ordinal)),
      };
    return this.#proposals.are;
  }

  close(): void {
    this.session.close();
    this.playback.close();
    this.filmstrip.close();
  }
}

export type Status =
  | { is: "opening"; since: number }
  | { is: "failed"; why: string; waiting: number }
  | { is: "open"; opened: Opened };

/** One per widget model: opens the channel, says hello, keeps the `frame` trait in step. */
export class EditorModel {
  status: Status = { is: "opening", since: Date.now() };
  readonly channel: Channel;
  #listeners = new Set<() => void>();
  #frameTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly model: AnyModel<EditorTraits>,
    readonly signal: AbortSignal,
  ) {
    this.channel = new Channel(model, signal);
    const onFrame = () => this.#frameFromPython();
    model.on("change:frame", onFrame);
    this.channel.on("seek", ({ ordinal }: { ordinal: number }) => this.#seek(ordinal));
    signal.addEventListener("abort", () => {
      model.off("change:frame", onFrame);
      clearTimeout(this.#frameTimer);
      if (this.status.is === "open") this.status.opened.close();
      this.#listeners.clear();
    });
    void this.open();
  }

  /** Say hello; again after a failure. */
  async open(): Promise<void> {
    this.#become({ is: "opening", since: Date.now() });
    try {
      const { result, buffers } = await this.channel.request<Hello>(
        "hello",
        {},
        { timeout: HELLO_TIMEOUT, signal: this.signal },
      );
      if (this.signal.aborted) return;
      const opened = new Opened(result, buffers, this.channel);
      await opened.session.start();
      if (this.signal.aborted) return opened.close();
      this.#follow(opened);
      this.#become({ is: "open", opened });
    } catch (error) {
      if (this.signal.aborted) return;
      this.#become({ is: "failed", why: explain(error), waiting: await countWaiting() });
    }
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #become(status: Status): void {
    this.status = status;
    for (const listener of this.#listeners) listener();
  }

  /** Tell Python where the person is, once they rest there. */
  #follow({ playback }: Opened): void {
    const asked = this.model.get("frame");
    void playback.seek(typeof asked === "number" ? asked : 0);
    playback.onChange(() => {
      clearTimeout(this.#frameTimer);
      if (playback.playing) return;
      this.#frameTimer = setTimeout(() => {
        if (playback.playing || this.model.get("frame") === playback.frame) return;
        this.model.set("frame", playback.frame);
        this.model.save_changes();
      }, FRAME_DEBOUNCE);
    });
  }

  #frameFromPython(): void {
    this.#seek(this.model.get("frame"));
  }

  #seek(ordinal: number): void {
    if (this.status.is !== "open" || !Number.isInteger(ordinal)) return;
    const { playback } = this.status.opened;
    if (ordinal !== playback.frame) void playback.seek(ordinal);
  }
}

function explain(error: unknown): string {
  if (error instanceof NoAnswer)
    return "No kernel answers. If the notebook was just opened, or its kernel restarted, run the cell again.";
  if (error instanceof KernelError) return error.message;
  return error instanceof Error ? error.message : String(error);
}
