"""Skeletons: the key points that a thing of some category has, by name and in order."""

from __future__ import annotations

import re
from dataclasses import dataclass

from animewidgets.annotations.category_attributes import LONGEST_NAME, is_short_text

MOST_KEY_POINTS = 200

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True, slots=True)
class Skeleton:
    """Key points in the order in which they are placed, and what is drawn between them.

    Args:
        names: of the key points, all different; their order is that of ``geometry.points``.
        edges: pairs of names between which a line is drawn.
        mirrored: pairs of names ``(left, right)`` that change places when the picture is mirrored. Left is
            the thing's own left.
        left_colour: ``#rrggbb`` of the left side; ``None``: as the editor has it.
        right_colour: likewise.

    Raises:
        ValueError: a name is there twice, or an edge or pair names no key point.
    """

    names: tuple[str, ...]
    edges: tuple[tuple[str, str], ...] = ()
    mirrored: tuple[tuple[str, str], ...] = ()
    left_colour: str | None = None
    right_colour: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", tuple(self.names))
        object.__setattr__(self, "edges", tuple(map(tuple, self.edges)))
        object.__setattr__(self, "mirrored", tuple(map(tuple, self.mirrored)))
        if not 1 <= len(self.names) <= MOST_KEY_POINTS:
            raise ValueError(f"a skeleton has 1 to {MOST_KEY_POINTS} key points, got {len(self.names)}")
        for name in self.names:
            if not isinstance(name, str) or not is_short_text(name):
                raise ValueError(f"a key point needs a name of 1 to {LONGEST_NAME} characters, not {name!r}")
            if self.names.count(name) > 1:
                raise ValueError(f"the key point {name!r} is there twice")
        for what, pairs in (("edge", self.edges), ("mirrored pair", self.mirrored)):
            for pair in pairs:
                if len(pair) != 2 or pair[0] == pair[1]:
                    raise ValueError(f"expected two different key points as {what}, not {pair!r}")
                for name in pair:
                    if name not in self.names:
                        raise ValueError(f"the {what} {pair!r} names {name!r}, which is no key point")
        sides = [name for pair in self.mirrored for name in pair]
        for name in sides:
            if sides.count(name) > 1:
                raise ValueError(f"the key point {name!r} is in two mirrored pairs")
        for colour in (self.left_colour, self.right_colour):
            if colour is not None and not _COLOUR.fullmatch(colour):
                raise ValueError(f"a colour of a skeleton is written #rrggbb, not {colour!r}")
