"""A small editor for the edit list of an mp4 (ISO/IEC 14496-12, boxes ``edts`` and ``elst``).

Muxers write only the edit lists that they need themselves; the tests of frame truth need others.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from animewidgets.timebase import round_half_up


@dataclass(frozen=True, slots=True)
class Edit:
    """One entry: ``duration`` seconds of the presentation show the media from ``media_time`` on.

    ``media_time`` is in seconds after the first picture of the track; ``None`` shows nothing.
    """

    duration: Fraction
    media_time: Fraction | None


def replace_edit_list(path: Path, edits: Sequence[Edit]) -> None:
    """Give the first video track of the mp4 at ``path`` this edit list, in place.

    The old list has to have one entry: it says at which composition time the first picture stands.
    The ``moov`` box has to stand at the end of the file, as FFmpeg writes it, since its size changes.
    """
    data = path.read_bytes()
    boxes = list(_boxes(data))
    if boxes[-1][0] != b"moov":
        raise ValueError(f"the moov box of {path.name} is not the last one")
    moov = boxes[-1][1]
    movie_scale = _timescale(_child(moov, b"mvhd"))
    tracks = [(kind, body) for kind, body in _boxes(moov)]
    video = next(i for i, (kind, body) in enumerate(tracks) if kind == b"trak" and _is_video(body))
    track = tracks[video][1]
    media_scale = _timescale(_child(_child(track, b"mdia"), b"mdhd"))
    old = _child(_child(track, b"edts"), b"elst")
    version, entries = old[0], struct.unpack(">I", old[4:8])[0]
    if version != 0 or entries != 1:
        raise ValueError(f"{path.name} has an edit list of {entries} entries, version {version}")
    first = struct.unpack(">i", old[12:16])[0]
    elst = struct.pack(">II", 0, len(edits))
    for edit in edits:
        media = -1 if edit.media_time is None else first + round_half_up(edit.media_time * media_scale)
        elst += struct.pack(">IiI", round_half_up(edit.duration * movie_scale), media, 1 << 16)
    edts = _box(b"edts", _box(b"elst", elst))
    new_track = b"".join(edts if kind == b"edts" else _box(kind, body) for kind, body in _boxes(track))
    tracks[video] = (b"trak", new_track)
    new_moov = _box(b"moov", b"".join(_box(kind, body) for kind, body in tracks))
    path.write_bytes(data[: len(data) - len(moov) - 8] + new_moov)


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at < len(data):
        size, kind = struct.unpack(">I4s", data[at : at + 8])
        header = 8
        if size == 1:
            size, header = struct.unpack(">Q", data[at + 8 : at + 16])[0], 16
        yield kind, data[at + header : at + size]
        at += size


def _box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", len(body) + 8, kind) + body


def _child(data: bytes, kind: bytes) -> bytes:
    return next(body for found, body in _boxes(data) if found == kind)


def _timescale(header: bytes) -> int:
    # mvhd and mdhd: version and flags, two dates (4 or 8 bytes each), timescale.
    at = 20 if header[0] == 1 else 12
    return int(struct.unpack(">I", header[at : at + 4])[0])


def _is_video(track: bytes) -> bool:
    return _child(_child(track, b"mdia"), b"hdlr")[8:12] == b"vide"
