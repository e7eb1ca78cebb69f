"""SubStation Alpha (.ssa) and Advanced SubStation Alpha (.ass): the events and where their times stand.

Source: the SSA v4.00+ format specification. In the section ``[Events]`` a row ``Format:`` names the fields;
``Dialogue:`` and ``Comment:`` rows are events, whose last field, the text, may hold commas.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from animewidgets.datasets.subtitles.layout import Cue, Script, time_field

_FIELDS = ("layer", "start", "end", "style", "name", "marginl", "marginr", "marginv", "effect", "text")
_EVENTS = "[events]"


def cues(script: Script) -> Iterator[Cue]:
    """The events in the order of the file, comments included. Raises :class:`FormatError`."""
    fields: Sequence[str] = _FIELDS
    within = False
    for row, begin, text in script.rows():
        bare = text.strip(" \t\ufeff\xef\xbb\xbf")
        if bare.startswith("[") and bare.endswith("]"):
            within = bare.lower() == _EVENTS
            continue
        if not within:
            continue
        kind, colon, _ = text.partition(":")
        kind = kind.strip().lower()
        if not colon or kind not in ("format", "dialogue", "comment"):
            continue
        begin += len(text) - len(text.partition(":")[2])
        rest = text.partition(":")[2]
        if kind == "format":
            fields = [name.strip().lower() for name in rest.split(",")]
            if "start" not in fields or "end" not in fields or fields[-1] != "text":
                raise script.wrong(
                    "the format of events must name Start and End, and Text as the last", row, rest
                )
            continue
        yield _event(script, row, begin, rest, fields, shown=kind == "dialogue")


def _event(script: Script, row: int, begin: int, rest: str, fields: Sequence[str], *, shown: bool) -> Cue:
    values = rest.split(",", len(fields) - 1)
    if len(values) < len(fields):
        raise script.wrong(f"an event has {len(fields)} fields, this one {len(values)}", row, rest)
    at, starts = begin, []
    for value in values:
        starts.append(at)
        at += len(value) + 1
    by_name = dict(zip(fields, range(len(fields)), strict=True))

    def said(*names: str) -> str:
        place = next((by_name[name] for name in names if name in by_name), None)
        return "" if place is None else script.read(values[place]).strip()

    start, end = (
        time_field(script, row, starts[by_name[name]], values[by_name[name]]) for name in ("start", "end")
    )
    text = script.read(values[-1])
    return Cue(row, start, end, text, said("style"), said("name", "actor"), shown)
