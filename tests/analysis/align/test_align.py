"""Aligning fingerprints whose truth is known, because they were made up."""

from __future__ import annotations

import subprocess
import sys
import threading
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from animewidgets.analysis.align import Alignment, align, find_alignment
from animewidgets.errors import AnalysisCancelled
from tests.analysis.align.synthetic import BROADCAST, FILM, drawings, noisy, pulled_down, release


def spans(made: Alignment) -> list[tuple[float | None, ...]]:
    """Source and target of each piece in seconds, rounded to a tenth."""
    out = []
    for piece in made.pieces:
        row: list[float | None] = []
        for span, base in ((piece.source, made.source_time_base), (piece.target, made.target_time_base)):
            row += [None, None] if span is None else [round(float(t * base), 1) for t in span]
        out.append(tuple(row))
    return out


def seconds(frames: float) -> float:
    return round(frames * float(FILM), 1)


def test_inserts_and_a_removed_shot() -> None:
    film, card, other = drawings(1, 1500), drawings(2, 200), drawings(3, 100)
    edit = np.concatenate([other, film[:400], card, film[400:900], film[1000:]])
    made = find_alignment(release(film), release(pulled_down(noisy(edit, 4)), BROADCAST))
    expected = [
        (None, None, 0, seconds(100)),
        (0, seconds(400), seconds(100), seconds(500)),
        (None, None, seconds(500), seconds(700)),
        (seconds(400), seconds(900), seconds(700), seconds(1200)),
        (seconds(900), seconds(1000), None, None),
        (seconds(1000), seconds(1500), seconds(1200), seconds(1700)),
    ]
    assert [tuple(x is None for x in row) for row in spans(made)] == [
        tuple(x is None for x in row) for row in expected
    ]
    for row, true in zip(spans(made), expected, strict=True):
        assert [x for x in row if x is not None] == pytest.approx(
            [x for x in true if x is not None], abs=0.11
        )
    assert [piece.role for piece in made.pieces if not piece.is_match] == ["pre-roll", "sponsor", "removed"]
    assert all(piece.confidence > 0.95 for piece in made.matches)


@pytest.mark.parametrize(
    ("frame", "rate"),
    [
        (Fraction(1, 24), Fraction(1000, 1001)),
        (Fraction(1, 25), Fraction(960, 1001)),
        (FILM, Fraction(1)),
    ],
)
def test_the_speed_is_found_both_ways(frame: Fraction, rate: Fraction) -> None:
    film = drawings(5, 3000)
    a, b = release(film), release(noisy(film[70:], 6), frame)
    there, back = find_alignment(a, b), find_alignment(b, a)
    assert (there.rate, back.rate) == (rate, 1 / rate)
    (match,) = there.matches
    assert match.source is not None
    assert match.source.start == 70 * 1001
    assert match.target is not None
    assert (match.target.start, match.target.end) == (0, b.end_pts), "frames begin together"


@pytest.mark.parametrize("phase", [0.0, 0.25, 0.5, 0.75])
def test_telecined_frames_land_on_a_frame_that_shows_them(phase: float) -> None:
    film = drawings(7, 800)
    shown = np.floor(np.arange(1000) * 0.8 + phase).astype(int).clip(0, 799)
    found = align(release(film), release(noisy(film[shown], 8), BROADCAST))
    for n in range(2, 798):
        tick = found.apply(n * 1001 + 250)
        assert tick is not None
        at = tick // 1001
        assert min(abs(int(row) - at) for row in np.flatnonzero(shown == n)) <= (0 if n % 4 != 3 else 1), n


def test_an_opening_shown_twice_goes_to_its_own_and_the_other_is_told() -> None:
    film, opening = drawings(9, 1600), drawings(10, 300)
    both = np.concatenate([film[:200], opening, film[200:1200], opening, film[1200:]])
    made = find_alignment(release(both), release(noisy(both, 11)))
    (match,) = made.matches
    assert spans(made) == [(0, seconds(2200), 0, seconds(2200))]
    assert "repeated" in match.flags
    told = sorted(round(float(span.start * made.target_time_base)) for span in match.alternatives)
    assert told == [round(200 * float(FILM)), round(1500 * float(FILM))]


def test_a_redrawn_shot_stays_in_its_place_and_is_told() -> None:
    film = drawings(12, 1200)
    other = noisy(film, 13)
    other[500:570] ^= np.uint64(0xF0F0_F0F0_F0F0_F0F0)
    made = find_alignment(release(film), release(other))
    assert ["picture_changed" in piece.flags for piece in made.matches] == [False, True, False]
    changed = made.matches[1].source
    assert changed is not None
    assert abs(changed.start - 500 * 1001) <= 1001
    assert abs(changed.end - 570 * 1001) <= 1001
    assert made.matches[1].confidence < 0.5


def test_films_that_have_nothing_in_common_give_an_empty_map() -> None:
    made = find_alignment(release(drawings(14, 2000)), release(drawings(15, 2500), BROADCAST))
    assert made.matches == ()
    assert [piece.role for piece in made.pieces] == ["removed", "unknown"]


def test_a_picture_that_is_held_says_little() -> None:
    """Three pictures, each held for four seconds: they match, and nobody should rely on it."""
    film = np.repeat(drawings(16, 200)[[0, 90, 199]], 96)
    made = find_alignment(release(film), release(noisy(film, 17, 0.1)))
    assert all(piece.confidence < 0.5 for piece in made.matches)
    assert all("still" in piece.flags for piece in made.matches)


def test_black_films_match_nowhere() -> None:
    black = np.zeros(300, np.uint64)
    assert find_alignment(release(black), release(black)).matches == ()
    assert find_alignment(release(drawings(18, 300)), release(black)).matches == ()


def test_where_it_is_black_the_sound_decides() -> None:
    """Twenty seconds of black, of which four are cut out of the middle: only the music can tell which."""
    rng = np.random.default_rng(19)
    film = np.concatenate([drawings(20, 480), np.zeros(480, np.uint64), drawings(21, 480)])
    sound = rng.integers(1, 2**32, int(len(film) * FILM * 8), dtype=np.uint32)
    cut, heard = np.delete(film, slice(600, 696)), np.delete(sound, slice(200, 232))
    made = find_alignment(release(film, sound=sound), release(noisy(cut, 22, bits=0), sound=heard))
    before, after = made.matches
    assert before.source is not None
    assert after.source is not None
    assert before.source.end * FILM / 1001 == pytest.approx(600 * FILM, abs=0.4)
    assert after.source.start * FILM / 1001 == pytest.approx(696 * FILM, abs=0.4)


def test_a_dub_is_aligned_by_its_pictures() -> None:
    rng = np.random.default_rng(23)
    film = drawings(24, 1200)
    sounds = [rng.integers(1, 2**32, 400, dtype=np.uint32) for _ in range(2)]
    made = find_alignment(release(film, sound=sounds[0]), release(noisy(film[100:], 25), sound=sounds[1]))
    (match,) = made.matches
    assert match.source is not None
    assert match.source.start == 100 * 1001
    assert match.confidence > 0.95


def test_a_clip_of_five_seconds_finds_its_place() -> None:
    film = drawings(26, 3000)
    made = find_alignment(release(noisy(film[1000:1120], 27)), release(film))
    (match,) = made.matches
    assert match.target is not None
    assert abs(match.target.start - 1000 * 1001) < 1001


def test_one_frame_and_none() -> None:
    film = drawings(28, 200)
    assert find_alignment(release(film[:1]), release(film)).matches == ()
    with pytest.raises(ValueError, match="without frames"):
        align(release(film[:0]), release(film))


def test_it_can_be_cancelled() -> None:
    cancel = threading.Event()
    cancel.set()
    film = drawings(29, 400)
    with pytest.raises(AnalysisCancelled):
        align(release(film), release(film), cancel=cancel)


FOUR_HOURS = """
import re
from pathlib import Path
from animewidgets.analysis.align import find_alignment
from tests.analysis.align.synthetic import drawings, noisy, release

film = drawings(30, 4 * 3600 * 24)
made = find_alignment(release(film), release(noisy(film[5000:], 31)))
# getrusage would count what the process that started this one had.
most = re.search(r"VmHWM:\\s+([0-9]+) kB", Path("/proc/self/status").read_text())
print(made.matches[0].source.start // 1001, most[1])
"""


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system does not tell the most memory")
def test_four_hours_fit_into_little_memory() -> None:
    """In a process of its own: following each allocation takes twice as long as aligning."""
    root = Path(__file__).resolve().parents[3]
    done = subprocess.run(
        [sys.executable, "-c", FOUR_HOURS], cwd=root, capture_output=True, text=True, check=True
    )
    first, most = (int(word) for word in done.stdout.split())
    assert first == 5000
    assert most * 1024 < 700e6
