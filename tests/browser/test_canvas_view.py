"""Ways to look and to point: the picture's tones, onion skin, fingers, pens, extreme points, turning, holes.

Every test works with a real mouse, pen or finger on a real clip, and asks the store what came of it.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import cast

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import CDPSession, Page, expect

from animewidgets.media import open_media
from tests.browser.canvas_page import CanvasPage, Place
from tests.browser.conftest import Opened
from tests.browser.test_canvas import EXACT, READY, numbers, pixels_of_the_page, shapes

FRAME = 200

pytestmark = pytest.mark.slow


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "annotations.duckdb"


@pytest.fixture
def canvas(
    open_in: Callable[..., Opened], shared_media: Callable[[str], Path], tmp_path: Path, store: Path
) -> CanvasPage:
    """The canvas on a frame of a clip, focused."""
    clip = shared_media("bbb_0_30_720p.webm")
    opened = open_in(
        "voila",
        f"from animewidgets import FrameCanvas\nFrameCanvas({str(clip)!r}, project='views', frame={FRAME})",
        env={
            "ANIMEWIDGETS_STORE": str(store),
            "ANIMEWIDGETS_CACHE": str(tmp_path / "cache"),
            "ANIMEWIDGETS_PERSON": "mika",
        },
        ready=READY,
    )
    page = CanvasPage(opened.page)
    page.root.scroll_into_view_if_needed()
    page.focus()
    page.wait_until_ready()
    return page


class Touchscreen:
    """Fingers on the stage, through Chromium's own input pipeline. Places are in pixels of the picture."""

    def __init__(self, canvas: CanvasPage) -> None:
        self.canvas = canvas
        self.cdp: CDPSession = canvas.page.context.new_cdp_session(canvas.page)

    def _send(self, kind: str, *places: Place) -> None:
        points = [
            {"x": x, "y": y, "id": finger}
            for finger, (x, y) in enumerate(self.canvas.on_page(place) for place in places)
        ]
        self.cdp.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    def drag(self, path: list[Place]) -> None:
        """One finger down at the first place, over the others, up at the last."""
        self._send("touchStart", path[0])
        for place in path[1:]:
            self._send("touchMove", place)
        self._send("touchEnd")
        self.canvas.settle()

    def tap(self, place: Place) -> None:
        """One finger down and up."""
        self.drag([place])

    def rest(self, place: Place, milliseconds: int) -> None:
        """One finger down, and up after a while."""
        self._send("touchStart", place)
        self.canvas.page.wait_for_timeout(milliseconds)
        self._send("touchEnd")

    def pinch(self, first: tuple[Place, Place], steps: list[tuple[float, float]]) -> None:
        """Two fingers down; both go outwards by so many CSS pixels, to the left and to the right."""
        one, other = (self.canvas.on_page(place) for place in first)

        def points(left: float, right: float) -> list[dict[str, float]]:
            return [
                {"x": one[0] - left, "y": one[1], "id": 0},
                {"x": other[0] + right, "y": other[1], "id": 1},
            ]

        send = self.cdp.send
        send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": points(0, 0)[:1]})
        send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": points(0, 0)})
        for left, right in steps:
            send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": points(left, right)})
        send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        self.canvas.settle()

    def pen(self, path: list[Place], *, lift: bool = True) -> None:
        """A pen over some places."""
        at = [self.canvas.on_page(place) for place in path]
        pen = {"pointerType": "pen", "button": "left", "force": 0.3}
        self._mouse("mousePressed", at[0], buttons=1, clickCount=1, **pen)
        for place in at[1:]:
            self._mouse("mouseMoved", place, buttons=1, **pen)
        if lift:
            self._mouse("mouseReleased", at[-1], buttons=0, clickCount=1, **pen)
        self.canvas.settle()

    def _mouse(self, kind: str, at: Place, **more: object) -> None:
        self.cdp.send("Input.dispatchMouseEvent", {"type": kind, "x": at[0], "y": at[1], **more})


def boxes(store: Path) -> list[list[float]]:
    """The numbers of the boxes in the store, in the order in which they were drawn last."""
    return [numbers(row["geometry"]) for row in shapes(store) if row["kind"] == "box"]


def test_a_box_by_its_four_extreme_points_in_any_order(canvas: CanvasPage, store: Path) -> None:
    canvas.press("Shift+E")
    expect(canvas.root.locator("[data-action='canvas.extremes']")).to_have_attribute("aria-pressed", "true")
    top, right, bottom, left = map(canvas.near, [(420, 150), (560, 260), (450, 390), (300, 300)])
    for place in (bottom, left, right, top):
        canvas.click_at(place)
    canvas.wait_for_save("saved")
    [told] = boxes(store)
    want = [left[0], top[1], right[0] - left[0], bottom[1] - top[1]]
    np.testing.assert_allclose(told, want, atol=EXACT)


def test_a_box_is_turned_by_handle_and_keys_and_reshaped_in_its_own_frame(
    canvas: CanvasPage, store: Path, screenshot: Callable[[Page, str], Path]
) -> None:
    canvas.press("r")
    start, end = canvas.near((500, 300)), canvas.near((700, 380))
    canvas.drag_from(start, end)
    canvas.press("s")
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    zoom, *_ = canvas.view()
    handle = (middle[0], start[1] - 26 / zoom)
    # A quarter of a turn less 30°: the handle goes to 60° right of straight up.
    arm = middle[1] - handle[1]
    there = (middle[0] + arm * np.sin(np.pi / 3), middle[1] - arm * np.cos(np.pi / 3))
    canvas.page.keyboard.down("Shift")
    canvas.drag_from(handle, there)
    canvas.page.keyboard.up("Shift")
    canvas.wait_for_save("saved")
    [turned] = boxes(store)
    np.testing.assert_allclose(turned[:4], [*start, end[0] - start[0], end[1] - start[1]], atol=EXACT)
    assert turned[4] == 60
    canvas.press("Alt+ArrowRight", "Alt+ArrowRight", "Alt+ArrowLeft")
    canvas.wait_for_save("saved")
    assert boxes(store)[0][4] == 61

    # Its right side, which now looks down to the right, is drawn out by 40 pixels along its own axis.
    along = np.array([np.cos(np.radians(61)), np.sin(np.radians(61))])
    side = np.array(middle) + along * (end[0] - start[0]) / 2
    canvas.drag_from(cast("Place", tuple(side)), cast("Place", tuple(side + 40 * along)))
    canvas.wait_for_save("saved")
    [_, _, width, height, rotation] = boxes(store)[0]
    assert rotation == 61
    # A mouse knows whole pixels of the page.
    assert width == pytest.approx(end[0] - start[0] + 40, abs=2 / zoom)
    assert height == pytest.approx(end[1] - start[1], abs=EXACT)
    screenshot(canvas.page, "canvas-turned")


def test_a_polygon_gets_a_hole_and_another_part_and_loses_them_again(
    canvas: CanvasPage, store: Path, screenshot: Callable[[Page, str], Path]
) -> None:
    outer = [canvas.near(at) for at in [(300, 150), (700, 150), (700, 500), (300, 500)]]
    hole = [canvas.near(at) for at in [(400, 250), (600, 260), (500, 400)]]
    part = [canvas.near(at) for at in [(800, 200), (1000, 250), (850, 450)]]
    canvas.draw_polygon(outer)
    canvas.press("Shift+H")
    for place in hole:
        canvas.click_at(place)
    canvas.press("Enter")
    canvas.page.keyboard.down("Shift")
    canvas.click_at(part[0])
    canvas.page.keyboard.up("Shift")
    for place in part[1:]:
        canvas.click_at(place)
    canvas.press("Enter")
    canvas.wait_for_save("saved")
    [row] = shapes(store)
    want = [n for ring in (outer, hole, part) for vertex in ring for n in vertex]
    np.testing.assert_allclose(numbers(row["geometry"]), want, atol=EXACT)
    assert [len(rings) for rings in row["geometry"]["parts"]] == [2, 1]  # type: ignore[index]
    screenshot(canvas.page, "canvas-holes")

    # A hole that would cross the outline is refused by a message, and stays to be mended.
    canvas.press("Shift+H")
    for place in [(350, 200), (1100, 300), (360, 300)]:
        canvas.click_at(place)
    canvas.press("Enter")
    expect(canvas.root.locator(".aw-status")).to_contain_text("hole lies inside the polygon")
    canvas.press("Escape", "s")

    # In the hole one is outside: a click there lets go of the polygon.
    canvas.click_at((500, 300))
    expect(canvas.root).to_have_attribute("data-selected", "0")
    canvas.click_at((350, 400))
    expect(canvas.root).to_have_attribute("data-selected", "1")
    canvas.move_to(canvas.near((560, 330)))
    canvas.press("Alt+Delete")
    canvas.move_to(canvas.near((900, 260)))
    canvas.press("Alt+Delete")
    canvas.wait_for_save("saved")
    np.testing.assert_allclose(
        numbers(shapes(store)[0]["geometry"]), [n for v in outer for n in v], atol=EXACT
    )
    canvas.press("Alt+Delete")
    expect(canvas.root.locator(".aw-status")).to_contain_text("delete the polygon instead")
    canvas.press("Control+z", "Control+z")
    canvas.wait_for_save("saved")
    assert [len(rings) for rings in shapes(store)[0]["geometry"]["parts"]] == [2, 1]  # type: ignore[index]


def test_edges_of_the_picture_catch_the_sides_of_a_box(
    canvas: CanvasPage, store: Path, shared_media: Callable[[str], Path]
) -> None:
    with open_media(shared_media("bbb_0_30_720p.webm")) as media:
        luma = media.frame(FRAME).rgb.astype(float) @ [0.299, 0.587, 0.114]
    # The strongest column and row of the middle of the picture, nine pixels of them together.
    across = np.abs(np.diff(luma, axis=1))
    columns = np.lib.stride_tricks.sliding_window_view(across, 9, axis=0).mean(axis=-1)[100:600, 200:1000]
    y, x = np.unravel_index(columns.argmax(), columns.shape)
    edge_x, near_y = x + 201, y + 104
    assert columns.max() > 20
    canvas.zoom_to(2, (float(edge_x), float(near_y)))
    canvas.press("Alt+z", "r")
    canvas.drag_from((edge_x + 2.5, near_y + 0.5), (edge_x - 40, near_y - 40))
    canvas.wait_for_save("saved")
    [x, _, width, _] = boxes(store)[0]
    assert x + width == pytest.approx(edge_x, abs=0.011)


def test_the_picture_is_looked_at_in_other_tones_and_nothing_that_is_stored_changes(
    canvas: CanvasPage,
    store: Path,
    shared_media: Callable[[str], Path],
    screenshot: Callable[[Page, str], Path],
) -> None:
    page = canvas.page
    canvas.zoom_to(1, (640, 360))
    places: list[Place] = [(x + 0.5, y + 0.5) for x in range(420, 781, 40) for y in range(240, 441, 40)]
    with open_media(shared_media("bbb_0_30_720p.webm")) as media:
        picture = media.frame(FRAME).rgb
    raw = np.array([picture[int(y), int(x)] for x, y in places], float)
    page.mouse.move(2, 2)
    plain = pixels_of_the_page(page, canvas, places)
    assert np.abs(plain - raw).mean() < 6

    canvas.press("Alt+b")
    panel = canvas.root.locator(".aw-picture-panel")
    expect(panel).to_be_visible()
    panel.get_by_label("Gamma").fill("1")
    canvas.settle()
    screenshot(page, "canvas-picture-panel")
    canvas.press("Escape")
    expect(panel).to_be_hidden()
    badge = canvas.root.locator(".aw-look-badge")
    expect(badge).to_have_text("Gamma 2.00")
    lifted = pixels_of_the_page(page, canvas, places)
    np.testing.assert_allclose(lifted, 255 * (plain / 255) ** 0.5, atol=2)

    canvas.press("r")
    start, end = canvas.near((500, 300)), canvas.near((600, 400))
    canvas.drag_from(start, end)
    canvas.wait_for_save("saved")
    np.testing.assert_allclose(boxes(store)[0], [*start, end[0] - start[0], end[1] - start[1]], atol=EXACT)
    canvas.press("Control+z", "Alt+e")
    page.mouse.move(2, 2)
    canvas.settle()
    edges = pixels_of_the_page(page, canvas, places)
    assert np.ptp(edges, axis=1).max() == 0  # shades of grey
    screenshot(page, "canvas-edges")

    canvas.press("Alt+0")
    expect(badge).to_be_hidden()
    page.mouse.move(2, 2)
    canvas.settle()
    np.testing.assert_allclose(pixels_of_the_page(page, canvas, places), plain, atol=1)


def test_the_drawings_around_shine_through_in_red_and_green(
    canvas: CanvasPage, screenshot: Callable[[Page, str], Path]
) -> None:
    page = canvas.page
    page.mouse.move(2, 2)

    def tinted() -> tuple[int, int]:
        """How many pixels of the stage are clearly red and clearly green that were not before."""
        image = np.asarray(Image.open(io.BytesIO(canvas.stage.screenshot())).convert("RGB"), int)
        change = image - before
        red = (change[..., 0] - change[..., 1] > 25).sum()
        green = (change[..., 1] - change[..., 0] > 25).sum()
        return int(red), int(green)

    before = np.asarray(Image.open(io.BytesIO(canvas.stage.screenshot())).convert("RGB"), int)
    canvas.press("Alt+n")
    for side in ("previous", "next"):
        canvas.root.locator(f".aw-onion[data-side={side}]").wait_for(state="visible")
    frames = [
        int(canvas.root.locator(f".aw-onion[data-side={side}]").get_attribute("data-frame") or -1)
        for side in ("previous", "next")
    ]
    assert frames[0] < FRAME < frames[1]
    canvas.settle()
    red, green = tinted()
    screenshot(page, "canvas-onion")
    assert min(red, green) > 50
    canvas.press("Alt+n")
    canvas.settle()
    assert tinted() == (0, 0)


def test_one_finger_draws_two_zoom_and_a_long_press_opens_the_menu(canvas: CanvasPage, store: Path) -> None:
    fingers = Touchscreen(canvas)
    canvas.press("r")
    fingers.drag([(300, 200), (350, 260), (480, 320)])
    canvas.wait_for_save("saved")
    np.testing.assert_allclose(boxes(store)[0], [300, 200, 180, 120], atol=EXACT)

    zoom, x, y = canvas.view()
    fingers.pinch(((600, 360), (680, 360)), [(20, 20), (40, 40), (60, 60)])
    after = canvas.view()
    apart = 80 * zoom
    assert after[0] / zoom == pytest.approx((apart + 120) / apart, rel=0.02)
    assert after[1:] == pytest.approx((x, y), abs=2)
    canvas.wait_for_save("saved")
    assert len(boxes(store)) == 1  # the first finger drew nothing

    fingers.drag([(600, 300), (610, 310), (660, 350)])
    canvas.wait_for_save("saved")
    np.testing.assert_allclose(boxes(store)[1], [600, 300, 60, 50], atol=EXACT)

    canvas.press("s", "Escape")
    fingers.rest((640, 325), 750)
    menu = canvas.root.locator("[role=menu]")
    expect(menu).to_be_visible()
    expect(canvas.root).to_have_attribute("data-selected", "1")
    canvas.page.keyboard.press("Escape")
    # A fat finger, eleven CSS pixels beside a corner, still takes hold of it.
    far = 11 / after[0]
    fingers.tap((630, 325))
    fingers.drag([(660 + far, 350 + far), (670 + far, 360 + far), (680 + far, 370 + far)])
    canvas.wait_for_save("saved")
    np.testing.assert_allclose(boxes(store)[-1], [600, 300, 80, 70], atol=EXACT)


def test_a_pen_draws_while_the_palm_that_holds_it_does_nothing(canvas: CanvasPage, store: Path) -> None:
    fingers = Touchscreen(canvas)
    canvas.press("r")
    fingers.pen([(300, 200), (340, 260), (420, 300)])
    fingers.drag([(700, 500), (720, 520), (800, 560)])
    fingers.tap((900, 500))
    canvas.wait_for_save("saved")
    [only] = boxes(store)
    np.testing.assert_allclose(only, [300, 200, 120, 100], atol=EXACT)
