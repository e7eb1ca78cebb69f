"""Images, arrays and chosen frames in the canvas, by real keys and a real mouse."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from animewidgets.media import open_images
from tests.browser.canvas_page import CanvasPage
from tests.browser.conftest import Opened
from tests.browser.editor_page import query
from tests.browser.test_canvas import numbers, shapes
from tests.browser.test_serving import annotate  # noqa: F401  # a fixture

READY = ".aw-editor [data-state=ready]"

pytestmark = pytest.mark.slow


def drawing(n: int, width: int = 320, height: int = 180) -> np.ndarray:
    """A flat-coloured drawing with one loud pixel, which a lossy picture would not keep."""
    pixels = np.full((height, width, 3), (40 + 50 * n, 90, 200 - 40 * n), np.uint8)
    pixels[height // 3 : 2 * height // 3, width // 4 : width // 2] = (250, 200, 30)
    pixels[5, 7] = (255, 0, 255)
    return pixels


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three drawings, the last of another size."""
    made = tmp_path / "cut 012"
    made.mkdir()
    for n, size in enumerate([(320, 180), (320, 180), (200, 260)]):
        Image.fromarray(drawing(n, *size)).save(made / f"A{n:04}.png")
    return made


def pixel(page: Page, x: int, y: int) -> list[int]:
    """What the canvas holds of the picture there, alpha left out."""
    return page.evaluate(
        "([x, y]) => [...document.querySelector('canvas.aw-screen-canvas')"
        ".getContext('2d').getImageData(x, y, 1, 1).data].slice(0, 3)",
        [x, y],
    )


def test_a_folder_of_images_is_labelled_image_by_image(
    open_in: Callable[..., Opened], folder: Path, tmp_path: Path, screenshot
) -> None:
    store = tmp_path / "annotations.duckdb"
    source = f"from animewidgets.pages import shapes\nshapes({str(folder)!r}, project='images')"
    environment = {"ANIMEWIDGETS_STORE": str(store), "ANIMEWIDGETS_CACHE": str(tmp_path / "cache")}
    opened = open_in("voila", source, env=environment, ready=READY)
    canvas = CanvasPage(opened.page)
    canvas.focus()
    canvas.wait_until_ready()
    # Each pixel comes as it is.
    assert pixel(opened.page, 7, 5) == [255, 0, 255]
    assert pixel(opened.page, 100, 90) == [250, 200, 30]

    canvas.press("r", "6")
    canvas.drag_from((80, 60), (160, 120))
    canvas.press("End")
    canvas.expect_frame(2)
    canvas.wait_until_ready()  # the kernel sends its picture
    canvas.settle()
    # The last image is upright; its own size counts.
    assert pixel(opened.page, 199, 259) == drawing(2, 200, 260)[259, 199].tolist()
    canvas.press("Escape", "r")
    start, end = canvas.near((20, 150)), canvas.near((190, 250))
    canvas.drag_from(start, end)
    canvas.drag_from((100, 100), (400, 100 + 200))  # beyond the border: it ends there
    canvas.wait_for_save("saved")
    screenshot(opened.page, "images-light")

    rows = shapes(store)
    assert [(row["kind"], row["frame"], row["category"]) for row in rows] == [
        ("box", 0, "prop"),
        ("box", 2, "prop"),
        ("box", 2, "prop"),
    ]
    np.testing.assert_allclose(numbers(rows[1]["geometry"])[:2], start, atol=0.5)
    x, y, width, height = numbers(rows[2]["geometry"])
    assert (x + width, y + height) == (200, 260)
    (release,) = query(store, "SELECT release_id, name FROM releases")
    assert release == {"release_id": open_images(folder).release_id, "name": "cut 012"}
    # Nothing of the place where they lie is in the store.
    assert str(tmp_path).encode() not in store.read_bytes()


def test_arrays_are_labelled_as_they_are(open_in: Callable[..., Opened], tmp_path: Path) -> None:
    store = tmp_path / "annotations.duckdb"
    source = (
        "import numpy as np\nfrom animewidgets import PointCanvas\n"
        "pixels = np.zeros((90, 160, 3), np.uint8); pixels[:, 80:] = (0, 255, 1)\n"
        "canvas = PointCanvas([pixels, pixels[::-1, ::-1]], categories=['Eye'])\ncanvas"
    )
    opened = open_in("voila", source, env={"ANIMEWIDGETS_STORE": str(store)}, ready=READY)
    canvas = CanvasPage(opened.page)
    canvas.focus()
    canvas.wait_until_ready()
    assert pixel(opened.page, 80, 4) == [0, 255, 1]
    assert pixel(opened.page, 79, 4) == [0, 0, 0]
    canvas.press("o")
    canvas.click_at((80, 45))
    canvas.wait_for_save("saved")
    assert [row["kind"] for row in shapes(store)] == ["point"]


def test_of_a_video_only_the_chosen_frames_can_be_reached(
    open_in: Callable[..., Opened], shared_media: Callable[[str], Path], tmp_path: Path
) -> None:
    clip = shared_media("bbb_0_30_720p.webm")
    source = (
        f"from animewidgets import FrameCanvas\n"
        f"canvas = FrameCanvas({str(clip)!r}, frames=[200, 31, 90, 90], frame=100)\ncanvas"
    )
    environment = {
        "ANIMEWIDGETS_STORE": str(tmp_path / "annotations.duckdb"),
        "ANIMEWIDGETS_CACHE": str(tmp_path / "cache"),
    }
    opened = open_in("voila", source, env=environment, ready=READY)
    canvas = CanvasPage(opened.page)
    canvas.focus()
    canvas.wait_until_ready()
    canvas.expect_frame(90)
    expect(canvas.root.locator(".aw-time")).to_contain_text("2 of 3")
    slider = canvas.root.locator(".aw-frame-slider")
    assert (slider.get_attribute("max"), slider.input_value()) == ("2", "1")
    canvas.press("ArrowRight")
    canvas.expect_frame(200)
    canvas.press("ArrowRight", "Space")
    canvas.expect_frame(200)
    expect(canvas.root.locator(".aw-status")).to_contain_text("Only some frames")
    canvas.press("ArrowLeft", "ArrowLeft", "ArrowLeft")
    canvas.expect_frame(31)
    canvas.press("g", "1", "5", "0", "Enter")  # the nearest that there is
    canvas.expect_frame(200)


def test_a_damaged_image_is_named_and_the_others_are_not_lost(
    open_in: Callable[..., Opened], folder: Path, tmp_path: Path
) -> None:
    broken = folder / "A0001.png"
    broken.write_bytes(broken.read_bytes()[:200])
    source = f"from animewidgets.pages import shapes\nshapes({str(folder)!r})"
    opened = open_in(
        "voila", source, env={"ANIMEWIDGETS_STORE": str(tmp_path / "a.duckdb")}, ready="[role=alert]"
    )
    said = opened.page.locator("[role=alert]").first
    expect(said).to_contain_text("MediaTruncated")
    expect(said).to_contain_text("'A0001.png' breaks off")
    assert str(tmp_path) not in said.inner_text()


def test_the_command_serves_both_pages_which_link_to_one_another(
    annotate,  # noqa: F811
    new_page: Callable[..., Page],
) -> None:
    running = annotate("--no-token")
    page = new_page()
    page.goto(running.url + "shapes")
    page.locator("[role=alert]").wait_for()  # the film is broken, and the page is there
    page.get_by_role("link", name="Cuts and timing").click()
    page.get_by_role("link", name="Shapes in frames").wait_for()
    assert page.url.rstrip("/").endswith("/timing")
