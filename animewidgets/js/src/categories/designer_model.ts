import type { AnyModel } from "@anywidget/types";
import { Channel } from "../core/channel";
import { countWaiting } from "../core/outbox_store";
import type { Opening } from "../ui/mount";
import { explain, type Status } from "../ui/task_model";
import { Draft } from "./draft";
import type { DesignerHello } from "./hello";

/** Reading a schema of many thousand categories and a long draft takes a kernel a moment. */
const HELLO_TIMEOUT = 30_000;

/** What the views of one designer share once the kernel has answered. */
export class OpenDesigner {
  readonly draft: Draft;

  constructor(
    readonly hello: DesignerHello,
    readonly channel: Channel,
  ) {
    this.draft = new Draft(hello, channel);
  }

  close(): void {
    this.draft.close();
  }
}

/** One per widget model: opens the channel, says hello, and again when something was published. */
export class DesignerModel implements Opening<OpenDesigner> {
  status: Status<OpenDesigner> = { is: "opening", since: Date.now() };
  readonly channel: Channel;
  /** The tab that was in front: it stays there when all is drawn anew. */
  tab = "categories";
  /** What is to be said once all is drawn anew. */
  said: string | null = null;
  #listeners = new Set<() => void>();

  constructor(
    model: AnyModel,
    readonly signal: AbortSignal,
  ) {
    this.channel = new Channel(model, signal);
    signal.addEventListener("abort", () => {
      this.#shut();
      this.#listeners.clear();
    });
    void this.open();
  }

  /** Say hello; again after a failure. */
  async open(): Promise<void> {
    this.#become({ is: "opening", since: Date.now() });
    try {
      await this.reload();
    } catch (error) {
      if (this.signal.aborted) return;
      this.#become({ is: "failed", why: explain(error), waiting: await countWaiting() });
    }
  }

  /** Ask anew while what is open stays on the page until the answer is there. */
  async reload(said: string | null = null): Promise<void> {
    const { result } = await this.channel.request<DesignerHello>(
      "hello",
      {},
      { timeout: HELLO_TIMEOUT, signal: this.signal },
    );
    if (this.signal.aborted) return;
    const opened = new OpenDesigner(result, this.channel);
    await opened.draft.start();
    if (this.signal.aborted) return opened.close();
    this.#shut();
    this.said = said;
    this.#become({ is: "open", opened });
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #shut(): void {
    if (this.status.is === "open") this.status.opened.close();
  }

  #become(status: Status<OpenDesigner>): void {
    this.status = status;
    for (const listener of this.#listeners) listener();
  }
}
