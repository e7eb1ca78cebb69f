"""Audio events in the editor's Python half: lanes, lines of subtitles as events, and what is read back."""

from __future__ import annotations

from pathlib import Path

import pytest

from animewidgets.annotations import AUDIO_EVENTS, CUT_TIMING, Annotation, Commit, Edit, Kind, Op
from animewidgets.errors import MalformedMessage

from .test_timeline_editor import SOURCE, Line, Track, open_editor  # noqa: F401 -- fixtures

LINES = (
    Line(0, 512, 1700, "Run!", "Default", "Mikoto"),
    Line(1, 1500, 2100, "Sato,\nwait!", "Default", "  Kuroko \n"),
    Line(2, 3000, 4000, "HOTEL", "Sign"),
    Line(3, 29_000, 10**7, "…", "Default"),
    Line(4, 10**7, 10**7 + 100, "after the end", "Default"),
)


def test_a_task_of_audio_events_has_the_four_usual_lanes_and_others_have_none(open_editor):  # noqa: F811
    assert open_editor(template=AUDIO_EVENTS).hello()["audio_lanes"] == [
        "dialogue",
        "effect",
        "music",
        "ambience",
    ]
    assert open_editor(project="cuts").hello()["audio_lanes"] is None
    own = open_editor(template=AUDIO_EVENTS, audio_lanes=("voices", " steps "))
    assert own.hello()["audio_lanes"] == ["voices", "steps"]


@pytest.mark.parametrize(
    ("template", "lanes", "why"),
    [
        (AUDIO_EVENTS, "music", r"write \('music',\)"),
        (AUDIO_EVENTS, ("music", "music"), "two audio lanes 'music'"),
        (AUDIO_EVENTS, ("",), "1 to 100 characters, not ''"),
        (CUT_TIMING, ("music",), "'cut-timing' takes no audio events: give template=AUDIO_EVENTS"),
    ],
)
def test_lanes_that_are_none_are_refused_before_anything_is_opened(open_editor, template, lanes, why):  # noqa: F811
    with pytest.raises((TypeError, ValueError), match=why):
        open_editor(template=template, audio_lanes=lanes)


def test_lines_become_events_with_their_speakers_and_without_their_words(open_editor):  # noqa: F811
    editor = open_editor(template=AUDIO_EVENTS, subtitles=[Track(lines=LINES)])
    end = editor.media.index.end_pts
    assert editor.events_from_subtitles() == 4
    rows = editor.audio_events
    assert rows[["lane", "start_pts", "end_pts", "line"]].values.tolist() == [
        ["dialogue", 512, 1700, 0],
        ["dialogue", 1500, 2100, 1],
        ["dialogue", 3000, 4000, 2],
        ["dialogue", 29_000, end, 3],
    ]
    assert rows["speaker"].fillna("").tolist() == ["Mikoto", "Kuroko", "", ""]
    assert set(rows["source"]) == {"subtitles"}
    assert set(rows["subtitles"]) == {SOURCE}
    said = editor.store.sql("SELECT attributes, comment FROM annotation_versions").to_csv()
    assert not [words for words in ("Run!", "Sato", "HOTEL") if words in said]
    assert editor.events("changed") == [{"number": 1}]


def test_a_second_time_adds_only_what_is_new(open_editor):  # noqa: F811
    editor = open_editor(template=AUDIO_EVENTS, subtitles=[Track(lines=LINES)])
    assert editor.events_from_subtitles("ep01.en.ass", styles={"Default"}) == 3
    assert editor.events_from_subtitles(SOURCE, lane="signs") == 1
    assert editor.events_from_subtitles(lane="again") == 0
    assert sorted(set(editor.audio_events["lane"])) == ["dialogue", "signs"]


def test_a_line_that_was_retimed_gives_its_new_times(open_editor):  # noqa: F811
    editor = open_editor(template=AUDIO_EVENTS, subtitles=[Track(lines=LINES)])
    line = {"lane": "subtitles", "source": SOURCE, "line": 0}
    text = Annotation("11111111-2222-4333-8444-555555555555", Kind.TEXT, 600, 1800, attributes=line)
    edit = Edit(Op.CREATE, text.annotation_id, 0, None, text)
    editor.store.commit(Commit("7c9e6679-7425-40de-944b-e07fc1f90ae7", editor.task_id, "mikoto", (edit,)))
    editor.events_from_subtitles()
    assert editor.audio_events[["start_pts", "end_pts"]].values.tolist()[0] == [600, 1800]


def test_a_file_is_read_as_well(open_editor, tmp_path: Path):  # noqa: F811
    file = tmp_path / "ep01.srt"
    file.write_text("1\n00:00:00,100 --> 00:00:00,900\nRun!\n")
    editor = open_editor(template=AUDIO_EVENTS)
    assert editor.events_from_subtitles(file, lane="voices") == 1
    assert editor.audio_events["lane"].tolist() == ["voices"]
    assert editor.audio_events["duration"].tolist() == [pytest.approx(0.8)]


def test_what_cannot_be_is_said(open_editor):  # noqa: F811
    with pytest.raises(ValueError, match="the editor shows no subtitles"):
        open_editor(template=AUDIO_EVENTS, project="none").events_from_subtitles()
    cuts = open_editor(project="cuts", subtitles=[Track(lines=LINES)])
    with pytest.raises(MalformedMessage, match="'cut-timing' takes no 'audio_event'"):
        cuts.events_from_subtitles()
    assert cuts.audio_events.empty
