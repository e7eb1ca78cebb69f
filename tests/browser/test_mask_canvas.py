"""Masks painted with a real mouse on a real clip: the store has the pixels that were painted."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast

import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import expect

from animewidgets.annotations import JSON, masks
from animewidgets.annotations.geometry import Polygon, mask_of
from animewidgets.annotations.masks import Mask
from tests.browser.canvas_page import CanvasPage, Place
from tests.browser.conftest import Opened
from tests.browser.editor_page import query

READY = ".aw-editor [data-state=ready]"
FRAME = 200
WIDTH, HEIGHT = 1280, 720
#: Pixels by which the edge of what is stored may differ from what was painted.
EXACT = 0.5

pytestmark = pytest.mark.slow


def shapes(store: Path) -> list[dict[str, JSON]]:
    """The live shapes in the order in which they were changed last, read by another process."""
    rows = query(store, "SELECT kind, frame, category, geometry, attributes FROM annotations ORDER BY number")
    for row in rows:
        for name in ("geometry", "attributes"):
            if isinstance(row[name], str):
                row[name] = json.loads(cast("str", row[name]))
    return cast("list[dict[str, JSON]]", rows)


def last_mask(store: Path) -> Mask:
    """The mask that was changed last."""
    row = [one for one in shapes(store) if one["kind"] == "mask"][-1]
    geometry = cast("dict[str, object]", row["geometry"])
    assert geometry["size"] == [HEIGHT, WIDTH]
    return Mask(HEIGHT, WIDTH, str(geometry["counts"]))


def edges(mask: Mask) -> list[float]:
    """Left, top, right and bottom of what is set."""
    x, y, width, height = masks.bounding_box(mask)
    return [x, y, x + width, y + height]


def along(canvas: CanvasPage, places: Sequence[Place]) -> None:
    """Press at the first place, move over the others, let go."""
    canvas.move_to(places[0])
    canvas.page.mouse.down()
    for place in places[1:]:
        x, y = canvas.on_page(place)
        canvas.page.mouse.move(round(x), round(y), steps=4)
    canvas.page.mouse.up()
    canvas.settle()


def away(outline: Sequence[Place]) -> NDArray[np.float64]:
    """How far the centre of each pixel is from the outline, float[height, width]; inside it is negative."""
    y, x = np.mgrid[:HEIGHT, :WIDTH] + 0.5
    least = np.full((HEIGHT, WIDTH), np.inf)
    for (ax, ay), (bx, by) in zip(outline, [*outline[1:], outline[0]], strict=True):
        length = (bx - ax) ** 2 + (by - ay) ** 2
        share = np.clip(((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length, 0, 1)
        least = np.minimum(least, np.hypot(x - ax - share * (bx - ax), y - ay - share * (by - ay)))
    polygon = Polygon(((tuple(outline),),))
    return np.where(masks.decode(mask_of(polygon, HEIGHT, WIDTH)), -least, least)


@pytest.mark.parametrize("host", ["voila", "jupyterlab"])
def test_what_is_painted_at_any_zoom_is_what_the_store_has(
    open_in: Callable[..., Opened],
    shared_media: Callable[[str], Path],
    tmp_path: Path,
    screenshot: Callable[..., object],
    host: str,
) -> None:
    clip = shared_media("bbb_0_30_720p.webm")
    store = tmp_path / "annotations.duckdb"
    source = (
        f"from animewidgets import MaskCanvas\n"
        f"canvas = MaskCanvas({str(clip)!r}, project='masks', frame={FRAME})\ncanvas"
    )
    environment = {
        "ANIMEWIDGETS_STORE": str(store),
        "ANIMEWIDGETS_CACHE": str(tmp_path / "cache"),
        "ANIMEWIDGETS_PERSON": "mika",
    }
    opened = open_in(host, source, env=environment, ready=READY)
    canvas = CanvasPage(opened.page)
    canvas.root.scroll_into_view_if_needed()
    canvas.focus()
    canvas.wait_until_ready()
    canvas.press("m", "Alt+q")  # a square brush of 20 pixels

    for count, (zoom, (x, y), size) in enumerate([(1.0, (640, 360), 120.0), (8.0, (1070, 70), 24.0)], 1):
        canvas.zoom_to(zoom, (x, y))
        assert canvas.view()[0] >= zoom
        canvas.press("2")

        # A stroke to the right begins a mask; one down goes on with it.
        start, end = canvas.near((x - size / 2, y)), canvas.near((x + size / 2, y))
        along(canvas, [start, end])
        canvas.wait_for_save("saved")
        np.testing.assert_allclose(
            edges(last_mask(store)), [start[0] - 10, start[1] - 10, end[0] + 10, end[1] + 10], atol=EXACT
        )
        low = canvas.near((x - size / 2, y + size / 3))
        along(canvas, [start, low])
        canvas.wait_for_save("saved")
        painted = last_mask(store)
        assert len([one for one in shapes(store) if one["kind"] == "mask"]) == count
        assert abs(edges(painted)[3] - (low[1] + 10)) <= EXACT

        # The eraser takes the same way off again.
        canvas.press("Shift+M")
        along(canvas, [start, low])
        canvas.wait_for_save("saved")
        left = last_mask(store)
        np.testing.assert_allclose(
            edges(left), [start[0] + 10, end[1] - 10, end[0] + 10, end[1] + 10], atol=EXACT
        )
        canvas.press("Control+z")

        # A line around pixels adds them: all whose centres lie inside, none that lie outside.
        canvas.press("Alt+m")
        outline = [
            canvas.near(place)
            for place in [
                (x, y - size / 2),
                (x + size / 2, y - size / 4),
                (x + size / 4, y + size / 4),
                (x - size / 4, y),
            ]
        ]
        along(canvas, [*outline, outline[0]])
        canvas.wait_for_save("saved")
        added = masks.decode(masks.difference(last_mask(store), painted))
        distance = away(outline)
        before = masks.decode(painted)
        assert added[(distance < -EXACT) & ~before].all()
        assert not added[distance > EXACT].any()

        # As a polygon and back it has the same pixels.
        whole = last_mask(store)
        canvas.press("Alt+c")
        canvas.wait_for_save("saved")
        assert shapes(store)[-1]["kind"] == "polygon"
        canvas.press("Alt+c")
        canvas.wait_for_save("saved")
        assert last_mask(store) == whole
        canvas.press("m", "m")

    # The flat colour under the mouse, all of it seen at once; taken back, and there again after a reload.
    canvas.press("f", "c", "2")
    canvas.click_at((640, 40))
    canvas.wait_for_save("saved")
    filled = last_mask(store)
    assert masks.area(filled) > 200
    assert masks.decode(filled)[40, 640]
    expect(canvas.root).to_have_attribute("data-shapes", "3")
    canvas.press("m")
    canvas.move_to((700, 500))
    canvas.settle()
    screenshot(opened.page, f"masks-{host}")
    opened.reload()
    canvas = CanvasPage(opened.page)
    expect(canvas.root).to_have_attribute("data-shapes", "3")
    canvas.focus()
    canvas.press("Control+z")
    canvas.wait_for_save("saved")
    expect(canvas.root).to_have_attribute("data-shapes", "2")
    assert {row["category"] for row in shapes(store)} == {"face"}
