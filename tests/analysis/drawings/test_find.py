"""Which frames show one and the same drawing."""

from __future__ import annotations

import itertools
import threading
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from animewidgets.analysis.drawings import find_drawings
from animewidgets.errors import AnalysisCancelled, FrameOutsideMedia
from animewidgets.media import open_media
from tests.analysis.shots.conftest import HEIGHT, WIDTH, Image, place, with_figure

TWOS = [with_figure(place("street"), 0.3 + 0.03 * (n // 2)) for n in range(24)]


def starts(path: Path, shots: list[tuple[int, int]] | None = None) -> list[int]:
    with open_media(path) as media:
        return find_drawings(media, shots or [(0, len(media.index))]).runs.start.tolist()


@pytest.mark.parametrize("crf", [20, 28, 36])
def test_a_figure_on_twos_has_a_drawing_on_every_other_frame(film, crf):
    assert starts(film(TWOS, crf=crf)) == list(range(0, 24, 2))


def test_grain_is_no_drawing(film):
    rng = np.random.default_rng(3)
    grained = [
        np.clip(p + cv2.GaussianBlur(rng.normal(0, 8, p.shape[:2]), (0, 0), 0.7)[:, :, None], 0, 255)
        for p in TWOS
    ]
    assert starts(film([g.astype(np.uint8) for g in grained])) == list(range(0, 24, 2))


def test_lips_that_move_on_a_held_body_are_new_drawings(film):
    def speaking(n: int) -> Image:
        big = cv2.resize(with_figure(place("street"), 0.5, 0.5), (640, 360))
        cv2.ellipse(big, (320, 192), (9, (1, 7)[n // 3 % 2]), 0, 0, 360, (120, 30, 40), -1, cv2.LINE_AA)
        return np.asarray(big, np.uint8)

    assert starts(film([speaking(n) for n in range(24)])) == list(range(0, 24, 3))


def test_a_pan_over_a_painting_is_one_drawing_and_is_called_a_pan(film):
    pan = [place("street", 0.1 + 0.012 * n) for n in range(30)]
    with open_media(film(pan)) as media:
        runs = find_drawings(media, [(0, 30)]).runs
    assert runs.start.tolist() == [0]
    assert runs.camera == ("pan",)


def test_a_zoom_is_one_drawing_and_is_called_a_zoom(film):
    with open_media(film([place("street", zoom=1 + 0.008 * n) for n in range(24)])) as media:
        runs = find_drawings(media, [(0, 24)]).runs
    assert runs.start.tolist() == [0]
    assert runs.camera == ("zoom",)


def test_a_figure_that_is_held_while_the_background_goes_by_is_one_drawing_until_it_moves(film):
    pictures = [with_figure(place("street", 0.1 + 0.012 * n), 0.4 + 0.05 * (n // 6)) for n in range(24)]
    assert starts(film(pictures)) == [0, 6, 12, 18]


def test_a_train_that_passes_is_drawn_anew_on_every_frame(film):
    def passing(n: int) -> Image:
        image = place("street").copy()
        for wagon in range(4):
            left = n * 6 - 60 * wagon
            cv2.rectangle(image, (left, 70), (left + 52, 108), (40, 90, 150), -1)
            cv2.rectangle(image, (left + 8, 76), (left + 22, 90), (230, 230, 200), -1)
        return image

    assert starts(film([passing(n) for n in range(6, 24)])) == list(range(18))


def test_a_fade_is_new_on_every_frame(film):
    fade = [(place("street") * (n / 12)).astype(np.uint8) for n in range(12)]
    assert starts(film(fade)) == list(range(12))


def test_a_slow_fade_is_not_one_drawing_though_no_frame_differs_from_the_next(film):
    fade = [(place("street") * (1 - n / 120)).astype(np.uint8) for n in range(100)]
    begins = starts(film(fade, crf=16))
    assert 5 <= len(begins) < 60
    assert max(np.diff(begins)) < 30


def test_a_pan_so_slow_that_no_frame_differs_from_the_next_is_one_drawing(film):
    assert starts(film([place("street", 0.3 + 0.0008 * n) for n in range(60)], crf=16)) == [0]


def test_a_shot_begins_a_drawing_even_where_the_picture_stays(film):
    assert starts(film([place("hills")] * 12), [(0, 5), (5, 12)]) == [0, 5]


def test_frames_outside_the_shots_belong_to_no_run(film):
    with open_media(film([place("hills")] * 12)) as media:
        found = find_drawings(media, [(3, 6)])
    assert found.run_at(2) is None
    assert found.run_at(5) == (3, 6)
    assert found.run_at(6) is None
    with pytest.raises(FrameOutsideMedia, match="no frame 12"):
        found.run_at(12)


def test_the_runs_cover_each_shot_in_ticks_as_in_frames(film):
    lengths = [40, 42, 42, 60, 41, 42, 80, 42]
    times = [0, *itertools.accumulate(lengths)]
    with open_media(film(TWOS[:9], pts=times)) as media:
        found = find_drawings(media, [(0, 9)])
        ends = np.append(media.index.pts, media.index.end_pts)
    runs = found.runs
    assert runs.start_pts.tolist() == ends[runs.start].tolist()
    assert runs.stop_pts.tolist() == ends[runs.stop].tolist()
    assert runs.start[0] == 0
    assert runs.stop[-1] == 9
    assert runs.start[1:].tolist() == runs.stop[:-1].tolist()


def test_the_frames_worth_labelling_are_the_first_of_each_drawing_and_none_of_a_dissolve(film):
    one, two = place("street"), place("sea")
    mixed = [cv2.addWeighted(two, n / 13, one, 1 - n / 13, 0).astype(np.uint8) for n in range(1, 13)]
    with open_media(film([one] * 30 + mixed + [two] * 30)) as media:
        found = find_drawings(media)
    assert found.frames() == (0, 42)
    assert found.runs.mixed.sum() >= 11
    assert found.frames(at_least=31) == ()


def test_a_table_has_one_row_per_drawing(film):
    with open_media(film(TWOS)) as media:
        table = find_drawings(media, [(0, 24)]).to_pandas()
    assert table[["start", "stop"]].iloc[3].tolist() == [6, 8]
    assert set(table["camera"]) == {"still"}
    assert (table["confidence"] > 0.5).all()


def test_what_was_measured_is_kept_and_other_shots_ask_for_no_new_pass(film, monkeypatch):
    from animewidgets.analysis.drawings import finding

    with open_media(film(TWOS)) as media:
        first = find_drawings(media, [(0, 24)])
        monkeypatch.setattr(finding, "measure", None)
        again = find_drawings(media, [(0, 12), (12, 24)])
    assert first.runs.start.tolist() == again.runs.start.tolist()


def test_setting_cancel_ends_it_and_keeps_nothing(film):
    cancel = threading.Event()
    cancel.set()
    with open_media(film(TWOS)) as media:
        with pytest.raises(AnalysisCancelled, match="nothing was kept"):
            find_drawings(media, [(0, 24)], cancel=cancel)
        assert len(find_drawings(media, [(0, 24)])) == 12


def test_progress_goes_from_nothing_to_all_frames(film):
    told: list[tuple[int, int]] = []
    with open_media(film(TWOS * 2)) as media:
        find_drawings(media, progress=lambda done, total: told.append((done, total)))
    assert told == sorted(told)
    assert told[-1] == (48, 48)


@pytest.mark.parametrize(
    ("shots", "error", "says"),
    [
        ([(3, 3)], ValueError, r"\[3, 3\) has no frame"),
        ([(0, 25)], FrameOutsideMedia, "24 frames"),
        ([(0, 9), (8, 12)], ValueError, "begins before the one before it ends"),
    ],
)
def test_shots_that_make_no_sense_are_refused(film, shots, error, says):
    with open_media(film(TWOS)) as media, pytest.raises(error, match=says):
        find_drawings(media, shots)


def test_two_workers_find_what_one_finds(film):
    path = film([with_figure(place("street"), 0.2 + 0.01 * (n // 3)) for n in range(60)], keyint=12)
    with open_media(path) as media:
        one = find_drawings(media, [(0, 60)], workers=1, cache=False)
        two = find_drawings(media, [(0, 60)], workers=2, cache=False)
    assert one.runs.start.tolist() == two.runs.start.tolist() == list(range(0, 60, 3))
    assert np.allclose(one.amount, two.amount)


def test_a_still_film_of_one_frame_is_one_drawing(tmp_path):
    path = tmp_path / "one.mkv"
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=Fraction(24))
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        out.mux(stream.encode(av.VideoFrame.from_ndarray(np.ascontiguousarray(place("hills")), "rgb24")))
        out.mux(stream.encode(None))
    assert starts(path) == [0]
