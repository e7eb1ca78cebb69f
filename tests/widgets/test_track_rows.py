"""Tracks frame by frame: which boxes somebody drew, and which were interpolated."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from .browser_stub import StubbedCanvas

BOX = {"x": 10, "y": 20, "width": 30, "height": 40}
TRIANGLE = {"parts": [[[[5, 6], [25, 6], [15, 30]]]]}


@pytest.fixture
def canvas(open_canvas: Callable[..., StubbedCanvas]) -> StubbedCanvas:
    return open_canvas()


def draw_track(
    canvas: StubbedCanvas, kind: str, *keys: tuple[int, dict | None, dict], **over: object
) -> dict:
    """What the browser sends: a frame, a shape or none, and what else each key says."""
    pts = canvas.media.index.pts
    told = [
        {"pts": int(pts[frame]), "shape": shape, "interpolation": "linear", **rest}
        | ({"outside": True} if shape is None else {})
        for frame, shape, rest in keys
    ]
    after = {
        "kind": "track",
        "start_pts": told[0]["pts"],
        "end_pts": int(pts[30]),
        "category": "face",
        "geometry": {"kind": kind, "keys": told},
        **over,
    }
    return canvas.create(after)


def test_every_frame_says_whether_somebody_drew_it(canvas: StubbedCanvas):
    flow = {"source": "flow", "score": 0.75}
    result = draw_track(
        canvas, "box", (10, BOX, {}), (14, {**BOX, "x": 50}, flow), (20, None, {}),
        attributes={"object": "hero"},
    )  # fmt: skip
    assert "refused" not in result
    rows = canvas.track_frames()
    assert list(rows["frame"]) == list(range(10, 20))
    assert list(rows["x"][:5]) == [10, 20, 30, 40, 50]
    assert list(rows["interpolated"]) == [False, True, True, True, False, *[True] * 5]
    assert list(rows["origin"]) == ["key", "linear", "linear", "linear", "key", *["hold"] * 5]
    assert list(rows["source"]) == ["human"] * 4 + ["flow"] * 6
    assert list(rows["score"][4:]) == [0.75] * 6
    assert set(rows["object"]) == {"hero"}
    assert canvas.track_frames([12, 99, 11, 12, 3])["frame"].tolist() == [11, 12]


def test_the_store_says_the_same_in_sql(canvas: StubbedCanvas):
    flow = {"source": "flow", "score": 0.75}
    draw_track(canvas, "box", (3, BOX, {"occluded": True}), (9, {**BOX, "x": 55.5, "width": 4}, {}))
    draw_track(canvas, "box", (8, BOX, {"interpolation": "hold"}), (16, {**BOX, "y": 0}, flow))
    ours = canvas.track_frames()
    theirs = canvas.store.rows("track_boxes", canvas.task_id)
    for name in ("frame", "pts", "x", "y", "width", "height", "rotation", "origin", "occluded"):
        by = ours.set_index(["annotation_id", "frame"]).sort_index().reset_index()[name]
        other = theirs.set_index(["annotation_id", "frame"]).sort_index().reset_index()[name]
        assert by.tolist() == pytest.approx(other.tolist()), name
    keys = canvas.store.rows("track_keys", canvas.task_id)
    assert keys["source"].tolist() == ["human", "human", "human", "flow"]
    assert keys["score"].tolist()[3] == 0.75
    assert keys["score"].isna().tolist() == [True, True, True, False]


def test_polygons_go_from_key_to_key_as_well_and_tracks_are_rows_of_the_annotations(canvas: StubbedCanvas):
    later = {"parts": [[[[x + 8, y] for x, y in TRIANGLE["parts"][0][0]]]]}
    draw_track(canvas, "polygon", (0, TRIANGLE, {}), (4, later, {}))
    rows = canvas.track_frames([2])
    assert rows.loc[0, "geometry"] == {"parts": [[[[9.0, 6.0], [29.0, 6.0], [19.0, 30.0]]]]}
    assert rows.loc[0, ["x", "y", "width", "height"]].tolist() == [9, 6, 20, 24]
    listed = canvas.annotations
    assert listed["kind"].tolist() == ["track"]
    assert listed.loc[0, "geometry"]["keys"][1]["shape"] == later
    assert listed.loc[0, "end_pts"] == canvas.media.index.pts[30]


def test_no_tracks_give_the_same_columns(canvas: StubbedCanvas):
    empty = canvas.track_frames()
    draw_track(canvas, "box", (0, BOX, {}))
    assert len(empty) == 0
    assert list(empty.columns) == list(canvas.track_frames().columns)


def test_an_object_has_a_name(canvas: StubbedCanvas):
    for object_, word in [("", "1 to 100"), (7, "expected a string")]:
        result = draw_track(canvas, "box", (0, BOX, {}), attributes={"object": object_})
        assert word in result["refused"]["error"]["message"]
