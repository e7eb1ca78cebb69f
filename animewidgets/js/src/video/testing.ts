import type { Reply, Requester, RequestOptions } from "../core/channel";
import type { ReleaseInfo } from "../core/wire";
import { FrameIndex } from "./frame_index";

/** A release of `count` frames for tests: one tick a frame at 24 a second, a key frame every `gop`. */
export function indexOf(count: number, gop = 25, pts = Array.from({ length: count }, (_, n) => n)) {
  const release: ReleaseInfo = {
    release_id: "r",
    name: "ep01",
    time_base: [1, 24],
    frame_count: count,
    frame_rate: [24, 1],
    end_pts: (pts[count - 1] ?? 0) + 1,
    width: 320,
    height: 180,
    rotation: 0,
    pixel_aspect: [1, 1],
    codec: "h264",
    container: "matroska,webm",
    byte_size: 1_000_000,
    packets_differ: false,
  };
  const duration = Float64Array.from(pts, (p, n) => (pts[n + 1] ?? p + 1) - p);
  const key = Uint8Array.from(pts, (_, n) => Number(n % gop === 0));
  return new FrameIndex(release, Float64Array.from(pts), duration, key, Float64Array.from(pts));
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
