"""The editor's Python half: what it proposes, which subtitles it shows, what it reads back from the store."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from animewidgets.annotations import Annotation, Commit, Edit, Kind, Op
from animewidgets.errors import AnimeWidgetsError, FrameOutsideMedia
from animewidgets.timebase import seconds
from animewidgets.widgets.candidate_layers import LAYER_COLOURS
from animewidgets.widgets.timeline_editor import TimelineEditor

from .browser_stub import StubbedBrowser

SOURCE = "ab" * 32


class StubbedEditor(StubbedBrowser, TimelineEditor):
    def events(self, name: str) -> list[dict]:
        return [content["data"] for content, _ in self.sent if content.get("event") == name]


@dataclass(frozen=True)
class Line:
    line: int
    start_pts: int
    end_pts: int
    text: str
    style: str = ""
    speaker: str = ""


@dataclass(frozen=True)
class Track:
    source: str = SOURCE
    name: str = "ep01.en.ass"
    format: str = "ass"
    language: str | None = "en"
    lines: tuple[Line, ...] = field(default=(Line(0, 10, 900, "Run!"), Line(2, 901, 2000, "Sato,\nwait!")))


@pytest.fixture
def open_editor(clip: Path, tmp_path: Path):
    opened: list[StubbedEditor] = []

    def make(**options) -> StubbedEditor:
        opened.append(StubbedEditor(clip, store=tmp_path / "store.duckdb", **options))
        return opened[-1]

    yield make
    for editor in opened:
        editor.close()


@pytest.fixture
def editor(open_editor):
    return open_editor()


class TestProposing:
    def test_several_layers_stand_beside_each_other(self, editor):
        pts = editor.media.index.pts.tolist()
        editor.propose([40, 20], scores=[0.5, 0.9], layer="hash")
        editor.propose([30], layer="adaptive", colour="#123ABC", threshold=0.4)
        hello = editor.hello()
        assert hello["candidates"] == [
            {"pts": pts[20], "score": 0.9, "layer": "hash"},
            {"pts": pts[40], "score": 0.5, "layer": "hash"},
            {"pts": pts[30], "score": 1.0, "layer": "adaptive"},
        ]
        assert hello["layers"] == [
            {"name": "hash", "colour": LAYER_COLOURS[0], "threshold": 0.0},
            {"name": "adaptive", "colour": "#123abc", "threshold": 0.4},
        ]
        assert [(layer.name, layer.count) for layer in editor.layers] == [("hash", 2), ("adaptive", 1)]
        assert editor.events("candidates")[-1] == {key: hello[key] for key in ("candidates", "layers")}

    def test_gradual_ones_come_with_their_mixed_frames(self, editor):
        pts = editor.media.index.pts.tolist()
        editor.propose([20, 40, 55], kinds=["cut", "dissolve", "fade-out"], spans=[None, (30, 40), (50, 60)])
        assert editor.hello()["candidates"][1:] == [
            {
                "pts": pts[40],
                "score": 1.0,
                "layer": "proposed",
                "kind": "dissolve",
                "from_pts": pts[30],
                "until_pts": pts[40],
            },
            {
                "pts": pts[55],
                "score": 1.0,
                "layer": "proposed",
                "kind": "fade-out",
                "from_pts": pts[50],
                "until_pts": editor.media.index.end_pts,
            },
        ]

    def test_a_layer_that_is_proposed_again_keeps_its_colour_and_threshold(self, editor):
        editor.propose([20], layer="hash", colour="#123456", threshold=0.4)
        editor.propose([25, 30], layer="hash")
        [layer] = editor.layers
        assert (layer.colour, layer.threshold, layer.count) == ("#123456", 0.4, 2)

    def test_layers_are_cleared_one_by_one_or_all(self, editor):
        for name in ("a", "b", "c"):
            editor.propose([20], layer=name)
        assert len({layer.colour for layer in editor.layers}) == 3
        editor.clear("b")
        assert [layer.name for layer in editor.layers] == ["a", "c"]
        with pytest.raises(KeyError, match="no layer 'b' of candidates; there is 'a', 'c'"):
            editor.clear("b")
        editor.clear()
        assert editor.events("candidates")[-1] == {"candidates": [], "layers": []}

    @pytest.mark.parametrize(
        ("arguments", "error", "words"),
        [
            ({"frames": [20, 60]}, FrameOutsideMedia, "candidate 60 lies outside"),
            ({"frames": [20, 30], "scores": [1]}, ValueError, "2 frames, but 1 scores"),
            ({"frames": [20], "kinds": ["cut", "cut"]}, ValueError, "1 frames, but 2 kinds"),
            ({"frames": [20], "spans": []}, ValueError, "1 frames, but 0 spans"),
            ({"frames": [20], "kinds": "iris"}, ValueError, "unknown kind 'iris': take one of 'cut'"),
            ({"frames": [20], "spans": [(10, 20)]}, ValueError, "hard cut and has no span"),
            (
                {"frames": [20], "kinds": "wipe", "spans": [(20, 20)]},
                FrameOutsideMedia,
                r"\[20, 20\) is empty",
            ),
            ({"frames": [20], "kinds": "wipe", "spans": [(20, 61)]}, FrameOutsideMedia, "outside 'ep01"),
            ({"frames": [20], "kinds": "wipe", "spans": [(30, 40)]}, ValueError, "outside its own span"),
            (
                {"frames": [20], "scores": [float("nan")]},
                ValueError,
                "candidate 20 must be a finite",
            ),
            ({"frames": [20], "colour": "red"}, ValueError, "#rrggbb, not 'red'"),
            ({"frames": [20], "threshold": float("inf")}, ValueError, "finite"),
            ({"frames": [20], "layer": ""}, ValueError, "1 to 100 characters"),
        ],
    )
    def test_what_makes_no_sense_changes_nothing(self, editor, arguments, error, words):
        editor.propose([25])
        with pytest.raises(error, match=words):
            editor.propose(**arguments)
        assert len(editor.hello()["candidates"]) == 1
        assert len(editor.events("candidates")) == 1


class TestSubtitles:
    def test_an_editor_without_them_says_so(self, editor):
        assert editor.hello()["subtitles"] == []

    def test_hello_names_the_tracks_and_the_lines_come_when_asked_for(self, open_editor):
        editor = open_editor(subtitles=[Track(), Track(name="the same once more")])
        assert editor.hello()["subtitles"] == [
            {"source": SOURCE, "name": "ep01.en.ass", "format": "ass", "language": "en", "count": 2}
        ]
        lines = editor.ask(2, "subtitles.lines", {"source": SOURCE})[0]["result"]["lines"]
        assert lines[1] == {
            "line": 2,
            "start_pts": 901,
            "end_pts": 2000,
            "text": "Sato,\nwait!",
            "style": "",
            "speaker": "",
        }

    def test_a_file_is_read_in_ticks_of_the_release(self, open_editor, tmp_path):
        file = tmp_path / "ep01.en.srt"
        file.write_text("1\n00:00:00,500 --> 00:00:01,250\nRun!\n")
        editor = open_editor(subtitles=[file])
        [track] = editor.hello()["subtitles"]
        assert (track["name"], track["format"], track["count"]) == ("ep01.en.srt", "srt", 1)
        [line] = editor.ask(2, "subtitles.lines", {"source": track["source"]})[0]["result"]["lines"]
        at = [seconds(line[edge], editor.media.time_base) for edge in ("start_pts", "end_pts")]
        assert at == pytest.approx([0.5, 1.25], abs=0.001)
        assert line["text"] == "Run!"

    @pytest.mark.parametrize("source", ["cd" * 32, "/etc/passwd", None, ["x"]])
    def test_no_other_source_is_read(self, open_editor, source):
        editor = open_editor(subtitles=[Track()])
        reply, _ = editor.ask(2, "subtitles.lines", {"source": source})
        assert reply["error"]["kind"] == "MalformedMessage"

    def test_what_is_neither_path_nor_track_is_refused(self, open_editor):
        with pytest.raises(TypeError, match="paths or tracks, not int"):
            open_editor(subtitles=[7])
        with pytest.raises(AnimeWidgetsError, match=r"none\.ass"):
            open_editor(subtitles=["/nowhere/none.ass"])


def test_segments_and_lines_are_read_back_as_tables(editor):
    pts = editor.media.index.pts.tolist()
    lane, line = {"lane": "music"}, {"lane": "subtitles", "source": SOURCE, "line": 2}
    made = [
        Annotation(
            "6c1f0a52-7d0c-4c6f-9a4e-1b2c3d4e5f60",
            Kind.SEGMENT,
            pts[3],
            pts[9],
            category="titles",
            attributes=lane,
        ),
        Annotation(
            "0f8fad5b-d9cb-469f-a165-70867728950e", Kind.TEXT, pts[3] + 1, pts[9] + 1, attributes=line
        ),
    ]
    edits = tuple(Edit(Op.CREATE, one.annotation_id, 0, None, one) for one in made)
    editor.store.commit(Commit("3b241101-e2bb-4255-8caf-4136c566a962", editor.task_id, "mikoto", edits))
    segments = editor.segments[["lane", "start_frame", "end_frame", "category"]]
    assert segments.values.tolist() == [["music", 3, 9, "titles"]]
    assert editor.lines[["line", "start_frame", "end_frame"]].values.tolist() == [[2, 4, 10]]
    assert editor.cuts.empty
    assert editor.shots[["start_frame", "end_frame"]].values.tolist() == [[0, 60]]


class TestFilesAndShots:
    def test_the_cuts_of_another_program_are_shown_as_candidates(self, editor, tmp_path):
        keys = tmp_path / "keys.txt"
        keys.write_text("# keyframe format v1\nfps 0\n0\n20\n41\n")
        assert editor.propose_file(keys) == 2
        shown = editor.hello()
        pts = editor.media.index.pts
        assert [one["pts"] for one in shown["candidates"]] == [int(pts[20]), int(pts[41])]
        assert [layer["name"] for layer in shown["layers"]] == ["aegisub"]

    def test_a_file_that_is_none_changes_nothing(self, editor, tmp_path):
        odd = tmp_path / "odd.bin"
        odd.write_bytes(bytes(range(256)))
        with pytest.raises(AnimeWidgetsError, match=r"odd\.bin"):
            editor.propose_file(odd)
        assert editor.layers == ()

    def test_a_browser_has_shots_found_and_hears_how_far_it_is(self, editor, monkeypatch, tmp_path):
        monkeypatch.setenv("ANIMEWIDGETS_CACHE", str(tmp_path / "cache"))
        result = editor.ask(7, "shots.find")[0]["result"]
        assert result["damaged"] == 0
        assert editor.layers[0].name == "shots"
        assert editor.layers[0].count == result["count"]
        assert editor.events("candidates")[-1]["layers"][0]["name"] == "shots"
        for told in editor.events("progress"):
            assert told["what"] == "shots"
            assert 0 <= told["done"] <= told["total"]

    def test_shots_that_were_found_before_are_there_at_once(self, editor, open_editor, monkeypatch, tmp_path):
        monkeypatch.setenv("ANIMEWIDGETS_CACHE", str(tmp_path / "cache"))
        assert not editor.show_known_shots()
        count = len(editor.find_shots())
        later = open_editor()
        assert later.show_known_shots()
        assert later.layers[0].count == count
