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
