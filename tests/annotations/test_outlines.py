"""The outlines of masks, as both halves of the house draw them: ``tests/contract/outlines.json``."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from animewidgets.annotations import masks
from animewidgets.annotations.geometry import mask_of, polygon_of

CASES = json.loads((Path(__file__).parents[1] / "contract" / "outlines.json").read_text())["cases"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_outline_runs_along_the_pixels_vertex_for_vertex(case):
    bitmap = np.array([[pixel == "#" for pixel in row] for row in case["rows"]])
    mask = masks.encode(bitmap)
    outline = polygon_of(mask)
    assert [[[list(vertex) for vertex in ring] for ring in part] for part in outline.parts] == case["parts"]
    assert mask_of(outline, *bitmap.shape) == mask
