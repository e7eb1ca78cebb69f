"""The colours of the demo episode and the looks of its cast.

Colours are RGB triples of 0–255. Every surface has one lit and one shadow tone, as on a cel.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Colour = tuple[int, int, int]
HairStyle = Literal["bob", "long", "short", "twin", "ponytail"]
Outfit = Literal["sailor", "blazer", "hoodie"]


def rgb(text: str) -> Colour:
    """``#rrggbb`` as an RGB triple."""
    value = int(text.lstrip("#"), 16)
    return value >> 16, value >> 8 & 255, value & 255


def mix(a: Colour, b: Colour, amount: float) -> Colour:
    """The colour ``amount`` of the way from ``a`` (0) to ``b`` (1)."""
    red, green, blue = (round(x + (y - x) * amount) for x, y in zip(a, b, strict=True))
    return red, green, blue


def shade(colour: Colour, amount: float = 0.28) -> Colour:
    """The shadow tone: darker, and drawn towards violet as anime colour charts have it."""
    return mix(colour, (70, 40, 110), amount)


@dataclass(frozen=True, slots=True)
class Look:
    """One character's colour chart and style."""

    name: str
    hair_style: HairStyle
    outfit: Outfit
    hair: Colour
    eyes: Colour
    skin: Colour
    cloth: Colour
    accent: Colour
    voice_hz: float

    @property
    def line(self) -> Colour:
        """The colour of the line art: not black but a very dark tone of the hair."""
        return mix(self.hair, (28, 16, 34), 0.82)


CAST: tuple[Look, ...] = (
    Look(
        "Hinata", "bob", "sailor", rgb("#6b4a3f"), rgb("#c8743a"), rgb("#ffe3d2"),
        rgb("#fbfbf6"), rgb("#d8414f"), 255.0,
    ),
    Look(
        "Ren", "short", "blazer", rgb("#3a4668"), rgb("#4a8fd0"), rgb("#fbdcc6"),
        rgb("#3d4a72"), rgb("#b23a48"), 132.0,
    ),
    Look(
        "Yuzuki", "long", "sailor", rgb("#5a4a8c"), rgb("#8a5cc8"), rgb("#ffe8dc"),
        rgb("#f6f6fb"), rgb("#3f5fb0"), 225.0,
    ),
    Look(
        "Mei", "twin", "hoodie", rgb("#f0b04c"), rgb("#3fa98a"), rgb("#ffe0cc"),
        rgb("#f08a7a"), rgb("#fff3d6"), 300.0,
    ),
    Look(
        "Sora", "ponytail", "blazer", rgb("#c85a50"), rgb("#5aa05a"), rgb("#ffe0d0"),
        rgb("#6a5a4a"), rgb("#e0b050"), 205.0,
    ),
)  # fmt: skip

WHITE: Colour = (255, 255, 255)
BLACK: Colour = (0, 0, 0)
INK: Colour = (38, 26, 44)
