"""Cuts, shots, segments and lines in the views, by the cases that the editor reads too."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from animewidgets.annotations import (
    AUDIO_EVENTS,
    CUT_TIMING,
    Annotation,
    Kind,
    ReleaseBounds,
    check_annotation,
)
from animewidgets.store import Store
from animewidgets.store._migrate import migrate
from tests.store.conftest import VFR_END, Desk, create, cut, new_id, shot_tag, sit_down

MARKS = json.loads((Path(__file__).resolve().parents[1] / "contract" / "marks.json").read_text())
RELEASE = MARKS["release"]
LINE = {"lane": "subtitles", "source": "ab" * 32}


def read(state: dict) -> Annotation:
    fields = {**state, "kind": Kind(state["kind"])}
    return Annotation(new_id(), **fields)


def cells(rows: pd.DataFrame, columns: list[str]) -> list[list[object]]:
    return rows[columns].astype(object).where(rows[columns].notna(), None).values.tolist()


@pytest.mark.parametrize("case", MARKS["cases"], ids=[case["name"] for case in MARKS["cases"]])
def test_the_views_show_what_the_editor_shows(store, case):
    bounds = ReleaseBounds(RELEASE["name"], np.array(RELEASE["pts"], np.int64), RELEASE["end_pts"])
    annotations = [read(state) for state in case["annotations"]]
    template = AUDIO_EVENTS if case.get("template") == "audio-events" else CUT_TIMING
    for annotation in annotations:
        check_annotation(annotation, template=template, bounds=bounds)
    store.ensure_release(
        "bd",
        RELEASE["name"],
        time_base=Fraction(1, 24_000),
        pts=RELEASE["pts"],
        end_pts=RELEASE["end_pts"],
        frame_rate=Fraction(24_000, 1001),
        width=1280,
        height=720,
    )
    store.ensure_project("default", template)
    desk = Desk(store, store.ensure_task("default", "bd", template))
    if annotations:
        desk.do(*map(create, annotations))
    for view, columns in MARKS["rows"].items():
        shown = cells(store.rows(view, desk.task), columns)
        assert sorted(shown, key=str) == sorted(case.get(view, []), key=str), view


def test_segments_come_with_their_lane_frames_and_seconds(desk):
    lane = {"lane": "music"}
    desk.do(create(Annotation(new_id(), Kind.SEGMENT, 104, VFR_END, category="titles", attributes=lane)))
    rows = desk.store.rows("segments", desk.task)
    columns = ["lane", "start_frame", "end_frame", "frames", "seconds", "duration", "category_name"]
    assert cells(rows, columns) == [["music", 2, 10, 8, 0.104, pytest.approx(0.459), "Titles / card"]]


def test_a_retimed_line_is_seen_from_the_first_frame_that_is_not_before_it(desk):
    times = [(104, 146), (105, 146), (100, 396), (522, VFR_END)]
    for n, (start, end) in enumerate(times):
        desk.do(create(Annotation(new_id(), Kind.TEXT, start, end, attributes={**LINE, "line": n})))
    rows = desk.store.rows("lines", desk.task)
    assert cells(rows.sort_values("line"), ["line", "start_frame", "end_frame", "start_pts"]) == [
        [0, 2, 3, 104],
        [1, 3, 3, 105],
        [2, 2, 6, 100],
        [3, 10, 10, 522],
    ]
    assert set(rows["subtitles"]) == {"ab" * 32}


def test_a_tag_that_only_carries_a_remark_hides_no_category(desk):
    desk.do(create(shot_tag(21, "long")))
    remark = Annotation(new_id(), Kind.TAG, 21, attributes={"scope": "shot"}, comment="why?", uncertain=True)
    desk.do(create(remark), person="kuroko")
    columns = ["category", "person", "comment", "uncertain", "transition_in"]
    assert cells(desk.store.rows("shots", desk.task), columns) == [["long", "mikoto", "why?", True, None]]


def test_attributes_of_another_program_do_not_break_the_views(desk):
    desk.do(
        create(cut(104, attributes={"transition": "dissolve", "from_pts": "early", "until_pts": 1.5e300})),
        create(Annotation(new_id(), Kind.TEXT, 104, 146, attributes={"line": "first"})),
        create(Annotation(new_id(), Kind.SEGMENT, 104, 146)),
    )
    assert cells(desk.store.rows("cuts", desk.task), ["transition", "from_frame"]) == [["dissolve", None]]
    assert cells(desk.store.rows("lines", desk.task), ["line", "lane"]) == [[None, "subtitles"]]
    assert cells(desk.store.rows("segments", desk.task), ["lane"]) == [["segments"]]


def test_cuts_of_a_store_before_transitions_are_hard_ones_afterwards(path, tmp_path):
    with Store.open(path) as store:
        sit_down(store).do(create(cut(104)), create(shot_tag(104, "long")))
    old = tmp_path / "old.duckdb"
    with duckdb.connect(old) as connection:
        migrate(connection, old, upto=2)
        connection.execute(f"ATTACH '{path}' AS new (READ_ONLY)")
        tables = connection.execute(
            "SELECT new.table_name FROM duckdb_tables() AS new SEMI JOIN duckdb_tables() AS old "
            "ON old.table_name = new.table_name AND old.database_name = 'old' "
            "WHERE new.database_name = 'new' AND new.table_name <> 'store_meta'"
        ).fetchall()
        for (table,) in tables:
            known = [name for name, *_ in connection.execute(f"DESCRIBE {table}").fetchall()]
            connection.execute(f"INSERT INTO {table} SELECT {', '.join(known)} FROM new.{table}")
        columns = [name for name, *_ in connection.execute("DESCRIBE cuts").fetchall()]
        assert "transition" not in columns
    with Store.open(old) as store:
        assert store.sql("SELECT frame, transition FROM cuts").values.tolist() == [[2, "cut"]]
        assert cells(store.sql("FROM shots"), ["shot", "transition_in", "category"]) == [
            [0, None, None],
            [1, "cut", "long"],
        ]
        assert store.sql("SELECT * FROM segments UNION ALL BY NAME SELECT * FROM lines").empty
