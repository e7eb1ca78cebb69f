"""The page of pairs files as a person with a keyboard and a mouse meets it."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Locator, Page, expect

#: Opening, binding and importing take so long on a busy machine.
WORK_TIMEOUT_MS = 90_000


class PairsPage:
    """Real keys, clicks and files on the desk of a page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def root(self) -> Locator:
        """The desk."""
        return self.page.locator(".aw-p-desk")

    @property
    def give(self) -> Locator:
        """The tab on which files are made."""
        return self.root.locator(".aw-p-give")

    @property
    def take(self) -> Locator:
        """The tab on which files are taken in."""
        return self.root.locator(".aw-p-take")

    @property
    def verdict(self) -> Locator:
        """What became of the label under review."""
        return self.root.locator(".aw-p-verdict")

    @property
    def review(self) -> Locator:
        """Where labels are gone through; it carries how many are accepted and undecided."""
        return self.root.locator(".aw-p-review")

    @property
    def at(self) -> Locator:
        """On which frame the label under review is."""
        return self.root.locator(".aw-p-at")

    @property
    def stage(self) -> Locator:
        """The picture under review, which carries ``data-shown``."""
        return self.root.locator(".aw-p-stage")

    def tab(self, name: str) -> None:
        """Go to a tab by a click."""
        self.root.locator(f"[data-tab={name}][role=tab]").click()
        expect(self.root).to_have_attribute("data-tab", name)

    def press(self, *keys: str) -> None:
        """Press keys on the desk."""
        for key in keys:
            self.page.keyboard.press(key)

    def focus(self) -> None:
        """Put the keyboard focus on the desk."""
        self.root.evaluate("element => element.focus({ preventScroll: true })")

    def look_at(self) -> None:
        """Scroll so that all of the desk is in sight."""
        self.root.evaluate("element => element.scrollIntoView({ block: 'start' })")

    def idle(self) -> None:
        """Until nothing is going on."""
        self.page.wait_for_function(
            "() => !document.querySelector('.aw-p-desk').hasAttribute('data-work')", timeout=WORK_TIMEOUT_MS
        )

    def add_map(self, tab: Locator, name: str, text: str) -> None:
        """Choose a patch file in the browser's own dialog."""
        tab.locator("input[data-maps]").set_input_files(
            {"name": name, "mimeType": "application/json", "buffer": text.encode()}
        )
        expect(tab.locator(".aw-p-maps .aw-p-item")).to_have_count(1)

    def make(self, name: str, into: Path) -> Path:
        """Make a file and take the download."""
        self.give.locator("input[name=name]").fill(name)
        self.idle()
        with self.page.expect_download(timeout=WORK_TIMEOUT_MS) as download:
            self.give.locator("button[data-action='pairs.make']").click()
        path = into / download.value.suggested_filename
        download.value.save_as(path)
        return path

    def open_file(self, path: Path) -> None:
        """Choose a pairs file in the browser's own dialog, and wait until what it holds is shown."""
        self.take.locator("input[data-pairs]").set_input_files(path)
        expect(self.take).to_have_attribute("data-state", "file", timeout=WORK_TIMEOUT_MS)

    def bind(self) -> None:
        """Bind by the key, and wait for the labels."""
        self.focus()
        self.press("b")
        expect(self.take).to_have_attribute("data-state", "review", timeout=WORK_TIMEOUT_MS)

    def counts(self) -> dict[str, int]:
        """How many labels came to what."""
        found = {}
        for chip in self.take.locator(".aw-p-chip").all():
            found[chip.get_attribute("data-outcome") or ""] = int(chip.locator("strong").inner_text())
        return {name: count for name, count in found.items() if count}

    def frame(self) -> int:
        """The frame that the label under review is on."""
        return int(self.at.get_attribute("data-frame") or -1)

    def find(self, label: str) -> None:
        """Go to the label of a kind on a frame, as ``box 120``, by the list."""
        kind, frame = label.split()
        line = (
            self.take.locator(".aw-p-line:not([hidden])").filter(has_text=kind).filter(has_text=f"→ {frame}")
        )
        line.first.click()
        expect(self.at).to_have_attribute("data-frame", frame, timeout=WORK_TIMEOUT_MS)

    def shown(self) -> None:
        """Until the picture of the label under review is on the stage, and those about it in the strip."""
        expect(self.stage).not_to_have_attribute("data-shown", "", timeout=WORK_TIMEOUT_MS)
        missing = self.root.locator(".aw-p-frame:not([disabled]) img:not([src])")
        expect(missing).to_have_count(0, timeout=WORK_TIMEOUT_MS)

    def saved(self) -> None:
        """Until every decision is in the store."""
        expect(self.root).to_have_attribute("data-save", "saved", timeout=WORK_TIMEOUT_MS)

    def bring_in(self, added: int) -> None:
        """Import by the key, until the page says how many labels were added."""
        self.saved()
        self.focus()
        self.press("i")
        told = self.take.locator(".aw-p-added")
        expect(told).to_have_attribute("data-added", str(added), timeout=WORK_TIMEOUT_MS)
