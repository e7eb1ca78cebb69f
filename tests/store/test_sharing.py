"""Several processes on one store: nobody starts a server, anybody may be killed."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from animewidgets.errors import StoreUnavailable
from animewidgets.store import Store
from animewidgets.store._client import Client
from animewidgets.store._endpoint import Endpoint, endpoint_path, read_endpoint
from animewidgets.store._errors import Lost
from tests.store.conftest import create, cut, sit_down

REPOSITORY = Path(__file__).resolve().parents[2]

#: A kernel of an annotator: commits a cut, tells its number once the store acknowledged it, and goes on.
ANNOTATOR = """
import sys, time
from animewidgets.store import Store
from tests.store.conftest import create, cut, sit_down
path, commits, person = sys.argv[1], int(sys.argv[2]), sys.argv[3]
store = Store.open(path)
desk = sit_down(store)
print("ready", flush=True)
for _ in range(commits):
    commit = desk.commit(create(cut(104)), person=person)
    receipt = store.commit(commit)
    print(commit.commit_id, receipt.number, flush=True)
print("done", flush=True)
sys.stdin.read()
"""


#: A kernel whose cell computes for minutes without ever letting go of the interpreter.
BUSY_KERNEL = """
import re, sys
from animewidgets.store import Store
store = Store.open(sys.argv[1])
print("open", flush=True)
re.match(r"(a+)+$", "a" * 40 + "b")
"""


def start(path: Path, commits: int, person: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", ANNOTATOR, str(path), str(commits), person],
        cwd=REPOSITORY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def acknowledged(process: subprocess.Popen[str]) -> list[str]:
    """Commit ids up to ``done``, or up to the death of the process."""
    ids = []
    while (said := line(process)) not in ("", "done"):
        if said != "ready":
            ids.append(said.split()[0])
    return ids


def end(*processes: subprocess.Popen[str]) -> None:
    for process in processes:
        process.kill()
        process.communicate()


def owner_pid(path: Path) -> int:
    endpoint = read_endpoint(path)
    assert endpoint is not None
    return endpoint.pid


def test_a_second_process_reads_and_writes_while_the_first_has_the_store_open(desk, path):
    desk.do(create(cut(146)))
    annotator = start(path, 3, "kuroko")
    try:
        ids = acknowledged(annotator)
        assert len(ids) == 3
        assert owner_pid(path) == os.getpid()
        rows = desk.store.sql("SELECT person, count(*) FROM cuts GROUP BY person ORDER BY person")
        assert rows.values.tolist() == [["kuroko", 3], ["mikoto", 1]]
    finally:
        end(annotator)


def test_when_the_owner_is_killed_the_next_who_needs_the_store_takes_it_over(path):
    owner = start(path, 2, "kuroko")
    acknowledged(owner)
    with Store.open(path) as store:
        desk = sit_down(store)
        assert owner_pid(path) == owner.pid
        end(owner)
        started = time.monotonic()
        desk.do(create(cut(104)))
        took = time.monotonic() - started
        print(f"taken over in {took:.2f} s")
        assert owner_pid(path) == os.getpid()
        assert len(store.live(desk.task)) == 3


def test_when_the_owner_closes_its_clients_go_on(path):
    first = Store.open(path)
    desk = sit_down(first)
    annotator = start(path, 1, "kuroko")
    try:
        acknowledged(annotator)
        first.close()
        assert not endpoint_path(path).exists()
        with Store.open(path) as again:
            assert len(again.live(desk.task)) == 1
    finally:
        end(annotator)


@pytest.mark.slow
def test_eight_annotators_lose_nothing_and_double_nothing_when_the_owner_is_killed(path):
    processes = {name: start(path, 25, name) for name in "abcdefgh"}
    try:
        for process in processes.values():
            assert line(process) == "ready", f"ended with {process.wait(60)}"
        victim = next(p for p in processes.values() if p.pid == owner_pid(path))
        before = [line(victim).split()[0] for _ in range(3)]
        os.kill(victim.pid, signal.SIGKILL)
        ids = {name: acknowledged(process) for name, process in processes.items()}
        ids["victim"] = before
    finally:
        end(*processes.values())
    with Store.open(path) as store:
        log = store.sql("SELECT commit_id::VARCHAR AS id, person, number FROM history ORDER BY number")
    written = log["id"].tolist()
    said = {commit for commits in ids.values() for commit in commits}
    assert said <= set(written), "an acknowledged commit was lost"
    assert len(written) == len(set(written)), "a commit was doubled"
    assert log["number"].tolist() == list(range(1, len(written) + 1))
    for name, process in processes.items():
        if process is not victim:
            assert len(ids[name]) == 25
    # At most the one commit that the victim had under way is there without having been acknowledged.
    assert len(written) - len(said) <= 1


def test_a_busy_kernel_that_owns_the_store_does_not_hold_up_the_others(path):
    """The server does not need Python: a cell that computes for minutes blocks nobody."""
    busy = subprocess.Popen(
        [
            sys.executable,
            "-c",
            BUSY_KERNEL,
            str(path),
        ],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert line(busy) == "open"
        with Store.open(path) as store:
            sit_down(store).do(create(cut(104)))
            assert busy.poll() is None
            assert owner_pid(path) == busy.pid
    finally:
        end(busy)


def test_the_endpoint_is_for_this_user_only_and_holds_no_path(desk, path):
    file = endpoint_path(path)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert set(json.loads(file.read_text())) == {"port", "token", "pid", "host"}
    assert len(json.loads(file.read_text())["token"]) == 64
    assert "token" not in repr(read_endpoint(path))


def test_who_does_not_know_the_secret_is_turned_away(desk, path):
    endpoint = read_endpoint(path)
    guess = Endpoint(endpoint.port, "0" * 64, endpoint.pid, endpoint.host)
    with pytest.raises(Lost, match="Authentication failed"):
        Client.open(guess)


def test_the_server_listens_on_loopback_only(desk, path):
    port = read_endpoint(path).port
    listening = [
        entry.split()[1]
        for table in ("tcp", "tcp6")
        for entry in Path("/proc/net", table).read_text().splitlines()[1:]
        if entry.split()[3] == "0A" and entry.split()[1].endswith(f":{port:04X}")
    ]
    assert listening == [f"0100007F:{port:04X}"]


def test_a_proxy_in_the_environment_does_not_come_between(desk, path, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    annotator = start(path, 1, "kuroko")
    try:
        assert len(acknowledged(annotator)) == 1
    finally:
        end(annotator)


def test_an_endpoint_of_a_dead_owner_does_not_mislead(path):
    with Store.open(path) as store:
        sit_down(store)
    endpoint_path(path).write_text(
        json.dumps({"port": 9, "token": "00", "pid": 1, "host": os.uname().nodename})
    )
    with Store.open(path) as store:
        assert owner_pid(path) == os.getpid()
    endpoint_path(path).write_text("half a fil")
    with Store.open(path) as store:
        assert store.sql("SELECT count(*) FROM releases").iloc[0, 0] == 1


def test_a_store_in_use_on_another_machine_says_which(path):
    with Store.open(path):
        pass
    endpoint_path(path).write_text(json.dumps({"port": 9, "token": "00", "pid": 1, "host": "studio-7"}))
    with pytest.raises(StoreUnavailable, match="on another machine, studio-7"):
        Store.open(path)


def test_stores_of_one_process_share_one_file(path):
    first, second = Store.open(path), Store.open(path)
    desk = sit_down(first)
    first.close()
    desk.store = second
    desk.do(create(cut(104)))
    second.close()
    assert duckdb.connect(path).execute("SELECT count(*) FROM cuts").fetchone() == (1,)


def test_a_reader_keeps_nobody_from_writing(path):
    with Store.open(path) as store:
        desk = sit_down(store)
        desk.do(create(cut(104)))
    with Store.open(path, read_only=True) as reader:
        assert len(reader.live(desk.task)) == 1
        annotator = start(path, 2, "kuroko")
        try:
            acknowledged(annotator)
            assert len(reader.live(desk.task)) == 3
        finally:
            end(annotator)
        assert len(reader.live(desk.task)) == 3


def test_a_forked_child_of_the_owner_is_a_client_like_any_other(desk, path):
    desk.do(create(cut(104)))

    def child() -> None:
        desk.do(create(cut(146)), person="child")
        os._exit(0 if len(desk.store.live(desk.task)) == 2 else 1)

    process = multiprocessing.get_context("fork").Process(target=child)
    process.start()
    process.join(60)
    assert process.exitcode == 0
    assert len(desk.store.live(desk.task)) == 2
    assert owner_pid(path) == os.getpid()
