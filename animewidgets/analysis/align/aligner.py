"""Aligning two fingerprints: seeds, votes, fragments, the chain, its borders."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from animewidgets.analysis.align.anchors import Anchor, AnchoredLikeness, candidates_of, checked
from animewidgets.analysis.align.as_map import as_time_map
from animewidgets.analysis.align.chain import SWITCH, Link, best_chain
from animewidgets.analysis.align.fragments import Fragment, find_fragments, with_partings
from animewidgets.analysis.align.likeness import Likeness
from animewidgets.analysis.align.pieces import told
from animewidgets.analysis.align.result import Alignment
from animewidgets.analysis.align.seeds import find_seeds
from animewidgets.analysis.align.speeds import FAMILIES
from animewidgets.analysis.align.tracks import pictures_of, sound_of
from animewidgets.analysis.align.votes import Candidate, count_votes
from animewidgets.analysis.fingerprint.columns import Fingerprint
from animewidgets.errors import AnalysisCancelled
from animewidgets.timemaps import TimeMap

#: Told a share from 0 to 1 of what is done.
Progress = Callable[[float], None]

# A family of speeds with less than this share of the best one's votes is not tried.
_HOPELESS = 0.35
# A speed other than the first of equals has to explain this much more.
_BETTER, _BETTER_BY = 1.001, 2.0
# Pictures of the chain, in bits that differ: this percentile and some room is where likeness ends.
_ENOUGH, _USUAL, _ROOM, _STRICTEST = 48, 95, 4.0, 8.0
# Fragments that are kept for the chain.
_MOST_FRAGMENTS = 240


@dataclass(frozen=True, slots=True, eq=False)
class Story:
    """The best chain at one speed: its fragments in the order of the source, and all that were found."""

    rate: Fraction
    score: float
    chain: list[Fragment]
    all: list[Fragment]


def align(
    source: Fingerprint,
    target: Fingerprint,
    *,
    progress: Progress | None = None,
    cancel: threading.Event | None = None,
    anchors: Sequence[Anchor] = (),
) -> TimeMap:
    """The time map from ``source`` to ``target``, from their fingerprints alone.

    Every piece is ``proposed``. Where the two have nothing in common no piece is a match. It takes some
    seconds for two episodes. ``progress`` is told a share from 0 to 1; setting ``cancel`` from another thread
    ends it with :class:`AnalysisCancelled`. ``anchors`` are pairs of seconds, of the source and of the
    target, that are known to be the same instant: no match contradicts one, whatever the pictures say.
    """
    found = find_alignment(source, target, progress=progress, cancel=cancel, anchors=anchors)
    return as_time_map(found)


def find_alignment(
    source: Fingerprint,
    target: Fingerprint,
    *,
    progress: Progress | None = None,
    cancel: threading.Event | None = None,
    anchors: Sequence[Anchor] = (),
) -> Alignment:
    """What of ``source`` is where in ``target``, with the evidence for it; otherwise as :func:`align`."""
    listener = progress or _silent

    def tell(share: float) -> None:
        if cancel is not None and cancel.is_set():
            raise AnalysisCancelled("aligning was cancelled: nothing was kept of it")
        listener(share)

    if not len(source) or not len(target):
        raise ValueError("a fingerprint without frames cannot be aligned")
    held = checked(anchors)
    likeness = Likeness(pictures_of(source), pictures_of(target), sound_of(source), sound_of(target))
    if held:
        likeness = AnchoredLikeness(likeness, held)
    tell(0.05)
    likeness, story = best_story(likeness, tell, candidates_of(held))
    tell(0.95)
    made = told(likeness, story.rate, story.chain, story.all, source, target)
    tell(1.0)
    return made


def _silent(share: float) -> None:
    """Nobody listens."""


def best_story(likeness: Likeness, tell: Progress, known: Sequence[Candidate] = ()) -> tuple[Likeness, Story]:
    """The best chain over all speeds; the likeness is sharpened to what this pair of releases allows.

    ``known`` are candidates that somebody said, at every speed.
    """
    seeds = [
        find_seeds(likeness.source, likeness.target, "picture"),
        find_seeds(likeness.source_sound, likeness.target_sound, "sound"),
    ]
    tell(0.2)
    families = []
    for family in FAMILIES:
        candidates = [c for s in seeds for c in count_votes(*s, float(family[0]))]
        families.append((_strength(candidates), family, [*known, *candidates]))
    strongest = max(strength for strength, _, _ in families)
    best, best_candidates = Story(Fraction(1), 0.0, [], []), families[0][2]
    for number, (strength, family, candidates) in enumerate(families):
        if strength < _HOPELESS * strongest:
            continue
        found = find_fragments(likeness, candidates, [float(rate) for rate in family])
        for rate, fragments in zip(family, found, strict=True):
            story = _chained(likeness, rate, fragments)
            if story.score > best.score * _BETTER + _BETTER_BY or not best.chain:
                best, best_candidates = story, candidates
        tell(0.2 + 0.5 * (number + 1) / len(families))
    even = _usual_even(likeness, best.chain)
    if even < likeness.even:
        likeness = likeness.sharpened(even)
        fragments = find_fragments(likeness, best_candidates, [float(best.rate)])[0]
        best = _chained(likeness, best.rate, fragments)
    return likeness, best if best.chain else Story(Fraction(1), 0.0, [], best.all)


def _usual_even(likeness: Likeness, chain: Sequence[Fragment]) -> float:
    """How many bits differ at most in pictures that are the same, with some room: by what the chain shows."""
    if not chain:
        return likeness.even
    bits = np.concatenate([likeness.differences(f.line, f.first, f.stop) for f in chain])
    if len(bits) < _ENOUGH:
        return likeness.even
    return float(np.clip(np.percentile(bits, _USUAL) * 1.25 + _ROOM, _STRICTEST, likeness.even))


def _strength(candidates: Sequence[Candidate]) -> float:
    """The votes of the best candidate of each window, added up."""
    best: dict[float, float] = {}
    for candidate in candidates:
        best[candidate.middle] = max(best.get(candidate.middle, 0.0), candidate.votes)
    return sum(best.values())


def _chained(likeness: Likeness, rate: Fraction, fragments: list[Fragment]) -> Story:
    fragments = sorted(with_partings(fragments, SWITCH), key=lambda f: -f.score)[:_MOST_FRAGMENTS]
    chosen, score = best_chain([link_of(likeness, f) for f in fragments])
    return Story(rate, score, [fragments[n] for n in chosen], fragments)


def link_of(likeness: Likeness, fragment: Fragment) -> Link:
    """A fragment as the chain sees it."""
    source = likeness.source
    times = np.append(source.start[fragment.first : fragment.stop], source.stop[fragment.stop - 1])
    begin, end = float(times[0]), float(times[-1])
    low, high = fragment.line.at(np.array([begin, end])).tolist()
    return Link((begin, end), (low, high), times, np.concatenate([[0.0], np.cumsum(fragment.evidence)]))


__all__ = ["Story", "align", "best_story", "find_alignment", "link_of"]
