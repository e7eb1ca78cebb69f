"""Units that are done: who said so, what was overruled, and what is within a unit."""

from __future__ import annotations

from animewidgets.annotations import Annotation, Kind

from .conftest import VFR_END, Desk, create, cut, new_id, shot_tag


def test_a_unit_is_done_until_it_is_taken_back_and_every_mark_stays(desk: Desk):
    units = desk.store.units
    units.mark(desk.task, 21, 250, person="mikoto", overruled=[{"rule": "count", "level": "warning"}])
    units.mark(desk.task, 21, 250, person="kuroko")
    units.mark(desk.task, 250, VFR_END, person="mikoto", active_ms=4000)
    units.mark(desk.task, 21, 250, person="kuroko", done=False)
    assert [(one.start_pts, one.end_pts, one.person) for one in units.done(desk.task)] == [
        (21, 250, "mikoto"),
        (250, VFR_END, "mikoto"),
    ]
    table = units.table()
    assert table.start_frame.tolist() == [0, 5]
    assert table.end_frame.tolist() == [5, 10]
    assert table.overruled.tolist()[0] == '[{"rule": "count", "level": "warning"}]'
    assert len(desk.store.sql("SELECT * FROM unit_marks")) == 4


def test_a_mark_tells_what_its_person_had_seen(desk: Desk):
    desk.do(create(cut(62)))
    desk.do(create(cut(250)))
    desk.store.units.mark(desk.task, 21, 250, person="mikoto")
    assert desk.store.sql("SELECT number FROM units_done").number.tolist() == [2]


def test_of_a_task_that_is_not_there_nothing_is_written(desk: Desk):
    desk.store.units.mark(new_id(), 21, 250, person="mikoto")
    assert desk.store.units.table().empty


def test_within_a_unit_is_what_shares_a_moment_with_it(desk: Desk):
    segment = Annotation(new_id(), Kind.SEGMENT, 62, 250, attributes={"lane": "parts"})
    before, within, after, tag = cut(62), cut(187), cut(250), shot_tag(21, "long")
    desk.do(*(create(one) for one in (segment, before, within, after, tag)))
    found = desk.store.units.annotations(desk.task, 146, 250)
    assert {one.annotation_id for one in found} == {
        segment.annotation_id,
        within.annotation_id,
        tag.annotation_id,  # how far it reaches, the cuts tell
    }
