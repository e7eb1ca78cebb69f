/** Decisions on their way to the store: kept in the browser until they are there, and sent once each, in order. */
import { KernelError, type Requester } from "../core/channel";
import { newId } from "../core/id";
import type { changesOf } from "./labels";

type Changes = ReturnType<typeof changesOf>;

interface Waiting {
  readonly digest: string;
  readonly step_id: string;
  readonly changes: Changes;
}

export type Shelf = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** Milliseconds between two tries while the kernel is away. */
const RETRY = 2_000;
const TIMEOUT = 15_000;

export class DecisionQueue {
  #waiting: Waiting[] = [];
  #digest: string | null = null;
  #sending = false;
  #offline = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly channel: Requester,
    readonly key: string,
    readonly signal: AbortSignal,
    /** The state is another one; `refused` says why the kernel did not take a decision. */
    readonly changed: (refused?: string) => void,
    readonly shelf: Shelf | null,
  ) {
    this.#waiting = read(shelf?.getItem(key) ?? null);
    signal.addEventListener("abort", () => clearTimeout(this.#timer));
  }

  get save(): "saved" | "saving" | "offline" {
    if (!this.unsent) return "saved";
    return this.#offline ? "offline" : "saving";
  }

  /** How many of the open file wait. */
  get unsent(): number {
    return this.#waiting.filter((one) => one.digest === this.#digest).length;
  }

  /** Changes of a file that the store does not have yet, oldest first. */
  of(digest: string): readonly Changes[] {
    return this.#waiting.filter((one) => one.digest === digest).map((one) => one.changes);
  }

  /** From now on the kernel has this file bound (`null`: none), and takes what is said of it. */
  serve(digest: string | null): void {
    this.#digest = digest;
    void this.#send();
  }

  add(changes: Changes): void {
    if (this.#digest === null) return;
    this.#waiting.push({ digest: this.#digest, step_id: newId(), changes });
    this.#keep();
    this.changed();
    void this.#send();
  }

  async #send(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    try {
      while (!this.signal.aborted) {
        const next = this.#waiting.find((one) => one.digest === this.#digest);
        if (!next) return;
        let refused: string | undefined;
        try {
          await this.channel.request("review.decide", next, {
            timeout: TIMEOUT,
            signal: this.signal,
          });
        } catch (error) {
          if (this.signal.aborted) return;
          const final = error instanceof KernelError && error.kind === "MalformedMessage";
          if (!final) {
            this.#offline = true;
            this.#timer = setTimeout(() => void this.#send(), RETRY);
            this.changed();
            return;
          }
          refused = error.message;
        }
        this.#offline = false;
        this.#waiting = this.#waiting.filter((one) => one !== next);
        this.#keep();
        this.changed(refused);
      }
    } finally {
      this.#sending = false;
    }
  }

  #keep(): void {
    try {
      if (this.#waiting.length) this.shelf?.setItem(this.key, JSON.stringify(this.#waiting));
      else this.shelf?.removeItem(this.key);
    } catch {
      // A browser that is full keeps nothing; what was said is sent all the same.
    }
  }
}

function read(text: string | null): Waiting[] {
  try {
    const found: unknown = JSON.parse(text ?? "[]");
    return Array.isArray(found)
      ? found.filter((one) => typeof one?.digest === "string" && Array.isArray(one?.changes))
      : [];
  } catch {
    return [];
  }
}
