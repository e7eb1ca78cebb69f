"""Geometry that annotations hold: what is taken, what is refused, and what tracks show between keys."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from animewidgets import errors
from animewidgets.annotations import (
    Annotation,
    CategorySchema,
    Edit,
    Kind,
    Op,
    ReleaseBounds,
    Template,
    check_annotation,
    masks,
)
from animewidgets.annotations.geometry import (
    Box,
    Interpolation,
    Key,
    Point,
    Points,
    Polygon,
    Track,
    geometry_of,
    mask_of,
    polygon_of,
    shape_at,
)
from animewidgets.annotations.geometry.crossings import first_crossing
from animewidgets.annotations.masks import Mask
from tests.annotations.shapes import SHAPE_KINDS, SHAPES, SIZE, bitmaps, boxes, polygons, tracks

CONTRACT = Path(__file__).resolve().parent.parent / "contract"
GEOMETRY = json.loads((CONTRACT / "geometry.json").read_text())
MASKS = json.loads((CONTRACT / "masks.json").read_text())

RELEASE = GEOMETRY["release"]
FRAMES = RELEASE["pts"]
BOUNDS = ReleaseBounds(
    RELEASE["name"], np.array(FRAMES, np.int64), RELEASE["end_pts"], RELEASE["width"], RELEASE["height"]
)
EVERYTHING = Template("all", 1, "All", tuple(Kind), CategorySchema("s", 1, ()))


def named(cases):
    return pytest.mark.parametrize("case", cases, ids=[case["name"] for case in cases])


def annotation(kind: str | Kind, geometry, start: int = 0, end: int | None = None) -> Annotation:
    attributes = {"lane": "one"} if kind == "segment" else {}
    return Annotation("a", Kind(kind), start, end, geometry=geometry, attributes=attributes)


def check(of: Annotation, bounds: ReleaseBounds = BOUNDS) -> None:
    check_annotation(of, template=EVERYTHING, bounds=bounds)


def of_case(case: dict) -> Annotation:
    return annotation(case["kind"], case["geometry"], case["start_pts"], case["end_pts"])


def drawn(case: dict) -> np.ndarray:
    """The bitmap of a case, by its rows or its boxes."""
    if "rows" in case:
        return np.array([[pixel == "#" for pixel in row] for row in case["rows"]])
    bitmap = np.zeros(case["size"], np.bool_)
    for x, y, width, height in case["boxes"]:
        bitmap[y : y + height, x : x + width] ^= True
    return bitmap


@named(GEOMETRY["valid"])
def test_geometry_that_makes_sense_is_taken_and_reads_back_the_same(case):
    given_one = of_case(case)
    check(given_one)
    if given_one.geometry is not None:
        shape = geometry_of(given_one)
        assert json.loads(json.dumps(shape.to_json())) == case["geometry"]


@named(GEOMETRY["invalid"])
def test_geometry_that_breaks_a_rule_is_refused_and_named(case):
    with pytest.raises(getattr(errors, case["error"])) as refusal:
        check(of_case(case))
    assert type(refusal.value).__name__ == case["error"]
    assert case["message"] in str(refusal.value)
    assert str(refusal.value).startswith("annotation.geometry")


@named(GEOMETRY["tracks"])
def test_a_track_shows_on_each_frame_what_the_editor_shows(case):
    track = geometry_of(annotation("track", case["geometry"], case["start_pts"], case["end_pts"]))
    for tick, expected in case["at"]:
        seen = shape_at(track, tick)
        if expected is None:
            assert seen is None
            continue
        assert seen.shape.to_json() == expected["shape"]
        assert (seen.source, seen.occluded) == (expected["source"], expected["occluded"])
        assert seen.interpolated == (expected["source"] != "key")


@named(GEOMETRY["drawn"])
def test_a_shape_takes_the_pixels_whose_centres_lie_inside(case):
    mask = mask_of(geometry_of(annotation(case["kind"], case["geometry"])), *case["size"])
    assert masks.decode(mask).tolist() == drawn(case).tolist()


@named(MASKS["cases"])
def test_masks_have_exactly_these_bytes(case):
    mask = masks.encode(drawn(case))
    assert mask == Mask(*case["size"], case["counts"])
    assert (masks.decode(mask) == drawn(case)).all()
    assert (masks.area(mask), list(masks.bounding_box(mask))) == (case["area"], case["box"])


@named(MASKS["changes"])
def test_masks_are_changed_and_combined_to_exactly_these_bytes(case):
    before, after, changed, both, either, less = (
        Mask(*case["size"], case[name]) for name in ("before", "after", "changed", "both", "either", "less")
    )
    assert masks.xor(before, after) == changed
    assert masks.xor(before, changed) == after
    assert masks.xor(after, changed) == before
    assert masks.intersection(before, after) == both
    assert masks.union(before, after) == either
    assert masks.difference(before, after) == less


@named(MASKS["odd"])
def test_masks_that_others_write_otherwise_are_read(case):
    mask = Mask(*case["size"], case["counts"])
    assert masks.decode(mask).tolist() == drawn(case).tolist()
    assert masks.xor(mask, Mask.empty(*case["size"])).counts == case["canonical"]


@named(MASKS["corrupt"])
def test_damaged_masks_are_refused_in_words(case):
    with pytest.raises(errors.CorruptMask) as refusal:
        masks.decode(Mask(*case["size"], case["counts"]))
    assert case["message"] in str(refusal.value)


@given(st.sampled_from(SHAPE_KINDS).flatmap(lambda kind: st.tuples(st.just(kind), SHAPES[kind])))
def test_a_shape_survives_json_unchanged(drawn_one):
    kind, geometry = drawn_one
    check(annotation(kind, geometry))
    shape = geometry_of(annotation(kind, geometry))
    again = json.loads(json.dumps(shape.to_json()))
    assert geometry_of(annotation(kind, again)) == shape


@given(tracks(FRAMES), st.sampled_from(FRAMES))
def test_a_track_shows_its_keys_and_between_them_nothing_that_lies_outside_the_picture(geometry, tick):
    given_one = annotation("track", geometry, FRAMES[0], BOUNDS.end_pts)
    check(given_one)
    track = geometry_of(given_one)
    assert geometry_of(annotation("track", track.to_json(), FRAMES[0], BOUNDS.end_pts)) == track
    seen = shape_at(track, tick)
    before = max((key for key in track.keys if key.pts <= tick), key=lambda key: key.pts)
    assert (seen is None) == before.outside
    if seen is None:
        return
    assert seen.interpolated == (tick != before.pts)
    if seen.source != "linear":
        assert seen.shape == before.shape
    check(annotation(track.kind, seen.shape.to_json()))


@given(
    st.sampled_from(SHAPE_KINDS).flatmap(lambda kind: st.tuples(st.just(kind), SHAPES[kind], SHAPES[kind]))
)
def test_an_edit_of_a_shape_has_an_exact_inverse(drawn_pair):
    kind, before, after = drawn_pair
    edit = Edit(Op.UPDATE, "a", 1, annotation(kind, before), annotation(kind, after))
    assert edit.inverse().after.geometry == before
    assert edit.inverse().inverse().after.geometry == after
    if kind is Kind.MASK:
        one, other = geometry_of(edit.before), geometry_of(edit.after)
        changed = masks.xor(one, other)
        assert masks.xor(one, changed).to_json() == after
        assert masks.xor(other, changed).to_json() == before


@given(bitmaps)
def test_the_outline_of_a_mask_gives_the_same_mask_and_is_a_polygon_that_may_be_stored(bitmap):
    mask = masks.encode(bitmap)
    outline = polygon_of(mask)
    assert mask_of(outline, *SIZE) == mask
    check(annotation("polygon", outline.to_json()))


@given(boxes().filter(lambda box: not box.get("rotation")))
def test_an_upright_box_is_the_polygon_of_its_corners(geometry):
    box = geometry_of(annotation("box", geometry))
    assert mask_of(box, *SIZE) == mask_of(Polygon(((box.corners(),),)), *SIZE)
    assert abs(masks.area(mask_of(box, *SIZE)) - box.width * box.height) <= box.width + box.height + 1


def vertices(polygon: Polygon) -> int:
    return sum(len(ring) for rings in polygon.parts for ring in rings)


@given(polygons)
def test_a_thinned_outline_stays_near_the_mask(geometry):
    mask = mask_of(geometry_of(annotation("polygon", geometry)), *SIZE)
    if masks.area(mask) < 30:
        return
    thin = polygon_of(mask, tolerance=1.0)
    assert vertices(thin) <= vertices(polygon_of(mask))
    assert masks.iou(mask_of(thin, *SIZE), mask) > 0.5
    assert all(first_crossing(rings) is None for rings in thin.parts)


def crosses_by_hand(ring: list[tuple[float, float]]) -> bool:
    def side(a, b, p):
        return np.sign((b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]))

    edges = list(zip(ring, ring[1:] + ring[:1], strict=True))
    return any(
        side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0
        for n, (a, b) in enumerate(edges)
        for c, d in edges[:n]
    )


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=3, max_size=12))
def test_every_crossing_is_found_and_none_is_invented(ring):
    assert (first_crossing([ring]) is not None) == crosses_by_hand(ring)


def test_a_hatched_polygon_of_all_vertices_is_checked_at_once_and_one_more_is_refused():
    def comb(count: int) -> dict:
        teeth = [[60 * (n % 2) + 1, 1 + n * 0.003] for n in range(count - 1)]
        return {"parts": [[[*teeth, [0, 0]]]]}

    check(annotation("polygon", comb(10_000)))
    with pytest.raises(errors.MalformedMessage, match="expected 3 to 10000 elements, got 10001"):
        check(annotation("polygon", comb(10_001)))
    halves = {"parts": [comb(6_000)["parts"][0], comb(6_000)["parts"][0]]}
    with pytest.raises(errors.MalformedMessage, match="at most 10000 vertices in all"):
        check(annotation("polygon", halves))


@pytest.mark.parametrize(
    ("attributes", "says"),
    [
        ({"scope": "shot"}, r"attributes\.scope: expected one of 'instance', 'semantic', got 'shot'"),
        ({"z_order": 1.5}, r"attributes\.z_order: expected an integer, got 1\.5"),
    ],
)
def test_a_mask_says_whether_it_is_one_thing_and_what_it_lies_in_front_of(attributes, says):
    mask = next(case for case in GEOMETRY["valid"] if case["kind"] == "mask")
    check(replace(of_case(mask), attributes={"scope": "semantic", "z_order": -2}))
    with pytest.raises(errors.MalformedMessage, match=says):
        check(replace(of_case(mask), attributes=attributes))


def test_nothing_is_placed_in_pictures_of_unknown_size():
    sound = ReleaseBounds("a radio play", np.array([0], np.int64), 10)
    with pytest.raises(errors.MalformedMessage, match="the size of its pictures is not known"):
        check(annotation("box", {"x": 0, "y": 0, "width": 1, "height": 1}), sound)


def test_a_mask_of_4k_noise_is_longer_than_a_label_may_be():
    noise = np.random.default_rng(0).integers(0, 2, (2160, 3840), np.uint8)
    bounds = ReleaseBounds("4k", np.array([0], np.int64), 10, 3840, 2160)
    with pytest.raises(errors.MalformedMessage, match="characters, got"):
        check(annotation("mask", masks.encode(noise).to_json()), bounds)
    check(
        annotation("mask", masks.encode(noise * (np.arange(3840) < 400)[None].astype(np.uint8)).to_json()),
        bounds,
    )


def test_a_picture_of_30000_pixels_square_holds_a_mask():
    mask = mask_of(Box(29_000.5, 100, 900, 29_900), 30_000, 30_000)
    bounds = ReleaseBounds("scan", np.array([0], np.int64), 10, 30_000, 30_000)
    check(annotation("mask", mask.to_json()), bounds)
    assert masks.bounding_box(mask) == (29_000, 100, 900, 29_900)


def test_a_mask_that_marks_nothing_has_no_outline():
    with pytest.raises(ValueError, match="no pixel"):
        polygon_of(Mask.empty(4, 4))
    with pytest.raises(ValueError, match="nothing is left"):
        polygon_of(masks.encode(np.eye(1, dtype=np.bool_)), tolerance=5)


def test_a_track_made_in_python_is_the_json_that_is_stored():
    track = Track(
        Kind.POINT,
        (
            Key(0, Points((Point(1, 2), None)), Interpolation.LINEAR, occluded=True),
            Key(2002, None, Interpolation.HOLD),
        ),
        3003,
    )
    assert track.to_json() == {
        "kind": "point",
        "keys": [
            {
                "pts": 0,
                "shape": {"points": [{"x": 1, "y": 2}, None]},
                "interpolation": "linear",
                "occluded": True,
            },
            {"pts": 2002, "shape": None, "interpolation": "hold", "outside": True},
        ],
    }
    assert geometry_of(annotation("track", track.to_json(), 0, 3003)) == track
