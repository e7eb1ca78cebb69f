"""``animewidgets categories`` as a person types it."""

from __future__ import annotations

import json

import pytest

from animewidgets.cli import main
from animewidgets.datasets.schemas import read_schema
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
