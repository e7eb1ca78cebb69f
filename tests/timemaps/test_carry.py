"""Frames and spans come to the right ones of another release, and say what became of them."""

from __future__ import annotations

import itertools
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from animewidgets.timebase import Span
from animewidgets.timemaps import (
    Axis,
    Flag,
    Outcome,
    Piece,
    TimeMap,
    Uncertainty,
    carry_frames,
    carry_span,
    carry_spans,
)
from tests.timemaps.maps import BD, BD_TO_TV, TV, time_maps


def only(piece: Piece) -> TimeMap:
    return TimeMap(Fraction(1, 24), Fraction(1, 24), (piece,))


SAME = Axis(np.arange(0, 1000, 10), 1000)


def test_every_film_frame_comes_to_the_first_one_that_shows_it_in_the_telecined_broadcast() -> None:
    found = carry_frames(BD_TO_TV, BD, TV, np.arange(2160))
    shown = (4 * (TV.pts - 450) + 3) // 5  # 0 1 2 3 3: four film frames on five
    assert found.pts.tolist() == [int(TV.pts[shown == frame].min()) for frame in range(2160)]
    assert set(found.outcome.tolist()) == {Outcome.EXACT}


def test_a_removed_shot_and_what_no_piece_covers_is_unmapped() -> None:
    found = carry_frames(BD_TO_TV, BD, TV, np.array([4319, 4320, 4399]))
    assert found.outcome.tolist() == [Outcome.EXACT, Outcome.UNMAPPED, Outcome.UNMAPPED]
    assert found.match.tolist() == [1, -1, -1]
    back = carry_frames(BD_TO_TV.inverted(), TV, BD, np.array([449, 450, 3300]))
    assert back.outcome.tolist() == [Outcome.UNMAPPED, Outcome.EXACT, Outcome.UNMAPPED]


def test_an_offset_that_is_not_certain_is_doubtful_but_not_within_one_drawing() -> None:
    piece = Piece(Span(0, 1000), Span(0, 1000), uncertainty=Uncertainty(offset=12))
    assert carry_frames(only(piece), SAME, SAME, np.array([500])).outcome.tolist() == [Outcome.DOUBTFUL]
    held = Axis(SAME.pts, 1000, holds=np.arange(100) // 4)  # on fours
    found = carry_frames(only(piece), SAME, held, np.array([490, 500, 510, 520]))
    assert found.outcome.tolist() == [
        Outcome.DOUBTFUL,
        Outcome.IN_HOLD,
        Outcome.DOUBTFUL,
        Outcome.DOUBTFUL,
    ]
    piece = replace(piece, uncertainty=Uncertainty(offset=9))
    found = carry_frames(only(piece), SAME, held, np.array([480, 490, 500, 510]))
    assert found.outcome.tolist() == [Outcome.DOUBTFUL, Outcome.IN_HOLD, Outcome.IN_HOLD, Outcome.IN_HOLD]


def test_a_border_that_is_not_certain_casts_doubt_on_what_lies_near_it_only() -> None:
    piece = Piece(Span(0, 1000), Span(0, 1000), uncertainty=Uncertainty(start=30, end=20))
    found = carry_frames(only(piece), SAME, SAME, np.array([0, 20, 30, 970, 980]))
    assert found.outcome.tolist() == [
        Outcome.DOUBTFUL,
        Outcome.DOUBTFUL,
        Outcome.EXACT,
        Outcome.EXACT,
        Outcome.DOUBTFUL,
    ]


def test_a_redrawn_shot_and_a_weak_match_say_so() -> None:
    piece = Piece(Span(0, 1000), Span(0, 1000))
    changed = replace(piece, flags=frozenset({Flag.PICTURE_CHANGED}))
    assert carry_frames(only(changed), SAME, SAME, np.array([500])).outcome.tolist() == [Outcome.CHANGED]
    weak = replace(piece, confidence=0.4)
    assert carry_frames(only(weak), SAME, SAME, np.array([500])).outcome.tolist() == [Outcome.DOUBTFUL]
    assert carry_span(only(changed), SAME, SAME, Span(0, 50)).outcome is Outcome.CHANGED


def test_a_span_over_the_sponsor_card_is_split_and_one_over_the_removed_shot_loses_its_end() -> None:
    over_card = carry_span(BD_TO_TV, BD, TV, Span(2150, 2170))
    assert over_card.outcome is Outcome.SPLIT
    assert [part.end for part in over_card.parts] == [3150, 3612]
    assert over_card.lost == 0
    to_the_end = carry_span(BD_TO_TV, BD, TV, Span(4300, 4400))
    assert (to_the_end.outcome, to_the_end.parts, to_the_end.lost) == (
        Outcome.SPLIT,
        (Span(6275, 6300),),
        80,
    )
    gone = carry_span(BD_TO_TV, BD, TV, Span(4320, 4400))
    assert (gone.outcome, gone.parts, gone.lost) == (Outcome.UNMAPPED, (), 80)


def test_neighbouring_spans_stay_neighbours() -> None:
    cuts = [0, 7, 100, 101, 2160]
    parts = [carry_span(BD_TO_TV, BD, TV, Span(a, b)).parts[0] for a, b in itertools.pairwise(cuts)]
    assert all(left.end == right.start for left, right in itertools.pairwise(parts))


def test_ticks_that_are_no_frames_and_empty_spans_are_refused() -> None:
    with pytest.raises(ValueError, match="no frame at tick 5"):
        carry_frames(only(Piece(Span(0, 1000), Span(0, 1000))), SAME, SAME, np.array([0, 5]))
    with pytest.raises(ValueError, match=r"\[7, 7\) is empty"):
        carry_span(BD_TO_TV, BD, TV, Span(7, 7))
    with pytest.raises(ValueError, match=r"\[7, 7\) is empty"):
        carry_spans(BD_TO_TV, BD, TV, np.array([0, 7]), np.array([1, 7]))
    with pytest.raises(ValueError, match="ascend"):
        Axis(np.array([0, 0]), 5)


spans = st.tuples(st.integers(0, 1200), st.integers(1, 300))


@given(time_maps(), st.lists(spans, min_size=1, max_size=20))
def test_many_spans_at_once_come_to_where_each_comes(made: TimeMap, asked: list[tuple[int, int]]) -> None:
    source = target = Axis(np.arange(-100, 2000, 3), 2000)
    starts = np.array([start for start, _ in asked])
    ends = starts + np.array([lasting for _, lasting in asked])
    many = carry_spans(made, source, target, starts, ends)
    for n, (start, end) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True)):
        one = carry_span(made, source, target, Span(start, end))
        assert many.outcome[n] == one.outcome
        if len(one.parts) == 1:
            assert one.parts[0] == Span(int(many.start[n]), int(many.end[n]))
            assert many.confidence[n] == one.confidence
        elif one.parts:
            assert many.split[n] == one
