"""What a browser may ask of the store, within one task and as one person. See ``docs/wire.md``."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from animewidgets import __version__
from animewidgets.annotations import (
    Annotation,
    Commit,
    ReleaseBounds,
    Template,
    category_to_json,
    commit_to_wire,
    group_to_json,
    parse_commit,
    to_wire,
    without_defaults,
)
from animewidgets.errors import AnimeWidgetsError, AnnotationError, MalformedMessage
from animewidgets.widgets.channel import JSON, Buffers, Method, Params, Reply, error_of
from animewidgets.widgets.schema_in_force import SchemaInForce

if TYPE_CHECKING:
    from animewidgets.store import Store

MOST_COMMITS = 200
#: The tool that a commit is made by which a program puts annotations in.
PREFILL = "prefill"
#: The tools whose commits are no gestures of a person; the page's undo passes over them.
PROGRAMS = (PREFILL, "migration")


@dataclass(frozen=True, slots=True)
class Desk:
    """One person's place at one task: all that the kernel knows and the browser must not tell it."""

    store: Store
    task_id: str
    project: str
    person: str
    #: What the task was opened by; its categories need not be those in force.
    opened: Template
    bounds: ReleaseBounds
    schema: SchemaInForce = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "schema", SchemaInForce(self.store, self.task_id, self.opened))

    @property
    def template(self) -> Template:
        """What the task takes, with the version of its categories that it stands on."""
        return self.schema.template

    @property
    def outbox(self) -> str:
        """Key of the browser's outbox: whoever else sits at this browser must not send these edits."""
        place = "\n".join((self.store.store_id, self.task_id, self.person))
        return hashlib.sha256(place.encode()).hexdigest()[:32]

    def hello(self) -> dict[str, JSON]:
        """The store's part of ``hello``: who, which task, live annotations, and the undo history."""
        news = self.store.news(self.task_id, after=0)
        self.schema.follow(news.schema_version)
        return {
            "outbox": self.outbox,
            "person": self.person,
            "task": {
                "task_id": self.task_id,
                "project": self.project,
                "template": self.template.template_id,
                "guidelines": self.template.guidelines,
            },
            "categories": [category_to_json(one) for one in self.template.categories],
            "groups": [group_to_json(one) for one in self.template.categories.groups],
            "schema": {
                "schema_id": self.template.categories.schema_id,
                "version": self.schema.version,
                "newest": self.schema.newest,
            },
            "annotations": [_lean(annotation, version) for annotation, version in news.live],
            "history": [
                {key: value for key, value in commit_to_wire(commit).items() if key in _LOGGED}
                for commit in self.store.history(self.task_id, self.person, besides=PROGRAMS)
            ],
            "number": news.number,
        }

    def methods(self, committed: Callable[[], None] = lambda: None) -> dict[str, Method]:
        """``store.commit`` and ``store.changes``; ``committed`` is called after something was written."""

        def commit(params: Params, _buffers: Buffers) -> Reply:
            commits = params.get("commits")
            if not isinstance(commits, list) or not 1 <= len(commits) <= MOST_COMMITS:
                raise MalformedMessage(f"commits must be a list of 1 to {MOST_COMMITS} commits")
            receipts: list[JSON] = []
            result: dict[str, JSON] = {"receipts": receipts}
            for data in commits:
                try:
                    receipts.append(self._commit(data))
                except AnimeWidgetsError as error:
                    commit_id = data.get("commit_id") if isinstance(data, dict) else None
                    result["refused"] = {"commit_id": commit_id, "error": error_of(error)}
                    break
            if receipts:
                committed()
            return Reply(result)

        def changes(params: Params, _buffers: Buffers) -> Reply:
            after = params.get("after")
            if isinstance(after, bool) or not isinstance(after, int) or after < 0:
                raise MalformedMessage(f"after must be a commit number from 0, not {after!r}")
            known = params.get("schema_version")
            if known is not None and (isinstance(known, bool) or not isinstance(known, int)):
                raise MalformedMessage(f"schema_version must be a whole number, not {known!r}")
            news = self.store.news(self.task_id, after=after)
            self.schema.follow(news.schema_version)
            told: dict[str, JSON] = {
                "number": news.number,
                "schema_version": news.schema_version,
                "annotations": [_lean(annotation, version) for annotation, version in news.live],
                "deleted": [
                    {"annotation_id": annotation_id, "version": version}
                    for annotation_id, version in news.deleted
                ],
            }
            if known is not None and known != news.schema_version:
                told["schema"] = self.schema.to_wire(known)
            return Reply(told)

        return {"store.commit": Method(commit, "ordered"), "store.changes": Method(changes, "ordered")}

    def _commit(self, data: JSON) -> dict[str, JSON]:
        try:
            receipt = self.store.commit(self._parsed(data))
        except AnnotationError:
            if not self.schema.catch_up():
                raise
            # The project went over to other categories meanwhile, and this was judged by the old ones.
            receipt = self.store.commit(self._parsed(data))
        return {
            "commit_id": receipt.commit_id,
            "number": receipt.number,
            "created_us": receipt.created_us,
            "repeated": receipt.repeated,
        }

    def _parsed(self, data: JSON) -> Commit:
        return parse_commit(
            data,
            task_id=self.task_id,
            person=self.person,
            tool_version=__version__,
            template=self.template,
            bounds=self.bounds,
            base=partial(self.store.version, self.task_id),
            carry=self.schema.carry,
        )


def _lean(annotation: Annotation, version: int) -> JSON:
    return without_defaults(to_wire(annotation, version))


_LOGGED = frozenset({"commit_id", "action", "reverts", "edits"})
