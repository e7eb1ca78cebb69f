"""The kernel's half of the frame canvas: its task, its categories, what it refuses, what it gives back."""

from __future__ import annotations

import pytest

from animewidgets.annotations import CUT_TIMING, DRAWN_THINGS, FRAME_SHAPES, Category
from animewidgets.errors import FrameOutsideMedia
from animewidgets.widgets import frame_canvas
from animewidgets.widgets.frame_canvas import with_categories

BOX = {"x": 10, "y": 20, "width": 30.5, "height": 40}
TRIANGLE = {"parts": [[[[5, 6], [25, 6], [15, 30]]]]}
POINTS = {"points": [{"x": 3, "y": 4, "negative": True}, None, {"x": 9, "y": 2}]}


def test_what_is_drawn_comes_back_as_columns(open_canvas):
    canvas = open_canvas()
    assert "refused" not in canvas.draw(("point", 9, POINTS), ("box", 7, BOX), ("polygon", 7, TRIANGLE))
    rows = canvas.annotations
    assert list(rows["frame"]) == [7, 7, 9]
    assert list(rows["kind"]) == ["box", "polygon", "point"]
    assert list(rows["start_pts"]) == [int(canvas.media.index.pts[n]) for n in (7, 7, 9)]
    assert set(rows["category_name"]) == {"Face"}
    places = rows[["x", "y", "width", "height", "rotation"]].to_numpy().tolist()
    assert places == [[10, 20, 30.5, 40, 0], [5, 6, 20, 24, 0], [3, 2, 6, 2, 0]]
    assert list(rows["geometry"]) == [BOX, TRIANGLE, POINTS]


def test_an_empty_canvas_has_the_same_columns(open_canvas):
    canvas = open_canvas()
    empty = canvas.annotations
    canvas.draw(("box", 0, BOX))
    assert len(empty) == 0
    assert list(empty.columns) == list(canvas.annotations.columns)


@pytest.mark.parametrize(
    ("shape", "word"),
    [
        (("box", 3, {"x": 10, "y": 20, "width": 99_999, "height": 1}), "outside the picture"),
        (("box", 3, {"x": 10, "y": 20, "width": 0, "height": 1}), "width"),
        (("polygon", 3, {"parts": [[[[0, 0], [9, 9], [9, 0], [0, 5]]]]}), "cross"),
        (("mask", 3, {"size": [2, 2], "counts": "04"}), "2 × 2 pixels, the pictures are of"),
        (("cut", 3, None), "takes no 'cut'"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_written(open_canvas, shape, word):
    canvas = open_canvas()
    refused = canvas.draw(("box", 1, BOX), shape)["refused"]
    assert word in refused["error"]["message"]
    assert len(canvas.annotations) == 0


def test_all_canvases_of_a_project_work_on_the_same_shapes(open_canvas, clip, tmp_path, monkeypatch):
    canvas = open_canvas()
    assert canvas.hello()["tools"] == ["box", "polygon", "mask", "point", "tag"]
    canvas.draw(("polygon", 3, TRIANGLE))
    boxes = open_canvas(tools=["box"])
    assert boxes.task_id == canvas.task_id
    hello = boxes.hello()
    assert hello["tools"] == ["box"]
    assert [one["kind"] for one in hello["annotations"]] == ["polygon"]
    for name, tool in [("BoxCanvas", "box"), ("PolygonCanvas", "polygon"), ("PointCanvas", "point")]:
        thin = getattr(frame_canvas, name)(clip, store=canvas.store, frame=5)
        assert (thin.task_id, thin._tools, thin.frame) == (canvas.task_id, (tool,), 5)
        thin.close()


def test_names_become_categories_with_keys_and_colours_and_a_task_of_their_own(open_canvas):
    canvas = open_canvas(categories=["Character", "Left hand", *(f"Prop {n}" for n in range(9))])
    told = canvas.hello()["categories"]
    assert told[1] == {
        "category_id": "left-hand",
        "name": "Left hand",
        "colour": "#56b4e9",
        "hotkey": "2",
        "parent": None,
    }
    assert [one["hotkey"] for one in told[8:]] == ["9", None, None]
    assert canvas.task_id != open_canvas().task_id
    canvas.draw(("box", 3, BOX), category="left-hand")
    assert list(canvas.annotations["category_name"]) == ["Left hand"]
    again = open_canvas(categories=["Character", "Left hand", *(f"Prop {n}" for n in range(9))])
    assert again.task_id == canvas.task_id


def test_categories_that_cannot_be_told_apart_are_refused():
    assert with_categories(FRAME_SHAPES, DRAWN_THINGS).template_id == "frame-shapes/drawn-things"
    with pytest.raises(ValueError, match="names that differ"):
        with_categories(FRAME_SHAPES, ["Face", "face"])
    with pytest.raises(ValueError, match="none"):
        with_categories(FRAME_SHAPES, [])
    with pytest.raises(ValueError, match="letter or digit"):
        with_categories(FRAME_SHAPES, ["…"])
    own = with_categories(FRAME_SHAPES, [Category("a", "A", "#112233"), "B"])
    assert [one.category_id for one in own.categories] == ["a", "b"]


def test_tools_that_there_are_not_are_refused_before_anything_opens(open_canvas, tmp_path):
    with pytest.raises(ValueError, match="not 'lasso'"):
        open_canvas(tools=["lasso"])
    with pytest.raises(ValueError, match="at least one"):
        open_canvas(tools=[])
    with pytest.raises(ValueError, match="takes no 'box'"):
        open_canvas(tools=["box"], template=CUT_TIMING)
    assert not (tmp_path / "store.duckdb").exists()
    with pytest.raises(FrameOutsideMedia):
        open_canvas(frame=60)
