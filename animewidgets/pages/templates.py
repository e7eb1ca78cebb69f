"""The page of templates: put a labelling task together, beside the page that it makes."""

from __future__ import annotations

import html
from pathlib import Path

import ipywidgets

from animewidgets.annotations import Template
from animewidgets.errors import AnimeWidgetsError
from animewidgets.pages.layout import (
    GivenMedia,
    given_paths,
    links_to_pages,
    note,
    opened_store,
    project_name,
)
from animewidgets.pages.shapes import releases_of
from animewidgets.store import Store
from animewidgets.widgets.template_designer import TemplateDesigner


def _first(releases: list[list[Path]]) -> Path | list[Path] | None:
    """What the preview plays: the first release, of images all that follow on one another."""
    if not releases:
        return None
    files = releases[0]
    return files[0] if len(files) == 1 else files


def templates(
    template: Template | str | None = None,
    media: GivenMedia = None,
    *,
    store: Store | str | Path | None = None,
    project: str | None = None,
) -> ipywidgets.Widget:
    """Lay out the template designer.

    Args:
        template: what to work on; ``None`` lets a person choose from the gallery.
        media: what the preview plays, the first of several; ``None`` takes what the server was started with
            (``ANIMEWIDGETS_MEDIA``), else the demo episode where it was drawn, else a small clip.
        store: an open store or its path; ``None`` takes ``ANIMEWIDGETS_STORE`` or the default.
        project: name of the project; ``None`` takes ``ANIMEWIDGETS_PROJECT`` or ``"default"``.

    Returns:
        A widget; where something cannot be opened, a note that says why.
    """
    paths = given_paths(media)
    opened = opened_store(store)
    if not isinstance(opened, Store):
        return opened
    try:
        designer = TemplateDesigner(
            template,
            store=opened,
            media=_first(releases_of(paths)),
            project=project_name(project),
        )
    except AnimeWidgetsError as error:
        return note(f"<b>The designer could not be opened.</b> {html.escape(str(error))}")
    links = links_to_pages("templates")
    return ipywidgets.VBox([ipywidgets.HTML(links), designer]) if links else designer
