"""Units of work: a release divided into what one person finishes one after the other."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from animewidgets.annotations import ReleaseBounds, UnitKind, UnitRule
from animewidgets.annotations.units import units_of

#: Ten pictures of a variable frame rate that start late; ticks of 1/1000 s.
VFR = ReleaseBounds("web", np.array([21, 62, 104, 146, 187, 250, 396, 438, 479, 521]), 563)
MS = Fraction(1, 1000)


def spans(rule: UnitRule, **found: object) -> list[tuple[int, int]]:
    return units_of(rule, VFR, MS, **found).spans()


def test_an_episode_is_one_unit():
    assert spans(UnitRule()) == [(21, 563)]


def test_shots_go_from_cut_to_cut_and_no_cut_makes_one():
    assert spans(UnitRule(UnitKind.SHOT), cuts=[250, 146, 250, 21, 147]) == [
        (21, 146),
        (146, 250),
        (250, 563),
    ]
    assert spans(UnitRule(UnitKind.SHOT)) == [(21, 563)]


def test_every_third_frame_beginning_with_the_first():
    units = spans(UnitRule(UnitKind.EVERY_NTH_FRAME, every=3))
    assert units == [(21, 62), (146, 187), (396, 438), (521, 563)]


def test_chosen_frames_are_those_of_the_release_that_is_open():
    rule = UnitRule(UnitKind.CHOSEN_FRAMES, frames=(("bd", 62), ("web", 438), ("web", 62), ("web", 63)))
    assert spans(rule, release_id="web") == [(62, 104), (438, 479)]
    assert spans(rule, release_id="other") == []


def test_drawings_last_as_long_as_they_are_held():
    assert spans(UnitRule(UnitKind.DRAWING), found=[(250, 396), (21, 250), (9, 21)]) == [
        (21, 250),
        (250, 396),
    ]


def test_a_release_without_frames_has_no_unit():
    nothing = ReleaseBounds("none", np.array([], np.int64), 0)
    for rule in (UnitRule(), UnitRule(UnitKind.SHOT), UnitRule(UnitKind.SPAN, seconds=1)):
        assert units_of(rule, nothing, MS).spans() == []


@pytest.mark.parametrize(
    ("seconds", "overlap", "wanted"),
    [
        (0.2, 0, [(21, 250), (250, 438), (438, 563)]),
        (0.3, 0.1, [(21, 396), (250, 521), (438, 563)]),
        (10, 1, [(21, 563)]),
    ],
)
def test_spans_begin_and_end_on_frames(seconds: float, overlap: float, wanted: list[tuple[int, int]]):
    assert spans(UnitRule(UnitKind.SPAN, seconds=seconds, overlap=overlap)) == wanted


@given(
    gaps=st.lists(st.integers(1, 200), min_size=1, max_size=80),
    start=st.integers(-500, 500),
    seconds=st.floats(0.001, 20).map(lambda x: round(x, 3)),
    share=st.floats(0, 0.95),
)
def test_spans_cover_every_frame_and_reach_to_the_end(
    gaps: list[int], start: int, seconds: float, share: float
):
    pts = start + np.concatenate([[0], np.cumsum(gaps)])
    bounds = ReleaseBounds("any", pts[:-1], int(pts[-1]))
    overlap = round(seconds * share, 4)
    if overlap >= seconds:
        return
    units = units_of(UnitRule(UnitKind.SPAN, seconds=seconds, overlap=overlap), bounds, MS)
    assert units.start[0] == pts[0]
    assert units.end[-1] == bounds.end_pts
    frames = set(pts.tolist())
    assert {*units.start.tolist(), *units.end.tolist()} <= frames
    assert (np.diff(units.start) > 0).all()
    assert (units.end > units.start).all()
    # No frame lies between two of them.
    assert (units.start[1:] <= np.maximum.accumulate(units.end)[:-1]).all()


@given(st.lists(st.integers(0, 600), max_size=30))
def test_shots_part_the_release_whatever_the_cuts(cuts: list[int]):
    units = units_of(UnitRule(UnitKind.SHOT), VFR, MS, cuts=cuts)
    assert units.start[0] == 21
    assert units.end.tolist() == [*units.start[1:].tolist(), 563]
