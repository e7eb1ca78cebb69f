"""The exact truth about a drawn episode: cuts, shots, holds, boxes, points, sound and subtitles.

Ordinals count the drawn frames from 0; spans are half-open. Times are ticks of :data:`TRUTH_TIME_BASE`,
in which the frames of film and of broadcast are both whole numbers.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Literal

import cv2
import numpy as np
import numpy.typing as npt

from animewidgets.demo.canvas import Image
from animewidgets.demo.characters import POINT_NAMES
from animewidgets.demo.film import Film
from animewidgets.demo.palette import CAST
from animewidgets.demo.shots import FlashKind
from animewidgets.demo.storyboard import Section, Storyboard

TRUTH_TIME_BASE = Fraction(1, 120_000)
#: Ticks of one frame at 24000/1001 and at 30000/1001.
FILM_TICKS, VIDEO_TICKS = 5005, 4004

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
CutKind = Literal["cut", "dissolve", "fade"]


@dataclass(frozen=True, slots=True)
class Cut:
    """A change of shot.

    ``ordinal`` is the first frame of the new shot: after a dissolve the first on which it alone is seen,
    after a fade the first on which anything of it is seen. ``first_mixed`` and ``last_mixed`` are the
    first and
    last frame that a transition touches; ``None`` for a hard cut.
    """

    ordinal: int
    kind: CutKind
    first_mixed: int | None = None
    last_mixed: int | None = None


@dataclass(frozen=True, slots=True)
class NotACut:
    """Frames ``[start, end)`` that look like one and are none: a white flash, or an impact frame."""

    kind: FlashKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ShotTruth:
    """A shot ``[start, end)``; ``category`` is an id of the shot-scale schema; ``cast``: who is in it."""

    name: str
    section: str
    start: int
    end: int
    camera: str
    category: str
    cast: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AudioEvent:
    """Something heard, in ticks ``[start, end)``; ``name`` is the speaker, the music or the effect."""

    kind: Literal["dialogue", "music", "effect"]
    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class SubtitleLine:
    """One line of dialogue, in ticks ``[start, end)``."""

    start: int
    end: int
    speaker: str
    text: str


@dataclass(frozen=True, slots=True)
class HeldRuns:
    """Held drawings, in columns: frames ``[start, end)`` show one drawing of shot ``shot``.

    ``still`` says that the camera stands too: then all pictures of the run are the same, byte for byte.
    """

    shot: Ints
    start: Ints
    end: Ints
    still: Bools


@dataclass(frozen=True, slots=True)
class Boxes:
    """The visible extent of each figure, in columns, one row per frame and figure.

    Pixels, corners at integers, half-open: ``x0 <= x < x1``. ``figure`` is an index into the cast.
    """

    ordinal: Ints
    figure: Ints
    x0: Ints
    y0: Ints
    x1: Ints
    y1: Ints


@dataclass(frozen=True, slots=True)
class Landmarks:
    """Points of each figure, in columns; ``name`` is an index into ``POINT_NAMES``; x and y in pixels.

    ``visible``: inside the picture and not hidden by anybody or anything else.
    """

    ordinal: Ints
    figure: Ints
    name: Ints
    x: Floats
    y: Floats
    visible: Bools


@dataclass(frozen=True)
class EpisodeTruth:
    """Everything that is known about the episode, because it was drawn from it."""

    time_base: Fraction
    frame_times: Ints
    width: int
    height: int
    cast: tuple[str, ...]
    sections: tuple[Section, ...]
    cuts: tuple[Cut, ...]
    not_cuts: tuple[NotACut, ...]
    shots: tuple[ShotTruth, ...]
    held: HeldRuns
    boxes: Boxes
    landmarks: Landmarks
    audio_events: tuple[AudioEvent, ...]
    subtitles: tuple[SubtitleLine, ...]

    @property
    def frame_count(self) -> int:
        """How many frames the episode has; ``frame_times`` holds one more, the end."""
        return len(self.frame_times) - 1

    def to_json(self) -> str:
        """The truth as a JSON document; columns become lists."""
        document = {
            "format": "animewidgets-demo-truth",
            "version": 1,
            "point_names": POINT_NAMES,
            **asdict(self),
        }
        document["time_base"] = [self.time_base.numerator, self.time_base.denominator]
        return json.dumps(document, default=_plain, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> EpisodeTruth:
        """Read what :meth:`to_json` wrote. Raises ``ValueError`` for anything else."""
        data = json.loads(text)
        if not isinstance(data, dict) or data.get("format") != "animewidgets-demo-truth":
            raise ValueError("not the truth of a demo episode")
        held, boxes, marks = data["held"], data["boxes"], data["landmarks"]
        return cls(
            Fraction(*data["time_base"]),
            _ints(data["frame_times"]),
            data["width"],
            data["height"],
            tuple(data["cast"]),
            tuple(Section(**s) for s in data["sections"]),
            tuple(Cut(**c) for c in data["cuts"]),
            tuple(NotACut(**c) for c in data["not_cuts"]),
            tuple(ShotTruth(**{**s, "cast": tuple(s["cast"])}) for s in data["shots"]),
            HeldRuns(_ints(held["shot"]), _ints(held["start"]), _ints(held["end"]), np.array(held["still"], bool)),
            Boxes(**{name: _ints(column) for name, column in boxes.items()}),
            Landmarks(
                _ints(marks["ordinal"]), _ints(marks["figure"]), _ints(marks["name"]),
                np.array(marks["x"]), np.array(marks["y"]), np.array(marks["visible"], bool),
            ),
            tuple(AudioEvent(**e) for e in data["audio_events"]),
            tuple(SubtitleLine(**s) for s in data["subtitles"]),
        )  # fmt: skip


def _ints(values: Sequence[int]) -> Ints:
    return np.array(values, np.int64)


def _plain(value: object) -> object:
    if isinstance(value, np.ndarray):
        rounded = np.round(value, 2) if value.dtype.kind == "f" else value
        return rounded.tolist()
    raise TypeError(f"no JSON form for {type(value).__name__}")


def frame_times(board: Storyboard, *, vfr: bool) -> Ints:
    """The tick on which each frame begins, and the end of the last: int64 (frames + 1).

    With ``vfr`` the ending runs at 30000/1001, as rolling credits on real discs often do.
    """
    count = sum(shot.frames for shot in board.shots)
    lengths = np.full(count, FILM_TICKS, np.int64)
    if vfr:
        for section in board.sections:
            if section.role == "ending":
                lengths[section.start : section.end] = VIDEO_TICKS
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])


def tell_truth(board: Storyboard, film: Film, times: Ints, log: FigureLog | None = None) -> EpisodeTruth:
    """Work out the truth about a storyboard, as it looks when drawn by ``film``.

    ``log`` holds the figures of every frame, where they were noted while drawing; else they are drawn here.
    """
    if log is None:
        log = FigureLog(film)
        for ordinal in range(film.frame_count):
            log.note(ordinal)
    boxes, marks = log.columns()
    return EpisodeTruth(
        TRUTH_TIME_BASE,
        times,
        film.width,
        film.height,
        tuple(look.name for look in CAST),
        board.sections,
        _cuts(board, film),
        tuple(
            NotACut(flash.kind, start + flash.start, start + flash.end)
            for shot, start in zip(board.shots, film.starts, strict=True)
            for flash in shot.flashes
        ),
        tuple(
            ShotTruth(shot.name, shot.section, start, start + shot.frames, shot.camera_move, shot.category,
                      tuple(CAST[who].name for who in shot.cast))
            for shot, start in zip(board.shots, film.starts, strict=True)
        ),
        held_runs(film),
        boxes,
        marks,
        _audio_events(board, film, times),
        tuple(
            SubtitleLine(int(times[start + line.start]), int(times[start + line.end]), CAST[line.speaker].name, line.text)
            for shot, start in zip(board.shots, film.starts, strict=True)
            for line in shot.speech
        ),
    )  # fmt: skip


def _cuts(board: Storyboard, film: Film) -> tuple[Cut, ...]:
    out = []
    for shot, start in zip(board.shots, film.starts, strict=True):
        join = shot.join
        if join.kind == "cut":
            out.append(Cut(start, "cut"))
        elif join.kind == "dissolve":
            out.append(Cut(start, "dissolve", start - join.before, start - 1))
        elif join.kind == "fade":
            out.append(Cut(start, "fade", start - join.before, start + join.after - 1))
    return tuple(out)


def held_runs(film: Film) -> HeldRuns:
    """Runs of frames that show one drawing."""
    keys = [film.drawing_key(n) for n in range(film.frame_count)]
    starts = [n for n in range(len(keys)) if n == 0 or keys[n] != keys[n - 1]]
    ends = [*starts[1:], len(keys)]
    shot = [film.locate(n)[0] for n in starts]
    still = [len({film.picture_key(n) for n in range(a, b)}) == 1 for a, b in zip(starts, ends, strict=True)]
    return HeldRuns(np.array(shot), np.array(starts), np.array(ends), np.array(still))


class FigureLog:
    """Collects boxes and points frame by frame, while the film is drawn anyway."""

    def __init__(self, film: Film) -> None:
        self._film = film
        self._boxes: list[tuple[int, ...]] = []
        self._marks: list[tuple[float, ...]] = []
        self._key: object = None
        self._seen: list[tuple[int, tuple[int, int, int, int] | None, list[tuple[float, float, bool]]]] = []

    def note(self, ordinal: int) -> None:
        """Take down who is seen on a frame; cheapest right after the frame was drawn."""
        film = self._film
        if not film.shots[film.locate(ordinal)[0]].cast:
            return
        key = film.picture_key(ordinal)
        if key != self._key:
            self._key = key
            ids, figures = film.figures(ordinal)
            self._seen = [(who, extent(ids, who), _landmarks(ids, who, where)) for who, where in figures]
        for who, box, where in self._seen:
            if box is not None:
                self._boxes.append((ordinal, who, *box))
            self._marks.extend((ordinal, who, name, *point) for name, point in enumerate(where))

    def columns(self) -> tuple[Boxes, Landmarks]:
        """What was taken down."""
        b = np.array(self._boxes, np.int64).reshape(-1, 6).T
        m = np.array(self._marks, np.float64).reshape(-1, 6).T
        ordinal, figure, name = m[:3].astype(np.int64)
        return Boxes(*b), Landmarks(ordinal, figure, name, np.round(m[3], 2), np.round(m[4], 2), m[5] > 0)


def extent(ids: Image, who: int) -> tuple[int, int, int, int] | None:
    """The box (x0, y0, x1, y1) around what is seen of a figure; ``None`` where nothing is."""
    x, y, width, height = cv2.boundingRect(np.asarray(ids == who + 1, np.uint8))
    return (x, y, x + width, y + height) if width else None


def _landmarks(ids: Image, who: int, where: Floats) -> list[tuple[float, float, bool]]:
    height, width = ids.shape
    out = []
    for x, y in where.tolist():
        inside = 0 <= x < width and 0 <= y < height
        out.append((x, y, bool(inside and ids[int(y), int(x)] == who + 1)))
    return out


def _audio_events(board: Storyboard, film: Film, times: Ints) -> tuple[AudioEvent, ...]:
    out = [
        AudioEvent("music", int(times[s.start]), int(times[s.end]), s.name)
        for s in board.sections
        if s.role in ("opening", "ending", "eyecatch")
    ]
    for shot, start in zip(board.shots, film.starts, strict=True):
        out.extend(
            AudioEvent(
                "dialogue",
                int(times[start + line.start]),
                int(times[start + line.end]),
                CAST[line.speaker].name,
            )
            for line in shot.speech
        )
        out.extend(
            AudioEvent("effect", int(times[start + c.start]), int(times[start + c.end]), c.kind)
            for c in shot.sounds
        )
    return tuple(sorted(out, key=lambda e: (e.start, e.kind, e.end)))
