"""From small pictures to proposals: candidates, evidence, scores, and which of them exclude each other."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from animewidgets.analysis.shots.blocks import BLANK, blocks_of, changed_share
from animewidgets.analysis.shots.changes import Changes, cut_candidates, measure_changes
from animewidgets.analysis.shots.gradual import find_gradual
from animewidgets.analysis.shots.judge import cut_reasons, cut_score, gradual_reasons, gradual_score
from animewidgets.analysis.shots.mixtures import tiny_pictures
from animewidgets.analysis.shots.pictures import Pictures
from animewidgets.analysis.shots.verify import look_at

TransitionKind = Literal["cut", "dissolve", "fade-in", "fade-out", "wipe"]

#: Proposals below this score are not kept.
LEAST_SCORE = 0.02
# A cut from this score on bounds gradual transitions.
_BOUND = 0.5
# The share of a change that comes in one frame, above which it is no part of a gradual one.
_SUDDEN = 0.6
# Of cuts nearer than this only the surest is kept: shots are longer.
_NEAREST = 3
# Something blank for less than this many frames, with the same picture on both sides, is a flash.
_LONGEST_FLASH = 30
_SAME_PICTURE = 0.3
# What is left of a score where the file is damaged: a proposal still, no cut.
_DOUBT = 0.45


@dataclass(frozen=True, slots=True)
class Proposal:
    """A transition that may be there: mixed on ``[start, stop)``, which is empty for a cut at ``start``."""

    kind: TransitionKind
    start: int
    stop: int
    score: float
    reasons: tuple[str, ...]


def propose(
    pictures: Pictures,
    shaky: NDArray[np.bool_] | None = None,
    *,
    tell: Callable[[float], None],
    cancel: threading.Event,
) -> list[Proposal]:
    """Every proposal of a film in order. ``tell`` is given the share done, 0 … 1.

    ``shaky``, bool[n], marks frames that damage may have spoilt: what is found there is less sure.
    Returns early, with nothing, once ``cancel`` is set.
    """
    changes = measure_changes(pictures)
    tiny = tiny_pictures(pictures)
    candidates = cut_candidates(changes).tolist()

    cuts: list[tuple[Proposal, float]] = []
    for n, frame in enumerate(candidates):
        if cancel.is_set():
            return []
        evidence = look_at(pictures, tiny, changes, frame, cut_score)
        proposal = Proposal("cut", frame, frame, cut_score(evidence), cut_reasons(evidence))
        cuts.append((proposal, evidence.sudden))
        if n % 16 == 0:
            tell(0.7 * n / len(candidates))
    bounds = [p.start for p, sudden in cuts if p.score >= _BOUND and sudden >= _SUDDEN]
    tell(0.7)
    gradual = _best_apart(
        Proposal(e.kind, e.first, e.last + 1, gradual_score(e), gradual_reasons(e))
        for e in find_gradual(pictures, tiny, changes, bounds, gradual_score)
    )
    tell(1.0)
    kept = _without_parts(cuts, gradual)
    merged = sorted([*_nearest_apart(kept), *gradual], key=lambda p: (p.stop, p.start))
    merged = _without_flashes(merged, pictures, changes)
    if shaky is not None:
        merged = [_doubted(p) if shaky[p.start : p.stop + 1].any() else p for p in merged]
    return [p for p in merged if p.score >= LEAST_SCORE]


def _doubted(proposal: Proposal) -> Proposal:
    return replace(
        proposal, score=proposal.score * _DOUBT, reasons=(*proposal.reasons, "the file is damaged here")
    )


def _best_apart(proposals: Iterable[Proposal]) -> list[Proposal]:
    """The surest of those that overlap."""
    kept: list[Proposal] = []
    for p in sorted(proposals, key=lambda p: -p.score):
        if p.score < LEAST_SCORE:
            break
        if all(p.stop <= k.start or p.start >= k.stop for k in kept):
            kept.append(p)
    return kept


def _without_parts(cuts: Sequence[tuple[Proposal, float]], gradual: Sequence[Proposal]) -> list[Proposal]:
    """The cuts that are no part of a gradual transition."""
    out = []
    for cut, sudden in cuts:
        cover = max((g.score for g in gradual if g.start - 1 <= cut.start <= g.stop + 1), default=0.0)
        if cover > 0 and sudden < _SUDDEN:
            out.append(replace(cut, score=cut.score * (1 - cover)))
        else:
            out.append(cut)
    return out


def _nearest_apart(cuts: Sequence[Proposal]) -> list[Proposal]:
    kept: list[Proposal] = []
    for cut in sorted(cuts, key=lambda p: -p.score):
        if all(abs(cut.start - k.start) >= _NEAREST for k in kept):
            kept.append(cut)
    return kept


def _without_flashes(proposals: list[Proposal], pictures: Pictures, changes: Changes) -> list[Proposal]:
    """Proposals on both sides of something blank lose their score where the same shot goes on after it."""
    blank = changes.contrast < BLANK
    out = list(proposals)
    for n in range(len(out) - 1):
        for m in range(n + 1, min(n + 4, len(out))):
            a, b = out[n], out[m]
            before, after = a.start - 1, b.stop
            if b.start - a.stop > _LONGEST_FLASH or before < 0 or after >= len(pictures):
                continue
            middle = blank[a.stop : max(b.start, a.stop + 1)]
            if len(middle) and middle.all() and not blank[before] and not blank[after]:
                share = changed_share(blocks_of(pictures, before), blocks_of(pictures, after))
                if share < _SAME_PICTURE:
                    out[n] = replace(a, score=a.score * 0.1, reasons=(*a.reasons, "the same shot goes on"))
                    out[m] = replace(b, score=b.score * 0.1, reasons=(*b.reasons, "the same shot goes on"))
    return out
