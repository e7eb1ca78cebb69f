"""What a shot is made of: layers that say what they show on a frame, and can draw just that.

A layer's *state* is a small hashable value. Equal states give equal drawings, so two frames whose
states are equal are one held drawing: the truth about holds comes from here.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Protocol

import cv2
import numpy as np

from animewidgets.demo.backgrounds import paint
from animewidgets.demo.canvas import Canvas, Image, Points
from animewidgets.demo.characters import Pose, draw_character
from animewidgets.demo.palette import CAST
from animewidgets.demo.speech import Speech, mouth_at

State = Hashable


@dataclass(slots=True)
class Stage:
    """What drawing one picture needs and leaves: finished paintings, and where the figures' points are.

    ``world`` has the camera's map, ``screen`` is fixed to the picture; both are 720 units high.
    ``figures`` collects (cast number, points in pixels) in drawing order.
    """

    world: Canvas
    screen: Canvas
    paintings: Paintings
    figures: list[tuple[int, Points]] = field(default_factory=list)


class Layer(Protocol):
    """One layer of a shot."""

    def state(self, frame: int) -> State:
        """What the layer shows on a frame of the shot."""
        ...

    def draw(self, stage: Stage, state: State) -> None:
        """Draw it."""
        ...


class Paintings:
    """Finished backgrounds, kept while they are needed. Pictures are ``height`` pixels high."""

    def __init__(self, height: int, limit: int = 24) -> None:
        self.height = height
        self._limit = limit
        self._done: dict[tuple[str, int, float, float], Image] = {}

    def get(self, name: str, seed: int, width: float, blur: float) -> Image:
        """The painting, ``width`` world units wide."""
        key = (name, seed, width, blur)
        if key not in self._done:
            if blur:
                sharp = self.get(name, seed, width, 0.0)
                done = np.asarray(cv2.GaussianBlur(sharp, (0, 0), blur * self.height / 720), np.uint8)
            else:
                done = paint(name, seed, max(2, round(width * self.height / 720)), self.height)
            if len(self._done) >= self._limit:
                self._done.pop(next(iter(self._done)))
            self._done[key] = done
        return self._done[key]


@dataclass(frozen=True, slots=True)
class Background:
    """A painting, filling the picture; it moves with the camera only.

    ``drift`` moves it by so many units per frame: the world going by behind somebody who walks.
    """

    name: str
    seed: int
    width: float = 1280.0
    blur: float = 0.0
    drift: float = 0.0

    def state(self, frame: int) -> State:
        """See :class:`Layer`."""
        return round(self.drift * frame, 3)

    def draw(self, stage: Stage, state: State) -> None:
        """See :class:`Layer`."""
        image = stage.world.image
        if image is None:
            return
        assert isinstance(state, float | int)
        painting = stage.paintings.get(self.name, self.seed, self.width, self.blur)
        to_world = 720 / painting.shape[0]
        matrix = stage.world.matrix.copy()
        matrix[:, 2] += matrix[:, 0] * -float(state)
        matrix[:, :2] *= to_world
        if np.allclose(matrix, [[1, 0, 0], [0, 1, 0]], atol=1e-6) and painting.shape == image.shape:
            image[:] = painting
            return
        cv2.warpAffine(
            painting,
            matrix,
            (image.shape[1], image.shape[0]),
            dst=image,
            flags=cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REFLECT_101,
        )


#: Hair in a breeze: one cycle, drawn on threes.
_BREEZE = (0.0, 0.4, 0.8, 1.0, 0.7, 0.2, -0.2, -0.1)


@dataclass(frozen=True, slots=True)
class Actor:
    """A figure and what it does.

    ``motion`` is one of still, nod, wave, walk (whole figure, crossing), stroll (seen from the waist up,
    in place) and startle. ``hold`` is the number of frames per drawing.
    """

    who: int
    pose: Pose
    hold: int = 2
    motion: str = "still"
    lines: tuple[Speech, ...] = ()
    blinks: tuple[int, ...] = ()
    breeze: bool = False
    speed: float = 0.0

    def state(self, frame: int) -> State:
        """See :class:`Layer`."""
        drawing = frame // self.hold
        p = self.pose
        x, y, tilt, mood, hand, step, turn = p.x, p.y, p.tilt, p.mood, p.hand, p.step, p.turn
        if self.motion == "walk":
            step = drawing % 8
            x += self.speed * drawing * self.hold
        elif self.motion == "stroll":
            y += (0.0, -9.0, -14.0, -9.0, 0.0, 4.0)[drawing % 6] * p.scale
            tilt += (0.0, 0.6, 0.8, 0.4, 0.0, -0.4)[drawing % 6]
        elif self.motion == "wave":
            hand = (1, 2, 3, 2)[drawing % 4]
        elif self.motion == "nod":
            y += (0, 0, 0, 5, 9, 5, 0, 0)[drawing % 8] * p.scale
        elif self.motion == "startle":
            jump = (0, -26, -34, -20, -6, 0)[min(max(frame - 6, 0) // 2, 5)]
            y += jump * p.scale
            mood = "worried" if frame >= 6 else mood
        sway = _BREEZE[frame // 3 % len(_BREEZE)] if self.breeze else p.sway
        talking = mouth_at(self.lines, self.who, frame)
        mouth = talking if self.lines else p.mouth
        return Pose(
            round(x, 2), round(y, 2), p.scale, turn, round(tilt, 2), self._blink(frame), mouth, p.gaze, mood,
            sway, hand, step,
        )  # fmt: skip

    def _blink(self, frame: int) -> int:
        if self.pose.blink:
            return self.pose.blink
        for start in self.blinks:
            since = frame - start
            if 0 <= since < 8:
                return (1, 2, 2, 1)[since // 2]
        return 0

    def draw(self, stage: Stage, state: State) -> None:
        """See :class:`Layer`."""
        assert isinstance(state, Pose)
        where = draw_character(stage.world.drawing(self.who + 1), CAST[self.who], state)
        stage.figures.append((self.who, where))


@dataclass(frozen=True, slots=True)
class Moving:
    """Anything that is drawn from a drawing number: petals, a train, speed lines, lettering, a prop.

    ``painter(canvas, drawing, seed)`` draws on the world canvas, or on the screen where ``on_screen``.
    The state repeats every ``cycle`` drawings (0: never), and stays on the last one after ``length``.
    """

    painter: Callable[[Canvas, int, int], None]
    seed: int = 0
    hold: int = 2
    cycle: int = 0
    length: int = 0
    start: int = 0
    on_screen: bool = False

    def state(self, frame: int) -> State:
        """See :class:`Layer`."""
        drawing = math.floor((frame - self.start) / self.hold)
        if drawing < 0:
            drawing = -1
        if self.length:
            drawing = min(drawing, self.length)
        return drawing % self.cycle if self.cycle and drawing >= 0 else drawing

    def draw(self, stage: Stage, state: State) -> None:
        """See :class:`Layer`."""
        assert isinstance(state, int)
        canvas = stage.screen if self.on_screen else stage.world
        if state >= 0:
            self.painter(canvas.drawing(0), state, self.seed)
