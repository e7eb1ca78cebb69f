"""The page of alignment: two releases beside each other, and the map between them."""

from __future__ import annotations

import html
from pathlib import Path

import ipywidgets

from animewidgets.errors import AnimeWidgetsError
from animewidgets.pages.layout import (
    GivenMedia,
    below_links,
    given_paths,
    note,
    opened_store,
    project_name,
)
from animewidgets.store import Store
from animewidgets.timemaps import TimeMap
from animewidgets.widgets.alignment_editor import AlignmentEditor

TWO_NEEDED = (
    "Two releases of an episode are aligned, and {count} given. Serve them with "
    "<code>animewidgets annotate A B --page align</code>, or call <code>align('a.mkv', 'b.mkv')</code> in a "
    "notebook."
)


def align(
    a: GivenMedia = None,
    b: str | Path | None = None,
    *,
    time_map: TimeMap | None = None,
    store: Store | str | Path | None = None,
    project: str | None = None,
) -> ipywidgets.Widget:
    """Lay out the alignment editor of two releases.

    Args:
        a: the release that the map leads from; ``None`` takes what the server was started with
            (``ANIMEWIDGETS_MEDIA``). Of several, any two can be chosen.
        b: the release that it leads to.
        time_map: what to begin with where the store has no map of the two.
        store: an open store or its path; ``None`` takes ``ANIMEWIDGETS_STORE`` or the default.
        project: name of the project; ``None`` takes ``ANIMEWIDGETS_PROJECT`` or ``"default"``.

    Returns:
        A widget; where something cannot be opened, a note that says why.
    """
    paths = given_paths(a) + ([] if b is None else [Path(b).expanduser()])
    if len(paths) < 2:
        told = TWO_NEEDED.format(count=("none was", "one was")[len(paths)])
        return below_links("align", note(told))
    opened = opened_store(store)
    if not isinstance(opened, Store):
        return opened
    name = project_name(project)
    if len(paths) == 2:
        return below_links("align", editor_of(paths[0], paths[1], opened, name, time_map))
    return below_links("align", _chosen(paths, opened, name))


def editor_of(
    a: Path, b: Path, store: Store, project: str, time_map: TimeMap | None = None
) -> ipywidgets.Widget:
    """The editor of two files; a note where they cannot be opened, or are no pair."""
    try:
        return AlignmentEditor(a, b, time_map=time_map, store=store, project=project)
    except AnimeWidgetsError as error:
        # The message may name the paths; a visitor gets the files' names only.
        text = str(error).replace(str(a), a.name).replace(str(b), b.name)
        return note(
            f"<b>{html.escape(a.name)} and {html.escape(b.name)} cannot be aligned</b> "
            f"({type(error).__name__}). {html.escape(text)}"
        )


def _chosen(paths: list[Path], store: Store, project: str) -> ipywidgets.Widget:
    """Two choices among several files, over the editor of the pair."""
    names = [(path.stem, at) for at, path in enumerate(paths)]
    sides = [ipywidgets.Dropdown(options=names, value=at, description=title) for at, title in enumerate("AB")]
    place = ipywidgets.VBox([editor_of(paths[0], paths[1], store, project)])

    def choose(_change: object) -> None:
        for child in place.children:
            child.close()
        first, second = (paths[side.value] for side in sides)
        place.children = (editor_of(first, second, store, project),)

    for side in sides:
        side.observe(choose, names="value")
    return ipywidgets.VBox([ipywidgets.HBox(sides), place])
