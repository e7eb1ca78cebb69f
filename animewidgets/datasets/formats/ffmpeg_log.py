r"""What FFmpeg and ffprobe print of scene changes.

Read are the lines of the filters ``showinfo`` (``pts_time:`` of every frame that ``select='gt(scene,…)'``
let through), ``metadata=print`` (``frame:… pts:… pts_time:…``, then ``lavfi.scene_score=…`` or
``lavfi.scd.score=…``) and ``scdet`` (``lavfi.scd.score: …, lavfi.scd.time: …``), with whatever else stands
in the log; and what ``ffprobe -show_entries frame=pts_time:frame_tags=lavfi.scene_score`` prints in its
default, compact, csv and json forms.

Sources: FFmpeg, ``libavfilter/vf_showinfo.c``, ``f_metadata.c``, ``vf_scdet.c``. Older versions print times
with six digits in all, so that after 1,000 s they are good to 10 ms and after 10,000 s to 100 ms;
``showinfo`` tells its time base, and then the ticks are taken instead. Times count from where the container
starts; those of the source ``movie=`` from the container's own zero. Whichever fits the frames better is
taken.

A log with a score for most frames is not a list of cuts: frames from FFmpeg's own threshold on are taken
(scene 0.4, scdet 10), where no neighbour tops them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from animewidgets.datasets.clock import FrameClock
from animewidgets.datasets.formats.base import (
    At,
    Mark,
    Reading,
    ReadOptions,
    TimeAt,
    above,
    decimal,
    real,
    squashed,
)
from animewidgets.datasets.text import Document, shown

#: FFmpeg's thresholds: the one in the manual's example of ``select``, and the default of ``scdet``.
_THRESHOLDS = {"scene": 0.4, "scd": 10.0}

_TIME_BASE = re.compile(r"config in time_base: (\d{1,12})/(\d{1,12})", re.ASCII)
_SHOWINFO = re.compile(r"\bn: *\d+ pts: *(-?\d{1,18}|NOPTS) pts_time: *(\S+)", re.ASCII)
_METADATA = re.compile(r"\bframe: *\d+ +pts: *(?:-?\d{1,18}|NOPTS) +pts_time: *(\S+)", re.ASCII)
_SCORE = re.compile(r"\blavfi\.(?:(scene)_score|(scd)\.score)=(\S+)")
_SCDET = re.compile(r"\blavfi\.scd\.score: *(\S+?), lavfi\.scd\.time: *(\S+)")
_CHANGE = re.compile(r"\blavfi\.scd\.time=(\S+)")
_PROBE_TIME = re.compile(r"(?:^|\|)(?:pts_time|best_effort_timestamp_time|pkt_pts_time)=([^|]*)", re.ASCII)
_PROBE_SCORE = re.compile(r"(?:^|\|)(?:TAG|tag):lavfi\.(?:(scene)_score|(scd)\.score)=([^|]*)")
_CSV = re.compile(r"frame,(-?\d{1,12}\.\d{1,12})(?:,([\d.]{1,20}))?", re.ASCII)

_HINTS = (_SHOWINFO, _METADATA, _SCORE, _SCDET, _CHANGE, _PROBE_SCORE, _CSV)


@dataclass(slots=True)
class _Frame:
    """One frame of a log. ``change``: the log itself says that it is a scene change."""

    line: int
    at: TimeAt
    measure: str = ""
    score: float | None = None
    change: bool = False


def sniff(document: Document) -> bool:
    """Whether a line of the first ones is of a kind that is read."""
    head = document.head(400)
    if head[:1] == ["{"] or (head and head[0].startswith('{"')):
        return '"frames"' in document.text[:2000] and "OTIO_SCHEMA" not in document.text[:2000]
    return any(hint.search(line) for line in head for hint in _HINTS) or head[:1] == ["[FRAME]"]


def read(document: Document, clock: FrameClock, options: ReadOptions) -> Reading:
    """The scene changes that the log tells of."""
    is_json = document.text.lstrip().startswith("{")
    frames = list(_of_json(document) if is_json else _of_lines(document))
    if not frames:
        raise document.wrong(
            "no line tells the time of a scene change: print them with showinfo, metadata=print or scdet, or "
            "with ffprobe -show_entries frame=pts_time:frame_tags=lavfi.scene_score"
        )
    notes = _count_from_zero(frames, clock)
    changes = [frame for frame in frames if frame.change]
    if changes:
        return Reading([_mark(frame, options.threshold) for frame in changes], warnings=notes)
    most = len(frames) > max(20, clock.count // 2)
    scored = [frame for frame in frames if frame.score is not None]
    if most and not scored:
        raise document.wrong(
            f"it shows {len(frames)} of {clock.count} frames, without scores: let FFmpeg select the scene "
            "changes first, as in -vf \"select='gt(scene,0.4)',showinfo\""
        )
    if not most and options.threshold is None:
        return Reading([_mark(frame, None) for frame in frames], warnings=notes)
    measure = scored[0].measure if scored else "scene"
    threshold = _THRESHOLDS[measure] if options.threshold is None else options.threshold
    rows: list[tuple[int, At, float]] = [(f.line, f.at, f.score) for f in scored if f.score is not None]
    marks = [Mark(line, at, score=score) for line, at, score in above(rows, threshold, peaks=most)]
    told = "have a peak of the score" if most else "have a score"
    notes.append(f"{len(marks)} of {len(rows)} frames {told} from {threshold:g} on")
    return Reading(marks, warnings=notes)


def _count_from_zero(frames: list[_Frame], clock: FrameClock) -> list[str]:
    """Let times count from the container's own zero, where that fits the frames better; gives a note then."""
    shift = clock.zero * clock.time_base
    if not shift:
        return []
    moved = [replace(frame.at, seconds=frame.at.seconds - shift) for frame in frames]
    if _misfit([frame.at for frame in frames], clock) <= _misfit(moved, clock):
        return []
    for frame, at in zip(frames, moved, strict=True):
        frame.at = at
    return [f"times count from the container's own zero, {float(shift):.3f} s before it starts"]


def _misfit(times: list[TimeAt], clock: FrameClock) -> Fraction:
    # Each time that is far off counts the same: one stray line must not decide.
    return sum((min(abs(clock.nearest(at.seconds)[1]), clock.frame_duration) for at in times), Fraction(0))


def _mark(frame: _Frame, threshold: float | None) -> Mark:
    score = None
    if frame.score is not None:
        score = squashed(frame.score, _THRESHOLDS[frame.measure] if threshold is None else threshold)
    return Mark(frame.line, frame.at, score=score)


def _of_lines(document: Document) -> Iterator[_Frame]:
    time_base: Fraction | None = None
    open_frame: _Frame | None = None
    seen_scdet: set[Fraction] = set()
    for line, text in document.lines():
        if (config := _TIME_BASE.search(text)) and int(config[1]) and int(config[2]):
            time_base = Fraction(int(config[1]), int(config[2]))
            continue
        if (info := _SHOWINFO.search(text)) is not None:
            at = _time(document, line, info[2])
            if time_base is not None and info[1] != "NOPTS":
                at = TimeAt(int(info[1]) * time_base)
            yield _Frame(line, at)
            continue
        if (found := _SCDET.search(text)) is not None:
            at = _time(document, line, found[2])
            if at.seconds not in seen_scdet:
                seen_scdet.add(at.seconds)
                yield _Frame(line, at, "scd", _number(document, line, found[1]), change=True)
            continue
        if (row := _CSV.fullmatch(text.strip())) is not None:
            score = None if row[2] is None else _number(document, line, row[2])
            yield _Frame(line, _time(document, line, row[1]), "scene", score)
            continue
        started = _METADATA.search(text) or _PROBE_TIME.search(text)
        if started is not None:
            at = _time(document, line, started[1])
            # ffprobe's default form names several times of one frame, each on its line.
            if open_frame is not None and open_frame.at != at:
                yield open_frame
                open_frame = None
            if open_frame is None:
                open_frame = _Frame(line, at)
        if text.strip() in ("[FRAME]", "[/FRAME]") and open_frame is not None:
            yield open_frame
            open_frame = None
        told = _SCORE.search(text) or _PROBE_SCORE.search(text)
        if told is not None and open_frame is not None:
            open_frame.measure = told[1] or told[2]
            open_frame.score = _number(document, line, told[3])
        if (change := _CHANGE.search(text)) is not None and open_frame is not None:
            if open_frame.at.seconds not in seen_scdet:
                seen_scdet.add(open_frame.at.seconds)
                open_frame.change = True
            _time(document, line, change[1])
    if open_frame is not None:
        yield open_frame


def _of_json(document: Document) -> Iterator[_Frame]:
    try:
        data = json.loads(document.text)
    except (ValueError, RecursionError) as error:
        raise document.wrong(f"it is no JSON: {error}") from error
    frames = data.get("frames") if isinstance(data, dict) else None
    if not isinstance(frames, list):
        raise document.wrong("the JSON holds no list 'frames': print it with ffprobe -show_frames -of json")
    for n, frame in enumerate(frames, 1):
        if not isinstance(frame, dict):
            raise document.wrong(f"frame {n} of the JSON is no object", value=str(frame))
        time = next((frame[key] for key in ("pts_time", "best_effort_timestamp_time") if key in frame), None)
        if not isinstance(time, str):
            raise document.wrong(f"frame {n} of the JSON has no pts_time", value=str(time))
        found = _Frame(n, _time(document, n, time))
        tags = frame.get("tags")
        if isinstance(tags, dict):
            for key, measure in (("lavfi.scene_score", "scene"), ("lavfi.scd.score", "scd")):
                if isinstance(tags.get(key), str):
                    found.measure, found.score = measure, _number(document, n, tags[key])
            found.change = "lavfi.scd.time" in tags
        yield found


def _time(document: Document, line: int, text: str) -> TimeAt:
    """A time as FFmpeg prints it; also with an exponent, as %g does for very small and large ones."""
    number = decimal(text)
    if number is not None:
        seconds, unit = number
        return TimeAt(seconds, _unit(text, unit))
    value = real(text)
    if value is None or abs(value) > 1e9:
        raise document.wrong(f"{shown(text)!r} is no time in seconds", line=line, value=text)
    return TimeAt(Fraction(value).limit_denominator(10**9))


def _unit(text: str, unit: Fraction) -> Fraction:
    # %g drops zeros at the end: "10123" may be 10123.0 or 10122.96. Six digits are what it has.
    digits = len(text.lstrip("-").partition(".")[0])
    return min(unit, Fraction(10) ** (digits - 6)) if digits < 6 else unit


def _number(document: Document, line: int, text: str) -> float:
    value = real(text)
    if value is None:
        raise document.wrong(f"{shown(text)!r} is no score", line=line, value=text)
    return value
