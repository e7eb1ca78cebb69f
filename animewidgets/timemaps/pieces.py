"""The pieces that a time map is made of: footage that both releases have, or only one of them."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from typing import Literal

from animewidgets.timebase import Span, round_half_up
from animewidgets.timemaps.picture import PictureMap

#: What a piece is in a broadcast; ``"match"`` where nothing more is known of what both have.
PieceRole = Literal[
    "match",
    "avant",
    "opening",
    "part",
    "eyecatch",
    "ending",
    "preview",
    "sponsor",
    "commercial",
    "removed",
    "pre-roll",
    "unknown",
]

#: ``proposed`` by a program, ``confirmed`` by a person as it was, or ``edited`` by one.
Status = Literal["proposed", "confirmed", "edited"]


class Flag(StrEnum):
    """What is to be known of a piece beside where it lies."""

    #: The same instant, drawn otherwise: shapes may not fit, cuts do.
    PICTURE_CHANGED = "picture_changed"
    #: The footage is there more than once; ``alternatives`` say where.
    REPEATED = "repeated"
    #: The picture stands still: it cannot say where exactly.
    STILL = "still"
    #: There is no sound to be heard: it cannot say where.
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a match rests on.

    Args:
        frames: how many frames of the source were compared.
        informative: on how many of them something changed, so that another offset would not fit.
        agreeing: how many of the informative ones agree.
        sound: how well the sound agrees, from -1 to 1; ``None`` where it was not asked.
    """

    frames: int
    informative: int
    agreeing: int
    sound: float | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.agreeing <= self.informative <= self.frames:
            raise ValueError(
                f"of {self.frames} frames {self.informative} informative and {self.agreeing} agreeing ones "
                "cannot be: each is a part of the one before"
            )
        if self.sound is not None and not -1 <= self.sound <= 1:
            raise ValueError(f"the sound agrees from -1 to 1, not {self.sound}")


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """How far off a match may be, in ticks of the target to either side: its offset, and its two borders."""

    offset: int = 0
    start: int = 0
    end: int = 0

    def __post_init__(self) -> None:
        if min(self.offset, self.start, self.end) < 0:
            raise ValueError(f"an uncertainty is no less than 0, got {self.offset}, {self.start}, {self.end}")


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a time map.

    Args:
        source: span in ticks of the source release; ``None``: only the target has it.
        target: span in ticks of the target release; ``None``: only the source has it.
        role: what it is in the broadcast.
        confidence: that it is right, from 0 to 1.
        status: who says so.
        rate: ticks of the target per tick of the source, of a match; ``None``: as the spans are to one
            another. A rate that is known, such as 1001/1000, keeps a long piece from drifting by rounding.
        evidence: what it rests on.
        uncertainty: how far off it may be.
        flags: what else is to be known.
        alternatives: other spans of the target that show the same, where it is repeated.
        source_alternatives: likewise of the source.
        author: who confirmed or edited it; a pseudonym.
        picture: where points of the picture lie, where it differs from the map's.

    Raises:
        ValueError: it has neither side; a match has an empty side, or spans that its rate does not lead to;
            the confidence lies outside 0 to 1.
    """

    source: Span | None
    target: Span | None
    role: PieceRole = "match"
    confidence: float = 1.0
    status: Status = "proposed"
    rate: Fraction | None = None
    evidence: Evidence | None = None
    uncertainty: Uncertainty = Uncertainty()
    flags: frozenset[Flag] = frozenset()
    alternatives: tuple[Span, ...] = ()
    source_alternatives: tuple[Span, ...] = ()
    author: str | None = None
    picture: PictureMap | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "flags", frozenset(self.flags))
        if self.source is None and self.target is None:
            raise ValueError("a time map piece needs a source span, a target span, or both")
        if not 0 <= self.confidence <= 1:
            raise ValueError(f"a confidence lies from 0 to 1, got {self.confidence}")
        if self.source is None or self.target is None:
            if self.rate is not None:
                raise ValueError("only a match, which has both sides, has a rate")
            return
        if not self.source.duration or not self.target.duration:
            raise ValueError(
                f"a match of {_told(self.source)} with {_told(self.target)} is empty on one side"
            )
        if self.rate is not None:
            self._check_rate(self.source, self.target, self.rate)

    def _check_rate(self, source: Span, target: Span, rate: Fraction) -> None:
        if rate <= 0:
            raise ValueError(f"a rate is greater than 0, got {rate}")
        reached = round_half_up(source.duration * rate)
        # Both ends are rounded to ticks, of whichever side has the longer ones.
        if abs(reached - target.duration) > 1 + rate:
            raise ValueError(
                f"at the rate {rate} the source {_told(source)} lasts {reached} ticks of the target, "
                f"but {_told(target)} lasts {target.duration}"
            )

    @property
    def is_match(self) -> bool:
        """Whether both releases have it."""
        return self.source is not None and self.target is not None

    @property
    def sides(self) -> tuple[Span, Span]:
        """Source and target of a match. Raises ``ValueError`` where it is none."""
        if self.source is None or self.target is None:
            raise ValueError(f"the piece {self.role!r} has one side only")
        return self.source, self.target

    @property
    def slope(self) -> Fraction:
        """Ticks of the target per tick of the source, of a match."""
        source, target = self.sides
        return self.rate or Fraction(target.duration, source.duration)

    def inverted(self) -> Piece:
        """The same piece, seen from the other release."""
        turned = self.uncertainty
        if self.is_match:
            turned = Uncertainty(
                *(math.ceil(one / self.slope) for one in (turned.offset, turned.start, turned.end))
            )
        return replace(
            self,
            source=self.target,
            target=self.source,
            rate=None if self.rate is None else 1 / self.rate,
            uncertainty=turned,
            alternatives=self.source_alternatives,
            source_alternatives=self.alternatives,
            picture=None if self.picture is None else self.picture.inverted(),
        )


def _told(span: Span) -> str:
    return f"[{span.start}, {span.end})"
