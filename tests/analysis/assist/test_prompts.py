"""What an assistant may give back, and how marks become pixels."""

from __future__ import annotations

import numpy as np
import pytest

from animewidgets.analysis.assist import Prompts, Proposal, Scribble
from animewidgets.analysis.assist.prompts import as_proposals
from animewidgets.annotations.geometry import Box, Point, Points, Polygon
from animewidgets.annotations.masks import encode


def test_shapes_without_score_are_proposals_too():
    bitmap = np.eye(4, dtype=bool)
    triangle = Polygon(((((0, 0), (3, 0), (0, 3)),),))
    given = [Box(0, 0, 1, 1), triangle, bitmap, encode(bitmap), Points((Point(1, 1),))]
    assert [one.kind for one in as_proposals(given)] == ["box", "polygon", "mask", "mask", "point"]
    assert as_proposals(None) == []
    assert [one.kind for one in as_proposals(bitmap)] == ["mask"]
    assert [one.kind for one in as_proposals(Box(0, 0, 1, 1))] == ["box"]
    assert [one.kind for one in as_proposals(Proposal("box", one) for one in given[:1])] == ["box"]


@pytest.mark.parametrize("given", [5, "box", {"kind": "box"}, [np.zeros((2, 2))], [None], np.zeros(3, bool)])
def test_what_is_no_shape_is_refused(given):
    with pytest.raises(TypeError, match=r"not|but"):
        as_proposals(given)


def test_marks_beyond_the_border_are_cut_off():
    prompts = Prompts(
        points=(Point(19.9, 9.9), Point(500, 500, negative=True)),
        scribbles=(Scribble(((-50.0, 5.0), (3.0, 5.0))),),
    )
    marks = prompts.marked(10, 20, negative=False, reach=0)
    assert marks[9, 19]
    assert marks[5, :4].all()
    assert marks.sum() == 5
    assert prompts.marked(10, 20, negative=True).any()
    assert prompts.inside_boxes(10, 20) is None
    assert Prompts().is_empty
