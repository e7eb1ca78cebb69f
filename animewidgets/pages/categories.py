"""The page of categories: choose a schema, or begin one, and arrange its categories."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from pathlib import Path

import ipywidgets

from animewidgets.annotations import CategorySchema
from animewidgets.annotations.category_attributes import LONGEST_NAME, is_short_text
from animewidgets.errors import AnimeWidgetsError
from animewidgets.pages.layout import (
    GivenMedia,
    given_paths,
    links_to_pages,
    note,
    opened_store,
    project_name,
)
from animewidgets.store import Store
from animewidgets.widgets.category_designer import CategoryDesigner

_NEW = object()


def categories(
    schema: CategorySchema | str | None = None,
    media: GivenMedia = None,
    *,
    store: Store | str | Path | None = None,
    project: str | None = None,
) -> ipywidgets.Widget:
    """Lay out the page on which categories are arranged.

    Args:
        schema: the schema to open, or its identity; ``None`` lets the person choose among those of the store,
            or begin one. The first is that of the project's own name.
        media: videos whose frames are seen where they are examples; ``None`` takes what the server was
            started with. None are needed.
        store: an open store or its path; ``None`` takes ``ANIMEWIDGETS_STORE`` or the default.
        project: name of the project; ``None`` takes ``ANIMEWIDGETS_PROJECT`` or ``"default"``.

    Returns:
        A widget. A store that cannot be opened shows its error in its place.
    """
    opened = opened_store(store)
    if not isinstance(opened, Store):
        return opened
    name, paths = project_name(project), given_paths(media)

    def designer_of(one: CategorySchema | str) -> ipywidgets.Widget:
        try:
            return CategoryDesigner(one, store=opened, project=name, media=paths)
        except AnimeWidgetsError as error:
            return note(f"<b>The categories could not be opened.</b> {html.escape(str(error))}")

    links = links_to_pages("categories")
    head: list[ipywidgets.Widget] = [ipywidgets.HTML(links)] if links else []
    if schema is not None:
        only = designer_of(schema)
        return ipywidgets.VBox([*head, only]) if head else only
    place = ipywidgets.VBox([designer_of(name)])

    def choose(identity: str) -> None:
        for child in place.children:
            child.close()
        place.children = (designer_of(identity),)

    known = [name, *(one for one in opened.schemas.identities() if one != name)]
    chooser = SchemaChooser(known, choose)
    return ipywidgets.VBox([ipywidgets.HBox([chooser.box, *head]), place])


class SchemaChooser:
    """A list of schemas, with a last line that begins another.

    Args:
        known: their identities; the first is chosen.
        choose: called with the identity of another one.
    """

    def __init__(self, known: Sequence[str], choose: Callable[[str], None]) -> None:
        self._choose = choose
        self.list = ipywidgets.Dropdown(description="Schema", options=_options(known))
        self.name = ipywidgets.Text(
            placeholder="Name of the new schema", continuous_update=False, layout={"display": "none"}
        )
        self.why = ipywidgets.HTML()
        self.box = ipywidgets.HBox([self.list, self.name, self.why])
        self._known = list(known)
        self.list.observe(self._chosen, names="value")
        self.name.observe(self._named, names="value")

    def _chosen(self, change: dict[str, object]) -> None:
        is_new = change["new"] is _NEW
        self.name.layout.display = "" if is_new else "none"
        self.why.value = ""
        if not is_new:
            self._choose(str(change["new"]))

    def _named(self, change: dict[str, object]) -> None:
        name = str(change["new"]).strip()
        if not name:
            return
        if not is_short_text(name):
            self.why.value = html.escape(f"A schema needs a name of at most {LONGEST_NAME} characters.")
            return
        if name not in self._known:
            self._known.append(name)
            self.list.options = _options(self._known)
        self.name.value = ""
        self.list.value = name


def _options(known: Sequence[str]) -> list[tuple[str, object]]:
    return [*((one, one) for one in known), ("New schema …", _NEW)]
