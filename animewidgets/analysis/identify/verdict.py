"""What two fingerprints are to each other: the same frames encoded anew, another release, or neither."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from animewidgets.analysis.align.aligner import Progress, find_alignment
from animewidgets.analysis.align.as_map import as_time_map
from animewidgets.analysis.align.confidence import confidence_of, evidence_of
from animewidgets.analysis.align.framing import picture_between
from animewidgets.analysis.align.likeness import EVEN, Likeness, Line
from animewidgets.analysis.align.result import AlignedPiece, Alignment
from animewidgets.analysis.align.tracks import pictures_of, sound_of
from animewidgets.analysis.fingerprint import Fingerprint
from animewidgets.timebase import Span
from animewidgets.timemaps import Flag, Piece, TimeMap

#: From the surest to nothing: the very bytes; the same coded pictures in another container; the same frames
#: at the same distances, encoded anew; at least half of the shorter one is in both; nobody knows.
Kind = Literal["exact", "remuxed", "re-encoded", "other_release", "unknown"]
KINDS: tuple[Kind, ...] = ("exact", "remuxed", "re-encoded", "other_release", "unknown")

#: Another release of the same episode has at least this share of the shorter one. Two episodes of a series
#: that share opening, ending and preview have a seventh of it.
SAME_EPISODE = 0.5
#: Of frames encoded anew so many agree at least, and no stretch of so many seconds fails to.
_AGREEING, _ANOTHER_PICTURE = 0.95, 0.4
# So many informative changes of the picture agree at least, and this share of them.
_LEAST_CHANGES, _MOSTLY = 3, 2 / 3
# Times of two containers are rounded; nothing that lasts this share of a frame is a rounding.
_ROUNDED = 0.1


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a verdict rests on.

    Args:
        digests: which digests agree: ``"file"``, ``"stream"``.
        frames: how many frames were compared.
        agreeing: of the same frames encoded anew how many look the same; else 0.
        changes: informative changes of the picture in what matches.
        agreed: how many of them the other side shows at the right time.
        share_of_file: share of the file that the release has, by time, from 0 to 1.
        share_of_release: share of the release that the file has.
        speed: seconds of the release per second of the file.
        picture: scale of x and y, shift of x and y: where a point of the file's picture is in the release's,
            in pixels; ``None`` where nothing is known.
        sound: how well the sound agrees, from -1 to 1; ``None`` where there is none on either side.
        changed: seconds that were drawn anew.
    """

    digests: tuple[str, ...] = ()
    frames: int = 0
    agreeing: int = 0
    changes: int = 0
    agreed: int = 0
    share_of_file: float = 0.0
    share_of_release: float = 0.0
    speed: Fraction = Fraction(1)
    picture: tuple[float, float, float, float] | None = None
    sound: float | None = None
    changed: float = 0.0

    @property
    def share(self) -> float:
        """Share of the shorter one that both have."""
        return max(self.share_of_file, self.share_of_release)


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """A file beside a release: what they are to each other, how surely, and why.

    ``time_map`` leads from the file to the release; it is ``None`` where nothing matches or the file's times
    are unknown. ``confidence`` is that every frame of it is right, as far as it goes. ``sure`` says whether
    pieces of a confidence of a half and more suffice for the verdict.
    """

    kind: Kind
    confidence: float
    evidence: Evidence
    time_map: TimeMap | None = None
    sure: bool = True


def same_times(file: Fingerprint, release: Fingerprint) -> bool:
    """Whether both have as many frames at the same distances, but for the rounding of containers."""
    if len(file) != len(release):
        return False
    ours, theirs = (
        (one.pts - one.pts[0]).astype(np.float64) * float(one.time_base) for one in (file, release)
    )
    frame = release.seconds / len(release)
    return bool(np.abs(ours - theirs).max() <= _ROUNDED * frame)


def compare_frames(file: Fingerprint, release: Fingerprint) -> Comparison | None:
    """``"re-encoded"`` where both have the same frames, one by one; else ``None``.

    ``None`` as well where fewer than three informative changes agree: two black films have the same frames.
    As everywhere, fewer than ten make a confidence below a half.
    """
    if not same_times(file, release):
        return None
    a, b = pictures_of(file), pictures_of(release)
    likeness = Likeness(a, b, sound_of(file), sound_of(release))
    telling = ~(a.blank & b.blank)
    unlike = np.bitwise_count(a.word ^ b.word) > EVEN
    unlike[~telling] = False
    agreeing = int((telling & ~unlike).sum())
    longest = _longest(unlike[telling]) * file.seconds / len(file)
    if not agreeing or agreeing < _AGREEING * int(telling.sum()) or longest > _ANOTHER_PICTURE:
        return None
    line = Line(1.0, float(b.start[0] - a.start[0]))
    found = evidence_of(likeness, line, 0, len(file))
    confidence = confidence_of(found)
    if found.agreed < max(_LEAST_CHANGES, _MOSTLY * found.changes):
        return None
    piece = AlignedPiece(
        Span(int(file.pts[0]), file.end_pts),
        Span(int(release.pts[0]), release.end_pts),
        None,
        "match",
        confidence,
        found,
    )
    picture = picture_between([piece], file, release)
    alignment = Alignment(
        file.release_id,
        release.release_id,
        file.time_base,
        release.time_base,
        Fraction(1),
        (piece,),
        picture,
    )
    evidence = Evidence(
        (),
        int(telling.sum()),
        agreeing,
        found.changes,
        found.agreed,
        1.0,
        1.0,
        Fraction(1),
        picture,
        found.sound,
    )
    return Comparison("re-encoded", confidence, evidence, as_time_map(alignment), sure=confidence >= 0.5)


def compare(
    file: Fingerprint,
    release: Fingerprint,
    *,
    progress: Progress | None = None,
    cancel: threading.Event | None = None,
) -> Comparison:
    """What a file is to a release, by what both look and sound like.

    ``"re-encoded"``, ``"other_release"`` or ``"unknown"``; of what is unknown the evidence says how much is
    in both all the same: an opening that two episodes share. Where fewer than ten changes agree the verdict
    is not ``sure``.

    Raises:
        AnalysisCancelled: ``cancel`` was set.
    """
    same = compare_frames(file, release)
    if same is not None:
        return same
    time_map = as_time_map(find_alignment(file, release, progress=progress, cancel=cancel))
    evidence, confidence = weigh(time_map, file, release)
    sure = weigh(replace(time_map, pieces=tuple(_sure(time_map))), file, release)[0].share >= SAME_EPISODE
    alike = evidence.agreed >= max(_LEAST_CHANGES, _MOSTLY * evidence.changes)
    kind: Kind = "other_release" if sure or (alike and evidence.share >= SAME_EPISODE) else "unknown"
    return Comparison(kind, confidence, evidence, time_map if time_map.matches else None, sure=sure)


def weigh(time_map: TimeMap, file: Fingerprint, release: Fingerprint) -> tuple[Evidence, float]:
    """What speaks for a time map as a whole, and the confidence of its matches, weighted by length."""
    frames = changes = agreed = 0
    lasting = changed = weighted = heard = sounding = there = 0.0
    speeds: dict[Fraction, float] = {}
    for piece in time_map.matches:
        source, target = piece.sides
        seconds = float(source.duration * time_map.source_time_base)
        lasting += seconds
        there += float(target.duration * time_map.target_time_base)
        weighted += seconds * piece.confidence
        speed = piece.slope * time_map.target_time_base / time_map.source_time_base
        speeds[speed] = speeds.get(speed, 0.0) + seconds
        if Flag.PICTURE_CHANGED in piece.flags:
            changed += seconds
        found = piece.evidence
        if found is None:
            continue
        frames += found.frames
        changes += found.informative
        agreed += found.agreeing
        if found.sound is not None:
            heard += seconds * found.sound
            sounding += seconds
    picture = time_map.picture
    evidence = Evidence(
        (),
        frames,
        0,
        changes,
        agreed,
        min(1.0, lasting / max(file.seconds, 1e-9)),
        min(1.0, there / max(release.seconds, 1e-9)),
        max(speeds, key=speeds.__getitem__, default=Fraction(1)),
        None if picture is None else (picture.scale_x, picture.scale_y, picture.shift_x, picture.shift_y),
        heard / sounding if sounding else None,
        changed,
    )
    return evidence, round(weighted / lasting, 4) if lasting else 0.0


def _sure(time_map: TimeMap) -> list[Piece]:
    """What may be counted on; shots drawn anew lie between what is sure, and count with it."""
    if not any(one.confidence >= 0.5 for one in time_map.matches):
        return []
    return [one for one in time_map.matches if one.confidence >= 0.5 or Flag.PICTURE_CHANGED in one.flags]


def _longest(flags: NDArray[np.bool_]) -> int:
    """The length of the longest run of true ones."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    return int((edges[1::2] - edges[::2]).max()) if len(edges) else 0
