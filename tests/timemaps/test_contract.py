"""The cases that the browser reads as well."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from animewidgets.timebase import Span
from animewidgets.timemaps import Axis, Outcome, carry_frames, carry_span, read_patch

CASES = json.loads((Path(__file__).parents[1] / "contract" / "timemaps.json").read_text("utf-8"))["cases"]


def axis(told: dict[str, Any]) -> Axis:
    holds = told.get("holds")
    return Axis(np.array(told["pts"]), told["end_pts"], None if holds is None else np.array(holds))


@pytest.mark.parametrize("case", CASES, ids=[one["what"] for one in CASES])
def test_both_languages_come_to_the_same(case: dict[str, Any]) -> None:
    made = read_patch(json.dumps(case["patch"]))
    source, target = axis(case["source"]), axis(case["target"])
    back = made.inverted()
    assert [[tick, made.apply(tick)] for tick, _ in case["apply"]] == case["apply"]
    assert [[tick, back.apply(tick)] for tick, _ in case["back"]] == case["back"]
    found = carry_frames(made, source, target, np.array([one["tick"] for one in case["frames"]]))
    for n, one in enumerate(case["frames"]):
        came = Outcome(int(found.outcome[n]))
        assert came.name.lower() == one["outcome"], one
        assert (None if came is Outcome.UNMAPPED else int(found.pts[n])) == one["pts"], one
        assert float(found.confidence[n]) == one["confidence"]
    for one in case["spans"]:
        carried = carry_span(made, source, target, Span(*one["span"]))
        assert carried.outcome.name.lower() == one["outcome"], one
        assert [list(part) for part in carried.parts] == one["parts"], one
        assert [list(part) for part in carried.sources] == one["sources"]
        assert (carried.confidence, carried.lost) == (one["confidence"], one["lost"])
