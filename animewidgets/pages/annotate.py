"""The annotation page: choose a release, mark its cuts."""

from __future__ import annotations

import html
import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path

import ipywidgets

from animewidgets.errors import AnimeWidgetsError, FormatError
from animewidgets.store import Store
from animewidgets.widgets.candidate_files import candidate_files_beside
from animewidgets.widgets.timeline_editor import TimelineEditor

MEDIA_VARIABLE = "ANIMEWIDGETS_MEDIA"
PROJECT_VARIABLE = "ANIMEWIDGETS_PROJECT"

_NO_MEDIA = (
    "No media file was given. Serve your own with <code>animewidgets annotate FILE…</code>, or call "
    "<code>annotate('episode.mkv')</code> in a notebook."
)


def annotate(
    media: str | Path | Sequence[str | Path] | None = None,
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
    paths = _paths(media)
    if not paths:
        return _note(_NO_MEDIA)
    try:
        opened = store if isinstance(store, Store) else Store.open(store)
    except AnimeWidgetsError as error:
        return _note(f"<b>The store could not be opened.</b> {html.escape(str(error))}")
    name = project or os.environ.get(PROJECT_VARIABLE, "").strip() or "default"

    def editor_for(path: Path) -> ipywidgets.Widget:
        notes: list[ipywidgets.Widget] = []
        try:
            try:
                editor = TimelineEditor(path, store=opened, project=name, subtitles=fullest_subtitles(path))
            except FormatError as error:
                # Subtitles that cannot be read are no reason not to mark cuts.
                notes.append(_note(f"<b>The subtitles are left out.</b> {html.escape(str(error))}"))
                editor = TimelineEditor(path, store=opened, project=name)
        except AnimeWidgetsError as error:
            # The message may name the path; a visitor gets the file's name only.
            text = str(error).replace(str(path), path.name)
            return _note(
                f"<b>{html.escape(path.name)} could not be opened</b> ({type(error).__name__}). "
                f"{html.escape(text)}"
            )
        editor.show_known_shots()
        for file in candidate_files_beside(path):
            try:
                editor.propose_file(file)
            except FormatError as error:
                notes.append(_note(f"<b>Candidates are left out.</b> {html.escape(str(error))}"))
        return ipywidgets.VBox([*notes, editor]) if notes else editor

    if len(paths) == 1:
        return editor_for(paths[0])
    return _with_chooser(paths, editor_for)


def fullest_subtitles(path: Path) -> list[Path]:
    """Of the subtitle files that belong to a media file by their name, the one to time: none or one.

    The formats that keep most go first (ASS before SRT), then names in order.
    """
    from animewidgets.datasets.subtitles import subtitles_beside
    from animewidgets.datasets.subtitles.files import SUFFIXES

    found = subtitles_beside(path)
    return sorted(found, key=lambda one: (SUFFIXES.index(one.suffix.lower()), one.name))[:1]


def _with_chooser(paths: list[Path], editor_for: Callable[[Path], ipywidgets.Widget]) -> ipywidgets.Widget:
    """A drop-down of releases over the editor of the chosen one. Editors are made when first chosen."""
    chooser = ipywidgets.Dropdown(
        options=[(path.stem, at) for at, path in enumerate(paths)], description="Release"
    )
    place = ipywidgets.VBox([editor_for(paths[0])])

    def choose(change: dict[str, int]) -> None:
        for child in place.children:
            child.close()
        place.children = (editor_for(paths[change["new"]]),)

    chooser.observe(choose, names="value")
    return ipywidgets.VBox([chooser, place])


def _paths(media: str | Path | Sequence[str | Path] | None) -> list[Path]:
    if media is None:
        media = json.loads(os.environ.get(MEDIA_VARIABLE) or "[]")
    if isinstance(media, str | Path):
        media = [media]
    return [Path(one).expanduser() for one in media]


def _note(text: str) -> ipywidgets.HTML:
    return ipywidgets.HTML(f'<div class="aw-note" role="alert">{text}</div>')
