"""``animewidgets categories`` as a person types it."""

from __future__ import annotations

import json

import pytest

from animewidgets.cli import main
from animewidgets.datasets.schemas import read_schema
from animewidgets.store import Store
from tests.datasets.schemas.test_cvat import RAW


@pytest.fixture
def labels(tmp_path):
    path = tmp_path / "cars.json"
    path.write_text(json.dumps(RAW), encoding="utf-8")
    return path


def run(*arguments) -> int:
    return main(["categories", *(str(one) for one in arguments)])


def test_check_says_what_is_in_a_file_and_what_is_lost(labels, capsys):
    assert run("check", labels) == 0
    printed = capsys.readouterr().out.splitlines()
    assert printed[0] == "cars.json: cvat, schema 'cars' version 1, 2 categories, 5 attributes, 1 skeleton"
    assert any(line.startswith("a schema cannot hold: steps of numbers") for line in printed)


def test_check_tells_programs_too(tmp_path, capsys):
    path = tmp_path / "keys.txt"
    path.write_text("Day #ffffff [d]\nDusk #000000 [d]\n")
    assert run("check", path, "--as", "light", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told == {
        "format": "plain",
        "schema_id": "light",
        "version": 1,
        "categories": 2,
        "groups": 0,
        "hotkeys_used_twice": {"d": ["day", "dusk"]},
        "not_held": [],
        "notes": [],
    }


def test_convert_writes_by_the_ending_and_tells_both_losses(labels, tmp_path, capsys):
    out = tmp_path / "cars.xml"
    assert run("convert", labels, "--out", out) == 0
    told = capsys.readouterr()
    assert (
        told.out == f"{out}: label-studio, schema 'cars' version 1, 2 categories, 5 attributes, 1 skeleton\n"
    )
    assert "not read: steps of numbers" in told.err
    assert "not written: skeletons that Label Studio cannot hold: 2 key points of 'tail'" in told.err
    assert [one.name for one in read_schema(out).schema] == ["car", "tail"]


def test_convert_prints_where_no_file_is_named(labels, capsys):
    assert run("convert", labels, "--to", "plain") == 0
    assert capsys.readouterr().out == "car #ff6037\ntail #2080c0\n"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "--to FORMAT or --out FILE"),
        (("--to", "voc"), "there is no format 'voc'"),
        (("--out", "a.csv"), "the ending '.csv' of 'a.csv' says no format"),
    ],
)
def test_convert_says_what_it_wants(labels, arguments, told, capsys):
    assert run("convert", labels, *arguments) == 2
    assert told in capsys.readouterr().err


def test_a_file_that_is_refused_is_one_line_and_a_code(tmp_path, capsys):
    path = tmp_path / "a.xml"
    path.write_text("<View>\n<Label></View>")
    assert run("check", path) == 2
    assert capsys.readouterr().err == "error: FormatError: 'a.xml', line 2: this is no XML: mismatched tag\n"


@pytest.fixture
def shelf(tmp_path):
    return tmp_path / "store.duckdb"


def published(shelf, schema_id, version=None):
    with Store.open(shelf) as store:
        return store.schemas.get(schema_id, version)


def test_a_file_is_published_and_its_next_one_adds_to_it(labels, tmp_path, shelf, capsys):
    assert run("import", labels, "--store", shelf, "--person", "mika") == 0
    assert "published schema 'cars' version 1, 2 categories" in capsys.readouterr().out
    more = tmp_path / "cars.txt"
    more.write_text("Car\nLorry\n  Trailer\n")
    assert run("import", more, "--store", shelf, "--person", "mika", "--dry-run") == 0
    assert capsys.readouterr().out.splitlines() == [
        "renamed: car (name)",
        "added: lorry",
        "added: trailer",
        "would publish 'cars' version 2",
    ]
    assert run("import", more, "--store", shelf, "--person", "mika", "--note", "lorries") == 0
    before, after = published(shelf, "cars", 1), published(shelf, "cars")
    assert [one.name for one in after] == ["Car", "tail", "Lorry", "Trailer"]
    car, was = after.category("car"), before.category("car")
    assert (car.attributes, car.colour) == (was.attributes, was.colour)  # of which a list says nothing
    assert after.category("trailer").parent == "lorry"
    capsys.readouterr()
    assert run("import", more, "--store", shelf, "--person", "mika") == 0
    assert capsys.readouterr().out.startswith("nothing is new: schema 'cars' version 2, 4 categories")


def test_replacing_drops_what_the_file_does_not_have(labels, tmp_path, shelf, capsys):
    run("import", labels, "--store", shelf, "--person", "mika")
    only = tmp_path / "cars.yaml"
    run("convert", labels, "--out", only)
    only.write_text(only.read_text().split("- category_id: tail")[0])
    capsys.readouterr()
    assert run("import", only, "--store", shelf, "--person", "mika", "--replace") == 0
    assert "dropped: tail\n" in capsys.readouterr().out
    assert [one.name for one in published(shelf, "cars")] == ["car"]
    assert [one.name for one in published(shelf, "cars", 1)] == ["car", "tail"]


def test_others_schemas_are_not_published(labels, tmp_path, shelf, capsys):
    run("import", labels, "--store", shelf, "--person", "mika")
    more = tmp_path / "cars.txt"
    more.write_text("Lorry\n")
    assert run("import", more, "--store", shelf, "--person", "ren") == 2
    assert "error: NotMaintainer: 'ren' does not maintain 'cars'" in capsys.readouterr().err


def test_what_was_published_is_listed_and_written(labels, tmp_path, shelf, capsys):
    run("import", labels, "--store", shelf, "--person", "mika")
    capsys.readouterr()
    assert run("list", "--store", shelf, "--json") == 0
    (row,) = [one for one in json.loads(capsys.readouterr().out) if one["schema_id"] == "cars"]
    assert (row["newest"], row["published_by"], row["categories"]) == (1, "mika", 2)
    out = tmp_path / "again.yaml"
    assert run("export", "cars", "--store", shelf, "--out", out) == 0
    assert read_schema(out).schema == published(shelf, "cars")
    assert run("export", "cars", "--store", shelf, "--version", "9", "--to", "json") == 2
    assert "has no version 9" in capsys.readouterr().err
