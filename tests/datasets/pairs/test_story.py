"""Labels made on a TV recording land on the right drawings of somebody else's Blu-ray."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from animewidgets.annotations import Annotation, Commit, Edit, Kind, Op, masks
from animewidgets.datasets.pairs import Bound, bind, import_pairs, make_pairs, open_pairs, target_of
from animewidgets.datasets.tasks import task_of
from animewidgets.demo import DemoEpisode
from animewidgets.demo.frame_number import read
from animewidgets.demo.make import OWN_FOOTAGE
from animewidgets.media import Media, open_media
from animewidgets.store import Store
from tests.datasets.pairs.people import EVERYTHING, new_id


@pytest.fixture
def disc(episode: DemoEpisode) -> Iterator[Media]:
    with open_media(episode.bluray) as media:
        yield media


@pytest.fixture
def recording(episode: DemoEpisode) -> Iterator[Media]:
    with open_media(episode.tv_recording) as media:
        yield media


def numbers(media: Media) -> list[int]:
    """What is written on each frame: of the film its ordinal, of the broadcaster's own footage more."""
    return [read(media.frame(n).rgb) for n in range(len(media.index))]


def labelled(episode: DemoEpisode, media: Media, said: list[int]) -> list[Annotation]:
    """Cuts where shots begin, a box on every seventh frame, a mask on every thirtieth."""
    made: list[Annotation] = []
    starts = {cut.ordinal for cut in episode.truth.cuts}
    for ordinal, number in enumerate(said):
        pts = int(media.index.pts[ordinal])
        if number in starts and (ordinal == 0 or said[ordinal - 1] != number):
            made.append(Annotation(new_id(), Kind.CUT, pts))
        if ordinal % 7 == 0:
            shape = {"x": number % 100 + 0.0, "y": 5.0, "width": 40.0, "height": 30.0}
            made.append(Annotation(new_id(), Kind.BOX, pts, category="face", geometry=shape))
        if ordinal % 30 == 0 and number < OWN_FOOTAGE:
            for bitmap in episode.masks(number).values():
                shape = masks.encode(bitmap).to_json()
                made.append(Annotation(new_id(), Kind.MASK, pts, category="hand", geometry=shape))
    return made


def save(store: Store, media: Media, annotations: list[Annotation], person: str) -> str:
    task = task_of(store, media, "faces", EVERYTHING)
    edits = tuple(Edit(Op.CREATE, one.annotation_id, 0, None, one) for one in annotations)
    store.commit(Commit(new_id(), task, person, edits))
    return task


def test_person_b_gets_every_label_on_the_right_drawing_of_the_disc(
    episode: DemoEpisode, disc: Media, recording: Media, tmp_path: Path
) -> None:
    on_tv, on_disc = numbers(recording), numbers(disc)
    assert on_disc == list(range(len(on_disc)))
    made = labelled(episode, recording, on_tv)
    assert {one.kind for one in made} == {Kind.CUT, Kind.BOX, Kind.MASK}
    with Store.open(tmp_path / "a" / "annotations.duckdb") as store:
        save(store, recording, made, "Shirai Kuroko")
        file = make_pairs(tmp_path / "faces.pairs", store, media=[recording])

    with (
        open_pairs(file) as pairs,
        Store.open(tmp_path / "b" / "annotations.duckdb") as store,
    ):
        binding = bind(pairs, [target_of(disc)], maps=[episode.time_map])
        outcomes = dict(zip(binding.rows["annotation_id"], binding.rows["outcome"], strict=True))
        number_of = {one.annotation_id: on_tv[recording.index.ordinal_of(one.start_pts)] for one in made}
        # What the broadcaster put in is on no disc; all else is.
        lost = {name for name, number in number_of.items() if number >= OWN_FOOTAGE}
        assert lost
        assert {name for name, found in outcomes.items() if found == Bound.UNMAPPABLE} == lost

        done = import_pairs(pairs, store, binding, project="faces")
        assert (done.added, done.refused, done.differs) == (len(made) - len(lost), (), ())
        arrived = [one for one, _ in store.live(done.tasks[0])]
        boxes = sorted(
            (one.start_pts, one.geometry["x"]) for one in arrived if one.kind is Kind.BOX and one.geometry
        )
        for start, x in boxes:
            assert disc.index.ordinal_of(start) % 100 == x  # its place tells on which frame it was drawn
        cuts = {disc.index.ordinal_of(one.start_pts) for one in arrived if one.kind is Kind.CUT}
        assert cuts == {number_of[one.annotation_id] for one in made if one.kind is Kind.CUT} - {
            number for number in on_tv if number >= OWN_FOOTAGE
        }
        for one in arrived:
            if one.kind is Kind.MASK:
                there = episode.masks(disc.index.ordinal_of(one.start_pts)).values()
                assert one.geometry in [masks.encode(bitmap).to_json() for bitmap in there]
        # A picture that changed from one edition to the other is marked, so that a person looks.
        doubted = [one for one in arrived if one.uncertain]
        assert len(doubted) <= len(arrived) // 10

        again = import_pairs(pairs, store, binding, project="faces")
        assert (again.added, again.there, again.receipts) == (0, done.added, ())


def test_labels_on_the_shot_that_was_removed_for_tv_are_reported(
    episode: DemoEpisode, disc: Media, recording: Media, tmp_path: Path
) -> None:
    made = labelled(episode, disc, list(range(len(disc.index))))
    with Store.open(tmp_path / "b" / "annotations.duckdb") as store:
        save(store, disc, made, "Uiharu Kazari")
        file = make_pairs(tmp_path / "disc.pairs", store, media=[disc])
    with open_pairs(file) as pairs:
        binding = bind(pairs, [target_of(recording)], maps=[episode.time_map])
    removed = next(one.source for one in episode.time_map.pieces if one.role == "removed")
    assert removed is not None
    expected = {one.annotation_id for one in made if one.start_pts in removed}
    assert expected
    gone = binding.rows["outcome"] == Bound.UNMAPPABLE
    assert set(binding.rows["annotation_id"][gone]) == expected
    assert binding.counts[Bound.UNMAPPABLE] == len(expected)
    moved = binding.rows[~gone]
    on_tv = np.array(numbers(recording))[
        np.searchsorted(recording.index.pts, moved["start_pts"].to_numpy(dtype=np.int64))
    ]
    was = {one.annotation_id: disc.index.ordinal_of(one.start_pts) for one in made}
    assert on_tv.tolist() == [was[name] for name in moved["annotation_id"]]


def test_labels_that_come_back_from_another_release_are_not_there_twice(
    episode: DemoEpisode, disc: Media, recording: Media, tmp_path: Path
) -> None:
    made = labelled(episode, recording, numbers(recording))
    with Store.open(tmp_path / "a.duckdb") as ours, Store.open(tmp_path / "b.duckdb") as theirs:
        task = save(ours, recording, made, "Shirai Kuroko")
        with open_pairs(make_pairs(tmp_path / "there.pairs", ours, media=[recording])) as pairs:
            import_pairs(
                pairs, theirs, bind(pairs, [target_of(disc)], maps=[episode.time_map]), project="faces"
            )
        theirs_alone = Annotation(new_id(), Kind.CUT, int(disc.index.pts[5]))
        save(theirs, disc, [theirs_alone], "Uiharu Kazari")
        with open_pairs(make_pairs(tmp_path / "back.pairs", theirs, media=[disc])) as pairs:
            binding = bind(pairs, [target_of(recording)], maps=[episode.time_map])
            done = import_pairs(pairs, ours, binding, project="faces")
        assert done.added == 1
        assert done.there + len(done.differs) == len(binding.rows) - binding.counts[Bound.UNMAPPABLE] - 1
        assert len(ours.live(task)) == len(made) + 1
