"""A film: shots one after the other, drawn picture by picture at any ordinal."""

from __future__ import annotations

import bisect
from collections.abc import Hashable
from functools import cached_property

import cv2
import numpy as np

from animewidgets.demo.canvas import Canvas, Image, Points
from animewidgets.demo.layers import Paintings, Stage
from animewidgets.demo.shots import Flash, Shot, camera_matrix

#: Cast number and points in pixels of each figure, in drawing order.
Figures = list[tuple[int, Points]]


class Film:
    """Shots in order, in pictures of ``height`` pixels at 16:9 (or ``width``).

    Drawing is deterministic: the same shots give the same bytes. Not thread-safe: it keeps finished
    backgrounds and the last picture.
    """

    def __init__(self, shots: tuple[Shot, ...], height: int, width: int | None = None) -> None:
        self.shots = shots
        self.height = height
        self.width = width if width is not None else round(height * 16 / 9 / 2) * 2
        self._paintings = Paintings(height)
        self._last: tuple[Hashable, Image] | None = None
        self._seen: tuple[Image, Figures] | None = None

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """The ordinal of the first frame of each shot."""
        out, at = [], 0
        for shot in self.shots:
            out.append(at)
            at += shot.frames
        return tuple(out)

    @cached_property
    def frame_count(self) -> int:
        """How many frames the film has."""
        return sum(shot.frames for shot in self.shots)

    def locate(self, ordinal: int) -> tuple[int, int]:
        """The number of the shot that shows a frame, and the frame within it."""
        if not 0 <= ordinal < self.frame_count:
            raise IndexError(f"frame {ordinal} lies outside the film of {self.frame_count} frames")
        number = bisect.bisect_right(self.starts, ordinal) - 1
        return number, ordinal - self.starts[number]

    def drawing_key(self, ordinal: int) -> Hashable:
        """What is drawn on a frame, the camera apart: equal on two frames of a shot where it is held."""
        number, frame = self.locate(ordinal)
        shot = self.shots[number]
        mixed = self._mix(number, frame)
        if mixed == ("fade", 0.0):
            return number, "black"
        return number, shot.layer_states(frame), shot.flash_at(frame), mixed

    def picture_key(self, ordinal: int) -> Hashable:
        """Equal keys: the same picture, byte for byte."""
        number, frame = self.locate(ordinal)
        drawing = self.drawing_key(ordinal)
        return drawing if drawing == (number, "black") else (drawing, self.shots[number].camera.at(frame))

    def picture(self, ordinal: int) -> Image:
        """The frame as uint8 (height, width, 3) RGB. Do not write to it: a held frame is handed out again."""
        key = self.picture_key(ordinal)
        if self._last is None or self._last[0] != key:
            self._last = (key, self._draw(ordinal))
        return self._last[1]

    def figures(self, ordinal: int) -> tuple[Image, Figures]:
        """Who is seen where: an identity buffer and the points of each figure.

        The buffer is uint8 (height, width): cast number + 1, 0 for nobody. In a dissolve or fade it is
        that of the shot to which the frame belongs.
        """
        if self._last is not None and self._seen is not None and self._last[0] == self.picture_key(ordinal):
            return self._seen
        return self._draw_shot(*self.locate(ordinal), picture=False)[1:]

    def _mix(self, number: int, frame: int) -> tuple[str, float] | None:
        """How a frame is mixed: ("dissolve", share of the next shot) or ("fade", brightness), if at all."""
        shot = self.shots[number]
        if shot.join.kind == "fade" and frame < shot.join.after:
            return "fade", (frame + 1) / (shot.join.after + 1)
        if number + 1 < len(self.shots):
            join = self.shots[number + 1].join
            since = frame - (shot.frames - join.before)
            if join.before and since >= 0:
                if join.kind == "dissolve":
                    return "dissolve", (since + 1) / (join.before + 1)
                return "fade", max(0.0, 1 - (since + 1) / max(1, join.before - 1))
        return None

    def _draw(self, ordinal: int) -> Image:
        number, frame = self.locate(ordinal)
        shot = self.shots[number]
        image, ids, figures = self._draw_shot(number, frame)
        self._seen = (ids, figures)
        flash = shot.flash_at(frame)
        if flash is not None:
            image = _flashed(image, flash)
        mixed = self._mix(number, frame)
        if mixed is None:
            return image
        kind, share = mixed
        if kind == "dissolve":
            other = self._draw_shot(number + 1, frame - shot.frames)[0]
            return np.asarray(cv2.addWeighted(other, share, image, 1 - share, 0), np.uint8)
        return np.asarray(cv2.convertScaleAbs(image, alpha=share), np.uint8)

    def _stage(self, number: int, frame: int, image: Image | None, ids: Image | None) -> Stage:
        camera = self.shots[number].camera.at(frame)
        world = Canvas(image, ids, camera_matrix(camera, self.width, self.height))
        screen = Canvas(image, ids, camera_matrix((640.0, 360.0, 1.0), self.width, self.height))
        return Stage(world, screen, self._paintings)

    def _draw_shot(self, number: int, frame: int, *, picture: bool = True) -> tuple[Image, Image, Figures]:
        """A shot without its flashes and joins: the picture, and who is where in it."""
        shot = self.shots[number]
        image = np.zeros((self.height, self.width, 3), np.uint8)
        ids = np.zeros((self.height, self.width), np.uint8)
        stage = self._stage(number, frame, image if picture else None, ids if shot.cast else None)
        for layer, state in zip(shot.layers, shot.layer_states(frame), strict=True):
            layer.draw(stage, state)
        return image, ids, stage.figures


def _flashed(image: Image, flash: Flash) -> Image:
    if flash.kind == "flash":
        return np.asarray(cv2.convertScaleAbs(image, alpha=0.12, beta=224), np.uint8)
    # Ink and paper: what is dark turns white and the other way round, as on a struck-through negative.
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    grey = cv2.GaussianBlur(grey, (0, 0), image.shape[0] / 720)
    paper = np.clip((grey.astype(np.float32) - float(np.median(grey))) * 6 + 128, 0, 255)[:, :, None] / 255
    ink, page = np.array([250, 246, 238], np.float32), np.array([24, 10, 40], np.float32)
    return np.asarray(ink + (page - ink) * paper, np.uint8)
