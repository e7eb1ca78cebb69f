"""An open media file as people and widgets use it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from animewidgets.demo.clip_matrix import MATRIX
from animewidgets.demo.clips import make_clip
from animewidgets.demo.frame_number import read
from animewidgets.errors import MediaError
from animewidgets.media import cache, open_media, probe
from animewidgets.media.decode import FrameCache


def test_several_threads_get_their_own_frames(clip):
    """JupyterLab delivers comm messages on several threads."""
    with open_media(clip("mp4-long-gop")) as media, ThreadPoolExecutor(6) as pool:
        wanted = [n * 53 % 300 for n in range(60)]
        frames = pool.map(lambda n: read(media.frame(n).rgb), wanted)
        small = pool.map(lambda n: read(media.thumbnails([n], 180)[0]), wanted[:20])
        ranges = pool.map(lambda n: media.read_range(n * 100, n * 100 + 50), wanted)
        assert list(frames) == wanted
        assert list(small) == wanted[:20]
        data = media.path.read_bytes()
        assert list(ranges) == [data[n * 100 : n * 100 + 50] for n in wanted]


def test_a_filmstrip_being_made_does_not_hold_the_picture_back(clip):
    with open_media(clip("mp4-long-gop")) as media:
        media.frame(0)
        inside, go_on = threading.Event(), threading.Event()
        key_frame = media._thumbnail_decoder.key_frame

        def slow(ordinal: int):
            inside.set()
            assert go_on.wait(30)
            return key_frame(ordinal)

        media._thumbnail_decoder.key_frame = slow
        with ThreadPoolExecutor(1) as pool:
            strip = pool.submit(media.thumbnails, [250], 48)
            assert inside.wait(30)
            assert read(media.frame(1).rgb) == 1
            assert not strip.done()
            go_on.set()
            assert len(strip.result()) == 1


def test_stepping_back_decodes_nothing_again(clip):
    with open_media(clip("mp4-long-gop")) as media:
        media.frame(200)
        decode_from = media._decoder._decode_from
        started = []
        media._decoder._decode_from = lambda *args, **keys: started.append(args) or decode_from(*args, **keys)
        for ordinal in range(199, 100, -1):
            assert read(media.frame(ordinal).rgb) == ordinal
        assert started == []


def test_kept_pictures_stay_within_their_bytes(clip):
    with open_media(clip("mp4-long-gop")) as media:
        frames = [media._decoder.frame(n) for n in range(10)]
    size = sum(plane.buffer_size for plane in frames[0].planes)
    kept = FrameCache(3 * size)
    for ordinal, frame in enumerate(frames):
        kept.put(ordinal, frame)
    assert [n for n in range(10) if kept.get(n) is not None] == [7, 8, 9]
    tiny = FrameCache(1)
    tiny.put(0, frames[0])
    assert tiny.get(0) is frames[0]


def test_the_second_opening_reads_the_index_from_the_cache(clip, own_cache, monkeypatch):
    path = clip("mkv-vfr")
    with open_media(path) as media:
        first = media.index
        release = media.release_id

    def never(*_args: object) -> None:
        raise AssertionError("indexed again")

    monkeypatch.setattr(cache, "build_index", never)
    with open_media(path) as media:
        for name in ("pts", "duration", "key", "packet_pts", "packet"):
            assert np.array_equal(getattr(first, name), getattr(media.index, name))
        assert media.release_id == release
        assert read(media.frame(60).rgb) == 60


@pytest.mark.parametrize("damage", [b"", b"garbage", None], ids=["emptied", "garbage", "cut"])
def test_a_damaged_cache_is_made_again(damage, clip, own_cache):
    path = clip("mp4")
    open_media(path).close()
    entries = list((own_cache / "index").iterdir())
    assert [entry.suffix for entry in entries] == [".npz"]
    data = entries[0].read_bytes()
    entries[0].write_bytes(data[: len(data) // 2] if damage is None else damage)
    with open_media(path) as media:
        assert len(media.index) == 120
    assert entries[0].read_bytes() == data


def test_a_cache_that_cannot_be_written_is_done_without(clip, tmp_path, monkeypatch):
    occupied = tmp_path / "occupied"
    occupied.write_text("a file where the folder should be")
    monkeypatch.setenv("ANIMEWIDGETS_CACHE", str(occupied))
    with open_media(clip("mp4")) as media:
        assert read(media.frame(5).rgb) == 5
        assert media.release_id.startswith("rel-")


def test_what_a_probe_tells(clip):
    info = probe(clip("hi10p"))
    assert (info.codec, info.main_video.profile, info.main_video.bit_depth) == ("h264", "High 10", 10)
    assert probe(clip("non-square")).pixel_aspect == Fraction(8, 9)
    assert (probe(clip("rotated-90")).rotation, probe(clip("rotated-180")).rotation) == (90, 180)
    assert probe(clip("h264-interlaced-ts")).main_video.interlaced
    assert not probe(clip("ts")).main_video.interlaced
    assert probe(clip("mp4")).frame_rate == Fraction(24000, 1001)
    sound = probe(clip("two-videos")).audio[0]
    assert (sound.codec, sound.rate, sound.channels) == ("aac", 48000, 2)
    assert len(probe(clip("two-videos")).video) == 2


def test_a_browser_is_told_the_truth_about_codecs(clip):
    """The matrix says which cases a browser decodes; the probe names the codec that decides it."""
    for case in MATRIX.values():
        codec = probe(clip(case.name)).codec
        assert case.browser == (codec in ("h264", "vp8", "vp9", "av1")), case.name


@pytest.mark.parametrize("case", ["mp4", "mkv", "ts", "vob", "mp4-late-start"])
def test_sound_and_picture_share_one_time_axis(case, clip):
    with open_media(clip(case)) as media:
        sound = media.audio(rate=16000)
        start = media.index.pts[0] * media.time_base
        assert abs(sound.start - start) < Fraction(1, 10)
        assert abs((sound.end - sound.start) - Fraction(120 * 1001, 24000)) < Fraction(12, 10)
        assert sound.samples.dtype == np.float32
        assert 0.1 < np.abs(sound.samples).max() <= 1.0
        window = media.audio(rate=16000, start=start + 2, stop=start + 3)
        assert len(window.samples) == 16000
        at = round((window.start - sound.start) * 16000)
        # Matroska rounds times to milliseconds: 16 samples.
        off = [
            np.abs(window.samples[200:15800] - sound.samples[at + lag + 200 : at + lag + 15800]).max()
            for lag in range(-16, 17)
        ]
        assert min(off) < 0.05


def test_sound_outside_the_file_is_silence(clip):
    with open_media(clip("mp4")) as media:
        late = media.audio(rate=8000, start=Fraction(60), stop=Fraction(61))
    assert len(late.samples) == 8000
    assert not late.samples.any()


def test_a_closed_media_says_so(clip):
    media = open_media(clip("mp4"))
    media.close()
    media.close()
    with pytest.raises(MediaError, match="open it again"):
        media.frame(0)


def test_colours_are_those_of_the_stream(clip):
    """The painted square is (200, 60, 80) in every codec, whatever the matrix."""
    for case in ("mp4", "vp9", "vob", "hi10p"):
        with open_media(clip(case)) as media:
            rgb = media.frame(10).rgb
        height = rgb.shape[0]
        side = height // 5
        left, top = 30, height - side - abs(40 % (height - side) - 20) // 2
        middle = rgb[top + side // 4 : top + side * 3 // 4, left + side // 4 : left + side * 3 // 4]
        assert np.abs(middle.reshape(-1, 3).mean(axis=0) - (200, 60, 80)).max() < 12, case


def test_importing_media_pulls_in_neither_opencv_nor_pandas():
    script = "import sys, animewidgets.media; print({'cv2', 'pandas', 'duckdb'} & set(sys.modules))"
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "set()"


@pytest.mark.skipif(not hasattr(os, "sched_getscheduler"), reason="no scheduling policies here")
def test_making_an_av1_clip_leaves_the_process_an_ordinary_one(tmp_path: Path) -> None:
    """The encoder would make root's process a real-time one, and what it starts would starve the machine."""
    before = os.sched_getscheduler(0)
    make_clip(tmp_path / "av1.mp4", codec="av1", frames=30, gop=25)
    assert os.sched_getscheduler(0) == before
