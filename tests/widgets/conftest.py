"""A small clip, and canvases on it whose browser is the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from animewidgets.demo.clips import make_clip

from .browser_stub import StubbedCanvas


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixty frames of 320 by 180 pixels."""
    path = tmp_path_factory.mktemp("media") / "ep01.mp4"
    make_clip(path, frames=60, gop=25)
    return path


@pytest.fixture
def open_canvas(clip: Path, tmp_path: Path) -> Iterator[Callable[..., StubbedCanvas]]:
    """``open_canvas(**options)``: canvases on the clip and one store; they are closed at the end."""
    opened: list[StubbedCanvas] = []

    def make(**options: object) -> StubbedCanvas:
        opened.append(StubbedCanvas(clip, store=tmp_path / "store.duckdb", **options))
        return opened[-1]

    yield make
    for canvas in opened:
        canvas.close()
