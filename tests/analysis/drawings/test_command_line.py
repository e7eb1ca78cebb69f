"""``animewidgets drawings``."""

from __future__ import annotations

import json

from animewidgets.cli import main
from tests.analysis.drawings.test_find import TWOS
from tests.analysis.shots.conftest import place, with_figure

NEXT_SHOT = [with_figure(place("sea"), 0.3 + 0.03 * (n // 3)) for n in range(24)]


def test_it_prints_how_long_the_drawings_of_each_shot_are_held(film, capsys):
    assert main(["drawings", str(film(TWOS + NEXT_SHOT))]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].split()[0:2] == ["0", "0"]
    assert lines[1].endswith("12 × 2")
    assert lines[2].split()[1] == "24"
    assert lines[2].endswith("8 × 3")
    assert lines[3] == "20 drawings, 58% of the frames repeat the one before"


def test_as_json_with_key_frames(film, capsys):
    assert main(["drawings", str(film(TWOS + NEXT_SHOT)), "--json", "--keyframes", "2"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert [run["start"] for run in report["drawings"]][:4] == [0, 2, 4, 6]
    assert report["drawings"][12] | {"confidence": 1.0, "stop_pts": 0, "start_pts": 0} == {
        "shot": 1, "start": 24, "stop": 27, "start_pts": 0, "stop_pts": 0,
        "camera": "still", "confidence": 1.0, "mixed": False,
    }  # fmt: skip
    assert [k["reasons"][0] for k in report["shots"][1]["keyframes"]] == ["first", "last"]
