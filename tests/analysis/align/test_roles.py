"""What the parts of a broadcast are: proposed where the clock and the pictures say so, else left open."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest

from animewidgets.analysis.align.roles import Pictures, find_extras, pictures_of, with_roles
from tests.analysis.align.schedules import FRAME, Broadcast, backwards, broadcast
from tests.benchmarks.bench_roles import OPEN, counted


@pytest.mark.parametrize("turn", [False, True], ids=["from the disc", "from the broadcast"])
def test_a_role_that_is_proposed_is_right(turn: bool) -> None:
    total: Counter[tuple[str, str]] = Counter()
    for seed in range(500, 514):
        made = broadcast(seed)
        total += counted(backwards(made) if turn else made)
    said: Counter[str] = Counter()
    true: Counter[str] = Counter()
    for (role, name), frames in total.items():
        said[name] += frames
        true[role] += frames
    for role in ("commercial", "opening", "ending", "sponsor", "preview", "eyecatch"):
        assert said[role] == 0 or total[role, role] / said[role] >= 0.9, role
        assert role not in OPEN
    for role, least in (("commercial", 0.85), ("opening", 0.6), ("ending", 0.55), ("sponsor", 0.5)):
        assert total[role, role] / true[role] >= least, role


def test_matches_are_parted_but_nothing_of_them_is_lost() -> None:
    made = broadcast(7)
    pieces = list(with_roles(made.pieces, made.disc, made.tv))
    covered = [piece.source for piece in pieces if piece.source is not None]
    assert sum(span.duration for span in covered) == len(made.disc) * FRAME.numerator
    assert all(left.end == right.start for left, right in pairwise(covered))
    there = sorted(piece.target for piece in pieces if piece.target is not None)
    assert sum(span.duration for span in there) == len(made.tv) * FRAME.numerator
    assert all(left.end == right.start for left, right in pairwise(there))


def moving(of: Broadcast) -> Pictures:
    return pictures_of(of.tv)


def test_in_a_clip_a_card_stands_and_commercials_are_cut() -> None:
    made = broadcast(3)
    pictures = moving(made)
    cuts = pictures.cuts
    first = float(cuts[40])
    several = find_extras(pictures, first, float(cuts[44]), "between", by_the_clock=False)
    assert [guess.role for guess in several] == ["commercial"]
    assert several[0].sure <= 0.7
    card = find_extras(pictures, first, float(cuts[41]), "between", by_the_clock=False)
    assert [guess.role for guess in card] == ["sponsor"]


def test_what_runs_by_no_clock_is_unknown() -> None:
    made = broadcast(3)
    guesses = find_extras(moving(made), 300.0, 337.3, "between", by_the_clock=True)
    assert [guess.role for guess in guesses] == ["unknown"]
