"""A time map made exact with both videos at hand: pictures around borders are compared, not fingerprints.

What the pictures say for certain is set to the frame; what they leave open stays, and is said to be open.
What a person confirmed or edited is not touched.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from animewidgets.analysis.align.one_sided import with_gaps
from animewidgets.analysis.align.same_frame import best_offset, find_edge
from animewidgets.analysis.align.same_picture import (
    Rectangle,
    apart,
    lay_over,
    part_of,
    reduced,
    shared_part,
    unlikeness,
)
from animewidgets.analysis.shots.detection import single_threaded_opencv
from animewidgets.analysis.shots.pictures import Plane, planes_of
from animewidgets.errors import AnalysisCancelled
from animewidgets.media import Media
from animewidgets.timebase import Span
from animewidgets.timemaps import Axis, Flag, PictureMap, Piece, TimeMap, along
from animewidgets.timemaps.carry import shown_by
from animewidgets.timemaps.timemap import instants

Bytes = NDArray[np.uint8]
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

#: Told a share from 0 to 1 of what is done.
Progress = Callable[[float], None]

# Frames to either side of a border that are looked at, and of the other release beyond what they come to.
_INSIDE, _OUTSIDE, _SLACK = 16, 14, 8
# An offset is searched so many frames to either side, in steps of a quarter of a frame.
_REACH, _STEPS = 3, 4
# Pairs of pictures that are laid over each other.
_PAIRS, _LEAST_PAIRS = 10, 3
# Pictures are kept at most this wide for comparing.
_KEPT_WIDTH = 320
# They are taken so many frames after one at which a video begins to decode at once.
_AFTER_KEY = 3
# Pairs that are further apart than this are not the same picture: nothing to lay over each other.
_ALIKE, _MOST_ALIKE = 0.12, 0.2
# A match whose pictures are this far apart was drawn anew; its confidence is no more than this then.
_CHANGED, _CHANGED_CONFIDENCE = 0.22, 0.45
# Shares of the distances within a match (and beyond it) at which a frame surely belongs to it (and does not).
_SURELY_IN, _SURELY_OUT = 0.75, 0.6
# Pictures that have nothing to do with one another are at least this far apart.
_FAR = 0.2
# Pictures whose luma deviates by less than this are all but black, or all but white.
_FAINT = 8.0
_DECODER_OPTIONS = {"skip_loop_filter": "all"}


def refine(
    time_map: TimeMap,
    media_a: Media,
    media_b: Media,
    *,
    progress: Progress | None = None,
    cancel: threading.Event | None = None,
    seconds: float = 30.0,
) -> TimeMap:
    """The same map with offsets, borders and the place of the picture as both videos show them.

    ``media_a`` is the source's video, ``media_b`` the target's. Only some frames around borders and amid
    matches are decoded. After ``seconds`` what has not been looked at stays as it is: the matches that are
    least certain come first. Where pictures of a match are not alike it gets the flag ``picture_changed``.

    Raises:
        ValueError: a video has another time base, or is another release, than the map says.
        AnalysisCancelled: ``cancel`` was set from another thread.
    """
    _check(time_map, media_a, media_b)
    work = _Refining(time_map, media_a, media_b, time.monotonic() + seconds, cancel, progress or _silent)
    if not work.pieces:
        return time_map
    with single_threaded_opencv():
        return work.done()


def _silent(share: float) -> None:
    """Nobody listens."""


def _check(time_map: TimeMap, media_a: Media, media_b: Media) -> None:
    sides = (
        ("source", media_a, time_map.source_time_base, time_map.source_release),
        ("target", media_b, time_map.target_time_base, time_map.target_release),
    )
    for side, media, base, release in sides:
        if media.time_base != base:
            raise ValueError(f"the map's {side} has ticks of {base} s, '{media.name}' of {media.time_base} s")
        if release is not None and release != media.release_id:
            raise ValueError(f"the map's {side} is {release}, '{media.name}' is {media.release_id}")


@dataclass(eq=False)
class _Side:
    """One release: its frames, and small pictures of those that were asked for."""

    media: Media
    pictures: dict[int, Bytes] = field(default_factory=dict)
    pts: Ints = field(init=False)
    #: Where frames begin, and where the last one ends.
    edges: Ints = field(init=False)

    axis: Axis = field(init=False)

    def __post_init__(self) -> None:
        self.pts = self.media.index.pts
        self.axis = Axis(self.pts, self.media.index.end_pts)
        self.edges = self.axis.borders

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the pictures in pixels."""
        video = self.media.info.main_video
        return video.width, video.height

    def row_at(self, tick: int) -> int:
        """The frame that begins next to a tick; their number at the end."""
        return int(np.abs(self.edges - tick).argmin())

    def decode(self, wanted: Iterable[int], stop: Callable[[], bool]) -> None:
        """Keep the luma of frames, no wider than :data:`_KEPT_WIDTH`."""
        missing = sorted({n for n in wanted if 0 <= n < len(self.pts)} - self.pictures.keys())
        starts = self.media.sweep_starts
        while missing:
            first = missing[0]
            # Going on costs less than seeking, unless a later place to start at lies between.
            last = first
            for n in missing:
                between = int(np.searchsorted(starts, n, "right")) - int(
                    np.searchsorted(starts, last, "right")
                )
                if n - last > 24 and between > 0:
                    break
                last = n
            chosen = {n for n in missing if n <= last}
            missing = [n for n in missing if n > last]
            for n, frame in self.media.sweep(first, last + 1, decoder_options=_DECODER_OPTIONS):
                if n in chosen and not frame.is_corrupt:
                    planes, bits = planes_of(frame)
                    self.pictures[n] = _narrow(planes[0], bits)
                if stop():
                    return


def _narrow(plane: Plane, bits: int) -> Bytes:
    height, width = plane.shape
    if width <= _KEPT_WIDTH:
        return _eight_bits(plane, bits)
    size = (_KEPT_WIDTH, max(2, round(height * _KEPT_WIDTH / width)))
    small = cv2.resize(plane, size, interpolation=cv2.INTER_AREA)
    return _eight_bits(np.asarray(small, np.uint16), bits)


def _eight_bits(plane: Plane, bits: int) -> Bytes:
    return np.array(plane if bits == 8 else plane >> (bits - 8), np.uint8)


@dataclass(eq=False)
class _Match:
    """A match that may be moved, and the rows around its two borders and in its middle that are looked at."""

    piece: Piece
    source: _Side
    target: _Side
    fixed: bool

    @property
    def rows(self) -> tuple[int, int]:
        """Its first frame, and the one after its last."""
        here, _ = self.piece.sides
        return self.source.row_at(here.start), self.source.row_at(here.end)

    def shown(self, rows: Ints, shift: int = 0) -> Ints:
        """Which frame the target shows for frames of the source, ``shift`` ticks later; -1 outside."""
        lasting = self.source.edges[rows + 1] - self.source.edges[rows]
        here, there = self.piece.sides
        moved = replace(self.piece, source=here, target=Span(there.start + shift, there.end + shift))
        return shown_by(moved, self.target.axis, self.source.pts[rows], lasting)

    def stretches(self) -> list[Ints]:
        """Rows that are looked at: around the start, around the end, and in the middle."""
        first, stop = self.rows
        total = len(self.source.pts)
        middle = (first + stop - _INSIDE) // 2
        spans = (
            (first - self._outside(self.piece.uncertainty.start), first + _INSIDE),
            (middle, middle + _INSIDE),
            (stop - _INSIDE, stop + self._outside(self.piece.uncertainty.end)),
        )
        return [np.arange(max(0, low), max(0, min(high, total))) for low, high in spans]

    def _outside(self, uncertainty: int) -> int:
        step = float(np.median(np.diff(self.target.edges)))
        return _OUTSIDE + min(48, round(uncertainty / step))


class _Refining:
    """One run."""

    def __init__(
        self,
        time_map: TimeMap,
        media_a: Media,
        media_b: Media,
        deadline: float,
        cancel: threading.Event | None,
        tell: Progress,
    ) -> None:
        self.time_map = time_map
        self.source, self.target = _Side(media_a), _Side(media_b)
        self.deadline, self.cancel, self.tell = deadline, cancel, tell
        self.pieces = [_Match(one, self.source, self.target, _is_fixed(one)) for one in time_map.matches]
        self.shape = PictureMap()
        self.rectangles: tuple[Rectangle, Rectangle] | None = None
        self._reduced: tuple[dict[int, NDArray[np.float32]], dict[int, NDArray[np.float32]]] = ({}, {})
        self.step = int(np.median(np.diff(self.target.edges)))

    def done(self) -> TimeMap:
        """The refined map."""
        picture = self._lay_over()
        self.tell(0.3)
        if self.rectangles is None:
            return self.time_map
        free = [match for match in self.pieces if not match.fixed]
        for match in free:
            if not match.shown(np.array([match.rows[0]])).size:
                match.fixed = True
        order = sorted(free, key=lambda match: match.piece.confidence)
        looked: list[_Match] = []
        for number, match in enumerate(order):
            if time.monotonic() > self.deadline:
                break
            self._decode(match)
            if time.monotonic() > self.deadline:
                break
            self._set_offset(match)
            looked.append(match)
            self.tell(0.3 + 0.6 * (number + 1) / len(order))
        self._set_borders({id(match) for match in looked})
        self._flag(looked)
        self.tell(1.0)
        old = self.time_map.matches
        changed = dict(zip(map(id, old), (match.piece for match in self.pieces), strict=True))
        pieces = with_gaps(self.time_map.pieces, changed, self._half_frames())
        return replace(self.time_map, pieces=pieces, picture=picture)

    def _half_frames(self) -> tuple[int, int]:
        return int(np.median(np.diff(self.source.edges))) // 2, self.step // 2

    def _stopped(self) -> bool:
        if self.cancel is not None and self.cancel.is_set():
            raise AnalysisCancelled("refining was cancelled: the map stays as it was")
        return time.monotonic() > self.deadline

    # -- where the picture lies ----------------------------------------------------------------------------

    def _lay_over(self) -> PictureMap | None:
        """Find where points of the picture lie; what the map said of it stays where that cannot be found."""
        wide = (self.source.size, self.target.size)
        stretched = PictureMap(wide[1][0] / wide[0][0], wide[1][1] / wide[0][1])
        starts = [self.time_map.picture, stretched, _fitted(*wide)]
        pairs = self._pairs()
        known = self.time_map.picture or stretched
        if len(pairs) >= _LEAST_PAIRS:
            found = [lay_over(pairs, start) for start in dict.fromkeys(starts) if start is not None]
            shape, unlike = min(found, key=lambda one: one[1])
            before = unlikeness(pairs, known)
            if unlike <= _MOST_ALIKE and unlike <= before:
                known = shape
                sure: PictureMap | None = shape
            else:
                sure = self.time_map.picture
        else:
            sure = self.time_map.picture
        self.shape = known
        part = shared_part(wide[0][::-1], wide[1][::-1], known)
        self.rectangles = None if part is None else (part, part_of(part, known))
        return sure

    def _pairs(self) -> list[tuple[Bytes, Bytes]]:
        """Whole pictures of both releases that should show the same, from all over what matches."""
        rows: list[tuple[_Match, int]] = []
        good = [m for m in self.pieces if Flag.PICTURE_CHANGED not in m.piece.flags]
        total = sum(stop - first for first, stop in (m.rows for m in good))
        for match in good:
            first, stop = match.rows
            many = round(2 * _PAIRS * (stop - first) / max(1, total))
            shares = ((np.arange(many) + 0.5) / max(1, many)).tolist()
            rows += [(match, self._cheap_row(match, first, stop, share)) for share in shares]
        wanted = list({(n, int(m.shown(np.array([n]))[0])): None for m, n in rows})
        wanted = [(a, b) for a, b in wanted if b >= 0]
        with ThreadPoolExecutor(2, "refine") as pool:
            whole_a, whole_b = pool.map(
                _whole,
                (self.source.media, self.target.media),
                ([a for a, _ in wanted], [b for _, b in wanted]),
                (self._stopped, self._stopped),
            )
        pairs = [(whole_a[a], whole_b[b]) for a, b in wanted if a in whole_a and b in whole_b]
        pairs = [(a, b) for a, b in pairs if min(float(a.std()), float(b.std())) > 8]
        if len(pairs) < _LEAST_PAIRS:
            return []
        # What is unlike by any shape was drawn anew, or is a frame off: the better half is enough.
        wide = (self.source.size, self.target.size)
        plain = self.time_map.picture or PictureMap(wide[1][0] / wide[0][0], wide[1][1] / wide[0][1])
        pairs.sort(key=lambda pair: unlikeness([pair], plain))
        rough, _ = lay_over(pairs[: max(_LEAST_PAIRS, _PAIRS // 2)], plain)
        far = [unlikeness([pair], rough) for pair in pairs]
        order = [n for n in np.argsort(far).tolist() if far[n] <= _ALIKE]
        return [pairs[n] for n in order[: max(_LEAST_PAIRS, min(_PAIRS, len(pairs) * 2 // 3))]]

    def _cheap_row(self, match: _Match, first: int, stop: int, share: float) -> int:
        """A frame about there at which the larger video begins to decode at once."""
        row = int(first + share * (stop - first))
        sizes = [width * height for width, height in (self.source.size, self.target.size)]
        if sizes[0] >= sizes[1]:
            starts = self.source.media.sweep_starts
            starts = starts[(starts >= first) & (starts < stop)]
        else:
            here, there = match.piece.sides
            ticks = self.target.pts[self.target.media.sweep_starts]
            ticks = ticks[(ticks >= there.start) & (ticks < there.end)]
            back = (ticks - there.start) / float(match.piece.slope) + here.start
            starts = np.array([self.source.row_at(round(tick)) for tick in back.tolist()], np.int64)
            starts = starts[(starts >= first) & (starts < stop)]
        # A shot often begins there; some frames later it does so in both.
        return min(int(starts[np.abs(starts - row).argmin()]) + _AFTER_KEY, stop - 1) if len(starts) else row

    # -- pictures ------------------------------------------------------------------------------------------

    def _decode(self, match: _Match) -> None:
        rows = np.concatenate(match.stretches())
        there = []
        for part in match.stretches():
            shown = match.shown(part)
            shown = shown[shown >= 0]
            if len(shown):
                low, high = int(shown.min()), int(shown.max())
                there += list(range(low - _SLACK, high + _SLACK + 1))
        with ThreadPoolExecutor(2, "refine") as pool:
            tasks = [
                pool.submit(self.source.decode, rows.tolist(), self._stopped),
                pool.submit(self.target.decode, there, self._stopped),
            ]
            for task in tasks:
                task.result()

    def _small(self, side: int, row: int) -> NDArray[np.float32] | None:
        known = self._reduced[side]
        if row not in known:
            of = (self.source, self.target)[side]
            picture = of.pictures.get(row)
            if picture is None or self.rectangles is None:
                return None
            share_x, share_y = picture.shape[1] / of.size[0], picture.shape[0] / of.size[1]
            left, top, right, bottom = self.rectangles[side]
            known[row] = reduced(picture, (left * share_x, top * share_y, right * share_x, bottom * share_y))
        return known[row]

    def _apart(self, row: int, shown: int) -> float:
        """How far a frame of the source and one of the target are apart; infinite outside, NaN unknown."""
        if shown < 0:
            return float("inf")
        here, there = self._small(0, row), self._small(1, shown)
        return float("nan") if here is None or there is None else apart(here, there)

    def _is_faint(self, row: int, shown: int) -> bool:
        """Whether one of two frames shows so little that noise may make them differ, as at a fade's end."""
        for of, n in ((self.source, row), (self.target, shown)):
            picture = of.pictures.get(n)
            if picture is not None and float(picture.std()) < _FAINT:
                return True
        return False

    def _is_blank(self, row: int) -> bool:
        small = self._small(0, row)
        return small is None or not small.any()

    # -- offset --------------------------------------------------------------------------------------------

    def _set_offset(self, match: _Match) -> None:
        piece = match.piece
        if Flag.PICTURE_CHANGED in piece.flags:
            return
        first, stop = match.rows
        rows = np.unique(np.concatenate(match.stretches()))
        rows = rows[(rows >= first + 2) & (rows < stop - 2)]
        rows = np.array([n for n in rows.tolist() if not self._is_blank(n)], np.int64)
        if len(rows) < _INSIDE // 2:
            return
        shifts = np.arange(-_REACH * _STEPS, _REACH * _STEPS + 1) * self.step // _STEPS
        columns = []
        for shift in shifts.tolist():
            shown = match.shown(rows, shift)
            columns.append([self._apart(a, b) for a, b in zip(rows.tolist(), shown.tolist(), strict=True)])
        distances = np.array(columns, np.float64).T
        distances[np.isinf(distances)] = np.nan
        alike = np.nanmin(np.where(np.isnan(distances), 1.0, distances), axis=1)
        # Rows that are nowhere alike (drawn anew, a flash) say nothing.
        found = best_offset(distances[alike < _ALIKE], _REACH * _STEPS)
        if found is None:
            return
        shift = int(shifts[found.best])
        open_by = int(max(shifts[found.high] - shift, shift - shifts[found.low])) - self.step
        open_by = max(0, open_by)
        if not shift:
            # Other frames than these were compared before: where they agree, the better word counts.
            open_by = min(open_by, piece.uncertainty.offset)
        self._move(match, shift, open_by)

    def _move(self, match: _Match, shift: int, open_by: int) -> None:
        _, there = match.piece.sides
        begin, end = int(self.target.edges[0]), int(self.target.edges[-1])
        moved = Span(there.start + shift, there.end + shift)
        if shift and (moved.start < begin - self.step or moved.end > end + self.step):
            return
        match.piece = replace(
            match.piece,
            target=moved,
            rate=match.piece.slope,
            uncertainty=replace(match.piece.uncertainty, offset=open_by),
        )

    # -- borders -------------------------------------------------------------------------------------------

    def _set_borders(self, looked: set[int]) -> None:
        for number, match in enumerate(self.pieces):
            if id(match) not in looked or Flag.PICTURE_CHANGED in match.piece.flags:
                continue
            levels = self._levels(match)
            if levels is None:
                continue
            before = self.pieces[number - 1] if number else None
            after = self.pieces[number + 1] if number + 1 < len(self.pieces) else None
            if not self._is_locked(match, 0):
                self._set_start(match, before, levels)
            if not self._is_locked(match, 1):
                self._set_end(match, after, levels)

    def _is_locked(self, match: _Match, edge: int) -> bool:
        """Whether a person set what adjoins: then the border is theirs."""
        here, there = (tuple(span)[edge] for span in match.piece.sides)
        for piece in self.time_map.pieces:
            if piece.status == "proposed":
                continue
            for span, tick in ((piece.source, here), (piece.target, there)):
                if span is not None and tuple(span)[1 - edge] == tick:
                    return True
        return False

    def _levels(self, match: _Match) -> tuple[float, float] | None:
        """Up to which distance a frame is surely the one of the match, and from which on surely another."""
        first, stop = match.rows
        rows = np.concatenate(match.stretches())
        rows = rows[(rows >= first + 2) & (rows < stop - 2)]
        inside = self._along(match, rows)
        inside = inside[np.isfinite(inside)]
        if len(inside) < 4:
            return None
        usual = float(np.median(inside))
        if usual > _ALIKE:
            return None
        # How far apart pictures of this film are that have nothing to do with one another.
        pictures = [s for n in rows.tolist()[::5] if (s := self._small(0, n)) is not None and s.any()]
        there = [n for m in self.pieces for part in m.stretches() for n in m.shown(part[::8]).tolist()]
        others = [s for n in there if n >= 0 and (s := self._small(1, n)) is not None and s.any()]
        far = [apart(a, b) for a in pictures[:8] for b in others[:: max(1, len(others) // 12)]]
        beyond = max(_FAR, float(np.percentile(far, 75))) if far else _FAR
        surely_in = max(_SURELY_IN * float(np.sqrt(max(usual, 0.004) * beyond)), usual + 0.01)
        return surely_in, max(_SURELY_OUT * beyond, 2 * surely_in)

    def _along(self, match: _Match, rows: Ints) -> Floats:
        shown = match.shown(rows)
        return np.array([self._apart(a, b) for a, b in zip(rows.tolist(), shown.tolist(), strict=True)])

    def _set_start(self, match: _Match, before: _Match | None, levels: tuple[float, float]) -> None:
        first, stop = match.rows
        rows = match.stretches()[0]
        rows = rows[rows < stop]
        least, least_tick = 0, None
        if before is not None:
            least = before.rows[1]
            if before.piece.sides[1].end <= match.piece.sides[1].start:
                least_tick = before.piece.sides[1].end
        rows = rows[rows >= least]
        rows = self._unlike_neighbours(match, rows, least_tick, None)
        at = self._edge(match, rows, levels, first, "start")
        if at is not None:
            self._cut(match, *at, edge="start")

    def _set_end(self, match: _Match, after: _Match | None, levels: tuple[float, float]) -> None:
        first, stop = match.rows
        rows = match.stretches()[2]
        rows = rows[rows >= first]
        most_tick = None
        if after is not None:
            rows = rows[rows < after.rows[0]]
            if after.piece.sides[1].start >= match.piece.sides[1].end:
                most_tick = after.piece.sides[1].start
        rows = self._unlike_neighbours(match, rows, None, most_tick)
        at = self._edge(match, rows, levels, stop, "end")
        if at is not None:
            self._cut(match, *at, edge="end")

    def _unlike_neighbours(self, match: _Match, rows: Ints, low: int | None, high: int | None) -> Ints:
        """Rows whose frames of the target are not a neighbour's."""
        if not len(rows):
            return rows
        lasting = self.source.edges[rows + 1] - self.source.edges[rows]
        ticks = instants(match.piece, self.source.pts[rows], lasting)
        kept = np.ones(len(rows), np.bool_)
        if low is not None:
            kept &= ticks >= low
        if high is not None:
            kept &= ticks < high
        return rows[kept]

    def _edge(
        self, match: _Match, rows: Ints, levels: tuple[float, float], now: int, edge: str
    ) -> tuple[int, int] | None:
        """The row of a border, and how many rows of the match may belong to what is beyond."""
        if len(rows) < 4 or np.any(np.diff(rows) != 1) or not rows[0] <= now <= rows[-1] + 1:
            return None
        distances = self._along(match, rows)
        unknown = np.isnan(distances)
        # What the match says is there, but the target has no frame for, is not the pictures' to say.
        beyond = np.isinf(distances) & (rows >= match.rows[0]) & (rows < match.rows[1])
        shown = match.shown(rows).tolist()
        faint = [self._is_faint(a, b) for a, b in zip(rows.tolist(), shown, strict=True)]
        blank = np.array(faint, np.bool_) | unknown | beyond
        distances[unknown | beyond] = sum(levels) / 2
        found = find_edge(distances, blank, levels, now - int(rows[0]), "start" if edge == "start" else "end")
        if found is None:
            return None
        inside = found.high - found.at if edge == "start" else found.at - found.low
        return int(rows[0]) + found.at, inside

    def _cut(self, match: _Match, row: int, open_by: int, *, edge: str) -> None:
        """Set a border of a match to a row of the source."""
        piece = match.piece
        here, there = piece.sides
        tick = int(self.source.edges[row])
        moved = along(piece, tick)
        slope = piece.slope
        wide = open_by * self.step
        if edge == "start":
            spans = (Span(tick, here.end), Span(moved, there.end)) if row != match.rows[0] else (here, there)
            spread = replace(piece.uncertainty, start=wide)
        else:
            spans = (
                (Span(here.start, tick), Span(there.start, moved)) if row != match.rows[1] else (here, there)
            )
            spread = replace(piece.uncertainty, end=wide)
        if spans[0].duration <= 0 or spans[1].duration <= 0:
            return
        match.piece = replace(piece, source=spans[0], target=spans[1], rate=slope, uncertainty=spread)

    # -- what was drawn anew -------------------------------------------------------------------------------

    def _flag(self, looked: Sequence[_Match]) -> None:
        for match in looked:
            first, stop = match.rows
            rows = np.concatenate(match.stretches())
            rows = np.array(
                [n for n in rows.tolist() if first + 1 <= n < stop - 1 and not self._is_blank(n)], np.int64
            )
            if len(rows) < 4 or Flag.PICTURE_CHANGED in match.piece.flags:
                continue
            far = self._along(match, rows)
            far = far[np.isfinite(far)]
            if len(far) >= 4 and float(np.percentile(far, 25)) >= _CHANGED:
                match.piece = replace(
                    match.piece,
                    flags=match.piece.flags | {Flag.PICTURE_CHANGED},
                    confidence=min(match.piece.confidence, _CHANGED_CONFIDENCE),
                )


def _is_fixed(piece: Piece) -> bool:
    return piece.status != "proposed"


def _fitted(source: tuple[int, int], target: tuple[int, int]) -> PictureMap:
    """The source's picture in the middle of the target's, as large as it goes without being distorted."""
    scale = min(target[0] / source[0], target[1] / source[1])
    return PictureMap(scale, scale, (target[0] - scale * source[0]) / 2, (target[1] - scale * source[1]) / 2)


def _whole(media: Media, rows: Sequence[int], stop: Callable[[], bool]) -> dict[int, Bytes]:
    """Whole luma of frames."""
    found: dict[int, Bytes] = {}
    for row in sorted(set(rows)):
        if stop():
            break
        for n, frame in media.sweep(row, row + 1):
            planes, bits = planes_of(frame)
            found[n] = _eight_bits(planes[0], bits)
    return found


__all__ = ["refine"]
