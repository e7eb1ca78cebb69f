"""How the tests make files that no careful program writes: odd clocks, false flags, parts glued together."""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import partial
from pathlib import Path

import av

from animewidgets.demo.clips import make_clip

RATE = Fraction(25)

#: 60 numbered pictures, a key frame every 12.
numbered = partial(make_clip, frames=60, gop=12, b_frames=2, rate=RATE, size=(160, 96))


def retimed(
    source: Path,
    target: Path,
    base: Fraction,
    move: Callable[[int, int, int], tuple[int, int]],
    *,
    keep: Callable[[int], bool] = lambda _: True,
    duration: int = 0,
) -> Path:
    """Copy the pictures' packets with other times: ``move(n, pts, dts)`` gives new ones in ticks of ``base``.

    ``n`` counts packets in decode order; those that ``keep`` does not keep are left out.
    """
    with av.open(str(source)) as read, av.open(str(target), "w") as write:
        stream = read.streams.video[0]
        out = write.add_stream_from_template(stream)
        for n, packet in enumerate(p for p in read.demux(stream) if p.size):
            if not keep(n):
                continue
            pts, dts = (round(t * packet.time_base / base) for t in (packet.pts, packet.dts))
            packet.pts, packet.dts = move(n, pts, dts)
            packet.duration, packet.time_base, packet.stream = duration, base, out
            write.mux(packet)
    return target


def with_time_table(source: Path, target: Path, entries: Sequence[tuple[int, int]]) -> Path:
    """An mp4 whose decoding times step as ``entries`` say: (how many pictures, ticks after each)."""
    data = bytearray(source.read_bytes())
    moov = data.rindex(b"moov") - 4
    at = data.index(b"stts", moov) - 4
    old = int.from_bytes(data[at : at + 4], "big")
    body = struct.pack(">II", 0, len(entries)) + b"".join(struct.pack(">II", *entry) for entry in entries)
    data[at : at + old] = struct.pack(">I4s", 8 + len(body), b"stts") + body
    for kind in (b"moov", b"trak", b"mdia", b"minf", b"stbl"):
        box = data.index(kind, moov) - 4
        size = int.from_bytes(data[box : box + 4], "big") + 8 + len(body) - old
        data[box : box + 4] = size.to_bytes(4, "big")
    target.write_bytes(data)
    return target


def without_box(source: Path, target: Path, kind: bytes) -> Path:
    """An mp4 in which the last box of that kind is made a free one."""
    before, after = source.read_bytes().rsplit(kind, 1)
    target.write_bytes(before + b"free" + after)
    return target


def with_key_flags(source: Path, target: Path, is_key: Callable[[int], bool]) -> Path:
    """A Matroska file of simple blocks that flags other packets as key frames."""
    with av.open(str(source)) as container:
        positions = [packet.pos for packet in container.demux(video=0) if packet.size]
    data = bytearray(source.read_bytes())
    for n, position in enumerate(positions):
        # A block begins with its track (one byte here) and its time (two); then come the flags.
        data[position + 3] = data[position + 3] & 0x7F | (0x80 if is_key(n) else 0)
    target.write_bytes(data)
    return target


def glued(folder: Path, ending: str, starts: Sequence[Fraction | int], **options: object) -> Path:
    """Clips of 60 pictures one after the other in one file, each with a clock of its own.

    The part *k* begins at ``starts[k]`` seconds; its pictures are numbered from 1000 *k*.
    """
    data = b""
    for part, start in enumerate(starts):
        path = folder / f"part{part}.{ending}"
        numbered(path, first_number=1000 * part, start=Fraction(start), **options)
        data += path.read_bytes()
    target = folder / f"glued.{ending}"
    target.write_bytes(data)
    return target
