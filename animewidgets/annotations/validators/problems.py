"""What a validator finds wrong."""

from __future__ import annotations

from dataclasses import dataclass

from animewidgets.annotations.edits import JSON
from animewidgets.annotations.validators.rules import Level


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a unit.

    Args:
        rule: the rule that is broken: a :class:`Rule`, ``"required"`` for a field that the template requires,
            or ``"lane-category"`` for what stands on a lane of other categories.
        level: whether the unit can be done in spite of it.
        message: what is wrong and what to do, for people.
        pts: tick of the frame on which to look.
        annotation_id: of what is wrong, where it is one annotation.
    """

    rule: str
    level: Level
    message: str
    pts: int
    annotation_id: str | None = None

    def to_wire(self) -> dict[str, JSON]:
        """As ``docs/wire.md`` has it."""
        return {
            "rule": self.rule,
            "level": self.level.value,
            "message": self.message,
            "pts": self.pts,
            "annotation_id": self.annotation_id,
        }
