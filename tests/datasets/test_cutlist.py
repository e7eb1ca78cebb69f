"""Lists of cuts: from annotations, to candidates, to shots."""

from __future__ import annotations

import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from animewidgets.annotations import Annotation, Kind
from animewidgets.datasets.candidates import candidates_of, candidates_text
from animewidgets.datasets.cutlist import Cut, CutList, attributes_of, shots_of
from animewidgets.datasets.text import Document
from animewidgets.errors import AnimeWidgetsError, CutOutsideMedia, FormatError, WrongRelease
from tests.datasets.clocks import clocks, constant, cuts_on


@given(st.data())
def test_cuts_survive_as_annotations(data):
    clock = data.draw(clocks())
    cuts = data.draw(cuts_on(clock))
    annotations = [
        Annotation(
            str(n),
            Kind.CUT,
            clock.tick(cut.frame),
            attributes=attributes_of(cut, clock),
            score=cut.score,
            comment=cut.name or None,
        )
        for n, cut in enumerate(cuts)
    ]
    others = [Annotation("tag", Kind.TAG, clock.tick(0), attributes={"scope": "shot"})]
    assert list(CutList.of_annotations(annotations + others, clock)) == list(cuts)


@given(st.data())
def test_cuts_survive_as_candidates(data):
    clock = data.draw(clocks())
    cuts = data.draw(cuts_on(clock))
    text = candidates_text(cuts, clock, layer="x264", release_id="rel-1")
    found = candidates_of(Document("candidates.json", text), clock, "rel-1")
    assert found.source == "x264"
    assert found.frame.tolist() == cuts.frame.tolist()
    assert (found.kind, found.from_frame.tolist(), found.until_frame.tolist()) == (
        cuts.kind,
        cuts.from_frame.tolist(),
        cuts.until_frame.tolist(),
    )
    for one in json.loads(text)["candidates"]:
        assert ("from_pts" in one) == (one["kind"] != "cut")
        assert 0 <= one["score"] <= 1


def test_candidates_of_another_release_are_refused():
    clock = constant(100)
    text = candidates_text(CutList.of([Cut(7)], clock), clock, layer="a", release_id="rel-1")
    with pytest.raises(WrongRelease, match="'rel-1', not of 'rel-2'"):
        candidates_of(Document("c.json", text), clock, "rel-2")
    with pytest.raises(WrongRelease, match="no frame of"):
        candidates_of(Document("c.json", text.replace('"pts": ', '"pts": 1')), clock, "rel-1")


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "[",
        "[" * 100_000,
        '{"format": "animewidgets-candidates", "version": 2}',
        '{"format": "animewidgets-candidates", "version": 1, "layer": "a", "candidates": [3]}',
        '{"format": "animewidgets-candidates", "version": 1, "layer": "a", "candidates": [{"pts": true}]}',
    ],
)
def test_what_is_no_file_of_candidates_is_refused(text):
    with pytest.raises(FormatError):
        candidates_of(Document("c.json", text), constant(100))


def test_of_several_marks_on_a_frame_the_one_that_says_most_stays():
    clock = constant(100)
    marks = [
        Cut(7, score=0.2),
        Cut(7, "dissolve", 3, 7),
        Cut(7, score=0.9),
        Cut(9, score=0.1),
        Cut(9, score=0.4),
    ]
    assert list(CutList.of(marks, clock)) == [Cut(7, "dissolve", 3, 7), Cut(9, score=0.4)]


def test_a_cut_outside_the_release_is_refused():
    with pytest.raises(CutOutsideMedia, match="frames 0 to 99"):
        CutList.of([Cut(100)], constant(100))
    with pytest.raises(CutOutsideMedia, match="no frame of"):
        CutList.of_annotations([Annotation("a", Kind.CUT, 5)], constant(100))


def test_a_transition_holds_its_cut():
    with pytest.raises(ValueError, match="outside its dissolve"):
        Cut(10, "dissolve", 11, 20)
    with pytest.raises(ValueError, match="no span"):
        Cut(10, "cut", 3, 10)


@given(st.data())
def test_shots_cover_the_release(data):
    clock = data.draw(clocks())
    shots = shots_of(data.draw(cuts_on(clock)), clock)
    assert shots[0].start == 0
    assert shots[-1].end == clock.count
    assert all(a.end == b.start and a.start < a.end for a, b in itertools.pairwise(shots))


def test_columns_cannot_be_changed_by_accident():
    cuts = CutList.of([Cut(7)], constant(100))
    with pytest.raises(ValueError, match="read-only"):
        cuts.frame[0] = 8
    assert issubclass(WrongRelease, AnimeWidgetsError)
