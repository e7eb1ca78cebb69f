"""Cuts on their way into the store and out of it."""

from __future__ import annotations

from fractions import Fraction

import pytest

from animewidgets.datasets.cutlist import Cut, CutList
from animewidgets.datasets.tasks import add_cuts, clock_of_release, cuts_in, task_of
from animewidgets.errors import CutOutsideMedia, StoreError, WrongRelease
from animewidgets.media import open_media
from animewidgets.store import Store
from tests.datasets.clocks import constant


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "annotations.duckdb") as opened:
        yield opened


def known(store, clock, release_id="rel-1"):
    from animewidgets.annotations import CUT_TIMING

    store.ensure_release(
        release_id,
        clock.name,
        time_base=clock.time_base,
        pts=clock.pts,
        end_pts=clock.end_pts,
        frame_rate=clock.rate,
        width=64,
        height=64,
    )
    store.ensure_project("p", CUT_TIMING)
    return store.ensure_task("p", release_id, CUT_TIMING)


def test_importing_twice_adds_nothing(store):
    clock = constant(300)
    task = known(store, clock)
    cuts = CutList.of(
        [Cut(24, score=0.5, name="door"), Cut(90, "dissolve", 80, 90), Cut(200)], clock, source="edl"
    )
    first = add_cuts(store, task, cuts, clock, person="mikoto")
    assert (first.made, first.skipped, len(first.receipts)) == (3, 0, 1)
    again = add_cuts(store, task, CutList.of([*cuts, Cut(250)], clock), clock, person="mikoto")
    assert (again.made, again.skipped, len(again.receipts)) == (1, 3, 1)
    assert add_cuts(store, task, cuts, clock, person="mikoto").receipts == ()
    assert list(cuts_in(store, [task], clock)) == [*cuts, Cut(250)]
    rows = store.rows("cuts", task)
    assert list(CutList.of_table(rows, clock)) == [*cuts, Cut(250)]
    assert cuts.weights.tolist() == [0.5, 1.0, 1.0]
    assert rows["source"].tolist() == ["import:edl"] * 3 + ["import:python"]
    assert rows["person"].unique().tolist() == ["mikoto"]


def test_many_cuts_are_several_commits(store):
    clock = constant(5000)
    task = known(store, clock)
    cuts = CutList.of([Cut(n) for n in range(1, 4999, 2)], clock)
    added = add_cuts(store, task, cuts, clock, person="mikoto")
    assert (added.made, [r.number for r in added.receipts]) == (2499, [1, 2, 3])
    assert cuts_in(store, [task], clock).frame.tolist() == cuts.frame.tolist()


def test_cuts_of_another_release_are_refused_as_a_whole(store):
    clock, other = constant(300), constant(300, start=7)
    task = known(store, clock)
    for wrong in (other, constant(400, rate=Fraction(25))):
        with pytest.raises(WrongRelease, match="not of 'BD ep01'"):
            add_cuts(store, task, CutList.of([Cut(24)], wrong), clock, person="mikoto")
    assert len(cuts_in(store, [task], clock)) == 0
    add_cuts(store, task, CutList.of([Cut(24)], clock), clock, person="mikoto")
    with pytest.raises(CutOutsideMedia, match="is no frame of"):
        cuts_in(store, [task], other)


def test_the_clock_of_a_release_without_its_media(store, clip):
    with open_media(clip) as media:
        task = task_of(store, media, "p")
        assert task == task_of(store, media, "p")
        assert store.tasks("p", media.release_id) == [task]
        clock = clock_of_release(store, media.release_id)
        assert clock.pts.tolist() == media.index.pts.tolist()
        assert clock.rate.numerator == 24000
        assert clock.zero == media.index.pts[0]
        assert store.tasks("other", media.release_id) == []
    with pytest.raises(StoreError, match="no release 'rel-9'"):
        clock_of_release(store, "rel-9")
