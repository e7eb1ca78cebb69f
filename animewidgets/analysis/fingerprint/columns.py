"""A fingerprint: what a release looks and sounds like, in columns small enough to pass around."""

from __future__ import annotations

import hashlib
import json
import lzma
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from animewidgets.errors import FingerprintCorrupt, FingerprintTooNew

#: Raise it whenever the same film may get another fingerprint.
VERSION = 1

_MAGIC = b"AWfinger"
_DIGEST = 16
# Where the header begins: after the magic bytes, the version and its length.
_START = 14
# No film is so long; a forged header must not make us ask for the memory.
_MOST_FRAMES = 20_000_000
_FILTERS = [{"id": lzma.FILTER_LZMA2, "preset": 6, "lc": 0, "lp": 0, "pb": 0, "dict_size": 1 << 22}]


@dataclass(frozen=True, slots=True, eq=False)
class Fingerprint:
    """What a release looks and sounds like.

    One row per frame, in presentation order:

    * ``pts``: int64, ticks of ``time_base``, increasing; ``end_pts`` is where the last frame ends.
    * ``picture``: uint64, the signature of the picture within its bars.
    * ``change``: uint8 0 … 15, how much the picture differs from the one before, in half octaves of luma.
    * ``level``: uint8 0 … 31, mean luma in steps of 8; ``contrast``: uint8 0 … 15, in half octaves.
    * ``box``: uint8, the row of ``boxes`` that the picture lies in.

    ``boxes`` is float64[k,4]: top, bottom, left and right as shares of the decoded picture, what lies
    outside are bars. ``sound`` is uint32[m], signatures every 1/8 s of which the first is at ``sound_start``
    seconds on the pictures' axis; 0 is silence, and there are none where the release has no sound.
    ``release_id`` says which release it is of, ``size`` is the decoded picture's (width, height).
    """

    release_id: str
    time_base: Fraction
    end_pts: int
    size: tuple[int, int]
    pts: NDArray[np.int64]
    picture: NDArray[np.uint64]
    change: NDArray[np.uint8]
    level: NDArray[np.uint8]
    contrast: NDArray[np.uint8]
    box: NDArray[np.uint8]
    boxes: NDArray[np.float64]
    sound: NDArray[np.uint32]
    sound_start: Fraction

    def __post_init__(self) -> None:
        rows = (self.pts, self.picture, self.change, self.level, self.contrast, self.box)
        if len({len(column) for column in rows}) != 1:
            raise ValueError(f"columns of a fingerprint differ in length: {[len(c) for c in rows]}")
        if np.any(np.diff(self.pts) <= 0):
            raise ValueError("times of a fingerprint do not increase")
        if len(self.pts) and self.end_pts <= self.pts[-1]:
            raise ValueError(f"the fingerprint ends at tick {self.end_pts}, before its last frame")
        if self.boxes.ndim != 2 or self.boxes.shape[1] != 4 or not np.isfinite(self.boxes).all():
            raise ValueError("the boxes of a fingerprint are not rows of four numbers")
        if len(self.box) and int(self.box.max()) >= len(self.boxes):
            raise ValueError(f"a frame lies in box {int(self.box.max())} of {len(self.boxes)}")
        for column in (*rows, self.boxes, self.sound):
            column.setflags(write=False)

    def __len__(self) -> int:
        return len(self.pts)

    @property
    def seconds(self) -> float:
        """Length, for display only."""
        return float((self.end_pts - int(self.pts[0])) * self.time_base) if len(self) else 0.0

    def to_bytes(self) -> bytes:
        """The stored form: a header, packed columns, and a digest of both. About 200 kB per 24 minutes."""
        step = np.diff(self.pts, prepend=0)
        columns = {
            "pts": np.diff(step, prepend=0).astype("<i8").tobytes(),
            "picture": _planes(self.picture, 64),
            "change": self.change.tobytes(),
            "level": np.diff(self.level, prepend=np.uint8(0)).astype(np.uint8).tobytes(),
            "contrast": self.contrast.tobytes(),
            "box": self.box.tobytes(),
            "boxes": self.boxes.astype("<f8").tobytes(),
            "sound": self.sound.astype("<u4").tobytes(),
        }
        packed = {name: _pack(data) for name, data in columns.items()}
        header = json.dumps(
            {
                "release_id": self.release_id,
                "time_base": [self.time_base.numerator, self.time_base.denominator],
                "end_pts": self.end_pts,
                "size": list(self.size),
                "frames": len(self),
                "boxes": len(self.boxes),
                "sounds": len(self.sound),
                "sound_start": [self.sound_start.numerator, self.sound_start.denominator],
                "columns": {name: len(data) for name, data in packed.items()},
            },
            separators=(",", ":"),
        ).encode()
        body = b"".join(
            [_MAGIC, VERSION.to_bytes(2, "big"), len(header).to_bytes(4, "big"), header, *packed.values()]
        )
        return body + hashlib.blake2b(body, digest_size=_DIGEST).digest()

    @staticmethod
    def told(data: bytes) -> tuple[str, int]:
        """The release that a stored form is of, and how many frames it has, without unpacking a column.

        Raises as :meth:`from_bytes` does, but for what is wrong within the columns.
        """
        header = _header(_body(data))
        try:
            return str(header["release_id"]), _count(header["frames"])
        except (ValueError, KeyError) as error:
            raise FingerprintCorrupt(f"the fingerprint cannot be read: {error}") from error

    @classmethod
    def from_bytes(cls, data: bytes) -> Fingerprint:
        """Read the stored form.

        Raises :class:`FingerprintTooNew` where a later version wrote it, and :class:`FingerprintCorrupt`
        where it is none, was cut short, or a bit of it changed.
        """
        body = _body(data)
        try:
            return cls._read(body)
        except (ValueError, KeyError, TypeError, AttributeError, EOFError, lzma.LZMAError) as error:
            raise FingerprintCorrupt(f"the fingerprint cannot be read: {error}") from error

    @classmethod
    def _read(cls, body: bytes) -> Fingerprint:
        header = _header(body)
        at = _START + int.from_bytes(body[10:_START], "big")
        parts: dict[str, bytes] = {}
        sizes = header["columns"]
        if not isinstance(sizes, dict):
            raise ValueError("it lists no columns")  # noqa: TRY004 - every fault of the bytes is one
        for name, size in sizes.items():
            parts[name] = body[at : at + int(size)]
            at += int(size)
        frames, boxes, sounds = (_count(header[name]) for name in ("frames", "boxes", "sounds"))
        step = np.cumsum(np.frombuffer(_unpack(parts["pts"], 8 * frames), "<i8"))
        level = np.frombuffer(_unpack(parts["level"], frames), np.uint8)
        return cls(
            release_id=str(header["release_id"]),
            time_base=_ratio(header["time_base"]),
            end_pts=_whole(header["end_pts"]),
            size=_pair(header["size"]),
            pts=np.cumsum(step).astype(np.int64),
            picture=_unplane(_unpack(parts["picture"], 64 * ((frames + 7) // 8)), 64, frames),
            change=np.frombuffer(_unpack(parts["change"], frames), np.uint8).copy(),
            level=np.cumsum(level, dtype=np.uint8),
            contrast=np.frombuffer(_unpack(parts["contrast"], frames), np.uint8).copy(),
            box=np.frombuffer(_unpack(parts["box"], frames), np.uint8).copy(),
            boxes=np.frombuffer(_unpack(parts["boxes"], 32 * boxes), "<f8").reshape(boxes, 4).copy(),
            sound=np.frombuffer(_unpack(parts["sound"], 4 * sounds), "<u4").astype(np.uint32),
            sound_start=_ratio(header["sound_start"]),
        )


def _body(data: bytes) -> bytes:
    """The stored form without its digest, once that was compared."""
    if data[: len(_MAGIC)] != _MAGIC:
        raise FingerprintCorrupt("this is no fingerprint of animewidgets: it begins with other bytes")
    version = int.from_bytes(data[8:10], "big")
    if version > VERSION:
        raise FingerprintTooNew(
            f"the fingerprint has format {version}, and this program knows {VERSION}: update animewidgets"
        )
    body, digest = data[:-_DIGEST], data[-_DIGEST:]
    if hashlib.blake2b(body, digest_size=_DIGEST).digest() != digest:
        raise FingerprintCorrupt(
            f"the fingerprint of {len(data)} bytes was cut short or changed: its digest does not fit"
        )
    return body


def _header(body: bytes) -> Mapping[str, object]:
    length = int.from_bytes(body[10:_START], "big")
    try:
        header = json.loads(body[_START : _START + length])
    except ValueError as error:
        raise FingerprintCorrupt(f"the fingerprint cannot be read: {error}") from error
    if not isinstance(header, dict):
        raise FingerprintCorrupt("the fingerprint cannot be read: it has no header")
    return header


def _planes(words: NDArray[np.uint64], bits: int) -> bytes:
    """What changed from word to word, bit by bit: bits that seldom change lie together, and pack well."""
    changed = words.copy()
    changed[1:] ^= words[:-1]
    each = (changed[None, :] >> np.arange(bits, dtype=np.uint64)[:, None]) & np.uint64(1)
    return np.packbits(each.astype(np.uint8), axis=1).tobytes()


def _unplane(data: bytes, bits: int, count: int) -> NDArray[np.uint64]:
    each = np.unpackbits(np.frombuffer(data, np.uint8).reshape(bits, -1), axis=1, count=count)
    words = np.zeros(count, np.uint64)
    for bit in range(bits):
        words |= each[bit].astype(np.uint64) << np.uint64(bit)
    return np.bitwise_xor.accumulate(words) if count else words


def _pack(data: bytes) -> bytes:
    return lzma.compress(data, lzma.FORMAT_RAW, filters=_FILTERS)


def _unpack(data: bytes, size: int) -> bytes:
    """Exactly ``size`` bytes: a small file must not unfold into a large one."""
    reader = lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=_FILTERS)
    out = reader.decompress(data, size + 1)
    if len(out) != size:
        raise ValueError(f"a column unfolds into {len(out)} bytes where {size} belong")
    return out


def _whole(value: object) -> int:
    if not isinstance(value, int):
        raise ValueError(f"{value!r} is no whole number")  # noqa: TRY004
    return value


def _count(value: object) -> int:
    number = _whole(value)
    if not 0 <= number <= _MOST_FRAMES:
        raise ValueError(f"{number} rows are none or too many")
    return number


def _pair(value: object) -> tuple[int, int]:
    if not isinstance(value, list) or len(value) != 2:
        raise ValueError(f"{value!r} is no pair of numbers")
    return _whole(value[0]), _whole(value[1])


def _ratio(value: object) -> Fraction:
    above, below = _pair(value)
    if below <= 0:
        raise ValueError(f"{above}/{below} is no ratio")
    return Fraction(above, below)
