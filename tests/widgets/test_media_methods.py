"""What a browser gets of a media file: its bytes, its pictures, its frame index, and clear refusals."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from animewidgets.demo import frame_number
from animewidgets.demo.clips import make_clip
from animewidgets.media import Media, open_media
from animewidgets.widgets.channel import Channel
from animewidgets.widgets.media_methods import browser_can_demux, hello_release, media_methods
from animewidgets.widgets.pictures import ByteCache, PictureServer, direction_of, runs

from .browser_stub import StubbedWidget


@pytest.fixture
def media(clip: Path):
    with open_media(clip) as opened:
        yield opened


@pytest.fixture
def widget(media: Media):
    stubbed = StubbedWidget()
    channel = Channel(stubbed, media_methods(media))
    yield stubbed
    channel.close()
    assert channel.join(30)


def number_in(jpeg: bytes) -> int | None:
    image = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    return frame_number.read(np.ascontiguousarray(image[..., ::-1]))


def test_ranges_are_the_bytes_of_the_file(widget: StubbedWidget, clip: Path):
    data = clip.read_bytes()
    envelope, [got] = widget.ask(1, "media.range", {"start": 100, "stop": 5000})
    assert envelope["result"] == {"start": 100, "stop": 5000}
    assert got == data[100:5000]


def test_a_range_past_the_end_is_served_as_far_as_there_is_something(widget: StubbedWidget, clip: Path):
    size = clip.stat().st_size
    envelope, [got] = widget.ask(1, "media.range", {"start": size - 10, "stop": size + 1000})
    assert envelope["result"] == {"start": size - 10, "stop": size}
    assert got == clip.read_bytes()[-10:]


def test_pictures_are_those_of_the_ordinals_in_the_order_asked(widget: StubbedWidget):
    envelope, blobs = widget.ask(1, "media.pictures", {"ordinals": [40, 3, 41]})
    assert envelope["result"] == {"ordinals": [40, 3, 41], "width": 320, "height": 180, "mime": "image/jpeg"}
    assert [number_in(blob) for blob in blobs] == [40, 3, 41]


def test_thumbnails_are_small(widget: StubbedWidget):
    envelope, blobs = widget.ask(1, "media.thumbnails", {"ordinals": [0, 50], "height": 45})
    assert envelope["result"] == {"ordinals": [0, 50], "width": 80, "height": 45, "mime": "image/jpeg"}
    shapes = [cv2.imdecode(np.frombuffer(blob, np.uint8), cv2.IMREAD_COLOR).shape for blob in blobs]
    assert shapes == [(45, 80, 3)] * 2


@pytest.mark.parametrize(
    ("method", "params", "kind"),
    [
        ("media.range", {"start": -1, "stop": 5}, "MalformedMessage"),
        ("media.range", {"start": 5, "stop": 4}, "MalformedMessage"),
        ("media.range", {"start": 0, "stop": 5 * 2**20}, "MalformedMessage"),
        ("media.range", {"start": "0", "stop": 5}, "MalformedMessage"),
        ("media.pictures", {"ordinals": []}, "MalformedMessage"),
        ("media.pictures", {"ordinals": list(range(17))}, "MalformedMessage"),
        ("media.pictures", {"ordinals": [1.5]}, "MalformedMessage"),
        ("media.pictures", {"ordinals": [60]}, "FrameOutsideMedia"),
        ("media.pictures", {"ordinals": [-1]}, "FrameOutsideMedia"),
        ("media.thumbnails", {"ordinals": [1], "height": 0}, "MalformedMessage"),
        ("media.thumbnails", {"ordinals": [1], "height": 4000}, "MalformedMessage"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(widget: StubbedWidget, method, params, kind):
    envelope, buffers = widget.ask(1, method, params)
    assert (envelope["ok"], envelope["error"]["kind"], buffers) == (False, kind, [])


def test_hello_carries_the_frame_index_in_little_endian_columns(media: Media):
    release, buffers = hello_release(media)
    pts, duration, key, packet_pts = (
        np.frombuffer(data, dtype) for data, dtype in zip(buffers, ["<i8", "<i8", "u1", "<i8"], strict=True)
    )
    assert release["frame_count"] == len(pts) == 60
    assert (pts == media.index.pts).all()
    assert (packet_pts == media.index.packet_pts).all()
    assert np.flatnonzero(key).tolist() == [0, 25, 50]
    assert int(pts[-1] + duration[-1]) == release["end_pts"]
    assert (release["width"], release["height"], release["packets_differ"]) == (320, 180, False)
    assert browser_can_demux(media)
    assert release["warnings"] == []


def test_hello_says_what_of_a_truncated_file_can_be_used(tmp_path: Path):
    cut_short = tmp_path / "half.mkv"
    make_clip(tmp_path / "whole.mkv", frames=60, gop=25)
    whole = (tmp_path / "whole.mkv").read_bytes()
    cut_short.write_bytes(whole[: len(whole) // 2])
    with open_media(cut_short) as half:
        release, _ = hello_release(half)
        (warning,) = release["warnings"]
        assert 0 < release["frame_count"] < 60
        assert f"frames 0 to {release['frame_count'] - 1} are usable" in warning


class CountingMedia:
    """Counts which frames are decoded."""

    def __init__(self, media: Media) -> None:
        self.index, self.info, self._media = media.index, media.info, media
        self.lossless = media.lossless
        self.decoded: list[int] = []

    def frames(self, start: int, stop: int):
        for picture in self._media.frames(start, stop):
            self.decoded.append(picture.ordinal)
            yield picture


def test_stepping_finds_the_next_pictures_read_ahead_and_the_last_ones_kept(media: Media):
    counting = CountingMedia(media)
    server = PictureServer(counting)  # type: ignore[arg-type]
    for frame in (10, 11):
        server.batch([frame], 0)
        for _ in server.read_ahead([frame], 0):
            pass
    assert counting.decoded == list(range(10, 36))  # two asked for, and 24 ahead of the second
    server.batch([12], 0)
    server.batch([10], 0)
    assert counting.decoded == list(range(10, 36))


def test_reading_ahead_goes_the_way_the_viewer_goes():
    assert direction_of([10], [11]) == 1
    assert direction_of([11], [10]) == -1
    assert direction_of([46, 47, 48, 49], [42, 43, 44, 45]) == -1
    assert direction_of([10], [400]) == 0
    assert direction_of([], [4]) == 0


def test_neighbouring_pictures_are_decoded_in_one_go():
    assert list(runs([5, 4, 9, 100, 101])) == [(4, 10), (100, 102)]
    assert list(runs([])) == []


def test_the_cache_keeps_the_newest_bytes():
    cache = ByteCache(100)
    for n in range(10):
        cache.put((n, 0), bytes(30))
        cache.get((0, 0))  # looked at again and again, so it stays
    assert cache.held <= 100
    assert (0, 0) in cache
    assert (9, 0) in cache
    assert (5, 0) not in cache
