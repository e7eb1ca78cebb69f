"""What assistants are given and what they give back: prompts, frames, proposals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from animewidgets.annotations.geometry import Box, Point, Points, Polygon, Shape, mask_of
from animewidgets.annotations.masks import Mask, decode
from animewidgets.media import FrameSource

ProposedKind = Literal["box", "polygon", "mask", "point"]
Bitmap: TypeAlias = "NDArray[np.bool_]"

#: Pixels to either side of a scribbled line, and around a point, that count as marked.
REACH = 2


@dataclass(frozen=True, slots=True)
class Scribble:
    """A line drawn by hand, vertices in pixels of the picture; ``negative``: over what the thing is not."""

    line: tuple[tuple[float, float], ...]
    negative: bool = False


@dataclass(frozen=True, slots=True)
class Prompts:
    """What a person marked to say what they mean, in pixels of the picture, corners of pixels at integers.

    ``points`` tell by ``negative`` what is not meant. ``selected`` are the shapes that are selected in the
    canvas, ``category`` is that of the next shape. All may be empty: then whatever is worth it is asked for.
    """

    points: tuple[Point, ...] = ()
    boxes: tuple[Box, ...] = ()
    scribbles: tuple[Scribble, ...] = ()
    selected: tuple[Shape, ...] = ()
    category: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether no place is marked."""
        return not (self.points or self.boxes or self.scribbles)

    def marked(self, height: int, width: int, *, negative: bool, reach: int = REACH) -> Bitmap:
        """The pixels under points and scribbles of one sign, bool[height,width]."""
        import cv2  # which a page that asks nobody can spare

        marks = np.zeros((height, width), np.uint8)
        for point in self.points:
            if point.negative == negative:
                centre = (int(min(point.x, width - 1)), int(min(point.y, height - 1)))
                cv2.circle(marks, centre, reach, 1, -1)
        for scribble in self.scribbles:
            if scribble.negative == negative and scribble.line:
                line = np.floor(np.asarray((*scribble.line, scribble.line[-1]), np.float64)).astype(np.int32)
                cv2.polylines(marks, [line.reshape(-1, 1, 2)], False, 1, 2 * reach + 1)
        return marks.astype(bool)

    def inside_boxes(self, height: int, width: int) -> Bitmap | None:
        """The pixels in any of the boxes, bool[height,width]; ``None`` where there is no box."""
        if not self.boxes:
            return None
        inside = np.zeros((height, width), bool)
        for box in self.boxes:
            inside |= decode(mask_of(box, height, width))
        return inside


@dataclass(frozen=True, slots=True, eq=False)
class Proposal:
    """A shape that an assistant proposes on the frame that it was asked about.

    Args:
        kind: ``"box"``, ``"polygon"``, ``"mask"`` or ``"point"``.
        shape: that shape; of a mask also bool[h,w]. What the task does not draw is turned into what it
            does: masks into polygons, both into boxes.
        category: id of its category; without it, it is accepted with that of the next shape.
        score: how sure the assistant is, of proposals beside one another the higher the better.
    """

    kind: ProposedKind
    shape: Shape | Bitmap
    category: str | None = None
    score: float | None = None


@dataclass(slots=True, eq=False)
class AssistFrame:
    """The frame that an assistant is asked about.

    ``media`` is what plays the release, for those who look at other frames: ``frame.media.frame(n).rgb``.
    """

    media: FrameSource
    ordinal: int
    cancelled: Callable[[], bool] = lambda: False
    _rgb: NDArray[np.uint8] | None = field(default=None, repr=False)

    @property
    def rgb(self) -> NDArray[np.uint8]:
        """Its picture, uint8[h,w,3]; decoded when first asked for. Raises as ``media.frame`` does."""
        if self._rgb is None:
            self._rgb = self.media.frame(self.ordinal).rgb
        return self._rgb

    @property
    def pts(self) -> int:
        """Its tick."""
        return int(self.media.index.pts[self.ordinal])


#: What an assistant gives back: proposals, or bare shapes and bool[h,w] masks without score and category.
Proposed: TypeAlias = "Proposal | Shape | Bitmap"


class Assistant(Protocol):
    """What can be called with a frame and prompts and gives shapes: a function, a model, an object."""

    def __call__(self, frame: AssistFrame, prompts: Prompts) -> Iterable[Proposed] | Proposed | None:
        """Propose shapes; nothing, or ``None``, where there is nothing to propose."""


def as_proposals(given: object) -> list[Proposal]:
    """Whatever an assistant gave, as proposals. Raises ``TypeError`` for what is none; says which and why."""
    if given is None:
        return []
    if isinstance(given, _ONE) or (isinstance(given, np.ndarray) and given.ndim == 2):
        return [_as_proposal(given, 0)]
    if not isinstance(given, Iterable) or isinstance(given, str | bytes | Mapping):
        raise TypeError(f"an assistant gives proposals or shapes, not {repr(given)[:80]}")
    return [_as_proposal(one, n) for n, one in enumerate(given)]


_ONE = (Proposal, Box, Polygon, Mask, Points)


def _as_proposal(one: object, n: int) -> Proposal:
    match one:
        case Proposal():
            return one
        case Box():
            return Proposal("box", one)
        case Polygon():
            return Proposal("polygon", one)
        case Mask():
            return Proposal("mask", one)
        case Points():
            return Proposal("point", one)
        case np.ndarray() if one.ndim == 2 and one.dtype == np.bool_:
            return Proposal("mask", one)
    what = f"an array of {one.dtype} and shape {one.shape}" if isinstance(one, np.ndarray) else repr(one)[:80]
    raise TypeError(
        f"result {n} is no Proposal, Box, Polygon, Mask, Points or bool array of two axes, but {what}"
    )
