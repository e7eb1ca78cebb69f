"""The template designer: a labelling task put together in a form, beside the real page that it makes."""

from __future__ import annotations

from pathlib import Path

import anywidget
import ipywidgets

from animewidgets.annotations import (
    CategorySchema,
    Template,
    gallery,
    template_from_json,
)
from animewidgets.errors import TemplateError
from animewidgets.store import Store
from animewidgets.widgets._bundle import Bundle
from animewidgets.widgets.channel import Channel, close_channel
from animewidgets.widgets.frame_choice import Frames
from animewidgets.widgets.person import current_person
from animewidgets.widgets.template_methods import TemplateDesk
from animewidgets.widgets.template_preview import TemplatePreview

# Seconds that a draft on its way to the store is waited for when the designer closes.
_PATIENCE = 5


class TemplateForm(anywidget.AnyWidget):
    """The form of a :class:`TemplateDesigner`; it is of no use alone."""

    _esm = Bundle("template_designer.js")
    _css = Bundle("template_designer.css")


class TemplateDesigner(ipywidgets.Box):  # type: ignore[misc]  # ipywidgets is untyped
    """Put a task template together without code, with the real annotation page as its preview.

    Args:
        template: what to work on: a template, or the identity of one of the store or the gallery. By default
            a person chooses what to start from.
        store: an open store, its path, or ``None`` for the default store; drafts and versions are kept there.
        media: what the preview plays: whatever a ``FrameCanvas`` takes. By default the demo episode where
            it was drawn, else a small clip that is made on the fly.
        project: name of the project, as it is shown.

    Raises:
        StoreError: the store cannot be opened; the subclass says why.
        UnknownTemplate: there is no template of that identity.
    """

    def __init__(
        self,
        template: Template | str | None = None,
        *,
        store: Store | str | Path | None = None,
        media: Frames | None = None,
        project: str = "default",
    ) -> None:
        self.store = store if isinstance(store, Store) else Store.open(store)
        self._owns_store = self.store is not store
        self._project = project
        self._preview = TemplatePreview(media, project)
        self.form = TemplateForm()
        self._desk = TemplateDesk(
            self.store,
            tuple(gallery().values()),
            self._preview,
            person=current_person(),
            project=project,
            design=self._design,
        )
        if template is not None:
            try:
                self._desk.begin(template if isinstance(template, Template) else self._desk.known(template))
            except TemplateError:
                self._let_go()
                raise
        self._channel = Channel(self.form, self._desk.methods())
        super().__init__([self.form, self._preview.box])
        self.add_class("aw-template-designer")

    @property
    def document(self) -> dict[str, object] | None:
        """The draft under work as JSON, whole or not; ``None`` while somebody chooses what to start from."""
        return None if self._desk.document is None else dict(self._desk.document)

    @property
    def template(self) -> Template:
        """The draft under work. Raises ``TemplateError`` where there is none, or something is to mend."""
        if self._desk.document is None:
            raise TemplateError("nothing is under work yet: choose in the designer what to start from")
        return template_from_json(self._desk.document)

    def _design(self, schema: CategorySchema) -> str:
        """Put the category designer on a schema in the preview's place."""
        from animewidgets.widgets.category_designer import CategoryDesigner

        designer = CategoryDesigner(schema, store=self.store, project=self._project)
        told = (
            f"The categories of “{schema.schema_id}”. Publish a version there, and choose it in the step "
            "“Categories”; “Show the preview anew” brings the page back."
        )
        self._preview.show_besides(designer, told)
        return told

    def close(self) -> None:
        """Close form and preview, and the store where the designer opened it."""
        super().close()
        if not close_channel(self, _PATIENCE):
            return
        self._let_go()

    def _let_go(self) -> None:
        self._preview.close()
        for widget in (self.form, self._preview.box):
            widget.close()
        if self._owns_store:
            self.store.close()
