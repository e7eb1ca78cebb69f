"""Clocks and cut lists for tests: no file, no media."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from hypothesis import strategies as st

from animewidgets.datasets.clock import FrameClock
from animewidgets.datasets.cutlist import TRANSITIONS, Cut, CutList

FILM = Fraction(24000, 1001)
RATES = (FILM, Fraction(24), Fraction(25), Fraction(30000, 1001), Fraction(50), Fraction(60000, 1001))


def constant(count: int, rate: Fraction = FILM, time_base: Fraction = Fraction(1, 90000), start: int = 0):
    """A clock at a constant rate, rounded to ticks as muxers do."""
    ticks = start + np.array([round(n / rate / time_base) for n in range(count + 1)], np.int64)
    return FrameClock.of_ticks(ticks[:-1], time_base, end_pts=int(ticks[-1]), rate=rate, name="BD ep01")


@st.composite
def clocks(draw, *, most: int = 300, slowest_ms: int = 400) -> FrameClock:
    """Any clock: constant or variable rate, a start that is not 0, coarse or fine ticks."""
    time_base = draw(st.sampled_from([Fraction(1, 1000), Fraction(1, 90000), Fraction(1, 24000)]))
    rate = draw(st.sampled_from(RATES))
    start = draw(st.integers(0, 5000))
    count = draw(st.integers(2, most))
    if draw(st.booleans()):
        return constant(count, rate, time_base, start)
    shortest = int(Fraction(1, 120) / time_base) + 1
    longest = int(Fraction(slowest_ms, 1000) / time_base)
    seed = draw(st.integers(0, 2**32 - 1))
    steps = np.random.default_rng(seed).integers(shortest, longest, count)
    ticks = start + np.concatenate([[0], np.cumsum(steps)])
    zero = draw(st.integers(0, start))
    return FrameClock.of_ticks(
        ticks[:-1], time_base, end_pts=int(ticks[-1]), rate=rate, zero=zero, name="VFR web"
    )


names = st.text(st.characters(categories=["L", "N", "Zs", "P"]), max_size=12).map(
    lambda s: " ".join(s.split())
)


@st.composite
def cuts_on(draw, clock: FrameClock, *, plain: bool = False) -> CutList:
    """Any list of cuts on a clock; ``plain`` ones are hard, without score or name."""
    frames = draw(st.lists(st.integers(1, clock.count - 1), max_size=12, unique=True))
    cuts = []
    for frame in frames:
        if plain:
            cuts.append(Cut(frame))
            continue
        kind = draw(st.sampled_from(TRANSITIONS))
        score = draw(st.none() | st.floats(0, 1))
        name = draw(names)
        if kind == "cut":
            cuts.append(Cut(frame, score=score, name=name))
            continue
        begin = draw(st.integers(0, frame))
        until = draw(st.integers(max(frame, begin + 1), clock.count))
        if draw(st.booleans()) and begin < frame:
            until = frame
        cuts.append(Cut(frame, kind, begin, until, score, name))
    return CutList.of(cuts, clock)


def columns(cuts: CutList):
    """What must survive a format that keeps everything."""
    return list(cuts)
