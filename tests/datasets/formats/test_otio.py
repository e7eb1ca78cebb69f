"""OpenTimelineIO: timelines of other programs, real cut lists, and what we write."""

from __future__ import annotations

import json
import sys
from fractions import Fraction

import opentimelineio as otio
import pytest

from animewidgets.datasets.formats import Cut, CutList, cuts_of, text_of
from animewidgets.datasets.text import Document
from animewidgets.errors import FormatError, FormatLibraryMissing
from tests.datasets.clocks import constant

CLOCK = constant(7000, rate=Fraction(24))


def time(frames, rate=24.0):
    return otio.opentime.RationalTime(frames, rate)


def clip(frames, rate=24.0):
    return otio.schema.Clip(source_range=otio.opentime.TimeRange(time(86400, rate), time(frames, rate)))


def gap(frames):
    return otio.schema.Gap(duration=time(frames))


def transition(before, after, kind="SMPTE_Dissolve"):
    return otio.schema.Transition(transition_type=kind, in_offset=time(before), out_offset=time(after))


def timeline(*items, kind="Video"):
    made = otio.schema.Timeline("ep01")
    made.tracks.append(otio.schema.Track("V1", kind=kind, children=items))
    return otio.adapters.write_to_string(made, "otio_json")


def read(text, clock=CLOCK, **options):
    return cuts_of(Document("ep01.otio", text), clock, **options)


def test_clips_gaps_and_transitions():
    text = timeline(
        gap(12),
        transition(0, 10),
        clip(100),
        transition(6, 6),
        clip(50),
        clip(50),
        transition(8, 0, "SMPTE_Wipe"),
        clip(50),
        transition(20, 0),
        gap(30),
        clip(10),
    )
    found = read(text)
    assert (found.source, found.warnings) == ("otio", ())
    assert list(found) == [
        Cut(12, "fade-in", 12, 22),
        Cut(112, "dissolve", 106, 118),
        Cut(162),
        Cut(212, "wipe", 204, 212),
        Cut(262, "fade-out", 242, 262),
        Cut(292),
    ]


def test_real_cut_lists_of_films(shared_media):
    lists = json.loads(shared_media("cutlists/otio_open_content_cutlists.json").read_text())
    tracks = next(tracks for name, tracks in lists.items() if name.startswith("SolLevante_HDR10"))
    clips = tracks[0]["clips"]
    found = read(timeline(*(clip(one["dur"]) for one in clips)))
    assert found.frame.tolist() == [one["start"] for one in clips[1:]]


def test_another_rate_is_taken_as_time():
    found = read(timeline(clip(25, 25.0), clip(50, 25.0), clip(25, 25.0)))
    assert found.frame.tolist() == [24, 72]
    ntsc = constant(300, rate=Fraction(24000, 1001))
    assert read(timeline(clip(25, 23.976), clip(50, 23.98)), ntsc).frame.tolist() == [25]


def test_the_library_reads_what_we_write():
    cuts = CutList.of([Cut(24, score=0.5, name="door"), Cut(200, "dissolve", 190, 205)], CLOCK)
    made = otio.adapters.read_from_string(text_of(cuts, CLOCK, "otio"), "otio_json")
    track = made.video_tracks()[0]
    assert [type(one).__name__ for one in track] == ["Clip", "Clip", "Transition", "Clip"]
    assert [one.range_in_parent().start_time.value for one in track.find_clips()] == [0, 24, 200]
    assert made.duration() == time(7000)
    assert made.metadata["animewidgets"]["variable_frame_rate"] is False


def test_without_the_library_one_is_told_what_to_do(monkeypatch):
    monkeypatch.setitem(sys.modules, "opentimelineio", None)
    with pytest.raises(FormatLibraryMissing, match="pip install opentimelineio"):
        read('{"OTIO_SCHEMA": "Timeline.1"}')
    with pytest.raises(FormatLibraryMissing):
        text_of(CutList.of([], CLOCK), CLOCK, "otio")
    assert read("12\n").frame.tolist() == [12]  # other formats do not need it


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('{"OTIO_SCHEMA": "Timeline.1", ', "cannot read it"),
        ('{"OTIO_SCHEMA": "Nonsense.1"}', "no video track holds a clip"),
        (timeline(clip(10), kind="Audio"), "no video track holds a clip"),
        (timeline(gap(10)), "no video track holds a clip"),
        ('{"OTIO_SCHEMA": "Timeline.1", "x": ' + "[" * 5000, "nested more than 200 deep"),
        (timeline(clip(10)).replace('"value": 10.0', '"value": -10.0'), "is no time"),
        (timeline(otio.schema.Clip()), "has no duration"),
    ],
)
def test_what_is_broken_is_told(text, why):
    with pytest.raises(FormatError, match=why):
        read(text)
