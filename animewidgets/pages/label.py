"""The page of templates: choose a task, a release, and label by it."""

from __future__ import annotations

import html
import itertools
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import ipywidgets

from animewidgets.annotations import Page, Template, gallery, read_template
from animewidgets.errors import AnimeWidgetsError, TemplateError, UnknownTemplate
from animewidgets.pages.annotate import timeline_of
from animewidgets.pages.layout import GivenMedia, laid_out, not_opened, note
from animewidgets.pages.shapes import named_releases
from animewidgets.store import Store
from animewidgets.widgets.frame_canvas import FrameCanvas

TEMPLATE_VARIABLE = "ANIMEWIDGETS_TEMPLATE"

_EDITORS = {
    Page.TIMING: "Cuts and segments",
    Page.SHAPES: "Shapes and tags",
    Page.SOUNDS: "Sounds on lanes",
}


def label(
    template: Template | str | Path | None = None,
    media: GivenMedia = None,
    *,
    store: Store | str | Path | None = None,
    project: str | None = None,
) -> ipywidgets.Widget:
    """Lay out the page of a template: the editor that it asks for, with its guidelines and units.

    Args:
        template: a template; the name of one of the gallery or of the store; the path of a template's file.
            ``None`` takes what the server was started with (``ANIMEWIDGETS_TEMPLATE``), else lets choose.
        media: path or paths; ``None`` takes what the server was started with
            (``ANIMEWIDGETS_MEDIA``, a JSON list of paths). Image files that follow on one another are one
            release.
        store: an open store or its path; ``None`` takes ``ANIMEWIDGETS_STORE`` or the default.
        project: name of the project; ``None`` takes ``ANIMEWIDGETS_PROJECT`` or ``"default"``.

    Returns:
        A widget. A template or file that cannot be opened shows its error in its place.
    """
    wanted = template or os.environ.get(TEMPLATE_VARIABLE, "").strip() or None

    def editor_for(files: list[Path], opened: Store, name: str) -> ipywidgets.Widget:
        def open_by(chosen: Template) -> ipywidgets.Widget:
            return opened_by(chosen, files, opened, name)

        if wanted is None:
            return with_templates(known_templates(opened), open_by)
        try:
            return open_by(template_named(wanted, opened))
        except TemplateError as error:
            return note(f"<b>The template could not be opened.</b> {html.escape(str(error))}")

    return laid_out(
        "label", "label('cut-timing', 'episode.mkv')", media, store, project, named_releases, editor_for
    )


def opened_by(template: Template, files: list[Path], store: Store, project: str) -> ipywidgets.Widget:
    """The editor that a template asks for, on a release; or why there is none."""
    if template.opens is not Page.SHAPES:
        return timeline_of(files[0], store, project, template, guide=True)
    try:
        media = files[0] if len(files) == 1 else files
        return FrameCanvas(media, store=store, project=project, template=template, guide=True)
    except AnimeWidgetsError as error:
        return not_opened(files[0], error)


def template_named(wanted: Template | str | Path, store: Store) -> Template:
    """A template as somebody named it.

    Raises:
        UnknownTemplate: it is no name of the gallery or store, and no file.
        TemplateError: the file cannot be used; the subclass says why.
    """
    if isinstance(wanted, Template):
        return wanted
    name = str(wanted)
    if isinstance(wanted, str) and name in gallery():
        return gallery()[name]
    if name.endswith(".json"):
        return read_template(Path(name).expanduser())
    found = {one.template_id: one for one in known_templates(store)}
    if name in found:
        return found[name]
    known = ", ".join(found) or "none"
    raise UnknownTemplate(
        f"no template is called {name!r}. There are {known}; a file of your own ends in .json"
    )


def known_templates(store: Store) -> list[Template]:
    """The templates of the store in their newest versions, then those of the gallery that it has not."""
    own = list(_of_store(store))
    names = {one.template_id for one in own}
    return own + [one for one in gallery().values() if one.template_id not in names]


def _of_store(store: Store) -> Iterator[Template]:
    """The templates that somebody published in the store, newest version each.

    Those that are there only because somebody labels by them are the gallery's; those that a newer program
    wrote are left out.
    """
    known = store.templates.list()
    for template_id in known.template_id[known.published_by.notna()].tolist():
        try:
            yield store.templates.get(template_id)
        except TemplateError:
            continue


def with_templates(
    templates: Sequence[Template], open_by: Callable[[Template], ipywidgets.Widget]
) -> ipywidgets.Widget:
    """Cards of templates; the one that is chosen gives way to its editor, with a way back."""
    place = ipywidgets.VBox()

    def close() -> None:
        for child in place.children:
            _close(child)

    def choose(template: Template) -> None:
        back = ipywidgets.Button(
            description="All templates",
            icon="arrow-left",
            tooltip="Choose another template; what was labelled is saved",
        )
        back.add_class("aw-all-templates")
        back.on_click(lambda _: show())
        editor = open_by(template)
        close()
        place.children = (back, editor)

    def show() -> None:
        close()
        cards = ipywidgets.GridBox([_card(one, choose) for one in templates])
        cards.layout.grid_template_columns = "repeat(auto-fill, minmax(260px, 1fr))"
        cards.layout.grid_gap = "12px"
        cards.add_class("aw-templates")
        place.children = (ipywidgets.HTML(_HEAD), cards)

    show()
    return place


def _close(widget: ipywidgets.Widget) -> None:
    """Close a widget and all that it holds: an editor may stand below a note."""
    for child in getattr(widget, "children", ()):
        _close(child)
    widget.close()


def _card(template: Template, choose: Callable[[Template], None]) -> ipywidgets.Widget:
    button = ipywidgets.Button(description=template.name, tooltip=f"Label by “{template.name}”")
    button.layout.width = "auto"
    button.add_class("aw-template")
    button.add_class(f"aw-template-{template.template_id}")
    button.on_click(lambda _: choose(template))
    about = html.escape(template.description or _EDITORS[template.opens])
    kinds = html.escape(_EDITORS[template.opens])
    colours = "".join(
        f'<i title="{html.escape(one.name)}" style="background:{one.colour}"></i>'
        for one in itertools.islice(template.categories, _MOST_COLOURS)
    )
    text = ipywidgets.HTML(
        f"<p>{about}</p><p><small>{kinds} · version {template.version}</small><span>{colours}</span></p>"
    )
    card = ipywidgets.VBox([button, text])
    card.add_class("aw-template-card")
    return card


_MOST_COLOURS = 12

#: Says what the cards are for, and how they look: a card is one large button.
_HEAD = """<style>
.aw-template-card {
  position: relative; padding: 10px 12px; border-radius: 6px;
  border: 1px solid var(--jp-border-color1, #c9cdd4);
  background: var(--jp-layout-color1, transparent);
}
.aw-template-card:hover, .aw-template-card:focus-within {
  border-color: var(--jp-brand-color1, #1976d2);
  box-shadow: 0 0 0 1px var(--jp-brand-color1, #1976d2);
}
.aw-template-card .aw-template {
  padding: 0; background: none; box-shadow: none; outline: none; text-align: left; font-weight: 600;
  font-size: 14px; color: var(--jp-ui-font-color1, inherit);
}
.aw-template-card .aw-template::after { content: ""; position: absolute; inset: 0; cursor: pointer; }
.aw-template-card p { margin: 0; line-height: 1.4; }
.aw-template-card p + p {
  display: flex; flex-wrap: wrap; gap: 4px 12px; align-items: center; justify-content: space-between;
  margin-top: 8px;
}
.aw-template-card small { opacity: .75; font-size: inherit; }
.aw-template-card span { display: flex; gap: 3px; }
.aw-template-card i { width: 11px; height: 11px; border-radius: 2px; }
.aw-templates-head { font-size: 16px; font-weight: 600; margin: 6px 0 2px; }
</style>
<p class="aw-templates-head">What is to be labelled?</p>"""
