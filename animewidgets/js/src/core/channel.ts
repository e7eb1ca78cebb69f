import type { AnyModel } from "@anywidget/types";
import type { Json, WireError } from "./wire";

/** A refusal that the kernel sent: `kind` is the class name of the Python error. */
export class KernelError extends Error {
  constructor(
    readonly kind: string,
    message: string,
    readonly data: { [key: string]: Json } = {},
  ) {
    super(message);
    this.name = kind;
  }
}

/** No answer came: the kernel is dead or busy, or the network is away. The request may have arrived. */
export class NoAnswer extends Error {
  override name = "NoAnswer";
}

export interface Reply<T> {
  result: T;
  buffers: DataView[];
}

export interface RequestOptions {
  /** Milliseconds until {@link NoAnswer}. */
  timeout?: number;
  signal?: AbortSignal | undefined;
  /** Binary that goes beside the params. */
  buffers?: ArrayBuffer[];
}

/** What the rest of the code needs of a channel; tests give a fake one. */
export interface Requester {
  request<T>(method: string, params: object, options?: RequestOptions): Promise<Reply<T>>;
  on(event: string, listener: (data: never) => void): () => void;
}

interface Pending {
  settle(envelope: ReplyEnvelope, buffers: DataView[]): void;
}

type ReplyEnvelope =
  | { type: "reply"; id: number; ok: true; result: unknown }
  | { type: "reply"; id: number; ok: false; error: WireError };
type Envelope = ReplyEnvelope | { type: "event"; event: string; data: unknown };

/**
 * Requests and events over one widget's comm, as docs/wire.md tells. One per model, made in
 * `initialize` and shared by all its views.
 */
export class Channel implements Requester {
  #model: Pick<AnyModel, "send" | "on" | "off">;
  #pending = new Map<number, Pending>();
  #listeners = new Map<string, Set<(data: never) => void>>();
  #nextId = 1;

  constructor(model: Pick<AnyModel, "send" | "on" | "off">, signal?: AbortSignal) {
    this.#model = model;
    model.on("msg:custom", this.#receive);
    signal?.addEventListener("abort", () => model.off("msg:custom", this.#receive));
  }

  request<T>(method: string, params: object, options: RequestOptions = {}): Promise<Reply<T>> {
    const { timeout = 10_000, signal, buffers } = options;
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const done = () => {
        this.#pending.delete(id);
        clearTimeout(timer);
        signal?.removeEventListener("abort", abort);
      };
      const abort = () => {
        done();
        this.#send({ type: "cancel", id });
        reject(signal?.reason);
      };
      const timer = setTimeout(() => {
        done();
        reject(new NoAnswer(`the kernel did not answer ${method} within ${timeout} ms`));
      }, timeout);
      signal?.addEventListener("abort", abort);
      this.#pending.set(id, {
        settle: (envelope, buffers) => {
          done();
          if (envelope.ok) resolve({ result: envelope.result as T, buffers });
          else {
            const { kind, message, data } = envelope.error;
            reject(new KernelError(kind, message, data));
          }
        },
      });
      if (!this.#send({ type: "request", id, method, params }, buffers)) {
        done();
        reject(new NoAnswer("the connection to the kernel is closed"));
      }
    });
  }

  /** Listen to an event from the kernel; returns the function that stops it. */
  on<T>(event: string, listener: (data: T) => void): () => void {
    const listeners = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, listeners);
    listeners.add(listener as (data: never) => void);
    return () => listeners.delete(listener as (data: never) => void);
  }

  /** Whether the message left: a comm that was closed throws instead of sending. */
  #send(envelope: object, buffers?: ArrayBuffer[]): boolean {
    try {
      if (buffers) this.#model.send(envelope, undefined, buffers);
      else this.#model.send(envelope);
      return true;
    } catch {
      return false;
    }
  }

  #receive = (envelope: Envelope, buffers: DataView[] = []) => {
    if (envelope?.type === "reply") {
      this.#pending.get(envelope.id)?.settle(envelope, buffers);
    } else if (envelope?.type === "event") {
      for (const listener of this.#listeners.get(envelope.event) ?? []) {
        listener(envelope.data as never);
      }
    }
  };
}
