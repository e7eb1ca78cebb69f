"""CMX 3600 edit decision lists.

Sources: the CMX 3600 listing as editors' manuals print it (event, reel, channels, type, duration of the
effect, source in and out, record in and out), and SMPTE ST 12-1 for timecode. A dissolve (``D``) or wipe
(``Wnnn``) is an event of two lines: the outgoing shot with no length, and the incoming one, whose effect
begins at its record-in and lasts as many frames as are given. ``BL`` is black: a dissolve from it is a fade
in, one to it a fade out. Out points are exclusive. A ``;`` or ``,`` before the frame says drop frame, and
where a list has ``:`` only, the line ``FCM`` above its events does.

Record timecode counts frames at a constant rate. What we write has as record frames the ordinals of the
frames, at the nominal rate, from 00:00:00:00 on: exact on every release, and no time on a variable frame
rate, which a comment in the file says. A list that is read is taken the same way; its frame 0 is the whole
hour at or before the first record-in, or ``start``.

Lost are scores. A transition whose cut does not stand on its end, or that overlaps the one before, is exact
in a comment that we read back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from animewidgets.datasets.clock import FrameClock
from animewidgets.datasets.cutlist import TRANSITIONS, Cut, CutList, TransitionKind, shots_of
from animewidgets.datasets.formats.base import FrameAt, Mark, Reading, ReadOptions, WriteOptions
from animewidgets.datasets.text import Document, shown
from animewidgets.datasets.timecode import from_timecode, has_drop_frame, nominal_base, to_timecode

_TIMECODE = re.compile(r"(\d{1,2}):(\d{1,2}):(\d{1,2})([:;.,])(\d{1,2})", re.ASCII)
_NUMBER = re.compile(r"[0-9]{1,6}[A-Za-z]?")
_FIRST_EVENT = re.compile(
    r"\d{1,6}[A-Za-z]?\s+\S+\s+\S+\s+(?:C|D|W\d{1,3}|K[BO]?)\s.*\d{1,2}:\d{1,2}:\d{1,2}[:;.,]\d{1,2}"
)
_EXACT = re.compile(r"\*\s*ANIMEWIDGETS CUT (\d{1,12}) (\S+) FROM (\d{1,12}) UNTIL (\d{1,12})", re.ASCII)
_NAME = re.compile(r"\*\s*COMMENT:\s*(.*)")

_BLACK = "BL"

_LONGEST = 1000  # characters of an event


@dataclass(frozen=True, slots=True)
class _Tape:
    """How the timecode of a list counts frames.

    ``base``: numbers per second. ``colon_drops``: drop frame although it is written with ``:`` only.
    ``hour``: frames of an hour. ``doubt``: what does not fit the release's ``rate``, in words.
    """

    base: int
    rate: Fraction
    colon_drops: bool
    hour: int
    doubt: str


@dataclass(slots=True)
class _Event:
    """One line of an event, and what comments say of it."""

    line: int
    number: str
    reel: str
    kind: str
    duration: int
    record_in: int
    record_out: int
    name: str = ""
    exact: tuple[int, TransitionKind, int, int] | None = None


def sniff(document: Document) -> bool:
    """Whether it has a title and an event, or an event at once."""
    head = document.head()
    return any(_FIRST_EVENT.match(line) for line in head)


def read(document: Document, clock: FrameClock, options: ReadOptions) -> Reading:
    """The beginnings of all video events, and their transitions."""
    tape = _tape_of(document, clock)
    reading = Reading(warnings=[tape.doubt] if tape.doubt else [])
    events = list(_events(document, tape))
    if not events:
        raise document.wrong("there is no event on a video channel", value=document.name)
    if options.start is not None:
        found = _TIMECODE.fullmatch(options.start.strip())
        if found is None:
            raise document.wrong(f"start {shown(options.start)!r} is no timecode: hh:mm:ss:ff")
        start = _frames(document, None, found, tape)
    else:
        first = min(event.record_in for event in events)
        start = first // tape.hour * tape.hour
    if not clock.constant and "ANIMEWIDGETS" not in document.text[:2000]:
        reading.warnings.append(
            "record timecode counts frames at a constant rate; on this variable frame rate its frames are "
            "taken for the ordinals of the release"
        )
    before: _Event | None = None
    for event in events:
        reading.marks.extend(_marks(event, before, start, document))
        before = event
    return reading


def write(cuts: CutList, clock: FrameClock, options: WriteOptions) -> str:
    """One event per shot. Raises ``ValueError`` past 24 hours of timecode."""
    base = nominal_base(clock.rate)
    drop = options.drop and has_drop_frame(clock.rate)

    def tc(frame: int) -> str:
        return to_timecode(frame, base, drop=drop)

    lines = [
        f"TITLE: {_one_line(options.title or clock.name)[:70]}",
        f"FCM: {'DROP FRAME' if drop else 'NON-DROP FRAME'}",
    ]
    note = f"* ANIMEWIDGETS RECORD FRAMES ARE THE ORDINALS OF FRAMES AT {base} PER SECOND"
    if not clock.constant:
        note += "; THE RELEASE HAS A VARIABLE FRAME RATE"
    spans = _record_spans(cuts, clock)
    for n, (begin, end, cut) in enumerate(spans, 1):
        exact = cut is not None and cut.kind != "cut" and _fits(cut, begin)
        if cut is not None and exact:
            gone = _BLACK if cut.kind == "fade-in" else "AX"
            come = _BLACK if cut.kind == "fade-out" and end == cut.until_frame else "AX"
            lines.append(_event(n, gone, "C", None, (tc(begin), tc(begin)), (tc(begin), tc(begin))))
            kind = "W001" if cut.kind == "wipe" else "D"
            length = cut.until_frame - cut.from_frame
            lines.append(_event(n, come, kind, length, (tc(begin), tc(end)), (tc(begin), tc(end))))
        else:
            lines.append(_event(n, "AX", "C", None, (tc(begin), tc(end)), (tc(begin), tc(end))))
        if n == 1:
            lines.append(note)  # readers of other programs know comments below an event only
        if cut is not None and cut.kind != "cut" and not (exact and _stands_on_end(cut, clock, end)):
            lines.append(
                f"* ANIMEWIDGETS CUT {cut.frame} {cut.kind} FROM {cut.from_frame} UNTIL {cut.until_frame}"
            )
        if cut is not None and cut.name:
            lines.append(f"* COMMENT: {_one_line(cut.name)}")
    return "\n".join([*lines, ""])


# --- reading -----------------------------------------------------------------------------------------


def _events(document: Document, tape: _Tape) -> Iterator[_Event]:
    event: _Event | None = None
    for line, raw in document.lines():
        text = raw.strip()
        if not text:
            continue
        if not text[0].isdigit():
            if event is not None:
                _comment(document, line, text, event)
            continue
        words = text.split()
        number, reel, channels, kind, duration = _statement(document, line, text, words)
        record = [_frames(document, line, code, tape) for code in _times(words)[2:]]
        if event is not None:
            yield event
            event = None
        if not _is_video(channels):
            continue
        event = _Event(line, number, reel.upper(), kind.upper(), duration, record[0], record[1])
        if event.record_out < event.record_in:
            raise document.wrong("record-out comes before record-in", line=line, value=text)
    if event is not None:
        yield event


def _statement(document: Document, line: int, text: str, words: list[str]) -> tuple[str, str, str, str, int]:
    """Number, reel, channels, type and duration of an event; reels of some programs hold spaces."""
    after = next((n for n, word in enumerate(words) if _TIMECODE.fullmatch(word)), 0)
    before = words[:after] if len(text) < _LONGEST else []
    duration = before.pop() if len(before) > 4 and before[-1].isdigit() else "0"
    if len(before) < 4 or not _NUMBER.fullmatch(before[0]):
        raise document.wrong(
            f"{shown(text)!r} is no event: number, reel, channels, type, four timecodes",
            line=line,
            value=text,
        )
    if len(_times(words)) < 4:
        raise document.wrong(
            f"{shown(text)!r} has no four timecodes (source in, out, record in, out)", line=line, value=text
        )
    return before[0], " ".join(before[1:-2]), before[-2], before[-1], int(duration[:6])


def _times(words: list[str]) -> list[re.Match[str]]:
    """The timecodes of an event, four at most."""
    return [found for word in words if (found := _TIMECODE.fullmatch(word)) is not None][:4]


def _is_video(channels: str) -> bool:
    # "V", "B" (both), "AA/V", "V12", "VA1A2"; "NONE" and "A", "AA", "A2" carry no picture.
    return channels.upper() != "NONE" and any(one in channels.upper() for one in "VB")


def _comment(document: Document, line: int, text: str, event: _Event) -> None:
    exact = _EXACT.fullmatch(text)
    name = _NAME.fullmatch(text)
    if exact is not None:
        kind = next((one for one in TRANSITIONS if one == exact[2]), None)
        if kind is None or kind == "cut":
            raise document.wrong(f"{shown(exact[2])!r} is no transition", line=line, value=exact[2])
        event.exact = int(exact[1]), kind, int(exact[3]), int(exact[4])
    elif name is not None:
        event.name = name[1]


def _frames(document: Document, line: int | None, found: re.Match[str], tape: _Tape) -> int:
    marked = found[4] in ";,"
    if marked and not has_drop_frame(tape.rate):
        raise document.wrong(
            f"{found[0]!r} is drop-frame timecode, which there is none of at {tape.rate} frames a second: "
            "the list is of another release, or write ':' for the last mark",
            line=line,
            value=found[0],
        )
    hours, minutes, seconds, frame = (int(found[n]) for n in (1, 2, 3, 5))
    try:
        return from_timecode(hours, minutes, seconds, frame, tape.base, drop=marked or tape.colon_drops)
    except ValueError as error:
        raise document.wrong(f"{found[0]!r}: {error}", line=line, value=found[0]) from error


def _tape_of(document: Document, clock: FrameClock) -> _Tape:
    """What the list says of its timecode: by its marks, or where it has none, by ``FCM`` above the events."""
    said = marked = False
    for _, raw in document.lines():
        text = raw.strip().upper()
        if text.startswith("FCM:"):
            said = "DROP" in text and "NON" not in text
        elif text[:1].isdigit():
            marked = any(
                found[4] in ";," for word in text.split() if (found := _TIMECODE.fullmatch(word)) is not None
            )
            break
    base, possible = nominal_base(clock.rate), has_drop_frame(clock.rate)
    doubt = ""
    if said and not possible:
        doubt = f"the list says drop frame, which there is none of at {clock.rate} frames a second"
    hour = from_timecode(1, 0, 0, 0, base, drop=possible and (said or marked))
    return _Tape(base, clock.rate, possible and said and not marked, hour, doubt)


def _marks(event: _Event, before: _Event | None, start: int, document: Document) -> Iterator[Mark]:
    at = event.record_in - start
    if event.exact is not None:
        frame, kind, begin, until = event.exact
        yield Mark(event.line, FrameAt(frame), kind, FrameAt(begin), FrameAt(until), name=event.name)
        return
    if event.kind == "C":
        if event.record_out > event.record_in:
            yield Mark(event.line, FrameAt(at), name=event.name)
        return
    if event.kind.startswith("K"):
        return  # keys lay something over the picture; the shot below goes on
    wipe = re.fullmatch(r"W[0-9]{1,3}", event.kind)
    if event.kind != "D" and wipe is None:
        raise document.wrong(
            f"{event.kind!r} is no type of edit: C, D, W with three digits, or K", line=event.line
        )
    if not event.duration:
        yield Mark(event.line, FrameAt(at), name=event.name)
        return
    until = at + event.duration
    if wipe is not None:
        found: TransitionKind = "wipe"
    elif event.reel == _BLACK:
        found = "fade-out"
    elif before is not None and before.number == event.number and before.reel == _BLACK:
        found = "fade-in"
    else:
        found = "dissolve"
    yield Mark(event.line, FrameAt(until), found, FrameAt(at), FrameAt(until), name=event.name)


# --- writing -----------------------------------------------------------------------------------------


def _record_spans(cuts: CutList, clock: FrameClock) -> list[tuple[int, int, Cut | None]]:
    """Record-in and record-out of each event: from the start of its transition to that of the next."""
    shots = shots_of(cuts, clock)
    begins: list[int] = []
    for shot in shots:
        cut = shot.cut
        begin = shot.start
        if cut is not None and cut.kind != "cut" and (not begins or cut.from_frame > begins[-1]):
            begin = cut.from_frame
        begins.append(begin)
    ends = [*begins[1:], clock.count]
    return [(begin, end, shot.cut) for begin, end, shot in zip(begins, ends, shots, strict=True)]


def _fits(cut: Cut, begin: int) -> bool:
    return begin == cut.from_frame and cut.until_frame - cut.from_frame <= 9999


def _stands_on_end(cut: Cut, clock: FrameClock, end: int) -> bool:
    """Whether reading the event gives the cut back without a comment."""
    if cut.kind == "fade-out" and end != cut.until_frame:
        return False
    last = cut.until_frame == clock.count
    return cut.frame == (cut.from_frame if last else cut.until_frame)


def _event(
    n: int,
    reel: str,
    kind: str,
    duration: int | None,
    source: tuple[str, str],
    record: tuple[str, str],
) -> str:
    length = "" if duration is None else f"{duration:03d}"
    return f"{n:03d}  {reel:<8} V     {kind:<4} {length:<4} {' '.join((*source, *record))}"


def _one_line(text: str) -> str:
    return " ".join(text.split())
