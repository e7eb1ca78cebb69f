"""A gallery of pictures in the notebook, page by page, drawn with ipycanvas."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import ipycanvas
import ipywidgets
import numpy as np

from animewidgets.widgets.preview_drawing import RGB

if TYPE_CHECKING:
    from animewidgets.widgets.preview import Preview


def gallery(shown: Preview, drawn: Callable[[int], RGB], *, columns: int, rows: int) -> ipywidgets.Widget:
    """The frames of a preview on pages of ``columns`` × ``rows``, with buttons where there are more pages.

    ``drawn`` gives the picture of a frame. Raises ``ValueError`` where a page has no room for any.
    """
    if columns < 1 or rows < 1:
        raise ValueError(f"a page of {columns} × {rows} pictures shows none: give at least 1 × 1")
    per_page = columns * rows
    pages = math.ceil(len(shown.frames) / per_page)
    grid = ipywidgets.GridBox(
        layout=ipywidgets.Layout(grid_template_columns=f"repeat({columns}, max-content)", grid_gap="12px")
    )
    place = ipywidgets.Label()
    back = ipywidgets.Button(icon="chevron-left", tooltip="Page before", layout={"width": "40px"})
    on = ipywidgets.Button(icon="chevron-right", tooltip="Next page", layout={"width": "40px"})
    page = 0

    # Two clicks may come in two threads.
    lock = threading.Lock()

    def turn(pages_on: int) -> None:
        with lock:
            show(min(pages - 1, max(0, page + pages_on)))

    def show(number: int) -> None:
        nonlocal page
        page = number
        frames = shown.frames[page * per_page : (page + 1) * per_page]
        for old in grid.children:
            for child in old.children:
                child.close()
            old.close()
        grid.children = [_figure(drawn(frame), shown.caption(frame)) for frame in frames]
        place.value = f"{page * per_page + 1}–{page * per_page + len(frames)} of {len(shown.frames)} frames"
        back.disabled, on.disabled = page == 0, page == pages - 1

    back.on_click(lambda _button: turn(-1))
    on.on_click(lambda _button: turn(1))
    turn(0)
    children: Sequence[ipywidgets.Widget] = (grid,)
    if pages > 1:
        children = (ipywidgets.HBox([back, on, place]), grid)
    return ipywidgets.VBox(children)


def _figure(picture: RGB, caption: str) -> ipywidgets.Widget:
    height, width = picture.shape[:2]
    # The browser does not send its pixels back, so that they never get into the state of the widget.
    canvas = ipycanvas.Canvas(
        width=width,
        height=height,
        sync_image_data=False,
        layout={"width": f"{width}px", "height": f"{height}px"},
    )

    # Without an alpha channel it would go as a JPEG, which smears thin lines.
    opaque = np.dstack([picture, np.full((height, width), 255, np.uint8)])

    # A Voila page runs the notebook before the browser is there: what was sent by then would be lost.
    def send() -> None:
        canvas.put_image_data(opaque, 0, 0)

    canvas.on_client_ready(send)
    # A label's text is never taken for markup.
    return ipywidgets.VBox([canvas, ipywidgets.Label(caption)])
