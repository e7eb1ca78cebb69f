"""Labels made on a TV recording land on the right drawings of somebody else's Blu-ray, through the pages."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from animewidgets.demo import DemoEpisode
from animewidgets.media import open_media
from animewidgets.timemaps import Axis, Outcome, carry_frames, write_patch
from tests.browser.canvas_page import CanvasPage
from tests.browser.conftest import Opened
from tests.browser.editor_page import EditorPage, query
from tests.browser.pairs_page import WORK_TIMEOUT_MS, PairsPage

pytestmark = pytest.mark.slow

LABELS = "SELECT kind, frame, person, source, uncertain, geometry FROM annotations ORDER BY kind, frame"


class Truth:
    """What the demo episode knows of its own frames: which one of the recording is which of the disc."""

    def __init__(self, episode: DemoEpisode) -> None:
        with open_media(episode.bluray) as disc, open_media(episode.tv_recording) as tv:
            self.disc, self.tv = (Axis(one.index.pts, one.index.end_pts) for one in (disc, tv))
            #: As `animewidgets align` would write it: it names its releases.
            self.time_map = replace(
                episode.time_map, source_release=disc.release_id, target_release=tv.release_id
            )
        there = carry_frames(episode.time_map.inverted(), self.tv, self.disc, self.tv.pts)
        on_disc = np.searchsorted(self.disc.pts, there.pts)
        self.on_disc = np.where(there.outcome == Outcome.UNMAPPED, -1, on_disc).tolist()
        roles = {one.role: one for one in episode.time_map.pieces if one.role}
        sponsor, removed = roles["sponsor"].target, roles["removed"].source
        assert sponsor is not None
        assert removed is not None
        self.sponsor = int(np.searchsorted(self.tv.pts, sponsor.start)) + 3
        self.removed = int(np.searchsorted(self.disc.pts, removed.start)) + 3
        starts = [one.ordinal for one in episode.truth.cuts]
        #: Cuts of the disc, with the frames of the recording that show them first.
        self.cuts = {one: self.on_disc.index(one) for one in starts if one in self.on_disc}


def person(
    open_in: Callable[..., Opened], folder: Path, name: str, media: Path, pages: str, theme: str
) -> Opened:
    """A person with a store, a data folder and one release of their own, before some of the pages."""
    names = pages.split()
    calls = ", ".join(f"{one}()" for one in names)
    return open_in(
        "voila",
        f"import ipywidgets\nfrom animewidgets.pages import {', '.join(names)}\n\nipywidgets.VBox([{calls}])",
        env={
            "ANIMEWIDGETS_STORE": str(folder / "annotations.duckdb"),
            "ANIMEWIDGETS_CACHE": str(folder / "cache"),
            "ANIMEWIDGETS_DATA": str(folder / "data"),
            "ANIMEWIDGETS_PERSON": name,
            "ANIMEWIDGETS_PROJECT": "faces",
            "ANIMEWIDGETS_MEDIA": json.dumps([str(media)]),
        },
        ready=".aw-p-desk",
        theme=theme,
        width=1440,
        height=1000,
    )


def box(canvas: CanvasPage, frame: int) -> None:
    """Draw a box on a frame, by the mouse."""
    canvas.focus()
    canvas.go_to(frame)
    canvas.press("b")
    canvas.drag_from((300, 200), (520, 380))


def test_person_b_gets_every_label_on_the_right_drawing_through_the_pages(
    episode: DemoEpisode,
    open_in: Callable[..., Opened],
    screenshot: Callable[[Page, str], Path],
    tmp_path: Path,
) -> None:
    truth = Truth(episode)
    patch = write_patch(truth.time_map)
    a, b = tmp_path / "a", tmp_path / "b"

    # A marks cuts on the recording, boxes and a mask; one label is on the broadcaster's own sponsor card.
    opened = person(open_in, a, "Shirai Kuroko", episode.tv_recording, "annotate shapes pairs", "light")
    editor, canvas, desk = EditorPage(opened.page, 0), CanvasPage(opened.page, 1), PairsPage(opened.page)
    cuts = list(truth.cuts.items())[1:4]
    editor.focus()
    for _, frame in cuts:
        editor.cut_at(frame)
    editor.wait_for_save("saved")
    frames = [cuts[0][1] + 5, cuts[1][1] + 4, truth.sponsor]
    for frame in frames:
        box(canvas, frame)
    canvas.press("m", "Alt+q")
    canvas.go_to(frames[0])
    canvas.drag_from((640, 300), (760, 320))
    canvas.wait_for_save("saved")
    assert len(query(a / "annotations.duckdb", LABELS)) == 7

    # A makes a pairs file of them; the time map that A has goes along.
    desk.tab("give")
    expect(desk.give.locator(".aw-p-facts")).to_contain_text("3 cuts")
    desk.add_map(desk.give, "tv-to-disc.patch.json", patch)
    file = desk.make("faces", tmp_path)
    desk.look_at()
    screenshot(opened.page, "pairs-give-light")

    # B has another store, another folder, and only the disc.
    there = person(open_in, b, "Uiharu Kazari", episode.bluray, "shapes pairs", "dark")
    drawing, taking = CanvasPage(there.page, 0), PairsPage(there.page)
    taking.tab("take")
    taking.open_file(file)
    expect(taking.take).to_contain_text("3 cuts")
    taking.bind()
    assert taking.counts()["unmappable"] == 1
    assert sum(taking.counts().values()) == 7

    # What moved is looked at on B's own frames; a frame too far is taken back; one is accepted.
    frames_there = [truth.on_disc[frame] for frame in frames[:2]]
    taking.find(f"box {frames_there[0]}")
    taking.shown()
    expect(taking.stage).to_have_attribute("data-figures", "1")
    assert taking.frame() == frames_there[0]
    taking.press(".")
    expect(taking.at).to_have_attribute("data-frame", str(frames_there[0] + 1))
    taking.press("Control+z")
    expect(taking.at).to_have_attribute("data-frame", str(frames_there[0]))
    taking.shown()
    taking.look_at()
    screenshot(there.page, "pairs-review-dark")
    taking.press("Enter")
    taking.saved()
    expect(taking.review).to_have_attribute("data-accepted", "1")

    # A reload is a new kernel: the file is open again, and what was decided holds.
    there.reload()
    expect(taking.take).to_have_attribute("data-state", "review", timeout=WORK_TIMEOUT_MS)
    expect(taking.review).to_have_attribute("data-accepted", "1")
    taking.focus()
    for _ in range(6):
        taking.press("Shift+Enter", "n")
    expect(taking.review).to_have_attribute("data-undecided", "0")
    taking.bring_in(6)

    # Every label is on the drawing that A meant, and the broadcaster's own is left out.
    store = b / "annotations.duckdb"
    arrived = query(store, LABELS)
    assert {row["source"] for row in arrived} == {"pairs:faces"}
    assert all(str(row["person"]).startswith("p-") and not row["uncertain"] for row in arrived)
    assert [(row["kind"], row["frame"]) for row in arrived] == [
        *(("box", frame) for frame in sorted(frames_there)),
        *(("cut", frame) for frame, _ in cuts),
        ("mask", frames_there[0]),
    ]
    shapes = [row["geometry"] for row in query(a / "annotations.duckdb", LABELS) if row["kind"] == "mask"]
    assert [row["geometry"] for row in arrived if row["kind"] == "mask"] == shapes
    taking.bring_in(0)
    expect(taking.take.locator(".aw-p-added")).to_contain_text("6 were there already")

    # B labels the shot that was removed for TV, and gives all of it back: A is told that it is nowhere.
    box(drawing, truth.removed)
    drawing.wait_for_save("saved")
    taking.tab("give")
    expect(taking.give.locator(".aw-p-facts")).to_contain_text("3 boxes")
    back = taking.make("back", tmp_path)
    desk.tab("take")
    desk.open_file(back)
    desk.bind()
    assert (desk.counts()["unmappable"], sum(desk.counts().values())) == (1, 7)
    desk.focus()
    desk.press("6")
    expect(desk.verdict).to_contain_text("the other release has no such footage")
    expect(desk.stage).to_contain_text(f"It was on frame {truth.removed}")
