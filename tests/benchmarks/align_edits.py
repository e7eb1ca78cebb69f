"""The re-edits on which aligning is measured: made once, kept as fingerprints with their truth."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from animewidgets.analysis.align.result import Alignment
from animewidgets.analysis.fingerprint import Fingerprint, fingerprint
from animewidgets.demo.rerelease import (
    DISC_KINDS,
    GROUPS,
    KINDS,
    Footage,
    drawn_footage,
    filmed_footage,
    write_pair,
)
from animewidgets.media import open_media
from animewidgets.media.cache import cache_folder
from animewidgets.timemaps import TimeMap

SHARED = Path(os.environ.get("ANIMEWIDGETS_SHARED") or Path(__file__).resolve().parents[3] / "shared")
SECONDS = 100.0
# A seed whose last digit is this one takes real clips instead of a drawn episode.
_REAL = 5

Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Case:
    """Two fingerprints and the truth about them."""

    name: str
    source: Fingerprint
    target: Fingerprint
    source_shows: Ints
    target_shows: Ints
    hard: Ints
    redrawn: tuple[tuple[int, int], ...]


def folder() -> Path:
    """Where they are kept."""
    return Path(os.environ.get("ANIMEWIDGETS_ALIGN_CACHE") or cache_folder() / "benchmarks" / "align")


def kinds_of(seeds: Sequence[int], mixed: int) -> Iterator[tuple[int, frozenset[str]]]:
    """Each kind alone on each seed in turn, then mixtures of three to seven kinds."""
    yield seeds[0], frozenset()
    for n, kind in enumerate(KINDS):
        yield seeds[n % len(seeds)], frozenset([kind])
    for n in range(mixed):
        seed = seeds[n % len(seeds)]
        rng = np.random.default_rng([seed, n, 99])
        groups = rng.choice(list(GROUPS), int(rng.integers(3, 8)), replace=False).tolist()
        yield seed, frozenset(str(rng.choice(GROUPS[g])) for g in groups)


@cache
def _footage(seed: int) -> tuple[Footage, Footage]:
    kept = folder() / "footage" / f"{seed}-{SECONDS:g}.npz"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        if seed % 10 == _REAL:
            episode, own = _real(), drawn_footage(seed + 1000, 30)[1]
        else:
            episode, own = drawn_footage(seed, SECONDS)
        columns: dict[str, NDArray[np.generic]] = {}
        for name, one in (("episode", episode), ("own", own)):
            columns |= {
                f"{name}_pictures": one.pictures, f"{name}_sound": one.sound,
                f"{name}_shots": np.array(one.shots), f"{name}_opening": np.array(one.opening),
            }  # fmt: skip
        np.savez(kept, allow_pickle=False, **columns)
    with np.load(kept) as data:
        episode, own = (
            Footage(
                data[f"{name}_pictures"], data[f"{name}_sound"],
                tuple(data[f"{name}_shots"].tolist()), tuple(data[f"{name}_opening"].tolist()),
            )
            for name in ("episode", "own")
        )  # fmt: skip
    return episode, own


def _real() -> Footage:
    names = ("popeye_pgs_T00-1.mkv", "sintel_trailer_480x204.mp4", "bbb_0_30_720p.webm")
    truth = json.loads((SHARED / "media" / "cut_truth.json").read_text("utf-8"))
    paths = [SHARED / "media" / name for name in names]
    return filmed_footage(paths, [truth[p.stem]["hard"] for p in paths])


def _read(path: Path) -> tuple[Fingerprint, NDArray[np.int16]]:
    """The fingerprint of a file, and its sound at 8 kHz for those who know nothing else."""
    with open_media(path) as media:
        made = fingerprint(media, cache=False)
        sound = media.audio(rate=8000).samples if media.info.audio else np.zeros(0, np.float32)
    return made, (sound * 32767).astype(np.int16)


def case(seed: int, kinds: frozenset[str]) -> Case:
    """A case from the cache, or made."""
    name = f"{seed}-{'+'.join(sorted(kinds)) or 'plain'}"
    kept = folder() / "cases" / f"{name}.npz"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        episode, own = _footage(seed)
        working = Path(tempfile.mkdtemp(dir=kept.parent))
        plain = kept.with_name(f"{seed}-disc.npz") if not kinds & DISC_KINDS else None
        known = plain is not None and plain.exists()
        try:
            disc, other = write_pair(working, seed, kinds, episode, own, with_disc=not known)
            prints = []
            for release in (disc, other):
                if release is disc and known and plain is not None:
                    with np.load(plain) as data:
                        prints.append(Fingerprint.from_bytes(data["source"].tobytes()))
                        sound = data["sound"]
                else:
                    made, sound = _read(release.path)
                    if not 0 <= len(release.shows) - len(made) <= 1:
                        raise RuntimeError(f"{name}: {len(made)} frames of {len(release.shows)}")
                    # Some containers leave out the very last picture.
                    release.shows = release.shows[: len(made)]
                    prints.append(made)
                    if release is disc and plain is not None:
                        stored = np.frombuffer(made.to_bytes(), np.uint8)
                        np.savez(plain, allow_pickle=False, source=stored, sound=sound)
                np.save(kept.with_suffix(f".{release.path.stem}.npy"), sound)
            np.savez(
                kept,
                allow_pickle=False,
                source=np.frombuffer(prints[0].to_bytes(), np.uint8),
                target=np.frombuffer(prints[1].to_bytes(), np.uint8),
                source_shows=disc.shows,
                target_shows=other.shows,
                hard=np.array(other.hard, np.int64),
                redrawn=np.array(other.redrawn, np.int64).reshape(-1, 2),
            )
        finally:
            shutil.rmtree(working)
    with np.load(kept) as data:
        return Case(
            name,
            Fingerprint.from_bytes(data["source"].tobytes()),
            Fingerprint.from_bytes(data["target"].tobytes()),
            data["source_shows"],
            data["target_shows"],
            data["hard"],
            tuple((int(a), int(b)) for a, b in data["redrawn"]),
        )


@dataclass
class Score:
    """What an alignment is worth by the truth, in frames."""

    mapped: int = 0  # frames of the source that have a counterpart, and were mapped
    within: int = 0  # of these, to within one frame of the target
    gross: int = 0  # more than twelve frames off
    mappable: int = 0
    inserts: int = 0  # frames that the target alone has
    inserts_mapped: int = 0
    removed: int = 0  # frames that the source alone has
    removed_mapped: int = 0
    borders: tuple[float, ...] = ()  # at hard edits, how far off in frames of the source
    told: tuple[bool, ...] = ()  # of each of these, whether its uncertainty covers where it really is
    confidences: tuple[tuple[float, int, int], ...] = ()  # per piece: confidence, frames, frames right

    def __add__(self, other: Score) -> Score:
        return Score(*(getattr(self, field.name) + getattr(other, field.name) for field in fields(self)))

    @property
    def accuracy(self) -> float:
        """Share of the mapped frames that are right to within a frame."""
        return self.within / max(1, self.mapped)

    @property
    def recall(self) -> float:
        """Share of the frames that have a counterpart that were mapped."""
        return self.mapped / max(1, self.mappable)

    @property
    def calibration_error(self) -> float:
        """Expected calibration error of the pieces' confidence over ten bins, weighted by frames."""
        rows = np.array(self.confidences).reshape(-1, 3)
        bins = np.minimum(9, (rows[:, 0] * 10).astype(int))
        off = 0.0
        for k in range(10):
            here = rows[bins == k]
            if len(here):
                off += abs(float(here[:, 2].sum() - (here[:, 0] * here[:, 1]).sum()))
        return off / max(1.0, float(rows[:, 1].sum()))


def _either_way(spread: int | tuple[int, int]) -> tuple[int, int]:
    """How much earlier and later a border may be; a time map says one number for both."""
    return spread if isinstance(spread, tuple) else (spread, spread)


def score(one: Case, made: Alignment | TimeMap) -> Score:
    """Compare an alignment with the truth."""
    source, target = one.source, one.target
    seconds = np.full(len(source), np.nan)
    covered = np.zeros(len(target), np.bool_)
    middles = (target.pts + np.append(target.pts[1:], target.end_pts)) / 2
    step = np.diff(source.pts, append=source.end_pts)
    confidences: list[tuple[float, int, int]] = []
    edges: list[_Edge] = []
    frame = float(np.median(step))
    for piece in made.matches:
        assert piece.source is not None
        assert piece.target is not None
        first, stop = np.searchsorted(source.pts, [piece.source.start, piece.source.end])
        ratio = piece.target.duration / piece.source.duration
        # A frame is carried to what the target shows a quarter of the frame later.
        asked = source.pts[first:stop] + step[first:stop] / 4 - piece.source.start
        alone = np.full(len(source), np.nan)
        alone[first:stop] = (piece.target.start + asked * ratio) * float(target.time_base)
        seconds[first:stop] = alone[first:stop]
        error, has = _errors(one, alone)
        right = has[first:stop] & (error[first:stop] <= 1)
        confidences.append((piece.confidence, int(stop - first), int(right.sum())))
        # A frame of which less than half is covered is the neighbour's.
        covered |= (middles >= piece.target.start) & (middles < piece.target.end)
        if piece.uncertainty is not None:
            before, after = (
                (earlier / ratio / frame, later / ratio / frame)
                for earlier, later in map(_either_way, (piece.uncertainty.start, piece.uncertainty.end))
            )
            edges += [_Edge("begin", int(first), *before), _Edge("end", int(stop), *after)]
    out = score_times(one, seconds)
    out.inserts_mapped = int(covered[one.target_shows < 0].sum())
    out.confidences = tuple(confidences)
    rows = [_nearest(edges, side, frame) for side, frame in hard_borders(one)] if edges else []
    out.borders = tuple(off for off, _ in rows)
    out.told = tuple(told for _, told in rows)
    return out


@dataclass(frozen=True, slots=True)
class _Edge:
    """Where a piece begins or ends (frames of the source), and how many frames earlier or later it may."""

    side: str
    frame: int
    earlier: float
    later: float


def _nearest(edges: Sequence[_Edge], side: str, frame: int) -> tuple[float, bool]:
    """How far the nearest end, or beginning, of a piece is from a true one; whether it owns up to that."""
    edge = min((e for e in edges if e.side == side), key=lambda e: abs(e.frame - frame))
    off = frame - edge.frame
    return float(abs(off)), -edge.earlier - 1 <= off <= edge.later + 1


def hard_borders(one: Case) -> list[tuple[str, int]]:
    """Where the footage that both have ends or begins at once: ``("end" or "begin", frame of the source)``.

    What was put in before a frame makes two, an end and a beginning; so does what was taken out. An edit
    within what was taken out anyway makes none.
    """
    count = len(one.source)
    _, has = _errors(one, np.full(count, np.nan))
    found = []
    for frame in sorted(set(one.hard.tolist())):
        # A frame that the frame rate skips is next to one that it does not.
        if has[max(0, frame - 2) : frame].any():
            found.append(("end", frame))
        if has[frame : frame + 2].any():
            found.append(("begin", frame))
    return found


def score_times(one: Case, seconds: NDArray[np.float64]) -> Score:
    """Compare where each source frame is said to be in the target, float64[n] seconds or NaN."""
    error, has = _errors(one, seconds)
    said = ~np.isnan(seconds)
    return Score(
        mapped=int((has & said).sum()),
        within=int((has & said & (error <= 1)).sum()),
        gross=int((has & said & (error > 12)).sum()),
        mappable=int(has.sum()),
        inserts=int((one.target_shows < 0).sum()),
        removed=int((~has).sum()),
        removed_mapped=int((~has & said).sum()),
    )


def _errors(one: Case, seconds: NDArray[np.float64]) -> tuple[Ints, NDArray[np.bool_]]:
    """How many frames each source frame is off, and whether it has a counterpart at all."""
    # Of each frame of the footage, the first and last frame of the target that shows it.
    count = int(max(one.source_shows.max(), one.target_shows.max(initial=-1))) + 1
    low, high = np.full(count, -1), np.full(count, -1)
    rows = np.flatnonzero(one.target_shows >= 0)
    high[one.target_shows[rows]] = rows
    low[one.target_shows[rows[::-1]]] = rows[::-1]
    # What the frame rate skipped has its place between its neighbours.
    for n in range(1, count - 1):
        if low[n] < 0 and low[n - 1] >= 0 and low[n + 1] >= 0 and low[n + 1] - high[n - 1] <= 1:
            low[n], high[n] = high[n - 1], low[n + 1]
    starts = one.target.pts * float(one.target.time_base)
    frame = np.searchsorted(starts, np.nan_to_num(seconds, nan=-1.0), side="right") - 1
    frame = frame.clip(0, len(starts) - 1)
    first, last = low[one.source_shows], high[one.source_shows]
    error = np.maximum(np.maximum(first - frame, frame - last), 0)
    return np.asarray(error, np.int64), np.asarray(first >= 0)
