"""What somebody has in hand of a schema and has not published: changes, step by step. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from animewidgets.annotations.schema_changes import SchemaChange

StepKind = Literal["change", "undo", "redo", "discard"]


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the table ``schema_drafts``: a gesture, or the taking back or bringing back of one.

    ``step_id`` is what the page called it that made it.
    """

    kind: StepKind
    base_version: int
    changes: tuple[SchemaChange, ...] = ()
    step_id: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """One person's draft of a schema.

    Args:
        base_version: the version that the changes stand on; 0 where there is none yet.
        gestures: what was done, oldest first; each may be several changes, undone together.
        undone: what was undone and can be done again, the next one last.
    """

    base_version: int
    gestures: tuple[tuple[SchemaChange, ...], ...] = ()
    undone: tuple[tuple[SchemaChange, ...], ...] = ()

    @property
    def changes(self) -> tuple[SchemaChange, ...]:
        """All changes that hold, in order."""
        return tuple(change for gesture in self.gestures for change in gesture)

    def after(self, step: Step) -> Draft:
        """The draft with one step more. What there is nothing of cannot be undone: then nothing happens.

        The first change after none tells the version that the draft stands on.
        """
        match step.kind:
            case "change":
                base = self.base_version if self.gestures else step.base_version
                return Draft(base, (*self.gestures, step.changes))
            case "undo" if self.gestures:
                return Draft(self.base_version, self.gestures[:-1], (*self.undone, self.gestures[-1]))
            case "redo" if self.undone:
                return Draft(self.base_version, (*self.gestures, self.undone[-1]), self.undone[:-1])
            case "discard":
                return Draft(step.base_version)
        return self


def fold(steps: Iterable[Step], base_version: int) -> Draft:
    """The draft that steps leave; ``base_version`` is what an empty one stands on."""
    draft = Draft(base_version)
    for step in steps:
        draft = draft.after(step)
    # Where nothing holds there is nothing that a newer version could contradict.
    return draft if draft.gestures or draft.undone else Draft(base_version)
