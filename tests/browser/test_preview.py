"""The gallery of a preview in real pages: its pixels are there, and nothing of them in the notebook."""

from __future__ import annotations

import json
import time

import pytest

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

# The columns of a row of the n-th canvas that are pure red.
RED_IN_ROW = """([n, row]) => {
  const canvas = document.querySelectorAll('.jp-OutputArea canvas, .jupyter-widgets canvas')[n];
  const row_of = canvas.getContext('2d').getImageData(0, row, canvas.width, 1).data;
  const red = [];
  for (let x = 0; x < canvas.width; x++)
    if (row_of[4 * x] === 255 && !row_of[4 * x + 1] && !row_of[4 * x + 2]) red.push(x);
  return red;
}"""


@pytest.mark.parametrize("host", ["voila", "jupyterlab"])
def test_a_gallery_shows_the_frames_with_their_boxes_page_by_page(open_in, host, screenshot):
    opened = open_in(host, CELLS, ready="text=frame 5 ·")
    page = opened.page
    page.wait_for_function(f"() => ({RED_IN_ROW})([5, 55]).length > 0")
    assert page.evaluate(RED_IN_ROW, [0, 55]) == [19, 20, 99, 100]
    assert page.evaluate(RED_IN_ROW, [3, 55]) == [49, 50, 129, 130]
    assert page.get_by_text("1–6 of 7 frames").is_visible()
    assert page.get_by_title("Page before").is_disabled()
    screenshot(page, f"preview-gallery-{host}")
    page.get_by_title("Next page").click()
    page.get_by_text("frame 6 ·").wait_for()
    page.wait_for_function(f"() => ({RED_IN_ROW})([0, 55]).length > 0")
    assert page.evaluate(RED_IN_ROW, [0, 55]) == [79, 80, 159, 160]
    assert page.get_by_title("Next page").is_disabled()


def test_a_notebook_that_is_saved_with_its_widgets_holds_no_pixels(open_in):
    opened = open_in("jupyterlab", CELLS, ready="text=frame 5 ·")
    opened.page.wait_for_function(f"() => ({RED_IN_ROW})([5, 55]).length > 0")
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
