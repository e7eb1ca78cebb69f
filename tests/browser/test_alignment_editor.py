"""The alignment editor as people use it: the demo's disc and its recording, aligned and reviewed in Voila."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from animewidgets import Store
from animewidgets.demo import DemoEpisode
from animewidgets.media import Media, open_media
from animewidgets.timemaps import Axis, Flag, Outcome, carry_frames
from animewidgets.timemaps.edits import Confirm
from animewidgets.widgets.person import PERSON_VARIABLE
from tests.browser.conftest import Opened, fill_up

READY = ".aw-alignment [data-state=ready]"
ALIGN_TIMEOUT_MS = 120_000


class AlignmentPage:
    """Real keys and clicks on the alignment editor; what it says is read off its attributes."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.root = page.locator(".aw-alignment")
        self.axes = page.locator(".aw-al-axes")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def says(self, name: str) -> str | None:
        return self.root.get_attribute(f"data-{name}")

    def expect(self, **told: object) -> None:
        for name, value in told.items():
            expect(self.root).to_have_attribute(f"data-{name.replace('_', '-')}", str(value))

    def screen(self, side: str) -> Locator:
        return self.page.locator(f".aw-screen[data-side={side}]")

    def rest(self) -> None:
        """Until both pictures stand there exactly."""
        for side in "ab":
            expect(self.screen(side)).to_have_attribute("data-state", "ready", timeout=30_000)
        self.page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def go_to(self, frame: int, side: str = "a") -> None:
        self.press({"a": "1", "b": "2"}[side], "g")
        self.page.keyboard.type(str(frame))
        self.press("Enter")
        self.expect(**{f"frame_{side}": frame, "lead": side})
        self.rest()

    def frames(self) -> tuple[int, int]:
        self.rest()
        return int(self.says("frame-a") or -1), int(self.says("frame-b") or -1)

    def lasts(self, away: int = 0) -> tuple[int, int]:
        """How many frames of A and of B a line of the list has: that of the piece here, or so many away."""
        row = int(self.says("piece") or -1) + away
        cells = self.page.locator(f".aw-al-table .aw-row[data-row='{row}'] > span").all_inner_texts()
        told = [re.search(r"(\d+) frames?$", cells[n]) for n in (2, 3)]
        a, b = (int(one[1]) if one else 0 for one in told)
        return a, b

    def saved(self) -> None:
        expect(self.root).to_have_attribute("data-save", "saved")

    def dark_share(self) -> float:
        """How much of the stage is nearly black, of the part where the pictures are."""
        return float(
            self.page.evaluate("""() => {
                const canvas = document.querySelector(".aw-al-canvas");
                const [w, h] = [canvas.width, canvas.height];
                const wide = Math.round(h * 1.2);
                const { data } = canvas.getContext("2d").getImageData((w - wide) >> 1, 0, wide, h);
                let dark = 0;
                for (let i = 0; i < data.length; i += 4)
                    if (Math.max(data[i], data[i + 1], data[i + 2]) < 96) dark++;
                return dark / (data.length / 4);
            }""")
        )


@pytest.fixture(scope="module")
def releases(episode: DemoEpisode) -> tuple[Media, Media]:
    return open_media(episode.bluray), open_media(episode.tv_recording)


@pytest.fixture
def open_editor(
    open_in: Callable[..., Opened], episode: DemoEpisode, tmp_path: Path
) -> Callable[..., tuple[Opened, AlignmentPage]]:
    cells = [
        "from animewidgets.pages import align",
        f"align({str(episode.bluray)!r}, {str(episode.tv_recording)!r})",
    ]
    env = {"ANIMEWIDGETS_STORE": str(tmp_path / "store.duckdb"), PERSON_VARIABLE: "mika"}

    def start(**options: object) -> tuple[Opened, AlignmentPage]:
        size = {"width": 1440, "height": 1000, **options}
        opened = open_in("voila", cells, env=env, ready=".aw-alignment[data-status=open]", **size)
        return opened, AlignmentPage(opened.page)

    return start


def test_a_pair_is_aligned_looked_at_and_put_right(
    open_editor: Callable[..., tuple[Opened, AlignmentPage]],
    episode: DemoEpisode,
    releases: tuple[Media, Media],
    tmp_path: Path,
    screenshot: Callable[[Page, str], Path],
) -> None:
    disc, tape = releases
    opened, editor = open_editor(theme="light")
    page = opened.page
    # Nobody aligned the two yet: how to begin stands over the axes, and nothing is sure or doubtful.
    editor.expect(pieces=2, doubtful=0)
    invitation = page.locator(".aw-al-invitation")
    expect(invitation).to_contain_text("Not aligned yet")
    editor.rest()
    fill_up(page)
    screenshot(page, "alignment-first-light")
    editor.root.focus()

    # Aligning goes on in the kernel and tells how far it is.
    editor.press("Alt+f")
    editor.expect(aligning="")
    expect(page.locator(".aw-al-progress")).to_contain_text("%")
    expect(editor.root).not_to_have_attribute("data-aligning", "", timeout=ALIGN_TIMEOUT_MS)
    expect(editor.root).not_to_have_attribute("data-pieces", "2")

    # B shows what the truth gives for A's frame, where the map says that it has it.
    axes = [Axis(one.index.pts, one.index.end_pts) for one in (disc, tape)]
    looked = [int(frame) for frame in np.linspace(3, disc.index.count - 4, 7)]
    truth = carry_frames(episode.time_map, axes[0], axes[1], disc.index.pts[looked])
    found = []
    for frame, tick in zip(looked, truth.pts, strict=True):
        editor.go_to(frame)
        if editor.says("same") == "true":
            found.append(frame)
            assert abs(editor.frames()[1] - int(np.searchsorted(tape.index.pts, tick))) <= 1, frame
    assert len(found) >= 4

    editor.go_to(found[2])
    fill_up(page)
    screenshot(page, "alignment-voila-light")

    # The difference of what is the same is nearly black; a frame further it is not.
    a, b = editor.frames()
    editor.press("d")
    editor.expect(mode="difference")
    editor.rest()
    near = editor.dark_share()
    editor.press("l", "2", "Shift+ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight")
    editor.expect(linked="false", frame_b=b + 30, frame_a=a)
    editor.rest()
    assert editor.dark_share() < near - 0.1
    editor.press("Escape", "l", "1")
    editor.expect(mode="side", linked="true")

    # From doubt to doubt; what is accepted is a row.
    doubtful = int(editor.says("doubtful") or 0)
    editor.press("n")
    for left in range(doubtful, 0, -1):
        editor.expect(doubtful=left)
        editor.press("Enter")
    editor.expect(doubtful=0)
    editor.saved()

    # Two frames that are the same instant are pinned, and the shot is marked as drawn anew.
    editor.go_to(found[1])
    pair = editor.frames()
    editor.press("a")
    editor.saved()
    editor.press("c")
    editor.saved()

    # After the shot that the recording lacks B's side goes a frame back: the match gives that frame up.
    after_cut = next(
        two.sides[0].start
        for one, two in itertools.pairwise(episode.time_map.matches)
        if one.sides[1].end == two.sides[1].start and one.sides[0].end < two.sides[0].start
    )
    editor.go_to(int(np.searchsorted(disc.index.pts, after_cut)) + 6)
    pair_there, rows = editor.frames(), editor.says("pieces")
    whole, lacking = editor.lasts(), editor.lasts(-1)
    assert lacking[0] > 0
    assert lacking[1] == 0
    editor.press(",")
    editor.expect(frame_a=pair_there[0], frame_b=pair_there[1] - 1)
    editor.saved()
    assert editor.lasts() == (whole[0] - 1, whole[1] - 1)
    assert editor.lasts(-1) == (lacking[0] + 1, 0)
    editor.rest()
    editor.press("e")
    fill_up(page)
    screenshot(page, "alignment-nudged-light")
    editor.press(".")
    expect(page.locator(".aw-said")).to_have_text("B's side is back where it was")
    editor.expect(pieces=rows)
    assert (editor.frames(), editor.lasts(), editor.lasts(-1)) == (pair_there, whole, lacking)
    editor.saved()

    # A border is dragged on the axis, and undone.
    editor.go_to(found[2])
    editor.press("e")
    row = int(editor.says("piece") or -1)
    box = editor.axes.bounding_box()
    assert box is not None
    x = box["x"] + box["width"] * 0.1 / 1.25
    y = box["y"] + box["height"] / 2 - 24
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 30, y, steps=5)
    page.mouse.up()
    expect(page.locator(".aw-said")).to_have_text("The border is moved")
    editor.saved()
    shorter = editor.says("pieces")
    editor.press("Control+z")
    editor.saved()
    editor.press("Control+y")
    editor.saved()
    assert editor.says("pieces") == shorter
    assert row >= 0

    # A new kernel and a reload: the same map, and undo goes on.
    opened.use_theme("dark")
    editor.expect(pieces=shorter, doubtful=0)
    editor.root.focus()
    editor.go_to(found[-1])
    fill_up(page)
    screenshot(page, "alignment-voila-dark")
    editor.press("w")
    editor.rest()
    screenshot(page, "alignment-wipe-dark")
    editor.press("Escape")
    editor.press("Control+z")
    editor.saved()
    with Store.open(tmp_path / "store.duckdb", read_only=True) as store:
        log = store.time_maps.open(disc.release_id, tape.release_id, "default")
    assert log is not None
    assert [one.kind for one in log.steps[-3:]] == ["undo", "redo", "undo"]
    assert sum(isinstance(one.edit, Confirm) for one in log.steps) == doubtful
    (anchor,) = log.state.anchors
    assert (anchor.source, anchor.target) == tuple(
        int(one.index.pts[frame]) for one, frame in zip(releases, pair, strict=True)
    )
    (changed,) = [one for one in log.state.time_map.matches if Flag.PICTURE_CHANGED in one.flags]
    assert changed.source is not None
    assert anchor.source in changed.source
    assert changed.status == "edited"
    # By the truth every frame of the disc that is mapped is on the right frame of the recording.
    every = carry_frames(log.state.time_map, axes[0], axes[1], disc.index.pts)
    true = carry_frames(episode.time_map, axes[0], axes[1], disc.index.pts)
    both = (every.outcome != Outcome.UNMAPPED) & (true.outcome != Outcome.UNMAPPED)
    off = axes[1].shown_at(every.pts[both]) - axes[1].shown_at(true.pts[both])
    assert np.abs(off).max() <= 1
    assert both.sum() > 0.8 * (true.outcome != Outcome.UNMAPPED).sum()
