"""Frame n is the n-th picture that a conforming player presents: over every codec and container we know."""

from __future__ import annotations

import random
from pathlib import Path

import av
import numpy as np
import pytest

from animewidgets.demo.clip_matrix import MATRIX
from animewidgets.demo.clips import make_clip
from animewidgets.demo.frame_number import read
from animewidgets.errors import FrameOutsideMedia
from animewidgets.media import open_media

CASES = pytest.mark.parametrize("case", MATRIX.values(), ids=lambda case: case.name)
REAL = pytest.mark.parametrize(
    "name",
    [
        "sintel_trailer_480x204.mp4",
        "nasa_13013.mp4",
        "bbb_0_30_720p.webm",
        "popeye_vob_T00-1.mkv",
        pytest.param("popeye_pgs_T00-1.mkv", marks=pytest.mark.slow),
    ],
)


def decoded_times(path: Path, video: int = 0) -> list[int | None]:
    """What FFmpeg presents when it plays the file from the start."""
    with av.open(str(path)) as container:
        container.streams.video[video].thread_type = "AUTO"
        return [frame.pts for frame in container.decode(video=video)]


@CASES
def test_the_index_lists_exactly_the_pictures_that_a_player_presents(case, clip):
    path = clip(case.name)
    with open_media(path) as media:
        assert media.index.pts.tolist() == decoded_times(path)
        assert len(media.index) == len(case.numbers)
        assert media.warnings == ()


@CASES
def test_every_frame_played_in_order_shows_its_own_number(case, clip):
    with open_media(clip(case.name)) as media:
        pictures = list(media.frames())
    assert tuple(read(p.rgb) for p in pictures) == case.numbers
    assert [p.pts for p in pictures] == media.index.pts.tolist()
    assert pictures[0].rgb.shape == (case.size[1], case.size[0], 3)
    assert pictures[0].rgb.flags.c_contiguous


@CASES
def test_a_person_who_jumps_about_and_steps_back_never_sees_another_frame(case, clip):
    chance = random.Random(case.name)
    with open_media(clip(case.name)) as media:
        count = len(media.index)
        jumps = [chance.randrange(count) for _ in range(25)]
        back = range(count - 1, count - 25, -1)
        for ordinal in [*jumps, *back, count // 2, count // 2 + 1, 0, count - 1]:
            assert read(media.frame(ordinal).rgb) == case.numbers[ordinal]


@CASES
def test_thumbnails_are_of_exactly_the_frames_asked_for(case, clip):
    with open_media(clip(case.name)) as media:
        keys = np.flatnonzero(media.index.key).tolist()
        ordinals = [*reversed(keys), 7, 8, len(media.index) - 1]
        # At full height the number stays legible.
        thumbnails = media.thumbnails(ordinals, case.size[1])
        assert [read(t) for t in thumbnails] == [case.numbers[n] for n in ordinals]
        small = media.thumbnails([3], 48)[0]
        assert small.shape == (48, round(case.size[0] * 48 / case.size[1]), 3)


@CASES
def test_decoding_can_start_at_every_key_frame(case, clip):
    path = clip(case.name)
    for key in np.flatnonzero(_index(path).key).tolist():
        with open_media(path) as fresh:
            assert read(fresh.frame(key).rgb) == case.numbers[key]


def _index(path: Path):
    with open_media(path) as media:
        return media.index


@REAL
def test_a_real_release_has_the_frames_that_its_player_presents(name, shared_media):
    path = shared_media(name)
    with open_media(path) as media:
        assert media.index.pts.tolist() == decoded_times(path)
        assert media.warnings == ()


@REAL
def test_random_frames_of_a_real_release_are_the_ones_seen_in_play(name, shared_media):
    path = shared_media(name)
    chance = random.Random(name)
    with open_media(path) as media, open_media(path) as jumping:
        wanted = sorted(chance.sample(range(len(media.index)), 6))
        played = {}
        for picture in media.frames(0, wanted[-1] + 1):
            if picture.ordinal in wanted:
                played[picture.ordinal] = picture.rgb
        for ordinal in reversed(wanted):
            assert np.array_equal(jumping.frame(ordinal).rgb, played[ordinal])


def test_both_video_streams_of_a_real_file_can_be_opened(shared_media):
    path = shared_media("nasa_13013.mp4")
    with open_media(path, video_stream=1) as media:
        assert (media.info.width, media.info.height) == (480, 270)
        assert media.index.pts.tolist() == decoded_times(path, video=1)
        assert media.frame(5).rgb.shape == (270, 480, 3)


def test_the_second_video_stream_has_its_own_numbers(clip):
    with open_media(clip("two-videos"), video_stream=1) as media:
        assert [read(p.rgb) for p in media.frames(0, 5)] == [30000, 30001, 30002, 30003, 30004]


def test_packet_times_differ_only_where_an_edit_list_moves_pictures(clip):
    with open_media(clip("mp4-two-edits")) as media:
        index = media.index
        # Frames 0 to 29 are shown where they are stored, the second edit brings later footage forward.
        assert np.array_equal(index.pts[:30], index.packet_pts[:30])
        assert np.all(index.packet_pts[30:] > index.pts[30:])
    with open_media(clip("mp4")) as media:
        assert np.array_equal(media.index.pts, media.index.packet_pts)


def test_a_frame_key_finds_its_frame_and_nothing_else(clip):
    with open_media(clip("mkv-vfr")) as media:
        index = media.index
        assert media.frame_at(int(index.pts[17])).ordinal == 17
        with pytest.raises(FrameOutsideMedia, match="no frame appears at tick"):
            media.frame_at(int(index.pts[17]) + 1)
        assert index.ordinal_at(int(index.pts[17]) + 1) == 17
        for ordinal in (-1, len(index)):
            with pytest.raises(FrameOutsideMedia, match="frames 0 to 119"):
                media.frame(ordinal)
        with pytest.raises(FrameOutsideMedia):
            index.ordinal_at(index.end_pts)


def test_a_recording_that_starts_inside_a_gop_starts_at_the_first_picture_that_decodes(clip):
    for name in ("ts-inside-gop", "ts-inside-open-gop"):
        with open_media(clip(name)) as media:
            assert media.index.key[0] == 1
            assert read(media.frame(0).rgb) == 25


@pytest.mark.parametrize(("ending", "codec"), [("vob", "mpeg2"), ("ts", "mpeg2"), ("ts", "h264")])
def test_a_recording_whose_clock_starts_again_keeps_its_order(ending, codec, tmp_path):
    """A VOB of two cells, a spliced recording: the second half counts from zero again."""
    numbers = [*range(60), *range(1000, 1060)]
    path = tmp_path / f"spliced.{ending}"
    data = b""
    for first in (0, 1000):
        part = tmp_path / f"part{first}.{ending}"
        make_clip(part, codec=codec, frames=60, gop=15, b_frames=2, first_number=first, size=(352, 240))
        data += part.read_bytes()
    path.write_bytes(data)
    chance = random.Random(ending + codec)
    with open_media(path) as media:
        assert [read(p.rgb) for p in media.frames()] == numbers
        assert np.all(np.diff(media.index.pts) > 0)
        for ordinal in chance.sample(range(120), 40):
            assert read(media.frame(ordinal).rgb) == numbers[ordinal]


def test_a_recording_that_starts_inside_an_mpeg2_gop_shows_no_grey_pictures(tmp_path):
    whole, path = tmp_path / "whole.ts", tmp_path / "cut.ts"
    make_clip(whole, codec="mpeg2", frames=60, gop=15, b_frames=2, open_gop=True, size=(352, 240))
    with av.open(str(whole)) as container:
        sixth = [packet.pos for packet in container.demux(video=0) if packet.size][6]
    path.write_bytes(whole.read_bytes()[sixth // 188 * 188 :])
    with open_media(path) as media:
        shown = [read(p.rgb) for p in media.frames()]
    # Pictures of the open GOP that refer to what was cut away are dropped.
    assert shown == list(range(shown[0], 60))
    assert 13 <= shown[0] <= 15
