"""What a canvas is opened on: images, arrays, chosen frames; and what it refuses, in the kernel."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from animewidgets import FrameCanvas
from animewidgets.demo.clips import make_clip
from animewidgets.errors import FrameOutsideMedia, PictureTooLarge, WrongRelease
from animewidgets.media import open_images
from tests.media.test_images import own_cache, picture, png_of_size  # noqa: F401
from tests.widgets.browser_stub import StubbedCanvas
from tests.widgets.test_frame_canvas import BOX


@pytest.fixture
def canvas_on(tmp_path: Path):
    opened: list[StubbedCanvas] = []

    def make(media, **options) -> StubbedCanvas:
        opened.append(StubbedCanvas(media, store=tmp_path / "store.duckdb", **options))
        return opened[-1]

    yield make
    for canvas in opened:
        canvas.close()


def test_images_are_labelled_and_come_back_without_a_path(canvas_on, tmp_path):
    Image.fromarray(picture(1)).save(tmp_path / "one.png")
    canvas = canvas_on([tmp_path / "one.png", picture(2)])
    hello = canvas.hello()
    assert hello["names"] == ["one.png", "array 1"]
    assert hello["browser_can_demux"] is False
    assert str(tmp_path) not in str(hello)
    assert "refused" not in canvas.draw(("box", 1, {**BOX, "height": 20}))
    assert list(canvas.annotations["frame"]) == [1]
    reply, (png,) = canvas.ask(7, "media.pictures", {"ordinals": [1], "height": 0})
    assert reply["result"]["mime"] == "image/png"
    (tmp_path / "sent.png").write_bytes(png)
    assert np.array_equal(np.asarray(Image.open(tmp_path / "sent.png")), picture(2))


def test_each_image_has_its_own_bounds(canvas_on):
    canvas = canvas_on([picture(1, 40, 60), picture(2, 90, 30)])
    _, buffers = canvas.ask(1, "hello")
    assert np.frombuffer(buffers[4], "<i4").tolist() == [60, 40, 30, 90]
    tall = {"x": 5, "y": 50, "width": 20, "height": 40}
    assert "refused" not in canvas.draw(("box", 1, tall))
    said = canvas.draw(("box", 0, tall))["refused"]["error"]["message"]
    assert "outside the picture of 60 × 40 pixels" in said
    assert "refused" in canvas.draw(("box", 1, {"x": 20, "y": 5, "width": 30, "height": 10}))


def test_a_track_goes_over_pictures_of_one_size():
    from animewidgets.annotations import Annotation, Kind, ReleaseBounds
    from animewidgets.annotations.geometry import check_geometry
    from animewidgets.errors import MalformedMessage

    sizes = np.array([[60, 40], [60, 40], [30, 90]], np.int32)
    bounds = ReleaseBounds("three", np.arange(3), 3, 60, 90, sizes)
    shape = {"x": 1, "y": 1, "width": 9, "height": 9}

    def track(*ticks: int) -> Annotation:
        keys = [{"pts": pts, "shape": shape, "interpolation": "hold"} for pts in ticks]
        return Annotation("", Kind.TRACK, ticks[0], 3, geometry={"kind": "box", "keys": keys})

    check_geometry(track(0, 1), "geometry", bounds)
    with pytest.raises(MalformedMessage, match="another size"):
        check_geometry(track(0, 2), "geometry", bounds)


def test_too_large_an_image_is_refused_and_leaves_no_widget(tmp_path):
    huge = png_of_size(tmp_path / "scan.png", 30_000, 30_000)
    with pytest.raises(PictureTooLarge, match="30000 × 30000"):
        FrameCanvas([picture(1), huge], store=tmp_path / "store.duckdb")


def test_chosen_frames_by_ordinal_and_by_key(canvas_on, tmp_path):
    clip = tmp_path / "ep01.mp4"
    make_clip(clip, frames=30, gop=10)
    whole = canvas_on(clip)
    assert "frames" not in whole.hello()
    release, pts = whole.media.release_id, whole.media.index.pts
    canvas = canvas_on(clip, frames=[np.int64(20), 3, (release, int(pts[11])), 3], frame=12)
    assert canvas.hello()["frames"] == [3, 11, 20]
    assert canvas.frame == 11
    with pytest.raises(FrameOutsideMedia, match="no frame 30"):
        canvas_on(clip, frames=[30])
    with pytest.raises(FrameOutsideMedia, match="no frame appears at tick"):
        canvas_on(clip, frames=[(release, int(pts[11]) + 1)])
    with pytest.raises(WrongRelease, match="another release"):
        canvas_on(clip, frames=[("rel-0", 0)])
    with pytest.raises(FrameOutsideMedia, match="not one frame"):
        canvas_on(clip, frames=[])
    with pytest.raises(FrameOutsideMedia, match=r"not 1\.5"):
        canvas_on(clip, frames=[1.5])


def test_what_is_open_already_stays_open(canvas_on):
    with open_images(picture(1)) as images:
        canvas_on(images).close()
        assert images.frame(0).rgb.shape == (40, 60, 3)
