"""Detection as a user meets it: progress, cancelling, the cache, strange files, the command line."""

from __future__ import annotations

import json
import subprocess
import sys
import threading

import numpy as np
import pytest

from animewidgets.analysis.shots import detect, detection
from animewidgets.cli import main
from animewidgets.demo.reedit import TEST_SEEDS, TUNING_SEEDS, write_reedit
from animewidgets.errors import AnalysisCancelled
from animewidgets.media import open_media
from tests.analysis.shots.conftest import HEIGHT, WIDTH, place


@pytest.fixture
def two_shots(film):
    return film([place("hills")] * 40 + [place("classroom")] * 40, keyint=10)


def test_progress_is_told_from_nothing_to_all(two_shots):
    told = []
    with open_media(two_shots) as media:
        detect(media, progress=lambda done, total: told.append((done, total)))
    done = [d for d, _ in told]
    assert done == sorted(done)
    assert told[-1] == (80, 80)
    assert len(set(done)) > 4


def test_a_bar_is_shown_on_demand(two_shots, capsys):
    with open_media(two_shots) as media:
        detect(media, progress=True)
    assert "film1" in capsys.readouterr().err


def test_a_cancelled_detection_raises_and_keeps_nothing(two_shots, own_cache):
    cancel = threading.Event()
    with open_media(two_shots) as media:
        with pytest.raises(AnalysisCancelled, match="film1"):
            detect(media, cancel=cancel, progress=lambda *_: cancel.set())
        assert not (own_cache / "shots").exists()
        assert len(detect(media)) == 1, "the file can be looked at again"


def test_a_film_seen_before_is_not_decoded_again(two_shots, monkeypatch):
    with open_media(two_shots) as media:
        first = detect(media)
    moved = two_shots.rename(two_shots.with_name("moved.mkv"))

    def refuse(*_, **__):
        raise AssertionError("decoded again")

    monkeypatch.setattr(detection, "read_pictures", refuse)
    with open_media(moved) as media:
        again = detect(media, operating_point="proposals")
        assert (
            again.at("cuts")
            .transitions.to_pandas()
            .drop(columns="score")
            .equals(first.transitions.to_pandas().drop(columns="score"))
        )
        with pytest.raises(AssertionError, match="decoded again"):
            detect(media, cache=False)


def test_one_worker_finds_what_two_find(two_shots):
    with open_media(two_shots) as media:
        one, two = (detect(media, workers=n, cache=False) for n in (1, 2))
    assert one.transitions.to_pandas().equals(two.transitions.to_pandas())


def test_what_is_out_of_range_is_refused_with_the_value(two_shots):
    with open_media(two_shots) as media:
        with pytest.raises(ValueError, match="'all' is not one of cuts, proposals"):
            detect(media, operating_point="all")
        with pytest.raises(ValueError, match="0 workers"):
            detect(media, workers=0)


def test_times_of_a_variable_rate_film_are_its_own_ticks(film):
    lengths = [42, 41, 83, 125, 42, 83]
    pts = np.concatenate([[0], np.cumsum([lengths[n % 6] for n in range(59)])]).tolist()
    path = film([place("hills")] * 30 + [place("sea")] * 30, pts=pts)
    with open_media(path) as media:
        found = detect(media)
        t = found.transitions
        assert t.frame.tolist() == [30]
        assert t.pts.tolist() == [int(media.index.pts[30])]
        assert found.shots.stop_pts.tolist()[-1] == media.index.end_pts


@pytest.mark.parametrize("frames", [1, 2, 3, 9])
def test_the_shortest_films_are_one_shot(film, frames):
    with open_media(film([place("hills")] * frames)) as media:
        found = detect(media)
    assert len(found) == 0
    assert (found.shots.start.tolist(), found.shots.stop.tolist()) == ([0], [frames])
    assert found.shots.to_pandas()["camera"].tolist()[0] in ("unknown", "still")


def test_pictures_of_eight_pixels_and_nothing_but_black_are_no_trouble(film):
    rng = np.random.default_rng(3)
    tiny = [np.repeat(rng.integers(0, 255, (1, 8, 8, 3), np.uint8), 20, 0) for _ in range(2)]
    with open_media(film([*tiny[0], *tiny[1]])) as media:
        assert detect(media).transitions.frame.tolist() == [20]
    with open_media(film([np.zeros((HEIGHT, WIDTH, 3), np.uint8)] * 30)) as media:
        assert len(detect(media, operating_point="proposals")) == 0


def test_damage_neither_ends_the_pass_nor_makes_cuts(film):
    pictures = [place("street", x=n / 200) for n in range(100)] + [place("night")] * 60
    path = film(pictures, keyint=20)
    data = bytearray(path.read_bytes())
    rng = np.random.default_rng(1)
    for at in rng.integers(len(data) // 5, len(data) // 3, 60).tolist():
        data[at] ^= 0xFF
    path.write_bytes(data)
    with open_media(path) as media:
        found = detect(media)
    assert found.damaged > 0
    assert found.transitions.frame.tolist() == [100]
    doubted = [p for p in found.at("proposals") if p.start != 100]
    assert all("the file is damaged here" in p.reasons for p in doubted)


def test_the_command_prints_json_that_a_program_can_use(two_shots, capsys):
    assert main(["shots", str(two_shots), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    (row,) = report["transitions"]
    assert (row["frame"], row["kind"], row["from_frame"], row["until_frame"]) == (40, "cut", 40, 40)
    numerator, denominator = report["time_base"]
    assert row["pts"] * numerator / denominator == pytest.approx(40 / 24, abs=0.002)
    assert 0.5 <= row["score"] <= 1
    assert [(s["start"], s["stop"]) for s in report["shots"]] == [(0, 40), (40, 80)]
    assert report["operating_point"] == "cuts"


def test_the_command_prints_a_table_for_people(two_shots, capsys):
    assert main(["shots", str(two_shots), "--proposals"]) == 0
    header, first = capsys.readouterr().out.splitlines()[:2]
    assert header.split()[:4] == ["frame", "pts", "time", "kind"]
    assert first.split()[0] == "40"


def test_importing_the_room_loads_nothing_heavy():
    code = (
        "import sys, animewidgets.analysis, animewidgets.analysis.shots;"
        "print([m for m in ('cv2', 'av', 'pandas', 'numpy', 'tqdm') if m in sys.modules])"
    )
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"


def test_tuning_and_test_seeds_are_kept_apart():
    assert not set(TUNING_SEEDS) & set(TEST_SEEDS)
    assert len(TEST_SEEDS) >= 8


def test_a_reedit_is_what_its_truth_says(tmp_path):
    """A short one, drawn footage only: every hard cut of the truth is found on its frame."""
    truth = write_reedit(tmp_path / "a.mkv", 2, seconds=12)
    assert write_reedit(tmp_path / "b.mkv", 2, seconds=12) == truth
    with open_media(tmp_path / "a.mkv") as media:
        assert len(media.index) == truth.frames
        found = detect(media)
    cuts = [p.start for p in found if p.kind == "cut"]
    missed = [c for c in truth.hard if all(abs(c - f) > 1 for f in cuts)]
    assert truth.hard
    assert missed == []
