"""The annotation page: choose a release, mark its cuts."""

from __future__ import annotations

import html
from functools import partial
from pathlib import Path

import ipywidgets

from animewidgets.annotations import CUT_TIMING, Template
from animewidgets.errors import AnimeWidgetsError, FormatError
from animewidgets.pages.layout import GivenMedia, by_file, laid_out, not_opened, note
from animewidgets.store import Store
from animewidgets.widgets.candidate_files import candidate_files_beside
from animewidgets.widgets.timeline_editor import TimelineEditor


def annotate(
    media: GivenMedia = None,
    *,
    store: Store | str | Path | None = None,
    project: str | None = None,
) -> ipywidgets.Widget:
    """Lay out the annotation page for one or several media files.

    Args:
        media: path or paths; ``None`` takes what the server was started with
            (``ANIMEWIDGETS_MEDIA``, a JSON list of paths).
        store: an open store or its path; ``None`` takes ``ANIMEWIDGETS_STORE`` or the default.
        project: name of the project; ``None`` takes ``ANIMEWIDGETS_PROJECT`` or ``"default"``.

    Returns:
        A widget. A file that cannot be opened shows its error in its place; the others still work.
    """
    return laid_out("timing", "annotate('episode.mkv')", media, store, project, by_file, timeline_of)


def timeline_of(
    path: Path, store: Store, project: str, template: Template = CUT_TIMING, *, guide: bool | None = None
) -> ipywidgets.Widget:
    """The timeline editor of a media file with what lies beside it, or why there is none."""
    notes: list[ipywidgets.Widget] = []
    open_editor = partial(TimelineEditor, path, store=store, project=project, template=template, guide=guide)
    try:
        try:
            editor = open_editor(subtitles=fullest_subtitles(path))
        except FormatError as error:
            # Subtitles that cannot be read are no reason not to mark cuts.
            notes.append(note(f"<b>The subtitles are left out.</b> {html.escape(str(error))}"))
            editor = open_editor()
    except AnimeWidgetsError as error:
        return not_opened(path, error)
    editor.show_known_shots()
    for file in candidate_files_beside(path):
        try:
            editor.propose_file(file)
        except FormatError as error:
            notes.append(note(f"<b>Candidates are left out.</b> {html.escape(str(error))}"))
    return ipywidgets.VBox([*notes, editor]) if notes else editor


def fullest_subtitles(path: Path) -> list[Path]:
    """Of the subtitle files that belong to a media file by their name, the one to time: none or one.

    The formats that keep most go first (ASS before SRT), then names in order.
    """
    from animewidgets.datasets.subtitles import subtitles_beside
    from animewidgets.datasets.subtitles.files import SUFFIXES

    found = subtitles_beside(path)
    return sorted(found, key=lambda one: (SUFFIXES.index(one.suffix.lower()), one.name))[:1]
