"""Reading subtitle files: every format, encoding and oddity; another library is the judge."""

from __future__ import annotations

from fractions import Fraction

import pysubs2
import pytest

from animewidgets.datasets.subtitles import open_subtitles, read_subtitles, subtitles_beside
from animewidgets.datasets.subtitles.files import subtitles_of
from animewidgets.errors import FormatError, UnknownFormat
from animewidgets.media import open_media
from tests.datasets.clocks import constant
from tests.datasets.subtitles.samples import ASS, SRT, SSA, VTT

MS = constant(20_000, rate=Fraction(24), time_base=Fraction(1, 1000))
SAMPLES = {"ass": ASS, "ssa": SSA, "srt": SRT, "vtt": VTT}


def track(text: str, name: str = "ep01.ass", encoding: str = "utf-8"):
    return subtitles_of(text.encode(encoding), name).track(MS)


def rows(found):
    return [(one.line, one.start_pts, one.end_pts, one.text) for one in found.lines]


def test_ass_with_comments_styles_speakers_and_karaoke():
    found = track(ASS)
    assert (found.format, found.name) == ("ass", "ep01.ass")
    assert rows(found) == [
        (1, 1000, 3500, "Well, blow me down!"),
        (2, 3500, 6000, "看板\nsecond row"),
        (3, 6000, 9970, "からオケ"),
        (4, 10000, 11000, ""),  # a drawing says nothing
    ]
    assert [(one.style, one.speaker) for one in found.lines[:2]] == [("Default", "ポパイ"), ("標識", "")]


def test_ssa_srt_and_vtt():
    assert rows(track(SSA, "a.ssa")) == [(0, 1000, 3500, "First, with a comma"), (1, 4000, 5000, "Second")]
    assert track(SSA, "a.ssa").lines[0].speaker == "NTP"
    assert rows(track(SRT, "a.srt")) == [
        (0, 1000, 3500, "Well, blow me down!"),
        (1, 3500, 6000, "看板\nsecond row\n\nwith an empty one"),
        (2, 6000, 9970, "12"),
        (3, 10000, 11000, ""),
        (4, 12000, 13000, "the end"),
    ]
    assert rows(track(VTT, "a.vtt")) == [
        (0, 1000, 3500, "Well, blow me down!"),
        (1, 3500, 3606000, "two & three\nrows"),
    ]
    assert track(VTT, "a.vtt").lines[0].speaker == "Popeye"


@pytest.mark.parametrize("form", SAMPLES)
def test_another_library_finds_the_same_times(form):
    """All events, comments included: the index of a line is the one that pysubs2 and Aegisub count."""
    text = SAMPLES[form].partition("[Unknown Section]")[0]
    theirs = pysubs2.SSAFile.from_string(text, format_=form)
    ours = subtitles_of(text.encode(), f"a.{form}").cues
    assert [(e.start, e.end) for e in theirs] == [
        (cue.start.seconds * 1000, cue.end.seconds * 1000) for cue in ours
    ]
    assert [e.is_comment for e in theirs] == [not cue.shown for cue in ours]


@pytest.mark.parametrize("form", SAMPLES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_ends_of_lines_do_not_matter(form, encoding, end):
    text = SAMPLES[form].replace(" — ", " - ").replace("Well", "ウェル")
    plain = track(text, f"a.{form}")
    other = track(text.replace("\n", end), f"a.{form}", encoding)
    assert rows(other) == rows(plain)
    assert [one.style for one in other.lines] == [one.style for one in plain.lines]


def test_a_real_file_in_the_ticks_of_its_release(shared_media):
    with open_media(shared_media("popeye_pgs_T00-1.mkv")) as media:
        found = read_subtitles(shared_media("popeye_p3.eng.srt"), media)
        first = found.lines[0]
        assert first.start_pts * media.time_base == Fraction("12.4")
    assert found.hello() == {
        "source": found.source,
        "name": "popeye_p3.eng.srt",
        "format": "srt",
        "language": "eng",
        "count": 15,
    }
    assert len(found.source) == 64
    assert found.to_wire()[0] == {
        "line": 0,
        "start_pts": first.start_pts,
        "end_pts": first.end_pts,
        "text": "[squawk]",
        "style": "",
        "speaker": "",
    }


def test_files_beside_the_media_are_found_by_its_name(tmp_path):
    for name in ("ep01.mkv", "ep01.ass", "ep01.en.SRT", "ep010.ass", "ep01.txt", "other.srt"):
        (tmp_path / name).touch()
    assert [one.name for one in subtitles_beside(tmp_path / "ep01.mkv")] == ["ep01.ass", "ep01.en.SRT"]
    assert subtitles_beside(tmp_path / "gone" / "ep01.mkv") == []


def test_the_source_is_the_bytes(tmp_path):
    for name, text in (("a.srt", SRT), ("b.srt", SRT), ("c.srt", SRT + "\n")):
        (tmp_path / name).write_bytes(text.encode())
    a, b, c = (open_subtitles(tmp_path / name).source for name in ("a.srt", "b.srt", "c.srt"))
    assert a == b != c


def test_lines_that_end_before_they_start_are_kept_and_told():
    found = track("1\n00:00:05,000 --> 00:00:04,000\nback\n", "a.srt")
    assert rows(found) == [(0, 5000, 5000, "back")]
    assert found.warnings == ("1 lines end before they start",)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (ASS.replace("0:00:03.50,Default,ポ", "0:00:xx.50,Default,ポ"), r"line 27: '0:00:xx.50' is no time"),
        (ASS.replace("0:00:03.50,Default,ポ", "0:00:75.50,Default,ポ"), r"seconds go to 59"),
        (ASS.replace("0:00:03.50,Default,ポ", "-0:00:03.50,Default,ポ"), r"times count from 0"),
        (ASS.replace(",0,0,0,,Well, blow me down!", ""), r"line 27: an event has 10 fields, this one 5"),
        (ASS.replace("Format: Layer, Start,", "Format: Layer, Begin,"), "must name Start and End"),
        ("[Script Info]\nTitle: x\n\n[Events]\n", "no line of subtitles is in this ASS file"),
        (SRT.replace("00:00:03,500 -->", "00:00:03 -->"), "line 6: .* are no two times"),
        (SRT.replace("-->  0:00:09.970", "-->  0:00:9x"), "line 13: .* are no two times"),
        (VTT.replace("00:03.500 line", "00:3 line"), "are no two times"),
    ],
)
def test_what_is_broken_is_told_with_its_line(text, why):
    with pytest.raises(FormatError, match=why):
        track(text)


def test_what_is_no_subtitle_file_is_refused(tmp_path):
    for data in (b"Dear diary\n", b"1\n2\n3\n"):
        (tmp_path / "a.srt").write_bytes(data)
        with pytest.raises(UnknownFormat, match="ASS, SSA, SRT or WebVTT"):
            open_subtitles(tmp_path / "a.srt")
    (tmp_path / "a.srt").write_bytes(SRT.replace("看板", "déjà vu").encode("cp1252"))
    with pytest.raises(FormatError, match="'cp1252'"):
        open_subtitles(tmp_path / "a.srt")
    assert "déjà" in open_subtitles(tmp_path / "a.srt", encoding="cp1252").track(MS).lines[1].text


def test_a_file_of_too_many_lines_is_refused(monkeypatch):
    monkeypatch.setattr("animewidgets.datasets.subtitles.files.MAX_LINES", 3)
    with pytest.raises(FormatError, match="more than 3 lines"):
        track(SRT, "a.srt")
