"""Borders: found where they are, and open where nothing tells them."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from animewidgets.analysis.align.borders import End, find_begin, find_border, find_end
from animewidgets.analysis.align.fragments import best_stretch, x_drop

NONE = np.zeros(61)


def agreeing(n: int, first: int, stop: int, seed: int) -> np.ndarray:
    """Rows that agree within [first, stop), with noise."""
    rng = np.random.default_rng(seed)
    at = np.arange(n)
    return np.where((at >= first) & (at < stop), 0.8, -0.8) + rng.uniform(-0.15, 0.15, n)


@given(st.integers(2, 58), st.integers(0, 99))
def test_an_insert_is_found_to_the_row(at: int, seed: int) -> None:
    end, begin = find_border(agreeing(60, 0, at, seed), agreeing(60, at, 60, seed + 1), NONE, NONE, None)
    assert end == begin == End(at, at, at, at_cut=False)


@given(st.integers(2, 40), st.integers(3, 15), st.integers(0, 99))
def test_a_removed_shot_is_found_to_the_row(at: int, gone: int, seed: int) -> None:
    left, right = agreeing(60, 0, at, seed), agreeing(60, at + gone, 60, seed + 1)
    found, begin = find_border(left, right, NONE, NONE, np.minimum(np.arange(61) + gone, 60))
    assert (found.row, begin.row) == (at, at + gone)


@given(st.integers(2, 30), st.integers(35, 58), st.integers(0, 99))
def test_both_sides_may_have_something_of_their_own(end: int, begin: int, seed: int) -> None:
    left, right = agreeing(60, 0, end, seed), agreeing(60, begin, 60, seed + 1)
    found = find_border(left, right, NONE, NONE, None)
    assert (found[0].row, found[1].row) == (end, begin)


@given(st.integers(10, 30), st.integers(5, 20))
def test_in_black_the_border_is_open_and_a_cut_decides(at: int, black: int) -> None:
    n = 60
    left, right = np.full(n, -0.8), np.full(n, -0.8)
    left[: at + black] = np.where(np.arange(at + black) < at, 0.8, 0.01)
    right[at:] = np.where(np.arange(at, n) < at + black, 0.01, 0.8)
    cuts = np.zeros(n + 1)
    cuts[at + black // 2] = 1.0
    end, _ = find_border(left, right, cuts, cuts, None)
    assert (end.first, end.last) == (at, at + black)
    assert end.row == at + black // 2
    assert end.at_cut


@given(st.integers(5, 50), st.integers(-2, 2))
def test_evidence_that_wavers_gives_way_to_the_cut(at: int, off: int) -> None:
    """Coarse pictures before an insert agree with neither side; one frame more or less is no evidence."""
    left = np.where(np.arange(60) < at + off, 0.8, -0.8)
    left[min(at, at + off) : max(at, at + off)] = 0.2 if off > 0 else -0.2
    cuts = np.zeros(61)
    cuts[at] = 1.0
    assert find_end(left, cuts).row == at


def test_two_cuts_leave_it_open() -> None:
    black = np.concatenate([np.full(20, 0.8), np.zeros(10), np.full(20, -0.8)])
    cuts = np.zeros(51)
    cuts[[20, 30]] = 1.0
    found = find_end(black, cuts)
    assert (found.first, found.last, found.at_cut) == (19, 31, False)


def test_ends_where_the_agreement_ends() -> None:
    rows = np.array([0.5] * 10 + [-0.5] * 10)
    assert find_end(rows, np.zeros(21)).row == 10
    assert find_begin(rows[::-1].copy(), np.zeros(21)).row == 10


@given(st.lists(st.floats(-1, 1), max_size=40))
def test_no_stretch_has_a_greater_sum(values: list[float]) -> None:
    array = np.array(values)
    first, stop = best_stretch(array)
    best = max((array[a:b].sum() for a in range(len(array)) for b in range(a, len(array) + 1)), default=0)
    assert array[first:stop].sum() >= best - 1e-9


@given(st.lists(st.floats(-1, 1), max_size=40), st.floats(0.1, 3))
def test_a_fragment_never_falls_by_more_than_the_drop(values: list[float], drop: float) -> None:
    end = x_drop(np.array(values), drop)
    total = np.concatenate([[0.0], np.cumsum(values[:end])])
    assert (np.maximum.accumulate(total) - total <= drop + 1e-9).all()
    assert total[-1] == total.max()
