"""Containers that lie about key frames, or that have none: the exact picture, slower, or a clear error."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import av
import numpy as np
import pytest

from animewidgets.demo.frame_number import read
from animewidgets.errors import MediaTruncated
from animewidgets.media import open_media
from tests.media.strange import numbered, retimed, with_key_flags, without_box
from tests.media.test_strange_times import MS, check_every_way_to_each_frame


@pytest.mark.parametrize("codec", ["h264", "mpeg4"])
def test_an_mp4_without_its_table_of_key_frames_shows_the_right_pictures(codec, tmp_path):
    """FFmpeg takes every picture for a key frame then."""
    numbered(tmp_path / "whole.mp4", codec=codec, b_frames=0)
    path = without_box(tmp_path / "whole.mp4", tmp_path / "keyless.mp4", b"stss")
    with open_media(path) as media:
        assert np.flatnonzero(media.index.key).tolist() == [0, 12, 24, 36, 48]
        check_every_way_to_each_frame(media)


@pytest.mark.parametrize("codec", ["h264", "hevc", "vp9"])
@pytest.mark.parametrize(
    "is_key",
    [lambda _: True, lambda _: False, lambda n: n == 0, lambda n: n in (0, 7, 20)],
    ids=["all", "none", "first", "wrong ones"],
)
def test_a_mkv_with_false_flags_shows_the_right_pictures(codec, is_key, tmp_path):
    whole = tmp_path / "whole.mkv"
    numbered(whole, codec=codec)
    with open_media(with_key_flags(whole, tmp_path / "false.mkv", is_key)) as media:
        check_every_way_to_each_frame(media)


def test_a_lie_told_late_in_the_file_is_seen_through_when_a_person_goes_there(tmp_path):
    whole = tmp_path / "whole.mp4"
    numbered(whole, codec="mpeg4", b_frames=0)
    data = whole.read_bytes()
    # The last key frame but one, picture 36, moves to 40 in the table: numbers count from 1.
    at = data.rindex(b"stss") + 12 + 3 * 4
    assert data[at : at + 4] == (37).to_bytes(4, "big")
    path = tmp_path / "late.mp4"
    path.write_bytes(data[:at] + (41).to_bytes(4, "big") + data[at + 4 :])
    with open_media(path) as media:
        check_every_way_to_each_frame(media)


def test_key_frames_that_are_missing_take_their_pictures_with_them(tmp_path):
    """A player shows nothing before the first key frame, and goes on from what is there after that."""
    whole = tmp_path / "whole.mp4"
    numbered(whole, b_frames=0)
    path = retimed(whole, tmp_path / "headless.mkv", MS, lambda _, pts, dts: (pts, dts), keep=lambda n: n > 0)
    with open_media(path) as media:
        assert [read(p.rgb) for p in media.frames()] == list(range(12, 60))
        check_every_way_to_each_frame(media)


def _without_keys(folder: Path) -> Path:
    numbered(folder / "whole.mp4", b_frames=0)
    path = folder / "keyless.mp4"
    return retimed(folder / "whole.mp4", path, MS, lambda _, pts, dts: (pts, dts), keep=lambda n: n % 12 != 0)


def _recorded_from_the_middle(folder: Path, codec: str) -> Path:
    """A recording that began after the only key frame."""
    numbered(folder / "whole.ts", codec=codec, gop=250)
    with av.open(str(folder / "whole.ts")) as container:
        tenth = [packet.pos for packet in container.demux(video=0) if packet.size][10]
    path = folder / "keyless.ts"
    path.write_bytes((folder / "whole.ts").read_bytes()[tenth // 188 * 188 :])
    return path


@pytest.mark.parametrize(
    "make",
    [
        _without_keys,
        partial(_recorded_from_the_middle, codec="h264"),
        partial(_recorded_from_the_middle, codec="mpeg2"),
    ],
    ids=["mp4", "h264 ts", "mpeg2 ts"],
)
def test_a_file_without_any_key_frame_says_that_nothing_can_be_decoded(make, tmp_path):
    with pytest.raises(MediaTruncated, match=r"no picture of 'keyless\..*' can be decoded \(it has no"):
        open_media(make(tmp_path))


@pytest.mark.parametrize("ending", ["mp4", "ts", "mkv", "avi"])
def test_a_release_of_one_frame_is_one(ending, tmp_path):
    path = tmp_path / f"one.{ending}"
    numbered(path, codec="mpeg4" if ending == "avi" else "h264", frames=1)
    with open_media(path) as media:
        assert len(media.index) == 1
        assert media.index.end_pts > media.index.pts[0]
        check_every_way_to_each_frame(media)
