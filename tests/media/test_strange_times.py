"""Clocks as no careful program keeps them: each picture is still one frame, with a key of its own."""

from __future__ import annotations

import random
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from animewidgets.demo.frame_number import read
from animewidgets.media import Media, open_media
from animewidgets.media.clocks import increasing
from animewidgets.media.packets import UNKNOWN
from animewidgets.widgets.media_methods import browser_can_demux
from tests.media.strange import glued, numbered, retimed, with_time_table

MS = Fraction(1, 1000)
TS = Fraction(1, 90000)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("plain") / "plain.mp4"
    numbered(path, b_frames=0)
    return path


@pytest.fixture(scope="module")
def reordered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("reordered") / "reordered.mp4"
    numbered(path)
    return path


def played(path: Path) -> list[int | None]:
    """The numbers that FFmpeg shows when it plays the file from the start."""
    with av.open(str(path)) as container:
        return [read(frame.to_ndarray(format="rgb24")) for frame in container.decode(video=0)]


def check_every_way_to_each_frame(media: Media) -> None:
    """In play, by jumps, as thumbnails, after opening anew: frame n is what a player shows n-th."""
    numbers = played(media.path)
    assert [read(p.rgb) for p in media.frames()] == numbers
    ordinals = list(range(len(numbers)))
    random.Random(0).shuffle(ordinals)
    media.forget_pictures()
    for ordinal in ordinals[:30]:
        assert read(media.frame(ordinal).rgb) == numbers[ordinal]
        assert media.index.ordinal_of(media.frame(ordinal).pts) == ordinal
        media.forget_pictures()
    thumbnails = media.thumbnails(ordinals[:30], media.info.height)
    assert [read(t) for t in thumbnails] == [numbers[n] for n in ordinals[:30]]
    with open_media(media.path) as again:
        assert np.array_equal(again.index.pts, media.index.pts)
        assert again.warnings == media.warnings


@pytest.mark.parametrize("ending", ["mkv", "ts"])
def test_two_pictures_at_one_time_stand_evenly_until_the_next(plain, ending, tmp_path):
    base = MS if ending == "mkv" else TS
    period = int(Fraction(1, 25) / base)

    def move(n: int, pts: int, dts: int) -> tuple[int, int]:
        return pts - period * (n % 10 == 5), dts - period * (n % 10 == 5 if ending == "mkv" else 2)

    path = retimed(plain, tmp_path / f"twice.{ending}", base, move)
    with open_media(path) as media:
        assert "no distinct times to 6 of 60 pictures" in media.warnings[0]
        # The first of the two keeps its time; the second gets the place it was meant to have.
        assert set(np.diff(media.index.pts).tolist()) == {period}
        assert not browser_can_demux(media)
        check_every_way_to_each_frame(media)


def test_pictures_that_last_no_time_get_a_share_of_the_time_until_the_next(plain, reordered, tmp_path):
    for source in (plain, reordered):
        path = with_time_table(source, tmp_path / "zero.mp4", [(4, 512), (2, 0), (54, 512)])
        with open_media(path) as media:
            assert "no distinct times" in media.warnings[0]
            assert media.index.duration.min() > 100
            check_every_way_to_each_frame(media)


def test_a_file_in_which_all_pictures_stand_at_zero_counts_by_its_rate(plain, tmp_path):
    path = with_time_table(plain, tmp_path / "zero.mp4", [(60, 0)])
    with open_media(path) as media:
        assert media.index.pts.tolist() == [512 * n for n in range(60)]
        check_every_way_to_each_frame(media)


def test_packets_without_durations_are_no_matter(reordered, tmp_path):
    path = retimed(reordered, tmp_path / "bare.mkv", MS, lambda _, pts, dts: (pts, dts), duration=0)
    with open_media(path) as media:
        assert media.warnings == ()
        assert set(media.index.duration.tolist()) == {40}
        check_every_way_to_each_frame(media)


def test_a_variable_rate_on_a_clock_of_milliseconds_is_taken_as_it_is(tmp_path):
    path = tmp_path / "vfr.mkv"
    numbered(path, vfr=True, start=Fraction(7, 1000))
    with open_media(path) as media:
        assert media.time_base == MS
        assert media.index.pts[0] == 7
        assert len(set(media.index.duration.tolist())) > 6
        assert media.warnings == ()
        check_every_way_to_each_frame(media)


@pytest.mark.parametrize(
    ("ending", "starts"),
    [
        ("ts", (100, 50, 0)),
        ("ts", (0, 0)),
        ("ts", (0, 50_000)),
        ("ts", (0, Fraction(2**33, 90000) - 1, 200)),
        ("ts", (0, 2)),
        ("mkv", (0, 0)),
        ("mkv", (30, 3)),
        ("vob", (0, 40_000)),
    ],
    ids=["back", "same", "far ahead", "wraps", "a little back", "mkv same", "mkv back", "vob ahead"],
)
def test_recordings_glued_together_are_one_release(ending, starts, tmp_path):
    codec = {"codec": "mpeg2", "size": (352, 240)} if ending == "vob" else {}
    path = glued(tmp_path, ending, starts, **codec)
    with open_media(path) as media:
        expected = [1000 * part + n for part in range(len(starts)) for n in range(60)]
        assert [read(p.rgb) for p in media.frames()] == expected
        assert media.warnings
        assert any("clock jumps at frame 60" in w or "no distinct times" in w for w in media.warnings)
        # No part stands in the other, and no gap is left.
        period = round(Fraction(1, 25) / media.time_base)
        assert media.index.duration.max() <= 2 * period
        assert not browser_can_demux(media)
        check_every_way_to_each_frame(media)


def test_a_mkv_that_leaps_ahead_holds_the_picture_and_says_so(reordered, tmp_path):
    def leap(n: int, pts: int, dts: int) -> tuple[int, int]:
        return pts + 500_000 * (n >= 24), dts + 500_000 * (n >= 24)

    with open_media(retimed(reordered, tmp_path / "leap.mkv", MS, leap)) as media:
        assert media.index.duration[23] == 500_040
        assert media.warnings == (
            "frame 23 stands for 0:08:20.040: the picture is held, or the container's clock leaps",
        )
        assert browser_can_demux(media)
        check_every_way_to_each_frame(media)


def test_a_ts_that_leaps_ahead_goes_on_where_it_was(reordered, tmp_path):
    for leap in (5000 * 90_000, 2**32 + 2**31):
        path = retimed(
            reordered,
            tmp_path / "leap.ts",
            TS,
            lambda n, pts, dts, by=leap: (pts + by * (n >= 24), dts + by * (n >= 24)),
        )
        with open_media(path) as media:
            assert set(np.diff(media.index.pts).tolist()) == {3600}
            assert "clock jumps at frame 24" in media.warnings[0]
            check_every_way_to_each_frame(media)


times = st.lists(st.one_of(st.integers(-(2**52), 2**52), st.integers(0, 50), st.just(int(UNKNOWN))))


@given(times, st.integers(1, 2**20))
def test_made_times_increase_and_keep_what_they_can(given_times, period):
    before = np.array(given_times, np.int64)
    after, moved = increasing(before, period)
    assert np.all(np.diff(after) > 0)
    assert moved == np.count_nonzero(before != after)
    assert len(after) == len(before)


@given(st.lists(st.integers(1, 2**30), min_size=1))
def test_times_that_increase_stay_as_they_are(steps):
    before = np.cumsum(np.array(steps, np.int64))
    after, moved = increasing(before, 40)
    assert moved == 0
    assert np.array_equal(after, before)
