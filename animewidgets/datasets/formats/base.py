"""What all formats share: what a file says (marks), and how that becomes cuts on exact frames."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from animewidgets.datasets.clock import FrameClock
from animewidgets.datasets.cutlist import Cut, CutList, TransitionKind
from animewidgets.datasets.text import Document
from animewidgets.errors import WrongRelease

#: More marks than that are no cut list: refused before memory is.
MAX_MARKS = 1_000_000

#: Warnings of one kind that are told one by one; the rest are counted.
_MOST_TOLD = 5


@dataclass(frozen=True, slots=True)
class FrameAt:
    """A place that a file gives as the rank of a frame, from 0."""

    number: int


@dataclass(frozen=True, slots=True)
class TimeAt:
    """A place that a file gives as seconds.

    ``unit`` is how finely the file writes them (0.001 for milliseconds). ``from_first``: they count from the
    first frame, and not from the container's 0:00:00.
    """

    seconds: Fraction
    unit: Fraction = Fraction(0)
    from_first: bool = False


At = FrameAt | TimeAt


@dataclass(frozen=True, slots=True)
class Mark:
    """One cut as a file says it; ``line`` is where, from 1."""

    line: int
    at: At
    kind: TransitionKind = "cut"
    begin: At | None = None
    until: At | None = None
    score: float | None = None
    name: str = ""


@dataclass(slots=True)
class Reading:
    """What a file says. ``frames``: how many frames its film has, where it tells."""

    marks: list[Mark] = field(default_factory=list)
    frames: int | None = None
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How a file is to be read.

    ``threshold``: from which score on a frame of a file with a score for every frame is a mark; ``None`` is
    the format's own. ``start``: the timecode of frame 0 as the file writes it; ``None`` finds it.
    """

    threshold: float | None = None
    start: str | None = None


@dataclass(frozen=True, slots=True)
class WriteOptions:
    """How a file is to be written. ``title``: of the whole; ``drop``: drop-frame timecode."""

    title: str = ""
    drop: bool = False


Sniffer = Callable[[Document], bool]
Reader = Callable[[Document, FrameClock, ReadOptions], Reading]
Writer = Callable[[CutList, FrameClock, WriteOptions], str]


@dataclass(frozen=True, slots=True)
class Format:
    """One format: its name, what people call it, usual endings, and what it can do."""

    name: str
    title: str
    suffixes: tuple[str, ...]
    sniff: Sniffer | None = None
    read: Reader | None = None
    write: Writer | None = None


# --- numbers and times in text -----------------------------------------------------------------------

_NUMBER = re.compile(r"[+-]?\d{1,18}(?:\.\d{0,18})?|[+-]?\.\d{1,18}", re.ASCII)
_REAL = re.compile(r"[+-]?(?:\d{1,40}(?:\.\d{0,40})?|\.\d{1,40})(?:[eE][+-]?\d{1,3})?", re.ASCII)


def whole(text: str) -> int | None:
    """A frame number, or ``None`` where the text is none."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None


def decimal(text: str) -> tuple[Fraction, Fraction] | None:
    """A plain decimal number and the worth of its last digit; ``None`` where the text is none."""
    text = text.strip()
    if not _NUMBER.fullmatch(text):
        return None
    digits = len(text.partition(".")[2])
    return Fraction(text), Fraction(1, 10**digits)


def real(text: str) -> float | None:
    """A finite number in any decimal notation, or ``None``."""
    text = text.strip()
    if not _REAL.fullmatch(text):
        return None
    number = float(text)
    return number if abs(number) < float("inf") else None


_CLOCK = re.compile(r"(-?)(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,12}))?", re.ASCII)


def clock_time(text: str) -> tuple[Fraction, Fraction] | None:
    """``h:mm:ss.ms`` or ``mm:ss.ms`` as seconds and the worth of the last digit; ``None`` if it is none."""
    found = _CLOCK.fullmatch(text.strip())
    if found is None:
        return None
    sign, hours, minutes, seconds, fraction = found.groups()
    if int(seconds) > 59 or (hours is not None and int(minutes) > 59):
        return None
    worth = Fraction(1, 10 ** len(fraction or ""))
    time = int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) + int(fraction or 0) * worth
    return (-time if sign else time), worth


def clock_text(seconds: Fraction, digits: int = 3, mark: str = ".") -> str:
    """Seconds as ``hh:mm:ss.mmm``, rounded half up."""
    units = int(seconds * 10**digits + Fraction(1, 2))
    s, rest = divmod(units, 10**digits)
    return f"{s // 3600:02d}:{s // 60 % 60:02d}:{s % 60:02d}{mark}{rest:0{digits}d}"


# --- from marks to cuts ------------------------------------------------------------------------------


@dataclass(slots=True)
class _Notes:
    """Warnings, gathered by what they say."""

    document: Document
    told: dict[str, list[str]] = field(default_factory=dict)
    count: dict[str, int] = field(default_factory=dict)

    def add(self, what: str, line: int, detail: str) -> None:
        self.count[what] = self.count.get(what, 0) + 1
        told = self.told.setdefault(what, [])
        if len(told) < _MOST_TOLD:
            told.append(f"line {line} ({detail})")

    def texts(self) -> list[str]:
        texts = []
        for what, told in self.told.items():
            more = self.count[what] - len(told)
            rest = f" and {more} more" if more else ""
            texts.append(f"{what}: {', '.join(told)}{rest}")
        return texts


def place(
    reading: Reading, clock: FrameClock, document: Document, *, source: str, lenient: bool = False
) -> CutList:
    """Put what a file says onto the frames of a release.

    A time means the frame that appears nearest to it. Where it lies further than half a frame (at the
    nominal rate) from any, a warning says so. Duplicates become one, and order does not matter.

    Args:
        reading: what the file says.
        clock: of the release.
        document: the file, for messages.
        source: name of the format.
        lenient: leave out what lies outside the release, with a warning, instead of refusing the file.

    Raises:
        WrongRelease: a frame or time lies outside the release, or the file's film has more frames.
        FormatError: a time is negative, or a transition ends before it starts.
    """
    if len(reading.marks) > MAX_MARKS:
        raise document.wrong(
            f"{len(reading.marks)} marks, but at most {MAX_MARKS} are taken: this is no list of cuts"
        )
    if reading.frames is not None and reading.frames > clock.count and not lenient:
        raise WrongRelease(
            f"{document.name!r} was made from {reading.frames} frames, but {clock.name!r} has {clock.count} "
            f"({reading.frames - clock.count} fewer): take the file of this release, or read it leniently",
            {**document.where(None), "frames": reading.frames, "release_frames": clock.count},
        )
    notes = _Notes(document)
    cuts: list[Cut] = []
    previous, unordered, seen, doubled = -1, 0, set[int](), 0
    for mark in reading.marks:
        cut = _placed(mark, clock, document, notes, lenient=lenient)
        if cut is None:
            continue
        unordered += cut.frame < previous
        previous = max(previous, cut.frame)
        doubled += cut.frame in seen
        seen.add(cut.frame)
        cuts.append(cut)
    warnings = [*reading.warnings, *notes.texts()]
    if reading.frames is not None and reading.frames != clock.count:
        warnings.append(
            f"{document.name!r} was made from {reading.frames} frames, but {clock.name!r} has {clock.count}"
        )
    if doubled:
        warnings.append(f"{doubled} marks fell onto a frame that had one already; one is kept on each")
    if unordered:
        warnings.append(f"{unordered} marks were not in the order of time; they are sorted")
    return CutList.of(cuts, clock, warnings=warnings, source=source)


def _placed(mark: Mark, clock: FrameClock, document: Document, notes: _Notes, *, lenient: bool) -> Cut | None:
    frame = _frame(mark.at, mark.line, clock, document, notes, end=mark.kind != "cut", lenient=lenient)
    if frame is None:
        return None
    if mark.kind == "cut":
        return Cut(frame, score=mark.score, name=mark.name)
    ends = []
    for at in (mark.begin, mark.until):
        assert at is not None, "a gradual mark has a span"
        ends.append(_frame(at, mark.line, clock, document, notes, end=True, lenient=lenient))
    begin, until = ends
    if begin is None or until is None:
        return None
    if begin >= until:
        if _span_is_wrong(mark):
            raise document.wrong(
                f"the {mark.kind} ends on frame {until}, which is not after its start on frame {begin}",
                line=mark.line,
                value=until,
            )
        return Cut(min(frame, clock.count - 1), score=mark.score, name=mark.name)
    if frame >= clock.count:  # a transition into the end of the film
        frame = begin
    return Cut(min(max(frame, begin), until), mark.kind, begin, until, mark.score, mark.name)


def _span_is_wrong(mark: Mark) -> bool:
    """Whether the file itself lets the transition end before it starts, and not only rounding to frames."""
    begin, until = mark.begin, mark.until
    if isinstance(begin, FrameAt) and isinstance(until, FrameAt):
        return begin.number >= until.number
    if isinstance(begin, TimeAt) and isinstance(until, TimeAt):
        return begin.seconds >= until.seconds
    return True


def _frame(
    at: At,
    line: int,
    clock: FrameClock,
    document: Document,
    notes: _Notes,
    *,
    end: bool,
    lenient: bool,
) -> int | None:
    """The frame of a place, ``count`` only where ``end`` allows it; ``None`` where it is left out."""
    if isinstance(at, FrameAt):
        if 0 <= at.number <= (clock.count if end else clock.count - 1):
            return at.number
        told = f"frame {at.number}"
    else:
        told = f"{float(at.seconds):.3f} s"
        frame, off = _nearest(at, clock, end=end)
        if frame is not None:
            _note_doubts(at, frame, off, line, told, clock, notes)
            return frame
        if at.seconds < 0 and not lenient:
            raise document.wrong(
                f"the time {told} is negative: times count from 0", line=line, value=float(at.seconds)
            )
    if lenient:
        notes.add(f"left out, because {clock.name!r} has no such frame", line, told)
        return None
    raise WrongRelease(
        f"{document.place(line)}: {told} lies outside {clock.name!r}, which has frames 0 to "
        f"{clock.count - 1} and lasts {float(clock.seconds(clock.count)):.3f} s: take the file of this "
        "release, or read it leniently to leave out what does not fit",
        {**document.where(line, told), "release_frames": clock.count},
    )


def _nearest(at: TimeAt, clock: FrameClock, *, end: bool) -> tuple[int | None, Fraction]:
    """The nearest frame and how much later the time is; ``None`` where the time is outside the release."""
    frame, off = clock.nearest(at.seconds, from_first=at.from_first)
    half = clock.frame_duration / 2
    if (frame == 0 and off < -half) or (frame == clock.count and off > half):
        return None, off
    if frame == clock.count and not end:
        # Nearer to the end of the last frame than to its beginning is still that frame.
        if off >= 0:
            return None, off
        return frame - 1, off + clock.seconds(frame) - clock.seconds(frame - 1)
    return frame, off


def _note_doubts(
    at: TimeAt, frame: int, off: Fraction, line: int, told: str, clock: FrameClock, notes: _Notes
) -> None:
    if at.unit > clock.frame_duration:
        notes.add(
            f"times are written to {float(at.unit):g} s, which is longer than a frame: the nearest frame may "
            "not be the right one",
            line,
            told,
        )
    elif abs(off) > clock.frame_duration / 2:
        notes.add(
            "times lie further than half a frame from any frame; the nearest is taken",
            line,
            f"{told}: {float(abs(off) * 1000):.0f} ms from frame {frame}",
        )


def above(
    scored: Sequence[tuple[int, At, float]], threshold: float, *, peaks: bool
) -> Iterable[tuple[int, At, float]]:
    """Of a score for every frame (line, place, score) those from ``threshold`` on.

    With ``peaks`` only those that are not topped by a neighbour: a pan stays above for many frames. The
    score becomes ``s / (s + threshold)``, which is ½ at the threshold and stays below 1.
    """
    for n, (line, at, score) in enumerate(scored):
        if score < threshold:
            continue
        if peaks:
            before = scored[n - 1][2] if n else float("-inf")
            after = scored[n + 1][2] if n + 1 < len(scored) else float("-inf")
            if before >= score or after > score:
                continue
        yield line, at, squashed(score, threshold)


def squashed(score: float, threshold: float) -> float:
    """A score from 0 on as one from 0 to 1 that is ½ at the threshold."""
    if score <= 0 or threshold <= 0:
        return 0.0 if score <= 0 else 1.0
    return score / (score + threshold)
