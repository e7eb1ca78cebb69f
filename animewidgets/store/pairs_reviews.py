"""What people decided of the labels of pairs files, in the store: steps that are only ever added."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from animewidgets.store._handle import Handle

Verdict = Literal["accept", "reject"]


@dataclass(frozen=True, slots=True)
class ReviewChange:
    """Labels of which one thing is said now.

    Args:
        target: the release that they came to.
        decision: accepted, rejected, or ``None``: nothing.
        by: by how many frames of that release they were moved.
        annotations: their identities in the file.
    """

    target: str
    decision: Verdict | None
    by: int
    annotations: tuple[str, ...]


class PairsReviews:
    """Decisions about labels of pairs files. Made by :attr:`Store.pairs_reviews`."""

    def __init__(self, handle: Handle) -> None:
        self._handle = handle

    def decide(self, digest: str, step_id: str, changes: Iterable[ReviewChange], *, person: str) -> None:
        """Add a step; once this returns it is on disk. One that is there already is not added again.

        Args:
            digest: SHA-256 of the pairs file.
            step_id: a UUID.
            changes: what is said now.
            person: who says it.
        """
        told = [
            {
                "target": one.target,
                "decision": one.decision,
                "by": one.by,
                "annotations": list(one.annotations),
            }
            for one in changes
        ]
        self._handle.must_write()
        self._handle.write("ensure_person", person=person)
        self._handle.write(
            "pairs_review", digest=digest, step_id=step_id, person=person, changes=json.dumps(told)
        )

    def steps(self, digest: str, person: str) -> list[Sequence[ReviewChange]]:
        """The steps of a person about a file, oldest first."""
        rows = self._handle.rows("pairs_reviews", digest=digest, person=person)
        return [
            [
                ReviewChange(
                    str(one["target"]), one["decision"], int(one["by"]), tuple(map(str, one["annotations"]))
                )
                for one in json.loads(str(changes))
            ]
            for (changes,) in rows
        ]
