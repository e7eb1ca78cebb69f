"""Subtitle tracks within media files."""

from __future__ import annotations

import shutil

import pysubs2
import pytest

from animewidgets.datasets.clock import FrameClock
from animewidgets.datasets.subtitles import embedded_tracks
from animewidgets.datasets.subtitles.embedded import EmbeddedText, _payload, embedded_texts
from animewidgets.datasets.subtitles.track_file import file_text, suffix_of
from animewidgets.errors import FormatError
from animewidgets.media import open_media


def times(track):
    return [(one.start_pts, one.end_pts, one.text) for one in track.lines]


LINES = [(1000, 3500, "Well, blow me down!"), (3500, 6000, "看板\nsecond row"), (6000, 9970, "からオケ")]


def test_text_tracks_are_lines_in_ticks_of_the_release(clip):
    with open_media(clip) as media:
        assert media.time_base.denominator == 1000
        ass, srt, vtt = embedded_tracks(media)
    assert times(ass)[:3] == LINES
    assert [(one.style, one.speaker) for one in ass.lines[:2]] == [("Default", "ポパイ"), ("標識", "")]
    assert times(srt)[0] == LINES[0]
    assert times(vtt) == [LINES[0], (3500, 6000, "two & three\nrows")]
    assert [track.stream for track in (ass, srt, vtt)] == [0, 1, 2]
    assert len({track.source for track in (ass, srt, vtt)}) == 3


def test_the_source_survives_a_copy_of_the_file(clip, tmp_path):
    shutil.copy(clip, tmp_path / "other name.mkv")
    with open_media(clip) as one, open_media(tmp_path / "other name.mkv") as other:
        assert [t.source for t in embedded_tracks(one)] == [t.source for t in embedded_tracks(other)]


def test_a_file_that_breaks_off_gives_its_lines_up_to_there(clip, tmp_path):
    data = clip.read_bytes()
    (tmp_path / "cut.mkv").write_bytes(data[: len(data) - 400])
    with open_media(tmp_path / "cut.mkv") as media:
        ass = embedded_tracks(media)[0]
    assert times(ass) == LINES[: len(ass.lines)]


def test_pictures_are_listed_without_text(shared_media):
    with open_media(shared_media("popeye_pgs_T00-1.mkv")) as pgs:
        (track,) = embedded_tracks(pgs)
        assert (track.pictures, track.lines, track.language) == (True, (), "eng")
        with pytest.raises(FormatError, match="made of pictures"):
            file_text(embedded_texts(pgs)[0], {}, FrameClock.of_media(pgs))
    with open_media(shared_media("popeye_vob_T00-1.mkv")) as vob:
        assert [track.pictures for track in embedded_tracks(vob)] == [True]


def test_a_track_becomes_a_file_with_edited_times(clip):
    with open_media(clip) as media:
        clock = FrameClock.of_media(media)
        ass, srt, vtt = embedded_texts(media)
        edits = {1: (clock.tick(12), clock.tick(24))}
        assert [suffix_of(one) for one in (ass, srt, vtt)] == [".ass", ".srt", ".vtt"]
        for track, unit in ((ass, 10), (srt, 1), (vtt, 1)):
            events = pysubs2.SSAFile.from_string(file_text(track, edits, clock))
            subs = [one for one in events if not one.is_comment]
            assert (subs[0].start, subs[0].end) == (1000, 3500)
            frames = [clock.first_frame_from(clock.zero + ms) for ms in (subs[1].start, subs[1].end)]
            assert frames == [12, 24]
            assert subs[1].start % unit == 0
        text = file_text(ass, {}, clock)
    assert "Style: 標識,ＭＳ ゴシック,40.5" in text
    assert r"{\k25}か{\k30}ら{\kf40}オケ" in text


def test_mov_text_has_its_length_before_it():
    assert _payload(b"\x00\x05Hello\x00\x00\x00\x0cstyl....", "mov_text") == "Hello"
    assert _payload(b"\x00\x06\xfe\xff\x30\x42\x30\x44", "mov_text") == "\ufeffあい".lstrip("\ufeff")
    assert _payload(b"\x00\x00", "mov_text") == ""
    assert _payload(b"\x00", "mov_text") == ""


def test_a_codec_that_nobody_knows_is_pictures():
    assert EmbeddedText(0, "unknown", None, "").source == EmbeddedText(1, "unknown", None, "").source
