"""Following by optical flow at a browser's request: what it may ask for, and what it is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from animewidgets.annotations import Annotation, Kind
from animewidgets.annotations.geometry import Interpolation, check_geometry, geometry_of
from animewidgets.annotations.geometry.tracks import Track
from animewidgets.demo.clips import make_clip

from .browser_stub import StubbedCanvas

BOX = {"x": 10, "y": 20, "width": 60, "height": 40}


@pytest.fixture
def canvas(tmp_path: Path):
    clip = tmp_path / "ep01.mp4"
    make_clip(clip, frames=40, gop=25)
    made = StubbedCanvas(clip, store=tmp_path / "store.duckdb")
    yield made
    made.close()


def ask(canvas: StubbedCanvas, number: int = 5, **over: object) -> dict:
    params = {"kind": "box", "shape": BOX, "ordinal": 5, "to": 15, **over}
    return canvas.ask(number, "track.propagate", params)[0]


@pytest.mark.parametrize("to", [15, 0])
def test_what_is_proposed_makes_a_track_that_the_kernel_takes(canvas: StubbedCanvas, to: int):
    result = ask(canvas, to=to)["result"]
    pts = canvas.media.index.pts
    ordinals = [key["ordinal"] for key in result["keys"]]
    assert ordinals == sorted(ordinals)
    assert 5 in ordinals
    assert min(5, to) <= min(ordinals)
    assert max(ordinals) <= max(5, to)
    keys = [
        {"pts": int(pts[key["ordinal"]]), "shape": key["shape"], "interpolation": key["interpolation"]}
        | ({"outside": True} if key["shape"] is None else {"source": "flow", "score": key["score"]})
        for key in result["keys"]
    ]
    track = Annotation(
        "", Kind.TRACK, keys[0]["pts"], canvas.media.index.end_pts, geometry={"kind": "box", "keys": keys}
    )
    check_geometry(track, "geometry", canvas._desk.bounds)
    read = geometry_of(track)
    assert isinstance(read, Track)
    assert {key.interpolation for key in read.keys} <= set(Interpolation)


def test_how_far_it_is_comes_in_between(canvas: StubbedCanvas):
    ask(canvas)
    told = [m["data"] for m, _ in canvas.sent if m["type"] == "event" and m["event"] == "progress"]
    assert told
    for one in told:
        assert one["what"] == "flow"
        assert 0 <= one["done"] <= one["total"] == 11


@pytest.mark.parametrize(
    ("over", "word"),
    [
        ({"kind": "cut"}, "cut"),
        ({"kind": "track"}, "whole track"),
        ({"shape": {"x": 1}}, "missing"),
        ({"shape": {**BOX, "x": 99_999}}, "outside the picture"),
        ({"shape": None}, "expected an object"),
        ({"ordinal": -1}, "from 0 to 39"),
        ({"to": 40}, "from 0 to 39"),
        ({"to": True}, "expected an integer"),
    ],
)
def test_what_makes_no_sense_is_refused(canvas: StubbedCanvas, over: dict, word: str):
    error = ask(canvas, **over)["error"]
    assert error["kind"] == "MalformedMessage"
    assert word in error["message"]
