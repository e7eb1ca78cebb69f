"""Which release a file is, told from fingerprints whose truth is known, because they were made up."""

from __future__ import annotations

import threading
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from animewidgets.analysis.fingerprint import Fingerprint
from animewidgets.analysis.identify import Candidate, compare, identify
from animewidgets.analysis.identify.sieve import Sieve
from animewidgets.errors import AnalysisCancelled
from animewidgets.timebase import Span
from tests.analysis.align.synthetic import BROADCAST, FILM, drawings, noisy, pulled_down, release


def known(*prints: Fingerprint) -> list[Candidate]:
    return [
        Candidate(one.release_id, f"episode {n}", "library", fingerprint=lambda one=one: one)
        for n, one in enumerate(prints)
    ]


def episodes(count: int, frames: int = 2400) -> list[Fingerprint]:
    return [release(drawings(100 + n, frames), name=f"rel-{n}") for n in range(count)]


def test_the_same_stream_is_known_before_anything_is_compared() -> None:
    film = release(drawings(1, 500), name="rel-known")

    def never() -> Fingerprint | None:
        raise AssertionError("a digest says all")

    found = identify(film, [Candidate("rel-known", "ep01", "store", fingerprint=never)])
    assert (found.kind, found.release_id, found.confidence) == ("remuxed", "rel-known", 1.0)
    assert found.evidence is not None
    assert found.evidence.digests == ("stream",)
    assert found.time_map is None


def test_the_same_frames_in_other_pictures_were_encoded_anew() -> None:
    film = drawings(103, 2400)
    found = identify(release(noisy(film, 5), name="rel-new"), known(*episodes(8)))
    assert (found.kind, found.release_id) == ("re-encoded", "rel-3")
    assert found.confidence > 0.95
    assert found.time_map is not None
    assert [one.sides for one in found.time_map.matches] == [(Span(0, 2400 * 1001), Span(0, 2400 * 1001))]
    assert found.others == ()


@pytest.mark.parametrize(
    ("what", "words", "frame"),
    [
        ("one frame less", lambda film: film[1:], FILM),
        ("another rate", lambda film: pulled_down(film), BROADCAST),
        ("at 25", lambda film: film, Fraction(1, 25)),
        ("with a card", lambda film: np.concatenate([film[:900], drawings(9, 120), film[900:]]), FILM),
        ("half of it", lambda film: film[:1200], FILM),
    ],
)
def test_another_length_rate_or_insert_is_another_release(what: str, words, frame: Fraction) -> None:
    film = drawings(105, 2400)
    file = release(noisy(words(film), 6), frame, name="rel-new")
    found = identify(file, known(*episodes(8)))
    assert (found.kind, found.release_id) == ("other_release", "rel-5"), what
    assert found.time_map is not None
    assert found.time_map.source_release == "rel-new"
    assert found.time_map.target_release == "rel-5"


def test_a_shot_that_was_drawn_anew_makes_it_another_release() -> None:
    film = noisy(drawings(102, 2400), 7)
    film[1000:1060] ^= np.uint64(0xF0F0_F0F0_F0F0_F0F0)
    found = identify(release(film, name="rel-new"), known(*episodes(4)))
    assert (found.kind, found.release_id) == ("other_release", "rel-2")
    assert found.evidence is not None
    assert found.evidence.changed == pytest.approx(60 * float(FILM), abs=0.1)


def test_episodes_that_share_their_opening_are_not_one_another() -> None:
    """Ninety seconds of seven minutes are in both: told, and no match."""
    opening = drawings(50, 2160)
    one = np.concatenate([drawings(51, 300), opening, drawings(52, 7500)])
    other = np.concatenate([drawings(53, 900), noisy(opening, 8), drawings(54, 7000)])
    found = identify(release(one, name="rel-one"), known(release(other, name="rel-other")))
    assert (found.kind, found.best) == ("unknown", None)
    assert [match.candidate.release_id for match in found.others] == ["rel-other"]
    shared = found.others[0].comparison.evidence
    assert shared.share_of_file == pytest.approx(2160 / 9960, abs=0.01)
    assert found.others[0].comparison.confidence > 0.9


def test_of_several_releases_of_an_episode_the_nearest_counts_and_the_others_are_told() -> None:
    film = drawings(60, 2400)
    tv = release(pulled_down(film), BROADCAST, name="rel-tv")
    disc = release(film, name="rel-disc")
    found = identify(release(noisy(film, 3), name="rel-rip"), known(tv, *episodes(3), disc))
    assert (found.kind, found.release_id) == ("re-encoded", "rel-disc")
    assert [(one.kind, one.candidate.release_id) for one in found.others] == [("other_release", "rel-tv")]


def test_a_stranger_is_unknown_and_what_could_not_be_compared_is_counted() -> None:
    unseen = Candidate("rel-unseen", "ep12", "library")
    found = identify(release(drawings(999, 2400), name="rel-new"), [*known(*episodes(6)), unseen])
    assert (found.kind, found.release_id, found.others) == ("unknown", None, ())
    assert (found.asked, found.unseen) == (7, 1)


def test_black_and_still_films_are_never_taken_for_one_another() -> None:
    black = np.zeros(240, np.uint64)
    found = identify(release(black, name="rel-black"), known(release(black, name="rel-other"), *episodes(2)))
    assert found.kind == "unknown"
    assert any("shows nothing" in note for note in found.notes)
    card = np.full(240, np.uint64(0x1234_5678_9ABC_DEF0))
    found = identify(release(card, name="rel-card"), known(release(noisy(card, 1), name="rel-twin")))
    assert found.kind == "unknown"
    assert any("changes 1 times" in note for note in found.notes)


def test_few_changes_make_a_match_that_says_so() -> None:
    """Eight pictures, each held for half a second: the same frames, but fewer than ten changes."""
    film = np.repeat(drawings(70, 800)[::100], 12)
    found = identify(release(noisy(film, 2, 0.1), name="rel-new"), known(release(film, name="rel-known")))
    assert found.kind == "re-encoded"
    assert found.confidence < 0.5


def test_a_silent_file_is_compared_by_its_pictures_and_that_is_said() -> None:
    rng = np.random.default_rng(1)
    sound = rng.integers(1, 2**32, 800, dtype=np.uint32)
    film = drawings(80, 2400)
    with_sound = release(film, sound=sound, name="rel-known")
    mute = release(noisy(film, 1), sound=np.zeros(800, np.uint32), name="rel-new")
    found = identify(mute, known(with_sound))
    assert found.kind == "re-encoded"
    assert any("its sound is silence" in note for note in found.notes)


def test_it_can_be_cancelled() -> None:
    film = drawings(90, 2400)
    stop = threading.Event()
    stop.set()
    with pytest.raises(AnalysisCancelled):
        identify(release(film[30:], name="rel-new"), known(release(film)), cancel=stop)


def test_containers_round_times_and_frames_are_the_same_all_the_same() -> None:
    """Milliseconds of Matroska beside ticks of 1/24000 s."""
    film = release(drawings(95, 1200), name="rel-ticks")
    rounded = np.round(film.pts * float(film.time_base) * 1000).astype(np.int64) + 7
    file = replace(
        film, release_id="rel-ms", time_base=Fraction(1, 1000), pts=rounded, end_pts=int(rounded[-1]) + 42
    )
    assert compare(file, film).kind == "re-encoded"
    uneven = rounded.copy()
    uneven[600:] += 12
    later = replace(file, pts=uneven, end_pts=int(uneven[-1]) + 42)
    assert compare(later, film).kind == "other_release"


@settings(max_examples=25)
@given(st.integers(0, 2**32 - 1), st.integers(0, 1500), st.integers(240, 900))
def test_the_quick_look_never_loses_what_is_there(seed: int, start: int, length: int) -> None:
    """Any ten seconds and more of a film are found in it, and not in another one."""
    film = drawings(seed, 2400)
    part = release(noisy(film[start : start + length], seed % 1000), name="rel-part")
    sieve = Sieve(part)
    assert sieve.strength(release(film)) > 0.3
    assert sieve.strength(release(drawings(seed + 1, 2400))) < 0.05
