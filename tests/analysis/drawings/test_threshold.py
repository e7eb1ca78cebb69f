"""The threshold that parts held drawings from new ones, whatever the shot is like."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from animewidgets.analysis.drawings.threshold import LEAST, MOST, USUAL, find_threshold

RNG = np.random.default_rng(5)
HELD = RNG.lognormal(np.log(1.5), 0.3, 60)
NEW = RNG.lognormal(np.log(70), 0.4, 60)
NOTHING = np.zeros(0)


def test_it_lies_between_the_held_and_the_new_ones():
    both = np.concatenate([HELD, NEW])
    assert HELD.max() < find_threshold(both, both) < NEW.min()


def test_where_compression_is_coarse_it_lies_higher():
    noisy = np.concatenate([HELD * 8, NEW])
    threshold = find_threshold(noisy, noisy)
    assert (threshold > HELD * 8).mean() > 0.95
    assert (threshold < NEW).all()


def test_a_shot_that_is_one_drawing_stays_one():
    film = np.concatenate([HELD, NEW])
    assert find_threshold(HELD, film) > HELD.max()


def test_a_shot_on_ones_has_a_new_drawing_on_every_frame():
    film = np.concatenate([HELD, NEW])
    assert find_threshold(NEW, film) < NEW.min()


def test_where_nothing_is_known_it_is_the_usual_one():
    assert abs(find_threshold(NOTHING, NOTHING) - USUAL) < 0.5


@given(st.lists(st.floats(0, 255), max_size=50), st.lists(st.floats(0, 255), max_size=50))
def test_it_never_leaves_its_bounds(shot, film):
    threshold = find_threshold(np.array(shot, float), np.array(film, float))
    assert LEAST * 0.999 <= threshold <= MOST * 1.001
