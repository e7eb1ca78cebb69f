"""Following by optical flow at a browser's request: what it may ask for, and what it is told."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from animewidgets import FrameCanvas
from animewidgets.store import Store
from tests.widgets.browser_stub import Browser

SHAPE = {"kind": "box", "shape": {"x": 300, "y": 200, "width": 200, "height": 150}}


@pytest.fixture
def canvas(shared_clip: Path, tmp_path: Path) -> Iterator[FrameCanvas]:
    with Store.open(tmp_path / "annotations.duckdb") as store:
        widget = FrameCanvas(shared_clip, store=store)
        yield widget
        widget.close()
