import type { AnyModel } from "@anywidget/types";
import { Channel, KernelError, NoAnswer } from "../core/channel";
import { countWaiting } from "../core/outbox_store";
import type { Session } from "../core/session";
import type { Category, TaskHello } from "../core/wire";
import type { GuideDesk } from "../guide/guide_desk";
import type { FrameIndex } from "../video/frame_index";
import type { Playback } from "../video/playback";

/** The traits that an editor's widget syncs. */
export interface TaskTraits {
  frame: number;
}

/** What the views of one widget share once the kernel has answered, whichever editor it is. */
export interface OpenTask {
  readonly hello: TaskHello;
  readonly index: FrameIndex;
  readonly playback: Playback;
  readonly session: Session;
  readonly categories: ReadonlyMap<string, Category>;
  /** The units of the task, where it has any to guide through. */
  readonly guide: GuideDesk | null;
  close(): void;
}

type HelloOf<O extends OpenTask> = O["hello"];

/** How long the kernel may take for the frame index of a long film that it has never seen. */
const HELLO_TIMEOUT = 30_000;
const FRAME_DEBOUNCE = 100;

export type Status<O> =
  | { is: "opening"; since: number }
  | { is: "failed"; why: string; waiting: number }
  | { is: "open"; opened: O };

/** One per widget model: opens the channel, says hello, keeps the `frame` trait in step. */
export class TaskModel<O extends OpenTask> {
  status: Status<O> = { is: "opening", since: Date.now() };
  readonly channel: Channel;
  #listeners = new Set<() => void>();
  #frameTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly model: AnyModel<TaskTraits>,
    readonly signal: AbortSignal,
    readonly make: (hello: HelloOf<O>, buffers: DataView[], channel: Channel) => O,
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
      const { result, buffers } = await this.channel.request<HelloOf<O>>(
        "hello",
        {},
        { timeout: HELLO_TIMEOUT, signal: this.signal },
      );
      if (this.signal.aborted) return;
      const opened = this.make(result, buffers, this.channel);
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

  #become(status: Status<O>): void {
    this.status = status;
    for (const listener of this.#listeners) listener();
  }

  /** Tell Python where the person is, once they rest there. */
  #follow({ playback }: OpenTask): void {
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

/** In words, why nothing opened. */
export function explain(error: unknown): string {
  if (error instanceof NoAnswer)
    return "No kernel answers. If the notebook was just opened, or its kernel restarted, run the cell again.";
  if (error instanceof KernelError) return error.message;
  return error instanceof Error ? error.message : String(error);
}
