"""Bringing a pairs file into a store: what is not there is added, what is there is never overwritten."""

from __future__ import annotations

import gc
import json
import re
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from animewidgets.annotations import (
    Annotation,
    Commit,
    Edit,
    Op,
    Receipt,
    ReleaseBounds,
    Template,
    check_annotation,
)
from animewidgets.annotations.carried import carried_identity
from animewidgets.annotations.category_attributes import AttributeKind
from animewidgets.annotations.validate import MAX_EDITS, MAX_NAME
from animewidgets.annotations.values import VALUES, values_of
from animewidgets.datasets.pairs.annotation_rows import told
from animewidgets.datasets.pairs.bind import Binding, Bound, BoundAnnotation
from animewidgets.datasets.pairs.contents import Pairs
from animewidgets.datasets.pairs.parts import program_version
from animewidgets.datasets.pairs.private import LeftOut
from animewidgets.datasets.pairs.review import Decision, nudged
from animewidgets.datasets.pairs.routes import Route, Target
from animewidgets.datasets.tasks import task_on
from animewidgets.errors import AnnotationError, CorruptPairs, PairsError
from animewidgets.store.exchange import Exchange
from animewidgets.timemaps import Outcome, carry_frames

if TYPE_CHECKING:
    from animewidgets.store import Store

#: Makes the identity of a commit from what it holds, so that importing twice makes none anew.
_COMMITS = uuid.UUID("b4ad1f36-5ddc-5c0f-8a8e-0f6b8b1c9a51")
_PSEUDONYM = re.compile(r"p-[0-9a-f]{12}")
#: Outcomes after which a label is marked as uncertain, so that a person finds it.
DOUBTED = frozenset({Bound.CHANGED, Bound.REVIEW})
#: What may differ between a label and the same one in the store without being another statement.
_NOT_SAID = ("source", "comment")


@dataclass(frozen=True, slots=True)
class Kept:
    """An annotation that was not brought in, and why."""

    annotation_id: str
    why: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of bringing a pairs file into a store.

    Args:
        added: how many annotations were added.
        there: how many were there already and say the same.
        differs: those that are there and say something else, or were deleted there; the store's stay.
        refused: those that break a rule of their task.
        outcomes: how many annotations of the file were bound how.
        receipts: of the commits.
        tasks: the tasks that they belong to.
        nudged: how many have a newer version, because the reviewer moved them.
    """

    added: int
    there: int
    differs: tuple[Kept, ...]
    refused: tuple[Kept, ...]
    outcomes: Mapping[Bound, int]
    receipts: tuple[Receipt, ...]
    tasks: tuple[str, ...]
    nudged: int = 0


@dataclass
class _Plan:
    added: dict[tuple[str, tuple[str, int, int], str], list[Annotation]] = field(default_factory=dict)
    #: Where the reviewer moved them to, by identity; each is there already, or among those that are added.
    moved: dict[str, Annotation] = field(default_factory=dict)
    there: int = 0
    differs: list[Kept] = field(default_factory=list)
    refused: list[Kept] = field(default_factory=list)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without looks for rings of objects: none are made here, and they took a fifth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@_uncollected()
def import_pairs(
    pairs: Pairs,
    store: Store,
    binding: Binding,
    *,
    project: str,
    outcomes: Iterable[Bound] = tuple(Bound)[:-1],
    decisions: Mapping[str, Decision] | None = None,
    reviewer: str | None = None,
    dry_run: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Imported:
    """Add the annotations of a pairs file to a store.

    On the release itself they keep their identities, on another one they have those that
    :func:`~animewidgets.annotations.carried.carry_annotation` makes: so nothing is ever there twice. Their
    source is ``pairs:NAME``, and whoever made them is the person. What a person should look at is uncertain,
    unless somebody looked and took it. What the reviewer moved is a second version, theirs: its source is
    ``human``.

    Args:
        pairs: the file.
        store: where they go.
        binding: of that file; ``bind`` gives it.
        project: the project that they go to; made where it is not known.
        outcomes: which ones are brought in.
        decisions: what a person decided, by identity in the file; then only those come in that were accepted.
        reviewer: who that was.
        dry_run: tell what would be done, and write nothing.
        progress: told how many annotations are written, and how many there are. What it raises ends the work;
            what was written until then stays, and importing again goes on from there.

    Raises:
        ValueError: somebody moved labels, and nobody says who.
        CorruptPairs: a template of the file is missing. Nothing was written.
        StoreError: release, template or categories are known in the store as something else.
    """
    templates = pairs.templates
    exchange = Exchange(store)
    targets = {one.target.release_id: one.target for one in binding.routes.values() if one.target}
    known = {name: exchange.newest(name) for name in targets}
    left_out = LeftOut(frozenset(pairs.head.included), pairs.schemas)
    plan, seen = _Plan(), Counter[Bound]()
    home = _Homecoming(known)
    wanted = frozenset(outcomes)
    if reviewer is None and any(one.by for one in (decisions or {}).values()):
        raise ValueError("labels were moved: say who the reviewer is")
    for bound in binding.annotations(tuple(Bound)[:-1]):
        seen[bound.outcome] += 1
        if bound.outcome not in wanted:
            continue
        decision = None if decisions is None else decisions.get(bound.was.annotation_id, Decision(False))
        if decision is not None and not decision.accepted:
            continue
        key = _template_key(templates, bound)
        route = binding.routes[str(bound.row["release_id"])]
        template, bounds = templates[key], _bounds(bound.target)
        contributor = _person(str(bound.row["contributor"]), pairs.head.name)
        for part in bound.parts:
            planned = _planned(
                home.named(part, bound),
                bound,
                template,
                route,
                pairs.head.name,
                binding,
                taken=decision is not None,
            )
            try:
                moved = nudged(planned, bound.target.place.axis, decision.by) if decision else planned
                check_annotation(moved, template=template, bounds=bounds)
            except (AnnotationError, PairsError) as error:
                plan.refused.append(Kept(bound.was.annotation_id, str(error)))
                continue
            moved = replace(moved, source="human") if decision and decision.by else planned
            if (version := known[bound.target.release_id].get(planned.annotation_id)) is not None:
                _compare(planned, moved, version.annotation, key, left_out, plan)
                continue
            if moved is not planned:
                try:
                    check_annotation(planned, template=template, bounds=bounds)
                except AnnotationError as error:
                    plan.refused.append(Kept(bound.was.annotation_id, str(error)))
                    continue
                plan.moved[planned.annotation_id] = moved
            plan.added.setdefault((bound.target.release_id, key, contributor), []).append(planned)
    seen[Bound.UNMAPPABLE] = len(binding.rows) - sum(seen.values())
    receipts: list[Receipt] = []
    tasks: dict[str, None] = {}
    if not dry_run:
        written = _Counted(sum(map(len, plan.added.values())) + len(plan.moved), progress)
        for (release, key, person), annotations in plan.added.items():
            task, made = _write(
                store, targets[release], project, templates[key], person, annotations, plan.refused, written
            )
            tasks[task] = None
            receipts += made
        if plan.moved and reviewer is not None:
            receipts += _move(store, plan.moved, reviewer, targets, written)
    return Imported(
        sum(map(len, plan.added.values())),
        plan.there,
        tuple(plan.differs),
        tuple(plan.refused),
        {one: seen[one] for one in Bound},
        tuple(receipts),
        tuple(tasks),
        len(plan.moved),
    )


@dataclass
class _Counted:
    """How many are written of how many."""

    total: int
    tell: Callable[[int, int], None] | None
    done: int = 0

    def add(self, count: int) -> None:
        self.done += count
        if self.tell is not None:
            self.tell(self.done, self.total)


# An annotation that comes to more parts than this on another release is not known again by the others.
_PARTS = 4


class _Homecoming:
    """Labels of this store that were carried elsewhere, and come back: they are what they were."""

    def __init__(self, known: Mapping[str, Mapping[str, object]]) -> None:
        self._known = known
        self._names: dict[tuple[str, str], dict[str, str]] = {}

    def named(self, part: Annotation, bound: BoundAnnotation) -> Annotation:
        """A part of what came, with the identity that it has here already, if it set out from here."""
        here, there = bound.target.release_id, str(bound.row["release_id"])
        if here == there:
            return part
        if (names := self._names.get((here, there))) is None:
            names = self._names[here, there] = {
                carried_identity(own, there, n): own for own in self._known[here] for n in range(_PARTS)
            }
        own = names.get(bound.was.annotation_id)
        return part if own is None else replace(part, annotation_id=own)


def _template_key(
    templates: Mapping[tuple[str, int, int], Template], bound: BoundAnnotation
) -> tuple[str, int, int]:
    """The template that the annotation's task has, with the newest version of its schema in the file."""
    name, version = str(bound.row["template"]), int(str(bound.row["template_version"]))
    fitting = [one for one in templates if one[:2] == (name, version)]
    if not fitting:
        raise CorruptPairs(f"the file has no template {name!r} version {version}, of which it has labels")
    return max(fitting)


def _person(contributor: str, name: str) -> str:
    """Who made it. A name that is no pseudonym gets the file's: nobody speaks as somebody else here."""
    return contributor if _PSEUDONYM.fullmatch(contributor) else f"{contributor} (pairs:{name})"


def _planned(
    part: Annotation,
    bound: BoundAnnotation,
    template: Template,
    route: Route,
    name: str,
    binding: Binding,
    *,
    taken: bool,
) -> Annotation:
    doubted = bound.outcome in DOUBTED and not taken
    planned = replace(part, source=f"pairs:{name}"[:MAX_NAME], uncertain=part.uncertain or doubted)
    if route.time_map is None or not values_of(planned):
        return planned
    category = template.categories.category(planned.category)
    times = [] if category is None else [
        one.name for one in category.attributes
        if one.kind is AttributeKind.TIME and one.name in values_of(planned)
    ]  # fmt: skip
    if not times:
        return planned
    source = binding.releases[str(bound.row["release_id"])].place
    values = dict(values_of(planned))
    for one in times:
        tick = values[one]
        moved = carry_frames(
            route.time_map, source.axis, bound.target.place.axis, np.array([tick], dtype=np.int64)
        )
        if moved.outcome[0] == Outcome.UNMAPPED:
            del values[one]
            planned = replace(planned, uncertain=True)
        else:
            values[one] = int(moved.pts[0])
    attributes = {key: value for key, value in planned.attributes.items() if key != VALUES}
    if values:
        attributes[VALUES] = values
    return replace(planned, attributes=attributes)


def _bounds(target: Target) -> ReleaseBounds:
    place = target.place
    return ReleaseBounds(target.name, place.axis.pts, place.axis.end_pts, place.width, place.height)


def _compare(
    planned: Annotation,
    moved: Annotation,
    there: Annotation | None,
    key: tuple[str, int, int],
    left_out: LeftOut,
    plan: _Plan,
) -> None:
    """``planned`` is how it came, ``moved`` where the reviewer put it, ``there`` what the store has."""
    if there is None:
        plan.differs.append(Kept(planned.annotation_id, "it was deleted in the store"))
        return
    schema = next((one for one in left_out.schemas if one[1] == key[2]), ("", 0))
    came, now, theirs = (
        told(
            replace(one, attributes=left_out.attributes(one.attributes, schema, one.category)),
            without=_NOT_SAID,
        )
        for one in (planned, moved, there)
    )
    if theirs == now:
        plan.there += 1
        return
    if theirs == came:
        plan.there += 1
        plan.moved[planned.annotation_id] = moved
        return
    _differ(planned, json.loads(now), json.loads(theirs), plan)


def _differ(
    planned: Annotation, ours: Mapping[str, object], theirs: Mapping[str, object], plan: _Plan
) -> None:
    fields = ", ".join(name for name in ours if ours[name] != theirs[name])
    plan.differs.append(Kept(planned.annotation_id, f"the store has another {fields}"))


def _write(
    store: Store,
    target: Target,
    project: str,
    template: Template,
    person: str,
    annotations: list[Annotation],
    refused: list[Kept],
    written: _Counted,
) -> tuple[str, list[Receipt]]:
    place = target.place
    task = task_on(
        store,
        target.release_id,
        target.name,
        project,
        template,
        time_base=target.time_base,
        pts=place.axis.pts,
        end_pts=place.axis.end_pts,
        frame_rate=target.frame_rate,
        width=place.width,
        height=place.height,
    )
    standing = store.template_of(task)
    if standing.categories != template.categories:
        # The project went on to another version of the schema, or never came to this one.
        taken: list[Annotation] = []
        for one in annotations:
            try:
                check_annotation(one, template=standing, bounds=_bounds(target))
                taken.append(one)
            except AnnotationError as error:
                refused.append(Kept(one.annotation_id, str(error)))
        annotations[:] = taken
    receipts: list[Receipt] = []
    for batch in _batches(annotations):
        edits = tuple(Edit(Op.CREATE, one.annotation_id, 0, None, one) for one in batch)
        said = "\n".join([task, person, *(f"{one.annotation_id} {told(one)}" for one in batch)])
        receipts.append(
            store.commit(
                Commit(
                    str(uuid.uuid5(_COMMITS, said)),
                    task,
                    person,
                    edits,
                    tool="pairs",
                    tool_version=program_version(),
                    schema_version=standing.categories.version,
                )
            )
        )
        written.add(len(batch))
    return task, receipts


def _move(
    store: Store,
    moved: Mapping[str, Annotation],
    reviewer: str,
    releases: Iterable[str],
    written: _Counted,
) -> list[Receipt]:
    """Write where the reviewer put labels, each as a version after the one that the store has."""
    exchange = Exchange(store)
    edits: dict[str, list[Edit]] = {}
    for release in releases:
        for name, version in exchange.newest(release).items():
            if name in moved and version.annotation is not None:
                edit = Edit(Op.UPDATE, name, version.version, version.annotation, moved[name])
                edits.setdefault(version.task_id, []).append(edit)
    receipts: list[Receipt] = []
    for task, all_edits in edits.items():
        for n in range(0, len(all_edits), MAX_EDITS):
            batch = tuple(all_edits[n : n + MAX_EDITS])
            said = [
                f"{one.annotation_id} {one.base_version} {told(moved[one.annotation_id])}" for one in batch
            ]
            receipts.append(
                store.commit(
                    Commit(
                        str(uuid.uuid5(_COMMITS, "\n".join([task, reviewer, *said]))),
                        task,
                        reviewer,
                        batch,
                        tool="pairs",
                        tool_version=program_version(),
                    )
                )
            )
            written.add(len(batch))
    return receipts


def _batches(annotations: list[Annotation]) -> Iterable[list[Annotation]]:
    return (annotations[n : n + MAX_EDITS] for n in range(0, len(annotations), MAX_EDITS))
