"""Damage done to media files on purpose: the same damage for the same recipe, on every machine."""

from __future__ import annotations

import random
from collections.abc import Callable

# Numbers that programs stumble over: none, one, the largest ones, and those with the sign bit.
_AWKWARD = (0, 1, 2, 7, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFF0, 0xFFFFFFFF)

_BOXES = (
    b"ftyp moov mvhd trak tkhd edts elst mdia mdhd hdlr minf stbl stsd stts ctts stss stsc stsz stco co64 "
)
_BOXES += b"mvex trex moof mfhd traf tfhd tfdt trun mdat avcC mp4a esds "
_BOXES += b"RIFF hdrl avih strl strh strf movi idx1 00dc 01wb"

# Identifiers of Matroska's elements (RFC 9559): segment, seek head, info, scale, tracks, entries, sizes,
# cues, clusters and their times, blocks, durations.
_EBML = (
    "1a45dfa3 18538067 114d9b74 1549a966 2ad7b1 4489 1654ae6b ae d7 83 86 63a2 e0 b0 ba e1 b5 9f 23e383 "
    "1c53bb6b bb b3 b7 f1 1f43b675 e7 a3 a0 a1 9b fb ec"
)
_IDENTIFIERS = [bytes.fromhex(word) for word in _EBML.split()]


def mutated(data: bytes, recipe: str) -> bytes:
    """``data`` with one to four kinds of damage, as ``recipe`` has it: any text."""
    chance = random.Random(recipe)
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        if changed:
            chance.choice(_WAYS)(changed, chance)
    return bytes(changed)


def _flip_bits(data: bytearray, chance: random.Random) -> None:
    for _ in range(chance.choice((1, 3, 20, 100))):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _flip_bits_in_the_header(data: bytearray, chance: random.Random) -> None:
    # Headers stand at the beginning, an mp4's at the end.
    window = min(len(data), 4096)
    start = chance.choice((0, len(data) - window))
    for _ in range(chance.choice((1, 2, 8))):
        data[start + chance.randrange(window)] ^= 1 << chance.randrange(8)


def _awkward_number(data: bytearray, chance: random.Random) -> None:
    width = chance.choice((1, 2, 4, 8))
    window = min(len(data), chance.choice((512, 4096, len(data))))
    start = chance.choice((0, len(data) - window)) + chance.randrange(window)
    number = (chance.choice(_AWKWARD) & (1 << 8 * width) - 1).to_bytes(
        width, chance.choice(("big", "little"))
    )
    data[start : start + width] = number


def _size_of_a_box(data: bytearray, chance: random.Random) -> None:
    kind = chance.choice([kind for kind in _BOXES.split() if kind in data] or [bytes(data[:4])])
    at = chance.choice(_places(data, kind))
    field = at + chance.choice((-4, 4, 8, 12, 16, 20))  # its size, or a number in it: counts are among them
    old = int.from_bytes(data[max(0, field) : field + 4], "big")
    new = chance.choice((*_AWKWARD, old + 1, old - 1, old * 2, old + 8, chance.randrange(2**32)))
    if field >= 0:
        data[field : field + 4] = (new & 0xFFFFFFFF).to_bytes(4, "big")


def _length_of_an_element(data: bytearray, chance: random.Random) -> None:
    kind = chance.choice([kind for kind in _IDENTIFIERS if kind in data] or [bytes(data[:1])])
    at = chance.choice(_places(data, kind)) + len(kind)
    for n in range(chance.choice((1, 1, 2, 8))):
        if at + n < len(data):
            data[at + n] = chance.choice(
                (0, 1, 0x40, 0x80, 0xFF, data[at + n] + 1 & 0xFF, chance.randrange(256))
            )


def _places(data: bytearray, word: bytes) -> list[int]:
    places, at = [], data.find(word)
    while at >= 0 and len(places) < 1000:
        places.append(at)
        at = data.find(word, at + 1)
    return places or [0]


def _truncate(data: bytearray, chance: random.Random) -> None:
    del data[chance.randrange(len(data)) :]


def _cut_out(data: bytearray, chance: random.Random) -> None:
    """A hole; a transport stream loses its step by it."""
    start = chance.randrange(len(data))
    del data[start : start + chance.choice((1, 7, 188, 1000, len(data) // 3))]


def _insert(data: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(data))
    data[start:start] = chance.randbytes(chance.choice((1, 5, 188, 3000)))


def _repeat(data: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(data))
    data[start:start] = data[start : start + chance.choice((188, 4000, len(data)))] * chance.choice((1, 2, 5))


def _swap_blocks(data: bytearray, chance: random.Random) -> None:
    size = min(chance.choice((188, 512, 4096)), len(data) // 3)
    if size:
        one, other = sorted((chance.randrange(len(data) - size), chance.randrange(len(data) - size)))
        if one + size <= other:
            data[one : one + size], data[other : other + size] = (
                data[other : other + size],
                data[one : one + size],
            )


def _blank(data: bytearray, chance: random.Random) -> None:
    start, size = chance.randrange(len(data)), chance.choice((16, 188, 2000))
    size = min(size, len(data) - start)
    data[start : start + size] = bytes([chance.choice((0, 0xFF, 0x47))]) * size


_WAYS: tuple[Callable[[bytearray, random.Random], None], ...] = (
    _flip_bits,
    _flip_bits_in_the_header,
    _awkward_number,
    _size_of_a_box,
    _size_of_a_box,
    _length_of_an_element,
    _length_of_an_element,
    _truncate,
    _cut_out,
    _insert,
    _repeat,
    _swap_blocks,
    _blank,
)
