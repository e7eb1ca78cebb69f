"""What goes wrong with files: a clear error, nothing written by halves, nothing made worse."""

from __future__ import annotations

import hashlib
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from animewidgets.errors import StoreCorrupt, StoreNotWritable, StoreTooNew, StoreUnavailable
from animewidgets.store import STORE_VARIABLE, Store, default_path
from animewidgets.store._migrate import migrate, migrations, newest_version
from tests.store.conftest import create, cut, sit_down

REPOSITORY = Path(__file__).resolve().parents[2]


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    "content", [b"not a database" * 500, b"x", bytes(20_000)], ids=["text", "one byte", "zeros"]
)
def test_a_file_that_is_no_database_is_left_as_it_is(path, content):
    path.parent.mkdir()
    path.write_bytes(content)
    for read_only in (False, True):
        with pytest.raises(StoreCorrupt, match="Put a backup in its place"):
            Store.open(path, read_only=read_only)
    assert path.read_bytes() == content
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_a_truncated_store_is_left_as_it_is(path):
    with Store.open(path) as store:
        sit_down(store).do(create(cut(104)))
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    before = digest(path)
    with pytest.raises(StoreCorrupt):
        Store.open(path).sql("FROM cuts")
    assert digest(path) == before


def test_somebody_elses_database_is_not_taken_for_a_store(path):
    path.parent.mkdir()
    with duckdb.connect(path) as other:
        other.execute("CREATE TABLE shopping (item VARCHAR)")
    with pytest.raises(StoreCorrupt, match=r"no annotation store .it has the tables shopping"):
        Store.open(path)
    with duckdb.connect(path) as other:
        assert other.execute("SHOW TABLES").fetchall() == [("shopping",)]


def test_a_store_of_a_newer_version_asks_for_an_upgrade(path):
    with Store.open(path) as store:
        store.sql("UPDATE store_meta SET schema_version = 999", write=True)
    for read_only in (False, True):
        with pytest.raises(StoreTooNew, match="has schema version 999"):
            Store.open(path, read_only=read_only)


@pytest.mark.parametrize("version", range(1, newest_version()))
def test_a_store_of_every_earlier_version_is_brought_up_to_date(path, version):
    """Made by the migrations up to that version, which never change once released; then a row as of then."""
    path.parent.mkdir()
    with duckdb.connect(path) as old:
        migrate(old, path, upto=version)
        old.execute("INSERT INTO people VALUES ('mikoto', NULL, now())")
    with pytest.raises(StoreNotWritable, match="open it once for writing"):
        Store.open(path, read_only=True)
    with Store.open(path) as store:
        sit_down(store).do(create(cut(104)))
        assert store.sql("SELECT schema_version FROM store_meta").iloc[0, 0] == newest_version()
        assert store.sql("SELECT person, commits FROM contributors").values.tolist() == [["mikoto", 1]]


def test_a_migration_that_fails_leaves_the_store_as_it_was(path, monkeypatch):
    path.parent.mkdir()
    with duckdb.connect(path) as old:
        migrate(old, path, upto=1)
    broken = (*migrations(), (newest_version() + 1, "CREATE TABLE half (i INT); SELECT * FROM nowhere"))
    monkeypatch.setattr("animewidgets.store._migrate.migrations", lambda: broken)
    with duckdb.connect(path) as old:
        with pytest.raises(duckdb.Error):
            migrate(old, path)
        assert old.execute("SELECT schema_version FROM store_meta").fetchone() == (1,)
        assert old.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'half'").fetchone() == (
            0,
        )


BECOME_NOBODY = """
import os
os.setgid(65534); os.setuid(65534)
"""
OPEN_AND_COUNT = """
import sys
from animewidgets.errors import StoreError
from animewidgets.store import Store
try:
    store = Store.open(sys.argv[1], read_only=sys.argv[2] == "read")
    print(len(store.sql("FROM cuts")))
except StoreError as error:
    print(type(error).__name__, error)
"""


def as_nobody(path: Path, how: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", BECOME_NOBODY + OPEN_AND_COUNT, str(path), how],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    ).stdout


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user may look into; those that pytest makes are its user's alone."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become another user")
def test_who_may_only_read_is_told_so_and_may_read(open_folder):
    if subprocess.run(
        [sys.executable, "-c", "import os; os.setuid(65534); import duckdb"], capture_output=True, check=False
    ).returncode:
        pytest.skip("this Python cannot be run by another user")
    path = open_folder / "annotations.duckdb"
    with Store.open(path) as store:
        sit_down(store).do(create(cut(104)))
        assert as_nobody(path, "write").startswith("StoreUnavailable")
        assert "in use by another user" in as_nobody(path, "read")
    before = digest(path)
    said = as_nobody(path, "write")
    assert said.startswith("StoreNotWritable")
    assert "read_only=True" in said
    assert as_nobody(path, "read").strip() == "1"
    assert digest(path) == before


def bound_by_permissions() -> list[str] | None:
    """The start of a command that file permissions hold for, root or not; None where there is no way."""
    if os.getuid() != 0:
        return []
    drop = "-dac_override,-dac_read_search"
    return ["setpriv", f"--bounding-set={drop}", f"--inh-caps={drop}"] if shutil.which("setpriv") else None


@pytest.mark.skipif(bound_by_permissions() is None, reason="root, and no setpriv to give its power away")
def test_a_store_in_a_read_only_folder_is_read_and_never_written(path):
    with Store.open(path) as store:
        sit_down(store).do(create(cut(104)))
    before = digest(path)
    path.chmod(0o444)
    path.parent.chmod(0o555)
    try:
        said = {
            how: subprocess.run(
                [*bound_by_permissions(), sys.executable, "-c", OPEN_AND_COUNT, str(path), how],
                cwd=REPOSITORY,
                capture_output=True,
                text=True,
                check=False,
            ).stdout
            for how in ("write", "read")
        }
    finally:
        path.parent.chmod(0o755)
    assert said["write"].startswith("StoreNotWritable")
    assert "read_only=True" in said["write"]
    assert said["read"].strip() == "1"
    assert digest(path) == before


def test_what_was_opened_to_read_does_not_write(path):
    with Store.open(path) as store:
        desk = sit_down(store)
    with Store.open(path, read_only=True) as reader:
        desk.store = reader
        with pytest.raises(StoreNotWritable, match="opened with read_only=True"):
            desk.do(create(cut(104)))
        with pytest.raises(StoreNotWritable):
            reader.sql("DELETE FROM people", write=True)


def test_reading_where_there_is_no_store_makes_none(path):
    with pytest.raises(StoreUnavailable, match="there is no store"):
        Store.open(path, read_only=True)
    assert not path.exists()


FULL_DISK = """
import resource, signal, sys
from animewidgets.errors import StoreFull
from animewidgets.store import Store
from tests.store.conftest import create, cut, sit_down
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
desk = sit_down(Store.open(sys.argv[1]))
limit = sys.argv[2] and int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
done = 0
try:
    for _ in range(2000):
        desk.do(create(cut(104, comment="x" * 9000)))
        done += 1
except StoreFull as error:
    print("StoreFull", done, error, flush=True)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
desk.do(create(cut(146)))
print("again", len(desk.store.live(desk.task)), flush=True)
"""


def test_on_a_full_disk_a_commit_is_refused_whole_and_work_goes_on_when_there_is_room(path):
    """A file size limit stands for the full disk: the write fails half-way, as it does there."""
    assert resource.getrlimit(resource.RLIMIT_FSIZE)
    ran = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(path), str(1_000_000)],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.stdout.startswith("StoreFull"), ran.stderr
    done = int(ran.stdout.split()[1])
    with Store.open(path) as store:
        numbers = store.sql("SELECT number FROM annotation_versions ORDER BY number")["number"].tolist()
    assert numbers == list(range(1, done + 2))


def test_the_default_store_is_in_the_working_folder_or_where_the_variable_says(monkeypatch, tmp_path):
    monkeypatch.delenv(STORE_VARIABLE, raising=False)
    assert default_path() == Path("store/annotations.duckdb")
    monkeypatch.setenv(STORE_VARIABLE, str(tmp_path / "other.duckdb"))
    assert default_path() == tmp_path / "other.duckdb"
