import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeChannel } from "../video/testing";
import { fade, heardTime, SoundPlayer } from "./sound_player";
import { BLOCK, SoundTrack } from "./sound_track";
import { answerSamples, FakeContext } from "./testing";

const ramp = (n: number) => ((n % 1000) + 1) / 1001;

let channel: FakeChannel;
let track: SoundTrack;
let context: FakeContext;
let player: SoundPlayer;

beforeEach(() => {
  vi.useFakeTimers();
  channel = new FakeChannel();
  context = new FakeContext();
  track = new SoundTrack(channel, 0, context.sampleRate);
  player = new SoundPlayer(track, context.as(), {} as AudioNode);
});
afterEach(() => {
  player.close();
  track.close();
  vi.useRealTimers();
});

/** Let time pass, for the device and for the page; the kernel answers at once. */
async function pass(seconds: number, answers = true): Promise<void> {
  for (let left = seconds; left > 1e-9; left -= 0.02) {
    if (answers) while (answerSamples(channel, ramp)) await vi.advanceTimersByTimeAsync(0);
    context.currentTime += Math.min(0.02, left);
    await vi.advanceTimersByTimeAsync(20);
  }
}

describe("a track", () => {
  it("fetches a stretch in order, two blocks at a time, and nothing twice", async () => {
    track.want(0, 5 * BLOCK);
    expect(channel.asked.map(({ params }) => params.start)).toEqual([0, BLOCK]);
    answerSamples(channel, ramp);
    await vi.advanceTimersByTimeAsync(0);
    expect(channel.asked.map(({ params }) => params.start)).toEqual([2 * BLOCK, 3 * BLOCK]);
    track.want(0, 2 * BLOCK);
    expect(channel.asked.every(({ options }) => options.signal?.aborted)).toBe(true);
    expect(channel.asked.length).toBe(2);
  });

  it("joins its blocks sample by sample, before time zero too", async () => {
    track.want(-BLOCK, BLOCK);
    while (answerSamples(channel, (n) => (n % 100) / 200)) await vi.advanceTimersByTimeAsync(0);
    const out = [new Float32Array(400), new Float32Array(400)];
    expect(track.read(-200, out)).toBe(true);
    for (let i = 0; i < 400; i++) expect(out[1]?.[i]).toBeCloseTo(((i - 200) % 100) / 200, 3);
    expect(track.read(BLOCK - 10, out)).toBe(false);
  });

  it("keeps a bounded number of blocks", async () => {
    for (let n = 0; n < 200; n++) {
      track.want(n * BLOCK, (n + 1) * BLOCK);
      answerSamples(channel, () => 0);
      await vi.advanceTimersByTimeAsync(0);
    }
    expect(track.has(199 * BLOCK, 200 * BLOCK)).toBe(true);
    expect(track.has(0, BLOCK)).toBe(false);
  });

  it("says why nothing comes, and tries again when it is wanted again", async () => {
    track.want(0, 10);
    channel.asked[0]?.refuse(new Error("the file has changed"));
    await vi.advanceTimersByTimeAsync(0);
    expect(track.error?.message).toBe("the file has changed");
    track.want(0, 10);
    expect([track.error, channel.asked.length]).toEqual([undefined, 2]);
  });
});

describe("playing", () => {
  it("plays the samples of a passage without a crack, and not one beyond it", async () => {
    player.play({ from: 500, until: 20_500, speed: 1 });
    await pass(3.5);
    const begins = Math.min(...context.sources.map(({ startTime }) => startTime));
    const out = context.render(begins, begins + 3);
    for (let i = 40; i < 19_960; i++) expect(out[i]).toBeCloseTo(ramp(500 + i), 3);
    expect(out.subarray(20_000).every((value) => value === 0)).toBe(true);
    expect([out[0], out[19_999]]).toEqual([0, 0]); // faded
  });

  it("tells what is heard, to the sample", async () => {
    player.play({ from: 1000, until: 80_000, speed: 1 });
    await pass(0.1);
    const begins = context.sources[0]?.startTime as number;
    context.currentTime = begins + 0.3;
    expect(player.heard(0)).toBeCloseTo(1000 + 0.3 * 8000);
    expect(player.begun(0)).toBe(true);
  });

  it("tells what is heard at another speed", async () => {
    player.play({ from: 0, until: 80_000, speed: 2 });
    await pass(0.1);
    context.currentTime = (context.sources[0]?.startTime as number) + 0.4;
    expect(player.heard(0)).toBeCloseTo(2 * 0.4 * 8000);
  });

  it("goes round a loop without a pause", async () => {
    player.play({ from: 3000, until: 5000, loop: 1000, speed: 1 });
    await pass(1.5);
    const begins = Math.min(...context.sources.map(({ startTime }) => startTime));
    const out = context.render(begins, begins + 1.2);
    for (const at of [100, 1900, 2100, 5900, 6100])
      expect(out[at]).toBeCloseTo(ramp(at < 2000 ? 3000 + at : 1000 + ((at - 2000) % 4000)), 3);
    context.currentTime = begins + 0.3; // 2400 samples: 400 into the second round
    expect(player.heard(0)).toBeCloseTo(1400);
  });

  it("falls silent within a few milliseconds", async () => {
    player.play({ from: 0, until: 80_000, speed: 1 });
    await pass(0.5);
    player.stop();
    const now = context.currentTime;
    await pass(0.5);
    expect(context.render(now + 0.006, now + 1).every((value) => value === 0)).toBe(true);
  });

  it("waits for samples that do not come, says so, and goes on where it stopped", async () => {
    player.play({ from: 0, until: 200_000, speed: 1 });
    await pass(0.2);
    await pass(12, false);
    expect(player.starved(0)).toBe(true);
    const stopped = player.heard(0) as number;
    expect(stopped % BLOCK).toBe(0);
    await pass(0.2);
    expect(player.starved(0)).toBe(false);
    expect(player.heard(0)).toBeGreaterThan(stopped);
    expect(player.heard(0)).toBeLessThan(stopped + 0.25 * 8000);
  });
});

it("takes the device's own word for what leaves the loudspeaker", () => {
  const told = { ...context, currentTime: 5, outputLatency: 0.1 };
  expect(heardTime(told as never, 0)).toBe(4.9);
  const knows = {
    ...told,
    getOutputTimestamp: () => ({ contextTime: 4.8, performanceTime: 2000 }),
  };
  expect(heardTime(knows as never, 2020)).toBeCloseTo(4.82);
  expect(heardTime(knows as never, 9000)).toBeLessThan(5.1); // the device stands still
});

it("fades both ends of a short chunk", () => {
  const chunk = [new Float32Array(10).fill(1)];
  fade(chunk, 4, true, true);
  expect([...(chunk[0] as Float32Array)]).toEqual([0, 0.25, 0.5, 0.75, 1, 1, 0.75, 0.5, 0.25, 0]);
});
