"""Logs of FFmpeg's filters and of ffprobe."""

from __future__ import annotations

import contextlib
import json
from fractions import Fraction

import av
import av.logging
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from animewidgets.datasets.clock import FrameClock
from animewidgets.datasets.formats import cuts_of
from animewidgets.datasets.formats.base import ReadOptions
from animewidgets.datasets.text import Document
from animewidgets.errors import FormatError, WrongRelease
from tests.datasets.clocks import clocks, constant

CLOCK = constant(1000)


def read(text: str, clock=CLOCK, name="scenes.log", **options):
    return cuts_of(Document(name, text), clock, **options)


def log_of(*filters: tuple[str, str | None]) -> str:
    """What a chain of filters logs about four plain pictures of 12 frames each, at 24 per second."""
    graph = av.filter.Graph()
    last = graph.add_buffer(width=64, height=64, format="yuv420p", time_base=Fraction(1, 24000))
    for name, arguments in filters:
        made = graph.add(name, arguments) if arguments else graph.add(name)
        last.link_to(made)
        last = made
    sink = graph.add("buffersink")
    last.link_to(sink)
    noise = np.random.default_rng(3).integers(0, 255, (4, 64, 64, 3), np.uint8)
    level = av.logging.get_level()
    av.logging.set_level(av.logging.INFO)
    try:
        with av.logging.Capture(local=False) as logs:
            graph.configure()
            for n in range(48):
                frame = av.VideoFrame.from_ndarray(noise[n // 12], format="rgb24").reformat(format="yuv420p")
                frame.pts, frame.time_base = n * 1001, Fraction(1, 24000)
                graph.push(frame)
                with contextlib.suppress(BlockingIOError, EOFError):
                    graph.pull()
    finally:
        av.logging.set_level(level)
    return "".join(f"[Parsed_{name}_0 @ 0x55d0c0] {text}" for _, name, text in logs)


SELECT = ("select", r"gt(scene\,0.3)")


@pytest.mark.parametrize("chain", [[("scdet", "t=10")], [SELECT, ("showinfo", None)]])
def test_what_ffmpegs_filters_log(chain):
    found = read("ffmpeg version 7.1\nInput #0, matroska\n" + log_of(*chain), constant(48))
    assert found.source == "ffmpeg"
    assert found.frame.tolist() == [12, 24, 36]


@pytest.mark.parametrize("chain", ["select='gt(scene,0.3)'", "select='gte(scene,0)'"])
def test_what_metadata_prints_of_some_frames_or_of_all(tmp_path, chain):
    out = tmp_path / "scores.txt"
    name, arguments = chain.split("=", 1)
    log_of((name, arguments), ("metadata", f"mode=print:file={out}"))
    found = read(out.read_text(), constant(48))
    assert found.frame.tolist() == [12, 24, 36]
    assert all(0.4 < score < 1 for score in found.score)


METADATA = "frame:3    pts:1001    pts_time:{0}\nlavfi.scene_score=0.500000\n"


def test_six_digits_are_enough_for_most_of_an_episode_and_told_where_not():
    clock = constant(260_000, time_base=Fraction(1001, 24000))
    assert read(METADATA.format("1443.11"), clock).frame.tolist() == [34600]
    found = read(METADATA.format("10123.4"), clock)
    assert "the nearest frame may not be the right one" in found.warnings[0]


def test_showinfo_tells_ticks_that_are_exact():
    text = (
        "[showinfo @ 0x1] config in time_base: 1001/24000, frame_rate: 24000/1001\n"
        "[showinfo @ 0x1] n:   0 pts: 242717 pts_time:10123.3  duration: 1 fmt:yuv420p\n"
    )
    found = read(text, constant(260_000, time_base=Fraction(1001, 24000)))
    assert (found.frame.tolist(), found.warnings) == ([242717], ())


@given(st.data())
def test_every_frame_is_found_by_the_time_that_ffmpeg_prints(data):
    clock = data.draw(clocks())
    frames = sorted(data.draw(st.sets(st.integers(1, clock.count - 1), min_size=1, max_size=9)))
    text = "".join(METADATA.format(f"{float(clock.seconds(f)):.6g}") for f in frames)
    found = read(text, clock, format="ffmpeg", options=ReadOptions(threshold=0.1))
    assert set(found.frame.tolist()) <= set(frames)
    assert len(found) == len(frames) or len(frames) > max(20, clock.count // 2)


def test_times_from_the_containers_own_zero():
    """``movie=`` and ffprobe do not subtract where the container starts; ffmpeg does."""
    clock = FrameClock.of_ticks(
        126000 + np.arange(1000) * 3750, Fraction(1, 90000), rate=Fraction(24), zero=126000, name="TS"
    )
    later = "".join(METADATA.format(f"{1.4 + n / 24:.6f}") for n in (100, 201, 302))
    found = read(later, clock)
    assert found.frame.tolist() == [100, 201, 302]
    assert "own zero, 1.400 s" in found.warnings[0]
    assert read("".join(METADATA.format(f"{n / 24:.6f}") for n in (100, 201, 302)), clock).warnings == ()


PROBES = {
    "default": "[FRAME]\npts_time={0}\nTAG:lavfi.scene_score={1}\n[/FRAME]\n",
    "wide": "[FRAME]\nmedia_type=video\npts_time={0}\nbest_effort_timestamp_time={0}\npict_type=P\n"
    "TAG:lavfi.scene_score={1}\n[/FRAME]\n",
    "compact": "frame|pts_time={0}|tag:lavfi.scene_score={1}\n",
    "csv": "frame,{0},{1}\n",
}


@pytest.mark.parametrize("form", PROBES)
def test_ffprobe_in_its_forms(form):
    rows = [("4.170833", "0.61"), ("8.341667", "0.44")]
    found = read("".join(PROBES[form].format(*row) for row in rows))
    assert (found.source, found.frame.tolist()) == ("ffmpeg", [100, 200])
    assert found.score.tolist() == pytest.approx([0.61 / 1.01, 0.44 / 0.84])


def test_ffprobe_as_json():
    frames = [
        {"pts_time": "4.170833", "tags": {"lavfi.scene_score": "0.61"}},
        {"pts_time": "8.341667", "tags": {"lavfi.scd.score": "14.0", "lavfi.scd.time": "8.341667"}},
    ]
    assert read(json.dumps({"frames": frames[:1]}, indent=4)).frame.tolist() == [100]
    assert read(json.dumps({"frames": frames})).frame.tolist() == [200]


def test_a_log_of_every_frame_without_scores_is_no_list():
    text = "".join(f"[showinfo @ 0x1] n: {n} pts: {n} pts_time:{n * 0.0417:.4f}\n" for n in range(900))
    with pytest.raises(FormatError, match="let FFmpeg select the scene changes first"):
        read(text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("lavfi.scd.score: x, lavfi.scd.time: 4.1\n", "line 1: 'x' is no score"),
        ("lavfi.scd.score: 11.2, lavfi.scd.time: soon\n", "line 1: 'soon' is no time"),
        ('{"frames": [{"pts_time": 3}]}', "frame 1 of the JSON has no pts_time"),
        ('{"frames": 3}', "holds no list 'frames'"),
        ('{"frames": [}', "it is no JSON"),
    ],
)
def test_what_is_broken_is_told_with_its_line(text, why):
    with pytest.raises(FormatError, match=why):
        read(text)


def test_a_log_of_a_longer_film_is_of_another_release():
    with pytest.raises(WrongRelease, match=r"line 1: 1440\.000 s lies outside 'BD ep01'"):
        read("lavfi.scd.score: 11.2, lavfi.scd.time: 1440\n")
