"""Previews: annotations over their frames as pictures and files."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import animewidgets
from animewidgets.annotations import Annotation, Category, CategorySchema, Kind
from animewidgets.annotations.geometry import Box, Interpolation, Key, Track
from animewidgets.errors import FrameOutsideMedia, MalformedMessage, PreviewNotWritten
from animewidgets.media import open_images, open_media
from animewidgets.store import Store
from animewidgets.widgets.frame_canvas import FrameCanvas
from animewidgets.widgets.preview import preview
from tests.analysis.shots.conftest import film as film

RED = CategorySchema("red", 1, (Category("thing", "Thing", "#ff0000"),))
PICTURES = [np.full((90, 160, 3), 40 + 10 * n, np.uint8) for n in range(6)]


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANIMEWIDGETS_CACHE", str(tmp_path / "cache"))


def box(pts: int, x: float = 20, name: str = "one") -> Annotation:
    return Annotation(name, Kind.BOX, pts, category="thing", geometry=Box(x, 30, 60, 40).to_json())


def track(first: int, last: int, end: int) -> Annotation:
    keys = (
        Key(first, Box(10, 20, 40, 40), Interpolation.LINEAR),
        Key(last, Box(90, 20, 40, 40), Interpolation.HOLD),
    )
    geometry = Track(Kind.BOX, keys, end).to_json()
    return Annotation("moves", Kind.TRACK, first, end, category="thing", geometry=geometry)


def red_columns(picture, row: int) -> list[int]:
    return np.flatnonzero((picture[row] == (255, 0, 0)).all(axis=1)).tolist()


@pytest.fixture
def images():
    with open_images(PICTURES) as opened:
        yield opened


def test_frames_are_those_of_which_something_is_said(images):
    shown = preview([box(4), box(1, name="two"), track(2, 5, 6)], images, categories=RED)
    assert shown.frames == (1, 2, 4, 5)
    assert red_columns(shown.picture(4), 50) == [19, 20, 79, 80]
    assert (shown.picture(0) == PICTURES[0]).all()


def test_a_track_is_seen_between_its_keys_and_is_dashed_there(images):
    shown = preview([track(1, 5, 6)], images, categories=RED)
    solid, between = shown.picture(1), shown.picture(3)
    assert red_columns(solid, 19)[:1] == [9]
    assert (between[:, 45:55] != PICTURES[3][:, 45:55]).any()
    along = (between[19:22, 52:88, 0] > 200).any(0)
    assert 0.2 < along.mean() < 0.85


def test_one_frame_is_saved_as_it_is_and_several_as_a_sheet_with_lines_below(images, tmp_path):
    shown = preview([box(0)], images, categories=RED)
    saved = np.asarray(Image.open(shown.save(tmp_path / "one.png")))
    assert (saved == shown.picture(0)).all()
    several = preview([box(0)], images, frames=[0, 1, 2], categories=RED, height=90)
    sheet = np.asarray(Image.open(several.save(tmp_path / "sheet.png", columns=2)))
    assert sheet.shape[1] == 2 * (160 + 8) + 8
    assert (sheet[8:98, 8:168] == several.picture(0)).all()
    assert (sheet[8:98, 176:336] == PICTURES[1]).all()


def test_a_file_for_each_frame_is_named_by_its_number(images, tmp_path):
    preview([], images, frames=[1, 4]).save(tmp_path / "f-{frame}.png")
    assert sorted(path.name for path in tmp_path.glob("*.png")) == ["f-1.png", "f-4.png"]


def test_an_animation_has_the_frames_of_the_span_for_as_long_as_the_media_shows_them(film, tmp_path):
    pts = [0, 40, 90, 130, 230, 270, 310, 350]
    pictures = [np.full((144, 256, 3), 20 * n, np.uint8) for n in range(8)]
    with open_media(film(pictures, pts=pts, crf=1)) as media:
        start = int(media.index.pts[1])
        shown = preview([box(start)], media, categories=RED)
        path = shown.save(tmp_path / "a.webp", span=(1, 5), quality=100)
    animation = Image.open(path)
    assert animation.n_frames == 4
    lengths, reds = [], []
    for n in range(4):
        animation.seek(n)
        animation.load()
        lengths.append(animation.info["duration"])
        reds.append(int(np.asarray(animation.convert("RGB"))[50, 19:21, 0].max()))
    assert lengths == [50, 40, 100, 40]
    assert reds[0] > 200
    assert max(reds[1:]) < 120


def test_an_animation_runs_over_what_is_seen_where_no_span_is_given(images, tmp_path):
    path = preview([track(1, 3, 5)], images, categories=RED).save(tmp_path / "a.webp", quality=100)
    assert Image.open(path).n_frames == 4


def test_the_canvas_previews_what_was_drawn_on_it(film, tmp_path):
    path = film([np.full((144, 256, 3), 60, np.uint8)] * 5, crf=10)
    with Store.open(tmp_path / "s.duckdb") as store:
        canvas = FrameCanvas(path, store=store, categories=RED)
        pts = int(canvas.media.index.pts[2])
        from animewidgets.annotations import Commit, Edit, Op

        made = Annotation(
            "0b0e7c3a-5b7e-4d1c-9f3a-000000000001",
            Kind.BOX,
            pts,
            category="thing",
            geometry=Box(20, 30, 60, 40).to_json(),
        )
        edits = (Edit(Op.CREATE, made.annotation_id, 0, after=made),)
        store.commit(Commit("0b0e7c3a-5b7e-4d1c-9f3a-000000000002", canvas.task_id, "me", edits))
        shown = canvas.preview()
        assert shown.frames == (2,)
        assert red_columns(shown.picture(2), 50) == [19, 20, 79, 80]
        from_rows = preview(canvas.annotations, canvas.media, categories=canvas.categories)
        assert (from_rows.picture(2) == shown.picture(2)).all()
        canvas.close()


def test_a_notebook_gets_no_pixels_unless_they_are_asked_for(images):
    shown = preview([box(0)], images)
    assert not [name for name in dir(shown) if name.startswith("_repr_") and name != "_repr_mimebundle_"]
    assert not hasattr(shown, "_repr_mimebundle_")
    assert "frames 0" in repr(shown)


def all_in(widget):
    """A widget and all that it shows."""
    return [widget, *(one for child in getattr(widget, "children", ()) for one in all_in(child))]


def test_the_state_of_the_gallery_holds_captions_and_no_pixels(images):
    import ipywidgets

    gallery = preview([box(n, name=str(n)) for n in range(6)], images).widget(columns=2, rows=2)
    # Without what other tests left open.
    states = ipywidgets.Widget.get_manager_state(widgets=all_in(gallery))["state"].values()
    text = str(states)
    assert "frame 3" in text
    assert all(len(str(state)) < 4000 for state in states)
    canvases = [state for state in states if state["model_name"] == "CanvasModel"]
    assert canvases
    assert all(not state["state"].get("image_data") for state in canvases)


def test_every_browser_that_connects_is_sent_the_pixels_of_the_page_and_nothing_before(images, monkeypatch):
    import ipycanvas

    sent: list[np.ndarray] = []
    monkeypatch.setattr(ipycanvas.Canvas, "put_image_data", lambda _self, data, _x, _y: sent.append(data))
    shown = preview([box(n, name=str(n)) for n in range(6)], images, categories=RED)
    widget = shown.widget(columns=2, rows=2, height=90)
    assert sent == []
    grid = widget.children[1]
    canvases = [figure.children[0] for figure in grid.children]
    for _browser in range(2):
        for canvas in canvases:
            canvas._handle_frontend_event(canvas, {"event": "client_ready"}, [])
    assert len(sent) == 8
    assert (sent[3][:, :, :3] == shown.picture(3)).all()
    assert (sent[3][:, :, 3] == 255).all()
    assert (sent[7] == sent[3]).all()


def test_the_buttons_turn_the_pages(images):
    widget = preview([], images, frames=range(6)).widget(columns=2, rows=2)
    bar, grid = widget.children
    back, on, place = bar.children
    assert (len(grid.children), back.disabled, on.disabled) == (4, True, False)
    on.click()
    assert place.value == "5–6 of 6 frames"
    assert [figure.children[1].value.split(" ·")[0] for figure in grid.children] == ["frame 4", "frame 5"]
    assert (back.disabled, on.disabled) == (False, True)


@pytest.mark.parametrize(
    ("ask", "error", "says"),
    [
        (lambda m: preview([], m), ValueError, "nothing to show"),
        (lambda m: preview([box(0)]), ValueError, "which media"),
        (lambda m: preview([box(0)], m, frames=[9]), FrameOutsideMedia, "9"),
        (lambda m: preview([box(77)], m), FrameOutsideMedia, "another release"),
        (lambda m: preview([box(0, x=150)], m), MalformedMessage, "another release"),
        (lambda m: preview([box(0)], m, height=3), ValueError, "at least 16"),
        (lambda m: preview([box(0)], m).save("a.gif"), ValueError, "a.gif"),
        (lambda m: preview([box(0)], m).save("a.webp", span=(3, 3)), FrameOutsideMedia, r"\[3, 3\)"),
        (lambda m: preview([box(0)], m).save("a.webp", span=(0, 99)), FrameOutsideMedia, r"\[0, 99\)"),
        (lambda m: preview([box(0)], m).widget(columns=0), ValueError, "1 × 1"),
    ],
)
def test_what_cannot_be_shown_is_refused_with_the_reason(images, ask, error, says):
    with pytest.raises(error, match=says):
        ask(images)


def test_where_nothing_can_be_written_it_says_so_and_leaves_nothing(images, tmp_path):
    shown = preview([box(0)], images)
    with pytest.raises(PreviewNotWritten, match="cannot be written"):
        shown.save(tmp_path / "no such folder" / "a.png")
    assert list(tmp_path.glob("*.png")) == []


@pytest.mark.parametrize("name", ["a.png", "a.webp"])
def test_a_disk_that_fills_up_leaves_the_file_that_was_there(images, tmp_path, monkeypatch, name):
    path = tmp_path / name
    path.write_bytes(b"what was there")

    def full(*_args: object, **_options: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    monkeypatch.setattr(Image.Image, "save", full)
    with pytest.raises(PreviewNotWritten, match="No space left"):
        preview([box(0)], images).save(path, **({"span": (0, 2)} if name.endswith("webp") else {}))
    assert path.read_bytes() == b"what was there"
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".preview")] == []


def test_others_may_read_what_was_saved(images, tmp_path):
    path = preview([box(0)], images).save(tmp_path / "a.png")
    assert path.stat().st_mode & 0o777 == 0o666 & ~_umask()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_it_is_a_public_name():
    assert animewidgets.preview is preview
