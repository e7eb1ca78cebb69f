"""Shots: layers under a camera for a number of frames, and how each begins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from animewidgets.demo.canvas import Points
from animewidgets.demo.layers import Background, Layer, State
from animewidgets.demo.speech import Speech
from animewidgets.timemaps import PieceRole

CameraMove = Literal["still", "pan", "zoom"]
JoinKind = Literal["start", "cut", "dissolve", "fade"]
FlashKind = Literal["flash", "impact"]
SoundKind = Literal["whoosh", "hit", "door", "train", "chime", "birds", "waves", "steps"]


@dataclass(frozen=True, slots=True)
class Camera:
    """Centre (x, y) in world units and zoom at the start and end of a move; eased in between."""

    start: tuple[float, float, float] = (640.0, 360.0, 1.0)
    end: tuple[float, float, float] | None = None
    first: int = 0
    last: int = 0

    @property
    def move(self) -> CameraMove:
        """still, pan or zoom."""
        if self.end is None or self.end == self.start:
            return "still"
        return "pan" if self.start[2] == self.end[2] else "zoom"

    def at(self, frame: int) -> tuple[float, float, float]:
        """The camera on a frame of the shot."""
        if self.end is None:
            return self.start
        t = min(1.0, max(0.0, (frame - self.first) / max(1, self.last - self.first)))
        t = t * t * (3 - 2 * t)
        x, y, z = (a + (b - a) * t for a, b in zip(self.start, self.end, strict=True))
        return round(x, 3), round(y, 3), round(z, 5)


def camera_matrix(at: tuple[float, float, float], width: int, height: int) -> Points:
    """The (2, 3) map from world units to pixels."""
    x, y, zoom = at
    scale = zoom * height / 720
    return np.array([[scale, 0.0, width / 2 - x * scale], [0.0, scale, height / 2 - y * scale]])


@dataclass(frozen=True, slots=True)
class Join:
    """How a shot begins.

    ``dissolve``: the last ``before`` frames of the shot before are mixed with this one.
    ``fade``: the last ``before`` frames of the shot before go down to black, and the first ``after``
    frames of this one rise from it.
    """

    kind: JoinKind = "cut"
    before: int = 0
    after: int = 0


@dataclass(frozen=True, slots=True)
class Flash:
    """A few frames that are no cut: white (flash), or drawn in ink and paper (impact). Half-open."""

    kind: FlashKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SoundCue:
    """An effect within a shot; frames from its first, half-open."""

    kind: SoundKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Shot:
    """One shot of the storyboard. ``category`` is an id of the shot-scale schema."""

    name: str
    section: PieceRole
    frames: int
    category: str
    layers: tuple[Layer, ...]
    camera: Camera = Camera()
    join: Join = Join()
    flashes: tuple[Flash, ...] = ()
    speech: tuple[Speech, ...] = ()
    sounds: tuple[SoundCue, ...] = ()
    cast: tuple[int, ...] = ()

    @property
    def ground(self) -> str:
        """The name of the painting behind it all."""
        return next((layer.name for layer in self.layers if isinstance(layer, Background)), "")

    @property
    def camera_move(self) -> CameraMove:
        """How the camera moves; a background that goes by behind somebody who walks is a pan."""
        drifts = any(isinstance(layer, Background) and layer.drift for layer in self.layers)
        return "pan" if drifts and self.camera.move == "still" else self.camera.move

    def layer_states(self, frame: int) -> tuple[State, ...]:
        """What every layer shows; the camera apart. Frames outside the shot hold its ends."""
        return tuple(layer.state(frame) for layer in self.layers)

    def flash_at(self, frame: int) -> Flash | None:
        """The flash or impact frame that covers a frame of the shot."""
        return next((f for f in self.flashes if f.start <= frame < f.end), None)
