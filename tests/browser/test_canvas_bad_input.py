"""What a person sees of bad input: words that say what is wrong, and nothing lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.canvas_page import CanvasPage
from tests.browser.conftest import Opened
from tests.browser.test_canvas import READY, shapes

pytestmark = pytest.mark.slow

# A kernel whose project has lost a category since the page was opened.
LOST_A_CATEGORY = """
from animewidgets.errors import UnknownCategory
from animewidgets.widgets import store_methods
parse = store_methods.parse_commit
def parse_commit(data, **known):
    commit = parse(data, **known)
    if any(edit.after and edit.after.category == "prop" for edit in commit.edits):
        raise UnknownCategory("category 'prop' is not in schema 'drawn-things' version 2")
    return commit
store_methods.parse_commit = parse_commit
"""

# A model that puts in a crowd once a file is there to say so.
CROWD = """
import threading, time
from pathlib import Path
from animewidgets.annotations import Annotation, Kind
def put_in():
    while not Path({flag!r}).exists():
        time.sleep(0.1)
    pts = int(canvas.media.index.pts[{frame}])
    canvas.add([
        Annotation("", Kind.BOX, pts, category="face", source="model:crowd", score=0.5,
                   geometry={{"x": 12 * (n % 100), "y": 14 * (n // 100), "width": 9, "height": 11}})
        for n in range(2500)
    ])
threading.Thread(target=put_in, daemon=True).start()
"""

FRAME = 100


@pytest.fixture
def open_canvas(
    open_in: Callable[..., Opened], shared_media: Callable[[str], Path], tmp_path: Path
) -> Callable[..., CanvasPage]:
    """``open_canvas(before, after)``: the canvas, with more code around it in the notebook."""

    def start(before: str = "", after: str = "") -> CanvasPage:
        clip = shared_media("bbb_0_30_720p.webm")
        source = (
            f"{before}\nfrom animewidgets import FrameCanvas\n"
            f"canvas = FrameCanvas({str(clip)!r}, project='bad input', frame={FRAME})\n{after}\ncanvas"
        )
        env = {
            "ANIMEWIDGETS_STORE": str(tmp_path / "annotations.duckdb"),
            "ANIMEWIDGETS_CACHE": str(tmp_path / "cache"),
            "ANIMEWIDGETS_PERSON": "mika",
        }
        page = CanvasPage(open_in("voila", source, env=env, ready=READY).page)
        page.root.scroll_into_view_if_needed()
        page.focus()
        page.wait_until_ready()
        return page

    return start


def test_what_is_drawn_wrongly_is_said_and_can_be_mended(
    open_canvas: Callable[..., CanvasPage], tmp_path: Path
) -> None:
    canvas = open_canvas()
    status = canvas.root.locator(".aw-status")
    canvas.press("r")
    canvas.drag_from((300, 200), (300, 400))
    expect(status).to_contain_text("A box needs some width and some height")

    canvas.press("p")
    for place in [(300, 200), (500, 400), (500, 200), (300, 350)]:
        canvas.click_at(place)
    canvas.press("Enter")
    expect(status).to_contain_text("crosses itself near (")
    canvas.press("Backspace", "Enter")
    canvas.wait_for_save("saved")
    [mended] = shapes(tmp_path / "annotations.duckdb")
    assert len(mended["geometry"]["parts"][0][0]) == 3  # type: ignore[index]


def test_what_the_kernel_refuses_is_told_in_the_page_and_kept(
    open_canvas: Callable[..., CanvasPage], tmp_path: Path
) -> None:
    canvas = open_canvas(before=LOST_A_CATEGORY)
    canvas.press("r", "2")
    canvas.drag_from((300, 200), (400, 300))
    canvas.press("Escape", "r", "6")
    canvas.drag_from((500, 200), (600, 300))
    notice = canvas.root.locator(".aw-notice")
    expect(notice).to_contain_text("category 'prop' is not in schema")
    canvas.press("Escape", "r", "2")
    canvas.drag_from((700, 200), (800, 300))
    canvas.wait_for_save("saved")
    assert [row["category"] for row in shapes(tmp_path / "annotations.duckdb")] == ["face", "face"]
    # It is still there, to be applied once the category is back, or to be let go of.
    expect(notice.get_by_role("button").first).to_be_visible()


def test_a_crowd_that_a_program_puts_in_appears_and_is_deleted_and_brought_back(
    open_canvas: Callable[..., CanvasPage], tmp_path: Path
) -> None:
    flag = tmp_path / "go"
    canvas = open_canvas(after=CROWD.format(flag=str(flag), frame=FRAME))
    expect(canvas.root).to_have_attribute("data-shapes", "0")
    flag.touch()
    expect(canvas.root).to_have_attribute("data-shapes", "2500", timeout=60_000)
    canvas.press("s", "Control+z")
    expect(canvas.root).to_have_attribute(
        "data-shapes", "2500"
    )  # what a program did is not the page's to undo

    canvas.press("Control+a", "Delete")
    expect(canvas.root).to_have_attribute("data-shapes", "0")
    expect(canvas.root.locator(".aw-status")).to_contain_text("Deleted 2500 boxes, in 3 steps of undo")
    canvas.wait_for_save("saved")
    assert shapes(tmp_path / "annotations.duckdb") == []
    canvas.press("Control+z", "Control+z", "Control+z")
    expect(canvas.root).to_have_attribute("data-shapes", "2500")
    canvas.wait_for_save("saved")
    assert len(shapes(tmp_path / "annotations.duckdb")) == 2500
