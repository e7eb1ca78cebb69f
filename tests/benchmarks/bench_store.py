"""How long a commit takes until it is durable: alone, with many processes, and through the owner's death.

The peer does the same work in the same run: SQLite in WAL mode with ``synchronous=FULL``, one row per commit,
written by the same number of processes at the same pace.

    python tests/benchmarks/bench_store.py [--processes 20] [--seconds 60] [--no-kill]
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from fractions import Fraction
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPOSITORY))

from animewidgets.annotations import CUT_TIMING, Annotation, Commit, Edit, Kind, Op  # noqa: E402
from animewidgets.store import Store  # noqa: E402
from animewidgets.store._endpoint import read_endpoint  # noqa: E402

GOAL_ALONE_P95 = 50.0
GOAL_SHARED_P95 = 100.0


def new_commit(task: str, person: str) -> Commit:
    cut = Annotation(str(uuid.uuid4()), Kind.CUT, random.randrange(34_500) * 1001)
    edit = Edit(Op.CREATE, cut.annotation_id, 0, None, cut)
    return Commit(str(uuid.uuid4()), task, person, (edit,), tool="bench", active_ms=800)


def open_task(path: Path) -> tuple[Store, str]:
    store = Store.open(path)
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
    store.ensure_project("bench", CUT_TIMING)
    return store, store.ensure_task("bench", "bench", CUT_TIMING)


class Peer:
    """SQLite, as durable: WAL with synchronous=FULL, and an immediate transaction per commit."""

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(path, timeout=30, isolation_level=None)
        self.connection.execute("PRAGMA journal_mode = WAL")
        self.connection.execute("PRAGMA synchronous = FULL")
        self.connection.execute(
            "CREATE TABLE IF NOT EXISTS log (number INTEGER PRIMARY KEY, commit_id TEXT UNIQUE, person TEXT, "
            "start_pts INTEGER, created REAL)"
        )

    def commit(self, person: str) -> str:
        commit_id = str(uuid.uuid4())
        self.connection.execute("BEGIN IMMEDIATE")
        self.connection.execute(
            "INSERT INTO log (commit_id, person, start_pts, created) VALUES (?, ?, ?, ?)",
            (commit_id, person, random.randrange(34_500), time.time()),
        )
        self.connection.execute("COMMIT")
        return commit_id


def worker(kind: str, path: Path, seconds: float, person: str) -> None:
    """One annotator: a commit a second at a phase of its own. Prints ``<id> <milliseconds>`` per commit."""
    if kind == "store":
        store, task = open_task(path)

        def commit() -> str:
            return store.commit(new_commit(task, person)).commit_id
    else:
        peer = Peer(path)

        def commit() -> str:
            return peer.commit(person)

    print("ready", flush=True)
    sys.stdin.readline()
    next_at = time.monotonic() + random.random()
    end = time.monotonic() + seconds
    while next_at < end:
        time.sleep(max(0.0, next_at - time.monotonic()))
        started = time.perf_counter()
        commit_id = commit()
        print(commit_id, (time.perf_counter() - started) * 1000, flush=True)
        next_at += 1


def figures(times: list[float]) -> str:
    ordered = sorted(times)
    p50, p95 = statistics.median(ordered), ordered[int(len(ordered) * 0.95)]
    return f"p50 {p50:7.1f} ms   p95 {p95:7.1f} ms   max {ordered[-1]:8.1f} ms"


def alone(folder: Path, commits: int) -> None:
    store, task = open_task(folder / "alone.duckdb")
    peer = Peer(folder / "alone.sqlite")
    for _ in range(5):
        store.commit(new_commit(task, "warm"))
        peer.commit("warm")
    ours, theirs = [], []
    for _ in range(commits):
        commit = new_commit(task, "alone")
        started = time.perf_counter()
        store.commit(commit)
        ours.append((time.perf_counter() - started) * 1000)
        started = time.perf_counter()
        peer.commit("alone")
        theirs.append((time.perf_counter() - started) * 1000)
    store.close()
    print(f"commit alone, store      {figures(ours)}   (goal p95 ≤ {GOAL_ALONE_P95:.0f} ms)")
    print(f"commit alone, SQLite     {figures(theirs)}   ratio p50 {ratio(ours, theirs)}")


def ratio(ours: list[float], theirs: list[float]) -> str:
    return f"{statistics.median(ours) / statistics.median(theirs):.1f}"


def together(kind: str, path: Path, processes: int, seconds: float, *, kill: bool) -> list[float]:
    """Run the annotators, kill the store's owner half-way, and check the log against what they were told."""
    children = [
        subprocess.Popen(
            [sys.executable, __file__, "--worker", kind, str(path), str(seconds), f"person-{n}"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for n in range(processes)
    ]
    for child in children:
        assert child.stdout is not None
        child.stdout.readline()
    for child in children:
        assert child.stdin is not None
        child.stdin.write("go\n")
        child.stdin.flush()
    victim = None
    if kill:
        time.sleep(seconds / 2)
        endpoint = read_endpoint(path)
        victim = endpoint.pid if endpoint else None
        if victim:
            os.kill(victim, signal.SIGKILL)
    told: list[tuple[str, float]] = []
    failed = 0
    for child in children:
        output, _ = child.communicate()
        told += [
            (ident, float(ms)) for ident, ms in (row.split() for row in output.splitlines() if " " in row)
        ]
        failed += child.returncode != 0 and child.pid != victim
    if kind == "store":
        with Store.open(path) as store:
            log = store.sql(
                "SELECT commit_id::VARCHAR AS id, number FROM annotation_versions ORDER BY number"
            )
        written, dense = log["id"].tolist(), log["number"].tolist() == list(range(1, len(log) + 1))
    else:
        rows = sqlite3.connect(path).execute("SELECT commit_id FROM log").fetchall()
        written, dense = [ident for (ident,) in rows], True
    lost = len({ident for ident, _ in told} - set(written))
    doubled = len(written) - len(set(written))
    times = [ms for _, ms in told]
    name = {"store": "store", "sqlite": "SQLite"}[kind]
    print(f"{processes} × 1/s, {seconds:.0f} s, {name:<7}{figures(times)}")
    print(f"    {len(told)} commits acknowledged, {failed} processes failed, lost {lost}, doubled {doubled}")
    print(f"    numbers dense: {dense}" + (f"; owner (pid {victim}) killed half-way" if victim else ""))
    return times


def main() -> None:
    """Print the table of figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--processes", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--commits", type=int, default=200, help="commits of the run alone")
    parser.add_argument("--no-kill", action="store_true")
    parser.add_argument("--worker", nargs=4, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.worker:
        kind, path, seconds, person = args.worker
        worker(kind, Path(path), float(seconds), person)
        return
    print(f"load average before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        alone(folder, args.commits)
        ours = together("store", folder / "a.duckdb", args.processes, args.seconds, kill=False)
        theirs = together("sqlite", folder / "a.sqlite", args.processes, args.seconds, kill=False)
        print(f"    ratio p50 {ratio(ours, theirs)}   (goal p95 ≤ {GOAL_SHARED_P95:.0f} ms)")
        if not args.no_kill:
            together("store", folder / "k.duckdb", args.processes, args.seconds, kill=True)


if __name__ == "__main__":
    main()
