"""Edited times written back into a subtitle file, and nothing else touched.

Only the digits of the times that changed are replaced, where they stand: styles, script info, comments,
karaoke, the order of lines, unknown sections, fonts, ends of lines, byte order mark and encoding stay byte
for byte. How times are rounded: :mod:`animewidgets.datasets.rounding`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from animewidgets.datasets.clock import FrameClock
from animewidgets.datasets.rounding import units_of
from animewidgets.datasets.subtitles.files import SubtitleFile
from animewidgets.datasets.subtitles.layout import Cue, TimeField
from animewidgets.datasets.text import write_bytes
from animewidgets.errors import FormatError


@dataclass(frozen=True, slots=True)
class WrittenBack:
    """What came of it: lines whose times changed, and those that were edited to the times they had."""

    changed: int
    unchanged: int


def write_back(
    file: SubtitleFile, path: str | Path, edits: Mapping[int, tuple[int, int]], clock: FrameClock
) -> WrittenBack:
    """Write the file with edited times; it is replaced at once or not at all.

    Args:
        file: as it was read.
        path: where to; may be the file itself.
        edits: by line, start and end in ticks of the release.
        clock: of the release.

    Raises:
        FormatError: a line is not in the file, a time lies before 0:00, or the file cannot be written.
    """
    data, report = rewritten(file, edits, clock)
    write_bytes(Path(path), data)
    return report


def rewritten(
    file: SubtitleFile, edits: Mapping[int, tuple[int, int]], clock: FrameClock
) -> tuple[bytes, WrittenBack]:
    """The bytes that :func:`write_back` writes. Pure."""
    script = file.script
    replaced: list[tuple[TimeField, str]] = []
    changed = 0
    for line, (start, end) in edits.items():
        if not 0 <= line < len(file.cues):
            raise FormatError(
                f"{script.name!r} has lines 0 to {len(file.cues) - 1}, but line {line} was edited: it is not "
                "the file that the edits were made on",
                {"file": script.name, "value": line},
            )
        if start < clock.zero or end <= start:
            raise FormatError(
                f"line {line} of {script.name!r} would go from tick {start} to {end}: times count from "
                f"0:00 (tick {clock.zero}), and a line ends after it starts",
                {"file": script.name, "value": start},
            )
        texts = _texts(file.cues[line], start, end, clock)
        replaced += texts
        changed += bool(texts)
    out, at = [], 0
    for field, text in sorted(replaced, key=lambda one: one[0].begin):
        out += [script.scan[at : field.begin], text]
        at = field.end
    scan = "".join([*out, script.scan[at:]])
    return script.write(scan), WrittenBack(changed, len(edits) - changed)


def _texts(cue: Cue, start: int, end: int, clock: FrameClock) -> list[tuple[TimeField, str]]:
    """The times of a cue that change, with their new text."""
    texts = []
    for field, tick in ((cue.start, start), (cue.end, end)):
        # A time that means this tick already stays as it is: reading and writing back changes nothing.
        if clock.tick_at(field.seconds) == tick:
            continue
        units = units_of(tick, clock, field.unit)
        if units != field.units:
            texts.append((field, field.text_of(units)))
    return texts
