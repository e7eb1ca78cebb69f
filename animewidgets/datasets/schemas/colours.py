"""Colours as other programs write them, and colours for categories that come without."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import count

from animewidgets.annotations.own_categories import COLOURS

_HEX = re.compile(r"#[0-9a-fA-F]{6}")
_RGBA = re.compile(r"rgba\((\d{1,4}),(\d{1,4}),(\d{1,4}),(\d{1,3}(?:\.\d{0,9})?|\.\d{1,9})\)", re.ASCII)
#: Turning the hue by it never comes back to a neighbour.
_GOLDEN = 0.618033988749895
#: Beyond so many, colours are as good as the same.
_MOST_APART = 1_000


def colour_for(number: int) -> str:
    """The colour of the n-th category, from 0: nine that everybody tells apart, then hues spread evenly."""
    if number < len(COLOURS):
        return COLOURS[number]
    hue = (number - len(COLOURS)) * _GOLDEN % 1
    lightness = (0.62, 0.48, 0.76)[number % 3]
    red, green, blue = colorsys.hls_to_rgb(hue, lightness, 0.6)
    return of_rgb((round(red * 255), round(green * 255), round(blue * 255)))


def free_colours(taken: Iterable[str]) -> Iterator[str]:
    """Colours one after the other, without those that somebody has already, as long as there are others."""
    used = {one.lower() for one in taken}
    for number in count():
        colour = colour_for(number)
        if colour not in used or number > _MOST_APART:
            yield colour


def of_rgb(channels: Sequence[int]) -> str:
    """``#rrggbb`` of red, green and blue from 0 to 255."""
    return "#" + "".join(f"{one:02x}" for one in channels[:3])


def to_rgb(colour: str) -> list[int]:
    """Red, green and blue, 0 to 255, of ``#rrggbb``."""
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def of_css(text: str) -> tuple[str, bool] | None:
    """``#rrggbb`` of a colour as style sheets write it, and whether it was see-through.

    ``None`` where it is none: names, ``#rgb``, ``rgb(…)`` and ``hsl(…)`` are known.
    """
    if _HEX.fullmatch(text):
        return text, False
    see_through = _RGBA.fullmatch("".join(text.split()))
    if see_through:
        channels = tuple(min(255, int(one)) for one in see_through.groups()[:3])
        return of_rgb(channels), float(see_through[4]) < 1
    from PIL import ImageColor

    try:
        channels = ImageColor.getrgb(text.strip()[:60])
    except ValueError:
        return None
    return of_rgb(channels), len(channels) == 4 and channels[3] < 255
