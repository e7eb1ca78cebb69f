"""The storyboard: which shots an episode has, in which order, for how long. Drawn from the seed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from animewidgets.demo import setups
from animewidgets.demo.palette import CAST
from animewidgets.demo.setups import Making
from animewidgets.demo.shots import Join, Shot
from animewidgets.timebase import PieceRole

Setup = Callable[[Making], Shot]

FILM_RATE = Fraction(24000, 1001)
#: Sections begin on multiples of this many frames: there, film and broadcast frames fall together.
GRID = 20

#: Share of the episode that each section gets.
_SECTIONS: tuple[tuple[str, PieceRole, float], ...] = (
    ("avant", "avant", 0.12),
    ("opening", "opening", 0.19),
    ("part A", "part", 0.25),
    ("eyecatch", "eyecatch", 0.05),
    ("part B", "part", 0.25),
    ("ending", "ending", 0.14),
)


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the episode: frames ``[start, end)``."""

    name: str
    role: PieceRole
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Storyboard:
    """The shots of the episode, its sections, and the number of the shot that the broadcast leaves out."""

    shots: tuple[Shot, ...]
    sections: tuple[Section, ...]
    removed_shot: int


def draw_storyboard(seed: int, seconds: float) -> Storyboard:
    """Plan an episode of about ``seconds``. The same seed and length give the same storyboard."""
    if seconds < 8:
        raise ValueError(f"an episode of {seconds} s has no room for its sections; make it 8 s or longer")
    rng = np.random.default_rng([seed, 2024])
    cast = tuple(int(c) for c in rng.permutation(len(CAST)))
    total = max(1, round(seconds * float(FILM_RATE) / GRID)) * GRID
    shots: list[Shot] = []
    sections: list[Section] = []
    removed = 0
    for index, (name, role, _share) in enumerate(_SECTIONS):
        start = sum(s.frames for s in shots)
        upto = round(total * sum(s[2] for s in _SECTIONS[: index + 1]) / GRID) * GRID
        frames = (total if index == len(_SECTIONS) - 1 else max(upto, start + GRID)) - start
        made = _section(name, role, frames, rng, cast)
        if name == "part B":
            removed = len(shots) + 1
        shots.extend(made)
        sections.append(Section(name, role, start, start + frames))
    shots[0] = replace(shots[0], join=Join("start"))
    return Storyboard(tuple(shots), tuple(sections), removed)


def _section(
    name: str, role: PieceRole, frames: int, rng: np.random.Generator, cast: tuple[int, ...]
) -> list[Shot]:
    if name == "avant":
        fixed: list[Setup] = [setups.under_the_cherries, setups.talk_close]
        free: Sequence[Setup] = (setups.talk_two, setups.plane)
        lengths = _lengths(rng, frames, 52, 104, 2)
    elif name == "opening":
        fixed = [setups.run_card, *(_posing(k) for k in range(3))]
        free = (*(_posing(k) for k in range(5)), setups.run_card, setups.eyes, setups.push_in)
        tail = max(14, min(84, frames // 4))
        lengths = [*_lengths(rng, frames - tail, 10, 34, 3), tail]
        made = [_make(s, n, role, rng, cast) for s, n in zip(_order(fixed, free, len(lengths) - 1, rng), lengths, strict=False)]
        return [*made, _make(setups.title_card, tail, role, rng, cast)]
    elif name == "part A":
        fixed = [setups.landscape, setups.talk_two, setups.train_passes, setups.insert, setups.strike]
        free = (setups.walk_across, setups.talk_close, setups.stroll, setups.wave, setups.eyes, setups.talk_two)
        lengths = _lengths(rng, frames, 14, 108, 4)
    elif name == "eyecatch":
        fixed, free, lengths = [setups.eyecatch_card], (), [frames]
    elif name == "part B":
        fixed = [setups.push_in, setups.talk_close, setups.leaves_blow, setups.walk_across]
        free = (setups.talk_close, setups.talk_two, setups.stroll, setups.eyes, setups.insert, setups.wave, setups.plane)
        lengths = _lengths(rng, frames, 14, 100, 3)
        # The broadcast leaves the second shot out: it begins and ends where both frame grids meet.
        for at in (0, 1):
            extra = -lengths[at] % 4
            lengths[at] += extra
            lengths[-1] -= extra
    else:
        fixed, free = [setups.credits], (setups.credits,)
        lengths = [frames]
    made = [_make(s, n, role, rng, cast) for s, n in zip(_order(fixed, free, len(lengths), rng), lengths, strict=True)]
    return _joined(name, made)


def _posing(index: int) -> Setup:
    return lambda m: setups.pose_card(m, index)


def _make(setup: Setup, frames: int, role: PieceRole, rng: np.random.Generator, cast: tuple[int, ...]) -> Shot:
    return setup(Making(np.random.default_rng(rng.integers(1 << 62)), frames, role, cast))


def _order(fixed: Sequence[Setup], free: Sequence[Setup], count: int, rng: np.random.Generator) -> list[Setup]:
    """``count`` setups: the fixed ones in their order, free ones strewn in between, none twice in a row."""
    out = list(fixed[:count])
    while len(out) < count:
        at = int(rng.integers(1, len(out) + 1))
        beside = {out[at - 1], out[at] if at < len(out) else None}
        choice = [s for s in free if s not in beside]
        out.insert(at, choice[int(rng.integers(len(choice)))])
    return out


def _lengths(rng: np.random.Generator, total: int, low: int, high: int, at_least: int) -> list[int]:
    """Shot lengths between ``low`` and ``high`` frames (shorter where space is short) that sum to ``total``."""
    out: list[int] = []
    while sum(out) < total:
        out.append(int(np.exp(rng.uniform(np.log(low), np.log(high)))))
    while len(out) < at_least:
        out.append(low)
    scaled = np.array(out) * (total / sum(out))
    ends = np.rint(np.cumsum(scaled)).astype(int)
    return np.diff(ends, prepend=0).tolist()


def _joined(name: str, shots: list[Shot]) -> list[Shot]:
    """Put the gradual transitions in, where the shots leave room for them."""
    if name == "part A" and len(shots) > 1:
        span = min(14, shots[0].frames // 3, shots[1].frames // 3)
        shots[1] = replace(shots[1], join=Join("dissolve", span))
    if name == "part B":
        shots[0] = replace(shots[0], join=Join("fade", 5, min(8, shots[0].frames // 3)))
        if len(shots) > 3:
            span = min(10, shots[-1].frames // 3, shots[-2].frames // 3)
            shots[-1] = replace(shots[-1], join=Join("dissolve", span))
    if name == "ending":
        shots[0] = replace(shots[0], join=Join("fade", 10, min(10, shots[0].frames // 3)))
    return shots
