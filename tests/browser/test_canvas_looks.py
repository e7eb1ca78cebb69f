"""The canvas as people see it, light and dark, wide and narrow; every control named, and in reach.

The pictures land in ``test-results/``. With ``AW_UPDATE_DOCS=1`` they replace those of ``docs/images/``.
"""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from animewidgets import FrameCanvas, Store
from animewidgets.annotations import JSON, Annotation, Commit, Edit, Kind, Op
from tests.browser.canvas_page import CanvasPage
from tests.browser.conftest import Opened
from tests.browser.test_editor_keys import UNNAMED, tab_stops
from tests.browser.test_looks import IMAGES, brightness

READY = ".aw-editor [data-state=ready]"
IN_THE_DOCS = {"canvas-dark"}
FRAME = 290

SHAPES: list[tuple[Kind, str, dict[str, JSON], dict[str, object]]] = [
    (Kind.BOX, "creature", {"x": 500, "y": 210, "width": 330, "height": 420}, {}),
    (Kind.BOX, "face", {"x": 560, "y": 250, "width": 190, "height": 180}, {}),
    (Kind.BOX, "hand", {"x": 480, "y": 470, "width": 96, "height": 90}, {"uncertain": True}),
    (
        Kind.POLYGON,
        "prop",
        {"parts": [[[[930, 380], [1090, 350], [1200, 430], [1150, 560], [980, 590], [900, 480]]]]},
        {"comment": "Where does it end?"},
    ),
    (Kind.POINT, "eye", {"points": [{"x": 620, "y": 320}, {"x": 700, "y": 316, "occluded": True}]}, {}),
    (Kind.POINT, "effect", {"points": [{"x": 240, "y": 200, "negative": True}]}, {}),
]


@pytest.fixture
def drawn(shared_media: Callable[[str], Path], tmp_path: Path) -> tuple[Path, Path]:
    """A clip, and a store in which somebody has drawn on it."""
    clip, path = shared_media("bbb_0_30_720p.webm"), tmp_path / "annotations.duckdb"
    with Store.open(path) as store:
        canvas = FrameCanvas(clip, store=store)
        for at in (FRAME - 40, FRAME, FRAME + 25):
            made = [
                Annotation(
                    str(uuid.uuid4()),
                    kind,
                    int(canvas.media.index.pts[at]),
                    category=category,
                    geometry=geometry,
                    **more,  # type: ignore[arg-type]  # comment or uncertain
                )
                for kind, category, geometry, more in SHAPES
            ]
            edits = tuple(Edit(Op.CREATE, one.annotation_id, 0, after=one) for one in made)
            store.commit(Commit(str(uuid.uuid4()), canvas.task_id, "mika", edits))
        canvas.close()
    return clip, path


@pytest.mark.slow
@pytest.mark.parametrize("width", [700, 1440])
def test_the_canvas_follows_the_theme_and_has_every_control_in_reach(
    open_in: Callable[..., Opened],
    drawn: tuple[Path, Path],
    tmp_path: Path,
    screenshot: Callable[[Page, str], Path],
    width: int,
) -> None:
    clip, store = drawn
    opened = open_in(
        "voila",
        f"from animewidgets import FrameCanvas\ncanvas = FrameCanvas({str(clip)!r}, frame={FRAME})\ncanvas",
        env={
            "ANIMEWIDGETS_STORE": str(store),
            "ANIMEWIDGETS_CACHE": str(tmp_path / "cache"),
            "ANIMEWIDGETS_PERSON": "mika",
        },
        ready=READY,
        width=width,
        height=760,
    )
    page = opened.page
    seen = {}
    for theme in ("light", "dark"):
        page.goto(f"{opened.server.url}?theme={theme}")
        opened.wait()
        canvas = CanvasPage(page)
        canvas.wait_until_ready()
        canvas.focus()
        canvas.press("s")
        canvas.click_at((950, 450))
        canvas.settle()
        seen[theme] = brightness(page, ".aw-editor")
        picture = screenshot(page, f"canvas-{theme}" + ("" if width == 1440 else f"-{width}"))
        if os.environ.get("AW_UPDATE_DOCS") == "1" and picture.stem in IN_THE_DOCS:
            shutil.copyfile(picture, IMAGES / picture.name)
    assert seen["light"] > 200 > 80 > seen["dark"]

    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page scrolls sideways"
    assert canvas.root.evaluate(UNNAMED) == []
    outside = canvas.root.evaluate(
        """root => [...root.querySelectorAll("button, input, select")]
          .filter((one) => one.offsetParent !== null)
          .filter((one) => { const box = one.getBoundingClientRect();
            return box.left < 0 || box.right > innerWidth || box.width === 0; })
          .map((one) => one.outerHTML.slice(0, 120))"""
    )
    assert outside == []
    reached = tab_stops(page, canvas.root)
    missed = canvas.root.evaluate(
        """(root, reached) => [...root.querySelectorAll("[data-test-stop]")]
          .filter((one) => one.offsetParent !== null && !one.disabled && one.tabIndex >= 0)
          .filter((one) => !reached.includes(one.dataset.testStop))
          .map((one) => one.outerHTML.slice(0, 120))""",
        list(reached),
    )
    assert missed == []

    canvas.focus()
    canvas.press("Escape", "r")
    expect(canvas.root.locator("[data-action='canvas.box']")).to_have_attribute("aria-pressed", "true")
    canvas.zoom_to(8, (620, 320))
    screenshot(page, f"canvas-zoomed-{width}")
    for key, name in [("?", "Keys and help"), ("Control+,", "Choose and change keys")]:
        canvas.focus()
        canvas.press(key)
        dialog = page.get_by_role("dialog", name=name)
        expect(dialog).to_be_visible()
        screenshot(page, f"canvas-{'help' if key == '?' else 'keys'}-{width}")
        assert dialog.evaluate(UNNAMED) == []
        canvas.press("Escape")
        expect(dialog).to_be_hidden()
