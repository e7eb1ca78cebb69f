"""Things that move: petals, birds, trains, speed lines, steam, a paper plane.

Each painter takes a canvas, the number of the drawing and a seed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from animewidgets.demo.canvas import Canvas, Path, Points, ellipse, smooth
from animewidgets.demo.palette import INK, Colour, mix, rgb, shade

_PETALS = (rgb("#ffd3df"), rgb("#ffb8cc"), rgb("#fff0f4"))
# The outline of a petal: along its length, and across it.
_PETAL_ALONG = np.array([[-1], [-0.2], [1], [0.7], [1], [-0.2]])
_PETAL_ACROSS = np.array([[0], [-1], [-0.3], [0], [0.3], [1]])


@dataclass(frozen=True, slots=True)
class _Flock:
    """Petals as columns, float64 (petals,): where each starts, how it falls and turns, its colour."""

    x: Points
    y: Points
    size: Points
    fall: Points
    wind: Points
    spin: Points
    phase: Points
    colours: tuple[Colour, ...]


@lru_cache(maxsize=32)
def _flock(seed: int) -> _Flock:
    rng = np.random.default_rng([seed, 1])
    low, high = np.transpose([(0, 1500), (0, 820), (4, 11), (4, 8), (-7, -3), (10, 26), (0, 360)])
    columns, colours = np.empty((7, 44)), []
    for petal in range(44):
        columns[:, petal] = rng.uniform(low, high)
        colours.append(_PETALS[int(rng.integers(3))])
    x, y, size, fall, wind, spin, phase = columns
    return _Flock(x, y, size, fall, wind, spin, phase, tuple(colours))


def petals(canvas: Canvas, drawing: int, seed: int) -> None:
    """Cherry petals falling across the picture."""
    flock = _flock(seed)
    size = flock.size
    x = flock.x + flock.wind * drawing * size / 7 + 14 * np.sin((drawing * 9 + flock.phase) / 40)
    y = flock.y + flock.fall * drawing * size / 7
    turn = np.radians(flock.phase + flock.spin * drawing)
    flat = size * (0.35 + 0.5 * np.abs(np.sin(turn * 0.7)))
    # All petals at once, shape (points, petals): outlines before they are turned and put in place.
    along = smooth(_PETAL_ALONG, closed=True, steps=3) * size
    across = smooth(_PETAL_ACROSS, closed=True, steps=3) * flat
    outlines = np.stack([
        x % 1500 - 100 + along * np.cos(turn) - across * np.sin(turn),
        y % 820 - 50 + along * np.sin(turn) + across * np.cos(turn),
    ], axis=-1)  # fmt: skip
    for index, colour in enumerate(flock.colours):
        canvas.fill(outlines[:, index], colour)


def leaves(canvas: Canvas, drawing: int, seed: int) -> None:
    """Large dark leaves close to the lens, blown across."""
    rng = np.random.default_rng([seed, 2])
    for _ in range(9):
        x0, y0, size = rng.uniform(0, 1900), rng.uniform(60, 700), rng.uniform(40, 90)
        speed, spin, phase = rng.uniform(34, 60), rng.uniform(6, 18), rng.uniform(0, 360)
        x = (x0 + speed * drawing) % 1900 - 300
        y = y0 + 40 * math.sin((drawing * 12 + phase) / 30)
        leaf = canvas.placed(x, y, 1.0, phase + spin * drawing)
        green = mix(rgb("#2f6a48"), rgb("#5a9a4a"), float(rng.uniform(0, 1)))
        leaf.fill(
            smooth(
                [(-size, 0), (-size * 0.2, -size * 0.34), (size, 0), (-size * 0.2, size * 0.34)], closed=True
            ),
            green,
        )
        leaf.stroke([(-size * 0.8, 0), (size * 0.9, 0)], 3.0, shade(green))


def birds(canvas: Canvas, drawing: int, seed: int) -> None:
    """A few gulls, wings on a four-drawing cycle."""
    rng = np.random.default_rng([seed, 3])
    for index in range(6):
        x = rng.uniform(150, 700) + drawing * rng.uniform(6, 9)
        y = rng.uniform(110, 300) - drawing * 1.2
        size, beat = rng.uniform(13, 25), (drawing + index) % 4
        lift = (-0.7, -0.2, 0.35, -0.1)[beat] * size
        bird = canvas.placed(x, y, 1.0, -6)
        for side in (-1, 1):
            bird.stroke(
                smooth([(0, 0), (side * size * 0.5, lift * 0.9 - size * 0.15), (side * size * 1.25, lift)]),
                size * 0.26,
                (250, 250, 255),
                (1.0, 0.05),
            )


def train(canvas: Canvas, drawing: int, seed: int) -> None:
    """A local train passing close by, on ones."""
    rng = np.random.default_rng([seed, 4])
    band: Colour = (rgb("#d8584a"), rgb("#3f8fc0"), rgb("#58a868"))[int(rng.integers(3))]
    head = 12 + 64.0 * drawing
    for car in range(3):
        x1 = head - car * 1010
        x0 = x1 - 990
        if x1 < -60 or x0 > 1900:
            continue
        canvas.fill([(x0, 236), (x1 - 8, 236), (x1, 262), (x1, 590), (x0, 590)], rgb("#f2ecdf"))
        canvas.fill([(x0, 222), (x1 - 30, 222), (x1 - 8, 238), (x0, 238)], rgb("#9a98a8"))
        canvas.fill([(x0, 470), (x1, 470), (x1, 536), (x0, 536)], band)
        canvas.fill([(x0, 536), (x1, 536), (x1, 546), (x0, 546)], mix(band, (255, 255, 255), 0.5))
        canvas.fill([(x0, 562), (x1, 562), (x1, 600), (x0, 600)], rgb("#6c6878"))
        for w in range(7):
            wx = x0 + 46 + w * 136
            if w in (1, 5):
                canvas.fill([(wx, 290), (wx + 92, 290), (wx + 92, 560), (wx, 560)], rgb("#dcd4c8"))
                canvas.fill([(wx + 45, 290), (wx + 48, 290), (wx + 48, 560), (wx + 45, 560)], rgb("#8c8898"))
                canvas.fill([(wx + 10, 306), (wx + 38, 306), (wx + 38, 430), (wx + 10, 430)], rgb("#ffe9b8"))
                canvas.fill([(wx + 55, 306), (wx + 83, 306), (wx + 83, 430), (wx + 55, 430)], rgb("#ffe9b8"))
            else:
                canvas.fill([(wx, 300), (wx + 104, 300), (wx + 104, 430), (wx, 430)], rgb("#ffeec4"))
                canvas.fill([(wx, 300), (wx + 40, 300), (wx + 4, 430), (wx, 430)], rgb("#fffaf0"))
                if rng.uniform() < 0.6:
                    px = wx + rng.uniform(30, 74)
                    canvas.fill(ellipse(round(px, 1), 392.0, 16.0, 20.0), rgb("#8a6470"))
                    canvas.fill(
                        [(px - 28, 430), (px - 18, 408), (px + 18, 408), (px + 28, 430)], rgb("#6a5a80")
                    )
        for wheel in (120, 260, 740, 880):
            canvas.fill(ellipse(round(x0 + wheel, 1), 604.0, 30.0, 30.0), rgb("#4a4658"))
            canvas.fill(ellipse(round(x0 + wheel, 1), 604.0, 12.0, 12.0), rgb("#8c8898"))
        canvas.fill([(x0 - 22, 300), (x0, 300), (x0, 570), (x0 - 22, 570)], rgb("#50485c"))


def speed_lines(canvas: Canvas, drawing: int, seed: int) -> None:
    """Radial lines towards the middle, three drawings in turn."""
    rng = np.random.default_rng([seed, 5, drawing % 3])
    for _ in range(110):
        angle, inner, wide = rng.uniform(0, 2 * math.pi), rng.uniform(330, 520), rng.uniform(0.004, 0.022)
        c, s = math.cos(angle), math.sin(angle)
        tip = (640 + c * inner * 1.25, 360 + s * inner * 0.8)
        a, b = angle - wide, angle + wide
        canvas.fill([tip, (640 + math.cos(a) * 1000, 360 + math.sin(a) * 1000), (640 + math.cos(b) * 1000, 360 + math.sin(b) * 1000)],
                    (255, 255, 255) if rng.uniform() < 0.6 else INK)  # fmt: skip


def tea_cup(canvas: Canvas, drawing: int, seed: int) -> None:
    """A cup of tea with curling steam."""
    at = canvas.placed(660, 470, 1.5)
    at.blend(ellipse(14.0, 92.0, 190.0, 26.0), rgb("#4a2430"), 0.4)
    at.shape(ellipse(0.0, 86.0, 170.0, 26.0), rgb("#f4eee6"), INK, 2.6)
    at.fill(ellipse(0.0, 82.0, 120.0, 14.0), rgb("#d8ccc8"))
    at.shape(
        smooth(
            [(96, -30), (150, -34), (154, 24), (96, 40), (98, 22), (130, 10), (128, -14), (96, -10)],
            closed=True,
        ),
        rgb("#f8f4ee"),
        INK,
        2.6,
    )
    at.shape(
        smooth([(-108, -60), (-100, 20), (-60, 78), (60, 78), (100, 20), (108, -60)], closed=True),
        rgb("#fbf7f0"),
        INK,
        2.8,
    )
    at.fill(
        smooth([(50, -40), (100, -56), (94, 18), (54, 72), (24, 74), (60, 20)], closed=True), rgb("#cfc0cc")
    )
    for k in (-60, -20, 20):
        at.fill(ellipse(float(k), 20.0, 12.0, 12.0), rgb("#e88a9a"))
        at.fill(ellipse(float(k), 20.0, 5.0, 5.0), rgb("#fff0c0"))
    at.shape(ellipse(0.0, -58.0, 108.0, 22.0), rgb("#f4eee6"), INK, 2.6)
    at.fill(ellipse(0.0, -55.0, 96.0, 16.0), rgb("#b8683a"))
    at.fill(ellipse(-20.0, -58.0, 50.0, 6.0), rgb("#dc9858"))
    for k in range(3):
        drift = drawing * 10.0 + k * 130
        curl = [(k * 46 - 46 + 16 * math.sin((drift + t * 60) / 40), -70 - t * 34) for t in range(7)]
        at.blend(_steam(curl), (255, 250, 246), 0.5)


def _steam(curl: Path) -> Points:
    left = [(x - 11 * math.sin(math.pi * (i + 0.4) / 7), y) for i, (x, y) in enumerate(curl)]
    right = [(x + 11 * math.sin(math.pi * (i + 0.4) / 7), y) for i, (x, y) in enumerate(curl)]
    return smooth(left + right[::-1], closed=True, steps=4)


def paper_plane(canvas: Canvas, drawing: int, seed: int) -> None:
    """A paper plane sailing through the sky."""
    t = drawing * 0.0075
    x, y = -100 + 1500 * t, 470 - 250 * t + 60 * math.sin(t * 7)
    at = canvas.placed(x, y, 1.7, -14 + 9 * math.cos(t * 7))
    at.shape([(110, -6), (-70, -34), (-34, 6)], (255, 255, 255), INK, 2.2)
    at.shape([(110, -6), (-34, 6), (-46, 44)], rgb("#c8d2ee"), INK, 2.2)
    at.shape([(110, -6), (-34, 6), (-84, 30)], rgb("#eef2ff"), INK, 2.2)


def watch(canvas: Canvas, drawing: int, seed: int) -> None:
    """A pocket watch on its chain; its hand ticks."""
    at = canvas.placed(650, 420, 1.55)
    at.blend(ellipse(16.0, 18.0, 132.0, 128.0), rgb("#4a2430"), 0.4)
    at.stroke(
        smooth([(0, -128), (60, -210), (170, -190), (300, -260), (520, -230)]), 9.0, rgb("#8a6428"), (1, 1)
    )
    at.stroke(
        smooth([(0, -128), (60, -210), (170, -190), (300, -260), (520, -230)]), 4.0, rgb("#f0d080"), (1, 1)
    )
    at.shape(ellipse(0.0, -128.0, 16.0, 18.0), rgb("#e8c468"), INK, 2.6)
    at.shape(ellipse(0.0, 0.0, 124.0, 124.0, 0.0, 64), rgb("#e8c468"), INK, 3.0)
    at.fill(ellipse(8.0, 10.0, 112.0, 112.0, 0.0, 64), rgb("#b88838"))
    at.shape(ellipse(0.0, 0.0, 102.0, 102.0, 0.0, 64), rgb("#fffaf0"), INK, 2.0)
    for hour in range(12):
        a = math.radians(hour * 30)
        mark = at.placed(84 * math.sin(a), -84 * math.cos(a), 1.0, hour * 30)
        mark.fill(
            [(-2.5, -9), (2.5, -9), (2.5, 9 if hour % 3 == 0 else 2), (-2.5, 9 if hour % 3 == 0 else 2)], INK
        )
    at.placed(0, 0, 1.0, 302).fill([(-5, 8), (-3, -50), (0, -58), (3, -50), (5, 8)], INK)
    at.placed(0, 0, 1.0, 62).fill([(-4, 10), (-2, -72), (0, -80), (2, -72), (4, 10)], INK)
    at.placed(0, 0, 1.0, drawing * 6.0 + 150).fill(
        [(-1.5, 20), (-1, -86), (1, -86), (1.5, 20)], rgb("#d8414f")
    )
    at.fill(ellipse(0.0, 0.0, 7.0, 7.0), rgb("#d8414f"))
    at.blend(
        smooth([(-80, -30), (-50, -80), (0, -94), (-40, -50), (-66, 4)], closed=True), (255, 255, 255), 0.5
    )
