"""Tracks travel: keys, what lies between them, and masks that were drawn on them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from animewidgets.annotations import Annotation, Kind, masks
from animewidgets.annotations.geometry import Box, Interpolation, Key, Track, geometry_of, shape_at
from animewidgets.annotations.masks import Mask
from animewidgets.datasets.pairs import (
    Bound,
    Target,
    bind,
    import_pairs,
    make_pairs,
    open_pairs,
    target_of_pairs,
)
from animewidgets.store import Store
from animewidgets.timemaps import PictureMap
from tests.datasets.pairs.people import Desk, new_id
from tests.datasets.pairs.test_bind import TO_DISC, disc

#: The disc's picture is twice as large, and 40 lines are cut off at the top.
TWICE = PictureMap(2, 2, 0, -40)


def mask(left: int, top: int = 100) -> Mask:
    """Sixty by fifty pixels of something."""
    bitmap = np.zeros((360, 640), dtype=bool)
    bitmap[top : top + 50, left : left + 60] = True
    bitmap[top, left] = False
    return masks.encode(bitmap)


def pixels(shape: object) -> np.ndarray:
    assert isinstance(shape, Mask)
    return np.asarray(masks.decode(shape))


def label(track: Track) -> Annotation:
    return Annotation(
        new_id(), Kind.TRACK, track.keys[0].pts, track.end_pts, "face", geometry=track.to_json()
    )


def moving_box(start: int, end: int, *middle: Key) -> Track:
    keys = (
        Key(start, Box(10, 40, 20, 30), Interpolation.LINEAR),
        *middle,
        Key(end - 1000, Box(210, 140, 20, 30), Interpolation.HOLD, occluded=True),
    )
    return Track(Kind.BOX, keys, end)


def drawn_mask(start: int, end: int) -> Track:
    keys = (
        Key(start, mask(100), Interpolation.HOLD),
        Key(start + 4000, mask(200), Interpolation.HOLD, source="flow", score=0.75),
        Key(start + 8000, None, Interpolation.HOLD),
        Key(start + 12_000, mask(300), Interpolation.HOLD),
    )
    return Track(Kind.MASK, keys, end)


def large() -> Target:
    return disc(1280, 640)


def tracks_of(store: Store, task: str) -> dict[tuple[int, int | None], Track]:
    found = {}
    for one, _ in store.live(task):
        shape = geometry_of(one)
        assert isinstance(shape, Track)
        found[one.start_pts, one.end_pts] = shape
    return found


def test_a_file_gives_tracks_back_as_they_were_with_the_frames_of_their_keys(
    desk: Desk, tmp_path: Path
) -> None:
    made = [label(moving_box(5000, 31_000)), label(drawn_mask(40_000, 60_000))]
    desk.create(made)
    path = make_pairs(tmp_path / "tracks.pairs", desk.store)
    with open_pairs(path) as pairs, Store.open(tmp_path / "b.duckdb") as store:
        binding = bind(pairs, [target_of_pairs(pairs.releases["rel-web"])])
        done = import_pairs(pairs, store, binding, project="tracks")
        assert (done.added, done.refused) == (2, ())
        live = {one.annotation_id: one for one, _ in store.live(done.tasks[0])}
        for one in made:
            assert live[one.annotation_id].geometry == one.geometry
            assert (live[one.annotation_id].start_pts, live[one.annotation_id].end_pts) == (
                one.start_pts,
                one.end_pts,
            )
        # The frame of each key is there, so that its picture can be told, and the last one of each track.
        frames = set(pairs.sql("SELECT pts FROM frames")["pts"])
        assert frames == {5000, 30_000, 40_000, 44_000, 48_000, 52_000, 59_000}
        again = import_pairs(pairs, store, binding, project="tracks")
        assert (again.added, again.there) == (0, 2)


def test_along_a_map_keys_come_to_their_frames_and_shapes_into_the_other_picture(
    desk: Desk, tmp_path: Path
) -> None:
    box, drawn = moving_box(5000, 31_000), drawn_mask(40_000, 60_000)
    desk.create([label(box), label(drawn)])
    path = make_pairs(tmp_path / "tracks.pairs", desk.store)
    with open_pairs(path) as pairs, Store.open(tmp_path / "b.duckdb") as store:
        binding = bind(pairs, [large()], maps=[replace(TO_DISC, picture=TWICE)])
        assert binding.counts[Bound.MOVED] == 2
        done = import_pairs(pairs, store, binding, project="tracks")
        assert (done.added, done.refused, done.differs) == (2, (), ())
        found = tracks_of(store, done.tasks[0])

    def there(tick: int) -> int:
        return 187_500 + tick * 15 // 4

    moved = found[there(5000), there(31_000)]
    assert [key.pts for key in moved.keys] == [there(5000), there(30_000)]
    assert [key.occluded for key in moved.keys] == [False, True]
    # On every frame, and not only on keys, the box is where it was, in the other picture.
    for tick in range(5000, 31_000, 1000):
        was, now = shape_at(box, tick), shape_at(moved, there(tick))
        assert was is not None
        assert now is not None
        assert isinstance(was.shape, Box)
        assert isinstance(now.shape, Box)
        assert (now.shape.x, now.shape.y) == pytest.approx((2 * was.shape.x, 2 * was.shape.y - 40))
        assert (now.shape.width, now.shape.height) == (40, 60)
        assert now.source == was.source

    masked = found[there(40_000), there(60_000)]
    assert [key.pts for key in masked.keys] == [there(tick) for tick in (40_000, 44_000, 48_000, 52_000)]
    assert (masked.keys[1].source, masked.keys[1].score) == ("flow", 0.75)
    assert masked.keys[2].outside
    for key, left in zip(masked.keys, (100, 200, None, 300), strict=True):
        if left is None:
            continue
        seen = pixels(key.shape)
        assert seen.shape == (640, 1280)
        assert seen.sum() == 4 * (60 * 50 - 1)
        rows, columns = np.nonzero(seen)
        assert (rows.min(), rows.max() + 1) == (160, 260)
        assert (columns.min(), columns.max() + 1) == (2 * left, 2 * left + 120)


def test_a_track_over_what_was_removed_becomes_two_whose_masks_are_those_of_their_frames(
    desk: Desk, tmp_path: Path
) -> None:
    """Frames 100 to 119 are not on the disc, and what follows was drawn anew after a card."""
    drawn = Track(
        Kind.MASK,
        (
            Key(90_000, mask(100), Interpolation.HOLD),
            Key(110_000, mask(200), Interpolation.HOLD),  # on a frame that is not there
            Key(125_000, mask(300), Interpolation.HOLD),
        ),
        140_000,
    )
    desk.create([label(drawn)])
    path = make_pairs(tmp_path / "tracks.pairs", desk.store)
    with open_pairs(path) as pairs, Store.open(tmp_path / "b.duckdb") as store:
        binding = bind(pairs, [disc()], maps=[TO_DISC])
        assert binding.counts[Bound.REVIEW] == 1
        done = import_pairs(pairs, store, binding, project="tracks")
        assert (done.added, done.refused) == (2, ())
        assert all(one.uncertain for one, _ in store.live(done.tasks[0]))
        found = tracks_of(store, done.tasks[0])
        again = import_pairs(pairs, store, binding, project="tracks")
        assert (again.added, again.there) == (0, 2)
    first, second = found[525_000, 562_500], found[600_000, 675_000]
    assert [key.pts for key in first.keys] == [525_000]
    assert np.array_equal(pixels(first.keys[0].shape), pixels(mask(100)))
    # The second one begins with what the track showed by then, although that key's frame is gone.
    assert [key.pts for key in second.keys] == [600_000, 618_750]
    assert np.array_equal(pixels(second.keys[0].shape), pixels(mask(200)))
    assert np.array_equal(pixels(second.keys[1].shape), pixels(mask(300)))
