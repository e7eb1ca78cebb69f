"""The frame canvas as a person with a mouse meets it."""

from __future__ import annotations

from collections.abc import Sequence

from playwright.sync_api import Locator, expect

from tests.browser.editor_page import EditorPage

Place = tuple[float, float]


class CanvasPage(EditorPage):
    """Real keys and a real mouse on the canvas of a page. Places are in pixels of the picture."""

    @property
    def stage(self) -> Locator:
        """What lies over the picture and takes the pointer."""
        return self.root.locator("canvas.aw-overlay")

    def settle(self) -> None:
        """Until what happened is drawn."""
        self.page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 20)))")

    def view(self) -> tuple[float, float, float]:
        """CSS pixels per pixel of the picture, and the place in the middle of the stage."""
        self.settle()
        told = self.root.locator(".aw-surface").get_attribute("data-view") or ""
        zoom, x, y = map(float, told.split())
        return zoom, x, y

    def on_page(self, place: Place) -> Place:
        """Where a place of the picture is on the page."""
        zoom, x, y = self.view()
        box = self.stage.bounding_box()
        assert box is not None
        return (
            box["x"] + box["width"] / 2 + (place[0] - x) * zoom,
            box["y"] + box["height"] / 2 + (place[1] - y) * zoom,
        )

    def near(self, place: Place) -> Place:
        """The place nearest to one that a mouse, which knows whole pixels of the page, can be put on."""
        x, y = self.on_page(place)
        zoom, *_ = self.view()
        return place[0] + (round(x) - x) / zoom, place[1] + (round(y) - y) / zoom

    def move_to(self, place: Place) -> None:
        """Put the mouse there."""
        x, y = self.on_page(place)
        self.page.mouse.move(round(x), round(y), steps=3)

    def click_at(self, place: Place, **options: str) -> None:
        """Click there."""
        self.move_to(place)
        self.page.mouse.down(**options)
        self.page.mouse.up(**options)

    def drag_from(self, start: Place, end: Place) -> None:
        """Press, move there in steps, let go."""
        self.move_to(start)
        self.page.mouse.down()
        x, y = self.on_page(end)
        self.page.mouse.move(round(x), round(y), steps=5)
        self.page.mouse.up()
        self.settle()

    def place_of(self, shape: str) -> float:
        """The x of the selected shape as the bar tells it, once that stands still."""
        where, told = self.root.locator(".aw-where"), ""
        expect(where).to_contain_text(f"{shape} at ")
        # The number of a frame is there before what lies on it is drawn and told.
        while (now := where.inner_text()) != told:
            told = now
            for _ in range(3):
                self.settle()
        return float(told.split(f"{shape} at ")[1].split(",")[0])

    def zoom_to(self, zoom: float, place: Place) -> None:
        """Zoom with the wheel about a place, until it is shown at least so large."""
        if zoom == 1:
            self.press("Shift+0")
        self.look_at(place)
        for _ in range(60):
            if self.view()[0] >= zoom:
                break
            self.move_to(place)
            self.page.mouse.wheel(0, -200)
        self.look_at(place)

    def look_at(self, place: Place) -> None:
        """Pan with the middle button until a place is in the middle."""
        for _ in range(6):
            x, y = self.on_page(place)
            box = self.stage.bounding_box()
            assert box is not None
            middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
            right = max(-300, min(300, middle[0] - x))
            down = max(-150, min(150, middle[1] - y))
            if abs(right) + abs(down) < 2:
                break
            self.page.mouse.move(*middle)
            self.page.mouse.down(button="middle")
            self.page.mouse.move(middle[0] + right, middle[1] + down, steps=3)
            self.page.mouse.up(button="middle")

    def draw_polygon(self, places: Sequence[Place]) -> None:
        """Click the vertices, close by Enter."""
        self.press("p")
        for place in places:
            self.click_at(place)
        self.press("Enter")
