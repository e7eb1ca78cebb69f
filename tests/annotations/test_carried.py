"""Labels of a disc come to the broadcast: cuts, spans, shapes, tracks and sounds."""

from __future__ import annotations

import uuid
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from animewidgets.annotations import JSON, Annotation, Kind, ReleaseBounds, masks
from animewidgets.annotations.carried import CarriedAnnotation, Place, carry_annotation, carry_annotations
from animewidgets.annotations.geometry import (
    Box,
    Interpolation,
    Key,
    Point,
    Points,
    Polygon,
    Shape,
    Track,
    check_geometry,
    geometry_of,
)
from animewidgets.annotations.geometry.mapped import mapped
from animewidgets.annotations.masks import Mask
from animewidgets.timebase import Span
from animewidgets.timemaps import Axis, Outcome, PictureMap, Piece, TimeMap
from tests.timemaps.maps import BD, BD_TO_TV, TV

DISC = Place("bd", BD, 640, 360)
#: The broadcast is letterboxed: the disc's picture at three quarters, 60 pixels below the top.
BROADCAST = Place("tv", TV, 480, 390)
SHRUNK = PictureMap(0.75, 0.75, 0, 60)
LETTERBOXED = replace(BD_TO_TV, picture=SHRUNK)


def label(kind: Kind, start: int, end: int | None = None, **more: object) -> Annotation:
    made = Annotation(str(uuid.UUID(int=7)), kind, start, end)
    return replace(made, **more)  # type: ignore[arg-type]  # the tests name fields of it


def carry(annotation: Annotation, time_map: TimeMap = LETTERBOXED) -> CarriedAnnotation:
    carried = carry_annotation(annotation, time_map, DISC, BROADCAST)
    bounds = ReleaseBounds("tv", TV.pts, TV.end_pts, BROADCAST.width, BROADCAST.height)
    for part in carried.parts:
        check_geometry(part, "part", bounds)  # what comes out is fit to be saved
    assert bool(carried.why) == (carried.outcome is not Outcome.EXACT)
    return carried


def drawn(shape: Shape, start: int = 4) -> Annotation:
    kinds = {Box: Kind.BOX, Polygon: Kind.POLYGON, Mask: Kind.MASK, Points: Kind.POINT}
    return label(kinds[type(shape)], start, geometry=shape.to_json())


def test_a_cut_comes_to_the_first_frame_of_its_shot_and_again_to_the_same_one() -> None:
    carried = carry(label(Kind.CUT, 2160, category="x", comment="odd"))
    (cut,) = carried.parts
    assert (cut.start_pts, cut.category, cut.comment) == (3600, "x", "odd")
    assert carry(label(Kind.CUT, 2160)).parts[0].annotation_id == cut.annotation_id
    assert cut.annotation_id != str(uuid.UUID(int=7))


def test_a_dissolve_takes_its_mixed_frames_along_and_becomes_a_hard_cut_where_they_are_torn() -> None:
    def dissolve(start: int, cut: int, end: int) -> Annotation:
        told: dict[str, JSON] = {"transition": "dissolve", "from_pts": start, "until_pts": end}
        return label(Kind.CUT, cut, attributes=told)

    (whole,) = carry(dissolve(100, 108, 108)).parts
    assert whole.attributes == {"transition": "dissolve", "from_pts": 575, "until_pts": 585}
    torn = carry(dissolve(2150, 2164, 2164))
    assert (torn.outcome, torn.parts[0].attributes) == (Outcome.DOUBTFUL, {"transition": "cut"})


def test_what_lies_in_the_removed_shot_is_unmapped() -> None:
    for one in (
        label(Kind.CUT, 4350),
        drawn(Box(1, 2, 3, 4), 4350),
        label(Kind.SEGMENT, 4330, 4390, attributes={"lane": "a"}),
        label(Kind.AUDIO_EVENT, 4331, 4391, attributes={"lane": "a"}),
    ):
        carried = carry(one)
        assert (carried.outcome, carried.parts, carried.confidence) == (Outcome.UNMAPPED, (), 0.0)


def test_a_segment_over_the_sponsor_card_comes_in_two_parts() -> None:
    carried = carry(label(Kind.SEGMENT, 2152, 2168, attributes={"lane": "story"}))
    assert carried.outcome is Outcome.SPLIT
    assert [(one.start_pts, one.end_pts) for one in carried.parts] == [(3140, 3150), (3600, 3610)]
    assert len({one.annotation_id for one in carried.parts}) == 2


def test_sounds_go_along_the_lines_between_frames() -> None:
    carried = carry(label(Kind.AUDIO_EVENT, 1, 7, attributes={"lane": "dialogue"}))
    assert [(one.start_pts, one.end_pts) for one in carried.parts] == [(451, 459)]  # 450 + 1.25, + 8.75
    assert carried.outcome is Outcome.EXACT


@pytest.mark.parametrize(
    ("shape", "there"),
    [
        (Box(100, 40, 80, 20), Box(75, 90, 60, 15)),
        (Box(100, 40, 80, 20, 30), Box(75, 90, 60, 15, 30)),
        (Points((Point(0, 0, negative=True), None)), Points((Point(0, 60, negative=True), None))),
        (Polygon(((((0, 0), (40, 0), (0, 40)),),)), None),
    ],
)
def test_shapes_come_to_where_the_other_picture_shows_them(shape: Shape, there: Shape | None) -> None:
    carried = carry(drawn(shape))
    assert carried.outcome is Outcome.EXACT
    found = geometry_of(carried.parts[0])
    if there is None:
        assert isinstance(found, Polygon)
        assert found.parts == ((((0, 60), (30, 60), (0, 90)),),)
    else:
        assert found == there
    assert carried.parts[0].start_pts == 455


def test_a_mask_is_what_the_source_has_at_the_middle_of_each_pixel() -> None:
    bitmap = np.zeros((360, 640), dtype=bool)
    bitmap[100:200, 300:420] = True
    found = geometry_of(carry(drawn(masks.encode(bitmap))).parts[0])
    assert isinstance(found, Mask)
    there = masks.decode(found).astype(bool)
    assert there.shape == (390, 480)
    assert there[135:210, 225:315].all()
    assert there.sum() == 75 * 90


def test_what_is_cropped_away_is_cut_off_and_says_so() -> None:
    cropped = replace(BD_TO_TV, picture=PictureMap(1, 1, -100, 0))
    cut = carry(drawn(Box(50, 10, 100, 20)), cropped)
    assert (cut.outcome, geometry_of(cut.parts[0])) == (Outcome.DOUBTFUL, Box(0, 10, 50, 20))
    gone = carry(drawn(Box(10, 10, 50, 20)), cropped)
    assert (gone.outcome, gone.parts) == (Outcome.UNMAPPED, ())
    bitmap = np.zeros((360, 640), dtype=bool)
    bitmap[100:200, 90:120] = True
    assert carry(drawn(masks.encode(bitmap)), cropped).outcome is Outcome.DOUBTFUL
    bitmap[:, :101] = False
    assert carry(drawn(masks.encode(bitmap)), cropped).outcome is Outcome.EXACT
    tilted = carry(drawn(Box(80, 10, 100, 20, 45)), cropped)
    assert tilted.outcome is Outcome.DOUBTFUL


def test_pictures_of_other_sizes_without_a_word_of_how_they_correspond_are_doubtful() -> None:
    carried = carry(drawn(Box(0, 0, 640, 360)), BD_TO_TV)
    assert (carried.outcome, geometry_of(carried.parts[0])) == (Outcome.DOUBTFUL, Box(0, 0, 480, 390))


def test_a_track_over_the_sponsor_card_becomes_two_that_begin_where_it_was_by_then() -> None:
    keys = (
        Key(2140, Box(0, 0, 40, 40), Interpolation.LINEAR),
        Key(2180, Box(80, 0, 40, 40), Interpolation.LINEAR, source="flow", score=0.5),
        Key(2190, None, Interpolation.HOLD),
    )
    whole = Track(Kind.BOX, keys, 2200)
    carried = carry(label(Kind.TRACK, 2140, 2200, geometry=whole.to_json()))
    assert carried.outcome is Outcome.SPLIT
    first, second = (geometry_of(one) for one in carried.parts)
    assert isinstance(first, Track)
    assert isinstance(second, Track)
    assert [key.pts for key in first.keys] == [3125]
    assert [(key.pts, key.shape) for key in second.keys] == [
        (3600, Box(30, 60, 30, 30)),  # half-way, at three quarters
        (3625, Box(60, 60, 30, 30)),
        (3637, None),
    ]
    assert (second.keys[1].source, second.keys[1].score) == ("flow", 0.5)
    assert [(one.start_pts, one.end_pts) for one in carried.parts] == [(3125, 3150), (3600, 3650)]


def test_a_redrawn_shot_keeps_its_labels_and_says_that_they_may_not_fit() -> None:
    one = Piece(Span(0, 4400), Span(0, 4400), flags=frozenset({"picture_changed"}))  # type: ignore[arg-type]
    carried = carry(drawn(Box(1, 1, 9, 9)), TimeMap(Fraction(1), Fraction(1), (one,), picture=SHRUNK))
    assert (carried.outcome, carried.why) == (Outcome.CHANGED, "the picture was drawn anew")


numbers = st.floats(0, 300)
boxes = st.builds(Box, numbers, numbers, st.floats(1, 300), st.floats(1, 50))


@given(boxes, st.floats(0.5, 2), st.floats(0.5, 2), st.floats(-300, 300), st.floats(-300, 300))
def test_a_box_there_is_the_box_around_the_polygon_there(
    box: Box, across: float, down: float, x: float, y: float
) -> None:
    picture = PictureMap(across, down, x, y)
    as_box, as_polygon = (
        mapped(one, picture, 480, 390) for one in (box, Polygon(((tuple(box.corners()),),)))
    )
    if as_box.shape is None or as_polygon.shape is None:
        return
    assert isinstance(as_box.shape, Box)
    assert isinstance(as_polygon.shape, Polygon)
    points = np.array(as_polygon.shape.parts[0][0])
    around = (*points.min(axis=0), *points.max(axis=0))
    far = (as_box.shape.x + as_box.shape.width, as_box.shape.y + as_box.shape.height)
    assert around == pytest.approx((as_box.shape.x, as_box.shape.y, *far), abs=1e-6)
    assert as_box.whole == as_polygon.whole


@given(st.integers(0, 4399), boxes)
def test_along_the_map_that_changes_nothing_nothing_changes(tick: int, box: Box) -> None:
    same = TimeMap(Fraction(1), Fraction(1), (Piece(Span(0, 4400), Span(0, 4400)),))
    place = Place("bd", Axis(np.arange(4400), 4400), 640, 360)
    carried = carry_annotation(drawn(box, tick), same, place, place)
    assert carried.outcome is Outcome.EXACT
    assert replace(carried.parts[0], annotation_id="") == replace(drawn(box, tick), annotation_id="")


def test_many_labels_come_to_the_same_places_as_one_at_a_time() -> None:
    box, dissolve = Box(10, 10, 50, 50), {"transition": "dissolve", "from_pts": 100, "until_pts": 108}
    labels = [
        *(label(Kind.CUT, at) for at in (0, 2159, 2160, 4319, 4320)),
        label(Kind.CUT, 108, attributes=dissolve),
        *(drawn(box, at) for at in (4, 2200, 4399)),
        *(label(Kind.TAG, start, end) for start, end in ((3, 90), (2100, 2200), (4300, 4390), (4330, 4400))),
        label(Kind.AUDIO_EVENT, 2100, 2200),
        label(Kind.TRACK, 0, 50, geometry=Track(Kind.BOX, (Key(0, box, Interpolation.HOLD),), 50).to_json()),
    ]
    labels = [replace(one, annotation_id=str(uuid.UUID(int=n))) for n, one in enumerate(labels)]
    assert carry_annotations(labels, LETTERBOXED, DISC, BROADCAST) == [carry(one) for one in labels]
    assert carry_annotations([], LETTERBOXED, DISC, BROADCAST) == []
