import { NoAnswer, type Requester } from "../core/channel";
import type { DecoderChoice } from "../core/wire";
import { BrowserSource } from "./browser_source";
import { chooseSource } from "./choose_source";
import { codecName, demux, type Packets } from "./demuxed";
import type { FrameIndex } from "./frame_index";
import { KernelSource } from "./kernel_source";
import type { PictureSource } from "./picture_source";

/** Open the way that serves the pictures, as {@link chooseSource} decides, with the reason for people. */
export async function openSource(
  index: FrameIndex,
  channel: Requester,
  choice: DecoderChoice,
  canDemux: boolean,
): Promise<{ source: PictureSource; reason: string }> {
  const evidence = {
    choice,
    canDemux,
    secureContext: globalThis.isSecureContext,
    hasVideoDecoder: "VideoDecoder" in globalThis,
    container: index.release.container,
  };
  let decision = chooseSource(evidence);
  if (decision.kind === "browser") {
    const opened = await tryBrowser(index, channel);
    if (typeof opened !== "string") {
      return { source: new BrowserSource(index, opened), reason: decision.reason };
    }
    decision = chooseSource({ ...evidence, failure: opened });
  }
  return { source: new KernelSource(index, channel), reason: decision.reason };
}

/** The packets, or why the browser cannot decode them. */
async function tryBrowser(index: FrameIndex, channel: Requester): Promise<Packets | string> {
  let packets: Packets;
  try {
    packets = await demux(index, channel);
  } catch (error) {
    if (error instanceof NoAnswer) throw error; // the kernel would not answer for pictures either
    return (error as Error).message;
  }
  const { supported } = await VideoDecoder.isConfigSupported(packets.config);
  if (supported) return packets;
  packets.close();
  return `${codecName(index.release.codec)} is not supported by this browser`;
}
