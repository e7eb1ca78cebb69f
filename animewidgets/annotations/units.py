"""Units of work: the spans of a release that one person finishes one after the other.

A unit is a half-open span of ticks that begins on a frame and ends on a frame or with the release. Units are
in the order of time; spans may overlap, all others do not. They are held in columns: a release has as many as
it has frames where every frame is one.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from animewidgets.annotations.template_parts import UnitKind, UnitRule

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from animewidgets.annotations.bounds import ReleaseBounds

    Ticks = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Units:
    """Units in columns: ``start`` and ``end`` int64[n], ticks, half-open; ascending by start, then by end.

    ``of`` is what a unit is.
    """

    of: UnitKind
    start: Ticks
    end: Ticks

    def __len__(self) -> int:
        return len(self.start)

    def spans(self) -> list[tuple[int, int]]:
        """All of them as pairs of ticks."""
        return list(zip(self.start.tolist(), self.end.tolist(), strict=True))


def needs_cuts(rule: UnitRule) -> bool:
    """Whether the units of a rule depend on where shots begin."""
    return rule.of in (UnitKind.SHOT, UnitKind.KEY_FRAMES)


def needs_frames(rule: UnitRule) -> bool:
    """Whether the units of a rule are frames that somebody has to look for: drawings, key frames."""
    return rule.of in (UnitKind.DRAWING, UnitKind.KEY_FRAMES)


def units_of(
    rule: UnitRule,
    bounds: ReleaseBounds,
    time_base: Fraction,
    *,
    release_id: str = "",
    cuts: Iterable[int] = (),
    found: Iterable[tuple[int, int]] = (),
) -> Units:
    """Divide a release into units.

    Args:
        rule: how.
        bounds: the frames of the release.
        time_base: seconds per tick.
        release_id: identity of the release, for frames chosen by their keys.
        cuts: ticks of the cuts; what is no frame of the release is left out.
        found: of drawings and key frames, the spans ``[start, end)`` in ticks that were found.

    Returns:
        The units; none where the release has no frame, or none of the chosen ones.
    """
    pts = np.asarray(bounds.pts, np.int64)
    if not len(pts):
        return _units(rule.of, [], [])
    match rule.of:
        case UnitKind.EPISODE:
            return _units(rule.of, [int(pts[0])], [bounds.end_pts])
        case UnitKind.SHOT:
            inner = sorted({int(cut) for cut in cuts if bounds.holds_frame(int(cut))} - {int(pts[0])})
            return _units(rule.of, [int(pts[0]), *inner], [*inner, bounds.end_pts])
        case UnitKind.SPAN:
            return _spans(rule, pts, bounds.end_pts, time_base)
        case UnitKind.EVERY_NTH_FRAME:
            return _frames(rule.of, np.arange(0, len(pts), rule.every or 1), pts, bounds.end_pts)
        case UnitKind.CHOSEN_FRAMES:
            ticks = [tick for release, tick in rule.frames if release == release_id]
            return _frames(rule.of, _ordinals(ticks, pts), pts, bounds.end_pts)
        case UnitKind.DRAWING | UnitKind.KEY_FRAMES:
            spans = sorted({(int(a), int(b)) for a, b in found if bounds.holds_frame(int(a)) and a < b})
            return _units(rule.of, [a for a, _ in spans], [b for _, b in spans])


def _spans(rule: UnitRule, pts: Ticks, end_pts: int, time_base: Fraction) -> Units:
    """Spans of even length, each from the first frame at or after its time; the last may be shorter."""
    length = Fraction(str(rule.seconds)) / time_base
    step = length - Fraction(str(rule.overlap)) / time_base
    first = int(pts[0])
    starts: list[int] = []
    ends: list[int] = []
    # Where spans are shorter than a frame lasts, several begin on the same one: they are one.
    for nth in range(_count(end_pts - first, length, step)):
        start = _frame_from(first + math.ceil(nth * step), pts, end_pts)
        end = _frame_from(first + math.ceil(nth * step + length), pts, end_pts)
        if start in starts[-1:]:
            ends[-1] = max(ends[-1], end)
        elif start < end:
            starts.append(start)
            ends.append(end)
    return _units(rule.of, starts, ends)


def _count(duration: int, length: Fraction, step: Fraction) -> int:
    """How many spans there are until one reaches the end."""
    return max(1, math.ceil((duration - length) / step) + 1)


def _frame_from(tick: int, pts: Ticks, end_pts: int) -> int:
    at = int(pts.searchsorted(tick))
    return int(pts[at]) if at < len(pts) else end_pts


def _ordinals(ticks: Sequence[int], pts: Ticks) -> Ticks:
    wanted = np.unique(np.asarray(ticks, np.int64))
    at = pts.searchsorted(wanted)
    here = (at < len(pts)) & (pts[np.minimum(at, len(pts) - 1)] == wanted)
    return np.asarray(at[here], np.int64)


def _frames(of: UnitKind, ordinals: Ticks, pts: Ticks, end_pts: int) -> Units:
    """Single frames."""
    following = np.append(pts, end_pts)
    return Units(of, pts[ordinals], following[ordinals + 1])


def _units(of: UnitKind, starts: Sequence[int], ends: Sequence[int]) -> Units:
    return Units(of, np.asarray(starts, np.int64), np.asarray(ends, np.int64))
