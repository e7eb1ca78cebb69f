"""Somebody labels while the project goes over to other categories: the page follows, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from animewidgets import Store
from animewidgets.annotations import Category, CategorySchema
from animewidgets.annotations.schema_changes import Edit, Merge, Split, apply_all
from tests.browser.canvas_page import CanvasPage
from tests.browser.conftest import Opened
from tests.browser.editor_page import query

READY = ".aw-editor [data-state=ready]"
FIRST = CategorySchema(
    "weather",
    1,
    (
        Category("rain", "Rain", "#4477aa", "1"),
        Category("drizzle", "Drizzle", "#56b4e9", "2"),
        Category("snow", "Snow", "#bbbbbb", "3"),
    ),
)
PARTS = (Category("hail", "Hail", "#999933", "4"), Category("flakes", "Flakes", "#88ccee", "5"))
SOURCE = """
from animewidgets import FrameCanvas, Store

store = Store.open()
canvas = FrameCanvas(CLIP, project="sky", categories=store.schemas.get("weather", 1), store=store, frame=100)
canvas
"""

pytestmark = pytest.mark.slow


def migrate(store: Path) -> None:
    """In another process than the page: drizzle is rain, by a longer name, and snow is two things."""
    with Store.open(store) as opened:
        applied = apply_all(
            FIRST,
            (Merge(("drizzle",), "rain"), Edit("rain", {"name": "Rain of any kind"}), Split("snow", PARTS)),
        )
        opened.schemas.publish(applied.schema, applied.links, person="aoi", base_version=1)
        done = opened.schemas.migrate("sky", "weather", 2, person="aoi")
        assert (done.annotations, done.unplaced) == (1, 0)


def look_away(page: Page, away: bool) -> None:
    """A page that nobody looks at asks the kernel for no news."""
    state = "hidden" if away else "visible"
    page.evaluate(
        "state => { Object.defineProperty(document, 'visibilityState', {value: state, configurable: true}); "
        "document.dispatchEvent(new Event('visibilitychange')); }",
        state,
    )


def test_the_page_takes_new_categories_over_and_asks_where_a_label_has_no_place(
    open_in: Callable[..., Opened],
    shared_media: Callable[[str], Path],
    screenshot: Callable[[Page, str], Path],
    tmp_path: Path,
) -> None:
    clip, store = shared_media("bbb_0_30_720p.webm"), tmp_path / "annotations.duckdb"
    with Store.open(store) as opened_store:
        opened_store.schemas.publish(FIRST, person="aoi", base_version=0)
    opened = open_in(
        "voila",
        f"CLIP = {str(clip)!r}\n{SOURCE}",
        env={
            "ANIMEWIDGETS_STORE": str(store),
            "ANIMEWIDGETS_CACHE": str(tmp_path / "cache"),
            "ANIMEWIDGETS_PERSON": "mika",
        },
        ready=READY,
        width=1280,
    )
    page, canvas = opened.page, CanvasPage(opened.page)
    canvas.focus()
    canvas.wait_until_ready()
    chip = canvas.root.locator("[data-tag]")
    expect(chip).to_have_count(3)
    canvas.press("i", "2")
    canvas.wait_for_save("saved")

    # The page does not know yet that snow was split: what is labelled so is kept, and asked about.
    look_away(page, away=True)
    migrate(store)
    canvas.press("3")
    notice = canvas.root.locator(".aw-refused")
    expect(notice).to_contain_text("“Snow” was split into “Hail”, “Flakes”. Choose one.")
    look_away(page, away=False)
    expect(chip).to_have_count(3)
    expect(canvas.root.locator("[data-tag=drizzle]")).to_have_count(0)
    expect(canvas.root.locator("[data-tag=rain]")).to_contain_text("Rain of any kind")
    expect(canvas.root.locator("[data-tag=rain]")).to_have_attribute("aria-pressed", "true")
    expect(notice).to_contain_text("Choose one.")
    screenshot(page, "schema-moved")
    assert [row["category"] for row in query(store, "SELECT category FROM tags")] == ["rain"]

    notice.locator("select").select_option(label="Hail")
    notice.get_by_role("button", name="Save with it").click()
    expect(notice).to_have_count(0)
    canvas.wait_for_save("saved")
    canvas.focus()
    # Keys are those of the new categories at once.
    canvas.press("5")
    canvas.wait_for_save("saved")
    rows = query(store, "SELECT category_name FROM tags ORDER BY category_name")
    assert [row["category_name"] for row in rows] == ["Flakes", "Hail", "Rain of any kind"]
    old = query(
        store, "SELECT person, category_now_name FROM category_history WHERE category_name = 'Drizzle'"
    )
    assert [tuple(row.values()) for row in old] == [("mika", "Rain of any kind")]
