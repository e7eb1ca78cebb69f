import type { DecoderChoice } from "../core/wire";

/** What is known before a decision about where pictures are decoded. */
export interface Evidence {
  choice: DecoderChoice;
  /** The browser has a demuxer for the container (`hello.browser_can_demux`). */
  canDemux: boolean;
  /** WebCodecs exists only in secure contexts: https, or localhost. */
  secureContext: boolean;
  hasVideoDecoder: boolean;
  container: string;
  /** Why the browser could not go through with it, once that was tried. */
  failure?: string | undefined;
}

export interface Decision {
  kind: "browser" | "kernel";
  /** For people: what serves, and why if it is not the browser. */
  reason: string;
}

/** Where to decode: in the browser wherever it can, unless the kernel was chosen. */
export function chooseSource(evidence: Evidence): Decision {
  if (evidence.choice === "kernel")
    return { kind: "kernel", reason: "decoded in the kernel: chosen" };
  const obstacle = obstacleOf(evidence);
  if (!obstacle) return { kind: "browser", reason: "decoded in the browser" };
  return { kind: "kernel", reason: `decoded in the kernel: ${obstacle}` };
}

function obstacleOf(evidence: Evidence): string | undefined {
  if (!evidence.canDemux) return `${evidence.container} files are not opened by the browser`;
  if (!evidence.secureContext) return "this page is no secure context (https or localhost)";
  if (!evidence.hasVideoDecoder) return "this browser has no WebCodecs";
  return evidence.failure;
}
