"""The lanes of audio events, and what is put on them from subtitles."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from animewidgets import __version__
from animewidgets.annotations import Kind, Template
from animewidgets.annotations.attributes import LONGEST_LANE_NAME
from animewidgets.datasets.audio_events import add_events, events_of_lines, not_made_yet
from animewidgets.widgets.store_methods import Desk
from animewidgets.widgets.subtitle_methods import Subtitles, SubtitleTrack, read_track

if TYPE_CHECKING:
    from animewidgets.media import Media

#: The lanes that an editor of audio events begins with.
AUDIO_LANES = ("dialogue", "effect", "music", "ambience")


def audio_lanes_for(template: Template, lanes: Iterable[str] | None) -> tuple[str, ...] | None:
    """The lanes that were asked for, else the usual ones; ``None`` where the template takes no audio events.

    Raises ``TypeError`` for a single name, ``ValueError`` where a name is none, comes twice, or the template
    takes no audio events.
    """
    takes = Kind.AUDIO_EVENT in template.kinds
    if lanes is None:
        named = tuple(lane.name for lane in template.lanes if lane.kind is Kind.AUDIO_EVENT)
        return (named or AUDIO_LANES) if takes else None
    if isinstance(lanes, str):
        raise TypeError(f"audio_lanes are several names, not {lanes!r}: write ({lanes!r},)")
    names = tuple(lanes)
    for name in names:
        if not isinstance(name, str) or not 1 <= len(name.strip()) <= LONGEST_LANE_NAME:
            raise ValueError(f"a lane's name has 1 to {LONGEST_LANE_NAME} characters, not {name!r}")
        if names.count(name) > 1:
            raise ValueError(f"there are two audio lanes {name!r}: give each a name of its own")
    if not takes:
        if not names:
            return None
        raise ValueError(
            f"the template {template.template_id!r} takes no audio events: give template=AUDIO_EVENTS, "
            "or one with Kind.AUDIO_EVENT among its kinds"
        )
    return tuple(name.strip() for name in names)


def events_from_lines(
    desk: Desk,
    track: SubtitleTrack,
    lane: str,
    styles: Collection[str] | None,
) -> tuple[int, int | None]:
    """Make an audio event of every line that has none yet. Errors as the editor says.

    Returns how many were made, and the number of the last commit; ``None`` where there was none to make.
    """
    from animewidgets.datasets.subtitles import timing_edits

    desk.schema.catch_up()
    live = [one for one, _ in desk.store.live(desk.task_id)]
    made = events_of_lines(
        track.source,
        track.lines,
        lane,
        desk.bounds,
        retimed=timing_edits(live, track.source),
        styles=styles,
    )
    fresh = not_made_yet(made, live)
    receipts = add_events(
        desk.store,
        desk.task_id,
        fresh,
        desk.bounds,
        person=desk.person,
        template=desk.template,
        tool="events_from_subtitles",
        tool_version=__version__,
    )
    return len(fresh), receipts[-1].number if receipts else None


def track_named(tracks: Sequence[SubtitleTrack], media: Media, source: Subtitles | None) -> SubtitleTrack:
    """The track of a digest, name, file or none at all: then the first. Errors as the editor says."""
    if isinstance(source, str):
        for track in tracks:
            if source in (track.source, track.name):
                return track
    if source is None:
        if tracks:
            return tracks[0]
        raise ValueError("the editor shows no subtitles: open it with subtitles=…, or name a file")
    if isinstance(source, str | Path):
        return read_track(source, media)
    return source
