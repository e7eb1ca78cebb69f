"""Tracks drawn with real keys and a real mouse on a real clip, and what the store has of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pytest
from playwright.sync_api import Page, expect

from animewidgets.media import open_media
from tests.browser.canvas_page import CanvasPage, Place
from tests.browser.conftest import Opened
from tests.browser.editor_page import query

READY = ".aw-editor [data-state=ready]"
A, B = 200, 224

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Key:
    """A key of a stored track of boxes; ``x`` is ``None`` where the thing is outside."""

    frame: int
    x: float | None
    interpolation: str


def keys(store: Path) -> list[list[Key]]:
    """The keys of the live tracks, in the order in which they begin, read by another process."""
    rows = query(
        store,
        "SELECT annotation_id, frame, shape, interpolation FROM track_keys "
        "ORDER BY start_pts, annotation_id, key",
    )
    tracks: dict[object, list[Key]] = {}
    for row in rows:
        shape = json.loads(row["shape"]) if isinstance(row["shape"], str) else row["shape"]
        x = None if shape is None else float(cast("dict[str, float]", shape).get("x", 0))
        key = Key(cast("int", row["frame"]), x, str(row["interpolation"]))
        tracks.setdefault(row["annotation_id"], []).append(key)
    return list(tracks.values())


class Lanes:
    """The lanes under a canvas."""

    def __init__(self, canvas: CanvasPage) -> None:
        self.canvas = canvas
        self.root = canvas.root.locator(".aw-lanes")
        self.axis = self.root.locator("canvas.aw-lanes-axis")

    def place(self, frame: int, row: int, pts: list[int]) -> Place:
        """Where a frame of a row is on the page."""
        self.canvas.settle()
        left, per_pixel = map(float, (self.root.get_attribute("data-view") or "").split())
        box = self.axis.bounding_box()
        assert box is not None
        x = (pts[frame] - left) / per_pixel
        wide = (pts[frame + 1] - pts[frame]) / per_pixel
        return box["x"] + x + (wide / 2 if wide > 10 else 0), box["y"] + 22 + 20 * row + 10


@pytest.fixture
def opened_canvas(
    open_in: Callable[..., Opened], shared_media: Callable[[str], Path], tmp_path: Path
) -> tuple[Opened, CanvasPage, Path]:
    clip = shared_media("bbb_0_30_720p.webm")
    store = tmp_path / "annotations.duckdb"
    source = (
        "from animewidgets import FrameCanvas\n"
        f"canvas = FrameCanvas({str(clip)!r}, project='tracks', frame={A})\ncanvas"
    )
    environment = {
        "ANIMEWIDGETS_STORE": str(store),
        "ANIMEWIDGETS_CACHE": str(tmp_path / "cache"),
        "ANIMEWIDGETS_PERSON": "mika",
    }
    opened = open_in("voila", source, env=environment, ready=READY)
    canvas = CanvasPage(opened.page)
    canvas.root.scroll_into_view_if_needed()
    canvas.focus()
    canvas.wait_until_ready()
    return opened, canvas, store


def test_a_track_goes_from_key_to_key_and_is_changed_like_any_shape(
    opened_canvas: tuple[Opened, CanvasPage, Path], screenshot: Callable[[Page, str], None]
) -> None:
    opened, canvas, store = opened_canvas
    page = opened.page

    # Draw on one frame, move it on another.
    canvas.press("r", "t")
    expect(canvas.root.locator("[data-action='canvas.asTrack']")).to_have_attribute("aria-pressed", "true")
    start = canvas.near((300, 200))
    canvas.drag_from(start, (500, 350))
    expect(canvas.root.locator(".aw-lanes")).to_have_attribute("data-rows", "1")
    canvas.go_to(B)
    canvas.focus()
    canvas.press("s")
    canvas.drag_from((400, 275), (640, 275))
    canvas.wait_for_save("saved")
    (track,) = keys(store)
    assert [key.frame for key in track] == [A, B]
    assert [key.x for key in track] == pytest.approx([start[0], start[0] + 240], abs=1.5)

    # Half way between it is half way; what is seen there says that nobody drew it.
    canvas.press("\\")
    canvas.expect_frame((A + B) // 2)
    assert canvas.place_of("box") == pytest.approx(start[0] + 120, abs=1.5)
    screenshot(page, "tracks-between")

    # Corrected there, it has a third key; undone, it has two again, and the frame stays.
    canvas.press("ArrowDown", "Shift+ArrowDown")
    canvas.wait_for_save("saved")
    assert [key.frame for key in keys(store)[0]] == [A, (A + B) // 2, B]
    canvas.press("Control+z", "Control+z")
    canvas.wait_for_save("saved")
    assert [key.frame for key in keys(store)[0]] == [A, B]
    canvas.expect_frame((A + B) // 2)

    # Held, the shape stands until the next key.
    canvas.press("Alt+h")
    expect(canvas.root.locator(".aw-where")).to_contain_text(f"box at {start[0]:.1f}".removesuffix(".0"))
    canvas.press("Alt+h")

    # Split here, merged again: no frame shows anything else.
    canvas.press("Alt+s")
    canvas.wait_for_save("saved")
    first, second = keys(store)
    assert [key.frame for key in first] == [A, (A + B) // 2 - 1]
    assert [key.frame for key in second] == [(A + B) // 2, B]
    page.keyboard.down("Control")
    names = canvas.root.locator(".aw-lane-name:visible")
    names.nth(1).click()
    page.keyboard.up("Control")
    expect(names.nth(1)).to_have_attribute("aria-pressed", "true")
    canvas.press("Shift+J")
    canvas.wait_for_save("saved")
    (track,) = keys(store)
    assert [key.frame for key in track] == [A, 211, 212, B]

    # Delete takes the key of this frame, and never the track.
    canvas.press("Delete")
    canvas.wait_for_save("saved")
    assert [key.frame for key in keys(store)[0]] == [A, 211, B]
    canvas.press("Delete")
    expect(canvas.root.locator(".aw-said")).to_contain_text("Shift+Delete deletes all of it")

    # Out of the picture from here on; the ghost that is left brings it back.
    canvas.press("Alt+o")
    expect(canvas.root).to_have_attribute("data-shapes", "0")
    canvas.wait_for_save("saved")
    assert [(key.frame, key.x is None) for key in keys(store)[0]][2] == (212, True)
    screenshot(page, "tracks-outside")
    canvas.press("Alt+o")
    expect(canvas.root).to_have_attribute("data-shapes", "1")

    opened.reload()
    canvas = CanvasPage(page)
    expect(canvas.root).to_have_attribute("data-status", "open")
    expect(canvas.root.locator(".aw-lanes")).to_have_attribute("data-rows", "1")
    canvas.focus()
    for key, frame in [("'", 211), ("'", B), (";", 211)]:
        canvas.press(key)
        canvas.expect_frame(frame)
    canvas.press("Control+a", "Shift+Delete")
    canvas.wait_for_save("saved")
    assert keys(store) == []


def test_keys_that_optical_flow_proposes_are_taken_up_to_where_they_are_right(
    opened_canvas: tuple[Opened, CanvasPage, Path], screenshot: Callable[[Page, str], None]
) -> None:
    opened, canvas, store = opened_canvas
    page = opened.page
    bar = canvas.root.locator(".aw-track-bar")

    canvas.go_to(A)
    canvas.focus()
    canvas.press("r", "t")
    canvas.drag_from((800, 80), (1100, 330))
    canvas.press("Alt+p")
    expect(bar).to_contain_text("proposed", timeout=120_000)
    assert [len(track) for track in (keys(store))] == [1]
    canvas.wait_for_save("saved")

    # Seen on the frames, and on the lane, before anybody has said yes.
    for _ in range(6):
        canvas.press(".")
    canvas.expect_frame(A + 6)
    canvas.settle()
    screenshot(page, "tracks-proposed")
    canvas.press("Control+Enter")
    canvas.wait_for_save("saved")
    (track,) = keys(store)
    assert track[0].frame == A
    assert track[-1].frame == A + 6
    assert "proposed" not in bar.inner_text()
    said = query(store, "SELECT geometry FROM annotations")[0]["geometry"]
    geometry = json.loads(said) if isinstance(said, str) else said
    first, *others = cast("dict[str, list[dict[str, object]]]", geometry)["keys"]
    assert "source" not in first
    assert {key["source"] for key in others} == {"flow"}
    assert all(0 < cast("float", key["score"]) <= 1 for key in others)

    # One gesture, one undo; and what is proposed can be let go of.
    canvas.press("Control+z")
    canvas.wait_for_save("saved")
    assert [len(track) for track in keys(store)] == [1]
    canvas.press("Alt+Shift+P")
    expect(bar).to_contain_text("proposed", timeout=120_000)
    canvas.press("Control+Backspace")
    expect(bar).not_to_contain_text("proposed")
    canvas.wait_for_save("saved")
    assert [len(track) for track in keys(store)] == [1]


def test_lanes_are_clicked_dragged_and_zoomed(
    opened_canvas: tuple[Opened, CanvasPage, Path],
    shared_media: Callable[[str], Path],
    screenshot: Callable[[Page, str], None],
) -> None:
    opened, canvas, store = opened_canvas
    page = opened.page
    lanes = Lanes(canvas)
    with open_media(shared_media("bbb_0_30_720p.webm")) as media:
        pts = [*map(int, media.index.pts), int(media.index.end_pts)]

    canvas.press("r", "t", "2")
    canvas.drag_from((300, 200), (500, 350))
    canvas.press("o", "5")
    canvas.click_at((700, 300))
    canvas.press("Alt+p")  # nothing is lost by following meanwhile
    expect(lanes.root).to_have_attribute("data-rows", "2")
    canvas.press("Control+Backspace")
    canvas.go_to(300)
    canvas.focus()
    canvas.press("s", "Escape", "Escape")

    # Zoomed in about the pointer, a click on the lane of the box goes to its key and selects it.
    page.mouse.move(*lanes.place(A, 0, pts))
    for _ in range(12):
        page.keyboard.down("Control")
        page.mouse.wheel(0, -200)
        page.keyboard.up("Control")
    x, y = lanes.place(A, 0, pts)
    page.mouse.click(x, y)
    canvas.expect_frame(A)
    expect(canvas.root.locator(".aw-lane-name[aria-pressed=true]")).to_contain_text("Face")

    # Its key is dragged five frames on; the other track stays.
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(*lanes.place(A + 5, 0, pts), steps=4)
    page.mouse.up()
    canvas.wait_for_save("saved")
    assert sorted(key.frame for track in keys(store) for key in track) == [A, A + 5]
    canvas.expect_frame(A + 5)

    # By their names they are chosen, one and then besides; the lanes go and come back.
    names = canvas.root.locator(".aw-lane-name:visible")
    page.keyboard.down("Control")
    names.nth(1).click()
    names.nth(0).click()
    page.keyboard.up("Control")
    expect(canvas.root.locator(".aw-lane-name[aria-pressed=true]")).not_to_have_count(0)
    canvas.press("Shift+T")
    expect(lanes.root).to_be_hidden()
    canvas.press("Shift+T")
    expect(lanes.root).to_be_visible()
    screenshot(page, "tracks-lanes")
