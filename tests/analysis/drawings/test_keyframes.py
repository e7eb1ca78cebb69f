"""The frames that stand for a shot, and why."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from animewidgets.analysis.drawings import find_drawings, keyframes
from animewidgets.errors import FrameOutsideMedia
from animewidgets.media import open_images, open_media
from tests.analysis.shots.conftest import place, with_figure

STREET = place("street")
# Eight drawings on threes: somebody walks through the picture, and is bent once.
WALK = [with_figure(STREET, 0.15 + 0.1 * (n // 3), 0.85 if n // 3 == 5 else 0.5) for n in range(24)]


def test_four_frames_are_the_first_the_last_the_most_distinct_and_the_sharpest_drawing(film):
    with open_media(film(WALK)) as media:
        picked = keyframes(media, (0, 24), 4)
        pts = [int(media.index.pts[k.ordinal]) for k in picked]
    assert len(picked) == 4
    assert picked[0].ordinal // 3 == 0
    assert "first" in picked[0].reasons
    assert picked[-1].ordinal // 3 == 7
    assert "last" in picked[-1].reasons
    reasons = [reason for k in picked for reason in k.reasons]
    assert reasons.count("sharpest") == 1
    assert "most distinct" in reasons
    assert [k.pts for k in picked] == pts
    assert max(k.score for k in picked) == 1.0


def test_one_frame_is_the_sharpest(film):
    soft = [np.asarray(cv2.GaussianBlur(p, (0, 0), 1.2), np.uint8) for p in WALK]
    with open_media(film([*soft[:9], *WALK[9:12], *soft[12:]], crf=12)) as media:
        (only,) = keyframes(media, (0, 24), 1)
    assert 9 <= only.ordinal < 12
    assert only.reasons == ("sharpest",)


def test_no_drawing_is_taken_twice_however_many_are_asked_for(film):
    with open_media(film(WALK)) as media:
        picked = keyframes(media, (0, 24), 50)
    assert [k.ordinal // 3 for k in picked] == list(range(8))


def test_a_blurred_picture_is_taken_only_when_nothing_better_is_left():
    smeared = np.asarray(cv2.GaussianBlur(WALK[6], (0, 0), 9), np.uint8)
    pictures = [*WALK[::3][:2], smeared, *WALK[::3][3:]]
    assert 2 not in [k.ordinal for k in keyframes(pictures, (0, 8), 7)]
    all_of_them = {k.ordinal: k.reasons for k in keyframes(pictures, (0, 8), 8)}
    assert all_of_them[2] == ("nothing better",)


def test_a_white_flash_at_the_end_is_not_the_last_drawing():
    flash = np.full_like(STREET, 250)
    assert keyframes([*WALK, flash, flash], (0, 26), 2)[-1].ordinal // 3 == 7


def test_the_frames_of_a_dissolve_are_avoided_where_the_drawings_know_of_it(film):
    one, two = place("street"), place("sea")
    mixed = [cv2.addWeighted(two, n / 13, one, 1 - n / 13, 0).astype(np.uint8) for n in range(1, 13)]
    with open_media(film([one] * 30 + mixed + [two] * 30)) as media:
        found = find_drawings(media)
        picked = keyframes(media, (0, 42), 2, drawings=found)
    assert [k.reasons for k in picked if k.ordinal >= 30] == [("nothing better",)]
    assert picked[0].reasons == ("first", "last", "sharpest")


def test_the_same_pictures_give_the_same_frames(film):
    path = film(WALK)
    with open_media(path) as media:
        first = keyframes(media, (3, 24), 5)
    with open_media(path) as media:
        assert keyframes(media, (3, 24), 5) == first


def test_pictures_that_are_no_media_have_no_tick():
    assert [k.pts for k in keyframes(WALK, (0, 24), 2)] == [None, None]


def test_images_are_picked_from_as_pictures_are():
    with open_images(WALK) as images:
        picked = keyframes(images, (0, 24), 5)
    assert [k.ordinal for k in picked] == [k.ordinal for k in keyframes(WALK, (0, 24), 5)]
    assert [k.pts for k in picked] == [k.ordinal for k in picked]


@pytest.mark.parametrize(
    ("shot", "n", "error", "says"),
    [
        ((0, 24), 0, ValueError, "ask for at least 1"),
        ((5, 5), 2, ValueError, "has no frame"),
        ((20, 25), 2, FrameOutsideMedia, "24 frames"),
    ],
)
def test_what_makes_no_sense_is_refused(shot, n, error, says):
    with pytest.raises(error, match=says):
        keyframes(WALK, shot, n)
