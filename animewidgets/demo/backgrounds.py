"""Painted backgrounds, by name: each is a function of a seeded generator and a size in pixels.

The world is 720 units high; a painting for a pan is wider than the picture. ``u`` below is the
number of pixels per unit.
"""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from animewidgets.demo.canvas import Canvas, Image, ellipse
from animewidgets.demo.palette import Colour, mix, rgb
from animewidgets.demo.texture import below, brushed, clouds, glow, gradient, lay, noise, ridge

Painter = Callable[[np.random.Generator, int, int], Image]


def paint(name: str, seed: int, width: int, height: int) -> Image:
    """The background ``name`` as a uint8 RGB picture (height, width, 3).

    Raises ``KeyError`` for an unknown name; :data:`BACKGROUNDS` holds the known ones.
    """
    rng = np.random.default_rng([seed, *name.encode()])
    return BACKGROUNDS[name](rng, width, height)


def _canvas(image: Image) -> Canvas:
    u = image.shape[0] / 720
    return Canvas(image, None, np.array([[u, 0.0, 0.0], [0.0, u, 0.0]]))


def _grass(
    image: Image, rng: np.random.Generator, top: float, bottom: float, colours: tuple[Colour, Colour], n: int
) -> None:
    canvas = _canvas(image)
    world = image.shape[1] * 720 / image.shape[0]
    depths = np.sort(rng.uniform(0, 1, n) ** 0.8)
    for depth, x, lean, tone in zip(
        depths, rng.uniform(0, world, n), rng.normal(0, 1, n), rng.uniform(0, 1, n), strict=True
    ):
        y = top + (bottom - top) * depth
        tall = 6 + 40 * depth
        canvas.fill([(x - 1.5 - 2 * depth, y), (x + lean * tall * 0.4, y - tall), (x + 1.5 + 2 * depth, y)],
                    mix(colours[0], colours[1], float(tone)))  # fmt: skip


def _foliage(
    image: Image,
    rng: np.random.Generator,
    x: float,
    y: float,
    r: float,
    colours: tuple[Colour, Colour, Colour],
) -> None:
    """A crown of leaves: dark mass, middle tone, lit clusters towards the upper left."""
    canvas = _canvas(image)
    for colour, count, spread, lift, size in (
        (colours[0], 26, 0.85, 0.0, 0.40),
        (colours[1], 60, 0.80, -0.10, 0.20),
        (colours[2], 90, 0.66, -0.26, 0.09),
    ):
        for _ in range(count):
            a, d = rng.uniform(0, 2 * np.pi), np.sqrt(rng.uniform(0, 1)) * spread * r
            px, py = x + d * np.cos(a) + lift * r * 0.6, y + d * np.sin(a) * 0.75 + lift * r
            s = r * size * rng.uniform(0.6, 1.2)
            canvas.fill(
                ellipse(px, py, s, s * 0.8, rng.uniform(0, 180), 14),
                mix(colour, colours[1], rng.uniform(0, 0.3)),
            )


def _town(image: Image, rng: np.random.Generator, base: float, walls: tuple[Colour, Colour], roofs: tuple[Colour, ...],
          lights: Colour | None, tall: float) -> None:  # fmt: skip
    canvas = _canvas(image)
    world = image.shape[1] * 720 / image.shape[0]
    x = -20.0
    while x < world:
        w, h = rng.uniform(40, 110), tall * rng.uniform(0.45, 1.2)
        wall = mix(walls[0], walls[1], rng.uniform(0, 1))
        canvas.fill([(x, base), (x, base - h), (x + w, base - h), (x + w, base)], wall)
        canvas.fill(
            [(x + w * 0.66, base), (x + w * 0.66, base - h), (x + w, base - h), (x + w, base)],
            mix(wall, (50, 50, 100), 0.24),
        )
        roof = roofs[int(rng.integers(len(roofs)))]
        if h < 100 and rng.uniform() < 0.8:
            peak = rng.uniform(18, 34)
            canvas.fill(
                [
                    (x - 7, base - h),
                    (x + w * 0.33, base - h - peak),
                    (x + w * 0.7, base - h - peak),
                    (x + w + 7, base - h),
                ],
                roof,
            )
        else:
            canvas.fill(
                [(x - 2, base - h), (x - 2, base - h - 7), (x + w + 2, base - h - 7), (x + w + 2, base - h)],
                roof,
            )
        for wy in np.arange(base - h + 14, base - 14, 22):
            for wx in np.arange(x + 9, x + w - 14, 19):
                lit = rng.uniform() < 0.5
                pane = (
                    (lights if lit else mix(wall, (20, 20, 50), 0.5))
                    if lights
                    else mix((196, 226, 244), wall, 0.25 if lit else 0.55)
                )
                canvas.fill([(wx, wy), (wx + 9, wy), (wx + 9, wy + 12), (wx, wy + 12)], pane)
        x += w + rng.uniform(-4, 10)


def _day_sky(
    rng: np.random.Generator, width: int, height: int, count: int = 9, horizon: float = 0.74
) -> Image:
    image = gradient(
        width,
        height,
        [(0, rgb("#2f7fd6")), (0.35, rgb("#62aeea")), (0.68, rgb("#b4e0f6")), (1, rgb("#e8f6f4"))],
    )
    clouds(image, rng, count=count, horizon=horizon, lit=(255, 255, 252), shadow=rgb("#a9c4e2"))
    return image


def hills(rng: np.random.Generator, width: int, height: int) -> Image:
    """A summer sky over green hills and a town by the river."""
    u = height / 720
    image = _day_sky(rng, width, height)
    for base, rough, colour, cells in (
        (430, 44, "#8fb7d2", 5),
        (470, 36, "#6aa39c", 7),
        (512, 26, "#4f9a63", 6),
    ):
        line = ridge(rng, width, base * u, rough * u, cells * width / height / 1.8)
        tone = gradient(
            width,
            height,
            [(0, mix(rgb(colour), (255, 255, 255), 0.1)), (1, mix(rgb(colour), (30, 60, 50), 0.25))],
        )
        lay(image, below(line, height), tone)
    _town(
        image,
        rng,
        566,
        (rgb("#fbf3e4"), rgb("#e9dccb")),
        (rgb("#b5544a"), rgb("#56718f"), rgb("#7d6a5d")),
        None,
        58,
    )
    brushed(image, rng, strokes=int(2600 * width / height / 1.8), length=8 * u, jitter=6)
    meadow = ridge(rng, width, 572 * u, 16 * u, 3 * width / height)
    lay(image, below(meadow, height), gradient(width, height, [(0.78, rgb("#7cc35a")), (1, rgb("#3f8f4a"))]))
    _grass(image, rng, 590, 760, (rgb("#8fd060"), rgb("#3c8a48")), int(2200 * width / height / 1.8))
    return image


def sea(rng: np.random.Generator, width: int, height: int) -> Image:
    """The sea at sunset."""
    u = height / 720
    image = gradient(
        width,
        height,
        [
            (0, rgb("#3b3a7a")),
            (0.2, rgb("#8a5296")),
            (0.4, rgb("#e8807a")),
            (0.54, rgb("#ffc07a")),
            (0.6, rgb("#ffe7a8")),
        ],
    )
    clouds(image, rng, count=8, horizon=0.5, lit=rgb("#ffc9a0"), shadow=rgb("#9a5c8c"), size=0.8)
    sun = width * 0.56
    glow(image, sun, 404 * u, 330 * u, (255, 200, 120), 0.75)
    cv2.circle(image, (round(sun), round(404 * u)), round(56 * u), (255, 250, 220), -1, cv2.LINE_AA)
    water = gradient(
        width,
        height,
        [(0.585, rgb("#f0a088")), (0.64, rgb("#b8688c")), (0.8, rgb("#5a4484")), (1, rgb("#2c2a5c"))],
    )
    lay(image, below(np.full(width, 424 * u), height), water)
    canvas = _canvas(image)
    for _ in range(900):
        depth = rng.uniform(0, 1) ** 1.4
        y = 427 + 290 * depth
        spread = 60 + 330 * depth
        near = rng.normal(0, 1)
        x, w = sun / u + near * spread, (8 + 54 * depth) * rng.uniform(0.4, 1.3)
        tone = mix(rgb("#fff0b8"), rgb("#ff9a80"), min(1.0, abs(near) * 0.6))
        canvas.blend(ellipse(x, y, w, 0.9 + 2.0 * depth, 0, 12), tone, 0.55)
    for _ in range(420):
        depth = rng.uniform(0, 1)
        x, y = rng.uniform(0, width / u), 430 + 290 * depth
        canvas.blend(ellipse(x, y, 20 + 70 * depth, 0.8 + 1.6 * depth, 0, 12), rgb("#3a2f68"), 0.3)
    headland = ridge(rng, width, 424 * u, 30 * u, 5)
    ramp = np.clip((np.arange(width) / width - 0.68) * 5, 0, 1)
    lay(
        image,
        below(np.where(ramp > 0, 430 * u - (430 * u - headland + 46 * u) * ramp, height + 9), height)
        * (below(np.full(width, 428 * u), height) < 0.5),
        rgb("#4a3560"),
    )
    brushed(image, rng, strokes=1500, length=10 * u, jitter=5, flat=0.95)
    return image


def night(rng: np.random.Generator, width: int, height: int) -> Image:
    """A city at night with a moon."""
    u = height / 720
    image = gradient(
        width,
        height,
        [(0, rgb("#0b1038")), (0.45, rgb("#233070")), (0.75, rgb("#5a4c94")), (1, rgb("#a0689c"))],
    )
    for _ in range(260):
        x, y, r = rng.uniform(0, width), rng.uniform(0, height * 0.6), rng.uniform(0.4, 1.5) * u
        cv2.circle(
            image,
            (round(x * 16), round(y * 16)),
            max(6, round(r * 16)),
            mix((40, 50, 110), (255, 255, 240), rng.uniform(0.4, 1)),
            -1,
            cv2.LINE_AA,
            4,
        )
    glow(image, width * 0.72, 150 * u, 210 * u, (190, 200, 255), 0.6)
    cv2.circle(image, (round(width * 0.72), round(150 * u)), round(50 * u), (252, 250, 226), -1, cv2.LINE_AA)
    clouds(image, rng, count=4, horizon=0.55, lit=rgb("#6c70b4"), shadow=rgb("#2e3a7c"), size=0.7)
    for base, tall, wall in ((640, 250, "#3a3f82"), (680, 190, "#2a2d64"), (730, 130, "#191b44")):
        _town(
            image,
            rng,
            base,
            (rgb(wall), mix(rgb(wall), (90, 80, 150), 0.25)),
            (mix(rgb(wall), (10, 10, 30), 0.3),),
            rgb("#ffdf8c"),
            tall,
        )
    brushed(image, rng, strokes=900, length=7 * u, jitter=4)
    glow(image, width * 0.4, 730 * u, 420 * u, (255, 170, 120), 0.3)
    return image


def classroom(rng: np.random.Generator, width: int, height: int) -> Image:
    """A school room in the afternoon, windows to the left."""
    u = height / 720
    image = gradient(width, height, [(0, rgb("#e9dcc0")), (0.6, rgb("#f6ecd2")), (1, rgb("#d8c4a0"))])
    world = width / u
    canvas = _canvas(image)
    sky = _day_sky(rng, width, height, 7, 0.62)
    frame, shadow = rgb("#f7f4ea"), rgb("#b9ab94")
    x = 30.0
    while x < world * 0.86:
        w = 210.0
        mask = np.zeros((height, width), np.uint8)
        Canvas(None, mask, canvas.matrix, 255).fill([(x, 66), (x + w, 66), (x + w, 424), (x, 424)], frame)
        canvas.fill([(x - 12, 54), (x + w + 14, 54), (x + w + 14, 438), (x - 12, 438)], shadow)
        canvas.fill([(x - 12, 54), (x + w + 8, 54), (x + w + 8, 432), (x - 12, 432)], frame)
        lay(image, (mask > 0).astype(np.float32), sky)
        for tx in (x + w / 2,):
            canvas.fill([(tx - 6, 66), (tx + 6, 66), (tx + 6, 424), (tx - 6, 424)], frame)
            canvas.fill([(tx + 6, 66), (tx + 9, 66), (tx + 9, 424), (tx + 6, 424)], rgb("#9fb4c8"))
        canvas.fill([(x, 186), (x + w, 186), (x + w, 194), (x, 194)], frame)
        for side, cx in ((1, x - 24), (-1, x + w + 22)):
            for fold in range(4):
                fx = cx + side * fold * 11
                tone = mix(rgb("#fdf6dc"), rgb("#d9cba4"), 0.25 + 0.5 * (fold % 2))
                canvas.fill(
                    [
                        (fx, 40),
                        (fx + side * 12, 40),
                        (fx + side * (9 + fold * 1.5), 452),
                        (fx - side * 2, 452),
                    ],
                    tone,
                )
        x += w + 92
    canvas.fill([(0, 450), (world, 450), (world, 470), (0, 470)], rgb("#c9a878"))
    canvas.fill([(0, 470), (world, 470), (world, 560), (0, 560)], rgb("#dcc8a2"))
    canvas.fill([(0, 556), (world, 556), (world, 566), (0, 566)], rgb("#a58458"))
    floor = gradient(width, height, [(0.78, rgb("#b98f5e")), (1, rgb("#d6ae78"))])
    lay(image, below(np.full(width, 566 * u), height), floor)
    for px in np.arange(-world, world * 2, 70):
        canvas.fill(
            [
                (px, 566),
                (px + 1.6, 566),
                (world / 2 + (px - world / 2) * 1.9 + 3, 720),
                (world / 2 + (px - world / 2) * 1.9, 720),
            ],
            rgb("#9c764a"),
        )
    for px in np.arange(40, world * 0.9, 302):
        canvas.blend([(px + 60, 580), (px + 210, 580), (px + 420, 720), (px + 180, 720)], rgb("#fff0c0"), 0.5)
    for dx in np.arange(90, world, 250):
        y = 560 + rng.uniform(-4, 4)
        for leg in (dx + 12, dx + 146):
            canvas.fill([(leg, y + 20), (leg + 8, y + 20), (leg + 8, 700), (leg, 700)], rgb("#8a8f98"))
        canvas.fill([(dx, y + 8), (dx + 166, y + 8), (dx + 172, y + 34), (dx - 6, y + 34)], rgb("#a87440"))
        canvas.fill(
            [(dx + 8, y - 12), (dx + 158, y - 12), (dx + 174, y + 14), (dx - 8, y + 14)], rgb("#dca866")
        )
    brushed(image, rng, strokes=1400, length=9 * u, jitter=5)
    for px in np.arange(-60, world, 300):
        _canvas(image).blend(
            [(px, 0), (px + 110, 0), (px + 420, 720), (px + 200, 720)], (255, 248, 214), 0.13
        )
    return image


def street(rng: np.random.Generator, width: int, height: int) -> Image:
    """A road under cherry trees in bloom."""
    u = height / 720
    image = _day_sky(rng, width, height, 5, 0.6)
    world = width / u
    _town(
        image,
        rng,
        470,
        (rgb("#f6ead8"), rgb("#dfe4e8")),
        (rgb("#8a6a78"), rgb("#5f7f9c"), rgb("#b06a5a")),
        None,
        84,
    )
    lay(image, below(ridge(rng, width, 466 * u, 10 * u, 16), height), rgb("#7fb46a"))
    canvas = _canvas(image)
    canvas.fill([(0, 520), (world, 520), (world, 720), (0, 720)], rgb("#c9c3c6"))
    canvas.fill([(0, 500), (world, 500), (world, 530), (0, 530)], rgb("#e9e2dc"))
    canvas.fill([(0, 530), (world, 530), (world, 540), (0, 540)], rgb("#a39aa6"))
    for x in np.arange(20, world, 150):
        canvas.fill([(x, 640), (x + 84, 640), (x + 70, 652), (x - 14, 652)], rgb("#f4f0ea"))
    pink = (rgb("#d7849c"), rgb("#f4b4c8"), rgb("#ffe2ea"))
    for x in np.arange(60, world + 120, 330):
        x += rng.uniform(-50, 50)
        canvas.fill(
            [
                (x - 17, 520),
                (x - 10, 380),
                (x - 44, 270),
                (x - 30, 268),
                (x, 340),
                (x + 34, 250),
                (x + 48, 256),
                (x + 14, 380),
                (x + 20, 520),
            ],
            rgb("#6a4a4c"),
        )
        canvas.fill(
            [(x + 2, 520), (x + 4, 372), (x + 40, 258), (x + 48, 256), (x + 14, 380), (x + 20, 520)],
            rgb("#4f353f"),
        )
        for _ in range(6):
            _foliage(
                image, rng, x + rng.uniform(-130, 130), 190 + rng.uniform(-90, 60), rng.uniform(74, 120), pink
            )
        canvas.blend(ellipse(x + 30, 574, 150.0, 18.0), rgb("#7f6f96"), 0.4)
    for _ in range(int(world / 2)):
        x, y = rng.uniform(0, world), 524 + 190 * rng.uniform(0, 1)
        canvas.fill(
            ellipse(x, y, 2 + (y - 520) / 60, 1.1 + (y - 520) / 130, rng.uniform(-30, 30), 8),
            mix(pink[1], pink[2], rng.uniform(0, 1)),
        )
    brushed(image, rng, strokes=1300, length=7 * u, jitter=6)
    return image


def rooftop(rng: np.random.Generator, width: int, height: int) -> Image:
    """The roof of the school: a great sky, a fence and the town far below."""
    u = height / 720
    image = _day_sky(rng, width, height, 12, 0.8)
    world = width / u
    _town(image, rng, 600, (rgb("#c8d8e4"), rgb("#e6e4e0")), (rgb("#8fa0b8"), rgb("#a88c98")), None, 50)
    brushed(image, rng, strokes=1500, length=9 * u, jitter=5)
    canvas = _canvas(image)
    for x in np.arange(0, world + 26, 26):
        canvas.fill([(x, 400), (x + 2.4, 400), (x + 2.4, 616), (x, 616)], rgb("#5f7a8c"))
    for x in np.arange(0, world + 220, 220):
        canvas.fill([(x, 384), (x + 9, 384), (x + 9, 616), (x, 616)], rgb("#54708a"))
    for y in (392, 500, 600):
        canvas.fill([(0, y), (world, y), (world, y + 7), (0, y + 7)], rgb("#6a8aa0"))
    canvas.fill([(0, 612), (world, 612), (world, 640), (0, 640)], rgb("#c9cdd2"))
    canvas.fill([(0, 640), (world, 640), (world, 720), (0, 720)], rgb("#a8afb8"))
    for x in np.arange(-200, world + 200, 120):
        canvas.fill(
            [
                (x, 640),
                (x + 2, 640),
                (world / 2 + (x - world / 2) * 1.3 + 3, 720),
                (world / 2 + (x - world / 2) * 1.3, 720),
            ],
            rgb("#8e97a4"),
        )
    return image


def crossing(rng: np.random.Generator, width: int, height: int) -> Image:
    """A level crossing in the evening light."""
    u = height / 720
    world = width / u
    image = gradient(width, height, [(0, rgb("#6a8fd0")), (0.4, rgb("#f0b8a0")), (0.65, rgb("#ffe0b0"))])
    clouds(image, rng, count=7, horizon=0.55, lit=rgb("#fff0d8"), shadow=rgb("#c890a8"))
    for base, rough, colour in ((440, 30, "#a88fb0"), (480, 20, "#80789c")):
        lay(image, below(ridge(rng, width, base * u, rough * u, 6), height), rgb(colour))
    _town(
        image,
        rng,
        540,
        (rgb("#d8b8a8"), rgb("#b898a0")),
        (rgb("#8a5060"), rgb("#605878")),
        rgb("#ffe8a0"),
        78,
    )
    lay(
        image,
        below(np.full(width, 536 * u), height),
        gradient(width, height, [(0.74, rgb("#a88c80")), (1, rgb("#7c6470"))]),
    )
    canvas = _canvas(image)
    for x in np.arange(-20, world, 46):
        canvas.fill([(x, 566), (x + 24, 566), (x + 18, 606), (x - 8, 606)], rgb("#6a4c48"))
    for y in (570, 594):
        canvas.fill([(0, y), (world, y), (world, y + 5), (0, y + 5)], rgb("#e0c8b8"))
    canvas.fill(
        [(world * 0.40, 610), (world * 0.60, 610), (world * 0.72, 720), (world * 0.28, 720)], rgb("#b09a98")
    )
    brushed(image, rng, strokes=1600, length=8 * u, jitter=6)
    canvas.fill([(1010, 250), (1022, 250), (1024, 620), (1008, 620)], rgb("#f0e0c8"))
    for k in range(6):
        canvas.fill(
            [(1008, 300 + k * 52), (1024, 300 + k * 52), (1024, 326 + k * 52), (1008, 326 + k * 52)],
            rgb("#3c3448"),
        )
    for angle in (-38.0, 38.0):
        sign = canvas.placed(1016, 250, 1.0, angle)
        sign.fill([(-70, -9), (70, -9), (70, 9), (-70, 9)], rgb("#f6d860"))
        for k in (-2, 0, 2):
            sign.fill(
                [(k * 22 - 10, -9), (k * 22 + 10, -9), (k * 22 + 10, 9), (k * 22 - 10, 9)], rgb("#3c3448")
            )
    return image


def bedroom(rng: np.random.Generator, width: int, height: int) -> Image:
    """A desk by a window at dusk, seen close: the ground of inserts."""
    u = height / 720
    image = gradient(width, height, [(0, rgb("#5a5690")), (0.5, rgb("#a8789c")), (1, rgb("#e8a890"))])
    world = width / u
    canvas = _canvas(image)
    lay(
        image,
        below(np.full(width, 430 * u), height),
        gradient(width, height, [(0.6, rgb("#a0683c")), (1, rgb("#c8915a"))]),
    )
    for y in range(440, 720, 34):
        canvas.blend([(0, y), (world, y - 4), (world, y - 1), (0, y + 3)], rgb("#6a3c28"), 0.35)
    for x in np.arange(world * 0.08, world * 0.34, 34):
        tall = rng.uniform(130, 210)
        tone = mix(rgb("#b0485a"), rgb("#4878a0"), rng.uniform(0, 1))
        canvas.fill([(x, 440), (x, 440 - tall), (x + 30, 440 - tall), (x + 30, 440)], tone)
        canvas.fill(
            [(x + 20, 440), (x + 20, 440 - tall), (x + 30, 440 - tall), (x + 30, 440)],
            mix(tone, (30, 20, 60), 0.35),
        )
        canvas.fill(
            [
                (x + 4, 424 - tall * 0.8),
                (x + 18, 424 - tall * 0.8),
                (x + 18, 434 - tall * 0.8),
                (x + 4, 434 - tall * 0.8),
            ],
            rgb("#f0e0b8"),
        )
    brushed(image, rng, strokes=1200, length=12 * u, jitter=6, flat=0.9)
    glow(image, width * 0.8, 200 * u, 360 * u, (255, 214, 160), 0.6)
    return image


def dawn(rng: np.random.Generator, width: int, height: int) -> Image:
    """Clouds and first light: the ground of titles."""
    u = height / 720
    image = gradient(
        width,
        height,
        [(0, rgb("#3f6fc4")), (0.4, rgb("#7fb0ea")), (0.7, rgb("#ffd0c8")), (1, rgb("#fff0d0"))],
    )
    clouds(image, rng, count=10, horizon=0.95, lit=rgb("#fffaf2"), shadow=rgb("#b49ccc"), size=1.3)
    glow(image, width * 0.5, 640 * u, 380 * u, (255, 230, 180), 0.8)
    brushed(image, rng, strokes=1500, length=12 * u, jitter=5)
    return image


def pattern(rng: np.random.Generator, width: int, height: int) -> Image:
    """Pastel stripes and dots: the ground of eyecatches and cards."""
    u = height / 720
    hue = [rgb("#ffd9e2"), rgb("#d8ecff"), rgb("#fff0c8"), rgb("#dff4dc")]
    base = hue[int(rng.integers(len(hue)))]
    image = np.full((height, width, 3), base, np.uint8)
    canvas = _canvas(image)
    for x in np.arange(-800, width / u + 100, 96):
        canvas.fill(
            [(x, 0), (x + 48, 0), (x + 48 + 420, 720), (x + 420, 720)], mix(base, (255, 255, 255), 0.45)
        )
    for _ in range(26):
        r = rng.uniform(8, 46)
        canvas.blend(ellipse(rng.uniform(0, width / u), rng.uniform(0, 720), r, r), (255, 255, 255), 0.5)
    lay(image, np.clip(noise(rng, width, height, 60, 2), 0, 1) * np.float32(0.1), (255, 255, 255))
    return image


BACKGROUNDS: dict[str, Painter] = {
    p.__name__: p for p in (hills, sea, night, classroom, street, rooftop, crossing, bedroom, dawn, pattern)
}
