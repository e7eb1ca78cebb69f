"""What a browser sends of masks, from the message to the rows of the store."""

from __future__ import annotations

import uuid
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from animewidgets.annotations import CategorySchema, Kind, ReleaseBounds, Template, masks
from animewidgets.annotations.geometry import Box, mask_of
from animewidgets.store import Store
from animewidgets.widgets.store_methods import Desk

LABELS = Template("labels", 1, "Labels", tuple(Kind), CategorySchema("things", 1, ()))
PTS = np.array([0, 1001, 2002], np.int64)
HEIGHT, WIDTH = 72, 128
NAME = "6c1f0a52-7d0c-4c6f-9a4e-1b2c3d4e5f60"
STAGES = [mask_of(Box(10, 10, 30 + 10 * n, 20, 5 * n), HEIGHT, WIDTH) for n in range(4)]


@pytest.fixture
def desk(tmp_path):
    with Store.open(tmp_path / "store.duckdb") as store:
        store.ensure_release(
            "bd",
            "BD ep01",
            time_base=Fraction(1, 24_000),
            pts=PTS,
            end_pts=3003,
            frame_rate=Fraction(24_000, 1001),
            width=WIDTH,
            height=HEIGHT,
        )
        store.ensure_project("labels", LABELS)
        bounds = ReleaseBounds("BD ep01", PTS, 3003, WIDTH, HEIGHT)
        yield Desk(store, store.ensure_task("labels", "bd", LABELS), "labels", "mikoto", LABELS, bounds)


def send(desk: Desk, *edits: dict, commit_id: str | None = None) -> dict:
    commit = {
        "commit_id": commit_id or str(uuid.uuid4()),
        "action": "do",
        "reverts": None,
        "active_ms": 10,
        "tool": "brush",
        "edits": list(edits),
    }
    return dict(desk.methods()["store.commit"].call({"commits": [commit]}, []).result)


def drawn(stage: int) -> dict:
    state = {"kind": "mask", "start_pts": 1001, "geometry": STAGES[stage].to_json()}
    return {"op": "create", "annotation_id": NAME, "base_version": 0, "before": None, "after": state}


def stroke(stage: int, version: int) -> dict:
    """From a stage to the next one."""
    state = {"kind": "mask", "start_pts": 1001}
    change = masks.xor(STAGES[stage], STAGES[stage + 1]).to_json()
    return {
        "op": "update",
        "annotation_id": NAME,
        "base_version": version,
        "before": state,
        "after": state,
        "xor": change,
    }


def geometry(desk: Desk) -> object:
    [(live, _)] = desk.store.live(desk.task_id)
    return live.geometry


def test_strokes_are_stored_as_whole_masks_byte_for_byte(desk):
    assert "refused" not in send(desk, drawn(0))
    assert "refused" not in send(desk, stroke(0, 1), stroke(1, 2))
    assert geometry(desk) == STAGES[2].to_json()
    assert "refused" not in send(desk, stroke(2, 3))
    assert geometry(desk) == STAGES[3].to_json()
    history = desk.hello()["history"]
    assert [edit["after"]["geometry"] for commit in history for edit in commit["edits"]] == [
        stage.to_json() for stage in STAGES
    ]


def test_a_stroke_sent_again_is_written_once_also_after_the_next_one(desk):
    send(desk, drawn(0))
    again = str(uuid.uuid4())
    send(desk, stroke(0, 1), commit_id=again)
    send(desk, stroke(1, 2))
    [receipt] = send(desk, stroke(0, 1), commit_id=again)["receipts"]
    assert receipt["repeated"]
    assert geometry(desk) == STAGES[2].to_json()


def test_a_stroke_on_an_old_version_is_a_conflict_that_shows_the_new_one(desk):
    send(desk, drawn(0))
    send(desk, stroke(0, 1))
    refused = send(desk, stroke(0, 1))["refused"]["error"]
    assert refused["kind"] == "CommitConflict"
    assert refused["data"]["found"] == 2
    assert refused["data"]["current"]["geometry"] == STAGES[1].to_json()
    refused = send(desk, stroke(0, 7))["refused"]["error"]
    assert (refused["kind"], refused["data"]["expected"], refused["data"]["found"]) == (
        "CommitConflict",
        7,
        2,
    )
    assert refused["data"]["current"]["geometry"] == STAGES[1].to_json()


def test_a_stroke_on_a_mask_that_is_deleted_or_in_another_task_is_a_conflict(desk):
    send(desk, drawn(0))
    store = desk.store
    store.ensure_project("others", LABELS)
    other = replace(desk, task_id=store.ensure_task("others", "bd", LABELS), project="others")
    refused = send(other, stroke(0, 1))["refused"]["error"]
    assert refused["kind"] == "CommitConflict"
    assert refused["data"] == {"annotation_id": NAME, "expected": 1, "found": 0, "current": None}
    gone = {**drawn(0), "op": "delete", "base_version": 1, "before": drawn(0)["after"], "after": None}
    assert "refused" not in send(desk, gone)
    refused = send(desk, stroke(0, 2))["refused"]["error"]
    assert (refused["kind"], refused["data"]["current"]) == ("CommitConflict", None)
    assert store.live(desk.task_id) == []


def test_a_shape_outside_the_picture_never_reaches_the_store(desk):
    state = {"kind": "box", "start_pts": 0, "geometry": {"x": 100, "y": 0, "width": 29, "height": 5}}
    edit = {"op": "create", "annotation_id": NAME, "base_version": 0, "before": None, "after": state}
    error = send(desk, edit)["refused"]["error"]
    assert error["kind"] == "MalformedMessage"
    assert "edits[0].after.geometry: the box reaches to (129, 5)" in error["message"]
    assert desk.store.live(desk.task_id) == []
