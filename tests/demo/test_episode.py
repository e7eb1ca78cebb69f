"""The truth that comes with the episode is the truth about the files that were written."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from animewidgets.annotations.categories import SHOT_SCALE
from animewidgets.demo import DemoEpisode, ensure_episode, frame_number, make_episode
from animewidgets.demo.truth import EpisodeTruth
from animewidgets.demo.tv import plan_broadcast
from animewidgets.timemaps import read_patch


def decode(path: Path) -> tuple[list[np.ndarray], list[int], Fraction]:
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        frames = list(container.decode(stream))
        return [f.to_ndarray(format="rgb24") for f in frames], [f.pts for f in frames], stream.time_base


@pytest.fixture(scope="session")
def disc(episode: DemoEpisode):
    return decode(episode.bluray)


@pytest.fixture(scope="session")
def recording(episode: DemoEpisode):
    return decode(episode.tv_recording)


def changed(a: np.ndarray, b: np.ndarray) -> float:
    """Share of the picture that differs clearly, below the burnt-in number."""
    return float((np.abs(a[48:].astype(int) - b[48:]).max(axis=2) > 24).mean())


def test_every_drawn_frame_is_on_the_disc_once_and_in_order(episode, disc):
    pictures, pts, base = disc
    assert [frame_number.read(p) for p in pictures] == list(range(episode.truth.frame_count))
    exact = [Fraction(int(t)) * episode.truth.time_base for t in episode.truth.frame_times[:-1]]
    assert [t * base for t in pts] == exact


def test_the_picture_on_the_disc_is_the_picture_that_was_drawn(episode, disc):
    for ordinal in (0, 50, 140, episode.truth.frame_count - 1):
        drawn = episode.picture(ordinal).astype(int)
        assert np.abs(disc[0][ordinal] - drawn).mean() < 6


def test_hard_cuts_lie_where_the_picture_changes(episode, disc):
    pictures = disc[0]
    cuts = [c for c in episode.truth.cuts if c.kind == "cut"]
    assert len(cuts) >= 8
    for cut in cuts:
        assert changed(pictures[cut.ordinal - 1], pictures[cut.ordinal]) > 0.25, cut


def test_gradual_transitions_mix_between_first_and_last_mixed_frame(episode):
    gradual = [c for c in episode.truth.cuts if c.kind != "cut"]
    assert {c.kind for c in gradual} == {"dissolve", "fade"}
    for cut in gradual:
        assert cut.first_mixed is not None
        assert cut.last_mixed is not None
        assert cut.first_mixed < cut.ordinal <= cut.last_mixed + 1
    fade = next(c for c in gradual if c.kind == "fade")
    assert episode.film.picture(fade.ordinal - 1).max() == 0, "the last frame before the new shot is black"
    assert episode.film.picture(fade.ordinal).max() > 0, "the new shot begins where anything of it is seen"
    for cut in gradual:
        assert all(
            episode.film._mix(*episode.film.locate(n)) for n in range(cut.first_mixed, cut.last_mixed + 1)
        )
        for beside in (cut.first_mixed - 1, cut.last_mixed + 1):
            assert episode.film._mix(*episode.film.locate(beside)) is None


def test_flashes_are_white_and_are_no_cuts(episode):
    truth = episode.truth
    flashes = [f for f in truth.not_cuts if f.kind == "flash"]
    assert flashes
    cuts = {c.ordinal for c in truth.cuts}
    for flash in flashes:
        assert episode.film.picture(flash.start).mean() > 215
        assert episode.film.picture(flash.end).mean() < 215
        assert not cuts & {flash.start, flash.end}


def test_held_runs_are_one_drawing_and_neighbours_are_another(episode):
    held, film = episode.truth.held, episode.film
    assert held.start[0] == 0
    assert held.end[-1] == episode.truth.frame_count
    assert (held.end[:-1] == held.start[1:]).all()
    lengths = set((held.end - held.start).tolist())
    assert {1, 2, 3} <= lengths, "animation on ones, twos and threes"
    for start, end, still in zip(held.start.tolist(), held.end.tolist(), held.still.tolist(), strict=True):
        if not still:
            continue
        first = film.picture(start).copy()
        film._last = None  # draw the last frame of the run anew, not from memory
        assert np.array_equal(first, film.picture(end - 1))
        if end < film.frame_count and film.locate(end)[0] == film.locate(start)[0]:
            assert not np.array_equal(first, film.picture(end)), (
                f"frame {end} shows the same drawing as {start}"
            )


def test_masks_fill_their_boxes_and_eyes_lie_in_them(episode):
    truth = episode.truth
    boxes = truth.boxes
    assert len(boxes.ordinal) > truth.frame_count // 3
    for row in range(0, len(boxes.ordinal), 37):
        ordinal, who = int(boxes.ordinal[row]), int(boxes.figure[row])
        mask = episode.masks(ordinal)[truth.cast[who]]
        ys, xs = np.nonzero(mask)
        assert (xs.min(), ys.min(), xs.max() + 1, ys.max() + 1) == (
            boxes.x0[row], boxes.y0[row], boxes.x1[row], boxes.y1[row],
        )  # fmt: skip
        marks = truth.landmarks
        here = (marks.ordinal == ordinal) & (marks.figure == who) & marks.visible
        for x, y in zip(marks.x[here], marks.y[here], strict=True):
            assert mask[int(y), int(x)]


def test_a_mask_covers_what_is_drawn_where_a_figure_is_and_nothing_else(episode):
    film = episode.film
    shot = film.shots[0]
    without = [layer for layer in shot.layers if type(layer).__name__ != "Actor"]
    from dataclasses import replace

    from animewidgets.demo.film import Film

    empty = Film((replace(shot, layers=tuple(without)),), film.height).picture(0)
    differs = np.abs(film.picture(0).astype(int) - empty).max(axis=2) > 12
    (mask,) = episode.masks(0).values()
    assert (differs & mask).sum() > 0.9 * mask.sum()
    import cv2

    near = cv2.dilate(mask.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0  # blurred edges of lines
    assert not (differs & ~near).any()


def test_the_time_map_sends_each_frame_of_the_disc_to_the_same_picture_on_tv(episode, disc, recording):
    _, disc_pts, _ = disc
    tv_pictures, tv_pts, _ = recording
    removed = next(p for p in episode.time_map.pieces if p.role == "removed")
    assert removed.source is not None
    for ordinal, tick in enumerate(disc_pts):
        mapped = episode.time_map.apply(tick)
        if tick in removed.source:
            assert mapped is None
            continue
        assert mapped is not None
        shown = tv_pictures[int(np.searchsorted(tv_pts, mapped, side="right")) - 1]
        assert frame_number.read(shown) == ordinal


def test_the_recording_differs_as_recordings_do(episode, recording):
    pieces = plan_broadcast(_board(episode), 1, episode.truth.frame_times).pieces
    roles = [p.role for p in pieces]
    assert roles == [
        "pre-roll", "avant", "opening", "sponsor", "part", "eyecatch", "commercial",
        "part", "removed", "part", "ending", "sponsor",
    ]  # fmt: skip
    assert episode.truth.time_base.denominator == 120_000
    assert len(recording[0]) == pieces[-1].tv_end
    assert read_patch(episode.patch_path.read_text()) == episode.time_map


def _board(episode: DemoEpisode):
    from animewidgets.demo.storyboard import draw_storyboard

    return draw_storyboard(episode.options.seed, episode.options.seconds)


def test_shots_have_categories_of_the_schema_and_cameras_move(episode):
    truth = episode.truth
    assert all(shot.category in SHOT_SCALE for shot in truth.shots)
    assert {"still", "pan", "zoom"} == {shot.camera for shot in truth.shots}
    assert truth.shots[-1].end == truth.frame_count


def test_sound_is_heard_where_the_truth_says_somebody_speaks(episode):
    with av.open(str(episode.bluray)) as container:
        stream = container.streams.audio[0]
        wave = np.concatenate([f.to_ndarray() for f in container.decode(stream)], axis=1).mean(axis=0)
        rate = stream.rate
    lines = [e for e in episode.truth.audio_events if e.kind == "dialogue"]
    assert lines
    for event in lines:
        start, end = (round(float(t * episode.truth.time_base) * rate) for t in (event.start, event.end))
        assert np.abs(wave[start:end]).mean() > 0.01
    music = {e.name for e in episode.truth.audio_events if e.kind == "music"}
    assert music == {"opening", "eyecatch", "ending"}


def test_subtitles_hold_the_dialogue(episode):
    ass, srt = (path.read_text(encoding="utf-8") for path in episode.subtitles)
    assert episode.truth.subtitles
    for line in episode.truth.subtitles:
        assert line.text in ass
        assert line.text in srt


def test_truth_survives_the_trip_to_disk(episode):
    text = episode.truth_path.read_text(encoding="utf-8")
    assert EpisodeTruth.from_json(text).to_json() == text
    with pytest.raises(ValueError, match="not the truth"):
        EpisodeTruth.from_json("[]")


def test_an_episode_is_drawn_once_and_a_broken_one_again(tmp_path):
    told: list[float] = []
    first = ensure_episode(tmp_path, seconds=8, height=90, progress=lambda share, _text: told.append(share))
    assert told[0] == 0.0
    assert told[-1] == 1.0
    assert told == sorted(told)
    stamp = first.bluray.stat().st_mtime_ns
    assert ensure_episode(tmp_path, seconds=8, height=90).bluray.stat().st_mtime_ns == stamp
    first.bluray.write_bytes(first.bluray.read_bytes()[:1000])
    again = ensure_episode(tmp_path, seconds=8, height=90)
    assert again.bluray.stat().st_size > 1000
    assert not list(tmp_path.glob(".drawing-*"))


def test_an_interrupted_drawing_leaves_no_episode(tmp_path):
    def stop(share: float, _text: str) -> None:
        if share > 0.3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_episode(tmp_path, seconds=8, height=90, progress=stop)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ({"seconds": 3}, "8 s or longer"),
        ({"height": 91}, "multiple of 2"),
        ({"height": 92, "interlaced": True, "codec": "vp9"}, "VP9"),
        ({"vfr": True, "container": "ts"}, "variable frame rate"),
        ({"container": "avi"}, "avi"),
    ],
)
def test_options_that_cannot_be_are_refused_before_anything_is_drawn(tmp_path, options, complaint):
    with pytest.raises(ValueError, match=complaint):
        make_episode(tmp_path / "new", **{"seconds": 8, "height": 90, **options})
    assert not list(tmp_path.glob("new/*"))
