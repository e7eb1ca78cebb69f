"""Bringing a pairs file into a store: what is not there is added, what is there is never overwritten."""

from __future__ import annotations

import json
import re
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
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
from animewidgets.annotations.category_attributes import AttributeKind
from animewidgets.annotations.validate import MAX_EDITS, MAX_NAME
from animewidgets.annotations.values import VALUES, values_of
from animewidgets.datasets.pairs.annotation_rows import told
from animewidgets.datasets.pairs.bind import Binding, Bound, BoundAnnotation
from animewidgets.datasets.pairs.contents import Pairs
from animewidgets.datasets.pairs.parts import program_version
from animewidgets.datasets.pairs.private import LeftOut
from animewidgets.datasets.pairs.routes import Route, Target
from animewidgets.datasets.tasks import task_on
from animewidgets.errors import AnnotationError, CorruptPairs
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
    """

    added: int
    there: int
    differs: tuple[Kept, ...]
    refused: tuple[Kept, ...]
    outcomes: Mapping[Bound, int]
    receipts: tuple[Receipt, ...]
    tasks: tuple[str, ...]


@dataclass
class _Plan:
    added: dict[tuple[str, tuple[str, int, int], str], list[Annotation]] = field(default_factory=dict)
    there: int = 0
    differs: list[Kept] = field(default_factory=list)
    refused: list[Kept] = field(default_factory=list)


def import_pairs(
    pairs: Pairs,
    store: Store,
    binding: Binding,
    *,
    project: str,
    outcomes: Iterable[Bound] = tuple(Bound)[:-1],
    dry_run: bool = False,
) -> Imported:
    """Add the annotations of a pairs file to a store.

    On the release itself they keep their identities, on another one they have those that
    :func:`~animewidgets.annotations.carried.carry_annotation` makes: so nothing is ever there twice. Their
    source is ``pairs:NAME``, and whoever made them is the person. What a person should look at is uncertain.

    Args:
        pairs: the file.
        store: where they go.
        binding: of that file; ``bind`` gives it.
        project: the project that they go to; made where it is not known.
        outcomes: which ones are brought in.
        dry_run: tell what would be done, and write nothing.

    Raises:
        CorruptPairs: a template of the file is missing. Nothing was written.
        StoreError: release, template or categories are known in the store as something else.
    """
    templates = pairs.templates
    exchange = Exchange(store)
    targets = {one.target.release_id: one.target for one in binding.routes.values() if one.target}
    known = {name: exchange.newest(name) for name in targets}
    left_out = LeftOut(frozenset(pairs.head.included), pairs.schemas)
    plan, seen = _Plan(), Counter[Bound]()
    wanted = frozenset(outcomes)
    for bound in binding.annotations(tuple(Bound)[:-1]):
        seen[bound.outcome] += 1
        if bound.outcome not in wanted:
            continue
        key = _template_key(templates, bound)
        route = binding.routes[str(bound.row["release_id"])]
        template, bounds = templates[key], _bounds(bound.target)
        contributor = _person(str(bound.row["contributor"]), pairs.head.name)
        for part in bound.parts:
            planned = _planned(part, bound, template, route, pairs.head.name, binding)
            if (version := known[bound.target.release_id].get(planned.annotation_id)) is not None:
                _compare(planned, version.annotation, key, left_out, plan)
                continue
            try:
                check_annotation(planned, template=template, bounds=bounds)
            except AnnotationError as error:
                plan.refused.append(Kept(bound.was.annotation_id, str(error)))
                continue
            plan.added.setdefault((bound.target.release_id, key, contributor), []).append(planned)
    seen[Bound.UNMAPPABLE] = len(binding.rows) - sum(seen.values())
    receipts: list[Receipt] = []
    tasks: dict[str, None] = {}
    if not dry_run:
        for (release, key, person), annotations in plan.added.items():
            task, made = _write(
                store, targets[release], project, templates[key], person, annotations, plan.refused
            )
            tasks[task] = None
            receipts += made
    return Imported(
        sum(map(len, plan.added.values())),
        plan.there,
        tuple(plan.differs),
        tuple(plan.refused),
        {one: seen[one] for one in Bound},
        tuple(receipts),
        tuple(tasks),
    )


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
) -> Annotation:
    planned = replace(
        part, source=f"pairs:{name}"[:MAX_NAME], uncertain=part.uncertain or bound.outcome in DOUBTED
    )
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
    there: Annotation | None,
    key: tuple[str, int, int],
    left_out: LeftOut,
    plan: _Plan,
) -> None:
    if there is None:
        plan.differs.append(Kept(planned.annotation_id, "it was deleted in the store"))
        return
    schema = next((one for one in left_out.schemas if one[1] == key[2]), ("", 0))
    bare = [
        replace(one, attributes=left_out.attributes(one.attributes, schema, one.category))
        for one in (planned, there)
    ]
    if told(bare[0], without=_NOT_SAID) == told(bare[1], without=_NOT_SAID):
        plan.there += 1
        return
    ours, theirs = (json.loads(told(one, without=_NOT_SAID)) for one in bare)
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
    return task, receipts


def _batches(annotations: list[Annotation]) -> Iterable[list[Annotation]]:
    return (annotations[n : n + MAX_EDITS] for n in range(0, len(annotations), MAX_EDITS))
