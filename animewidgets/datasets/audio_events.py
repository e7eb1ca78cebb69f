"""Audio events from lines of subtitles: when somebody speaks and who, never what is said."""

from __future__ import annotations

import unicodedata
import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Protocol

from animewidgets.annotations import (
    JSON,
    Annotation,
    Edit,
    Kind,
    Op,
    Receipt,
    ReleaseBounds,
    Template,
    edit_to_wire,
    parse_commit,
)
from animewidgets.annotations.attributes import LONGEST_SPEAKER
from animewidgets.annotations.validate import MAX_EDITS
from animewidgets.store import Store

#: What an audio event that was made from a line of subtitles has as its ``source``.
FROM_SUBTITLES = "subtitles"


class SpokenLine(Protocol):
    """What counts of a line of subtitles here: all but its text. Times are ticks of the release."""

    @property
    def line(self) -> int:
        """Index in the file."""

    @property
    def start_pts(self) -> int:
        """Tick from which on it is shown."""

    @property
    def end_pts(self) -> int:
        """Tick from which on it is not shown any more."""

    @property
    def style(self) -> str:
        """Name of its style, or empty."""

    @property
    def speaker(self) -> str:
        """Who says it, or empty."""


def events_of_lines(
    source: str,
    lines: Iterable[SpokenLine],
    lane: str,
    bounds: ReleaseBounds,
    *,
    retimed: Mapping[int, tuple[int, int]] | None = None,
    styles: Collection[str] | None = None,
) -> list[Annotation]:
    """One audio event per line of a subtitle track, with the line's times and speaker.

    Args:
        source: digest of the track.
        lines: in ticks of the release. They are cut at its ends; those outside are left out.
        lane: the lane for all of them.
        bounds: of the release.
        retimed: by line, the times in ticks that somebody gave it instead.
        styles: only lines of these styles (signs and songs often have their own); ``None`` takes all.
    """
    first = int(bounds.pts[0]) if len(bounds.pts) else bounds.end_pts
    made: list[Annotation] = []
    for one in lines:
        start, end = (retimed or {}).get(one.line, (one.start_pts, one.end_pts))
        start, end = max(first, start), min(bounds.end_pts, end)
        if end <= start or (styles is not None and one.style not in styles):
            continue
        attributes: dict[str, JSON] = {"lane": lane, "source": source, "line": one.line}
        if speaker := tidy_name(one.speaker):
            attributes["speaker"] = speaker
        made.append(
            Annotation(
                str(uuid.uuid4()),
                Kind.AUDIO_EVENT,
                start,
                end,
                attributes=attributes,
                source=FROM_SUBTITLES,
            )
        )
    return made


def tidy_name(name: str) -> str:
    """A speaker's name as it can be stored: no control characters, no room around it, not too long."""
    text = "".join(" " if unicodedata.category(letter) in ("Cc", "Cs") else letter for letter in name)
    return " ".join(text.split())[:LONGEST_SPEAKER].rstrip()


def not_made_yet(events: Iterable[Annotation], live: Iterable[Annotation]) -> list[Annotation]:
    """The events whose line has none among the live annotations yet, on whatever lane."""
    made = {_line_of(one) for one in live if one.kind is Kind.AUDIO_EVENT}
    return [one for one in events if _line_of(one) not in made]


def add_events(
    store: Store,
    task_id: str,
    events: Sequence[Annotation],
    bounds: ReleaseBounds,
    *,
    person: str,
    template: Template,
    tool: str = "import",
    tool_version: str = "",
) -> tuple[Receipt, ...]:
    """Save audio events, in commits of up to 1,000 edits that go through the same checks as the editor's.

    Raises:
        AnnotationError: an event breaks a rule, or the template takes none; nothing was saved then.
        StoreError: as :meth:`Store.commit` says.
    """
    commits = [
        parse_commit(
            _wire(events[n : n + MAX_EDITS], tool),
            task_id=task_id,
            person=person,
            tool_version=tool_version,
            template=template,
            bounds=bounds,
        )
        for n in range(0, len(events), MAX_EDITS)
    ]
    return tuple(store.commit_many(commits))


def _line_of(event: Annotation) -> tuple[JSON, JSON]:
    return event.attributes.get("source"), event.attributes.get("line")


def _wire(events: Sequence[Annotation], tool: str) -> dict[str, JSON]:
    return {
        "commit_id": str(uuid.uuid4()),
        "action": "do",
        "reverts": None,
        "active_ms": 0,
        "tool": tool,
        "edits": [edit_to_wire(Edit(Op.CREATE, one.annotation_id, 0, None, one)) for one in events],
    }
