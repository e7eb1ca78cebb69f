"""The alignment editor's kernel half: two releases, one map, and a browser that is the test."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from animewidgets.demo.clips import make_clip
from animewidgets.errors import FrameOutsideMedia, MapOfOthers, NotAMediaFile, SameRelease
from animewidgets.store import Store
from animewidgets.timebase import Span
from animewidgets.timemaps import Piece, TimeMap, read_patch, write_patch
from animewidgets.timemaps.edits import At, Confirm
from animewidgets.widgets.alignment_editor import AlignmentEditor
from animewidgets.widgets.person import PERSON_VARIABLE

from .browser_stub import StubbedBrowser

AT = {"side": "source", "tick": 1000}


class Stubbed(StubbedBrowser, AlignmentEditor):
    """An alignment editor whose browser is the test."""

    def step(self, kind: str = "edit", **edit: object) -> dict[str, Any]:
        params: dict[str, object] = {"step_id": str(uuid.uuid4()), "kind": kind}
        if edit:
            params["edit"] = edit
        return self.asked("map.step", params)

    def asked(self, method: str, params: object = None) -> dict[str, Any]:
        answer: dict[str, Any] = self.ask(uuid.uuid4().int % 2**50, method, params)[0]
        return answer

    def events(self, name: str) -> list[dict[str, Any]]:
        return [one["data"] for one, _ in self.sent if one["type"] == "event" and one["event"] == name]


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two clips that count as two releases of one episode: 60 frames, and 72."""
    folder = tmp_path_factory.mktemp("media")
    make_clip(folder / "tv.mp4", frames=60, gop=25)
    make_clip(folder / "bd.mp4", frames=72, gop=25)
    return folder / "tv.mp4", folder / "bd.mp4"


@pytest.fixture
def open_editor(clips: tuple[Path, Path], tmp_path: Path) -> Iterator[Callable[..., Stubbed]]:
    opened: list[Stubbed] = []

    def make(**options: object) -> Stubbed:
        opened.append(Stubbed(*clips, store=tmp_path / "store.duckdb", **options))
        return opened[-1]

    yield make
    for one in opened:
        one.close()


def shifted(editor: AlignmentEditor, by: int = 0) -> TimeMap:
    """All of the first clip in the second one."""
    end = editor.a.index.end_pts
    return TimeMap(
        editor.a.time_base,
        editor.b.time_base,
        (Piece(Span(0, end), Span(by, end + by), confidence=0.4),),
        editor.a.release_id,
        editor.b.release_id,
    )


def test_hello_tells_of_both_releases(open_editor: Callable[..., Stubbed]) -> None:
    editor = open_editor()
    message, buffers = editor.ask(1, "hello")
    told = message["result"]
    assert [told[side]["release"]["frame_count"] for side in "ab"] == [60, 72]
    assert told["a"]["buffers"] + told["b"]["buffers"] == len(buffers)
    assert len(np.frombuffer(buffers[told["a"]["buffers"]], "<i8")) == 72
    assert told["map"] is None
    assert told["can_align"]
    assert "opening" in told["roles"]
    # Each side's pictures by its prefix.
    for side, last in (("a", 59), ("b", 71)):
        shown = editor.asked(f"{side}.media.thumbnails", {"ordinals": [last], "height": 36})
        assert shown["ok"], shown
    assert editor.asked("a.media.thumbnails", {"ordinals": [71], "height": 36})["error"]["kind"] == (
        "FrameOutsideMedia"
    )


def test_steps_are_rows_and_a_reload_finds_them(
    open_editor: Callable[..., Stubbed], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PERSON_VARIABLE, "mika")
    editor = open_editor()
    editor.asked("map.load", {"text": write_patch(shifted(editor))})
    tick = editor.a.index.pts[1] - editor.a.index.pts[0]
    done = editor.step(op="nudge", at=AT, by=int(tick))
    assert done["result"]["step"] == 1
    assert done["result"]["map"]["pieces"][1]["target"][0] == tick
    editor.step(op="confirm", at=AT)
    editor.step("undo")
    again = open_editor().hello()
    assert [one["kind"] for one in again["steps"]] == ["edit", "edit", "undo"]
    assert {one["person"] for one in again["steps"]} == {"mika"}
    match = next(one for one in again["map"]["pieces"] if one["source"] and one["target"])
    assert (match["status"], match["author"], match["target"][0]) == ("edited", "mika", tick)
    base = next(one for one in again["base"]["pieces"] if one["source"] and one["target"])
    assert base["target"][0] == 0


def test_the_first_step_may_be_an_anchor_where_nobody_aligned(open_editor: Callable[..., Stubbed]) -> None:
    editor = open_editor()
    pts = editor.a.index.pts
    editor.step(op="anchor", source=int(pts[10]), target=int(pts[15]))
    assert editor.time_map.apply(int(pts[20])) == int(pts[25])
    assert [(one.source, one.target) for one in editor.anchors] == [(int(pts[10]), int(pts[15]))]
    assert editor.hello()["anchors"] == [{"source": int(pts[10]), "target": int(pts[15])}]


@pytest.mark.parametrize(
    ("params", "kind", "told"),
    [
        ({"kind": "edit"}, "MalformedMessage", "step_id is the identity"),
        ({"step_id": "x", "kind": "undo"}, "MapEditRefused", "nothing of"),
        ({"step_id": str(uuid.UUID(int=5)), "kind": "paint"}, "MalformedMessage", "not 'paint'"),
        ({"step_id": str(uuid.UUID(int=5)), "kind": "edit"}, "MalformedMessage", "has an edit"),
        (
            {"step_id": str(uuid.UUID(int=5)), "kind": "edit", "edit": {"op": "burn"}},
            "MalformedMessage",
            "got 'burn'",
        ),
        (
            {"step_id": str(uuid.UUID(int=5)), "kind": "edit", "edit": {"op": "nudge", "at": AT, "by": 1.5}},
            "MalformedMessage",
            "by: expected an integer",
        ),
        (
            {
                "step_id": str(uuid.UUID(int=5)),
                "kind": "edit",
                "edit": {"op": "confirm", "at": {"side": "source", "tick": 10**9}},
            },
            "MapEditRefused",
            "no piece at tick 1000000000",
        ),
        (
            {
                "step_id": str(uuid.UUID(int=5)),
                "kind": "edit",
                "person": "somebody else",
                "edit": {"op": "confirm", "at": AT},
            },
            "MalformedMessage",
            "'person' is no parameter",
        ),
    ],
)
def test_what_makes_no_sense_is_refused_and_leaves_nothing(
    open_editor: Callable[..., Stubbed], params: object, kind: str, told: str
) -> None:
    editor = open_editor()
    answer = editor.asked("map.step", params)
    assert answer["error"]["kind"] == kind
    assert told in answer["error"]["message"]
    assert editor.hello()["map"] is None


def test_a_patch_of_others_or_a_broken_one_changes_nothing(open_editor: Callable[..., Stubbed]) -> None:
    editor = open_editor()
    before = editor.edit(Confirm(At("source", 1000)))
    other = replace(shifted(editor), target_release="web")
    for text, kind in (
        (write_patch(other), "MapOfOthers"),
        (write_patch(shifted(editor))[:-20], "CorruptPatch"),
        (write_patch(shifted(editor, 10**9)), "MapOfOthers"),
        (7, "MalformedMessage"),
    ):
        assert editor.asked("map.load", {"text": text})["error"]["kind"] == kind
    # Nor is there a way round by a step.
    for patch in (other, shifted(editor, 10**9)):
        refused = editor.step(op="proposed", patch=json.loads(write_patch(patch)))
        assert refused["error"]["kind"] == "MapOfOthers"
    assert editor.time_map == before


def test_the_map_is_handed_out_as_a_file(open_editor: Callable[..., Stubbed]) -> None:
    editor = open_editor()
    editor.edit({"op": "anchor", "source": 0, "target": 0})
    given = editor.asked("map.patch")["result"]
    assert read_patch(given["text"]) == editor.time_map
    assert given["name"] == "tv-to-bd.patch.json"
    pytest.importorskip("opentimelineio")
    assert json.loads(editor.asked("map.otio")["result"]["text"])["OTIO_SCHEMA"]


def test_python_and_page_see_one_map(open_editor: Callable[..., Stubbed]) -> None:
    editor = open_editor()
    editor.edit({"op": "anchor", "source": 0, "target": 0})
    assert len(editor.events("map.changed")) == 1
    assert editor.undo() != editor.redo()
    assert editor.hello()["map"]["pieces"] == editor.events("map.changed")[-1]["map"]["pieces"]


def test_a_patch_from_the_other_side_is_turned_round(open_editor: Callable[..., Stubbed]) -> None:
    editor = open_editor()
    editor.asked("map.load", {"text": write_patch(shifted(editor).inverted())})
    assert editor.time_map.apply(1000) == 1000


def test_aligning_keeps_what_people_did(open_editor: Callable[..., Stubbed]) -> None:
    editor = open_editor()
    pts = editor.a.index.pts
    editor.edit({"op": "anchor", "source": int(pts[10]), "target": int(pts[12])})
    assert editor.asked("map.align")["ok"]
    with editor.arrived:
        assert editor.arrived.wait_for(
            lambda: editor.events("align.done") or editor.events("align.failed"), timeout=60
        )
    (done,) = editor.events("align.done")
    assert done["step"] == 2
    assert editor.time_map.apply(int(pts[10])) == int(pts[12])
    assert editor.anchors
    assert editor.asked("map.cancel")["result"] == {"running": False}


def test_what_cannot_be_aligned_is_told(clips: tuple[Path, Path], tmp_path: Path) -> None:
    a, b = clips
    store = tmp_path / "store.duckdb"
    with pytest.raises(SameRelease, match="'tv' and 'tv' are the same release"):
        AlignmentEditor(a, a, store=store)
    picture = tmp_path / "frames"
    picture.mkdir()
    from PIL import Image

    Image.new("RGB", (32, 18)).save(picture / "A0001.png")
    with pytest.raises(NotAMediaFile, match="is images"):
        AlignmentEditor(picture, b, store=store)
    with pytest.raises(FrameOutsideMedia, match="frame 60 lies outside"):
        AlignmentEditor(a, b, store=store, frame=60)
    with Store.open(store) as opened, AlignmentEditorOf(a, b, opened) as editor:
        other = replace(shifted(editor), source_release="vhs")
    with pytest.raises(MapOfOthers, match="source is the release 'vhs'"):
        AlignmentEditor(a, b, store=store, time_map=other)


class AlignmentEditorOf:
    """An editor for as long as it is needed."""

    def __init__(self, a: Path, b: Path, store: Store) -> None:
        self.editor = AlignmentEditor(a, b, store=store)

    def __enter__(self) -> AlignmentEditor:
        return self.editor

    def __exit__(self, *_: object) -> None:
        self.editor.close()
