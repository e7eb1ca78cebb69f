"""Migrations with several processes on the store, and with any of them killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from animewidgets.annotations import CategorySchema
from animewidgets.annotations.schema_changes import Drop, Merge, apply_all
from animewidgets.errors import SchemaConflict, SchemaMoved
from animewidgets.store import Store
from animewidgets.store._migrate import migrate
from tests.store.conftest import Desk, create, sit_down
from tests.store.test_schemas import FIRST, tag, template

REPOSITORY = Path(__file__).resolve().parents[2]
MANY = 60_000

MIGRATOR = """
import sys
from animewidgets.store import Store
store = Store.open(sys.argv[1])
store.schemas.newest("weather")
print("ready", store._link.owns, flush=True)
sys.stdin.readline()
print("go", flush=True)
done = store.schemas.migrate("default", "weather", 2, person="aoi")
print("done", done.annotations, flush=True)
"""

ANNOTATOR = """
import sys
from animewidgets.errors import SchemaMoved
from animewidgets.store import Store
from tests.store.conftest import Desk, create
from tests.store.test_schemas import FIRST, tag, template
store = Store.open(sys.argv[1])
desk = Desk(store, store.ensure_task("default", "release-web", template(FIRST)))
print("ready", flush=True)
for _ in range(400):
    one = tag("drizzle")
    try:
        desk.do(create(one), schema_version=1)
    except SchemaMoved:
        print("moved", flush=True)
        break
    print(one.annotation_id, flush=True)
print("done", flush=True)
"""

FILL = """
INSERT INTO annotation_versions BY NAME
SELECT
    1 AS number, n::INTEGER AS edit_index, uuid() AS commit_id, uuid() AS annotation_id, 1 AS version,
    'create' AS op, 'do' AS action, 'bea' AS person, t.task_id, t.project_id, t.release_id, 'fill' AS tool,
    '1' AS tool_version, now() AS created, 0 AS active_ms, 'tag' AS kind, 104 AS start_pts,
    CASE WHEN n % 2 = 0 THEN 'drizzle' ELSE 'snow' END AS category, '{{"scope":"frame"}}'::JSON AS attributes,
    'human' AS source, FALSE AS uncertain
FROM range({count}) AS r (n)
CROSS JOIN (SELECT * FROM tasks WHERE template_id = 'sky') AS t
"""


def begin(store: Store, count: int) -> Desk:
    """A task with labels by version 1, and a version 2 in which drizzle is rain and snow is gone."""
    sit_down(store)
    store.schemas.publish(FIRST, person="aoi", base_version=0)
    store.ensure_project("default", template(FIRST))
    desk = Desk(store, store.ensure_task("default", "release-web", template(FIRST)))
    if count:
        store.sql(FILL.format(count=count), write=True)
    applied = apply_all(FIRST, (Merge(("drizzle",), "rain"), Drop("snow")))
    store.schemas.publish(applied.schema, applied.links, person="aoi", base_version=1)
    return desk


def start(program: str, path: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", program, str(path)],
        cwd=REPOSITORY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def go(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()
    assert line(process) == "go"


def all_or_nothing(store: Store) -> bool:
    """Whether the migration is there; it is then there whole, and else nothing of it is."""
    written = int(store.sql("SELECT count(*) AS n FROM annotation_versions WHERE tool = 'migration'")["n"][0])
    recorded = store.sql("SELECT annotations, unplaced FROM schema_migrations").values.tolist()
    in_force = store.sql("SELECT version FROM task_schemas WHERE schema_id = 'weather'")["version"].tolist()
    assert (written, recorded, in_force) in [(0, [], [1]), (MANY, [[MANY, MANY // 2]], [2])]
    return written > 0


@pytest.mark.parametrize("killed", ["the owner", "a client"])
def test_a_migration_that_is_killed_is_there_whole_or_not_at_all(path: Path, killed: str):
    with Store.open(path) as store:
        begin(store, MANY)
    for delay in (0.05, 0.25):
        keeper = Store.open(path) if killed == "a client" else None
        process = start(MIGRATOR, path)
        assert line(process) == f"ready {killed == 'the owner'}"
        go(process)
        time.sleep(delay)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        if keeper is not None:
            keeper.close()
        with Store.open(path) as store:
            all_or_nothing(store)
    with Store.open(path) as store:
        store.schemas.migrate("default", "weather", 2, person="aoi")
        assert all_or_nothing(store)
        assert store.sql("SELECT count(*) AS n FROM to_recategorise")["n"].tolist() == [MANY // 2]


def test_labels_made_while_the_project_goes_over_are_all_there_and_none_has_an_old_category(path: Path):
    with Store.open(path) as store:
        begin(store, 5_000)
        people = [start(ANNOTATOR, path) for _ in range(2)]
        for one in people:
            assert line(one) == "ready"
        told = [line(one) for one in people]
        done = store.schemas.migrate("default", "weather", 2, person="aoi")
        for one in people:
            while (said := line(one)) not in ("done", ""):
                told.append(said)
            one.wait()
        assert told.count("moved") == len(people)
        made = [said for said in told if said != "moved"]
        live = store.sql("SELECT annotation_id::VARCHAR AS id, category FROM annotations")
        assert set(made) <= set(live["id"])
        assert len(live) == 5_000 + len(made)
        assert set(live["category"].dropna()) == {"rain"}
        assert done.annotations == 5_000 + len(made)
        numbers = store.sql("SELECT DISTINCT number FROM annotation_versions ORDER BY number")["number"]
        assert numbers.tolist() == list(range(1, len(numbers) + 1))


def test_of_two_who_publish_from_one_version_one_is_told_of_the_other(path: Path):
    with Store.open(path) as store:
        begin(store, 0)
        newest = store.schemas.get("weather")
        store.schemas.publish(newest, person="aoi", base_version=2)
        with pytest.raises(SchemaConflict, match="at version 3, and not 2") as refused:
            store.schemas.publish(newest, person="aoi", base_version=2)
        assert refused.value.data == {"schema_id": "weather", "base": 2, "newest": 3}


def test_a_program_that_says_categories_of_an_older_version_is_told_so(path: Path):
    with Store.open(path) as store:
        desk = begin(store, 0)
        store.schemas.migrate("default", "weather", 2, person="aoi")
        with pytest.raises(SchemaMoved, match="template_of"):
            desk.do(create(tag("drizzle")), schema_version=1)
        desk.do(create(tag(None)), schema_version=1)  # what says no category is of every version
        desk.do(create(tag("rain")), schema_version=2)
        assert store.sql("SELECT count(*) AS n FROM annotations")["n"].tolist() == [2]


def test_a_store_from_before_there_were_versions_goes_on(path: Path, tmp_path: Path):
    with Store.open(path) as store:
        sit_down(store)
        store.ensure_project("default", template(FIRST))
        task = store.ensure_task("default", "release-web", template(FIRST))
        Desk(store, task).do(create(tag("drizzle")))
    old = tmp_path / "old.duckdb"
    with duckdb.connect(old) as connection:
        migrate(connection, old, upto=7)
        connection.execute(f"ATTACH '{path}' AS new (READ_ONLY)")
        tables = connection.execute(
            "SELECT table_name FROM duckdb_tables() "
            "WHERE database_name = 'old' AND table_name <> 'store_meta'"
        ).fetchall()
        for (table,) in tables:
            known = [name for name, *_ in connection.execute(f"DESCRIBE {table}").fetchall()]
            connection.execute(f"INSERT INTO {table} SELECT {', '.join(known)} FROM new.{table}")
    with Store.open(old) as store:
        assert store.ensure_task("default", "release-web", template(FIRST)) == task
        assert store.schemas.get("weather") == FIRST
        assert store.schemas.maintainers("weather") == []
        second = CategorySchema("weather", 2, FIRST.categories[:2])
        store.schemas.publish(second, person="bea", base_version=1)
        assert store.schemas.maintainers("weather") == ["bea"]
        done = store.schemas.migrate("default", "weather", 2, person="bea")
        assert (done.annotations, done.unplaced) == (1, 1)
        assert store.sql("SELECT was_name FROM to_recategorise")["was_name"].tolist() == ["Drizzle"]
