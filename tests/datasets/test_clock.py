"""Which frame a time means, on any release."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from animewidgets.datasets.clock import FrameClock, trade_rate
from animewidgets.media import open_media
from tests.datasets.clocks import clocks, constant


@given(st.data())
def test_the_time_of_a_frame_means_that_frame(data):
    clock = data.draw(clocks())
    frame = data.draw(st.integers(0, clock.count))
    assert clock.nearest(clock.seconds(frame)) == (frame, 0)
    assert clock.tick_at(clock.seconds(frame)) == clock.tick(frame)
    assert clock.first_frame_from(clock.tick(frame)) == frame
    from_first = clock.seconds(frame) - clock.seconds(0)
    assert clock.nearest(from_first, from_first=True) == (frame, 0)


@given(st.data())
def test_no_frame_is_nearer_than_the_nearest(data):
    clock = data.draw(clocks(most=30))
    seconds = data.draw(st.fractions(-5, 20, max_denominator=9999))
    frame, off = clock.nearest(seconds)
    assert off == seconds - clock.seconds(frame)
    assert abs(off) == min(abs(seconds - clock.seconds(n)) for n in range(clock.count + 1))


@given(st.data())
def test_the_first_frame_from_a_tick_on_is_the_first_that_is_not_earlier(data):
    clock = data.draw(clocks(most=30))
    tick = data.draw(st.fractions(-1000, int(clock.end_pts) + 1000, max_denominator=7))
    later = [n for n in range(clock.count) if clock.tick(n) >= tick]
    assert clock.first_frame_from(tick) == (later[0] if later else clock.count)


def test_a_measured_rate_stands_for_one_of_the_trade():
    assert trade_rate(Fraction(2997, 125)) == Fraction(24000, 1001)
    assert trade_rate(Fraction(23976, 1000)) == Fraction(24000, 1001)
    assert trade_rate(Fraction(24)) == 24
    assert trade_rate(Fraction(2997, 100)) == Fraction(30000, 1001)
    assert trade_rate(Fraction(17)) == 17


def test_a_rate_that_is_the_containers_clock_gives_way_to_that_of_the_frames():
    for declared in (Fraction(1000), Fraction(90000), Fraction(0), None):
        clock = FrameClock.of_ticks([0, 42, 83, 125, 667, 709], Fraction(1, 1000), rate=declared)
        assert abs(clock.rate - 24) < Fraction(1, 2)
    assert FrameClock.of_ticks([0, 42, 83], Fraction(1, 1000), rate=Fraction(60)).rate == 60


def test_a_last_frame_without_duration_still_ends():
    clock = FrameClock.of_ticks([0, 40, 80], Fraction(1, 1000), end_pts=80)
    assert (clock.tick(3), clock.nearest(clock.seconds(3))) == (81, (3, 0))


def test_rounded_ticks_are_a_constant_rate_and_a_held_frame_is_not():
    assert constant(400, time_base=Fraction(1, 1000)).constant
    ticks = constant(400).pts.copy()
    ticks[200:] += 30000
    assert not FrameClock.of_ticks(ticks, Fraction(1, 90000), rate=Fraction(24000, 1001)).constant


def test_a_clock_needs_frames_that_follow_each_other():
    with pytest.raises(ValueError, match="no frame"):
        FrameClock.of_ticks([], Fraction(1, 1000))
    with pytest.raises(ValueError, match="do not increase"):
        FrameClock.of_ticks([0, 40, 40], Fraction(1, 1000))


def test_an_hour_of_frames_are_found_at_once():
    clock = constant(3600 * 24)
    frames = np.arange(0, clock.count, 997)
    assert all(clock.nearest(clock.seconds(int(n)))[0] == n for n in frames)


def test_the_clock_of_a_media_file_starts_where_the_container_does(shared_media):
    with open_media(shared_media("sintel_trailer_480x204.mp4")) as media:
        clock = FrameClock.of_media(media)
    assert (clock.count, clock.rate, clock.zero, clock.constant) == (1252, 24, 0, True)
    assert clock.end_pts == media.index.end_pts
