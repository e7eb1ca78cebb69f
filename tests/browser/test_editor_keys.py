"""The editor among other things on a page: whose keys are whose; is everything in reach, and named?"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Opened
from tests.browser.editor_page import EditorPage, cut_frames

READY = ".aw-editor [data-state=ready]"

pytestmark = pytest.mark.slow


@pytest.fixture
def clip(shared_media: Callable[[str], Path]) -> Path:
    return shared_media("sintel_trailer_480x204.mp4")


def source(clip: Path) -> str:
    return f"from animewidgets.pages import annotate\nannotate({str(clip)!r})"


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {
        "ANIMEWIDGETS_STORE": str(tmp_path / "annotations.duckdb"),
        "ANIMEWIDGETS_CACHE": str(tmp_path / "cache"),
        "ANIMEWIDGETS_PERSON": "mika",
    }


def notebook(page: Page) -> list[dict[str, str]]:
    """Kind and text of the cells of the notebook in JupyterLab."""
    found: list[dict[str, str]] = page.evaluate(
        """jupyterapp.shell.currentWidget.content.widgets.map(({ model }) => ({
          kind: model.type, text: model.sharedModel.getSource() }))"""
    )
    return found


def test_no_key_leaks_to_the_notebook_and_none_is_taken_from_it(
    open_in: Callable[..., Opened], clip: Path, environment: Mapping[str, str]
) -> None:
    opened = open_in("jupyterlab", source(clip), env=environment, ready=READY)
    page = opened.page
    editor = EditorPage(page)
    before = notebook(page)
    kernel = opened.server.kernel_pids()

    # Each of these does something to a notebook in command mode: new cells, deletion, restart, markdown.
    editor.focus()
    for key in [
        "a",
        "b",
        "d",
        "d",
        "0",
        "0",
        "m",
        "y",
        "x",
        "c",
        "v",
        "z",
        "i",
        "i",
        "l",
        "Enter",
        "Shift+m",
    ]:
        editor.press(key)
        if page.get_by_role("dialog").is_visible():  # the comment, the name of a lane: ours
            editor.press("Escape")
        editor.focus()
    editor.press("k", "Escape")
    assert notebook(page) == before
    expect(page.locator(".jp-Dialog")).to_have_count(0)
    assert opened.server.kernel_pids() == kernel
    mode = "jupyterapp.shell.currentWidget.content.mode"
    assert page.evaluate(mode) == "command"

    # Nothing is left to save: neither the notebook nor the page is saved instead.
    saved = opened.server.notebook.stat().st_mtime_ns
    editor.focus()
    editor.press("Control+s")
    expect(editor.root.locator(".aw-status")).to_contain_text("Every edit is saved")
    assert opened.server.notebook.stat().st_mtime_ns == saved

    # Beside the editor all keys are the notebook's: letters are typed, in command mode they work on cells.
    frame = editor.frame()
    editor.wait_for_save("saved")
    store = Path(environment["ANIMEWIDGETS_STORE"])
    cuts = cut_frames(store)  # Enter cut where the shuttle was
    cell = page.locator(".jp-CodeCell .cm-content").first
    cell.click()
    page.keyboard.press("Control+End")
    page.keyboard.type("\n# acx0 .,")
    assert notebook(page)[0]["text"].endswith("# acx0 .,")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+s")
    page.wait_for_function("!jupyterapp.shell.currentWidget.context.model.dirty")
    assert opened.server.notebook.stat().st_mtime_ns > saved
    page.keyboard.press("b")
    page.wait_for_function("jupyterapp.shell.currentWidget.content.widgets.length === 2")
    page.keyboard.press("m")
    page.wait_for_function("jupyterapp.shell.currentWidget.content.widgets[1].model.type === 'markdown'")
    assert editor.frame() == frame
    assert cut_frames(store) == cuts


def test_a_key_of_ones_own_and_the_map_survive_a_reload(
    open_in: Callable[..., Opened], clip: Path, environment: Mapping[str, str]
) -> None:
    opened = open_in("voila", source(clip), env=environment, ready=READY)
    page = opened.page
    editor = EditorPage(page)
    editor.focus()
    editor.choose_map("Aegisub")
    editor.press("Control+,")
    dialog = page.get_by_role("dialog", name="Choose and change keys")
    page.keyboard.type("Cut here")
    row = dialog.locator("[data-action=cut]")
    row.locator("[data-focus='add cut']").press("Enter")
    page.keyboard.press("F9")
    expect(row).to_contain_text("F9")
    editor.press("Escape")

    opened.reload()
    editor = EditorPage(page)
    editor.focus()
    editor.key_map = "Aegisub"
    editor.go_to(100)
    editor.press("F9")
    expect(editor.root.locator(".aw-status")).to_contain_text("Cut set on frame 100")
    editor.go_to(200)
    editor.press("n")  # of the map
    expect(editor.root.locator(".aw-status")).to_contain_text("Cut set on frame 200")
    editor.press("Control+,")
    expect(dialog.locator("select").first).to_have_value("Aegisub")


def test_two_views_of_one_model_stay_in_step(
    open_in: Callable[..., Opened], clip: Path, environment: Mapping[str, str]
) -> None:
    cells = [
        f"from animewidgets import TimelineEditor\neditor = TimelineEditor({str(clip)!r})\neditor",
        "editor",
    ]
    opened = open_in("jupyterlab", cells, env=environment, ready=READY, height=1800)
    page = opened.page
    expect(page.locator(READY)).to_have_count(2)
    first, second = EditorPage(page), EditorPage(page, 1)
    first.focus()
    first.cut_at(336)
    second.expect_frame(336)
    expect(second.root.locator(".aw-where")).to_contain_text("On a cut")

    # Each has a zoom and an active lane of its own.
    view = second.root.locator("canvas.aw-axis").get_attribute("data-view")
    first.press("+", "+", "+")
    first.add_lane("Music")
    expect(first.root).to_have_attribute("data-lane", "lane:Music")
    expect(second.root).to_have_attribute("data-lane", "shots")
    assert second.root.locator("canvas.aw-axis").get_attribute("data-view") == view
    expect(second.root.locator(".aw-gutter-segments")).to_contain_text("Music")

    # What is undone in the second is undone in the first.
    second.focus()
    second.press("Control+z")
    expect(first.root.locator(".aw-where")).not_to_contain_text("On a cut")
    first.wait_for_save("saved")
    second.wait_for_save("saved")


def test_passages_are_played_and_come_back(
    open_in: Callable[..., Opened], clip: Path, environment: Mapping[str, str]
) -> None:
    opened = open_in("voila", source(clip), env=environment, ready=READY)
    page = opened.page
    editor = EditorPage(page)
    editor.focus()
    editor.cut_at(336)
    play = editor.root.locator("button[data-action=play]")

    def frames_until_still() -> set[int]:
        seen = set()
        expect(play).to_have_attribute("aria-pressed", "true")
        while play.get_attribute("aria-pressed") == "true":
            seen.add(editor.frame())
        return seen

    for key, from_frame, to_frame in [("q", 324, 336), ("e", 336, 348), ("w", 324, 348)]:
        editor.press(key)
        seen = frames_until_still()
        assert len(seen) > 1, f"nothing was played by {key}"
        assert min(seen) >= from_frame - 1
        assert max(seen) <= to_frame + 1
        editor.expect_frame(336)

    # J K L: on, faster, stop, and back.
    editor.press("l")
    page.wait_for_timeout(600)
    editor.press("k")
    there = editor.frame()
    assert there > 336
    expect(play).to_have_attribute("aria-pressed", "false")
    page.wait_for_timeout(300)
    assert abs(editor.frame() - there) <= 1
    editor.press("j")
    page.wait_for_timeout(800)
    editor.press("k")
    assert editor.frame() < there

    # Space plays and stops on the frame that is seen.
    editor.press("Home", "Space")
    page.wait_for_timeout(700)
    editor.press("Space")
    editor.wait_until_ready()
    assert editor.frame() > 3
    # A mark while playing stands where one was.
    editor.press("Space")
    page.wait_for_timeout(300)
    editor.press("s")
    editor.press("Space")
    expect(editor.root.locator(".aw-status")).to_contain_text("Cut set on frame")


UNNAMED = """root => [...root.querySelectorAll(
    "button, input, select, textarea, [tabindex='0'], [role=dialog], [role=menu], [role=listbox]")]
  .filter((one) => one.offsetParent !== null)
  .filter((one) => !(one.getAttribute("aria-label") || one.getAttribute("aria-labelledby")
    || one.textContent.trim() || one.labels?.length || one.getAttribute("title")))
  .map((one) => one.outerHTML.slice(0, 120))"""


def tab_stops(page: Page, editor: Locator) -> set[str]:
    """What Tab reaches inside the editor, from its root on; each by a number that is put on it."""
    editor.evaluate(
        """root => { [...root.querySelectorAll("button, input, select, textarea, [tabindex='0']")]
          .forEach((one, n) => one.setAttribute("data-test-stop", String(n))); root.focus(); }"""
    )
    reached: set[str] = set()
    for _ in range(200):
        page.keyboard.press("Tab")
        at = page.evaluate(
            "document.activeElement.closest('.aw-editor') ? document.activeElement.dataset.testStop : null"
        )
        if at is None or at in reached:
            break
        reached.add(at)
    return reached


@pytest.mark.parametrize("width", [700, 1280])
def test_every_control_is_named_and_reached_by_tab(
    open_in: Callable[..., Opened], clip: Path, environment: Mapping[str, str], width: int
) -> None:
    opened = open_in("voila", source(clip), env=environment, ready=READY, width=width)
    page = opened.page
    editor = EditorPage(page)
    editor.focus()
    editor.cut_at(336)
    editor.add_lane("Music")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page scrolls sideways"
    assert editor.root.evaluate(UNNAMED) == []

    reached = tab_stops(page, editor.root)
    missed = editor.root.evaluate(
        """(root, reached) => [...root.querySelectorAll("[data-test-stop]")]
          .filter((one) => one.offsetParent !== null && !one.disabled && one.tabIndex >= 0)
          .filter((one) => !reached.includes(one.dataset.testStop))
          .map((one) => one.outerHTML.slice(0, 120))""",
        list(reached),
    )
    assert missed == []
    outside = editor.root.evaluate(
        """root => [...root.querySelectorAll("button, input, select")]
          .filter((one) => one.offsetParent !== null)
          .filter((one) => { const box = one.getBoundingClientRect();
            return box.left < 0 || box.right > innerWidth || box.width === 0; })
          .map((one) => one.outerHTML.slice(0, 120))"""
    )
    assert outside == []

    # States are told: what is pressed, what is chosen, what was said.
    editor.focus()
    snap = editor.root.locator("button[data-action=snap]")
    expect(snap).to_have_attribute("aria-pressed", "true")
    editor.press("Shift+S")
    expect(snap).to_have_attribute("aria-pressed", "false")
    lane = editor.root.locator("[data-lane='lane:Music']")
    expect(lane).to_have_attribute("aria-pressed", "true")
    editor.press("Alt+PageUp")
    expect(lane).to_have_attribute("aria-pressed", "false")
    long = editor.root.locator("[data-category=long]")
    editor.press("2")
    expect(long).to_have_attribute("aria-pressed", "true")
    expect(editor.root.get_by_role("status").last).to_be_visible()
    if width < 1000:
        editor.press("Shift+L")
    tabs = editor.root.get_by_role("tab")
    expect(tabs.filter(has_text="Shots")).to_have_attribute("aria-selected", "true")
    tabs.filter(has_text="Segments").click()
    expect(tabs.filter(has_text="Segments")).to_have_attribute("aria-selected", "true")
    expect(tabs.filter(has_text="Shots")).to_have_attribute("aria-selected", "false")

    # Dialogs and menus are named, and have the focus while they are open.
    for key, name in [("?", None), ("Control+,", "Choose and change keys"), ("Alt+,", None), ("d", "Remark")]:
        editor.focus()
        editor.press(key)
        dialog = page.get_by_role("dialog", name=name) if name else page.get_by_role("dialog")
        expect(dialog).to_be_visible()
        assert dialog.evaluate("one => one.contains(document.activeElement)"), (
            f"{key}: the focus is elsewhere"
        )
        assert dialog.evaluate(UNNAMED) == []
        box = dialog.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        editor.press("Escape")
        expect(dialog).to_be_hidden()
        assert editor.root.evaluate("root => root.contains(document.activeElement)")


def test_the_editor_fills_the_screen_and_comes_back(
    open_in: Callable[..., Opened], clip: Path, environment: Mapping[str, str]
) -> None:
    opened = open_in("jupyterlab", source(clip), env=environment, ready=READY)
    page = opened.page
    editor = EditorPage(page)
    editor.focus()
    editor.press("Alt+Enter")
    page.wait_for_function("document.fullscreenElement?.classList.contains('aw-editor')")
    page.wait_for_timeout(300)
    box = editor.root.bounding_box()
    assert box is not None
    assert box["width"] == page.evaluate("innerWidth")
    editor.cut_at(336)
    expect(editor.root.locator(".aw-status")).to_contain_text(re.compile("Cut set on frame 336"))
    editor.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    editor.press("Escape")
    editor.press("Alt+Enter")
    page.wait_for_function("document.fullscreenElement === null")
