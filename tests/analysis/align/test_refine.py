"""With both videos at hand a map is made exact, and nothing that was right, or a person's, is made worse."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from animewidgets.analysis.align.one_sided import with_gaps
from animewidgets.analysis.align.refine import refine
from animewidgets.analysis.align.same_frame import best_offset, find_edge
from animewidgets.demo.rerelease import Footage, Rerelease, write_pair
from animewidgets.errors import AnalysisCancelled
from animewidgets.media import Media, open_media
from animewidgets.timebase import Span
from animewidgets.timemaps import Flag, PictureMap, Piece, TimeMap, Uncertainty

#: Long enough on a machine that does other things, too.
PATIENCE = 600.0


@pytest.fixture(scope="module")
def pair(
    episode: tuple[Footage, Footage], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Media, Media, Rerelease]]:
    """A disc, and a cropped stream of it with a sponsor card in it."""
    folder = tmp_path_factory.mktemp("pair")
    disc, other = write_pair(folder, 3, frozenset(["sponsor", "crop", "dark"]), *episode)
    with open_media(disc.path) as a, open_media(other.path) as b:
        yield a, b, other


def true_map(a: Media, b: Media, other: Rerelease) -> TimeMap:
    """What is where: two matches with the card between them."""
    shows = other.shows[: len(b.index)]
    card = np.flatnonzero(shows < 0)
    low, high = int(card[0]), int(card[-1]) + 1
    here, there = (np.append(m.index.pts, m.index.end_pts) for m in (a, b))
    rate = a.time_base / b.time_base
    pieces = (
        Piece(Span(int(here[0]), int(here[low])), Span(int(there[0]), int(there[low])), rate=rate),
        Piece(None, Span(int(there[low]), int(there[high])), "sponsor"),
        Piece(Span(int(here[low]), int(here[-1])), Span(int(there[high]), int(there[-1])), rate=rate),
    )
    return TimeMap(a.time_base, b.time_base, pieces, a.release_id, b.release_id)


def moved(piece: Piece, step: tuple[int, int], *, shift: int = 0, start: int = 0, end: int = 0) -> Piece:
    """A match with its offset and borders so many frames off."""
    here, there = piece.sides
    return replace(
        piece,
        source=Span(here.start + start * step[0], here.end + end * step[0]),
        target=Span(there.start + (shift + start) * step[1], there.end + (shift + end) * step[1]),
        uncertainty=Uncertainty(step[1], step[1], step[1]),
    )


def steps(a: Media, b: Media) -> tuple[int, int]:
    one, two = (int(np.median(np.diff(m.index.pts))) for m in (a, b))
    return one, two


def test_what_was_off_is_set_to_the_frame(pair: tuple[Media, Media, Rerelease]) -> None:
    a, b, other = pair
    true = true_map(a, b, other)
    step = steps(a, b)
    first, card, second = true.pieces
    wrong = replace(
        true,
        pieces=(moved(first, step, end=-3), card, moved(second, step, shift=2, end=-4)),
    )
    found = refine(wrong, a, b, seconds=PATIENCE)
    for got, want in zip(found.matches, true.matches, strict=True):
        for mine, right, frame in zip(got.sides, want.sides, step, strict=True):
            assert abs(mine.start - right.start) < frame
            assert abs(mine.end - right.end) < frame
        assert got.uncertainty.offset == 0
    assert [piece.role for piece in found.pieces if not piece.is_match] == ["sponsor"]


def test_what_was_right_stays(pair: tuple[Media, Media, Rerelease]) -> None:
    a, b, other = pair
    true = true_map(a, b, other)
    found = refine(true, a, b, seconds=PATIENCE)
    assert [piece.source for piece in found.pieces] == [piece.source for piece in true.pieces]
    assert [piece.target for piece in found.pieces] == [piece.target for piece in true.pieces]
    assert not any(piece.flags for piece in found.pieces)


def test_boxes_land_on_the_right_pixels(pair: tuple[Media, Media, Rerelease]) -> None:
    a, b, other = pair
    found = refine(true_map(a, b, other), a, b, seconds=PATIENCE)
    assert found.picture is not None
    video = a.info.main_video
    true = PictureMap(*other.picture)
    assert max(abs(true.shift_x), abs(true.shift_y)) > 2
    for x in (0, video.width):
        for y in (0, video.height):
            mine, right = found.picture.apply(x, y), true.apply(x, y)
            assert max(abs(m - r) for m, r in zip(mine, right, strict=True)) < 0.5


def test_what_a_person_set_is_theirs(pair: tuple[Media, Media, Rerelease]) -> None:
    a, b, other = pair
    true = true_map(a, b, other)
    step = steps(a, b)
    theirs = replace(moved(true.pieces[2], step, shift=2, end=-4), status="edited", author="aki")
    card = replace(true.pieces[1], status="confirmed", author="aki")
    found = refine(replace(true, pieces=(true.pieces[0], card, theirs)), a, b, seconds=PATIENCE)
    assert card in found.pieces
    assert theirs in found.pieces


def test_pictures_that_are_not_alike_are_said_to_be_so(pair: tuple[Media, Media, Rerelease]) -> None:
    a, b, other = pair
    first, card, second = true_map(a, b, other).pieces
    here, there = first.sides
    length = there.duration // 4
    # Two seconds and more of the card's place, taken for the episode.
    far = Span(here.start + 3 * length, here.start + 3 * length + length // 2)
    shifted = Span(there.start, there.start + length // 2)
    wrong = replace(
        true_map(a, b, other),
        pieces=(replace(first, source=far, target=shifted), card, second),
    )
    found = refine(wrong, a, b, seconds=PATIENCE)
    assert Flag.PICTURE_CHANGED in found.matches[0].flags
    assert found.matches[0].confidence < 0.5
    assert not found.matches[1].flags


def test_it_is_refused_or_ended(pair: tuple[Media, Media, Rerelease]) -> None:
    a, b, other = pair
    true = true_map(a, b, other)
    with pytest.raises(ValueError, match="is rel-other"):
        refine(replace(true, source_release="rel-other"), a, b)
    stop = threading.Event()
    stop.set()
    with pytest.raises(AnalysisCancelled):
        refine(true, a, b, cancel=stop)
    empty = replace(true, pieces=())
    assert refine(empty, a, b) is empty


def test_no_time_leaves_the_map_as_it_was(pair: tuple[Media, Media, Rerelease]) -> None:
    a, b, other = pair
    true = true_map(a, b, other)
    assert refine(true, a, b, seconds=0).pieces == true.pieces


def test_a_still_picture_leaves_its_offset_open() -> None:
    assert best_offset(np.full((40, 9), 0.01), 4) is None


def test_an_offset_stays_unless_another_is_clearly_better() -> None:
    rng = np.random.default_rng(1)
    distances = 0.01 + rng.random((40, 9)) * 0.002
    distances[:, :6] += 0.1
    found = best_offset(distances, 4)
    assert found is not None
    assert (found.best, found.low, found.high) == (7, 6, 8)
    stays = best_offset(distances, 8)
    assert stays is not None
    assert stays.best == 8


@pytest.mark.parametrize(("now", "at"), [(3, 6), (6, 6), (8, 8), (12, 9)])
def test_a_border_lies_between_what_is_in_and_what_is_out(now: int, at: int) -> None:
    # Six rows are in, three open, the others out.
    distances = np.array([0.01] * 6 + [0.1] * 3 + [0.4] * 6)
    blank = np.zeros(15, np.bool_)
    found = find_edge(distances, blank, (0.03, 0.2), now, "end")
    assert found is not None
    assert (found.at, found.low, found.high) == (at, 6, 9)
    turned = find_edge(distances[::-1], blank, (0.03, 0.2), 15 - now, "start")
    assert turned is not None
    assert (turned.at, turned.low, turned.high) == (15 - at, 6, 9)


def test_what_a_match_leaves_becomes_a_piece_of_one_side() -> None:
    left = Piece(Span(0, 100), Span(0, 100))
    card = Piece(None, Span(100, 150), "sponsor")
    right = Piece(Span(100, 200), Span(150, 250))
    shorter = replace(left, source=Span(0, 90), target=Span(0, 90))
    pieces = with_gaps((left, card, right), {id(left): shorter}, (2, 2))
    assert [(p.source, p.target, p.role) for p in pieces] == [
        (Span(0, 90), Span(0, 90), "match"),
        (None, Span(90, 150), "sponsor"),
        (Span(90, 100), None, "removed"),
        (Span(100, 200), Span(150, 250), "match"),
    ]
