"""Damaged lists are read or refused, in time, and never break anything else."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from animewidgets.datasets import text as text_module
from animewidgets.datasets.candidates import candidates_of, candidates_text
from animewidgets.datasets.formats import FORMATS, Cut, CutList, FrameClock, cuts_of, read_cuts, text_of
from animewidgets.datasets.formats import base as base_module
from animewidgets.datasets.text import Document
from animewidgets.errors import FormatError
from tests.datasets.clocks import constant
from tests.datasets.formats.test_edl import LISTING
from tests.datasets.formats.test_ffmpeg_log import METADATA, PROBES
from tests.datasets.formats.test_key_frames import AEGISUB, SCXVID, WWXD, X264, pictures
from tests.datasets.mutations import damaged, refusals

CLOCK = constant(600)
VFR = FrameClock.of_ticks(
    7 + np.cumsum(np.arange(600) % 7 * 9 + 16), Fraction(1, 1000), zero=0, name="VFR web"
)
CUTS = CutList.of(
    [Cut(24, score=0.5, name="door"), Cut(90, "dissolve", 80, 95), Cut(300, "wipe", 290, 300)], CLOCK
)

VALID = {
    "aegisub": AEGISUB,
    "wwxd": WWXD,
    "scxvid": SCXVID + pictures("ippbbpipbbp"),
    "x264": X264 + "".join(f"in:{n} out:{n} type:{'IPBb'[n % 4]} dur:2 q:20.5\n" for n in range(12)),
    "divx": "##map version 2\n1 I 3\n2 P 4\n3 B 5\n4 I 9\n",
    "plain": "12\n0:00:02.500\n00:00:03:12\n7.25\n",
    "scene-stats": "Frame Number,Timecode,content_val\n"
    + "".join(f"{n},x,{n * 7 % 50}.5\n" for n in range(1, 30)),
    "showinfo": "[a @ 0x1] config in time_base: 1/24000, frame_rate: 24/1\n"
    "[a @ 0x1] n:   0 pts: 24024 pts_time:1.001 duration: 1001\n",
    "metadata": "".join(METADATA.format(n) for n in ("1.5", "2.25", "9.75")),
    "scdet": "[a @ 0x1] lavfi.scd.score: 12.500, lavfi.scd.time: 3.25\n",
    "json": '{"frames": [{"pts_time": "1.5", "tags": {"lavfi.scene_score": "0.5"}}]}',
    "edl-listing": LISTING,
    **{f"ffprobe-{name}": row.format("1.5", "0.5") * 3 for name, row in PROBES.items()},
    **{name: text_of(CUTS, CLOCK, name) for name in ("csv", "edl", "otio", "aegisub")},
}

READERS = [None, *(one.name for one in FORMATS.values() if one.read)]


def survives(text: str, form: str | None = None, *, clock=CLOCK, lenient: bool = False) -> None:
    with refusals():
        found = cuts_of(Document("cuts.txt", text), clock, form, lenient=lenient)
        assert np.all(np.diff(found.frame) > 0)
        found.check(clock)


@pytest.mark.parametrize("name", VALID)
def test_the_valid_files_are_valid(name):
    assert len(cuts_of(Document("cuts", VALID[name]), CLOCK)) > 0


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@pytest.mark.parametrize("name", VALID)
@given(data=st.data())
def test_a_damaged_list_is_read_or_refused(name, data):
    text = data.draw(damaged(VALID[name]))
    own = name.partition("-")[0] if name.startswith(("edl", "ffprobe")) else name
    forced = {
        "ffprobe": "ffmpeg",
        "showinfo": "ffmpeg",
        "metadata": "ffmpeg",
        "scdet": "ffmpeg",
        "json": "ffmpeg",
    }
    form = data.draw(st.sampled_from([None, forced.get(own, own)]))
    survives(text, form, clock=data.draw(st.sampled_from([CLOCK, VFR])), lenient=data.draw(st.booleans()))


@settings(max_examples=200)
@given(st.text(max_size=200), st.sampled_from(READERS), st.booleans())
def test_any_text_is_read_or_refused_by_any_reader(text, form, lenient):
    survives(text, form, lenient=lenient)


@settings(max_examples=200)
@given(st.binary(max_size=300), st.sampled_from(READERS))
def test_any_bytes_are_read_or_refused(tmp_path_factory, data, form):
    path = tmp_path_factory.mktemp("fuzz") / "cuts.txt"
    path.write_bytes(data)
    with refusals():
        read_cuts(path, CLOCK, form)


@settings(max_examples=150)
@given(st.data())
def test_damaged_candidates_are_read_or_refused(data):
    text = data.draw(damaged(candidates_text(CUTS, CLOCK, layer="a", release_id="rel-1")))
    with refusals():
        candidates_of(Document("candidates.json", text), CLOCK)


@pytest.mark.parametrize("form", [one for one in READERS if one])
@pytest.mark.parametrize(
    "line", ["0:0" * 50_000, " " * 200_000, "1" * 200_000, "a=" * 100_000, "|" * 200_000, "<" * 200_000]
)
def test_one_endless_line_does_not_take_for_ever(form, line):
    survives(VALID.get(form, "") + line + "\n", form)


def test_a_list_of_millions_is_refused_before_it_fills_memory(tmp_path, monkeypatch):
    path = tmp_path / "cuts.txt"
    path.write_bytes(b"12\n" * (text_module.MAX_BYTES // 3 + 1))
    with pytest.raises(FormatError, match=r"has 67 MB: files over 67 MB are not read"):
        read_cuts(path, CLOCK)
    monkeypatch.setattr(base_module, "MAX_MARKS", 1000)
    path.write_bytes(b"12\n" * 1001)
    with pytest.raises(FormatError, match="at most 1000 are taken"):
        read_cuts(path, CLOCK)
