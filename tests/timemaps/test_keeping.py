"""A re-run overwrites nobody: what people said stands, anchors hold."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from animewidgets.errors import MapEditRefused
from animewidgets.timebase import Span
from animewidgets.timemaps import Piece, TimeMap
from animewidgets.timemaps.complete import completed
from animewidgets.timemaps.edit_pieces import SIDES, spans_on
from animewidgets.timemaps.edits import At, Nudge, Split, apply_edit
from animewidgets.timemaps.keeping import keep_over, kept_pieces, through_anchors
from tests.timemaps.maps import BD_TO_TV, time_maps
from tests.timemaps.test_edits import edits, whole

MAP = completed(BD_TO_TV, Span(0, 4400), Span(0, 6300))


def test_what_a_person_nudged_stands_in_a_new_proposal() -> None:
    fresh = replace(MAP, pieces=tuple(replace(one, status="proposed") for one in MAP.pieces))
    two = apply_edit(fresh, Split(At("source", 3000)), "mika")
    mine = apply_edit(two, Nudge(At("source", 2500), -5), "mika")
    again = keep_over(fresh, [one for one in kept_pieces(mine) if one.source and one.source.start == 2160])
    assert again.apply(2500) == mine.apply(2500)
    # The rest of the match that was proposed goes on behind it, on its own line.
    assert again.apply(4000) == fresh.apply(4000)
    assert [one.status for one in again.matches] == ["proposed", "edited", "proposed"]
    assert again.apply(100) == fresh.apply(100)


def test_what_was_unmatched_is_not_matched_again() -> None:
    apart = replace(MAP, pieces=(Piece(Span(2200, 2300), None, "unknown", status="edited", author="mika"),))
    again = keep_over(MAP, apart.pieces)
    assert again.apply(2250) is None
    assert again.apply(2190) == MAP.apply(2190)
    assert again.apply(2310) == MAP.apply(2310)


def test_a_map_goes_through_its_anchors() -> None:
    assert through_anchors(MAP, [(3000, 4650)]).pieces == MAP.pieces
    through = through_anchors(MAP, [(3000, 4640), (100, 575)])
    assert through.apply(3000) == 4640
    assert through.apply(100) == 575
    with pytest.raises(MapEditRefused, match="no piece at tick 9000"):
        through_anchors(MAP, [(9000, 10)])


def covered(time_map: TimeMap) -> set[tuple[str, int]]:
    return {
        (side, tick) for side in SIDES for span in spans_on(time_map.pieces, side) for tick in range(*span)
    }


@given(st.data(), time_maps(), time_maps())
def test_what_is_kept_stands_and_nothing_is_lost(
    data: st.DataObject, first: TimeMap, second: TimeMap
) -> None:
    mine = whole(first)
    for _ in range(data.draw(st.integers(1, 4))):
        try:
            mine = apply_edit(mine, data.draw(edits(mine)), "mika")
        except MapEditRefused:
            continue
    # A proposal for the same two releases covers the same of them.
    spans = [spans_on(mine.pieces, side) for side in SIDES]
    ends = [Span(min(one.start for one in of), max(one.end for one in of)) for of in spans]
    inside = [
        one
        for one in second.pieces
        if all(
            span is None or (ends[n].start <= span.start and span.end <= ends[n].end)
            for n, span in enumerate((one.source, one.target))
        )
    ]
    proposal = completed(replace(second, pieces=tuple(inside)), ends[0], ends[1])
    kept = kept_pieces(mine)
    made = keep_over(proposal, kept)
    assert all(one in made.pieces for one in kept)
    assert covered(made) == covered(proposal)
    target = sorted(spans_on(made.pieces, "target"))
    assert all(not one.overlaps(other) for one, other in itertools.pairwise(target))
