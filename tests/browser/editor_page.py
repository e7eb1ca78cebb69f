"""The timeline editor as a person at the keyboard meets it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

PICTURE_TIMEOUT_MS = 30_000
SAVE_TIMEOUT_MS = 30_000


class EditorPage:
    """Real keys and clicks on the editor of a page; what it says is read off its attributes."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def root(self) -> Locator:
        """The editor's root element, which carries ``data-save``."""
        return self.page.locator(".aw-editor").first

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

    def go_to(self, frame: int) -> None:
        """Type the number of a frame into *go to* and wait for its exact picture."""
        self.press("g")
        self.page.keyboard.type(str(frame))
        self.press("Enter")
        expect(self.screen).to_have_attribute("data-frame", str(frame), timeout=PICTURE_TIMEOUT_MS)
        self.wait_until_ready()

    def cut_at(self, frame: int) -> None:
        """Go to a frame and mark a cut there, by keys."""
        self.go_to(frame)
        self.press("c")

    def frame(self) -> int:
        """Ordinal of the frame on the screen."""
        return int(self.screen.get_attribute("data-frame") or -1)

    def decoder(self) -> str | None:
        """``browser`` or ``kernel``."""
        return self.screen.get_attribute("data-decoder")


def query(store: Path, sql: str) -> list[dict[str, object]]:
    """Rows of a query by a process of its own, while notebooks have the store open."""
    done = subprocess.run(
        [sys.executable, "-m", "animewidgets", "sql", sql, "--store", str(store), "--format", "json"],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ},
        check=False,
    )
    if done.returncode != 0:
        raise AssertionError(f"animewidgets sql failed ({done.returncode}): {done.stderr}")
    return json.loads(done.stdout)


def cut_frames(store: Path) -> list[int]:
    """Frames of the live cuts, as a second process reads them."""
    return [int(str(row["frame"])) for row in query(store, "SELECT frame FROM cuts ORDER BY frame")]
