import { vi } from "vitest";

// A busy machine may take its time: waiting is bounded by the story, not by the clock.
vi.setConfig({ testTimeout: 60_000 });

/** Until the check passes; fails with its last complaint after a time that no working code needs. */
export const eventually = <T>(check: () => T | Promise<T>): Promise<T> =>
  vi.waitFor(check, { timeout: 30_000 });
