"""A list of cuts on exact frames, as columns: what every format is read into and written from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Self

import numpy as np
from numpy.typing import NDArray

from animewidgets.annotations import JSON, Annotation, Kind
from animewidgets.errors import CutOutsideMedia, WrongRelease

if TYPE_CHECKING:
    import pandas as pd

    from animewidgets.datasets.clock import FrameClock

TransitionKind = Literal["cut", "dissolve", "fade-in", "fade-out", "wipe"]
TRANSITIONS: tuple[TransitionKind, ...] = ("cut", "dissolve", "fade-in", "fade-out", "wipe")

NO_FRAME = -1


@dataclass(frozen=True, slots=True)
class Cut:
    """One cut: the first frame of the new shot, and of a gradual one the half-open span of mixed frames.

    ``until_frame`` may be the number of frames of the release: its end. ``score`` is ``None`` where
    nobody gave one.
    """

    frame: int
    kind: TransitionKind = "cut"
    from_frame: int = NO_FRAME
    until_frame: int = NO_FRAME
    score: float | None = None
    name: str = ""

    def __post_init__(self) -> None:
        if self.kind == "cut":
            if (self.from_frame, self.until_frame) != (NO_FRAME, NO_FRAME):
                raise ValueError(f"a hard cut has no span, got [{self.from_frame}, {self.until_frame})")
        elif self.kind not in TRANSITIONS:
            raise ValueError(f"{self.kind!r} is no transition: {', '.join(TRANSITIONS)}")
        elif not (0 <= self.from_frame <= self.frame <= self.until_frame > self.from_frame):
            raise ValueError(
                f"the cut on frame {self.frame} lies outside its {self.kind} "
                f"[{self.from_frame}, {self.until_frame})"
            )


@dataclass(frozen=True, slots=True, eq=False)
class CutList:
    """Cuts in the order of time, at most one on a frame, as columns of equal length.

    * ``frame``: int64, ordinal of the first frame of the new shot; strictly increasing.
    * ``pts``: int64, its tick.
    * ``kind``: ``"cut"``, ``"dissolve"``, ``"fade-in"``, ``"fade-out"``, ``"wipe"``.
    * ``from_frame``, ``until_frame``: int64, the half-open span of mixed frames; -1 at hard cuts.
    * ``score``: float64, NaN where nobody gave one.
    * ``name``: what the file calls the new shot, or says of it; may be empty.

    ``warnings`` tells what of a file was left out or moved, in words for people; ``source`` is the name of
    the format that it was read from.
    """

    frame: NDArray[np.int64]
    pts: NDArray[np.int64]
    kind: tuple[TransitionKind, ...]
    from_frame: NDArray[np.int64]
    until_frame: NDArray[np.int64]
    score: NDArray[np.float64]
    name: tuple[str, ...]
    warnings: tuple[str, ...] = ()
    source: str = "python"

    def __post_init__(self) -> None:
        columns = (
            self.frame,
            self.pts,
            self.kind,
            self.from_frame,
            self.until_frame,
            self.score,
            self.name,
        )
        if len({len(column) for column in columns}) != 1:
            raise ValueError(f"columns of a cut list differ in length: {[len(c) for c in columns]}")
        if np.any(np.diff(self.frame) <= 0):
            raise ValueError("frames of a cut list do not increase")
        for column in (self.frame, self.pts, self.from_frame, self.until_frame, self.score):
            column.setflags(write=False)

    @classmethod
    def of(
        cls,
        cuts: Iterable[Cut],
        clock: FrameClock,
        *,
        warnings: Iterable[str] = (),
        source: str = "python",
    ) -> Self:
        """A list from single cuts, in any order.

        Of several on one frame the gradual one stays, then the one with the highest score. A hard cut on
        frame 0 is the beginning and is left out. Raises :class:`CutOutsideMedia`.
        """
        best: dict[int, Cut] = {}
        for cut in cuts:
            if not 0 <= cut.frame < clock.count or cut.until_frame > clock.count:
                raise CutOutsideMedia(
                    f"cut on frame {cut.frame} (span to {cut.until_frame}) lies outside {clock.name!r}: it "
                    f"has frames 0 to {clock.count - 1}"
                )
            if cut.frame == 0 and cut.kind == "cut":
                continue
            known = best.get(cut.frame)
            if known is None or _rank(cut) > _rank(known):
                best[cut.frame] = cut
        rows = [best[frame] for frame in sorted(best)]
        frame = np.array([cut.frame for cut in rows], np.int64)
        return cls(
            frame=frame,
            pts=clock.pts[frame],
            kind=tuple(cut.kind for cut in rows),
            from_frame=np.array([cut.from_frame for cut in rows], np.int64),
            until_frame=np.array([cut.until_frame for cut in rows], np.int64),
            score=np.array([np.nan if cut.score is None else cut.score for cut in rows], np.float64),
            name=tuple(cut.name for cut in rows),
            warnings=tuple(warnings),
            source=source,
        )

    @classmethod
    def of_annotations(cls, annotations: Iterable[Annotation], clock: FrameClock) -> Self:
        """The cuts among annotations of the release; everything else is passed over.

        A comment becomes the name. Raises :class:`CutOutsideMedia` where one stands on no frame.
        """
        cuts = [_cut_of(one, clock) for one in annotations if one.kind is Kind.CUT]
        return cls.of(cuts, clock, source="store")

    @classmethod
    def of_table(cls, rows: pd.DataFrame, clock: FrameClock) -> Self:
        """The cuts of ``editor.cuts`` or of the store's view ``cuts``. Raises :class:`CutOutsideMedia`."""
        columns = ("start_pts", "attributes", "score", "comment")
        found = [
            Annotation(
                str(n),
                Kind.CUT,
                int(pts),
                attributes=json.loads(attributes) if isinstance(attributes, str) else attributes or {},
                score=float(score) if isinstance(score, float) and np.isfinite(score) else None,
                comment=comment if isinstance(comment, str) else None,
            )
            for n, (pts, attributes, score, comment) in enumerate(
                zip(*(rows[name].tolist() for name in columns), strict=True)
            )
        ]
        return cls.of_annotations(found, clock)

    def __len__(self) -> int:
        return len(self.frame)

    @property
    def weights(self) -> NDArray[np.float64]:
        """The scores, 1 where nobody gave one: for ``editor.propose``."""
        return np.where(np.isnan(self.score), 1.0, self.score)

    def __iter__(self) -> Iterator[Cut]:
        for n in range(len(self)):
            score = float(self.score[n])
            yield Cut(
                int(self.frame[n]),
                self.kind[n],
                int(self.from_frame[n]),
                int(self.until_frame[n]),
                None if np.isnan(score) else score,
                self.name[n],
            )

    def check(self, clock: FrameClock) -> None:
        """Raise :class:`WrongRelease` unless every cut stands on its frame in this release."""
        within = self.frame[self.frame < clock.count]
        if len(within) < len(self) or not np.array_equal(clock.pts[within], self.pts):
            raise WrongRelease(
                f"the cuts are not of {clock.name!r}: their ticks are not those of its {clock.count} frames; "
                "map them over with a time map"
            )

    def candidates(self, layer: str, clock: FrameClock) -> list[dict[str, JSON]]:
        """The list as candidates of the editor, in the form of ``docs/wire.md``; no score is 1.

        Raises :class:`WrongRelease`.
        """
        self.check(clock)
        found: list[dict[str, JSON]] = []
        for cut in self:
            one: dict[str, JSON] = {
                "pts": clock.tick(cut.frame),
                "score": 1.0 if cut.score is None else cut.score,
                "layer": layer,
                "kind": cut.kind,
            }
            if cut.kind != "cut":
                one["from_pts"] = clock.tick(cut.from_frame)
                one["until_pts"] = clock.tick(cut.until_frame)
            found.append(one)
        return found


def attributes_of(cut: Cut, clock: FrameClock) -> dict[str, JSON]:
    """What the annotation of a cut says in its attributes: nothing of a hard one."""
    if cut.kind == "cut":
        return {}
    return {
        "transition": cut.kind,
        "from_pts": clock.tick(cut.from_frame),
        "until_pts": clock.tick(cut.until_frame),
    }


def _rank(cut: Cut) -> tuple[bool, float]:
    return cut.kind != "cut", -np.inf if cut.score is None else cut.score


def _cut_of(annotation: Annotation, clock: FrameClock) -> Cut:
    frame = _frame_of(annotation.start_pts, clock)
    kind, span = _transition_of(annotation.attributes)
    if span is None:
        return Cut(frame, score=annotation.score, name=annotation.comment or "")
    return Cut(
        frame,
        kind,
        _frame_of(span[0], clock),
        _frame_of(span[1], clock),
        annotation.score,
        annotation.comment or "",
    )


def _transition_of(attributes: Mapping[str, JSON]) -> tuple[TransitionKind, tuple[int, int] | None]:
    told = attributes.get("transition")
    kind: TransitionKind = next((one for one in TRANSITIONS if one == told), "cut")
    begin, until = attributes.get("from_pts"), attributes.get("until_pts")
    if kind == "cut" or not isinstance(begin, int) or not isinstance(until, int):
        return "cut", None  # a kind without its span says nothing of frames
    return kind, (begin, until)


def _frame_of(tick: int, clock: FrameClock) -> int:
    frame = clock.first_frame_from(tick)
    if clock.tick(frame) != tick:
        raise CutOutsideMedia(
            f"tick {tick} is no frame of {clock.name!r}: its frames lie at ticks {clock.pts[0]} to "
            f"{clock.pts[-1]}, and it ends at {clock.end_pts}"
        )
    return frame


@dataclass(frozen=True, slots=True)
class Shot:
    """A shot between two cuts: frames ``[start, end)``, and the cut that begins it (none for the first)."""

    start: int
    end: int
    cut: Cut | None = field(default=None)


def shots_of(cuts: CutList, clock: FrameClock) -> list[Shot]:
    """The shots that the cuts make of the release, in order, without gaps."""
    opening: list[tuple[int, Cut | None]] = [(cut.frame, cut) for cut in cuts]
    if not opening or opening[0][0] != 0:
        opening.insert(0, (0, None))
    ends = [start for start, _ in opening[1:]] + [clock.count]
    return [Shot(start, end, cut) for (start, cut), end in zip(opening, ends, strict=True)]
