"""Cards: title, eyecatch, credits, sponsor, commercials.

Painters take a canvas, a drawing number and a seed, like those of the props.
"""

from __future__ import annotations

import math

import numpy as np

from animewidgets.demo.canvas import Canvas, ellipse, smooth
from animewidgets.demo.lettering import write
from animewidgets.demo.palette import INK, WHITE, Colour, mix, rgb, shade

TITLE = "PETALS AT SIX"
EPISODES = ("The Last Train Home", "A Letter in Spring", "Paper Planes", "The Sea Remembers")


def _star(x: float, y: float, r: float, angle: float, points: int = 5) -> list[tuple[float, float]]:
    return [
        (x + (r if k % 2 == 0 else r * 0.45) * math.sin(math.radians(angle + k * 180 / points)),
         y - (r if k % 2 == 0 else r * 0.45) * math.cos(math.radians(angle + k * 180 / points)))
        for k in range(2 * points)
    ]  # fmt: skip


def _flower(canvas: Canvas, x: float, y: float, r: float, angle: float, colour: Colour) -> None:
    for k in range(5):
        petal = canvas.placed(x, y, r / 40, angle + 72 * k)
        petal.fill(
            smooth([(0, 0), (-17, -20), (-10, -40), (0, -34), (10, -40), (17, -20)], closed=True), colour
        )
    canvas.fill(ellipse(x, y, r * 0.16, r * 0.16), rgb("#ffe28a"))


def title(canvas: Canvas, drawing: int, seed: int) -> None:
    """The title of the series: letters fall in one after another."""
    letters = TITLE
    width, size = 66.0, 104.0
    x = 640 - width * (len(letters) - 1) / 2
    for index, letter in enumerate(letters):
        age = drawing - index
        if age < 0:
            break
        drop = (-46, -14, 6, 0)[min(age, 3)]
        for weight, colour, dy in (
            (9.0, rgb("#6a2f58"), 6),
            (8.0, rgb("#c8508a"), 0),
            (4.5, WHITE, 0),
            (1.6, rgb("#ff7fa8"), 0),
        ):
            write(canvas, letter, x + index * width, 330 + drop + dy, size, colour, weight=weight)
    if drawing > len(letters) + 1:
        _flower(canvas, 640 + width * 7.05, 262, 54, drawing * 0 + 12, rgb("#ffc0d4"))
        _flower(canvas, 640 - width * 7.0, 394, 40, 40, rgb("#ffdbe6"))
        write(
            canvas, "an episode that was never broadcast", 640, 432, 30, rgb("#6a2f58"), weight=3.2, spacing=2
        )
        write(canvas, "an episode that was never broadcast", 640, 432, 30, WHITE, weight=0.6, spacing=2)


def opening_credit(canvas: Canvas, drawing: int, seed: int) -> None:
    """Two credit lines in a corner of the opening."""
    rng = np.random.default_rng([seed, 11])
    roles = (("Original Story", "Aoi Minase"), ("Series Director", "T. Kurahashi"), ("Character Design", "Nagi Oda"),
             ("Art Director", "S. Hoshino"), ("Music", "The Seeded Noise"), ("Key Animation", "Rational & Ticks"))  # fmt: skip
    role, name = roles[int(rng.integers(len(roles)))]
    alpha = min(1.0, 0.34 * (drawing + 1))
    for dx, colour in ((2.5, INK), (0.0, WHITE)):
        write(canvas, role, 90 + dx, 574 + dx, 24, colour, anchor=0, weight=0.8, alpha=alpha)
        write(canvas, name, 90 + dx, 612 + dx, 38, colour, anchor=0, weight=1.2, alpha=alpha)


def episode_title(canvas: Canvas, drawing: int, seed: int) -> None:
    """The title of the episode, on a ribbon."""
    text = EPISODES[seed % len(EPISODES)]
    reach = min(1.0, (drawing + 1) / 4)
    canvas.blend(
        [
            (640 - 480 * reach, 300),
            (640 + 480 * reach, 300),
            (640 + 440 * reach, 424),
            (640 - 520 * reach, 424),
        ],
        INK,
        0.55,
    )
    if drawing >= 3:
        write(canvas, f"Episode {seed % 12 + 1}", 640, 330, 28, rgb("#ffd3df"), spacing=4)
        write(canvas, text, 640, 380, 58, WHITE, weight=1.2)


def eyecatch(canvas: Canvas, drawing: int, seed: int) -> None:
    """The eyecatch: flowers turn, the title stands."""
    rng = np.random.default_rng([seed, 12])
    for _ in range(9):
        x, y, r = rng.uniform(60, 1220), rng.uniform(50, 670), rng.uniform(30, 66)
        _flower(
            canvas,
            x,
            y,
            r,
            rng.uniform(0, 72) + drawing * 6,
            mix(rgb("#ff9fba"), rgb("#fff"), float(rng.uniform(0, 0.6)))
            if False
            else mix(rgb("#ff9fba"), WHITE, float(rng.uniform(0, 0.6))),
        )
    canvas.fill(ellipse(860.0, 300.0, 330.0, 120.0, -5.0, 64), WHITE)
    canvas.fill(ellipse(860.0, 300.0, 318.0, 108.0, -5.0, 64), rgb("#ff8fb0"))
    write(canvas, TITLE, 860, 296, 62, rgb("#a83868"), weight=5)
    write(canvas, TITLE, 860, 296, 62, WHITE, weight=1.6)


_STAFF = (
    ("Story", "Aoi Minase"), ("Director", "T. Kurahashi"), ("Storyboard", "Ume Sakaki"), ("Episode Director", "R. Fraction"),
    ("Animation Director", "Nagi Oda"), ("Key Animation", "H. Catmull"), ("", "M. Rom"), ("", "Bézier & Daughters"),
    ("In-between", "Studio Interpol"), ("Backgrounds", "Perlin Hill Works"), ("Colour Chart", "I. Muted"),
    ("Photography", "The Affine Brothers"), ("Editing", "Half-open Span"), ("Music", "The Seeded Noise"),
    ("Sound Effects", "Impulse Response"), ("Hinata", "a voice at 255 Hz"), ("Ren", "a voice at 132 Hz"),
    ("Yuzuki", "a voice at 225 Hz"), ("Production", "animewidgets demo"),
)  # fmt: skip


def credits_roll(canvas: Canvas, drawing: int, seed: int) -> None:
    """Credits, rolling on ones in the right half of the picture."""
    canvas.blend([(690, -10), (1300, -10), (1300, 730), (690, 730)], rgb("#1c1430"), 0.5)
    for index in range(len(_STAFF) * 4):
        role, name = _STAFF[index % len(_STAFF)]
        y = 560 + index * 66 - drawing * 2.5
        if -40 < y < 760:
            write(canvas, role, 930, y, 22, rgb("#f0c8d8"), anchor=1.0)
            write(canvas, name, 960, y, 30, WHITE, anchor=0.0, weight=0.6)


def sponsor(canvas: Canvas, drawing: int, seed: int) -> None:
    """The sponsor card of a broadcast."""
    canvas.blend([(0, 0), (1280, 0), (1280, 720), (0, 720)], rgb("#10204a"), 0.35)
    write(canvas, "This programme is brought to you by", 640, 250, 40, WHITE, weight=1.0)
    names = ("MARU SODA", "Hoshi Soap", "KUMO AIRWAYS", "Tanuki Noodles")
    write(canvas, names[seed % 4], 640, 380, 92, WHITE, weight=5)
    write(canvas, names[seed % 4], 640, 380, 92, rgb("#d8343f"), weight=2)


def end_card(canvas: Canvas, drawing: int, seed: int) -> None:
    """The tail of another programme: its closing card."""
    write(canvas, "Chef Pompom's Three-Minute Kitchen", 640, 180, 52, rgb("#7a4a20"), weight=1.6)
    at = canvas.placed(640, 440, 1.5, 3 * math.sin(drawing))
    at.shape(ellipse(0.0, 60.0, 210.0, 44.0), WHITE, INK, 3)
    at.shape(
        smooth([(-120, 50), (-96, -34), (0, -78), (96, -34), (120, 50), (0, 74)], closed=True),
        rgb("#f6c84a"),
        INK,
        3,
    )
    at.fill(
        smooth([(-80, 30), (-60, -20), (0, -50), (60, -30), (30, -10), (-30, 0)], closed=True), rgb("#ffe08a")
    )
    at.stroke(smooth([(-70, -4), (-30, -24), (0, 0), (34, -22), (72, 0)]), 16, rgb("#d8343f"), (1, 1))
    write(canvas, "See you next week!", 640, 640, 46, rgb("#d8563f"), weight=1.4)


def commercial_soda(canvas: Canvas, drawing: int, seed: int) -> None:
    """A can of soda, bubbles and a slogan."""
    rng = np.random.default_rng([seed, 13])
    for _ in range(40):
        x, y, r, v = rng.uniform(0, 1280), rng.uniform(0, 760), rng.uniform(4, 22), rng.uniform(6, 16)
        py = (y - v * drawing) % 780 - 30
        canvas.blend(ellipse(round(x, 1), round(py, 1), r, r), WHITE, 0.4)
    at = canvas.placed(380, 370, 1.35, 7 * math.sin(drawing * 0.7))
    at.shape(
        [(-90, -170), (90, -170), (104, -140), (104, 160), (88, 184), (-88, 184), (-104, 160), (-104, -140)],
        rgb("#2f9fd8"),
        INK,
        3,
    )
    at.fill([(44, -168), (88, -168), (102, -138), (102, 158), (86, 182), (44, 182)], rgb("#2470b0"))
    at.fill(
        smooth(
            [(-103, 40), (-40, -20), (40, 60), (103, -10), (103, 70), (40, 120), (-40, 50), (-103, 110)],
            closed=True,
        ),
        WHITE,
    )
    at.shape(ellipse(0.0, -170.0, 90.0, 14.0), rgb("#d8dce4"), INK, 2.4)
    write(at, "MARU", 0, -84, 56, WHITE, weight=2)
    for weight, colour in ((8.0, WHITE), (3.0, rgb("#e0484f"))):
        write(canvas, "Pop! Goes", 860, 280, 96, colour, weight=weight)
        write(canvas, "the Summer", 880, 400, 96, colour, weight=weight)


def commercial_soap(canvas: Canvas, drawing: int, seed: int) -> None:
    """Soap powder with stars."""
    for k in range(10):
        a = math.radians(k * 36 + drawing * 5)
        canvas.fill(
            _star(840 + 280 * math.cos(a), 370 + 240 * math.sin(a), 40, drawing * 12 + k * 20), rgb("#ffe06a")
        )
    at = canvas.placed(840, 380, 1.3, -6)
    at.shape([(-120, -150), (110, -150), (110, 170), (-120, 170)], rgb("#58b868"), INK, 3)
    at.shape([(110, -150), (150, -180), (150, 140), (110, 170)], shade(rgb("#58b868")), INK, 2.4)
    at.shape([(-120, -150), (-80, -180), (150, -180), (110, -150)], rgb("#a8e0a8"), INK, 2.4)
    at.fill(_star(-5, 40, 96, 0, 9), WHITE)
    write(at, "Hoshi", -5, 34, 60, rgb("#2f7f48"), weight=2)
    for weight, colour in ((8.0, WHITE), (3.0, rgb("#2f6fc0"))):
        write(canvas, "Whiter", 330, 260, 104, colour, weight=weight)
        write(canvas, "than", 330, 370, 64, colour, weight=weight)
        write(canvas, "a key frame!", 340, 470, 84, colour, weight=weight)
