"""What people do to a time map."""

from __future__ import annotations

import itertools
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from animewidgets.errors import MapEditRefused, MapOfOthers
from animewidgets.timebase import Span
from animewidgets.timemaps import Flag, Piece, TimeMap, Uncertainty
from animewidgets.timemaps.complete import check_releases, completed, empty_map
from animewidgets.timemaps.edit_pieces import SIDES, in_order, side_of, spans_on
from animewidgets.timemaps.edits import (
    Anchor,
    At,
    Confirm,
    MapEdit,
    MoveBorder,
    Nudge,
    Proposed,
    SetChanged,
    SetRole,
    Split,
    Unanchor,
    Unmatch,
    apply_edit,
    piece_at,
)
from animewidgets.timemaps.edits_json import edit_from_json, edit_to_json
from animewidgets.timemaps.timemap import along, gaps
from tests.timemaps.maps import BD_TO_TV, time_maps

MAP = completed(BD_TO_TV, Span(0, 4400), Span(0, 6300))
PART = At("source", 3000)
CARD = At("target", 3200)


def shapes(time_map: TimeMap) -> list[tuple[tuple[int, int] | None, tuple[int, int] | None]]:
    return [
        (
            None if one.source is None else (one.source.start, one.source.end),
            None if one.target is None else (one.target.start, one.target.end),
        )
        for one in time_map.pieces
    ]


def made(edit: MapEdit, time_map: TimeMap = MAP) -> TimeMap:
    return apply_edit(time_map, edit, "mika")


def test_the_map_is_read_in_order() -> None:
    assert shapes(MAP) == [
        (None, (0, 450)),
        ((0, 2160), (450, 3150)),
        (None, (3150, 3600)),
        ((2160, 4320), (3600, 6300)),
        ((4320, 4400), None),
    ]


def test_what_is_confirmed_is_sure() -> None:
    unsure = replace(MAP.matches[1], confidence=0.3, uncertainty=Uncertainty(4, 5, 6))
    sure = made(Confirm(PART), replace(MAP, pieces=(MAP.pieces[1], unsure))).matches[1]
    assert (sure.status, sure.author, sure.confidence, sure.uncertainty) == (
        "confirmed",
        "mika",
        1.0,
        Uncertainty(),
    )


def test_a_role_says_nothing_of_the_line() -> None:
    unsure = replace(MAP, pieces=(replace(MAP.matches[1], confidence=0.3),))
    told = made(SetRole(PART, "part"), unsure).matches[0]
    assert (told.role, told.status, told.author, told.confidence) == ("part", "edited", "mika", 0.3)
    with pytest.raises(MapEditRefused, match="one release only"):
        made(SetRole(CARD, "match"))


def test_a_match_is_marked_as_drawn_anew_and_unmarked() -> None:
    marked = made(SetChanged(PART, True))
    assert marked.matches[1].flags == {Flag.PICTURE_CHANGED}
    assert made(SetChanged(PART, False), marked).matches[1].flags == frozenset()
    with pytest.raises(MapEditRefused, match="cannot be drawn anew"):
        made(SetChanged(CARD, True))


def test_a_nudge_takes_from_the_card_and_gives_it_back() -> None:
    earlier = made(Nudge(PART, -5))
    # What follows in the target alone grows by what the match left: here a piece comes to be.
    assert shapes(earlier)[2:5] == [(None, (3150, 3595)), ((2160, 4320), (3595, 6295)), (None, (6295, 6300))]
    assert earlier.apply(2160) == 3595
    assert shapes(made(Nudge(PART, 5), earlier)) == shapes(MAP)
    with pytest.raises(MapEditRefused, match="by 0 ticks"):
        made(Nudge(PART, 0))


def test_a_nudge_gives_up_what_would_lie_over_another_match_or_beyond_the_release() -> None:
    # A shot was removed between two matches that adjoin on the recording.
    bases = (Fraction(1, 24), Fraction(1, 24))
    first, cut, second = (
        Piece(Span(0, 100), Span(0, 100)),
        Span(100, 140),
        Piece(Span(140, 300), Span(100, 260)),
    )
    both = TimeMap(*bases, (first, Piece(cut, None, "removed"), second))
    earlier = made(Nudge(At("source", 200), -1), both)
    assert shapes(earlier) == [
        ((0, 100), (0, 100)),
        ((100, 141), None),
        ((141, 300), (100, 259)),
        (None, (259, 260)),
    ]
    assert earlier.apply(200) == 159
    later = made(Nudge(At("source", 50), 1), both)
    assert shapes(later)[:3] == [(None, (0, 1)), ((0, 99), (1, 100)), ((99, 140), None)]
    # Neither the other match nor what somebody said of it is touched.
    assert later.matches[1] is second
    # At the end of the release likewise.
    assert shapes(made(Nudge(PART, 30)))[2:] == [
        (None, (3150, 3630)),
        ((2160, 4296), (3630, 6300)),
        ((4296, 4400), None),
    ]
    with pytest.raises(MapEditRefused, match="nothing would be left of the piece 'match'"):
        made(Nudge(PART, 2700))
    with pytest.raises(MapEditRefused, match="nothing would be left"):
        made(Nudge(At("source", 50), 120), both)
    # One that is shorter than where it slides keeps its parts on both sides of it.
    long = TimeMap(*bases, (Piece(Span(0, 50), Span(0, 50)), Piece(Span(50, 60), Span(50, 60))))
    assert shapes(made(Nudge(At("source", 0), 30), completed(long, Span(0, 60), Span(0, 90)))) == [
        (None, (0, 30)),
        ((0, 20), (30, 50)),
        ((20, 30), None),
        ((30, 50), (60, 80)),
        (None, (80, 90)),
        ((50, 60), (50, 60)),
    ]


def test_an_anchor_gives_up_likewise_but_not_the_instant_it_is_of() -> None:
    shifted = made(Anchor(3000, 4150))
    assert shifted.apply(3000) == 4150
    assert shapes(shifted)[1:4] == [
        ((0, 2160), (450, 3150)),
        ((2160, 2200), None),
        ((2200, 4320), (3150, 5800)),
    ]
    with pytest.raises(MapEditRefused, match="tick 3000 of the target is in the piece 'opening'"):
        made(Anchor(3000, 3000))


def test_a_border_goes_along_its_line_and_both_sides_give_way() -> None:
    shorter = made(MoveBorder(At("source", 10), "end", 2000))
    assert shapes(shorter)[1:4] == [((0, 2000), (450, 2950)), (None, (2950, 3600)), ((2000, 2160), None)]
    opening = shorter.matches[0]
    assert (opening.status, opening.role, opening.rate) == ("edited", "opening", Fraction(5, 4))
    # The card grew, and stays what the program took it for.
    assert [one.role for one in shorter.pieces if one.target and not one.source] == ["unknown", "sponsor"]
    assert shapes(made(MoveBorder(At("target", 500), "end", 3150), shorter)) == shapes(MAP)


def test_a_border_takes_from_the_match_that_adjoins_along_its_own_line() -> None:
    taken = made(MoveBorder(At("source", 10), "end", 2260))
    assert shapes(taken)[1:4] == [
        ((0, 2260), (450, 3275)),
        (None, (3275, 3725)),
        ((2260, 4320), (3725, 6300)),
    ]
    assert taken.matches[1].status == "proposed"
    with pytest.raises(MapEditRefused, match="nothing would be left of the piece 'match'"):
        made(MoveBorder(At("source", 10), "end", 4320))
    with pytest.raises(MapEditRefused, match="nothing left with its end at tick 0"):
        made(MoveBorder(At("source", 10), "end", 0))


def test_the_border_of_a_card_is_that_of_the_match_beside_it() -> None:
    later = made(MoveBorder(CARD, "end", 3650))
    assert shapes(later)[2:5] == [(None, (3150, 3650)), ((2160, 2200), None), ((2200, 4320), (3650, 6300))]
    with pytest.raises(MapEditRefused, match="nothing adjoins the start"):
        made(MoveBorder(At("target", 3), "start", 2))
    with pytest.raises(MapEditRefused, match="would have nothing left"):
        made(MoveBorder(CARD, "end", 3150))


def test_between_two_cards_a_border_moves_both() -> None:
    two = made(Split(At("target", 3300)))
    assert shapes(two)[2:4] == [(None, (3150, 3300)), (None, (3300, 3600))]
    assert shapes(made(MoveBorder(At("target", 3400), "start", 3200), two))[2:4] == [
        (None, (3150, 3200)),
        (None, (3200, 3600)),
    ]
    with pytest.raises(MapEditRefused, match="nothing left"):
        made(MoveBorder(At("target", 3400), "start", 3150), two)


def test_a_match_is_split_on_its_line_and_its_parts_adjoin() -> None:
    two = made(Split(PART))
    assert shapes(two)[3:5] == [((2160, 3000), (3600, 4650)), ((3000, 4320), (4650, 6300))]
    assert two.apply(3500) == MAP.apply(3500)
    for wrong in (2160, 4320):
        with pytest.raises(MapEditRefused, match="cannot be split"):
            made(Split(At("source", wrong)))
    # Where the parts adjoin on both sides no tick comes between them, though their lines were rounded.
    odd = made(Split(At("source", 3001)))
    moved = made(MoveBorder(At("source", 2500), "end", 3335), odd)
    assert [one for one in moved.pieces if not one.is_match] == [
        one for one in MAP.pieces if not one.is_match
    ]


def test_what_is_unmatched_is_in_each_release_alone() -> None:
    apart = made(Unmatch(At("source", 0)))
    assert shapes(apart)[0:4] == [
        (None, (0, 450)),
        (None, (450, 3150)),
        (None, (3150, 3600)),
        ((0, 2160), None),
    ]
    told = [one for one in apart.pieces if one.author == "mika"]
    assert [(one.role, one.status) for one in told] == [("opening", "edited")] * 2


def test_an_anchor_shifts_the_line_of_a_match() -> None:
    shifted = made(Anchor(3000, 4640))
    assert shifted.apply(3000) == 4640
    assert shapes(shifted)[2] == (None, (3150, 3590))
    sure = made(Anchor(3000, 4650))
    assert shapes(sure) == shapes(MAP)
    assert sure.matches[1].status == "edited"
    assert made(Unanchor(3000), sure) is sure


def test_an_anchor_where_nothing_matches_makes_a_match_as_far_as_both_are_free() -> None:
    apart = made(Unmatch(At("source", 0)))
    again = made(Anchor(1000, 1700), apart)
    found = again.matches[0]
    assert again.apply(1000) == 1700
    assert found.sides == (Span(0, 2160), Span(450, 3150))
    assert found.rate == Fraction(5, 4)
    nothing = empty_map(Span(0, 100), Span(0, 90), (Fraction(1, 24), Fraction(1, 24)), ("a", "b"))
    first = made(Anchor(50, 60), nothing)
    assert shapes(first) == [((0, 80), (10, 90)), (None, (0, 10)), ((80, 100), None)] or shapes(first) == [
        (None, (0, 10)),
        ((0, 80), (10, 90)),
        ((80, 100), None),
    ]
    with pytest.raises(MapEditRefused, match="unmatch it or split it first"):
        made(Anchor(4350, 4000))


def test_another_proposal_takes_the_place_of_all() -> None:
    other = replace(MAP, pieces=MAP.pieces[:2])
    assert made(Proposed(other)).pieces == other.pieces
    with pytest.raises(MapEditRefused, match="target release is web, not tv"):
        made(Proposed(replace(other, target_release="web")))


def test_where_no_piece_is_nothing_can_be_done() -> None:
    with pytest.raises(MapEditRefused, match="no piece at tick 9999 of the source"):
        made(Confirm(At("source", 9999)))


def test_a_map_of_other_releases_is_told() -> None:
    bases = (BD_TO_TV.source_time_base, BD_TO_TV.target_time_base)
    assert check_releases(BD_TO_TV, ("bd", "tv"), bases) == BD_TO_TV
    assert check_releases(BD_TO_TV.inverted(), ("bd", "tv"), bases) == BD_TO_TV
    with pytest.raises(MapOfOthers, match="target is the release 'tv', not 'web'"):
        check_releases(BD_TO_TV, ("bd", "web"), bases)
    twice = replace(BD_TO_TV, pieces=(Piece(Span(0, 9), Span(0, 9)), Piece(Span(9, 18), Span(0, 9))))
    with pytest.raises(MapOfOthers, match="cannot be turned round"):
        check_releases(twice, ("tv", "bd"), (bases[1], bases[0]))
    with pytest.raises(MapOfOthers, match="counts its source in ticks"):
        check_releases(BD_TO_TV, ("bd", "tv"), (Fraction(1, 24), bases[1]))
    with pytest.raises(MapOfOthers, match=r"\[2160, 4320\) of the source, which has ticks \[0, 4000\) only"):
        completed(BD_TO_TV, Span(0, 4000), Span(0, 6300))


def whole(time_map: TimeMap) -> TimeMap:
    ends = [
        (min((one.start for one in spans), default=0) - 3, max((one.end for one in spans), default=0) + 7)
        for spans in (spans_on(time_map.pieces, side) for side in SIDES)
    ]
    return completed(time_map, *(Span(*one) for one in ends))


@st.composite
def edits(draw: st.DrawFn, time_map: TimeMap) -> MapEdit:
    """An edit of the map; half of them near the borders of pieces, where it matters."""
    side = draw(st.sampled_from(SIDES))
    marks = sorted({tick for span in spans_on(time_map.pieces, side) for tick in span})
    near = st.builds(lambda mark, by: mark + by, st.sampled_from(marks), st.integers(-3, 3))
    ticks = st.one_of(st.integers(marks[0], marks[-1] - 1), near)
    at = At(side, draw(ticks))
    other = sorted({tick for span in spans_on(time_map.pieces, "target") for tick in span})
    edit: MapEdit = draw(
        st.one_of(
            st.just(Confirm(at)),
            st.just(Split(at)),
            st.just(Unmatch(at)),
            st.builds(SetChanged, st.just(at), st.booleans()),
            st.builds(SetRole, st.just(at), st.sampled_from(("opening", "part", "removed"))),
            st.builds(Nudge, st.just(at), st.one_of(st.integers(-20, 20), st.integers(-900, 900))),
            st.builds(MoveBorder, st.just(at), st.sampled_from(("start", "end")), ticks),
            st.builds(Anchor, st.integers(-60, 400), st.integers(other[0], other[-1])),
        )
    )
    return edit


def covered(time_map: TimeMap) -> list[list[Span]]:
    """What is covered of both sides, joined."""
    found = []
    for side in SIDES:
        spans = spans_on(time_map.pieces, side)
        reach = Span(-1000, 3000)
        found.append(gaps(reach, gaps(reach, spans)))
    return found


@given(st.data(), time_maps())
def test_no_tick_is_lost_and_no_piece_overlaps(data: st.DataObject, first: TimeMap) -> None:
    now = whole(first)
    began = covered(now)
    reused = {id(one) for one in now.matches}
    assert len(reused) == len(now.matches)
    for _ in range(data.draw(st.integers(1, 6))):
        edit = edit_from_json(edit_to_json(data.draw(edits(now))))
        try:
            after = apply_edit(now, edit, "mika")
        except MapEditRefused:
            continue
        # The types refuse overlaps of the source and reversed spans; here of the target as well.
        target = sorted(spans_on(after.pieces, "target"))
        assert all(not a.overlaps(b) for a, b in itertools.pairwise(target)), edit
        assert all(span.duration for side in SIDES for span in spans_on(after.pieces, side)), edit
        assert covered(after) == began, edit
        assert after.pieces == in_order(after.pieces)
        if isinstance(edit, Anchor):
            assert after.apply(edit.source) == edit.target
        if isinstance(edit, Nudge):
            moved = piece_at(now, edit.at)
            kept = [one for one in after.matches if any(one is other for other in now.matches)]
            assert len(kept) == len(now.matches) - 1, edit
            for part in after.matches:
                if part in kept:
                    continue
                # Its own frames, moved; rounded where it was cut.
                tick = part.sides[0].start
                assert tick in moved.sides[0], edit
                assert abs(part.sides[1].start - along(moved, tick) - edit.by) <= 1, edit
        now = after


@given(st.data(), time_maps())
def test_seen_from_the_other_side_most_edits_come_to_the_same(data: st.DataObject, first: TimeMap) -> None:
    now = whole(first)
    edit = data.draw(edits(now))
    if isinstance(edit, Nudge | Anchor | SetRole):
        return
    assert not isinstance(edit, Unanchor | Proposed)
    turned = replace(edit, at=At("target" if edit.at.side == "source" else "source", edit.at.tick))
    outcomes: list[object] = []
    for time_map, one in ((now, edit), (now.inverted(), turned)):
        try:
            after = apply_edit(time_map, one, "mika")
        except MapEditRefused:
            outcomes.append("refused")
            continue
        back = after if time_map is now else after.inverted()
        outcomes.append(
            sorted((str(one.source), str(one.target), one.role, one.status) for one in back.pieces)
        )
    assert outcomes[0] == outcomes[1], edit


def test_footage_that_is_shown_twice_stays_shared() -> None:
    twice = TimeMap(
        Fraction(1, 24),
        Fraction(1, 24),
        (Piece(Span(0, 100), Span(0, 100)), Piece(Span(100, 200), Span(0, 100))),
    )
    nudged = apply_edit(completed(twice, Span(0, 200), Span(0, 110)), Nudge(At("source", 150), 5), "mika")
    assert [one.sides[1] for one in nudged.matches] == [Span(0, 100), Span(5, 105)]
    apart = apply_edit(twice, Unmatch(At("source", 150)), "mika")
    assert [side_of(one, "target") for one in apart.pieces] == [Span(0, 100), None]
