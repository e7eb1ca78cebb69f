"""Broadcasts of whole episodes that were never drawn: schedules as television has them, with their truth."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from animewidgets.analysis.align.result import AlignedPiece
from animewidgets.analysis.fingerprint import Fingerprint
from animewidgets.timebase import Span
from animewidgets.timemaps import PieceRole

FRAME = Fraction(1001, 24_000)


@dataclass(frozen=True, slots=True)
class Segment:
    """So many frames of the broadcast, what they are, and whether the disc has them, too."""

    role: PieceRole
    frames: int
    on_disc: bool
    still: bool = False


@dataclass(frozen=True, eq=False)
class Broadcast:
    """A disc, a broadcast, the perfect alignment of both, and what each frame is."""

    disc: Fingerprint
    tv: Fingerprint
    pieces: tuple[AlignedPiece, ...]
    truth_disc: NDArray[np.str_]
    truth_tv: NDArray[np.str_]


def schedule(seed: int) -> list[Segment]:
    """One of the ways in which an episode is broadcast."""
    rng = np.random.default_rng([seed, 24])
    out: list[Segment] = []

    def add(role: PieceRole, seconds: float, *, disc: bool = True, still: bool = False) -> None:
        # What runs by the clock lasts to within a frame or two.
        frames = round(seconds / float(FRAME)) + int(rng.integers(-1, 2))
        out.append(Segment(role, frames, disc, still))

    def commercials(*lengths: int) -> None:
        for _ in range(int(rng.choice(lengths)) // 15):
            add("commercial", 15, disc=False)

    if rng.random() < 0.5:
        add("pre-roll", float(rng.uniform(1, 40)), disc=False)
    has_opening = rng.random() < 0.9
    if rng.random() < 0.7 or not has_opening:
        add("avant" if has_opening else "part", float(rng.uniform(20, 200)))
        if rng.random() < 0.15:
            commercials(30, 60)
    if has_opening:
        add("opening", 90)
    if rng.random() < 0.8:
        add("sponsor", float(rng.choice([5, 10])), disc=False, still=bool(rng.random() < 0.8))
    if rng.random() < 0.6:
        commercials(30, 60, 90)
    add("part", float(rng.uniform(380, 640)))
    catches = rng.random() < 0.6
    length = float(rng.choice([4, 5, 6]))
    if catches:
        add("eyecatch", length, still=True)
    commercials(60, 90, 120)
    if catches and rng.random() < 0.7:
        add("eyecatch", length, still=True)
    add("part", float(rng.uniform(380, 640)))
    if rng.random() < 0.5:
        commercials(30, 60, 90)
    has_ending = rng.random() < 0.85
    if has_ending:
        add("ending", 90)
    if rng.random() < 0.4:
        commercials(30, 60)
    if has_ending and rng.random() < 0.2:
        add("part", float(rng.uniform(25, 70)))
    kind = rng.random()
    if kind < 0.4:
        add("preview", float(rng.choice([15, 30])))
    elif kind < 0.7:
        add("preview", float(rng.choice([15, 30])), disc=False)
    if rng.random() < 0.6:
        add("sponsor", float(rng.choice([5, 10])), disc=False, still=True)
    if rng.random() < 0.3:
        commercials(15, 30, 60)
    return out


def broadcast(seed: int) -> Broadcast:
    """The schedule of a seed as fingerprints, and as pieces that are right to the frame."""
    segments = schedule(seed)
    rng = np.random.default_rng([seed, 25])
    words, change, truth, both = [], [], [], []
    for one in segments:
        picture, moves = _drawn(rng, one)
        words.append(picture)
        change.append(moves)
        truth += [one.role] * one.frames
        both += [one.on_disc] * one.frames
    picture, moves, shared = np.concatenate(words), np.concatenate(change), np.array(both)
    roles = np.array(truth)
    tv = _fingerprint(picture, moves, "rel-tv")
    disc = _fingerprint(picture[shared], moves[shared], "rel-disc")
    pieces: list[AlignedPiece] = []
    edges = [0, *(np.flatnonzero(np.diff(shared.astype(int))) + 1).tolist(), len(shared)]
    at = 0
    step = FRAME.numerator
    for low, high in pairwise(edges):
        there = Span(low * step, high * step)
        if shared[low]:
            here = Span(at * step, (at + high - low) * step)
            pieces.append(AlignedPiece(here, there, Fraction(1), "match", 0.99))
            at += high - low
        else:
            pieces.append(AlignedPiece(None, there, None, "unknown", 0.99))
    return Broadcast(disc, tv, tuple(pieces), roles[shared], roles)


def backwards(one: Broadcast) -> Broadcast:
    """From the broadcast to the disc."""
    turned = tuple(replace(piece, source=piece.target, target=piece.source) for piece in one.pieces)
    return Broadcast(one.tv, one.disc, turned, one.truth_tv, one.truth_disc)


def _drawn(rng: np.random.Generator, one: Segment) -> tuple[NDArray[np.uint64], NDArray[np.uint8]]:
    words = np.zeros(one.frames, np.uint64)
    change = np.zeros(one.frames, np.uint8)
    at = 0
    while at < one.frames:
        length = one.frames if one.still else int(rng.integers(14, 150))
        end = min(one.frames, at + length)
        word = rng.integers(1, 2**63, dtype=np.uint64)
        change[at] = int(rng.integers(12, 15)) if rng.random() < 0.93 or at == 0 else 10
        while at < end:
            hold = end - at if one.still else int(rng.choice([1, 2, 2, 3, 3, 6, 12, 30]))
            words[at : at + hold] = word
            if change[at] == 0:
                change[at] = int(rng.integers(3, 9))
            at += hold
            word ^= np.uint64(1) << np.uint64(rng.integers(0, 64))
        at = end
    return words, change


def _fingerprint(words: NDArray[np.uint64], change: NDArray[np.uint8], name: str) -> Fingerprint:
    rows = len(words)
    return Fingerprint(
        release_id=name,
        time_base=Fraction(1, FRAME.denominator),
        end_pts=rows * FRAME.numerator,
        size=(1280, 720),
        pts=np.arange(rows, dtype=np.int64) * FRAME.numerator,
        picture=words,
        change=change,
        level=np.full(rows, 14, np.uint8),
        contrast=np.full(rows, 11, np.uint8),
        box=np.zeros(rows, np.uint8),
        boxes=np.array([[0.0, 1, 0, 1]]),
        sound=np.zeros(0, np.uint32),
        sound_start=Fraction(1, 4),
    )
