"""Whatever a person points us at: one typed error that says what to do, or a file usable up to its break."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest

from animewidgets.demo.clips import make_clip
from animewidgets.demo.frame_number import read
from animewidgets.errors import (
    FrameOutsideMedia,
    FrameUndecodable,
    MediaNotFound,
    MediaPermissionDenied,
    MediaTruncated,
    MediaVanished,
    NoAudioStream,
    NotAMediaFile,
    NoVideoStream,
    UnsupportedCodec,
)
from animewidgets.media import open_media, probe, read_audio
from tests.media.conftest import remux


@pytest.mark.parametrize("action", [open_media, probe])
def test_no_file(action, tmp_path):
    with pytest.raises(MediaNotFound, match="check the path"):
        action(tmp_path / "ep01.mkv")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (np.random.default_rng(3).bytes(100_000), "garbage"),
        (b"Dear diary, this is no video at all.\n" * 400, "text"),
        (b"<!doctype html><title>404 Not Found</title>" * 40, "text"),
        (b"1\n00:00:01,000 --> 00:00:02,000\nThis is no video.\n\n" * 40, "only subtitle"),
    ],
    ids=["empty", "garbage", "text", "web page", "subtitles"],
)
def test_something_else_called_mp4(content, says, tmp_path):
    path = tmp_path / "ep01.mp4"
    path.write_bytes(content)
    error = NoVideoStream if says == "only subtitle" else NotAMediaFile
    with pytest.raises(error, match=says):
        open_media(path)


def test_a_header_that_claims_more_than_any_file_holds(tmp_path):
    """An EBML header of 2^56 bytes: farther than a file can be sought."""
    path = tmp_path / "ep01.mkv"
    path.write_bytes(bytes.fromhex("1a45dfa3 01fffffffffffffe") + bytes(1000))
    with pytest.raises(NotAMediaFile, match="get the file again"):
        open_media(path)


def test_a_codec_that_nobody_knows_is_named_as_the_cause(clip, tmp_path):
    path = tmp_path / "odd.mp4"
    path.write_bytes(clip("mp4").read_bytes().replace(b"avc1\0", b"qqqq\0"))
    with pytest.raises(UnsupportedCodec, match="no decoder"):
        open_media(path)
    assert probe(path).video[0].codec == "unknown"
    assert probe(path).audio[0].codec == "aac"


def test_a_folder(tmp_path):
    with pytest.raises(NotAMediaFile, match="folder"):
        open_media(tmp_path)


def test_a_file_that_this_user_may_not_read(clip, monkeypatch):
    path = clip("mp4")

    def refuse(self: Path, *args: object, **keywords: object) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    # The tests may run as root, whom no mode stops.
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(MediaPermissionDenied, match="may not read"):
        open_media(path)


def test_sound_without_pictures(tmp_path):
    path = tmp_path / "song.mp4"
    make_clip(tmp_path / "both.mp4", frames=24, audio="aac")
    with av.open(str(tmp_path / "both.mp4")) as source, av.open(str(path), "w") as out:
        stream = out.add_stream_from_template(source.streams.audio[0])
        for packet in source.demux(source.streams.audio[0]):
            if packet.dts is not None:
                packet.stream = stream
                out.mux(packet)
    with pytest.raises(NoVideoStream, match="its sound can still be read"):
        open_media(path)
    assert probe(path).video == ()
    assert len(read_audio(path).samples) > 40_000


def test_a_video_stream_that_is_not_there(clip):
    with pytest.raises(NoVideoStream, match="has no video stream 2"):
        open_media(clip("two-videos"), video_stream=2)


def test_pictures_without_sound(clip):
    with open_media(clip("no-b-frames")) as media, pytest.raises(NoAudioStream, match="pictures can be used"):
        media.audio()


@pytest.mark.parametrize(
    "case",
    [
        "mkv",
        "mp4-fragmented",
        "ts",
        "ts-open-gop",
        "vob",
        "mpeg2-interlaced-ts",
        "h264-interlaced-ts",
        "avi",
        "vp9",
    ],
)
@pytest.mark.parametrize("share", [0.31, 0.62, 0.9])
def test_a_truncated_video_is_usable_up_to_the_break(case, share, clip, tmp_path):
    whole = clip(case)
    path = tmp_path / whole.name
    data = whole.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    with open_media(whole) as complete, open_media(path) as media:
        count = len(media.index)
        assert 0.15 < count / len(complete.index) < share + 0.1
        for picture in media.frames():
            twin = complete.frame_at(picture.pts)
            assert np.array_equal(picture.rgb, twin.rgb), f"frame {picture.ordinal} is smeared"
        assert all(f"frames 0 to {count - 1} are usable" in warning for warning in media.warnings)
        if case not in ("ts", "ts-open-gop", "vob", "mpeg2-interlaced-ts", "h264-interlaced-ts"):
            # A transport or program stream promises no length: cut between pictures, it is whole.
            assert media.warnings


def test_a_truncated_mp4_with_its_header_in_front_is_usable(clip, tmp_path):
    whole = remux(clip("mp4"), tmp_path / "front.mp4", movflags="faststart")
    data = whole.read_bytes()
    path = tmp_path / "cut.mp4"
    path.write_bytes(data[: len(data) * 6 // 10])
    with open_media(path) as media:
        assert 60 < len(media.index) < 80
        assert "bytes are missing at the end" in media.warnings[0]
        assert read(media.frame(len(media.index) - 1).rgb) is not None


def test_a_truncated_mp4_that_lost_its_header_says_so(clip, tmp_path):
    path = tmp_path / "cut.mp4"
    data = clip("mp4").read_bytes()
    path.write_bytes(data[: len(data) // 2])
    with pytest.raises(MediaTruncated, match="table of contents"):
        open_media(path)


@pytest.mark.parametrize("beyond", [100, 300])
def test_a_fragmented_mp4_cut_in_or_after_a_fragments_header_is_usable_before_it(beyond, clip, tmp_path):
    data = clip("mp4-fragmented").read_bytes()
    third = [at for at in range(len(data)) if data[at : at + 4] == b"moof"][2]
    path = tmp_path / "cut.mp4"
    path.write_bytes(data[: third + beyond])
    with open_media(path) as media:
        assert [read(p.rgb) for p in media.frames()] == list(range(50))
        assert media.warnings


def test_damage_in_the_middle_leaves_the_other_gops_exact(clip, tmp_path):
    whole = clip("mkv")
    path = tmp_path / "scratched.mkv"
    data = bytearray(whole.read_bytes())
    with av.open(str(whole)) as container:
        packets = [packet for packet in container.demux(video=0) if packet.size]
        assert packets[50].is_keyframe
        scratched = packets[52]
    # Skip the block's header, then turn every bit around.
    at = scratched.pos + 20
    for n in range(at, at + scratched.size - 24):
        data[n] ^= 0xFF
    path.write_bytes(data)
    with open_media(path) as media:
        ordinals = [*range(119, 49, -7), *range(0, 120, 3), 60, 49, 75]
        for ordinal in ordinals:
            try:
                number = read(media.frame(ordinal).rgb)
            except FrameUndecodable as error:
                assert 50 <= ordinal < 75
                assert f"frame {ordinal} " in str(error)  # noqa: PT017
                continue
            # Within the damaged GOP a player shows smears; elsewhere nothing may differ.
            assert number == ordinal or 50 <= ordinal < 75


def test_a_file_that_vanishes_while_it_is_open(clip, tmp_path):
    path = tmp_path / "ep01.mp4"
    path.write_bytes(clip("mp4").read_bytes())
    media = open_media(path)
    assert read(media.frame(3).rgb) == 3
    path.unlink()
    for action in (
        lambda: media.frame(4),
        lambda: media.thumbnails([4], 48),
        lambda: media.read_range(0, 100),
        lambda: media.audio(),
        lambda: media.identity(),
    ):
        with pytest.raises(MediaVanished, match="put it back"):
            action()
    media.close()


def test_a_file_that_changes_while_it_is_open(clip, tmp_path):
    path = tmp_path / "ep01.mp4"
    path.write_bytes(clip("mp4").read_bytes())
    with open_media(path) as media:
        path.write_bytes(clip("mp4-long-gop").read_bytes())
        with pytest.raises(MediaVanished, match="changed while it was open"):
            media.frame(0)
    with open_media(path) as media:
        assert len(media.index) == 300


def test_a_frame_outside_is_refused_everywhere(clip):
    with open_media(clip("mp4")) as media:
        for action in (
            lambda: media.frame(120),
            lambda: media.thumbnails([0, 120], 48),
            lambda: list(media.frames(100, 121)),
        ):
            with pytest.raises(FrameOutsideMedia, match="no frame 120"):
                action()


def _filled(data: bytes) -> bytes:
    """A transport stream of pictures alone; what stuffed its last packet are zeros after the picture."""
    last = data[-188:]
    assert last[3] & 0x20, "the last packet has no stuffing"
    picture = last[5 + last[4] :]
    return data[:-188] + last[:3] + bytes([last[3] & ~0x20]) + picture + bytes(184 - len(picture))


@pytest.mark.parametrize("codec", ["h264", "mpeg2"])
def test_a_silent_recording_whose_last_picture_fills_its_packet_is_whole(codec, tmp_path):
    whole = tmp_path / "whole.ts"
    make_clip(whole, codec=codec, frames=40, gop=15, b_frames=2)
    data = _filled(whole.read_bytes())
    whole.write_bytes(data)
    with open_media(whole) as media:
        assert [read(p.rgb) for p in media.frames()] == list(range(40))
        assert media.warnings == ()
        begin = int(media._built.packets.position[-1])
    # Cut anywhere inside the last picture, it is none.
    for end in range(begin + 188, len(data), 188):
        cut = tmp_path / f"{end}.ts"
        cut.write_bytes(data[:end])
        with open_media(cut) as media:
            assert len(media.index) == 39
            assert "the last picture does not decode" in media.warnings[0]
