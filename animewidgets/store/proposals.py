"""What people propose to change in a schema: votes, remarks, and what a maintainer decides."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from animewidgets.annotations import CategorySchema
from animewidgets.annotations.schema_changes import SchemaChange, apply, collisions, touches
from animewidgets.annotations.schema_changes_json import change_from_json, change_to_json
from animewidgets.errors import NotMaintainer, SchemaChangeRefused, SchemaError, UnknownProposal
from animewidgets.store._handle import Handle
from animewidgets.store._schema_rows import compact
from animewidgets.store._session import Row, Session
from animewidgets.store._statements import statement
from animewidgets.store.schemas import Schemas

if TYPE_CHECKING:
    import pandas as pd

Status = Literal["open", "accepted", "rejected", "withdrawn"]
Vote = Literal[-1, 0, 1]

LONGEST_REASON = 10_000


@dataclass(frozen=True, slots=True)
class Remark:
    """What somebody said of a proposal; ``created_us`` is microseconds since 1970."""

    person: str
    text: str
    created_us: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change that somebody proposed.

    Args:
        proposal_id: its identity.
        schema_id: of which schema.
        base_version: the version that it was made on.
        project: for the sake of which project.
        person: who proposed it.
        change: what.
        reason: why, in words.
        created_us: when, in microseconds since 1970.
        status: whether it is open, and else what became of it.
        votes: the newest vote of each person, 1 or -1; who took theirs back is not there.
        remarks: what was said of it, oldest first.
        usage: live annotations of each category that it speaks of.
        refusal: why it cannot be applied to the newest version; ``None`` where it can.
        collisions: other open proposals that cannot be accepted as well, and why: identity → reason.
        decided_by: who decided, where somebody did.
        decision_reason: likewise, why.
        accepted_version: the version that it became.
    """

    proposal_id: str
    schema_id: str
    base_version: int
    project: str
    person: str
    change: SchemaChange
    reason: str
    created_us: int
    status: Status
    votes: dict[str, int]
    remarks: tuple[Remark, ...] = ()
    usage: dict[str, int] | None = None
    refusal: str | None = None
    collisions: dict[str, str] | None = None
    decided_by: str | None = None
    decision_reason: str | None = None
    accepted_version: int | None = None


class Proposals:
    """The proposals of an open store; :attr:`Store.proposals`.

    Anyone may propose, vote and remark; only who proposed may withdraw, and only who maintains the schema may
    accept or reject. All of it are rows, and a decision is never taken back: propose again.
    Methods that take a ``proposal_id`` raise ``UnknownProposal`` where there is none such, or where it was
    decided already and may no longer be changed.
    """

    def __init__(self, handle: Handle, schemas: Schemas) -> None:
        self._handle = handle
        self._schemas = schemas

    def propose(self, schema_id: str, change: SchemaChange, *, person: str, project: str, reason: str) -> str:
        """Propose a change of the newest version; gives the identity of the proposal.

        Raises:
            SchemaChangeRefused: it makes no sense for the newest version.
            UnknownSchema: there is no such schema.
        """
        schema = self._schemas.get(schema_id)
        apply(schema, change)
        proposal_id = str(uuid.uuid4())
        proposing = statement(
            "propose",
            proposal_id=proposal_id,
            schema_id=schema_id,
            base_version=schema.version,
            project=project,
            person=person,
            change=compact(change_to_json(change)),
            reason=_text(reason, "a reason"),
        )
        known = statement("ensure_person", person=person)

        def write(session: Session) -> None:
            # Sent again after its answer was lost, it is there already.
            if not session.rows(statement("proposal", proposal_id=proposal_id)):
                session.transaction([known, proposing])

        self._handle.writing(write)
        return proposal_id

    def vote(self, proposal_id: str, person: str, vote: int) -> None:
        """Vote for (1) or against (-1) an open proposal, or take one's vote back (0)."""
        if vote not in (-1, 0, 1):
            raise ValueError(f"a vote is 1, -1 or 0, not {vote!r}")
        self._open(proposal_id)
        self._handle.write("vote", proposal_id=proposal_id, person=person, vote=vote)

    def remark(self, proposal_id: str, person: str, text: str) -> None:
        """Say something of a proposal, also of one that was decided."""
        self._row(proposal_id)
        if not text.strip():
            raise ValueError("a remark says something")
        self._handle.write("remark", proposal_id=proposal_id, person=person, remark=_text(text, "a remark"))

    def withdraw(self, proposal_id: str, *, person: str, reason: str = "") -> None:
        """Take one's own open proposal back. Raises ``NotMaintainer`` where it is somebody else's."""
        row = self._open(proposal_id)
        if row[3] != person:
            raise NotMaintainer(f"{row[3]!r} proposed it, and only they can withdraw it")
        self._decide(proposal_id, "withdrawn", person, reason)

    def reject(self, proposal_id: str, *, person: str, reason: str) -> None:
        """Decide against an open proposal. Raises ``NotMaintainer``."""
        row = self._open(proposal_id)
        self._schemas.check_maintainer(str(row[11]), person, "decide on proposals")
        self._decide(proposal_id, "rejected", person, reason)

    def accept(self, proposal_id: str, *, person: str, note: str | None = None) -> CategorySchema:
        """Publish the next version of the schema with an open proposal in it; gives that version.

        Version and decision are written together: one is never there without the other.

        Raises:
            SchemaChangeRefused: it can no longer be applied to the newest version.
            NotMaintainer: others maintain the schema.
            SchemaConflict: somebody published at the same moment.
        """

        def write(session: Session) -> CategorySchema:
            row = self._open(proposal_id)
            change = change_from_json(json.loads(str(row[4])))
            newest = self._schemas.get(str(row[11]))
            applied = apply(newest, change)
            made = replace(applied.schema, version=newest.version + 1)
            said = note if note is not None else f"Proposed by {row[3]}: {row[5]}".rstrip(": ")
            publication = self._schemas.publication(made, applied.links, person=person, note=said)
            deciding = statement(
                "decide",
                proposal_id=proposal_id,
                decision="accepted",
                person=person,
                reason="",
                version=made.version,
            )
            session.transaction([deciding, *publication])
            return made

        return self._handle.writing(write)

    def list(self, schema_id: str) -> pd.DataFrame:
        """All proposals of a schema as the view ``proposals`` has them, oldest first."""
        sql = statement("list_proposals", schema_id=schema_id)
        return self._handle.link.run(lambda session: session.frame(sql, read_only=True))

    def open(self, schema_id: str) -> Sequence[Proposal]:
        """The open proposals of a schema, oldest first, with all that helps to decide on them."""
        return [one for one in self.all(schema_id) if one.status == "open"]

    def all(self, schema_id: str) -> Sequence[Proposal]:
        """All proposals of a schema, oldest first. Of those that were decided only votes and remarks."""
        rows = self._handle.rows("proposals_of", schema_id=schema_id)
        if not rows:
            return []
        votes: dict[str, dict[str, int]] = {}
        for proposal_id, person, vote in self._handle.rows("votes_of", schema_id=schema_id):
            votes.setdefault(proposal_id, {})[str(person)] = int(vote)
        remarks: dict[str, list[Remark]] = {}
        for proposal_id, person, text, created in self._handle.rows("remarks_of", schema_id=schema_id):
            remarks.setdefault(proposal_id, []).append(Remark(str(person), str(text), int(created)))
        read = [_proposal(row, votes.get(row[0], {}), tuple(remarks.get(row[0], ()))) for row in rows]
        waiting = [one for one in read if one.status == "open"]
        if not waiting:
            return read
        used = {str(row[0]): int(row[1]) for row in self._handle.rows("category_usage", schema_id=schema_id)}
        judged = {one.proposal_id: one for one in judge(self._schemas.get(schema_id), waiting, used)}
        return [judged.get(one.proposal_id, one) for one in read]

    def stamp(self, schema_id: str) -> str:
        """Another text as soon as somebody proposed, voted, remarked, decided, published or migrated."""
        return str(self._handle.rows("community_stamp", schema_id=schema_id)[0][0])

    def _decide(self, proposal_id: str, decision: Status, person: str, reason: str) -> None:
        deciding = statement(
            "decide",
            proposal_id=proposal_id,
            decision=decision,
            person=person,
            reason=_text(reason, "a reason"),
            version=None,
        )

        def write(session: Session) -> None:
            row = self._row(proposal_id)
            if (row[7], row[8]) != (decision, person):  # else its answer was lost
                self._open(proposal_id)
                session.transaction([statement("ensure_person", person=person), deciding])

        self._handle.writing(write)

    def _row(self, proposal_id: str) -> Row:
        try:
            uuid.UUID(proposal_id)
        except (ValueError, AttributeError) as error:
            raise UnknownProposal(f"{proposal_id!r} is no identity of a proposal") from error
        rows = self._handle.rows("proposal", proposal_id=proposal_id)
        if not rows:
            raise UnknownProposal(f"there is no proposal {proposal_id} in {self._handle.path}")
        return rows[0]

    def _open(self, proposal_id: str) -> Row:
        row = self._row(proposal_id)
        if row[7] != "open":
            raise UnknownProposal(
                f"the proposal was {row[7]} by {row[8]!r} already: look at the newest version, "
                "and propose again what it lacks",
                {"proposal_id": proposal_id, "status": row[7]},
            )
        return row


def judge(schema: CategorySchema, proposals: Sequence[Proposal], used: dict[str, int]) -> Sequence[Proposal]:
    """Open proposals with usage, refusals and collisions, as of the newest version. Pure."""
    found: dict[str, dict[str, str]] = {one.proposal_id: {} for one in proposals}
    refusals = {one.proposal_id: _refusal(schema, one.change) for one in proposals}
    able = [one for one in proposals if refusals[one.proposal_id] is None]
    for n, m, why in collisions(schema, [one.change for one in able]):
        one, other = able[n].proposal_id, able[m].proposal_id
        found[one][other] = found[other][one] = why
    return [
        replace(
            one,
            usage={name: used.get(name, 0) for name in sorted(touches(one.change)) if name in schema},
            refusal=refusals[one.proposal_id],
            collisions=found[one.proposal_id],
        )
        for one in proposals
    ]


def _refusal(schema: CategorySchema, change: SchemaChange) -> str | None:
    try:
        apply(schema, change)
    except SchemaChangeRefused as refused:
        return str(refused)
    return None


def _proposal(row: Row, votes: dict[str, int], remarks: tuple[Remark, ...]) -> Proposal:
    return Proposal(
        proposal_id=str(row[0]),
        schema_id=str(row[11]),
        base_version=int(row[1]),
        project=str(row[2]),
        person=str(row[3]),
        change=change_from_json(json.loads(str(row[4]))),
        reason=str(row[5]),
        created_us=int(row[6]),
        status=row[7],
        votes=votes,
        remarks=remarks,
        decided_by=row[8],
        decision_reason=row[9],
        accepted_version=row[10],
    )


def _text(text: str, what: str) -> str:
    if len(text) > LONGEST_REASON:
        raise SchemaError(f"{what} has at most {LONGEST_REASON} characters, got {len(text)}")
    return text
