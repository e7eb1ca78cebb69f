"""What aligning gives: pieces in the order of the source, with the evidence for each."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from animewidgets.timebase import PieceRole, Span

#: ``picture_changed``: both releases have something there, but not the same picture. ``repeated``: the same
#: footage is elsewhere in the target, too. ``still``: hardly anything moves. ``silent``: there is no sound.
Flag = Literal["picture_changed", "repeated", "still", "silent"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a piece.

    ``changes`` is the number of informative changes of the source's picture, ``agreed`` how many of them the
    target shows at the right time; ``likeness`` how alike the pictures are on average (-1 … 1) and ``sound``
    how alike the sounds are, ``None`` where nothing can be heard.
    """

    changes: int
    agreed: int
    likeness: float
    sound: float | None


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """How far off a piece may be, in ticks of the target: its offset, and both borders (earlier, later)."""

    offset: int
    start: tuple[int, int]
    end: tuple[int, int]


@dataclass(frozen=True, slots=True)
class AlignedPiece:
    """A piece of an alignment: a match where both spans are there, else footage that one release alone has.

    ``rate`` is target seconds per source second, ``None`` where it is no match. ``alternatives`` are other
    spans of the target that show the same.
    """

    source: Span | None
    target: Span | None
    rate: Fraction | None
    role: PieceRole
    confidence: float
    evidence: Evidence | None = None
    uncertainty: Uncertainty | None = None
    flags: frozenset[Flag] = frozenset()
    alternatives: tuple[Span, ...] = ()

    @property
    def is_match(self) -> bool:
        """Whether both releases have it."""
        return self.source is not None and self.target is not None


@dataclass(frozen=True, slots=True)
class Alignment:
    """Pieces in the order of the source, and what the target alone has between them, in ticks of each."""

    source_release: str
    target_release: str
    source_time_base: Fraction
    target_time_base: Fraction
    rate: Fraction
    pieces: tuple[AlignedPiece, ...]

    @property
    def matches(self) -> tuple[AlignedPiece, ...]:
        """The pieces that both releases have."""
        return tuple(piece for piece in self.pieces if piece.is_match)
