"""What a preview is made of: annotations from wherever they come, and what of them is seen on each frame."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, cast

from animewidgets.annotations import JSON, Annotation, Category, Kind, ReleaseBounds
from animewidgets.annotations.geometry import Shape, Track, check_geometry, geometry_of, shape_at
from animewidgets.errors import FrameOutsideMedia, MalformedMessage
from animewidgets.media import FrameSource
from animewidgets.widgets.preview_drawing import Colour, Mark

if TYPE_CHECKING:
    import pandas as pd

#: Of what has no category.
NO_CATEGORY: Colour = (255, 255, 255)

_SHOWN = frozenset({Kind.BOX, Kind.POLYGON, Kind.MASK, Kind.POINT, Kind.TRACK})
_NEEDED = ("kind", "start_pts", "geometry")


class Scenes:
    """Which marks are on which frame of a release.

    Kinds that have no place in the picture are passed over. Raises :class:`FrameOutsideMedia` for an
    annotation that stands on no frame, and ``MalformedMessage`` for one that does not fit the pictures: both
    say that the media may play another release.
    """

    def __init__(
        self, media: FrameSource, annotations: Iterable[Annotation], categories: Mapping[str, Category]
    ) -> None:
        self._media = media
        self._categories = categories
        self._on: dict[int, list[tuple[Annotation, Shape]]] = defaultdict(list)
        self._tracks: list[tuple[Annotation, Track]] = []
        bounds = ReleaseBounds(
            media.name, media.index.pts, media.index.end_pts, media.info.width, media.info.height, media.sizes
        )
        for one in annotations:
            if one.kind in _SHOWN:
                self._add(one, bounds)

    def _add(self, one: Annotation, bounds: ReleaseBounds) -> None:
        if not bounds.holds_frame(one.start_pts):
            raise FrameOutsideMedia(
                f"the {one.kind} {one.annotation_id!r} stands at tick {one.start_pts}, which "
                f"{bounds.place(one.start_pts)}: it may be of another release than this media plays"
            )
        try:
            check_geometry(one, "geometry", bounds)
        except MalformedMessage as error:
            raise MalformedMessage(
                f"the {one.kind} {one.annotation_id!r} does not fit the pictures of {bounds.name!r}, it may "
                f"be of another release: {error}"
            ) from error
        shape = geometry_of(one)
        if isinstance(shape, Track):
            self._tracks.append((one, shape))
        else:
            self._on[self._media.index.ordinal_of(one.start_pts)].append((one, shape))

    @property
    def frames(self) -> tuple[int, ...]:
        """The frames of which something is said: those of shapes, and those of the keys of tracks."""
        keys = {
            self._media.index.ordinal_of(key.pts)
            for _, track in self._tracks
            for key in track.keys
            if not key.outside
        }
        return tuple(sorted(keys | set(self._on)))

    @property
    def span(self) -> tuple[int, int] | None:
        """The frames ``[start, stop)`` from the first on which something is seen to the last."""
        index = self._media.index
        edges = [*self._on, *(ordinal + 1 for ordinal in self._on)]
        for one, track in self._tracks:
            edges += [index.ordinal_of(one.start_pts), int(index.pts.searchsorted(track.end_pts))]
        return (min(edges), max(edges)) if edges else None

    def on(self, ordinal: int) -> list[Mark]:
        """The marks on a frame."""
        pts = int(self._media.index.pts[ordinal])
        marks = [self._mark(one, shape) for one, shape in self._on.get(ordinal, ())]
        for one, track in self._tracks:
            seen = shape_at(track, pts)
            if seen is not None:
                marks.append(self._mark(one, seen.shape, dashed=seen.interpolated or seen.occluded))
        return marks

    def _mark(self, one: Annotation, shape: Shape, *, dashed: bool = False) -> Mark:
        category = None if one.category is None else self._categories.get(one.category)
        name = (one.category or "") if category is None else category.name
        z_order = one.attributes.get("z_order", 0)
        return Mark(
            shape,
            NO_CATEGORY if category is None else _rgb(category.colour),
            f"{name} ?".lstrip() if one.uncertain else name,
            dashed or one.uncertain,
            z_order if isinstance(z_order, int) else 0,
            () if category is None else _bones(category),
        )


def _rgb(colour: str) -> Colour:
    try:
        value = int(colour.removeprefix("#"), 16) if len(colour) == 7 else None
    except ValueError:
        value = None
    return NO_CATEGORY if value is None else (value >> 16, value >> 8 & 255, value & 255)


def _bones(category: Category) -> tuple[tuple[int, int], ...]:
    skeleton = category.skeleton
    if skeleton is None:
        return ()
    return tuple((skeleton.names.index(a), skeleton.names.index(b)) for a, b in skeleton.edges)


def annotations_of_rows(rows: pd.DataFrame) -> list[Annotation]:
    """Annotations from a table such as ``canvas.annotations``.

    It needs the columns ``kind``, ``start_pts`` and ``geometry`` (JSON, or what it decodes to);
    ``annotation_id``, ``end_pts``, ``category``, ``uncertain`` and ``attributes`` are used where they are
    there. Raises ``ValueError`` where a column is missing, and for a kind that nobody knows.
    """
    missing = [name for name in _NEEDED if name not in rows.columns]
    if missing:
        raise ValueError(
            f"a table of annotations needs the column {missing[0]!r}: it has {list(rows.columns)}"
        )
    return [_of_row(n, cast("Mapping[str, object]", row)) for n, row in enumerate(rows.to_dict("records"))]


def _of_row(n: int, row: Mapping[str, object]) -> Annotation:
    def text(name: str) -> str | None:
        value = row.get(name)
        return value if isinstance(value, str) and value else None

    end = row.get("end_pts")
    attributes = _json(row.get("attributes"))
    return Annotation(
        text("annotation_id") or f"row {n}",
        Kind(str(row["kind"])),
        int(cast("int", row["start_pts"])),
        None if end is None or end != end else int(cast("int", end)),  # NaN is not itself
        text("category"),
        geometry=_json(row["geometry"]),
        attributes=attributes or {},
        uncertain=row.get("uncertain") is True or str(row.get("uncertain")) == "True",
    )


def _json(value: object) -> Mapping[str, JSON] | None:
    if isinstance(value, str):
        value = json.loads(value)
    return cast("Mapping[str, JSON]", value) if isinstance(value, Mapping) else None
