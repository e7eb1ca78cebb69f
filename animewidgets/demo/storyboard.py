"""The storyboard: which shots an episode has, in which order, for how long. Drawn from the seed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from itertools import pairwise

import numpy as np

from animewidgets.demo import setups
from animewidgets.demo.palette import CAST
from animewidgets.demo.setups import Making
from animewidgets.demo.shots import Join, Shot
from animewidgets.timemaps import PieceRole

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


#: The poses of the opening: one setup for each member of the cast.
_POSES: tuple[Setup, ...] = tuple(partial(setups.pose_card, index=k) for k in range(len(CAST)))


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
    cast = (0, *(1 + int(c) for c in rng.permutation(len(CAST) - 1)))  # the heroine is always the same
    total = max(1, round(seconds * float(FILM_RATE) / GRID)) * GRID
    shots: list[Shot] = []
    sections: list[Section] = []
    removed = 0
    for index, (name, role, _share) in enumerate(_SECTIONS):
        start = sum(s.frames for s in shots)
        upto = round(total * sum(s[2] for s in _SECTIONS[: index + 1]) / GRID) * GRID
        frames = (total if index == len(_SECTIONS) - 1 else max(upto, start + GRID)) - start
        made = _section(name, role, frames, rng, cast, seed)
        if name == "part B":
            removed = len(shots) + 1
        shots.extend(made)
        sections.append(Section(name, role, start, start + frames))
    shots[0] = replace(shots[0], join=Join("start"))
    for index, (before, shot) in enumerate(pairwise(shots), start=1):
        room = (before.frames - before.join.after) // 2
        shots[index] = replace(shot, join=replace(shot.join, before=min(shot.join.before, room)))
    return Storyboard(tuple(shots), tuple(sections), removed)


def _section(
    name: str, role: PieceRole, frames: int, rng: np.random.Generator, cast: tuple[int, ...], place: int
) -> list[Shot]:
    if name == "avant":
        fixed: list[Setup] = [setups.under_the_cherries, setups.talk_close]
        free: Sequence[Setup] = (setups.talk_two, setups.plane, setups.wave, setups.stroll)
        lengths = _lengths(rng, frames, 52, 104, 2)
    elif name == "opening":
        fixed = [setups.run_card, *_POSES[:3]]
        free = (*_POSES, setups.run_card, setups.eyes, setups.push_in)
        tail = max(14, min(84, frames // 4))
        lengths = [*_lengths(rng, frames - tail, 10, 34, 3), tail]
        order = [*_order(fixed, free, len(lengths) - 1, rng), setups.title_card]
        return _shoot(order, lengths, role, rng, cast, place)
    elif name == "part A":
        fixed = [
            setups.landscape,
            setups.talk_two,
            setups.train_passes,
            setups.strike,
            setups.insert,
        ]
        if frames > 300:
            fixed.insert(1, setups.episode_card)
        free = (
            setups.walk_across,
            setups.talk_close,
            setups.stroll,
            setups.wave,
            setups.eyes,
            setups.talk_two,
        )
        lengths = _lengths(rng, frames, 14, 108, 4)
    elif name == "eyecatch":
        fixed, free, lengths = [setups.eyecatch_card], (), [frames]
    elif name == "part B":
        fixed = [setups.push_in, setups.talk_close, setups.leaves_blow, setups.walk_across]
        free = (
            setups.talk_close,
            setups.talk_two,
            setups.stroll,
            setups.eyes,
            setups.insert,
            setups.wave,
            setups.plane,
        )
        lengths = _lengths(rng, frames, 16, 100, 3, 12)
        # The broadcast leaves the second shot out: it begins and ends where both frame grids meet.
        for at in (0, 1):
            extra = -lengths[at] % 4
            lengths[at] += extra
            longest = max(range(2, len(lengths)), key=lengths.__getitem__)
            lengths[longest] -= extra
    else:
        fixed, free = [setups.credits_shot], (setups.credits_shot,)
        lengths = [frames]
    return _joined(name, _shoot(_order(fixed, free, len(lengths), rng), lengths, role, rng, cast, place))


def _shoot(
    order: Sequence[Setup],
    lengths: Sequence[int],
    role: PieceRole,
    rng: np.random.Generator,
    cast: tuple[int, ...],
    place: int,
) -> list[Shot]:
    """Make the shots. A place is not shown twice in a row where the setups leave a choice."""
    made: list[Shot] = []
    for setup, frames in zip(order, lengths, strict=True):
        for _ in range(8):
            shot = setup(Making(np.random.default_rng(rng.integers(1 << 62)), frames, role, cast, place))
            if not made or shot.ground != made[-1].ground:
                break
        made.append(shot)
    return made


def _order(
    fixed: Sequence[Setup], free: Sequence[Setup], count: int, rng: np.random.Generator
) -> list[Setup]:
    """``count`` setups: the fixed ones in their order, free ones strewn in between, none twice in a row."""
    out = list(fixed[:count])
    while len(out) < count:
        at = int(rng.integers(1, len(out) + 1))
        beside = {out[at - 1], out[at] if at < len(out) else None}
        choice = [s for s in free if s not in beside]
        out.insert(at, choice[int(rng.integers(len(choice)))])
    return out


def _lengths(
    rng: np.random.Generator, total: int, low: int, high: int, at_least: int, floor: int = 10
) -> list[int]:
    """Shot lengths that sum to ``total``: between ``low`` and ``high`` frames where there is room for that.

    No shot is shorter than ``floor``.
    """
    drawn: list[int] = []
    while sum(drawn) < total:
        drawn.append(int(np.exp(rng.uniform(np.log(low), np.log(high)))))
    count = max(1, min(max(len(drawn), at_least), total // floor))
    drawn = [*drawn, *[low] * at_least][:count]
    out = [max(floor, n * total // sum(drawn)) for n in drawn]
    while sum(out) != total:
        out[out.index(max(out))] += 1 if sum(out) < total else -1
    return out


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
