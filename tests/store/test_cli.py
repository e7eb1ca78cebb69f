"""``animewidgets sql``, also while a notebook has the store open."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from animewidgets.cli import main
from tests.store.conftest import create, cut

REPOSITORY = Path(__file__).resolve().parents[2]


def test_another_process_asks_while_the_notebook_is_open(desk, path):
    desk.do(create(cut(104, comment="溶暗")), create(cut(396)))
    code = "import sys; from animewidgets.cli import main; sys.exit(main(sys.argv[1:]))"
    arguments = ["sql", "SELECT frame, comment FROM cuts", "--store", str(path), "--format", "json"]
    ran = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert json.loads(ran.stdout) == [{"frame": 2, "comment": "溶暗"}, {"frame": 6, "comment": None}], (
        ran.stderr
    )


def test_rows_as_a_table_and_as_csv(desk, path, capsys):
    desk.do(create(cut(104)))
    assert main(["sql", "SELECT frame, seconds FROM cuts", "--store", str(path)]) == 0
    assert capsys.readouterr().out.split() == ["frame", "seconds", "2", "0.104"]
    assert main(["sql", "SELECT frame, seconds FROM cuts", "--store", str(path), "--format", "csv"]) == 0
    assert capsys.readouterr().out == "frame,seconds\n2,0.104\n"
    assert main(["sql", "SELECT frame FROM cuts WHERE false", "--store", str(path)]) == 0
    assert capsys.readouterr().out == "no rows (frame)\n"


def test_writing_must_be_asked_for(desk, path, capsys):
    add = "INSERT INTO works VALUES (uuid(), 'Popeye', NULL, 1936, NULL)"
    assert main(["sql", add, "--store", str(path)]) != 0
    assert "NotReadOnly" in capsys.readouterr().err
    assert main(["sql", add, "--store", str(path), "--write"]) == 0
    assert main(["sql", "SELECT title FROM works", "--store", str(path), "--format", "csv"]) == 0
    assert capsys.readouterr().out.endswith("title\nPopeye\n")


def test_asking_a_store_that_is_not_there_makes_none(tmp_path, capsys):
    missing = tmp_path / "missing.duckdb"
    assert main(["sql", "SELECT 1", "--store", str(missing)]) != 0
    assert "there is no store" in capsys.readouterr().err
    assert not missing.exists()
