"""Bad input to the canvas is refused in words that name it, to the page and in Python; nothing is lost."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable

import numpy as np
import pytest

from animewidgets.annotations import Annotation, Kind, masks
from animewidgets.errors import AnnotationError, FrameOutsideMedia

from .browser_stub import StubbedCanvas
from .test_frame_canvas import BOX, TRIANGLE

GOOD = ("box", 5, BOX)
BOW_TIE = {"parts": [[[[10, 10], [90, 90], [90, 10], [10, 70]]]]}
#: The clip's pictures are of 320 by 180 pixels.
OTHER_MASK = masks.encode(np.ones((90, 160), bool)).to_json()

CASES = {
    "a box without width": (
        ("box", 3, {**BOX, "width": 0}),
        "face",
        "at least 1/256 of a pixel, got 0",
    ),
    "a box without any size": (
        ("box", 3, {"x": 9, "y": 9, "width": -4, "height": -4}),
        "face",
        "at least 1/256 of a pixel",
    ),
    "a polygon that crosses itself": (
        ("polygon", 3, BOW_TIE),
        "face",
        "edges cross each other near",
    ),
    "a mask of another size": (
        ("mask", 3, OTHER_MASK),
        "face",
        "the mask is of 160 × 90 pixels, the pictures are of 320 × 180",
    ),
    "an unknown category": (GOOD, "nobody", "category 'nobody' is not in schema"),
    "a shape that is no object": (("box", 3, {"left": 1}), "face", "geometry"),
    "a number that is none": (("box", 3, {**BOX, "x": "12"}), "face", "geometry.x"),
}


@pytest.fixture
def canvas(open_canvas: Callable[..., StubbedCanvas]) -> StubbedCanvas:
    opened = open_canvas()
    assert "refused" not in opened.draw(("polygon", 1, TRIANGLE))
    return opened


@pytest.mark.parametrize("name", CASES)
def test_the_page_is_told_and_nothing_is_lost(canvas: StubbedCanvas, name: str) -> None:
    shape, category, words = CASES[name]
    told = canvas.draw(GOOD, shape, category=category)
    assert words in told["refused"]["error"]["message"]
    assert told["refused"]["commit_id"]
    assert told["receipts"] == []
    assert list(canvas.annotations["geometry"]) == [TRIANGLE]
    # The canvas goes on.
    assert "refused" not in canvas.draw(GOOD)
    assert len(canvas.annotations) == 2


@pytest.mark.parametrize("name", CASES)
def test_python_is_told_and_nothing_is_saved(canvas: StubbedCanvas, name: str) -> None:
    (kind, frame, geometry), category, words = CASES[name]
    pts = int(canvas.media.index.pts[frame])
    good = Annotation("", Kind.BOX, pts, category="face", geometry=BOX)
    bad = Annotation("", Kind(kind), pts, category=category, geometry=geometry)
    with pytest.raises(AnnotationError) as refused:
        canvas.add([good, bad, good])
    assert words in str(refused.value)
    assert "annotations[1]" in str(refused.value)
    assert list(canvas.annotations["geometry"]) == [TRIANGLE]


def test_frames_outside_the_release_and_between_frames(canvas: StubbedCanvas) -> None:
    last = int(canvas.media.index.pts[-1])
    for tick in (-1, last + 10**6, int(canvas.media.index.pts[3]) + 1):
        edit = {
            "op": "create",
            "annotation_id": "00000000-0000-4000-8000-000000000001",
            "base_version": 0,
            "before": None,
            "after": {"kind": "box", "start_pts": tick, "geometry": BOX},
        }
        commit = {
            "commit_id": str(uuid.uuid4()),
            "action": "do",
            "reverts": None,
            "active_ms": 0,
            "tool": "canvas",
            "edits": [edit],
        }
        reply = canvas.ask(tick + 10**9, "store.commit", {"commits": [commit]})[0]
        assert f"box at tick {tick}" in reply["result"]["refused"]["error"]["message"]
        with pytest.raises(AnnotationError, match=rf"annotations\[0\]: box at tick {tick}"):
            canvas.add([Annotation("", Kind.BOX, tick, geometry=BOX)])
    with pytest.raises(FrameOutsideMedia):
        canvas.seek(60)
    assert len(canvas.annotations) == 1


@pytest.mark.parametrize(
    "params",
    [
        {},
        {"commits": []},
        {"commits": "all"},
        {"commits": [None]},
        {"commits": [{"commit_id": "no-id"}]},
        {
            "commits": [
                {
                    "commit_id": "x",
                    "action": "do",
                    "reverts": None,
                    "active_ms": 0,
                    "tool": "c",
                    "edits": [{}],
                }
            ]
        },
    ],
)
def test_malformed_messages_are_answered_and_nothing_is_written(canvas: StubbedCanvas, params: dict) -> None:
    [reply] = canvas.ask(7, "store.commit", params)[:1]
    error = reply["error"] if not reply["ok"] else reply["result"]["refused"]["error"]
    assert error["kind"] == "MalformedMessage"
    assert error["message"]
    assert len(canvas.annotations) == 1


def test_envelopes_that_are_none_leave_the_canvas_alive(canvas: StubbedCanvas) -> None:
    for nonsense in (
        None,
        5,
        "hello",
        [],
        {},
        {"type": "request"},
        {"type": "request", "id": "x", "method": 3},
    ):
        canvas.receive(nonsense)
    assert canvas.ask(8, "no.such.method")[0]["ok"] is False
    assert len(canvas.hello()["annotations"]) == 1


@pytest.mark.slow
def test_twenty_thousand_on_one_frame_open_and_can_be_worked_on(canvas: StubbedCanvas) -> None:
    rng = np.random.default_rng(5)
    pts = int(canvas.media.index.pts[7])
    crowd = [
        Annotation("", Kind.BOX, pts, category="face", geometry={"x": x, "y": y, "width": 6, "height": 4})
        for x, y in rng.integers(0, (310, 170), (20_000, 2)).tolist()
    ]
    assert len(set(canvas.add(crowd))) == 20_000
    began = time.perf_counter()
    hello = canvas.hello()
    assert time.perf_counter() - began < 60
    assert len(hello["annotations"]) == 20_001
    # What was put in is told once, and not again as something to undo.
    assert len(hello["history"]) == 1
    assert "refused" not in canvas.draw(("box", 7, BOX))
    assert len(canvas.hello()["history"]) == 2
