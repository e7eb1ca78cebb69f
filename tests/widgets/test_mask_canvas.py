"""Masks through the kernel's half of the canvas: task, columns, differences, annotations in and out."""

from __future__ import annotations

import uuid
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from animewidgets.annotations import FRAME_SHAPES, Annotation, Kind, masks
from animewidgets.annotations.geometry import polygon_of
from animewidgets.widgets.frame_canvas import MaskCanvas

from .browser_stub import StubbedBrowser


class StubbedMaskCanvas(StubbedBrowser, MaskCanvas):
    pass


@pytest.fixture
def open_canvas(clip: Path, tmp_path: Path):
    opened: list[StubbedMaskCanvas] = []

    def make(**options) -> StubbedMaskCanvas:
        opened.append(StubbedMaskCanvas(clip, store=tmp_path / "store.duckdb", **options))
        return opened[-1]

    yield make
    for canvas in opened:
        canvas.close()


@pytest.fixture
def canvas(open_canvas):
    return open_canvas()


def bitmap_of(canvas, *boxes: tuple[int, int, int, int]) -> np.ndarray:
    bitmap = np.zeros((canvas.media.info.height, canvas.media.info.width), np.bool_)
    for x, y, width, height in boxes:
        bitmap[y : y + height, x : x + width] = True
    return bitmap


def test_a_mask_canvas_paints_masks_on_the_task_of_all_shapes(canvas):
    hello = canvas.hello()
    assert hello["tools"] == ["mask"]
    assert Kind.MASK in FRAME_SHAPES.kinds
    assert (
        FRAME_SHAPES.version == 1
    )  # the same task as before there were masks: nothing drawn is lost from it


def test_a_stroke_told_by_what_it_changes_makes_the_whole_mask_and_its_box(canvas):
    before = masks.encode(bitmap_of(canvas, (10, 20, 30, 40)))
    after = masks.encode(bitmap_of(canvas, (10, 20, 30, 40), (35, 50, 50, 20)))
    identity = str(uuid.uuid4())
    state = {
        "kind": "mask",
        "start_pts": int(canvas.media.index.pts[4]),
        "category": "face",
        "attributes": {},
    }
    canvas.commit(
        {
            "op": "create", "annotation_id": identity, "base_version": 0, "before": None,
            "after": {**state, "geometry": before.to_json()},
        }
    )  # fmt: skip
    told = canvas.commit(
        {
            "op": "update", "annotation_id": identity, "base_version": 1,
            "before": state, "after": state, "xor": masks.xor(before, after).to_json(),
        }
    )  # fmt: skip
    assert "refused" not in told
    (row,) = canvas.annotations.to_dict(orient="records")
    assert row["geometry"] == after.to_json()
    assert [row[name] for name in ("x", "y", "width", "height", "frame")] == [10, 20, 75, 50, 4]


def test_annotations_go_in_and_come_out_unchanged_to_the_byte(open_canvas, canvas):
    mask = masks.encode(bitmap_of(canvas, (3, 4, 50, 60), (20, 20, 5, 5)))
    rows = pd.DataFrame(
        [
            {"kind": "mask", "frame": 3, "geometry": mask.to_json(), "category": "face", "comment": "whose?",
             "attributes": {"scope": "semantic", "z_order": -2}, "uncertain": True},
            {"kind": "polygon", "frame": 3, "geometry": polygon_of(mask).to_json(), "category": None},
            {"kind": "box", "frame": 9, "geometry": {"x": 1.25, "y": 2, "width": 3, "height": 4}},
            {"kind": "point", "frame": 9, "geometry": {"points": [{"x": 5, "y": 6}, None]}},
        ]
    )  # fmt: skip
    canvas.add(rows)
    first = canvas.annotations
    assert len(first) == 4
    again = open_canvas(project="the same once more")
    identities = again.add(first)
    second = again.annotations
    assert set(identities) == set(map(str, second["annotation_id"]))
    same = [name for name in first.columns if name not in ("annotation_id", "created", "version")]
    tables = [frame[same].astype(object).where(frame[same].notna(), None) for frame in (first, second)]
    order = ["start_pts", "kind"]
    told = [frame.sort_values(order).to_dict(orient="records") for frame in tables]
    assert told[0] == told[1]
    (stored,) = (row["geometry"]["counts"] for row in told[1] if row["kind"] == "mask")
    assert stored == mask.to_json()["counts"]
    assert again.sent[-1][0]["event"] == "changed"


def test_annotations_go_in_as_annotations_too(canvas):
    mask = masks.encode(bitmap_of(canvas, (3, 4, 50, 60)))
    pts = int(canvas.media.index.pts[7])
    one = Annotation("mine", Kind.MASK, pts, geometry=mask.to_json(), attributes={"z_order": 3}, score=0.5)
    canvas.add([one])
    (row,) = canvas.annotations.to_dict(orient="records")
    assert (row["attributes"], row["score"], row["frame"]) == ({"z_order": 3}, 0.5, 7)
    assert row["geometry"] == mask.to_json()
    assert str(row["annotation_id"]) != "mine"


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(bitmap=arrays(np.bool_, (12, 16), elements=st.booleans()).filter(lambda one: one.any()))
def test_any_mask_comes_back_with_the_same_bytes(canvas, bitmap):
    whole = bitmap_of(canvas)
    whole[5:17, 7:23] = bitmap
    mask = masks.encode(whole)
    pts = int(canvas.media.index.pts[2])
    (identity,) = canvas.add([Annotation("", Kind.MASK, pts, geometry=mask.to_json())])
    rows = canvas.annotations
    (stored,) = rows[rows["annotation_id"].map(str) == identity]["geometry"]
    assert stored == mask.to_json()
