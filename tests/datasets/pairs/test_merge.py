"""Two people go on from one file: what changed is told, and comes together by identity and version."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from animewidgets.annotations import Annotation
from animewidgets.datasets.pairs import Pairs, collect, diff_pairs, merge_pairs, open_pairs, write_pairs
from animewidgets.errors import PairsConflict
from tests.datasets.pairs.people import Desk, box, sit_down

Work = Callable[[Desk, Annotation, Annotation], None]


def two(tmp_path: Path, ours: Work, theirs: Work) -> tuple[Pairs, Pairs, Annotation, Annotation]:
    """Files of two stores that both began with the same two boxes."""
    first, second = box(1000), box(2000)
    made = []
    for name, work in (("ours", ours), ("theirs", theirs)):
        desk = sit_down(tmp_path / name / "a.duckdb")
        with desk.store:
            desk.create([first, second])
            work(desk, first, second)
            made.append(collect(desk.store, name))
    return made[0], made[1], first, second


def nothing(_desk: Desk, _first: Annotation, _second: Annotation) -> None:
    pass


def test_the_same_is_the_same(tmp_path: Path) -> None:
    ours, theirs, *_ = two(tmp_path, nothing, nothing)
    with ours, theirs:
        assert diff_pairs(ours, theirs).lines() == ["nothing changed"]
        with merge_pairs(ours, theirs, name="both") as both:
            assert (both.count("annotations"), both.count("versions")) == (2, 2)


def test_each_went_on_with_another_label_and_both_count(tmp_path: Path) -> None:
    def ours_did(desk: Desk, first: Annotation, _second: Annotation) -> None:
        desk.update(first, 1, start_pts=5000)
        desk.create([box(7000)])

    def theirs_did(desk: Desk, _first: Annotation, second: Annotation) -> None:
        desk.delete(second, 1)
        desk.create([box(8000), box(9000)])

    ours, theirs, first, second = two(tmp_path, ours_did, theirs_did)
    with ours, theirs:
        difference = diff_pairs(ours, theirs)
        assert {(one.what, one.annotation_id, one.fields) for one in difference.changes if one.fields} == {
            ("changed", first.annotation_id, ("start_pts",))
        }
        assert difference.lines()[0] == "2 labels added, 2 labels removed, 1 labels changed"
        with merge_pairs(ours, theirs, name="both") as both:
            write_pairs(both, tmp_path / "both.pairs")
    with open_pairs(tmp_path / "both.pairs") as both:  # which checks that all of it goes together
        rows = both.sql("SELECT annotation_id, start_pts, version FROM annotations ORDER BY start_pts")
        assert rows["start_pts"].tolist() == [5000, 7000, 8000, 9000]
        assert rows["version"].tolist() == [2, 1, 1, 1]
        assert second.annotation_id not in rows["annotation_id"].tolist()
        assert both.head.name == "both"
        assert sum(one.annotations for one in both.head.contributors) == 4


def test_where_both_went_on_with_one_label_somebody_has_to_say(tmp_path: Path) -> None:
    def ours_did(desk: Desk, first: Annotation, _second: Annotation) -> None:
        desk.update(desk.update(first, 1, start_pts=5000), 2, start_pts=6000)

    def theirs_did(desk: Desk, first: Annotation, _second: Annotation) -> None:
        desk.update(first, 1, start_pts=9000)

    ours, theirs, first, _ = two(tmp_path, ours_did, theirs_did)
    with ours, theirs:
        with pytest.raises(PairsConflict, match="1 annotations went different ways: say whose") as caught:
            merge_pairs(ours, theirs, name="both")
        assert caught.value.data["conflicts"] == [
            f"{first.annotation_id} from version 2 on (ours has 3, theirs 2)"
        ]
        for prefer, start in (("ours", 6000), ("theirs", 9000)):
            with merge_pairs(ours, theirs, name="both", prefer=prefer) as both:  # type: ignore[arg-type]
                write_pairs(both, tmp_path / "both.pairs")
            with open_pairs(tmp_path / "both.pairs") as both:
                starts = both.sql("SELECT max(start_pts) AS pts FROM annotations")["pts"]
                assert starts.tolist() == [start]


def test_who_went_on_alone_is_followed_whichever_side_it_is(tmp_path: Path) -> None:
    ours, theirs, *_ = two(
        tmp_path, nothing, lambda desk, first, _: desk.update(first, 1, start_pts=4000) and None
    )
    with ours, theirs:
        for one, other in ((ours, theirs), (theirs, ours)):
            with merge_pairs(one, other, name="both") as both:
                starts = both.sql("SELECT start_pts FROM annotations ORDER BY 1")["start_pts"]
                assert starts.tolist() == [2000, 4000]


def test_hashes_of_frames_come_through_to_the_last_bit(tmp_path: Path) -> None:
    ours, theirs, *_ = two(tmp_path, nothing, nothing)
    with ours, theirs:
        exact = 2**64 - 3
        theirs.connection.execute(f"UPDATE frames SET hash = {exact} WHERE pts = 1000")
        with merge_pairs(ours, theirs, name="both") as both:
            found = both.connection.execute("SELECT pts, hash FROM frames ORDER BY pts").fetchall()
        assert found == [(1000, exact), (2000, None)]


def test_other_frames_or_another_licence_do_not_go_together(tmp_path: Path) -> None:
    ours, theirs, *_ = two(tmp_path, nothing, nothing)
    with ours, theirs:
        theirs.connection.execute("UPDATE releases SET end_pts = end_pts + 1")
        with pytest.raises(PairsConflict, match="1 releases have other frames: rel-web"):
            merge_pairs(ours, theirs, name="both")
    desk = sit_down(tmp_path / "third.duckdb")
    with desk.store:
        desk.create([box(0)])
        with collect(desk.store, "a", licence="CC0-1.0") as one, collect(desk.store, "b") as other:
            with pytest.raises(PairsConflict, match=r"different licences, 'CC0-1\.0' and ''"):
                merge_pairs(one, other, name="both")
            with merge_pairs(one, other, name="both", licence="CC0-1.0") as both:
                assert both.head.licence == "CC0-1.0"
