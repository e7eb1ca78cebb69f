"""Paint: seeded noise, gradients, clouds and brush strokes on RGB pictures.

Everything here works on uint8 or float32 arrays and takes its randomness from a generator that is
handed in, so that the same seed gives the same picture.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from animewidgets.demo.canvas import Image
from animewidgets.demo.palette import Colour

Plane = npt.NDArray[np.float32]


def noise(
    rng: np.random.Generator, width: int, height: int, cells: float, octaves: int = 4, stretch: float = 1.0
) -> Plane:
    """Smooth noise, float32 (height, width) of about -1 … 1; ``cells`` blobs across the height."""
    out = np.zeros((height, width), np.float32)
    weight, total = 1.0, 0.0
    for _ in range(octaves):
        rows = max(2, round(cells))
        columns = max(2, round(cells * width / height / stretch))
        grid = rng.uniform(-1, 1, (rows + 2, columns + 2)).astype(np.float32)
        out += weight * cv2.resize(grid, (width, height), interpolation=cv2.INTER_CUBIC)
        total += weight
        weight *= 0.5
        cells *= 2
    return out / np.float32(total) * np.float32(1.6)


def gradient(width: int, height: int, stops: Sequence[tuple[float, Colour]]) -> Image:
    """A vertical gradient through colours at heights 0 (top) … 1."""
    at = np.linspace(0, 1, height)
    places = [s[0] for s in stops]
    column = np.stack([np.interp(at, places, [s[1][c] for s in stops]) for c in range(3)], axis=1)
    return np.repeat(np.rint(column)[:, None, :], width, axis=1).astype(np.uint8)


def lay(image: Image, mask: Plane, colour: Colour | Image) -> None:
    """Paint ``colour`` (or a picture of it) over ``image`` in place where ``mask`` (0–1) says."""
    paint = np.empty_like(image)
    paint[:] = colour
    image[:] = cv2.blendLinear(paint, image, mask, 1 - mask)


def glow(image: Image, x: float, y: float, radius: float, colour: Colour, strength: float) -> None:
    """Add soft light around a point, in place."""
    height, width = image.shape[:2]
    yy, xx = np.ogrid[0:height, 0:width]
    falloff = np.exp(-(((xx - x) ** 2 + (yy - y) ** 2) / (radius * radius)).astype(np.float32)) * strength
    lit = image.astype(np.float32) + (255 - image.astype(np.float32)) * falloff[:, :, None] * (
        np.asarray(colour, np.float32) / 255
    )
    image[:] = np.clip(lit, 0, 255).astype(np.uint8)


def clouds(
    image: Image,
    rng: np.random.Generator,
    *,
    count: int,
    horizon: float,
    lit: Colour,
    shadow: Colour,
    size: float = 1.0,
) -> None:
    """Cumulus clouds with flat bottoms and lit tops, above ``horizon`` (fraction of the height)."""
    height, width = image.shape[:2]
    for _ in range(count):
        cx, base = rng.uniform(0, width), height * horizon * rng.uniform(0.45, 1.0)
        scale = height * size * rng.uniform(0.06, 0.13) * (0.5 + 0.8 * base / (height * horizon))
        spread = rng.normal(0, 1, int(rng.integers(16, 30)))
        r = scale * rng.uniform(0.35, 1.0, spread.shape) * np.maximum(0.25, 1 - np.abs(spread) * 0.38)
        x = cx + spread * scale * 1.6
        y = base - r * rng.uniform(0.2, 1.5, spread.shape) * np.maximum(0.2, 1.2 - np.abs(spread) * 0.5)
        # Only the window that the cloud covers is worked on: most of a sky is not this cloud.
        margin = scale * 0.3 + 4
        x0, x1 = (int(np.clip(v, 0, width)) for v in ((x - r).min() - margin, (x + r).max() + margin))
        y0, y1 = (int(np.clip(v, 0, height)) for v in ((y - r).min() - margin, (y + r).max() + margin))
        if x1 - x0 < 4 or y1 - y0 < 4:
            continue
        _cloud(image[y0:y1, x0:x1], rng, x - x0, y - y0, r, base - y0, scale, lit, shadow)


def _cloud(
    image: Image,
    rng: np.random.Generator,
    x: npt.NDArray[np.float64],
    y: npt.NDArray[np.float64],
    r: npt.NDArray[np.float64],
    base: float,
    scale: float,
    lit: Colour,
    shadow: Colour,
) -> None:
    """One cloud of round puffs at (x, y) with radii r, lit from the upper left."""
    height, width = image.shape[:2]
    mask, light = np.zeros((height, width), np.uint8), np.zeros((height, width), np.uint8)
    for px, py, pr in zip(x.tolist(), y.tolist(), r.tolist(), strict=True):
        cv2.circle(mask, (round(px * 16), round(py * 16)), round(pr * 16), 255, -1, cv2.LINE_AA, 4)
        at = (round((px - pr * 0.16) * 16), round((py - pr * 0.26) * 16))
        cv2.circle(light, at, round(pr * 13.6), 255, -1, cv2.LINE_AA, 4)
    soft = cv2.GaussianBlur(mask, (0, 0), max(0.6, scale * 0.035)).astype(np.float32) / 255
    rows = np.arange(height, dtype=np.float32)[:, None]
    soft *= np.clip((base + scale * 0.1 - rows) / (scale * 0.5), 0, 1)
    bright = cv2.GaussianBlur(light, (0, 0), max(0.6, scale * 0.06)).astype(np.float32) / 255
    grain = noise(rng, width, height, max(2.0, height / scale * 1.2), 3) * 0.25
    bright = np.clip(bright + grain * (bright > 0.02), 0, 1)
    dark = np.asarray(shadow, np.float32)
    tone = dark + bright[:, :, None] * (np.asarray(lit, np.float32) - dark)
    lay(image, (soft * 0.96).astype(np.float32), tone.astype(np.uint8))


def brushed(
    image: Image,
    rng: np.random.Generator,
    *,
    strokes: int,
    length: float,
    jitter: float = 9.0,
    flat: float = 0.7,
) -> None:
    """Go over the picture with short brush strokes in its own colours, in place.

    ``length`` is in pixels; ``flat`` 1 keeps strokes horizontal, 0 lets them follow noise.
    """
    height, width = image.shape[:2]
    turn = noise(rng, width, height, 3, 2)
    xs, ys = rng.integers(0, width, strokes), rng.integers(0, height, strokes)
    sizes = length * rng.uniform(0.4, 1.2, strokes)
    tones = rng.normal(0, jitter, strokes)
    angles = turn[ys, xs] * 90 * (1 - flat) + rng.normal(0, 8, strokes)
    colours = np.clip(image[ys, xs].astype(np.float64) + tones[:, None], 0, 255)
    over = image.copy()
    for x, y, size, angle, colour in zip(
        xs.tolist(), ys.tolist(), sizes.tolist(), angles.tolist(), colours.tolist(), strict=True
    ):
        box = ((float(x), float(y)), (2 * size, max(1.5, size * 0.34)), angle)
        cv2.ellipse(over, box, colour, -1, cv2.LINE_AA)
    cv2.addWeighted(over, 0.55, image, 0.45, 0, dst=image)


def ridge(
    rng: np.random.Generator, width: int, base: float, rough: float, cells: float
) -> npt.NDArray[np.float64]:
    """The height of a hill line for every column, in pixels from the top."""
    line = np.zeros(width)
    weight = 1.0
    for _ in range(5):
        knots = rng.uniform(-1, 1, max(2, round(cells)) + 3)
        line += weight * np.interp(np.linspace(1, len(knots) - 2, width), np.arange(len(knots)), knots)
        weight *= 0.45
        cells *= 2.1
    kernel = np.ones(max(3, width // 240)) / max(3, width // 240)
    padded = np.pad(line, len(kernel), mode="edge")
    return base + rough * np.convolve(padded, kernel, mode="same")[len(kernel) : -len(kernel)]


def below(line: npt.NDArray[np.float64], height: int) -> Plane:
    """The mask (0–1, soft by one pixel) of what lies below a ridge line."""
    rows = np.arange(height, dtype=np.float64)[:, None]
    return np.clip(rows - line[None, :] + 0.5, 0, 1).astype(np.float32)
