"""The same by command line, on a real store with cuts, boxes and a mask."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from animewidgets.annotations import Annotation, Kind, masks
from animewidgets.cli import REFUSED, main
from animewidgets.datasets.tasks import task_of
from animewidgets.demo import DemoEpisode
from animewidgets.media import open_media
from animewidgets.store import Store
from tests.datasets.pairs.people import EVERYTHING, Desk, box, new_id


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANIMEWIDGETS_DATA", str(tmp_path / "data"))


def labelled(episode: DemoEpisode, path: Path) -> None:
    with open_media(episode.tv_recording) as media, Store.open(path) as store:
        desk = Desk(store, task_of(store, media, "faces", EVERYTHING))
        pts = [int(one) for one in media.index.pts]
        mask = masks.encode(next(iter(episode.masks(int(episode.truth.boxes.ordinal[0])).values()))).to_json()
        shown = range(25, 110, 6)
        desk.create(
            [
                *(box(pts[n]) for n in shown),
                *(Annotation(new_id(), Kind.CUT, pts[n]) for n in (5, 70)),
                Annotation(new_id(), Kind.MASK, pts[40], category="hand", geometry=mask),
            ]
        )


def test_make_check_bind_import_and_import_again(
    episode: DemoEpisode, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    a, b, file = tmp_path / "a.duckdb", tmp_path / "b.duckdb", tmp_path / "faces.pairs"
    labelled(episode, a)
    media, patch = str(episode.bluray), ["--map", str(episode.patch_path)]

    def run(*arguments: str) -> str:
        assert main(["pairs", *arguments]) == 0
        return capsys.readouterr().out

    made = run(
        "make", str(file), "--store", str(a), "--media", str(episode.tv_recording), "--licence", "CC0-1.0"
    )
    assert "2 cut" in made
    assert "15 box" in made
    assert "1 mask" in made
    assert "left with the owner: 1 names, 1 titles" in made
    told = json.loads(run("check", str(file), "--json"))
    assert (told["kinds"], told["licence"]) == ({"box": 15, "cut": 2, "mask": 1}, "CC0-1.0")
    assert told["frames_with_hash"] == told["counts"]["frames"]
    bound = json.loads(run("bind", str(file), media, *patch, "--json", "--rows", str(tmp_path / "rows.csv")))
    assert bound["outcomes"]["unmappable"] == 1  # the cut in what comes before the programme
    assert bound["outcomes"]["moved"] >= 14
    assert len((tmp_path / "rows.csv").read_text().splitlines()) == 19
    where = ["--store", str(b), "--project", "from A"]
    dry = json.loads(run("import", str(file), media, *patch, *where, "--dry-run", "--json"))
    assert (dry["added"], dry["commits"]) == (17, 0)
    assert "17 labels added in 1 commits, 0 were there already" in run(
        "import", str(file), media, *patch, *where
    )
    assert "0 labels added in 0 commits, 17 were there already" in run(
        "import", str(file), media, *patch, *where
    )
    assert "15 exact" not in run("bind", str(file), media)
    assert main(["pairs", "diff", str(file), str(file)]) == 0
    assert "nothing changed" in capsys.readouterr().out
    assert "18" in run("merge", str(file), str(file), "--out", str(tmp_path / "both.pairs"))


def test_the_library_finds_the_media(
    episode: DemoEpisode, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    a, file = tmp_path / "a.duckdb", tmp_path / "faces.pairs"
    labelled(episode, a)
    assert main(["library", "add", str(episode.folder)]) == 0
    assert main(["pairs", "make", str(file), "--store", str(a)]) == 0
    assert "with a hash" in capsys.readouterr().out
    assert main(["pairs", "bind", str(file), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["outcomes"]["exact"] == 18
    assert str(episode.folder) not in json.dumps(told)


def test_a_time_map_that_people_reviewed_in_the_store_leads_by_itself(
    episode: DemoEpisode, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    a, b, file = tmp_path / "a.duckdb", tmp_path / "b.duckdb", tmp_path / "faces.pairs"
    labelled(episode, a)
    assert main(["pairs", "make", str(file), "--store", str(a), "--no-fingerprints"]) == 0
    with open_media(episode.bluray) as disc, open_media(episode.tv_recording) as tv, Store.open(b) as store:
        names = {"source_release": disc.release_id, "target_release": tv.release_id}
        store.time_maps.begin(replace(episode.time_map, **names), project="episode", person="Uiharu Kazari")
    capsys.readouterr()
    media = str(episode.bluray)
    assert main(["pairs", "bind", str(file), media, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["outcomes"]["unmappable"] == 18
    assert main(["pairs", "bind", str(file), media, "--store", str(b), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [one["how"] for one in told["releases"].values()] == ["map"]
    assert told["outcomes"]["unmappable"] == 1
    assert main(["pairs", "import", str(file), media, "--store", str(b), "--project", "from A"]) == 0
    assert "17 labels added" in capsys.readouterr().out


def test_refusals_are_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bad.pairs").write_bytes(b"no")
    for command in (
        ["check", "bad.pairs"],
        ["bind", "bad.pairs"],
        ["import", "bad.pairs", "--project", "x", "--store", "x.duckdb"],
        ["merge", "bad.pairs", "bad.pairs", "--out", "c.pairs"],
        ["diff", "bad.pairs", "bad.pairs"],
    ):
        named = [str(tmp_path / one) if "." in one else one for one in command]
        assert main(["pairs", *named]) == REFUSED
        assert capsys.readouterr().err.startswith("error: CorruptPairs: 'bad.pairs' is no pairs file")
    assert sorted(one.name for one in tmp_path.iterdir() if one.suffix == ".duckdb") == []
