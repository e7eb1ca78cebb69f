"""The chain of fragments, against all chains that there are."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from animewidgets.analysis.align.chain import BACK, SWITCH, Link, best_chain, join_cost


def link(start: float, length: float, shift: float, per_second: float = 4.0) -> Link:
    times = np.linspace(start, start + length, 21)
    return Link(
        (start, start + length),
        (start + shift, start + length + shift),
        times,
        np.linspace(0, length * per_second, 21),
    )


links = st.lists(
    st.builds(
        link,
        st.integers(0, 60).map(float),
        st.integers(2, 20).map(float),
        st.integers(-40, 40).map(float),
    ),
    min_size=1,
    max_size=6,
)


def worth(chain: list[Link]) -> float | None:
    """What a chain is worth, or ``None`` where it uses target time twice."""
    total = chain[0].score
    for left, right in pairwise(chain):
        cost = join_cost(left, right)
        if cost is None:
            return None
        total += right.score - cost
    for n, a in enumerate(chain):
        for k, b in enumerate(chain[n + 1 :], n + 1):
            shared = min(a.target[1], b.target[1]) - max(a.target[0], b.target[0])
            neighbours = k == n + 1 and a.target[0] <= b.target[0] and a.target[1] <= b.target[1]
            if shared > 0.15 and not neighbours:
                return None
    return total


@given(links)
def test_a_chain_is_allowed_and_worth_what_it_says(found: list[Link]) -> None:
    chosen, score = best_chain(found)
    assert abs((worth([found[n] for n in chosen]) or -1) - score) < 1e-6
    starts = [found[n].source[0] for n in chosen]
    assert starts == sorted(starts)


@given(
    st.lists(
        st.builds(link, st.integers(0, 60).map(float), st.integers(2, 20).map(float), st.just(0.0)),
        min_size=1,
        max_size=6,
    )
)
def test_where_nothing_goes_back_no_pair_is_better(found: list[Link]) -> None:
    _, score = best_chain(found)
    singles = [one.score for one in found]
    ordered = sorted(found, key=lambda one: one.source)
    pairs = [worth(list(pair)) or 0.0 for pair in combinations(ordered, 2)]
    assert score >= max(singles + pairs) - 1e-6


def test_the_nearer_opening_wins_and_none_is_used_twice() -> None:
    """Both releases show the opening twice: each time it belongs to its neighbours."""
    first, second = link(0, 30, 0), link(100, 30, 0)
    crossed, back = link(0, 30, 100), link(100, 30, -100)
    middle = link(30, 70, 0)
    chosen, _ = best_chain([crossed, back, first, middle, second])
    assert chosen == [2, 3, 4]


def test_going_back_costs_more_than_a_little_story_is_worth() -> None:
    long, little = link(0, 60, 100), link(60, (BACK + SWITCH) / 4 - 1, 0)
    assert best_chain([long, little])[0] == [0]
    assert best_chain([long, link(60, (BACK + SWITCH) / 4 + 5, 0)])[0] == [0, 1]


def test_nothing_gives_nothing() -> None:
    assert best_chain([]) == ([], 0.0)
