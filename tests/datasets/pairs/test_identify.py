"""``animewidgets identify`` on real files: every class, and what is no file that anybody could identify."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import av
import numpy as np
import pytest

from animewidgets.cli import REFUSED, main
from animewidgets.cli.identify import UNKNOWN
from animewidgets.datasets.pairs import make_pairs
from animewidgets.datasets.tasks import task_of
from animewidgets.demo import DemoEpisode
from animewidgets.media import open_media
from animewidgets.store import Store
from animewidgets.timemaps import read_patch
from tests.datasets.pairs.people import EVERYTHING, Desk, box
from tests.datasets.pairs.test_bind import reencode
from tests.sounds import tone, write_sound

Run = Callable[..., tuple[int, dict]]


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANIMEWIDGETS_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("ANIMEWIDGETS_CACHE", str(cache))


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fingerprints are taken once for all of these tests."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def known(
    episode: DemoEpisode, cache: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Path, Path]]:
    """A store and a pairs file of somebody who labelled the disc."""
    folder = tmp_path_factory.mktemp("known")
    store_path, file = folder / "a.duckdb", folder / "faces.pairs"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANIMEWIDGETS_CACHE", str(cache))
        _label(episode, store_path, file)
        yield store_path, file


def _label(episode: DemoEpisode, store_path: Path, file: Path) -> None:
    with open_media(episode.bluray) as media, Store.open(store_path) as store:
        Desk(store, task_of(store, media, "faces", EVERYTHING)).create([box(int(media.index.pts[5]))])
        make_pairs(file, store, media=[media])


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def asked(*arguments: object) -> tuple[int, dict]:
        code = main(["identify", *map(str, arguments), "--json"])
        return code, json.loads(capsys.readouterr().out or "{}")

    return asked


def remuxed(path: Path, out: Path) -> Path:
    """The same packets in Matroska, without the sound."""
    with av.open(str(path)) as source, av.open(str(out), "w") as target:
        stream = target.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(source.streams.video[0]):
            if packet.dts is not None:
                packet.stream = stream
                target.mux(packet)
    return out


def test_each_file_is_what_it_is(
    episode: DemoEpisode, known: tuple[Path, Path], run: Run, tmp_path: Path
) -> None:
    store, pairs = known
    with open_media(episode.bluray) as media:
        disc = media.release_id
    copy = tmp_path / "copy.mp4"
    shutil.copyfile(episode.bluray, copy)
    code, told = run(copy, "--store", store)
    assert (code, told["kind"], told["release_id"]) == (0, "exact", disc)
    assert told["best"]["evidence"]["digests"] == ["file", "stream"]
    code, told = run(remuxed(episode.bluray, tmp_path / "remuxed.mkv"), "--store", store)
    assert (code, told["kind"], told["release_id"]) == (0, "remuxed", disc)
    assert told["seconds"] is None, "digests sufficed: nothing was decoded"

    small = tmp_path / "small.mp4"
    reencode(episode.bluray, small, 34, 90)
    code, told = run(small, "--pairs", pairs)
    assert (code, told["kind"], told["release_id"]) == (0, "re-encoded", disc)
    evidence = told["best"]["evidence"]
    assert evidence["frames_agreeing"] >= 0.97 * evidence["frames"]
    assert told["best"]["where"] == "faces.pairs"

    patch = tmp_path / "tv.patch.json"
    code, told = run(episode.tv_recording, "--pairs", pairs, "--out", patch)
    assert (code, told["kind"], told["release_id"]) == (0, "other_release", disc)
    assert told["confidence"] > 0.8
    assert 0.6 < told["best"]["evidence"]["share_of_file"] < 0.9
    written = read_patch(patch.read_text("utf-8"))
    assert written.target_release == disc
    true = episode.time_map.inverted()
    off = [
        abs(there - right)
        for tick in range(0, 400_000, 5005)
        if (there := written.apply(tick)) is not None and (right := true.apply(tick)) is not None
    ]
    assert len(off) > 40
    assert max(off) <= 1001


def test_the_store_finds_the_fingerprint_that_was_made_on_this_machine(
    episode: DemoEpisode, known: tuple[Path, Path], run: Run
) -> None:
    store, _ = known  # making the pairs file took it
    code, told = run(episode.tv_recording, "--store", store)
    assert (code, told["kind"], told["best"]["where"]) == (0, "other_release", "store")


def test_what_a_person_reads(
    episode: DemoEpisode, known: tuple[Path, Path], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    _, pairs = known
    assert main(["identify", str(episode.tv_recording), "--pairs", str(pairs)]) == 0
    text = capsys.readouterr().out
    assert "tv-recording.mp4 is another release of the same episode as (rel-" in text
    assert "informative changes of the picture agree" in text
    assert "of the file are in the release" in text
    assert "the sound agrees" in text
    assert "--out writes it" in text
    assert main(["identify", str(episode.bluray), "--pairs", str(pairs)]) == 0
    assert "SHA-256 of all bytes agrees" in capsys.readouterr().out
    # With nothing known it says what to do.
    assert main(["identify", str(episode.bluray)]) == UNKNOWN
    assert "no release is known: name a store" in capsys.readouterr().out
    # The library knows it once its folder was named, and its fingerprint was taken.
    assert main(["library", "add", str(episode.folder)]) == 0
    capsys.readouterr()
    small = tmp_path / "small.mp4"
    reencode(episode.bluray, small, 34, 90)
    assert main(["identify", str(small)]) == 0
    assert "encoded anew, frame by frame, from the same release as 'bluray'" in capsys.readouterr().out


def black(path: Path, frames: int) -> Path:
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=24, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 128, 72, "yuv420p"
        nothing = np.full((108, 128), 128, np.uint8)
        nothing[:72] = 16
        for n in range(frames):
            frame = av.VideoFrame.from_ndarray(nothing, format="yuv420p")
            frame.pts = n
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path


def test_black_silent_and_grey_files_are_unknown_and_the_report_says_why(
    known: tuple[Path, Path], run: Run, tmp_path: Path
) -> None:
    _, pairs = known
    code, told = run(black(tmp_path / "black.mp4", 120), "--pairs", pairs)
    assert (code, told["kind"]) == (UNKNOWN, "unknown")
    assert any("it shows nothing" in note for note in told["notes"])
    assert any("no sound" in note for note in told["notes"])
    quiet = write_sound(tmp_path / "quiet.mkv", tone(300, 5, loud=0.0), frames=120)
    code, told = run(quiet, "--pairs", pairs, "--out", tmp_path / "quiet.patch.json")
    assert code == REFUSED
    assert not (tmp_path / "quiet.patch.json").exists()
    code, told = run(quiet, "--pairs", pairs)
    assert (code, told["kind"]) == (UNKNOWN, "unknown")
    assert any("its sound is silence" in note for note in told["notes"])


def test_a_file_that_breaks_off_is_another_release_and_the_report_says_that_it_breaks_off(
    episode: DemoEpisode, known: tuple[Path, Path], run: Run, tmp_path: Path
) -> None:
    _, pairs = known
    whole = remuxed(episode.bluray, tmp_path / "whole.mkv").read_bytes()
    broken = tmp_path / "broken.mkv"
    broken.write_bytes(whole[: len(whole) * 3 // 4])
    code, told = run(broken, "--pairs", pairs)
    assert (code, told["kind"]) == (0, "other_release")
    assert told["best"]["evidence"]["share_of_file"] > 0.97
    assert told["best"]["evidence"]["share_of_release"] < 0.9
    assert told["notes"], "it breaks off"


def test_what_cannot_be_read_is_refused_in_one_line_and_nothing_is_written(
    episode: DemoEpisode, known: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, pairs = known
    (tmp_path / "text.mkv").write_text("no video at all")
    (tmp_path / "empty.mp4").touch()
    (tmp_path / "bad.fingerprint").write_bytes(b"AWfinger" + bytes(40))
    (tmp_path / "bad.pairs").write_bytes(pairs.read_bytes()[:-40])
    before = {one: one.stat().st_size for one in tmp_path.iterdir()}
    out = tmp_path / "map.patch.json"
    for file, where in (
        ("none.mkv", pairs),
        ("text.mkv", pairs),
        ("empty.mp4", pairs),
        ("bad.fingerprint", pairs),
        (str(episode.bluray), tmp_path / "bad.pairs"),
        (str(episode.bluray), tmp_path / "none.pairs"),
    ):
        arguments = ["identify", str(tmp_path / file), "--pairs", str(where), "--out", str(out)]
        assert main(arguments) == REFUSED
        told = capsys.readouterr().err
        assert told.startswith("error: ")
        assert len(told.splitlines()) == 1
    assert main(["identify", str(episode.bluray), "--store", str(tmp_path / "none.duckdb")]) == REFUSED
    # The very file needs no map: that is said, and none is written.
    assert main(["identify", str(episode.bluray), "--pairs", str(pairs), "--out", str(out)]) == REFUSED
    assert "frames need no map" in capsys.readouterr().err
    assert not out.exists()
    assert {one: one.stat().st_size for one in tmp_path.iterdir()} == before
