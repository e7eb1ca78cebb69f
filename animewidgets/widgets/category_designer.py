"""The category designer: a schema of categories as a tree that people edit in place."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import anywidget

from animewidgets.annotations import CategorySchema
from animewidgets.store import Store
from animewidgets.widgets._bundle import Bundle
from animewidgets.widgets.category_methods import SchemaDesk
from animewidgets.widgets.channel import Buffers, Channel, Method, Params, Reply, close_channel
from animewidgets.widgets.example_frames import ExampleFrames
from animewidgets.widgets.person import current_person
from animewidgets.widgets.proposal_methods import Community

if TYPE_CHECKING:
    from animewidgets.media import FrameSource


class CategoryDesigner(anywidget.AnyWidget):
    """Add, arrange, colour and describe categories; publish them as versions of a schema.

    What is changed is a draft, everybody's own, until it is published. It is kept in the store with each
    gesture, and outlives page, kernel and machine.

    Args:
        schema: the identity of a schema, or a schema to begin with where the store has none of its identity;
            by default that of the project's own, which need not be there yet.
        store: an open store, its path, or ``None`` for the default store.
        project: name of the project whose annotations are counted beside the categories.
        media: videos whose frames are shown where they are examples: paths, or what is open already.

    Raises:
        StoreError: the store cannot be opened; the subclass says why.
    """

    _esm = Bundle("category_designer.js")
    _css = Bundle("category_designer.css")

    def __init__(
        self,
        schema: CategorySchema | str | None = None,
        *,
        store: Store | str | Path | None = None,
        project: str = "default",
        media: Iterable[FrameSource | str | Path] = (),
    ) -> None:
        self.store = store if isinstance(store, Store) else Store.open(store)
        self._owns_store = self.store is not store
        self._frames = ExampleFrames(media)
        start = schema if isinstance(schema, CategorySchema) else None
        schema_id = start.schema_id if start else str(schema or project)
        self._desk = SchemaDesk(self.store, schema_id, start, current_person(), project)
        super().__init__()
        self._channel = Channel(
            self,
            {
                "hello": Method(self._hello),
                **self._desk.methods(self._published),
                **self._frames.methods(),
                **Community(self.store, schema_id, project, self._desk.person).methods(),
            },
        )
        self._frames.open(self._media_opened)

    def _media_opened(self) -> None:
        self._channel.send_event("releases")

    def _hello(self, _params: Params, _buffers: Buffers) -> Reply:
        return Reply({**self._desk.hello(), "releases": self._frames.hello()})

    def _published(self, schema: CategorySchema) -> None:
        self._channel.send_event("published", {"version": schema.version})

    @property
    def schema_id(self) -> str:
        """Identity of the schema."""
        return self._desk.schema_id

    @property
    def schema(self) -> CategorySchema:
        """The newest published version; version 0, without categories, as long as there is none."""
        return self._desk.newest

    @property
    def draft(self) -> CategorySchema:
        """The schema as this person's draft makes it."""
        return self._desk.schema

    def close(self) -> None:
        """Close the widget, and the store and the media that it opened itself."""
        super().close()
        if not close_channel(self):
            return
        self._frames.close()
        if self._owns_store:
            self.store.close()
