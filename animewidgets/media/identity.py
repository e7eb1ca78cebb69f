"""What identifies a release: digests of the file and of its elementary video stream."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import av.error
import av.video.stream

from animewidgets.media.containers import demuxed, open_container, pick_video

# NAL unit types that carry slices: ITU-T H.264 table 7-1, H.265 table 7-1.
_H264_SLICES = range(1, 6)
_HEVC_SLICES = range(32)

_RELEASE_DIGITS = 20


@dataclass(frozen=True, slots=True)
class ReleaseIdentity:
    """Digests by which a release is known again.

    ``file_digest`` is the SHA-256 of all bytes of the file. ``stream_digest`` is the SHA-256 of the
    coded pictures of the main video stream: it stays the same when the stream is remuxed between mp4,
    mkv and ts without being encoded again. ``fingerprint`` has room for a perceptual one.
    """

    file_digest: str
    stream_digest: str
    fingerprint: str | None = None

    @property
    def release_id(self) -> str:
        """``"rel-"`` and the first 20 hex digits of the stream digest."""
        return release_id_of(self.stream_digest)


def release_id_of(stream_digest: str) -> str:
    """The release id that belongs to a stream digest."""
    return f"rel-{stream_digest[:_RELEASE_DIGITS]}"


def file_digest(path: Path) -> str:
    """SHA-256 of the file's bytes, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def stream_digest(path: Path, video_stream: int | None = None) -> str:
    """SHA-256 of the coded pictures of a video stream, in hex, in decode order.

    Of H.264 and HEVC these are the NAL units that carry slices, each preceded by its length: parameter
    sets, delimiters and supplements move about when a stream is remuxed. Of other codecs they are the
    bytes of the packets. Edit lists are not applied: they are the container's, not the stream's. A
    file that breaks off has the digest of what can be read.
    """
    digest = hashlib.sha256()
    with open_container(path) as container:
        is_mov = "mov" in container.format.name.split(",")
    with open_container(path, {"advanced_editlist": "0"} if is_mov else None) as container:
        _, stream = pick_video(container, path, video_stream)
        slices = _slice_reader(stream)
        try:
            for packet in demuxed(container, stream):
                if not packet.size:
                    continue
                data = memoryview(packet)
                if slices is None:
                    digest.update(data)
                else:
                    for unit in slices(data):
                        digest.update(len(unit).to_bytes(4, "big"))
                        digest.update(unit)
        except av.error.FFmpegError:
            pass
    return digest.hexdigest()


def _slice_reader(
    stream: av.video.stream.VideoStream,
) -> Callable[[memoryview], Iterator[memoryview]] | None:
    """How to find the NAL units with slices in a packet; ``None`` for codecs without NAL units."""
    codec = stream.codec_context.codec.canonical_name
    if codec not in ("h264", "hevc"):
        return None
    extradata = stream.codec_context.extradata or b""
    # avcC and hvcC records begin with version 1, Annex B with a start code.
    split: Callable[[memoryview], Iterator[memoryview]]
    if extradata[:1] == b"\x01":
        width = (extradata[4] if codec == "h264" else extradata[21]) % 4 + 1

        def split(data: memoryview) -> Iterator[memoryview]:
            return _length_prefixed(data, width)
    else:
        split = _annex_b

    def read(data: memoryview) -> Iterator[memoryview]:
        for unit in split(data):
            kind = unit[0] & 0x1F if codec == "h264" else unit[0] >> 1 & 0x3F
            if kind in (_H264_SLICES if codec == "h264" else _HEVC_SLICES):
                yield unit

    return read


def _length_prefixed(data: memoryview, width: int) -> Iterator[memoryview]:
    at = 0
    while at + width < len(data):
        length = int.from_bytes(data[at : at + width], "big")
        at += width
        if length:
            yield data[at : at + length]
        at += length


def _annex_b(data: memoryview) -> Iterator[memoryview]:
    """NAL units between start codes (ITU-T H.264, annex B), without the zeros that may trail them."""
    octets = bytes(data)
    start = octets.find(b"\x00\x00\x01")
    while start >= 0:
        begin = start + 3
        start = octets.find(b"\x00\x00\x01", begin)
        end = len(octets) if start < 0 else start
        while end > begin and octets[end - 1] == 0:
            end -= 1
        if end > begin:
            yield data[begin:end]
