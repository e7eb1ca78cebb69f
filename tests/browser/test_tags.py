"""Tags, attributes and key points with real keys on a real clip: what the store has is what was meant."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from animewidgets import Store, open_media
from animewidgets.annotations import CUT_TIMING, Annotation, Commit, Edit, Kind, Op
from animewidgets.datasets.tasks import task_of
from tests.browser.canvas_page import CanvasPage
from tests.browser.conftest import Opened
from tests.browser.editor_page import query

READY = ".aw-editor [data-state=ready]"
FRAME = 100
CUTS = (60, 180)

SOURCE = """
from animewidgets import FrameCanvas
from animewidgets.annotations import Attribute, Category, Group, Skeleton, own_schema

weather = Attribute("weather", "choice", choices=("sun", "rain", "snow"), required=True)
people = Attribute("people", "number", unit="people", minimum=0, maximum=50)
note = Attribute("note")
begins = Attribute("light changes at", "time")
arm = Skeleton(
    ("left hand", "left elbow", "neck", "right elbow", "right hand"),
    (("left hand", "left elbow"), ("left elbow", "neck"), ("neck", "right elbow"),
     ("right elbow", "right hand")),
    (("left hand", "right hand"), ("left elbow", "right elbow")),
)
schema = own_schema(
    [
        Category("day", "Day", "#f0e442", "1", attributes=(weather, people, note, begins)),
        Category("night", "Night", "#4477aa", "2", attributes=(weather,)),
        Category("indoors", "Indoors", "#e69f00", "3", description="Under a roof"),
        Category("arms", "Arms", "#cc79a7", "4", skeleton=arm,
                 attributes=(Attribute("crossed", "flag"),)),
        Category("eye", "Eye", "#009e73", "5"),
    ],
    [Group("time of day", ("day", "night"))],
)
canvas = FrameCanvas(CLIP, project="tags", categories=schema, frame=FRAME)
canvas
"""

pytestmark = pytest.mark.slow


@dataclass
class Tagged:
    """An open canvas and the store behind it."""

    opened: Opened
    store: Path

    @property
    def page(self) -> Page:
        return self.opened.page

    @property
    def canvas(self) -> CanvasPage:
        return CanvasPage(self.page)

    def tags(self) -> list[tuple[object, ...]]:
        """Scope, category and frames of each live tag, read by another process once all is saved."""
        self.canvas.wait_for_save("saved")
        rows = query(
            self.store,
            "SELECT scope, category, start_frame, end_frame FROM tags ORDER BY start_frame, scope, category",
        )
        return [tuple(row.values()) for row in rows]

    def values(self) -> dict[str, object]:
        """What is said by attributes, of whatever it is said."""
        self.canvas.wait_for_save("saved")
        rows = query(
            self.store, "SELECT name, coalesce(said_frame::VARCHAR, said) AS said FROM attribute_values"
        )
        return {str(row["name"]): row["said"] for row in rows}

    def key_points(self) -> list[list[dict[str, object] | None]]:
        """The points of each live point annotation, in the order in which they were made."""
        self.canvas.wait_for_save("saved")
        rows = query(self.store, "SELECT geometry FROM annotations WHERE kind = 'point' ORDER BY number")
        return [
            (json.loads(row["geometry"]) if isinstance(row["geometry"], str) else row["geometry"])["points"]  # type: ignore[index]
            for row in rows
        ]

    def chip(self, category: str) -> Locator:
        return self.canvas.root.locator(f"[data-tag={category}]")

    def attribute(self, name: str) -> Locator:
        return self.canvas.root.locator(f'[data-attribute="{name}"]')

    def said(self, text: str) -> None:
        expect(self.canvas.root.locator(".aw-said")).to_contain_text(text)

    def go_to(self, frame: int) -> None:
        self.canvas.press("g")
        self.page.keyboard.type(str(frame))
        self.canvas.press("Enter")
        expect(self.canvas.screen).to_have_attribute("data-frame", str(frame))


@pytest.fixture
def tagged(
    request: pytest.FixtureRequest,
    open_in: Callable[..., Opened],
    shared_media: Callable[[str], Path],
    tmp_path: Path,
) -> Tagged:
    clip = shared_media("bbb_0_30_720p.webm")
    store = tmp_path / "annotations.duckdb"
    with Store.open(store) as made, open_media(clip) as media:
        task = task_of(made, media, "tags", CUT_TIMING)
        cuts = [
            Annotation(f"00000000-0000-4000-8000-{n:012}", Kind.CUT, int(media.index.pts[n])) for n in CUTS
        ]
        edits = tuple(Edit(Op.CREATE, one.annotation_id, 0, None, one) for one in cuts)
        made.commit(Commit("00000000-0000-4000-8000-00000000000a", task, "mika", edits))
    opened = open_in(
        "voila",
        f"CLIP, FRAME = {str(clip)!r}, {FRAME}\n{SOURCE}",
        env={
            "ANIMEWIDGETS_STORE": str(store),
            "ANIMEWIDGETS_CACHE": str(tmp_path / "cache"),
            "ANIMEWIDGETS_PERSON": "mika",
        },
        ready=READY,
        width=getattr(request, "param", 1280),
    )
    tagged = Tagged(opened, store)
    tagged.canvas.focus()
    tagged.canvas.wait_until_ready()
    return tagged


def test_tags_are_set_by_one_key_and_of_an_exclusive_group_one_holds(tagged: Tagged) -> None:
    canvas, page = tagged.canvas, tagged.page

    # One key tags the frame, another one of the same group takes its place, the same one takes it away.
    canvas.press("i", "1", "3")
    expect(tagged.chip("day")).to_have_attribute("aria-pressed", "true")
    assert tagged.tags() == [("frame", "day", 100, 101), ("frame", "indoors", 100, 101)]
    canvas.press("2")
    assert tagged.tags() == [("frame", "indoors", 100, 101), ("frame", "night", 100, 101)]
    expect(tagged.chip("day")).to_have_attribute("aria-pressed", "false")
    canvas.press("Control+z")
    assert tagged.tags() == [("frame", "day", 100, 101), ("frame", "indoors", 100, 101)]
    canvas.press("3")
    assert tagged.tags() == [("frame", "day", 100, 101)]

    # A span from here to there; another one of the group cuts into it. One undo takes that back.
    canvas.press("Control+z", "Control+z", "Control+z")
    assert tagged.tags() == []
    canvas.press("1", "1")  # the label at hand
    canvas.press("Shift+I")
    for _ in range(3):
        canvas.press("Shift+ArrowRight")
    canvas.press("Shift+I")
    assert tagged.tags() == [("span", "day", 100, 131)]
    tagged.go_to(110)
    canvas.press("2", "2", "Shift+I", "Shift+ArrowRight", "Shift+I")
    assert tagged.tags() == [
        ("span", "day", 100, 110),
        ("span", "night", 110, 121),
        ("span", "day", 121, 131),
    ]
    canvas.press("Control+z", "Control+z")
    assert tagged.tags() == [
        ("span", "day", 100, 131),
    ]

    # The shot around the frame, by the cuts that somebody marked in the project.
    canvas.press("3", "3", "Alt+t")
    assert tagged.tags() == [("shot", "indoors", 60, 180), ("span", "day", 100, 131)]
    canvas.press("3")
    tagged.said("Indoors holds here already")
    canvas.press("Delete")
    assert tagged.tags() == [("span", "day", 100, 131)]

    # Whatever the tool; and what holds on the frame is there after a reload.
    canvas.press("r", "Alt+Shift+3")
    assert tagged.tags()[1:] == [("frame", "indoors", 110, 111)]
    tagged.opened.reload()
    canvas.focus()
    tagged.go_to(110)
    canvas.press("i")
    expect(tagged.chip("indoors")).to_have_attribute("aria-pressed", "true")
    expect(tagged.chip("day").locator(".aw-tag-scopes")).to_have_text("▬")
    expect(page.locator(".aw-tag-row")).to_have_count(2)


def test_labels_that_stay_on_come_along_from_frame_to_frame_and_undo_does_not_bring_them_back(
    tagged: Tagged,
) -> None:
    canvas = tagged.canvas
    canvas.press("i", "1", "Alt+j")
    canvas.press("ArrowRight", "ArrowRight", "3", "ArrowRight")
    assert tagged.tags() == [
        ("frame", "day", 100, 101),
        ("frame", "day", 101, 102),
        ("frame", "day", 102, 103),
        ("frame", "indoors", 102, 103),
        ("frame", "day", 103, 104),
        ("frame", "indoors", 103, 104),
    ]
    # Night takes the place of day from here on; a frame that says otherwise already stays as it is.
    canvas.press("2", "ArrowLeft", "ArrowRight")
    assert tagged.tags()[4:] == [("frame", "indoors", 103, 104), ("frame", "night", 103, 104)]
    canvas.press("Control+z", "Control+z")
    assert tagged.tags()[2:] == [("frame", "day", 102, 103), ("frame", "indoors", 102, 103)]
    canvas.press("Alt+j", "ArrowRight", "ArrowRight")
    assert len(tagged.tags()) == 4


@pytest.mark.parametrize("tagged", [860], indirect=True)  # too narrow for the side, which then comes for them
def test_attributes_are_said_by_keyboard_and_each_is_one_step_of_undo(tagged: Tagged) -> None:
    canvas, page = tagged.canvas, tagged.page
    canvas.press("i", "1")
    expect(tagged.attribute("weather")).to_have_attribute("data-missing", "")
    canvas.press("Alt+d")
    canvas.press("ArrowRight", "Enter")  # rain
    canvas.press("Tab", "Tab")
    page.keyboard.type("12")
    canvas.press("Tab")
    page.keyboard.type("wind 風")
    canvas.press("Enter")
    expect(tagged.attribute("weather")).not_to_have_attribute("data-missing", "")
    assert tagged.values() == {"weather": "rain", "people": "12", "note": "wind 風"}

    # A time is a frame that is looked at.
    canvas.press("ArrowRight")
    expect(tagged.attribute("weather")).to_be_hidden()
    canvas.press("ArrowLeft")
    tagged.page.locator(".aw-tag-choose").click()
    tagged.attribute("light changes at").get_by_text("Take this frame").click()
    assert tagged.values()["light changes at"] == "100"

    # What cannot be is refused beside the field; Escape brings back what was said, and the canvas its keys.
    field = tagged.attribute("people").locator("input")
    field.fill("80")
    field.press("Enter")
    expect(tagged.attribute("people").locator("[role=alert]")).to_contain_text("at most 50")
    field.press("Escape")
    expect(field).to_have_value("12")
    canvas.press("Control+z", "Control+z")
    assert tagged.values() == {"weather": "rain", "people": "12"}


def test_several_shapes_are_said_the_same_at_once_and_show_where_they_differ(tagged: Tagged) -> None:
    canvas = tagged.canvas
    canvas.press("r", "1")
    for x in (200, 400):
        canvas.drag_from((x, 200), (x + 100, 300))
    canvas.press("Alt+d", "Enter")  # sun, of the second
    canvas.press("Escape", "s", "Control+a")
    expect(tagged.attribute("weather")).to_have_attribute("data-mixed", "")
    tagged.attribute("weather").get_by_text("snow").click()
    canvas.wait_for_save("saved")
    rows = query(tagged.store, "SELECT said FROM attribute_values")
    assert [row["said"] for row in rows] == ["snow", "snow"]
    canvas.focus()
    canvas.press("2")  # what the other category knows as well stays
    canvas.wait_for_save("saved")
    rows = query(tagged.store, "SELECT category, said FROM attribute_values")
    assert [tuple(row.values()) for row in rows] == [("night", "snow")] * 2


def test_key_points_are_placed_in_the_order_of_the_skeleton(tagged: Tagged) -> None:
    canvas = tagged.canvas
    canvas.press("o", "4")
    places = [(300.0, 400.0), (380.0, 330.0), (460.0, 300.0), (540.0, 330.0), (620.0, 400.0)]
    near = [canvas.near(at) for at in places]
    canvas.click_at(near[0])
    tagged.said("Next: left elbow (2 of 5)")
    canvas.click_at((10, 10))
    canvas.press("Backspace")
    canvas.click_at(near[1])
    canvas.press("Shift+O")
    canvas.press("Alt+x")
    tagged.said("Next: right elbow (4 of 5)")
    canvas.click_at(near[3], button="right")
    tagged.said("Next: right hand (5 of 5)")
    canvas.press("ArrowRight")
    tagged.said("Finish what you are drawing on this frame first")
    canvas.click_at(near[4])
    [points] = tagged.key_points()
    assert [one and one.get("occluded", False) for one in points] == [False, True, None, None, False]
    for n in (0, 1, 4):
        assert points[n] is not None
        assert points[n]["x"] == pytest.approx(near[n][0], abs=0.5)  # type: ignore[index]
        assert points[n]["y"] == pytest.approx(near[n][1], abs=0.5)  # type: ignore[index]

    # One that was left out is filled in later; one that is deleted keeps its place; a drag moves one.
    canvas.page.keyboard.down("Shift")
    canvas.click_at(near[2])
    canvas.page.keyboard.up("Shift")
    assert [one is not None for one in tagged.key_points()[0]] == [True, True, True, False, True]
    canvas.drag_from(near[0], (200.0, 500.0))
    assert tagged.key_points()[0][0]["x"] == pytest.approx(200, abs=1)  # type: ignore[index]
    canvas.click_at(near[2])
    canvas.press("Delete")
    assert [one is not None for one in tagged.key_points()[0]] == [True, True, False, False, True]

    # Another category has no such points, and one with a skeleton takes no others.
    canvas.press("o", "5")
    canvas.click_at((800, 300))
    canvas.press("4")
    tagged.said("Arms has 5 key points")
    # Points of a class as one: each click on the frame joins.
    canvas.press("Shift+P")
    for x in (850, 900):
        canvas.press("o", "5")
        canvas.click_at((x, 300))
    assert [len(points) for points in tagged.key_points()] == [5, 3]
