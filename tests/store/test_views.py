"""What analysts read: frames, seconds and names beside the ticks."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from animewidgets.annotations import (
    CUT_TIMING,
    Action,
    Annotation,
    Category,
    Edit,
    Group,
    Kind,
    Op,
    Template,
    own_schema,
)
from animewidgets.annotations.schema_apply import apply
from animewidgets.annotations.schema_changes import Drop, Merge
from animewidgets.errors import NotReadOnly, QueryFailed
from animewidgets.timebase import seconds
from animewidgets.timemaps.edits import At, Confirm
from animewidgets.timemaps.steps import MapStep
from tests.store.conftest import VFR_END, VFR_PTS, Desk, create, cut, new_id, shot_tag, sit_down
from tests.timemaps.maps import BD_TO_TV

#: A box that goes from one place to another, and stays there.
TRACK = {
    "kind": "box",
    "keys": [
        {"pts": 104, "shape": {"x": 0, "y": 0, "width": 20, "height": 10}, "interpolation": "linear"},
        {"pts": 250, "shape": {"x": 60, "y": 0, "width": 20, "height": 10}, "interpolation": "hold"},
    ],
}
QUERIES = Path(__file__).resolve().parents[2] / "store" / "queries"


def test_cuts_come_with_the_exact_ordinal_of_a_variable_frame_rate(desk):
    desk.do(*(create(cut(pts)) for pts in reversed(VFR_PTS)))
    cuts = desk.store.rows("cuts", desk.task)
    assert cuts["frame"].tolist() == list(range(10))
    assert cuts["start_pts"].tolist() == VFR_PTS
    assert cuts["seconds"].tolist() == [seconds(pts, Fraction(1, 1000)) for pts in VFR_PTS]


def test_a_task_without_cuts_is_one_shot(desk):
    shots = desk.store.rows("shots", desk.task)
    assert shots[["shot", "start_frame", "end_frame", "start_pts", "end_pts"]].values.tolist() == [
        [0, 0, 10, 21, VFR_END]
    ]


def test_shots_lie_between_the_cuts_and_carry_the_category_of_their_first_frame(desk):
    desk.do(create(cut(104)), create(cut(396)), create(shot_tag(21, "long")), create(shot_tag(396, "insert")))
    shots = desk.store.rows("shots", desk.task)
    assert shots[["start_frame", "end_frame", "start_pts", "end_pts"]].values.tolist() == [
        [0, 2, 21, 104],
        [2, 6, 104, 396],
        [6, 10, 396, 563],
    ]
    assert shots["category_name"].fillna("").tolist() == ["Long", "", "Insert / object"]
    assert shots["frames"].sum() == 10
    assert shots["duration"].sum() == pytest.approx(0.542)


def test_two_cuts_on_one_frame_and_a_cut_on_the_first_frame_make_no_empty_shot(desk):
    desk.do(create(cut(21)), create(cut(104)), create(cut(104)))
    assert desk.store.rows("shots", desk.task)["start_frame"].tolist() == [0, 2]


def test_the_newest_of_two_categories_of_a_shot_counts(desk):
    desk.do(create(shot_tag(21, "long")))
    desk.do(create(shot_tag(21, "close-up")), person="kuroko")
    shots = desk.store.rows("shots", desk.task)
    assert shots[["category", "person"]].values.tolist() == [["close-up", "kuroko"]]


def test_history_shows_what_each_edit_replaced(desk):
    made = cut(104)
    desk.do(create(made))
    moved = replace(made, start_pts=146)
    desk.do(Edit(Op.UPDATE, made.annotation_id, 1, made, moved))
    desk.do(Edit(Op.DELETE, made.annotation_id, 2, moved, None), person="kuroko")
    history = desk.store.rows("history", desk.task)
    columns = ["number", "op", "person", "frame", "frame_before"]
    assert history[columns].astype(object).where(history[columns].notna(), None).values.tolist() == [
        [1, "create", "mikoto", 2, None],
        [2, "update", "mikoto", 3, 2],
        [3, "delete", "kuroko", None, 3],
    ]


def test_contributors_count_active_time_once_per_commit(desk):
    desk.do(create(cut(104)), create(cut(146)), create(cut(250)), active_ms=60_000)
    desk.do(create(cut(396)), active_ms=30_000)
    rows = desk.store.sql("SELECT person, commits, edits, live_annotations, active_minutes FROM contributors")
    assert rows.values.tolist() == [["mikoto", 2, 4, 4, 1.5]]


def test_a_span_that_ends_with_the_release_ends_after_its_last_frame(desk):
    desk.do(create(Annotation(new_id(), Kind.SEGMENT, 104, VFR_END)))
    rows = desk.store.rows("annotations", desk.task)
    assert rows[["frame", "end_frame"]].values.tolist() == [[2, 10]]


def test_an_episode_of_24_minutes_with_400_cuts_in_two_projects(store):
    pts = list(range(0, 34_500 * 1001, 1001))
    for project in ("first", "second"):
        store.ensure_release(
            "bd",
            "ep01 BD",
            time_base=Fraction(1, 24_000),
            pts=pts,
            end_pts=34_500 * 1001,
            frame_rate=Fraction(24_000, 1001),
            width=1920,
            height=1080,
        )
        store.ensure_project(project, CUT_TIMING)
        task = store.ensure_task(project, "bd", CUT_TIMING)
        desk = sit_down(store)
        desk.task = task
        desk.do(*(create(cut(frame * 1001)) for frame in range(80, 32_080, 80)))
    shots = store.sql("SELECT count(*) AS n, sum(frames) AS frames FROM shots WHERE project = 'second'")
    assert shots.values.tolist() == [[401, 34_500]]


def test_the_guide_names_every_table_and_view(store):
    guide = (QUERIES.parent / "README.md").read_text()
    made = store.sql(
        "SELECT table_name FROM duckdb_tables() UNION ALL "
        "SELECT view_name FROM duckdb_views() WHERE NOT internal"
    )
    assert [name for name in made["table_name"] if f"`{name}`" not in guide] == []


@pytest.mark.parametrize("file", sorted(QUERIES.glob("*.sql")), ids=lambda file: file.stem)
def test_every_query_of_the_cookbook_finds_rows(desk, file):
    made = cut(104, comment="which one?", uncertain=True)
    first = desk.do(create(made), create(shot_tag(104, "long")), create(cut(396)), create(cut(438)))
    desk.do(create(shot_tag(396, "insert")), person="kuroko")
    desk.do(first.edits[2].inverse(), action=Action.UNDO, reverts=first.commit_id)
    desk.do(Edit(Op.UPDATE, made.annotation_id, 1, made, replace(made, start_pts=146)))
    lane, line = {"lane": "music"}, {"lane": "subtitles", "source": "ab" * 32, "line": 3}
    desk.do(
        create(Annotation(new_id(), Kind.SEGMENT, 104, VFR_END, category="titles", attributes=lane)),
        create(Annotation(new_id(), Kind.TEXT, 150, 400, attributes=line)),
        create(Annotation(new_id(), Kind.TRACK, 104, VFR_END, category="titles", geometry=TRACK)),
        create(Annotation(new_id(), Kind.AUDIO_EVENT, 110, 300, attributes={"lane": "dialogue"})),
    )
    other = sit_down(desk.store, project="second opinion")
    other.do(create(cut(146)), create(cut(479)), person="kuroko")
    day, night = Category("day", "Day", "#ffffff"), Category("night", "Night", "#000000")
    schema = own_schema([day, night], [Group("time of day", ("day", "night"))])
    tagging = Template("tagging", 1, "Tags", (Kind.TAG,), schema)
    tags = Desk(desk.store, desk.store.ensure_task("default", "release-web", tagging))
    tags.do(*(create(Annotation(new_id(), Kind.TAG, 104, category=one)) for one in ("day", "night")))
    desk.store.units.mark(desk.task, 21, 104, person="kuroko")
    arrange_anew(desk)
    maps = desk.store.time_maps
    log = maps.begin(BD_TO_TV, person="mika")
    maps.save(log, MapStep(new_id(), "edit", "mika", Confirm(At("source", 0))))
    assert not desk.store.sql(file.read_text()).empty


def arrange_anew(desk: Desk) -> None:
    """Two shot scales are merged as somebody proposed, a third is dropped, and the project follows."""
    store, scales = desk.store, CUT_TIMING.categories.schema_id
    merge = store.proposals.propose(
        scales, Merge(("long",), "medium"), person="kuroko", project="default", reason="Nobody can tell"
    )
    store.proposals.vote(merge, "mikoto", 1)
    store.proposals.remark(merge, "mikoto", "True")
    store.proposals.accept(merge, person="mikoto")
    newest = store.schemas.get(scales)
    dropped = apply(newest, Drop("insert"))
    store.schemas.publish(dropped.schema, dropped.links, person="mikoto", base_version=newest.version)
    store.schemas.migrate("default", scales, newest.version + 1, person="mikoto")


def test_old_labels_are_found_by_the_name_that_they_had(desk):
    desk.do(create(cut(104)), create(cut(396)))
    desk.do(create(shot_tag(104, "long")), create(shot_tag(396, "insert")), person="kuroko")
    arrange_anew(desk)
    found = desk.store.sql((QUERIES / "old_labels.sql").read_text())
    assert found[["said", "said_by", "became"]].values.tolist() == [
        ["Long", "kuroko", "Medium"],
        ["Insert / object", "kuroko", "(a person must choose)"],
    ]
    assert desk.store.rows("shots", desk.task)["category_name"].fillna("").tolist() == ["", "Medium", ""]
    # Whoever chooses a category for it finds it in the list no more.
    [left] = [one for one, _ in desk.store.live(desk.task) if "was" in one.attributes]
    desk.do(Edit(Op.UPDATE, left.annotation_id, 2, left, replace(left, category="other")))
    assert desk.store.sql((QUERIES / "labels_waiting_for_a_person.sql").read_text()).empty


def test_the_cookbook_is_not_thin():
    assert len(list(QUERIES.glob("*.sql"))) >= 8


@pytest.mark.parametrize(
    "query",
    [
        "DELETE FROM annotation_versions",
        "INSERT INTO people VALUES ('x', 'x', now())",
        "CREATE TABLE t (i INT)",
        "COPY people TO 'people.csv'",
        "ATTACH 'other.duckdb' AS other",
        "SET threads = 1",
        "EXPLAIN ANALYZE DELETE FROM people",
        "WITH gone AS (SELECT 1) DELETE FROM people",
        "CALL quack_stop('quack:127.0.0.1:1')",
        "CHECKPOINT",
        "BEGIN",
    ],
)
def test_reading_is_all_that_a_query_does_unless_asked(desk, query):
    desk.do(create(cut(104)))
    with pytest.raises(NotReadOnly):
        desk.store.sql(query)
    assert desk.store.sql("SELECT count(*) FROM people").iloc[0, 0] == 1


def test_two_statements_or_half_of_one_are_refused(store):
    with pytest.raises(QueryFailed, match="expected one statement, got 2"):
        store.sql("SELECT 1; DROP TABLE people")
    with pytest.raises(QueryFailed, match="syntax error"):
        store.sql("SELEC 1")
    with pytest.raises(QueryFailed, match="nowhere"):
        store.sql("FROM nowhere")


def test_who_asks_to_write_may(store):
    store.sql("INSERT INTO works VALUES (uuid(), 'Sintel', NULL, 2010, NULL)", write=True)
    assert store.sql("SELECT title, year FROM works").values.tolist() == [["Sintel", 2010]]
    with pytest.raises(QueryFailed, match="onstraint"):
        store.sql("INSERT INTO works VALUES (NULL, 'no id', NULL, 2010, NULL)", write=True)


def test_speaking_time_counts_once_where_events_of_a_speaker_overlap(desk):
    def said(start: int, end: int, lane: str = "dialogue", **more: str) -> Edit:
        return create(Annotation(new_id(), Kind.AUDIO_EVENT, start, end, attributes={"lane": lane, **more}))

    desk.do(
        said(21, 200, speaker="Mikoto"),
        said(50, 90, speaker="Mikoto"),
        said(150, 250, speaker="Mikoto"),
        said(250, 260, speaker="Mikoto"),
        said(400, 500, speaker="Mikoto"),
        said(60, 160, speaker="Kuroko"),
        said(500, 563),
        said(21, 563, lane="music", speaker="a choir"),
    )
    rows = desk.store.sql((QUERIES / "speaking_time.sql").read_text())
    assert rows[["speaker", "events", "seconds", "percent"]].values.tolist() == [
        ["Mikoto", 5, 0.34, 67.5],
        ["Kuroko", 1, 0.1, 19.9],
        ["(nobody named)", 1, 0.06, 12.5],
    ]
