"""A release is known again: the stream digest survives a remux, the file digest tells copies apart."""

from __future__ import annotations

import hashlib

import av
import numpy as np
import pytest

from animewidgets.media import open_media
from tests.media.conftest import remux


def release_of(path):
    with open_media(path) as media:
        return media.release_id


@pytest.mark.parametrize("ending", ["mkv", "mov", "ts", "mp4"])
@pytest.mark.parametrize("case", ["mp4", "mkv", "ts", "mp4-open-gop", "hevc"])
def test_a_remuxed_release_is_the_same_release(case, ending, clip, tmp_path):
    source = clip(case)
    target = remux_packets(source, tmp_path / f"copy.{ending}")
    with open_media(source) as one, open_media(target) as other:
        assert one.release_id == other.release_id
        same_bytes = source.read_bytes() == target.read_bytes()
        assert (one.identity().file_digest == other.identity().file_digest) == same_bytes
        assert len(one.index) == len(other.index)
        assert np.array_equal(one.frame(40).rgb, other.frame(40).rgb)


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("sintel_trailer_480x204.mp4", "mkv"),
        ("sintel_trailer_480x204.mp4", "ts"),
        ("popeye_vob_T00-1.mkv", "mp4"),
    ],
)
def test_a_real_release_is_known_again_in_another_container(name, ending, shared_media, tmp_path):
    source = shared_media(name)
    assert release_of(remux_packets(source, tmp_path / f"copy.{ending}")) == release_of(source)


@pytest.mark.parametrize(("case", "ending"), [("vp9", "mkv"), ("vp8", "mkv")])
def test_other_codecs_are_known_again_too(case, ending, clip, tmp_path):
    source = clip(case)
    assert release_of(remux_packets(source, tmp_path / f"copy.{ending}")) == release_of(source)


def test_other_pictures_are_another_release(clip):
    ids = {release_of(clip(case)) for case in ("mp4", "mp4-long-gop", "hi10p", "mpeg2-interlaced-ts", "vp9")}
    assert len(ids) == 5


def test_the_file_digest_is_the_sha256_that_everybody_computes(clip):
    path = clip("mp4")
    with open_media(path) as media:
        identity = media.identity()
    assert identity.file_digest == hashlib.sha256(path.read_bytes()).hexdigest()
    assert identity.release_id == "rel-" + identity.stream_digest[:20]
    assert identity.fingerprint is None


def remux_packets(source, target):
    """HEVC and H.264 need a sample entry that the target knows; FFmpeg picks it."""
    with av.open(str(source)) as container:
        if container.streams.video[0].codec_context.name == "hevc" and target.suffix in (".mp4", ".mov"):
            return remux(source, target, strict="experimental")
    return remux(source, target)
