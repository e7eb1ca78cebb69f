"""Plain frames and timecodes, in any mixture of forms."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from animewidgets.datasets.formats import cuts_of
from animewidgets.datasets.formats.base import ReadOptions
from animewidgets.datasets.text import Document
from animewidgets.errors import FormatError, WrongRelease
from tests.datasets.clocks import clocks, constant

CLOCK = constant(3000)
NTSC = constant(4000, rate=Fraction(30000, 1001))


def read(text: str, clock=CLOCK, **options):
    return cuts_of(Document("cuts.txt", text), clock, "plain", **options)


@pytest.mark.parametrize(
    ("text", "frame"),
    [
        ("1234", 1234),
        ("51.468", 1234),
        ("0:00:51.468", 1234),
        ("00:51,468", 1234),
        ("0:00:51:10", 1234),
        ("00:00:51:10   # the door", 1234),
        ("0:01:00:00", 1440),
        ("1:00.060", 1440),
    ],
)
def test_every_form_means_its_frame(text, frame):
    found = read(f"# cuts of ep01\n\n{text}\n")
    assert found.frame.tolist() == [frame]
    assert found.warnings == ()


def test_forms_may_be_mixed_and_are_recognised():
    found = cuts_of(Document("cuts.txt", "24\r\n2.002\r\n0:00:03:00\r\n"), CLOCK)
    assert (found.source, found.frame.tolist()) == ("plain", [24, 48, 72])


def test_drop_frame_counts_as_the_tape_does():
    assert read("00:01:00;02\n00:02:00;02", NTSC).frame.tolist() == [1800, 3598]
    with pytest.raises(FormatError, match="leaves out frames 0 to 1"):
        read("00:01:00;00", NTSC)
    with pytest.raises(FormatError, match=r"line 1: .* no drop-frame timecode at 24000/1001"):
        read("00:01:00;02")


def test_timecode_on_a_variable_rate_counts_frames():
    ticks = CLOCK.pts.copy()
    ticks[100:] += 90000
    clock = type(CLOCK).of_ticks(ticks, CLOCK.time_base, rate=CLOCK.rate)
    found = read("0:00:10:00", clock)
    assert found.frame.tolist() == [240]
    assert "taken for the ordinals" in found.warnings[0]


def test_a_tape_starts_where_one_says():
    assert read("01:00:01:00", options=ReadOptions(start="01:00:00:00")).frame.tolist() == [24]
    with pytest.raises(FormatError, match=r"start 'ten': .* is no timecode"):
        read("01:00:01:00", options=ReadOptions(start="ten"))


@given(st.data())
def test_times_to_the_millisecond_find_their_frame(data):
    clock = data.draw(clocks())
    frame = data.draw(st.integers(1, clock.count - 1))
    ms = round(clock.seconds(frame) * 1000)
    text = f"{ms // 3600000}:{ms // 60000 % 60:02d}:{ms // 1000 % 60:02d}.{ms % 1000:03d}"
    assert read(text, clock).frame.tolist() == [frame]
    assert read(str(ms // 1000) + f".{ms % 1000:03d}", clock).frame.tolist() == [frame]


def test_a_time_far_from_any_frame_is_moved_and_told():
    held = constant(200)
    ticks = held.pts.copy()
    ticks[100:] += 90000  # frame 99 is held for a second
    clock = type(held).of_ticks(ticks, held.time_base, rate=held.rate)
    found = read("4.300", clock)
    assert found.frame.tolist() == [99]
    (warning,) = found.warnings
    assert warning.startswith("times lie further than half a frame from any frame; the nearest is taken")
    assert warning.endswith("line 1 (4.300 s: 171 ms from frame 99)")


def test_times_that_are_too_coarse_are_told():
    assert "longer than a frame" in read("51.5").warnings[0]


@pytest.mark.parametrize("text", ["3000", "0:05:00.000", "125.2", "0:02:05:01"])
def test_what_lies_after_the_end_is_of_another_release(text):
    with pytest.raises(
        WrongRelease, match=r"'cuts.txt', line 2: .* lies outside 'BD ep01', which has frames 0 to 2999"
    ):
        read(f"12\n{text}")
    found = read(f"12\n{text}", lenient=True)
    assert found.frame.tolist() == [12]
    assert "line 2" in found.warnings[0]


def test_the_last_moment_of_the_last_frame_is_that_frame():
    assert read("125.100").frame.tolist() == [2999]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("twelve", "'twelve': is none of a frame number, seconds"),
        ("-3.5", "-3.500 s is negative"),
        ("00:00:51:24", "frames go from 0 to 23"),
        ("0:75:00.5", "is none of"),
        ("1" * 5000, "is none of"),
        ("1e9", "is none of"),
        ("١٢", "is none of"),
    ],
)
def test_what_is_no_place_is_told_with_its_line(text, why):
    with pytest.raises(FormatError, match=why) as caught:
        read(f"12\n{text}\n")
    assert caught.value.data["line"] == 2
    assert len(str(caught.value)) < 400


def test_times_at_the_very_ends():
    end = float(CLOCK.seconds(CLOCK.count))
    assert read(f"{end - 0.005:.3f}").frame.tolist() == [2999]
    assert "from frame 2999" in read(f"{end - 0.005:.3f}").warnings[0]
    with pytest.raises(WrongRelease):
        read(f"{end + 0.001:.3f}")
    assert read("0.004").frame.tolist() == []  # frame 0 is the beginning and no cut
