"""A page that shows media files in FramePlayers, and what a test or a benchmark does with it."""

from __future__ import annotations

import urllib.parse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from playwright.sync_api import Page

from animewidgets.demo import frame_number

#: One notebook for all files: Voila hands the query string of the page to the kernel.
NOTEBOOK = """
import os, urllib.parse
import ipywidgets
from animewidgets import open_media
from animewidgets.widgets.frame_player import FramePlayer
query = urllib.parse.parse_qs(os.environ["QUERY_STRING"])
ipywidgets.VBox([
    FramePlayer(media, decoder=decoder)
    for media in map(open_media, query["file"])
    for decoder in query["decoder"]
])
"""


def query(files: Path | Sequence[Path], *decoders: str) -> str:
    """The query string for a page with one player per decoder for each file, in this order."""
    listed = [files] if isinstance(files, Path) else files
    return "?" + urllib.parse.urlencode({"file": [*map(str, listed)], "decoder": decoders}, doseq=True)


_SCRIPT = """
(number) => {
  const root = document.querySelectorAll(".aw-player")[number];
  const screen = root.querySelector(".aw-screen");
  const canvas = screen.querySelector("canvas");
  const field = root.querySelector("input");

  const settled = (frame) => new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(
      `frame ${frame} did not come: ${JSON.stringify(screen.dataset)} ${screen.innerText}`)), 60000);
    const look = () => {
      const { state } = screen.dataset;
      if (state === "seeking" || Number(screen.dataset.frame) !== frame) return;
      observer.disconnect();
      clearTimeout(timer);
      resolve(state);
    };
    const observer = new MutationObserver(look);
    observer.observe(screen, { attributes: true });
    look();
  });

  // The middle of each cell of the burnt-in number, as the mean of its red, green and blue.
  const cells = () => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, 128, 48);
    return Array.from({ length: 24 }, (_, i) => {
      let sum = 0;
      for (let y = 4; y < 12; y++) for (let x = 4; x < 12; x++) {
        const at = 4 * (((i >> 3) * 16 + y) * 128 + (i & 7) * 16 + x);
        sum += data[at] + data[at + 1] + data[at + 2];
      }
      return sum / 192;
    });
  };

  const look = (started) => ({
    cells: cells(), frame: Number(screen.dataset.frame), pts: Number(screen.dataset.pts),
    decoder: screen.dataset.decoder, state: screen.dataset.state, error: screen.innerText,
    milliseconds: performance.now() - started,
  });

  window.awPlayers ??= [];
  window.awPlayers[number] = {
    async seek(frame) {
      const started = performance.now();
      field.value = String(frame);
      field.dispatchEvent(new Event("change"));
      let near = null;
      const badge = root.querySelector(".aw-screen-approximate");
      const appeared = new MutationObserver(() => {
        if (!badge.hidden) near ??= performance.now() - started;
      });
      appeared.observe(badge, { attributes: true });
      await settled(frame);
      appeared.disconnect();
      return { ...look(started), near };
    },
    async key(name, frame) {
      const started = performance.now();
      root.dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true }));
      await settled(frame);
      return look(started);
    },
    async settled(frame) {
      const started = performance.now();
      await settled(frame);
      return look(started);
    },
  };
}
"""


@dataclass(frozen=True)
class Seen:
    """What stood on the screen once it was settled. ``number`` is the one burnt into the picture."""

    number: int | None
    frame: int
    pts: int
    decoder: str
    state: str
    error: str
    milliseconds: float
    approximate_after: float | None = None


class PlayerPage:
    """One of the FramePlayers on a page."""

    def __init__(self, page: Page, number: int = 0) -> None:
        self.page = page
        self._number = number
        self.root = page.locator(".aw-player").nth(number)
        self.root.locator(".aw-screen").wait_for()
        page.evaluate(_SCRIPT, number)

    @property
    def frame_count(self) -> int:
        """Frames of the release, as the player tells."""
        return int(self.root.locator("input").get_attribute("max")) + 1

    @property
    def decoder_reason(self) -> str:
        """Where pictures are decoded and why, as the player tells."""
        return self.root.get_by_label("Where pictures are decoded").get_attribute("title")

    def seek(self, frame: int) -> Seen:
        """Type a frame number into the player, and wait until it stands there."""
        return self._do("seek", frame)

    def step(self, frame: int, *, forward: bool) -> Seen:
        """Press an arrow key from the frame beside ``frame``, and wait until it stands there."""
        return self._do("key", "ArrowRight" if forward else "ArrowLeft", frame)

    def settled(self, frame: int) -> Seen:
        """Wait until ``frame`` stands there."""
        return self._do("settled", frame)

    def _do(self, action: str, *arguments: object) -> Seen:
        return seen(
            self.page.evaluate(
                "([number, action, arguments]) => awPlayers[number][action](...arguments)",
                [self._number, action, arguments],
            )
        )


def seen(told: dict) -> Seen:
    """What the page told, with the number read from its cells."""
    grey = np.array(told["cells"]).round().astype(np.uint8).reshape(frame_number.ROWS, frame_number.COLUMNS)
    corner = np.kron(grey, np.ones((frame_number.CELL, frame_number.CELL), np.uint8))
    return Seen(
        frame_number.read(np.repeat(corner[..., np.newaxis], 3, axis=2)),
        told["frame"],
        told["pts"],
        told["decoder"],
        told["state"],
        told["error"],
        told["milliseconds"],
        told.get("near"),
    )
