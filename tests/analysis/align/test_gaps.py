"""What is found between parts: stills that tell nothing among all, and shots drawn anew beside an insert."""

from __future__ import annotations

import numpy as np

from animewidgets.analysis.align import AlignedPiece, find_alignment
from tests.analysis.align.synthetic import drawings, noisy, release

REDRAWN = np.uint64(0xF0F0_F0F0_F0F0_F0F0)


def frames(piece: AlignedPiece) -> tuple[int, int, int, int]:
    """Source and target of a match, in frames."""
    assert piece.source is not None
    assert piece.target is not None
    return (
        round(piece.source.start / 1001),
        round(piece.source.end / 1001),
        round(piece.target.start / 1001),
        round(piece.target.end / 1001),
    )


def test_a_still_between_two_shots_that_were_taken_out_is_found_and_nobody_should_rely_on_it() -> None:
    before, gone, still, gone_too, after = (
        drawings(seed, n) for seed, n in ((41, 600), (42, 50), (43, 60), (44, 40), (45, 600))
    )
    still[:] = still[0]
    film = np.concatenate([before, gone, still, gone_too, after])
    edit = np.concatenate([before, still, after])
    made = find_alignment(release(film), release(noisy(edit, 46)))
    assert np.abs(np.array([frames(piece) for piece in made.matches]) - [
        (0, 600, 0, 600), (650, 710, 600, 660), (750, 1350, 660, 1260),
    ]).max() <= 1  # fmt: skip
    assert made.matches[1].confidence < 0.5
    assert "still" in made.matches[1].flags


def test_a_still_before_another_cutaway_leaves_what_follows_whole() -> None:
    """The same picture is held twice; only the second one is as far from what follows as in the other."""
    before, gone, still, after = (drawings(s, n) for s, n in ((47, 600), (48, 50), (49, 60), (50, 600)))
    still[:] = still[0]
    film = np.concatenate([before, still, gone, still, drawings(51, 30), after])
    edit = np.concatenate([before, drawings(52, 30), still, drawings(53, 30), after])
    made = find_alignment(release(film), release(noisy(edit, 54)))
    assert [frames(piece) for piece in made.matches] == [
        (0, 600, 0, 600), (710, 770, 630, 690), (800, 1400, 720, 1320),
    ]  # fmt: skip


def test_a_shot_drawn_anew_before_a_card_is_known_by_its_sound() -> None:
    rng = np.random.default_rng(55)
    shots = [drawings(seed, n) for seed, n in ((56, 600), (57, 72), (58, 600))]
    sound = rng.integers(1, 2**32, 430, dtype=np.uint32)
    card = rng.integers(1, 2**32, 50, dtype=np.uint32)
    film = np.concatenate(shots)
    edit = np.concatenate([shots[0], shots[1] ^ REDRAWN, drawings(59, 144), shots[2]])
    at = round(672 * 1001 / 24000 * 8)
    heard = np.concatenate([sound[:at], card[: round(144 * 1001 / 24000 * 8)], sound[at:]])
    made = find_alignment(release(film, sound=sound), release(noisy(edit, 60), sound=heard))
    assert [frames(piece) for piece in made.matches] == [
        (0, 600, 0, 600), (600, 672, 600, 672), (672, 1272, 816, 1416),
    ]  # fmt: skip
    assert ["picture_changed" in piece.flags for piece in made.matches] == [False, True, False]
    assert made.matches[1].confidence < 0.5
