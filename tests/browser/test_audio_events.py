"""Sounds on the time axis, as people mark them: dragged, tapped, taken from subtitles, given to speakers."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from animewidgets import Store, TimelineEditor
from animewidgets.annotations import AUDIO_EVENTS, Annotation, Commit, Edit, Kind, Op
from animewidgets.demo import DemoEpisode
from animewidgets.media import open_media
from animewidgets.timebase import rescale
from tests.browser.conftest import Opened, fill_up
from tests.browser.editor_page import AxisPointer, EditorPage, query

SOURCE = """
import os
from animewidgets import Store, TimelineEditor
from animewidgets.annotations import AUDIO_EVENTS
media, subtitles = os.environ["EPISODE"], os.environ["SUBTITLES"]
editor = TimelineEditor(media, store=os.environ["STORE"], template=AUDIO_EVENTS, subtitles=[subtitles])
editor
"""
READY = ".aw-editor [data-state=ready]"
EVENTS = """
SELECT lane, speaker, category, start_pts, end_pts, source, line FROM audio_events ORDER BY start_pts, lane
"""


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store.duckdb"


@pytest.fixture
def labelling(
    open_in: Callable[..., Opened], episode: DemoEpisode, store: Path, tmp_path: Path
) -> Callable[..., EditorPage]:
    def start(host: str = "voila", width: int = 1440, **options: str) -> EditorPage:
        env = {
            "EPISODE": str(episode.bluray),
            "SUBTITLES": str(episode.subtitles[0]),
            "STORE": str(store),
            "ANIMEWIDGETS_CACHE": str(tmp_path / "cache"),
            "ANIMEWIDGETS_PERSON": "mika",
        }
        page = open_in(host, SOURCE, env=env, ready=READY, width=width, height=1000, **options).page
        editor = EditorPage(page)
        editor.focus()
        expect(editor.root.locator(".aw-gutter-lines")).to_be_visible()
        return editor

    return start


@pytest.fixture(scope="module")
def pts(episode: DemoEpisode) -> list[int]:
    with open_media(episode.bluray) as media:
        return [int(one) for one in media.index.pts]


def in_store(store: Path, editor: EditorPage) -> list[dict[str, object]]:
    """The events once all is saved, as another process reads them."""
    editor.wait_for_save("saved")
    return query(store, EVENTS)


def heights(page: Page) -> dict[str, float]:
    """Of the lanes of sounds, by name, in pixels, once what was done is drawn."""
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 50)))")
    return {
        row.locator(".aw-gutter-name").inner_text(): row.evaluate("row => row.getBoundingClientRect().height")
        for row in page.locator(".aw-gutter-events").all()
    }


def name_speaker(editor: EditorPage, name: str, *, typed: str | None = None) -> None:
    """Say who is heard by keys; where ``typed`` is only how the name begins, Tab completes it."""
    editor.press("Alt+h")
    dialog = editor.page.get_by_role("dialog", name="Who is heard")
    expect(dialog).to_be_visible()
    editor.page.keyboard.type(typed or name)
    if typed:
        editor.press("Tab")
    expect(dialog.locator("input")).to_have_value(name)
    editor.press("Enter")
    expect(dialog).to_be_hidden()


@pytest.mark.parametrize("host", ["voila", "jupyterlab"])
def test_sounds_are_dragged_onto_lanes_overlap_in_rows_and_get_speakers(
    labelling: Callable[..., EditorPage], store: Path, pts: list[int], host: str
) -> None:
    editor = labelling(host)
    pointer = AxisPointer(editor, pts)
    assert list(heights(editor.page)) == ["dialogue", "effect", "music", "ambience"]
    alone = heights(editor.page)["dialogue"]
    pointer.look_at(120, pixels=8)

    # Beside the frames: sounds are not bound to them.
    start, end = (pointer.place("events", at, "dialogue") for at in (100.5, 130.25))
    editor.page.keyboard.down("Shift")  # nothing catches on anything
    pointer.drag(start, end)
    editor.page.keyboard.up("Shift")
    name_speaker(editor, "Mikoto")
    # A second one begins where nothing is on the lane, and is dragged into the first.
    start, end = (pointer.place("events", at, "dialogue") for at in (150.5, 120.5))
    editor.page.keyboard.down("Shift")
    pointer.drag(start, end)
    editor.page.keyboard.up("Shift")
    name_speaker(editor, "Kuroko")
    assert heights(editor.page)["dialogue"] > alone
    first, second = in_store(store, editor)
    per_frame = pts[1] - pts[0]
    _, per_pixel = pointer.scale()
    wanted = [(100.5, 130.25, "Mikoto"), (120.5, 150.5, "Kuroko")]
    for row, (begin, finish, speaker) in zip((first, second), wanted, strict=True):
        assert (row["lane"], row["speaker"]) == ("dialogue", speaker)
        assert row["start_pts"] == pytest.approx(pts[0] + begin * per_frame, abs=2 * per_pixel)
        assert row["end_pts"] == pytest.approx(pts[0] + finish * per_frame, abs=2 * per_pixel)
        assert row["start_pts"] not in pts

    # Dragged as a whole to the lane below, and back by undo.
    pointer.place("events", 145, "dialogue")  # in sight, from here to the lane below
    end = pointer.place("events", 145, "music")
    box = editor.root.locator(".aw-gutter-events").first.bounding_box()
    assert box is not None
    pointer.drag((end[0], box["y"] + 0.75 * box["height"]), end)
    assert [row["lane"] for row in in_store(store, editor)] == ["dialogue", "music"]
    assert heights(editor.page)["dialogue"] == alone
    editor.do("undo")
    assert [row["lane"] for row in in_store(store, editor)] == ["dialogue", "dialogue"]
    # Undone to the beginning.
    for _ in range(4):
        editor.do("undo")
    assert in_store(store, editor) == []


def test_an_edge_catches_on_where_the_sound_begins(
    labelling: Callable[..., EditorPage], store: Path, pts: list[int], episode: DemoEpisode
) -> None:
    editor = labelling()
    pointer = AxisPointer(editor, pts)
    train = next(one for one in episode.truth.audio_events if one.name == "train")
    with open_media(episode.bluray) as media:
        start = rescale(train.start, episode.truth.time_base, media.time_base)
        per_second = 1 / media.time_base
    frame = pts.index(start)
    pointer.look_at(frame, pixels=12)
    editor.page.wait_for_timeout(2000)  # the waveform comes
    pointer.drag(
        pointer.place("events", frame + 0.4, "effect"), pointer.place("events", frame + 20.4, "effect")
    )
    (row,) = in_store(store, editor)
    assert abs(int(str(row["start_pts"])) - start) < 0.012 * per_second
    assert int(str(row["start_pts"])) != pts[frame] + round(0.4 * (pts[1] - pts[0]))


def test_a_sound_is_tapped_while_playing_and_at_rest(
    labelling: Callable[..., EditorPage], store: Path, pts: list[int]
) -> None:
    editor = labelling()
    editor.go_to(48)
    editor.press("h")
    expect(editor.root.locator(".aw-status")).to_contain_text("An event begins on dialogue")
    editor.go_to(71)
    editor.press("h")
    (row,) = in_store(store, editor)
    assert (row["start_pts"], row["end_pts"]) == (pts[48], pts[72])  # the frame that is seen belongs to it
    editor.press("1")
    name_speaker(editor, "Mikoto")

    # While it plays: pressed at the start, again at the end; two lanes at once.
    editor.go_to(200)
    editor.press(" ")
    editor.page.wait_for_function("() => Number(document.querySelector('[data-frame]').dataset.frame) > 205")
    editor.press("h")
    editor.page.wait_for_timeout(900)
    editor.press("h")
    editor.press("Alt+Shift+H")
    editor.press(" ")
    rows = in_store(store, editor)
    assert [row["speaker"] for row in rows] == ["Mikoto", "Mikoto"]
    assert [row["category"] for row in rows] == ["speech", None]
    tapped = rows[1]
    seconds = query(store, "SELECT duration FROM audio_events ORDER BY start_pts")[1]["duration"]
    assert pts[203] < int(str(tapped["start_pts"])) < pts[-1]
    assert 0.4 < float(str(seconds)) < 3

    # Its end by a frame, split, merged, another lane, gone.
    editor.press("Escape")
    editor.go_to(60)
    editor.press("y")
    assert [row["end_pts"] for row in in_store(store, editor)][:2] == [pts[60], pts[72]]
    editor.press("Shift+P")
    rows = in_store(store, editor)
    assert (rows[0]["start_pts"], rows[0]["end_pts"]) == (pts[48], pts[72])
    editor.press("Alt+Shift+ArrowDown")
    assert [row["lane"] for row in in_store(store, editor)] == ["effect", "dialogue"]
    editor.go_to(72)
    editor.do("nudgeForward")
    assert in_store(store, editor)[0]["end_pts"] == pts[73]
    editor.do("uncertain")
    editor.press("Shift+Delete")
    assert [row["lane"] for row in in_store(store, editor)] == ["dialogue"]


def test_lines_of_subtitles_become_events_without_their_words(
    labelling: Callable[..., EditorPage],
    store: Path,
    episode: DemoEpisode,
    pts: list[int],
    screenshot: Callable[[Page, str], Path],
) -> None:
    editor = labelling()
    first = episode.truth.subtitles[0]
    with open_media(episode.bluray) as media:
        start = rescale(first.start, episode.truth.time_base, media.time_base)
        editor.go_to(int(media.index.pts.searchsorted(start)) + 2)
    editor.press("Shift+H")
    (row,) = in_store(store, editor)
    assert (row["lane"], row["speaker"], row["line"]) == ("dialogue", first.speaker, 0)
    editor.press("Shift+H")
    assert "has an event already" in editor.say()
    # The others by the menu; the one that is there stays as it is.
    pointer = AxisPointer(editor, pts)
    pointer.choose(pointer.place("lines", 2), "Make audio events of all lines")
    rows = in_store(store, editor)
    assert len(rows) == len(episode.truth.subtitles)
    assert {row["speaker"] for row in rows} == {line.speaker for line in episode.truth.subtitles}
    said = json.dumps(query(store, "SELECT attributes, comment, geometry FROM annotation_versions"))
    assert not [line.text for line in episode.truth.subtitles if line.text in said]
    # All of it is one gesture.
    editor.do("undo")
    assert len(in_store(store, editor)) == 1
    editor.do("redo")

    # The list has them: sorted, searched, chosen.
    editor.root.get_by_role("tab", name="Sounds").click()
    listed = editor.root.locator(".aw-list .aw-sheet .aw-row:not([hidden])")
    expect(listed.first).to_contain_text("dialogue")
    name = episode.truth.subtitles[-1].speaker
    editor.root.get_by_label("Search the list").fill(name)
    own = sum(line.speaker == name for line in episode.truth.subtitles)
    expect(editor.root.locator(".aw-list .aw-count")).to_have_text(f"{own} row{'s' if own != 1 else ''}")
    listed.first.click()
    expect(listed.first).to_have_attribute("aria-selected", "true")
    screenshot(editor.page, "audio-events-list")


def test_lanes_are_added_folded_and_renamed(labelling: Callable[..., EditorPage], store: Path) -> None:
    editor = labelling()
    page = editor.page
    before = heights(page)
    editor.press("Shift+F")
    assert sum(heights(page).values()) < 0.7 * sum(before.values())
    editor.press("Shift+F")
    assert heights(page) == before
    editor.press("Alt+Shift+L")
    dialog = page.get_by_role("dialog", name="New lane of sounds")
    page.keyboard.type("crowd")
    editor.press("Enter")
    expect(dialog).to_be_hidden()
    assert list(heights(page)) == [*before, "crowd"]
    editor.go_to(30)
    editor.press("i")
    editor.go_to(50)
    editor.press("o")
    assert [row["lane"] for row in in_store(store, editor)] == ["crowd"]
    page.get_by_label("Lane crowd: fold, rename, delete").click()
    page.get_by_role("menuitem", name="Rename …").click()
    page.keyboard.type("walla")
    editor.press("Enter")
    assert [row["lane"] for row in in_store(store, editor)] == ["walla"]
    assert list(heights(page)) == [*before, "walla"]


#: What is heard in the picture of the docs: lane, seconds, who, category.
HEARD = (
    ("dialogue", 2.6, 4.4, "Ren", "speech"),
    ("dialogue", 12.2, 14.9, "Ren", "shout"),
    ("effect", 14.0, 16.4, None, "impact"),
    ("effect", 16.3, 17.1, None, "impact"),
    *(("effect", 8 + n / 20, 9.5 + n / 10, None, "impact") for n in range(6)),
    ("music", 3.4, 9.8, None, "score"),
    ("music", 9.3, 13.6, "choir", "song"),
    ("ambience", 0.0, 11.4, "wind", "room"),
    ("ambience", 9.2, 17.9, "crowd", "room"),
)


@pytest.fixture
def half_heard(episode: DemoEpisode, store: Path) -> None:
    """Lines as dialogue, and sounds of every kind."""
    with Store.open(store) as opened:
        editor = TimelineEditor(
            episode.bluray, store=opened, template=AUDIO_EVENTS, subtitles=[episode.subtitles[0]]
        )
        editor.events_from_subtitles()
        made = [
            Annotation(
                str(uuid.uuid4()),
                Kind.AUDIO_EVENT,
                round(start / editor.media.time_base),
                round(end / editor.media.time_base),
                category=category,
                attributes={"lane": lane, "speaker": who} if who else {"lane": lane},
            )
            for lane, start, end, who, category in HEARD
        ]
        edits = tuple(Edit(Op.CREATE, one.annotation_id, 0, after=one) for one in made)
        opened.commit(Commit(str(uuid.uuid4()), editor.task_id, "mika", edits))
        editor.close()


@pytest.mark.slow
@pytest.mark.usefixtures("half_heard")
def test_everything_is_on_one_screen_in_both_themes(
    labelling: Callable[..., EditorPage],
    screenshot: Callable[[Page, str], Path],
) -> None:
    editor = labelling(theme="light")
    page = editor.page
    for theme in ("light", "dark"):
        if theme == "dark":
            page.goto(f"{page.url.split('?')[0]}?theme=dark")
            page.locator(READY).first.wait_for()
        editor.focus()
        if editor.root.locator(".aw-gutter-spectrogram").count() == 0:
            editor.press("Shift+E")
        editor.go_to(75)
        for part in (".aw-status", ".aw-gutter-events >> nth=3", ".aw-screen", ".aw-list"):
            expect(editor.root.locator(part).first).to_be_in_viewport(ratio=0.9)
        fill_up(page)
        screenshot(page, f"audio-events-{theme}")
    # Six at once: four are drawn, the others counted; folded, the lanes take a third.
    tall = sum(heights(page).values())
    editor.press("Shift+F")
    assert sum(heights(page).values()) < tall / 2
