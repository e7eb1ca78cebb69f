"""Every template of the gallery, chosen from its card, labelled by once, in a real page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from animewidgets.annotations import gallery
from animewidgets.demo.clips import make_clip
from tests.browser.canvas_page import CanvasPage
from tests.browser.conftest import Opened
from tests.browser.editor_page import query

pytestmark = pytest.mark.slow

SOURCE = """
from animewidgets.pages import label

label()
"""
NARROW = 860


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ninety-six frames with sound."""
    path = tmp_path_factory.mktemp("media") / "ep01.mp4"
    make_clip(path, frames=96, gop=24, audio="aac")
    return path


def label_once(page: CanvasPage, template: str) -> tuple[str, str | None]:
    """Make one annotation as somebody who has read the guidelines does; its kind and category."""
    match template:
        case "cut-timing":
            page.press(*["ArrowRight"] * 5, "c")
            return "cut", None
        case "sound-lanes":
            page.press("h", *["ArrowRight"] * 12, "h", "1")
            return "audio_event", "speech"
        case "programme-parts":
            page.press("Home", "i", "End", "o", "2")
            return "segment", "opening"
        case "character-tracks":
            page.press("2")
            page.drag_from((60, 40), (160, 140))
            return "track", "face"
        case "character-masks" | "background-foreground":
            page.press("m", "3")
            page.drag_from((60, 40), (160, 140))
            return "mask", "prop" if template == "character-masks" else "cel"
        case "class-points":
            page.press("6")
            page.click_at((100, 60))
            return "point", "sky"
        case _:
            page.press("1")
            return "tag", gallery()[template].categories.categories[0].category_id


def choose(page: CanvasPage, template: str) -> None:
    """Take a template from its card, and wait until its units are there."""
    page.page.locator(f".aw-template-{template}").click()
    expect(page.root).to_have_attribute("data-status", "open")
    expect(page.root.locator(".aw-units")).to_have_attribute("data-units", "ready", timeout=90_000)
    page.wait_until_ready()
    page.focus()


def say_what_is_missing(page: CanvasPage) -> None:
    """A unit is not done while its tags are missing: what is wrong is told, and leads there."""
    page.press("End", "Alt+Shift+Enter")
    problems = page.root.locator(".aw-problem")
    expect(problems).to_have_count(2)
    expect(problems.first).to_contain_text("“scale” is not said")
    expect(page.root.locator(".aw-anyway")).to_have_count(0)
    page.press("Alt+Shift+E")
    expect(problems.first).to_have_attribute("aria-current", "true")
    expect(page.screen).to_have_attribute("data-frame", "5")  # where the cut was set
    page.press("Escape")
    expect(problems).to_have_count(0)


def pass_over_a_warning(page: CanvasPage) -> None:
    """What is only worth a look can be passed over, and that is remembered; then the mark is taken back."""
    page.wait_for_save("saved")
    page.press("Alt+Shift+Enter")
    expect(page.root.locator(".aw-problem")).to_contain_text("A minute without a cut is rare")
    page.root.locator(".aw-anyway").click()
    expect(page.root.locator(".aw-units")).to_have_attribute("data-done", "1")
    page.root.locator(".aw-unit-done").click()
    expect(page.root.locator(".aw-units")).to_have_attribute("data-done", "0")


@pytest.mark.parametrize("host", ["voila", "jupyterlab"])
def test_each_template_is_labelled_by_once(
    host: str, open_in: Callable[..., Opened], clip: Path, tmp_path: Path, screenshot: Callable[..., Path]
):
    """All of them in Voila; in a narrow notebook one of each editor."""
    store = tmp_path / "annotations.duckdb"
    wanted = list(gallery()) if host == "voila" else ["cut-timing", "character-masks", "sound-lanes"]
    opened = open_in(
        host,
        SOURCE,
        env={
            "ANIMEWIDGETS_STORE": str(store),
            "ANIMEWIDGETS_CACHE": str(tmp_path / "cache"),
            "ANIMEWIDGETS_PERSON": "mika",
            "ANIMEWIDGETS_MEDIA": f'["{clip}"]',
            "ANIMEWIDGETS_PROJECT": "gallery",
        },
        ready=".aw-template",
        **({} if host == "voila" else {"width": NARROW + 340}),
    )
    page = CanvasPage(opened.page)
    screenshot(opened.page, f"label-templates-{host}")
    said: dict[str, tuple[str, str | None]] = {}
    for template in wanted:
        choose(page, template)
        guide = page.root.locator(".aw-guide")
        expect(guide).to_be_visible()  # guidelines are read before one begins
        expect(guide.locator("h3")).to_have_text(gallery()[template].name)
        expect(guide.locator(".aw-markdown li").first).to_be_attached()
        page.press("F2")
        expect(guide).to_be_hidden()
        if template == "shot-scale-and-camera":
            say_what_is_missing(page)
        said[template] = label_once(page, template)
        page.wait_for_save("saved")
        if template == "cut-timing":
            page.press("Control+z")
            pass_over_a_warning(page)
            page.press("Control+Shift+Z")
            page.wait_for_save("saved")
        if template == "shot-scale-and-camera":
            page.press("7")
            page.press("Alt+Shift+Enter")
            expect(page.root.locator(".aw-units")).to_have_attribute("data-done", "1")
        screenshot(opened.page, f"label-{template}-{host}")
        if template == "character-masks":
            screenshot(opened.page, f"label-{host}-light")
        opened.page.locator(".aw-all-templates").click()
        opened.page.locator(".aw-template").first.wait_for(state="visible")
    rows = query(
        store,
        """
        SELECT t.template_id, list_sort(list(DISTINCT a.kind || ' ' || coalesce(a.category, '-'))) AS said
        FROM annotations AS a JOIN tasks AS t USING (task_id) GROUP BY ALL
        """,
    )
    found = {row["template_id"]: row["said"] for row in rows}
    if host == "voila":
        found["shot-scale-and-camera"].remove("tag fix")
    marks = query(store, "SELECT done, overruled IS NOT NULL AS over FROM unit_marks ORDER BY created")
    assert [(row["done"], row["over"]) for row in marks][:2] == [(True, True), (False, False)]
    assert len(query(store, "SELECT * FROM units_done")) == (1 if host == "voila" else 0)
    assert found == {template: [f"{kind} {category or '-'}"] for template, (kind, category) in said.items()}
