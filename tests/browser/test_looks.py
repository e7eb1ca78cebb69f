"""The annotation page as people see it: an episode half timed, light and dark, in both hosts.

The pictures land in ``test-results/``. With ``AW_UPDATE_DOCS=1`` they replace those of ``docs/images/``.
"""

from __future__ import annotations

import json
import os
import shutil
import uuid
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from animewidgets import Store, TimelineEditor
from animewidgets.annotations import Annotation, Commit, Edit, Kind, Op
from animewidgets.demo import DemoEpisode, ensure_episode
from tests.browser.conftest import Opened
from tests.browser.editor_page import EditorPage

IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"
READY = ".aw-editor [data-state=ready]"


@pytest.fixture(scope="module")
def episode(tmp_path_factory: pytest.TempPathFactory) -> DemoEpisode:
    return ensure_episode(tmp_path_factory.mktemp("demo"), seed=1, seconds=30, height=720)


@pytest.fixture
def half_timed(episode: DemoEpisode, tmp_path: Path) -> Path:
    """A store in which the first two thirds of the episode's cuts are marked, and their shots labelled."""
    path = tmp_path / "annotations.duckdb"
    with Store.open(path) as store:
        editor = TimelineEditor(episode.bluray, store=store)
        pts, cuts, shots = editor.media.index.pts, episode.truth.cuts, episode.truth.shots
        marked = cuts[: 2 * len(cuts) // 3]
        made = [Annotation(str(uuid.uuid4()), Kind.CUT, int(pts[cut.ordinal])) for cut in marked]
        made += [
            Annotation(
                str(uuid.uuid4()),
                Kind.TAG,
                int(pts[shot.start]),
                category=shot.category,
                attributes={"scope": "shot"},
            )
            for shot in shots
            if shot.start == 0 or any(cut.ordinal == shot.start for cut in marked)
        ]
        edits = tuple(Edit(Op.CREATE, one.annotation_id, 0, after=one) for one in made)
        store.commit(Commit(str(uuid.uuid4()), editor.task_id, "mika", edits))
        editor.close()
    return path


SOURCE = "from animewidgets.pages import annotate\nannotate()"


def environment(episode: DemoEpisode, store: Path) -> dict[str, str]:
    """What the command gives the page: the pictures of the docs must show nobody's folders."""
    return {
        "ANIMEWIDGETS_MEDIA": json.dumps([str(episode.bluray)]),
        "ANIMEWIDGETS_STORE": str(store),
        "ANIMEWIDGETS_PERSON": "mika",
    }


def use_theme(opened: Opened, theme: str) -> None:
    """Switch as a user does: JupyterLab's theme menu; in Voila the page's own parameter."""
    page = opened.page
    if opened.server.host == "voila":
        page.goto(f"{opened.server.url}?theme={theme}")
    else:
        name = f"JupyterLab {theme.capitalize()}"
        page.evaluate("name => jupyterapp.commands.execute('apputils:change-theme', { theme: name })", name)
        page.locator(f"body[data-jp-theme-name='{name}']").wait_for(state="attached")
    opened.wait()


def brightness(page: Page, selector: str) -> float:
    """Mean of the background colour of an element, 0 to 255."""
    colour = page.locator(selector).first.evaluate("element => getComputedStyle(element).backgroundColor")
    return float(np.mean([float(part) for part in colour.strip("rgba()").split(",")[:3]]))


@pytest.mark.slow
@pytest.mark.parametrize("host", ["voila", "jupyterlab"])
def test_the_page_follows_the_hosts_theme(
    open_in: Callable[..., Opened],
    episode: DemoEpisode,
    half_timed: Path,
    screenshot: Callable[[Page, str], Path],
    host: str,
) -> None:
    opened = open_in(
        host,
        SOURCE,
        env=environment(episode, half_timed),
        ready=READY,
        width=1440,
        height=900,
    )
    seen = {}
    for theme in ("light", "dark"):
        use_theme(opened, theme)
        editor = EditorPage(opened.page)
        editor.focus()
        editor.go_to(episode.truth.shots[4].start + 8)
        editor.wait_for_save("saved")
        expect(opened.page.locator(".aw-editor")).to_contain_text("Medium")
        opened.page.wait_for_timeout(1500)  # the filmstrip fills from the coarse to the fine
        seen[theme] = brightness(opened.page, ".aw-editor")
        picture = screenshot(opened.page, f"annotate-{host}-{theme}")
        if os.environ.get("AW_UPDATE_DOCS") == "1":
            IMAGES.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(picture, IMAGES / picture.name)
    assert seen["light"] > 200 > 80 > seen["dark"]


@pytest.mark.slow
@pytest.mark.parametrize("width", [700, 1920])
def test_every_control_is_in_reach_on_narrow_and_wide_pages(
    open_in: Callable[..., Opened],
    episode: DemoEpisode,
    half_timed: Path,
    screenshot: Callable[[Page, str], Path],
    width: int,
) -> None:
    opened = open_in(
        "voila",
        SOURCE,
        env=environment(episode, half_timed),
        ready=READY,
        width=width,
        height=900,
    )
    page = opened.page
    screenshot(page, f"annotate-voila-{width}")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page scrolls sideways"
    outside = page.locator(".aw-editor button:visible").evaluate_all(
        """buttons => buttons.filter((button) => {
          const box = button.getBoundingClientRect();
          return box.left < 0 || box.right > innerWidth;
        }).map((button) => button.getAttribute("aria-label") ?? button.textContent)"""
    )
    assert outside == []
    unnamed = page.locator(".aw-editor button:visible").evaluate_all(
        "buttons => buttons.filter((b) => !(b.getAttribute('aria-label') || b.textContent.trim())).length"
    )
    assert unnamed == 0

    EditorPage(page).focus()
    page.keyboard.press("?")
    help_overlay = page.get_by_role("dialog")
    expect(help_overlay).to_be_visible()
    expect(help_overlay).to_contain_text("Undo")
    screenshot(page, f"annotate-help-{width}")
