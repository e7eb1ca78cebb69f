"""Parts of figures are traced once; what is laid down from a tracing is what would have been drawn."""

from __future__ import annotations

import numpy as np
import pytest

from animewidgets.demo.canvas import Canvas
from animewidgets.demo.cels import lay_cel
from animewidgets.demo.hair import draw_front_hair
from animewidgets.demo.palette import CAST


@pytest.mark.parametrize(("x", "tilt"), [(320, 0.0), (250, -12.0)])
def test_hair_from_a_tracing_is_the_hair_as_drawn(x, tilt):
    def blank():
        image, ids = np.full((360, 640, 3), 200, np.uint8), np.zeros((360, 640), np.uint8)
        return Canvas(image, ids, np.array([[1.0, 0, 0], [0, 1.0, 0]]), who=3).placed(x, 180, 1.2, tilt)

    drawn, laid = blank(), blank()
    draw_front_hair(drawn, CAST[0], 0.4, 0.7)
    for _ in range(2):  # the second time from the tracing that the first one left
        laid = blank()
        lay_cel(laid, draw_front_hair, CAST[0], 0.4, 0.7)
        assert (drawn.ids == 3).sum() > 5_000
        assert (drawn.ids != laid.ids).mean() < 0.0005
        assert (np.abs(drawn.image.astype(int) - laid.image).max(-1) > 8).mean() < 0.0005
