"""The cast: one rig, drawn from a pose, in as many looks as the palette has.

The origin of a figure is the middle of its head. One head is about 200 units from chin to crown,
a whole figure about 1,220 units. Left and right are the viewer's.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from animewidgets.demo.canvas import Canvas, Path, Points, ellipse, points, smooth
from animewidgets.demo.cels import lay_cel
from animewidgets.demo.hair import draw_back_hair, draw_front_hair
from animewidgets.demo.palette import Colour, Look, mix, rgb, shade

#: Names of the points that every figure has, in the order of the truth's columns.
POINT_NAMES = ("left_eye", "right_eye", "nose", "mouth", "chin", "crown", "left_hand", "right_hand")


@dataclass(frozen=True, slots=True)
class Pose:
    """What one drawing of a figure shows. Equal poses give equal drawings.

    ``x``, ``y``, ``scale`` place the head in the scene; ``tilt`` turns the head in degrees;
    ``turn`` is -1 (looks left) to 1; ``blink`` 0 open, 1 half, 2 closed; ``mouth`` 0 closed,
    1 small, 2 open, 3 wide, 4 round; ``mood`` is one of calm, happy, worried, angry;
    ``sway`` moves the hair tips; ``hand`` 0 down, 1–3 drawings of a raised, waving hand;
    ``step`` is the drawing of the walk cycle, 0–7, or -1 for a figure without legs in the picture.
    """

    x: float
    y: float
    scale: float
    turn: float = 0.0
    tilt: float = 0.0
    blink: int = 0
    mouth: int = 0
    gaze: float = 0.0
    mood: str = "calm"
    sway: float = 0.0
    hand: int = 0
    step: int = -1


#: A point in the units of a head or body.
Place = tuple[float, float]

_LINE = 2.6
_MOUTH_RED = rgb("#a8444c")
_TONGUE = rgb("#e88a86")

_FACE: Path = (
    (-75, -30), (-74, 8), (-69, 36), (-54, 65), (-30, 87), (-9, 97), (0, 99),
    (9, 97), (30, 87), (54, 65), (69, 36), (74, 8), (75, -30), (60, -82), (0, -108), (-60, -82),
)  # fmt: skip


def draw_character(canvas: Canvas, look: Look, pose: Pose) -> Points:
    """Draw one figure and return its points in pixels, shape (8, 2), in the order of POINT_NAMES."""
    figure = canvas.placed(pose.x, pose.y, pose.scale)
    bob = -8.0 * abs(math.sin(math.pi * pose.step / 4)) if pose.step >= 0 else 0.0
    body = figure.placed(0, bob)
    head = body.placed(0, 90, 1.0, pose.tilt).placed(0, -90)
    lay_cel(head, draw_back_hair, look, pose.turn, pose.sway)
    hands = list(lay_cel(body, _draw_body, look, pose.step))
    eyes = lay_cel(head, _draw_face, look, pose.turn, pose.mood)
    for side, eye in zip((-1, 1), eyes, strict=True):
        squeeze = 1.0 - 0.22 * max(0.0, side * pose.turn)
        at = head.placed(*eye)
        lay_cel(at, _draw_eye, look, side, squeeze, pose.blink, pose.gaze, pose.mood)
    lay_cel(head, _draw_nose, look, pose.turn)
    lay_cel(head.placed(pose.turn * 20, 70), _draw_mouth, look, pose.mouth, pose.mood)
    lay_cel(head, draw_front_hair, look, pose.turn, pose.sway)
    lay_cel(head, _draw_brows, look, pose.turn, pose.mood)
    if pose.hand:
        hands[1] = lay_cel(body, _draw_raised_hand, look, pose.hand)
    on_head = head.to_pixels(
        [*eyes, (pose.turn * 26, 46), (pose.turn * 20, 68), (pose.turn * 12, 98), (0, -118)]
    )
    return np.vstack([on_head, body.to_pixels(hands)])


def _draw_face(head: Canvas, look: Look, turn: float, mood: str) -> tuple[Place, Place]:
    """Ears, face and cheeks; returns the centres of the eyes in head units."""
    line, skin, dark = look.line, look.skin, shade(look.skin, 0.2)
    for side in (-1, 1):
        if side * turn < 0.55:
            ear = smooth([(side * 70, -2), (side * 84, -10), (side * 86, 12), (side * 72, 32)], closed=True)
            head.shape(ear, skin, line, _LINE)
            head.fill(ellipse(side * 77.0, 10.0, 4.0, 9.0), dark)
    face = _turned(smooth(_FACE, closed=True), turn)
    head.shape(face, skin, line, _LINE)
    # The shadow of the fringe, which the hair then covers but for its lower edge.
    brow = [(-70, -40), (-66, -8), (-40, -14), (-20, -6), (6, -16), (30, -4), (50, -14), (66, -8), (70, -40)]
    head.fill(_turned(points(brow), turn), dark)
    for side in (-1, 1):
        cheek = ellipse(turn * 18 + side * 44.0, 44.0, 13.0, 6.0)
        head.blend(cheek, rgb("#ff8f80"), 0.34 if mood in ("happy", "worried") else 0.2)
    return (turn * 21 - 37, 16.0), (turn * 21 + 37, 16.0)


def _draw_nose(head: Canvas, look: Look, turn: float) -> None:
    line, dark = look.line, shade(look.skin, 0.2)
    nose_x = turn * 27
    direction = 1.0 if turn >= 0 else -1.0
    head.fill([(nose_x, 40), (nose_x + 4 * direction, 49), (nose_x - 3 * direction, 49)], dark)
    head.stroke(smooth([(nose_x + direction, 43), (nose_x + 4 * direction, 49), (nose_x, 50)]), 2.0, line)


def _turned(p: Points, turn: float) -> Points:
    """Face points under a head turn: what is lower and nearer to the viewer moves further."""
    out = p.copy()
    out[:, 0] += turn * 12 * np.clip((p[:, 1] + 30) / 130, 0, 1)
    return out


def _draw_eye(at: Canvas, look: Look, side: int, squeeze: float, blink: int, gaze: float, mood: str) -> None:
    line, eyes = look.line, look.eyes
    boyish = look.hair_style == "short"
    eye = at.placed(0, 0, 1.0, mirror=side > 0)  # drawn as the left eye: the outer corner at -x
    w = 21.0 * squeeze
    if blink == 2:
        arch = -6.0 if mood == "happy" else 8.0
        eye.stroke(
            smooth([(-w - 3, 6), (-w / 2, 6 + arch), (w / 3, 6 + arch), (w, 4)]), 5.0, line, (0.6, 0.2)
        )
        return
    open_ = (0.82 if boyish else 1.0) * (0.5 if blink == 1 else 1.0)
    top, low = (
        -25.0 * open_ + (6 if blink else 0),
        24.0 * (0.9 if boyish else 1.0) - (4 if blink else 0),
    )
    white = smooth([(-w, -2), (-w * 0.62, top * 0.86), (0, top), (w * 0.7, top * 0.78), (w, 0),
                    (w * 0.62, low * 0.86), (0, low), (-w * 0.7, low * 0.84)], closed=True)  # fmt: skip
    eye.fill(white, (252, 251, 255))
    eye.fill(smooth([(-w, -2), (-w * 0.62, top * 0.86), (0, top), (w * 0.7, top * 0.78), (w, 0),
                     (w * 0.3, top * 0.55), (-w * 0.5, top * 0.5)], closed=True), rgb("#cfcbe2"))  # fmt: skip
    gaze = gaze * 5 * (-side if side > 0 else 1)
    mid, tall = (top + low) / 2 + 1, (low - top) / 2 * 0.94
    rx = 14.5 * squeeze
    eye.fill(ellipse(gaze, mid, rx, tall), mix(eyes, line, 0.72))
    eye.fill(ellipse(gaze, mid + 1, rx - 2.2, tall - 2.4), eyes)
    eye.fill(ellipse(gaze, mid - tall * 0.36, rx - 2.4, tall * 0.6), mix(eyes, line, 0.5))
    eye.fill(ellipse(gaze, mid + tall * 0.52, rx * 0.62, tall * 0.32), mix(eyes, (255, 250, 220), 0.55))
    eye.fill(ellipse(gaze, mid - 1, rx * 0.42, tall * 0.42), mix(line, (0, 0, 0), 0.3))
    glint = side  # highlights come from one lamp: the same side in both eyes
    eye.fill(ellipse(gaze + glint * 5.5, mid - tall * 0.46, 5.2 * squeeze, 6.0 * open_), (255, 255, 255))
    eye.fill(ellipse(gaze - glint * 5.5, mid + tall * 0.44, 2.6, 2.8 * open_), (255, 255, 255))
    eye.stroke(smooth([(-w - 6, 3), (-w * 0.92, -5), (-w * 0.6, top * 0.9), (0, top - 1), (w * 0.7, top * 0.8), (w, -1)]),
               7.6 if not boyish else 6.2, line, (0.5, 0.12))  # fmt: skip
    if not boyish:
        eye.fill([(-w - 9, -2), (-w * 0.8, top * 0.62), (-w * 0.8, -2)], line)
    eye.stroke(
        smooth([(-w * 0.8, low * 0.72), (-w * 0.2, low + 1), (w * 0.6, low * 0.86)]), 2.4, line, (0.7, 0.1)
    )
    if not blink:
        eye.stroke(
            smooth([(-w * 0.9, top * 1.12), (0, top - 9), (w * 0.6, top - 4)]), 1.8, shade(look.skin, 0.55)
        )


def _draw_brows(head: Canvas, look: Look, turn: float, mood: str) -> None:
    raise_, slant = {"calm": (0, 0), "happy": (-6, 0), "worried": (-4, -8), "angry": (6, 9)}[mood]
    for side in (-1, 1):
        brow = head.placed(side * 37 + turn * 21, -30 + raise_, 1.0, mirror=side > 0)
        path = smooth([(-22, 2 - slant * 0.6), (-8, -6), (18, slant)])
        brow.stroke(
            path, 4.6 if look.hair_style == "short" else 3.2, mix(look.hair, look.line, 0.4), (0.1, 0.5)
        )


def _draw_mouth(at: Canvas, look: Look, mouth: int, mood: str) -> None:
    line = look.line
    if mouth == 0:
        bend = {"calm": 2.0, "happy": 6.0, "worried": -3.0, "angry": -4.0}[mood]
        at.stroke(smooth([(-13, -bend * 0.4), (0, bend), (13, -bend * 0.4)]), 3.0, line, (0.5, 0.3))
        return
    if mouth == 1:
        inner = smooth([(-9, -3), (0, -5), (9, -3), (6, 5), (-6, 5)], closed=True)
    elif mouth == 2:
        inner = smooth([(-15, -7), (0, -9), (15, -7), (10, 10), (0, 15), (-10, 10)], closed=True)
    elif mouth == 3:
        inner = smooth([(-20, -7), (0, -5), (20, -7), (13, 7), (0, 10), (-13, 7)], closed=True)
    else:
        inner = ellipse(0.0, 1.0, 8.0, 11.0)
    at.shape(inner, _MOUTH_RED, line, 2.2)
    if mouth in (2, 3):
        low = 11 if mouth == 2 else 6
        at.fill(
            smooth([(-8, low - 5), (0, low - 7), (8, low - 5), (4, low), (-4, low)], closed=True), _TONGUE
        )
        at.fill([(-12, -6.5), (12, -6.5), (10, -2.5), (-10, -2.5)], (255, 253, 250))


def _draw_body(body: Canvas, look: Look, step: int) -> tuple[Place, Place]:
    """Neck, clothes and arms (and legs, where they walk); returns the hands in body units."""
    line, skin, cloth = look.line, look.skin, look.cloth
    dark = shade(cloth, 0.22)
    swing = math.sin(2 * math.pi * step / 8) if step >= 0 else 0.0
    if step >= 0:
        _draw_legs(body, look, step)
    slim = 0.92 if look.hair_style != "short" else 1.06
    hands: list[Place] = []
    for side in (-1, 1):
        angle = -side * 5 + 26 * swing * side
        arm = body.placed(side * 96 * slim, 168, 1.0, angle)
        hand = arm.placed(0, 290)
        hand.shape(
            smooth([(-15, -10), (-17, 14), (-6, 36), (10, 34), (17, 10), (14, -10)], closed=True),
            skin,
            line,
            _LINE,
        )
        arm.shape(smooth([(-30, -14), (0, -28), (30, -6), (30, 120), (24, 286), (-22, 286), (-30, 120)], closed=True),
                  cloth, line, _LINE)  # fmt: skip
        arm.fill(smooth([(6, 10), (26, 0), (28, 120), (22, 282), (4, 282), (12, 120)], closed=True), dark)
        c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
        hands.append((side * 96 * slim - s * 305, 168 + c * 305))
    body.shape([(-25, 60), (-26, 118), (-44, 140), (44, 140), (26, 118), (25, 60)], skin, line, _LINE)
    body.fill([(-24, 84), (24, 84), (26, 112), (6, 124), (-24, 104)], shade(skin, 0.24))
    torso = smooth([(-36, 124), (-84 * slim, 140), (-116 * slim, 162), (-112 * slim, 240), (-92 * slim, 330),
                    (-96 * slim, 470), (96 * slim, 470), (92 * slim, 330), (112 * slim, 240),
                    (116 * slim, 162), (84 * slim, 140), (36, 124), (0, 150)], closed=True)  # fmt: skip
    body.shape(torso, cloth, line, _LINE)
    body.fill(smooth([(62 * slim, 170), (106 * slim, 180), (106 * slim, 240), (88 * slim, 330), (92 * slim, 466),
                      (46 * slim, 466), (56 * slim, 330)], closed=True), dark)  # fmt: skip
    _draw_outfit(body, look)
    return hands[0], hands[1]


def _draw_outfit(body: Canvas, look: Look) -> None:
    line, cloth, accent = look.line, look.cloth, look.accent
    if look.outfit == "sailor":
        navy = rgb("#34456f") if look.accent[0] > 128 else rgb("#3c3a5c")
        body.fill([(-28, 126), (28, 126), (0, 196)], look.skin)
        body.fill([(-4, 126), (28, 126), (2, 192)], shade(look.skin, 0.24))
        for side in (-1, 1):
            flap = [
                (side * 30, 118),
                (side * 88, 136),
                (side * 98, 196),
                (side * 40, 208),
                (0, 210),
                (side * 2, 196),
            ]
            body.shape(flap, navy, line, _LINE)
            body.stroke(
                [(side * 84, 146), (side * 90, 188), (side * 40, 198), (side * 12, 198)],
                3.4,
                (250, 250, 250),
                (1, 1),
            )
        for side in (-1, 1):
            bow = smooth(
                [(0, 206), (side * 30, 190), (side * 52, 202), (side * 40, 234), (side * 14, 222)],
                closed=True,
            )
            body.shape(bow, accent, line, _LINE)
            body.fill(
                smooth([(side * 8, 210), (side * 40, 212), (side * 36, 230), (side * 14, 220)], closed=True),
                shade(accent),
            )
            tail = [(side * 4, 214), (side * 26, 276), (side * 8, 284), (0, 222)]
            body.shape(tail, accent, line, _LINE)
        body.shape(ellipse(0.0, 210.0, 11.0, 13.0), accent, line, _LINE)
    elif look.outfit == "blazer":
        body.shape([(-34, 122), (34, 122), (20, 300), (-20, 300)], (250, 250, 250), line, 1.6)
        body.shape(
            [(-9, 158), (9, 158), (14, 190), (16, 300), (0, 316), (-16, 300), (-14, 190)], accent, line, 2.0
        )
        body.fill([(2, 160), (8, 160), (15, 300), (2, 314)], shade(accent))
        for side in (-1, 1):
            body.shape(
                [(side * 34, 116), (side * 46, 128), (side * 30, 172), (0, 148)], (250, 250, 250), line, _LINE
            )
            lapel = [
                (side * 42, 126),
                (side * 74, 146),
                (side * 70, 206),
                (side * 84, 214),
                (side * 18, 320),
                (side * 22, 250),
            ]
            body.shape(lapel, mix(cloth, (255, 255, 255), 0.07), line, _LINE)
        body.stroke([(8, 318), (6, 468)], 3.0, line, (1, 1))
        body.shape(ellipse(-12.0, 372.0, 7.0, 7.0), rgb("#d8b860"), line, 1.6)
    else:
        hood = smooth([(-34, 112), (-80, 132), (-92, 168), (-40, 196), (0, 208), (40, 196), (92, 168), (80, 132), (34, 112),
                       (0, 150)], closed=True)  # fmt: skip
        body.shape(hood, mix(cloth, (255, 255, 255), 0.12), line, _LINE)
        body.fill(smooth([(20, 196), (86, 168), (78, 144), (40, 172)], closed=True), shade(cloth))
        for side in (-1, 1):
            body.stroke(smooth([(side * 22, 192), (side * 26, 230), (side * 24, 264)]), 5.0, accent, (1, 1))
        pocket = smooth([(-60, 380), (60, 380), (76, 458), (-76, 458)], closed=True)
        body.shape(pocket, mix(cloth, (255, 255, 255), 0.08), line, _LINE)


def _draw_legs(body: Canvas, look: Look, step: int) -> None:
    line = look.line
    trousers = look.hair_style == "short" or look.outfit == "hoodie"
    lower: Colour = rgb("#4a5068") if trousers else look.skin
    phase = 2 * math.pi * step / 8
    for side in (1, -1):
        theta = 24 * math.sin(phase) * side
        knee = 30 * max(0.0, math.sin(phase + (0.9 if side > 0 else 0.9 + math.pi)))
        thigh = body.placed(side * 30, 500, 1.0, -theta)
        shin = thigh.placed(0, 250, 1.0, knee)
        shin.shape(smooth([(-24, -20), (-24, 120), (-17, 235), (17, 235), (24, 120), (24, -20)], closed=True),
                   lower if trousers else rgb("#343448"), line, _LINE)  # fmt: skip
        shin.shape(
            smooth([(-20, 228), (-22, 262), (44, 264), (36, 242), (18, 228)], closed=True),
            rgb("#5a3c34"),
            line,
            _LINE,
        )
        thigh.shape(
            smooth([(-36, -20), (-32, 120), (-25, 262), (25, 262), (32, 120), (36, -20)], closed=True),
            lower,
            line,
            _LINE,
        )
        thigh.fill(smooth([(8, -10), (32, -10), (29, 120), (23, 255), (10, 255)], closed=True), shade(lower))
    if trousers:
        body.shape([(-90, 455), (90, 455), (70, 540), (0, 560), (-70, 540)], lower, line, _LINE)
    else:
        lift = 10 * math.sin(phase)
        skirt = [
            (-86, 440),
            (86, 440),
            (136 + lift, 640),
            (90, 652),
            (44, 642),
            (0, 654),
            (-44, 642),
            (-90, 652),
            (-136 + lift, 640),
        ]
        cloth = rgb("#34456f") if look.outfit == "sailor" else mix(look.cloth, (60, 40, 60), 0.4)
        body.shape(skirt, cloth, line, _LINE)
        body.fill([(30, 446), (84, 446), (130 + lift, 636), (90, 646), (50, 638)], shade(cloth))
        for x in (-50, -14, 26):
            body.stroke([(x * 0.7, 460), (x * 1.4, 644)], 2.2, line)


def _draw_raised_hand(body: Canvas, look: Look, hand: int) -> Place:
    """A waving hand beside the face, over everything; returns where it is in body units."""
    angle = {1: 12.0, 2: 26.0, 3: 38.0}[hand]
    line, skin, cloth = look.line, look.skin, look.cloth
    arm = body.placed(150, 330, 1.0, angle)
    arm.shape(
        smooth([(-34, 60), (-30, -60), (-24, -140), (24, -140), (30, -60), (36, 60)], closed=True),
        cloth,
        line,
        _LINE,
    )
    arm.fill(
        smooth([(6, 56), (8, -60), (4, -136), (20, -136), (26, -60), (32, 56)], closed=True),
        shade(cloth, 0.22),
    )
    palm = arm.placed(0, -170)
    for spread, length in ((-24, 44), (-8, 54), (8, 52), (22, 42)):
        finger = palm.placed(spread * 0.8, -18, 1.0, spread * 0.7)
        finger.shape(
            smooth([(-7, 6), (-7, -length + 6), (0, -length), (7, -length + 6), (7, 6)], closed=True),
            skin,
            line,
            2.2,
        )
    thumb = palm.placed(-24, 8, 1.0, -52)
    thumb.shape(smooth([(-8, 8), (-8, -28), (0, -36), (8, -28), (8, 8)], closed=True), skin, line, 2.2)
    palm.shape(
        smooth([(-26, 36), (-28, -8), (-22, -24), (22, -24), (28, -6), (24, 36)], closed=True),
        skin,
        line,
        2.2,
    )
    palm.fill(ellipse(0.0, -18.0, 21.0, 12.0), skin)
    c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    return 150 + 185 * s, 330 - 185 * c
