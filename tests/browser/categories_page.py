"""The category designer as a person meets it."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from tests.browser.editor_page import EditorPage


class CategoriesPage(EditorPage):
    """Real keys and a real mouse on the category designer of a page."""

    @property
    def root(self) -> Locator:
        """The designer's root, which carries ``data-save``, ``data-version`` and ``data-changes``."""
        return self.page.locator(".aw-designer").nth(self.number)

    @property
    def tree(self) -> Locator:
        """What scrolls, and has the focus while one goes about in the tree."""
        return self.root.locator(".aw-cat-rows")

    def row(self, category: str) -> Locator:
        """The line of a category, by its identity."""
        return self.root.locator(f'.aw-cat-row[data-category="{category}"]:not([hidden])')

    def field(self, name: str) -> Locator:
        """A field of the details."""
        return self.root.locator(f'[data-field="{name}"]:visible')

    def dialog(self) -> Locator:
        """The dialog that is open."""
        return self.root.locator(".aw-dialog")

    def outline(self) -> list[str]:
        """The names that are seen, indented by a dot for each level."""
        self.page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 20)))")
        told: list[str] = self.tree.evaluate(
            """tree => [...tree.querySelectorAll('.aw-cat-row[data-category]:not([hidden])')]
                .sort((a, b) => Number(a.dataset.at) - Number(b.dataset.at))
                .map(row => '.'.repeat(row.ariaLevel - 1) + row.querySelector('.aw-cat-name').textContent)"""
        )
        return told

    def focus(self) -> None:
        """Put the keyboard focus on the tree."""
        self.tree.evaluate("element => element.focus({ preventScroll: true })")

    def type_name(self, name: str, *keys: str) -> None:
        """Type a name into the field that is open, after keys that lay it deeper or less deep."""
        expect(self.root.locator(".aw-cat-input")).to_be_focused()
        for key in keys:
            self.press(key)
        self.page.keyboard.insert_text(name)
        self.press("Enter")

    def select(self, *categories: str) -> None:
        """Click a category, and others with Ctrl."""
        for n, one in enumerate(categories):
            self.row(one).click(modifiers=["Control"] if n else [])
            expect(self.row(one)).to_have_attribute("aria-selected", "true")

    def middle(self, category: str) -> tuple[float, float]:
        """The middle of a line, near its name, in pixels of the page."""
        box = self.row(category).bounding_box()
        assert box is not None
        return box["x"] + 110, box["y"] + box["height"] / 2

    def drag(self, category: str, to: str, part: float = 0.5, depth: int = 1) -> None:
        """Drag a category onto another: ``part`` 0.5 is below it, 0 just before it and 1 behind it."""
        self.page.mouse.move(*self.middle(category))
        self.page.mouse.down()
        box = self.row(to).bounding_box()
        assert box is not None
        x, y = box["x"] + 18 * depth + 17, box["y"] + (0.04 + 0.92 * part) * box["height"]
        self.page.mouse.move(x, y - 30, steps=3)
        self.page.mouse.move(x, y, steps=3)
        expect(self.root.locator(".aw-drop-line")).to_be_visible()
        self.page.mouse.up()

    def choose(self, category: str, item: str) -> None:
        """Right click a category, and choose from the menu."""
        self.row(category).click(button="right")
        self.root.get_by_role("menu").locator(".aw-menu-item").filter(has_text=item).first.click()

    def publish(self, note: str) -> None:
        """Publish by keys."""
        self.focus()
        version = int(self.root.get_attribute("data-version") or 0)
        self.press("Alt+Shift+P")
        expect(self.dialog()).to_be_visible()
        self.page.keyboard.insert_text(note)
        self.press("Control+Enter")
        expect(self.root).to_have_attribute("data-version", str(version + 1), timeout=30_000)
        expect(self.root).to_have_attribute("data-changes", "0")
