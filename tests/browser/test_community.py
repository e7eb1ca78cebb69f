"""Two people at two kernels arrange a schema together: no label loses what it said."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from animewidgets import Store, open_media
from animewidgets.annotations import (
    Annotation,
    Category,
    CategorySchema,
    Commit,
    Edit,
    Kind,
    Op,
    Template,
)
from animewidgets.datasets.tasks import task_of
from animewidgets.demo.clips import make_clip
from tests.browser.conftest import Opened
from tests.browser.editor_page import EditorPage, query
from tests.browser.harness import Server

READY = ".aw-designer .aw-cat-bar"
#: Others are asked for what they did every four seconds; a busy kernel takes its time.
POLL_MS = 40_000

FIGURES = CategorySchema(
    "figures",
    1,
    (
        Category("body", "Body", "#e69f00", "1"),
        Category("hand", "Hand", "#56b4e9", "2", parent="body"),
        Category("paw", "Paw", "#009e73", parent="body"),
        Category("prop", "Prop", "#d55e00", "3"),
    ),
)
SCRIPT = "<img src=x onerror='window.hacked=1'>"
#: How many frames are labelled by each.
LABELS = {"hand": 4, "paw": 3, "prop": 2}

pytestmark = pytest.mark.slow


class CommunityPage(EditorPage):
    """The category designer, and its tabs of versions and proposals."""

    @property
    def root(self) -> Locator:
        """The designer's root, which carries the version as ``data-version``."""
        return self.page.locator(".aw-designer").nth(self.number)

    def dialog(self) -> Locator:
        """The dialog that is open."""
        return self.root.locator(".aw-dialog")

    def propose_from_tree(self, item: str, *categories: str) -> None:
        """Select categories, the last one with a right click, and choose from the menu."""
        rows = [self.root.locator(f'.aw-cat-row[data-category="{one}"]:not([hidden])') for one in categories]
        for n, row in enumerate(rows):
            row.click(modifiers=["Control"] if n else [])
        rows[-1].click(button="right")
        self.root.get_by_role("menu").locator(".aw-menu-item").filter(has_text=item).first.click()
        expect(self.dialog()).to_be_visible()

    def publish(self, note: str) -> None:
        """Publish the draft, by keys."""
        version = int(self.root.get_attribute("data-version") or 0)
        self.root.locator(".aw-cat-rows").focus()
        self.press("Alt+Shift+P")
        expect(self.dialog()).to_be_visible()
        self.page.keyboard.insert_text(note)
        self.press("Control+Enter")
        expect(self.root).to_have_attribute("data-version", str(version + 1), timeout=POLL_MS)

    def tab(self, name: str) -> None:
        self.root.locator(f'[data-tab="{name}"]').click()
        expect(self.root.locator(f'[data-tab="{name}"]')).to_have_attribute("aria-selected", "true")

    def proposal(self, words: str) -> Locator:
        """The proposal that says something, unfolded."""
        found = self.root.locator(".aw-proposal").filter(has=self.page.get_by_text(re.compile(words)))
        expect(found).to_be_visible(timeout=POLL_MS)
        head = found.locator(".aw-proposal-head")
        if head.get_attribute("aria-expanded") == "true":
            head.focus()
        else:
            head.click()
        expect(found).to_have_attribute("data-current", "")
        return found

    def pick(self, label: str, name: str) -> None:
        """Find a category in a field of the form."""
        field = self.dialog().locator(".aw-pick").filter(has_text=label).locator("input")
        field.fill(name)
        field.press("Enter")

    def lines(self) -> list[str]:
        """What the difference says, line by line."""
        block = self.root.locator(".aw-diff-block")
        expect(block.first).to_be_visible()
        told = block.evaluate_all("all => all.map(one => [Number(one.dataset.at), one.ariaLabel])")
        return [re.sub("[\u2068\u2069]", "", words) for _, words in sorted(told)]

    def said(self, text: str) -> None:
        """Until the line below says it."""
        expect(self.root.locator(".aw-said")).to_contain_text(text, timeout=POLL_MS)


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    """Sixty frames."""
    path = tmp_path / "ep01.mp4"
    make_clip(path, frames=60, gop=25)
    return path


@pytest.fixture
def sit_down(
    serve: Callable[..., Server], new_page: Callable[..., Page], tmp_path: Path, clip: Path
) -> Callable[..., CommunityPage]:
    """``sit_down("mei")``: the page of that person, from a kernel of their own, on the common store."""
    source = (
        "from animewidgets import CategoryDesigner\n"
        "from animewidgets.annotations import Category, CategorySchema\n"
        f"first = {FIGURES!r}\n"
        f"designer = CategoryDesigner(first, project='faces', media=[{str(clip)!r}])\n"
        "designer"
    )
    source = re.sub(r", _by_id=\{.*?\}\)", ")", source)

    def start(person: str, host: str = "voila", theme: str = "") -> CommunityPage:
        env = {
            "ANIMEWIDGETS_STORE": str(tmp_path / "annotations.duckdb"),
            "ANIMEWIDGETS_PERSON": person,
        }
        server = serve(host, source, env)
        if theme:
            server = replace(server, url=f"{server.url}?theme={theme}")
        opened = Opened(server, new_page(1440), READY)
        opened.load()
        return CommunityPage(opened.page)

    return start


def label(store_path: Path, clip: Path, schema: CategorySchema) -> None:
    """``yui`` tags frames, as the canvas does."""
    with Store.open(store_path) as store, open_media(clip) as media:
        task = task_of(store, media, "faces", Template("figures", 1, "Figures", (Kind.TAG,), schema))
        edits: list[Edit] = []
        for category, count in LABELS.items():
            for _ in range(count):
                one = Annotation(
                    str(uuid.uuid4()),
                    Kind.TAG,
                    int(media.index.pts[len(edits)]),
                    category=category,
                    attributes={"scope": "frame"},
                )
                edits.append(Edit(Op.CREATE, one.annotation_id, 0, None, one))
        store.commit(Commit(str(uuid.uuid4()), task, "yui", tuple(edits), tool="canvas"))


def test_a_merge_is_proposed_accepted_and_migrated_and_every_old_label_is_found(
    sit_down: Callable[..., CommunityPage],
    tmp_path: Path,
    clip: Path,
    screenshot: Callable[[Page, str], Path],
):
    store = tmp_path / "annotations.duckdb"
    mei = sit_down("mei")
    mei.publish("The first list")
    with Store.open(store) as opened:
        first = opened.schemas.get("figures")
    label(store, clip, first)

    # Ren may not publish: from the tree of another kernel he proposes, and what he writes is text.
    ren = sit_down("ren", theme="dark")
    ren.propose_from_tree("Propose to merge", "paw", "hand")
    expect(ren.dialog().locator(".aw-propose-words")).to_have_text(re.compile("Merge .*Paw.* into .*Hand"))
    ren.dialog().locator("textarea").fill(f"Nobody tells them apart {SCRIPT}")
    ren.dialog().locator(".aw-main-button").click()
    ren.said("Proposed")

    # Mei sees it without doing anything; she votes and asks, he answers, each at their own page.
    expect(mei.root.locator('[data-tab="proposals"]')).to_have_text("Proposals 1", timeout=POLL_MS)
    mei.tab("proposals")
    merge = mei.proposal("Merge .*Paw")
    expect(merge.locator(".aw-person-text").first).to_contain_text(SCRIPT)
    expect(merge.locator('.aw-usage[data-category="paw"]')).to_contain_text("3 annotations in 1 task")
    expect(merge.locator('.aw-usage[data-category="paw"] img')).to_have_count(3, timeout=POLL_MS)
    mei.press("Alt+Y")
    mei.said("You are for it")
    mei.press("Alt+W")
    mei.page.keyboard.insert_text("Also in the cat episode?")
    mei.press("Control+Enter")
    ren.tab("proposals")
    his = ren.proposal("Merge .*Paw")
    expect(his.locator(".aw-remark")).to_contain_text("Also in the cat episode?", timeout=POLL_MS)
    expect(his.locator(".aw-voters").first).to_have_text("mei")
    his.locator("textarea").fill("There, too.")
    his.locator("textarea").press("Control+Enter")
    expect(his.locator(".aw-remark")).to_have_count(2, timeout=POLL_MS)
    expect(his.locator("[data-action='proposals.accept']")).to_have_count(0)
    ren.press("Alt+Shift+Y")
    ren.said("Only maintainers decide: mei")
    expect(merge.locator(".aw-remark")).to_have_count(2, timeout=POLL_MS)
    screenshot(mei.page, "proposals-voila-light")
    screenshot(ren.page, "proposals-voila-dark")

    # Two of which only one can be: he proposes to remove what she splits.
    ren.press("Alt+B")
    ren.dialog().locator("select").first.select_option("drop")
    ren.pick("Category", "Prop")
    ren.dialog().locator(".aw-main-button").click()
    ren.said("Proposed")
    mei.press("Alt+B")
    mei.dialog().locator("select").first.select_option("split")
    mei.pick("Category", "Prop")
    mei.dialog().locator("textarea").first.fill("Thing in hand\nFurniture")
    expect(mei.dialog().locator(".aw-dialog-why")).to_contain_text("Only one of the two", timeout=POLL_MS)
    mei.dialog().locator(".aw-main-button").click()
    mei.said("Proposed")
    split = mei.proposal("Split .*Prop")
    expect(split.locator(".aw-flag")).to_have_text("collides")

    for words, version in (("Merge .*Paw", 2), ("Split .*Prop", 3)):
        mei.proposal(words)
        mei.press("Alt+Shift+Y")
        expect(mei.dialog()).to_be_visible()
        mei.page.keyboard.press("Control+Enter")
        mei.said(f"version {version} is published")
        expect(mei.root).to_have_attribute("data-version", str(version))
    left = ren.proposal("Remove .*Prop")
    expect(left.locator(".aw-flag")).to_have_text("no longer applies", timeout=POLL_MS)
    ren.press("Alt+Shift+W")
    ren.said("withdrawn")
    ren.root.locator('[data-notice="published"] button').click()
    expect(ren.root).to_have_attribute("data-version", "3")

    # What is different is told; the migration says what it will do, and does that.
    mei.tab("versions")
    mei.root.get_by_label("Compare this version").select_option("1")
    expect(mei.root.locator('.aw-diff-block[data-class="merged"]')).to_be_visible()
    assert mei.lines() == [
        "“Hand” and “Paw” became “Hand”",
        "“Prop” became “Thing in hand” and “Furniture”; a person chooses for each of its annotations",
    ]
    screenshot(mei.page, "versions-voila-light")
    mei.press("Alt+Shift+M")
    expect(mei.dialog()).to_contain_text("Of its 9 annotations in 1 task, 5 get another category.")
    expect(mei.dialog()).to_contain_text("2 of them have none then")
    assert counts(mei.dialog()) == {"Prop": "2", "Paw": "3", "Hand": "4"}
    screenshot(mei.page, "migration-voila-light")
    mei.dialog().locator("[data-run]").click()
    mei.said("5 annotations got another category; 2 of them wait for a person to choose")

    # What was left to a person is chosen by keys: one here, and the other one at the other page.
    mei.dialog().locator(".aw-main-button").click()
    expect(mei.dialog().locator("[data-choice]")).to_have_count(2)
    mei.press("1")
    mei.said("1 annotation became")
    ren.tab("versions")
    expect(ren.root.locator('[data-action="versions.waiting"]')).to_be_visible(timeout=POLL_MS)
    ren.press("Alt+R")
    expect(ren.dialog().locator(".aw-waiting-row:visible")).to_have_count(1, timeout=POLL_MS)
    screenshot(ren.page, "recategorise-voila-dark")
    ren.press("2")
    expect(ren.dialog()).to_contain_text("Every annotation has a category.", timeout=POLL_MS)
    assert ren.page.evaluate("window.hacked") is None

    found = query(
        store,
        "SELECT category_name, category_now_name, count(*) AS n FROM category_history "
        "WHERE tool = 'canvas' GROUP BY ALL ORDER BY ALL",
    )
    assert [tuple(row.values()) for row in found] == [
        ("Hand", "Hand", 4),
        ("Paw", "Hand", 3),
        ("Prop", "Furniture", 1),
        ("Prop", "Thing in hand", 1),
    ]
    people = query(
        store,
        "SELECT tool, person, count(*) AS n FROM annotation_versions GROUP BY ALL ORDER BY ALL",
    )
    assert [tuple(row.values()) for row in people] == [
        ("canvas", "yui", 9),
        ("migration", "mei", 5),
        ("recategorise", "mei", 1),
        ("recategorise", "ren", 1),
    ]
    decided = query(store, "SELECT op, status, person, decided_by, remarks FROM proposals ORDER BY created")
    assert [tuple(row.values()) for row in decided] == [
        ("merge", "accepted", "ren", "mei", 2),
        ("drop", "withdrawn", "ren", "ren", 0),
        ("split", "accepted", "mei", "mei", 0),
    ]


def test_in_jupyterlab_a_draft_is_proposed_as_a_whole_and_published_by_a_maintainer(
    sit_down: Callable[..., CommunityPage], tmp_path: Path, screenshot: Callable[[Page, str], Path]
):
    store = tmp_path / "annotations.duckdb"
    with Store.open(store) as opened:
        opened.schemas.publish(FIGURES, person="mei", base_version=0)
    lab = sit_down("ren", "jupyterlab")
    # While the cell still runs, the notebook may take the focus back.
    expect(lab.page.locator("#jp-main-statusbar")).to_contain_text("Idle", timeout=POLL_MS)
    lab.root.locator('.aw-cat-row[data-category="prop"]').click()
    for keys, name in (("F2", "Thing"), ("Insert", "Sky")):
        lab.press(keys)
        field = lab.root.locator(".aw-cat-input")
        expect(field).to_be_focused()
        lab.page.keyboard.press("Control+A")
        lab.page.keyboard.insert_text(name)
        lab.press("Enter")
        lab.press("Escape")
    expect(lab.root).to_have_attribute("data-save", "saved")
    lab.press("Alt+Shift+P")  # who does not maintain the schema proposes what others publish
    lines = lab.dialog().locator("li")
    expect(lines).to_have_count(int(lab.root.get_attribute("data-changes") or 0))
    expect(lines.first).to_have_text(re.compile("Rename .*Prop.* to .*Thing"))
    screenshot(lab.page, "proposal-of-a-draft-jupyterlab")
    lab.dialog().locator(".aw-main-button").click()
    lab.said("Proposed")
    expect(lab.root.locator('[data-tab="proposals"]')).to_have_text("Proposals 1", timeout=POLL_MS)
    lab.press("Alt+PageDown")
    lab.press("Alt+PageDown")
    lab.proposal("2 changes")
    lab.press("Alt+N")
    lab.said("You are against it")

    with Store.open(store) as opened:
        (proposal,) = opened.proposals.open("figures")
        assert proposal.votes == {"ren": -1}
        opened.proposals.accept(proposal.proposal_id, person="mei")
        names = [one.name for one in opened.schemas.get("figures")]
    assert names == ["Body", "Hand", "Paw", "Thing", "Sky"]
    expect(lab.root.locator('[data-notice="published"]')).to_be_visible(timeout=POLL_MS)


def counts(dialog: Locator) -> dict[str, str]:
    """Annotations by category, as the preview has them."""
    rows = dialog.locator("tbody tr")
    expect(rows.first).to_be_visible()
    told = rows.evaluate_all("all => all.map(row => [...row.cells].map(cell => cell.textContent))")
    return {row[0]: row[2] for row in told if row[2] != "0"}
