"""``animewidgets cuts`` and ``animewidgets subtitles`` as a person types them."""

from __future__ import annotations

import json

import pysubs2
import pytest

from animewidgets.annotations import Commit, Edit, Op
from animewidgets.cli import main
from animewidgets.datasets.candidates import read_candidates
from animewidgets.datasets.clock import FrameClock
from animewidgets.datasets.formats import read_cuts
from animewidgets.datasets.subtitles import line_annotation, open_subtitles
from animewidgets.datasets.tasks import task_of
from animewidgets.media import open_media
from animewidgets.store import Store
from tests.datasets.conftest import CUTS


@pytest.fixture
def listed(tmp_path):
    path = tmp_path / "keyframes.txt"
    path.write_text("# keyframe format v1\nfps 0\n0\n12\n24\n36\n")
    return path


@pytest.fixture
def store(tmp_path):
    return tmp_path / "store.duckdb"


def run(*arguments) -> int:
    return main([str(one) for one in arguments])


def test_candidates_are_printed_or_kept(clip, listed, tmp_path, capsys):
    assert run("cuts", "import", listed, "--media", clip) == 0
    printed = json.loads(capsys.readouterr().out)
    assert run("cuts", "import", listed, "--media", clip, "--out", tmp_path / "c.json", "--layer", "kf") == 0
    assert "3 candidates of aegisub for ep01" in capsys.readouterr().out
    with open_media(clip) as media:
        found = read_candidates(tmp_path / "c.json", FrameClock.of_media(media), media.release_id)
        assert printed["release_id"] == media.release_id
    assert (found.source, found.frame.tolist()) == ("kf", CUTS)
    assert [one["layer"] for one in printed["candidates"]] == ["aegisub"] * 3


@pytest.mark.parametrize("form", ["csv", "aegisub", "edl", "otio"])
def test_cuts_go_into_the_store_and_out_again(clip, listed, store, tmp_path, capsys, form):
    into = ("cuts", "import", listed, "--media", clip, "--as", "cuts", "--store", store, "--person", "mikoto")
    assert run(*into) == 0
    assert "3 cuts of aegisub saved in 1 commits" in capsys.readouterr().out
    assert run(*into) == 0
    assert "0 cuts of aegisub saved in 0 commits" in capsys.readouterr().out
    with open_media(clip) as media:
        for which in (("--media", clip), ("--release", media.release_id)):
            out = tmp_path / f"out{which[0]}"
            assert run("cuts", "export", *which, "--store", store, "--format", form, "--out", out) == 0
            assert read_cuts(out, media).frame.tolist() == CUTS


@pytest.mark.parametrize("form", ["webvtt", "srt", "ass", "chapters"])
def test_shots_go_out_for_players(clip, listed, store, tmp_path, form):
    run("cuts", "import", listed, "--media", clip, "--as", "cuts", "--store", store)
    out = tmp_path / "shots"
    assert run("cuts", "export", "--media", clip, "--store", store, "--format", form, "--out", out) == 0
    assert out.read_text().count("ChapterAtom>" if form == "chapters" else "#") == (
        8 if form == "chapters" else 4
    )


def test_refusals_are_one_line_that_says_what_to_do(clip, listed, store, tmp_path, capsys):
    listed.write_text("# keyframe format v1\nfps 0\n0\n48\n")
    assert run("cuts", "import", listed, "--media", clip) == 2
    said = capsys.readouterr().err
    assert said.startswith("error: WrongRelease: 'keyframes.txt', line 4: frame 48 lies outside 'ep01'")
    assert said.count("\n") == 1
    assert run("cuts", "import", listed, "--media", clip, "--lenient") == 0
    assert "warning: left out" in capsys.readouterr().err
    assert run("cuts", "export", "--media", clip, "--store", store, "--out", tmp_path / "a.doc") == 2
    assert "UnknownFormat" in capsys.readouterr().err
    with Store.open(store):
        pass
    assert run("cuts", "export", "--media", clip, "--store", store, "--out", tmp_path / "a.csv") == 2
    assert "nothing of 'ep01' is in project 'default'" in capsys.readouterr().err


def test_subtitles_are_listed_and_what_is_said_only_when_asked(clip, capsys):
    assert run("subtitles", "list", clip) == 0
    out = capsys.readouterr().out
    assert "track 0: subtitles 0" in out
    assert "blow me down" not in out
    assert run("subtitles", "list", clip, "--track", "0", "--text") == 0
    out = capsys.readouterr().out
    assert "0 0:00:01.000 (frame 24) 0:00:03.500 (frame 48) Default ポパイ Well, blow me down!" in out
    assert run("subtitles", "list", clip.parent / "s.srt", "--json") == 0
    (track,) = json.loads(capsys.readouterr().out)
    assert track["lines"][0] == {"line": 0, "start_pts": 1000, "end_pts": 3500, "style": "", "speaker": ""}
    assert run("subtitles", "list", clip, "--track", "7") == 2
    assert "has no subtitle track 7: it has 3" in capsys.readouterr().err


def test_edited_times_go_back_into_the_file(clip, store, tmp_path, capsys):
    file = open_subtitles(clip.parent / "s.ass")
    export = ("subtitles", "export", "--media", clip, "--store", store)
    with open_media(clip) as media, Store.open(store) as opened:
        clock = FrameClock.of_media(media)
        task = task_of(opened, media, "default")
        edit = line_annotation(file.source, 1, clock.tick(12), clock.tick(36))
        made = Edit(Op.CREATE, edit.annotation_id, 0, None, edit)
        opened.commit(Commit("7f0c1c5e-52a5-4f0e-9b55-0a6f2a0f3a55", task, "mikoto", (made,)))
    assert run(*export, "--file", clip.parent / "s.ass", "--out", tmp_path / "new.ass") == 0
    assert "1 lines with edited times" in capsys.readouterr().out
    before, after = (clip.parent / "s.ass").read_bytes(), (tmp_path / "new.ass").read_bytes()
    assert after == before.replace(b"0,0:00:01.00,0:00:03.50,Default", b"0,0:00:00.48,0:00:01.48,Default")
    assert run(*export, "--file", clip.parent / "s.srt", "--out", tmp_path / "new.srt") == 0
    assert (tmp_path / "new.srt").read_bytes() == (clip.parent / "s.srt").read_bytes()
    assert run(*export, "--track", "0", "--out", tmp_path / "track.ass") == 0
    written = pysubs2.load(str(tmp_path / "track.ass"))
    assert len([one for one in written if not one.is_comment]) == 4
