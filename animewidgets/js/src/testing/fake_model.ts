import type { AnyModel } from "@anywidget/types";
import { KernelError } from "../core/channel";
import type { Hello } from "../core/wire";
import type { FrameIndex } from "../video/frame_index";
import type { FakeKernel } from "./fake_kernel";

type Handler = (...args: never[]) => void;
interface Request {
  type: string;
  id: number;
  method: string;
  params: object;
}

/** An anywidget model whose other end is a {@link FakeKernel} that has one release open. */
export class FakeModel {
  readonly traits: { frame: number } = { frame: 0 };
  /** What was saved to Python, oldest first. */
  readonly saved: { frame: number }[] = [];
  #handlers = new Map<string, Set<Handler>>();

  constructor(
    readonly kernel: FakeKernel,
    readonly index: FrameIndex,
    readonly over: Partial<Hello> = {},
  ) {
    for (const event of ["changed", "candidates", "seek"])
      kernel.on(event, (data) => this.#emit("msg:custom", { type: "event", event, data }, []));
  }

  get model(): AnyModel<{ frame: number }> {
    return this as unknown as AnyModel<{ frame: number }>;
  }

  get = (name: "frame") => this.traits[name];
  set = (name: "frame", value: number) => {
    this.traits[name] = value;
    this.#emit(`change:${name}`);
  };
  save_changes = () => {
    this.saved.push({ ...this.traits });
  };
  on = (name: string, handler: Handler) => {
    const handlers = this.#handlers.get(name) ?? new Set();
    this.#handlers.set(name, handlers.add(handler));
  };
  off = (name: string, handler: Handler) => {
    this.#handlers.get(name)?.delete(handler);
  };

  send = (message: Request) => {
    if (message.type === "request") void this.#answer(message);
  };

  async #answer({ id, method, params }: Request): Promise<void> {
    const reply = (rest: object, buffers: DataView[] = []) =>
      this.#emit("msg:custom", { type: "reply", id, ...rest }, buffers);
    try {
      if (!this.kernel.alive) return; // a dead kernel says nothing at all
      if (method === "hello") {
        const result = this.kernel.hello({ release: this.index.release, ...this.over });
        reply({ ok: true, result }, indexBuffers(this.index));
      } else {
        const { result, buffers } = await this.kernel.request<object>(method, params);
        reply({ ok: true, result }, buffers);
      }
    } catch (error) {
      if (!(error instanceof KernelError)) return;
      const { kind, message, data } = error;
      reply({ ok: false, error: { kind, message, data } });
    }
  }

  #emit(name: string, ...args: unknown[]): void {
    for (const handler of this.#handlers.get(name) ?? []) handler(...(args as never[]));
  }
}

/** The columns of an index as `hello` sends them. */
export function indexBuffers({ pts, duration, key, packetPts }: FrameIndex): DataView[] {
  const ticks = (values: Float64Array) =>
    new DataView(BigInt64Array.from(values, (value) => BigInt(value)).buffer);
  return [ticks(pts), ticks(duration), new DataView(key.slice().buffer), ticks(packetPts)];
}
