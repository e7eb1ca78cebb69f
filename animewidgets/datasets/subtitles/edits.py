"""The timing of subtitle lines as annotations of kind ``text``.

Such an annotation overrides the file's times of one line; once it is deleted, the file's times are back. Its
attributes name the track and the line; the text stays in the file (what is said is expression, too).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import replace

from animewidgets.annotations import Annotation, Kind
from animewidgets.datasets.subtitles.lines import SubtitleTrack

LANE = "subtitles"


def line_annotation(
    source: str, line: int, start_pts: int, end_pts: int, *, annotation_id: str | None = None
) -> Annotation:
    """The annotation that gives a line of a track other times, in ticks of the release.

    Raises ``ValueError`` where it would end before it starts, or the line's index is negative.
    """
    if line < 0 or end_pts <= start_pts:
        raise ValueError(f"line {line} from tick {start_pts} to {end_pts}: a line ends after it starts")
    return Annotation(
        annotation_id or str(uuid.uuid4()),
        Kind.TEXT,
        start_pts,
        end_pts,
        attributes={"lane": LANE, "source": source, "line": line},
    )


def timing_edits(annotations: Iterable[Annotation], source: str) -> dict[int, tuple[int, int]]:
    """By line, the times in ticks that live annotations give to a track; of several the last one counts.

    ``source`` may be given by its first 16 digits or more, on either side.
    """
    edits: dict[int, tuple[int, int]] = {}
    for one in annotations:
        said = one.attributes
        line, named = said.get("line"), said.get("source")
        if one.kind is not Kind.TEXT or said.get("lane") != LANE or one.end_pts is None:
            continue
        if not isinstance(named, str) or isinstance(line, bool) or not isinstance(line, int):
            continue
        if same_source(named, source):
            edits[line] = (one.start_pts, one.end_pts)
    return edits


def edited(track: SubtitleTrack, edits: Mapping[int, tuple[int, int]]) -> SubtitleTrack:
    """The track with the times of :func:`timing_edits`. Indices that it does not have are passed over."""
    lines = tuple(
        replace(one, start_pts=edits[one.line][0], end_pts=edits[one.line][1]) if one.line in edits else one
        for one in track.lines
    )
    return replace(track, lines=lines)


def same_source(one: str, other: str) -> bool:
    """Whether two digests, of 16 hex digits or more, name the same track."""
    shorter = min(len(one), len(other))
    return shorter >= 16 and one[:shorter].lower() == other[:shorter].lower()
