"""What aligning gives: pieces in the order of the source, with the evidence for each."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from animewidgets.timebase import Span
from animewidgets.timemaps import PieceRole

#: ``picture_changed``: both releases have something there, but not the same picture. ``repeated``: the same
#: footage is elsewhere in the target, too. ``still``: hardly anything moves. ``silent``: there is no sound.
Flag = Literal["picture_changed", "repeated", "still", "silent"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a piece.

    ``frames`` of the source were compared. ``changes`` is the number of informative changes of its picture,
    ``agreed`` how many of them the target shows at the right time; ``likeness`` how alike the pictures are on
    average (-1 … 1) and ``sound`` how alike the sounds are, ``None`` where nothing can be heard.
    """

    frames: int
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
    #: Where a point of the source's picture is in the target's: scale of x and y, then shift of x and y, in
    #: pixels; to about a hundredth of the picture where there are bars. ``None`` where nothing matches.
    picture: tuple[float, float, float, float] | None = None

    @property
    def matches(self) -> tuple[AlignedPiece, ...]:
        """The pieces that both releases have."""
        return tuple(piece for piece in self.pieces if piece.is_match)
