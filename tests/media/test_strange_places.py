"""Odd names, odd places, files that change under one's hands, caches that cannot be written."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from animewidgets.cli import main
from animewidgets.errors import (
    MediaError,
    MediaNotFound,
    MediaVanished,
    NotAMediaFile,
)
from animewidgets.media import cache, open_media, probe
from animewidgets.media import media as media_module
from tests.media.strange import numbered

BYTES_THAT_ARE_NO_UTF8 = os.fsdecode(b"\xe9pisode.mkv")


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("film") / "film.mkv"
    numbered(path, frames=24)
    return path


@pytest.mark.parametrize(
    "name",
    [
        "第1話「窓」.mkv",
        "two\nlines.mkv",
        "a:b.mkv",
        "file:c.mkv",
        "concat:a|b.mkv",
        "pipe:0",
        "%03d.mkv",
        "-y.mkv",
        'it\'s "quoted".mkv',
        BYTES_THAT_ARE_NO_UTF8,
    ],
)
def test_any_name_that_a_file_can_have_opens(name, film, tmp_path, capsys, monkeypatch):
    (tmp_path / name).write_bytes(film.read_bytes())
    monkeypatch.chdir(tmp_path)
    with open_media(Path(name)) as media:
        assert len(media.index) == 24
        # What is shown, and sent to browsers, is one line of text.
        media.name.encode("utf-8")
        assert "\n" not in media.name
    assert main(["probe", "--json", f"./{name}"]) == 0
    assert json.loads(capsys.readouterr().out)["index"]["frames"] == 24


@pytest.mark.parametrize("encoding", ["utf-8:strict", "ascii:backslashreplace"])
@pytest.mark.parametrize(
    "command", [["probe"], ["probe", "--json"], ["frames", "--frame", "99", "--out", "x"]]
)
def test_a_name_that_is_no_text_breaks_no_terminal(command, encoding, film, tmp_path):
    path = tmp_path / BYTES_THAT_ARE_NO_UTF8
    path.write_bytes(film.read_bytes())
    script = "import sys; from animewidgets.cli import main; sys.exit(main())"
    done = subprocess.run(
        [sys.executable, "-c", script, command[0], str(path), *command[1:]],
        env=os.environ | {"PYTHONIOENCODING": encoding},
        capture_output=True,
        cwd=tmp_path,
    )
    assert b"Traceback" not in done.stderr
    assert done.returncode == (2 if command[0] == "frames" else 0)


@pytest.mark.parametrize("action", [open_media, probe])
def test_what_is_no_file_to_read_is_refused_at_once(action, tmp_path):
    """A FIFO would wait for ever for somebody to write, /dev/zero never ends."""
    os.mkfifo(tmp_path / "fifo.mkv")
    (tmp_path / "loop").symlink_to(tmp_path / "pool")
    (tmp_path / "pool").symlink_to(tmp_path / "loop")
    (tmp_path / "dangling.mkv").symlink_to(tmp_path / "nowhere")
    (tmp_path / "plain").write_text("text")
    for path, error, says in [
        (tmp_path / "fifo.mkv", NotAMediaFile, "no regular file"),
        (Path("/dev/zero"), NotAMediaFile, "no regular file"),
        (tmp_path, NotAMediaFile, "folder"),
        (tmp_path / "loop", MediaError, "symbolic links"),
        (tmp_path / "dangling.mkv", MediaNotFound, "check the path"),
        (tmp_path / "plain" / "below.mkv", MediaError, "Not a directory"),
        (tmp_path / ("x" * 300), MediaError, "too long"),
        (Path("a\0b.mkv"), MediaNotFound, "check the path"),
    ]:
        with pytest.raises(error, match=says):
            action(path)


def test_a_link_is_as_good_as_the_file(film, tmp_path):
    (tmp_path / "link.mkv").symlink_to(film)
    with open_media(tmp_path / "link.mkv") as media:
        assert len(media.index) == 24


@pytest.mark.parametrize("change", ["deleted", "grown", "replaced"])
def test_a_file_that_changes_while_it_is_indexed_gets_no_index(change, film, tmp_path, monkeypatch):
    """A recording under way, a download, a disk that is pulled out."""
    path = tmp_path / "growing.mkv"
    path.write_bytes(film.read_bytes())
    build = cache.load_or_build_index

    def build_and_change(*args):
        built = build(*args)
        if change == "deleted":
            path.unlink()
        elif change == "grown":
            path.write_bytes(film.read_bytes() + b"more")
        else:
            other = tmp_path / "other.mkv"
            other.write_bytes(film.read_bytes())
            other.replace(path)
        return built

    monkeypatch.setattr(media_module.cache, "load_or_build_index", build_and_change)
    with pytest.raises(MediaVanished, match="open it again"):
        open_media(path)


def test_a_file_that_vanishes_before_a_byte_is_read_says_so(film, tmp_path, monkeypatch):
    path = tmp_path / "gone.mkv"
    path.write_bytes(film.read_bytes())
    key = cache.content_key

    def vanish(path: Path) -> str:
        state = cache.file_state(path)
        path.unlink()
        monkeypatch.setattr(cache, "file_state", lambda _: state)
        return key(path)

    monkeypatch.setattr(cache, "content_key", vanish)
    with pytest.raises(MediaVanished, match="put it back"):
        open_media(path)


def test_a_disk_that_fails_is_named_as_the_cause(film, tmp_path, monkeypatch):
    def fail(*_args: object) -> str:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(cache, "content_key", fail)
    with pytest.raises(MediaError, match=r"Input/output error\): check the disk"):
        open_media(film)


def test_nowhere_to_keep_a_cache_costs_time_and_nothing_else(film, tmp_path, monkeypatch):
    """A read-only folder, a user without a home, a full disk."""
    (tmp_path / "file").write_text("")
    for folder in ("/proc/nowhere", str(tmp_path / "file" / "below")):
        monkeypatch.setenv("ANIMEWIDGETS_CACHE", folder)
        for _ in range(2):
            with open_media(film) as media:
                assert len(media.index) == 24
                assert media.release_id.startswith("rel-")
    monkeypatch.delenv("ANIMEWIDGETS_CACHE")
    for name in ("HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, "/proc/nowhere")
    with open_media(film) as media:
        assert media.identity().release_id == media.release_id
