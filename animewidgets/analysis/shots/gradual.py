"""Dissolves, fades and wipes: runs of pictures that lie between the picture before and the one after."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from animewidgets.analysis.shots.blocks import BLANK, Blocks, blocks_of, changed_share
from animewidgets.analysis.shots.camera import find_move
from animewidgets.analysis.shots.changes import Changes, Floats
from animewidgets.analysis.shots.mixtures import (
    Between,
    change_extent,
    frame_distance,
    measure_between,
    residuals_between,
    shares_between,
    wipe_front,
)
from animewidgets.analysis.shots.pictures import Pictures

GradualKind = Literal["dissolve", "fade-in", "fade-out", "wipe"]

# Half lengths of the windows that are tried on every frame; runs are then followed to their ends.
_HALVES = (3, 6, 12, 20)
# The longest transition, in frames.
_LONGEST = 120
_LEAST_DISTANCE = 3.0
_MOST_RESIDUAL = 0.3
_LEAST_CLEAN = 0.65
# No run is looked into of which mixing leaves more than this, or that is worth less than this at best.
_MOST_LEFT, _HOPELESS = 0.45, 0.02
# Nor one whose ends differ in a small part of the picture.
_LEAST_EXTENT = 0.4
# Frames before and after a run that are compared as well: a flash or an impact frame at its end is over by
# then, and what only swings comes back.
_PAIRS = ((0, 0), (0, 6), (6, 0), (3, 3), (8, 8))
# What makes more of its way in one frame, of this part of the whole or so many times the mean, does not do
# it gradually there.
_LEAP, _LEAP_TIMES = 0.4, 2.5
# On so many frames of a wipe the front is sought.
_FRONTS = 5


@dataclass(frozen=True, slots=True)
class GradualEvidence:
    """A run of mixed frames ``first`` … ``last``, both included, and what speaks for a transition.

    ``residual``: what mixing does not explain, 0 … 1; ``blended``: share of the places that differ which in
    the middle of the run look like neither of its ends, as in a dissolve, and not in front of something
    that moves; ``share``: least share of changed blocks over the pairs of pictures before and after;
    ``extent``: part of the picture that their difference fills, little where only a title comes, 0 … 1;
    ``relative``: distance of the ends against the contrast; ``step``: the largest part of the way done in
    one frame; ``dip``: contrast in the middle against that of the ends; ``front``: how well one line or
    circle parts what has switched from what has not, 0 … 1, and ``carried``: how far the camera carries the
    picture meanwhile, in picture sizes (both for wipes only).
    """

    kind: GradualKind
    first: int
    last: int
    residual: float
    blended: float
    share: float
    extent: float
    relative: float
    step: float
    dip: float
    front: float
    carried: float

    @property
    def length(self) -> int:
        """How many frames are mixed."""
        return self.last - self.first + 1


def find_gradual(
    pictures: Pictures,
    tiny: NDArray[np.uint8],
    changes: Changes,
    cuts: Sequence[int],
    score: Callable[[GradualEvidence], float],
) -> list[GradualEvidence]:
    """Every run that may be a transition, overlapping ones included; none goes across one of ``cuts``.

    ``score`` tells what the evidence so far is worth: a closer look can only make it worth less.
    """
    found: dict[tuple[bool, int, int], GradualEvidence | None] = {}
    edges = np.array([0, *cuts, len(pictures)], np.int64)
    for half in _HALVES:
        between = measure_between(tiny, half)
        for wipe in (False, True):
            for middle in _seeds(between, wipe=wipe):
                after = int(np.searchsorted(edges, middle, side="right"))
                low, high = int(edges[after - 1]), int(edges[after]) - 1
                run = _follow(tiny, middle, half, low, high, wipe=wipe)
                run = _without_leap(tiny, *run, wipe=wipe) if run is not None else None
                if run is None or (wipe, *run) in found:
                    continue
                evidence = _at_best(tiny, changes, *run, wipe=wipe)
                if evidence is not None:
                    evidence = _look_closer(pictures, tiny, evidence, low, high, score)
                found[(wipe, *run)] = evidence
    return [evidence for evidence in found.values() if evidence is not None]


def _seeds(between: Between, *, wipe: bool) -> Iterator[int]:
    """The frames that lie best in the middle, one of each run."""
    if wipe:
        quality = between.clean
        good = (between.clean > _LEAST_CLEAN) & (np.abs(between.switched - 0.5) < 0.3)
    else:
        quality = -between.residual
        good = (between.residual < _MOST_RESIDUAL) & (np.abs(between.share - 0.5) < 0.25)
    good &= between.distance > _LEAST_DISTANCE
    edges = np.flatnonzero(np.diff(np.concatenate([[0], good.astype(np.int8), [0]])))
    for start, stop in edges.reshape(-1, 2).tolist():
        # A long run may hold several transitions: it is tried every so often.
        for at in range(start, stop, 2 * between.half):
            part = quality[at : min(stop, at + 2 * between.half)]
            yield at + int(part.argmax())


def _follow(
    tiny: NDArray[np.uint8], middle: int, half: int, low: int, high: int, *, wipe: bool
) -> tuple[int, int] | None:
    """The frames (before, after) between which the mixing around ``middle`` happens."""
    before, after = max(low, middle - half), min(high, middle + half)
    if wipe:
        before, after = _grow(tiny, before, after, low, high)
    for _ in range(4):
        if after - before < 3:
            return None
        reach = 2 * (after - before)
        start, stop = max(low, middle - reach), min(high, middle + reach)
        shares = shares_between(tiny, start, stop + 1, before, after, wipe=wipe)
        slope = 1 / (after - before)
        new = (
            start + _walk(shares, middle - start, -1, slope),
            start + _walk(shares, middle - start, 1, slope),
        )
        if new == (before, after):
            break
        before, after = new
        if after - before > _LONGEST:
            return None
    return (before, after) if after - before >= 3 else None


def _without_leap(tiny: NDArray[np.uint8], before: int, after: int, *, wipe: bool) -> tuple[int, int] | None:
    """The longer part of a run in which one frame leaps, as a flash at its end does; else the run."""
    while after - before >= 3:
        steps = np.abs(np.diff(shares_between(tiny, before, after + 1, before, after, wipe=wipe)))
        leap = int(steps.argmax())
        if steps[leap] <= max(_LEAP, _LEAP_TIMES / len(steps)):
            return before, after
        if leap >= len(steps) / 2:
            after = before + leap
        else:
            before += leap + 1
    return None


def _grow(tiny: NDArray[np.uint8], before: int, after: int, low: int, high: int) -> tuple[int, int]:
    """Move the ends of a wipe apart while that makes more differ: what it has not swept yet is the same."""
    distance = frame_distance(tiny, before, after)
    for step, limit in ((-2, low), (2, high)):
        while after - before < _LONGEST:
            end = max(limit, before + step) if step < 0 else min(limit, after + step)
            new = (end, after) if step < 0 else (before, end)
            grown = frame_distance(tiny, *new)
            if grown < 1.03 * distance:
                break
            (before, after), distance = new, grown
    return before, after


def _walk(shares: Floats, at: int, step: int, slope: float) -> int:
    """From ``at`` on in direction ``step`` until the share stops changing; two still frames are the end."""
    while 0 <= at + step < len(shares):
        near = (shares[at + step] - shares[at]) * step
        further = at + 2 * step
        far = (shares[further] - shares[at]) * step if 0 <= further < len(shares) else near
        if near < 0.2 * slope and far < 0.4 * slope:
            break
        at += step
    return at


def _front(tiny: NDArray[np.uint8], before: int, after: int) -> float:
    """How well one line or circle parts new from old, on some frames in the middle of a wipe."""
    shares = shares_between(tiny, before, after + 1, before, after, wipe=True)
    inner = before + np.flatnonzero((shares > 0.2) & (shares < 0.8))
    some = inner[np.unique(np.linspace(0, len(inner) - 1, _FRONTS).astype(np.int64))] if len(inner) else inner
    fronts = [wipe_front(tiny, before, n, after) for n in some.tolist()]
    return float(np.mean(fronts)) if fronts else 0.0


def _carried(pictures: Pictures, before: int, after: int) -> float:
    """How far a move of the camera, as seen around the middle, carries the picture over the whole run."""
    height, width = pictures.luma.shape[1:]
    middle = (before + after) // 2
    first, last = max(before, middle - 2), min(after, middle + 2)
    move = find_move(pictures.luma[first], pictures.luma[last])
    if move is None:
        return 0.0
    x, y = move.shift(width, height)
    return min(1.0, float(np.hypot(x / width, y / height)) * (after - before) / (last - first))


def _at_best(
    tiny: NDArray[np.uint8], changes: Changes, before: int, after: int, *, wipe: bool
) -> GradualEvidence | None:
    """What the tiny pictures say, and the best of what :func:`_look_closer` may find."""
    extent = change_extent(tiny, before, after)
    if extent < _LEAST_EXTENT:
        return None
    shares = shares_between(tiny, before, after + 1, before, after, wipe=wipe)
    inner = shares[1:-1]
    mixed = (inner > 0.08) & (inner < 0.92)
    if mixed.sum() < 2:
        return None
    mixture, neither = residuals_between(tiny, before, after)
    residual = float((neither if wipe else mixture)[1:-1][mixed].mean())
    if residual > _MOST_LEFT:
        return None
    halfway = (inner > 0.3) & (inner < 0.7)
    blended = float(neither[1:-1][halfway if halfway.any() else mixed].mean())
    ends = float(changes.contrast[before]), float(changes.contrast[after])
    middle = before + 1 + int(np.abs(inner - 0.5).argmin())
    blank = [end < BLANK and end < 0.35 * max(ends) for end in ends]
    kind: GradualKind = "wipe" if wipe else "dissolve"
    if any(blank):
        kind = "fade-in" if blank[0] else "fade-out"
    return GradualEvidence(
        kind,
        before + 1,
        after - 1,
        residual=residual,
        blended=blended,
        share=1.0,
        extent=extent,
        relative=frame_distance(tiny, before, after) / (max(ends) + 4),
        step=float(np.diff(shares).max()),
        dip=float(changes.contrast[middle] ** 2 / (0.5 * (ends[0] ** 2 + ends[1] ** 2) + 1)),
        front=1.0 if wipe else 0.0,
        carried=0.0,
    )


def _look_closer(
    pictures: Pictures,
    tiny: NDArray[np.uint8],
    evidence: GradualEvidence,
    low: int,
    high: int,
    score: Callable[[GradualEvidence], float],
) -> GradualEvidence | None:
    """The evidence with all that takes longer; ``None`` as soon as it is hopeless.

    Pictures outside of ``[low, high]`` belong to other shots.
    """
    before, after = evidence.first - 1, evidence.last + 1
    if score(evidence) < _HOPELESS:
        return None
    if not evidence.kind.startswith("fade"):
        blocks: dict[int, Blocks] = {}
        for back, on in _PAIRS:
            pair = max(low, before - back), min(high, after + on)
            for n in pair:
                if n not in blocks:
                    blocks[n] = blocks_of(pictures, n)
            a, b = (blocks[n] for n in pair)
            share = min(evidence.share, changed_share(a, b))
            evidence = replace(evidence, share=share)
            if score(evidence) < _HOPELESS:
                return None
    if evidence.kind == "wipe":
        evidence = replace(evidence, front=_front(tiny, before, after))
        if score(evidence) < _HOPELESS:
            return None
        evidence = replace(evidence, carried=_carried(pictures, before, after))
    return evidence
