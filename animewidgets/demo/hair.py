"""Hair: the back, behind body and face, and the fringe with its shine, in front of them.

Units are those of the head: origin in its middle, chin at y = 99, crown at about y = -118.
"""

from __future__ import annotations

import numpy as np

from animewidgets.demo.canvas import Canvas, Path, Points, points, smooth
from animewidgets.demo.palette import Look, mix, shade

_LINE = 2.6


def locks(path: Path, bulge: float = 0.18) -> Points:
    """A closed contour whose corners stay sharp while its sides are curved, as strands of hair are."""
    p = points(path)
    following = np.roll(p, -1, 0)
    side = following - p
    normal = np.stack([side[:, 1], -side[:, 0]], axis=1)
    control = (p + following) / 2 + normal * bulge * np.where(np.arange(len(p)) % 2, 1.0, -0.6)[:, None]
    t = np.linspace(0, 1, 7, endpoint=False)[None, :, None]
    curve = (1 - t) ** 2 * p[:, None] + 2 * t * (1 - t) * control[:, None] + t**2 * following[:, None]
    return curve.reshape(-1, 2)


def draw_back_hair(head: Canvas, look: Look, turn: float, sway: float) -> None:
    """The hair behind the figure."""
    dark, line = shade(look.hair, 0.34), look.line
    s = sway * 14
    at = head.placed(-turn * 8, 0)
    if look.hair_style == "bob":
        at.shape(smooth([(-92, -20), (-104, 50), (-98 + s, 112), (-60 + s, 122), (0, 108), (60 + s, 122), (98 + s, 112),
                         (104, 50), (92, -20), (0, -110)], closed=True), dark, line, _LINE)  # fmt: skip
    elif look.hair_style == "long":
        at.shape(locks([(-60, -90), (-112, 60), (-124 + s, 240), (-104 + 2 * s, 430), (-74 + s, 380), (-50 + 2 * s, 452),
                        (-14 + s, 390), (20 + 2 * s, 456), (52 + s, 384), (86 + 2 * s, 440), (120 + s, 240), (112, 60),
                        (60, -90)], 0.06), dark, line, _LINE)  # fmt: skip
    elif look.hair_style == "short":
        at.shape(locks([(-70, -80), (-92, 10), (-84 + s, 58), (-62, 44), (-56 + s, 84), (0, 60), (56 + s, 84), (62, 44),
                        (84 + s, 58), (92, 10), (70, -80)], 0.08), dark, line, _LINE)  # fmt: skip
    elif look.hair_style == "twin":
        for side in (-1, 1):
            tail = [(side * 74, -62), (side * 128, -50), (side * 168 + s, 60), (side * 158 + 2 * s, 210),
                    (side * 128 + 3 * s, 322), (side * 112 + 2 * s, 200), (side * 84, 60), (side * 66, -30)]  # fmt: skip
            at.shape(smooth(tail, closed=True), look.hair, line, _LINE)
            at.fill(smooth([(side * 90, -40), (side * 112, 40), (side * 118 + 2 * s, 190), (side * 126 + 3 * s, 306),
                            (side * 96, 90), (side * 76, -20)], closed=True), dark)  # fmt: skip
        at.shape(
            smooth([(-88, -20), (-90, 40), (-60, 70), (60, 70), (90, 40), (88, -20), (0, -110)], closed=True),
            dark,
            line,
            _LINE,
        )
    else:
        tail = [
            (40, -96),
            (104, -116),
            (160 + s, -50),
            (176 + 2 * s, 70),
            (140 + 3 * s, 214),
            (132 + 2 * s, 90),
            (100, -10),
            (60, -50),
        ]
        at.shape(smooth(tail, closed=True), look.hair, line, _LINE)
        at.fill(
            smooth(
                [(80, -70), (120, -30), (146 + 2 * s, 70), (142 + 3 * s, 196), (124 + s, 60), (92, -20)],
                closed=True,
            ),
            dark,
        )
        at.shape(
            smooth([(-88, -20), (-90, 40), (-70, 66), (70, 66), (90, 40), (88, -20), (0, -110)], closed=True),
            dark,
            line,
            _LINE,
        )


def draw_front_hair(head: Canvas, look: Look, turn: float, sway: float) -> None:
    """Crown, fringe, side locks and the ring of shine."""
    hair, line, dark = look.hair, look.line, shade(look.hair, 0.3)
    light = mix(hair, (255, 240, 214), 0.36)
    s = sway * 6
    x = turn * 12
    if look.hair_style != "short":
        for side in (-1, 1):
            reach = {"bob": 96, "long": 150, "twin": 70, "ponytail": 84}[look.hair_style]
            strand = [(side * 84, -40), (side * 93 + x * 0.3, 20), (side * 88 + s, reach - 22), (side * 74 + 2 * s, reach),
                      (side * 70 + s, 40), (side * 63 + x, -30)]  # fmt: skip
            head.shape(smooth(strand, closed=True), hair, line, _LINE)
            head.fill(smooth([(side * 66 + x, -24), (side * 71 + s, 40), (side * 75 + 2 * s, reach - 6), (side * 80 + s, 40),
                              (side * 74 + x * 0.6, -20)], closed=True), dark)  # fmt: skip
    head.shape(locks(_fringe(look, x, s), 0.1), hair, line, _LINE)
    # Shadow tone at the roots of the strands.
    head.fill(locks([(-84, -18), (-92, -52), (-78, -44), (-70 + x, -8)], 0.1), dark)
    head.fill(locks([(84, -18), (92, -56), (74, -60), (66 + x, -8)], 0.1), dark)
    for strand_x in (-44, -14, 20, 50):
        head.stroke(smooth([(strand_x * 0.5, -112), (strand_x + x * 0.4, -80), (strand_x * 1.04 + x * 0.7, -40)]), 2.0,
                    mix(hair, line, 0.6))  # fmt: skip
    ring = [(-70 + x, -66), (-56 + x, -78), (-40 + x, -76), (-30 + x, -86), (-8 + x, -84), (2 + x, -92), (26 + x, -84),
            (40 + x, -86), (52 + x, -76), (60 + x, -78), (70 + x, -62), (58 + x, -68), (50 + x, -60), (38 + x, -74),
            (26 + x, -66), (8 + x, -80), (-8 + x, -70), (-26 + x, -76), (-42 + x, -62), (-54 + x, -68)]  # fmt: skip
    head.fill(locks(ring, 0.12), light)


def _fringe(look: Look, x: float, s: float) -> list[tuple[float, float]]:
    crown = [
        (-90, -10),
        (-96, -48),
        (-80, -98),
        (-40, -124),
        (8, -130),
        (50, -120),
        (84, -92),
        (97, -48),
        (90, -8),
    ]
    if look.hair_style == "short":
        crown = [(-90, 0), (-104, -40), (-92, -70), (-100, -104), (-62, -112), (-44, -140), (-6, -128), (26, -148), (48, -122),
                 (90, -120), (86, -84), (106, -60), (94, -30), (90, 2)]  # fmt: skip
        tips = [(78 + x, -34), (72 + x + s, 8), (54 + x, -38), (36 + x + s, -2), (24 + x, -40), (-2 + x + s, 10), (-14 + x, -42),
                (-40 + x + s, -4), (-48 + x, -36), (-66 + x + s, 8), (-76 + x, -30)]  # fmt: skip
    elif look.hair_style == "long":
        tips = [(80 + x, -20), (74 + x + s, 14), (66 + x, -10), (52 + x + s, -6), (46 + x, -12), (28 + x + s, -4), (20 + x, -12),
                (2 + x + s, -2), (-6 + x, -12), (-24 + x + s, -4), (-32 + x, -12), (-52 + x + s, -4), (-60 + x, -10),
                (-74 + x + s, 14), (-80 + x, -20)]  # fmt: skip
    elif look.hair_style == "ponytail":
        tips = [(80 + x, -30), (76 + x + s, 12), (60 + x, -40), (40 + x, -62), (20 + x, -74), (-14 + x + s, -18), (-24 + x, -52),
                (-46 + x + s, -6), (-54 + x, -40), (-72 + x + s, 10), (-80 + x, -28)]  # fmt: skip
    else:
        tips = [(80 + x, -26), (72 + x + s, 6), (56 + x, -34), (42 + x + s, -4), (28 + x, -38), (10 + x + s, -2), (-4 + x, -36),
                (-26 + x + s, 0), (-38 + x, -34), (-58 + x + s, -2), (-66 + x, -30), (-76 + x + s, 8), (-82 + x, -24)]  # fmt: skip
    return [*crown, *tips]
