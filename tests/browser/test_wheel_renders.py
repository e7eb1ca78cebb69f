"""A widget from the installed wheel, in Voila, on a machine without Node."""

from __future__ import annotations

import shutil
import sysconfig
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from animewidgets.demo.clips import make_clip
from tests.browser.harness import start_voila, stopping


def test_a_player_from_the_wheel_shows_a_frame(
    new_page: Callable[..., Page], wheel_python: Path, tmp_path: Path
) -> None:
    clip = tmp_path / "clip.mp4"
    make_clip(clip, frames=24)
    path = str(wheel_python.parent)
    assert shutil.which("node", path=path) is None
    server = start_voila(
        ["import animewidgets; print(animewidgets.__file__)", player(clip)],
        tmp_path,
        # Voila's own templates lie where this environment has them, not in the venv of the wheel.
        env={"PATH": path, "JUPYTER_PATH": str(Path(sysconfig.get_path("data")) / "share" / "jupyter")},
        python=str(wheel_python),
    )
    with stopping([server]):
        page = new_page()
        page.goto(server.url)
        expect(page.locator("[data-state=ready]").first).to_have_attribute("data-frame", "7")
        expect(page.get_by_text(str(wheel_python.parent.parent))).to_be_visible()
        page.close()


def player(clip: Path) -> str:
    """The cell that a user would write."""
    return f"from animewidgets.widgets.frame_player import FramePlayer\nFramePlayer({str(clip)!r}, frame=7)"
