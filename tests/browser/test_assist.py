"""Assistants in the canvas, by real keys and a real mouse: asked, accepted, rejected, failing, marked for."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.canvas_page import CanvasPage
from tests.browser.conftest import Opened
from tests.browser.editor_page import query

READY = ".aw-editor [data-state=ready]"
SOURCE = """
import time
import numpy as np
from animewidgets import FrameCanvas
from animewidgets.analysis.assist import BUILT_IN, Proposal
from animewidgets.annotations.geometry import Box, Polygon

pictures = []
for n in range(3):
    picture = np.full((240, 400, 3), (90, 140, 190), np.uint8)
    picture[60:180, 40 + 20 * n : 140 + 20 * n] = (230, 60, 50)
    picture[100:140, 250:350] = (240, 220, 80)
    pictures.append(picture)

def detector(frame, prompts):
    "Boxes of a model"
    at = 40 + 20 * frame.ordinal
    return [
        Proposal("box", Box(at, 60, 100, 120), category="character", score=0.93),
        Proposal("box", Box(250, 100, 100, 40), score=0.41),
        Proposal("polygon", Polygon(((((10, 10), (60, 10), (35, 50)),),)), score=0.07),
    ]

def broken(frame, prompts):
    raise KeyError("the weights are missing")

def slow(frame, prompts):
    time.sleep(60)

canvas = FrameCanvas(pictures, tools=("box", "polygon"), project="assist")
canvas.assist = {"detector": detector, "broken": broken, "slow": slow, **BUILT_IN}
canvas
"""

pytestmark = pytest.mark.slow


@pytest.fixture
def canvas_and_store(
    open_in: Callable[..., Opened], tmp_path: Path
) -> Callable[..., tuple[CanvasPage, Path, Opened]]:
    def start(host: str = "voila", **options: str) -> tuple[CanvasPage, Path, Opened]:
        store = tmp_path / "annotations.duckdb"
        environment = {
            "ANIMEWIDGETS_STORE": str(store),
            "ANIMEWIDGETS_CACHE": str(tmp_path / "cache"),
            "ANIMEWIDGETS_PERSON": "mika",
        }
        opened = open_in(host, SOURCE, env=environment, ready=READY, **options)
        canvas = CanvasPage(opened.page)
        canvas.root.scroll_into_view_if_needed()
        canvas.focus()
        canvas.wait_until_ready()
        return canvas, store, opened

    return start


def rows(store: Path) -> list[dict[str, object]]:
    """What was accepted or drawn, read by another process."""
    return query(
        store,
        "SELECT kind, frame, category, source, round(score, 2) AS score FROM annotations "
        "ORDER BY frame, score DESC",
    )


def proposed(canvas: CanvasPage, count: int) -> None:
    """Until so many proposals are open on the frame."""
    said = canvas.root.locator(".aw-assist .aw-count")
    expect(said).to_have_text(f"{count} proposed" if count else "")


def use(canvas: CanvasPage, name: str) -> None:
    """Choose an assistant by the menu."""
    canvas.press("Alt+/")
    canvas.root.get_by_role("menuitemradio", name=name, exact=True).click()


@pytest.mark.parametrize("host", ["voila", "jupyterlab"])
def test_proposals_are_accepted_and_rejected_by_key(canvas_and_store, screenshot, host: str) -> None:
    canvas, store, _ = canvas_and_store(host)
    canvas.press("3", "/")
    proposed(canvas, 3)
    if host == "voila":
        screenshot(canvas.page, "assist-light")
    canvas.press("a")  # the surest
    proposed(canvas, 2)
    canvas.press("x")
    proposed(canvas, 1)
    canvas.wait_for_save("saved")
    (row,) = rows(store)
    assert row == {"kind": "box", "frame": 0, "category": "character", "source": "detector", "score": 0.93}

    # Undone, it is proposed again; the one that was rejected is not.
    canvas.press("Control+z")
    proposed(canvas, 2)
    canvas.press("Control+Shift+z")
    proposed(canvas, 1)
    canvas.wait_for_save("saved")
    if host == "jupyterlab":
        return
    # A click chooses; what has no category gets the next one's.
    canvas.press(".", "/")
    proposed(canvas, 3)
    canvas.press("s")
    canvas.click_at((300, 120), button="right")
    canvas.root.get_by_role("menuitem", name="Accept the proposal").click()
    proposed(canvas, 2)
    canvas.press("Shift+A")
    proposed(canvas, 0)
    canvas.press(".", "/")
    proposed(canvas, 3)
    canvas.press("Shift+X")
    proposed(canvas, 0)
    canvas.press("a")  # on to where there are still some
    canvas.expect_frame(0)
    canvas.wait_for_save("saved")
    assert [(row["frame"], row["score"], row["category"]) for row in rows(store)] == [
        (0, 0.93, "character"),
        (1, 0.93, "character"),
        (1, 0.41, "eye"),
        (1, 0.07, "eye"),
    ]
    history = query(store, "SELECT DISTINCT person, tool FROM history")
    assert history == [{"person": "mika", "tool": "canvas"}]


def test_an_assistant_that_fails_is_named_and_one_that_is_slow_is_let_go_of(canvas_and_store) -> None:
    canvas, _, _ = canvas_and_store()
    state = canvas.root.locator(".aw-assist-state")
    use(canvas, "broken")
    canvas.press("/")
    expect(state).to_have_attribute("data-state", "failed")
    expect(state).to_contain_text("'broken' failed on frame 0: KeyError")
    expect(canvas.root.locator(".aw-status")).to_contain_text("'broken' failed")

    use(canvas, "slow")
    canvas.press("/")
    expect(state).to_have_text("Asking slow …")
    canvas.press("r")  # meanwhile the canvas is at work
    canvas.drag_from((20, 20), (90, 90))
    canvas.wait_for_save("saved")
    canvas.press("/")
    expect(state).to_have_attribute("data-state", "idle")


def test_what_is_marked_is_found_by_the_built_in_assistants(canvas_and_store, screenshot) -> None:
    canvas, store, _ = canvas_and_store()
    use(canvas, "GrabCut")
    canvas.press("1", "Shift+Q")
    canvas.page.keyboard.down("Shift")
    canvas.drag_from((25, 45), (160, 195))
    canvas.page.keyboard.up("Shift")
    state = canvas.root.locator(".aw-assist-state")
    expect(state).to_have_text("Marked: a box")
    canvas.drag_from((60, 90), (120, 150))
    canvas.page.keyboard.down("Alt")
    canvas.drag_from((30, 50), (30, 190))
    canvas.page.keyboard.up("Alt")
    expect(state).to_have_text("Marked: a box, 2 lines")
    canvas.press("Backspace")
    expect(state).to_have_text("Marked: a box, 1 line")
    canvas.press("/")
    proposed(canvas, 1)
    box = canvas.stage.bounding_box()
    assert box is not None
    assert box["height"] > 400, "the stage has no room"
    screenshot(canvas.page, "assist-grabcut")
    canvas.press("a")
    canvas.wait_for_save("saved")
    expect(state).not_to_contain_text("Marked")
    (row,) = query(store, "SELECT kind, geometry, source, category FROM annotations")
    assert (row["kind"], row["source"], row["category"]) == ("polygon", "GrabCut", "character")
    geometry = json.loads(row["geometry"]) if isinstance(row["geometry"], str) else row["geometry"]
    xs, ys = np.array(geometry["parts"][0][0]).T
    np.testing.assert_allclose([xs.min(), xs.max(), ys.min(), ys.max()], [40, 140, 60, 180], atol=2)

    # Live: each mark asks again.
    use(canvas, "flat colour")
    use(canvas, "Live: ask again after every mark")
    canvas.press("Shift+Q")
    canvas.click_at((300, 120))
    proposed(canvas, 1)
    canvas.press("a")
    canvas.wait_for_save("saved")
    sources = query(store, "SELECT source FROM annotations ORDER BY number")
    assert [one["source"] for one in sources] == ["GrabCut", "flat colour"]


def test_a_proposal_looks_like_no_annotation(canvas_and_store) -> None:
    canvas, _, _ = canvas_and_store()
    canvas.press("/")
    proposed(canvas, 3)
    canvas.press("s")
    canvas.page.mouse.move(2, 2)
    canvas.settle()
    along = [canvas.on_page((x, 60)) for x in range(50, 135)]
    colours = pixels(canvas.page, along)
    assert (colours.min(axis=1) > 200).any(), "no white dashes"
    assert (colours.max(axis=1) < 60).any(), "no black between them"
    canvas.press("Shift+A", "Escape")
    canvas.settle()
    accepted = pixels(canvas.page, along)
    assert not (accepted.min(axis=1) > 200).any()


def pixels(page: Page, places: list[tuple[float, float]]) -> np.ndarray:
    """The colours of the page there, float[n, 3]."""
    image = np.asarray(Image.open(io.BytesIO(page.screenshot())).convert("RGB"), float)
    return np.array([image[round(y), round(x)] for x, y in places])
