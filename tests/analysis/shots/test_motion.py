"""How the camera moves in each shot."""

from __future__ import annotations

import numpy as np
import pytest

from animewidgets.analysis.shots import detect
from animewidgets.analysis.shots.camera import find_move
from animewidgets.media import open_media
from tests.analysis.shots.conftest import place, with_figure


def test_still_pan_tilt_and_zoom_are_told_apart(film):
    """Four shots of two seconds each: the columns can be taken as labels."""
    steps = np.linspace(0, 1, 48)
    pictures = [with_figure(place("hills"), 0.4 + 0.005 * (n // 3 % 3)) for n in range(48)]
    pictures += [place("street", x=t) for t in steps]
    pictures += [place("night", y=1 - t) for t in steps]
    pictures += [place("classroom", zoom=1 + 0.6 * t) for t in steps]
    with open_media(film(pictures)) as media:
        shots = detect(media).shots
    assert shots.start.tolist() == [0, 48, 96, 144]
    motion = shots.motion
    assert motion.camera == ("still", "pan", "tilt", "zoom")
    # The camera crosses 0.3 / 0.7 of the painting's width in two seconds, seen through 0.7 of it.
    assert motion.pan[1] == pytest.approx(0.3 / 0.7 / 2, rel=0.15)
    assert motion.tilt[2] == pytest.approx(-0.3 / 0.7 / 2, rel=0.15)
    assert motion.zoom[3] == pytest.approx(1.6**0.5 - 1, rel=0.2)
    assert (motion.known > 0.5).all()
    table = shots.to_pandas()
    assert list(table.columns[:5]) == ["start", "stop", "start_pts", "stop_pts", "camera"]


def test_a_move_is_found_to_a_fraction_of_a_small_pixel():
    first = np.asarray(place("street", x=0.4)[:, :, 1])
    second = np.asarray(place("street", x=0.5)[:, :, 1])
    move = find_move(first, second)
    assert move is not None
    x, y = move.shift(256, 144)
    # A tenth of the 0.3 that the window can travel, in widths of the window, 0.7.
    assert x == pytest.approx(-0.1 * 0.3 / 0.7 * 256, abs=0.5)
    assert y == pytest.approx(0, abs=0.5)
    assert move.scale == pytest.approx(1, abs=0.01)


def test_nothing_to_follow_is_no_move():
    flat = np.full((56, 96), 90, np.uint8)
    assert find_move(flat, flat) is None
