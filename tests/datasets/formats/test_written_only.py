"""The shots as subtitles and chapters: seen on exactly their frames, in every player."""

from __future__ import annotations

from fractions import Fraction
from xml.etree import ElementTree

import pysubs2
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from animewidgets.datasets.formats import Cut, CutList, shots_of, text_of
from animewidgets.datasets.formats.base import WriteOptions, clock_time
from animewidgets.errors import FormatError
from tests.datasets.clocks import clocks, constant, cuts_on

#: What pysubs2 calls them. It is told: a name like "V4 STYLES" looks like another format to it.
FORMATS = {"ass": "ass", "srt": "srt", "webvtt": "vtt"}


def fastest(clock):
    return min(b - a for a, b in zip(clock.pts, clock.pts[1:], strict=False)) * clock.time_base


@given(st.data())
@pytest.mark.parametrize("name", FORMATS)
def test_a_line_is_seen_on_the_frames_of_its_shot(name, data):
    clock = data.draw(clocks())
    assume(name != "ass" or fastest(clock) > Fraction(1, 50))
    cuts = data.draw(cuts_on(clock))
    subs = pysubs2.SSAFile.from_string(text_of(cuts, clock, name), format_=FORMATS[name])
    spans = []
    for event in subs:
        ticks = [clock.zero + Fraction(ms, 1000) / clock.time_base for ms in (event.start, event.end)]
        spans.append(tuple(clock.first_frame_from(tick) for tick in ticks))
    assert spans == [(shot.start, shot.end) for shot in shots_of(cuts, clock)]


def test_a_line_says_which_shot_it_is():
    clock = constant(500)
    cuts = CutList.of([Cut(24), Cut(90, "fade-in", 80, 90, name="{\\b1} the --> door")], clock)
    subs = pysubs2.SSAFile.from_string(text_of(cuts, clock, "ass", WriteOptions("ep01")))
    assert [event.plaintext for event in subs] == ["#1 · 0", "#2 · 24", "#3 · 90 fade-in (\\b1) the → door"]
    assert subs.info["Title"] == "ep01"


@given(st.data())
def test_chapters_begin_on_the_frames_of_their_shots(data):
    clock = data.draw(clocks())
    cuts = data.draw(cuts_on(clock))
    atoms = ElementTree.fromstring(text_of(cuts, clock, "chapters").split('dtd">\n', 1)[1]).iter(
        "ChapterAtom"
    )
    times = []
    for atom in atoms:
        start, unit = clock_time(atom.findtext("ChapterTimeStart") or "")
        assert unit == Fraction(1, 10**9)
        times.append(clock.first_frame_from(clock.zero + start / clock.time_base))
        assert atom.findtext("ChapterDisplay/ChapterString", "").startswith("Shot ")
    assert times == [shot.start for shot in shots_of(cuts, clock)]


def test_ass_ends_after_ten_hours():
    clock = type(constant(2)).of_ticks(range(36_002), Fraction(1), name="marathon")
    with pytest.raises(FormatError, match="'marathon' cannot be written as SubStation Alpha"):
        text_of(CutList.of([], clock), clock, "ass")
