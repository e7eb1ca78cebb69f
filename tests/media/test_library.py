"""The library finds the file that plays a release, and keeps what it knows to its user."""

from __future__ import annotations

import json
import shutil
import stat
import threading
from pathlib import Path

import av
import numpy as np
import pytest

from animewidgets.cli import main
from animewidgets.errors import LibraryError
from animewidgets.media import open_media
from animewidgets.media.library import MediaLibrary


def film(path: Path, seed: int) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    noise = np.random.default_rng(seed).integers(0, 255, (6, 64, 64, 3), np.uint8)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=24)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        for n, picture in enumerate(noise):
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts = n
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MediaLibrary:
    monkeypatch.setenv("ANIMEWIDGETS_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("ANIMEWIDGETS_CACHE", str(tmp_path / "cache"))
    film(tmp_path / "anime" / "one" / "ep01.mp4", 1)
    film(tmp_path / "anime" / "ep02.MKV", 2)
    (tmp_path / "anime" / "broken.mp4").write_bytes(b"nothing")
    (tmp_path / "anime" / "notes.txt").write_text("no media")
    (tmp_path / "anime" / "again").symlink_to(tmp_path / "anime")
    return MediaLibrary()


def test_a_release_is_found_until_its_file_changes_or_goes(library: MediaLibrary, tmp_path: Path) -> None:
    scanned = library.add(tmp_path / "anime").scan()
    assert (scanned.looked_at, scanned.unchanged, scanned.gone, scanned.broken) == (3, 0, 0, 1)
    path = tmp_path / "anime" / "one" / "ep01.mp4"
    with open_media(path) as media:
        release = media.release_id
    assert library.find(release) == path
    assert len(library.releases()) == 2
    assert library.find("rel-unknown") is None
    again = library.scan()
    assert (again.looked_at, again.unchanged, again.broken) == (0, 3, 1)
    moved = shutil.move(path, tmp_path / "anime" / "renamed.mp4")
    assert library.find(release) is None
    assert library.scan().gone == 1
    assert library.find(release) == Path(moved)
    film(Path(moved), 3)
    assert library.find(release) is None


def test_only_the_user_may_read_the_list(library: MediaLibrary, tmp_path: Path) -> None:
    library.add(tmp_path / "anime").scan()
    file = tmp_path / "data" / "library.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert str(tmp_path) not in repr(library)


def test_a_scan_in_the_background_can_be_waited_for_and_cancelled(
    library: MediaLibrary, tmp_path: Path
) -> None:
    library.add(tmp_path / "anime")
    scan = library.scan_in_background()
    found = scan.wait(60)
    assert found is not None
    assert found.looked_at == 3
    assert (scan.running, scan.done, scan.total) == (False, 3, 3)
    stop = threading.Event()
    seen: list[str] = []

    def tell(_done: int, _total: int, name: str) -> None:
        seen.append(name)
        stop.set()

    for one in library.folders():
        library.remove(one)
    library.add(tmp_path / "anime")
    found = library.scan(progress=tell, cancel=stop)
    assert (found.looked_at, len(seen)) == (1, 1)
    assert len(library.files()) == 1  # what was read before it ended is kept
    assert library.scan().looked_at == 2


def test_folders_are_named_and_forgotten(library: MediaLibrary, tmp_path: Path) -> None:
    library.add(tmp_path / "anime").add(tmp_path / "anime").scan()
    assert library.folders() == (tmp_path / "anime",)
    library.remove(tmp_path / "anime")
    assert (library.folders(), library.files()) == ((), ())
    with pytest.raises(LibraryError, match="'anime' is none of the folders"):
        library.remove(tmp_path / "anime")
    with pytest.raises(LibraryError, match="'nowhere' is no folder"):
        library.add(tmp_path / "nowhere")


@pytest.mark.parametrize(
    "content", ["", "[]", "{", '{"format": 1}', '{"format": 9, "folders": [], "files": []}']
)
def test_a_list_that_cannot_be_read_is_told_and_left_as_it_is(
    library: MediaLibrary, tmp_path: Path, content: str
) -> None:
    file = tmp_path / "data" / "library.json"
    file.parent.mkdir()
    file.write_text(content)
    for work in (library.folders, library.scan, lambda: library.add(tmp_path / "anime")):
        with pytest.raises(LibraryError):
            work()
    assert file.read_text() == content


def test_the_command_line_adds_scans_and_lists(
    library: MediaLibrary, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["library", "list"]) == 0
    assert "no folders" in capsys.readouterr().out
    assert main(["library", "add", str(tmp_path / "anime")]) == 0
    assert "3 files read, 0 as they were, 0 gone, 1 that cannot be played" in capsys.readouterr().out
    assert main(["library", "scan"]) == 0
    assert main(["library", "list", "--json"]) == 0
    told = capsys.readouterr().out
    listed = json.loads(told[told.index("{") :])
    assert [one["error"] for one in listed["files"]] == ["NotAMediaFile", None, None]
    assert {one["release_id"] for one in listed["files"]} >= set(library.releases())
    assert main(["library", "list"]) == 0
    assert "ep01.mp4" in capsys.readouterr().out
    assert main(["library", "remove", str(tmp_path / "anime")]) == 0
