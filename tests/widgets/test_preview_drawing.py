"""Shapes drawn over a picture: where their lines are, to the pixel, and where nothing is drawn."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from animewidgets.annotations import masks
from animewidgets.annotations.geometry import Box, Point, Points, Polygon
from animewidgets.widgets.preview_drawing import Mark, draw_marks

GREY = np.full((120, 200, 3), 100, np.uint8)
RED = (255, 0, 0)


def is_red(picture):
    return (picture == RED).all(axis=2)


def changed(picture):
    return (picture != GREY).any(axis=2)


def test_the_line_of_a_box_covers_the_pixel_on_either_side_of_its_edges():
    red = is_red(draw_marks(GREY, [Mark(Box(50, 30, 80, 40), RED)]))
    row, column = np.flatnonzero(red[50]), np.flatnonzero(red[:, 90])
    assert row.tolist() == [49, 50, 129, 130]
    assert column.tolist() == [29, 30, 69, 70]


def test_half_as_high_a_picture_has_the_box_at_half_the_place():
    small = GREY[::2, ::2]
    red = is_red(draw_marks(small, [Mark(Box(50, 30, 80, 40), RED)], 0.5))
    assert np.flatnonzero(red[25]).tolist() == [24, 25, 64, 65]


def test_a_dark_rim_parts_the_line_from_whatever_is_below():
    white = np.full_like(GREY, 255)
    drawn = draw_marks(white, [Mark(Box(50, 30, 80, 40), (255, 255, 255))])
    assert drawn[50, 48].max() < 120
    assert (drawn[50, 49] == 255).all()


def test_the_picture_that_was_given_stays_as_it_was():
    before = GREY.copy()
    draw_marks(GREY, [Mark(Box(50, 30, 80, 40), RED, "face")])
    assert (before == GREY).all()


def test_what_lies_between_the_rings_of_a_polygon_is_tinted_and_its_hole_is_not():
    outer = ((20.0, 20.0), (180.0, 20.0), (180.0, 100.0), (20.0, 100.0))
    hole = ((80.0, 40.0), (120.0, 40.0), (120.0, 80.0), (80.0, 80.0))
    drawn = draw_marks(GREY, [Mark(Polygon(((outer, hole),)), RED)])
    assert drawn[60, 50, 0] > 100 > drawn[60, 50, 1]
    assert not changed(drawn)[60, 100]
    assert not changed(drawn)[10, 10]


def test_a_mask_is_tinted_on_exactly_its_pixels_with_its_rim_in_full_colour():
    bitmap = np.zeros((120, 200), np.bool_)
    bitmap[40:80, 60:140] = True
    drawn = draw_marks(GREY, [Mark(masks.encode(bitmap), RED)])
    assert is_red(drawn)[40, 60:140].all()
    assert not is_red(drawn)[39].any()
    assert drawn[60, 100, 0] > drawn[60, 100, 1]
    outside = changed(drawn) & ~bitmap
    rows, columns = np.nonzero(outside)
    assert (rows.min(), rows.max(), columns.min(), columns.max()) == (39, 80, 59, 140)


def test_a_doubted_box_is_dashed_and_a_sure_one_is_not():
    sure = is_red(draw_marks(GREY, [Mark(Polygon(((Box(50, 30, 80, 40).corners(),),)), RED)]))[29:32].any(0)
    doubted = (draw_marks(GREY, [Mark(Box(50, 30, 80, 40), RED, dashed=True)])[29:32, 52:128, 0] > 180).any(0)
    assert sure[52:128].all()
    assert 0.3 < doubted.mean() < 0.8


def test_a_positive_point_is_filled_a_negative_one_crossed_and_an_occluded_one_hollow():
    points = Points((Point(40, 60), Point(100, 60, negative=True), None, Point(160, 60, occluded=True)))
    drawn = draw_marks(GREY, [Mark(points, RED)])
    assert is_red(drawn)[60, 36]
    assert drawn[63, 103].max() < 150  # an arm of the cross
    assert not is_red(drawn)[60, 157]
    assert changed(drawn)[60, 157]


def test_the_bones_of_a_skeleton_are_drawn_between_the_points_that_are_there():
    points = Points((Point(40, 60), Point(100, 60), None))
    drawn = draw_marks(GREY, [Mark(points, RED, bones=((0, 1), (1, 2)))])
    assert changed(drawn)[60, 70]
    assert not changed(drawn)[60, 130]


def test_what_is_higher_in_z_order_covers_what_is_lower():
    blue = Mark(Box(60, 20, 80, 80), (0, 0, 255), z_order=0)
    red = Mark(Box(50, 30, 80, 40), RED, z_order=1)
    assert is_red(draw_marks(GREY, [red, blue]))[30, 60:62].all()


def test_a_label_stays_inside_the_picture_wherever_the_shape_is():
    for box in (Box(0, 0, 30, 30), Box(170, 0, 30, 20), Box(0, 0, 200, 120), Box(180, 100, 20, 20)):
        with_label = draw_marks(GREY, [Mark(box, RED, "lettering")])
        without = draw_marks(GREY, [Mark(box, RED, "lettering")], labels=False)
        assert (with_label != without).any()


numbers = st.floats(-400, 400)
sizes = st.floats(0.01, 500)
shapes = st.one_of(
    st.builds(Box, numbers, numbers, sizes, sizes, st.floats(-179, 180)),
    st.lists(st.tuples(numbers, numbers), min_size=3, max_size=6).map(
        lambda ring: Polygon(((tuple(ring),),))
    ),
    st.lists(st.builds(Point, numbers, numbers, st.booleans(), st.booleans()), min_size=1, max_size=4).map(
        lambda points: Points(tuple(points))
    ),
)


@settings(max_examples=150, deadline=None)
@given(shapes, st.booleans(), st.floats(0.2, 3))
def test_nothing_is_drawn_away_from_the_shape_and_nothing_breaks_over_the_border(shape, dashed, scale):
    drawn = draw_marks(GREY, [Mark(shape, RED, dashed=dashed)], scale)
    assert drawn.shape == GREY.shape
    if isinstance(shape, Box):
        places = shape.corners()
    elif isinstance(shape, Polygon):
        places = shape.parts[0][0]
    else:
        places = tuple((p.x, p.y) for p in shape.points if p is not None)
    x, y = np.array(places).T * scale
    rows, columns = np.nonzero(changed(drawn))
    if len(rows):
        assert rows.min() >= y.min() - 12
        assert rows.max() <= y.max() + 12
        assert columns.min() >= x.min() - 12
        assert columns.max() <= x.max() + 12


def test_a_damaged_mask_is_refused():
    from animewidgets.errors import CorruptMask

    with pytest.raises(CorruptMask):
        draw_marks(GREY, [Mark(masks.Mask(120, 200, "PPPPPPPPPPPP"), RED)])
