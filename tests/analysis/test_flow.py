"""Following by optical flow: drawn things that move over drawn grounds, and what ends it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from animewidgets.analysis.flow import ProposedKey, Step, Way, follow, is_cut, keys_of, moved, within
from animewidgets.annotations import Kind, masks
from animewidgets.annotations.geometry import Box, Point, Points, Polygon, Shape, mask_of
from animewidgets.annotations.geometry.tracks import Interpolation, Key, Track, shape_at

WIDTH, HEIGHT = 320, 180
SIDE = 60


def ground(seed: int) -> np.ndarray:
    """A picture with soft shapes in it, uint8[180, 320]."""
    rng = np.random.default_rng(seed)
    coarse = rng.integers(40, 216, (HEIGHT // 20, WIDTH // 20)).astype(np.float64)
    return np.kron(coarse, np.ones((20, 20))).astype(np.uint8)


def thing() -> np.ndarray:
    """Something drawn: flat colours with dark lines, uint8[60, 60]."""
    picture = np.full((SIDE, SIDE), 210, np.uint8)
    picture[:3], picture[-3:], picture[:, :3], picture[:, -3:] = 20, 20, 20, 20
    picture[15:25, 12:22], picture[15:25, 38:48] = 20, 20
    picture[42:46, 18:42] = 60
    np.fill_diagonal(picture[25:40, 25:40], 20)
    return picture


def film(places: Sequence[tuple[float, float]], pan: int = 0) -> list[tuple[int, np.ndarray]]:
    """Frames with the thing at each place in turn, grain and all."""
    rng = np.random.default_rng(5)
    frames = []
    for n, (x, y) in enumerate(places):
        picture = np.roll(ground(1), -pan * n, 1).astype(np.float64)
        wide = np.pad(picture, 2 * SIDE)
        left, top = round(x) + 2 * SIDE, round(y) + 2 * SIDE
        wide[top : top + SIDE, left : left + SIDE] = thing()
        picture = wide[2 * SIDE : -2 * SIDE, 2 * SIDE : -2 * SIDE]
        noisy = picture + rng.normal(0, 1.2, picture.shape)
        frames.append((n, np.clip(noisy, 0, 255).astype(np.uint8)))
    return frames


def followed(frames: list[tuple[int, np.ndarray]], shape: Shape) -> tuple[list[Step], tuple[str, int]]:
    told = list(follow(frames, shape))
    *steps, end = told
    assert isinstance(end, tuple)
    assert all(isinstance(step, Step) for step in steps)
    return [step for step in steps if isinstance(step, Step)], end


def shape_in(kind: str, x: float, y: float) -> Shape:
    ring = ((x, y), (x + SIDE, y), (x + SIDE, y + SIDE), (x, y + SIDE))
    match kind:
        case "box":
            return Box(x, y, SIDE, SIDE)
        case "polygon":
            return Polygon(((ring,),))
        case "mask":
            return mask_of(Polygon(((ring,),)), HEIGHT, WIDTH)
        case _:
            return Points((Point(x + 17, y + 20), None, Point(x + 43, y + 20)))


@pytest.mark.parametrize("kind", ["box", "polygon", "mask", "point"])
@pytest.mark.parametrize("pan", [0, 3])
def test_a_thing_that_moves_over_its_ground_is_kept_to(kind: str, pan: int) -> None:
    places = [(60 + 5 * n, 40 + 2 * n) for n in range(13)]
    steps, end = followed(film(places, pan), shape_in(kind, *places[0]))
    assert end == ("asked", 12)
    there, meant = steps[-1].shape, shape_in(kind, *places[-1])
    if isinstance(there, masks.Mask) and isinstance(meant, masks.Mask):
        assert masks.iou(there, meant) > 0.88
    else:
        np.testing.assert_allclose(numbers(there), numbers(meant), atol=4)
    assert steps[-1].score > 0.3


def numbers(shape: Shape) -> list[float]:
    match shape:
        case Box():
            return [shape.x, shape.y, shape.width, shape.height]
        case Polygon():
            return [n for rings in shape.parts for ring in rings for vertex in ring for n in vertex]
        case Points():
            return [n for point in shape.points if point for n in (point.x, point.y)]
    raise AssertionError(shape)


def test_a_held_drawing_does_not_move_by_a_hair_and_one_on_threes_needs_a_key_per_drawing() -> None:
    places = [(60 + 9 * (n // 3), 60) for n in range(12)]
    first = Box(60, 60, SIDE, SIDE)
    steps, _ = followed(film(places), first)
    assert [step.shape for step in steps[:3]] == [first] * 3
    keys = keys_of(Way(tuple(steps), "asked"), lambda n: 1001 * n)
    assert [key.ordinal for key in keys] == [0, 3, 6, 9, 11]
    assert [key.interpolation for key in keys[:3]] == ["hold"] * 3


def test_what_goes_evenly_needs_two_keys() -> None:
    places = [(60 + 4 * n, 60) for n in range(13)]
    steps, _ = followed(film(places), Box(60, 60, SIDE, SIDE))
    keys = keys_of(Way(tuple(steps), "asked"), lambda n: 1001 * n, tolerance=1.5)
    assert [(key.ordinal, key.interpolation) for key in keys] == [(0, "linear"), (12, "linear")]


def test_following_ends_at_a_cut_and_not_at_a_flash() -> None:
    places = [(60 + 4 * n, 60) for n in range(10)]
    frames = film(places)
    white = [(n, np.full_like(picture, 250) if n in (4, 5) else picture) for n, picture in frames]
    steps, end = followed(white, Box(60, 60, SIDE, SIDE))
    assert end == ("asked", 9)
    np.testing.assert_allclose(numbers(steps[-1].shape), [96, 60, SIDE, SIDE], atol=3)

    cut = [*frames[:6], *((n + 6, np.asarray(255 - ground(9))) for n in range(9))]
    steps, end = followed(cut, Box(60, 60, SIDE, SIDE))
    assert end == ("cut", 6)
    assert [step.ordinal for step in steps] == [0, 1, 2, 3, 4, 5]


def test_following_ends_where_the_thing_leaves_the_picture() -> None:
    places = [(20 - 8 * n, 60) for n in range(14)]
    steps, (why, at) = followed(film(places), Box(20, 60, SIDE, SIDE))
    assert why in ("outside", "lost")
    assert 6 <= at <= 11
    for step in steps:
        assert within(step.shape, WIDTH, HEIGHT) == step.shape
    keys = keys_of(Way(tuple(steps), "outside", at), lambda n: n)
    assert (keys[-1].ordinal, keys[-1].shape) == (at, None)


def test_pictures_of_one_shot_are_no_cut_however_the_camera_moves() -> None:
    (_, a), *_, (_, b) = film([(60, 60)] * 3, pan=4)
    assert not is_cut(a, b)
    assert is_cut(a, np.asarray(255 - ground(9)))


def test_a_picture_without_anything_in_it_gives_nothing_to_go_by() -> None:
    flat = np.full((HEIGHT, WIDTH), 128, np.uint8)
    other = np.random.default_rng(0).integers(0, 255, (HEIGHT, WIDTH)).astype(np.uint8)
    _, score = moved(flat, other, Box(60, 60, SIDE, SIDE))
    assert score < 0.2


@given(
    st.lists(st.tuples(st.integers(0, 6), st.integers(-3, 3)), min_size=1, max_size=40),
    st.sampled_from([0.5, 1.0, 2.0]),
)
def test_between_its_keys_a_way_is_what_was_followed_to(
    moves: list[tuple[int, int]], tolerance: float
) -> None:
    x = np.cumsum([max(0, right - 2) for right, _ in moves])
    y = 80 + np.cumsum([0.4 * down for _, down in moves])
    steps = tuple(
        Step(n, Box(float(a), float(b), 40, 30), 1.0) for n, (a, b) in enumerate(zip(x, y, strict=True))
    )
    keys = keys_of(Way(steps, "asked"), lambda n: 7 * n, tolerance)
    track = Track(
        Kind.BOX,
        tuple(Key(7 * key.ordinal, key.shape, Interpolation(key.interpolation)) for key in keys),
        7 * len(steps),
    )
    assert [keys[0].ordinal, keys[-1].ordinal] == [0, len(steps) - 1]
    for step in steps:
        seen = shape_at(track, 7 * step.ordinal)
        assert seen is not None
        away = np.abs(np.array(numbers(seen.shape)) - numbers(step.shape)).max()
        assert away <= tolerance + 1e-9


def test_backwards_the_keys_come_in_the_order_of_time() -> None:
    steps = tuple(Step(n, Box(10.0 * n, 0, 5, 5), 1 - 0.1 * (9 - n)) for n in range(9, 4, -1))
    keys = keys_of(Way(steps, "cut", 4), lambda n: n)
    assert keys == [
        ProposedKey(5, Box(50.0, 0, 5, 5), "linear", pytest.approx(0.6)),
        ProposedKey(9, Box(90.0, 0, 5, 5), "linear", 1.0),
    ]
