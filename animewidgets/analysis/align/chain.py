"""The chain: which fragments, in which order, tell the story of the whole film."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: What it costs to leave a line for another one, in new pictures.
SWITCH = 5.0
#: What it costs to go back in the target: parts of a broadcast seldom change places.
BACK = 60.0
# Target seconds that two neighbours may share by an inexact offset.
_SHARED = 0.15


@dataclass(frozen=True, slots=True, eq=False)
class Link:
    """What the chain needs of a fragment: its spans in seconds and the evidence as it adds up in the source.

    ``times`` are increasing source seconds float64[k], ``total`` the evidence up to each of them, from 0.
    """

    source: tuple[float, float]
    target: tuple[float, float]
    times: Floats
    total: Floats

    @property
    def score(self) -> float:
        """All of its evidence."""
        return float(self.total[-1])

    def upto(self, times: Floats) -> Floats:
        """The evidence before each of some source times."""
        at = np.clip(np.searchsorted(self.times, times), 0, len(self.total) - 1)
        return self.total[at]


def best_chain(links: Sequence[Link]) -> tuple[list[int], float]:
    """Numbers of the fragments of the best chain, in the order of the source, and its score.

    A chain goes forward in the source. No part of the target is used twice; going back in it costs
    :data:`BACK`, and each leap from one line to another :data:`SWITCH`. Where two fragments overlap, what
    one of them has there is not counted.
    """
    order = sorted(range(len(links)), key=lambda n: links[n].source)
    best = np.array([links[n].score for n in order])
    before = np.full(len(order), -1, np.int64)
    # How far in the target the chain that ends at each has been.
    reach = np.array([links[n].target[1] for n in order])
    for k, n in enumerate(order):
        here = links[n]
        # The most promising first; then an upper bound spares most of the others.
        for j in np.argsort(-best[:k], kind="stable").tolist():
            if best[j] - SWITCH + here.score <= best[k]:
                break
            cost = join_cost(links[order[j]], here)
            if cost is None or best[j] + here.score - cost <= best[k]:
                continue
            if here.target[0] < reach[j] - _SHARED and _reused(links, order, before, j, here):
                continue
            best[k] = best[j] + here.score - cost
            before[k] = j
            reach[k] = max(here.target[1], reach[j])
    if not len(order):
        return [], 0.0
    at = int(np.argmax(best))
    score = float(best[at])
    path = []
    while at >= 0:
        path.append(order[at])
        at = int(before[at])
    return path[::-1], score


def join_cost(left: Link, right: Link) -> float | None:
    """What it costs to go on from ``left`` to ``right``, or ``None`` where one covers the other."""
    if right.source[1] < left.source[1] or right.source[0] <= left.source[0]:
        return None
    cost = SWITCH
    overlap = left.source[1] - right.source[0]
    shared = left.target[1] - right.target[0]
    goes_back = right.target[0] < left.target[0]
    if goes_back:
        cost += BACK
        shared = 0.0
    if max(overlap, shared) <= 0:
        return cost
    # Something has to be given up on one side or the other, so that neither is used twice.
    rate = (left.target[1] - left.target[0]) / max(1e-9, left.source[1] - left.source[0])
    give = max(overlap, shared / max(rate, 1e-9))
    if give >= min(left.source[1] - left.source[0], right.source[1] - right.source[0]):
        return None
    shares = np.linspace(0, 1, 33)
    lost = left.score - left.upto(left.source[1] - shares * give)
    lost = lost + right.upto(right.source[0] + (1 - shares) * give)
    return cost + max(0.0, float(lost.min()))


def _reused(
    links: Sequence[Link], order: Sequence[int], before: NDArray[np.int64], at: int, new: Link
) -> bool:
    """Whether the chain that ends at ``at`` has used target time that ``new`` wants; edges may overlap."""
    first = True
    while at >= 0:
        used = links[order[at]].target
        shared = min(used[1], new.target[1]) - max(used[0], new.target[0])
        if shared > _SHARED and not (first and used[0] <= new.target[0] and used[1] <= new.target[1]):
            return True
        first = False
        at = int(before[at])
    return False
