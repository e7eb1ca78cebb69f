"""Lettering: text as anti-aliased masks, in the font that ships inside Pillow (so, everywhere the same)."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
from PIL import Image as PilImage
from PIL import ImageDraw, ImageFont

from animewidgets.demo.canvas import Canvas, Image
from animewidgets.demo.palette import Colour


@lru_cache(maxsize=256)
def text_mask(text: str, size: float, weight: float = 0.0, spacing: float = 0.0) -> Image:
    """``text`` as a uint8 mask, ``size`` pixels high capitals and all, thickened by ``weight`` pixels."""
    font = ImageFont.load_default(max(4.0, size))
    advances = [font.getlength(c) + spacing for c in text]
    pad = int(np.ceil(weight)) + 2
    width, height = int(np.ceil(sum(advances))) + 2 * pad, int(np.ceil(size * 1.4)) + 2 * pad
    picture = PilImage.new("L", (max(1, width), height), 0)
    pen = ImageDraw.Draw(picture)
    x = float(pad)
    for letter, advance in zip(text, advances, strict=True):
        pen.text((x, pad), letter, fill=255, font=font, stroke_width=weight)
        x += advance
    mask = np.asarray(picture, np.uint8)
    mask.setflags(write=False)
    return mask


def write(
    canvas: Canvas,
    text: str,
    x: float,
    y: float,
    size: float,
    colour: Colour,
    *,
    anchor: float = 0.5,
    weight: float = 0.0,
    spacing: float = 0.0,
    alpha: float = 1.0,
) -> None:
    """Write one line, its middle at height ``y``; ``anchor`` 0 starts at ``x``, 0.5 centres, 1 ends there.

    Sizes are in the canvas's units. The identity buffer is left as it is: lettering lies on glass.
    """
    if canvas.image is None or not text:
        return
    unit = canvas.unit
    mask = text_mask(text, round(size * unit, 1), round(weight * unit, 1), round(spacing * unit, 1))
    at = canvas.to_pixels([(x, y)])[0]
    height, width = mask.shape
    left, top = round(float(at[0] - anchor * width)), round(float(at[1] - height * 0.5))
    full_width, full_height = canvas.size
    x0, y0, x1, y1 = max(0, left), max(0, top), min(full_width, left + width), min(full_height, top + height)
    if x0 >= x1 or y0 >= y1:
        return
    part = canvas.image[y0:y1, x0:x1]
    cover = mask[y0 - top : y1 - top, x0 - left : x1 - left] * np.float32(alpha / 255)
    ink = np.empty_like(part)
    ink[:] = colour
    part[:] = cv2.blendLinear(ink, part, cover, 1 - cover)
