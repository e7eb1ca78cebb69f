"""The annotation page: what it finds beside a media file, and what it says of what it cannot read."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import ipywidgets
import pytest

from animewidgets.demo.clips import make_clip
from animewidgets.media import open_media
from animewidgets.pages.annotate import annotate, fullest_subtitles
from animewidgets.widgets.candidate_files import candidate_files_beside
from animewidgets.widgets.timeline_editor import TimelineEditor

SRT = "1\n00:00:00,500 --> 00:00:01,000\nRun!\n"


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("drawn") / "clip.mp4"
    make_clip(path, frames=48, gop=24)
    return path


@pytest.fixture
def episode(drawn: Path, tmp_path: Path) -> Path:
    path = tmp_path / "ep 01 [BD].mkv.mp4"
    shutil.copyfile(drawn, path)
    return path


@pytest.fixture
def opened(episode: Path, tmp_path: Path):
    widgets: list[ipywidgets.Widget] = []

    def page() -> ipywidgets.Widget:
        widgets.append(annotate(episode, store=tmp_path / "store.duckdb"))
        return widgets[-1]

    yield page
    for widget in widgets:
        for one in (widget, *getattr(widget, "children", ())):
            one.close()


class TestWhatLiesBeside:
    def test_subtitles_of_the_same_name_are_found_the_fullest_format_first(self, episode):
        stem = episode.stem
        for name in (f"{stem}.srt", f"{stem}.en.ass", f"{stem}.txt", "other.ass"):
            episode.with_name(name).write_text(SRT)
        assert fullest_subtitles(episode) == [episode.with_name(f"{stem}.en.ass")]

    def test_nothing_beside_is_no_fault(self, episode):
        assert fullest_subtitles(episode) == []
        assert candidate_files_beside(Path("/nowhere/at all.mkv")) == []

    def test_files_of_candidates_are_found_by_their_name(self, episode):
        mine = [episode.with_name(f"{episode.stem}{part}.candidates.json") for part in ("", ".x264")]
        for path in (*mine, episode.with_name("ep 02.candidates.json")):
            path.write_text("{}")
        assert candidate_files_beside(episode) == sorted(mine)


class TestThePage:
    def test_lines_and_candidates_beside_the_file_are_shown(self, episode, opened):
        episode.with_suffix(".srt").write_text(SRT)
        with open_media(episode) as media:
            document = {
                "format": "animewidgets-candidates",
                "version": 1,
                "release_id": media.release_id,
                "layer": "x264",
                "candidates": [{"pts": int(media.index.pts[24]), "score": 0.75}],
            }
        episode.with_suffix(".x264.candidates.json").write_text(json.dumps(document))
        editor = opened()
        assert isinstance(editor, TimelineEditor)
        assert [(layer.name, layer.count) for layer in editor.layers] == [("x264", 1)]
        assert [track.name for track in editor._tracks] == [episode.with_suffix(".srt").name]

    def test_what_cannot_be_read_beside_it_is_said_and_the_cuts_can_be_marked_all_the_same(
        self, episode, opened
    ):
        episode.with_suffix(".ass").write_bytes(b"\x00\xff" * 400)
        episode.with_suffix(".candidates.json").write_text('{"format": "somebody else\'s"}')
        page = opened()
        *notes, editor = page.children
        assert isinstance(editor, TimelineEditor)
        said = " ".join(note.value for note in notes)
        assert "subtitles are left out" in said
        assert "Candidates are left out" in said
        assert str(episode.parent) not in said
