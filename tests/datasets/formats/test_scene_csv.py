"""PySceneDetect's lists and statistics, as it writes them itself."""

from __future__ import annotations

import itertools
from fractions import Fraction

import pytest
import scenedetect
from scenedetect.output import write_scene_list

from animewidgets.datasets.formats import Cut, CutList, cuts_of, read_cuts, text_of
from animewidgets.datasets.formats.base import ReadOptions
from animewidgets.datasets.text import Document
from animewidgets.demo.clip_matrix import MATRIX
from animewidgets.errors import FormatError, WrongRelease
from animewidgets.media import open_media
from tests.datasets.clocks import constant

CLOCK = constant(300)
HEADER = "Scene Number,Start Frame,Start Timecode,Start Time (seconds),End Frame\n"


def read(text: str, clock=CLOCK, name="scenes.csv", **options):
    return cuts_of(Document(name, text), clock, **options)


def scene_list(path, cuts, count, rate, *, first_row):
    def at(frame):
        return scenedetect.FrameTimecode(frame, rate)

    edges = [0, *cuts, count]
    scenes = [(at(a), at(b)) for a, b in itertools.pairwise(edges)]
    with path.open("w") as file:
        write_scene_list(file, scenes, include_cut_list=first_row)
    return path.read_text()


@pytest.mark.parametrize("first_row", [True, False])
def test_a_list_of_pyscenedetect_with_and_without_its_first_row(tmp_path, first_row):
    text = scene_list(tmp_path / "s.csv", [24, 77, 250], 300, 24000 / 1001, first_row=first_row)
    found = read(text)
    assert (found.source, found.frame.tolist(), found.warnings) == ("csv", [24, 77, 250], ())


def test_pyscenedetect_finds_and_we_read_on_a_real_clip(tmp_path, shared_media):
    path = shared_media("sintel_trailer_480x204.mp4")
    stats = scenedetect.StatsManager()
    scenes = scenedetect.detect(
        str(path), scenedetect.ContentDetector(), stats_file_path=str(tmp_path / "st.csv")
    )
    del stats
    with (tmp_path / "s.csv").open("w") as file:
        write_scene_list(file, scenes)
    with open_media(path) as media:
        found = read_cuts(tmp_path / "s.csv", media)
        peaks = read_cuts(tmp_path / "st.csv", media)
    assert found.frame.tolist() == [start.frame_num for start, _ in scenes[1:]]
    assert {398, 573, 623, 660} <= set(found.frame.tolist())
    assert peaks.source == "scene-stats"
    assert {398, 573, 623, 660} <= set(peaks.frame.tolist())
    assert all(0.5 <= score < 1 for score in peaks.score)


def test_pyscenedetects_numbers_are_no_ordinals_on_a_variable_rate(tmp_path):
    """A clip of 120 frames: what PySceneDetect numbers 54 is frame 33, and we find it by its time."""
    path = MATRIX["mkv-vfr"].write(tmp_path)
    video = scenedetect.open_video(str(path), backend="pyav")
    places = []
    while video.read() is not False:
        places.append(video.position)
    chosen = [10, 21, 33, 47]
    edges = [places[0], *(places[n] for n in chosen), places[-1]]
    with (tmp_path / "s.csv").open("w") as file:
        write_scene_list(file, list(itertools.pairwise(edges)))
    rows = [
        f"{one.frame_num + 1},{one.get_timecode()},{60.0 * (n in chosen)}" for n, one in enumerate(places)
    ]
    (tmp_path / "stats.csv").write_text("\n".join(["Frame Number,Timecode,content_val", *rows]))
    with open_media(path) as media:
        assert [place.frame_num for place in edges[1:-1]] != chosen
        assert read_cuts(tmp_path / "s.csv", media).frame.tolist() == chosen
        assert read_cuts(tmp_path / "stats.csv", media).frame.tolist() == chosen


def test_on_a_variable_rate_the_times_count_and_not_the_numbers():
    steps = [1500, 7500] * 100  # every second frame is held five times as long
    pts = [sum(steps[:n]) for n in range(200)]
    clock = type(CLOCK).of_ticks(pts, Fraction(1, 90000), rate=Fraction(20), name="VFR")
    assert not clock.constant
    cuts = [11, 50, 121]
    rows = [HEADER.rstrip()]
    for n, frame in enumerate([0, *cuts], 1):
        seconds = float(clock.seconds(frame))
        rows.append(f"{n},{round(seconds * 20) + 1},,{seconds:.3f},9")
    found = read("\n".join(rows), clock)
    assert found.frame.tolist() == cuts
    assert "the times are taken" in found.warnings[0]
    # Older versions counted frames, whatever the rate; then numbers and times are one thing.
    rows = [HEADER.rstrip(), *(f"{n},{f + 1},,{f / 20:.3f},9" for n, f in enumerate([0, *cuts], 1))]
    assert read("\n".join(rows), clock).frame.tolist() == cuts


def test_other_separators_and_quotes():
    text = HEADER.replace(",", ";") + '1;1;"00:00:00";0.0;24\n2;25;"a; b";1.001;99\n'
    assert read(text).frame.tolist() == [24]


def test_our_list_is_bound_to_its_release():
    clock = constant(300)
    text = text_of(
        CutList.of([Cut(24), Cut(70, "wipe", 60, 70, 0.5, "the door, opened")], clock), clock, "csv"
    )
    assert list(read(text)) == [Cut(24), Cut(70, "wipe", 60, 70, 0.5, "the door, opened")]
    with pytest.raises(
        WrongRelease, match="line 3: frame 24 lies at tick 90090, but in 'BD ep01' at tick 86400"
    ):
        read(text, constant(300, rate=Fraction(25)))


def test_statistics_with_another_threshold():
    rows = [
        "Frame Number,Timecode,content_val,delta_lum",
        *(f"{n},x,{v},0" for n, v in enumerate([0, 9, 40, 8, 20, 3], 1)),
    ]
    text = "\n".join(rows)
    assert read(text).frame.tolist() == [2]
    found = read(text, options=ReadOptions(threshold=10))
    assert found.frame.tolist() == [2, 4]
    assert found.score.tolist() == pytest.approx([0.8, 2 / 3])


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (HEADER + "1,0,,0.0,9\n", "line 2: '0' is no start frame"),
        (HEADER + "1,x,,0.0,9\n", "line 2: 'x' is no start frame"),
        (HEADER + '1,"1,,0.0,9\n', "line 2: the row is broken"),
        ("Scene Number,Start Time\n1,2\n", "has no column 'Start Frame'"),
        ("Frame Number,Timecode,brightness\n1,x,2\n", "no column holds a measure"),
        ("Frame Number,Timecode,content_val\n1,x,much\n", "line 2: content_val 'much' is no number"),
        ("Frame NumberTimecode,content_val\n1,2\n", "has no column 'Frame Number'"),
        ("Frame Number,Timecode,content_val\n", "no row below the header"),
    ],
)
def test_what_is_broken_is_told_with_its_line(text, why):
    with pytest.raises(FormatError, match=why):
        read(text)
