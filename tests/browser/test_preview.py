"""The gallery of a preview in real pages: its pixels are there, and nothing of them in the notebook."""

from __future__ import annotations

import io
import json
import time

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page

CELLS = [
    """
import numpy as np
from animewidgets import preview
from animewidgets.annotations import Annotation, Category, Kind
from animewidgets.annotations.geometry import Box

pictures = [np.full((120, 200, 3), 40 + 12 * n, np.uint8) for n in range(7)]
boxes = [
    Annotation(str(n), Kind.BOX, n, category="x", geometry=Box(20 + 10 * n, 30, 80, 50).to_json())
    for n in range(7)
]
red = [Category("x", "<b>Thing</b>", "#ff0000")]
preview(boxes, pictures, categories=red).widget(columns=3, rows=2, height=120)
"""
]


def red_columns(page: Page, n: int, row: int) -> list[int]:
    """The columns of a row of the n-th picture of the gallery that are red on the screen."""
    shot = page.locator(".jupyter-widgets canvas").nth(n).screenshot()
    pixels = np.asarray(Image.open(io.BytesIO(shot)).convert("RGB")).astype(int)
    line = pixels[row]
    return np.flatnonzero((line[:, 0] > 240) & (line[:, 1] < 15) & (line[:, 2] < 15)).tolist()


def wait_for_red(page: Page, n: int, columns: list[int]) -> None:
    """Until a picture has its box there."""
    deadline = time.monotonic() + 30
    while red_columns(page, n, 55) != columns and time.monotonic() < deadline:
        page.wait_for_timeout(200)
    assert red_columns(page, n, 55) == columns


@pytest.mark.parametrize("host", ["voila", "jupyterlab"])
def test_a_gallery_shows_the_frames_with_their_boxes_page_by_page(open_in, host, screenshot):
    opened = open_in(host, CELLS, ready="text=frame 5 ·")
    page = opened.page
    wait_for_red(page, 0, [19, 20, 99, 100])
    wait_for_red(page, 3, [49, 50, 129, 130])
    assert page.get_by_text("1–6 of 7 frames").is_visible()
    assert page.get_by_title("Page before").is_disabled()
    screenshot(page, f"preview-gallery-{host}")
    page.get_by_title("Next page").click()
    page.get_by_text("frame 6 ·").wait_for()
    wait_for_red(page, 0, [79, 80, 159, 160])
    assert page.get_by_title("Next page").is_disabled()


def test_a_notebook_that_is_saved_with_its_widgets_holds_no_pixels(open_in):
    opened = open_in("jupyterlab", CELLS, ready="text=frame 5 ·")
    wait_for_red(opened.page, 3, [49, 50, 129, 130])
    opened.page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
    deadline = time.monotonic() + 20
    outputs: list[dict[str, object]] = []
    while not outputs and time.monotonic() < deadline:
        notebook = json.loads(opened.server.notebook.read_text())
        outputs = [output for cell in notebook["cells"] for output in cell.get("outputs", [])]
        opened.page.wait_for_timeout(100)
    assert [sorted(output["data"]) for output in outputs] == [
        ["application/vnd.jupyter.widget-view+json", "text/plain"]
    ]
    # One picture alone would take 96,000 characters, and more as text.
    assert len(json.dumps(notebook)) < 20_000
