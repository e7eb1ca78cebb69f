"""Proposals that a canvas holds: shapes that assistants proposed and nobody has accepted yet."""

from __future__ import annotations

import json
import math
import threading
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from animewidgets.analysis.assist.prompts import Proposal
from animewidgets.annotations import JSON, Annotation, Kind, ReleaseBounds, Template
from animewidgets.annotations.geometry import Box, Polygon, Shape, mask_of, polygon_of
from animewidgets.annotations.masks import Mask, bounding_box, encode
from animewidgets.annotations.validate import check_annotation
from animewidgets.errors import AnimeWidgetsError

if TYPE_CHECKING:
    import pandas as pd

#: Proposals that are taken from one answer about one frame.
MOST_PROPOSALS = 500
#: Pixels that the outline of a mask may be simplified by: less than anybody can point at.
OUTLINE_TOLERANCE = 0.75

# Proposals have the same identity wherever the same assistant proposes the same shape in the same task.
_NAMESPACE = uuid.UUID("5f0c1d6e-6a8e-5c1b-9d2f-3f6b1b0a7c11")


@dataclass(frozen=True, slots=True)
class Held:
    """A proposal in the form in which it would be an annotation."""

    annotation: Annotation
    #: The outline of a mask, to be drawn.
    outline: Polygon | None = None

    def to_wire(self) -> dict[str, JSON]:
        """As ``docs/wire.md`` has it."""
        one = self.annotation
        told: dict[str, JSON] = {
            "proposal_id": one.annotation_id,
            "start_pts": one.start_pts,
            "kind": one.kind.value,
            "geometry": dict(one.geometry or {}),
            "category": one.category,
            "source": one.source,
            "score": one.score,
        }
        return told if self.outline is None else {**told, "outline": self.outline.to_json()}


class ProposalBoard:
    """The proposals of one task, by frame and by who proposed them. Thread-safe.

    Args:
        task_id: of the task.
        template: gives what the task takes now.
        tools: kinds that the canvas draws; other shapes are turned into one of them.
        bounds: the frames and sizes of the release.
    """

    def __init__(
        self, task_id: str, template: Callable[[], Template], tools: Sequence[str], bounds: ReleaseBounds
    ) -> None:
        self._task_id = task_id
        self._template = template
        self._kinds = tuple(tools)
        self._bounds = bounds
        self._held: dict[tuple[int, str], list[Held]] = {}
        self._lock = threading.Lock()

    def put(self, ordinal: int, source: str, proposals: Iterable[Proposal]) -> tuple[list[Held], list[str]]:
        """Hold what a source proposes on a frame, in place of what it proposed there before.

        Returns:
            What is held now, the best first; and why others were refused, in words.
        """
        pts = int(self._bounds.pts[ordinal])
        held: dict[str, Held] = {}
        refused: list[str] = []
        for n, proposal in enumerate(proposals):
            if n >= MOST_PROPOSALS:
                refused.append(f"only the first {MOST_PROPOSALS} proposals of a frame are held")
                break
            try:
                one = self._made(proposal, pts, source)
                check_annotation(one.annotation, template=self._template(), bounds=self._bounds)
            except (AnimeWidgetsError, ValueError, TypeError) as error:
                refused.append(f"proposal {n}: {error}".replace("annotation.", ""))
                continue
            held.setdefault(one.annotation.annotation_id, one)
        ranked = sorted(held.values(), key=lambda one: -(_score(one)))
        with self._lock:
            if ranked:
                self._held[pts, source] = ranked
            else:
                self._held.pop((pts, source), None)
        return ranked, refused

    def clear(self, source: str | None = None) -> list[int]:
        """Let go of the proposals of a source, or of all; the ticks of the frames that had any."""
        with self._lock:
            gone = [key for key in self._held if source is None or key[1] == source]
            for key in gone:
                del self._held[key]
        return sorted({pts for pts, _ in gone})

    def to_wire(self) -> list[dict[str, JSON]]:
        """All of them, in the order of time."""
        with self._lock:
            keys = sorted(self._held)
            return [one.to_wire() for key in keys for one in self._held[key]]

    def rows(self) -> pd.DataFrame:
        """All of them as columns, in the order of time, the best of a frame first."""
        import pandas as pd

        with self._lock:
            found = [one.annotation for key in sorted(self._held) for one in self._held[key]]
        ordinals = [int(self._bounds.pts.searchsorted(one.start_pts)) for one in found]
        return pd.DataFrame(
            {
                "frame": pd.Series(ordinals, dtype="int64"),
                "start_pts": pd.Series([one.start_pts for one in found], dtype="int64"),
                "kind": [one.kind.value for one in found],
                "category": [one.category for one in found],
                "source": [one.source for one in found],
                "score": pd.Series([_score(one, math.nan) for one in found], dtype="float64"),
                "geometry": [dict(one.geometry or {}) for one in found],
                "proposal_id": [one.annotation_id for one in found],
            }
        )

    def _made(self, proposal: Proposal, pts: int, source: str) -> Held:
        width, height = self._bounds.size_at(pts)
        shape = proposal.shape
        if isinstance(shape, np.ndarray):
            if shape.shape != (height, width) or shape.dtype != np.bool_:
                raise ValueError(
                    f"a mask of {shape.dtype} and shape {shape.shape}: "
                    f"the picture needs bool ({height}, {width})"
                )
            if not shape.any():
                raise ValueError("the mask marks no pixel")
            shape = encode(shape)
        kind, shape = _drawable(proposal.kind, shape, self._kinds, height, width)
        geometry = shape.to_json()
        named = json.dumps(geometry, sort_keys=True, separators=(",", ":"))
        identity = "\n".join((self._task_id, source, str(pts), kind, named))
        score = proposal.score
        if score is not None and not math.isfinite(float(score)):
            raise ValueError(f"a score is a finite number or None, not {score}")
        annotation = Annotation(
            str(uuid.uuid5(_NAMESPACE, identity)),
            Kind(kind),
            pts,
            category=proposal.category,
            geometry=geometry,
            source=source,
            score=None if score is None else float(score),
        )
        outline = polygon_of(shape, OUTLINE_TOLERANCE) if isinstance(shape, Mask) else None
        return Held(annotation, outline)


def _score(one: Held | Annotation, absent: float = 0.0) -> float:
    annotation = one.annotation if isinstance(one, Held) else one
    return absent if annotation.score is None else annotation.score


def _drawable(kind: str, shape: Shape, kinds: Sequence[str], height: int, width: int) -> tuple[str, Shape]:
    """The shape as a kind that the canvas draws."""
    wanted = {"mask": ("mask", "polygon", "box"), "polygon": ("polygon", "mask", "box")}.get(kind, (kind,))
    to = next((one for one in wanted if one in kinds), None)
    if to is None:
        raise ValueError(f"this canvas draws {', '.join(kinds)}, and a {kind} can be made none of them")
    if to == kind:
        return kind, shape
    if isinstance(shape, Polygon) and to == "mask":
        return to, mask_of(shape, height, width)
    if isinstance(shape, Mask) and to == "polygon":
        return to, polygon_of(shape, OUTLINE_TOLERANCE)
    if isinstance(shape, Mask):
        x, y, wide, tall = bounding_box(shape)
        return to, Box(x, y, wide, tall)
    if isinstance(shape, Polygon):
        places = np.array([vertex for part in shape.parts for vertex in part[0]])
        (left, top), (right, bottom) = places.min(axis=0).tolist(), places.max(axis=0).tolist()
        return to, Box(left, top, right - left, bottom - top)
    raise ValueError(f"a proposal of kind {kind!r} whose shape is a {type(shape).__name__}")
