"""The built-in assistants on drawings whose regions are known, and on the demo's figures."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from animewidgets.analysis.assist import AssistFrame, Prompts, Scribble
from animewidgets.analysis.assist.built_in import (
    colour_plane,
    flat_colour,
    grab_cut,
    shot_around,
    still_background,
)
from animewidgets.analysis.assist.colour_plane import fit_plane, separate
from animewidgets.analysis.assist.flat_regions import flat_regions
from animewidgets.analysis.assist.grabcut import grabcut
from animewidgets.analysis.assist.still_background import background_of, moving_things
from animewidgets.annotations.geometry import Box, Point
from animewidgets.errors import AnalysisError
from animewidgets.media import open_images

SKIN, HAIR, SKY, LINE = (240, 200, 170), (60, 50, 90), (120, 180, 230), (20, 20, 30)


def iou(a: np.ndarray, b: np.ndarray) -> float:
    return float((a & b).sum() / (a | b).sum())


def face(x: int = 160, *, noise: int = 3) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """A head before the sky, skin within a line, hair over it: uint8[180,320,3] and masks."""
    picture = np.full((180, 320, 3), SKY, np.uint8)
    masks = {name: np.zeros((180, 320), np.uint8) for name in ("skin", "hair")}
    cv2.circle(masks["skin"], (x, 100), 50, 1, -1)
    cv2.ellipse(masks["hair"], (x, 70), (56, 34), 0, 0, 360, 1, -1)
    masks["skin"][masks["hair"] > 0] = 0
    for name, colour in (("skin", SKIN), ("hair", HAIR)):
        picture[masks[name] > 0] = colour
        outlines, _ = cv2.findContours(masks[name], cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
        cv2.drawContours(picture, outlines, -1, LINE, 2)
    grain = np.random.default_rng(1).integers(-noise, noise + 1, picture.shape)
    noisy = np.clip(picture.astype(int) + grain, 0, 255).astype(np.uint8)
    return noisy, {name: mask > 0 for name, mask in masks.items()}


class TestFlatColour:
    def test_regions_end_at_lines_and_take_up_part_of_them(self):
        picture, truth = face()
        regions = flat_regions(picture)
        for name in truth:
            label = regions.labels[140, 160] if name == "skin" else regions.labels[60, 160]
            assert iou(regions.labels == label, truth[name]) > 0.9

    def test_a_click_chooses_the_region_under_it(self):
        picture, truth = face()
        frame = AssistFrame(open_images(picture), 0)
        (skin,) = flat_colour(frame, Prompts(points=(Point(160, 130),)))
        assert iou(skin.shape, truth["skin"]) > 0.9
        assert skin.score > 0.7

    def test_several_clicks_give_their_union_first(self):
        picture, truth = face()
        prompts = Prompts(points=(Point(160, 130), Point(160, 60)))
        both, *single = flat_colour(AssistFrame(open_images(picture), 0), prompts)
        assert iou(both.shape, truth["skin"] | truth["hair"]) > 0.9
        assert len(single) == 2

    def test_without_marks_the_likeliest_come_first_and_a_box_keeps_to_itself(self):
        picture, truth = face()
        frame = AssistFrame(open_images(picture), 0)
        proposals = flat_colour(frame, Prompts())
        best = {name: max(iou(one.shape, mask) for one in proposals) for name, mask in truth.items()}
        assert min(best.values()) > 0.9
        assert [one.score for one in proposals] == sorted((one.score for one in proposals), reverse=True)
        boxed = flat_colour(frame, Prompts(boxes=(Box(95, 30, 130, 80),)))
        assert len(boxed) >= 1
        assert iou(boxed[0].shape, truth["hair"]) > 0.9

    def test_a_soft_ramp_is_not_one_region(self):
        ramp = np.repeat(np.linspace(0, 255, 320, dtype=np.uint8)[None, :, None], 180, 0).repeat(3, 2)
        regions = flat_regions(ramp)
        assert regions.count > 3
        assert regions.area[1:].max() < 0.5 * 180 * 320

    @settings(max_examples=25, deadline=None)
    @given(st.integers(0, 10_000), st.integers(1, 40), st.integers(1, 40))
    def test_any_picture_is_cut_into_regions_that_do_not_overlap(self, seed, height, width):
        picture = np.random.default_rng(seed).integers(0, 3, (height, width, 3)).astype(np.uint8) * 100
        regions = flat_regions(picture, least=0)
        assert regions.labels.shape == (height, width)
        assert regions.area.sum() == height * width
        assert regions.labels.max() == regions.count


class TestColourPlane:
    @settings(max_examples=40, deadline=None)
    @given(
        st.lists(st.tuples(*[st.integers(0, 255)] * 3), min_size=1, max_size=30),
        st.lists(st.tuples(*[st.integers(0, 255)] * 3), min_size=1, max_size=30),
    )
    def test_the_loss_is_no_higher_than_anywhere_near(self, foreground, background):
        """The solver ends in the least of a convex function: no small step from there goes down."""
        sides = [np.array(one, np.uint8) for one in (foreground, background)]
        plane = fit_plane(*sides)
        assert np.isfinite([*plane.weights, plane.bias]).all()

        def loss(weights: np.ndarray, bias: float) -> float:
            moved = type(plane)(weights, bias)
            total = 0.5 * float(weights @ weights) + 0.5e-3 * bias**2
            for side, sign in zip(sides, (1, -1), strict=True):
                short = np.maximum(0, 1 - sign * moved.distance(side[None])[0].astype(float))
                total += 10 / len(side) * float((short**2).sum())
            return total

        here = loss(plane.weights, plane.bias)
        for step in (1e-2, -1e-2):
            for n in range(3):
                weights = plane.weights.copy()
                weights[n] += step
                assert loss(weights, plane.bias) >= here - 1e-4
            assert loss(plane.weights, plane.bias + step) >= here - 1e-4

    def test_a_plane_parts_colours_that_it_can_part(self):
        plane = fit_plane(np.array([SKIN, HAIR], np.uint8), np.array([SKY], np.uint8))
        distance = plane.distance(np.array([[SKIN, HAIR, SKY]], np.uint8))
        assert (distance > 0).tolist() == [[True, True, False]]
        with pytest.raises(ValueError, match="both sides"):
            fit_plane(np.empty((0, 3), np.uint8), np.array([SKY], np.uint8))

    def test_a_scribble_over_each_gives_the_head_holes_filled(self):
        picture, truth = face()
        prompts = Prompts(
            scribbles=(
                Scribble(((140, 120), (180, 125))),
                Scribble(((130, 65), (190, 60))),
                Scribble(((20, 20), (60, 150)), negative=True),
            )
        )
        (head,) = colour_plane(AssistFrame(open_images(picture), 0), prompts)
        assert iou(head.shape, truth["skin"] | truth["hair"]) > 0.9

    def test_without_a_scribble_beside_it_the_rim_of_the_picture_stands_in(self):
        picture, truth = face()
        positive = np.zeros((180, 320), bool)
        positive[110:130, 150:170] = positive[60:70, 140:180] = True
        found = separate(picture, positive, np.zeros_like(positive))
        assert iou(found, truth["skin"] | truth["hair"]) > 0.9
        with pytest.raises(ValueError, match="scribble over the thing"):
            separate(picture, np.zeros_like(positive), positive)

    def test_who_marked_nothing_is_told_what_to_mark(self):
        frame = AssistFrame(open_images(face()[0]), 0)
        with pytest.raises(AnalysisError, match="scribble"):
            colour_plane(frame, Prompts())
        with pytest.raises(AnalysisError, match="box"):
            grab_cut(frame, Prompts())
        with pytest.raises(AnalysisError, match="outside it"):
            grab_cut(frame, Prompts(boxes=(Box(0, 0, 320, 180),)))


class TestGrabCut:
    def test_a_box_finds_the_head_the_same_each_time(self):
        picture, truth = face()
        prompts = Prompts(boxes=(Box(98, 30, 124, 126),))
        first, again = (grab_cut(AssistFrame(open_images(picture), 0), prompts)[0] for _ in range(2))
        assert iou(first.shape, truth["skin"] | truth["hair"]) > 0.9
        assert np.array_equal(first.shape, again.shape)

    def test_scribbles_have_the_last_word(self):
        picture, _ = face()
        inside = np.zeros((180, 320), bool)
        inside[30:156, 98:222] = True
        positive, negative = np.zeros_like(inside), np.zeros_like(inside)
        positive[120:130, 150:170] = True
        negative[50:75, 120:200] = True
        found = grabcut(picture, inside, positive, negative)
        assert found[positive].all()
        assert not found[negative].any()
        with pytest.raises(ValueError, match="outside it"):
            grabcut(picture, np.ones_like(inside), positive, negative)


class TestStillBackground:
    def test_what_moves_is_found_and_what_stands_is_not(self):
        frames, truths = zip(*(face(40 + 30 * n) for n in range(9)), strict=True)
        images = open_images(list(frames))
        assert shot_around(images, 4) == (0, 9)
        (head, *others) = still_background(AssistFrame(images, 4), Prompts())
        assert iou(head.shape, truths[4]["skin"] | truths[4]["hair"]) > 0.8
        assert all(other.shape.sum() < 0.2 * head.shape.sum() for other in others)

    def test_a_moving_camera_is_said(self):
        texture = np.random.default_rng(3).integers(0, 256, (180, 600, 3), np.uint8)
        texture = cv2.GaussianBlur(texture, (0, 0), 4) * 3
        pan = [texture[:, 20 * n : 20 * n + 320] for n in range(9)]
        with pytest.raises(AnalysisError, match="the camera moves"):
            moving_things(pan[4], background_of(pan))
        with pytest.raises(AnalysisError, match="too few"):
            background_of(pan[:2])


@pytest.mark.slow
def test_grabcut_finds_the_figures_of_the_demo(tmp_path_factory: pytest.TempPathFactory):
    from animewidgets.demo import ensure_episode
    from animewidgets.media import open_media

    folder: Path = tmp_path_factory.mktemp("demo")
    episode = ensure_episode(folder, seed=1, seconds=8, height=360)
    found = []
    with open_media(episode.bluray) as media:
        for ordinal in np.linspace(5, media.index.count - 5, 8).astype(int).tolist():
            for mask in episode.masks(ordinal).values():
                rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
                box = Box(int(columns[0]), int(rows[0]), int(np.ptp(columns)) + 1, int(np.ptp(rows)) + 1)
                if mask.mean() < 0.01 or box.width * box.height > 0.9 * mask.size:
                    continue
                proposals = grab_cut(AssistFrame(media, ordinal), Prompts(boxes=(box,)))
                found += [iou(one.shape, mask) for one in proposals]
    assert len(found) >= 3
    assert np.mean(found) > 0.85
