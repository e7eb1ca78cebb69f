"""A template put together by hand: from a card to a version that is shared, with the real page beside it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.canvas_page import CanvasPage
from tests.browser.conftest import Opened
from tests.browser.editor_page import query

pytestmark = pytest.mark.slow

#: A preview is made anew within this, on a busy machine.
PREVIEW_TIMEOUT_MS = 30_000


class DesignerPage:
    """The designer as a person with a keyboard and a mouse meets it."""

    def __init__(self, opened: Opened) -> None:
        self.opened = opened
        self.page: Page = opened.page

    @property
    def root(self) -> Locator:
        return self.page.locator(".aw-t-designer")

    @property
    def form(self) -> Locator:
        return self.root.locator(".aw-t-form")

    @property
    def preview(self) -> CanvasPage:
        return CanvasPage(self.page, 1)

    def card(self, template_id: str) -> Locator:
        return self.root.locator(f"[data-template={template_id}]")

    def step(self, name: str) -> None:
        self.root.locator(f"[data-step={name}][role=tab]").click()
        expect(self.form).to_have_attribute("data-step", name)

    def at(self, place: str) -> Locator:
        return self.form.locator(f'[data-place="{place}"]')

    def said(self, text: str) -> None:
        expect(self.root.locator(".aw-said")).to_contain_text(text)

    def saved(self) -> None:
        """Until the draft as it stands is on disk, and was checked."""
        self.page.wait_for_timeout(50)
        expect(self.root).to_have_attribute("data-checked", "", timeout=PREVIEW_TIMEOUT_MS)
        expect(self.root).to_have_attribute("data-save", "saved")

    def problem(self, at: str) -> Locator:
        return self.root.locator(f'.aw-t-summary [data-at="{at}"]')

    def open_file(self, name: str, text: str) -> None:
        """Choose a file in the browser's own dialog."""
        self.root.locator("input[type=file]").set_input_files(
            {"name": name, "mimeType": "application/json", "buffer": text.encode()}
        )


def open_designer(
    open_in: Callable[..., Opened], host: str, clip: Path, tmp_path: Path, **options: object
) -> DesignerPage:
    opened = open_in(
        host,
        f"from animewidgets.pages import templates\n\ntemplates(media={str(clip)!r})",
        env={
            "ANIMEWIDGETS_STORE": str(tmp_path / "annotations.duckdb"),
            "ANIMEWIDGETS_CACHE": str(tmp_path / "cache"),
            "ANIMEWIDGETS_PERSON": "mika",
        },
        ready=".aw-t-start",
        **options,
    )
    return DesignerPage(opened)


def test_from_a_card_of_the_gallery_to_a_template_that_is_shared(
    open_in: Callable[..., Opened],
    shared_media: Callable[[str], Path],
    screenshot: Callable[[Page, str], Path],
    tmp_path: Path,
) -> None:
    store = tmp_path / "annotations.duckdb"
    clip = shared_media("bbb_0_30_720p.webm")
    designer = open_designer(open_in, "voila", clip, tmp_path, width=1440, height=1000)
    page, form, root = designer.page, designer.form, designer.root

    # Eleven cards; a word finds one of them, Enter takes it under a new identity.
    expect(root.locator(".aw-t-card")).to_have_count(11)
    screenshot(page, "template-designer-start")
    root.locator(".aw-t-search").fill("exact pixels")
    expect(root.locator(".aw-t-card")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(form).to_have_attribute("data-step", "about")
    expect(form).to_contain_text("character-masks, version 1")

    # A name is typed; undo takes the word back at once, in the field itself.
    name = form.get_by_label("Name", exact=True)
    name.fill("")
    name.press_sequentially("Faces and hands", delay=10)
    designer.saved()
    page.keyboard.press("Control+z")
    expect(name).to_have_value("Character instance masks (mine)")
    page.keyboard.press("Control+Shift+Z")
    expect(name).to_have_value("Faces and hands")

    # Own categories, in two scripts. What named one of the old ones is told, and a click goes there.
    designer.step("categories")
    adder = form.get_by_label("Add categories")
    adder.fill("顔, Hand")
    adder.press("Enter")
    expect(form.locator(".aw-t-own [data-place^='categories.categories['] input[type=text]")).to_have_count(4)
    designer.saved()
    wrong = designer.problem("prelabels[0].category")
    expect(wrong).to_contain_text("no category 'character'")
    expect(root.locator("[data-step=prelabels] .aw-t-count")).to_have_text("2")
    wrong.click()
    expect(form).to_have_attribute("data-step", "prelabels")
    form.locator("[data-value=flat-colour] input[type=checkbox]").first.uncheck()
    form.locator("[data-value=grabcut] input[type=checkbox]").first.uncheck()
    designer.saved()
    expect(root.locator(".aw-t-summary")).to_be_hidden()

    # Boxes as well, by the keyboard alone: the preview is the real canvas, and has the tool at once.
    root.focus()
    page.keyboard.press("2")
    expect(form).to_have_attribute("data-step", "kinds")
    form.locator("input[value=box]").focus()
    page.keyboard.press("Space")
    expect(page.locator('.aw-template-place [data-action="canvas.box"]')).to_be_visible(
        timeout=PREVIEW_TIMEOUT_MS
    )
    designer.preview.wait_until_ready()
    expect(page.locator(".aw-template-told")).to_contain_text("it is kept nowhere")

    # A unit is every 24th frame: the count stands beside it.
    designer.step("unit")
    form.locator("input[value=every-nth-frame]").check()
    expect(form.locator("[data-told=units]")).to_contain_text("makes 30 units")

    # Guidelines with script in them: it never runs, and whoever wrote it is told. A frame is an example.
    designer.step("guidelines")
    text = form.get_by_label("Guidelines, in Markdown")
    text.fill("")
    text.press_sequentially("Mark ")
    page.keyboard.press("Control+b")
    page.keyboard.type("every hand")
    text.press("End")
    page.keyboard.type(" <script>window.hacked = 1</script><img src=x onerror='window.hacked = 2'> like ")
    page.keyboard.press("Alt+f")
    designer.said("is an example now")
    expect(text).to_have_value(
        "Mark **every hand** <script>window.hacked = 1</script>"
        "<img src=x onerror='window.hacked = 2'> like " + text.input_value().rpartition("like ")[2]
    )
    assert "](frame:" in text.input_value()
    rendered = form.locator(".aw-t-rendered")
    expect(rendered.locator("strong")).to_have_text("every hand")
    expect(rendered.locator(".aw-t-frame")).to_have_count(1)
    expect(rendered.locator("script, img")).to_have_count(0)
    designer.saved()
    expect(designer.problem("guidelines")).to_contain_text("never run")
    assert page.evaluate("window.hacked") is None

    # One thing is labelled in the preview, and the project's store knows nothing of it.
    designer.page.wait_for_timeout(1_500)  # the preview with these guidelines
    canvas = designer.preview
    canvas.wait_until_ready()
    canvas.focus()
    canvas.press("r", "1")
    canvas.drag_from((200, 150), (420, 330))
    canvas.wait_for_save("saved")
    expect(canvas.root.locator(".aw-row-head, .aw-said").last).to_be_attached()
    screenshot(page, "template-designer-guidelines")
    assert query(store, "SELECT count(*) AS n FROM annotations") == [{"n": 0}]
    assert page.evaluate("window.hacked") is None

    # Published with a note, by the keyboard.
    root.focus()
    page.keyboard.press("Control+Enter")
    page.locator(".aw-dialog textarea").fill("the first")
    page.keyboard.press("Control+Enter")
    designer.said("Version 1 is published")
    (version,) = query(
        store, "SELECT name, version, person, note FROM template_versions WHERE person IS NOT NULL"
    )
    assert version == {"name": "Faces and hands", "version": 1, "person": "mika", "note": "the first"}

    # Shared as one file: what is downloaded is what stands there.
    root.focus()
    page.keyboard.press("0")
    expect(form).to_have_attribute("data-step", "share")
    with page.expect_download() as downloading:
        page.keyboard.press("Alt+s")
    shared = Path(downloading.value.path()).read_text()
    assert downloading.value.suggested_filename == "Faces-and-hands.template.json"
    document = json.loads(shared)
    assert [one["name"] for one in document["categories"]["categories"]] == ["顔", "Hand"]
    assert document["forked_from"] == {"template_id": "character-masks", "version": 1}

    # Files that are no templates: said where one looks, and nothing is lost.
    for broken, says in (
        (shared[:200], "line"),
        (json.dumps({**document, "format_version": 99}), "Upgrade"),
        ("[1, 2]", "no template"),
    ):
        designer.open_file("broken.json", broken)
        notice = root.locator(".aw-notice", has_text=says)
        expect(notice).to_be_visible()
        notice.get_by_role("button").click()
        expect(root.locator(".aw-title").first).to_have_text("Faces and hands")

    # The file of a newer hand: the field that nobody knows is named, and goes when a person says so.
    designer.open_file("theirs.json", json.dumps({**document, "name": "Theirs", "sparkle": 1}))
    expect(root.locator(".aw-title").first).to_have_text("Theirs")
    expect(root.locator(".aw-t-summary")).to_contain_text("sparkle")
    root.get_by_role("button", name="Take “sparkle” away").click()
    designer.saved()
    expect(root.locator(".aw-t-summary")).not_to_contain_text("sparkle")

    # What differs from the version that was published; and the draft is there again after a reload.
    page.keyboard.press("Alt+v")
    expect(page.locator(".aw-t-difference")).to_contain_text("Faces and hands → Theirs")
    screenshot(page, "template-designer-versions")
    page.keyboard.press("Escape")
    page.goto(f"{designer.opened.server.url}?theme=dark")
    draft = root.locator("[data-source=draft]")
    expect(draft).to_contain_text("Theirs")
    draft.click()
    expect(root.locator(".aw-title").first).to_have_text("Theirs")

    # What the page before did can be undone here, and done again.
    designer.step("kinds")
    designer.preview.wait_until_ready()
    root.focus()
    page.keyboard.press("Control+z")
    expect(root.locator(".aw-t-summary")).to_contain_text("sparkle")
    page.keyboard.press("Control+y")
    expect(root.locator(".aw-t-summary")).not_to_contain_text("sparkle")
    designer.saved()

    # A card of the gallery in dark, beside the page that it makes.
    page.goto(f"{designer.opened.server.url}?theme=dark")
    root.locator("[data-source=gallery]", has_text="Character boxes").click()
    designer.step("kinds")
    designer.preview.wait_until_ready()
    screenshot(page, "template-designer-voila-dark")


def test_in_a_narrow_cell_of_jupyterlab_a_template_is_made_from_nothing(
    open_in: Callable[..., Opened],
    shared_media: Callable[[str], Path],
    screenshot: Callable[[Page, str], Path],
    tmp_path: Path,
) -> None:
    clip = shared_media("bbb_0_30_720p.webm")
    designer = open_designer(open_in, "jupyterlab", clip, tmp_path, width=1100, height=900)
    page, form, root = designer.page, designer.form, designer.root
    root.locator("[data-start=nothing]").click()
    expect(form).to_have_attribute("data-step", "about")
    designer.saved()
    expect(designer.problem("name")).to_have_text("Give the template a name.")

    # F8 goes to what is to mend; letters that are typed are letters, and no commands of the notebook.
    root.focus()
    page.keyboard.press("F8")
    page.keyboard.type("dd xx aa bb")
    expect(form.get_by_label("Name", exact=True)).to_have_value("dd xx aa bb")
    designer.saved()
    expect(page.locator(".jp-Notebook .jp-CodeCell")).to_have_count(1)

    designer.step("categories")
    form.get_by_label("Add categories").fill("ball")
    page.keyboard.press("Enter")
    expect(page.locator('.aw-template-place [data-action="canvas.box"]')).to_be_visible(
        timeout=PREVIEW_TIMEOUT_MS
    )
    # The keys of the page: a key that is another's is told, by name.
    designer.step("hotkeys")
    row = form.locator('.aw-keys-row[data-action="canvas.box"]')
    row.get_by_role("button", name="Add a key").click()
    page.keyboard.press("o")
    expect(row).to_contain_text("O is the key of “Set points”")
    row.get_by_role("button", name="Take O over").click()
    designer.saved()
    root.focus()
    page.keyboard.press("?")
    expect(page.locator(".aw-t-designer .aw-help")).to_contain_text("Publish a version")
    page.keyboard.press("Escape")
    screenshot(page, "template-designer-jupyterlab")
    (told,) = query(tmp_path / "annotations.duckdb", "SELECT count(*) AS n FROM template_drafts")
    assert told["n"] > 0
