"""The annotation page as people see it: an episode half timed, light, dark, at three widths, in both hosts.

The pictures land in ``test-results/``. With ``AW_UPDATE_DOCS=1`` they replace those of ``docs/images/``.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from animewidgets import Store, TimelineEditor
from animewidgets.analysis.shots import detect
from animewidgets.annotations import Annotation, Commit, Edit, Kind, Op
from animewidgets.demo import DemoEpisode
from animewidgets.demo.truth import Cut
from animewidgets.media import open_media
from tests.browser.conftest import Opened, fill_up
from tests.browser.editor_page import EditorPage

READY = ".aw-editor [data-state=ready]"
#: Of the window, for each width.
HEIGHTS = {700: 1000, 1440: 1000, 1920: 1080}


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory, episode: DemoEpisode) -> Path:
    """A cache in which the episode's shots are known."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANIMEWIDGETS_CACHE", str(folder))
        with open_media(episode.bluray) as media:
            detect(media)
    return folder


@pytest.fixture
def half_timed(episode: DemoEpisode, tmp_path: Path) -> Path:
    """A store in which the first two thirds of the episode are timed, with two lanes and a remark."""
    path = tmp_path / "annotations.duckdb"
    with Store.open(path) as store:
        editor = TimelineEditor(episode.bluray, store=store)
        index, truth = editor.media.index, episode.truth
        ticks = [*(int(pts) for pts in index.pts), index.end_pts]
        marked = truth.cuts[: 2 * len(truth.cuts) // 3]
        until = marked[-1].ordinal
        made = [mark(cut, ticks) for cut in marked]
        made[-2] = replace(made[-2], comment="Two frames later on the TV release", uncertain=True)
        made += [
            Annotation(
                str(uuid.uuid4()),
                Kind.TAG,
                ticks[shot.start],
                category=shot.category,
                attributes={"scope": "shot"},
            )
            for shot in truth.shots
            if shot.start == 0 or any(cut.ordinal == shot.start for cut in marked)
        ]
        made += [
            Annotation(
                str(uuid.uuid4()),
                Kind.SEGMENT,
                ticks[first],
                ticks[end],
                attributes={"lane": lane},
            )
            for lane, first, end in [
                ("Music", 0, until // 2),
                ("Music", until // 2 + 12, until),
                *(("Who is seen", shot.start, shot.end) for shot in truth.shots[2:8:2]),
            ]
        ]
        edits = tuple(Edit(Op.CREATE, one.annotation_id, 0, after=one) for one in made)
        store.commit(Commit(str(uuid.uuid4()), editor.task_id, "mika", edits))
        editor.close()
    return path


def mark(cut: Cut, ticks: list[int]) -> Annotation:
    """A cut of the truth as one that was marked; dissolves with their mixed frames."""
    attributes: dict[str, str | int] = {}
    if cut.kind == "dissolve" and cut.first_mixed is not None and cut.last_mixed is not None:
        attributes = {
            "transition": "dissolve",
            "from_pts": ticks[cut.first_mixed],
            "until_pts": ticks[cut.last_mixed + 1],
        }
    return Annotation(str(uuid.uuid4()), Kind.CUT, ticks[cut.ordinal], attributes=attributes)


SOURCE = "from animewidgets.pages import annotate\nannotate()"


def environment(episode: DemoEpisode, store: Path, cache: Path) -> dict[str, str]:
    """What the command gives the page: the pictures of the docs must show nobody's folders."""
    return {
        "ANIMEWIDGETS_MEDIA": json.dumps([str(episode.bluray)]),
        "ANIMEWIDGETS_STORE": str(store),
        "ANIMEWIDGETS_CACHE": str(cache),
        "ANIMEWIDGETS_PERSON": "mika",
    }


def brightness(page: Page, selector: str) -> float:
    """Mean of the background colour of an element, 0 to 255."""
    colour = page.locator(selector).first.evaluate("element => getComputedStyle(element).backgroundColor")
    return float(np.mean([float(part) for part in colour.strip("rgba()").split(",")[:3]]))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("host", "width"), [("voila", 700), ("voila", 1440), ("voila", 1920), ("jupyterlab", 1440)]
)
def test_the_page_follows_the_hosts_theme_and_has_every_control_in_reach(
    open_in: Callable[..., Opened],
    episode: DemoEpisode,
    half_timed: Path,
    cache: Path,
    screenshot: Callable[[Page, str], Path],
    host: str,
    width: int,
) -> None:
    opened = open_in(
        host,
        SOURCE,
        env=environment(episode, half_timed, cache),
        ready=READY,
        theme="light",
        width=width,
        height=HEIGHTS[width],
    )
    page = opened.page
    if host == "jupyterlab":
        page.evaluate("jupyterapp.commands.execute('application:toggle-left-area')")
    seen = {}
    for theme in ("light", "dark"):
        opened.use_theme(theme)
        editor = EditorPage(page)
        editor.focus()
        editor.go_to(next(cut.ordinal for cut in episode.truth.cuts if cut.kind == "dissolve") - 4)
        editor.wait_for_save("saved")
        if editor.root.locator(".aw-gutter-spectrogram").count() == 0:
            editor.press("Shift+E")
        expect(page.locator(".aw-editor")).to_contain_text("Medium")
        fill_up(page)
        seen[theme] = brightness(page, ".aw-editor")
        if width > 700:  # narrower, the list is away
            expect(page.locator(".aw-list .aw-row[aria-selected=true]")).to_be_in_viewport()
        if host == "jupyterlab":
            editor.root.scroll_into_view_if_needed()
        screenshot(page, f"annotate-{host}-{theme}" + ("" if width == 1440 else f"-{width}"))
    assert seen["light"] > 200 > 80 > seen["dark"]

    if host == "voila":  # in JupyterLab it stands in a cell
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (
            "the page scrolls sideways"
        )
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
        screenshot(page, f"annotate-help-{host}-{width}")
