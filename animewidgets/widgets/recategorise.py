"""Give annotations that a migration left without a category another one: ordinary updates, by a person."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from animewidgets import __version__
from animewidgets.annotations import VALUES, Annotation, Category, Commit, Edit, Op, with_category
from animewidgets.errors import AnimeWidgetsError, UnknownCategory

if TYPE_CHECKING:
    from animewidgets.store import Store

#: What the log says of such a commit.
TOOL = "recategorise"
#: Where a migration writes down what an annotation said before.
WAS = "was"


def recategorise(
    store: Store, person: str, wanted: Mapping[str, int], tasks: Mapping[str, str], category: str
) -> tuple[list[str], dict[str, str]]:
    """Write one commit per task that gives annotations a category.

    What an annotation says by attributes that the category has it goes on saying; the rest stays in its
    history.

    Args:
        store: where.
        person: who chooses.
        wanted: annotation → the version that the person saw.
        tasks: annotation → task, of all that wait.
        category: which category.

    Returns:
        The annotations that have it now; and those that have not, with the reason in words.

    Raises:
        UnknownCategory: the version that a task stands on has no such category.
    """
    refused = {one: "it does not wait for a category any more" for one in wanted if one not in tasks}
    by_task: dict[str, list[str]] = {}
    for one in wanted:
        if one in tasks:
            by_task.setdefault(tasks[one], []).append(one)
    done: list[str] = []
    for task_id, ids in by_task.items():
        schema = store.template_of(task_id).categories
        target = schema.category(category)
        if target is None:
            raise UnknownCategory(
                f"category {category!r} is not in version {schema.version} of {schema.schema_id!r}, "
                "which the annotations stand on"
            )
        edits: list[Edit] = []
        for one in ids:
            try:
                before = store.version(task_id, one, wanted[one])
                edits.append(Edit(Op.UPDATE, one, wanted[one], before, _given(before, target)))
            except AnimeWidgetsError as error:
                refused[one] = str(error)
        if not edits:
            continue
        try:
            store.commit(
                Commit(
                    commit_id=str(uuid.uuid4()),
                    task_id=task_id,
                    person=person,
                    edits=tuple(edits),
                    tool=TOOL,
                    tool_version=__version__,
                )
            )
        except AnimeWidgetsError as error:  # somebody was there first: the page shows what is left
            refused.update({edit.annotation_id: str(error) for edit in edits})
        else:
            done += [edit.annotation_id for edit in edits]
    return done, refused


def _given(before: Annotation, category: Category) -> Annotation:
    """The annotation with the category, still saying what that one has attributes for."""
    was = before.attributes.get(WAS)
    said = was.get(VALUES) if isinstance(was, dict) else None
    attributes = {name: one for name, one in before.attributes.items() if name != WAS}
    if said is not None:
        attributes.setdefault(VALUES, said)
    return with_category(replace(before, attributes=attributes), category)
