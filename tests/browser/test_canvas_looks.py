"""The canvas as people see it, light and dark, wide and narrow; every control named, and in reach.

The pictures land in ``test-results/``. With ``AW_UPDATE_DOCS=1`` they replace those of ``docs/images/``.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from animewidgets import FrameCanvas, Store
from animewidgets.annotations import JSON, Annotation, Commit, Edit, Kind, Op
from animewidgets.demo import DemoEpisode
from animewidgets.demo.characters import POINT_NAMES
from animewidgets.demo.truth import EpisodeTruth
from tests.browser.canvas_page import CanvasPage
from tests.browser.conftest import Opened
from tests.browser.test_editor_keys import UNNAMED, tab_stops
from tests.browser.test_looks import brightness

READY = ".aw-editor [data-state=ready]"
Place = tuple[float, float]


@dataclass(frozen=True)
class Drawn:
    """A clip, a store in which somebody has drawn on a frame of it, a place on what is drawn, and an eye."""

    clip: Path
    store: Path
    frame: int
    outline: Place
    eye: Place


def shapes_on(truth: EpisodeTruth, frame: int) -> tuple[list[Annotation], Place, Place]:
    """What one would draw on a frame; a place on an outline; an eye. Times are left at 0."""
    boxes, marks = truth.boxes, truth.landmarks
    made: list[tuple[Kind, str, dict[str, JSON], dict[str, object]]] = []
    outline = eye = (0.0, 0.0)
    for at in np.flatnonzero(boxes.ordinal == frame):
        x, y = int(boxes.x0[at]), int(boxes.y0[at])
        size = {"width": int(boxes.x1[at]) - x, "height": int(boxes.y1[at]) - y}
        made.append((Kind.BOX, "character", {"x": x, "y": y, **size}, {}))
        mine = (marks.ordinal == frame) & (marks.figure == boxes.figure[at])
        places = {
            POINT_NAMES[name]: (round(float(px), 2), round(float(py), 2))
            for name, px, py in zip(marks.name[mine], marks.x[mine], marks.y[mine], strict=True)
        }
        eyes = [places["left_eye"], places["right_eye"]]
        made.append((Kind.POINT, "eye", {"points": [{"x": px, "y": py} for px, py in eyes]}, {}))
        eye = eyes[0]
        (left, _), (right, _) = sorted(eyes)
        middle, top, chin = (
            (left + right) / 2,
            eye[1] - 0.45 * (places["chin"][1] - eye[1]),
            places["chin"][1],
        )
        half = 0.95 * (right - left)
        ring: list[JSON] = [
            [middle - half, top],
            [middle + half, top],
            [middle + 0.9 * half, (top + 2 * chin) / 3],
            [middle, chin],
            [middle - 0.9 * half, (top + 2 * chin) / 3],
        ]
        outline = (middle, places["nose"][1])
        made.append(
            (Kind.POLYGON, "face", {"parts": [[ring]]}, {"comment": "Up to the fringe, or under it?"})
        )
    hand = {"x": 560, "y": 610, "width": 150, "height": 110}
    made.append((Kind.BOX, "prop", hand, {"uncertain": True}))
    made.append((Kind.POINT, "effect", {"points": [{"x": 640, "y": 90, "negative": True}]}, {}))
    annotations = [
        Annotation(str(uuid.uuid4()), kind, 0, category=category, geometry=geometry, **more)  # type: ignore[arg-type]
        for kind, category, geometry, more in made
    ]
    return annotations, outline, eye


@pytest.fixture
def drawn(episode: DemoEpisode, tmp_path: Path) -> Drawn:
    """The two who talk, with what they are made of."""
    truth, path = episode.truth, tmp_path / "annotations.duckdb"
    shot = next(shot for shot in truth.shots if len(shot.cast) == 2 and shot.camera == "still")
    frame = shot.start + 10
    with Store.open(path) as store:
        canvas = FrameCanvas(episode.bluray, store=store)
        for at in (shot.start + 2, frame, shot.start + 20):
            made, outline, eye = shapes_on(truth, at)
            pts = int(canvas.media.index.pts[at])
            edits = tuple(
                Edit(Op.CREATE, one.annotation_id, 0, after=replace(one, start_pts=pts)) for one in made
            )
            store.commit(Commit(str(uuid.uuid4()), canvas.task_id, "mika", edits))
        canvas.close()
    _, outline, eye = shapes_on(truth, frame)
    return Drawn(episode.bluray, path, frame, outline, eye)


@pytest.mark.slow
@pytest.mark.parametrize("width", [700, 1440])
def test_the_canvas_follows_the_theme_and_has_every_control_in_reach(
    open_in: Callable[..., Opened],
    drawn: Drawn,
    tmp_path: Path,
    screenshot: Callable[[Page, str], Path],
    width: int,
) -> None:
    opened = open_in(
        "voila",
        f"from animewidgets import FrameCanvas\nFrameCanvas({str(drawn.clip)!r}, frame={drawn.frame})",
        env={
            "ANIMEWIDGETS_STORE": str(drawn.store),
            "ANIMEWIDGETS_CACHE": str(tmp_path / "cache"),
            "ANIMEWIDGETS_PERSON": "mika",
        },
        ready=READY,
        theme="light",
        width=width,
        height=760,
    )
    page = opened.page
    seen = {}
    for theme in ("light", "dark"):
        opened.use_theme(theme)
        canvas = CanvasPage(page)
        canvas.wait_until_ready()
        canvas.focus()
        canvas.press("s")
        canvas.click_at(drawn.outline)
        canvas.settle()
        seen[theme] = brightness(page, ".aw-editor")
        screenshot(page, f"canvas-{theme}" + ("" if width == 1440 else f"-{width}"))
    assert seen["light"] > 200 > 80 > seen["dark"]

    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page scrolls sideways"
    assert canvas.root.evaluate(UNNAMED) == []
    outside = canvas.root.evaluate(
        """root => [...root.querySelectorAll("button, input, select")]
          .filter((one) => one.offsetParent !== null)
          .filter((one) => { const box = one.getBoundingClientRect();
            return box.left < 0 || box.right > innerWidth || box.width === 0; })
          .map((one) => one.outerHTML.slice(0, 120))"""
    )
    assert outside == []
    reached = tab_stops(page, canvas.root)
    missed = canvas.root.evaluate(
        """(root, reached) => [...root.querySelectorAll("[data-test-stop]")]
          .filter((one) => one.offsetParent !== null && !one.disabled && one.tabIndex >= 0)
          .filter((one) => !reached.includes(one.dataset.testStop))
          .map((one) => one.outerHTML.slice(0, 120))""",
        list(reached),
    )
    assert missed == []

    canvas.focus()
    canvas.press("Escape", "r")
    expect(canvas.root.locator("[data-action='canvas.box']")).to_have_attribute("aria-pressed", "true")
    canvas.zoom_to(8, drawn.eye)
    screenshot(page, f"canvas-zoomed-{width}")
    for key, name in [("?", "Keys and help"), ("Control+,", "Choose and change keys")]:
        canvas.focus()
        canvas.press(key)
        dialog = page.get_by_role("dialog", name=name)
        expect(dialog).to_be_visible()
        screenshot(page, f"canvas-{'help' if key == '?' else 'keys'}-{width}")
        assert dialog.evaluate(UNNAMED) == []
        canvas.press("Escape")
        expect(dialog).to_be_hidden()


#: The tools and their keys.
TOOLS = {
    "box": "r",
    "polygon": "p",
    "points": "o",
    "brush": "m",
    "eraser": "Shift+M",
    "lasso": "Alt+m",
    "cut": "Alt+k",
    "fill": "c",
    "fill-line": "Shift+C",
    "tags": "i",
    "marks": "Shift+Q",
    "select": "s",
}


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_tool_shows_what_it_draws_and_what_it_can_be_set_to(
    open_in: Callable[..., Opened],
    drawn: Drawn,
    tmp_path: Path,
    screenshot: Callable[[Page, str], Path],
    theme: str,
) -> None:
    opened = open_in(
        "voila",
        f"from animewidgets import FrameCanvas\nFrameCanvas({str(drawn.clip)!r}, frame={drawn.frame + 1})",
        env={
            "ANIMEWIDGETS_STORE": str(drawn.store),
            "ANIMEWIDGETS_CACHE": str(tmp_path / "cache"),
            "ANIMEWIDGETS_PERSON": "mika",
        },
        ready=READY,
        theme=theme,
        width=1440,
        height=860,
    )
    page = opened.page
    canvas = CanvasPage(page)
    canvas.wait_until_ready()
    canvas.focus()
    (x, y), (right, down) = drawn.eye, (120.0, 90.0)
    seen: set[str] = set()
    for tool, key in TOOLS.items():
        canvas.press(key)
        if tool in ("box", "brush", "eraser", "lasso", "marks"):
            canvas.move_to((x - right, y - down))
            page.mouse.down()
            for at in ((x, y + down), (x + right, y), (x, y - down / 2)):
                page.mouse.move(*map(round, canvas.on_page(at)), steps=6)
        elif tool in ("polygon", "cut"):
            for at in ((x - right, y), (x, y - down), (x + right, y), (x, y + down)):
                canvas.click_at(at)
        elif tool in ("points", "fill", "fill-line"):
            canvas.click_at((x, y + down))
        elif tool == "tags":
            canvas.press("2")
        else:
            canvas.press("Control+a")
        canvas.settle()
        options = canvas.root.locator(".aw-options")
        assert options.evaluate(UNNAMED) == []
        assert options.evaluate("one => one.scrollWidth <= one.clientWidth"), f"{tool}: options are cut off"
        seen.add(options.locator("strong").inner_text())
        screenshot(page, f"tool-{tool}-{theme}")
        page.mouse.up()
        canvas.press("Escape", "Escape", "Escape")
    assert len(seen) == len(TOOLS)
