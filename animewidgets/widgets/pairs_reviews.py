"""What a person decided of the labels of a pairs file, label by label, as the page tells it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from animewidgets.datasets.pairs.bind import Bound
from animewidgets.datasets.pairs.review import MOST_FRAMES
from animewidgets.errors import MalformedMessage
from animewidgets.store.pairs_reviews import ReviewChange, Verdict
from animewidgets.widgets.channel import Params

if TYPE_CHECKING:
    from animewidgets.datasets.pairs.labels import Labels
    from animewidgets.store import Store

#: Groups of labels that one step decides alike.
MOST_CHANGES = 2_000


@dataclass(frozen=True, slots=True)
class Said:
    """Of one label: 1 accepted, -1 rejected, 0 nothing; and by how many frames it was moved."""

    sign: int = 0
    by: int = 0

    @property
    def accepted(self) -> bool:
        """Whether it is taken."""
        return self.sign > 0

    @property
    def decision(self) -> Verdict | None:
        """In a word, or nothing."""
        return "accept" if self.sign > 0 else "reject" if self.sign < 0 else None


@dataclass(frozen=True, slots=True)
class Change:
    """Labels, by their rows, of which one thing is said now."""

    rows: tuple[int, ...]
    said: Said


NOTHING = Said()
_SIGNS = {"accept": 1, "reject": -1, None: 0}


def changes_of(params: Params, count: int) -> list[Change]:
    """The changes of a step, of a file with so many labels. Raises ``MalformedMessage``."""
    given = params.get("changes")
    if not isinstance(given, list) or not 1 <= len(given) <= MOST_CHANGES:
        raise MalformedMessage(f"changes must be a list of 1 to {MOST_CHANGES}")
    found: list[Change] = []
    for one in given:
        if not isinstance(one, dict):
            raise MalformedMessage("a change is a JSON object")
        rows, decision, by = one.get("rows"), one.get("decision"), one.get("by", 0)
        if not isinstance(rows, list) or not rows:
            raise MalformedMessage("rows must be a list of labels")
        for row in rows:
            if isinstance(row, bool) or not isinstance(row, int) or not 0 <= row < count:
                raise MalformedMessage(f"there is no label {row!r}: there are {count}")
        if not (decision is None or isinstance(decision, str)) or decision not in _SIGNS:
            raise MalformedMessage(f"a decision is 'accept', 'reject' or null, not {decision!r}")
        if isinstance(by, bool) or not isinstance(by, int) or abs(by) > MOST_FRAMES:
            raise MalformedMessage(f"a label is moved by at most {MOST_FRAMES} frames, not by {by!r}")
        found.append(Change(tuple(rows), Said(_SIGNS[decision], by)))
    return found


class Reviews:
    """Decisions of one person in a store, by file and by the release that a label came to.

    Args:
        store: where they are kept.
        person: whose.
    """

    def __init__(self, store: Store, person: str) -> None:
        self._store = store
        self._person = person

    def of(self, digest: str, targets: Mapping[str, str | None], ids: Sequence[str]) -> list[Said]:
        """What was said of labels; of one that came to two releases, what was said last."""
        here = {one for one in targets.values() if one is not None}
        known: dict[str, Said] = {}
        for changes in self._store.pairs_reviews.steps(digest, self._person):
            for change in changes:
                if change.target in here:
                    said = Said(_SIGNS[change.decision], change.by)
                    known |= dict.fromkeys(change.annotations, said)
        return [known.get(one, NOTHING) for one in ids]

    def decide(
        self,
        digest: str,
        targets: Mapping[str, str | None],
        step_id: str,
        labels: Labels,
        changes: Sequence[Change],
    ) -> None:
        """Keep what is said now. What came to no release cannot be taken, and nothing is said of it."""
        told: list[ReviewChange] = []
        for change in changes:
            by_target: dict[str, list[str]] = {}
            for row in change.rows:
                target = targets[labels.releases[labels.release[row]]]
                if target is not None and labels.outcome[row] != Bound.UNMAPPABLE:
                    by_target.setdefault(target, []).append(labels.ids[row])
            told += [
                ReviewChange(target, change.said.decision, change.said.by, tuple(ids))
                for target, ids in by_target.items()
            ]
        if told:
            self._store.pairs_reviews.decide(digest, step_id, told, person=self._person)
