"""Subtitles: the lines of a file or of a track within the media, and their timing as annotations.

A line is read as :class:`SubtitleLine`, in ticks of the release. A timing edit is an annotation of kind
``text`` that names the track by the digest of its text and the line by its index; :func:`write_back` puts the
edited times into the file and leaves every other byte of it as it was.
"""

from animewidgets.datasets.subtitles.edits import edited, line_annotation, timing_edits
from animewidgets.datasets.subtitles.embedded import embedded_tracks
from animewidgets.datasets.subtitles.files import (
    SubtitleFile,
    open_subtitles,
    read_subtitles,
    subtitles_beside,
)
from animewidgets.datasets.subtitles.lines import SubtitleLine, SubtitleTrack
from animewidgets.datasets.subtitles.write_back import WrittenBack, rewritten, write_back

__all__ = [
    "SubtitleFile",
    "SubtitleLine",
    "SubtitleTrack",
    "WrittenBack",
    "edited",
    "embedded_tracks",
    "line_annotation",
    "open_subtitles",
    "read_subtitles",
    "rewritten",
    "subtitles_beside",
    "timing_edits",
    "write_back",
]
