"""Streams whose packets do not tell the pictures: these are counted by decoding."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from animewidgets.demo.frame_number import draw, read
from animewidgets.media import open_media
from tests.media import paff


@pytest.fixture(scope="module")
def fields() -> list[tuple[bytes, bool]]:
    """40 numbered frames as 80 fields, an IDR field every ten frames."""
    frames = []
    for number in range(40):
        picture = np.full((paff.HEIGHT, paff.WIDTH, 3), 90, np.uint8)
        draw(picture, number)
        frames.append(picture[..., 0])
    return paff.stream(frames, gop=10)


def test_two_fields_in_packets_of_their_own_are_one_frame(fields, tmp_path):
    """An H.264 broadcast with field pictures (PAFF)."""
    path = tmp_path / "broadcast.ts"
    with av.open(str(path), "w") as out:
        stream = out.add_mux_stream("h264", rate=25, width=paff.WIDTH, height=paff.HEIGHT)
        for number, (data, key) in enumerate(fields):
            packet = av.Packet(data)
            packet.stream, packet.time_base = stream, Fraction(1, 50)
            packet.pts = packet.dts = number
            packet.duration, packet.is_keyframe = 1, key
            out.mux(packet)
    with open_media(path) as media:
        assert len(media.index) == 40
        assert np.diff(media.index.pts).tolist() == [3600] * 39
        assert media.index.duration[-1] == 3600
        assert [read(p.rgb) for p in media.frames()] == list(range(40))
        for ordinal in (33, 3, 12, 39, 0, 25):
            assert read(media.frame(ordinal).rgb) == ordinal


@pytest.mark.parametrize("case", ["ts", "ts-open-gop", "h264-interlaced-ts"])
def test_a_bare_stream_without_times_is_counted_and_says_so(case, clip, tmp_path):
    path = bare_stream(clip(case), tmp_path / "bare.h264")
    with open_media(path) as media:
        assert "counted by decoding" in media.warnings[0]
        assert [read(p.rgb) for p in media.frames()] == list(range(120))
        for ordinal in (100, 3, 60, 59, 119):
            assert read(media.frame(ordinal).rgb) == ordinal


def bare_stream(source: Path, target: Path) -> Path:
    with av.open(str(source)) as container:
        target.write_bytes(b"".join(bytes(packet) for packet in container.demux(video=0) if packet.size))
    return target
