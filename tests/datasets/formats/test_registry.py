"""Formats are recognised by what a file holds, then by its name; and named wrongly, one is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from animewidgets.datasets.formats import (
    FORMATS,
    Cut,
    CutList,
    cuts_of,
    format_of,
    read_cuts,
    text_of,
    write_cuts,
)
from animewidgets.datasets.text import Document
from animewidgets.errors import FormatError, UnknownFormat, WrongRelease
from tests.datasets.clocks import constant

CLOCK = constant(200)
CUTS = CutList.of([Cut(24), Cut(77), Cut(150)], CLOCK)


@pytest.mark.parametrize("name", [one.name for one in FORMATS.values() if one.read and one.write])
def test_what_we_write_is_recognised_under_any_name(name, tmp_path):
    for file in ("cuts", "cuts.txt", "cuts.log", "cuts.csv"):
        path = write_cuts(CUTS, tmp_path / file, CLOCK, name)
        found = read_cuts(path, CLOCK)
        assert (found.source, found.frame.tolist()) == (name, [24, 77, 150])


@pytest.mark.parametrize(
    ("file", "name"),
    [
        *(("a.csv", "csv"), ("a.edl", "edl"), ("a.otio", "otio"), ("a.txt", "aegisub")),
        *(("a.vtt", "webvtt"), ("a.SRT", "srt"), ("a.ass", "ass"), ("a.xml", "chapters")),
    ],
)
def test_the_ending_says_what_to_write(tmp_path, file, name):
    path = write_cuts(CUTS, tmp_path / file, CLOCK)
    assert path.read_text() == text_of(CUTS, CLOCK, name)


def test_what_cannot_be_recognised_is_refused_with_the_names_there_are():
    with pytest.raises(UnknownFormat, match=r"begins 'Dear diary'.*name it, one of aegisub, x264"):
        format_of(Document("cuts.txt", "Dear diary\n"))
    # An ending that only one format has is a statement: what is wrong is told in that format's words.
    with pytest.raises(FormatError, match="no event on a video channel"):
        cuts_of(Document("cuts.edl", "TITLE: EMPTY\n"), CLOCK)


def test_wrong_names_and_wrong_ways_are_told(tmp_path):
    with pytest.raises(UnknownFormat, match="there is no format 'avid'"):
        write_cuts(CUTS, tmp_path / "a.txt", CLOCK, "avid")
    with pytest.raises(UnknownFormat, match=r"'x264' .* is read only; written are: aegisub, csv"):
        write_cuts(CUTS, tmp_path / "a.txt", CLOCK, "x264")
    with pytest.raises(UnknownFormat, match=r"ending '\.doc' of 'a.doc' says no format"):
        write_cuts(CUTS, tmp_path / "a.doc", CLOCK)
    (tmp_path / "a.vtt").write_text("WEBVTT\n")
    with pytest.raises(UnknownFormat, match="is written only"):
        read_cuts(tmp_path / "a.vtt", CLOCK, "webvtt")
    with pytest.raises(WrongRelease, match="the cuts are not of 'BD ep01'"):
        write_cuts(CutList.of([Cut(100)], constant(200, start=5)), tmp_path / "a.csv", CLOCK)
    assert not (tmp_path / "a.csv").exists()


def test_the_guide_tells_of_every_format_what_it_can():
    guide = (Path(__file__).parents[3] / "docs" / "formats.md").read_text()
    told = {}
    for row in guide.splitlines():
        cells = [cell.strip() for cell in row.split("|")[1:-1]]
        if len(cells) == 5 and cells[0].startswith("`"):
            for name in cells[0].split(","):
                told[name.strip(" `")] = (cells[2] == "✓", cells[3] == "✓")
    assert told == {one.name: (one.read is not None, one.write is not None) for one in FORMATS.values()}
