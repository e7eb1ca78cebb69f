"""Signatures and bars of small pictures: what changes them, and what does not."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from animewidgets.analysis.fingerprint.boxes import find_boxes
from animewidgets.analysis.fingerprint.signature import SMALL, changes, distances, signatures

Bytes = NDArray[np.uint8]


def scenes(seed: int, count: int, size: tuple[int, int] = (192, 256)) -> Bytes:
    """Pictures of blurred shapes, uint8[count,h,w], each another one."""
    rng = np.random.default_rng(seed)
    out = np.zeros((count, *size), np.uint8)
    for picture in out:
        picture[:] = rng.integers(60, 180)
        for _ in range(12):
            centre = (int(rng.integers(size[1])), int(rng.integers(size[0])))
            cv2.circle(picture, centre, int(rng.integers(15, 60)), int(rng.integers(35, 235)), -1)
    return out


def small(pictures: Bytes) -> Bytes:
    scaled = [cv2.resize(p, SMALL[::-1], interpolation=cv2.INTER_AREA) for p in pictures]
    return np.asarray(scaled, np.uint8)


def words(pictures: Bytes) -> NDArray[np.uint64]:
    little = small(pictures)
    return signatures(little, *find_boxes(little))[0]


@pytest.mark.parametrize(
    ("kind", "most"), [("bright", 3), ("dark", 3), ("noise", 4), ("half size", 2), ("logo", 8), ("crop", 12)]
)
def test_the_same_picture_keeps_its_signature(kind: str, most: int) -> None:
    films = scenes(1, 40)
    rng = np.random.default_rng(2)
    other = films.astype(np.float64)
    if kind == "bright":
        other = other * 1.2
    elif kind == "dark":
        other = (other - 16) * 0.6 + 16
    elif kind == "noise":
        other = other + rng.normal(0, 8, other.shape)
    elif kind == "logo":
        other[:, 12:28, 212:244] = 220
    elif kind == "crop":
        other = np.asarray([cv2.resize(p[6:186, 8:250], (256, 192)) for p in films], np.float64)
    seen = other.clip(0, 255).astype(np.uint8)
    if kind == "half size":
        seen = np.asarray([cv2.resize(p, (128, 96), interpolation=cv2.INTER_AREA) for p in films], np.uint8)
    same = distances(words(films), words(seen))
    another = distances(words(films), np.roll(words(seen), 1))
    assert np.median(same) <= most
    assert np.median(another) > 20


def test_pictures_without_anything_in_them_have_no_signature() -> None:
    noise = np.random.default_rng(0).normal(18, 1.5, (6, *SMALL)).clip(0, 255).astype(np.uint8)
    word, level, contrast = signatures(noise, *find_boxes(noise))
    assert np.bitwise_count(word).mean() < 4
    assert (level <= 2).all()
    assert (contrast <= 4).all()


def test_a_mouth_that_moves_counts_as_a_change() -> None:
    held = np.repeat(small(scenes(3, 1)), 6, axis=0)
    held[3:, 30:36, 28:38] = 30
    assert changes(held).tolist() == [0, 0, 0, changes(held)[3], 0, 0]
    assert changes(held)[3] >= 8


def letterboxed(pictures: Bytes, above: int) -> Bytes:
    out = np.full_like(pictures, 16)
    height, width = pictures.shape[1:]
    for bare, barred in zip(pictures, out, strict=True):
        barred[above : height - above] = cv2.resize(bare, (width, height - 2 * above))
    return out


def test_bars_are_left_out_even_with_a_clock_on_them() -> None:
    films = scenes(4, 60)
    barred = letterboxed(films, 24)
    barred[:, 4:16, 10:38] = 230
    number, boxes = find_boxes(small(barred))
    assert boxes[number[0]].tolist() == [6, 42, 0, 64]
    assert np.median(distances(words(films), words(barred))) <= 4


def test_bars_that_come_with_the_film_and_go_with_the_commercials() -> None:
    film, commercials = letterboxed(scenes(5, 60), 24), scenes(6, 40)
    number, boxes = find_boxes(small(np.concatenate([film[:30], commercials, film[30:]])))
    assert boxes[number[10]].tolist() == [6, 42, 0, 64]
    assert boxes[number[50]].tolist() == [0, 48, 0, 64]
    assert boxes[number[90]].tolist() == [6, 42, 0, 64]


def test_a_night_scene_has_no_bars() -> None:
    films = scenes(7, 60)
    films[20:24, :90] = 16  # four frames whose upper half is black
    number, boxes = find_boxes(small(films))
    assert {tuple(boxes[k].tolist()) for k in number} == {(0, 48, 0, 64)}


def test_a_black_film_has_one_box() -> None:
    number, boxes = find_boxes(np.full((10, *SMALL), 16, np.uint8))
    assert number.tolist() == [0] * 10
    assert boxes.tolist() == [[0, 48, 0, 64]]
