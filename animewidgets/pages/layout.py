"""What every page is laid out with: the releases that it was given, a choice among them, notes."""

from __future__ import annotations

import html
import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias, TypeVar

import ipywidgets

from animewidgets.errors import AnimeWidgetsError
from animewidgets.page_names import PAGE_NAMES
from animewidgets.store import Store

MEDIA_VARIABLE = "ANIMEWIDGETS_MEDIA"
PROJECT_VARIABLE = "ANIMEWIDGETS_PROJECT"
#: Pages that the server has beside one another, as ``name=address`` joined by spaces.
PAGES_VARIABLE = "ANIMEWIDGETS_PAGES"

R = TypeVar("R")

NO_MEDIA = (
    "No media file was given. Serve your own with <code>animewidgets annotate FILE…</code>, or call "
    "<code>{call}</code> in a notebook."
)


#: What a page is called with: a path, paths, or nothing, which means what the server was started with.
GivenMedia: TypeAlias = str | Path | Sequence[str | Path] | None


def laid_out(
    page: str,
    call: str,
    media: GivenMedia,
    store: Store | str | Path | None,
    project: str | None,
    releases_of: Callable[[list[Path]], list[tuple[str, R]]],
    editor_for: Callable[[R, Store, str], ipywidgets.Widget],
) -> ipywidgets.Widget:
    """A page: its releases, by name, over the editor of the one that is chosen; a note where there are none.

    Args:
        page: a key of :data:`~animewidgets.page_names.PAGE_NAMES`.
        call: how the page is called in a notebook, for who gave no media.
        media: path or paths; ``None`` takes what the server was started with.
        store: an open store or its path; ``None`` takes ``ANIMEWIDGETS_STORE`` or the default.
        project: name of the project; ``None`` takes ``ANIMEWIDGETS_PROJECT`` or ``"default"``.
        releases_of: names the releases that the paths are.
        editor_for: makes the editor of a release, in a store and a project.
    """
    paths = given_paths(media)
    if not paths:
        return note(NO_MEDIA.format(call=call))
    opened = opened_store(store)
    if not isinstance(opened, Store):
        return opened
    name, releases = project_name(project), releases_of(paths)
    return with_chooser(
        [title for title, _ in releases], lambda at: editor_for(releases[at][1], opened, name), page
    )


def by_file(paths: list[Path]) -> list[tuple[str, Path]]:
    """Each file a release, called as the file is."""
    return [(path.stem, path) for path in paths]


def given_paths(media: GivenMedia) -> list[Path]:
    """The paths that the page was called with, or that the server was started with."""
    if media is None:
        media = json.loads(os.environ.get(MEDIA_VARIABLE) or "[]")
    if isinstance(media, str | Path):
        media = [media]
    return [Path(one).expanduser() for one in media]


def project_name(project: str | None) -> str:
    """The project that the page was called with, or that the server was started with."""
    return project or os.environ.get(PROJECT_VARIABLE, "").strip() or "default"


def opened_store(store: Store | str | Path | None) -> Store | ipywidgets.HTML:
    """The store, or a note that says why there is none."""
    try:
        return store if isinstance(store, Store) else Store.open(store)
    except AnimeWidgetsError as error:
        return note(f"<b>The store could not be opened.</b> {html.escape(str(error))}")


def not_opened(path: Path, error: AnimeWidgetsError) -> ipywidgets.HTML:
    """A note in place of a file. The message may name the path; a visitor gets the file's name only."""
    text = str(error).replace(str(path), path.name)
    return note(
        f"<b>{html.escape(path.name)} could not be opened</b> ({type(error).__name__}). {html.escape(text)}"
    )


def with_chooser(
    names: Sequence[str], editor_for: Callable[[int], ipywidgets.Widget], page: str
) -> ipywidgets.Widget:
    """The editor of the only release, or a choice of releases over the editor of the chosen one.

    Editors are made when first chosen. Where the server has other pages, links to them stand above.
    """
    head: list[ipywidgets.Widget] = []
    place = ipywidgets.VBox([editor_for(0)])

    def choose(change: dict[str, int]) -> None:
        for child in place.children:
            child.close()
        place.children = (editor_for(change["new"]),)

    if len(names) > 1:
        chooser = ipywidgets.Dropdown(
            options=[(name, at) for at, name in enumerate(names)], description="Release"
        )
        chooser.observe(choose, names="value")
        head.append(chooser)
    links = links_to_pages(page)
    if links:
        head.append(ipywidgets.HTML(links))
    if not head:
        (only,) = place.children
        # A box that nobody shows would go on holding an editor that is closed.
        place.children = ()
        place.close()
        return only
    return ipywidgets.VBox([ipywidgets.HBox(head), place])


def addresses_of_pages() -> dict[str, str]:
    """The addresses of the server's pages by their names; empty where it has one only."""
    return dict(one.split("=", 1) for one in os.environ.get(PAGES_VARIABLE, "").split() if "=" in one)


def links_to_pages(page: str) -> str:
    """Links to the other pages of the server, as HTML; empty where there are none."""
    pages = addresses_of_pages()
    return " · ".join(
        f'<a class="aw-page-link" href="{html.escape(address)}">{html.escape(PAGE_NAMES.get(name, name))}</a>'
        for name, address in pages.items()
        if name != page
    )


def below_links(page: str, editor: ipywidgets.Widget) -> ipywidgets.Widget:
    """A widget below the links to the other pages; by itself where there are none."""
    links = links_to_pages(page)
    return ipywidgets.VBox([ipywidgets.HTML(links), editor]) if links else editor


def note(text: str) -> ipywidgets.HTML:
    """Some words, as HTML, where an editor would stand."""
    return ipywidgets.HTML(f'<div class="aw-note" role="alert">{text}</div>')
