"""Every example runs as it stands, in a process of its own, and prints what it promises."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from animewidgets.annotations import Annotation, Kind
from animewidgets.datasets.pairs import make_pairs
from tests.datasets.pairs.people import box, new_id, sit_down

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"


def run(name: str, tmp_path: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, str(EXAMPLES / name), *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_cuts_from_python_undoes_the_move_and_keeps_it_in_the_history(tmp_path: Path) -> None:
    printed = run("cuts_from_python.py", tmp_path)
    assert "commit 3: undo ['update']" in printed
    shots = printed[printed.index("start_frame") :].splitlines()
    assert [line.split()[1:4] for line in shots[1:4]] == [
        ["0", "0", "48"],
        ["1", "48", "90"],
        ["2", "90", "120"],
    ]


def test_label_each_drawing_once_finds_picks_and_saves(tmp_path: Path) -> None:
    printed = run("label_each_drawing_once.py", tmp_path)
    assert "200 frames show " in printed
    assert "(first" in printed
    assert "an animation of 24 frames" in printed
    boxes = int(printed.split(" boxes on a sheet")[0].split()[-1])
    assert boxes >= 5


def test_read_pairs_needs_nothing_of_ours(tmp_path: Path) -> None:
    desk = sit_down(tmp_path / "a.duckdb")
    with desk.store:
        heard = Annotation(new_id(), Kind.AUDIO_EVENT, 3400, 4700, attributes={"lane": "dialogue"})
        desk.create([*(box(1000 * n) for n in range(3, 9)), heard])
        file = make_pairs(tmp_path / "faces.pairs", desk.store, licence="CC-BY-4.0")
    assert "import animewidgets" not in (source := (EXAMPLES / "read_pairs.py").read_text())
    assert "from animewidgets" not in source
    assert len(source.splitlines()) <= 45
    printed = run("read_pairs.py", tmp_path, str(file)).splitlines()
    assert printed[0] == "faces: 7 labels by 1 people, CC-BY-4.0"
    assert printed[1].startswith("box face on frame 3 at 0.125 s: {'x': 10.0, ")
    assert printed[2].startswith("audio_event None on frame 3 at 0.142 s")


def test_no_example_is_left_untested() -> None:
    tested = Path(__file__).read_text()
    assert [path.name for path in EXAMPLES.glob("*.py") if path.name not in tested] == []
