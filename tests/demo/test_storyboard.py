"""The same seed tells the same story; every seed tells a whole one."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from animewidgets.demo.film import Film
from animewidgets.demo.storyboard import GRID, draw_storyboard
from animewidgets.demo.truth import FigureLog, frame_times, held_runs, tell_truth
from animewidgets.demo.tv import plan_broadcast, shown_frame


def fingerprint(seed: int) -> tuple[str, str]:
    """Hashes of some drawn frames, and of the whole truth about cuts and holds."""
    board = draw_storyboard(seed, 8)
    film = Film(board.shots, 90)
    pixels = hashlib.sha256()
    for ordinal in range(0, film.frame_count, 11):
        pixels.update(film.picture(ordinal).tobytes())
    log = FigureLog(film)
    for ordinal in range(0, film.frame_count, 5):
        log.note(ordinal)
    truth = tell_truth(board, film, frame_times(board, vfr=False), log)
    return pixels.hexdigest(), hashlib.sha256(truth.to_json().encode()).hexdigest()


def test_the_same_seed_draws_the_same_bytes_and_another_seed_others():
    assert fingerprint(3) == fingerprint(3)
    one, other = fingerprint(3), fingerprint(4)
    assert one[0] != other[0]
    assert one[1] != other[1]


@settings(max_examples=60)
@given(seed=st.integers(0, 2**31), seconds=st.floats(8, 400))
def test_every_storyboard_is_whole(seed, seconds):
    board = draw_storyboard(seed, seconds)
    total = sum(s.frames for s in board.shots)
    assert abs(total - seconds * 24000 / 1001) <= GRID
    assert [s.start for s in board.sections] == [0, *(s.end for s in board.sections[:-1])]
    assert board.sections[-1].end == total
    assert all(s.start % GRID == 0 for s in board.sections)
    assert all(s.frames >= 4 for s in board.shots), "a shot shorter than that is an accident"
    removed = board.shots[board.removed_shot]
    assert removed.frames % 4 == 0
    assert removed.section == "part"
    neighbours = (removed, board.shots[board.removed_shot + 1])
    assert all(s.join.kind == "cut" for s in neighbours), "the broadcast cuts where the disc cuts"
    for before, shot in zip(board.shots, board.shots[1:], strict=False):
        assert shot.join.before + before.join.after < before.frames
    for shot in board.shots:
        assert all(0 < f.start < f.end < shot.frames for f in shot.flashes)
        assert all(0 <= line.start < line.end <= shot.frames for line in shot.speech)
    broadcast = plan_broadcast(board, seed, frame_times(board, vfr=False))
    for piece in broadcast.pieces:
        if piece.tv_end > piece.tv_start:
            assert shown_frame(piece, piece.tv_start) == piece.start
            assert shown_frame(piece, piece.tv_end - 1) == piece.end - 1


def test_holds_cover_the_film_without_drawing_it():
    film = Film(draw_storyboard(1, 90).shots, 720)
    held = held_runs(film)
    share = float((held.end - held.start)[(held.end - held.start) > 1].sum()) / film.frame_count
    assert share > 0.3, "most of an anime is held"


def test_an_episode_needs_some_room():
    with pytest.raises(ValueError, match="8 s or longer"):
        draw_storyboard(1, 2)
