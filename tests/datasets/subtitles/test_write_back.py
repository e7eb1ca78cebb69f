"""Edited times go back into the file, and not one other byte changes."""

from __future__ import annotations

from fractions import Fraction

import pysubs2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from animewidgets.annotations import Annotation, Kind
from animewidgets.datasets.subtitles import edited, line_annotation, rewritten, timing_edits, write_back
from animewidgets.datasets.subtitles.files import subtitles_of
from animewidgets.errors import FormatError
from tests.datasets.clocks import clocks, constant
from tests.datasets.mutations import damaged, refusals
from tests.datasets.subtitles.samples import ASS, SRT, SSA, VTT

CLOCK = constant(20_000)
SAMPLES = {"ass": ASS, "ssa": SSA, "srt": SRT, "vtt": VTT}
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp932"]


def sample(form, encoding="utf-8", end="\n"):
    text = SAMPLES[form].replace(" — ", " - ").replace("Well", "ウェル").replace("\n", end)
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    return subtitles_of((mark + text).encode(encoding), f"a.{form}")


@pytest.mark.parametrize("form", SAMPLES)
@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_what_was_not_edited_is_byte_for_byte_the_same(form, encoding, end):
    file = sample(form, encoding, end)
    assert rewritten(file, {}, CLOCK)[0] == file.script.data
    as_they_are = {one.line: (one.start_pts, one.end_pts) for one in file.track(CLOCK).lines}
    data, report = rewritten(file, as_they_are, CLOCK)
    assert data == file.script.data
    assert (report.changed, report.unchanged) == (0, len(as_they_are))


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
@pytest.mark.parametrize("form", SAMPLES)
def test_only_the_digits_of_edited_times_change(form, data):
    clock = data.draw(clocks(most=100))
    file = sample(form, data.draw(st.sampled_from(ENCODINGS)), data.draw(st.sampled_from(["\n", "\r\n"])))
    line = data.draw(st.sampled_from([one.line for one in file.track(clock).lines]))
    start = data.draw(st.integers(0, clock.count - 1))
    end = data.draw(st.integers(start + 1, clock.count))
    written, _ = rewritten(file, {line: (clock.tick(start), clock.tick(end))}, clock)
    again = subtitles_of(written, f"a.{form}", encoding=file.script.encoding)
    before, after = file.script, again.script
    cue, new = file.cues[line], again.cues[line]
    assert before.scan[: cue.start.begin] == after.scan[: new.start.begin]
    assert before.scan[cue.start.end : cue.end.begin] == after.scan[new.start.end : new.end.begin]
    assert before.scan[cue.end.end :] == after.scan[new.end.end :]


@given(st.data())
@pytest.mark.parametrize("form", SAMPLES)
def test_an_edited_line_is_seen_on_the_frames_that_were_meant(form, data):
    clock = data.draw(clocks())
    shortest = min(b - a for a, b in zip(clock.pts, clock.pts[1:], strict=False)) * clock.time_base
    if shortest <= Fraction(1, 50) and form in ("ass", "ssa"):
        return  # a hundredth of a second cannot tell such frames apart
    start = data.draw(st.integers(0, clock.count - 1))
    end = data.draw(st.integers(start + 1, clock.count))
    file = sample(form)
    line = file.track(clock).lines[0].line
    written, _ = rewritten(file, {line: (clock.tick(start), clock.tick(end))}, clock)
    found = subtitles_of(written, f"a.{form}").track(clock).lines[0]
    assert clock.first_frame_from(found.start_pts) == start
    assert clock.first_frame_from(found.end_pts) == end


def test_times_keep_the_style_of_the_file():
    file = sample("srt")
    written, report = rewritten(file, {2: (CLOCK.tick(240), CLOCK.tick(264))}, CLOCK)
    assert b"\n0:00:09.99 -->  0:00:11.011\n12\n" in written  # the one to 10 ms, the other to 1 ms
    assert report.changed == 1
    vtt = sample("vtt")
    assert (
        b"00:10.010 --> 00:11.011 line:0 align:start"
        in rewritten(vtt, {0: (CLOCK.tick(240), CLOCK.tick(264))}, CLOCK)[0]
    )
    late = constant(100_000, rate=Fraction(24))
    assert (
        b"\n01:00:00.000 --> 01:00:01.000 line:0"
        in rewritten(vtt, {0: (late.tick(86400), late.tick(86424))}, late)[0]
    )


def test_an_ass_line_goes_half_way_between_frames_as_in_aegisub():
    file = sample("ass")
    written, _ = rewritten(file, {1: (CLOCK.tick(24), CLOCK.tick(48))}, CLOCK)
    # Frame 23 appears at .95929 s, frame 24 at 1.001 s; frame 47 at 1.96029 s, frame 48 at 2.002 s.
    assert "Dialogue: 0,0:00:00.98,0:00:01.98,Default,ポパイ,".encode() in written
    theirs = pysubs2.SSAFile.from_string(written.decode())
    assert (theirs[1].start, theirs[1].end) == (980, 1980)


def test_edits_come_from_annotations_and_go_with_them():
    file = sample("ass")
    track = file.track(CLOCK)
    edit = line_annotation(file.source, 1, CLOCK.tick(24), CLOCK.tick(48))
    assert (edit.kind, edit.attributes) == (
        Kind.TEXT,
        {"lane": "subtitles", "source": file.source, "line": 1},
    )
    others = [
        line_annotation("0" * 64, 1, 5, 9),
        Annotation("tag", Kind.TAG, 0, attributes={"lane": "subtitles", "source": file.source, "line": 2}),
        Annotation("text", Kind.TEXT, 0, 9, attributes={"lane": "signs"}),
    ]
    edits = timing_edits([*others, edit], file.source)
    assert edits == timing_edits([edit], file.source[:16]) == {1: (CLOCK.tick(24), CLOCK.tick(48))}
    changed = edited(track, edits)
    assert changed.lines[0].start_pts == CLOCK.tick(24)
    assert changed.lines[1:] == track.lines[1:]
    assert edited(track, timing_edits(others, file.source)) == track


def test_edits_of_another_file_are_refused(tmp_path):
    file = sample("srt")
    with pytest.raises(FormatError, match="has lines 0 to 4, but line 7 was edited"):
        write_back(file, tmp_path / "a.srt", {7: (0, 90)}, CLOCK)
    with pytest.raises(FormatError, match="times count from"):
        write_back(file, tmp_path / "a.srt", {0: (-5, 90)}, CLOCK)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(ValueError, match="ends after it starts"):
        line_annotation(file.source, 0, 9, 9)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
@pytest.mark.parametrize("form", SAMPLES)
def test_a_damaged_file_is_read_or_refused_and_never_changed(form, data):
    text = data.draw(damaged(SAMPLES[form]))
    encoding = data.draw(st.sampled_from(["utf-8", "utf-16", "cp932"]))
    with refusals():
        file = subtitles_of(text.encode(encoding, "replace"), f"a.{form}")
        assert rewritten(file, {}, CLOCK)[0] == file.script.data
        for line in file.track(CLOCK).lines:
            assert 0 <= line.line < len(file.cues)
            assert line.start_pts <= line.end_pts


@settings(max_examples=200)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data):
    with refusals():
        subtitles_of(data, "a.srt").track(CLOCK)


@pytest.mark.parametrize(
    "line", ["0:0" * 50_000, "<" * 100_000, "{\\" * 100_000, "[" * 100_000, "-->" * 50_000, "&" * 100_000]
)
@pytest.mark.parametrize("form", SAMPLES)
def test_one_endless_line_does_not_take_for_ever(form, line):
    text = SAMPLES[form].replace("blow me down", line)
    with refusals():
        subtitles_of(text.encode(), f"a.{form}").track(CLOCK)
