"""Shapes and tracks in the views, by the cases that the editor and the kernel read too."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from animewidgets.annotations import Annotation as Mark
from animewidgets.annotations import CategorySchema, Kind, Template, masks
from animewidgets.annotations.geometry import Box, geometry_of, mask_of, polygon_of, shape_at
from animewidgets.annotations.masks import Mask
from tests.store.conftest import Desk, create, new_id

CONTRACT = Path(__file__).resolve().parents[1] / "contract"
GEOMETRY = json.loads((CONTRACT / "geometry.json").read_text())
MASKS = json.loads((CONTRACT / "masks.json").read_text())
RELEASE = GEOMETRY["release"]
LABELS = Template("labels", 1, "Labels", tuple(Kind), CategorySchema("things", 1, ()))


@pytest.fixture
def desk(store) -> Desk:
    store.ensure_release(
        "bd",
        RELEASE["name"],
        time_base=Fraction(1, 24_000),
        pts=RELEASE["pts"],
        end_pts=RELEASE["end_pts"],
        frame_rate=Fraction(24_000, 1001),
        width=RELEASE["width"],
        height=RELEASE["height"],
    )
    store.ensure_project("labels", LABELS)
    return Desk(store, store.ensure_task("labels", "bd", LABELS))


def mark(kind: Kind, geometry, start: int = 0, end: int | None = None) -> Mark:
    return Mark(new_id(), kind, start, end, geometry=geometry)


def cells(desk: Desk, view: str, *columns: str) -> list[list[object]]:
    rows = desk.store.rows(view, desk.task)[list(columns)]
    return rows.astype(object).where(rows.notna(), None).values.tolist()


def test_boxes_come_in_pixels(desk):
    desk.do(
        create(mark(Kind.BOX, {"x": 1.5, "y": 2, "width": 10, "height": 4}, 1001)),
        create(mark(Kind.BOX, {"x": 1, "y": 2, "width": 10, "height": 4, "rotation": -30.5}, 2002)),
    )
    assert cells(desk, "boxes", "frame", "x", "y", "width", "height", "rotation") == [
        [1, 1.5, 2, 10, 4, 0],
        [2, 1, 2, 10, 4, -30.5],
    ]


def test_polygons_come_with_area_and_extent(desk):
    square = [[0, 0], [30, 0], [30, 20], [0, 20]]
    hole = [[5, 5], [5, 10], [10, 10], [10, 5]]
    desk.do(create(mark(Kind.POLYGON, {"parts": [[square, hole], [[[40, 2], [64, 2], [64, 36]]]]})))
    columns = ["parts", "holes", "vertices", "area", "x", "y", "width", "height"]
    assert cells(desk, "polygons", *columns) == [[2, 1, 11, 600 - 25 + 24 * 34 / 2, 0, 0, 64, 36]]


def test_the_area_of_an_outline_is_that_of_its_mask(desk):
    mask = mask_of(Box(10, 5, 20, 8, 30), RELEASE["height"], RELEASE["width"])
    desk.do(create(mark(Kind.MASK, mask.to_json())), create(mark(Kind.POLYGON, polygon_of(mask).to_json())))
    assert cells(desk, "masks", "scope") == [["instance"]]
    columns = ["area", "x", "y", "width", "height"]
    assert cells(desk, "masks", *columns) == cells(desk, "polygons", *columns)


def test_masks_are_measured_as_they_are_in_python(desk):
    expected = {}
    for case in MASKS["cases"]:
        made = mark(Kind.MASK, {"size": case["size"], "counts": case["counts"]})
        desk.do(create(made))
        extent = case["box"] if case["area"] else [None] * 4
        expected[made.annotation_id] = [case["area"], *extent, *case["size"]]
    columns = ["annotation_id", "area", "x", "y", "width", "height", "picture_height", "picture_width"]
    assert {str(name): cells for name, *cells in cells(desk, "masks", *columns)} == expected


def test_many_masks_of_1080p_are_measured_apart(desk):
    rng = np.random.default_rng(3)
    drawn = [
        mask_of(Box(*rng.uniform(0, 900, 2), *rng.uniform(1, 1000, 2), rng.uniform(-90, 90)), 1080, 1920)
        for _ in range(40)
    ]
    desk.do(*(create(mark(Kind.MASK, mask.to_json())) for mask in drawn))
    rows = desk.store.rows("masks", desk.task)
    assert len(rows) == 40
    for row in rows.itertuples():
        mask = Mask(row.picture_height, row.picture_width, row.counts)
        assert row.area == masks.area(mask)
        assert (row.x, row.y, row.width, row.height) == masks.bounding_box(mask)


def test_points_are_rows_and_keep_their_place_in_the_skeleton(desk):
    marked = [
        {"x": 3, "y": 4.5},
        None,
        {"x": 64, "y": 0, "occluded": True},
        {"x": 1, "y": 1, "negative": True},
    ]
    desk.do(create(mark(Kind.POINT, {"points": marked})))
    assert cells(desk, "points", "point", "x", "y", "negative", "occluded") == [
        [0, 3, 4.5, False, False],
        [2, 64, 0, False, True],
        [3, 1, 1, True, False],
    ]


def test_tracks_of_boxes_come_on_every_frame_on_which_they_are_seen(desk):
    tracks = {}
    for case in GEOMETRY["tracks"]:
        track = mark(Kind.TRACK, case["geometry"], case["start_pts"], case["end_pts"])
        desk.do(create(track))
        tracks[track.annotation_id] = track
    for name, kind, keys, outside in cells(
        desk, "tracks", "annotation_id", "shape_kind", "keys", "outside_keys"
    ):
        said = tracks[str(name)].geometry
        assert (kind, keys) == (said["kind"], len(said["keys"]))
        assert outside == sum(key.get("outside", False) for key in said["keys"])
    assert len(cells(desk, "track_keys", "pts")) == sum(
        len(track.geometry["keys"]) for track in tracks.values()
    )
    columns = ["pts", "origin", "occluded", "x", "y", "width", "height", "rotation"]
    shown: dict[str, list] = {name: [] for name in tracks}
    for name, *row in cells(desk, "track_boxes", "annotation_id", *columns):
        shown[str(name)].append(row)
    for name, track in tracks.items():
        expected = [
            [pts, one.source, one.occluded, box.x, box.y, box.width, box.height, pytest.approx(box.rotation)]
            for pts in RELEASE["pts"]
            if (one := shape_at(geometry_of(track), pts)) and isinstance(box := one.shape, Box)
        ]
        assert shown[name] == expected


def test_geometry_of_another_program_does_not_break_the_views(desk):
    odd = [
        {},
        {"x": "left"},
        {"parts": 3},
        {"parts": [[[[1]]]]},
        {"points": [1, "two", {"x": []}]},
        {"size": [0, 0], "counts": "0"},
        {"size": "big", "counts": "…PPPPPPPPPPPPPPPPPPPPPPPPPPPPoooooooo\u00e9"},
        {"counts": 5},
        {"kind": "box", "keys": [{}, 1, {"pts": "x", "shape": {"x": "y"}}]},
        {"keys": {"pts": 0}},
        None,
    ]
    for geometry in odd:
        for kind in (Kind.BOX, Kind.POLYGON, Kind.MASK, Kind.POINT):
            desk.do(create(mark(kind, geometry)))
        desk.do(create(mark(Kind.TRACK, geometry, 0, 2002)))
    for view in ("boxes", "polygons", "masks", "tracks"):
        assert len(desk.store.rows(view, desk.task)) == len(odd), view
    for view in ("points", "track_keys", "track_boxes"):
        desk.store.rows(view, desk.task)
