"""People with a store of their own, who label a release: what the tests of pairs files tell of."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from animewidgets.annotations import (
    Annotation,
    Attribute,
    Category,
    Commit,
    Edit,
    Kind,
    Op,
    Template,
    own_schema,
)
from animewidgets.store import Store

SCHEMA = own_schema(
    [
        Category(
            "face",
            "Face",
            "#cc3311",
            "1",
            attributes=(
                Attribute("note"),
                Attribute("mouth", "choice", choices=("open", "shut")),
                Attribute("first seen", "time"),
            ),
        ),
        "Hand",
    ]
)
EVERYTHING = Template(
    "everything",
    1,
    "Everything",
    (Kind.CUT, Kind.SEGMENT, Kind.TAG, Kind.BOX, Kind.MASK, Kind.TRACK, Kind.AUDIO_EVENT, Kind.TEXT),
    SCHEMA,
    authors=("Saten Ruiko",),
)
#: Two hundred pictures at 24 a second, in ticks of 1/24000 s.
PTS = [1000 * n for n in range(200)]
END = 200_000


def new_id() -> str:
    return str(uuid.uuid4())


def box(pts: int, *, category: str = "face", **fields) -> Annotation:
    shape = {"x": 10.0, "y": 20.0, "width": 30.0, "height": 40.0}
    return Annotation(new_id(), Kind.BOX, pts, category=category, geometry=shape, **fields)


@dataclass
class Desk:
    """A store, and the task at which somebody sits."""

    store: Store
    task: str

    def create(self, annotations: Iterable[Annotation], person: str = "Shirai Kuroko") -> None:
        edits = tuple(Edit(Op.CREATE, one.annotation_id, 0, None, one) for one in annotations)
        self.store.commit(Commit(new_id(), self.task, person, edits, tool="canvas"))

    def update(self, was: Annotation, version: int, person: str = "Shirai Kuroko", **fields) -> Annotation:
        now = replace(was, **fields)
        edit = Edit(Op.UPDATE, was.annotation_id, version, was, now)
        self.store.commit(Commit(new_id(), self.task, person, (edit,), tool="canvas"))
        return now

    def delete(self, was: Annotation, version: int, person: str = "Shirai Kuroko") -> None:
        edit = Edit(Op.DELETE, was.annotation_id, version, was, None)
        self.store.commit(Commit(new_id(), self.task, person, (edit,), tool="canvas"))

    def live(self) -> dict[str, Annotation]:
        return {one.annotation_id: one for one, _ in self.store.live(self.task)}


def sit_down(
    path: Path,
    release_id: str = "rel-web",
    *,
    name: str = "ep01 [web]",
    pts: Sequence[int] = PTS,
    end_pts: int = END,
    time_base: Fraction = Fraction(1, 24_000),
    template: Template = EVERYTHING,
    project: str = "faces",
) -> Desk:
    store = Store.open(path)
    store.ensure_release(
        release_id,
        name,
        time_base=time_base,
        pts=pts,
        end_pts=end_pts,
        frame_rate=Fraction(24),
        width=640,
        height=360,
        identities={"stream-sha256": "ab" * 32},
    )
    store.ensure_project(project, template)
    return Desk(store, store.ensure_task(project, release_id, template))
