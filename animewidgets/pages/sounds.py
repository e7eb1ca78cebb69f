"""The page of sounds: choose a release, mark who and what is heard."""

from __future__ import annotations

from pathlib import Path

import ipywidgets

from animewidgets.annotations import AUDIO_EVENTS
from animewidgets.pages.annotate import timeline_of
from animewidgets.pages.layout import GivenMedia, by_file, laid_out
from animewidgets.store import Store


def sounds(
    media: GivenMedia = None,
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
    return laid_out(
        "sounds",
        "sounds('episode.mkv')",
        media,
        store,
        project,
        by_file,
        lambda path, opened, name: timeline_of(path, opened, name, AUDIO_EVENTS),
    )
