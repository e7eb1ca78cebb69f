"""A map is applied, inverted and composed, and never guesses."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from animewidgets.timebase import Span
from animewidgets.timemaps import Evidence, PictureMap, Piece, TimeMap, Uncertainty
from animewidgets.timemaps.timemap import gaps
from tests.timemaps.maps import BD_TO_TV, pictures, time_maps


def test_a_time_map_carries_a_cut_from_the_disc_to_the_broadcast() -> None:
    assert BD_TO_TV.apply(0) == 450
    assert BD_TO_TV.apply(4) == 455
    assert BD_TO_TV.apply(2159) == 3149  # 450 + 2158.75 → nearest
    assert BD_TO_TV.apply(2160) == 3600


def test_a_time_map_never_guesses_what_the_other_release_does_not_have() -> None:
    assert BD_TO_TV.apply(4320) is None
    assert BD_TO_TV.apply(-1) is None
    assert BD_TO_TV.inverted().apply(3300) is None


@given(st.integers(0, 4319))
def test_there_and_back_again_through_a_map_to_a_finer_axis(tick: int) -> None:
    there = BD_TO_TV.apply(tick)
    assert there is not None
    assert BD_TO_TV.inverted().apply(there) == tick


def test_two_matches_may_not_claim_the_same_footage() -> None:
    with pytest.raises(ValueError, match="overlap"):
        TimeMap(
            Fraction(1, 24),
            Fraction(1, 24),
            (Piece(Span(0, 10), Span(0, 10)), Piece(Span(9, 20), Span(10, 21))),
        )
    with pytest.raises(ValueError, match="overlap"):  # what the target lacks cannot be matched as well
        TimeMap(Fraction(1, 24), Fraction(1, 24), (Piece(Span(0, 10), Span(0, 10)), Piece(Span(5, 6), None)))


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda: Piece(None, None), "needs a source span"),
        (lambda: Piece(Span(0, 0), Span(0, 5)), "empty on one side"),
        (lambda: Piece(Span(0, 100), Span(0, 100), rate=Fraction(5, 4)), "lasts 125 ticks"),
        (lambda: Piece(Span(0, 10), None, rate=Fraction(1)), "only a match"),
        (lambda: Piece(Span(0, 10), None, confidence=1.5), "from 0 to 1"),
        (lambda: Uncertainty(-1), "no less than 0"),
        (lambda: Evidence(5, 6, 0), "part of the one before"),
        (lambda: PictureMap(0), "positive scales"),
    ],
)
def test_a_piece_that_cannot_be_is_refused(make: object, why: str) -> None:
    assert callable(make)
    with pytest.raises(ValueError, match=why):
        make()


@given(time_maps())
def test_a_map_inverted_twice_leads_where_it_led(made: TimeMap) -> None:
    twice = made.inverted().inverted()
    assert [(one.source, one.target, one.rate, one.flags) for one in twice.pieces] == [
        (one.source, one.target, one.rate, one.flags) for one in made.pieces
    ]
    for one in made.matches:
        source, _ = one.sides
        for tick in (source.start, source.end - 1):
            assert twice.apply(tick) == made.apply(tick)


@given(time_maps(), st.lists(st.integers(-100, 1500), min_size=1, max_size=40))
def test_many_ticks_at_once_come_to_where_each_comes(made: TimeMap, ticks: list[int]) -> None:
    found, match = made.apply_many(np.array(ticks, dtype=np.int64))
    assert [int(one) if at >= 0 else None for one, at in zip(found, match, strict=True)] == [
        made.apply(one) for one in ticks
    ]


def test_numbers_beyond_what_64_bits_multiply_are_exact() -> None:
    rate = Fraction(1_000_000_007, 999_999_937)
    far = 2**40
    made = TimeMap(
        Fraction(1, 10**6),
        Fraction(1, 10**6),
        (Piece(Span(0, far), Span(0, round(far * rate)), rate=rate),),
    )
    found, _ = made.apply_many(np.array([far - 1, 12_345_678_901]))
    assert found.tolist() == [made.apply(far - 1), made.apply(12_345_678_901)]


@given(time_maps(("a", "b")), time_maps(("b", "c")), st.integers(-60, 1300))
def test_two_maps_composed_lead_where_one_after_the_other_leads(
    first: TimeMap, second: TimeMap, tick: int
) -> None:
    both = first.compose(second)
    assert (both.source_release, both.target_release) == ("a", "c")
    middle = first.apply(tick)
    onward = None if middle is None else second.apply(middle)
    direct = both.apply(tick)
    if direct is not None and onward is not None:
        assert abs(direct - onward) <= 2  # a tick of rounding on either axis
    elif direct is not None or onward is not None:
        # At a border the rounding decides on which side a tick lies.
        near = [edge for one in both.pieces if one.source for edge in one.source]
        assert min(abs(tick - edge) for edge in near) <= 2


def test_what_either_map_lacks_the_composed_one_lacks() -> None:
    to_web = TimeMap(
        Fraction(1001, 30000),
        Fraction(1, 1000),
        (Piece(Span(450, 3150), Span(0, 90_090)), Piece(Span(3150, 6300), None, "removed")),
        "tv",
        "web",
    )
    both = BD_TO_TV.compose(to_web)
    assert [(one.source, one.target, one.role) for one in both.pieces] == [
        (Span(0, 2160), Span(0, 90_090), "opening"),
        (Span(2160, 4320), None, "removed"),
        (Span(4320, 4400), None, "removed"),
    ]
    assert both.apply(1) == 42
    with pytest.raises(ValueError, match="cannot be followed"):
        BD_TO_TV.compose(BD_TO_TV)


@given(pictures, pictures, st.floats(-2000, 2000), st.floats(-2000, 2000))
def test_pictures_are_mapped_there_and_back_and_onward(
    one: PictureMap, other: PictureMap, x: float, y: float
) -> None:
    assert one.inverted().apply(*one.apply(x, y)) == pytest.approx((x, y), abs=1e-6)
    assert one.compose(other).apply(x, y) == pytest.approx(other.apply(*one.apply(x, y)), abs=1e-6)


def test_gaps_are_what_is_not_covered() -> None:
    assert gaps(Span(0, 10), [Span(8, 12), Span(2, 4), Span(3, 5)]) == [Span(0, 2), Span(5, 8)]
    assert gaps(Span(0, 10), [Span(-5, 20)]) == []


@given(time_maps(), st.integers(-100, 900), st.integers(1, 300))
def test_matches_within_a_span_are_those_that_share_a_tick_with_it(
    time_map: TimeMap, start: int, lasting: int
) -> None:
    span = Span(start, start + lasting)
    assert time_map.matches_within(span) == tuple(
        one for one in time_map.matches if one.sides[0].overlaps(span)
    )
