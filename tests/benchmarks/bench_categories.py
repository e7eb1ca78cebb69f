"""How long a million annotations take to go over to another version of their schema, and the preview of it.

All of their categories change: merged, renamed, split. The peer does the same work in the same run: SQLite in
WAL mode with ``synchronous=FULL``, which copies each row into a table of history and updates it in place.

    python tests/benchmarks/bench_categories.py [--annotations 1000000] [--no-peer]
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPOSITORY))

from animewidgets.annotations import Category, CategorySchema, Kind, Template  # noqa: E402
from animewidgets.annotations.version_map import Link  # noqa: E402
from animewidgets.store import Store  # noqa: E402

GOAL_MIGRATE, GOAL_PREVIEW = 5.0, 1.0
CATEGORIES = 20

MAKE = """
INSERT INTO annotation_versions BY NAME
SELECT
    1 + n // 1000 AS number, (n % 1000)::INTEGER AS edit_index, md5((n // 1000)::VARCHAR)::UUID AS commit_id,
    uuid() AS annotation_id, 1 AS version, 'create' AS op, 'do' AS action, 'p' || n % 7 AS person,
    t.task_id, t.project_id, t.release_id, 'canvas' AS tool, '1' AS tool_version, now() AS created,
    800 AS active_ms, 'box' AS kind, n % 34500 * 1001 AS start_pts, 'c' || n % {categories} AS category,
    ('{{"x":' || n % 900 || ',"y":40,"width":120.5,"height":80}}')::JSON AS geometry,
    '{{"values":{{"looks":"left"}}}}'::JSON AS attributes, 'human' AS source, FALSE AS uncertain
FROM range({count}) AS r (n)
CROSS JOIN (SELECT task_id, project_id, release_id FROM tasks) AS t
"""


def schema(prefix: str, version: int) -> CategorySchema:
    made = (Category(f"{prefix}{n}", f"Category {n}", "#88ccee") for n in range(CATEGORIES))
    return CategorySchema("bench", version, tuple(made))


def open_store(path: Path, count: int) -> Store:
    store = Store.open(path)
    template = Template("bench", 1, "Bench", (Kind.BOX,), schema("c", 1))
    store.ensure_release(
        "bench",
        "24 minutes",
        time_base=Fraction(1, 24_000),
        pts=[n * 1001 for n in range(34_500)],
        end_pts=34_500 * 1001,
        frame_rate=Fraction(24_000, 1001),
        width=1920,
        height=1080,
    )
    store.schemas.publish(schema("c", 1), person="bench", base_version=0)
    store.ensure_project("bench", template)
    store.ensure_task("bench", "bench", template)
    store.sql(MAKE.format(count=count, categories=CATEGORIES), write=True)
    links = [Link(f"c{n}", (f"d{n // 2 * 2}",), f"d{n // 2 * 2}") for n in range(CATEGORIES - 2)]
    links += [Link(f"c{n}", (f"d{n}", "d0"), f"d{n}") for n in range(CATEGORIES - 2, CATEGORIES)]
    store.schemas.publish(schema("d", 2), links, person="bench", base_version=1)
    return store


class Peer:
    """SQLite, as durable, with the same columns and as many indexes."""

    def __init__(self, path: Path, store: Store) -> None:
        self.connection = sqlite3.connect(path, isolation_level=None)
        self.connection.execute("PRAGMA journal_mode = WAL")
        self.connection.execute("PRAGMA synchronous = FULL")
        columns = (
            "annotation_id, version, number, edit_index, commit_id, person, task_id, start_pts, category, "
            "geometry, attributes"
        )
        for table in ("live", "history"):
            self.connection.execute(
                f"CREATE TABLE {table} ({columns}, UNIQUE (annotation_id, version), "
                "UNIQUE (number, edit_index), UNIQUE (commit_id, edit_index))"
            )
        wanted = columns.split(", ")
        rows = store.sql(
            "SELECT annotation_id::VARCHAR, version, number, edit_index, commit_id::VARCHAR, person, "
            "task_id::VARCHAR, start_pts, category, geometry, attributes FROM annotation_versions"
        )
        self.connection.execute("BEGIN")
        self.connection.executemany(
            f"INSERT INTO live VALUES ({', '.join('?' * len(wanted))})", rows.itertuples(index=False)
        )
        self.connection.execute("COMMIT")

    def migrate(self) -> None:
        self.connection.execute("CREATE TABLE carried (source TEXT PRIMARY KEY, target TEXT)")
        self.connection.executemany(
            "INSERT INTO carried VALUES (?, ?)", [(f"c{n}", f"d{n}") for n in range(CATEGORIES)]
        )
        self.connection.execute("BEGIN IMMEDIATE")
        self.connection.execute("INSERT INTO history SELECT * FROM live")
        self.connection.execute(
            "UPDATE live SET category = (SELECT target FROM carried WHERE source = category), "
            "version = version + 1, number = 1000000, edit_index = rowid, commit_id = 'migration'"
        )
        self.connection.execute("COMMIT")


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock, and seconds of processor."""
    began, spent = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - began, time.process_time() - spent


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    asked.add_argument("--annotations", type=int, default=1_000_000)
    asked.add_argument("--no-peer", action="store_true")
    options = asked.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        open_store(Path(folder, "bench.duckdb"), options.annotations) as store,
    ):
        peer = None if options.no_peer else Peer(Path(folder, "peer.sqlite"), store)
        preview, _ = timed(lambda: store.schemas.preview("bench", "bench", 2))
        migrated, spent = timed(lambda: store.schemas.migrate("bench", "bench", 2, person="bench"))
        found = store.sql("SELECT count(*) AS n FROM annotation_versions WHERE tool = 'migration'")["n"][0]
        assert found == options.annotations, found
        print(
            f"{options.annotations:,} live annotations, all of whose categories change; "
            f"load {os.getloadavg()[0]:.1f}"
        )
        print(f"preview   {preview:6.2f} s   (goal {GOAL_PREVIEW} s)")
        print(f"migrate   {migrated:6.2f} s   (goal {GOAL_MIGRATE} s), {spent:.2f} s of processor")
        if peer is not None:
            other, other_spent = timed(peer.migrate)
            print(
                f"SQLite    {other:6.2f} s, {other_spent:.2f} s of processor: "
                f"{other / migrated:.1f} times as long"
            )
    return 0 if migrated <= GOAL_MIGRATE and preview <= GOAL_PREVIEW else 1


if __name__ == "__main__":
    raise SystemExit(main())
