"""Comparing two pictures block by block."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from animewidgets.analysis.shots.blocks import changed_share, make_blocks
from animewidgets.analysis.shots.pictures import small_size, stretches_of
from tests.analysis.shots.conftest import place

BOX = (0, 56, 0, 96)


def blocks(image: np.ndarray):
    import cv2

    small = cv2.resize(image, (96, 56), interpolation=cv2.INTER_AREA)
    planes = cv2.cvtColor(small, cv2.COLOR_RGB2YCrCb)
    chroma = cv2.resize(planes, (24, 14), interpolation=cv2.INTER_AREA)[:, :, 1:].transpose(2, 0, 1)
    return make_blocks(np.ascontiguousarray(planes[:, :, 0]), np.ascontiguousarray(chroma), BOX)


@settings(max_examples=30)
@given(gain=st.floats(0.5, 1.1), offset=st.floats(0, 25), shift=st.integers(-7, 7))
def test_light_and_a_small_shift_change_nothing(gain, offset, shift):
    first = place("street")
    second = np.clip(np.roll(first, shift, axis=1) * gain + offset, 0, 255).astype(np.uint8)
    assert changed_share(blocks(first), blocks(second)) < 0.2


def test_another_place_changes_nearly_everything():
    names = ("hills", "classroom", "street", "night", "sea")
    shares = [changed_share(blocks(place(a)), blocks(place(b))) for a in names for b in names if a < b]
    assert min(shares) > 0.35
    assert np.mean(shares) > 0.6


def test_a_share_lies_between_nothing_and_all():
    flat = np.full((144, 256, 3), 90, np.uint8)
    assert changed_share(blocks(flat), blocks(flat)) == 0
    assert changed_share(blocks(flat), blocks(place("street"))) == 1


@given(
    count=st.integers(1, 5000),
    workers=st.integers(1, 8),
    starts=st.lists(st.integers(0, 4999), min_size=1, max_size=40),
)
def test_workers_share_the_film_without_gap_or_overlap(count, workers, starts):
    places = np.unique([0, *[s for s in starts if s < count]])
    stretches = stretches_of(places, count, workers)
    assert stretches[0][0] == 0
    assert stretches[-1][1] == count
    assert all(a[1] == b[0] for a, b in pairwise(stretches))
    assert all(start in places for start, _ in stretches)
    assert len(stretches) <= workers


@given(width=st.integers(1, 8192), height=st.integers(1, 8192))
def test_small_pictures_are_whole_blocks_whatever_the_film(width, height):
    small_width, small_height = small_size(width, height)
    assert small_width % 8 == small_height % 8 == 0
    assert 32 <= small_width <= 192
    assert 32 <= small_height <= 192
