"""Rational time: the contract cases, and what must hold for every tick."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from animewidgets.timebase import (
    Span,
    TimeMap,
    TimeMapPiece,
    clock,
    microseconds,
    rescale,
    round_half_up,
    seconds,
)

CASES = json.loads((Path(__file__).parent / "contract" / "timebase.json").read_text())

ticks = st.integers(-(2**40), 2**40)
time_bases = st.builds(Fraction, st.integers(1, 2002), st.integers(1, 200_000))


def test_the_clock_shows_what_the_contract_says():
    assert [c["clock"] for c in CASES["clock"]] == [
        clock(c["ticks"], Fraction(*c["time_base"])) for c in CASES["clock"]
    ]


def test_microseconds_are_those_of_the_contract():
    assert [c["microseconds"] for c in CASES["microseconds"]] == [
        microseconds(c["ticks"], Fraction(*c["time_base"])) for c in CASES["microseconds"]
    ]


def test_rescaled_ticks_are_those_of_the_contract():
    assert [c["result"] for c in CASES["rescale"]] == [
        rescale(c["ticks"], Fraction(*c["from"]), Fraction(*c["to"])) for c in CASES["rescale"]
    ]


def test_known_clocks_by_hand():
    assert clock(34_500, Fraction(1001, 24000)) == "0:23:58.938"  # 34,500 * 1001 / 24000 = 1438.9375 s
    assert clock(90_000 * 3600, Fraction(1, 90_000)) == "1:00:00.000"
    assert clock(-45_045, Fraction(1, 90_000)) == "-0:00:00.501"  # half a millisecond, rounded away from 0
    assert clock(-1, Fraction(1, 90_000)) == "0:00:00.000"  # no minus before nothing


def test_an_ntsc_frame_is_one_tick_in_its_own_base_and_3753_75_in_mpegs():
    assert rescale(1, Fraction(1001, 24000), Fraction(1, 90_000)) == 3754
    assert rescale(4, Fraction(1001, 24000), Fraction(1, 90_000)) == 15_015
    assert seconds(24_000, Fraction(1001, 24000)) == 1001.0


@given(st.fractions())
def test_rounding_goes_to_the_nearest_integer_and_halves_go_up(value):
    nearest = round_half_up(value)
    assert -Fraction(1, 2) < nearest - value <= Fraction(1, 2)


@given(ticks, time_bases, time_bases)
def test_a_finer_time_base_loses_nothing(tick, a, b):
    coarse, fine = max(a, b), min(a, b)
    assert rescale(rescale(tick, coarse, fine), fine, coarse) == tick


@given(ticks, ticks, time_bases, time_bases)
def test_rescaling_keeps_the_order(one, other, source, target):
    low, high = sorted((one, other))
    assert rescale(low, source, target) <= rescale(high, source, target)


@given(ticks, ticks)
def test_a_span_holds_its_start_and_not_its_end(one, other):
    start, end = sorted((one, other))
    span = Span(start, end)
    assert end not in span
    assert (start in span) == (start < end)
    assert span.duration == end - start


def test_a_span_cannot_end_before_it_starts():
    with pytest.raises(ValueError, match=r"\[5, 4\) ends before it starts"):
        Span(5, 4)


BD_TO_TV = TimeMap(
    Fraction(1001, 24000),
    Fraction(1001, 30000),
    (
        TimeMapPiece(Span(0, 2160), Span(450, 3150), status="confirmed"),
        TimeMapPiece(None, Span(3150, 3600), role="sponsor"),
        TimeMapPiece(Span(2160, 4320), Span(3600, 6300)),
        TimeMapPiece(Span(4320, 4400), None, role="removed"),
    ),
)


def test_a_time_map_carries_a_cut_from_the_disc_to_the_broadcast():
    assert BD_TO_TV.apply(0) == 450
    assert BD_TO_TV.apply(4) == 455
    assert BD_TO_TV.apply(2159) == 3149  # 450 + 2158.75 → nearest
    assert BD_TO_TV.apply(2160) == 3600


def test_a_time_map_never_guesses_what_the_other_release_does_not_have():
    assert BD_TO_TV.apply(4320) is None
    assert BD_TO_TV.apply(-1) is None
    assert BD_TO_TV.inverted().apply(3300) is None


@given(st.integers(0, 4319))
def test_there_and_back_again_through_a_map_to_a_finer_axis(tick):
    there = BD_TO_TV.apply(tick)
    assert there is not None
    assert BD_TO_TV.inverted().apply(there) == tick


def test_a_patch_document_reads_back_the_same():
    assert TimeMap.from_json(BD_TO_TV.to_json()) == BD_TO_TV


def test_a_patch_of_a_newer_version_is_refused():
    newer = json.dumps({**json.loads(BD_TO_TV.to_json()), "version": 2})
    with pytest.raises(ValueError, match="version 2 is newer"):
        TimeMap.from_json(newer)
    with pytest.raises(ValueError, match="not an animewidgets patch"):
        TimeMap.from_json("[]")


def test_two_matches_may_not_claim_the_same_footage():
    with pytest.raises(ValueError, match="overlap"):
        TimeMap(
            Fraction(1, 24),
            Fraction(1, 24),
            (TimeMapPiece(Span(0, 10), Span(0, 10)), TimeMapPiece(Span(9, 20), Span(10, 21))),
        )
