import type { AnyModel } from "@anywidget/types";
import { Channel } from "../core/channel";
import { countWaiting } from "../core/outbox_store";
import type { Opening } from "../ui/mount";
import { explain, type Status, type TaskTraits } from "../ui/task_model";
import { Linked } from "./linked";
import { emptyMap, MapLog } from "./map_log";
import { Side } from "./side";
import type { AlignmentHello } from "./wire";

/** Two releases whose frames the kernel may have to count first. */
const HELLO_TIMEOUT = 60_000;
const FRAME_DEBOUNCE = 100;

/** What the views of one alignment editor share once the kernel has answered. */
export class OpenAlignment {
  readonly a: Side;
  readonly b: Side;
  readonly log: MapLog;
  readonly linked: Linked;

  constructor(
    readonly hello: AlignmentHello,
    buffers: DataView[],
    readonly channel: Channel,
  ) {
    const first = hello.a.buffers;
    this.a = new Side("a", hello.a, buffers.slice(0, first), channel);
    this.b = new Side("b", hello.b, buffers.slice(first, first + hello.b.buffers), channel);
    const starts: [number, number] = [this.a.index.ptsOf(0), this.b.index.ptsOf(0)];
    this.log = new MapLog(hello, channel, emptyMap(hello, starts));
    this.linked = new Linked(this.a.playback, this.b.playback, this.log);
  }

  close(): void {
    this.linked.close();
    this.log.close();
    this.a.close();
    this.b.close();
  }
}

/** One per widget model: opens the channel, says hello, keeps the `frame` trait (of A) in step. */
export class AlignmentModel implements Opening<OpenAlignment> {
  status: Status<OpenAlignment> = { is: "opening", since: Date.now() };
  readonly channel: Channel;
  #listeners = new Set<() => void>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly model: AnyModel<TaskTraits>,
    readonly signal: AbortSignal,
  ) {
    this.channel = new Channel(model, signal);
    const seek = () => this.#seek();
    model.on("change:frame", seek);
    signal.addEventListener("abort", () => {
      model.off("change:frame", seek);
      clearTimeout(this.#timer);
      if (this.status.is === "open") this.status.opened.close();
      this.#listeners.clear();
    });
    void this.open();
  }

  async open(): Promise<void> {
    this.#become({ is: "opening", since: Date.now() });
    try {
      const { result, buffers } = await this.channel.request<AlignmentHello>(
        "hello",
        {},
        { timeout: HELLO_TIMEOUT, signal: this.signal },
      );
      if (this.signal.aborted) return;
      const opened = new OpenAlignment(result, buffers, this.channel);
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

  /** Tell Python where the person is in A, once they rest there. */
  #follow({ a, linked }: OpenAlignment): void {
    const asked = this.model.get("frame");
    linked.seek("a", typeof asked === "number" ? asked : 0);
    a.playback.onChange(() => {
      clearTimeout(this.#timer);
      if (a.playback.playing) return;
      this.#timer = setTimeout(() => {
        if (a.playback.playing || this.model.get("frame") === a.playback.frame) return;
        this.model.set("frame", a.playback.frame);
        this.model.save_changes();
      }, FRAME_DEBOUNCE);
    });
  }

  #seek(): void {
    const ordinal = this.model.get("frame");
    if (this.status.is !== "open" || !Number.isInteger(ordinal)) return;
    const { a, linked } = this.status.opened;
    if (ordinal !== a.playback.frame) linked.seek("a", ordinal);
  }

  #become(status: Status<OpenAlignment>): void {
    this.status = status;
    for (const listener of this.#listeners) listener();
  }
}
