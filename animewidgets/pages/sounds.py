"""The page of sounds: choose a release, mark who and what is heard."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import ipywidgets

from animewidgets.annotations import AUDIO_EVENTS
from animewidgets.pages.annotate import timeline_of
from animewidgets.pages.layout import (
    NO_MEDIA,
    given_paths,
    note,
    opened_store,
    project_name,
    with_chooser,
)
from animewidgets.store import Store


def sounds(
    media: str | Path | Sequence[str | Path] | None = None,
    *,
    store: Store | str | Path | None = None,
    project: str | None = None,
) -> ipywidgets.Widget:
    """Lay out the page on which audio events are marked, for one or several media files.

    Args:
        media: path or paths; ``None`` takes what the server was started with
            (``ANIMEWIDGETS_MEDIA``, a JSON list of paths).
        store: an open store or its path; ``None`` takes ``ANIMEWIDGETS_STORE`` or the default.
        project: name of the project; ``None`` takes ``ANIMEWIDGETS_PROJECT`` or ``"default"``.

    Returns:
        A widget. A file that cannot be opened shows its error in its place; the others still work.
    """
    paths = given_paths(media)
    if not paths:
        return note(NO_MEDIA.format(call="sounds('episode.mkv')"))
    opened = opened_store(store)
    if not isinstance(opened, Store):
        return opened
    name = project_name(project)
    return with_chooser(
        [path.stem for path in paths], lambda at: timeline_of(paths[at], opened, name, AUDIO_EVENTS), "sounds"
    )
