"""Layers of candidates: what Python proposes, and a person accepts or rejects by key."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from animewidgets.annotations import Transition
from animewidgets.errors import FrameOutsideMedia
from animewidgets.widgets.channel import JSON

if TYPE_CHECKING:
    from animewidgets.media import Media

#: Half-open span of mixed frames, as ordinals; the second may be one past the last frame.
FrameSpan: TypeAlias = tuple[int, int]

#: Paul Tol's "bright" scheme, which stays apart under the common colour-vision deficiencies.
LAYER_COLOURS = ("#ee6677", "#4477aa", "#228833", "#ccbb44", "#66ccee", "#aa3377", "#bbbbbb")
LONGEST_NAME = 100

T = TypeVar("T")

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True, slots=True)
class CandidateLayer:
    """A layer: its name, its ``#rrggbb`` colour, the score from which on it is shown, how many it holds."""

    name: str
    colour: str
    threshold: float
    count: int


class CandidateLayers:
    """The layers of one editor, in the order in which they were first proposed."""

    def __init__(self, media: Media) -> None:
        self._media = media
        self._layers: dict[str, tuple[CandidateLayer, list[dict[str, JSON]]]] = {}

    @property
    def layers(self) -> tuple[CandidateLayer, ...]:
        """The layers as they stand."""
        return tuple(layer for layer, _ in self._layers.values())

    def put(
        self,
        frames: Iterable[int],
        *,
        scores: Iterable[float] | None = None,
        layer: str = "proposed",
        kinds: str | Iterable[str] = Transition.CUT,
        spans: Iterable[FrameSpan | None] | None = None,
        colour: str | None = None,
        threshold: float | None = None,
    ) -> None:
        """Fill a layer, or replace what it holds. Arguments and errors as ``TimelineEditor.propose``."""
        ordinals = [int(frame) for frame in frames]
        count = len(ordinals)
        weights = _as_many(count, [1.0] * count if scores is None else map(float, scores), "scores")
        names = _as_many(count, [kinds] * count if isinstance(kinds, str) else kinds, "kinds")
        sides = _as_many(count, [None] * count if spans is None else spans, "spans")
        if not 1 <= len(layer) <= LONGEST_NAME:
            raise ValueError(f"the name of a layer has 1 to {LONGEST_NAME} characters, not {len(layer)}")
        proposed = [
            self._candidate(*one, layer)
            for one in sorted(zip(ordinals, weights, names, sides, strict=True), key=lambda one: one[:2])
        ]
        known = self._layers.get(layer, (None, []))[0]
        if known is None:
            known = CandidateLayer(layer, self._unused_colour(), 0.0, 0)
        if colour is not None:
            known = replace(known, colour=_checked_colour(colour))
        if threshold is not None:
            known = replace(known, threshold=_finite(threshold, "a threshold"))
        self._layers = {**self._layers, layer: (replace(known, count=count), proposed)}

    def clear(self, layer: str | None = None) -> None:
        """Take away a layer, or all of them. Raises ``KeyError`` when there is no such layer."""
        if layer is not None and layer not in self._layers:
            there = ", ".join(map(repr, self._layers)) or "none"
            raise KeyError(f"there is no layer {layer!r} of candidates; there is {there}")
        self._layers = {n: kept for n, kept in self._layers.items() if layer is not None and n != layer}

    def to_wire(self) -> dict[str, JSON]:
        """``candidates`` and ``layers``, as ``hello`` and the event ``candidates`` carry them."""
        layers = self._layers
        return {
            "candidates": [candidate for _, held in layers.values() for candidate in held],
            "layers": [
                {"name": layer.name, "colour": layer.colour, "threshold": layer.threshold}
                for layer, _ in layers.values()
            ],
        }

    def _candidate(
        self, frame: int, score: float, kind: str, span: FrameSpan | None, layer: str
    ) -> dict[str, JSON]:
        name, index = self._media.name, self._media.index
        if not 0 <= frame < index.count:
            raise FrameOutsideMedia(
                f"candidate {frame} lies outside {name!r}: it has frames 0 to {index.count - 1}"
            )
        if kind not in set(Transition):
            known = ", ".join(repr(one.value) for one in Transition)
            raise ValueError(f"candidate {frame} is of the unknown kind {kind!r}: take one of {known}")
        found: dict[str, JSON] = {
            "pts": int(index.pts[frame]),
            "score": _finite(score, f"the score of candidate {frame}"),
            "layer": layer,
        }
        if kind != Transition.CUT:
            found["kind"] = str(kind)
        if span is None:
            return found
        first, end = int(span[0]), int(span[1])
        if kind == Transition.CUT:
            raise ValueError(f"candidate {frame} is a hard cut and has no span, but comes with {span}")
        if not 0 <= first < end <= index.count:
            raise FrameOutsideMedia(
                f"candidate {frame}: its span [{first}, {end}) is empty or lies outside {name!r}, "
                f"which has frames 0 to {index.count - 1}"
            )
        if not first <= frame <= end:
            raise ValueError(f"candidate {frame} lies outside its own span [{first}, {end})")
        until = index.end_pts if end == index.count else int(index.pts[end])
        return {**found, "from_pts": int(index.pts[first]), "until_pts": until}

    def _unused_colour(self) -> str:
        used = {layer.colour for layer in self.layers}
        free = [colour for colour in LAYER_COLOURS if colour not in used]
        return free[0] if free else LAYER_COLOURS[len(self._layers) % len(LAYER_COLOURS)]


def _as_many(count: int, given: Iterable[T], what: str) -> Sequence[T]:
    values = list(given)
    if len(values) != count:
        raise ValueError(f"{count} frames, but {len(values)} {what}")
    return values


def _finite(value: float, what: str) -> float:
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(f"{what} must be a finite number, not {number}")
    return number


def _checked_colour(colour: str) -> str:
    if not _COLOUR.fullmatch(colour):
        raise ValueError(f"a colour is written #rrggbb, not {colour!r}")
    return colour.lower()
