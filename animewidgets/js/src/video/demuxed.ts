import {
  CustomSource,
  type EncodedPacket,
  EncodedPacketSink,
  Input,
  type InputVideoTrack,
  MATROSKA,
  MP4,
  MPEG_TS,
  QTFF,
  WEBM,
} from "mediabunny";
import type { Requester } from "../core/channel";
import type { FrameIndex } from "./frame_index";
import { PacketTimes } from "./packet_times";
import { RangeReader } from "./range_reader";

// Mediabunny complains when it is loaded twice, because objects of two copies do not mix. Each widget on
// a page carries a copy of its own, from its own blob, and none ever meets another's.
delete (globalThis as { [key: symbol]: unknown })[Symbol.for("mediabunny loaded")];

/** Microseconds: decoding on from further back takes longer than asking the kernel. */
const FURTHEST_REFRESH = 12_000_000;

/** What a decoder needs of a packet. */
export interface Packet {
  readonly data: Uint8Array;
  readonly type: "key" | "delta";
  /** Container time in microseconds; later packets may have earlier times (B-pictures). */
  readonly microseconds: number;
}

/** The packets of one video track in decode order, looked up by the kernel's ordinals. */
export interface Packets {
  readonly config: VideoDecoderConfig;
  readonly times: PacketTimes;
  /**
   * From the nearest key packet that the picture can be decoded from. `refresh`: only from one that
   * resets the decoder (IDR), not from the key pictures of open GOPs. Rejects where there is none near.
   */
  from(ordinal: number, refresh: boolean): Promise<AsyncIterable<Packet>>;
  close(): void;
}

/** The browser cannot demux the file; the message says why, for people. */
export class NotDemuxable extends Error {
  override name = "NotDemuxable";
}

/** Open the release by byte ranges. Rejects with {@link NotDemuxable} or what the channel said. */
export async function demux(index: FrameIndex, channel: Requester): Promise<Packets> {
  const size = index.release.byte_size;
  const reader = new RangeReader(channel, size);
  const input = new Input({
    formats: [MP4, QTFF, MATROSKA, WEBM, MPEG_TS],
    source: new CustomSource({
      getSize: () => size,
      read: (start, end) => reader.read(start, end),
      maxCacheSize: 4 * 1024 * 1024,
    }),
  });
  try {
    if (!(await input.canRead()))
      throw new NotDemuxable(`${index.release.container} files are not opened by the browser`);
    const times = new PacketTimes(index);
    const track = await trackOf(await input.getVideoTracks(), index, times);
    const config = await track?.getDecoderConfig();
    if (!track || !config)
      throw new NotDemuxable(`${codecName(index.release.codec)} is not known to the browser`);
    return new TrackPackets(input, new EncodedPacketSink(track), times, config);
  } catch (error) {
    input.dispose();
    throw error;
  }
}

/** The video track that the kernel indexed: the one whose packets stand where the index says. */
async function trackOf(
  tracks: InputVideoTrack[],
  index: FrameIndex,
  times: PacketTimes,
): Promise<InputVideoTrack | undefined> {
  const probes = [0, index.count >> 1, index.count - 1];
  for (const track of tracks) {
    const sink = new EncodedPacketSink(track);
    let fits = true;
    for (const ordinal of probes) {
      const packet = await sink.getPacket(seek(times.of(ordinal)), { metadataOnly: true });
      fits &&= !!packet && times.ordinalOf(packet.microsecondTimestamp) === ordinal;
    }
    if (fits) return track;
  }
  if (tracks.length > 0)
    throw new NotDemuxable("the browser reads other picture times than the kernel");
  return undefined;
}

class TrackPackets implements Packets {
  constructor(
    readonly input: Input,
    readonly sink: EncodedPacketSink,
    readonly times: PacketTimes,
    readonly config: VideoDecoderConfig,
  ) {}

  async from(ordinal: number, refresh: boolean): Promise<AsyncIterable<Packet>> {
    const wanted = this.times.of(ordinal);
    const key = await this.sink.getKeyPacket(seek(wanted), { verifyKeyPackets: refresh });
    if (!key || (refresh && wanted - key.microsecondTimestamp > FURTHEST_REFRESH))
      throw new Error("its open GOPs leave this browser nowhere to begin");
    return decodable(this.sink, key);
  }

  close(): void {
    this.input.dispose();
  }
}

/**
 * Packets from a key packet on. Until the next key packet those with earlier times are left out: they
 * are leading pictures of an open GOP, which need the GOP before.
 */
async function* decodable(sink: EncodedPacketSink, key: EncodedPacket): AsyncIterable<Packet> {
  let first = true;
  for await (const packet of sink.packets(key)) {
    if (packet.type === "key" && packet.sequenceNumber !== key.sequenceNumber) first = false;
    if (first && packet.timestamp < key.timestamp) continue;
    yield {
      data: packet.data,
      type: packet.type,
      microseconds: packet.microsecondTimestamp,
    };
  }
}

/** Seconds that surely find the packet at these microseconds, and none after it. */
function seek(microseconds: number): number {
  return (microseconds + 10) / 1e6;
}

const NAMES: { [codec: string]: string } = {
  h264: "H.264",
  hevc: "HEVC",
  mpeg2video: "MPEG-2",
  mpeg4: "MPEG-4 part 2",
  vp8: "VP8",
  vp9: "VP9",
  av1: "AV1",
};

/** A codec's name for people, from FFmpeg's. */
export function codecName(codec: string): string {
  return NAMES[codec] ?? codec;
}
