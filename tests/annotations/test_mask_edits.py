"""Edits of masks that tell only what changed: the same commits as those that tell everything."""

from __future__ import annotations

import json
import uuid
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from animewidgets.annotations import Annotation, Category, CategorySchema, Kind, masks, parse_commit
from animewidgets.annotations.masks import Mask
from animewidgets.errors import CommitConflict, MalformedMessage
from tests.annotations.shapes import SIZE, bitmaps
from tests.annotations.test_geometry import BOUNDS, EVERYTHING, MASKS, annotation, named

NAME = "6c1f0a52-7d0c-4c6f-9a4e-1b2c3d4e5f60"
THINGS = CategorySchema("things", 1, (Category("hair", "Hair", "#88ccee"),))


def parse(*edits: dict, base=None):
    commit = {
        "commit_id": str(uuid.UUID(int=7)),
        "action": "do",
        "reverts": None,
        "active_ms": 0,
        "tool": "brush",
        "edits": list(edits),
    }
    return parse_commit(
        json.loads(json.dumps(commit)),
        task_id="t",
        person="p",
        tool_version="0",
        template=replace(EVERYTHING, categories=THINGS),
        bounds=BOUNDS,
        base=base,
    ).edits


def stands(geometry, kind: Kind = Kind.MASK):
    """A store in which the annotation has this geometry at every version."""
    return lambda annotation_id, _version: replace(annotation(kind, geometry), annotation_id=annotation_id)


def change(old: Mask, new: Mask, version: int = 3, **fields) -> dict:
    state = {"kind": "mask", "start_pts": 1001}
    told = {"op": "update", "annotation_id": NAME, "base_version": version, "before": state, "after": state}
    return {**told, "xor": masks.xor(old, new).to_json(), **fields}


BEFORE = masks.encode(np.arange(36 * 64).reshape(36, 64) % 5 == 0)
AFTER = masks.encode(np.arange(36 * 64).reshape(36, 64) % 7 == 0)


@named(MASKS["told"])
def test_what_changed_and_what_was_there_make_the_whole_edit(case):
    base = stands(case["whole"]["before"]["geometry"])
    assert parse(case["told"], base=base) == parse(case["whole"])


@given(st.lists(bitmaps, min_size=2, max_size=4))
def test_one_stroke_may_stand_on_another_of_the_same_commit(drawn):
    stages = [masks.encode(bitmap) for bitmap in drawn]
    told = [change(a, b, 3 + n) for n, (a, b) in enumerate(pairwise(stages))]

    def base(annotation_id: str, version: int) -> Annotation:
        assert version == 3
        return stands(stages[0].to_json())(annotation_id, version)

    edits = parse(*told, base=base)
    assert [edit.after.geometry for edit in edits] == [mask.to_json() for mask in stages[1:]]
    assert [edit.before.geometry for edit in edits] == [mask.to_json() for mask in stages[:-1]]


@pytest.mark.parametrize(
    ("told", "says"),
    [
        (change(BEFORE, AFTER, op="create", before=None, base_version=0), "only an update of a mask"),
        (
            change(
                BEFORE,
                AFTER,
                before={"kind": "box", "start_pts": 0},
                after={"kind": "box", "start_pts": 0},
            ),
            "only an update of a mask",
        ),
        (
            change(BEFORE, AFTER, after={"kind": "mask", "start_pts": 1001, "geometry": AFTER.to_json()}),
            "leave out the geometry of 'after'",
        ),
        (change(BEFORE, AFTER, xor=Mask.empty(4, 4).to_json()), "masks of one picture have one size"),
        (change(BEFORE, AFTER, xor={"size": list(SIZE), "counts": "4P"}), "end within a number"),
        (change(BEFORE, AFTER, xor=[1]), "expected an object"),
        (change(BEFORE, AFTER, xor=BEFORE.to_json()), "the mask marks no pixel"),
    ],
)
def test_a_change_that_makes_no_sense_is_refused_and_named(told, says):
    with pytest.raises(MalformedMessage, match=says) as refusal:
        parse(told, base=stands(BEFORE.to_json()))
    assert str(refusal.value).startswith("edits[0]")


def test_a_change_of_nothing_that_is_known_is_refused():
    with pytest.raises(MalformedMessage, match="tell the whole mask"):
        parse(change(BEFORE, AFTER))
    with pytest.raises(MalformedMessage, match="is a box, and no mask"):
        parse(change(BEFORE, AFTER), base=stands({"x": 0, "y": 0, "width": 1, "height": 1}, Kind.BOX))

    def gone(*_):
        raise CommitConflict("it is deleted")

    with pytest.raises(CommitConflict):
        parse(change(BEFORE, AFTER), base=gone)
