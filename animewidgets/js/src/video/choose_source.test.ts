import { expect, it } from "vitest";
import { chooseSource, type Evidence } from "./choose_source";

const able: Evidence = {
  choice: "auto",
  canDemux: true,
  secureContext: true,
  hasVideoDecoder: true,
  container: "avi",
};

it.each<[string, Partial<Evidence>, string, RegExp]>([
  ["the browser wherever it can", {}, "browser", /^decoded in the browser$/],
  ["the kernel where it was chosen", { choice: "kernel" }, "kernel", /chosen/],
  ["the kernel for containers without a demuxer", { canDemux: false }, "kernel", /avi files/],
  ["the kernel on plain http", { secureContext: false }, "kernel", /secure context/],
  ["the kernel without WebCodecs", { hasVideoDecoder: false }, "kernel", /no WebCodecs/],
  [
    "the kernel for codecs that the browser has not, even if the browser was chosen",
    { choice: "browser", failure: "HEVC is not supported by this browser" },
    "kernel",
    /^decoded in the kernel: HEVC is not supported by this browser$/,
  ],
])("takes %s", (_story, evidence, kind, reason) => {
  const decision = chooseSource({ ...able, ...evidence });
  expect(decision.kind).toBe(kind);
  expect(decision.reason).toMatch(reason);
});
