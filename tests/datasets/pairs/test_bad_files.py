"""Whatever comes as a pairs file is refused with a reason, or is one."""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from animewidgets.datasets.pairs import make_pairs, open_pairs
from animewidgets.errors import (
    AnimeWidgetsError,
    CorruptPairs,
    DatasetError,
    PairsDigestWrong,
    PairsError,
    PairsTooNew,
)
from tests.datasets.pairs.people import Desk, box, sit_down

Parts = dict[str, bytes]


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("good")
    desk = sit_down(folder / "a.duckdb")
    with desk.store:
        desk.create([box(1000 * n) for n in range(20)])
        yield make_pairs(folder / "good.pairs", desk.store)


def parts_of(path: Path) -> Parts:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def written(parts: Parts, path: Path, *, digests: bool = True, method: int = zipfile.ZIP_STORED) -> Path:
    """A zip of the parts; by default with the digests of what they are now."""
    parts = dict(parts)
    if digests:
        head = json.loads(parts["pairs.json"])
        head["parts"] = {
            name: {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
            for name, data in parts.items()
            if name not in ("pairs.json", "signature.json")
        }
        parts["pairs.json"] = json.dumps(head).encode()
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name), data, compress_type=method)
    return path


def with_table(parts: Parts, table: str, query: str, folder: Path) -> Parts:
    """The parts with a table replaced by a query over it (called ``old``)."""
    old, new = folder / "old.parquet", folder / "new.parquet"
    old.write_bytes(parts[f"{table}.parquet"])
    with duckdb.connect() as connection:
        connection.execute(f"CREATE VIEW old AS SELECT * FROM read_parquet('{old}')")
        connection.execute(f"COPY ({query}) TO '{new}' (FORMAT parquet)")
    return {**parts, f"{table}.parquet": new.read_bytes()}


def test_the_good_file_opens(good: Path, tmp_path: Path) -> None:
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        with open_pairs(written(parts_of(good), tmp_path / "copy.pairs", method=method)) as pairs:
            assert pairs.count("annotations") == 20


def test_all_refusals_are_errors_of_datasets() -> None:
    assert issubclass(PairsError, DatasetError)
    assert issubclass(CorruptPairs, PairsError)
    assert issubclass(PairsDigestWrong, CorruptPairs)


def test_what_is_not_there_or_no_zip_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PairsError, match=r"'none\.pairs' cannot be read: No such file"):
        open_pairs(tmp_path / "none.pairs")
    for content in (b"", b"PK\x03\x04", b"no zip at all" * 100):
        (tmp_path / "bad.pairs").write_bytes(content)
        with pytest.raises(CorruptPairs, match=r"'bad\.pairs' is no pairs file"):
            open_pairs(tmp_path / "bad.pairs")


def test_a_file_that_breaks_off_is_refused_wherever_it_does(good: Path, tmp_path: Path) -> None:
    data = good.read_bytes()
    for share in (0.1, 0.5, 0.9, 0.999):
        (tmp_path / "short.pairs").write_bytes(data[: int(len(data) * share)])
        with pytest.raises(CorruptPairs):
            open_pairs(tmp_path / "short.pairs")


def _renamed(parts: Parts, old: str, new: str) -> Parts:
    return {new if name == old else name: data for name, data in parts.items()}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda p: {**p, "../evil.json": b"{}"}, "is no name of a part"),
        (lambda p: {**p, "/etc/passwd": b"{}"}, "is no name of a part"),
        (lambda p: {**p, "maps/..\\x.patch.json": b"{}"}, "is no name of a part"),
        (lambda p: {**p, "maps/../../x.patch.json": b"{}"}, "is no name of a part"),
        (lambda p: {**p, "picture.png": b"\x89PNG"}, "is no name of a part"),
        (lambda p: _renamed(p, "frames.parquet", "maps/a.patch.json"), "'frames.parquet' is missing"),
        (lambda p: {**p, "maps/a.patch.json": b"{}"}, "maps/a.patch.json: no patch file"),
        (lambda p: {**p, "schemas/a.json": b"[" * 100_000}, "schemas/a.json: it is not JSON"),
        (lambda p: {**p, "templates/a.json": b"{}"}, "templates/a.json: "),
        (lambda p: {**p, "annotations.parquet": b"PAR1 nothing PAR1"}, "is no Parquet file"),
        (lambda p: {**p, "annotations.parquet": b""}, "is no Parquet file"),
        (lambda p: {**p, "releases.parquet": p["frames.parquet"]}, "has no column 'title'"),
    ],
)
def test_parts_that_are_not_what_they_should_be(
    good: Path, tmp_path: Path, change: Callable[[Parts], Parts], message: str
) -> None:
    with pytest.raises(CorruptPairs, match=message.replace(".", r"\.")):
        open_pairs(written(change(parts_of(good)), tmp_path / "bad.pairs"))
    assert not list(tmp_path.glob("**/evil*"))


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("version", 2, PairsTooNew),
        ("version", 0, CorruptPairs),
        ("version", True, CorruptPairs),
        ("version", "1", CorruptPairs),
        ("format", "something", CorruptPairs),
        ("name", "", CorruptPairs),
        ("name", "x" * 101, CorruptPairs),
        ("counts", {"annotations": -1}, CorruptPairs),
        ("counts", {"annotations": 19}, CorruptPairs),
        ("contributors", {}, CorruptPairs),
        ("surprise", 1, CorruptPairs),
        ("licence", None, CorruptPairs),
    ],
)
def test_a_head_that_makes_no_sense(
    good: Path, tmp_path: Path, field: str, value: object, error: type[AnimeWidgetsError]
) -> None:
    parts = parts_of(good)
    parts["pairs.json"] = json.dumps({**json.loads(parts["pairs.json"]), field: value}).encode()
    with pytest.raises(error):
        open_pairs(written(parts, tmp_path / "bad.pairs"))


def test_one_bit_that_changed_is_found(good: Path, tmp_path: Path) -> None:
    for name in parts_of(good):
        if name == "pairs.json":
            continue
        parts = parts_of(good)
        parts[name] = parts[name][:-1] + bytes([parts[name][-1] ^ 1])
        with pytest.raises(PairsDigestWrong, match=re.escape(repr(name))) as caught:
            open_pairs(written(parts, tmp_path / "bad.pairs", digests=False))
        assert caught.value.data["part"] == name


@pytest.mark.parametrize(
    ("table", "query", "message"),
    [
        ("annotations", "SELECT * EXCLUDE (score) FROM old", "has no column 'score'"),
        ("annotations", "SELECT *, 1 AS extra FROM old", "has a column 'extra'"),
        (
            "annotations",
            "SELECT * REPLACE (start_pts::DOUBLE AS start_pts) FROM old",
            "is DOUBLE, not BIGINT",
        ),
        ("annotations", "SELECT * REPLACE (NULL::BIGINT AS start_pts) FROM old", "'start_pts' has no value"),
        ("annotations", "SELECT * REPLACE ('blob' AS kind) FROM old", "there is no such kind"),
        ("annotations", "SELECT * REPLACE ('x' AS annotation_id) FROM old", "is no UUID"),
        ("annotations", "SELECT * REPLACE (start_pts AS end_pts) FROM old", "is empty or ends before"),
        ("annotations", "SELECT * REPLACE (start_pts + 1 AS end_pts) FROM old", "the kind has no end"),
        ("annotations", "SELECT * REPLACE ('{' AS geometry) FROM old", "geometry is no JSON object"),
        ("annotations", "SELECT * REPLACE ('[1]' AS attributes) FROM old", "attributes are no JSON object"),
        ("annotations", "SELECT * REPLACE ('nan'::DOUBLE AS score) FROM old", "score is no number"),
        ("annotations", "SELECT * REPLACE ('rel-x' AS release_id) FROM old", "has no such release"),
        ("annotations", "SELECT * REPLACE (start_pts + 1000 AS start_pts) FROM old", "is not what versions"),
        ("annotations", "SELECT * FROM old LIMIT 19", "pairs.json says 20"),
        ("annotations", "(FROM old LIMIT 19) UNION ALL (FROM old LIMIT 1)", "is there twice"),
        ("versions", "SELECT * REPLACE ('paint' AS op) FROM old", "there is no such op"),
        ("versions", "SELECT * REPLACE (0::INTEGER AS version) FROM old", "versions count from 1"),
        ("releases", "SELECT * REPLACE (0::BIGINT AS time_base_den) FROM old", "a rate is not positive"),
        ("releases", "SELECT * REPLACE ([]::BIGINT[] AS frame_pts) FROM old", "it has no frames"),
        ("releases", "SELECT * REPLACE ([5, 5]::BIGINT[] AS frame_pts) FROM old", "times that ascend"),
        ("releases", "SELECT * REPLACE ('nothing' AS identities) FROM old", "identities are no JSON"),
        ("frames", "SELECT * REPLACE (pts + 1 AS pts) FROM old", "has no frame at tick"),
        ("frames", "SELECT * REPLACE (hash::DOUBLE AS hash) FROM old", "is DOUBLE, not UBIGINT"),
    ],
)
def test_rows_that_make_no_sense(good: Path, tmp_path: Path, table: str, query: str, message: str) -> None:
    parts = with_table(parts_of(good), table, query, tmp_path)
    with pytest.raises(CorruptPairs, match=message) as caught:
        open_pairs(written(parts, tmp_path / "bad.pairs"))
    assert str(tmp_path) not in str(caught.value)


def test_a_part_that_is_there_twice_is_refused(good: Path, tmp_path: Path) -> None:
    path = written(parts_of(good), tmp_path / "bad.pairs")
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("pairs.json", b"{}")
    with pytest.raises(CorruptPairs, match=r"'pairs\.json' is there twice"):
        open_pairs(path)


def test_bombs_are_refused_before_they_unpack(good: Path, tmp_path: Path) -> None:
    zeros = {**parts_of(good), "maps/a.patch.json": bytes(50_000_000)}
    with pytest.raises(CorruptPairs, match="would unpack"):
        open_pairs(written(zeros, tmp_path / "bomb.pairs", method=zipfile.ZIP_DEFLATED))
    # One text of a dictionary that stands for a million rows: Parquet's own kind of bomb.
    query = "SELECT o.* REPLACE (repeat('x', 4000) AS comment) FROM (FROM old LIMIT 1) AS o, range(1_000_000)"
    parts = with_table(parts_of(good), "annotations", query, tmp_path)
    assert len(parts["annotations.parquet"]) < 20_000_000
    with pytest.raises(CorruptPairs, match=r"annotations\.parquet holds \d+ bytes, more than"):
        open_pairs(written(parts, tmp_path / "bomb.pairs"))


def test_parts_that_share_their_bytes_are_refused(good: Path, tmp_path: Path) -> None:
    """Entries of the directory that all point at one part, as in overlapping zip bombs."""
    data = bytes(3_000_000)
    path = tmp_path / "overlap.pairs"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("pairs.json", parts_of(good)["pairs.json"])
        archive.writestr("maps/a.patch.json", data)
        first = archive.getinfo("maps/a.patch.json")
        for n in range(20):
            twin = zipfile.ZipInfo(f"maps/b{n}.patch.json")
            twin.file_size, twin.compress_size = first.file_size, first.compress_size
            twin.CRC, twin.header_offset = first.CRC, first.header_offset
            archive.filelist.append(twin)
            archive.NameToInfo[twin.filename] = twin
    with pytest.raises(CorruptPairs, match="together larger than the file"):
        open_pairs(path)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_bytes_that_were_changed_anywhere_are_refused_or_change_nothing(
    good: Path, tmp_path: Path, data: st.DataObject
) -> None:
    content = bytearray(good.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / "fuzz.pairs"
    path.write_bytes(content)
    try:
        with open_pairs(path) as pairs:
            assert pairs.count("annotations") == 20
    except PairsError:
        pass


def test_nothing_is_left_lying_about(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    desk.create([box(0)])
    path = make_pairs(tmp_path / "a.pairs", desk.store)
    with open_pairs(path):
        assert list(scratch.iterdir()) == []
    path.write_bytes(path.read_bytes()[:-5] + bytes(5))
    with pytest.raises(PairsError):
        open_pairs(path)
    assert list(scratch.iterdir()) == []
    with pytest.raises(PairsError, match="has no annotations"):
        make_pairs(tmp_path / "none.pairs", desk.store, projects=["nothing"])
    assert not (tmp_path / "none.pairs").exists()
