"""Bad pairs files by every command that writes: refused, and neither a file nor a row is left behind."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from animewidgets.cli import REFUSED, main
from animewidgets.datasets.pairs import make_pairs
from animewidgets.store import Store
from animewidgets.timebase import Span
from animewidgets.timemaps import Piece, TimeMap, write_patch
from tests.datasets.pairs.people import Desk, box, sit_down
from tests.datasets.pairs.test_bad_files import Parts, parts_of, with_table, written

Spoil = Callable[[Parts, Path], Path]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ANIMEWIDGETS_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("ANIMEWIDGETS_CACHE", str(tmp_path / "cache"))
    home = tmp_path / "home"
    home.mkdir()
    return home


@pytest.fixture
def good(tmp_path: Path) -> Path:
    desk = sit_down(tmp_path / "a" / "a.duckdb")
    with desk.store:
        desk.create([box(1000 * n) for n in range(20)])
        return make_pairs(tmp_path / "good.pairs", desk.store)


@pytest.fixture
def mine(home: Path) -> Desk:
    """The store of whoever is sent the bad file, with a label in it."""
    desk = sit_down(home / "mine.duckdb")
    with desk.store:
        desk.create([box(5000)])
    return desk


def _truncated(parts: Parts, path: Path) -> Path:
    data = written(parts, path).read_bytes()
    path.write_bytes(data[: len(data) // 2])
    return path


def _no_zip(_parts: Parts, path: Path) -> Path:
    path.write_bytes(b"\x00" * 5000)
    return path


def _bomb(parts: Parts, path: Path) -> Path:
    return written({**parts, "maps/a.patch.json": bytes(50_000_000)}, path, method=zipfile.ZIP_DEFLATED)


def _outside(parts: Parts, path: Path) -> Path:
    return written({**parts, "../../escaped.json": b"{}"}, path)


def _digests(parts: Parts, path: Path) -> Path:
    changed = parts["frames.parquet"]
    return written({**parts, "frames.parquet": changed[:-1] + bytes([changed[-1] ^ 1])}, path, digests=False)


def _newer(parts: Parts, path: Path) -> Path:
    head = {**json.loads(parts["pairs.json"]), "version": 99}
    return written({**parts, "pairs.json": json.dumps(head).encode()}, path)


def _columns(parts: Parts, path: Path) -> Path:
    query = "SELECT * EXCLUDE (score), 'x' AS more FROM old"
    return written(with_table(parts, "annotations", query, path.parent.parent), path)


BAD: dict[str, tuple[Spoil, str]] = {
    "a corrupt zip": (_no_zip, "CorruptPairs"),
    "a truncated zip": (_truncated, "CorruptPairs"),
    "a zip bomb": (_bomb, "CorruptPairs"),
    "a path that leads outside": (_outside, "CorruptPairs"),
    "a wrong digest": (_digests, "PairsDigestWrong"),
    "a newer format": (_newer, "PairsTooNew"),
    "Parquet with other columns": (_columns, "CorruptPairs"),
}


@pytest.mark.parametrize("what", BAD)
def test_no_command_leaves_anything_behind(
    what: str,
    good: Path,
    mine: Desk,
    home: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    spoil, error = BAD[what]
    bad = spoil(parts_of(good), home / "bad.pairs")
    scratch = home.parent / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    before = {one: one.stat().st_size for one in home.parent.rglob("*") if one.is_file()}
    here = ["--store", str(home / "mine.duckdb"), "--project", "faces"]
    for command in (
        ["check", bad],
        ["bind", bad, "--rows", home / "rows.csv", "--maps-out", home / "maps"],
        ["import", bad, *here, "--maps-out", home / "maps"],
        ["import", bad, "--store", home / "new.duckdb", "--project", "faces"],
        ["merge", good, bad, "--out", home / "both.pairs"],
        ["merge", bad, good, "--out", home / "both.pairs"],
        ["diff", good, bad],
    ):
        assert main(["pairs", *map(str, command)]) == REFUSED
        told = capsys.readouterr()
        assert told.err.startswith(f"error: {error}: ")
        assert len(told.err.splitlines()) == 1
        assert told.out == ""
    assert {one: one.stat().st_size for one in home.parent.rglob("*") if one.is_file()} == before
    with Store.open(home / "mine.duckdb") as store:
        assert len(store.live(mine.task)) == 1


def test_releases_that_do_not_match_bring_nothing_in_and_it_is_told(
    good: Path, home: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """The file's release has the identity of one in the store, at other times: an edit list was changed."""
    desk = sit_down(home / "mine.duckdb", pts=[1000 * n + 500 for n in range(200)], end_pts=200_500)
    with desk.store:
        desk.create([box(5500)])
    here = ["--store", str(home / "mine.duckdb"), "--project", "faces"]
    assert main(["pairs", "import", str(good), *here]) == 0
    assert "20 unmappable" in capsys.readouterr().out
    with Store.open(home / "mine.duckdb") as store:
        assert len(store.live(desk.task)) == 1


def test_a_map_of_other_ticks_is_refused_and_leaves_nothing(
    good: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    disc = sit_down(home / "disc.duckdb", "rel-disc", time_base=Fraction(1, 90_000))
    disc.store.close()
    other = TimeMap(
        Fraction(1, 1000), Fraction(1, 1000), (Piece(Span(0, 10), Span(0, 10)),), "rel-web", "rel-disc"
    )
    patch = home / "wrong.patch.json"
    patch.write_text(write_patch(other), "utf-8")
    here = ["--store", str(home / "disc.duckdb"), "--project", "from web", "--map", str(patch)]
    assert main(["pairs", "import", str(good), *here]) == REFUSED
    assert capsys.readouterr().err.startswith("error: WrongTimeMap: ")
    with Store.open(home / "disc.duckdb") as store:
        assert store.live(disc.task) == []
        assert "from web" not in store.sql("SELECT name FROM projects")["name"].tolist()
