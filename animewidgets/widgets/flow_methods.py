"""Following shapes by optical flow at a browser's request. See ``docs/wire.md``."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeGuard, cast

from animewidgets.annotations import Annotation, Kind, ReleaseBounds, edits, shape
from animewidgets.annotations.geometry import Shape, check_geometry, geometry_of
from animewidgets.annotations.geometry.tracks import Track
from animewidgets.annotations.validate import MAX_GEOMETRY_BYTES
from animewidgets.errors import MalformedMessage
from animewidgets.widgets.channel import JSON, Buffers, Method, Params, Reply
from animewidgets.widgets.lanes import paced, raise_if_cancelled

if TYPE_CHECKING:
    from animewidgets.analysis.flow import ProposedKey
    from animewidgets.media import FrameSource

#: Frames that one request may follow over.
FARTHEST = 600
# Seconds between two words on how far it is.
_PACE = 0.1


def flow_methods(
    media: FrameSource, bounds: ReleaseBounds, tell: Callable[[str, Params], None]
) -> dict[str, Method]:
    """``track.propagate``; by ``tell`` the browser hears in between how many frames are done."""

    def propagate(params: Params, _buffers: Buffers) -> Reply:
        from animewidgets.analysis.flow import follow_in, keys_of

        start = _shape(params, bounds)
        ordinal, to = (_ordinal(params, name, len(bounds.pts)) for name in ("ordinal", "to"))
        if abs(to - ordinal) > FARTHEST:
            raise MalformedMessage(f"to: at most {FARTHEST} frames from {ordinal}, got {to}")

        def heard(done: int, total: int) -> None:
            tell("progress", {"what": "flow", "done": done, "total": total})

        progress = paced(heard, _PACE)
        way = follow_in(media, start, ordinal, to, progress=progress, check=raise_if_cancelled)
        keys = keys_of(way, lambda n: int(bounds.pts[n]))
        return Reply(
            {
                "keys": [_to_wire(key) for key in keys],
                "reached": way.steps[-1].ordinal,
                "why": way.why,
            }
        )

    return {"track.propagate": Method(propagate, "analysis")}


def _shape(params: Params, bounds: ReleaseBounds) -> Shape:
    kind = shape.choice(_given(params, "kind"), "kind", Kind)
    geometry = shape.json_object(_given(params, "shape"), "shape", at_most=MAX_GEOMETRY_BYTES)
    annotation = Annotation("", kind, 0, geometry=geometry)
    if kind is Kind.TRACK:
        raise MalformedMessage("kind: a shape of one frame can be followed, not a whole track")
    check_geometry(annotation, "shape", bounds)
    read = geometry_of(annotation)
    if not _is_shape(read):
        raise MalformedMessage(f"kind: a {kind} cannot be followed")
    return read


def _is_shape(read: Shape | Track) -> TypeGuard[Shape]:
    return not isinstance(read, Track)


def _ordinal(params: Params, name: str, count: int) -> int:
    return shape.integer(_given(params, name), name, at_least=0, at_most=count - 1)


def _given(params: Params, name: str) -> edits.JSON:
    # What came over the wire is made of lists and dictionaries, whatever the type of params may say.
    return cast("edits.JSON", params.get(name))


def _to_wire(key: ProposedKey) -> dict[str, JSON]:
    return {
        "ordinal": key.ordinal,
        "shape": None if key.shape is None else key.shape.to_json(),
        "interpolation": key.interpolation,
        "score": key.score,
    }
