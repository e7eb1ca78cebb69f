"""OpenTimelineIO (.otio), through its own library.

Source: https://opentimelineio.readthedocs.io. The first video track that is enabled and holds a clip is read.
The beginnings of its clips and gaps are cuts; a transition lies over the cut between its two neighbours, from
``in_offset`` before to ``out_offset`` after it. One beside a gap is a fade.

What we write is one track of clips, whose times are ordinals of frames at the nominal rate: exact on every
release, and no time on a variable frame rate, which the metadata says. Scores, names and exact kinds stand in
the metadata. Nothing is lost.
"""

from __future__ import annotations

import importlib
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from types import ModuleType

from animewidgets.datasets.clock import FrameClock
from animewidgets.datasets.cutlist import TRANSITIONS, Cut, CutList, TransitionKind, shots_of
from animewidgets.datasets.formats.base import (
    At,
    FrameAt,
    Mark,
    Reading,
    ReadOptions,
    TimeAt,
    WriteOptions,
    real,
)
from animewidgets.datasets.text import Document, shown
from animewidgets.datasets.timecode import nominal_base
from animewidgets.errors import FormatLibraryMissing

_OURS = "animewidgets"
_DEEPEST = 200  # of brackets; the library's reader would follow any depth until the stack is full


def sniff(document: Document) -> bool:
    """Whether it is JSON of the library's schemas."""
    return document.text.lstrip().startswith("{") and "OTIO_SCHEMA" in document.text[:4000]


def read(document: Document, clock: FrameClock, _options: ReadOptions) -> Reading:
    """The cuts of the first video track."""
    otio = _library()
    _check_depth(document)
    try:
        root = otio.adapters.read_from_string(document.text, "otio_json")
    except Exception as error:  # the library has no common base for what its reader raises
        raise document.wrong(f"OpenTimelineIO cannot read it: {shown(str(error), 200)}") from error
    return Reading(list(_marks(_items(root, document, otio), clock, document)))


def write(cuts: CutList, clock: FrameClock, options: WriteOptions) -> str:
    """A timeline of one video track."""
    otio = _library()
    rate = float(clock.rate)
    title = options.title or clock.name

    def time(frames: int) -> object:
        return otio.opentime.RationalTime(frames, rate)

    timeline = otio.schema.Timeline(name=title)
    timeline.metadata[_OURS] = {
        "times": "ordinals of frames at the nominal rate",
        "variable_frame_rate": not clock.constant,
    }
    track = otio.schema.Track(name="V1", kind=otio.schema.TrackKind.Video)
    timeline.tracks.append(track)
    for n, shot in enumerate(shots_of(cuts, clock), 1):
        cut = shot.cut
        # A transition needs a clip on either side.
        if cut is not None and cut.kind != "cut" and shot.start > 0:
            track.append(
                otio.schema.Transition(
                    name=cut.kind,
                    transition_type="SMPTE_Dissolve" if cut.kind == "dissolve" else "Custom_Transition",
                    in_offset=time(cut.frame - cut.from_frame),
                    out_offset=time(cut.until_frame - cut.frame),
                    metadata={_OURS: {"kind": cut.kind}},
                )
            )
        span = otio.opentime.TimeRange(time(shot.start), time(shot.end - shot.start))
        clip = otio.schema.Clip(name=f"shot {n:03d}", source_range=span)
        clip.media_reference = otio.schema.MissingReference(name=title)
        if cut is not None:
            clip.metadata[_OURS] = _metadata(cut, clock)
        track.append(clip)
    return str(otio.adapters.write_to_string(timeline, "otio_json")) + "\n"


def _library() -> ModuleType:
    try:
        return importlib.import_module("opentimelineio")
    except ImportError as error:
        raise FormatLibraryMissing(
            "OpenTimelineIO is not installed: 'pip install opentimelineio' (it has no build for Python 3.14 "
            "and later yet), or use the format 'edl' or 'csv'"
        ) from error


def _metadata(cut: Cut, clock: FrameClock) -> dict[str, str | int]:
    said: dict[str, str | int] = {"tick": clock.tick(cut.frame), "kind": cut.kind}
    if cut.kind != "cut":
        said |= {"frame": cut.frame, "from_frame": cut.from_frame, "until_frame": cut.until_frame}
    if cut.score is not None:
        said["score"] = repr(cut.score)  # as text: the library's reader of numbers loses the last digit
    if cut.name:
        said["name"] = cut.name
    return said


# --- reading: first out of the library's objects, then without it ------------------------------------


@dataclass(frozen=True, slots=True)
class _Item:
    """One thing on a track. Durations and offsets in frames of ``rate``; ``said`` is our own metadata."""

    what: str  # "clip", "gap" or "transition"
    duration: Fraction = Fraction(0)
    rate: Fraction = Fraction(1)
    before: Fraction = Fraction(0)
    after: Fraction = Fraction(0)
    wipe: bool = False
    said: tuple[tuple[str, object], ...] = ()


def _items(root: object, document: Document, otio: ModuleType) -> list[_Item]:
    schema = otio.schema
    holders = list(root) if isinstance(root, schema.SerializableCollection) else [root]
    stacks = [one.tracks if isinstance(one, schema.Timeline) else one for one in holders]
    for stack in stacks:
        tracks = list(stack) if isinstance(stack, schema.Stack) else [stack]
        for track in tracks:
            if not isinstance(track, schema.Track) or not track.enabled:
                continue
            if track.kind == schema.TrackKind.Video and any(isinstance(c, schema.Clip) for c in track):
                return [_item(child, n, document, otio) for n, child in enumerate(track, 1)]
    raise document.wrong("no video track holds a clip: there is nothing to read cuts from")


def _item(child: object, n: int, document: Document, otio: ModuleType) -> _Item:
    metadata = getattr(child, "metadata", {}).get(_OURS, {})
    said = tuple((str(key), metadata[key]) for key in metadata) if hasattr(metadata, "keys") else ()
    if isinstance(child, otio.schema.Transition):
        before, rate = _time(child.in_offset, n, document)
        after, _ = _time(child.out_offset, n, document)
        wipe = "wipe" in f"{child.transition_type} {child.name}".lower()
        return _Item("transition", rate=rate, before=before, after=after, wipe=wipe, said=said)
    try:
        length = getattr(child, "duration", lambda: None)()
    except Exception as error:  # a clip without any range; the library raises its own
        raise document.wrong(f"item {n} of the track has no duration: {shown(str(error))}") from error
    duration, rate = _time(length, n, document)
    return _Item("gap" if isinstance(child, otio.schema.Gap) else "clip", duration, rate, said=said)


def _time(time: object, n: int, document: Document) -> tuple[Fraction, Fraction]:
    value, rate = getattr(time, "value", None), getattr(time, "rate", None)
    if not isinstance(value, int | float) or not isinstance(rate, int | float):
        raise document.wrong(f"item {n} of the track has no time where one is needed")
    good = math.isfinite(value) and math.isfinite(rate) and 0 <= value < 1e12 and 0.01 < rate < 1e6
    if not good:
        raise document.wrong(
            f"item {n} of the track: {value} frames at {rate} a second is no time", value=value
        )
    return Fraction(value), Fraction(rate)


def _marks(items: list[_Item], clock: FrameClock, document: Document) -> Iterator[Mark]:
    base = nominal_base(clock.rate)
    count = all(nominal_base(one.rate) == base for one in items if one.duration)
    now, waiting, last = Fraction(0), None, ""

    def at(time: Fraction) -> At:
        return FrameAt(round(time)) if count else TimeAt(time, from_first=True)

    for n, one in enumerate(items, 1):
        if one.what == "transition":
            waiting = one
            continue
        if not one.duration:
            continue
        unit = Fraction(1) if count else 1 / one.rate
        said = dict(one.said)
        if waiting is not None and now:
            scale = Fraction(1) if count else 1 / waiting.rate
            begin, until = now - waiting.before * scale, now + waiting.after * scale
            if begin < until:
                kind = _kind(waiting, last, one.what)
                yield _said(said, n, Mark(n, at(now), kind, at(begin), at(until)), document)
            else:
                yield _said(said, n, Mark(n, at(now)), document)
        elif now or said:
            yield _said(said, n, Mark(n, at(now)), document)
        waiting, last = None, one.what
        now += one.duration * unit


def _kind(transition: _Item, left: str, right: str) -> TransitionKind:
    if transition.wipe:
        return "wipe"
    if left == "gap":
        return "fade-in"
    return "fade-out" if right == "gap" else "dissolve"


def _said(said: dict[str, object], n: int, mark: Mark, document: Document) -> Mark:
    """The mark with what our own metadata says of it: the exact kind and span, score and name."""
    kind = next((one for one in TRANSITIONS if one == said.get("kind")), None)
    if kind is None:
        return mark
    score, name = said.get("score"), said.get("name")
    told = real(score) if isinstance(score, str) else None
    words = name if isinstance(name, str) else ""
    if kind == "cut":
        return Mark(n, mark.at, score=told, name=words)
    span = [said.get(key) for key in ("frame", "from_frame", "until_frame")]
    frame, begin, until = (FrameAt(one) if isinstance(one, int) else None for one in span)
    if frame is None or begin is None or until is None:
        raise document.wrong(f"item {n} of the track: its metadata name a {kind} without frames")
    return Mark(n, frame, kind, begin, until, told, words)


def _check_depth(document: Document) -> None:
    depth = 0
    for one in re.finditer(r"[\[\]{}]", document.text):
        depth += 1 if one[0] in "[{" else -1
        if depth > _DEEPEST:
            raise document.wrong(f"it is nested more than {_DEEPEST} deep: this is no timeline")
