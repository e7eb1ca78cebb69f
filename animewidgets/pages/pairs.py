"""The page of pairs files: labels given away without the video, and others' taken in."""

from __future__ import annotations

import html
from pathlib import Path

import ipywidgets

from animewidgets.errors import AnimeWidgetsError
from animewidgets.pages.layout import (
    GivenMedia,
    addresses_of_pages,
    below_links,
    given_paths,
    note,
    opened_store,
    project_name,
)
from animewidgets.pages.releases import as_media, releases_of
from animewidgets.store import Store
from animewidgets.widgets.pairs_desk import PairsDesk


def pairs(
    media: GivenMedia = None,
    *,
    store: Store | str | Path | None = None,
    project: str | None = None,
) -> ipywidgets.Widget:
    """Lay out the page on which pairs files are made and taken in.

    Args:
        media: path or paths of videos or images that are at hand; ``None`` takes what the server was started
            with (``ANIMEWIDGETS_MEDIA``). None are needed: the media library counts, too.
        store: an open store or its path; ``None`` takes ``ANIMEWIDGETS_STORE`` or the default.
        project: where labels go that come in; ``None`` takes ``ANIMEWIDGETS_PROJECT`` or ``"default"``.

    Returns:
        A widget; where the store cannot be opened, a note that says why.
    """
    opened = opened_store(store)
    if not isinstance(opened, Store):
        return opened
    try:
        desk = PairsDesk(
            [as_media(files) for files in releases_of(given_paths(media))],
            store=opened,
            project=project_name(project),
            links=addresses_of_pages(),
        )
    except AnimeWidgetsError as error:
        return note(f"<b>The page could not be opened.</b> {html.escape(str(error))}")
    return below_links("pairs", desk)
