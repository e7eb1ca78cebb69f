"""A time map as a timeline that editing programs open."""

from __future__ import annotations

from fractions import Fraction

import opentimelineio as otio
import pytest

from animewidgets.datasets.time_map_otio import write_otio
from animewidgets.timebase import Span
from animewidgets.timemaps import Piece, TimeMap

#: 24 film frames of 1001/24000 s on a broadcast in ticks of 1/90000 s, behind a card; a second at PAL speed.
MAP = TimeMap(
    Fraction(1, 24000),
    Fraction(1, 90000),
    (
        Piece(None, Span(0, 45000), "sponsor"),
        Piece(Span(0, 24024), Span(45000, 135090), "opening", rate=Fraction(15, 4)),
        Piece(Span(24024, 30030), None, "removed"),
        Piece(Span(30030, 54054), Span(180000, 266400), "part"),
    ),
)


def test_clips_lie_where_the_target_shows_them_and_play_what_the_source_has_there() -> None:
    timeline = otio.adapters.read_from_string(
        write_otio(MAP, source_name="BD 01", target_name="TV 01"), "otio_json"
    )
    card, opening, gap, part = timeline.tracks[0]
    assert [one.name for one in (card, opening, part)] == ["sponsor", "opening", "part"]
    assert isinstance(gap, otio.schema.Gap)
    starts = [timeline.tracks[0].range_of_child(one).start_time.to_seconds() for one in (card, opening, part)]
    assert starts == pytest.approx([0, 0.5, 2.0])
    assert [one.media_reference.name for one in (card, opening, part)] == ["TV 01", "BD 01", "BD 01"]
    assert part.source_range.start_time.to_seconds() == pytest.approx(30030 / 24000)
    assert not opening.effects
    (warp,) = part.effects
    assert warp.time_scalar == pytest.approx(1.001 / 0.96)
    kept = timeline.metadata["animewidgets"]["patch"]["pieces"]
    assert [one["role"] for one in kept] == ["sponsor", "opening", "removed", "part"]
