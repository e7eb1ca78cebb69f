"""The packets of a video stream as the demuxer hands them out: a table in decode order."""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av.container
import av.error
import av.packet
import av.video.stream
import numpy as np
from numpy.typing import NDArray

from animewidgets.media.containers import demuxed, open_container, pick_video

#: Stands for "the container does not say".
UNKNOWN = np.int64(np.iinfo(np.int64).min)

# Containers that are damaged name times that no film has; these are as good as none.
_LATEST = 2**52

#: Bytes of a key packet that its check sum covers: enough to tell pictures apart, cheap to read again.
_CHECKED_BYTES = 65536

# VP8 (RFC 6386, 9.1): bit 4 of the first byte says whether the picture is shown.
_VP8_SHOWN = 0x10


@dataclass(frozen=True, slots=True, eq=False)
class PacketTable:
    """Packets of one video stream in decode order, as columns of equal length.

    ``pts`` and ``dts`` are int64 ticks of ``time_base``, :data:`UNKNOWN` where the container gives
    none; ``position`` is the byte position (or :data:`UNKNOWN`), ``size`` in bytes, ``duration`` in
    ticks (0: not given). ``key``: decoding can start here. ``shown``: the packet is presented (edit
    lists cut others away, VP8 has invisible ones). ``check`` holds the CRC-32 of the beginning of key
    packets and of the first one, 0 for the others. ``damaged``: the demuxer found it incomplete.
    ``broken_by`` is the error that ended the reading, or "".
    """

    time_base: Fraction
    pts: NDArray[np.int64]
    dts: NDArray[np.int64]
    position: NDArray[np.int64]
    size: NDArray[np.int64]
    duration: NDArray[np.int64]
    key: NDArray[np.bool_]
    shown: NDArray[np.bool_]
    damaged: NDArray[np.bool_]
    check: NDArray[np.int64]
    broken_by: str = ""

    def __len__(self) -> int:
        return len(self.pts)


_COLUMNS = ("pts", "dts", "position", "size", "duration", "key", "shown", "damaged", "check")


def read_packets(
    path: Path, video_stream: int | None, options: Mapping[str, str] | None = None
) -> PacketTable:
    """Demux the video stream ``video_stream`` of the file at ``path``, decoding nothing."""
    with open_container(path, options) as container:
        _, stream = pick_video(container, path, video_stream)
        assert stream.time_base is not None
        return _read(container, stream, stream.time_base)


def _read(
    container: av.container.InputContainer, stream: av.video.stream.VideoStream, time_base: Fraction
) -> PacketTable:
    is_vp8 = stream.codec_context.codec.canonical_name == "vp8"
    # Numbers without objects around them: a film of four hours has 345,600 packets.
    cells = array("q")
    broken_by = ""
    try:
        for packet in demuxed(container, stream):
            size = packet.size
            if not size:
                continue
            key = packet.is_keyframe
            shown = not packet.is_discard
            if is_vp8 and shown:
                shown = bool(memoryview(packet)[0] & _VP8_SHOWN)
            cells.extend(
                (
                    _time(packet.pts),
                    _time(packet.dts),
                    int(UNKNOWN) if packet.pos is None else packet.pos,
                    size,
                    min(max(packet.duration or 0, 0), _LATEST),
                    key,
                    shown,
                    packet.is_corrupt,
                    check_of(packet) if key or not cells else 0,
                )
            )
    except av.error.FFmpegError as error:
        broken_by = error.strerror or type(error).__name__
    columns = np.array(cells, np.int64).reshape(-1, len(_COLUMNS)).T
    by_name = {name: np.ascontiguousarray(column) for name, column in zip(_COLUMNS, columns, strict=True)}
    return PacketTable(
        time_base=time_base,
        pts=by_name["pts"],
        dts=by_name["dts"],
        position=by_name["position"],
        size=by_name["size"],
        duration=by_name["duration"],
        key=by_name["key"].astype(np.bool_),
        shown=by_name["shown"].astype(np.bool_),
        damaged=by_name["damaged"].astype(np.bool_),
        check=by_name["check"],
        broken_by=broken_by,
    )


def _time(ticks: int | None) -> int:
    return int(UNKNOWN) if ticks is None or abs(ticks) > _LATEST else ticks


def check_of(packet: av.packet.Packet[av.video.stream.VideoStream]) -> int:
    """CRC-32 of the beginning of a packet."""
    return zlib.crc32(memoryview(packet)[:_CHECKED_BYTES])


def is_packet(packets: PacketTable, row: int, packet: av.packet.Packet[av.video.stream.VideoStream]) -> bool:
    """Whether ``packet`` is the key packet in ``row`` of the table.

    Sizes and check sums have to agree; positions and times have to where both sides know them, since
    demuxers know less after a seek than when they read from the start.
    """
    unknown = int(UNKNOWN)
    if packet.size != packets.size[row]:
        return False
    position, pts = int(packets.position[row]), int(packets.pts[row])
    if packet.pos is not None and position not in (unknown, packet.pos):
        return False
    if packet.pts is not None and pts not in (unknown, _time(packet.pts)):
        return False
    return check_of(packet) == int(packets.check[row])
