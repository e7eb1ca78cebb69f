"""SMPTE timecode: known values, and every frame of a day there and back."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from animewidgets.datasets.timecode import from_timecode, has_drop_frame, nominal_base, to_timecode

NTSC, NTSC60, FILM = Fraction(30000, 1001), Fraction(60000, 1001), Fraction(24000, 1001)


def parse(text: str, base: int) -> int:
    drop = ";" in text
    hours, minutes, seconds, frame = map(int, text.replace(";", ":").split(":"))
    return from_timecode(hours, minutes, seconds, frame, base, drop=drop)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "00:00:00;00"),
        (1799, "00:00:59;29"),
        (1800, "00:01:00;02"),
        (17981, "00:09:59;29"),
        (17982, "00:10:00;00"),
        (19781, "00:10:59;29"),
        (19782, "00:11:00;02"),
        (107892, "01:00:00;00"),
        (2589407, "23:59:59;29"),
    ],
)
def test_drop_frame_at_30000_over_1001(number, text):
    assert to_timecode(number, 30, drop=True) == text
    assert parse(text, 30) == number


@pytest.mark.parametrize(
    ("number", "text"),
    [(3599, "00:00:59;59"), (3600, "00:01:00;04"), (35964, "00:10:00;00"), (215784, "01:00:00;00")],
)
def test_drop_frame_at_60000_over_1001(number, text):
    assert to_timecode(number, 60, drop=True) == text
    assert parse(text, 60) == number


def test_drop_frame_stays_with_the_clock_for_a_day():
    a_day = 24 * 3600 * NTSC
    last = parse("23:59:59;29", 30)
    assert abs(last - a_day) < 4


def test_film_has_no_drop_frame():
    assert not has_drop_frame(FILM)
    assert has_drop_frame(NTSC)
    assert has_drop_frame(NTSC60)
    assert not has_drop_frame(Fraction(30))
    with pytest.raises(ValueError, match="not at 24"):
        to_timecode(0, 24, drop=True)


@pytest.mark.parametrize("text", ["00:01:00;00", "00:01:00;01", "09:59:00;01"])
def test_a_dropped_number_is_no_timecode(text):
    with pytest.raises(ValueError, match="leaves out"):
        parse(text, 30)


@pytest.mark.parametrize("text", ["00:00:00:24", "00:60:00:00", "00:00:60:00", "24:00:00:00"])
def test_what_no_clock_shows_is_no_timecode(text):
    with pytest.raises(ValueError, match="go"):
        parse(text, 24)


@given(st.integers(0, 24 * 3600 * 24 - 1), st.sampled_from([24, 25, 30, 48, 50, 60]))
def test_frames_survive_without_drop_frame(number, base):
    assert parse(to_timecode(number, base), base) == number


@given(st.integers(0, 2589407), st.sampled_from([30, 60]))
def test_frames_survive_with_drop_frame(number, base):
    text = to_timecode(number, base, drop=True)
    assert parse(text, base) == number
    # Frame 2589407 is the last of the 24 hours at 30 frames a second: no timecode comes after it.
    assert number == 2589407 or to_timecode(number + 1, base, drop=True) > text


def test_rates_and_their_bases():
    assert [nominal_base(r) for r in (FILM, NTSC, NTSC60, Fraction(25), Fraction(120000, 1001))] == [
        24,
        30,
        60,
        25,
        60,
    ]


def test_a_timecode_ends_after_a_day():
    with pytest.raises(ValueError, match="24 hours"):
        to_timecode(24 * 3600 * 24, 24)
    with pytest.raises(ValueError, match="begin"):
        to_timecode(-1, 24)
