"""The frame canvas: boxes, polygons and points on exact frames, saved to the store as they are drawn."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypedDict, Unpack

from animewidgets.annotations import FRAME_SHAPES, Category, CategorySchema, Template
from animewidgets.media import Media
from animewidgets.store import Store
from animewidgets.widgets._bundle import Bundle
from animewidgets.widgets.channel import JSON
from animewidgets.widgets.flow_methods import flow_methods
from animewidgets.widgets.shape_rows import shape_rows
from animewidgets.widgets.shot_methods import known_cuts
from animewidgets.widgets.task_widget import DecoderChoice, TaskWidget

if TYPE_CHECKING:
    import pandas as pd

Tool = Literal["box", "polygon", "point"]
Categories = CategorySchema | Iterable[Category | str]

TOOLS: tuple[Tool, ...] = ("box", "polygon", "point")
#: Okabe and Ito's colours, which stay apart under the common colour-vision deficiencies.
COLOURS = ("#e69f00", "#56b4e9", "#009e73", "#f0e442", "#cc79a7", "#d55e00", "#4477aa", "#ee99aa", "#bbbbbb")


class FrameCanvas(TaskWidget):
    """Draw boxes, polygons and points on the frames of a release; every edit goes to the store at once.

    Args:
        media: a path, or a media file that is open already.
        tools: which shapes can be drawn: ``"box"``, ``"polygon"``, ``"point"``. Shapes of other kinds that
            the task has are shown and can be moved.
        categories: names, categories or a whole schema; by default those of ``template``. Other categories
            make another task: what was drawn with the old ones stays with the old ones.
        store: an open store, its path, or ``None`` for the default store.
        project: name of the project; made on first use.
        template: which kinds and categories the task takes, where more is to be said than ``categories``.
        decoder: ``"browser"`` (WebCodecs), ``"kernel"`` (PyAV), or ``"auto"``.
        frame: ordinal of the frame to show first.

    Raises:
        MediaError: the media file cannot be opened; the subclass says why.
        StoreError: the store cannot be opened; the subclass says why.
        FrameOutsideMedia: ``frame`` is no frame of the release.
        ValueError: a tool is not known, or the template does not take what it draws; or two categories have
            one identity.

    The trait ``frame`` is the ordinal of the frame on the screen, both ways.
    """

    _esm = Bundle("frame_canvas.js")
    _css = Bundle("frame_canvas.css")

    def __init__(
        self,
        media: Media | str | Path,
        *,
        tools: Iterable[Tool] = TOOLS,
        categories: Categories | None = None,
        store: Store | str | Path | None = None,
        project: str = "default",
        template: Template = FRAME_SHAPES,
        decoder: DecoderChoice = "auto",
        frame: int = 0,
    ) -> None:
        if categories is not None:
            template = with_categories(template, categories)
        self._tools = _known_tools(tools, template)
        self._begin(media, store, project, template, decoder)
        super().__init__(frame=frame)
        self._listen(flow_methods(self.media, self._desk.bounds, self._tell_flow))

    def _tell_flow(self, done: int, total: int) -> None:
        self._channel.send_event("progress", {"what": "flow", "done": done, "total": total})

    def _hello_besides(self) -> Mapping[str, JSON]:
        return {"audio": [], "tools": list(self._tools), "cuts": known_cuts(self.media)}

    @property
    def annotations(self) -> pd.DataFrame:
        """The live shapes of the task, in the order of time: one row per box, polygon and point annotation.

        ``frame`` is the ordinal of the frame, ``start_pts`` its tick, ``seconds`` for display. ``x``, ``y``,
        ``width`` and ``height`` are the box, or the least box around a polygon or points, in pixels of the
        decoded picture after rotation, corners of pixels at integers; ``geometry`` is the kind's own JSON.
        """
        return shape_rows(self.store.rows("annotations", self.task_id))


class CanvasOptions(TypedDict, total=False):
    """What a canvas of one tool takes besides the media; see :class:`FrameCanvas`."""

    categories: Categories | None
    store: Store | str | Path | None
    project: str
    template: Template
    decoder: DecoderChoice
    frame: int


class BoxCanvas(FrameCanvas):
    """A :class:`FrameCanvas` that draws boxes."""

    def __init__(self, media: Media | str | Path, **options: Unpack[CanvasOptions]) -> None:
        super().__init__(media, tools=("box",), **options)


class PolygonCanvas(FrameCanvas):
    """A :class:`FrameCanvas` that draws polygons."""

    def __init__(self, media: Media | str | Path, **options: Unpack[CanvasOptions]) -> None:
        super().__init__(media, tools=("polygon",), **options)


class PointCanvas(FrameCanvas):
    """A :class:`FrameCanvas` that draws points."""

    def __init__(self, media: Media | str | Path, **options: Unpack[CanvasOptions]) -> None:
        super().__init__(media, tools=("point",), **options)


def with_categories(template: Template, categories: Categories) -> Template:
    """The same task with other categories, under an identity that says which.

    Names become categories: ``"Left hand"`` has the identity ``left-hand``, and the first nine have the keys
    ``1`` to ``9``. Raises ``ValueError`` where two have one identity, or there are none.
    """
    schema = categories if isinstance(categories, CategorySchema) else _schema_of(categories)
    return Template(
        f"{template.template_id}/{schema.schema_id}",
        schema.version,
        template.name,
        template.kinds,
        schema,
        template.guidelines,
    )


def _schema_of(categories: Iterable[Category | str]) -> CategorySchema:
    made = tuple(
        one if isinstance(one, Category) else _category(one, at) for at, one in enumerate(categories)
    )
    known = {one.category_id: one for one in made}
    if not made or len(known) != len(made):
        raise ValueError(
            "categories need names that differ, got " + (", ".join(repr(one.name) for one in made) or "none")
        )
    told = "\n".join("\t".join((c.category_id, c.name, c.colour, c.hotkey or "")) for c in made)
    return CategorySchema(f"own-{hashlib.sha256(told.encode()).hexdigest()[:12]}", 1, made)


def _category(name: str, at: int) -> Category:
    identity = re.sub(r"[^\w]+", "-", name.strip().lower()).strip("-")
    if not identity:
        raise ValueError(f"a category needs a name with a letter or digit in it, not {name!r}")
    return Category(identity, name.strip(), COLOURS[at % len(COLOURS)], str(at + 1) if at < 9 else None)


def _known_tools(tools: Iterable[Tool], template: Template) -> tuple[Tool, ...]:
    wanted = (tools,) if isinstance(tools, str) else tuple(tools)
    kinds = {kind.value for kind in template.kinds}
    for tool in wanted:
        if tool not in TOOLS:
            raise ValueError(f"tools are {', '.join(map(repr, TOOLS))}, not {tool!r}")
        if tool not in kinds:
            raise ValueError(f"the template {template.template_id!r} takes no {tool!r}")
    if not wanted:
        raise ValueError("a canvas needs at least one tool")
    return tuple(tool for tool in TOOLS if tool in wanted)
