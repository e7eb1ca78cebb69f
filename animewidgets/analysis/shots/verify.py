"""Whether a candidate is a cut: nothing before it is seen again after it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from animewidgets.analysis.shots.blocks import Blocks, blocks_of, changed_share, layout_change, make_blocks
from animewidgets.analysis.shots.camera import find_move
from animewidgets.analysis.shots.changes import Changes
from animewidgets.analysis.shots.pictures import CHROMA, Pictures

# Frames before and after the cut that are compared. Flashes and impact frames are shorter than the longest
# distance; a held drawing or a jump of the foreground leaves one pair alike. What tells most comes first.
_PAIRS = ((1, 0), (1, 6), (7, 0), (2, 1), (4, 3), (1, 3), (4, 0), (7, 6))
# A flash or impact frame is over after so many frames.
_FLASH = 4
# A sudden change is set against the one from so many frames before to as many after.
_AROUND = 4
# Evidence worth less than this is not looked into any further.
_HOPELESS = 0.03
# A move of the camera explains a change when it leaves less than this part of the changed blocks.
_EXPLAINED = 0.6

# A move that leaves less of the picture inside tells nothing about it.
_LEAST_INSIDE = 0.4


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a cut on a frame.

    ``share``: least share of changed blocks over the pairs around it, 0 … 1; ``layout``: least change of
    the rough layout, 0 … 1; ``own``: changed blocks between the frame and the one before it. ``change`` and
    ``peak`` as in :class:`Changes`. ``sudden``: the share of the change around that comes in this one
    frame, 0 … 1. ``stays``: what is left of the difference a few frames on, 0 … 1: little after a flash,
    however the picture moves. ``camera``: a move of the camera explains the change.
    """

    frame: int
    share: float
    layout: float
    own: float
    change: float
    peak: float
    sudden: float
    stays: float
    camera: bool


def look_at(
    pictures: Pictures,
    tiny: NDArray[np.uint8],
    changes: Changes,
    frame: int,
    score: Callable[[Evidence], float],
) -> Evidence:
    """Compare the pictures around a candidate, as many as it takes.

    ``score`` tells what the evidence so far is worth: more pairs can only make it worth less.
    """
    sudden, stays = _course(tiny, frame)
    change, peak = float(changes.change[frame]), float(changes.peak[frame])
    evidence = Evidence(frame, 1.0, 1.0, 1.0, change, peak, sudden, stays, camera=False)
    blocks: dict[int, Blocks] = {}
    for before, after in _PAIRS:
        a, b = frame - before, frame + after
        if a < 0 or b >= len(pictures):
            continue
        if score(evidence) < _HOPELESS:
            return evidence
        for n in (a, b):
            if n not in blocks:
                blocks[n] = blocks_of(pictures, n)
        found = changed_share(blocks[a], blocks[b])
        evidence = replace(
            evidence,
            share=min(evidence.share, found),
            layout=min(evidence.layout, layout_change(blocks[a], blocks[b])),
            own=found if before + after == 1 else evidence.own,
        )
    if score(evidence) < _HOPELESS:
        return evidence
    moved = _share_after_move(pictures, frame - 1, frame)
    if moved is not None and moved < evidence.share:
        evidence = replace(evidence, share=moved, camera=moved < _EXPLAINED * evidence.share)
    return evidence


def _course(tiny: NDArray[np.uint8], frame: int) -> tuple[float, float]:
    """How sudden the change on a frame is, and how much of it stays: see :class:`Evidence`."""
    start = max(0, frame - 1 - _FLASH)
    near = tiny[start : frame + _FLASH + 1].astype(np.float32).reshape(-1, tiny[0].size)
    at = frame - start
    from_before = _distances(near, at - 1)
    from_here = _distances(near, at)
    step = float(from_before[at])
    around = _distances(near, max(0, at - _AROUND))[min(len(near) - 1, at + _AROUND - 1)]
    later, earlier = from_before[at + 1 :], from_here[: at - 1]
    stays = min([*later.tolist(), *earlier.tolist()], default=step) / max(step, 1.0)
    return min(1.0, step / max(float(around), 1.0)), min(1.0, stays)


def _distances(pictures: NDArray[np.float32], one: int) -> NDArray[np.float32]:
    """Root mean square differences of pictures float32[n,p] to one of them."""
    apart = pictures - pictures[one]
    return np.asarray(np.sqrt(np.einsum("np,np->n", apart, apart) / apart.shape[1]))


def _share_after_move(pictures: Pictures, a: int, b: int) -> float | None:
    """The share of changed blocks once a move of the camera is undone; ``None`` where there is none."""
    move = find_move(pictures.luma[a], pictures.luma[b])
    if move is None:
        return None
    height, width = pictures.luma.shape[1:]
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    inside = cv2.warpAffine(np.ones((height, width), np.float32), move.matrix, (width, height), flags=flags)
    if inside.mean() < _LEAST_INSIDE:
        return None
    small = move.matrix.copy()
    small[:, 2] /= CHROMA
    luma = cv2.warpAffine(pictures.luma[b], move.matrix, (width, height), flags=flags)
    chroma = [cv2.warpAffine(c, small, c.shape[::-1], flags=flags) for c in pictures.chroma[b]]
    undone = make_blocks(
        np.asarray(luma, np.uint8),
        np.stack(chroma).astype(np.uint8),
        pictures.box,
        np.asarray(inside, np.float32),
    )
    return changed_share(blocks_of(pictures, a), undone)
