"""The page of shapes: choose a video or images, label what is in the frames."""

from __future__ import annotations

from pathlib import Path

import ipywidgets

from animewidgets.errors import AnimeWidgetsError
from animewidgets.pages.layout import GivenMedia, laid_out, not_opened
from animewidgets.pages.releases import as_media, named_releases
from animewidgets.store import Store
from animewidgets.widgets.frame_canvas import FrameCanvas


def shapes(
    media: GivenMedia = None,
    *,
    store: Store | str | Path | None = None,
    project: str | None = None,
) -> ipywidgets.Widget:
    """Lay out the page on which shapes are drawn, for one or several videos, images, or folders of images.

    Args:
        media: path or paths; ``None`` takes what the server was started with
            (``ANIMEWIDGETS_MEDIA``, a JSON list of paths). Image files that follow on one another are one
            release.
        store: an open store or its path; ``None`` takes ``ANIMEWIDGETS_STORE`` or the default.
        project: name of the project; ``None`` takes ``ANIMEWIDGETS_PROJECT`` or ``"default"``.

    Returns:
        A widget. What cannot be opened shows its error in its place; the others still work.
    """
    return laid_out("shapes", "shapes('episode.mkv')", media, store, project, named_releases, _canvas_of)


def _canvas_of(files: list[Path], store: Store, project: str) -> ipywidgets.Widget:
    try:
        return FrameCanvas(as_media(files), store=store, project=project)
    except AnimeWidgetsError as error:
        return not_opened(files[0], error)
