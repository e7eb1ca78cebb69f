import { defineConfig } from "vitest/config";

// A busy machine is no fault of a test.
const shared = { environment: "happy-dom", pool: "threads", testTimeout: 60_000 };

// To make modules and a document anew for each file takes three times as long as its tests. Whole widgets
// need that, as they leave listeners, timers and databases behind; files that test parts share them.
export default defineConfig({
  test: {
    projects: [
      { test: { ...shared, name: "widgets", include: ["src/widgets/**/*.test.ts"] } },
      {
        test: {
          ...shared,
          name: "parts",
          include: ["src/**/*.test.ts"],
          exclude: ["src/widgets/**"],
          isolate: false,
          setupFiles: ["vitest.setup.mjs"],
        },
      },
    ],
  },
});
