"""A category schema from nothing, by keyboard alone and by pointer alone: the store has what was meant."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.categories_page import CategoriesPage
from tests.browser.conftest import Opened
from tests.browser.editor_page import query
from tests.browser.test_editor_keys import UNNAMED

READY = ".aw-designer .aw-cat-bar"
SOURCE = "from animewidgets.pages import categories\ncategories()"

SCRIPT = "<img src=x onerror='window.hacked=1'>"
HEBREW = "שלום עולם"


pytestmark = pytest.mark.slow


@pytest.fixture
def open_page(open_in: Callable[..., Opened], tmp_path: Path) -> Callable[..., CategoriesPage]:
    """``open_page("voila")``: the page of categories on an empty store."""

    def start(host: str) -> CategoriesPage:
        env = {
            "ANIMEWIDGETS_STORE": str(tmp_path / "annotations.duckdb"),
            "ANIMEWIDGETS_PERSON": "mika",
            "ANIMEWIDGETS_PROJECT": "things",
        }
        opened = open_in(host, SOURCE, env=env, ready=READY, width=1440)
        page = CategoriesPage(opened.page)
        page.opened = opened  # type: ignore[attr-defined]  # for the test that kills its kernel
        return page

    return start


def published(store: Path, version: int) -> list[tuple[object, ...]]:
    """Identity, name, hotkey and parent of each category of a version, in order, by another process."""
    rows = query(
        store,
        "SELECT category_id, name, hotkey, parent FROM categories "
        f"WHERE schema_id = 'things' AND version = {int(version)} ORDER BY position",
    )
    return [tuple(row.values()) for row in rows]


def test_by_keyboard_alone(
    open_page: Callable[..., CategoriesPage],
    tmp_path: Path,
    allow_errors: Callable[..., None],
    screenshot: Callable[[Page, str], Path],
):
    allow_errors("WebSocket", "Kernel", "kernel", "404", "Failed to load resource")
    designer = open_page("voila")
    press, root = designer.press, designer.root
    expect(root.locator(".aw-cat-empty")).to_contain_text("No categories yet")

    # Names one after the other, as in an outliner.
    designer.focus()
    press("Control+Enter")
    designer.type_name("Person")
    designer.type_name("Face", "Tab")
    designer.type_name("Eye", "Tab")
    designer.type_name("Mouth")
    designer.type_name("Hand", "Shift+Tab")
    designer.type_name("Prop", "Shift+Tab")
    designer.type_name(SCRIPT)
    designer.type_name(HEBREW)
    press("Escape")
    whole = ["Person", ".Face", "..Eye", "..Mouth", ".Hand", "Prop", SCRIPT, HEBREW]
    assert designer.outline() == whole
    assert designer.page.evaluate("window.hacked") is None

    # Going, finding, folding.
    press("Home", "ArrowLeft")
    assert designer.outline() == ["Person", "Prop", SCRIPT, HEBREW]
    press("*")
    assert designer.outline() == whole
    press("m", "o")
    expect(designer.row("mouth")).to_have_attribute("aria-selected", "true")
    press("/")
    designer.page.keyboard.insert_text("EYE")
    assert designer.outline() == ["Person", ".Face", "..Eye"]
    press("Escape")

    # Moving, and taking it back.
    press("Home", "ArrowDown")
    press("Alt+ArrowDown")
    assert designer.outline()[:4] == ["Person", ".Hand", ".Face", "..Eye"]
    press("Alt+ArrowLeft")
    assert designer.outline()[:4] == ["Person", ".Hand", "Face", ".Eye"]
    press("Control+z", "Control+z")
    assert designer.outline() == whole
    press("F2")
    designer.page.keyboard.insert_text("Head")
    press("Enter")
    assert designer.outline()[1] == ".Head"

    # A key for two: told beside both, and in the way of neither.
    for name in ("face", "hand"):
        designer.select(name)
        press("Alt+k", "h")
        expect(designer.row(name).locator("kbd")).to_have_text("H")
    for name in ("face", "hand"):
        expect(designer.row(name).locator(".aw-cat-warn")).to_be_visible()
    expect(root.locator("[data-problem=hotkey]")).to_contain_text("Head")
    press("Alt+k", "c")  # where the canvas has it
    expect(root.locator("[data-problem=editor-key]")).to_contain_text("frame canvas")
    press("Alt+k", "2")
    expect(designer.row("hand").locator(".aw-cat-warn")).to_be_hidden()

    # Details: an attribute, a group, a name in Japanese, an example, a description.
    press("Alt+a")
    designer.page.keyboard.insert_text("fingers")
    press("Enter", "Tab", "n")
    expect(designer.field("attribute-0-maximum")).to_be_visible()
    designer.field("attribute-0-maximum").focus()
    designer.page.keyboard.insert_text("5")
    press("Enter", "Escape", "Alt+x")
    designer.page.keyboard.insert_text("912912@bd-01")
    press("Enter", "Escape", "Alt+e")
    designer.page.keyboard.insert_text(f"Five **fingers**. {SCRIPT}")
    press("Control+Enter")
    expect(root.locator(".aw-cat-preview strong")).to_have_text("fingers")
    press("Escape", "Home", "ArrowDown", "Shift+ArrowDown", "Shift+ArrowDown", "Alt+g")
    designer.page.keyboard.insert_text("head or part")
    press("Enter")
    designer.select("prop")
    press("Alt+t", "Tab", "Tab")  # English has a name and a description, then comes Japanese
    designer.page.keyboard.insert_text("小道具")
    press("Enter", "Escape", "Alt+l", "Alt+l")
    assert "小道具" in designer.outline()
    press("Alt+l", "Alt+l")
    assert "小道具" not in designer.outline()

    # The kernel goes; what is done meanwhile is kept, and there after a reload.
    designer.wait_for_save("saved")
    designer.opened.server.kill_kernels()  # type: ignore[attr-defined]
    designer.focus()
    press("Control+d")
    assert "Prop 2" in designer.outline()
    designer.wait_for_save("offline")
    designer.opened.reload()  # type: ignore[attr-defined]
    expect(designer.row("prop-2")).to_be_visible()
    designer.wait_for_save("saved")
    assert published(tmp_path / "annotations.duckdb", 1) == []

    # Merge, then publish.
    designer.focus()
    designer.select("prop", "prop-2")
    press("Alt+m")
    expect(designer.dialog()).to_contain_text("Which one stays?")
    press("Enter")
    expect(designer.row("prop-2")).to_have_count(0)
    designer.wait_for_save("saved")
    designer.select("hand")
    screenshot(designer.page, "categories-light")
    assert designer.root.evaluate(UNNAMED) == []
    designer.publish("First tree")
    assert published(tmp_path / "annotations.duckdb", 1) == [
        ("person", "Person", None, None),
        ("face", "Head", "H", "person"),
        ("eye", "Eye", None, "face"),
        ("mouth", "Mouth", None, "face"),
        ("hand", "Hand", "2", "person"),
        ("prop", "Prop", None, None),
        ("img-src-x-onerror-window-hacked-1", SCRIPT, None, None),
        ("שלום-עולם", HEBREW, None, None),
    ]
    details = query(
        tmp_path / "annotations.duckdb",
        "SELECT attributes::VARCHAR AS attributes, examples::VARCHAR AS examples FROM category_details "
        "WHERE category_id = 'hand'",
    )
    assert '"maximum":5' in str(details[0]["attributes"])
    assert "912912" in str(details[0]["examples"])
    assert designer.page.evaluate("window.hacked") is None


def test_by_pointer_alone(
    open_page: Callable[..., CategoriesPage], tmp_path: Path, screenshot: Callable[[Page, str], Path]
):
    designer = open_page("jupyterlab")
    page, root = designer.page, designer.root
    root.get_by_role("button", name="Paste a list").click()
    page.keyboard.insert_text("Person\n  Face\n  Hand\nProp\nCar\n")
    root.get_by_role("button", name="Add them").click()
    assert designer.outline() == ["Person", ".Face", ".Hand", "Prop", "Car"]

    # Drag below one, between two, and out again; Ctrl copies.
    designer.drag("car", "prop")
    assert designer.outline() == ["Person", ".Face", ".Hand", "Prop", ".Car"]
    designer.drag("hand", "face", part=0)
    assert designer.outline()[:3] == ["Person", ".Hand", ".Face"]
    designer.drag("car", "person", part=0, depth=0)
    assert designer.outline() == ["Car", "Person", ".Hand", ".Face", "Prop"]
    root.locator("[data-action=undo]").click()
    assert designer.outline() == ["Person", ".Hand", ".Face", "Prop", ".Car"]

    # Names, colours, keys.
    designer.row("face").locator(".aw-cat-name").dblclick()
    page.keyboard.insert_text("Head")
    designer.row("prop").locator(".aw-cat-name").click()
    assert ".Head" in designer.outline()
    designer.choose("face", "Choose a colour")
    designer.dialog().locator('[data-colour="#009e73"]').click()
    expect(designer.field("hex")).to_have_value("#009e73")
    root.get_by_role("button", name="The next digit or letter that is free").click()
    expect(designer.row("face").locator("kbd")).to_have_text("1")

    # Several at once: colours, a group, out with one of them.
    designer.select("hand", "face")
    root.get_by_role("button", name="Colours that stay apart").last.click()
    root.locator("[data-act='categories.group']").click()
    page.keyboard.insert_text("parts")
    designer.dialog().get_by_role("button", name="OK").click()
    designer.select("car")
    root.locator("[data-action='categories.remove']").click()
    expect(designer.row("car")).to_have_count(0)

    # Key points, with a line between two.
    designer.select("hand")
    for name in ("thumb", "wrist"):
        designer.field("point-add").click()
        page.keyboard.insert_text(name)
        root.get_by_role("heading", name="Key points").click()
    root.locator("g[data-point=thumb]").click()
    root.locator("g[data-point=wrist]").click()
    expect(root.locator(".aw-cat-bone")).to_have_count(1)
    screenshot(page, "categories-pointer")

    # A file with fields that cannot be held, and one with 5,000 names.
    cvat = tmp_path / "labels.json"
    cvat.write_text('[{"name": "wheel", "color": "#aa3377", "attributes": [], "odd": 7}]')
    with page.expect_file_chooser() as chosen:
        root.locator("[data-action='categories.import']").click()
    chosen.value.set_files(cvat)
    expect(designer.dialog()).to_contain_text("odd")
    designer.dialog().get_by_role("button", name="Take it over").click()
    expect(designer.row("wheel")).to_be_visible()
    many = tmp_path / "many.txt"
    many.write_text("\n".join(f"Thing {n}" for n in range(5000)))
    with page.expect_file_chooser() as chosen:
        root.locator("[data-action='categories.import']").click()
    chosen.value.set_files(many)
    designer.dialog().get_by_role("button", name="Take it over").click()
    expect(root.locator(".aw-cat-foot")).to_contain_text("5,005 categories")
    assert root.locator(".aw-cat-row").count() < 120
    designer.wait_for_save("saved")

    root.locator("[data-action='categories.publish']").click()
    page.keyboard.insert_text("By hand")
    designer.dialog().get_by_role("button", name="Publish").click()
    expect(root).to_have_attribute("data-version", "1", timeout=30_000)
    rows = published(tmp_path / "annotations.duckdb", 1)
    assert len(rows) == 5005
    assert sorted(rows[:5]) == [
        ("face", "Head", "1", "person"),
        ("hand", "Hand", None, "person"),
        ("person", "Person", None, None),
        ("prop", "Prop", None, None),
        ("wheel", "wheel", None, None),
    ]
    (group,) = query(tmp_path / "annotations.duckdb", "SELECT name, members FROM category_groups")
    assert group["name"] == "parts"
