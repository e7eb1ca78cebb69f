"""Lines of subtitles as audio events: always within the release, valid, once per line, and without words."""

from __future__ import annotations

import json
from dataclasses import dataclass

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from animewidgets.annotations import AUDIO_EVENTS, ReleaseBounds, check_annotation, state_to_wire
from animewidgets.datasets.audio_events import events_of_lines, not_made_yet

SOURCE = "ab" * 32
BOUNDS = ReleaseBounds("BD ep01", np.arange(1001, 101_000, 1001, dtype=np.int64), 101_101)


@dataclass(frozen=True)
class Line:
    line: int
    start_pts: int
    end_pts: int
    speaker: str = ""
    style: str = "Default"
    text: str = "what nobody must find"


lines = st.lists(
    st.builds(
        Line,
        line=st.integers(0, 2**31 - 1),
        start_pts=st.integers(-(10**6), 10**6),
        end_pts=st.integers(-(10**6), 10**6),
        speaker=st.text(max_size=300),
    ),
    max_size=20,
    unique_by=lambda one: one.line,
)


@given(lines)
def test_whatever_a_file_says_the_events_obey_the_rules(found: list[Line]) -> None:
    events = events_of_lines(SOURCE, found, "dialogue", BOUNDS)
    heard = [one for one in found if max(one.start_pts, 1001) < min(one.end_pts, BOUNDS.end_pts)]
    assert [event.attributes["line"] for event in events] == [one.line for one in heard]
    for event in events:
        check_annotation(event, template=AUDIO_EVENTS, bounds=BOUNDS)
        assert "nobody must find" not in json.dumps(state_to_wire(event))
    assert not_made_yet(events, events) == []
    assert not_made_yet(events, []) == events


def test_a_line_is_cut_at_the_ends_of_the_release_and_retimed_ones_stand_where_they_were_put() -> None:
    found = [Line(0, -50, 5000), Line(1, 100_000, 10**9), Line(2, 2000, 3000)]
    events = events_of_lines(SOURCE, found, "dialogue", BOUNDS, retimed={2: (7001, 8002)})
    assert [(one.start_pts, one.end_pts) for one in events] == [
        (1001, 5000),
        (100_000, 101_101),
        (7001, 8002),
    ]


def test_signs_and_songs_are_left_out_by_their_style() -> None:
    found = [Line(0, 2000, 3000), Line(1, 2000, 3000, style="Sign")]
    assert len(events_of_lines(SOURCE, found, "dialogue", BOUNDS, styles={"Default"})) == 1
