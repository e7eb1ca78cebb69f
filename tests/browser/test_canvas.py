"""Shapes drawn with a real mouse on a real clip: what the store has is what was drawn, at any zoom."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import cast

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from animewidgets.media import open_media
from tests.browser.canvas_page import CanvasPage, Place
from tests.browser.conftest import Opened
from tests.browser.editor_page import query

READY = ".aw-editor [data-state=ready]"
FRAME = 200
#: Pixels by which a stored shape may differ from what was drawn.
EXACT = 0.5

pytestmark = pytest.mark.slow


def shapes(store: Path) -> list[dict[str, object]]:
    """The live shapes in the order in which they were drawn, read by another process."""
    rows = query(
        store,
        "SELECT kind, frame, category, geometry, uncertain FROM annotations ORDER BY number, annotation_id",
    )
    for row in rows:
        if isinstance(row["geometry"], str):
            row["geometry"] = json.loads(row["geometry"])
    return rows


def numbers(geometry: object) -> list[float]:
    """All coordinates of a geometry, in order."""
    if isinstance(geometry, dict):
        return [n for value in geometry.values() for n in numbers(value)]
    if isinstance(geometry, list):
        return [n for value in geometry for n in numbers(value)]
    return [float(geometry)] if isinstance(geometry, int | float) and not isinstance(geometry, bool) else []


def pixels_of_the_page(page: Page, canvas: CanvasPage, places: list[Place]) -> np.ndarray:
    """The colours that the page shows at places of the picture, float[n, 3]."""
    image = np.asarray(Image.open(io.BytesIO(page.screenshot())).convert("RGB"), float)
    at = [canvas.on_page(place) for place in places]
    return np.array([image[int(y), int(x)] for x, y in at])


@pytest.mark.parametrize("host", ["voila", "jupyterlab"])
def test_what_is_drawn_at_any_zoom_is_what_the_store_has(
    open_in: Callable[..., Opened], shared_media: Callable[[str], Path], tmp_path: Path, host: str
) -> None:
    clip = shared_media("bbb_0_30_720p.webm")
    store = tmp_path / "annotations.duckdb"
    source = (
        f"from animewidgets import FrameCanvas\n"
        f"canvas = FrameCanvas({str(clip)!r}, project='shapes', frame={FRAME})\ncanvas"
    )
    environment = {
        "ANIMEWIDGETS_STORE": str(store),
        "ANIMEWIDGETS_CACHE": str(tmp_path / "cache"),
        "ANIMEWIDGETS_PERSON": "mika",
    }
    opened = open_in(host, source, env=environment, ready=READY)
    page = opened.page
    canvas = CanvasPage(page)
    canvas.root.scroll_into_view_if_needed()
    canvas.focus()
    canvas.wait_until_ready()
    drawn: list[list[float]] = []

    for zoom, (x, y), size in [(1.0, (640.0, 360.0), 120.0), (8.0, (1070.0, 70.0), 20.0)]:
        canvas.zoom_to(zoom, (x, y))
        assert canvas.view()[0] >= zoom

        # A box by a drag from corner to corner.
        canvas.press("r", "2")
        start, end = canvas.near((x - size, y - size / 2)), canvas.near((x, y + size / 3))
        canvas.drag_from(start, end)
        drawn.append([*start, end[0] - start[0], end[1] - start[1]])

        # A polygon by clicks on its vertices, a point by a click.
        corners = [
            canvas.near(at) for at in [(x + 4, y), (x + size, y - size / 3), (x + size / 2, y + size / 2)]
        ]
        canvas.draw_polygon(corners)
        drawn.append([n for corner in corners for n in corner])
        canvas.press("o")
        place = canvas.near((x + size / 4, y - size / 2))
        canvas.click_at(place)
        drawn.append([*place])

    canvas.wait_for_save("saved")
    stored = shapes(store)
    assert [row["kind"] for row in stored] == ["box", "polygon", "point"] * 2
    assert {row["frame"] for row in stored} == {FRAME}
    assert {row["category"] for row in stored} == {"face"}
    for row, meant in zip(stored, drawn, strict=True):
        np.testing.assert_allclose(numbers(row["geometry"]), meant, atol=EXACT)

    # What lies under the mouse at such a zoom is that pixel of the picture, and no neighbour.
    canvas.press("s", "Escape", "Control+a", "h")
    page.mouse.move(2, 2)
    canvas.settle()
    pixels = [(px, py) for px in range(1060, 1081, 2) for py in range(60, 77, 2)]
    shown = pixels_of_the_page(page, canvas, [(px + 0.5, py + 0.5) for px, py in pixels])
    with open_media(clip) as media:
        picture = media.frame(FRAME).rgb

    def alike(right: int) -> float:
        there = np.array([picture[py, px + right] for px, py in pixels], float)
        return float((np.abs(shown - there).max(axis=1) <= 12).mean())

    assert alike(0) > 0.9 > 0.7 > alike(1)
    canvas.press("h", "f")

    # A handle, and the arrow keys; all of it is undone, redone, and there after a reload.
    canvas.press("s")
    left, top, width, height = drawn[0]
    canvas.click_at((left + 20, top + 20))
    canvas.drag_from((left + width, top + height), (left + width + 60, top + height + 40))
    canvas.press("ArrowLeft", "Shift+ArrowUp")
    canvas.wait_for_save("saved")
    if host == "voila":
        changed = numbers(shapes(store)[-1]["geometry"])
        zoom, *_ = canvas.view()
        np.testing.assert_allclose(changed, [left - 1, top - 10, width + 60, height + 40], atol=1 / zoom)
    canvas.press("Control+z", "Control+z", "Control+z")
    canvas.wait_for_save("saved")
    assert sorted(map(numbers, [row["geometry"] for row in shapes(store)])) == sorted(
        numbers(row["geometry"]) for row in stored
    )
    canvas.press("Control+Shift+z")
    canvas.wait_for_save("saved")

    opened.reload()
    canvas = CanvasPage(page)
    expect(canvas.root).to_have_attribute("data-shapes", "6")
    canvas.focus()
    canvas.press("Control+z", "Control+z")  # the handle, then the last point
    canvas.wait_for_save("saved")
    expect(canvas.root).to_have_attribute("data-shapes", "5")
    kinds = [cast("str", row["kind"]) for row in shapes(store)]
    assert sorted(kinds) == ["box", "box", "point", "polygon", "polygon"]
