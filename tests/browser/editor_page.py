"""The timeline editor as a person at the keyboard meets it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from animewidgets import Store

PICTURE_TIMEOUT_MS = 30_000
SAVE_TIMEOUT_MS = 30_000
DETECTION_TIMEOUT_MS = 90_000

KEY_MAPS = ("animewidgets", "Aegisub", "ELAN")

#: The keys with which hands used to a map do what a timing pass needs, in Playwright's names.
KEYS: dict[str, dict[str, str]] = {
    "animewidgets": {
        "goTo": "g",
        "first": "Home",
        "stepBack": "ArrowLeft",
        "stepForward": "ArrowRight",
        "nextCandidate": "PageDown",
        "nextUnlabelled": "n",
        "findShots": "Alt+f",
        "accept": "a",
        "reject": "x",
        "cut": "c",
        "deleteCut": "Delete",
        "nudgeBack": ",",
        "nudgeForward": ".",
        "cycleTransition": "t",
        "transitionFrom": "[",
        "transitionUntil": "]",
        "newLane": "Alt+l",
        "previousLane": "Alt+PageUp",
        "nextLane": "Alt+PageDown",
        "segmentIn": "i",
        "segmentOut": "o",
        "lineNext": "Alt+ArrowDown",
        "lineStartHere": "Shift+I",
        "lineEndHere": "Shift+O",
        "commitAndNext": "Control+Enter",
        "comment": "d",
        "uncertain": "u",
        "undo": "Control+z",
        "redo": "Control+Shift+Z",
    },
    "Aegisub": {
        "goTo": "Control+g",
        "accept": "g",
        "reject": "y",
        "cut": "n",
        "cycleTransition": "Shift+T",
        "nextUnlabelled": "Shift+ArrowDown",
        "lineNext": "x",
        "commitAndNext": "Enter",
        "comment": "Shift+C",
    },
    "ELAN": {
        "goTo": "Control+g",
        "stepBack": "Control+ArrowLeft",
        "stepForward": "Control+ArrowRight",
        "cut": "Alt+n",
        "deleteCut": "Alt+d",
        "nudgeBack": "Control+j",
        "nudgeForward": "Control+u",
        "previousLane": "Control+ArrowUp",
        "nextLane": "Control+ArrowDown",
        "comment": "Alt+m",
    },
}


class EditorPage:
    """Real keys and clicks on the editor of a page; what it says is read off its attributes."""

    def __init__(self, page: Page, number: int = 0) -> None:
        self.page = page
        #: Which of the editors of the page, from the top.
        self.number = number
        self.key_map = "animewidgets"
        #: How many keys were pressed for actions; text that was typed is not counted.
        self.pressed = 0
        #: How many clicks on buttons there were.
        self.clicked = 0

    @property
    def root(self) -> Locator:
        """The editor's root element, which carries ``data-save``."""
        return self.page.locator(".aw-editor").nth(self.number)

    @property
    def screen(self) -> Locator:
        """The player's root element, which carries ``data-frame``, ``data-pts`` and ``data-state``."""
        return self.root.locator("[data-frame]").first

    def wait_until_ready(self) -> None:
        """Until the exact picture of the wanted frame is shown."""
        expect(self.screen).to_have_attribute("data-state", "ready", timeout=PICTURE_TIMEOUT_MS)

    def wait_for_save(self, state: str) -> None:
        """Until the editor says ``saved``, ``saving`` or ``offline``."""
        expect(self.root).to_have_attribute("data-save", state, timeout=SAVE_TIMEOUT_MS)

    def focus(self) -> None:
        """Put the keyboard focus on the editor, as a click beside its buttons does."""
        self.root.evaluate("element => element.focus({ preventScroll: true })")

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def do(self, *actions: str) -> None:
        """Press the keys of actions on the map in use."""
        for action in actions:
            self.press(KEYS[self.key_map].get(action) or KEYS["animewidgets"][action])
            self.pressed += 1

    def choose_map(self, name: str) -> None:
        """Choose a key map in the dialog, by keys."""
        self.press("Control+,")
        dialog = self.page.get_by_role("dialog", name="Choose and change keys")
        expect(dialog).to_be_visible()
        self.press("Shift+Tab")
        for _ in range(KEY_MAPS.index(name) - KEY_MAPS.index(self.key_map)):
            self.press("ArrowDown")
        expect(dialog.locator("select").first).to_have_value(name)
        self.press("Escape")
        expect(dialog).to_be_hidden()
        self.key_map = name

    def go_to(self, frame: int) -> None:
        """Type the number of a frame into *go to* and wait for its exact picture."""
        self.do("goTo")
        self.page.keyboard.type(str(frame))
        self.press("Enter")
        self.expect_frame(frame)
        self.wait_until_ready()

    def expect_frame(self, frame: int) -> None:
        """Until the editor stands on a frame."""
        expect(self.screen).to_have_attribute("data-frame", str(frame), timeout=PICTURE_TIMEOUT_MS)

    def cut_at(self, frame: int) -> None:
        """Go to a frame and mark a cut there, by keys."""
        self.go_to(frame)
        self.do("cut")

    def wait_for_candidates(self) -> None:
        """Until the search for shots that was begun has ended."""
        accept = self.root.locator("[data-action=accept]")
        expect(accept).to_be_visible(timeout=DETECTION_TIMEOUT_MS)
        expect(self.root.locator(".aw-status")).to_contain_text("candidates found")

    def say(self) -> str:
        """What the editor last said."""
        return self.root.locator(".aw-status").inner_text()

    def click(self, action: str) -> None:
        """Click the button of an action."""
        self.root.locator(f"button[data-action={action}]").first.click()
        self.clicked += 1

    def add_lane(self, name: str | None = None) -> None:
        """A new lane by keys; its name is typed, or left as proposed."""
        self.do("newLane")
        dialog = self.page.get_by_role("dialog", name="New lane of segments")
        expect(dialog).to_be_visible()
        if name is not None:
            self.page.keyboard.type(name)
        self.press("Enter")
        expect(dialog).to_be_hidden()

    def add_segment(self, first: int, last: int) -> None:
        """A segment on the active lane from one frame to another, both in it, by keys."""
        self.go_to(first)
        self.do("segmentIn")
        self.go_to(last)
        self.do("segmentOut")

    def comment(self, text: str) -> None:
        """A comment on what stands here, by keys."""
        self.do("comment")
        dialog = self.page.get_by_role("dialog", name="Remark")
        expect(dialog).to_be_visible()
        self.page.keyboard.type(text)
        self.press("Control+Enter")
        expect(dialog).to_be_hidden()

    def frame(self) -> int:
        """Ordinal of the frame on the screen."""
        return int(self.screen.get_attribute("data-frame") or -1)

    def decoder(self) -> str | None:
        """``browser`` or ``kernel``."""
        return self.screen.get_attribute("data-decoder")


class AxisPointer:
    """A mouse on the time axis of an editor. ``pts`` are the ticks of the release's frames."""

    def __init__(self, editor: EditorPage, pts: Sequence[int]) -> None:
        self.editor = editor
        self.page = editor.page
        self.pts = pts

    @property
    def axis(self) -> Locator:
        """The canvas, which carries ``data-view``: the tick at its left edge, and ticks per pixel."""
        return self.editor.root.locator("canvas.aw-axis")

    def settle(self) -> None:
        """Until what happened is drawn."""
        self.page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 20)))")

    def scale(self) -> tuple[float, float]:
        """The tick at the left edge, and ticks per pixel."""
        self.settle()
        left, per_pixel = (self.axis.get_attribute("data-view") or "").split()
        return float(left), float(per_pixel)

    def place(self, strip: str, frame: float, name: str | None = None) -> tuple[float, float]:
        """Where a frame begins on a strip (*film*, *shots*, *layer*, *segments*, *lines*), in page pixels.

        A fraction of a frame leads into it. ``name`` is that of the lane or layer.
        """
        row = self.editor.root.locator(f".aw-gutter-{strip}")
        if name is not None:
            row = row.filter(has_text=name)
        row.first.scroll_into_view_if_needed()
        left, per_pixel = self.scale()
        box, strip_box = self.axis.bounding_box(), row.first.bounding_box()
        assert box is not None
        assert strip_box is not None
        whole = int(frame)
        tick = self.pts[whole] + (frame - whole) * (self.pts[1] - self.pts[0])
        return box["x"] + (tick - left) / per_pixel, strip_box["y"] + strip_box["height"] / 2

    def look_at(self, frame: int, pixels: float = 24) -> None:
        """Zoom with the wheel until a frame is about so many pixels wide, and put it into the middle."""
        self.editor.click("fit")
        x, y = self.place("ruler", frame + 0.5)
        self.page.mouse.click(x, y)
        frame_ticks = self.pts[1] - self.pts[0]
        for _ in range(30):
            if frame_ticks / self.scale()[1] >= pixels:
                break
            self.page.mouse.move(*self.place("ruler", frame + 0.5))
            self.page.mouse.wheel(0, -150)
        overview = self.editor.root.locator("canvas.aw-overview").bounding_box()
        assert overview is not None
        share = (frame + 0.5) / len(self.pts)
        self.page.mouse.move(
            overview["x"] + share * overview["width"], overview["y"] + overview["height"] / 2
        )
        self.page.mouse.down()
        self.page.mouse.up()
        self.page.mouse.click(*self.place("ruler", frame + 0.5))

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Press, move there in steps, let go."""
        self.page.mouse.move(*start)
        self.page.mouse.down()
        self.page.mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2, steps=4)
        self.page.mouse.move(*end, steps=4)
        self.page.mouse.up()
        self.settle()

    def choose(self, at: tuple[float, float], item: str) -> None:
        """Right click there, and choose from the menu."""
        self.page.mouse.click(*at, button="right")
        menu = self.page.get_by_role("menu", name="Actions here")
        expect(menu).to_be_visible()
        menu.locator(".aw-menu-item").filter(has_text=item).first.click()
        expect(menu).to_be_hidden()


def query(store: Path, sql: str) -> list[dict[str, object]]:
    """Rows of a query by this process, while the kernels of notebooks have the store open."""
    with Store.open(store) as opened:
        rows = opened.sql(sql)
    return json.loads(str(rows.to_json(orient="records", date_format="iso", default_handler=str)))


def cut_frames(store: Path) -> list[int]:
    """Frames of the live cuts, as a second process reads them."""
    return [int(str(row["frame"])) for row in query(store, "SELECT frame FROM cuts ORDER BY frame")]
