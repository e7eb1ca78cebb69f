"""The kernel's half of tagging: what hello tells, what is refused, what comes back as columns."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest

from animewidgets.annotations import (
    CUT_TIMING,
    Annotation,
    Attribute,
    AttributeKind,
    Category,
    Commit,
    Edit,
    Group,
    Kind,
    Op,
    Skeleton,
    own_schema,
)
from animewidgets.widgets.frame_canvas import TagCanvas

from .browser_stub import StubbedCanvas
from .test_frame_canvas import BOX

SCHEMA = own_schema(
    [
        Category(
            "day",
            "Day",
            "#f0e442",
            "1",
            attributes=(Attribute("weather", AttributeKind.CHOICE, choices=("sun", "rain")),),
        ),
        Category("night", "Night", "#4477aa", "2"),
        Category("arm", "Arm", "#e69f00", "3", skeleton=Skeleton(("shoulder", "hand"))),
    ],
    [Group("time of day", ("day", "night"))],
)


@pytest.fixture
def canvas(clip: Path, tmp_path: Path):
    opened = StubbedCanvas(clip, store=tmp_path / "store.duckdb", categories=SCHEMA)
    yield opened
    opened.close()


def test_the_browser_is_told_all_that_the_schema_says(canvas):
    hello = canvas.hello()
    assert hello["categories"][0]["attributes"] == [
        {"name": "weather", "kind": "choice", "choices": ["sun", "rain"]}
    ]
    assert hello["categories"][2]["skeleton"] == {"names": ["shoulder", "hand"]}
    assert hello["groups"] == [{"name": "time of day", "members": ["day", "night"], "exclusive": True}]
    assert hello["tools"][-1] == "tag"


def test_cuts_that_the_project_has_on_the_release_are_told(canvas):
    assert canvas.hello()["shots"] == []
    task = canvas.store.ensure_task("default", canvas.media.release_id, CUT_TIMING)
    pts = int(canvas.media.index.pts[24])
    cut = Annotation(str(uuid.uuid4()), Kind.CUT, pts)
    edit = Edit(Op.CREATE, cut.annotation_id, 0, None, cut)
    canvas.store.commit(Commit(str(uuid.uuid4()), task, "mika", (edit,)))
    assert canvas.ask(2, "hello")[0]["result"]["shots"] == [pts]
    assert canvas.ask(3, "tags.shots")[0]["result"] == {"shots": [pts]}


def test_tags_come_back_as_columns_beside_shapes(canvas):
    pts = [int(tick) for tick in canvas.media.index.pts]
    values = {"weather": "rain"}
    for after in (
        {
            "kind": "tag",
            "start_pts": pts[3],
            "category": "day",
            "attributes": {"scope": "frame", "values": values},
        },
        {
            "kind": "tag",
            "start_pts": pts[5],
            "end_pts": pts[9],
            "category": "night",
            "attributes": {"scope": "span"},
        },
        {
            "kind": "box",
            "start_pts": pts[4],
            "category": "day",
            "geometry": BOX,
            "attributes": {"values": values},
        },
    ):
        assert "refused" not in canvas.create(after)
    rows = canvas.annotations
    assert rows[["frame", "kind", "category"]].values.tolist() == [
        [3, "tag", "day"],
        [4, "box", "day"],
        [5, "tag", "night"],
    ]
    assert rows["scope"].fillna("").tolist() == ["frame", "", "span"]
    assert rows["end_pts"].fillna(-1).tolist() == [-1, -1, pts[9]]
    assert rows["values"].tolist() == [values, values, {}]
    assert rows["x"].fillna(-1).tolist() == [-1, BOX["x"], -1]


@pytest.mark.parametrize(
    ("after", "kind", "message"),
    [
        ({"kind": "tag", "category": "dusk"}, "UnknownCategory", "category 'dusk' is not in schema 'own-"),
        (
            {"kind": "box", "category": "dusk", "geometry": BOX},
            "UnknownCategory",
            "it has 'day', 'night', 'arm'",
        ),
        (
            {"kind": "tag", "category": "day", "attributes": {"values": {"weather": "fog"}}},
            "MalformedMessage",
            "edits[0].after.attributes.values.weather: expected one of 'sun', 'rain', got 'fog'",
        ),
        (
            {"kind": "point", "category": "arm", "geometry": {"points": [{"x": 1, "y": 2}]}},
            "MalformedMessage",
            "edits[0].after.geometry.points: the skeleton of 'arm' has 2 key points, got 1",
        ),
    ],
)
def test_what_the_schema_does_not_know_is_refused_in_words(canvas, after, kind, message):
    start = int(canvas.media.index.pts[0])
    error = canvas.create({"start_pts": start, **after})["refused"]["error"]
    assert error["kind"] == kind
    assert message in error["message"]
    assert canvas.annotations.empty


def test_the_thin_canvas_tags_and_draws_nothing(clip, canvas):
    thin = TagCanvas(clip, store=canvas.store, categories=SCHEMA, frame=5)
    assert (thin.task_id, thin._tools, thin.frame) == (canvas.task_id, ("tag",), 5)
    thin.close()
