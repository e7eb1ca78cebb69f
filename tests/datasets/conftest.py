"""A small media file with cuts and subtitles, made once per session, and a cache folder of its own."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from tests.datasets.subtitles.samples import ASS, SRT, VTT

#: The first frames of the shots of the clip, which has 48 frames at 24000/1001 per second.
CUTS = [12, 24, 36]


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANIMEWIDGETS_CACHE", str(tmp_path / "cache"))


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four plain pictures of 12 frames each, with tracks of ASS, SubRip and WebVTT."""
    folder = tmp_path_factory.mktemp("clip")
    ass = ASS.partition("[Unknown Section]")[0].replace(" 0:00:03.50 ", "0:00:03.50")
    texts = {"s.ass": ass, "s.srt": SRT, "s.vtt": VTT.replace("01:00:06", "00:00:06")}
    path = folder / "ep01.mkv"
    with av.open(str(path), "w") as container:
        video = container.add_stream("libx264", rate=Fraction(24000, 1001))
        video.width, video.height, video.pix_fmt = 64, 64, "yuv420p"
        tracks = []
        for name, text in texts.items():
            (folder / name).write_text(text)
            source = av.open(str(folder / name))
            tracks.append((source, container.add_stream_from_template(source.streams.subtitles[0])))
        noise = np.random.default_rng(1).integers(0, 255, (4, 64, 64, 3), np.uint8)
        for n in range(48):
            frame = av.VideoFrame.from_ndarray(noise[n // 12], format="rgb24")
            frame.pts = n
            container.mux(video.encode(frame))
        container.mux(video.encode(None))
        for source, track in tracks:
            for packet in source.demux(source.streams.subtitles[0]):
                if packet.size:
                    packet.stream = track
                    container.mux(packet)
            source.close()
    return path
