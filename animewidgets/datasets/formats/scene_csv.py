"""CSV lists of scenes as PySceneDetect writes them, and our own, which are the same with more columns.

Source: PySceneDetect, ``scenedetect/output`` (``write_scene_list``). One row per scene; ``Start Frame``
counts from 1; a row with the timecodes of all cuts may stand before the header. From version 0.7 on,
PySceneDetect takes times from the container and makes its frame numbers of them with the average rate: on a
variable frame rate they are no ranks of frames, and the times are what counts, from the first frame on.

What we write has the same ten columns, where the frame is the exact one, and after them the tick, the
transition with its span, the score and the name. Nothing is lost.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from fractions import Fraction

from animewidgets.datasets.clock import FrameClock
from animewidgets.datasets.cutlist import TRANSITIONS, CutList, TransitionKind, shots_of
from animewidgets.datasets.formats.base import (
    At,
    FrameAt,
    Mark,
    Reading,
    ReadOptions,
    TimeAt,
    WriteOptions,
    clock_text,
    decimal,
    real,
    whole,
)
from animewidgets.datasets.text import Document, shown
from animewidgets.errors import WrongRelease

_COLUMNS = (
    "Scene Number",
    "Start Frame",
    "Start Timecode",
    "Start Time (seconds)",
    "End Frame",
    "End Timecode",
    "End Time (seconds)",
    "Length (frames)",
    "Length (timecode)",
    "Length (seconds)",
)
_OURS = ("Start Tick", "Transition", "From Frame", "Until Frame", "Score", "Name")

_DELIMITERS = ",;\t|"
_LIMIT = 1 << 17  # csv's own limit for a field; ours is said so that nobody's setting changes it


def sniff(document: Document) -> bool:
    """Whether one of the first two rows is the header."""
    return any(line.startswith(_COLUMNS[0]) for line in document.head(2))


def read(document: Document, clock: FrameClock, _options: ReadOptions) -> Reading:
    """The starts of all scenes but the first row that starts the film."""
    reading = Reading()
    rows = list(rows_of(document, _COLUMNS[0], needed=(_COLUMNS[1],)))
    starts = [_start(document, line, row) for line, row in rows]
    by_time = not clock.constant and not _frames_are_counted(starts) and not _is_ours(rows)
    if by_time:
        reading.warnings.append(
            "frame numbers were made from times at an average rate; on this variable frame rate the times "
            "are taken, which are written to a millisecond"
        )
    for (line, row), (number, time) in zip(rows, starts, strict=True):
        at: At = FrameAt(number)
        if by_time:
            assert time is not None, "frames are counted where there is no time"
            at = TimeAt(*time, from_first=True)
        _check_tick(document, line, row, number, clock)
        kind, begin, until = _transition(document, line, row)
        score = row.get("Score", "").strip()
        reading.marks.append(
            Mark(line, at, kind, begin, until, real(score) if score else None, row.get("Name", ""))
        )
    return reading


def write(cuts: CutList, clock: FrameClock, _options: WriteOptions) -> str:
    """One row per shot; timecodes and seconds count from the first frame."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow((*_COLUMNS, *_OURS))
    for n, shot in enumerate(shots_of(cuts, clock), 1):
        begin, end = (clock.seconds(frame) - clock.seconds(0) for frame in (shot.start, shot.end))
        row: list[object] = [
            *(n, shot.start + 1, clock_text(begin), _seconds(begin)),
            *(shot.end, clock_text(end), _seconds(end)),
            *(shot.end - shot.start, clock_text(end - begin), _seconds(end - begin)),
            clock.tick(shot.start),
        ]
        cut = shot.cut
        if cut is None:
            row += ["", "", "", "", ""]
        else:
            gradual = cut.kind != "cut"
            row += [
                cut.kind,
                cut.from_frame if gradual else "",
                cut.until_frame if gradual else "",
                "" if cut.score is None else repr(cut.score),
                cut.name,
            ]
        table.writerow(row)
    return out.getvalue()


def rows_of(
    document: Document, first: str, needed: tuple[str, ...] = ()
) -> Iterator[tuple[int, Mapping[str, str]]]:
    """The rows below the header that begins with ``first``, by column, with their line numbers.

    Raises :class:`FormatError` where there is no such header, a needed column is missing, or a row is broken.
    """
    header: list[str] | None = None
    delimiter = ","
    for line, text in document.lines():
        if not text.strip():
            continue
        if header is None:
            if text.lstrip().startswith(first):
                delimiter = max(_DELIMITERS, key=text.count)
                header = [name.strip() for name in _cells(document, line, text, delimiter)]
                missing = [name for name in needed if name not in header]
                if missing:
                    raise document.wrong(f"the header has no column {missing[0]!r}", line=line, value=text)
            continue
        cells = _cells(document, line, text, delimiter)
        yield line, dict(zip(header, cells, strict=False))
    if header is None:
        raise document.wrong(f"there is no header that begins with {first!r}")


def _cells(document: Document, line: int, text: str, delimiter: str) -> list[str]:
    if len(text) > _LIMIT:
        raise document.wrong(f"a line of {len(text)} characters is no row", line=line, value=text)
    try:
        return next(csv.reader([text], delimiter=delimiter, strict=True), [])
    except csv.Error as error:
        raise document.wrong(f"the row is broken: {error}", line=line, value=text) from error


def _start(
    document: Document, line: int, row: Mapping[str, str]
) -> tuple[int, tuple[Fraction, Fraction] | None]:
    text = row.get(_COLUMNS[1], "")
    number = whole(text)
    if not number:
        raise document.wrong(
            f"{shown(text)!r} is no start frame: PySceneDetect counts them from 1", line=line, value=text
        )
    return number - 1, decimal(row.get(_COLUMNS[3], ""))


def _frames_are_counted(starts: list[tuple[int, tuple[Fraction, Fraction] | None]]) -> bool:
    """Whether frame numbers and times are the same thing at one constant rate: older versions counted."""
    timed = [(number, time[0]) for number, time in starts if time is not None]
    if len(timed) < len(starts) or not timed:
        return True
    number, seconds = timed[-1]
    if not number or not seconds:
        return True
    per_frame = seconds / number
    return all(abs(n * per_frame - s) <= Fraction(2, 1000) for n, s in timed)


def _is_ours(rows: list[tuple[int, Mapping[str, str]]]) -> bool:
    return bool(rows) and _OURS[0] in rows[0][1]


def _check_tick(
    document: Document, line: int, row: Mapping[str, str], number: int, clock: FrameClock
) -> None:
    text = row.get(_OURS[0], "").strip()
    if not text or number >= clock.count:
        return
    if text != str(clock.tick(number)):
        raise WrongRelease(
            f"{document.place(line)}: frame {number} lies at tick {shown(text)}, but in {clock.name!r} at "
            f"tick {clock.tick(number)}: the list was made from another release; map it over with a time map",
            document.where(line, text),
        )


def _transition(
    document: Document, line: int, row: Mapping[str, str]
) -> tuple[TransitionKind, At | None, At | None]:
    text = row.get("Transition", "").strip()
    kind = next((one for one in TRANSITIONS if one == (text or "cut")), None)
    if kind is None:
        raise document.wrong(
            f"{shown(text)!r} is no transition: {', '.join(TRANSITIONS)}", line=line, value=text
        )
    if kind == "cut":
        return kind, None, None
    span = [whole(row.get(name, "")) for name in ("From Frame", "Until Frame")]
    begin, until = span
    if begin is None or until is None:
        raise document.wrong(f"a {kind} needs From Frame and Until Frame", line=line, value=text)
    return kind, FrameAt(begin), FrameAt(until)


def _seconds(seconds: Fraction) -> str:
    units = int(seconds * 1000 + Fraction(1, 2))
    return f"{units // 1000}.{units % 1000:03d}"
