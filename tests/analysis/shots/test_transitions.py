"""What is a transition, on which frame, and what only looks like one."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from animewidgets.analysis.shots import detect
from animewidgets.media import open_media
from tests.analysis.shots.conftest import HEIGHT, WIDTH, place, with_figure


def detected(path, **options):
    with open_media(path) as media:
        return detect(media, **options)


def transitions(path):
    return [(p.kind, p.start, p.stop) for p in detected(path)]


def talking(name, frames, x=0.3):
    """A still camera; somebody moves a little, drawn on threes."""
    return [with_figure(place(name), x + 0.01 * (n // 3 % 4)) for n in range(frames)]


def test_a_cut_lies_on_the_first_frame_of_the_new_shot(film):
    found = detected(film(talking("hills", 31) + talking("classroom", 30)))
    t = found.transitions
    assert (t.frame.tolist(), t.kind) == ([31], ("cut",))
    assert t.from_frame.tolist() == t.until_frame.tolist() == [31], "a cut has no mixed frames"
    assert t.score[0] > 0.9
    assert "blocks changed" in t.reasons[0][0]
    assert (found.shots.start.tolist(), found.shots.stop.tolist()) == ([0, 31], [31, 61])


def test_shots_of_eight_frames_are_found(film):
    names = ["hills", "classroom", "sea", "street", "night", "bedroom"]
    pictures = [p for name in names for p in talking(name, 8)]
    assert transitions(film(pictures)) == [("cut", n, n) for n in (8, 16, 24, 32, 40)]


@pytest.mark.parametrize("length", [6, 14, 30])
def test_a_dissolve_spans_its_mixed_frames(film, length):
    old, new = place("hills"), place("classroom")
    shares = [(n + 1) / (length + 1) for n in range(length)]
    mixed = [cv2.addWeighted(new, share, old, 1 - share, 0) for share in shares]
    ((kind, start, stop),) = transitions(film([old] * 30 + mixed + [new] * 30))
    assert kind == "dissolve"
    assert start == pytest.approx(30, abs=1)
    assert stop == pytest.approx(30 + length, abs=1)


def test_a_fade_to_black_and_one_from_it_are_two(film):
    old, new = place("hills"), place("sea")
    down = [cv2.convertScaleAbs(old, alpha=1 - (n + 1) / 11) for n in range(10)]
    up = [cv2.convertScaleAbs(new, alpha=(n + 1) / 13) for n in range(12)]
    black = [np.zeros_like(old)] * 8
    fade_out, fade_in = transitions(film([old] * 24 + down + black + up + [new] * 24))
    assert fade_out[0] == "fade-out"
    assert fade_out[1:] == (pytest.approx(24, abs=1), pytest.approx(34, abs=1))
    assert fade_in[0] == "fade-in"
    assert fade_in[1:] == (pytest.approx(42, abs=1), pytest.approx(54, abs=1))


def test_a_shot_may_begin_at_once_after_a_fade_to_black(film):
    old, new = place("hills"), place("sea")
    down = [cv2.convertScaleAbs(old, alpha=1 - (n + 1) / 9) for n in range(8)]
    black = [np.zeros_like(old)] * 3
    fade_out, cut = transitions(film([old] * 24 + down + black + [new] * 24))
    assert fade_out[0] == "fade-out"
    assert cut == ("cut", 35, 35)


def test_a_title_that_fades_in_over_a_shot_is_no_transition(film):
    still = place("street")
    titled = cv2.putText(still.copy(), "STREET", (30, 80), cv2.FONT_HERSHEY_DUPLEX, 1.6, (255,) * 3, 6)
    rising = [cv2.addWeighted(titled, n / 25, still, 1 - n / 25, 0) for n in range(25)]
    assert transitions(film([still] * 30 + rising + [titled] * 30)) == []


def test_a_wipe_spans_the_frames_that_show_both(film):
    old, new = place("street"), place("night")
    wiped = []
    for n in range(16):
        picture = old.copy()
        edge = round(WIDTH * (n + 1) / 17)
        picture[:, :edge] = new[:, :edge]
        wiped.append(picture)
    ((kind, start, stop),) = transitions(film([old] * 30 + wiped + [new] * 30))
    assert kind == "wipe"
    assert start == pytest.approx(30, abs=2)
    assert stop == pytest.approx(46, abs=2)


def test_a_flash_is_no_cut(film):
    pictures = talking("hills", 60)
    pictures[20:22] = [np.full_like(pictures[0], 255)] * 2
    pictures[40] = cv2.convertScaleAbs(pictures[40], alpha=0.3, beta=178)
    assert transitions(film(pictures)) == []


def test_impact_frames_are_no_cut(film):
    pictures = talking("street", 60)
    for n in range(30, 34):
        grey = cv2.cvtColor(pictures[n], cv2.COLOR_RGB2GRAY)
        ink = (grey > np.median(grey)) ^ (n % 2 == 0)
        pictures[n] = np.repeat(np.where(ink, 245, 15).astype(np.uint8)[:, :, None], 3, 2)
    assert transitions(film(pictures)) == []


def test_a_cut_right_after_a_flash_is_one(film):
    pictures = talking("hills", 30) + talking("classroom", 30)
    pictures[28:30] = [np.full_like(pictures[0], 255)] * 2
    ((kind, start, _),) = transitions(film(pictures))
    assert kind == "cut"
    # The flash belongs to neither shot: both of its ends are right.
    assert start in (28, 30)


@pytest.mark.parametrize("every", [1, 2, 3])
def test_a_pan_is_no_cut_on_ones_twos_and_threes(film, every):
    pictures = [place("street", x=(n // every * every) / 60) for n in range(60)]
    assert transitions(film(pictures)) == []


def test_a_foreground_jump_before_the_same_background_is_no_cut(film):
    still = place("classroom")
    pictures = [with_figure(still, 0.2)] * 30 + [with_figure(still, 0.7, 0.45)] * 30
    assert transitions(film(pictures)) == []


def test_captions_and_tone_steps_are_no_cuts(film):
    pictures = talking("sea", 70)
    for n in range(15, 45):
        pictures[n] = cv2.putText(
            pictures[n].copy(),
            "SOMEWHERE BY THE SEA",
            (20, 120),
            cv2.FONT_HERSHEY_SIMPLEX,
            0.6,
            (255,) * 3,
            2,
        )
    for n in range(50, 70):
        pictures[n] = np.clip(pictures[n] * np.array([0.6, 0.55, 0.7]), 0, 255).astype(np.uint8)
    assert transitions(film(pictures)) == []


def test_bars_and_the_dark_hide_no_cut(film):
    pictures = [p // 6 for p in talking("hills", 30) + talking("street", 30)]
    for picture in pictures:
        picture[:20] = picture[-20:] = 0
    assert transitions(film(pictures, crf=16)) == [("cut", 30, 30)]


def test_a_cut_to_black_and_back_to_another_shot_are_two(film):
    black = [np.zeros((HEIGHT, WIDTH, 3), np.uint8)] * 12
    pictures = talking("hills", 30) + black + talking("street", 30)
    assert transitions(film(pictures)) == [("cut", 30, 30), ("cut", 42, 42)]


def test_proposals_hold_everything_that_cuts_hold(film):
    path = film(talking("hills", 30) + talking("classroom", 30))
    cuts = detected(path)
    proposals = cuts.at("proposals")
    assert set(cuts.transitions.frame) <= set(proposals.transitions.frame)
    assert proposals.transitions.score.min() >= 0.05
    assert detected(path, operating_point="proposals").transitions.frame.tolist() == (
        proposals.transitions.frame.tolist()
    )
