"""Annotations that a program puts into a canvas come out as they went in, all of them or none."""

from __future__ import annotations

import uuid
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from animewidgets.annotations import FRAME_SHAPES, Annotation, Kind, Template, masks
from animewidgets.errors import CommitConflict, CutOutsideMedia, FrameOutsideMedia, MalformedMessage
from tests.annotations.shapes import SHAPES, SIZE, tracks

from .browser_stub import StubbedCanvas
from .test_frame_canvas import BOX

FRAMES = 30
PATIENT = {
    "deadline": None,
    "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
}
EVERYTHING = Template(
    "everything",
    1,
    "Everything",
    tuple({*FRAME_SHAPES.kinds, *SHAPES, Kind.TRACK}),
    FRAME_SHAPES.categories,
    "",
)


@pytest.fixture(scope="module")
def pictures() -> np.ndarray:
    """A stack of small pictures, uint8[n, h, w, 3]."""
    return np.random.default_rng(2).integers(0, 255, (FRAMES, *SIZE, 3), np.uint8)


@pytest.fixture(scope="module")
def canvas(pictures: np.ndarray, tmp_path_factory: pytest.TempPathFactory):
    store = tmp_path_factory.mktemp("store") / "store.duckdb"
    opened = StubbedCanvas(pictures, store=store, template=EVERYTHING, project="first")
    yield opened
    opened.close()


def by_identity(canvas: StubbedCanvas) -> pd.DataFrame:
    """The canvas's table, its rows named by their identities as text."""
    rows = canvas.annotations
    return rows.set_index(rows["annotation_id"].astype(str)).drop(columns="annotation_id")


@st.composite
def annotations(draw, pts: list[int]) -> Annotation:
    """A shape or track as some model or some person would have it."""
    kind = draw(st.sampled_from([*SHAPES, Kind.TRACK]))
    start = draw(st.integers(0, FRAMES - 2))
    end = draw(st.integers(start + 1, FRAMES - 1)) if kind is Kind.TRACK else None
    geometry = draw(SHAPES[kind] if end is None else tracks(pts[start:end]))
    return Annotation(
        str(draw(st.uuids(version=4))),
        kind,
        pts[start],
        None if end is None else pts[end],
        category=draw(st.none() | st.sampled_from([one.category_id for one in EVERYTHING.categories])),
        geometry=geometry,
        attributes=draw(st.just({}) | st.integers(-3, 3).map(lambda z: {"z_order": z})),
        source=draw(st.sampled_from(["human", "model:yolo-v9", "import:COCO"])),
        score=draw(st.none() | st.floats(0, 1)),
        comment=draw(st.none() | st.just("裏 „quoted“ \n and on")),
        uncertain=draw(st.booleans()),
    )


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_every_kind_comes_out_as_it_went_in(canvas: StubbedCanvas, data: st.DataObject) -> None:
    pts = [int(tick) for tick in canvas.media.index.pts]
    given_in = data.draw(st.lists(annotations(pts), min_size=1, max_size=4))
    ids = canvas.add(given_in)
    assert len(set(ids)) == len(given_in)
    for annotation_id, one in zip(ids, given_in, strict=True):
        found = canvas.store.version(canvas.task_id, annotation_id, 1)
        assert replace(found, annotation_id="") == replace(one, annotation_id="")


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_the_table_of_one_canvas_goes_into_another_without_a_change(
    canvas: StubbedCanvas, pictures: np.ndarray, data: st.DataObject
) -> None:
    pts = [int(tick) for tick in canvas.media.index.pts]
    shapes = annotations(pts).filter(lambda one: one.kind is not Kind.TRACK)
    canvas.add(data.draw(st.lists(shapes, min_size=1, max_size=3)))
    table = canvas.annotations
    table = table[table["kind"] != "track"].reset_index(drop=True)
    other = StubbedCanvas(pictures, store=canvas.store, template=EVERYTHING, project=str(uuid.uuid4()))
    ids = other.add(table)
    found = by_identity(other).loc[ids].reset_index()
    for column in table.columns.difference(["annotation_id", "created", "version"]):
        pd.testing.assert_series_equal(found[column], table[column], check_index=False)
    other.close()


def test_run_lengths_keep_their_very_bytes(canvas: StubbedCanvas) -> None:
    bitmap = np.zeros(SIZE, bool)
    bitmap[3:30:2, 5:60:3] = True
    mask = masks.encode(bitmap).to_json()
    [made] = canvas.add([Annotation("", Kind.MASK, int(canvas.media.index.pts[4]), geometry=mask)])
    assert by_identity(canvas).loc[made, "geometry"] == mask


def test_open_pages_are_told_and_undo_passes_over_it(canvas: StubbedCanvas) -> None:
    canvas.sent.clear()
    before = canvas._desk.hello()
    ids = canvas.add(pd.DataFrame({"kind": ["box", "box"], "frame": [3, 4], "geometry": [BOX_SMALL] * 2}))
    told = [content for content, _ in canvas.sent if content["type"] == "event"]
    assert [one["event"] for one in told] == ["changed"]
    changes = canvas.ask(900, "store.changes", {"after": before["number"]})[0]["result"]
    assert {one["annotation_id"] for one in changes["annotations"]} == set(ids)
    assert canvas._desk.hello()["history"] == before["history"]


BOX_SMALL = {"x": 1, "y": 2, "width": 3.5, "height": 4}


def test_identities_are_new_unless_they_are_to_be_kept(canvas: StubbedCanvas) -> None:
    one = Annotation(str(uuid.uuid4()), Kind.BOX, int(canvas.media.index.pts[1]), geometry=BOX_SMALL)
    assert canvas.add([one]) != [one.annotation_id]
    assert canvas.add([one], keep_ids=True) == [one.annotation_id]
    with pytest.raises(CommitConflict):
        canvas.add([one], keep_ids=True)


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"geometry": {**BOX_SMALL, "width": 0}}, MalformedMessage, "annotations[2].geometry.width"),
        ({"geometry": BOX}, MalformedMessage, "annotations[2].geometry: the box reaches"),
        ({"kind": "blob"}, MalformedMessage, "annotations[2].kind"),
        ({"category": "nobody"}, Exception, "annotations[2]: category 'nobody' is not in schema"),
        ({"frame": FRAMES}, FrameOutsideMedia, "annotations[2].frame: "),
        ({"frame": "three"}, MalformedMessage, "annotations[2].frame: expected the ordinal"),
        ({"geometry": "{"}, MalformedMessage, "annotations[2].geometry: this is no JSON"),
    ],
)
def test_one_bad_row_is_named_and_none_is_saved(canvas: StubbedCanvas, change, error, words) -> None:
    rows = [{"kind": "box", "frame": 3, "geometry": BOX_SMALL, "category": "face"} for _ in range(4)]
    rows[2] |= change
    before = len(canvas.annotations)
    with pytest.raises(error) as refused:
        canvas.add(pd.DataFrame(rows))
    assert words in str(refused.value)
    assert len(canvas.annotations) == before


def test_what_is_no_annotation_is_told(canvas: StubbedCanvas) -> None:
    with pytest.raises(MalformedMessage, match=r"\[0\]: expected an Annotation, a mapping or a table"):
        canvas.add([7])  # type: ignore[list-item]
    with pytest.raises(MalformedMessage, match="it has 'kind'"):
        canvas.add(pd.DataFrame({"kind": ["box"]}))
    with pytest.raises(CutOutsideMedia, match=r"annotations\[0\]: box at tick"):
        canvas.add([Annotation("", Kind.BOX, -5, geometry=BOX_SMALL)])
    assert canvas.add([]) == []
