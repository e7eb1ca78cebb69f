"""Whether a file ends where it should: what containers promise about their own length.

Sources: ISO/IEC 14496-12 (mp4 boxes), RFC 8794 (EBML), Microsoft RIFF, ISO/IEC 13818-1 (MPEG-TS).
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

_EBML_HEADER = b"\x1a\x45\xdf\xa3"
_EBML_SEGMENT = b"\x18\x53\x80\x67"

# Boxes that an mp4 begins with; anything else is no mp4.
_FIRST_BOXES = {b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"styp"}

_TS_SYNC = 0x47
_TS_PACKET = 188
# m2ts puts four bytes of arrival time before each packet, some broadcasts sixteen of correction after.
_TS_STRIDES = (188, 192, 204)
_TS_TAIL_BYTES = 4 * 2**20


@dataclass(frozen=True, slots=True)
class Ending:
    """What a container's own lengths say.

    ``missing`` bytes are promised and not there. ``usable`` is where the last complete part ends.
    ``has_header``: the table of contents is there, without which nothing can be read.
    """

    missing: int
    usable: int
    has_header: bool = True


def ending_of(path: Path) -> Ending | None:
    """What the container of the file at ``path`` says about its length; ``None`` where it says nothing."""
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(12)
        if head[4:8] in _FIRST_BOXES:
            return _boxes_ending(file, size)
        if head[:4] == _EBML_HEADER:
            return _ebml_ending(file, size)
        if head[:4] == b"RIFF":
            return _riff_ending(file, size)
    return None


def _boxes_ending(file: BinaryIO, size: int) -> Ending:
    kinds: set[bytes] = set()
    at = promised = 0
    while at + 8 <= size:
        file.seek(at)
        head = file.read(16)
        length, kind = int.from_bytes(head[:4], "big"), head[4:8]
        if length == 1:
            length = int.from_bytes(head[8:16], "big")
        elif length == 0:
            length = size - at
        if length < 8:
            break
        if at + length > size:
            # A box that only holds samples can be read as far as it goes.
            usable = size if kind == b"mdat" else at
            return Ending(at + length - size, usable, b"moov" in kinds)
        kinds.add(kind)
        at += length
        # A fragment's header promises at least the header of its samples' box.
        promised = 8 if kind == b"moof" else 0
    return Ending(max(0, at + promised - size), size, b"moov" in kinds)


def _ebml_ending(file: BinaryIO, size: int) -> Ending | None:
    file.seek(4)
    header = _vint(file)
    if header is None or header > size:
        return None
    file.seek(header, io.SEEK_CUR)
    if file.read(4) != _EBML_SEGMENT:
        return None
    length = _vint(file)
    if length is None:
        return None
    return Ending(max(0, file.tell() + length - size), size)


def _vint(file: BinaryIO) -> int | None:
    """A variable-length integer of EBML; ``None`` for "unknown"."""
    first = file.read(1)
    if not first or not first[0]:
        return None
    width = 9 - first[0].bit_length()
    rest = file.read(width - 1)
    value = int.from_bytes(bytes([first[0] & (1 << 8 - width) - 1]) + rest, "big")
    return None if value == (1 << 7 * width) - 1 else value


def _riff_ending(file: BinaryIO, size: int) -> Ending:
    at = 0
    while at + 8 <= size:
        file.seek(at)
        head = file.read(8)
        if head[:4] != b"RIFF":
            break
        at += 8 + int.from_bytes(head[4:8], "little")
    return Ending(max(0, at - size), size)


def last_unit_is_whole(path: Path, pid: int) -> bool:
    """Whether the last PES packet with ``pid`` of an MPEG-TS has its end.

    PES packets of pictures carry no length. But their last TS packet has to be filled up, by stuffing
    in the adaptation field, unless the picture happens to end with the packet (1 in 184): so a last
    packet without stuffing is held to be cut.
    """
    last: bytes | None = None
    for packet in _ts_packets(path):
        if (packet[1] & 0x1F) << 8 | packet[2] == pid:
            last = packet
    return last is None or _is_stuffed(last)


def _ts_packets(path: Path) -> Iterator[bytes]:
    """The whole TS packets in the last bytes of the file, in order."""
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(_TS_STRIDES[-1] * 3 + 4)
        layout = next(
            (
                (offset, stride)
                for stride in _TS_STRIDES
                for offset in (0, 4)
                if all(head[offset + n * stride : offset + n * stride + 1] == b"\x47" for n in range(3))
            ),
            None,
        )
        if layout is None:
            return
        offset, stride = layout
        skipped = max(0, (size - _TS_TAIL_BYTES - offset) // stride)
        file.seek(offset + skipped * stride)
        tail = file.read()
    for at in range(0, len(tail) - _TS_PACKET + 1, stride):
        if tail[at] == _TS_SYNC:
            yield tail[at : at + _TS_PACKET]


def _is_stuffed(packet: bytes) -> bool:
    if not packet[3] & 0x20:
        return False
    length = packet[4]
    if length == 0:
        return True
    flags = packet[5]
    needed = 1 + 6 * bool(flags & 0x10) + 6 * bool(flags & 0x08) + bool(flags & 0x04)
    if flags & 0x02:
        needed += 1 + packet[5 + needed]
    return length > needed


class ClippedFile(io.RawIOBase):
    """The first ``size`` bytes of a file, for a demuxer that stumbles over what comes after."""

    def __init__(self, path: Path, size: int) -> None:
        self._file = path.open("rb")
        self._size = size
        self.name = str(path)

    def readable(self) -> bool:
        """True."""
        return True

    def seekable(self) -> bool:
        """True."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Up to ``size`` bytes."""
        left = max(0, self._size - self._file.tell())
        return self._file.read(left if size < 0 else min(size, left))

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move; the end is the clipped one."""
        if whence == io.SEEK_END:
            return self._file.seek(self._size + offset)
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """The position in bytes."""
        return self._file.tell()

    def close(self) -> None:
        """Close the file."""
        self._file.close()
        super().close()
