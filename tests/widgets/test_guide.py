"""Editors that guide through a task: what they tell the browser, and what it may ask."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from animewidgets.annotations import (
    FRAME_SHAPES,
    Category,
    CategorySchema,
    Kind,
    Level,
    Prelabel,
    PrelabelSource,
    Rule,
    Template,
    UnitKind,
    UnitRule,
    Validator,
    gallery,
)

from .browser_stub import StubbedCanvas

BOXES = Template(
    "boxes",
    1,
    "Boxes",
    (Kind.BOX, Kind.TAG),
    CategorySchema("boxes", 1, (Category("a", "A", "#112233", "1"),)),
    "Draw **one**.",
    unit=UnitRule(UnitKind.EVERY_NTH_FRAME, every=24),
    prelabels=(Prelabel(PrelabelSource.FLAT_COLOUR, 0.5, category="a"),),
    validators=(
        Validator(Rule.COUNT, kinds=(Kind.BOX,), at_least=1),
        Validator(Rule.SMALLEST_SIDE, Level.WARNING, at_least=20),
    ),
)


def box(pts: int, size: int = 40) -> dict[str, object]:
    return {
        "kind": "box",
        "start_pts": pts,
        "category": "a",
        "geometry": {"x": 10, "y": 10, "width": size, "height": size},
    }


class Browser:
    """What a page asks about its units."""

    def __init__(self, canvas: StubbedCanvas) -> None:
        self.canvas = canvas
        self.number = 100

    def ask(self, method: str, **params: object):
        self.number += 1
        return self.canvas.ask(self.number, method, params)

    def units(self) -> tuple[dict, list[tuple[int, int]]]:
        reply, (start, end) = self.ask("units.list")
        told = reply["result"]
        return told, list(
            zip(np.frombuffer(start, "<i8").tolist(), np.frombuffer(end, "<i8").tolist(), strict=True)
        )

    def mark(self, span: tuple[int, int], done: bool = True, **more: object) -> dict:
        reply, _ = self.ask("units.mark", start_pts=span[0], end_pts=span[1], done=done, **more)
        return reply["result"]


def test_a_page_tells_its_task(open_canvas: Callable[..., StubbedCanvas]):
    hello = open_canvas(template=BOXES).hello()
    guide = hello["guide"]
    assert (guide["name"], guide["unit"]) == ("Boxes", {"of": "every-nth-frame", "every": 24})
    assert guide["prelabels"][0]["assistant"] == "flat colour"
    assert hello["tools"] == ["box", "tag"]
    assert hello["assist"]["assistants"][0]["name"] == "flat colour"


def test_a_page_without_a_task_tells_none(open_canvas: Callable[..., StubbedCanvas]):
    assert "guide" not in open_canvas().hello()
    assert "guide" not in open_canvas(categories=["Rain"]).hello()
    assert "guide" in open_canvas(guide=True).hello()
    assert "guide" not in open_canvas(template=BOXES, guide=False).hello()


def test_units_are_checked_and_marked(open_canvas: Callable[..., StubbedCanvas]):
    canvas = open_canvas(template=BOXES)
    browser = Browser(canvas)
    told, spans = browser.units()
    assert (told["of"], told["count"], told["mine"]) == ("every-nth-frame", 3, [])
    refused = browser.mark(spans[0], anyway=True)
    assert not refused["marked"]
    assert refused["problems"][0]["rule"] == "count"

    canvas.create(box(spans[0][0]), box(spans[1][0], 12))
    assert browser.mark(spans[0]) == {"marked": True, "problems": []}
    warned = browser.mark(spans[1])
    assert (warned["marked"], warned["problems"][0]["level"]) == (False, "warning")
    assert browser.mark(spans[1], anyway=True)["marked"]
    assert browser.units()[0]["mine"] == [0, 1]
    assert browser.mark(spans[0], done=False)["marked"]
    assert browser.units()[0]["mine"] == [1]
    overruled = canvas.store.units.table().overruled.tolist()
    assert '"smallest-side"' in overruled[0]


def test_what_enough_others_finished_is_done(
    open_canvas: Callable[..., StubbedCanvas], monkeypatch: pytest.MonkeyPatch
):
    twice = replace(BOXES, overlap=2, validators=())
    for person in ("ann", "bert", "cleo"):
        monkeypatch.setenv("ANIMEWIDGETS_PERSON", person)
        browser = Browser(open_canvas(template=twice))
        told, spans = browser.units()
        assert told["others"] == ([0] if person == "cleo" else [])
        assert told["mine"] == []
        browser.mark(spans[0])


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"start_pts": 1, "end_pts": 5, "done": True}, "begins on a frame"),
        ({"start_pts": 0, "end_pts": 0, "done": True}, "cannot end at tick 0"),
        ({"start_pts": 0, "done": True}, "'end_pts' is missing"),
        ({"start_pts": 0, "end_pts": "1", "done": True}, "integer"),
        ({"start_pts": 0, "end_pts": 24024, "done": 1}, "true or false"),
        ({"start_pts": 0, "end_pts": 24024, "done": True, "person": "ann"}, "'person' is unknown"),
    ],
)
def test_what_makes_no_unit_is_refused(
    params: dict[str, object], words: str, open_canvas: Callable[..., StubbedCanvas]
):
    canvas = open_canvas(template=BOXES)
    reply, _ = Browser(canvas).ask("units.mark", **params)
    assert not reply["ok"]
    assert words in reply["error"]["message"]
    assert canvas.store.units.table().empty


@pytest.mark.parametrize("rule", [UnitKind.SHOT, UnitKind.DRAWING, UnitKind.KEY_FRAMES])
def test_units_are_looked_for_where_nobody_marked_any(
    rule: UnitKind, open_canvas: Callable[..., StubbedCanvas], monkeypatch: pytest.MonkeyPatch, tmp_path
):
    monkeypatch.setenv("ANIMEWIDGETS_CACHE", str(tmp_path / "cache"))
    canvas = open_canvas(template=replace(BOXES, unit=UnitRule(rule)))
    told, spans = Browser(canvas).units()
    assert told["count"] == len(spans) >= 1
    pts = canvas.media.index.pts.tolist()
    assert all(start in pts and start < end <= canvas.media.index.end_pts for start, end in spans)


def test_an_assistant_that_a_template_names_proposes_as_it_wants(open_canvas: Callable[..., StubbedCanvas]):
    canvas = open_canvas(template=BOXES)
    reply, _ = Browser(canvas).ask("assist.ask", name="flat colour", ordinal=0)
    assert reply["ok"]
    assert all(one["category"] == "a" and one["score"] >= 0.5 for one in reply["result"]["proposals"])


def test_the_gallery_opens_on_the_canvas_with_its_own_tools(open_canvas: Callable[..., StubbedCanvas]):
    tools = {
        one.template_id: open_canvas(template=one).hello()["tools"]
        for one in gallery().values()
        if one.opens == "shapes"
    }
    assert tools["colour-script"] == ["tag", "box"]
    assert tools["character-tracks"] == ["box"]
    assert open_canvas(template=FRAME_SHAPES).hello()["tools"] == ["box", "polygon", "mask", "point", "tag"]
