"""The frame canvas: shapes, tracks and tags on exact frames, saved to the store as they are drawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypedDict, Unpack

from animewidgets.analysis.assist import built_in
from animewidgets.annotations import FRAME_SHAPES, Annotation, Category, CategorySchema, Template, own_schema
from animewidgets.media import Images, Media
from animewidgets.store import Store
from animewidgets.widgets._bundle import Bundle
from animewidgets.widgets.assisted import AssistDesk, Assisted
from animewidgets.widgets.channel import JSON, Buffers, Method, Params, Reply
from animewidgets.widgets.flow_methods import flow_methods
from animewidgets.widgets.frame_choice import FrameRef, Frames, chosen_frames, nearest_chosen, open_frames
from animewidgets.widgets.guide import prelabelling
from animewidgets.widgets.prefill import add_annotations
from animewidgets.widgets.shape_rows import shape_rows
from animewidgets.widgets.shot_methods import known_cuts
from animewidgets.widgets.task_widget import DecoderChoice, TaskWidget
from animewidgets.widgets.track_rows import track_frames

if TYPE_CHECKING:
    import pandas as pd

    from animewidgets.widgets.preview import Preview

Tool = Literal["box", "polygon", "mask", "point", "tag"]
Categories = CategorySchema | Iterable[Category | str]

TOOLS: tuple[Tool, ...] = ("box", "polygon", "mask", "point", "tag")


class FrameCanvas(Assisted, TaskWidget):
    """Draw shapes and tracks on the frames of a release, and tag them; every edit goes to the store at once.

    Args:
        media: a video file, an image, a folder of images, arrays uint8[h,w,3] or a stack of them, a list of
            images and arrays; or what is open already.
        tools: which shapes can be drawn: ``"box"``, ``"polygon"``, ``"mask"``, ``"point"``. Shapes of
            other kinds that the task has are shown and can be moved.
            With ``"tag"`` frames, spans and shots are tagged. By default those of the template.
        categories: names, categories or a whole schema; by default those of ``template``. Other categories
            make another task: what was drawn with the old ones stays with the old ones.
        store: an open store, its path, or ``None`` for the default store.
        project: name of the project; made on first use.
        template: which kinds and categories the task takes, where more is to be said than ``categories``.
        decoder: ``"browser"`` (WebCodecs), ``"kernel"`` (PyAV), or ``"auto"``.
        frame: ordinal of the frame to show first.
        frames: only these frames can be reached, in the order of time: ordinals, or frame keys
            ``(release_id, pts)``. Without it all can.
        guide: whether units of work, guidelines and pre-labels are shown; by default where the template has
            any.

    Raises:
        MediaError: the media file cannot be opened; the subclass says why.
        StoreError: the store cannot be opened; the subclass says why.
        FrameOutsideMedia: ``frame``, or one of ``frames``, is no frame of the release.
        WrongRelease: a frame key is of another release.
        ValueError: a tool is not known, or the template does not take what it draws; or two categories have
            one identity.

    The trait ``frame`` is the ordinal of the frame on the screen, both ways.
    """

    _esm = Bundle("frame_canvas.js")
    _css = Bundle("frame_canvas.css")

    def __init__(
        self,
        media: Frames,
        *,
        tools: Iterable[Tool] | None = None,
        categories: Categories | None = None,
        store: Store | str | Path | None = None,
        project: str = "default",
        template: Template = FRAME_SHAPES,
        decoder: DecoderChoice = "auto",
        frame: int = 0,
        frames: Iterable[FrameRef] | None = None,
        guide: bool | None = None,
    ) -> None:
        if categories is not None:
            template = with_categories(template, categories)
        self._tools = _drawn(template) if tools is None else _known_tools(tools, template)
        opened = open_frames(media)
        self._chosen = chosen_frames(frames, opened)
        self._begin(opened, store, project, template, decoder, guide)
        self._owns_media = opened is not media
        self._assist = AssistDesk(self.media, self._desk, self._tools, self._tell)
        self._assist.assistants = prelabelling(built_in(self._tools), template)
        super().__init__(frame=nearest_chosen(opened.index.check(frame), self._chosen))
        flow = flow_methods(self.media, self._desk.bounds, self._tell)
        self._listen({**self._assist.methods(), **flow, "tags.shots": Method(self._shots, "ordered")})

    def _hello_besides(self) -> Mapping[str, JSON]:
        told: dict[str, JSON] = {"audio": [], "tools": list(self._tools)}
        told["cuts"] = known_cuts(self.media) if isinstance(self.media, Media) else []
        told["shots"] = self._shot_starts()
        told["assist"] = self._assist.hello()
        if self._chosen is not None:
            told["frames"] = list(self._chosen)
        if isinstance(self.media, Images):
            told["names"] = list(self.media.names)
        return told

    @property
    def categories(self) -> CategorySchema:
        """What a label of this canvas may say."""
        return self._desk.template.categories

    def preview(self, frames: Iterable[FrameRef] | None = None, *, height: int | None = None) -> Preview:
        """What was drawn, over its frames, for galleries and files; see :func:`animewidgets.preview`."""
        from animewidgets.widgets.preview import preview

        return preview(self, frames=frames, height=height)

    def _shot_starts(self) -> list[JSON]:
        """Ticks of the cuts that the project has on the release, where frames can be tagged."""
        return list(self.store.shot_starts(self.task_id)) if "tag" in self._tools else []

    def _shots(self, _params: Params, _buffers: Buffers) -> Reply:
        return Reply({"shots": self._shot_starts()})

    @property
    def annotations(self) -> pd.DataFrame:
        """The live shapes and tags of the task, in the order of time: one row per annotation.

        ``frame`` is the ordinal of the frame, ``start_pts`` its tick, ``seconds`` for display. ``x``, ``y``,
        ``width`` and ``height`` are the box, or the least box around a polygon, mask or points, in pixels of
        the decoded picture after rotation, corners of pixels at integers. ``geometry`` is the kind's own
        JSON, of masks COCO's run lengths. ``scope`` tells what a tag is said of (``frame``, ``span`` or
        ``shot``) and ``end_pts`` where its span ends; ``values`` are what is said by attributes, by name.
        """
        return shape_rows(self.store.rows("annotations", self.task_id))

    def track_frames(self, frames: Sequence[int] | None = None) -> pd.DataFrame:
        """The tracks of the task frame by frame; ``interpolated`` says where nobody drew them.

        One row for every frame on which a track is in the picture, of all frames of the release or of some
        ordinals. ``origin`` is ``"key"``, ``"linear"`` or ``"hold"``; ``geometry`` is the shape's own JSON,
        ``x``, ``y``, ``width`` and ``height`` the least box around it; ``source`` and ``score`` tell who said
        the key that counts: a person, or what proposed it. In SQL the views ``tracks``, ``track_keys`` and
        ``track_boxes`` say the same.
        """
        return track_frames(self.store.rows("annotations", self.task_id), self.media.index.pts, frames)

    def add(
        self,
        annotations: Iterable[Annotation | Mapping[str, object]] | pd.DataFrame,
        *,
        keep_ids: bool = False,
    ) -> list[str]:
        """Put annotations into the task, as this person: all of them in one commit, or none.

        Open pages show them at once. They can be changed and deleted like any other; the page's undo does not
        take them back. Sources, scores and remarks stay as they are given.

        Args:
            annotations: :class:`Annotation` objects, mappings, or a table with the columns of
                :attr:`annotations` of this canvas or another one. Of the columns only ``kind``, and
                ``start_pts`` or ``frame``, must be there; ``geometry`` is the kind's own JSON.
            keep_ids: keep their identities, which must be new to the store; by default they get new ones.

        Returns:
            The identities, in order.

        Raises:
            AnnotationError: one breaks a rule of the task, for example has no area, crosses itself, is a mask
                of another size than the pictures, or has a category that the task does not know. The message
                names its row, and nothing is saved.
            FrameOutsideMedia: a ``frame`` is none of the release.
            CommitConflict: with ``keep_ids``, the store has an annotation of the same identity.
        """
        ids, number = add_annotations(self._desk, self.media.index, annotations, keep_ids=keep_ids)
        if number is not None:
            self._tell("changed", {"number": number})
        return ids


class CanvasOptions(TypedDict, total=False):
    """What a canvas of one tool takes besides the media; see :class:`FrameCanvas`."""

    categories: Categories | None
    store: Store | str | Path | None
    project: str
    template: Template
    decoder: DecoderChoice
    frame: int
    frames: Iterable[FrameRef] | None
    guide: bool | None


class BoxCanvas(FrameCanvas):
    """A :class:`FrameCanvas` that draws boxes."""

    def __init__(self, media: Frames, **options: Unpack[CanvasOptions]) -> None:
        super().__init__(media, tools=("box",), **options)


class PolygonCanvas(FrameCanvas):
    """A :class:`FrameCanvas` that draws polygons."""

    def __init__(self, media: Frames, **options: Unpack[CanvasOptions]) -> None:
        super().__init__(media, tools=("polygon",), **options)


class MaskCanvas(FrameCanvas):
    """A :class:`FrameCanvas` that paints masks."""

    def __init__(self, media: Frames, **options: Unpack[CanvasOptions]) -> None:
        super().__init__(media, tools=("mask",), **options)


class PointCanvas(FrameCanvas):
    """A :class:`FrameCanvas` that draws points."""

    def __init__(self, media: Frames, **options: Unpack[CanvasOptions]) -> None:
        super().__init__(media, tools=("point",), **options)


class TagCanvas(FrameCanvas):
    """A :class:`FrameCanvas` that tags frames, spans and shots."""

    def __init__(self, media: Media | str | Path, **options: Unpack[CanvasOptions]) -> None:
        super().__init__(media, tools=("tag",), **options)


def with_categories(template: Template, categories: Categories) -> Template:
    """The same task with other categories, under an identity that says which.

    Names become categories: ``"Left hand"`` has the identity ``left-hand``, and the first nine have the keys
    ``1`` to ``9``. Raises ``ValueError`` where two have one identity, or there are none.
    """
    schema = categories if isinstance(categories, CategorySchema) else own_schema(categories)
    identity = f"{template.template_id}/{schema.schema_id}"
    return replace(template, template_id=identity, version=schema.version, categories=schema)


def _drawn(template: Template) -> tuple[Tool, ...]:
    """The tools of a template, the first of them in hand at first; drawing as tracks is none of its own.

    Raises ``ValueError`` where it takes nothing that a canvas draws.
    """
    tools = tuple(known for tool in template.draws for known in TOOLS if known == tool)
    if not tools:
        raise ValueError(
            f"the template {template.template_id!r} takes nothing that is drawn or tagged in a frame"
        )
    return tools


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
