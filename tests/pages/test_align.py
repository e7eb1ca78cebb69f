"""The page of alignment: two files side by side, or a note that says what is missing."""

from __future__ import annotations

import json
from pathlib import Path

import ipywidgets
import pytest

from animewidgets.cli import main
from animewidgets.demo.clips import make_clip
from animewidgets.pages import align
from animewidgets.pages.layout import MEDIA_VARIABLE
from animewidgets.store import Store
from animewidgets.widgets.alignment_editor import AlignmentEditor


@pytest.fixture
def clips(tmp_path: Path) -> list[Path]:
    made = [tmp_path / f"{name}.mp4" for name in ("tv", "bd", "web")]
    for n, path in enumerate(made):
        make_clip(path, frames=24 + n, gop=12)
    return made


def test_two_files_are_laid_side_by_side(clips: list[Path], tmp_path: Path) -> None:
    with Store.open(tmp_path / "store.duckdb") as store:
        page = align(clips[0], clips[1], store=store)
        assert isinstance(page, AlignmentEditor)
        assert (page.a.name, page.b.name) == ("tv", "bd")
        page.close()


def test_of_several_files_any_two_can_be_chosen(
    clips: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(MEDIA_VARIABLE, json.dumps([str(one) for one in clips]))
    with Store.open(tmp_path / "store.duckdb") as store:
        page = align(store=store)
        assert isinstance(page, ipywidgets.VBox)
        head, place = page.children
        head.children[1].value = 2
        (editor,) = place.children
        assert (editor.a.name, editor.b.name) == ("tv", "web")
        head.children[0].value = 2
        (told,) = place.children
        assert "SameRelease" in told.value
        page.close()


def test_what_is_missing_is_told_without_folders(clips: list[Path], tmp_path: Path) -> None:
    broken = tmp_path / "broken.mkv"
    broken.write_bytes(b"no film")
    with Store.open(tmp_path / "store.duckdb") as store:
        one = align(clips[0], store=store)
        assert isinstance(one, ipywidgets.HTML)
        assert "one was given" in one.value
        told = align(clips[0], broken, store=store)
        assert isinstance(told, ipywidgets.HTML)
        assert "broken.mkv cannot be aligned" in told.value
        assert str(tmp_path) not in told.value


def test_the_command_line_needs_two_videos(clips: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["annotate", str(clips[0]), "--page", "align"]) != 0
    assert "give two videos" in capsys.readouterr().err
