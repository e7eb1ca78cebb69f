import type { Reply, Requester, RequestOptions } from "../core/channel";
import { release } from "../testing/releases";
import type { FrameIndex } from "./frame_index";

/** A release for the video side: one tick a frame at 24 a second, a key frame every `gop`. */
export function indexOf(count: number, gop = 25, pts?: number[]): FrameIndex {
  return release({
    durations: Array.from({ length: count }, (_, n) =>
      pts ? (pts[n + 1] ?? (pts[n] as number) + 1) - (pts[n] as number) : 1,
    ),
    start: pts?.[0] ?? 0,
    timeBase: [1, 24],
    gop,
    info: { frame_rate: [24, 1], width: 320, height: 180, container: "matroska,webm" },
  });
}

export interface Asked {
  method: string;
  params: { start: number; stop: number; ordinals: number[] };
  options: RequestOptions;
  answer(result: object, buffers?: DataView[]): void;
  refuse(error: Error): void;
}

/** A channel whose kernel is the test. */
export class FakeChannel implements Requester {
  asked: Asked[] = [];

  request<T>(method: string, params: object, options: RequestOptions = {}): Promise<Reply<T>> {
    return new Promise((resolve, reject) => {
      options.signal?.addEventListener("abort", () => reject(options.signal?.reason));
      this.asked.push({
        method,
        params: params as Asked["params"],
        options,
        answer: (result, buffers = []) => resolve({ result: result as T, buffers }),
        refuse: reject,
      });
    });
  }

  on(): () => void {
    return () => {};
  }
}

/** Let everything that waits for promises happen. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
