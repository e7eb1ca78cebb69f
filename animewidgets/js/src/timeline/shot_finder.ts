import { KernelError, type Requester } from "../core/channel";

/** Milliseconds that the kernel may go without a word: it decodes the whole film. */
const PATIENCE = 6 * 3_600_000;

export type Finding =
  | { readonly is: "idle" }
  | { readonly is: "running"; readonly done: number; readonly total: number }
  | { readonly is: "failed"; readonly why: string };

/** Has the kernel look for shots; what it finds comes as candidates of a layer of its own. One per model. */
export class ShotFinder {
  state: Finding = { is: "idle" };
  #running: AbortController | null = null;
  #stop: () => void;

  constructor(
    readonly channel: Requester,
    readonly changed: () => void,
  ) {
    this.#stop = channel.on(
      "progress",
      ({ what, done, total }: { what: string; done: number; total: number }) => {
        if (what === "shots" && this.#running) this.#become({ is: "running", done, total });
      },
    );
  }

  /** Look; how many were found, or `null` when it was cancelled or failed. */
  async find(): Promise<number | null> {
    if (this.#running) return null;
    const running = new AbortController();
    this.#running = running;
    this.#become({ is: "running", done: 0, total: 1 });
    try {
      const { result } = await this.channel.request<{ count: number }>(
        "shots.find",
        {},
        { timeout: PATIENCE, signal: running.signal },
      );
      this.#become({ is: "idle" });
      return result.count;
    } catch (error) {
      const why = error instanceof KernelError ? error.message : "the kernel does not answer";
      this.#become(running.signal.aborted ? { is: "idle" } : { is: "failed", why });
      return null;
    } finally {
      this.#running = null;
    }
  }

  cancel(): boolean {
    this.#running?.abort(new DOMException("cancelled", "AbortError"));
    return this.#running !== null;
  }

  close(): void {
    this.cancel();
    this.#stop();
  }

  #become(state: Finding): void {
    this.state = state;
    this.changed();
  }
}
