"""Binding that finds the time map itself, from the fingerprints of both sides."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from animewidgets.analysis.identify import cached_fingerprint
from animewidgets.annotations import Annotation, Kind
from animewidgets.cli import main
from animewidgets.datasets.pairs import Bound, bind, import_pairs, make_pairs, open_pairs, target_of
from animewidgets.datasets.tasks import task_of
from animewidgets.demo import DemoEpisode, make_episode
from animewidgets.demo.frame_number import read
from animewidgets.demo.make import OWN_FOOTAGE
from animewidgets.media import open_media
from animewidgets.store import Store
from animewidgets.timemaps import read_patch
from tests.conftest import common, locked
from tests.datasets.pairs.people import EVERYTHING, Desk, box, new_id


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANIMEWIDGETS_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("ANIMEWIDGETS_CACHE", str(tmp_path / "cache"))


@pytest.fixture(scope="session")
def other_episode(tmp_path_factory: pytest.TempPathFactory) -> DemoEpisode:
    """Another episode of the same series."""
    folder = common(tmp_path_factory) / "other-episode"
    with locked(folder):
        return make_episode(folder, seed=4242, seconds=12, height=180)


@pytest.fixture(scope="session")
def from_tv(episode: DemoEpisode, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Somebody's labels on every fifth frame of the recording."""
    folder = tmp_path_factory.mktemp("from-tv")
    with open_media(episode.tv_recording) as media, Store.open(folder / "a.duckdb") as store:
        pts = [int(one) for one in media.index.pts]
        Desk(store, task_of(store, media, "faces", EVERYTHING)).create(
            [
                *(box(pts[n], attributes={}) for n in range(0, len(pts), 5)),
                Annotation(new_id(), Kind.CUT, pts[80]),
            ]
        )
        yield make_pairs(folder / "faces.pairs", store, media=[media])


def test_labels_come_to_the_right_drawing_without_anybodys_map(
    episode: DemoEpisode, from_tv: Path, tmp_path: Path
) -> None:
    with (
        open_pairs(from_tv) as pairs,
        open_media(episode.bluray) as disc,
        open_media(episode.tv_recording) as tv,
    ):
        binding = bind(pairs, [target_of(disc)])
        (route,) = binding.routes.values()
        assert route.how == "aligned"
        assert "changes of the picture agree" in route.why
        on_tv = {int(tv.index.pts[n]): read(tv.frame(n).rgb) for n in range(0, len(tv.index), 5)}
        of_film = {pts for pts, number in on_tv.items() if number < OWN_FOOTAGE}
        found = binding.rows[(binding.rows["outcome"] != Bound.UNMAPPABLE) & (binding.rows["kind"] == "box")]
        was = {one.annotation_id: one.start_pts for one, _ in _annotations(pairs)}
        off = [
            abs(disc.index.ordinal_of(int(row.start_pts)) - on_tv[was[row.annotation_id]])
            for row in found.itertuples()
        ]
        assert max(off) <= 1
        assert np.mean(np.array(off) == 0) > 0.9
        assert {was[name] for name in found["annotation_id"]} <= of_film
        assert len(found) >= 0.9 * len(of_film)
        with Store.open(tmp_path / "b.duckdb") as store:
            done = import_pairs(pairs, store, binding, project="faces")
            assert done.added == len(binding.rows) - binding.counts[Bound.UNMAPPABLE]


def _annotations(pairs):
    from animewidgets.datasets.pairs.annotation_rows import annotations_of

    return annotations_of(pairs)


def test_another_episode_gets_no_label_and_it_is_said_why(other_episode: DemoEpisode, from_tv: Path) -> None:
    with open_pairs(from_tv) as pairs, open_media(other_episode.bluray) as stranger:
        binding = bind(pairs, [target_of(stranger)])
        (route,) = binding.routes.values()
        assert (route.how, route.target) == ("none", None)
        assert "nor is its footage in one" in route.why or "not the same episode" in route.why
        assert binding.counts[Bound.UNMAPPABLE] == len(binding.rows)


def test_of_two_releases_the_one_with_the_footage_is_taken(
    episode: DemoEpisode, other_episode: DemoEpisode, from_tv: Path
) -> None:
    with (
        open_pairs(from_tv) as pairs,
        open_media(episode.bluray) as disc,
        open_media(other_episode.bluray) as stranger,
    ):
        binding = bind(pairs, [target_of(stranger), target_of(disc)])
        (route,) = binding.routes.values()
        assert route.target is not None
        assert route.target.release_id == disc.release_id


def test_a_map_that_somebody_gave_goes_before_one_that_is_found(episode: DemoEpisode, from_tv: Path) -> None:
    with open_pairs(from_tv) as pairs, open_media(episode.bluray) as disc:
        binding = bind(pairs, [target_of(disc)], maps=[episode.time_map])
        assert [one.how for one in binding.routes.values()] == ["map"]
        assert cached_fingerprint(disc.release_id) is None, "nothing had to be decoded"
        assert bind(pairs, [target_of(disc)], align=False).counts[Bound.UNMAPPABLE] == len(binding.rows)


def test_what_is_too_still_to_be_sure_of_needs_review(
    episode: DemoEpisode, from_tv: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A map of which fewer than ten changes agree is no guess that anybody takes silently."""
    from animewidgets.analysis.align import confidence

    monkeypatch.setattr(confidence, "_EVEN", 10_000.0)
    with open_pairs(from_tv) as pairs, open_media(episode.bluray) as disc:
        binding = bind(pairs, [target_of(disc)])
        (route,) = binding.routes.values()
        assert (route.how, route.why.startswith("not sure")) == ("aligned", True)
        assert binding.counts[Bound.REVIEW] > 0
        assert binding.counts[Bound.REVIEW] + binding.counts[Bound.UNMAPPABLE] == len(binding.rows)


def test_by_command_line_with_the_library_alone(
    episode: DemoEpisode,
    other_episode: DemoEpisode,
    from_tv: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Person B has a folder with two discs, whose fingerprints were taken, and names neither."""
    folder = tmp_path / "anime"
    folder.mkdir()
    for name, path in (("ep01", episode.bluray), ("ep02", other_episode.bluray)):
        (folder / f"{name}.mp4").write_bytes(path.read_bytes())
    assert main(["library", "add", str(folder)]) == 0
    assert main(["library", "fingerprint"]) == 0
    assert "2 fingerprints taken, 0 were there" in capsys.readouterr().out
    assert main(["library", "fingerprint"]) == 0
    assert "0 fingerprints taken, 2 were there" in capsys.readouterr().out
    maps = tmp_path / "maps"
    assert main(["pairs", "bind", str(from_tv), "--json", "--maps-out", str(maps)]) == 0
    told = json.loads(capsys.readouterr().out)
    (release,) = told["releases"].values()
    assert release["how"] == "aligned"
    assert told["outcomes"]["moved"] > 10
    assert told["maps"] == [one.name for one in maps.iterdir()]
    written = read_patch((maps / told["maps"][0]).read_text("utf-8"))
    assert written.target_release == release["target"]
    assert str(tmp_path) not in json.dumps(told)
    # The map that was written leads there as well, and nothing is aligned again.
    assert main(["pairs", "bind", str(from_tv), "--json", "--map", str(maps / told["maps"][0])]) == 0
    again = json.loads(capsys.readouterr().out)
    assert [one["how"] for one in again["releases"].values()] == ["map"]
    assert again["outcomes"] == told["outcomes"]
    store = ["--store", str(tmp_path / "b.duckdb"), "--project", "from TV"]
    assert main(["pairs", "import", str(from_tv), *store]) == 0
    assert "was aligned with 'ep01'" in capsys.readouterr().out
    assert main(["pairs", "bind", str(from_tv), "--no-align"]) == 0
    assert "leads nowhere" in capsys.readouterr().out
