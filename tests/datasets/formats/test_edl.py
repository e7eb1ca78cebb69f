"""CMX 3600 lists: as editors write them, as another library reads them, and drop frame."""

from __future__ import annotations

from fractions import Fraction

import opentimelineio as otio
import pytest

from animewidgets.datasets.formats import Cut, CutList, cuts_of, text_of
from animewidgets.datasets.formats.base import ReadOptions, WriteOptions
from animewidgets.datasets.text import Document
from animewidgets.errors import FormatError, WrongRelease
from tests.datasets.clocks import constant

CLOCK = constant(3000, rate=Fraction(24))
NTSC = constant(4000, rate=Fraction(30000, 1001))

LISTING = """TITLE: EP01 PICTURE LOCK
FCM: NON-DROP FRAME

001  BL       V     C        00:00:00:00 00:00:00:00 01:00:00:00 01:00:00:00
001  A001     V     D    024 00:10:00:00 00:10:05:00 01:00:00:00 01:00:05:00
* TO CLIP NAME: OPENING
002  A002     V     C        00:20:00:00 00:20:03:00 01:00:05:00 01:00:08:00
002  A003     AA    C        00:20:00:00 00:20:03:00 01:00:06:00 01:00:08:00
M2   A002       012.0                    00:20:00:00
003  A002     V     C        00:20:03:00 00:20:03:00 01:00:08:00 01:00:08:00
003  A004     V     D    012 00:30:00:00 00:30:04:00 01:00:08:00 01:00:12:00
* COMMENT: the door
004  A004     B     C        00:30:04:00 00:30:04:00 01:00:12:00 01:00:12:00
004  A005     B     W001 010 00:40:00:00 00:40:04:00 01:00:12:00 01:00:16:00
005  A005     V     C        00:40:04:00 00:40:04:00 01:00:16:00 01:00:16:00
005  BL       V     D    024 00:00:00:00 00:00:02:00 01:00:16:00 01:00:18:00
006  A006     V     C        00:50:00:00 00:50:02:00 01:00:18:00 01:00:20:00
"""


def read(text: str, clock=CLOCK, **options):
    return cuts_of(Document("ep01.edl", text), clock, **options)


def test_a_listing_of_an_editor():
    found = read(LISTING)
    assert (found.source, found.warnings) == ("edl", ())
    assert list(found) == [
        Cut(24, "fade-in", 0, 24),
        Cut(120),
        Cut(204, "dissolve", 192, 204, name="the door"),
        Cut(298, "wipe", 288, 298),
        Cut(408, "fade-out", 384, 408),
        Cut(432),
    ]


def test_frame_0_is_the_whole_hour_or_what_one_says():
    assert read(LISTING.replace(" 01:00:", " 00:00:")).frame.tolist() == read(LISTING).frame.tolist()
    shifted = LISTING.replace(" 01:00:", " 10:00:")
    assert read(shifted).frame.tolist() == read(LISTING).frame.tolist()
    leader = (
        "001 A V C 00:00:00:00 00:00:10:00 00:59:50:00 01:00:00:00\n"
        "002 A V C 00:00:00:00 00:00:10:00 01:00:00:00 01:00:10:00\n"
    )
    with pytest.raises(WrongRelease, match="read it leniently"):
        read(leader)
    assert read(leader, options=ReadOptions(start="00:59:50:00")).frame.tolist() == [240]


@pytest.mark.parametrize("mark", [";", ","])
def test_drop_frame_in_both_spellings(mark):
    text = f"FCM: DROP FRAME\n001 A V C 00:00:00:00 00:01:00{mark}02 01:00:00{mark}00 01:01:00{mark}02\n"
    text += f"002 A V C 00:00:00:00 00:00:01{mark}00 01:01:00{mark}02 01:01:01{mark}02\n"
    assert read(text, NTSC).frame.tolist() == [1800]
    with pytest.raises(FormatError, match="drop-frame timecode, which there is none of at 24 frames"):
        read(text)


def test_drop_frame_that_only_the_head_of_the_list_tells():
    text = "001 A V C 00:00:00:00 00:01:00:02 01:00:00:00 01:01:00:02\n"
    text += "002 A V C 00:00:00:00 00:00:01:00 01:01:00:02 01:01:01:02\n"
    assert read(f"FCM: DROP FRAME\n{text}", NTSC).frame.tolist() == [1800]
    assert read(f"FCM: NON-DROP FRAME\n{text}", NTSC).frame.tolist() == [1802]
    assert read(text, NTSC).frame.tolist() == [1802]
    found = read(f"FCM: DROP FRAME\n{text}")
    assert (found.frame.tolist(), "none of at 24" in found.warnings[0]) == ([1442], True)


def test_a_field_mark_is_a_frame_all_the_same():
    text = (
        "001 A V C 00:00:00.00 00:00:01.00 01:00:00.00 01:00:01.00\n"
        "002 A V C 00:00:00.00 00:00:01.00 01:00:01.00 01:00:02.00\n"
    )
    assert read(text).frame.tolist() == [24]


def test_what_we_write_is_read_by_another_library():
    cuts = CutList.of([Cut(24), Cut(204, "dissolve", 192, 204), Cut(2000)], CLOCK)
    text = text_of(cuts, CLOCK, "edl", WriteOptions("EP01"))
    timeline = otio.adapters.read_from_string(text, "cmx_3600", rate=24)
    starts, now = [], 0
    for item in timeline.video_tracks()[0]:
        if isinstance(item, otio.schema.Transition):
            continue
        starts.append(now)
        now += int(item.duration().value)
    assert timeline.name == "EP01"
    assert (starts, now) == ([0, 24, 192, 2000], 3000)  # a dissolve belongs to the shot that comes


def test_what_another_library_writes_is_read():
    timeline = otio.schema.Timeline("ep01")
    track = otio.schema.Track("V", kind="Video")
    timeline.tracks.append(track)
    for n, length in enumerate([48, 30, 100]):
        span = otio.opentime.TimeRange(
            otio.opentime.RationalTime(0, 24), otio.opentime.RationalTime(length, 24)
        )
        track.append(otio.schema.Clip(f"shot {n}", source_range=span))
    text = otio.adapters.write_to_string(timeline, "cmx_3600", rate=24)
    assert read(text).frame.tolist() == [48, 78]


def test_the_file_says_what_its_record_frames_are():
    text = text_of(CutList.of([], CLOCK), CLOCK, "edl")
    assert "RECORD FRAMES ARE THE ORDINALS OF FRAMES AT 24 PER SECOND\n" in text
    ticks = CLOCK.pts.copy()
    ticks[100:] += 90000
    vfr = type(CLOCK).of_ticks(ticks, CLOCK.time_base, rate=CLOCK.rate)
    assert "THE RELEASE HAS A VARIABLE FRAME RATE" in text_of(CutList.of([], vfr), vfr, "edl")
    assert "taken for the ordinals" in read(LISTING, vfr).warnings[0]


def test_drop_frame_is_written_where_there_is_any():
    assert "FCM: DROP FRAME" in text_of(CutList.of([Cut(1800)], NTSC), NTSC, "edl", WriteOptions(drop=True))
    assert "FCM: NON-DROP FRAME" in text_of(CutList.of([], CLOCK), CLOCK, "edl", WriteOptions(drop=True))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("001 A V C 00:00:00:00 00:00:01:00 01:00:00:00\n", "no four timecodes"),
        (
            "001 A V C 00:00:00:00 00:00:01:00 01:00:00:24 01:00:02:00\n",
            "'01:00:00:24': frames go from 0 to 23",
        ),
        ("001 A V C 00:00:00:00 00:00:01:00 01:00:02:00 01:00:01:00\n", "comes before record-in"),
        ("001 A V X 00:00:00:00 00:00:01:00 01:00:00:00 01:00:01:00\n", "'X' is no type of edit"),
        ("001 A A C 00:00:00:00 00:00:01:00 01:00:00:00 01:00:01:00\n", "no event on a video channel"),
        ("001 A V\n", "is no event"),
    ],
)
def test_what_is_broken_is_told_with_its_line(text, why):
    with pytest.raises(FormatError, match=why):
        cuts_of(Document("ep01.edl", "TITLE: X\n" + text), CLOCK, "edl")


def test_an_edl_of_a_longer_film_is_of_another_release():
    with pytest.raises(WrongRelease, match="frame 204 lies outside 'BD ep01', which has frames 0 to 199"):
        read(LISTING, constant(200, rate=Fraction(24)))


def test_more_than_a_day_of_timecode_cannot_be_written():
    clock = type(CLOCK).of_ticks(range(0, 2592001 * 2, 2), Fraction(1, 60), rate=Fraction(30), name="long")
    with pytest.raises(
        FormatError, match="'long' cannot be written as CMX 3600 EDL: frame 2592001 lies after 24"
    ):
        text_of(CutList.of([], clock), clock, "edl")
