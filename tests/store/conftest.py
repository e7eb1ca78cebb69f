"""Stores with a release, a project and a task in them, as the editor makes them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import pytest

from animewidgets.annotations import CUT_TIMING, Annotation, Commit, Edit, Kind, Op
from animewidgets.store import Store

#: Ten pictures of a variable-frame-rate stream that starts late; ticks of 1/1000 s.
VFR_PTS = [21, 62, 104, 146, 187, 250, 396, 438, 479, 521]
VFR_END = 563


def new_id() -> str:
    return str(uuid.uuid4())


@dataclass
class Desk:
    """A store, and the task at which somebody sits."""

    store: Store
    task: str

    def commit(self, *edits: Edit, person: str = "mikoto", **fields) -> Commit:
        return Commit(new_id(), self.task, person, edits, **{"tool": "timeline", "active_ms": 830, **fields})

    def do(self, *edits: Edit, **fields) -> Commit:
        commit = self.commit(*edits, **fields)
        self.store.commit(commit)
        return commit


def cut(pts: int, **fields) -> Annotation:
    return Annotation(new_id(), Kind.CUT, pts, **fields)


def shot_tag(pts: int, category: str) -> Annotation:
    return Annotation(new_id(), Kind.TAG, pts, category=category, attributes={"scope": "shot"})


def create(after: Annotation, base: int = 0) -> Edit:
    return Edit(Op.CREATE, after.annotation_id, base, None, after)


def sit_down(store: Store, project: str = "default") -> Desk:
    store.ensure_release(
        "release-web",
        "ep01 web",
        time_base=Fraction(1, 1000),
        pts=VFR_PTS,
        end_pts=VFR_END,
        frame_rate=Fraction(24000, 1001),
        width=1280,
        height=720,
        identities={"stream-sha256": "ab" * 32},
    )
    store.ensure_project(project, CUT_TIMING)
    return Desk(store, store.ensure_task(project, "release-web", CUT_TIMING))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store" / "annotations.duckdb"


@pytest.fixture
def store(path: Path):
    with Store.open(path) as opened:
        yield opened


@pytest.fixture
def desk(store: Store) -> Desk:
    return sit_down(store)
