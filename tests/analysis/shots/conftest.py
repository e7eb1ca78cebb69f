"""Small films drawn for one purpose each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import cache
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from animewidgets.demo.backgrounds import paint

Image = NDArray[np.uint8]
WIDTH, HEIGHT = 256, 144


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("ANIMEWIDGETS_CACHE", str(folder))
    return folder


@cache
def _painting(name: str) -> Image:
    image = paint(name, 5, 2 * WIDTH, 2 * HEIGHT)
    image.setflags(write=False)
    return image


def place(name: str, x: float = 0.5, y: float = 0.5, zoom: float = 1.0) -> Image:
    """A painting as the camera at (x, y), 0 … 1, sees it."""
    whole = _painting(name)
    width, height = round(WIDTH * 1.4 / zoom), round(HEIGHT * 1.4 / zoom)
    left, top = (whole.shape[1] - width) * x, (whole.shape[0] - height) * y
    matrix = np.array(
        [[WIDTH / width, 0, -left * WIDTH / width], [0, HEIGHT / height, -top * HEIGHT / height]]
    )
    return np.asarray(cv2.warpAffine(whole, matrix, (WIDTH, HEIGHT), flags=cv2.INTER_AREA), np.uint8)


def with_figure(image: Image, x: float, y: float = 0.6) -> Image:
    """Somebody in a coat before the background."""
    out = image.copy()
    at = (round(x * WIDTH), round(y * HEIGHT))
    cv2.ellipse(out, (at[0], at[1] + 30), (22, 40), 0, 0, 360, (60, 40, 110), -1, cv2.LINE_AA)
    cv2.circle(out, at, 14, (235, 190, 160), -1, cv2.LINE_AA)
    return out


@pytest.fixture
def film(tmp_path: Path) -> Callable[..., Path]:
    """``film(pictures)``: path of a file that shows them; ``pts``, in milliseconds, make its rate vary."""
    made = 0

    def write(
        pictures: Sequence[Image], *, pts: Sequence[int] | None = None, crf: int = 20, keyint: int = 48
    ) -> Path:
        nonlocal made
        made += 1
        path = tmp_path / f"film{made}.mkv"
        clock = Fraction(1, 1000) if pts is not None else Fraction(1, 24)
        with av.open(str(path), "w") as out:
            options = {"crf": str(crf), "preset": "veryfast", "g": str(keyint)}
            stream = out.add_stream("libx264", rate=24, options=options)
            stream.height, stream.width = pictures[0].shape[:2]
            stream.pix_fmt = "yuv420p"
            stream.codec_context.time_base = clock
            for n, picture in enumerate(pictures):
                frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), "rgb24")
                frame.pts, frame.time_base = (n if pts is None else pts[n]), clock
                out.mux(stream.encode(frame))
            out.mux(stream.encode(None))
        return path

    return write
