"""Bringing a pairs file in: never twice, never over what is there, never half."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from animewidgets.annotations import Annotation, Category, Kind, own_schema
from animewidgets.datasets.pairs import (
    Bound,
    Imported,
    Pairs,
    bind,
    collect,
    import_pairs,
    open_pairs,
    target_of_pairs,
    write_pairs,
)
from animewidgets.errors import CorruptPairs
from animewidgets.store import Store
from tests.datasets.pairs.people import END, EVERYTHING, Desk, box, new_id, sit_down


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "b" / "annotations.duckdb") as store:
        yield store


def bring(pairs: Pairs, store: Store, **options) -> Imported:
    here = [target_of_pairs(one) for one in pairs.releases.values()]
    return import_pairs(pairs, store, bind(pairs, here), **{"project": "faces", **options})


def test_labels_keep_their_identity_and_their_makers_and_come_only_once(desk: Desk, other: Store) -> None:
    first, second = box(1000), box(2000)
    desk.create([first], "Shirai Kuroko")
    desk.create([second], "Misaka Mikoto")
    with collect(desk.store, "faces") as pairs:
        done = bring(pairs, other)
        assert (done.added, len(done.receipts), done.outcomes[Bound.EXACT]) == (2, 2, 2)
        rows = other.rows("annotations", done.tasks[0])
        assert rows["annotation_id"].map(str).tolist() == [first.annotation_id, second.annotation_id]
        assert rows["source"].tolist() == ["pairs:faces"] * 2
        assert rows["person"].str.fullmatch("p-[0-9a-f]{12}").all()
        assert rows["person"].nunique() == 2
        assert rows["tool"].tolist() == ["pairs"] * 2
        again = bring(pairs, other)
        assert (again.added, again.there, again.receipts) == (0, 2, ())
    assert len(other.rows("history", done.tasks[0])) == 2


def test_back_into_the_store_that_they_came_from_nothing_is_added(desk: Desk) -> None:
    desk.create([box(1000, comment="hm", attributes={"values": {"note": "only here", "mouth": "open"}})])
    with collect(desk.store, "faces") as pairs:
        done = bring(pairs, desk.store)
    assert (done.added, done.there, done.differs) == (0, 1, ())


def test_what_the_store_has_otherwise_stays_and_is_told(desk: Desk, other: Store) -> None:
    moved, deleted, kept = box(1000), box(2000), box(3000)
    desk.create([moved, deleted, kept])
    with collect(desk.store, "faces") as pairs:
        task = bring(pairs, other).tasks[0]
        there = Desk(other, task)
        now = {one.annotation_id: one for one, _ in other.live(task)}
        there.update(now[moved.annotation_id], 1, start_pts=5000)
        there.delete(now[deleted.annotation_id], 1)
        again = bring(pairs, other)
    assert (again.added, again.there) == (0, 1)
    assert {one.annotation_id: one.why for one in again.differs} == {
        moved.annotation_id: "the store has another start_pts",
        deleted.annotation_id: "it was deleted in the store",
    }
    assert there.live()[moved.annotation_id].start_pts == 5000
    assert deleted.annotation_id not in there.live()


def test_later_work_is_added_to_what_came_before(desk: Desk, other: Store) -> None:
    desk.create([box(1000)])
    with collect(desk.store, "faces") as pairs:
        bring(pairs, other)
    desk.create([box(2000)])
    with collect(desk.store, "faces") as pairs:
        done = bring(pairs, other)
    assert (done.added, done.there) == (1, 1)


def test_a_dry_run_tells_and_writes_nothing(desk: Desk, other: Store) -> None:
    desk.create([box(1000)])
    with collect(desk.store, "faces") as pairs:
        done = bring(pairs, other, dry_run=True)
    assert (done.added, done.receipts, done.tasks) == (1, (), ())
    assert other.sql("SELECT count(*) AS n FROM releases")["n"][0] == 0


def test_many_labels_go_in_commits_that_are_not_too_large(desk: Desk, other: Store) -> None:
    many = [box(1000 * (n % 200)) for n in range(2_100)]
    for at in range(0, len(many), 700):
        desk.create(many[at : at + 700])
    with collect(desk.store, "faces") as pairs:
        done = bring(pairs, other)
    assert (done.added, len(done.receipts)) == (2_100, 3)


def test_a_label_that_breaks_a_rule_is_refused_and_the_others_come(desk: Desk, other: Store) -> None:
    good, bad = box(1000), box(2000)
    desk.create([good, bad])
    with collect(desk.store, "faces") as pairs:
        for table in ("annotations", "versions"):
            pairs.connection.execute(
                f"UPDATE {table} SET category = 'gone' WHERE annotation_id = '{bad.annotation_id}'"
            )
        done = bring(pairs, other)
    assert done.added == 1
    assert [one.annotation_id for one in done.refused] == [bad.annotation_id]
    assert "category 'gone' is not in schema" in done.refused[0].why


def test_without_its_template_nothing_is_written(desk: Desk, other: Store) -> None:
    desk.create([box(1000)])
    with collect(desk.store, "faces") as pairs:
        pairs.documents = {name: data for name, data in pairs.documents.items() if "templates" not in name}
        with pytest.raises(CorruptPairs, match="has no template 'everything' version 1"):
            bring(pairs, other)
    assert other.sql("SELECT count(*) AS n FROM tasks")["n"][0] == 0


def test_somebody_elses_name_is_not_mistaken_for_somebody_here(desk: Desk, other: Store) -> None:
    desk.create([box(1000)], "Misaka Mikoto")
    with collect(desk.store, "faces", include=["names"]) as pairs:
        done = bring(pairs, other)
    assert other.rows("annotations", done.tasks[0])["person"].tolist() == ["Misaka Mikoto (pairs:faces)"]


def test_pseudonyms_stay_when_labels_are_passed_on(desk: Desk, other: Store) -> None:
    desk.create([box(1000)])
    with collect(desk.store, "faces") as pairs:
        bring(pairs, other)
        with collect(other, "second hand") as second:
            assert second.head.contributors == pairs.head.contributors


def test_two_templates_and_two_releases_come_as_they_were(desk: Desk, other: Store, tmp_path: Path) -> None:
    schema = own_schema([Category("a-part", "A part", "#123456")])
    parts = replace(EVERYTHING, template_id="parts", kinds=(Kind.SEGMENT,), categories=schema)
    desk.create([box(1000)])
    store = desk.store
    store.close()
    second = sit_down(
        tmp_path / "a" / "annotations.duckdb", "rel-two", name="ep02", template=parts, project="parts"
    )
    with second.store:
        segment = Annotation(new_id(), Kind.SEGMENT, 0, END, "a-part", attributes={"lane": "parts"})
        second.create([segment])
        with collect(second.store, "both") as pairs:
            assert pairs.count("annotations") == 2
            done = bring(pairs, other)
        with collect(second.store, "one", projects=["parts"]) as pairs:
            assert list(pairs.releases) == ["rel-two"]
            assert pairs.count("annotations") == 1
    assert len(done.tasks) == 2
    assert {other.template_of(one).template_id for one in done.tasks} == {"everything", "parts"}


_KILLED = """
import os, signal, sys
from animewidgets.datasets.pairs import bind, import_pairs, open_pairs, target_of_pairs
from animewidgets.store import Store

commit, done = Store.commit, []
def until_killed(store, one):
    receipt = commit(store, one)
    done.append(receipt)
    if len(done) == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return receipt
Store.commit = until_killed
with open_pairs(sys.argv[1]) as pairs, Store.open(sys.argv[2]) as store:
    here = [target_of_pairs(one) for one in pairs.releases.values()]
    import_pairs(pairs, store, bind(pairs, here), project="faces")
"""


def test_an_import_that_was_killed_leaves_whole_commits_and_goes_on_where_it_was(
    desk: Desk, tmp_path: Path
) -> None:
    labels = [box(n // 40 * 1000, comment=f"no. {n}") for n in range(2500)]
    for n in range(0, len(labels), 1000):
        desk.create(labels[n : n + 1000], "Misaka Mikoto")
    path, there = tmp_path / "faces.pairs", tmp_path / "b.duckdb"
    with collect(desk.store, "faces") as pairs:
        write_pairs(pairs, path)
    killed = subprocess.run([sys.executable, "-c", _KILLED, path, there], check=False, timeout=120)
    assert killed.returncode == -signal.SIGKILL
    with Store.open(there) as store, open_pairs(path) as pairs:
        assert store.sql("SELECT count(*) AS n FROM annotation_versions")["n"].tolist() == [2000]
        done = bring(pairs, store)
        assert (done.added, done.there, len(done.receipts)) == (500, 2000, 1)
        rows = store.rows("history", done.tasks[0])
        assert sorted(rows["annotation_id"].map(str)) == sorted(one.annotation_id for one in labels)
