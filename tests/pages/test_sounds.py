"""The page of sounds: a task of audio events of its own, with the subtitles beside the file."""

from __future__ import annotations

from pathlib import Path

import ipywidgets
import pytest

from animewidgets.demo.clips import make_clip
from animewidgets.pages import annotate, sounds
from animewidgets.pages.annotate import timeline_of
from animewidgets.store import Store
from animewidgets.widgets.timeline_editor import TimelineEditor

SRT = "1\n00:00:00,500 --> 00:00:01,000\nRun!\n"


@pytest.fixture
def episode(tmp_path: Path) -> Path:
    path = tmp_path / "ep01.mp4"
    make_clip(path, frames=48, gop=24)
    path.with_suffix(".srt").write_text(SRT)
    return path


def test_sounds_have_a_task_of_their_own_in_the_same_project(episode: Path, tmp_path: Path) -> None:
    with Store.open(tmp_path / "store.duckdb") as store:
        heard, cut = sounds(episode, store=store), annotate(episode, store=store)
        assert isinstance(heard, TimelineEditor)
        assert isinstance(cut, TimelineEditor)
        assert heard.task_id != cut.task_id
        assert heard.events_from_subtitles() == 1
        assert heard.audio_events["lane"].tolist() == ["dialogue"]
        assert cut.audio_events.empty
        heard.close()
        cut.close()


def test_a_file_that_cannot_be_opened_is_named_without_its_folder(tmp_path: Path) -> None:
    broken = tmp_path / "broken.mkv"
    broken.write_bytes(b"no film")
    with Store.open(tmp_path / "store.duckdb") as store:
        told = timeline_of(broken, store, "default")
    assert isinstance(told, ipywidgets.HTML)
    assert "broken.mkv could not be opened" in told.value
    assert str(tmp_path) not in told.value


def test_without_a_file_the_page_says_how_to_get_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ANIMEWIDGETS_MEDIA", raising=False)
    told = sounds()
    assert isinstance(told, ipywidgets.HTML)
    assert "sounds('episode.mkv')" in told.value
