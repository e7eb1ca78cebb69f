"""What a browser may ask about versions of a schema, migrations and proposals, as one person.

See ``docs/wire.md``. Every message is read here, once; who sends it is known and never told by it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from animewidgets.annotations import JSON, CategorySchema, schema_to_json, shape
from animewidgets.annotations.category_attributes import LONGEST_NAME
from animewidgets.annotations.schema_changes import mentions, touches
from animewidgets.annotations.schema_changes_json import change_from_json, change_to_json
from animewidgets.widgets.channel import Buffers, Method, Params, Reply
from animewidgets.widgets.recategorise import recategorise
from animewidgets.widgets.schema_rows import (
    preview_rows,
    usage_rows,
    version_rows,
    waiting_rows,
)

if TYPE_CHECKING:
    from animewidgets.store import Store
    from animewidgets.store.proposals import Proposal

LONGEST_REASON = 10_000
LONGEST_NOTE = 2_000
LONGEST_PERSON = 200
NEWEST = 2**31 - 1
#: Annotations without a category that are listed at once; the rest is counted.
MOST_WAITING = 1_000
MOST_RECATEGORISED = 1_000

Told = dict[str, JSON]
#: The fields of a message, and what is called with them.
Calls = dict[str, tuple[set[str], Callable[[Told], Told]]]


class Community:
    """One person's place among those who arrange a schema together.

    Args:
        store: where all of it is kept.
        schema_id: the schema; it need not be published yet.
        project: whose annotations are counted and migrated, and for whose sake is proposed.
        person: who this is.
    """

    def __init__(self, store: Store, schema_id: str, project: str, person: str) -> None:
        self.store = store
        self.schema_id = schema_id
        self.project = project
        self.person = person

    def methods(self, published: Callable[[CategorySchema], None] = lambda _: None) -> dict[str, Method]:
        """The methods; ``published`` is called after an accepted proposal became a version."""

        def accept(told: Told) -> Told:
            schema = self._accept(told)
            published(schema)
            return {"version": schema.version}

        asked: Calls = {
            "community.state": ({"stamp"}, self._state),
            "schema.version": ({"version"}, self._version),
            "schema.difference": ({"from", "to"}, self._difference),
            "migration.preview": ({"to"}, self._preview),
            "migration.waiting": (set(), self._waiting),
        }
        done: Calls = {
            "schema.add_maintainer": ({"person"}, self._add_maintainer),
            "migration.run": ({"to"}, self._migrate),
            "migration.recategorise": ({"items", "category"}, self._recategorise),
            "proposals.propose": ({"change", "reason"}, self._propose),
            "proposals.vote": ({"proposal_id", "vote"}, self._vote),
            "proposals.remark": ({"proposal_id", "text"}, self._remark),
            "proposals.withdraw": ({"proposal_id"}, self._withdraw),
            "proposals.reject": ({"proposal_id", "reason"}, self._reject),
            "proposals.accept": ({"proposal_id", "note"}, accept),
        }
        return {
            **{name: Method(_reading(name, *call), "analysis") for name, call in asked.items()},
            **{name: Method(_reading(name, *call), "ordered") for name, call in done.items()},
        }

    # --- asking -------------------------------------------------------------------------------------

    def _state(self, told: Told) -> Told:
        known = shape.optional(_short, told["stamp"], "stamp")
        stamp = self.store.proposals.stamp(self.schema_id)
        if known == stamp:
            return {"stamp": stamp, "unchanged": True}
        schemas = self.store.schemas
        newest = schemas.newest(self.schema_id)
        return {
            "stamp": stamp,
            "person": self.person,
            "project": self.project,
            "maintainer": schemas.is_maintainer(self.schema_id, self.person),
            "maintainers": list[JSON](schemas.maintainers(self.schema_id)),
            "newest": newest,
            "versions": list[JSON](version_rows(schemas.versions(self.schema_id))),
            "standing": list[JSON](schemas.standing(self.project, self.schema_id)),
            "waiting": schemas.waiting(self.project, self.schema_id),
            "proposals": self._proposals() if newest else [],
        }

    def _proposals(self) -> list[JSON]:
        proposals = self.store.proposals.all(self.schema_id)
        used: dict[str, Told] = {}
        if any(one.status == "open" for one in proposals):
            used = {
                str(row["category_id"]): row for row in usage_rows(self.store.schemas.usage(self.schema_id))
            }
        return [self._proposal(one, used) for one in proposals]

    def _proposal(self, one: Proposal, used: Mapping[str, Told]) -> Told:
        base = self.store.schemas.get(self.schema_id, one.base_version)
        named = (base.category(name) for name in sorted(mentions(one.change)))
        spoken_of = sorted(touches(one.change) & used.keys()) if one.status == "open" else []
        return {
            "proposal_id": one.proposal_id,
            "base_version": one.base_version,
            "project": one.project,
            "person": one.person,
            "change": change_to_json(one.change),
            "reason": one.reason,
            "created_us": one.created_us,
            "status": one.status,
            "votes": [{"person": person, "vote": vote} for person, vote in one.votes.items()],
            "remarks": [
                {"person": said.person, "text": said.text, "created_us": said.created_us}
                for said in one.remarks
            ],
            "names": {found.category_id: found.name for found in named if found is not None},
            "usage": [used[name] for name in spoken_of],
            "refusal": one.refusal,
            "collisions": [
                {"proposal_id": other, "why": why} for other, why in (one.collisions or {}).items()
            ],
            "decided_by": one.decided_by,
            "decision_reason": one.decision_reason,
            "accepted_version": one.accepted_version,
        }

    def _version(self, told: Told) -> Told:
        return {"schema": schema_to_json(self.store.schemas.get(self.schema_id, _number(told, "version")))}

    def _difference(self, told: Told) -> Told:
        carried = self.store.schemas.map(self.schema_id, _number(told, "from"), _number(told, "to"))
        return {
            "links": [
                {"source": link.source, "targets": list(link.targets), "then": link.then}
                for link in carried.links
                if (link.targets, link.then) != ((link.source,), link.source)
            ]
        }

    def _preview(self, told: Told) -> Told:
        to = _number(told, "to")
        standing = list(self.store.schemas.standing(self.project, self.schema_id))
        rows = preview_rows(self.store.schemas.preview(self.project, self.schema_id, to)) if standing else []
        counted = [(row, int(str(row["annotations"]))) for row in rows]
        return {
            "to": to,
            "standing": list[JSON](standing),
            "annotations": sum(count for _, count in counted),
            "changed": sum(count for one, count in counted if one["target"] != one["source"]),
            "unplaced": sum(count for one, count in counted if one["target"] is None),
            "tasks": self.store.schemas.tasks_before(self.project, self.schema_id, to),
            "rows": [one for one, count in counted if count or one["kind"] != "same"],
        }

    def _waiting(self, told: Told) -> Told:
        schemas = self.store.schemas
        rows = schemas.to_recategorise(self.project, self.schema_id, most=MOST_WAITING)
        return {
            "total": schemas.waiting(self.project, self.schema_id),
            "items": list[JSON](waiting_rows(rows)),
        }

    # --- doing --------------------------------------------------------------------------------------

    def _add_maintainer(self, told: Told) -> Told:
        person = shape.text(told["person"], "person", at_least=1, at_most=LONGEST_PERSON).strip()
        self.store.schemas.add_maintainer(self.schema_id, person, by=self.person)
        return {}

    def _migrate(self, told: Told) -> Told:
        done = self.store.schemas.migrate(
            self.project, self.schema_id, _number(told, "to"), person=self.person
        )
        return {
            "number": done.number,
            "annotations": done.annotations,
            "unplaced": done.unplaced,
            "repeated": done.repeated,
        }

    def _recategorise(self, told: Told) -> Told:
        category = shape.text(told["category"], "category", at_least=1, at_most=LONGEST_NAME)
        listed = shape.array(told["items"], "items", at_least=1, at_most=MOST_RECATEGORISED)
        wanted: dict[str, int] = {}
        for n, one in enumerate(listed):
            read = shape.record(one, f"items[{n}]", required={"annotation_id", "version"})
            annotation_id = shape.identifier(read["annotation_id"], f"items[{n}].annotation_id")
            wanted[annotation_id] = shape.integer(
                read["version"], f"items[{n}].version", at_least=1, at_most=NEWEST
            )
        rows = self.store.schemas.to_recategorise(self.project, self.schema_id, most=NEWEST)
        tasks = dict(zip(map(str, rows["annotation_id"]), map(str, rows["task_id"]), strict=True))
        done, refused = recategorise(self.store, self.person, wanted, tasks, category)
        return {
            "done": list[JSON](done),
            "refused": [{"annotation_id": one, "message": why} for one, why in refused.items()],
        }

    def _propose(self, told: Told) -> Told:
        change = change_from_json(told["change"])
        reason = shape.text(told["reason"], "reason", at_most=LONGEST_REASON)
        made = self.store.proposals.propose(
            self.schema_id, change, person=self.person, project=self.project, reason=reason
        )
        return {"proposal_id": made}

    def _vote(self, told: Told) -> Told:
        vote = shape.integer(told["vote"], "vote", at_least=-1, at_most=1)
        self.store.proposals.vote(_identity(told), self.person, vote)
        return {}

    def _remark(self, told: Told) -> Told:
        text = shape.text(told["text"], "text", at_least=1, at_most=LONGEST_REASON)
        self.store.proposals.remark(_identity(told), self.person, text)
        return {}

    def _withdraw(self, told: Told) -> Told:
        self.store.proposals.withdraw(_identity(told), person=self.person)
        return {}

    def _reject(self, told: Told) -> Told:
        reason = shape.text(told["reason"], "reason", at_least=1, at_most=LONGEST_REASON)
        self.store.proposals.reject(_identity(told), person=self.person, reason=reason)
        return {}

    def _accept(self, told: Told) -> CategorySchema:
        note = shape.text(told["note"], "note", at_most=LONGEST_NOTE)
        return self.store.proposals.accept(_identity(told), person=self.person, note=note)


def _reading(name: str, fields: set[str], call: Callable[[Told], Told]) -> Callable[[Params, Buffers], Reply]:
    def answer(params: Params, _buffers: Buffers) -> Reply:
        return Reply(call(shape.record(dict(params), name, required=fields)))

    return answer


def _number(told: Told, name: str) -> int:
    return shape.integer(told[name], name, at_least=1, at_most=NEWEST)


def _identity(told: Told) -> str:
    return shape.identifier(told["proposal_id"], "proposal_id")


def _short(value: JSON, at: str) -> str:
    return shape.text(value, at, at_most=LONGEST_NAME)
