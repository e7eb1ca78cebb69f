import type { Asked, FakeChannel } from "../video/testing";

/** A sound device whose clock the test turns: it keeps what was to be played, and when. */
export class FakeContext {
  currentTime = 0;
  readonly sampleRate = 8000;
  readonly baseLatency = 0;
  readonly outputLatency = 0;
  readonly destination = {};
  state = "running";
  wakes = true;
  sources: FakeSource[] = [];
  gains: FakeGain[] = [];

  getOutputTimestamp = () => ({ contextTime: 0, performanceTime: 0 });
  resume = async () => {
    if (this.wakes) this.state = "running";
  };
  close = async () => {
    this.state = "closed";
  };
  createGain(): FakeGain {
    const gain = new FakeGain();
    this.gains.push(gain);
    return gain;
  }
  createBuffer(channels: number, length: number): FakeBuffer {
    return new FakeBuffer(channels, length);
  }
  createBufferSource(): FakeSource {
    const source = new FakeSource();
    this.sources.push(source);
    return source;
  }

  as(): AudioContext {
    return this as unknown as AudioContext;
  }

  /** What comes out between two times, the first channel, as the sources were started and stopped. */
  render(from: number, until: number): Float32Array {
    const out = new Float32Array(Math.round((until - from) * this.sampleRate));
    for (const { buffer, startTime, stopTime } of this.sources) {
      const data = buffer?.data[0];
      if (!data) continue;
      for (let i = 0; i < data.length; i++) {
        const time = startTime + i / this.sampleRate;
        const at = Math.round((time - from) * this.sampleRate);
        if (time < stopTime && at >= 0 && at < out.length) out[at] = data[i] as number;
      }
    }
    return out;
  }
}

class FakeBuffer {
  data: Float32Array[];
  constructor(channels: number, length: number) {
    this.data = Array.from({ length: channels }, () => new Float32Array(length));
  }
  copyToChannel(source: Float32Array, channel: number): void {
    this.data[channel]?.set(source);
  }
}

class FakeSource {
  buffer: FakeBuffer | null = null;
  startTime = 0;
  stopTime = Number.POSITIVE_INFINITY;
  onended = () => {};
  connect(): void {}
  start(when: number): void {
    this.startTime = when;
  }
  stop(when: number): void {
    this.stopTime = when;
  }
}

class FakeGain {
  gain = {
    value: 1,
    setValueAtTime: () => {},
    linearRampToValueAtTime: () => {},
    setTargetAtTime: (value: number) => {
      this.gain.value = value;
    },
  };
  connect(): void {}
  disconnect(): void {}
}

/** Answer every request for samples that is open: sample n of a formula, the same in both channels. */
export function answerSamples(channel: FakeChannel, formula: (n: number) => number): number {
  const open = channel.asked.filter(({ method }) => method === "audio.samples");
  channel.asked = channel.asked.filter((one) => !open.includes(one));
  for (const asked of open) {
    const { start, stop } = asked.params;
    const data = Int16Array.from({ length: 2 * (stop - start) }, (_, i) =>
      Math.round(32767 * formula(start + (i >> 1))),
    );
    (asked as Asked).answer({ ...asked.params, channels: 2 }, [new DataView(data.buffer)]);
  }
  return open.length;
}
