"""A part of the source on its line, while its borders are still being found."""

from __future__ import annotations

from dataclasses import dataclass

from animewidgets.analysis.align.likeness import Line


@dataclass(slots=True)
class Part:
    """Source rows ``[first, stop)`` on a line, with what its borders and offset may be off by.

    ``earlier`` and ``later`` are seconds of the target; ``first_range`` and ``stop_range`` are the first and
    last rows that would do as well. ``changed``: the pictures are others. ``between``: it was sought
    in what other parts leave, where little is needed to believe in it.
    """

    line: Line
    first: int
    stop: int
    earlier: float = 0.0
    later: float = 0.0
    first_range: tuple[int, int] = (0, 0)
    stop_range: tuple[int, int] = (0, 0)
    changed: bool = False
    between: bool = False
