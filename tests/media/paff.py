"""A tiny H.264 encoder for field pictures (PAFF), which no encoder at hand writes.

Every macroblock is I_PCM, so a picture is its samples behind a slice header (ITU-T H.264, 7.3). Each
frame is two fields of their own: an IDR or plain I field for the top lines, an I field for the bottom
lines. Every field is an access unit of its own in the stream, as broadcasters send it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

WIDTH, HEIGHT = 160, 96


class Bits:
    """Bits, most significant first."""

    def __init__(self) -> None:
        self._bits: list[str] = []

    def u(self, value: int, width: int) -> Bits:
        self._bits.append(format(value, f"0{width}b"))
        return self

    def ue(self, value: int) -> Bits:
        coded = format(value + 1, "b")
        self._bits.append("0" * (len(coded) - 1) + coded)
        return self

    def align(self, fill: str = "0") -> Bits:
        self._bits.append(fill * (-sum(map(len, self._bits)) % 8))
        return self

    def bytes(self) -> bytes:
        text = "".join(self._bits)
        return int(text, 2).to_bytes(len(text) // 8, "big") if text else b""


def nal(kind: int, payload: bytes, importance: int = 3) -> bytes:
    escaped = bytearray()
    zeros = 0
    for octet in payload:
        if zeros >= 2 and octet <= 3:
            escaped.append(3)
            zeros = 0
        escaped.append(octet)
        zeros = zeros + 1 if octet == 0 else 0
    return b"\0\0\0\1" + bytes([importance << 5 | kind]) + bytes(escaped)


def parameter_sets() -> bytes:
    sps = Bits().u(77, 8).u(0, 8).u(30, 8).ue(0)  # Main profile, level 3
    sps.ue(4).ue(2)  # frame_num has 8 bits; output order is decode order
    sps.ue(1).u(0, 1)  # one reference frame
    sps.ue(WIDTH // 16 - 1).ue(HEIGHT // 32 - 1)
    sps.u(0, 1).u(0, 1)  # fields may be coded apart; no MBAFF
    sps.u(1, 1).u(0, 1).u(0, 1).u(1, 1).align()
    pps = Bits().ue(0).ue(0).u(0, 1).u(1, 1).ue(0).ue(0).ue(0).u(0, 1).u(0, 2)
    pps.ue(0).ue(0).ue(0)  # quantiser and chroma offsets: se(0) is ue(0)
    pps.u(0, 1).u(0, 1).u(0, 1).u(1, 1).align()
    return nal(7, sps.bytes()) + nal(8, pps.bytes())


def field(luma: NDArray[np.uint8], *, frame_num: int, bottom: bool, idr: bool) -> bytes:
    """One field, uint8[HEIGHT/2,WIDTH], as a slice of I_PCM macroblocks with grey chroma."""
    head = Bits().ue(0).ue(7).ue(0).u(frame_num % 256, 8)
    head.u(1, 1).u(int(bottom), 1)
    if idr:
        head.ue(0)
    head.u(0, 1).u(0, 1) if idr else head.u(0, 1)
    head.ue(0)  # slice_qp_delta
    out = bytearray()
    pending = head
    samples = np.clip(luma, 1, 254)
    for y in range(0, HEIGHT // 2, 16):
        for x in range(0, WIDTH, 16):
            out += pending.ue(25).align().bytes()
            out += samples[y : y + 16, x : x + 16].tobytes() + bytes([128]) * 128
            pending = Bits()
    out += b"\x80"
    return nal(5 if idr else 1, bytes(out))


def stream(frames: list[NDArray[np.uint8]], gop: int) -> list[tuple[bytes, bool]]:
    """(bytes of one field's access unit, starts a GOP) for luma pictures uint8[HEIGHT,WIDTH]."""
    units: list[tuple[bytes, bool]] = []
    for number, luma in enumerate(frames):
        idr = number % gop == 0
        count = number % gop
        delimiter = nal(9, b"\x10", 0)
        top = delimiter + (parameter_sets() if idr else b"")
        units.append((top + field(luma[0::2], frame_num=count, bottom=False, idr=idr), idr))
        units.append((delimiter + field(luma[1::2], frame_num=count, bottom=True, idr=False), False))
    return units
