"""Clips for the media tests, made once per session, and a cache folder of their own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import av
import pytest

from animewidgets.demo.clip_matrix import MATRIX


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """``clip("mkv-vfr")``: path of a clip of the matrix. Do not change the file: other tests read it."""
    folder = tmp_path_factory.mktemp("matrix")
    return lambda name: MATRIX[name].write(folder)


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("ANIMEWIDGETS_CACHE", str(folder))
    return folder


def remux(source: Path, target: Path, **options: str) -> Path:
    """Copy every packet of video and sound into another container, encoding nothing."""
    with av.open(str(source)) as read, av.open(str(target), "w", options=options) as write:
        streams = {
            s.index: write.add_stream_from_template(s) for s in read.streams if s.type in ("video", "audio")
        }
        missing = 0
        for packet in read.demux(*[read.streams[n] for n in streams]):
            if not packet.size:
                continue
            if packet.dts is None:
                # Matroska stores no decoding times, and FFmpeg does not guess those of the first packets.
                missing += 1
                packet.dts = missing - 100
            packet.stream = streams[packet.stream_index]
            write.mux(packet)
    return target
