"""Times are written so that a line is seen on the same frames."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from animewidgets.datasets.rounding import CENTISECOND, MILLISECOND, units_of
from tests.datasets.clocks import clocks, constant


def first_frame(units, clock, unit):
    return clock.first_frame_from(clock.zero + units * unit / clock.time_base)


@given(st.data(), st.sampled_from([CENTISECOND, MILLISECOND]))
def test_a_line_starts_on_the_same_frame(data, unit):
    clock = data.draw(clocks())
    frame = data.draw(st.integers(0, clock.count))
    tick = clock.tick(frame)
    shortest = min(
        clock.seconds(n + 1) - clock.seconds(n)
        for n in range(max(0, frame - 1), min(frame, clock.count - 1) + 1)
    )
    assume(shortest > unit)
    assert first_frame(units_of(tick, clock, unit), clock, unit) == frame


@given(st.data(), st.sampled_from([CENTISECOND, MILLISECOND]))
def test_so_does_one_that_starts_between_frames(data, unit):
    clock = data.draw(clocks())
    assume(min(b - a for a, b in zip(clock.pts, clock.pts[1:], strict=False)) * clock.time_base > 2 * unit)
    tick = data.draw(st.integers(int(clock.pts[0]), clock.end_pts - 1))
    units = units_of(tick, clock, unit)
    assert first_frame(units, clock, unit) == clock.first_frame_from(tick)
    if clock.tick(clock.first_frame_from(tick)) != tick:
        assert abs(units * unit - (tick - clock.zero) * clock.time_base) <= unit


@pytest.mark.parametrize(("frame", "centiseconds"), [(0, 0), (1, 2), (2, 6), (3, 10), (24, 98)])
def test_aegisubs_half_way_between_frames(frame, centiseconds):
    # At 24000/1001 frame 1 appears at 41.7 ms, frame 2 at 83.4 ms: half way is 62.6 ms.
    clock = constant(100)
    assert units_of(clock.tick(frame), clock, CENTISECOND) == centiseconds


@pytest.mark.parametrize(("frame", "milliseconds"), [(0, 0), (1, 41), (2, 83), (24, 1001)])
def test_milliseconds_are_rounded_down(frame, milliseconds):
    clock = constant(100)
    assert units_of(clock.tick(frame), clock, MILLISECOND) == milliseconds


def test_frames_faster_than_the_unit_get_the_nearest():
    clock = constant(1000, rate=Fraction(240), time_base=Fraction(1, 90000))
    assert abs(units_of(clock.tick(7), clock, CENTISECOND) - 3) <= 1
